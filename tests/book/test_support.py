"""The tests' own helpers find what they are there to find."""

from __future__ import annotations

import math

import pytest
from support.numbers import literal, number, shortest
from support.programs import differences, run
from support.subjects import CHAPTERS, about, subject


def test_a_program_that_holds_another_state_is_found() -> None:
    program = "import numpy as np\nz = np.array([1.0, 2.0])\nT = np.inf\np = z / 2\n"
    (answer,) = run([(program, ["p[1]"], ["z", "T", "gone"])])
    assert answer.values == [1.0]
    assert differences(answer, {"z": [1, 2], "T": "inf"}) == []
    assert differences(answer, {"z": [1, 3], "T": "inf"})
    assert differences(answer, {"z": [1, 2, 3], "T": "inf"})
    assert differences(answer, {"z": [1, 2], "T": "2"})
    (nothing,) = run([("q = 1\n", [], ["z"])])
    assert differences(nothing, {"z": [1, 2]})


def test_a_program_that_fails_is_found() -> None:
    with pytest.raises(AssertionError, match="NameError"):
        run([("p = 1\n", ["q"], [])])


# From the specification of ECMAScript: Number::toString, toFixed and toExponential.
@pytest.mark.parametrize(
    ("x", "text"),
    [(0.1 + 0.2, "0.30000000000000004"), (1e21, "1e+21"), (1e20, "100000000000000000000"),
     (1e-6, "0.000001"), (1e-7, "1e-7"), (-1.5e-10, "-1.5e-10"), (5e-324, "5e-324"), (-0.0, "0")],
)  # fmt: skip
def test_shortest(x: float, text: str) -> None:
    assert shortest(x) == text


def test_numbers_as_text() -> None:
    p = [0, 1, 0.5, 1 / 32, 0.99996, 0.99994, 1e-4, 9.99e-5, 1e-300]
    want = ["0", "1", "0.5000", "0.0313", ">0.9999", "0.9999", "0.0001", "<0.0001", "<0.0001"]
    assert [number(x, "p") for x in p] == want
    assert number(-0.00001, "nats") == "0.0000"
    assert [number(x, "z") for x in (-1.5, -0.39191919, 2)] == ["−1.5", "−0.3919", "2.0"]
    assert [number(x, "size") for x in (1125000, 9.996e6, 2.06e-9)] == [
        "1.13×10⁶", "1.00×10⁷", "2.06×10⁻⁹",
    ]  # fmt: skip
    assert literal([2.0, 0.1, math.inf]) == "[2, 0.1, np.inf]"


@pytest.mark.parametrize(
    ("test", "about_what"),
    [
        ("tests/browser/test_pages.py::test_page[book/softmax.html]", "chapter softmax"),
        (
            "tests/book/test_site.py::test_x[book/temperature.html-outline]",
            "chapter temperature",
        ),
        ("tests/browser/test_jupyterlab.py::test_live[softmax.ipynb]", "chapter softmax"),
        ("tests/book/test_theorems_softmax.py::test_thm_x", "chapter softmax"),
        ("tests/browser/test_temperature.py::test_start", "widget temperature"),
        (
            "tests/browser/test_every_widget.py::test_x[exp_ratio-light]",
            "widget exp_ratio",
        ),
        ("tests/package/test_core.py::test_x[softmax]", ""),
        ("tests/browser/test_pages.py::test_page[book/index.html]", ""),
    ],
)
def test_subject(test: str, about_what: str) -> None:
    assert subject(test) == about_what


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_is_about_itself_and_its_widgets(chapter: str) -> None:
    assert f"chapter {chapter}" in about(chapter)
    assert any(what.startswith("widget ") for what in about(chapter))


def test_a_chapter_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="CHAPTER=nope is none of"):
        about("nope")
