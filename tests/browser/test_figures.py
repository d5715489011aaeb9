"""Figures in Chromium: in a page they are part of it, alone they keep their colours."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from _ext.figures import inline
from package.test_plots import EXAMPLES
from playwright.sync_api import Browser, Page
from support import page_checks as checks
from support.places import SITE

from softmaxlab import plots

PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8">
<style>%s</style></head><body><main class="bd-article">%s</main></body></html>"""
FILLS = """() => [...new Set([...document.querySelectorAll("svg.smx-picture *")]
  .map((part) => getComputedStyle(part).fill))].filter((colour) => /rgb/.test(colour))"""


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


@pytest.mark.parametrize("width", [1280, 390])
def test_every_kind_of_figure_keeps_to_the_style(open_page, tmp_path: Path, width: int) -> None:
    drawn = [inline(make()._repr_svg_(), name, name) for name, make in EXAMPLES.items()]
    sheet = (SITE / "_static" / "book.css").read_text("utf-8")
    file = tmp_path / "figures.html"
    body = "body { font-family: Arial, sans-serif; margin: 16px }"
    file.write_text(PAGE % (sheet + body, "".join(drawn)), encoding="utf-8")
    page = open_page(file.as_uri(), width=width)
    assert page.locator("svg.smx-picture").count() == len(EXAMPLES)
    assert checks.drawings_out_of_style(page) == []
    assert checks.wider_than_the_window(page) == []


@pytest.fixture
def chapter(chromium: Browser):
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto((SITE / "book" / "temperature.html").as_uri())
    yield page
    context.close()


def test_figures_turn_dark_with_the_page_and_light_on_paper(chapter: Page) -> None:
    def roles(shade: str) -> set[str]:
        return {rgb(getattr(plots.PALETTE[role], shade)) for role in ("p", "quiet")}

    for theme in ("light", "dark"):
        checks.change_theme(chapter, theme)
        assert roles(theme) <= set(chapter.evaluate(FILLS))
    chapter.emulate_media(color_scheme="dark", media="print")
    seen = set(chapter.evaluate(FILLS))
    assert roles("light") <= seen
    assert not roles("dark") & seen


def test_a_figure_asks_for_no_file_and_moves_nothing(chapter: Page) -> None:
    asked: list[str] = []
    chapter.on("request", lambda request: asked.append(request.url))
    chapter.reload(wait_until="commit")
    chapter.wait_for_selector("footer", state="attached")
    pictures = chapter.locator("svg.smx-picture")
    before = pictures.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    checks.wait_until_settled(chapter)
    after = pictures.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert before == after
    assert len(after) >= 2
    assert not [url for url in asked if "_images" in url]


def test_alone_a_figure_has_the_colours_it_was_drawn_with(open_page, tmp_path: Path) -> None:
    """As in a notebook, which shows it as an image: no page sets the palette's variables."""
    svg = plots.probability_bars([0.9, 0.1])._repr_svg_()
    source = base64.b64encode(svg.encode()).decode()
    file = tmp_path / "notebook.html"
    file.write_text(f'<img src="data:image/svg+xml;base64,{source}" alt="Two bars">')
    page = open_page(file.as_uri())
    colours = page.evaluate("""async () => {
      const image = document.querySelector("img");
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0);
      const data = context.getImageData(0, 0, canvas.width, canvas.height).data, found = {};
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] === 255) {
          const colour = `rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`;
          found[colour] = (found[colour] ?? 0) + 1;
        }
      return [image.width, Object.entries(found).sort((a, b) => b[1] - a[1])[0][0]];
    }""")
    assert colours == [round(96 * plots.WIDTH), rgb(plots.PROBABILITY)]
