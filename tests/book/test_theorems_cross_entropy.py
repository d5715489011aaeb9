"""The theorems of the chapter on cross-entropy."""

from collections.abc import Callable

import numpy as np
import torch
from mpmath import mp, mpf
from support.theorems import CASES, LOGITS, exact, exact_entropy, holds, same

from softmaxlab import cross_entropy, entropy, softmax

Target = Callable[[int], list[float]]


def targets(K: int) -> list[list[float]]:
    """A one-hot target, one with a 0, one without, and the uniform one."""
    falling = [float(K - i) for i in range(K)]
    some = [0.0, *falling[1:]]
    one_hot = [float(i == K - 1) for i in range(K)]
    return [one_hot, *([v / sum(y) for v in y] for y in (some, falling, [1.0] * K))]


def exact_loss(z: list[float], y: list[float], T: object = 1) -> mpf:
    """Cross-entropy from its definition, in 50 digits."""
    return -mp.fsum(mpf(b) * mp.log(a) for a, b in zip(exact(z, T), y, strict=True))


def divergence(y: list[float], p: list[mpf]) -> mpf:
    return mp.fsum(mpf(b) * mp.log(mpf(b) / a) for a, b in zip(p, y, strict=True) if b)


def of_target(y: list[float]) -> mpf:
    return -mp.fsum(mpf(b) * mp.log(b) for b in y if b)


def test_thm_ce_split() -> None:
    def split(formula: Callable[[list[float], list[mpf]], mpf]) -> None:
        for z, T in CASES:
            for y in targets(len(z)):
                p = exact(z, T)
                by_torch = torch.nn.functional.cross_entropy(
                    torch.tensor(z, dtype=torch.float64) / T, torch.tensor(y, dtype=torch.float64)
                )
                same(by_torch, formula(y, p), 1e-10)
                same(cross_entropy(np.array([z]) / T, np.array([y])), formula(y, p), 1e-10)

    holds(
        split,
        lambda y, p: of_target(y) + divergence(y, p),
        lambda y, p: of_target(y) - divergence(y, p),
        lambda y, p: divergence(y, p),
        lambda y, p: -mp.fsum(a * mp.log(a) for a in p) + divergence(y, p),
    )

    def least(where: Callable[[list[float]], list[float]]) -> None:
        """Nowhere is the loss smaller than at p = y, and nowhere else as small."""
        rng = np.random.default_rng(0)
        for y in (y for K in (2, 3, 6) for y in targets(K) if min(y) > 0):
            best = cross_entropy(np.log([where(y)]), np.array([y]))
            same(best, entropy(np.array(y)))
            others = cross_entropy(
                rng.normal(size=(50, len(y))), np.array([y] * 50), reduction="none"
            )
            assert (others > best).all()

    holds(least, lambda y: y, lambda y: [(v + 0.1) / (1 + 0.1 * len(y)) for v in y])


def test_thm_ce_push() -> None:
    def gradient(formula: Callable[..., list[mpf]]) -> None:
        for z, T in CASES:
            for y in targets(len(z)):
                stated = formula(exact(z, T), y, mpf(T))
                by_limit = [
                    mp.diff(lambda v, k=k, z=z, y=y, T=T: exact_loss([*z[:k], v, *z[k + 1:]], y, T),
                            z[k])
                    for k in range(len(z))
                ]  # fmt: skip
                t = torch.tensor(z, dtype=torch.float64, requires_grad=True)
                loss = torch.nn.functional.cross_entropy(
                    t / T, torch.tensor(y, dtype=torch.float64)
                )
                loss.backward()
                same(stated, by_limit)
                same(stated, t.grad)
                assert abs(mp.fsum(stated)) < mpf("1e-15")  # the targets are floats
                assert max(map(abs, stated)) <= 1 / mpf(T)

    holds(
        gradient,
        lambda p, y, T: [(a - b) / T for a, b in zip(p, y, strict=True)],
        lambda p, y, T: [a - b for a, b in zip(p, y, strict=True)],
        lambda p, y, T: [(b - a) / T for a, b in zip(p, y, strict=True)],
        lambda p, y, T: [a * (a - b) / T for a, b in zip(p, y, strict=True)],
    )

    def by_the_loss(push: Callable[[mpf, float], mpf]) -> None:
        for z, T in CASES:
            for k in range(len(z)):
                y = [float(i == k) for i in range(len(z))]
                same((1 - exact(z, T)[k]) / T, push(exact_loss(z, y, T), T), 1e-20)

    holds(by_the_loss, lambda L, T: (1 - mp.exp(-L)) / T, lambda L, T: L / T)


def test_thm_ce_convex() -> None:
    def hessian(formula: Callable[[np.ndarray, float], np.ndarray]) -> None:
        for z, T in CASES:
            for y in targets(len(z)):
                stated = formula(softmax(np.array(z), temperature=T), T)
                found = torch.autograd.functional.hessian(
                    lambda t, y=y, T=T: torch.nn.functional.cross_entropy(
                        t / T, torch.tensor(y, dtype=torch.float64)
                    ),
                    torch.tensor(z, dtype=torch.float64),
                )
                same(stated.ravel(), found.ravel(), 1e-9)
                assert np.linalg.eigvalsh(stated).min() > -1e-15

    holds(
        hessian,
        lambda p, T: (np.diag(p) - np.outer(p, p)) / T**2,
        lambda p, T: (np.diag(p) - np.outer(p, p)) / T,
        lambda p, T: (np.diag(p) + np.outer(p, p)) / T**2,
        lambda p, T: np.diag(p * (1 - p)) / T**2,
    )

    def below_the_chord(loss: Callable[[np.ndarray, np.ndarray], float]) -> None:
        """The mean loss half-way between two sets of weights is no more than half-way."""
        rng = np.random.default_rng(1)
        X, Y = rng.normal(size=(12, 4)), np.eye(3)[rng.integers(3, size=12)]
        for size in (0.1, 1, 10):
            A, B = size * rng.normal(size=(2, 4, 3))
            middle, ends = loss(X @ ((A + B) / 2), Y), (loss(X @ A, Y) + loss(X @ B, Y)) / 2
            assert middle < ends + 1e-12

    holds(
        below_the_chord,
        lambda Z, Y: float(cross_entropy(Z, Y)),
        lambda Z, Y: -float(cross_entropy(Z, Y)),
    )


def test_thm_ce_optimum() -> None:
    def stationary(best: Callable[[list[float]], list[mpf]]) -> None:
        """There the gradient is 0, at any level, and the loss is the entropy of the target."""
        for y in (y for K in (2, 3, 6) for y in targets(K) if min(y) > 0):
            for c in (0, 3, -20):
                z = [v + c for v in best(y)]
                same(exact(z, 1), y, 1e-12)
                same(exact_loss(z, y), exact_entropy(z, 1), 1e-12)

    holds(stationary, lambda y: [mp.log(v) for v in y], lambda y: [mpf(v) for v in y])

    def infimum(limit: Callable[[list[float]], mpf]) -> None:
        """With a 0 in the target, the loss comes down to the entropy and never reaches it."""
        for y in ([0.0, 0.75, 0.25], [0.0, 1.0], [0.5, 0.0, 0.5, 0.0]):  # exact in binary
            losses = [exact_loss([mp.log(v) if v else mpf(-c) for v in y], y) for c in (5, 20, 60)]
            assert losses[0] > losses[1] > losses[2] > limit(y)
            same(losses[2], limit(y), 1e-20)

    holds(infimum, of_target, lambda y: of_target(y) + mpf("0.01"), lambda y: mpf(0))

    def smoothed(lead: Callable[[int, float], float]) -> None:
        for K, eps in ((3, 0.1), (10, 0.05), (1000, 0.1)):
            y = torch.full((K,), eps / K, dtype=torch.float64)
            y[0] += 1 - eps
            z = torch.zeros(K, dtype=torch.float64, requires_grad=True)
            z.data[0] = lead(K, eps)
            hard = torch.nn.functional.cross_entropy(z, torch.tensor(0), label_smoothing=eps)
            hard.backward()
            same(hard.detach(), torch.nn.functional.cross_entropy(z, y).detach())
            same(z.grad, np.zeros(K), 1e-10)

    holds(
        smoothed,
        lambda K, eps: np.log(1 + K * (1 - eps) / eps),
        lambda K, eps: np.log((1 - eps) / eps),
        lambda K, eps: np.log(K * (1 - eps) / eps),
    )


def test_thm_ce_distillation() -> None:
    def limit(formula: Callable[[mpf, mpf, int], mpf]) -> None:
        """What is left of the limit shrinks tenfold when T grows tenfold."""
        for z in LOGITS:
            K = len(z)
            v = [3 - 2 * i % 5 + 0.25 * i * i for i in range(K)]
            stated = [formula(a - mp.fsum(z) / K, b - mp.fsum(v) / K, K)
                      for a, b in zip(z, v, strict=True)]  # fmt: skip
            left = []
            for T in (mpf(10) ** 6, mpf(10) ** 7):
                p, q = exact(z, T), exact(v, T)
                found = [T**2 * (a - b) / T for a, b in zip(p, q, strict=True)]
                left.append(max(abs(a - b) for a, b in zip(found, stated, strict=True)))
            assert left[0] < mpf("1e-2")
            same(left[0] / left[1], 10, 1e-2)
            T = 1e4
            t = torch.tensor(z, dtype=torch.float64, requires_grad=True)
            q = torch.softmax(torch.tensor(v, dtype=torch.float64) / T, dim=0)
            (T**2 * torch.nn.functional.cross_entropy(t / T, q)).backward()
            same(t.grad, stated, 0.02)

    holds(
        limit,
        lambda a, b, K: (a - b) / K,
        lambda a, b, K: (b - a) / K,
        lambda a, b, K: a - b,
        lambda a, b, K: (a - b) / K**2,
    )
