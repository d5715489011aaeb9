"""Every theorem of the book has a test of its own name, in ``test_theorems_<page>.py``."""

import re
from pathlib import Path

import pytest
from support.places import BOOK
from support.theorems import holds

TESTS = Path(__file__).parent
STATEMENT = re.compile(
    r"^(?P<fence>:{3,}|`{3,})\{prf:(?:theorem|lemma|proposition|corollary)\}[^\n]*\n"
    r"(?P<options>(?::\w+:[^\n]*\n)*)",
    re.MULTILINE,
)
LABEL = re.compile(r"^:label:[ ]*(\S+)[ ]*$", re.MULTILINE)
TEST = re.compile(r"^def (test_thm_\w+)", re.MULTILINE)


def labels(text: str) -> list[str]:
    """Names of the statements in a page's source; one without a name is an error."""
    found = []
    for statement in STATEMENT.finditer(text):
        label = LABEL.search(statement["options"])
        assert label, f"a statement without a label: {statement[0]!r}"
        found.append(label[1])
    return found


def test_statements_and_tests_have_the_same_names() -> None:
    pages = sorted(BOOK.rglob("*.md"))
    assert pages, f"no pages below {BOOK}"
    stated = [label for page in pages for label in labels(page.read_text(encoding="utf-8"))]
    sources = [file.read_text(encoding="utf-8") for file in TESTS.glob("test_theorems_*.py")]
    tested = [name for source in sources for name in TEST.findall(source)]
    assert len(stated) == len(set(stated)), "a label is used twice"
    assert len(tested) == len(set(tested)), "a test is defined twice"
    assert {"test_" + label.replace("-", "_") for label in stated} == set(tested)


def test_statements_are_found() -> None:
    text = (
        ":::{prf:theorem} One\n:label: thm-one\n:::\n\n"
        "::::{prf:lemma}\n:class: x\n:label: thm-two-b\n::::\n"
        "```{prf:corollary} Three\n:label: thm-three\n```\n"
        ":::{prf:remark}\n:label: not-this\n:::\nSee {prf:ref}`thm-one`.\n"
    )
    assert labels(text) == ["thm-one", "thm-two-b", "thm-three"]
    with pytest.raises(AssertionError, match="without a label"):
        labels(":::{prf:proposition} Nameless\nText.\n:::\n")


def test_holds_rejects_a_check_that_accepts_everything() -> None:
    with pytest.raises(pytest.fail.Exception):
        holds(lambda statement: None, 1, 2)
