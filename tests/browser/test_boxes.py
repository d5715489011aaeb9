"""Boxes and cards: no text touches the line at its side, no corner is missing, one wide edge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from support import page_checks as checks
from support.places import SITE, site_pages

# Every fold is opened. A line at the left is a border of 2 pixels or more.
TOUCHING = """() => {
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  return [...document.querySelectorAll("article *")].filter((box) => {
    const style = getComputedStyle(box);
    return box.checkVisibility() && parseFloat(style.borderLeftWidth) >= 2
      && style.borderLeftStyle !== "none" && !style.borderLeftColor.endsWith(", 0)")
      && box.querySelector("p, div, li") && parseFloat(style.paddingLeft) < 8;
  }).map((box) => box.className);
}"""

# A card whose corners are round, and a part of it that paints over them.
CORNERS = """() => [...document.querySelectorAll(".sd-card")].filter((card) => {
  const round = parseFloat(getComputedStyle(card).borderTopLeftRadius);
  return round && [...card.children].some((part) =>
    getComputedStyle(part).backgroundColor !== "rgba(0, 0, 0, 0)"
    && parseFloat(getComputedStyle(part).borderTopLeftRadius) < round - 1);
}).length"""

EDGES = """() => [...new Set([...document.querySelectorAll(
  "article section > .cell > .cell_input, article section > .quiz, section.smx")]
  .filter((box) => !box.closest("details, .admonition"))
  .map((box) => Math.round(box.getBoundingClientRect().width)))]"""


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 850}, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [name for name in site_pages() if name.startswith("book/")])
def test_lines_corners_and_edges(reader: Page, name: str) -> None:
    reader.goto((SITE / name).as_uri())
    checks.wait_until_settled(reader)
    assert reader.evaluate(EDGES) in ([], [680])
    assert reader.evaluate(CORNERS) == 0
    assert reader.evaluate(TOUCHING) == []
