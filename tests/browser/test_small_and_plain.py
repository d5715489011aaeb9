"""Where there is hardly room, and where a reader's system knows a few colours only."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from support import page_checks as checks
from support.places import SITE
from support.widgets import WIDGETS

# Controls and read-outs, by their words, that leave the frame around them.
OUTSIDE = """(root) => {
  const range = document.createRange(), edge = root.getBoundingClientRect().right;
  const parts = [...root.querySelectorAll(".smx-head *, .smx-controls *, .smx-numbers *")];
  return parts.filter((part) => {
    if (!part.checkVisibility() || part.closest(".visually-hidden")) return false;
    range.selectNode(part);
    const boxes = [part.getBoundingClientRect(), range.getBoundingClientRect()];
    return boxes.some((box) => box.width && box.right > edge - 2);
  }).map((part) => part.textContent || part.type);
}"""


@pytest.mark.parametrize("name", WIDGETS)
def test_no_read_out_leaves_its_card_at_320_pixels(widget_page, name: str) -> None:
    states = [{}, *WIDGETS[name].crowded]
    first = widget_page(*(WIDGETS[name].cls(**state) for state in states), width=320)
    for widget in first.all():
        assert widget.root.evaluate(OUTSIDE) == []


def test_forced_colours_keep_button_legend_and_words(chromium: Browser) -> None:
    context = chromium.new_context(offline=True, forced_colors="active")
    page = context.new_page()
    page.goto((SITE / "book" / "index.html").as_uri())
    checks.wait_until_settled(page)
    button = page.locator("section.smx .smx-main").first
    assert button.evaluate("(node) => parseFloat(getComputedStyle(node).borderTopWidth)") >= 1
    key = "(node) => getComputedStyle(node, '::before').backgroundColor"
    ground = page.locator("section.smx").first.evaluate(
        "(node) => getComputedStyle(node).backgroundColor"
    )
    assert page.locator(".smx-key.smx-now").first.evaluate(key) not in (ground, "rgba(0, 0, 0, 0)")
    drawn = "([a, b]) => [getComputedStyle(a).fill, getComputedStyle(b).fill]"
    bar, word = (page.locator(f"section.smx svg {part}").first for part in (".smx-knob", "text"))
    colours = page.evaluate(drawn, [bar.element_handle(), word.element_handle()])
    assert ground not in colours
    assert "rgb(0, 114, 178)" not in colours  # the palette's own
    page.goto((SITE / "book" / "temperature.html").as_uri())
    words = "(node) => [getComputedStyle(node).fill, getComputedStyle(document.body).color]"
    fill, text = page.locator("svg.smx-picture text").first.evaluate(words)
    assert fill == text
    context.close()
