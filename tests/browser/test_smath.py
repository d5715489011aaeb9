"""The widgets' mathematics equals the package's, on golden vectors, inside Chromium."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.golden import as_json, draws, golden
from support.numbers import literal, number

from softmaxlab import softmax
from softmaxlab.widgets.sources import HERE
from softmaxlab.widgets.traits import parse_temperature

KIT = HERE / "kit"

LOAD = """(text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })))
  .then((module) => { window.module = module; })"""

# What comes back is checked here, in numbers that have not been through text.
COMPARE = """([name, text]) => {
  const number = (x) => Array.isArray(x) ? x.map(number) : Number(x);
  const near = (x, y) =>
    Object.is(x, y) || x === y || Math.abs(x - y) <= 1e-14 + 1e-12 * Math.abs(y);
  const wrong = [];
  for (const { in: given, out } of JSON.parse(text)) {
    const got = [window.module[name](...number(given))].flat(), want = [number(out)].flat();
    if (got.length !== want.length || !want.every((y, i) => near(got[i], y)))
      wrong.push(JSON.stringify({ given, got, want }).slice(0, 500));
  }
  return wrong;
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def vectors() -> dict[str, list[dict[str, Any]]]:
    return golden()


@pytest.mark.parametrize(
    "name", ["softmax", "logSoftmax", "logsumexp", "entropy", "linspace", "sum"]
)
def test_agrees_with_the_package(page: Page, vectors: dict[str, Any], name: str) -> None:
    page.evaluate(LOAD, (KIT / "smath.mjs").read_text(encoding="utf-8"))
    assert page.evaluate(COMPARE, [name, as_json(vectors[name])]) == []


def test_the_comparison_can_fail(page: Page) -> None:
    page.evaluate(LOAD, (KIT / "smath.mjs").read_text(encoding="utf-8"))
    off = [{"in": [[2.0, 1.0, 0.1], 1.0], "out": [0.6590011388859680, 0.24243297, 0.0985658]}]
    assert len(page.evaluate(COMPARE, ["softmax", as_json(off)])) == 1


# How many of a case's draws are not, to the last bit, what they should be.
DRAW = """(text) => {
  let wrong = 0, drawn = 0;
  const same = (got, want) => (drawn++, wrong += got !== want);
  for (const { seed, numbers, shares, chosen } of JSON.parse(text)) {
    const rng = window.module.defaultRng(seed);
    for (const x of numbers) same(rng.random(), x);
    shares.forEach((p, i) => chosen[i].forEach((k) => same(rng.choice(p), k)));
  }
  return [wrong, drawn];
}"""


def test_draws_what_numpy_draws(page: Page) -> None:
    page.evaluate(LOAD, (KIT / "random.mjs").read_text(encoding="utf-8"))
    cases = draws()
    assert page.evaluate(DRAW, as_json(cases)) == [0, 9 * 25 * 1000]
    cases[0]["numbers"][999] += 2**-53
    cases[1]["chosen"][3][7] += 1
    assert page.evaluate(DRAW, as_json(cases))[0] == 2


def test_the_first_draws_of_seed_0(page: Page) -> None:
    page.evaluate(LOAD, (KIT / "random.mjs").read_text(encoding="utf-8"))
    p = softmax([2, 1, 0.1]).tolist()
    page.evaluate("window.rng = window.module.defaultRng(0)")
    chosen = page.evaluate("(p) => Array.from({ length: 1000 }, () => rng.choice(p))", p)
    assert chosen[:10] == [0, 0, 0, 0, 1, 2, 0, 1, 0, 2]
    assert [chosen.count(k) for k in range(3)] == [637, 268, 95]


def test_special_values(page: Page) -> None:
    page.evaluate(LOAD, (KIT / "smath.mjs").read_text(encoding="utf-8"))
    cases = {
        "softmax([Infinity, 1, Infinity])": "[0.5,0,0.5]",
        "softmax([Infinity, 1], Infinity)": "[1,0]",
        "softmax([-Infinity, -Infinity])": "[NaN,NaN]",
        "softmax([NaN, 1], 0)": "[NaN,NaN]",
        "softmax([5, 5, 1], 0)": "[0.5,0.5,0]",
        "softmax([5, -Infinity], Infinity)": "[1,0]",
        "logSoftmax([0, -800])": "[0,-800]",
        "logsumexp([-Infinity])": "[-Infinity]",
        "entropy([1, 0])": "[0]",
        "bits(Math.LN2)": "[1]",
    }
    for call, want in cases.items():
        got = page.evaluate(f"[window.module.{call}].flat().map(String)")
        assert f"[{','.join(got)}]" == want, call
    for T in ("-1", "NaN"):
        message = page.evaluate(
            f"() => {{ try {{ module.softmax([1], {T}) }} catch (e) {{ return e.message }} }}"
        )
        assert message == f"temperature must be in [0, Infinity], got {T}"


def test_numbers_are_written_as_python_writes_them(page: Page) -> None:
    page.evaluate(LOAD, (KIT / "number_text.mjs").read_text(encoding="utf-8"))
    values = [
        0,
        1,
        0.5,
        1 / 32,
        0.6590011388859679,
        0.99996,
        1e-4,
        9.99e-5,
        2e-9,
        5e-324,
        1 - 2**-53,
    ]
    signed = [-0.0, -0.00001, -1.25, 2, 0.1, -0.39191919191919194, 1000, -1999.9, 0.05, 92.18600001]
    for kind, numbers in {
        "p": values,
        "nats": [*values, *signed],
        "count": signed,
        "size": [
            *values,
            *signed,
            22026.4657,
            148.4131591,
            999999.96,
            1e6,
            1125000,
            -3.2e9,
            99e-5,
            99e-6,
        ],
        "z": signed,
        "times": [0, 1, 10, 1000],
    }.items():
        for x in numbers:
            written = page.evaluate("([x, kind]) => window.module.format(x, kind)", [x, kind])
            assert written == number(float(x), kind), (x, kind)
    for x in [*values, *signed, 1e21, 1e-7, 1.5e300, 123456789012345680000.0]:
        assert page.evaluate("(x) => window.module.literal(x)", x) == literal(float(x)), x
    assert page.evaluate("module.literal([1, Infinity])") == "[1, np.inf]"
    assert page.evaluate("module.scientific(2.061e-9)") == "2.06×10⁻⁹"
    assert page.evaluate("module.format(-Infinity, 'z')") == "−∞"


@pytest.mark.parametrize(
    "text",
    ["0", "1", "0.5", ".5", "5.", " 2 ", "1e-3", "2E2", "inf", "INF", "Infinity", "∞", "-0.5", "",
     "nan", "1e999", "0x10", "1_000", "0,5", "abc", "1 2", "--1", "+1", "³"],
)  # fmt: skip
def test_temperatures_are_read_as_python_reads_them(page: Page, text: str) -> None:
    page.evaluate(LOAD, (KIT / "number_text.mjs").read_text(encoding="utf-8"))
    got = page.evaluate("(text) => String(window.module.readTemperature(text))", text)
    want = parse_temperature(text)
    assert (math.isnan(want) and got == "NaN") or float(
        json.loads(got) if got != "Infinity" else "inf"
    ) == want
