"""The Python side of the pipeline widget: traits, numbers, picture, program."""

import numpy as np
import pytest
import scipy.special
from traitlets import TraitError

from softmaxlab.widgets import Pipeline, _base

STATES = [
    {},
    {"z": [10, 20, 30], "k": 0.01},
    {"z": [1000, 1001, 1002], "c": -20},
    {"z": [-5, 3, 0, 10, -2, 1], "c": 20, "k": 10},
    {"z": np.zeros(2)},
]


def test_defaults():
    w = Pipeline()
    assert (w.z, w.c, w.k) == ([2.0, 1.0, 0.1], 0.0, 1.0)


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"z": [1]}, "z must hold 2 to 6 logits; got 1."),
        ({"z": [1, 2001]}, "z must hold finite logits from -2000 to 2000; z[1] is 2001."),
        ({"c": 21}, "c must be a number from -20 to 20; got 21."),
        ({"k": 0}, "k must be a number from 0.01 to 10; got 0."),
    ],
)
def test_mistakes_are_said_in_sentences(traits, sentence):
    with pytest.raises(TraitError) as error:
        Pipeline(**traits)
    assert str(error.value) == sentence


@pytest.mark.parametrize("state", STATES)
def test_the_three_steps(state):
    w = Pipeline(**state)
    np.testing.assert_allclose(w.logits, w.k * np.array(w.z) + w.c)
    assert w.exponentials.max() == 1
    np.testing.assert_allclose(w.probabilities, scipy.special.softmax(w.logits), rtol=1e-13)
    np.testing.assert_allclose(w.exponentials / w.exponentials.sum(), w.probabilities, rtol=1e-13)


@pytest.mark.parametrize("state", STATES)
def test_the_program_computes_the_same(state, capsys):
    w, space = Pipeline(**state), {}
    exec(w.python(), space)
    np.testing.assert_array_equal(space["p"], w.probabilities)
    np.testing.assert_array_equal(space["e"], w.exponentials)
    assert space["shift"] < 1e-12
    assert capsys.readouterr().out.startswith("p =")


def test_the_odds_are_those_of_the_probabilities():
    for state in STATES:
        w, space = Pipeline(**state), {}
        exec(w.python(), space)
        p = w.probabilities
        if p[1] > 0:
            assert space["odds01"] == pytest.approx(p[0] / p[1], rel=1e-12)


@pytest.mark.parametrize("k", [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10])
def test_the_level_changes_no_probability(k):
    rng = np.random.default_rng(0)
    for z in (*([2, 1, 0.1], [10, 20, 30], [1000, 1001, 1002]), rng.uniform(-30, 30, 6).round(1)):
        want = Pipeline(z=z, k=k).probabilities
        for c in np.arange(-20, 20.05, 0.7).round(1):
            np.testing.assert_allclose(
                Pipeline(z=z, k=k, c=c).probabilities, want, rtol=0, atol=1e-12
            )


@pytest.mark.parametrize("state", STATES)
def test_the_picture_says_what_it_shows(state):
    w = Pipeline(**state)
    html = w.fallback_html()
    assert "nan" not in html
    for p in w.probabilities:
        assert html.count(_base.number(float(p), "p").replace("<", "&lt;")) >= 2
