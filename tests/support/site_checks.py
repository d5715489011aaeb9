"""What every built page promises, as functions that list the breaches they find.

Each takes the page's parsed HTML (and its path, where files matter) and returns sentences, one for
each breach. ``test_site_checks.py`` plants a fault for each function and expects it to be found.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"

# Attributes through which a page makes the browser fetch something.
FETCHES = {
    "script": ["src"],
    "img": ["src", "srcset"],
    "iframe": ["src"],
    "source": ["src", "srcset"],
    "video": ["src", "poster"],
    "audio": ["src"],
    "embed": ["src"],
    "object": ["data"],
    "input": ["src"],
}
LINK_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)|@import\s+['"]([^'"]+)['"]""")


@cache
def parse(page: Path) -> BeautifulSoup:
    """Parsed HTML of a page; each page is read once."""
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def attribute(tag: Tag, name: str) -> str:
    """Value of an attribute as one string, "" if it is missing."""
    value = tag.get(name, "")
    return " ".join(value) if isinstance(value, list) else str(value or "")


def fetched(soup: BeautifulSoup) -> list[str]:
    """Addresses that opening the page fetches, as they are written."""
    found = []
    for name, attributes in FETCHES.items():
        for tag in soup.find_all(name):
            found += [attribute(tag, a) for a in attributes if attribute(tag, a)]
    for link in soup.find_all("link"):
        if LINK_RELATIONS & set(attribute(link, "rel").split()):
            found.append(attribute(link, "href"))
    for style in soup.find_all("style"):
        found += css_addresses(style.get_text())
    return found


def css_addresses(css: str) -> list[str]:
    """Addresses in a style sheet, without those that carry their data with them."""
    pairs = CSS_URL.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.S))
    return [u for u in (a or b for a, b in pairs) if not u.startswith(("data:", "#", "%23"))]


def outside_requests(soup: BeautifulSoup) -> list[str]:
    """Everything the page fetches lies in the site's own folder."""
    return [
        f"fetches {url}"
        for url in fetched(soup)
        if urlsplit(url).scheme not in ("", "data") or url.startswith("//")
    ]


def outside_requests_of_css(css: str) -> list[str]:
    """Everything a style sheet fetches lies in the site's own folder."""
    return [f"fetches {u}" for u in css_addresses(css) if urlsplit(u).scheme or u.startswith("//")]


def dead_links(soup: BeautifulSoup, page: Path) -> list[str]:
    """Every link and every fetched file inside the site exists, its fragment included."""
    breaches = []
    hrefs = [attribute(a, "href") for a in soup.find_all("a") if a.has_attr("href")]
    for url in hrefs + fetched(soup):
        parts = urlsplit(url)
        if parts.scheme or url.startswith("//"):
            continue
        target = (page.parent / unquote(parts.path)) if parts.path else page
        if not target.is_file():
            breaches.append(f"links to {url!r}, which does not exist")
        elif parts.fragment and target.suffix == ".html":
            tree = soup if target == page else parse(target)
            if not tree.find(id=unquote(parts.fragment)):
                breaches.append(f"links to {url!r}, where nothing has that id")
    return breaches


def repeated_ids(soup: BeautifulSoup) -> list[str]:
    """An id stands on a page once."""
    ids = [attribute(tag, "id") for tag in soup.find_all(id=True)]
    return [f"has the id {i!r} {ids.count(i)} times" for i in sorted(set(ids)) if ids.count(i) > 1]


def outline(soup: BeautifulSoup) -> list[str]:
    """A page has a language, a title, an icon, one first-level heading, and skips no level."""
    breaches = []
    if not soup.html or not attribute(soup.html, "lang"):
        breaches.append("has no language")
    if not soup.title or not soup.title.get_text(strip=True):
        breaches.append("has no title")
    if soup.head and not soup.find("link", rel="icon"):
        breaches.append("has no icon, so a browser asks the server's root for one")
    main = soup.find("main") or soup
    levels = [int(h.name[1]) for h in main.select("h1, h2, h3, h4, h5, h6")
              if not h.find_parent(class_="onlyprint")]  # fmt: skip
    if levels.count(1) != 1:
        breaches.append(f"has {levels.count(1)} headings of the first level")
    for above, below in pairwise(levels):
        if below > above + 1:
            breaches.append(f"jumps from heading level {above} to {below}")
    return breaches


def images_without_words(soup: BeautifulSoup) -> list[str]:
    """Every picture says what it shows: a sentence, not a file name, a hash or nothing."""
    breaches = []
    for image in soup.select("main img"):
        alt = attribute(image, "alt").strip()
        if len(alt.split()) < 5 or re.fullmatch(r"\S*|[\w./-]+\.(png|svg|jpe?g)", alt):
            breaches.append(f"has an image whose alt text is {alt!r}")
    labels = [attribute(picture, "aria-label") for picture in soup.select('[role="img"]')]
    return breaches + [f"has a picture labelled {x!r}" for x in labels if len(x.split()) < 5]


def formulas_not_typeset(soup: BeautifulSoup) -> list[str]:
    """Every formula was rendered when the book was built; no TeX is left in the text."""
    breaches = [
        f"has a formula that is not typeset: {m.get_text()[:60]!r}"
        for m in soup.select(".math")
        if not m.select_one(".katex .katex-mathml math") or m.select_one(".katex-error")
    ]
    left = r"\\\(.{0,40}|\\\[.{0,40}|\$[^$\s][^$\n]{0,60}\$|\\begin\{\w+\}"
    return breaches + [f"shows TeX: {x!r}" for x in re.findall(left, visible_text(soup))]


def markup_left_over(soup: BeautifulSoup) -> list[str]:
    """No directive, role or unresolved reference shows up as text."""
    left = r"\{[a-z:]+\}`[^`]*`?|:::\{?\w*|\[\?\?\]|<[A-Za-z.]+ object at"
    return [f"shows markup: {x!r}" for x in re.findall(left, visible_text(soup))]


def visible_text(soup: BeautifulSoup) -> str:
    """Text of the page's main part without code, formulas and scripts."""
    copy = BeautifulSoup(str(soup.find("main") or soup), "html.parser")
    for tag in copy.select("script, style, pre, code, .katex, .highlight, textarea"):
        tag.decompose()
    return copy.get_text(" ")


def widgets_without_a_script(soup: BeautifulSoup) -> list[str]:
    """Every widget on the page works without a kernel and has a static picture."""
    states: dict[str, dict[str, object]] = {}
    for script in soup.find_all("script", type=STATE):
        states |= json.loads(script.string or "{}").get("state", {})
    breaches = []
    for view in soup.find_all("script", type=VIEW):
        model = json.loads(view.string or "{}").get("model_id", "")
        if states.get(model, {}).get("model_module") != "anywidget":
            breaches.append(f"shows the widget {model!r}, which needs a kernel")
        box = view.parent
        if box is None or not box.select_one("svg") or not box.select_one("table"):
            breaches.append(f"shows the widget {model!r} without a picture and a table of its own")
    return breaches


CHECKS = (
    outside_requests,
    repeated_ids,
    outline,
    images_without_words,
    formulas_not_typeset,
    markup_left_over,
    widgets_without_a_script,
)
