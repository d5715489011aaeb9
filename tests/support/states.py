"""Parts of random states, from which the widgets' own test files make theirs."""

from __future__ import annotations

from random import Random
from typing import Any

State = dict[str, Any]


def temperature_text(rng: Random) -> str:
    """A temperature as text, now and then at one of its ends."""
    return rng.choice(["0", "inf", str(round(10 ** rng.uniform(-2, 2.2), 3))])


def logits(rng: Random, min_length: int, max_length: int, size: float) -> list[float]:
    """A few logits of 0, 1 or 3 decimals, now and then with a tie."""
    digits = (0, 1, 3)
    count = rng.randint(min_length, max_length)
    z = [round(rng.uniform(-size, size), rng.choice(digits)) for _ in range(count)]
    if rng.random() < 0.15:
        z[0] = z[-1]
    return z
