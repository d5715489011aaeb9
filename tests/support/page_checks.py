"""What every page promises in a real browser, as functions that list the breaches they find.

``test_page_checks.py`` plants a fault for each and expects it to be found.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # what is fine need not be reported node by node
    "preload": False,  # axe would ask for the style sheets again, which a file may not
}

# Elements whose text a reader cannot see: beyond the page's edge, or clipped by a box that hides
# what is too long for it. Boxes that scroll are fine, and so is what is hidden on purpose.
CUT_OFF = """() => {
  const width = document.documentElement.clientWidth, found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, e = text.parentElement;
    if (!text.textContent.replace(/[\\s\\u200b]/g, "")) continue;
    if (e.closest("script, style, noscript, .katex-mathml, .sr-only, .visually-hidden")) continue;
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || box.right <= 0 || box.bottom + scrollY <= 0) continue;
    let fine = false, cut = false;
    for (let a = e; a && a !== document.body && !fine && !cut; a = a.parentElement) {
      const style = getComputedStyle(a), edge = a.getBoundingClientRect();
      if (/auto|scroll/.test(style.overflowX)) fine = true;
      else if (/hidden|clip/.test(style.overflowX) && box.right > edge.right + 1) cut = true;
      else if (style.position === "fixed") fine = edge.right <= 0;
    }
    if (cut || (!fine && box.right > width + 1))
      found.push(`${e.tagName.toLowerCase()}: ${text.textContent.trim().slice(0, 60)}`);
  }
  return found;
}"""

FORMULAS = """() => [...document.querySelectorAll(".math")].filter((m) => {
  const drawn = m.querySelector(".katex-html");
  if (!m.checkVisibility()) return false;
  return !drawn || m.querySelector(".katex-error") || drawn.getBoundingClientRect().height < 5
    || !getComputedStyle(m.querySelector(".katex")).fontFamily.includes("KaTeX_Main");
}).map((m) => m.textContent.slice(0, 60))"""

# Formulas that are short, and followed by a mark that stands on the next line.
LOST_MARKS = """() => [...document.querySelectorAll("main span.math")].filter((m) => {
  let next = m.nextSibling, box = m.getBoundingClientRect();
  if (!next && m.parentElement.matches(".tied")) next = m.parentElement.nextSibling;
  if (next?.nodeType !== Node.TEXT_NODE || !/^[,.;:?!)\\]”’]/.test(next.textContent)) return false;
  if (!m.checkVisibility() || box.width > 150) return false;
  const mark = document.createRange();
  mark.setStart(next, 0);
  mark.setEnd(next, 1);
  return mark.getBoundingClientRect().left < box.left;
}).map((m) => m.textContent.slice(0, 60))"""

IMAGES = """() => [...document.querySelectorAll("main img")].filter((i) =>
  i.checkVisibility() && (!i.complete || i.naturalWidth === 0)).map((i) => i.src)"""

ALL_READY = """() =>
  document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]').length ===
  document.querySelectorAll("section[data-widget][data-ready]").length"""

SETTLED = """Promise.all([document.fonts.ready, ...[...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => 0);
})]).then(() => true)"""


def wait_until_settled(page: Page) -> None:
    """Wait for fonts, images and widgets."""
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
    page.wait_for_function(ALL_READY, timeout=60_000)


def wider_than_the_window(page: Page) -> list[str]:
    """The page never scrolls sideways."""
    inner, outer = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"is {inner} px wide in a window of {outer} px"] if inner > outer else []


def cut_off_text(page: Page) -> list[str]:
    """No text ends behind an edge."""
    return [f"cuts off {text}" for text in page.evaluate(CUT_OFF)]


def formulas_not_drawn(page: Page) -> list[str]:
    """Every formula is drawn, in KaTeX's own font."""
    return [f"does not draw {text!r}" for text in page.evaluate(FORMULAS)]


def lost_marks(page: Page) -> list[str]:
    """No comma, full stop or bracket begins a line because the formula before it ended one."""
    return [f"breaks the line after {text!r}" for text in page.evaluate(LOST_MARKS)]


def broken_images(page: Page) -> list[str]:
    """Every image arrived."""
    return [f"does not show {source}" for source in page.evaluate(IMAGES)]


def axe_violations(page: Page) -> list[str]:
    """No violation of the WCAG 2 A and AA rules that axe-core can tell."""
    report = Axe().run(page, options=RULES)
    return [
        f"{rule['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:300]})"
        for rule in report.response["violations"]
        for node in rule["nodes"]
    ]


CHECKS = (
    wider_than_the_window,
    cut_off_text,
    formulas_not_drawn,
    lost_marks,
    broken_images,
    axe_violations,
)
