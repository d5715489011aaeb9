"""The built site, read as files: every page, every check, nothing left out."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from support import site_checks as checks
from support.places import ROOT, SITE

PAGES = sorted(SITE.rglob("*.html"))


def test_the_site_is_built() -> None:
    assert (SITE / "index.html").is_file(), "Build the site first: make book"
    assert len(PAGES) >= 4


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda c: c.__name__)
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(SITE).as_posix())
def test_page(page: Path, check) -> None:
    assert check(checks.parse(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(SITE).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert checks.dead_links(checks.parse(page), page) == []


def test_style_sheets_fetch_nothing_from_outside() -> None:
    breaches = {
        sheet.name: found
        for sheet in SITE.rglob("*.css")
        if (found := checks.outside_requests_of_css(sheet.read_text(encoding="utf-8")))
    }
    assert breaches == {}


def test_style_sheets_name_files_that_exist() -> None:
    missing = [
        f"{sheet.name}: {url}"
        for sheet in SITE.rglob("*.css")
        for url in checks.css_addresses(sheet.read_text(encoding="utf-8"))
        if not (sheet.parent / url.split("?")[0].split("#")[0]).is_file()
    ]
    assert missing == []


def test_katex_is_what_it_was() -> None:
    folder = ROOT / "book" / "_static" / "katex"
    sums = dict(
        reversed(line.split(maxsplit=1))
        for line in (folder / "SHA256SUMS").read_text().splitlines()
    )
    found = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and file.name not in ("SHA256SUMS", "README.md")
    }
    assert found == sums


def test_the_root_page_forwards() -> None:
    root = checks.parse(SITE / "index.html")
    refresh = root.find("meta", attrs={"http-equiv": "refresh"})
    assert refresh["content"].endswith("url=book/index.html")
    assert root.find("a")["href"] == "book/index.html"


# ---- What others see of a page -------------------------------------------------------------------

SHARED = [page for page in PAGES if page.parent != SITE]


def canonical(page: Path) -> str:
    return str(checks.parse(page).find("link", rel="canonical")["href"])


@pytest.mark.parametrize("page", SHARED, ids=lambda p: p.relative_to(SITE).as_posix())
def test_a_link_to_a_page_shows_what_it_is(page: Path) -> None:
    soup = checks.parse(page)
    tags = {t["property"]: t["content"] for t in soup.find_all("meta", property=True)}
    description = soup.find("meta", attrs={"name": "description"})["content"]
    assert tags["og:description"] == description
    assert 40 <= len(description) <= 260
    assert not set(description) & set("\\${}_^")  # no TeX
    assert tags["og:title"] == soup.h1.find(string=True).strip()
    assert tags["og:url"] == canonical(page)
    base = canonical(page).removesuffix(page.relative_to(SITE).as_posix())
    assert base.startswith("https://")
    assert (SITE / tags["og:image"].removeprefix(base)).is_file()


@pytest.mark.parametrize("page", SHARED, ids=lambda p: p.relative_to(SITE).as_posix())
def test_a_tab_says_the_name_of_the_course_once(page: Path) -> None:
    assert checks.parse(page).title.get_text().count("Softmax, Inside Out") == 1


def test_the_map_of_the_site_lists_its_pages() -> None:
    listed = re.findall(r"<loc>([^<]+)</loc>", (SITE / "sitemap.xml").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(map(canonical, SHARED))
