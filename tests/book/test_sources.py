"""The chapters' sources keep the rules of the house."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import source_checks as checks


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda c: c.__name__)
@pytest.mark.parametrize("page", checks.pages(), ids=lambda p: p.stem)
def test_page(page: Path, check) -> None:
    assert check(checks.read(page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("page", checks.chapters(), ids=lambda p: p.stem)
def test_anatomy(page: Path) -> None:
    assert checks.anatomy(checks.read(page.read_text(encoding="utf-8"))) == []


def test_every_page_is_in_the_table_of_contents() -> None:
    written = {p for p in checks.BOOK.rglob("*.md") if "_static" not in p.parts}
    assert written == set(checks.pages())
