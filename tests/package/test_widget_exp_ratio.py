"""The Python side of the exponential's widget: traits, numbers, picture, program."""

import math
import re

import numpy as np
import pytest
from traitlets import TraitError

from softmaxlab.widgets import ExpRatio, _base

STATES = [{}, {"x": 5}, {"x": -10, "d": 0.1, "logy": True}, {"x": 10, "d": 3}, {"x": 4.5, "d": 2}]


def test_defaults():
    w = ExpRatio()
    assert (w.x, w.d, w.logy) == (1.0, 1.0, False)
    assert ExpRatio(x=np.float32(0.5)).x == 0.5


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"x": 10.5}, "x must be a number from -10 to 10; got 10.5."),
        ({"x": math.nan}, "x must be a number from -10 to 10; got nan."),
        ({"x": "1"}, "x must be a number from -10 to 10; got '1'."),
        ({"d": 0}, "d must be a number from 0.1 to 3; got 0."),
        ({"d": True}, "d must be a number from 0.1 to 3; got True."),
    ],
)
def test_mistakes_are_said_in_sentences(traits, sentence):
    with pytest.raises(TraitError) as error:
        ExpRatio(**traits)
    assert str(error.value) == sentence


@pytest.mark.parametrize("state", STATES)
def test_the_ratio_is_that_of_the_step_alone(state):
    w = ExpRatio(**state)
    assert w.ratio == pytest.approx(math.exp(w.d), rel=1e-14)


@pytest.mark.parametrize("state", STATES)
def test_the_program_computes_the_same(state, capsys):
    w, space = ExpRatio(**state), {}
    exec(w.python(), space)
    assert (space["ex"], space["exd"], space["ratio"]) == (*w.heights, w.ratio)
    assert capsys.readouterr().out.startswith("heights")


@pytest.mark.parametrize("state", STATES)
def test_the_picture_says_what_it_shows(state):
    w = ExpRatio(**state)
    html = w.fallback_html()
    assert "nan" not in html
    for height in w.heights:
        assert html.count(_base.number(height, "size")) >= 2  # in the table and in the words


@pytest.mark.parametrize(
    ("state", "places"),
    [
        ({}, []),
        ({"x": 5}, ["(6.0, 403.4288)"]),
        ({"x": -7, "logy": True}, ["(−7.0, 0.0009)", "(−6.0, 0.0025)"]),
        ({"x": 10, "d": 3}, ["(10.0, 22026.4658)", "(13.0, 442413.3920)"]),
    ],
)
def test_the_picture_lists_the_dots_that_are_outside_it(state, places):
    figure = ExpRatio(**state).figure()
    assert re.findall(r">(\([^)]*\))<", figure.replace("(no unit)", "")) == places
    assert figure.count("smx-arrow") == 2 * len(places)
    assert ("stroke-dasharray" in figure) == bool(places)


def test_sizes_as_text():
    sizes = [0, 1, 148.4131591, 999999.94, 1e6, 0.0001, 0.000099, 2.061e-9, -3.2e9]
    want = ["0", "1.0000", "148.4132", "999999.9400", "1.00×10⁶", "0.0001", "9.90×10⁻⁵",
            "2.06×10⁻⁹", "−3.20×10⁹"]  # fmt: skip
    assert [_base.number(x, "size") for x in sizes] == want
