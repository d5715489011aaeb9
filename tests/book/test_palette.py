"""The palette stands once; the site's style sheet begins with it; paper is light."""

from __future__ import annotations

import re

from _ext.rebuild import data_files
from support.places import ROOT, SITE

PALETTE = ROOT / "src" / "softmaxlab" / "palette.css"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab)\(", re.IGNORECASE)
ROLE = re.compile(r"--smx-([\w-]+):([^;}]*)")


def squeezed(value: str) -> str:
    return "".join(value.split())


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


def test_the_sites_sheet_begins_with_the_palette_and_holds_it_once() -> None:
    sheet = (SITE / "_static" / "book.css").read_text(encoding="utf-8")
    palette = PALETTE.read_text(encoding="utf-8")
    written = dict(ROLE.findall(palette))
    assert "p" in written
    assert {role: squeezed(value) for role, value in written.items()} == {
        role: squeezed(value) for role, value in ROLE.findall(sheet) if role in written
    }
    assert all(sheet.count(f"--smx-{role}:") == palette.count(f"--smx-{role}:") for role in written)
    assert sheet.index("--smx-p:") < sheet.index("var(--smx-p)")
    assert not (SITE / "_static" / "palette.css").exists()


def test_every_colour_of_the_pages_is_one_of_the_palette() -> None:
    own = "".join(f.read_text(encoding="utf-8") for f in (ROOT / "book/_static").glob("*.css"))
    used = set(re.findall(r"var\(--smx-([\w-]+)", own))
    assert used
    assert used <= {role for role, _ in ROLE.findall(PALETTE.read_text(encoding="utf-8"))}


def test_a_change_of_the_palette_draws_the_figures_again() -> None:
    assert PALETTE in data_files(ROOT / "src")
