"""Each check of a page in the browser finds the fault that is planted for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support import page_checks as checks
from support.log import Log
from support.site_server import serve

CLEAN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Clean</title></head>
<body><main><h1>Clean</h1><p>Text.</p>%s</main></body></html>"""

FORMULA = """<p style="%s"><span class="math"><span class="katex" style="font-family:KaTeX_Main">
<span class="katex-html" style="display:inline-block;height:9px">a<span style="%s">b</span></span>
</span></span></p>"""

DRAWING = (
    '<svg class="smx-picture" width="400" height="200" viewBox="0 0 400 200">'
    '<text x="9" y="90" style="font-size: 15px; fill: var(--smx-quiet, #666)">one</text>'
    '<text x="99" y="90" style="font-size: 15px">two</text></svg>'
)

FAULTS = {
    "too wide": (checks.wider_than_the_window, '<div style="width:3000px">wide</div>'),
    "text beyond the edge": (
        checks.cut_off_text,
        '<div style="overflow:clip"><p style="white-space:nowrap">' + "long " * 99 + "</p></div>",
    ),
    "text clipped by its box": (
        checks.cut_off_text,
        '<div style="overflow:hidden;width:5em"><span style="white-space:nowrap">much too long'
        "</span></div>",
    ),
    "formula not drawn": (checks.formulas_not_drawn, '<span class="math">x</span>'),
    "formula in another font": (
        checks.formulas_not_drawn,
        '<span class="math"><span class="katex"><span class="katex-html">x</span></span></span>',
    ),
    "formula that is cut": (
        checks.cut_formulas,
        '<details><summary>Proof</summary><div class="math" style="width:5em;overflow:auto">'
        '<span style="display:inline-block;width:9em">x</span></div></details>',
    ),
    "comma on the next line": (
        checks.lost_marks,
        '<p style="width:6em">aa <span class="math" style="display:inline-block;width:4.8em">'
        "x</span>, and on</p>",
    ),
    "long lines": (
        checks.lines_too_long_or_short,
        '<p style="width:120ch">' + "long lines are hard to follow " * 20 + "</p>",
    ),
    "short lines": (
        checks.lines_too_long_or_short,
        '<p style="width:30ch">' + "short lines are hard to follow " * 20 + "</p>",
    ),
    "code that scrolls": (
        checks.code_to_push_aside,
        '<div class="highlight"><pre style="width:20ch;overflow:auto">'
        + "long " * 9
        + "</pre></div>",
    ),
    "folded code that scrolls": (
        checks.code_to_push_aside,
        '<details><summary>Code</summary><div class="highlight">'
        '<pre style="width:20ch;overflow:auto">' + "long " * 9 + "</pre></div></details>",
    ),
    "drawing with large text": (
        checks.drawings_out_of_style,
        DRAWING.replace("15px", "17px"),
    ),
    "drawing with small text": (checks.drawings_out_of_style, DRAWING.replace("15px", "12px")),
    "drawing with a font of its own": (
        checks.drawings_out_of_style,
        DRAWING.replace("<text", '<text font-family="monospace"'),
    ),
    "drawing with text beyond its edge": (
        checks.drawings_out_of_style,
        DRAWING.replace('x="99"', 'x="390"'),
    ),
    "drawing with texts on each other": (
        checks.drawings_out_of_style,
        DRAWING.replace('x="99"', 'x="20"'),
    ),
    "drawing with a colour of its own": (
        checks.drawings_out_of_style,
        DRAWING.replace("var(--smx-quiet, #666)", "#666"),
    ),
    "image that is gone": (checks.broken_images, '<img src="gone.png" alt="nothing to see">'),
    "a card too tall for a phone": (
        checks.tall_cards,
        '<div class="flashcard"><p>Why?</p><details><summary>Answer</summary>'
        '<p style="height:600px">So.</p></details></div>',
    ),
    "pale text, for axe": (checks.axe_contrast, '<p style="color:#ccc;background:#fff">pale</p>'),
    "pale text": (checks.pale_text, '<p style="color:#888">pale</p>'),
    "pale large text": (checks.pale_text, '<p style="color:#aaa;font-size:24px">pale</p>'),
    "pale button": (checks.pale_text, '<button style="color:#999;background:#eee">Go</button>'),
    "pale formula": (checks.pale_text, FORMULA % ("color:#999", "")),
    "formula on a dark ground": (checks.pale_text, FORMULA % ("background:#333", "")),
    "formula on a veil": (checks.pale_text, FORMULA % ("background:rgb(0 0 0 / 60%)", "")),
    "pale part of a formula": (checks.pale_text, FORMULA % ("", "color:#aaa")),
    "faint part of a formula": (checks.pale_text, FORMULA % ("", "opacity:0.4")),
    "formula in a pale closed fold": (
        checks.pale_text,
        "<details><summary>Fold</summary>" + FORMULA % ("color:#999", "") + "</details>",
    ),
    "unnamed control": (checks.axe_violations, '<input type="range">'),
    "empty heading of a column": (
        checks.axe_violations,
        "<table><tr><th></th><th>T</th></tr><tr><td>1</td><td>2</td></tr></table>",
    ),
}


@pytest.mark.parametrize("fault", [None, *FAULTS], ids=str)
def test_a_planted_fault_is_found(chromium: Browser, tmp_path: Path, fault: str | None) -> None:
    file = tmp_path / "page.html"
    file.write_text(CLEAN % (FAULTS[fault][1] if fault else ""))
    page = chromium.new_page()
    page.goto(file.as_uri())
    if fault:
        assert FAULTS[fault][0](page)
    else:
        assert [b for check in (*checks.CHECKS, *checks.WIDE) for b in check(page)] == []
    page.close()


def test_what_is_dark_or_large_enough_passes(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    large = '<p style="color:#888;font-size:24px">large</p>'
    formula = FORMULA % ("color:#555;background:#fafafa", "color:blue")
    file.write_text(CLEAN % (formula + large + DRAWING))
    page = chromium.new_page()
    page.goto(file.as_uri())
    assert [b for check in checks.CHECKS for b in check(page)] == []
    page.close()


def test_every_check_has_a_fault() -> None:
    tried = {check for check, _ in FAULTS.values()}
    assert tried == {*checks.CHECKS, *checks.WIDE, checks.axe_contrast}


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://example.org/x.png" alt="">',
        "<script>console.error('no')</script>",
        "<script>throw new Error('no')</script>",
        '<script src="gone.js"></script>',
        "<script>fetch('https://example.org/')</script>",
    ],
)
def test_requests_and_complaints_are_recorded(chromium: Browser, tmp_path: Path, html: str) -> None:
    file = tmp_path / "page.html"
    file.write_text(CLEAN % html)
    context = chromium.new_context()
    log = Log(tmp_path.as_uri()).watch(context)
    page = context.new_page()
    page.goto(file.as_uri())
    for _ in range(500):  # a busy machine may take its time
        if log.breaches:
            break
        page.wait_for_timeout(20)
    context.close()
    assert log.breaches


def test_a_heavy_page_is_found(chromium: Browser, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(CLEAN % '<script src="big.js"></script>')
    for size, heavy in ((1000, False), (checks.HEAVIEST, True)):
        (tmp_path / "big.js").write_text("//" + "x" * size)
        page = chromium.new_page()
        sizes = checks.weigh(page)
        with serve(tmp_path) as address:
            page.goto(f"{address}page.html")
        page.close()
        assert len(sizes) >= 2
        assert bool(checks.too_heavy(sizes)) == heavy
