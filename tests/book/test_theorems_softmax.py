"""The theorems of the chapter on softmax."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, combinations

import numpy as np
import torch
from mpmath import mp, mpf
from support.theorems import LOGITS, exact, holds, same

from softmaxlab import softmax

INSIDE = [
    [0.7, 0.2, 0.1],
    [0.5, 0.5],
    [1.0],
    [0.25, 0.25, 0.25, 0.25],
    [0.9375, 0.03125, 0.03125],
    [1e-9, 0.5, 0.5 - 1e-9],
]
SHIFTS = [0.0, 10.0, -3.5, 700.0]


def p_of(z: Sequence[float]) -> list[mpf]:
    return exact(z, 1)


def subsets(classes: Iterable[int]) -> list[frozenset[int]]:
    pool = list(classes)
    sizes = range(len(pool) + 1)
    return [frozenset(s) for s in chain.from_iterable(combinations(pool, n) for n in sizes)]


def partitions(classes: list[int]) -> list[list[frozenset[int]]]:
    """All ways to cover a set by non-empty sets of which no two share an element."""
    if not classes:
        return [[]]
    first, rest = classes[0], classes[1:]
    found = []
    for with_first in subsets(rest):
        left = [c for c in rest if c not in with_first]
        found += [[with_first | {first}, *others] for others in partitions(left)]
    return found


def test_sums_of_weights_are_probabilities() -> None:
    weights = [*(p_of(z) for z in LOGITS), [mpf(1), mpf(0), mpf(0)], [mpf(1)]]
    Measure = Callable[[list[mpf], frozenset[int]], mpf]

    def axioms(measure: Measure) -> None:
        for p in weights:
            omega = frozenset(range(len(p)))
            assert all(measure(p, A) >= 0 for A in subsets(omega))
            same(measure(p, omega), 1, 1e-30)
            for A in subsets(omega):
                for parts in partitions(sorted(A)):
                    padded = [frozenset(), *parts, *[frozenset()] * 5]  # a sequence ends in these
                    total = mp.fsum(measure(p, B) for B in padded)
                    assert abs(measure(p, A) - total) < mpf("1e-40")

    holds(
        axioms,
        lambda p, A: mp.fsum(p[k] for k in A),
        lambda p, A: max((p[k] for k in A), default=mpf(0)),
        lambda p, A: 1 - mp.fprod(1 - p[k] for k in A),
        lambda p, A: mp.fprod(p[k] for k in A),
        lambda p, A: mp.fsum(p[k] for k in A) / 2 ** (len(p) - 1),  # all events sum to 1
    )

    def converse(weight: Callable[[list[int], int], mpf]) -> None:
        """Chances of drawing a ball, found by counting, are sums of weights."""
        for balls in ([0, 0, 1, 2, 2, 2, 2], [0, 1, 3, 3]):
            p = [weight(balls, k) for k in range(4)]
            for A in subsets(range(4)):
                same(mpf(sum(ball in A for ball in balls)) / len(balls), mp.fsum(p[k] for k in A))

    holds(
        converse,
        lambda balls, k: mpf(balls.count(k)) / len(balls),
        lambda balls, k: 1 - mpf(balls.count(k)) / len(balls),
        lambda balls, k: mpf(1) / 4,
    )

    def positive(z: list[list[float]]) -> None:
        for row in z:
            assert min(p_of(row)) > 0
            same(mp.fsum(p_of(row)), 1, 1e-40)

    holds(positive, [*LOGITS, [-5000.0, 5000.0], [3.7]], [[0.0, float("-inf")]])


def test_the_order_is_kept() -> None:
    def order(expected: Callable[[float, float], bool]) -> None:
        for z in [*LOGITS, [0.0, 1e-9], [-200.0, -300.0, 0.0]]:
            p = p_of(z)
            for i, a in enumerate(z):
                for j, b in enumerate(z):
                    assert (p[i] > p[j]) == expected(a, b)
                    assert (p[i] == p[j]) == (a == b)

    holds(order, lambda a, b: a > b, lambda a, b: a >= b, lambda a, b: a < b)

    def strict_in(dtype: type) -> None:
        """Floats tie where real numbers do not: the statement needs exact arithmetic."""
        p = softmax(np.array([0, 1e-9], dtype=dtype))
        assert p[1] > p[0]

    holds(strict_in, np.float64, np.float32)


def test_thm_softmax_level() -> None:
    def ignored(change: Callable[[float, float], float]) -> None:
        for z in LOGITS:
            for c in SHIFTS:
                moved = [change(v, c) for v in z]
                same(p_of(moved), p_of(z))
                same(softmax(np.array(moved)), p_of(z), 1e-11)
                same(torch.softmax(torch.tensor(moved, dtype=torch.float64), 0), p_of(z), 1e-11)

    holds(
        ignored,
        lambda v, c: v + c,
        lambda v, c: v + abs(v) * c / 100,
        lambda v, c: v + c * (v == 2.0),
        lambda v, c: v * (1 + c / 1000),
    )


def test_a_common_factor_matters_wherever_there_is_a_gap() -> None:
    equal = [[3.0, 3.0, 3.0], [-1.0, -1.0], [0.0], [7.0]]
    factors = [0.0, 0.01, 0.5, 2.0, -1.0]

    def unchanged(z: list[float], c: float) -> bool:
        return max(abs(a - b) for a, b in zip(p_of([c * v for v in z]), p_of(z), strict=True)) < (
            mpf("1e-40")
        )

    def iff(condition: Callable[[list[float]], bool], factors: list[float]) -> None:
        for z in [*LOGITS, *equal, [1.0, -1.0], [0.0, 0.0, 1e-6]]:
            for c in factors:
                assert unchanged(z, c) == condition(z)

    def all_equal(z: list[float]) -> bool:
        return len(set(z)) == 1

    holds(
        lambda condition: iff(condition, factors),
        all_equal,
        lambda z: False,
        lambda z: not any(z),
        lambda z: sum(z) == 0,
        lambda z: z.count(max(z)) > 1,
    )
    holds(lambda c: iff(all_equal, c), factors, [*factors, 1.0])  # c = 1 must be excluded


def test_thm_softmax_flattens() -> None:
    rng = np.random.default_rng(0)
    below = [rng.uniform(0.01, 1, n).tolist() for n in (2, 3, 5, 25) for _ in range(8)]
    above = [rng.uniform(1, 12, n).tolist() for n in (2, 3, 5) for _ in range(8)]
    mixed = [[0.1, 0.5, 3.0], [0.5, 3.0], [0.1, 2.0]]
    with_zero = [[1.0, 0.0], [1.0, 0.0, 0.0, 0.3], [0.0, 0.0]]

    def ratios(bound: tuple[float, float]) -> None:
        """Between the first bound and nothing flatter, above the second sharper."""
        low, high = bound
        for z in [*below, *above, *mixed, [0.7, 0.2, 0.1], [2.0, 3.0, 8.0], [1.0, 0.3]]:
            p = p_of(z)
            for i, a in enumerate(z):
                for j, b in enumerate(z):
                    if a > b and a <= low:
                        assert 1 < p[i] / p[j] < mpf(a) / mpf(b)
                    if a > b and b >= high:
                        assert p[i] / p[j] > mpf(a) / mpf(b)

    holds(ratios, (1, 1), (3, 1), (1, 0.1))

    def across(sharper: Callable[[float, float], bool]) -> None:
        """Between a score above 1 and one below, either can happen: here is one of each."""
        for a, b in ((2.0, 0.5), (2.0, 0.1)):
            p = p_of([a, 1.0, b])
            assert (p[0] / p[2] > mpf(a) / mpf(b)) == sharper(a, b)

    holds(
        across,
        lambda a, b: mp.exp(a) / a > mp.exp(b) / b,
        lambda a, b: True,
        lambda a, b: False,
    )

    def level(added: float) -> None:
        """Softmax of 0.7, 0.2 and 0.1 is flatter than they are, and sharper when 3 is added."""
        z = [v + added for v in (0.7, 0.2, 0.1)]
        same(p_of(z), p_of([0.7, 0.2, 0.1]), 1e-14)
        assert p_of(z)[0] > z[0] / sum(z)

    holds(level, 3.0, 0.0)

    def at_most(factor: mpf) -> None:
        for z in [*below, *with_zero]:
            p = p_of(z)
            assert max(p) / min(p) <= factor * (1 + mpf("1e-40"))

    holds(at_most, mp.e, mpf("2.7"), mpf(1))


def test_thm_softmax_onto() -> None:
    def reached(logits: Callable[[mpf, float], mpf]) -> None:
        """Every positive distribution, from its logarithms plus a constant."""
        for p in INSIDE:
            total = mp.fsum(p)
            for c in SHIFTS:
                z = [logits(mpf(v) / total, c) for v in p]
                same(p_of(z), [mpf(v) / total for v in p], 1e-30)
                same(softmax(np.array([float(v) for v in z])), [float(v / total) for v in p], 1e-11)

    holds(
        reached,
        lambda v, c: mp.log(v) + c,
        lambda v, c: mp.log(v, 2) + c,
        lambda v, c: mp.log(v) * (1 + mpf(c)),
        lambda v, c: mp.log(v / (1 - v)) + c if v < 1 else mpf(c),
        lambda v, c: mp.exp(v) + c,
        lambda v, c: v + c,
    )

    def only_these(same_logits: Callable[[list[float], list[float]], bool]) -> None:
        others = [[v + 4.0 for v in z] for z in LOGITS]
        others += [[2 * v for v in z] for z in LOGITS] + [z[::-1] for z in LOGITS]
        for z in LOGITS:
            for y in others:
                if len(y) == len(z):
                    p, q = p_of(z), p_of(y)
                    equal = all(abs(a - b) < mpf("1e-14") * a for a, b in zip(p, q, strict=True))
                    assert equal == same_logits(z, y)

    def constant(z: list[float], y: list[float]) -> bool:
        return bool(np.ptp(np.array(z) - np.array(y)) < 1e-12)

    holds(
        only_these,
        constant,
        lambda z, y: z == y,
        lambda z, y: bool((np.argsort(z) == np.argsort(y)).all()),
    )

    def no_zero(f: Callable[[list[float]], Iterable[object]]) -> None:
        for z in [*LOGITS, [0.0, 746.0], [0.0, 1e6, -1e6]]:
            assert min(f(z)) > 0

    holds(no_zero, p_of, lambda z: softmax(np.array(z)))  # floats do return 0


def test_a_single_share_takes_every_value_between_0_and_1() -> None:
    def below_one(sizes: range) -> None:
        with mp.workdps(3000):
            for K in sizes:
                for gap in (0, 1, 50, 5000):
                    assert all(0 < v < 1 for v in p_of([gap, *[0] * (K - 1)]))

    holds(below_one, range(2, 6), range(1, 6))  # for K = 1 the entry is 1

    def every_value(logits: Callable[[mpf, mpf], tuple[mpf, mpf]]) -> None:
        for q in (mpf("1e-20"), mpf("0.3"), mpf("0.5"), 1 - mpf("1e-20")):
            for K in (2, 3, 10):
                first, other = logits(q, (1 - q) / (K - 1))
                p = p_of([first, *[other] * (K - 1)])
                assert abs(p[0] - q) < mpf("1e-40")

    holds(every_value, lambda q, r: (mp.log(q), mp.log(r)), lambda q, r: (q, r))
    same(p_of([3.7]), [1])


def test_thm_softmax_third() -> None:
    def ratio(stated: Callable[[float, float], mpf]) -> None:
        for z in LOGITS:
            p = p_of(z)
            for i, a in enumerate(z):
                for j, b in enumerate(z):
                    assert abs(p[i] / p[j] / stated(a, b) - 1) < mpf("1e-40")

    holds(
        ratio,
        lambda a, b: mp.exp(mpf(a) - mpf(b)),
        lambda a, b: mp.exp(mpf(b) - mpf(a)),
        lambda a, b: mpf(a) / mpf(b) if b else mpf(1),
        lambda a, b: mp.exp((mpf(a) - mpf(b)) / 2),
    )

    def one_factor(shares: Callable[[Sequence[float]], list[mpf]]) -> None:
        """A class joins, leaves, or gets another score: the others keep their ratios."""
        for z in LOGITS:
            others = z[1:]
            before = shares(z)[1:]
            for after in (
                shares(others),
                shares([z[0] + 3, *others]),
                shares([z[0], *others, max(z)])[1:-1],
            ):
                kept = after[-len(others) :]
                factors = [a / b for a, b in zip(kept, before, strict=True)]
                assert max(factors) - min(factors) < mpf("1e-40") * max(factors)

    holds(
        one_factor,
        p_of,
        lambda z: [mpf(v) - mpf(min(z)) + 1 for v in z],  # plain shares above the lowest score
        lambda z: [v + mpf(max(z)) / len(z) for v in p_of(z)],
        lambda z: p_of([v / len(z) for v in z]),
    )


def test_two_classes_are_a_sigmoid() -> None:
    pairs = [(2.0, 1.0), (0.0, 0.0), (-3.0, 5.5), (400.0, 390.0), (1.0, -30.0)]

    def two(x: Callable[[float, float], float]) -> None:
        for a, b in pairs:
            stated = [mp.mpf(1) / (1 + mp.exp(-mpf(x(u, v)))) for u, v in ((a, b), (b, a))]
            same(p_of([a, b]), stated)
            same(softmax(np.array([a, b])), stated)
            sigmoid = torch.sigmoid(torch.tensor([x(a, b), x(b, a)], dtype=torch.float64))
            same(sigmoid, p_of([a, b]))

    holds(two, lambda a, b: a - b, lambda a, b: b - a, lambda a, b: a, lambda a, b: (a - b) / 2)
