"""The build stops at every mistake, and re-executes what an edit has made stale.

Each test builds a small book of its own with the course's configuration and extensions.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.small_book import CELL, build, make_book

pytestmark = pytest.mark.builds


def test_warnings_stop_the_build(tmp_path: Path) -> None:
    faults = {
        "reference": ("see {ref}`nowhere`", "nowhere"),
        "equation": ("see {eq}`eq-gone`", "eq-gone"),
        "theorem": ("see {prf:ref}`thm-gone`", "thm-gone"),
        "glue": ("a {glue:text}`never-glued` b", "never-glued"),
        "citation": ("{cite}`nobody1900`", "nobody1900"),
        "solution": (":::{solution} ex-gone\n:label: s\nx\n:::", "ex-gone"),
        "unmarked": (":::{quiz}\nWhat?\n\n- [ ] a\n\n  no\n- [ ] b\n\n  no\n:::", "exactly one"),
        "unreasoned": (":::{quiz}\nWhat?\n\n- [x] a\n- [ ] b\n:::", "followed by its reason"),
    }
    pages = {name: f"# {name.title()}\n\n{text}\n" for name, (text, _) in faults.items()}
    code, output = build(make_book(tmp_path, index="# Cover\n", **pages))
    assert code != 0
    missed = [
        name
        for name, (_, complaint) in faults.items()
        if not re.search(rf"(WARNING|ERROR): .*{complaint}", output)
    ]
    assert missed == [], output


def test_a_cell_that_raises_stops_the_build(tmp_path: Path) -> None:
    code, output = build(make_book(tmp_path, index="# Cover\n\n" + CELL % "1 / 0"))
    assert code != 0
    assert "ZeroDivisionError" in output


@pytest.mark.parametrize("tex", [r"$\frac{1}{$", "$$\n\\nosuchmacro{x}\n$$"])
def test_a_tex_mistake_stops_the_build(tmp_path: Path, tex: str) -> None:
    code, output = build(make_book(tmp_path, index=f"# Cover\n\n{tex}\n"))
    assert code != 0
    assert "KaTeX" in output or "ParseError" in output


def test_an_edit_in_src_is_executed_again_and_nothing_else_is(tmp_path: Path) -> None:
    cell = CELL % "from pathlib import Path\nPath('../src/value.py').read_text()"
    book = make_book(tmp_path, index="# Cover\n\n" + cell)
    page = book / "_build" / "html" / "book" / "index.html"

    (book / "src" / "value.py").write_text("first")
    code, output = build(book)
    assert code == 0, output
    assert "Executing notebook" in output
    assert "'first'" in page.read_text()

    code, output = build(book)
    assert code == 0, output
    assert "Executing notebook" not in output

    (book / "src" / "value.py").write_text("second")
    code, output = build(book)
    assert code == 0, output
    assert "'second'" in page.read_text()
    assert len(list((book / "_build" / ".jupyter_cache").iterdir())) == 1
