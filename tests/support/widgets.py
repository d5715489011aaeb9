"""Every widget of the package, and what its own test file says about it.

A widget's tests stand in ``tests/browser/test_<name>.py``. The file also gives what
``test_every_widget.py`` needs to know:

- ``random_state(rng)``: a random state, as traits;
- ``CROWDED``: states, besides the first, in which it has the most to put on a phone;
- ``CONSTANTS``: numbers that its program holds whatever its state;
- ``program_state(widget)``: what the names in its program stand for, if that is not the trait of
  that name.

All but the first may be missing.
"""

from __future__ import annotations

import math
import runpy
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from softmaxlab import widgets
from support.names import page_name
from support.numbers import shortest
from support.places import TESTS
from support.states import State


@dataclass(frozen=True)
class Entry:
    """A widget's class, and what its test file says about it."""

    cls: type
    random_state: Callable[[Random], State]
    crowded: list[State]
    constants: set[float]
    program_state: Callable[[Any], State]

    @property
    def traits(self) -> list[str]:
        """Names of the traits that a link carries.

        The class is asked: anywidget gives an instance another class, with no traits of its own.
        """
        return traits_of(self.cls)

    def state(self, **traits: Any) -> State:
        """A whole state: the given traits, and the defaults of the others."""
        widget = self.cls(**traits)
        return {name: getattr(widget, name) for name in self.traits}


def traits_of(cls: type) -> list[str]:
    """Names of the traits that a widget's class declares."""
    words = {"labels", "row_labels"}  # which are in no link
    return sorted(set(cls.class_own_traits(sync=True)) - words)


def entry(cls: type) -> Entry:
    """Read what a widget's test file says about it."""
    file = TESTS / "browser" / f"test_{page_name(cls.__name__)}.py"
    assert file.is_file(), f"{cls.__name__} needs tests of its own, with random states: {file}"
    own = runpy.run_path(str(file))
    assert "random_state" in own, f"{file} needs a function random_state(rng)"

    def same_names(widget: Any) -> State:
        return {name: getattr(widget, name) for name in traits_of(cls)}

    return Entry(
        cls,
        own["random_state"],
        [{}, *own.get("CROWDED", [])],
        own.get("CONSTANTS", set()),
        own.get("program_state", same_names),
    )


WIDGETS = {page_name(name): entry(getattr(widgets, name)) for name in widgets.__all__}


def link(state: State) -> str:
    """A state as a link carries it: ``T:0.5,z:2~1~0.1``."""
    return ",".join(f"{key}:{link_value(value)}" for key, value in state.items())


def link_value(value: Any) -> str:
    """One trait as a link carries it; the rows of a table are lists."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        return "_".join(map(link_value, value))
    if isinstance(value, list):
        return "~".join(map(link_value, value))
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else shortest(value)


def links(name: str, values: list[str]) -> dict[str, str]:
    """The query that gives each widget of that name on a page a link of its own."""
    return {f"w.{name}-{n}" if n > 1 else f"w.{name}": value for n, value in enumerate(values, 1)}


def magnitudes(value: Any) -> set[float]:
    """All finite numbers in a state, without their signs."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return set().union(*map(magnitudes, parts))
    try:
        x = abs(float(value))
    except ValueError:
        return set()
    return {x} if math.isfinite(x) else set()
