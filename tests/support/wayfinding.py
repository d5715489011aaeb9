"""Where a page takes its reader: as functions that list what is not as promised.

``test_wayfinding.py`` plants a fault for each and expects it to be found.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from support.page_checks import SETTLED

EDGE = 64  # px from the window's top: where a link puts its target, just below the top bar
NEAR = 8

# What links may lead to: sections, theorems, exercises, equations, figures, widgets.
ANCHORS = """() => [...document.querySelectorAll("article section section[id], article div[id]")]
  .filter((node) => node.checkVisibility() && !node.closest("section[data-widget], .quiz"))
  .map((node) => node.id)"""

TOP = """(id) => {
  const box = document.getElementById(id).getBoundingClientRect();
  const below = document.documentElement.scrollHeight - innerHeight - scrollY;
  return [box.top, below, box.bottom, innerHeight];
}"""

MARKED = """() => [...document.querySelectorAll(".page-toc a")]
  .filter((link) => link.matches("[aria-current=location].active"))
  .map((link) => link.getAttribute("href"))"""

FRAME = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"""

CLOSED = """() => [...document.querySelectorAll("article details > :not(summary)")]
  .filter((node) => node.checkVisibility && !node.getBoundingClientRect().height
    && node.textContent.trim() && !node.closest(".smx-fold:first-child"))
  .map((node) => node.textContent.trim().slice(0, 40))"""

# Boxes that scroll, or hide what is wider than they are; what is inline cannot.
CUT = """() => [...document.querySelectorAll("article *")].filter((node) => {
  if (!node.checkVisibility() || node.closest(".katex, svg, .visually-hidden")) return false;
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  if (style.display.startsWith("inline") || box.width < 2) return false;
  return box.right > innerWidth + 1
    || (style.overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1);
}).map((node) => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`)"""

CHROME = """() => [...document.querySelectorAll("nav, button, dialog, .bd-sidebar,"
  + " .bd-footer-content, .bd-header-article, .headerlink, .course-take, .skip-link, a.report")]
  .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height > 0)
  .map((node) => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`)"""


def anchors(page: Page) -> list[str]:
    """Every id of the text that a link may name."""
    return page.evaluate(ANCHORS)


def land(page: Page, address: str) -> None:
    """Come from elsewhere, and wait until nothing moves any more."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
    if page.locator(".smx-slot").count():
        page.wait_for_selector("html[data-widgets=ready]", state="attached")
    page.evaluate(FRAME)


def missed(page: Page, anchor: str) -> list[str]:
    """A target that is not where a link should put it; at a page's end it may be lower."""
    top, below, *_ = page.evaluate(TOP, anchor)
    off = round(top - EDGE)
    at_end = below < 2 and off > 0
    return [f"#{anchor} is {off} px off"] if abs(off) > NEAR and not at_end else []


def out_of_sight(page: Page, anchor: str) -> list[str]:
    """A target that fits into the window and is not wholly in it, below the top bar."""
    top, _, bottom, height = page.evaluate(TOP, anchor)
    bar = page.locator(".bd-header-article").bounding_box()["height"]
    fits = bottom - top <= height - bar
    return [f"#{anchor}: {top} to {bottom}"] if fits and (top < bar or bottom > height) else []


def not_one_marked(page: Page, positions: int) -> list[str]:
    """Positions at which *On this page* marks no section, or more than one."""
    length = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    breaches = []
    for i in range(positions):
        y = round(length * i / (positions - 1))
        page.evaluate(f"scrollTo(0, {y})")
        page.evaluate(FRAME)
        marked: list[Any] = page.evaluate(MARKED)
        if len(marked) != 1:
            breaches.append(f"at {y}: {marked}")
    return breaches


def lost_on_paper(page: Page) -> list[str]:
    """What a printed page does not show, and what it shows and nobody can press."""
    return [
        *(f"stays closed: {text}" for text in page.evaluate(CLOSED)),
        *(f"is cut off: {text}" for text in page.evaluate(CUT)),
        *(f"is printed: {text}" for text in page.evaluate(CHROME)),
    ]
