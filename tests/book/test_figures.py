"""Figures stand in the pages themselves: with words, with ids of their own, without a file."""

from __future__ import annotations

import re

import pytest
from _ext.figures import inline
from support import site_checks, source_checks
from support.places import SITE

from softmaxlab import plots

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="smx-picture"><defs><path id="m"/>'
    '<clipPath id="c"/></defs><use href="#m" clip-path="url(#c)" style="fill: #123456"/></svg>'
)


def test_a_drawing_becomes_an_element_of_a_page() -> None:
    assert inline(SVG, 'Bars "fall" & rise', "picture-2-") == (
        '<svg class="smx-picture" role="img" aria-label="Bars &quot;fall&quot; &amp; rise"><defs>'
        '<path id="picture-2-m" /><clipPath id="picture-2-c" /></defs><use href="#picture-2-m"'
        ' clip-path="url(#picture-2-c)" style="fill: #123456" /></svg>'
    )


def test_two_drawings_of_one_kind_share_no_id() -> None:
    drawn = plots.probability_bars([0.5, 0.5])._repr_svg_()
    ids = [re.findall(r' id="([^"]+)"', inline(drawn, "Two bars", f"p{i}-")) for i in (1, 2)]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])


@pytest.mark.parametrize("chapter", source_checks.chapters(), ids=lambda file: file.stem)
def test_every_figure_of_a_chapter_is_in_its_page(chapter) -> None:
    alts = re.findall(r"^(?:    |:)alt: (.+)$", chapter.read_text("utf-8"), re.M)  # cells, cards
    page = site_checks.parse(SITE / "book" / f"{chapter.stem}.html")
    pictures = page.select("main figure svg.smx-picture[role=img]")
    assert [picture["aria-label"] for picture in pictures] == [alt.strip("'\"") for alt in alts]
    assert not page.select('main img[src*="_images/"]')
    assert all(picture["width"] and picture["height"] for picture in pictures)
