"""Traits that say in a sentence what is wrong with a value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np
import traitlets


class TemperatureTrait(traitlets.TraitType[str, "str | float"]):
    """A temperature in [0, inf], kept as text because JSON has no infinity.

    Set it to a number or to text (``0.5``, ``"0.5"``, ``"inf"``); it is stored as text.
    """

    info_text = "a temperature: 0 or a positive number such as 0.5, or 'inf'"

    def validate(self, obj: Any, value: Any) -> str:
        """Return the text of a readable temperature; otherwise say what it should be."""
        T = parse_temperature(value)
        if math.isnan(T):
            name = self.name or "T"
            raise traitlets.TraitError(f"{name} must be {self.info_text}; got {value!r}.")
        return temperature_text(T)


class TemperaturesTrait(traitlets.TraitType["list[str]", "Iterable[str | float]"]):
    """A list of temperatures in [0, inf], each kept as text."""

    def __init__(self, *, max_length: int) -> None:
        super().__init__()
        self.max_length = max_length

    def make_dynamic_default(self) -> list[str]:
        """Return a fresh empty list."""
        return []

    def validate(self, obj: Any, value: Any) -> list[str]:
        """Return the texts of readable temperatures; otherwise say what they should be."""
        entries = entries_of(value)
        read = [parse_temperature(entry) for entry in entries or []]
        if entries is None or len(read) > self.max_length or any(map(math.isnan, read)):
            raise traitlets.TraitError(
                f"{self.name} must be a list of at most {self.max_length} temperatures, each 0, "
                f"a positive number or 'inf'; got {value!r}."
            )
        return [temperature_text(T) for T in read]


def parse_temperature(value: object) -> float:
    """Return a temperature given as number or text, or NaN if it is none."""
    if is_number(value):
        T = float(value)  # type: ignore[arg-type]
        return T if T >= 0 else math.nan
    text = str(value).strip().lower() if isinstance(value, str) else ""
    if text in ("inf", "infinity", "∞"):
        return math.inf
    T = float(text) if re.fullmatch(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text, re.ASCII) else math.nan
    return math.nan if math.isinf(T) else T


def temperature_text(x: float) -> str:
    """Return the shortest text that reads back as ``x``: ``"0.5"``, ``"2"``, ``"inf"``."""
    if math.isinf(x) or x == 0:
        return "inf" if x else "0"
    if 1e-6 <= abs(x) < 1e21:
        return np.format_float_positional(x, trim="-")
    return np.format_float_scientific(x, trim="-", exp_digits=1)


def is_number(value: object) -> bool:
    """Tell whether a value is a real number; a truth value is none."""
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)


class NameTrait(traitlets.TraitType[str, str]):
    """A name for links and anchors: small letters, digits and hyphens; empty for none."""

    default_value = ""

    def validate(self, obj: Any, value: Any) -> str:
        """Return the name; otherwise say how one is written."""
        if isinstance(value, str) and re.fullmatch(r"([a-z][a-z0-9-]*)?", value):
            return value
        form = "small letters, digits and hyphens, such as 'middle-word'"
        raise traitlets.TraitError(f"{self.name} must be {form}; got {value!r}.")


class ViewTrait(traitlets.TraitType[str, str]):
    """One of the views that the widget's class has; the first is the whole."""

    default_value = "workbench"

    def validate(self, obj: Any, value: Any) -> str:
        """Return the view; otherwise name those that there are."""
        if value in obj.views:
            return str(value)
        known = ", ".join(map(repr, obj.views))
        raise traitlets.TraitError(f"{self.name} must be one of {known}; got {value!r}.")


class LabelsTrait(traitlets.TraitType["list[str]", "Iterable[str]"]):
    """Words for the classes of a figure: short, one for each; none for their numbers."""

    def __init__(self, default: Sequence[str] = (), *, longest: int = 16) -> None:
        super().__init__()
        self.start, self.longest = list(default), longest

    def make_dynamic_default(self) -> list[str]:
        """Return a fresh copy of the default."""
        return list(self.start)

    def validate(self, obj: Any, value: Any) -> list[str]:
        """Return a list of words; otherwise say what they should be."""
        words = entries_of(value)
        n = self.longest
        if words is not None and all(isinstance(w, str) and 0 < len(w) <= n for w in words):
            return words
        raise traitlets.TraitError(
            f"{self.name} must be a list of words of at most {n} letters; got {value!r}."
        )


class NumberTrait(traitlets.TraitType[float, "float"]):
    """A finite number between two bounds."""

    def __init__(self, default: float, *, lo: float, hi: float) -> None:
        super().__init__(float(default))
        self.lo, self.hi = lo, hi

    def validate(self, obj: Any, value: Any) -> float:
        """Return a float between the bounds; otherwise say what it should be."""
        if is_number(value) and self.lo <= float(value) <= self.hi:
            return float(value)
        raise traitlets.TraitError(
            f"{self.name} must be a number from {self.lo:g} to {self.hi:g}; got {value!r}."
        )


class WholeTrait(traitlets.TraitType[int, "int"]):
    """A whole number between two bounds."""

    def __init__(self, default: int, *, lo: int, hi: int) -> None:
        super().__init__(default)
        self.lo, self.hi = lo, hi

    def validate(self, obj: Any, value: Any) -> int:
        """Return an int between the bounds; otherwise say what it should be."""
        if isinstance(value, Integral) and is_number(value) and self.lo <= int(value) <= self.hi:
            return int(value)
        raise traitlets.TraitError(
            f"{self.name} must be a whole number from {self.lo} to {self.hi}; got {value!r}."
        )


def entries_of(value: Iterable[Any] | object) -> list[Any] | None:
    """Return the entries of a list or an array, or None for text and for what has no entries."""
    try:
        return None if isinstance(value, str) else list(value)  # type: ignore[call-overload]
    except TypeError:
        return None


def how_many(low: int, high: int) -> str:
    """Return two bounds of a count in words: ``"3"``, ``"2 to 6"``."""
    return str(low) if low == high else f"{low} to {high}"


class NumbersTrait(traitlets.TraitType["list[float]", "Iterable[float]"]):
    """A list of finite numbers between two bounds, from any sequence or array of them."""

    def __init__(
        self,
        default: Sequence[float],
        *,
        lo: float,
        hi: float,
        min_length: int,
        max_length: int,
        what: str,
    ) -> None:
        super().__init__()
        self.start, self.lo, self.hi, self.what = list(default), lo, hi, what
        self.min_length, self.max_length = min_length, max_length

    def make_dynamic_default(self) -> list[float]:
        """Return a fresh copy of the default."""
        return [float(x) for x in self.start]

    def validate(self, obj: Any, value: Any) -> list[float]:
        """Return a list of floats; otherwise name the first entry that is not allowed."""
        name = self.name or "the list"
        entries = entries_of(value)
        if entries is None:
            raise traitlets.TraitError(f"{name} must be a list of {self.what}; got {value!r}.")
        if not self.min_length <= len(entries) <= self.max_length:
            count = how_many(self.min_length, self.max_length)
            raise traitlets.TraitError(f"{name} must hold {count} {self.what}; got {len(entries)}.")
        for i, x in enumerate(entries):
            try:
                fits = not isinstance(x, bool | np.bool_) and self.lo <= float(x) <= self.hi
            except (TypeError, ValueError):
                fits = False
            if not fits or math.isinf(float(x)):
                both = f" from {self.lo:g} to {self.hi:g}"
                bounds = both if math.isfinite(self.hi) else f", {self.lo:g} or more"
                raise traitlets.TraitError(
                    f"{name} must hold finite {self.what}{bounds}; {name}[{i}] is {x!r}."
                )
        return [float(x) for x in entries]


class SharesTrait(traitlets.TraitType["list[float]", "Iterable[float] | int"]):
    """A distribution over a few classes; a whole number is the class that gets all of it."""

    def __init__(self, default: Sequence[float]) -> None:
        super().__init__()
        self.start = [float(x) for x in default]
        n = len(self.start)
        self.entries = NumbersTrait([], lo=0, hi=1, min_length=n, max_length=n, what="shares")

    def make_dynamic_default(self) -> list[float]:
        """Return a fresh copy of the default."""
        return list(self.start)

    def validate(self, obj: Any, value: Any) -> list[float]:
        """Return shares that sum to 1; otherwise say what they should be."""
        n = len(self.start)
        if isinstance(value, Integral) and not isinstance(value, bool):
            if 0 <= int(value) < n:
                return [float(k == int(value)) for k in range(n)]
            raise traitlets.TraitError(
                f"{self.name} must be a class from 0 to {n - 1}; got {value!r}."
            )
        self.entries.name = self.name
        shares = self.entries.validate(obj, value)
        if abs(sum(shares) - 1) > 1e-6:
            raise traitlets.TraitError(f"{self.name} must sum to 1; it sums to {sum(shares):g}.")
        return shares


class TableTrait(traitlets.TraitType["list[list[float]]", "Iterable[Iterable[float]]"]):
    """Rows of equally many finite numbers between two bounds, from any sequences or array."""

    def __init__(
        self,
        default: Sequence[Sequence[float]],
        *,
        lo: float,
        hi: float,
        min_rows: int,
        max_rows: int,
        columns: int,
        what: str,
    ) -> None:
        super().__init__()
        self.start, self.what, self.min_rows, self.max_rows = default, what, min_rows, max_rows
        self.row = NumbersTrait([], lo=lo, hi=hi, min_length=columns, max_length=columns, what=what)

    def make_dynamic_default(self) -> list[list[float]]:
        """Return a fresh copy of the default."""
        return [[float(x) for x in row] for row in self.start]

    def validate(self, obj: Any, value: Any) -> list[list[float]]:
        """Return lists of floats; otherwise name the first row or entry that is not allowed."""
        name = self.name or "the table"
        rows = entries_of(value)
        if rows is None:
            raise traitlets.TraitError(
                f"{name} must be a list of rows of {self.what}; got {value!r}."
            )
        if not self.min_rows <= len(rows) <= self.max_rows:
            count = how_many(self.min_rows, self.max_rows)
            raise traitlets.TraitError(
                f"{name} must hold {count} rows of {self.what}; got {len(rows)}."
            )
        checked = []
        for i, row in enumerate(rows):
            self.row.name = f"{name}[{i}]"
            checked.append(self.row.validate(obj, row))
        return checked
