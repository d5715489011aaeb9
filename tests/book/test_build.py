"""The build stops at every mistake, and re-executes what an edit has made stale.

Each test builds a small book of its own with the course's configuration and extensions.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support.places import ROOT
from support.small_book import CELL, build, make_book

pytestmark = pytest.mark.builds

QUIZ = ":::{quiz}\n%s\nWhat?\n\n- [x] a\n\n  yes\n- [ ] b\n\n  no\n:::"


GUESS = "from softmaxlab.widgets import Guess\nGuess()"


def test_warnings_stop_the_build(tmp_path: Path) -> None:
    faults = {
        "reference": ("see {ref}`nowhere`", "nowhere"),
        "equation": ("see {eq}`eq-gone`", "eq-gone"),
        "theorem": ("see {prf:ref}`thm-gone`", "thm-gone"),
        "glue": ("a {glue:text}`never-glued` b", "never-glued"),
        "citation": ("{cite}`nobody1900`", "nobody1900"),
        "solution": (":::{solution} ex-gone\n:label: s\nx\n:::", "ex-gone"),
        "figure": ("{set}`now <nowhere: T:1>`", "no figure of the page above it"),
        "form": ("{set}`now`", "A set link is written"),
        "state": (CELL % GUESS + "\n{set}`now <guess: T:1>`", "cannot read the state 'T:1'"),
        "unmarked": (":::{quiz}\nWhat?\n\n- [ ] a\n\n  no\n- [ ] b\n\n  no\n:::", "exactly one"),
        "unreasoned": (":::{quiz}\nWhat?\n\n- [x] a\n- [ ] b\n:::", "followed by its reason"),
        "unfigured": (QUIZ % ":figure: gone", "no live figure 'gone'"),
        "unasked": (QUIZ % ":again: quiz-gone", "no first question 'quiz-gone'"),
        "trapless": (":::{flashcard}\nWhy?\n\n$$\nx\n$$\n\nSo.\n:::", "begins with 'Trap: '"),
        "formulaless": (":::{flashcard}\nWhy?\n\nTrap: not so.\n:::", "has a formula"),
        "nothing": (CELL % ":tags: [look]\n\nx = 1", "nothing to look at"),
        "twice": (
            CELL % ":tags: [look]\n\n1" + "\n" + CELL % ":tags: [look]\n\n2",
            "this is another",
        ),
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


def test_an_edit_in_src_executes_what_it_can_change_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two modules behind one package; each page uses one of them, and one page none."""
    book = make_book(
        tmp_path,
        index="# Cover\n\n" + CELL % "1 + 1",
        one="# One\n\n" + CELL % "from lab import first\nfirst",
        two="# Two\n\n" + CELL % "from lab import second\nsecond",
    )
    lab = book / "src" / "lab"
    lab.mkdir()
    (lab / "__init__.py").write_text("from lab.a import first\nfrom lab.b import second\n")
    (lab / "a.py").write_text("first = 'A1'\n")
    (lab / "b.py").write_text("second = 'B1'\n")
    monkeypatch.setenv("PYTHONPATH", str(book / "src"))

    def built() -> tuple[set[str], str]:
        """Build; return the pages that were executed and the text of all."""
        code, output = build(book)
        assert code == 0, output
        executed = set(re.findall(r"book/(\w+)\.md: Executing notebook", output))
        return executed, "".join(p.read_text() for p in (book / "_build/html/book").glob("*.html"))

    assert built()[0] == {"index", "one", "two"}
    (lab / "a.py").write_text("first = 'A2'\n")
    executed, text = built()
    assert executed == {"one"}
    assert "'A2'" in text
    assert "'A1'" not in text
    assert "'B1'" in text
    (lab / "b.py").write_text("second = 1 / 0\n")
    code, output = build(book)
    assert code != 0
    assert "ZeroDivisionError" in output
    (lab / "b.py").write_text("second = 'B2'\n")  # a build that failed has left nothing behind
    (lab / "numbers.csv").write_text("1, 2\n")  # data may be read by any page
    executed, text = built()
    assert executed == {"index", "one", "two"}
    assert "'B2'" in text
    assert len(list((book / "_build" / ".jupyter_cache").iterdir())) == 1


def test_an_edit_of_a_widgets_front_end_draws_again_and_executes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = CELL % "from softmaxlab.widgets import Guess\nGuess()"
    book = make_book(tmp_path, index="# Cover\n\n" + cell, plain="# Plain\n\nNo widget here.")
    shutil.copytree(ROOT / "src", book / "src", dirs_exist_ok=True)
    monkeypatch.setenv("PYTHONPATH", str(book / "src"))
    page = book / "_build" / "html" / "book" / "index.html"
    source = book / "src" / "softmaxlab" / "widgets" / "guess" / "guess.mjs"
    script = book / "_build" / "html" / "_static" / "widgets" / "guess.js"

    code, output = build(book)
    assert code == 0, output
    assert "Executing notebook" in output
    assert "Guess softmax" in page.read_text()
    source.write_text(source.read_text().replace("Guess softmax", "Drawn again"))
    code, output = build(book)
    assert code == 0, output
    assert "Executing notebook" not in output
    assert "0 added, 1 changed, 0 removed" in output
    assert "Drawn again" in page.read_text()
    assert "Drawn again" in script.read_text()
