"""The Python side of the triangle and the plane: traits, numbers, picture, program."""

import math

import numpy as np
import pytest
from traitlets import TraitError

from softmaxlab import entropy, softmax
from softmaxlab.widgets import Simplex, _base

STATES = [
    {},
    {"z": [2, 2, 1], "T": 0},
    {"z": [0, 0, 0], "T": math.inf, "show": "none"},
    {"z": [4, 4, -4], "T": "0.5"},
    {"z": [-2000, 0, 2000]},
    {"z": np.array([1.5, -3, 0.25]), "T": 7},
]


def test_defaults():
    w = Simplex()
    assert (w.z, w.T, w.show) == ([2.0, 1.0, 0.0], "1", "entropy")


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"z": [1, 2]}, "z must hold 3 to 3 logits; got 2."),
        ({"z": [1, 2, math.inf]}, "z[2] is inf."),
        ({"T": -1}, "T must be a temperature"),
        ({"show": "all"}, "all"),
    ],
)
def test_mistakes_are_said_in_sentences(traits, words):
    with pytest.raises(TraitError) as error:
        Simplex(**traits)
    assert words in str(error.value)


@pytest.mark.parametrize("state", STATES)
def test_the_program_computes_the_same(state, capsys):
    w, space = Simplex(**state), {}
    exec(w.python(), space)
    T = _base.read_temperature(w.T)
    np.testing.assert_array_equal(space["p"], softmax(w.z, temperature=T))
    np.testing.assert_array_equal(space["p"], w.probabilities)
    np.testing.assert_allclose(space["c"].sum(), 0, atol=1e-9)
    assert capsys.readouterr().out.startswith("p =")


@pytest.mark.parametrize("state", STATES)
def test_the_picture_says_what_it_shows(state):
    w = Simplex(**state)
    html = w.fallback_html()
    assert "nan" not in html
    for p in w.probabilities:
        assert _base.number(float(p), "p").replace("<", "&lt;") in html
    assert _base.number(float(entropy(w.probabilities)), "nats") in html
