"""The palette stands once; the site's style sheet begins with it; paper is light."""

from __future__ import annotations

import re

from _ext.rebuild import data_files
from support.places import ROOT, SITE

PALETTE = ROOT / "src" / "softmaxlab" / "palette.css"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab)\(", re.IGNORECASE)


def test_no_other_file_of_ours_names_a_colour() -> None:
    files = [*(ROOT / "book" / "_static").glob("*.css"), *(ROOT / "src").rglob("*.css")]
    files += (ROOT / "src").rglob("*.py")
    files = [f for f in files if f != PALETTE]
    copies = {
        f"{file.relative_to(ROOT)}: {colour}"
        for file in files
        for colour in COLOUR.findall(re.sub(r"url\(.*?\)|&#\w+;", "", file.read_text("utf-8")))
    }
    assert copies == set()


def test_the_sites_sheet_is_the_palette_and_then_its_own_rules() -> None:
    own = (ROOT / "book" / "_static" / "book.css").read_text(encoding="utf-8")
    sheet = SITE / "_static" / "book.css"
    assert sheet.read_text(encoding="utf-8") == f"{PALETTE.read_text('utf-8')}\n{own}"
    assert not (SITE / "_static" / "palette.css").exists()


def test_every_colour_of_the_sheet_is_one_of_the_palette() -> None:
    sheet = (SITE / "_static" / "book.css").read_text(encoding="utf-8")
    roles = set(re.findall(r"^  (--smx-\w+):", sheet, re.M))
    used = set(re.findall(r"var\((--smx-[\w-]+)", sheet))
    assert used
    assert used <= roles


def test_a_change_of_the_palette_draws_the_figures_again() -> None:
    assert PALETTE in data_files(ROOT / "src")
