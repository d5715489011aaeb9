"""A page is dark where the reader has chosen so, on a screen and by JavaScript; paper is light."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from support.places import SITE

COLOURS = """() => [document.body, document.querySelector(".quiz, .cell_input")].map(
  (element) => getComputedStyle(element).backgroundColor)"""
LIGHT, DARK = ["rgb(255, 255, 255)", "rgb(244, 246, 248)"], ["rgb(20, 24, 29)", "rgb(28, 34, 41)"]


@pytest.mark.parametrize(
    ("scheme", "media", "script", "colours"),
    [
        ("light", "screen", True, LIGHT),
        ("dark", "screen", True, DARK),
        ("dark", "print", True, LIGHT),
        ("dark", "screen", False, LIGHT),
    ],
)
def test_paper_and_a_surface_on_it(
    chromium: Browser, scheme: str, media: str, script: bool, colours: list[str]
) -> None:
    context = chromium.new_context(color_scheme=scheme, java_script_enabled=script, offline=True)
    page = context.new_page()
    page.emulate_media(media=media)
    page.goto((SITE / "book" / "softmax.html").as_uri())
    controls = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert controls == ("dark" if colours == DARK else "light")
    assert page.evaluate(COLOURS) == colours
    context.close()
