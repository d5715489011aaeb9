"""The pushes of three words, worked by keyboard and pointer."""

from __future__ import annotations

from random import Random

from support.states import State, logits, temperature_text

from softmaxlab.widgets import Push


def random_state(rng: Random) -> State:
    return {
        "z": logits(rng, 3, 3, rng.choice([3, 30])),
        "y": rng.choice([[1, 0, 0], [0, 0, 1], [0.5, 0.3, 0.2], [0.25, 0, 0.75]]),
        "lr": rng.choice([0, 1, 2.5]),
        "T": temperature_text(rng),
        "i": rng.randrange(3),
        "d": rng.choice([0.01, 0.1, 1, 3]),
    }


# ---- What the specification says one reads -------------------------------------------------------


def test_the_derivatives_of_see_you(widget_page) -> None:
    read = widget_page(Push()).numbers
    assert read("J00", "J01", "J12") == "0.2247 \u22120.1598 \u22120.0239"
    assert read("eig0", "eig1", "eig2") == "0 0.1279 0.3693"
