"""The Python side of the triangle and the plane: traits, numbers, picture, program."""

import math
import re
from html import unescape

import numpy as np
import pytest
from traitlets import TraitError

from softmaxlab import entropy, softmax
from softmaxlab.widgets import Simplex, _base, simplex

STATES = [
    {},
    {"z": [2, 2, 1], "T": 0},
    {"z": [0, 0, 0], "T": math.inf, "show": "none"},
    {"z": [4, 4, -4], "T": "0.5"},
    {"z": [-2000, 0, 2000]},
    {"z": np.array([1.5, -3, 0.25]), "T": 7},
    {"z": [3, 3, 3], "T": 0},
    {"z": [8, 0, 0]},
    {"z": [-2000, 2000, 0.1], "T": 1e-300},
    {"z": [0.1, 0.2, 0.30001], "T": 1e9},
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
        ({"z": [0, 0, 2001]}, "z must hold finite logits from -2000 to 2000; z[2] is 2001."),
        ({"z": "abc"}, "z must be a list of logits; got 'abc'."),
    ],
)
def test_mistakes_are_said_in_sentences(traits, words):
    with pytest.raises(TraitError) as error:
        Simplex(**traits)
    assert words in str(error.value)


@pytest.mark.filterwarnings("ignore:overflow")  # at T = 1e-300, in the program itself
@pytest.mark.parametrize("state", STATES)
def test_the_program_computes_the_same(state, capsys):
    w, space = Simplex(**state), {}
    program = w.python()
    assert program.isascii()
    exec(program, space)
    T = _base.read_temperature(w.T)
    np.testing.assert_array_equal(space["p"], softmax(w.z, temperature=T))
    np.testing.assert_array_equal(space["p"], w.probabilities)
    np.testing.assert_allclose(space["c"].sum(), 0, atol=1e-9)
    assert ("x" in space) == (T > 0)
    if 1e-3 < T < 1e3 and np.ptp(w.z) < 100:
        place = softmax([space["x"], space["y"], 0])
        np.testing.assert_allclose(place, w.probabilities, rtol=1e-12)
    assert capsys.readouterr().out.startswith("p =")


@pytest.mark.parametrize("state", STATES)
def test_the_picture_says_what_it_shows(state):
    w = Simplex(**state)
    html = w.fallback_html()
    assert "nan" not in html
    for p in w.probabilities:
        assert _base.number(float(p), "p").replace("<", "&lt;") in html
    assert _base.number(float(entropy(w.probabilities)), "nats") in html


@pytest.mark.parametrize("state", STATES)
def test_the_picture_is_sound(state):
    w = Simplex(**state)
    html = w.fallback_html()
    assert html.count("<svg") == html.count("</svg>") == (4 if w.show == "entropy" else 3)
    assert html.count('role="img"') == 2
    drawn = re.findall(r' (?:d|x|y|cx|cy|width|height|transform)="([^"]*)"', html)
    assert len(drawn) > 20
    assert not [v for v in drawn if re.search(r"nan|inf|\de", v)]
    labels = [unescape(text) for text in re.findall(r'aria-label="([^"]*)"', html)]
    p = ", ".join(_base.number(float(v), "p") for v in w.probabilities)
    assert f"with the point {p} at T = {_base.temperature_label(float(w.T))} on" in labels[0]
    assert "id=" not in html  # so two pictures cannot collide
    assert "http" not in html


def test_the_picture_shows_where_the_point_is():
    knob = re.search(r'"smx-knob" cx="([\d.]+)" cy="([\d.]+)"', Simplex(T=0).figure())
    corner = re.search(r'class="smx-frame" d="M([\d.]+),([\d.]+)L', Simplex().figure())
    assert [float(v) for v in knob.groups()] == [float(v) for v in corner.groups()]
    assert "rotate(-0.0)" in Simplex(z=[8, 0, 0]).figure()  # an arrow that points right
    assert "beyond the border" in Simplex(z=[8, 0, 0]).figure()
    assert "with the same point at 2.0, 1.0;" in Simplex().figure()
    assert "rotate" not in Simplex(z=[5, 0, 0]).figure()


def test_the_table_repeats_the_numbers():
    table = Simplex().numbers()
    for text in ("0.6652", "−1.0", "0.8324", "1.2009", "0.2662", "1.0000", "2.0000"):
        assert f"<td>{text}</td>" in table
    assert "<td>∞</td>" not in Simplex(T=0).numbers()


# ---- The lines of the picture --------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.01, 0.2, 0.5, 0.69, math.log(2), 0.7, 0.8, 1.0, 1.09])
def test_a_contour_has_one_entropy(level):
    arcs = np.array(simplex.contour(level))  # (3, points, 3)
    assert arcs.shape == (3, 49, 3)
    np.testing.assert_allclose(arcs.sum(axis=-1), 1, atol=1e-14)
    np.testing.assert_allclose([entropy(arc) for arc in arcs], level, atol=1e-9)
    assert [int(arc[24].argmax()) for arc in arcs] == [0, 1, 2]  # the middle is nearest its corner
    sides = arcs[:, [0, -1]].min(axis=-1)
    if level < math.log(2):  # the ends of each arc lie on two sides
        assert sides.max() < 1e-9
    else:  # the end of one arc is the start of the next
        assert sides.min() >= 0
        np.testing.assert_allclose(arcs[:, -1], np.roll(arcs[:, 0], -1, axis=0), atol=1e-9)


@pytest.mark.parametrize("k", range(-4, 5))
def test_a_line_of_the_grid_keeps_one_ratio(k):
    for i, (corner, side) in enumerate(simplex.chords(math.exp(k))):
        inner = 0.3 * np.array(corner) + 0.7 * np.array(side)
        assert math.log(inner[i] / inner[2]) == pytest.approx(k)
        assert corner[1 - i] == 1


def test_a_path_is_followed_from_one_limit_to_the_other():
    for z in ([2, 1, 0], [1e-3, 0, 0], [2000, 1999, -2000], [1, 1, 0], [0, 5, 5.001]):
        T = simplex.temperatures(z)
        path = softmax(np.array(z) / np.reshape(T[1:-1], (-1, 1)))
        np.testing.assert_allclose(path[0], softmax(z, temperature=0), atol=1e-6)
        np.testing.assert_allclose(path[-1], 1 / 3, atol=0.01)
        assert abs(np.diff(path, axis=0)).max() < 0.2
        assert (T[0], T[-1]) == (0, math.inf)
    assert simplex.temperatures([1, 1, 1]) == [math.inf]
