"""Each check of the built site finds the fault that is planted for it, and passes a clean page."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from support import site_checks as checks

CLEAN = """<!doctype html><html lang="en"><head><title>Title</title>
<link rel="icon" href="a.png"></head><body><main>
<h1 id="a">One</h1><h2>Two</h2><p>Text that costs 5 dollars or $5.</p>
<img src="a.png" alt="Bars fall from left to right">
<span class="math"><span class="katex"><span class="katex-mathml"><math></math></span></span></span>
</main></body></html>"""

PICTURE = '<svg role="img" aria-label="Three bars fall from left to right"></svg><table></table>'


def widget(module: str, picture: str = PICTURE) -> str:
    """Return a widget as it stands on a page: its state and its view, with its static picture."""
    state = f'<script type="{checks.STATE}">{{"state": {{"m": {{"model_module": "{module}"}}}}}}'
    view = f'<script type="{checks.VIEW}">{{"model_id": "m"}}</script>'
    return f"{state}</script><div>{view}{picture}</div>"


FAULTS = {
    "script from a CDN": (
        checks.outside_requests,
        '<script src="https://cdn.example/x.js"></script>',
    ),
    "style from a CDN": (
        checks.outside_requests,
        '<link rel="stylesheet" href="//cdn.example/x.css">',
    ),
    "image from outside": (
        checks.outside_requests,
        '<img src="http://example/x.png" alt="a">',
    ),
    "import in a style": (
        checks.outside_requests,
        "<style>@import 'https://e.example/x.css';</style>",
    ),
    "preload from outside": (
        checks.outside_requests,
        '<link rel="preload" href="https://e.example/f">',
    ),
    "repeated id": (checks.repeated_ids, '<p id="a">again</p>'),
    "second title": (checks.outline, "<h1>Another</h1>"),
    "skipped level": (checks.outline, "<h4>Too deep</h4>"),
    "no alt": (checks.images_without_words, '<img src="x.png">'),
    "hash as alt": (checks.images_without_words, '<img src="x.png" alt="../_images/0af9c2.png">'),
    "unlabelled picture": (checks.images_without_words, '<svg role="img"></svg>'),
    "formula left as TeX": (checks.formulas_not_typeset, '<span class="math">\\(x\\)</span>'),
    "formula with an error": (
        checks.formulas_not_typeset,
        '<span class="math"><span class="katex"><span class="katex-mathml"><math></math></span>'
        '<span class="katex-error">\\frac</span></span></span>',
    ),
    "dollars left": (checks.formulas_not_typeset, "<p>where $x^2$ rises</p>"),
    "role left": (checks.markup_left_over, "<p>see {ref}`thm-x`</p>"),
    "directive left": (checks.markup_left_over, "<p>:::{note}</p>"),
    "core widget": (checks.widgets_without_a_script, widget("@jupyter-widgets/controls")),
    "widget without state": (
        checks.widgets_without_a_script,
        widget("anywidget").replace("model_id", "lost_id"),
    ),
    "widget without a picture": (checks.widgets_without_a_script, widget("anywidget", "")),
}


def page(extra: str = "") -> BeautifulSoup:
    return BeautifulSoup(CLEAN.replace("</main>", extra + "</main>"), "html.parser")


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda c: c.__name__)
def test_a_clean_page_passes(check) -> None:
    assert check(page()) == []


def test_a_widget_with_its_picture_passes() -> None:
    assert checks.widgets_without_a_script(page(widget("anywidget"))) == []


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_planted_fault_is_found(fault: str) -> None:
    check, html = FAULTS[fault]
    assert check(page(html))


def test_missing_language_title_and_icon_are_found() -> None:
    bare = BeautifulSoup("<html><head></head><body><h1>One</h1></body></html>", "html.parser")
    assert len(checks.outline(bare)) == 3


def test_dead_links_are_found(tmp_path: Path) -> None:
    here, there = tmp_path / "here.html", tmp_path / "there.html"
    there.write_text('<p id="yes"></p>')
    soup = page(
        '<a href="there.html#yes">1</a> <a href="#a">2</a> <a href="https://example.org">3</a>'
        '<a href="there.html#no">4</a> <a href="gone.html">5</a> <a href="#gone">6</a>'
    )
    here.write_text(str(soup))
    (tmp_path / "a.png").touch()
    assert len(checks.dead_links(soup, here)) == 3


def test_outside_addresses_in_css_are_found() -> None:
    css = 'a{background:url("https://e.example/a.png")} b{background:url(data:image/png;base64,x)}'
    assert checks.outside_requests_of_css(css) == ["fetches https://e.example/a.png"]
    assert checks.outside_requests_of_css("/* see url(https://e.example) */") == []
