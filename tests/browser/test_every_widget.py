"""What every widget keeps: honest programs, links, speed, and room for everyone.

What one of them does on its own is in ``test_<name>.py``, and so are its random states; see
``support/widgets.py``.
"""

from __future__ import annotations

import re
import statistics
from random import Random
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from support.numbers import number, same
from support.page_checks import pale_text
from support.programs import differences, run
from support.widget_page import LIVE, WidgetPage
from support.widgets import WIDGETS, Entry, link, links, magnitudes
from traitlets import TraitError

each = pytest.mark.parametrize("name", WIDGETS)
VIEWS = [(name, view) for name, entry in WIDGETS.items() for view in entry.cls.views]
each_view = pytest.mark.parametrize(("name", "view"), VIEWS)
CROWDED = [(name, state) for name, entry in WIDGETS.items() for state in entry.crowded]
CROWDED_VIEWS = [(*of, state) for of in VIEWS for state in WIDGETS[of[0]].crowded]

# What every widget of a page says.
READ = """(sections) => sections.map((section) => ({
  program: section.querySelector(".smx-code").textContent,
  note: section.querySelector(".smx-note").checkVisibility()
    && section.querySelector(".smx-note").textContent,
  outputs: [...section.querySelectorAll("output[data-value]")].map((node) => ({
    key: node.dataset.k, kind: node.dataset.kind, py: node.dataset.py,
    text: node.textContent, value: Number(node.dataset.value),
  })),
}))"""


def read(widget: WidgetPage) -> list[dict[str, Any]]:
    """Program, note and read-outs of every widget on the page."""
    widget.next_frame()
    return widget.page.locator(LIVE).evaluate_all(READ)


def linked(widget_page, name: str, values: list[str], view: str = "workbench") -> WidgetPage:
    """A page with a widget of that name, in its first state, for each link in its address."""
    widgets = [WIDGETS[name].cls(view=view) for _ in values]
    return widget_page(*widgets, query=links(name, values))


# ---- Show Python is honest -----------------------------------------------------------------------


def check_texts(reading: dict[str, Any]) -> None:
    """Read-outs are written as they should be, and named by what the program can compute."""
    assert reading["program"].isascii()
    assert reading["outputs"]
    for out in reading["outputs"]:
        indexed = re.fullmatch(r"[A-Za-z]\w*(\[-?\d+\])*", out["py"])
        assert indexed or out["py"] in reading["program"], out  # a name, or words of the program
        assert out["text"] == number(out["value"], out["kind"]), out


def check_literals(program: str, state: dict[str, Any], entry: Entry) -> None:
    """A program holds no number but those of the state and its own few constants."""
    code = re.sub(r"#.*|\"[^\"]*\"", "", program)
    written = {float(x) for x in re.findall(r"(?<![\w.])\d+\.?\d*(?:e-?\d+)?", code)}
    assert written <= magnitudes(state) | entry.constants, program


@each_view
def test_show_python_computes_every_number_on_the_page(
    widget_page, measured, name: str, view: str
) -> None:
    entry, rng = WIDGETS[name], Random(7)
    given = [entry.state(**entry.random_state(rng)) for _ in range(50)]
    by_link = [link(state) for state in given[:25]]  # the others as a notebook was left
    widgets = [*(entry.cls(view=view) for _ in by_link),
               *(entry.cls(view=view, **state) for state in given[25:])]  # fmt: skip
    readings = read(widget_page(*widgets, query=links(name, by_link)))
    for state, reading in zip(given, readings, strict=True):
        assert not reading["note"], state
        check_literals(reading["program"], state, entry)
    named = [entry.program_state(entry.cls(**state)) for state in given]

    widget = widget_page(entry.cls(view=view))
    widget.unfold("Presets")
    presets = widget.root.locator(".smx-presets button").all()
    assert presets
    for preset in presets:
        widget.press(preset, "Enter")
        readings += read(widget)
    for reading in readings:
        check_texts(reading)
    answers = run(
        [(r["program"], [out["py"] for out in r["outputs"]], list(named[0])) for r in readings]
    )
    for reading, answer in zip(readings, answers, strict=True):
        for out, value in zip(reading["outputs"], answer.values, strict=True):
            assert same(out["value"], value), (reading["program"], out, value)
    for answer, state in zip(answers, named, strict=False):  # of presets, the state is not known
        assert differences(answer, state) == []
    count = sum(len(answer.values) for answer in answers)
    measured(f"{name}, {view}: {count} numbers in {len(readings)} states agree with Show Python")


# ---- Links ---------------------------------------------------------------------------------------

CATCH = """Object.defineProperty(navigator, "clipboard", {
  value: { writeText: async (text) => { window.copied = text; } },
});"""


@each
def test_a_link_brings_the_state_back(widget_page, open_page, name: str) -> None:
    entry, rng = WIDGETS[name], Random(11)
    given = [entry.state(**entry.random_state(rng)) for _ in range(3)]
    page = linked(widget_page, name, [*map(link, given), link(entry.state())])
    readings = read(page)
    assert not any(reading["note"] for reading in readings)
    assert readings[-1] not in readings[:-1], "a link changes nothing"
    page.page.evaluate(CATCH)
    for i, (widget, reading) in enumerate(zip(page.all(), readings, strict=True)):
        widget.button("Copy link").click()
        widget.page.wait_for_function("window.copied")
        address = widget.page.evaluate("window.copied")
        widget.page.evaluate("window.copied = undefined")
        again = open_page(address)
        again.wait_for_selector("html[data-widgets=ready]", state="attached")
        assert again.url == address  # the address is read, never written
        assert read(WidgetPage(again))[i] == reading


def may_be_empty(cls: type, key: str) -> bool:
    """Whether a trait is a list that may have no entries."""
    try:
        cls(**{key: []})
    except TraitError:
        return False
    return True


@each
def test_a_bad_link_shows_the_defaults_and_says_so(widget_page, name: str) -> None:
    entry, rng = WIDGETS[name], Random(13)
    state = entry.state(**entry.random_state(rng))
    good = link(state)
    bad = ["", "?", "nothing:1", "constructor:1", "__proto__:1", f"{good},", f"{good},nothing:1"]
    for key, value in state.items():
        one = link({key: value})
        bad += [key, f"{key}:?", f"{key}:nonsense", f"{key}:NaN", f"{key}:constructor"]
        bad += [f"{one}:1", f"{one},{one}", good.replace(one, f"{key}:?")]
        if not may_be_empty(entry.cls, key):
            bad.append(f"{key}:")
    *readings, first = read(linked(widget_page, name, [*bad, link(entry.state())]))
    assert not first["note"]
    for value, reading in zip(bad, readings, strict=True):
        assert reading["note"] == "This link could not be read: here are the defaults.", value
        assert reading["outputs"] == first["outputs"], value
        assert reading["program"] == first["program"], value


# ---- Speed ---------------------------------------------------------------------------------------

COLLECT = """window.spent = [];
new PerformanceObserver((list) => window.spent.push(...list.getEntries().map((e) => e.duration)))
  .observe({ type: "measure" });"""


@pytest.mark.parametrize(("name", "state"), CROWDED)
def test_handler_and_drawing_are_quick(widget_page, measured, name: str, state: Any) -> None:
    widget = widget_page(WIDGETS[name].cls(**state))
    page = widget.page
    page.evaluate(COLLECT)
    widget.root.locator("input[type=range]").first.focus()
    for i in range(48):
        page.keyboard.press("ArrowRight" if i // 8 % 2 == 0 else "ArrowLeft")
        widget.next_frame()
    spent = page.evaluate("window.spent")
    assert len(spent) >= 40
    p95 = statistics.quantiles(spent, n=20)[-1]
    measured(
        f"{name}: handler + draw, median {statistics.median(spent):.1f} ms, "
        f"p95 {p95:.1f} ms over {len(spent)} key presses (aim: 8 ms)"
    )
    assert p95 < 50  # the aim is 8; this only catches what is plainly wrong on a busy machine


# ---- For everyone --------------------------------------------------------------------------------


def unfolded(widget_page, name: str, view: str, theme: str, width: int) -> WidgetPage:
    widget = widget_page(WIDGETS[name].cls(view=view), theme=theme, width=width, height=844)
    for fold in ("Presets", "Numbers", "Show Python"):
        widget.unfold(fold)
    return widget


@pytest.mark.parametrize(("theme", "width"), [
    ("light", 1280),
    pytest.param("light", 390, marks=pytest.mark.nightly),
    pytest.param("dark", 1280, marks=pytest.mark.nightly),
    pytest.param("dark", 390, marks=pytest.mark.nightly),
])  # fmt: skip
@each_view
def test_accessible(widget_page, name: str, view: str, theme: str, width: int) -> None:
    widget = unfolded(widget_page, name, view, theme, width)
    assert Axe().run(widget.page).response["violations"] == []


@each_view
def test_text_stands_out_in_the_dark(widget_page, name: str, view: str) -> None:
    assert pale_text(unfolded(widget_page, name, view, "dark", 390).page) == []


AT_REST = """() => new Promise((done) => {
  const start = scrollY;
  setTimeout(() => done(scrollY === start), 250);
})"""
CHANGED = "(old) => document.querySelector('[data-ready] .smx-code').textContent !== old"


@each
def test_a_finger_on_a_slider_goes_across_and_the_page_up_and_down(widget_page, name: str) -> None:
    widget = widget_page(WIDGETS[name].cls(), width=390, height=844, has_touch=True, is_mobile=True)
    page = widget.page
    page.evaluate("document.body.style.paddingBottom = '2000px'")
    slider = widget.root.locator("input[type=range]").first
    slider.evaluate("(node) => node.scrollIntoView({ block: 'center' })")
    before, program = slider.input_value(), widget.program()
    box, start = slider.bounding_box(), page.evaluate("scrollY")
    widget.swipe((box["x"] + box["width"] * 0.9, box["y"] + 22), 0, -90)
    page.wait_for_function(f"scrollY > {start + 30}")
    page.wait_for_function(AT_REST)
    assert (slider.input_value(), widget.program()) == (before, program)
    there, box = page.evaluate("scrollY"), slider.bounding_box()
    widget.swipe((box["x"] + box["width"] / 2, box["y"] + 22), box["width"] * 0.3, 0)
    page.wait_for_function(CHANGED, arg=program)
    assert abs(page.evaluate("scrollY") - there) < 40  # what is left of the swing


FOCUS = """() => {
  const node = document.activeElement, style = getComputedStyle(node);
  return {
    inside: Boolean(node.closest("section[data-widget]")),
    name: node.ariaLabel || node.labels?.[0]?.textContent || node.textContent,
    outline: `${style.outlineWidth} ${style.outlineStyle}`,
  };
}"""


@each_view
def test_everything_is_reached_by_tab_and_seen(widget_page, name: str, view: str) -> None:
    widget = widget_page(WIDGETS[name].cls(view=view))
    page, root = widget.page, widget.root
    if view != "workbench":
        widget.unfold("More")
    everything = root.locator("button, summary, select, input:not([type=radio])").all()
    controls = sum(node.is_visible() for node in everything)
    groups = sum(fieldset.is_visible() for fieldset in root.locator("fieldset").all())
    root.locator("summary, button").first.focus()
    seen = [page.evaluate(FOCUS)]
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if not focus["inside"]:
            break
        seen.append(focus)
    assert len(seen) == controls + groups, seen
    assert all(focus["name"].strip() for focus in seen)
    assert {focus["outline"] for focus in seen[1:]} == {"3px solid"}


TEXT_SIZES = """(texts) => texts.filter((text) => text.checkVisibility())
  .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""


@pytest.mark.parametrize(("name", "view", "state"), CROWDED_VIEWS)
def test_fits_a_phone(widget_page, name: str, view: str, state: dict[str, Any]) -> None:
    widget = widget_page(WIDGETS[name].cls(view=view, **state), width=390, height=844)
    root = widget.root
    assert root.bounding_box()["height"] <= 640
    boxes = [svg.bounding_box() for svg in root.locator("svg").all()]
    tops = {round(box["y"]): box["height"] for box in boxes if box}  # side by side counts once
    assert sum(tops.values()) <= 320
    assert widget.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = root.locator("svg text:not([display])").evaluate_all(TEXT_SIZES)
    assert min(sizes) >= 13
    targets = (
        "button, summary, select, input[type=range], input[type=text], label:has(input[type=radio])"
    )
    for box in [node.bounding_box() for node in root.locator(targets).all() if node.is_visible()]:
        assert box["height"] >= 44, box
    inside = root.bounding_box()
    for text in root.locator("svg text:not([display])").all():
        if text.is_visible():
            box = text.bounding_box()
            assert inside["x"] <= box["x"], text.text_content()
            assert box["x"] + box["width"] <= inside["x"] + inside["width"], text.text_content()


@each_view
def test_no_wider_than_it_reads_well(widget_page, name: str, view: str) -> None:
    assert widget_page(WIDGETS[name].cls(view=view)).root.bounding_box()["width"] <= 680


@each_view
def test_nothing_moves_unasked(widget_page, name: str, view: str) -> None:
    widget = widget_page(WIDGETS[name].cls(view=view), reduced_motion="reduce")
    widget.unfold("Presets")
    for preset in widget.root.locator(".smx-presets button").all()[:3]:
        preset.click()
        assert widget.page.evaluate("document.getAnimations().length") == 0


@each_view
def test_numbers_are_quiet_and_one_sentence_speaks(widget_page, name: str, view: str) -> None:
    widget = widget_page(WIDGETS[name].cls(view=view))
    root, status = widget.root, widget.status()
    assert status.text_content() == ""
    control = root.locator("input[type=range], .smx-controls button").first
    button = control.evaluate("(node) => node.localName") == "button"
    control.press("Enter" if button else "ArrowRight")
    widget.page.wait_for_function("document.querySelector('[role=status]').textContent")
    assert re.search(r"\d.*\.$", status.text_content())
    live = root.locator("output").evaluate_all("(o) => o.map((n) => n.ariaLive)")
    assert set(live) == {"off"}
