"""The Python side of the guessing widget: traits, score, picture, program."""

import numpy as np
import pytest
from scipy.special import rel_entr
from traitlets import TraitError

from softmaxlab import softmax
from softmaxlab.widgets import Guess

STATES = [
    {},
    {"z": [10, 20, 30], "guess": [0.01, 0.01, 0.98], "shown": True},
    {"z": [-2000, 0, 2000], "guess": [0.2, 0.2, 0.2]},
    {"z": np.ones(3), "guess": (0.5, 0.3, 0.2)},
]


def test_defaults():
    w = Guess()
    assert (w.z, w.guess, w.shown) == ([2.0, 1.0, 0.1], [1 / 3] * 3, False)


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"z": [1, 2]}, "z must hold 3 to 3 logits; got 2."),
        ({"guess": [0, 1, 1]}, "guess must hold finite shares from 0.001 to 0.98; guess[0] is 0."),
        ({"guess": "a"}, "guess must be a list of shares; got 'a'."),
    ],
)
def test_mistakes_are_said_in_sentences(traits, sentence):
    with pytest.raises(TraitError) as error:
        Guess(**traits)
    assert str(error.value) == sentence


@pytest.mark.parametrize("state", STATES)
def test_the_score_is_the_divergence(state):
    w = Guess(**state)
    q = np.array(w.guess) / np.sum(w.guess)
    np.testing.assert_allclose(w.score, rel_entr(softmax(w.z), q).sum(), rtol=1e-12, atol=1e-15)
    assert w.score >= 0


def test_a_perfect_guess_scores_nothing():
    assert Guess(z=np.log([0.5, 0.3, 0.2]), guess=[0.5, 0.3, 0.2]).score == pytest.approx(0)


@pytest.mark.parametrize("state", STATES)
def test_the_program_computes_the_same(state, capsys):
    w, space = Guess(**state), {}
    exec(w.python(), space)
    np.testing.assert_allclose(space["score"], w.score, rtol=1e-14, atol=1e-16)
    np.testing.assert_array_equal(space["q"], w.shares)
    assert capsys.readouterr().out.startswith("guess")


@pytest.mark.parametrize("state", STATES)
def test_the_picture_says_what_it_shows(state):
    html = Guess(**state).fallback_html()
    assert html.count("<svg") == 2  # the drawing, and its style
    assert "nan" not in html
    assert f"{Guess(**state).score:.4f}" in html
