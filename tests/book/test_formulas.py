"""The page of formulas: both sides of each, computed for random logits and temperatures.

Those of finished chapters are theorems too, and tested as such; the others wait for their chapters
and are held to the truth here already.
"""

import re
from collections.abc import Callable

import numpy as np
import pytest
import torch
from mpmath import mp, mpf
from support.places import BOOK
from support.theorems import exact, exact_entropy

from softmaxlab import cross_entropy, log_softmax, logsumexp, softmax, softmax_jacobian
from softmaxlab.attention import scaled_dot_product_attention

PAGE = (BOOK / "reference" / "formulas.md").read_text(encoding="utf-8")
FORMULA_ROWS = PAGE.split("## The formulas\n")[1].split("\n## ")[0]

rng = np.random.default_rng(5)
DRAWS = [(rng.normal(0, 3, K).round(3).tolist(), T) for K in (2, 3, 5) for T in (0.5, 1.0, 3.0)]

Sides = tuple[object, object]
FORMULAS: dict[str, Callable[[list[float], float], Sides]] = {}


def formula(name: str) -> Callable[[Callable[[list[float], float], Sides]], None]:
    def keep(sides: Callable[[list[float], float], Sides]) -> None:
        FORMULAS[name] = sides

    return keep


@formula("the level is ignored")
def _(z, T):
    return softmax(np.array(z) + 7.5), exact(z, 1)


@formula("back to the logits")
def _(z, T):
    moved = [mp.log(p) for p in exact(z, 1)]
    return np.diff(z), np.diff(moved)


@formula("two classes")
def _(z, T):
    return exact(z[:2], 1)[0], 1 / (1 + np.exp(z[1] - z[0]))


@formula("row by row")
def _(z, T):
    table = np.array([z, z[::-1], np.zeros(len(z))])
    stated = [exact(row, T) for row in table.tolist()]
    return softmax(table, axis=1, temperature=T), stated


@formula("gaps become ratios")
def _(z, T):
    p = exact(z, T)
    return softmax(np.array(z), temperature=T)[0] / p[1], mp.exp((mpf(z[0]) - mpf(z[1])) / mpf(T))


@formula("another temperature")
def _(z, T):
    powers = np.asarray(softmax(np.array(z))) ** (1 / T)
    return powers / powers.sum(), exact(z, T)


@formula("entropy rises")
def _(z, T):
    p = exact(z, T)
    mean = mp.fsum(a * b for a, b in zip(p, z, strict=True))
    variance = mp.fsum(a * (b - mean) ** 2 for a, b in zip(p, z, strict=True))
    assert variance > 0
    return mp.diff(lambda t: exact_entropy(z, t), T), variance / mpf(T) ** 3


@formula("log-sum-exp")
def _(z, T):
    stated = mp.log(mp.fsum(mp.exp(v) for v in z))
    assert max(z) <= stated <= max(z) + np.log(len(z))
    return logsumexp(np.array(z)), stated


@formula("best of all")
def _(z, T):
    def value(q):
        return mp.fsum(a * b for a, b in zip(q, z, strict=True)) - mpf(T) * mp.fsum(
            a * mp.log(a) for a in q
        )

    best = value(exact(z, T))
    assert all(value([mpf(v) for v in rng.dirichlet(np.ones(len(z)))]) < best for _ in range(50))
    return best, T * float(logsumexp(np.array(z) / T))


@formula("the safe way")
def _(z, T):
    shifted = np.exp(np.array(z) - max(z))
    return shifted / shifted.sum(), exact(z, 1)


@formula("in logs")
def _(z, T):
    return log_softmax(np.array(z)), np.array(z) - float(logsumexp(np.array(z)))


@formula("the Jacobian")
def _(z, T):
    p = np.array([float(v) for v in exact(z, T)])
    by_torch = torch.autograd.functional.jacobian(
        lambda x: torch.softmax(x / T, dim=0), torch.tensor(z, dtype=torch.float64)
    )
    stated = (np.diag(p) - np.outer(p, p)) / T
    np.testing.assert_allclose(softmax_jacobian(np.array(z), temperature=T), stated, atol=1e-14)
    return stated, by_torch


@formula("the gradient of the loss")
def _(z, T):
    logits = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    cross_entropy(logits[None] / T, torch.tensor([1])).sum().backward()
    y = np.eye(len(z))[1]
    return (np.array([float(v) for v in exact(z, T)]) - y) / T, logits.grad


@formula("attention")
def _(z, T):
    draw = np.random.default_rng(len(z))
    q, k, v = (draw.normal(size=(len(z), 4)) for _ in range(3))
    rows = [[float(w) for w in exact((k @ row / 2).tolist(), 1)] for row in q]
    return scaled_dot_product_attention(q, k, v)[0], np.array(rows) @ v


def plain(side: object) -> np.ndarray:
    """One side as an array of floats."""
    if isinstance(side, torch.Tensor):
        return side.numpy()
    return np.array(side, dtype=object).astype(float)


def test_every_line_is_tested() -> None:
    lines = re.findall(r"^\| ([a-z][^|]*?) \|", FORMULA_ROWS, re.M)
    assert lines == list(FORMULAS)


def unlinked(rows: str) -> list[str]:
    """Chapters that exist, and that a row names without a link."""
    names = re.findall(r"\| ([A-Z][\w -]*?) \|$", rows, re.M)
    files = {name: name.lower().replace(" ", "_").replace("-", "_") for name in names}
    return [name for name, file in files.items() if (BOOK / f"{file}.md").is_file()]


def test_every_chapter_that_exists_is_linked() -> None:
    assert len(re.findall(r"\[\w+\]\(\.\./\w+\.md\)", FORMULA_ROWS)) >= 6
    assert unlinked(FORMULA_ROWS) == []
    assert unlinked("| a fact | $x$ | Temperature |") == ["Temperature"]


def test_the_cover_leads_to_the_formulas() -> None:
    assert "(reference/formulas.md)" in (BOOK / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMULAS)
def test_line(name: str) -> None:
    for z, T in DRAWS:
        left, right = map(plain, FORMULAS[name](z, T))
        np.testing.assert_allclose(left, right, rtol=1e-10, atol=1e-10)


def test_a_false_line_is_noticed() -> None:
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(plain(exact([2, 1], 2)), plain(exact([2, 1], 1)), rtol=1e-10)
