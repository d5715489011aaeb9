"""The notebooks of the course: offered on every page, clean, and linked to the site."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from support import site_checks, source_checks
from support.notebooks import markdown
from support.places import NOTEBOOKS, SITE

FILES = sorted(NOTEBOOKS.glob("*.ipynb"))


def test_every_chapter_offers_both() -> None:
    chapters = source_checks.chapters()
    assert [f"{c.stem}.ipynb" for c in sorted(chapters)] == [file.name for file in FILES]
    for chapter in chapters:
        page = SITE / "book" / f"{chapter.stem}.html"
        colab, download = site_checks.parse(page).select(".course-take a")
        assert colab.get_text() == "Open in Colab"
        assert colab["href"].startswith("https://colab.research.google.com/github/")
        assert colab["href"].endswith(f"/blob/notebooks/{chapter.stem}.ipynb")
        assert download.get_text() == "Download notebook"
        assert (page.parent / download["href"]).samefile(NOTEBOOKS / f"{chapter.stem}.ipynb")


LEFT_OVER = {
    "a directive": r"^\s*(?:>\s*)*[:`]{3,}\{",
    "a role": r"\{[a-z][\w:.-]*\}`",
    "a macro of ours": r"\\(softmax|R|P|E|Var|LSE|KL|diag|argmax)(?![A-Za-z])",
    "a comment or target": r"^%|^\([\w-]+\)=$",
    "HTML of a page": r"<(div|span|svg|script|style)\b",
    "a relative link": r"\]\((?!https?://)[^)]*\)",
    "a formula on two lines": r"^\$\$$",
}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_notebook_is_clean(file: Path) -> None:
    notebook = nbformat.read(file, 4)
    nbformat.validate(notebook)
    text = markdown(notebook)
    prose = re.sub(r"`[^`\n]+`", "", text)
    for what, pattern in LEFT_OVER.items():
        assert not (found := re.search(pattern, prose, re.M)), f"{what}: {found[0]!r}"
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
    assert "glue" not in json.dumps([c.source for c in notebook.cells])
    assert text.count("<details>") == text.count("</details>")
    assert {c.id for c in notebook.cells} == {f"cell-{i}" for i in range(len(notebook.cells))}


@pytest.mark.parametrize("what", LEFT_OVER)
def test_what_would_be_left_over_is_found(what: str) -> None:
    plants = {
        "a directive": "> :::{note}",
        "a role": "{prf:ref}`thm-x`",
        "a macro of ours": r"$\softmax(z)$",
        "a comment or target": "(sec-x)=",
        "HTML of a page": '<div class="x">',
        "a relative link": "[x](softmax.html)",
        "a formula on two lines": "$$\nx\n$$",
    }
    assert re.search(LEFT_OVER[what], plants[what], re.M)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_links_of_a_notebook_lead_into_the_site(file: Path) -> None:
    canonical = site_checks.parse(SITE / "book" / "index.html").find("link", rel="canonical")
    base = canonical["href"].removesuffix("book/index.html")
    text = markdown(nbformat.read(file, 4))
    links = [url for url in re.findall(r"\]\((https?://[^)\s]+)\)", text) if url.startswith(base)]
    assert links
    for url in links:
        parts = urlsplit(url.removeprefix(base))
        page = SITE / parts.path
        assert page.is_file(), url
        if parts.fragment:
            assert site_checks.parse(page).find(id=parts.fragment), url
