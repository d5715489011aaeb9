"""Each check of a chapter's source finds the fault that is planted for it."""

from __future__ import annotations

import pytest
from support import source_checks as checks

CLEAN = """---
inputs: [2015, 0.125]
---

# Title

One sentence with $x=0.125$. A second (see 2015).

```{code-cell} ipython3
:tags: [remove-input]

Temperature(view="middle", name="middle-word")
```

:::{quiz}
:label: quiz-first
:figure: middle-word
Is it?

- [ ] No.

  It is.
- [x] Yes.

  It is.
- [ ] It jumps.

  It does not.
:::

:::{dropdown} {minutes}`minutes`. What you will learn, and what you need
You will learn

- to see
- to hear
- to feel

You need nothing.
:::

## One idea

A third: {glue:text}`n-12345` and `0.98765`.

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
:label: quiz-again
:again: quiz-first
- [x] Yes.
- [ ] No.
:::

:::{quiz}
- [ ] No.
- [x] Yes.
:::

:::{quiz}
- [ ] No.
- [ ] Not at all.
- [x] Yes.
:::

:::{flashcard}
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

## Sources

{cite}`hinton2015`
"""

FIRST_FAULTS = {
    "a long scene": ("A second", "More. A second"),
    "no scene": ("One sentence with $x=0.125$. A second (see 2015).\n", ""),
    "another figure": ('name="middle-word"', 'name="bars"'),
    "a figure further down": (":::{quiz}\n:label: quiz-f", "Look:\n\n```{code-cell}\n1\n```\n\n"
                              ":::{quiz}\n:label: quiz-f"),
    "code in sight": ("[remove-input]", "[hide-input]"),
    "two choices": ("- [ ] It jumps.\n\n  It does not.\n", ""),
    "typed minutes": ("{minutes}`minutes`", "22 minutes"),
    "too few points": ("- to see\n", ""),
    "no points": ("You will learn\n\n- ", "- "),
    "no need": ("You need nothing.", "Nothing."),
    "a section as well": ("## One idea", "## You need\n\nNothing.\n\n## One idea"),
    "not asked again": (":again: quiz-first\n", ""),
    "no first question": (":figure: middle-word\n", ""),
    "no citation": ("{cite}", "{ref}"),
}  # fmt: skip

FAULTS = {
    "a typed result": (checks.typed_numbers, "A third", "It is 0.864. A third"),
    "a typed result in a formula": (checks.typed_numbers, "x=0.125", "x=0.125+0.0864"),
    "a typed result with a comma": (checks.typed_numbers, "A second", "A second 50,257"),
    "an input that is gone": (checks.typed_numbers, "inputs: [", "inputs: [777, "),
    "a wall of code": (checks.long_cells, "p = 0.98765\n", "p = 1\n" * 21),
    "a long paragraph": (checks.long_paragraphs, "A third", "One. Two. Three. A third"),
    "a long caption": (checks.figures, "caption: Three bars", "caption: " + "word " * 13),
    "no alt text": (checks.figures, "Three bars fall from left to right, the", "Plot"),
    "no card": (checks.anatomy, ":::{flashcard}\n:::", ""),
    "key points besides the card": (checks.anatomy, "## Sources", "## Key points\n\n## Sources"),
    "too few questions": (checks.anatomy, ":::{quiz}\n- [ ] No.\n- [x] Yes.\n:::", ""),
    "one place of right ones": (checks.anatomy, "- [ ] No.\n- [ ] Not at all.\n", "- [ ] No.\n"),
    "an exercise without a solution": (checks.anatomy, "{solution} ex-b", "{solution} ex-a"),
    "no citation": (checks.anatomy, "{cite}", "{ref}"),
    "too long": (checks.anatomy, "A third", "word " * 4500 + "A third"),
}  # fmt: skip


@pytest.mark.parametrize("check", [*checks.CHECKS, checks.anatomy], ids=lambda c: c.__name__)
def test_a_clean_chapter_passes(check) -> None:
    assert check(checks.read(CLEAN)) == []


@pytest.mark.parametrize("fault", FIRST_FAULTS, ids=str)
def test_a_fault_planted_on_the_first_screen_is_found(fault: str) -> None:
    old, new = FIRST_FAULTS[fault]
    assert old in CLEAN
    assert checks.anatomy(checks.read(CLEAN.replace(old, new, 1)))


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
