"""Each check of a chapter's source finds the fault that is planted for it."""

from __future__ import annotations

import pytest
from support import source_checks as checks

CLEAN = """---
inputs: [2015, 0.125]
---

# Title

One sentence with $x=0.125$. A second (see 2015). A third: {glue:text}`n-12345` and `0.98765`.

## You will learn

- to see
- to hear
- to feel

## You need

Nothing.

:::{quiz}
What?
:::

```{code-cell} ipython3
---
mystnb:
  image:
    alt: Three bars fall from left to right, the first is the tallest
  figure:
    caption: Three bars
---
p = 0.98765
```

## Check yourself

:::{quiz}
:::

:::{quiz}
:::

:::{quiz}
:::

## Exercises

:::{exercise}
:label: ex-a
:::

:::{solution} ex-a
:::

:::{exercise}
:label: ex-b
:::

:::{solution} ex-b
:::

:::{exercise-start}
:label: ex-c
:::

:::{solution-start} ex-c
:::

## Key points

- one
- two
- three

## Sources

{cite}`hinton2015`
"""

FAULTS = {
    "a typed result": (checks.typed_numbers, "A third", "It is 0.864. A third"),
    "a typed result in a formula": (checks.typed_numbers, "x=0.125", "x=0.125+0.0864"),
    "a typed result with a comma": (checks.typed_numbers, "A second", "A second 50,257"),
    "an input that is gone": (checks.typed_numbers, "inputs: [", "inputs: [777, "),
    "a wall of code": (checks.long_cells, "p = 0.98765\n", "p = 1\n" * 21),
    "a long paragraph": (checks.long_paragraphs, "A third", "Three. Four. A third"),
    "a long caption": (checks.figures, "caption: Three bars", "caption: " + "word " * 13),
    "no alt text": (checks.figures, "Three bars fall from left to right, the", "Plot"),
    "no key points": (checks.anatomy, "## Key points", "## Points"),
    "too few questions": (checks.anatomy, "yourself\n\n:::{quiz}\n:::", "yourself\n"),
    "an exercise without a solution": (checks.anatomy, "{solution} ex-b", "{solution} ex-a"),
    "no citation": (checks.anatomy, "{cite}", "{ref}"),
    "no opening question": (checks.anatomy, ":::{quiz}\nWhat?\n:::", "What?"),
    "too long": (checks.anatomy, "A third", "word " * 4500 + "A third"),
}  # fmt: skip


@pytest.mark.parametrize("check", [*checks.CHECKS, checks.anatomy], ids=lambda c: c.__name__)
def test_a_clean_chapter_passes(check) -> None:
    assert check(checks.read(CLEAN)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_planted_fault_is_found(fault: str) -> None:
    check, old, new = FAULTS[fault]
    assert old in CLEAN
    assert check(checks.read(CLEAN.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("number", "digits"),
    [("0", 0), ("7", 1), ("1000", 1), ("25", 2), ("0.10", 2), ("0.100", 3), ("1,797", 4),
     ("50{,}257", 5), ("1e-45", 1), ("2.30", 3), ("0.05", 1)],
)  # fmt: skip
def test_significant_digits(number: str, digits: int) -> None:
    assert checks.significant_digits(number) == digits
