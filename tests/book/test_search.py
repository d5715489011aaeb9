"""What a reader can search: every section of every page, and nothing that a search should skip."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from _ext.search import plain
from support import site_checks
from support.places import BOOK, SITE
from support.small_book import build, make_book

MINISEARCH = BOOK / "_static" / "vendor" / "minisearch"


def entries(site: Path) -> list[dict[str, str]]:
    text = (site / "_static" / "sections.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("globalThis.courseSections = ").removesuffix(";\n"))


SECTIONS = entries(SITE)


def unknown_places(sections: list[dict[str, str]], site: Path) -> list[str]:
    """Addresses that lead nowhere."""
    found = []
    for section in sections:
        parts = urlsplit(section["address"])
        page = site / parts.path
        if not page.is_file() or (
            parts.fragment and not site_checks.parse(page).find(id=parts.fragment)
        ):
            found.append(section["address"])
    return found


def test_every_address_leads_to_its_section() -> None:
    assert unknown_places(SECTIONS, SITE) == []
    assert unknown_places([{"address": "book/softmax.html#no-such-place"}], SITE)
    assert unknown_places([{"address": "book/gone.html"}], SITE)


def test_every_section_of_every_page_can_be_found() -> None:
    indexed = {section["address"] for section in SECTIONS}
    for page in (SITE / "book").rglob("*.html"):
        address = page.relative_to(SITE).as_posix()
        inner = site_checks.parse(page).select("article section section")
        anchors = {f"{address}#{s['id']}" for s in inner if s.find(["h2", "h3"], recursive=False)}
        assert {address, *anchors} == {a for a in indexed if a.split("#")[0] == address}


def test_texts_are_words_without_code() -> None:
    assert len(SECTIONS) > 40
    for noise in ("import numpy", "def ", "array([", "{code-cell}", "softmaxlab.plots"):
        assert [s["address"] for s in SECTIONS if noise in s["text"]] == []
    theorem = next(s for s in SECTIONS if s["address"] == "book/softmax.html#two-classes")
    assert "logistic sigmoid" in theorem["text"]  # the statement of a theorem
    assert "\\" not in "".join(s["text"] for s in SECTIONS)


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\softmax(z)_i", "softmax(z)_i"),
        (r"\frac{a}{b}\le 1", "a/b≤ 1"),
        (r"z\in\R^K", "z∈ℝ^K"),
        (r"e^{z_i}\,\to\,\infty", "e^z_i→∞"),
    ],
)
def test_a_formula_as_a_line(tex: str, words: str) -> None:
    assert plain(tex) == words


def test_minisearch_is_what_it_was() -> None:
    lines = (MINISEARCH / "SHA256SUMS").read_text().splitlines()
    sums = dict(reversed(line.split(maxsplit=1)) for line in lines)
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in MINISEARCH.iterdir()
        if file.name not in ("SHA256SUMS", "README.md")
    }
    assert found == sums


def test_no_page_loads_the_search_before_it_is_asked_for() -> None:
    for page in SITE.rglob("*.html"):
        fetched = " ".join(site_checks.fetched(site_checks.parse(page)))
        assert "minisearch" not in fetched
        assert "sections.js" not in fetched


@pytest.mark.builds
def test_a_second_build_knows_all_pages_and_all_chapters(tmp_path: Path) -> None:
    """Sphinx writes only what has changed; the search and the count are about all."""
    solution = (
        ":::{exercise}\n:label: ex-a\nTry.\n:::\n\n"
        ":::{solution} ex-a\n:class: dropdown\nSecret answer.\n:::\n"
    )
    folder = make_book(
        tmp_path,
        cover="# Course\n\nWelcome here.\n",
        first=f"# First\n\nApples.\n\n## Inside\n\nPears, $x_1$.\n\n{solution}",
        second="# Second\n\nPlums.\n",
    )
    site = folder / "_build" / "html"
    code, log = build(folder)
    assert code == 0, log
    assert not (site / "searchindex.js").exists()
    before = {s["address"]: s["text"] for s in entries(site)}
    assert list(before) == [
        "book/cover.html", "book/first.html", "book/first.html#inside", "book/second.html",
    ]  # fmt: skip
    assert before["book/first.html#inside"].startswith("Pears, x_1.")
    assert "Secret" not in before["book/first.html#inside"]
    assert "Chapter 2 of 2" in (site / "book" / "second.html").read_text(encoding="utf-8")

    text = (folder / "book" / "first.md").read_text(encoding="utf-8")
    (folder / "book" / "first.md").write_text(text.replace("Apples", "Cherries"), encoding="utf-8")
    (folder / "book" / "third.md").write_text("# Third\n\nQuinces.\n", encoding="utf-8")
    toc = folder / "_toc.yml"
    toc.write_text(toc.read_text(encoding="utf-8") + "      - file: book/third\n", encoding="utf-8")
    code, log = build(folder)
    assert code == 0, log
    after = {s["address"]: s["text"] for s in entries(site)}
    assert after == before | {"book/first.html": "Cherries.", "book/third.html": "Quinces."}
    assert "Chapter 2 of 3" in (site / "book" / "second.html").read_text(encoding="utf-8")
