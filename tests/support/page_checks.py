"""What every page promises in a real browser, as functions that list the breaches they find.

``test_page_checks.py`` plants a fault for each and expects it to be found.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],  # what is fine need not be reported node by node
    "preload": False,  # axe would ask for the style sheets again, which a file may not
}

# Two thirds of a page's elements are KaTeX's own spans. While axe looks, a formula is a box of its
# size with its text; `pale_text` looks at the colours of its parts.
FOLD_FORMULAS = """() => {
  const formulas = [...document.querySelectorAll(".katex")];
  const boxes = formulas.map((node) => node.getBoundingClientRect());
  window.folded = formulas.map((node, i) => {
    const box = document.createElement("span"), parts = [...node.childNodes];
    box.textContent = node.querySelector(".katex-html")?.textContent || node.textContent;
    box.style = `display:inline-block;overflow:clip;white-space:nowrap;`
      + `width:${boxes[i].width}px;height:${boxes[i].height}px`;
    node.replaceChildren(box);
    return [node, parts];
  });
}"""
UNFOLD_FORMULAS = "() => window.folded.forEach(([node, parts]) => node.replaceChildren(...parts))"

# Elements whose text a reader cannot see: beyond the page's edge, or clipped by a box that hides
# what is too long for it. Boxes that scroll are fine, and so is what is hidden on purpose.
CUT_OFF = """() => {
  const width = document.documentElement.clientWidth, found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, e = text.parentElement;
    if (!text.textContent.replace(/[\\s\\u200b]/g, "")) continue;
    if (e.closest("script, style, noscript, .katex-mathml, .sr-only, .visually-hidden")) continue;
    if (e.closest(".accent-body")) continue; // it has no width: the letter below it is looked at
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

# Texts and parts of formulas too near in colour to what is behind them: WCAG asks for a contrast of
# 4.5, and of 3 if they are large. Folds that are closed are looked into. Drawings are not, nor,
# as in axe, a mark that stands alone outside of a formula, such as ¶ or the + between two keys.
PALE = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const remember = (compute, known = new Map()) => (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key);
  };
  const rgba = remember((colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  });
  const over = ([r, g, b, a], below) => [r, g, b].map((v, i) => a * v + (1 - a) * below[i]);
  const behind = remember((node) =>
    (node ? over(rgba(getComputedStyle(node).backgroundColor), behind(node.parentElement))
      : rgba("canvas")));
  const opacity = remember((node) =>
    (node ? getComputedStyle(node).opacity * opacity(node.parentElement) : 1));
  const light = (colour) => colour.map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = ([r, g, b, a], below) => {
    const [dark, bright] = [below, over([r, g, b, a], below)].map(light).sort((p, q) => p - q);
    return (bright + 0.05) / (dark + 0.05);
  };
  const aside = "script, style, noscript, svg, select, :disabled, [inert], "
    + ".katex-mathml, .sr-only, .visually-hidden";
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const done = new Set();
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!/[^\\s\u200b]/.test(texts.currentNode.data) || done.has(node)) continue;
    if (/^[^\\p{L}\\p{N}]$/u.test(texts.currentNode.data.trim()) && !node.closest(".katex"))
      continue;
    done.add(node);
    if (node.closest(aside)) continue;
    const style = getComputedStyle(node), size = parseFloat(style.fontSize);
    const shown = node.checkVisibility() || node.closest("details:not([open])");
    if (!shown || style.visibility === "hidden" || opacity(node) === 0) continue;
    const [r, g, b, a] = rgba(style.color);
    const value = contrast([r, g, b, a * opacity(node)], behind(node));
    const wanted = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    if (value < wanted)
      found.push(`${node.textContent.trim().slice(0, 40)} (${value.toFixed(2)}, not ${wanted})`);
  }
  return found;
}"""

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

# Cards whose question and answer together are higher than that.
TALL_CARDS = """(most) => [...document.querySelectorAll(".flashcard")].map((card) => {
  const folds = [...card.querySelectorAll("details:not([open])")];
  folds.forEach((fold) => { fold.open = true; });
  const high = card.getBoundingClientRect().height;
  folds.forEach((fold) => { fold.open = false; });
  return high;
}).filter((high) => high > most)"""

# How many characters the full lines of each paragraph have, a paragraph's last line being none.
# Formulas are not counted in characters, and what is not the page's own column is left out.
CHARACTERS = """() => {
  const range = document.createRange(), found = [];
  for (const p of document.querySelectorAll("main p")) {
    if (!p.checkVisibility() || p.querySelector(".math")) continue;
    if (p.closest(".smx, .sd-card, .quiz, table, figcaption, nav, a")) continue;
    const lines = new Map(), texts = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
      for (let i = 0; i < texts.currentNode.length; i++) {
        range.setStart(texts.currentNode, i);
        range.setEnd(texts.currentNode, i + 1);
        const bottom = Math.round(range.getClientRects()[0]?.bottom);
        if (bottom) lines.set(bottom, (lines.get(bottom) ?? 0) + 1);
      }
    found.push(...[...lines.values()].slice(0, -1));
  }
  return found;
}"""

# Displayed formulas that are wider than their place, folded ones too.
CUT_FORMULAS = """() => {
  const folds = [...document.querySelectorAll("details:not([open])")];
  folds.forEach((fold) => { fold.open = true; });
  const found = [...document.querySelectorAll("main div.math")]
    .filter((node) => node.scrollWidth > node.clientWidth + 1)
    .map((node) => `${node.textContent.trim().slice(0, 50)} (${node.scrollWidth} px)`);
  folds.forEach((fold) => { fold.open = false; });
  return found;
}"""

# Code that a reader has to push aside to read it.
PUSHED = """() => [...document.querySelectorAll("main div.highlight pre")]
  .map((pre) => [pre, pre.closest("details:not([open])")])
  .map(([pre, fold]) => {
    if (fold) fold.open = true;
    const excess = pre.scrollWidth - pre.clientWidth;
    if (fold) fold.open = false;
    return [excess, pre.textContent.split("\\n").sort((a, b) => b.length - a.length)[0]];
  }).filter(([excess]) => excess > 0).map(([excess, line]) => `${line} (${excess} px)`)"""

# Drawings of ours: their texts' sizes and fonts beside those of the page, texts that leave them or
# lie on each other, and colours that do not come from the palette.
DRAWINGS = """() => [...document.querySelectorAll("svg.smx-picture")].flatMap((svg) => {
  const body = getComputedStyle(svg.parentElement), all = svg.getBoundingClientRect();
  const scale = all.width / svg.viewBox.baseVal.width, found = [];
  const texts = [...svg.querySelectorAll("text")].map((text) => {
    const style = getComputedStyle(text), size = scale * parseFloat(style.fontSize);
    const box = text.getBoundingClientRect(), name = text.textContent;
    if (size > parseFloat(body.fontSize) + 0.01 || size < 13)
      found.push(`writes ${name} with ${size.toFixed(1)} px`);
    if (style.fontFamily !== body.fontFamily) found.push(`writes ${name} in another font`);
    if (box.left < all.left - 1 || box.right > all.right + 1 || box.top < all.top - 1
      || box.bottom > all.bottom + 1) found.push(`cuts off ${name}`);
    // A line's box is higher than its letters, and a little narrower is wide enough.
    const [x, y] = [0.05 * box.width, 0.2 * box.height];
    return { name, left: box.left + x, right: box.right - x, top: box.top + y,
      bottom: box.bottom - y };
  });
  texts.forEach((a, i) => texts.slice(0, i).forEach((b) => {
    if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      found.push(`writes ${a.name} over ${b.name}`);
  }));
  for (const part of svg.querySelectorAll("[style]"))
    for (const name of ["fill", "stroke"])
      if (part.style[name] && !/^(none|var\\(--smx-)/.test(part.style[name]))
        found.push(`has the colour ${part.style[name]}`);
  return found;
})"""

IMAGES = """() => [...document.querySelectorAll("main img")].filter((i) =>
  i.checkVisibility() && (!i.complete || i.naturalWidth === 0)).map((i) => i.src)"""

ALL_READY = """() =>
  document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]').length ===
  document.querySelectorAll("section[data-widget][data-ready]").length"""

# No colour is on its way to another.
STILL = """() => document.getAnimations().every((animation) =>
  !(animation instanceof CSSTransition) || animation.playState !== "running")"""

SETTLED = """Promise.all([document.fonts.ready, ...[...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => 0);
})]).then(() => true)"""


def wait_until_settled(page: Page) -> None:
    """Wait for fonts, images and widgets."""
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
    page.wait_for_function(ALL_READY, timeout=60_000)
    page.wait_for_function(STILL)


def change_theme(page: Page, theme: str) -> None:
    """Let the reader's system turn light or dark, and wait until the page has followed."""
    page.emulate_media(color_scheme=theme)
    page.wait_for_function(f"document.documentElement.dataset.theme === '{theme}'")
    page.wait_for_function(STILL)


def resize(page: Page, width: int, height: int) -> None:
    """Make the window another size and wait until everything has found its place in it."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")


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


def cut_formulas(page: Page) -> list[str]:
    """Return formulas of which only a part is to be seen."""
    return [f"a formula is cut: {what}" for what in page.evaluate(CUT_FORMULAS)]


def lost_marks(page: Page) -> list[str]:
    """No comma, full stop or bracket begins a line because the formula before it ended one."""
    return [f"breaks the line after {text!r}" for text in page.evaluate(LOST_MARKS)]


def lines_too_long_or_short(page: Page) -> list[str]:
    """A full line of a wide page's text has 60 to 75 characters, on the average."""
    counts = page.evaluate(CHARACTERS)
    mean = sum(counts) / len(counts) if counts else 68
    return [] if 60 <= mean <= 75 else [f"has lines of {mean:.0f} characters"]


def code_to_push_aside(page: Page) -> list[str]:
    """On a wide page every line of code is in sight."""
    return [f"has to scroll: {line}" for line in page.evaluate(PUSHED)]


def drawings_out_of_style(page: Page) -> list[str]:
    """A drawing's text is a page's text: its font, no larger, and in nobody's way."""
    return [f"has a drawing that {breach}" for breach in page.evaluate(DRAWINGS)]


def broken_images(page: Page) -> list[str]:
    """Every image arrived."""
    return [f"does not show {source}" for source in page.evaluate(IMAGES)]


def pale_text(page: Page) -> list[str]:
    """Every text and every part of a formula stands out from what is behind it."""
    page.wait_for_function(STILL)  # colours may be on their way
    return [f"is too pale: {text}" for text in page.evaluate(PALE)]


HEAVIEST = 1_500_000  # bytes that a page may ask of a server, all told


def weigh(page: Page) -> dict[str, int]:
    """Note the size of whatever the page loads from now on, as it lies on the server."""
    sizes: dict[str, int] = {}

    def note(response: Response) -> None:
        if response.url.startswith("http"):
            sizes[response.url] = int(response.headers.get("content-length", 0))

    page.on("response", note)
    return sizes


def too_heavy(sizes: dict[str, int]) -> list[str]:
    """A page stays light: HTML, scripts, styles, fonts and pictures together."""
    total = sum(sizes.values())
    return [f"weighs {total} bytes, more than {HEAVIEST}"] if total > HEAVIEST else []


def tall_cards(page: Page) -> list[str]:
    """A card, opened, fits a phone's screen with room to spare, and a slide."""
    return [f"has a card of {high:.0f} px" for high in page.evaluate(TALL_CARDS, 640)]


def axe_violations(page: Page) -> list[str]:
    """No violation of WCAG 2 A, AA or good practice that axe-core can tell, contrast apart.

    Of its time, that one takes four fifths; `pale_text` sees more of it, in a hundredth.
    """
    return axe(page, RULES | {"rules": {"color-contrast": {"enabled": False}}})


def axe_contrast(page: Page) -> list[str]:
    """Nor of its own rule about contrast."""
    return axe(page, RULES | {"runOnly": {"type": "rule", "values": ["color-contrast"]}})


def axe(page: Page, options: dict[str, Any]) -> list[str]:
    """Violations that axe-core reports."""
    page.evaluate(FOLD_FORMULAS)
    report = Axe().run(page, options=options)
    page.evaluate(UNFOLD_FORMULAS)
    return [
        f"{rule['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:300]})"
        for rule in report.response["violations"]
        for node in rule["nodes"]
    ]


LAYOUT = (
    wider_than_the_window,
    cut_off_text,
    formulas_not_drawn,
    cut_formulas,
    lost_marks,
    broken_images,
    drawings_out_of_style,
    tall_cards,
)
WIDE = (lines_too_long_or_short, code_to_push_aside)
CHECKS = (*LAYOUT, pale_text, axe_violations)
