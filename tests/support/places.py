"""Where things are in the repository."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
TESTS = ROOT / "tests"
SITE = ROOT / "_build" / "html"
NOTEBOOKS = SITE / "_notebooks"


def site_pages() -> list[str]:
    """Every page of the built site, as its path below ``SITE``."""
    return [page.relative_to(SITE).as_posix() for page in sorted(SITE.rglob("*.html"))]
