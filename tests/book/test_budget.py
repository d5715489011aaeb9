"""Each chapter keeps its budget or says why not, and the counts are right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from _ext.budget import FILE, LIMITS, breaches
from support import source_checks
from support.places import SITE
from support.small_book import CELL, build, make_book


@pytest.mark.parametrize("chapter", source_checks.chapters(), ids=lambda c: c.stem)
def test_a_chapter_keeps_its_budget(chapter: Path) -> None:
    budgets = json.loads(SITE.with_name(FILE).read_text())
    meta = source_checks.read(chapter.read_text(encoding="utf-8")).meta
    assert breaches(budgets[f"book/{chapter.stem}"], meta.get("budget", {})) == []


@pytest.mark.parametrize("what", LIMITS)
def test_what_is_exceeded_needs_a_reason(what: str) -> None:
    kept = dict(LIMITS)
    over = kept | {what: LIMITS[what] + 1}
    assert breaches(kept, {}) == []
    assert f"{what}, more than" in breaches(over, {})[0]
    assert breaches(over, {what: " "})
    assert breaches(over, {what: "it is the last chapter"}) == []
    assert breaches(kept, {what: "it was long once"})
    assert breaches(over, {"wrods": "misspelt"}), "no limit has that name"


HIDDEN = CELL % ":tags: [hide-input]\n\nfrom softmaxlab.widgets import ExpRatio"
COUNTED = f"""# Two words

Three plain words, $x+y$ makes four: no, five more.

$$
x
$$

{HIDDEN}
{CELL % "ExpRatio()"}
:::{{prf:theorem}} Name
:label: thm-name
Two words.
:::

:::{{dropdown}} Proof
Not counted, nor is

$$
y
$$

:::{{prf:lemma}}
:label: lem-name
This.
:::
:::

:::{{quiz}}
Not counted?

- [x] No.

  It is not.
- [ ] Yes.

  It is not.
:::

:::{{exercise-start}} Easy
:label: ex-easy
:::
Not counted.

{CELL % "1"}
:::{{exercise-end}}
:::

:::{{solution-start}} ex-easy
:class: dropdown
:label: sol-easy
:::
{CELL % "2"}
:::{{solution-end}}
:::

:::{{deeper}}
Not counted.
:::

About {{minutes}}`minutes`.
"""


@pytest.mark.builds
def test_what_is_in_sight_is_counted(tmp_path: Path) -> None:
    long = "# Long\n\n" + "word " * 2001 + "\n\n" + CELL % "1"
    folder = make_book(tmp_path, index="# Cover\n", counted=COUNTED, long=long)
    page = folder / "book" / "long.md"
    page.write_text(page.read_text().replace("---\n", "---\nbudget: {words: a test}\n", 1))
    code, output = build(folder)
    assert code == 0, output
    budgets = json.loads((folder / "_build" / FILE).read_text())
    assert set(budgets) == {"book/counted", "book/long"}
    counted = budgets["book/counted"]
    assert counted.pop("screens") < 1
    # Words: 2 of the title, 10 with the formula as one, 3 of the theorem, 2 about the minutes.
    assert counted == {
        "words": 17, "theorems": 1, "cells": 1, "formulas": 1, "figures": 1, "minutes": 4,
    }  # fmt: skip
    assert re.search(r"counted +17 +1 +1 +4 +0\.\d +\d+\.?\d* *\n", output)
    assert re.search(r"long +2002\* +0 +1 +11 +none +\d+\.?\d* *\n +words: a test", output)
    assert "About 4 minutes." in (folder / "_build/html/book/counted.html").read_text()
