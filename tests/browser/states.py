"""Random states of each widget, and the numbers that its program may hold besides its state.

One function a widget, under the name that the widget has on its page; every widget needs one.
"""

from __future__ import annotations

from random import Random
from typing import Any

State = dict[str, Any]

# Numbers that stand in a widget's program whatever its state.
CONSTANTS: dict[str, set[float]] = {
    "pipeline": {0, 1, 2},
    "temperature": {0.4, 1, 5, 100, 6, 2},
    "simplex": {2, 3},
}

# States, besides the first, in which a widget has the most to put on a phone.
CROWDED: dict[str, list[State]] = {
    "pipeline": [{"z": [-5, 3, 0, 10, -2, 1]}],
    "temperature": [{"set": "pm1", "outlier": True}],
    "simplex": [{"z": [10, -10, 0], "T": "2"}],
}


def temperature_value(rng: Random) -> str:
    """A temperature as text, now and then at one of its ends."""
    return rng.choice(["0", "inf", str(round(10 ** rng.uniform(-2, 2.2), 3))])


def logits(rng: Random, least: int, most: int, size: float) -> list[float]:
    """A few logits of 0, 1 or 3 decimals, now and then with a tie."""
    digits = (0, 1, 3)
    count = rng.randint(least, most)
    z = [round(rng.uniform(-size, size), rng.choice(digits)) for _ in range(count)]
    if rng.random() < 0.15:
        z[0] = z[-1]
    return z


def temperature(rng: Random) -> State:
    return {
        "z": logits(rng, 2, 12, 12),
        "T": temperature_value(rng),
        "compare": [round(10 ** rng.uniform(-1, 1), 2) for _ in range(rng.randint(0, 3))],
        "set": rng.choice(["custom", "custom", "custom", "pm0.4", "pm1", "pm5"]),
        "outlier": rng.random() < 0.5,
    }


def exp_ratio(rng: Random) -> State:
    return {
        "x": round(rng.uniform(-10, 10), rng.choice([0, 1, 3])),
        "d": round(rng.uniform(0.1, 3), rng.choice([1, 3])),
        "logy": rng.random() < 0.5,
    }


def guess(rng: Random) -> State:
    return {
        "z": logits(rng, 3, 3, 30),
        "guess": [round(rng.uniform(0.01, 0.98), 4) for _ in range(3)],
        "shown": rng.random() < 0.5,
    }


def pipeline(rng: Random) -> State:
    return {
        "z": logits(rng, 2, 6, 30),
        "c": round(rng.uniform(-20, 20), rng.choice([0, 1])),
        "k": rng.choice([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10]),
    }


def simplex(rng: Random) -> State:
    return {
        "z": logits(rng, 3, 3, rng.choice([3, 30])),
        "T": temperature_value(rng),
        "show": rng.choice(["entropy", "none"]),
    }
