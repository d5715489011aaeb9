"""A widget on a page, read and worked as a reader does it: by keys, mouse and finger."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page

LIVE = "section[data-widget][data-ready]"
TEMPERATURE = "Temperature T"
FRAME = "() => new Promise((done) => requestAnimationFrame(() => done(null)))"
OUTPUTS = """(nodes) => nodes.map((node) => ({ key: node.dataset.k, kind: node.dataset.kind,
  py: node.dataset.py, text: node.textContent, value: Number(node.dataset.value) }))"""

Point = tuple[float, float]


class WidgetPage:
    """One widget of a page; ``nth`` counts the live ones from 0."""

    def __init__(self, page: Page, nth: int = 0) -> None:
        self.page = page
        self.root = page.locator(LIVE).nth(nth)

    def all(self) -> list[WidgetPage]:
        """Every live widget of the page."""
        return [WidgetPage(self.page, i) for i in range(self.page.locator(LIVE).count())]

    def go(self, url: str) -> None:
        """Open another address and wait until the widget is live."""
        self.page.goto(url)
        self.root.wait_for()
        self.settle()

    def next_frame(self) -> None:
        """Wait for one animation frame, in which whatever was asked for is drawn."""
        self.page.evaluate(FRAME)

    def settle(self) -> None:
        """Wait until a new widget has measured its drawings and drawn them in their size."""
        for _ in range(3):  # one frame to be laid out and measured, one to draw, one to be sure
            self.next_frame()

    # ---- What it says

    def output(self, key: str) -> Locator:
        """The place of one number."""
        return self.root.locator(f'output[data-k="{key}"]')

    def numbers(self, *keys: str) -> str:
        """Texts of some read-outs, separated by spaces."""
        self.next_frame()
        return " ".join(self.output(key).text_content() or "" for key in keys)

    def value(self, key: str) -> float:
        """A number in full precision."""
        self.next_frame()
        return float(self.output(key).get_attribute("data-value") or "nan")

    def outputs(self) -> list[dict[str, Any]]:
        """Every read-out that holds a number: key, kind, name in the program, text and value."""
        self.next_frame()
        return self.root.locator("output[data-value]").evaluate_all(OUTPUTS)

    def program(self) -> str:
        """The text of Show Python."""
        return self.root.locator(".smx-code").text_content() or ""

    def status(self) -> Locator:
        """The sentence that a screen reader hears."""
        return self.root.locator("[role=status]")

    def note(self) -> Locator:
        """The sentence about something that went wrong."""
        return self.root.locator(".smx-note")

    # ---- Its controls

    def slider(self, label: str = TEMPERATURE) -> Locator:
        """A control by its label."""
        return self.root.locator("input").and_(self.root.get_by_label(label))

    def button(self, name: str) -> Locator:
        """A button by its whole name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, control: Locator | str, *keys: str) -> Locator:
        """Focus a control (or the one with that label), press keys and see it drawn; return it."""
        control = self.slider(control) if isinstance(control, str) else control
        control.focus()
        for key in keys:
            control.press(key)
        self.next_frame()
        return control

    def unfold(self, name: str) -> None:
        """Open "Presets", "Numbers" or "Show Python"; in a view, "More" before it."""
        more = self.root.locator("details details").count() and name != "More"
        for words in ("More", name) if more else (name,):
            summary = self.root.locator("summary").filter(
                has_text=re.compile(f"^{re.escape(words)}$")
            )
            if summary.locator("..").get_attribute("open") is None:
                summary.click()

    def preset(self, name: str) -> None:
        """Choose a preset by its whole name."""
        self.unfold("Presets")
        self.button(name).click()

    def temperature_box(self) -> Locator:
        """The box that takes any temperature."""
        return self.slider("Temperature as a number")

    def type_temperature(self, text: str) -> None:
        """Write a temperature into its box."""
        self.temperature_box().fill(text)
        self.temperature_box().press("Enter")

    def paste(self) -> str:
        """What the clipboard holds, as a one-line box takes it: without line breaks."""
        self.temperature_box().fill("")
        self.temperature_box().press("Control+v")
        return self.temperature_box().input_value()

    # ---- Mouse and finger

    @contextmanager
    def held(self, start: Locator | Point) -> Iterator[Callable[..., None]]:
        """Hold the button down; give a function that moves by so many pixels from the start."""
        x, y = middle(start) if isinstance(start, Locator) else start
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        yield lambda dx, dy, steps=6: self.page.mouse.move(x + dx, y + dy, steps=steps)
        self.page.mouse.up()

    def drag(self, start: Locator | Point, dx: float, dy: float, steps: int = 6) -> None:
        """Take something with the mouse, move it and let it go."""
        with self.held(start) as move:
            move(dx, dy, steps)

    def swipe(self, start: Locator | Point, dx: float, dy: float, steps: int = 8) -> None:
        """Put a finger on something, move it and lift it."""
        x, y = middle(start) if isinstance(start, Locator) else start
        points = [{"x": x + dx * i / steps, "y": y + dy * i / steps} for i in range(steps + 1)]
        touch = self.page.context.new_cdp_session(self.page)
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
        for point in points[1:]:
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        touch.detach()


def middle(node: Locator) -> Point:
    """Where the middle of something is on the screen."""
    box = node.bounding_box()
    assert box, f"{node} is not to be seen"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Whether two boxes share a place."""
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def overlaps(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The texts of those boxes that share a place, pair by pair."""
    return [(a["text"], b["text"]) for a, b in combinations(boxes, 2) if overlap(a, b)]
