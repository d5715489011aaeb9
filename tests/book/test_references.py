"""No two works are cited by the same words: of one author and year, each year has a letter."""

from __future__ import annotations

import re

from support.places import BOOK

ENTRY = re.compile(r"^@\w+\{(?P<key>[^,]+),\n(?P<fields>.*?)^\}", re.M | re.S)
FIELD = re.compile(r"^\s*(?P<name>author|year)\s*=\s*\{(?P<value>.*)\},?$", re.M)


def cited_alike(bib: str) -> list[str]:
    """Keys of works whose authors and year are those of a work before them."""
    seen: set[tuple[str, str]] = set()
    alike = []
    for entry in ENTRY.finditer(bib):
        field = {found["name"]: found["value"] for found in FIELD.finditer(entry["fields"])}
        words = (field["author"], field["year"])
        if words in seen:
            alike.append(entry["key"])
        seen.add(words)
    return alike


def test_works_of_one_author_and_year_are_told_apart() -> None:
    bib = (BOOK / "references.bib").read_text(encoding="utf-8")
    assert bib.count("\n@") + 1 == len(ENTRY.findall(bib))
    assert cited_alike(bib) == []
    assert cited_alike(bib.replace("1990b", "1990a")) == ["bridle1990training"]
