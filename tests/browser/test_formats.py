"""The widgets round as computers do: as NumPy and PyTorch store, add, exponentiate and divide."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page
from support.golden import as_json

from softmaxlab.widgets.sources import HERE, modules

FORMATS = ("bfloat16", "float16", "float32", "float64")
NAMES = ("store", "bitsOf", "gapAt", "limitsOf", "sumIn", "softmaxIn")
LOAD = """(text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })))
  .then((module) => { window.module = module; })"""
Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    text = "\n".join(modules(HERE / "kit" / "formats.mjs").values())
    page.evaluate(LOAD, f"{text}\nexport {{ {', '.join(NAMES)} }}")
    yield page
    page.close()


def dtype(name: str) -> torch.dtype:
    kind: torch.dtype = getattr(torch, name)
    return kind


def js(x: float) -> str:
    """Return a number as text that JavaScript reads back exactly, with the sign of a zero."""
    return repr(x).replace("inf", "Infinity")


def nearest(x: float, name: str) -> float:
    """Round a number to a format in whole numbers of gaps, half to even: exact arithmetic."""
    limits = torch.finfo(dtype(name))
    if x == 0 or not math.isfinite(x):
        return x
    exponent = max(math.frexp(x)[1] - 1, round(math.log2(limits.tiny)))
    gap = Fraction(2) ** exponent * Fraction(limits.eps)
    size = round(Fraction(abs(x)) / gap) * gap
    return math.copysign(math.inf if size > Fraction(limits.max) else float(size), x)


def numbers() -> Floats:
    """Doubles of every size, ties between neighbours, and the edges of each format."""
    rng = np.random.default_rng(20261121)
    signs = rng.choice([-1.0, 1.0], 4000)
    wide = signs * 2.0 ** rng.uniform(-160, 135, 4000)
    half = signs * 2.0 ** rng.uniform(-30, 17, 4000)
    ties = [
        side * (whole + 0.5) * 2.0**power
        for whole in (128, 129, 1024, 1025, 2047, 2**23, 2**23 + 1)
        for power in (-160, -149, -134, -133, -25, -24, 0, 3)
        for side in (1, -1)
    ]
    edges = [0.0, -0.0, math.inf, -math.inf, 65504, 65519, 65519.99, 65520, 5e-324, 1e308, 1e-310]
    for name in FORMATS[:3]:
        limits = torch.finfo(dtype(name))
        subnormal = limits.tiny * limits.eps
        for x in (limits.max, limits.tiny, subnormal, subnormal / 2, limits.eps / 2):
            edges += [x, x * 1.5, x * (1 + 1e-9), x * (1 - 1e-9), -x]
    return np.array([*wide, *half, *ties, *edges])


STORE = """([text, name]) => {
  const wrong = [];
  for (const [x, want] of JSON.parse(text).map((pair) => pair.map(Number))) {
    const got = module.store(x, name);
    if (!Object.is(got, want)) wrong.push([x, got, want].map(String));
  }
  return wrong;
}"""


@pytest.mark.parametrize("name", FORMATS[:3])
def test_stores_the_nearest_number(page: Page, name: str) -> None:
    xs = numbers()
    want = [nearest(x, name) for x in xs.tolist()]
    with np.errstate(over="ignore"):
        if name != "bfloat16":  # NumPy knows the other two
            np.testing.assert_array_equal(want, xs.astype(name).astype(float))
        exact = xs.astype(np.float32).astype(float)  # PyTorch goes through float32
    stored = torch.tensor(exact, dtype=torch.float32).to(dtype(name))
    np.testing.assert_array_equal([nearest(x, name) for x in exact], stored.double().numpy())
    pairs = [[js(x), js(y)] for x, y in zip(xs.tolist(), want, strict=True)]
    assert page.evaluate(STORE, [as_json(pairs), name]) == []


def test_the_comparison_can_fail(page: Page) -> None:
    assert page.evaluate(STORE, [as_json([[65519.0, math.inf]]), "float16"]) != []


BITS = """([values, name]) => values.map(Number).map((x) => {
  const { sign, exponent, fraction } = module.bitsOf(x, name);
  return parseInt(sign + exponent + fraction, 2);
})"""


def test_every_number_of_16_bits_has_its_bits(page: Page) -> None:
    patterns = torch.arange(-(2**15), 2**15, dtype=torch.int32).to(torch.int16)
    for name in ("float16", "bfloat16"):
        values = patterns.view(dtype(name)).double().numpy()
        want = patterns.numpy().view(np.uint16).astype(int)
        known = ~np.isnan(values)  # many patterns are nan
        text = list(map(js, values[known].tolist()))
        assert page.evaluate(BITS, [text, name]) == want[known].tolist()


def test_bits_gaps_and_limits_of_the_wide_formats(page: Page) -> None:
    rng = np.random.default_rng(7)
    for name, whole in (("float32", np.uint32), ("float64", np.uint64)):
        limits = np.finfo(name)
        numbers = rng.standard_normal(500) * 10.0 ** rng.uniform(-50, 38, 500)
        xs = np.array([0, 1, 0.1, limits.max, limits.tiny, limits.tiny / 4, *numbers], dtype=name)
        got = page.evaluate(
            "([xs, name]) => xs.map((x) => Object.values(module.bitsOf(x, name)).join(''))",
            [xs.astype(float).tolist(), name],
        )
        assert [int(text, 2) for text in got] == xs.view(whole).tolist()
        assert {len(text) for text in got} == {limits.bits}
        finite = xs[np.abs(xs) < limits.max]
        gaps = page.evaluate(
            "([xs, name]) => xs.map((x) => module.gapAt(x, name))",
            [finite.astype(float).tolist(), name],
        )
        want = np.spacing(np.abs(finite)).astype(float)
        np.testing.assert_array_equal(np.array(gaps, float), want)
    for name in FORMATS:
        torch_limits = torch.finfo(dtype(name))
        found = page.evaluate("(name) => module.limitsOf(name)", name)
        assert found == {
            "max": torch_limits.max,
            "normal": torch_limits.tiny,
            "tiny": torch_limits.tiny * torch_limits.eps,
            "eps": torch_limits.eps,
        }
    assert page.evaluate("module.bitsOf(NaN, 'float16').exponent") == "11111"
    assert page.evaluate("String(module.gapAt(Infinity, 'float16'))") == "NaN"


def in_numpy(z: list[float], name: str, stable: bool) -> tuple[Floats, Floats, Floats]:
    x = np.array(z, dtype=name)
    with np.errstate(all="ignore"):
        e = np.exp(x - x.max() if stable else x)
        return e.astype(float), e.sum().astype(float), (e / e.sum()).astype(float)


def in_torch(z: list[float], name: str, stable: bool) -> tuple[Floats, Floats, Floats]:
    x = torch.tensor(z, dtype=torch.float64).to(dtype(name))
    e = torch.exp(x - x.max() if stable else x)
    found = [t.double().numpy() for t in (e, e.sum(), e / e.sum())]
    return found[0], found[1], found[2]


# float16 and bfloat16 within 1 step, float32 within 4, as elsewhere in the tests.
STEPS = {"bfloat16": 1, "float16": 1, "float32": 4, "float64": 4}


def test_softmax_in_each_format(page: Page) -> None:
    rng = np.random.default_rng(3)
    cases: list[list[float]] = [
        [1000, 1001, 1002], [-1000, -1000, -1000], [10, 11, 12], [0, -10, -20, -100], [11.0859],
        *([2 + c, 1 + c, 0.1 + c] for c in (0, 86.3, 86.7, 86.8, 88, 100, -104)),
        *((rng.standard_normal(n) * 10 ** rng.uniform(-1, 2)).tolist() for n in (2, 3, 4) * 20),
    ]  # fmt: skip
    ways: dict[str, Callable[..., Any]] = dict.fromkeys(FORMATS, in_numpy) | {"bfloat16": in_torch}
    for name, compute in ways.items():
        eps = torch.finfo(dtype(name)).eps
        tiny = torch.finfo(dtype(name)).tiny * eps
        for z in cases:
            for stable in (False, True):
                got = page.evaluate(
                    "([z, name, s]) => { const { e, total, p } = module.softmaxIn(name, z, s);"
                    " return [e, [total], p].map((xs) => xs.map(String)); }",
                    [z, name, stable],
                )
                want = compute(z, name, stable)
                for ours, theirs in zip(got, want, strict=True):
                    numbers = np.array([float(x) for x in ours])
                    np.testing.assert_allclose(
                        numbers, np.atleast_1d(theirs), rtol=STEPS[name] * eps, atol=2 * tiny,
                        err_msg=f"{name} {z} {stable}",
                    )  # fmt: skip


def test_the_values_that_the_chapter_tells_of(page: Page) -> None:
    shares = "([z, name, s]) => module.softmaxIn(name, z, s).p.map((p) => p.toFixed(4))"
    for name in FORMATS:
        assert page.evaluate(shares, [[1000, 1001, 1002], name, False]) == ["NaN"] * 3
    far = {name: page.evaluate(shares, [[1000, 1001, 1002], name, True]) for name in FORMATS}
    assert far == {
        "bfloat16": ["0.3340"] * 3,
        "float16": ["0.0901", "0.2448", "0.6655"],
        "float32": ["0.0900", "0.2447", "0.6652"],
        "float64": ["0.0900", "0.2447", "0.6652"],
    }
    assert page.evaluate(shares, [[10, 11, 12], "float16", False]) == ["0.0000", "0.0000", "NaN"]
    level = "(c) => module.softmaxIn('float32', [2 + c, 1 + c, 0.1 + c], false).p.map(String)"
    assert page.evaluate(level, 86.7) == ["0", "0", "0"]
    assert page.evaluate(level, 86.8) == ["NaN", "0", "0"]
    assert page.evaluate("module.sumIn('float16', Array(4096).fill(1))") == 4096
