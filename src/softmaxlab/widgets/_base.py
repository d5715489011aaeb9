"""What all widgets share: traits that explain themselves, numbers as text, and the static picture.

A page without a kernel, and a reader without JavaScript, still get a widget's picture, its numbers
and its program: `Widget.fallback_html` makes them in Python, and the MIME bundle carries them when
the environment says ``SOFTMAXLAB_STATIC_HTML=1``.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from numbers import Real
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import traitlets

HERE = Path(__file__).parent
STATIC = HERE / "static"

VIEW = "application/vnd.jupyter.widget-view+json"
MINUS = "\N{MINUS SIGN}"

Cell = str | tuple[float, str]


# ---- Numbers as text: the twin of js/format.mjs -------------------------------------------------


def number(x: float, kind: str) -> str:
    """Return a number as the page writes it.

    Parameters
    ----------
    x : float
        A finite number.
    kind : {"p", "nats", "count", "size", "z"}
        A probability (0 and 1 only when exact), nats or bits, a number of choices, a number of any
        size, a logit.
    """
    if (kind == "p" and x in (0, 1)) or (kind == "size" and x == 0):
        return f"{abs(x):.0f}"
    if kind == "p" and x < 1e-4:
        return "<0.0001"
    if kind == "size" and not 1e-4 <= abs(x) < 1e6:
        return scientific(x)
    text = _fixed(x, {"p": 4, "nats": 4, "count": 3, "size": 4, "z": 4}[kind])
    if kind == "z":
        text = re.sub(r"(\.\d+?)0+$", r"\1", text)
    return text.replace("-", MINUS)


def scientific(x: float) -> str:
    """Return 0.0000000206 as ``"2.06×10⁻⁸"``."""
    digits, power = f"{x:.2e}".split("e")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits.replace('-', MINUS)}×10{raised}"


def _fixed(x: float, places: int) -> str:
    """Round half up, as JavaScript's toFixed does, and write no minus in front of a zero."""
    value = Decimal(x).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{abs(value) if value == 0 else value:f}"


def literal(x: float | Iterable[float]) -> str:
    """Return a number or a list as Python source, exact and in the digits JavaScript would use."""
    if isinstance(x, Iterable):
        return f"[{', '.join(map(literal, x))}]"
    return "np.inf" if math.isinf(x) else temperature_text(x)


def temperature_text(x: float) -> str:
    """Return the shortest text that reads back as ``x``: ``"0.5"``, ``"2"``, ``"inf"``."""
    if math.isinf(x) or x == 0:
        return "inf" if x else "0"
    if 1e-6 <= abs(x) < 1e21:
        return np.format_float_positional(x, trim="-")
    return np.format_float_scientific(x, trim="-", exp_digits=1)


def temperature_label(x: float) -> str:
    """Return a temperature for people: ``"0.5"``, ``"∞"``."""
    return "∞" if math.isinf(x) else temperature_text(x)


# ---- Traits that say what is wrong --------------------------------------------------------------


class Temperature(traitlets.TraitType[str, "str | float"]):
    """A temperature in [0, inf], kept as text because JSON has no infinity.

    Set it to a number or to text (``0.5``, ``"0.5"``, ``"inf"``); it is stored as text.
    """

    info_text = "a temperature: 0 or a positive number such as 0.5, or 'inf'"

    def validate(self, obj: Any, value: Any) -> str:
        """Return the text of a readable temperature; otherwise say what it should be."""
        T = read_temperature(value)
        if math.isnan(T):
            name = self.name or "T"
            raise traitlets.TraitError(f"{name} must be {self.info_text}; got {value!r}.")
        return temperature_text(T)


def read_temperature(value: object) -> float:
    """Return a temperature given as number or text, or NaN if it is none."""
    if isinstance(value, Real) and not isinstance(value, bool | np.bool_):
        T = float(value)
        return T if T >= 0 else math.nan
    text = str(value).strip().lower() if isinstance(value, str) else ""
    if text in ("inf", "infinity", "∞"):
        return math.inf
    T = float(text) if re.fullmatch(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text, re.ASCII) else math.nan
    return math.nan if math.isinf(T) else T


class Number(traitlets.TraitType[float, "float"]):
    """A finite number between two bounds."""

    def __init__(self, default: float, *, lo: float, hi: float) -> None:
        super().__init__(float(default))
        self.lo, self.hi = lo, hi

    def validate(self, obj: Any, value: Any) -> float:
        """Return a float between the bounds; otherwise say what it should be."""
        if isinstance(value, Real) and not isinstance(value, bool | np.bool_):
            x = float(value)
            if self.lo <= x <= self.hi:
                return x
        raise traitlets.TraitError(
            f"{self.name} must be a number from {self.lo:g} to {self.hi:g}; got {value!r}."
        )


class Numbers(traitlets.TraitType["list[float]", "Iterable[float]"]):
    """A list of finite numbers between two bounds, from any sequence or array of them."""

    def __init__(
        self, default: Sequence[float], *, lo: float, hi: float, least: int, most: int, what: str
    ) -> None:
        super().__init__()
        self.start, self.lo, self.hi, self.least, self.most = list(default), lo, hi, least, most
        self.what = what

    def make_dynamic_default(self) -> list[float]:
        """Return a fresh copy of the default."""
        return [float(x) for x in self.start]

    def validate(self, obj: Any, value: Any) -> list[float]:
        """Return a list of floats; otherwise name the first entry that is not allowed."""
        name = self.name or "the list"
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise traitlets.TraitError(f"{name} must be a list of {self.what}; got {value!r}.")
        entries = list(value)
        if not self.least <= len(entries) <= self.most:
            raise traitlets.TraitError(
                f"{name} must hold {self.least} to {self.most} {self.what}; got {len(entries)}."
            )
        for i, x in enumerate(entries):
            try:
                fine = not isinstance(x, bool | np.bool_) and self.lo <= float(x) <= self.hi
            except (TypeError, ValueError):
                fine = False
            if not fine or math.isinf(float(x)):
                both = f" from {self.lo:g} to {self.hi:g}"
                bounds = both if math.isfinite(self.hi) else f", {self.lo:g} or more"
                raise traitlets.TraitError(
                    f"{name} must hold finite {self.what}{bounds}; {name}[{i}] is {x!r}."
                )
        return [float(x) for x in entries]


# ---- The static picture -------------------------------------------------------------------------


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; ``class_`` and ``text_anchor`` become ``class`` and ``text-anchor``."""
    words = [name]
    for key, value in attributes.items():
        text = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
        words.append(f'{key.rstrip("_").replace("_", "-")}="{escape(text)}"')
    return f"<{' '.join(words)}>{content}</{name}>"


def pane(caption: str, label: str, width: int, height: int, *content: str) -> str:
    """Return one drawing with its caption; ``label`` says in words what it shows."""
    svg = tag(
        "svg", "".join(content), class_="smx-still", viewBox=f"0 0 {width} {height}",
        role="img", aria_label=label,
    )  # fmt: skip
    return f'<div class="smx-pane"><div class="smx-caption">{caption}</div>{svg}</div>'


def word(text: str, x: float, y: float, anchor: str = "start", **attributes: str) -> str:
    """Return a text in a drawing."""
    return tag("text", text, x=float(x), y=float(y), text_anchor=anchor, **attributes)


def levels(left: float, right: float, places: Iterable[tuple[float, str]]) -> list[str]:
    """Return levels across a drawing with their labels on the left."""
    out = []
    for y, text in places:
        out.append(tag("line", class_="smx-grid", x1=left, x2=right, y1=y, y2=y))
        out.append(word(text, left - 8, y, "end", dy="0.35em"))
    return out


def table(caption: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return a table of numbers; a cell is text or ``(value, kind)``."""

    def line(cells: Sequence[Cell], top: bool) -> str:
        out = ""
        for i, cell in enumerate(cells):
            text = cell if isinstance(cell, str) else number(*cell)
            scope = f' scope="{"col" if top else "row"}"' if top or i == 0 else ""
            kind = "th" if scope else "td"
            out += f"<{kind}{scope}>{escape(text)}</{kind}>"
        return f"<tr>{out}</tr>"

    return scroll(
        caption,
        f'<table class="smx-table"><caption>{escape(caption)}</caption>'
        f"<thead>{line(head, True)}</thead>"
        f"<tbody>{''.join(line(row, False) for row in rows)}</tbody></table>",
    )


def scroll(label: str, content: str) -> str:
    """Return a box in which wide things scroll, and which the keyboard can reach."""
    return tag("div", content, class_="smx-scroll", tabindex=0, role="group", aria_label=label)


class Widget(anywidget.AnyWidget):
    """A widget with a static picture.

    A subclass sets ``_esm`` and ``_css`` to its built files, declares its traits, and gives
    `figure`, `numbers` and `python`.
    """

    title = ""

    def __init__(self, **traits: Any) -> None:
        known = self.trait_names(sync=True)
        for name in traits:
            if name not in known:
                mine = ", ".join(sorted(self.class_own_traits(sync=True)))
                raise TypeError(f"{type(self).__name__} has no {name!r}; it has {mine}.")
        super().__init__(**traits)

    def figure(self) -> str:
        """Return the picture of the present state as SVG (`pane` after `pane`)."""
        raise NotImplementedError

    def numbers(self) -> str:
        """Return the numbers of the present state as an HTML `table`."""
        raise NotImplementedError

    def python(self) -> str:
        """Return the program that computes every number of the present state."""
        raise NotImplementedError

    def fallback_html(self) -> str:
        """Return picture, numbers and program as HTML that needs no JavaScript."""
        program = scroll("Python", f'<pre class="smx-code">{escape(self.python())}</pre>')
        style = (HERE / "js" / "figure.css").read_text(encoding="utf-8")
        return (
            f'<div class="smx smx-fallback">'
            f'<p class="smx-title">{escape(self.title)}</p>'
            f'<div class="smx-stage">{self.figure()}</div>{self.numbers()}'
            f'<details class="smx-program"><summary>Python</summary>{program}</details>'
            f'<p class="smx-text">A picture: its sliders need JavaScript.</p>'
            f'<svg class="smx-style" aria-hidden="true"><style>{style}</style></svg></div>'
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        if bundle is None or os.environ.get("SOFTMAXLAB_STATIC_HTML") != "1":
            return bundle  # type: ignore[no-any-return]
        data, metadata = bundle
        return {**data, "text/html": slot(data[VIEW], self.fallback_html())}, metadata


def slot(view: Mapping[str, object], fallback: str) -> str:
    """Return the place on a page where the mount script puts the widget in front of its picture."""
    script = f'<script type="{VIEW}">{json.dumps(view)}</script>'
    return f'<div class="smx-slot">{script}{fallback}</div>'
