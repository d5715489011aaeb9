"""The widgets' Python side: their traits, what they compute, and how their sources are joined."""

import json
import math
import re

import numpy as np
import pytest
import scipy.special
from scipy.special import rel_entr
from traitlets import TraitError

from softmaxlab import softmax, widgets
from softmaxlab.widgets import (
    ExpRatio,
    Guess,
    Iterate,
    LogTwoWays,
    Microscope,
    Pipeline,
    Push,
    Simplex,
    Temperature,
    Tilt,
    WhichAxis,
    sources,
)
from softmaxlab.widgets.traits import parse_temperature

CLASSES = [getattr(widgets, name) for name in widgets.__all__]

# ---- Every widget --------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", CLASSES)
def test_no_trait_travels_as_a_number_that_json_lacks(cls):
    json.dumps(cls().get_state(), allow_nan=False)


@pytest.mark.parametrize("cls", CLASSES)
def test_a_trait_that_is_none_is_named(cls):
    with pytest.raises(TypeError, match=f"{cls.__name__} has no 'zz'; it has ") as error:
        cls(zz=1)
    assert all(name in str(error.value) for name in cls.class_own_traits(sync=True))


@pytest.mark.parametrize("cls", CLASSES)
def test_each_instance_holds_the_text_of_its_class(cls):
    for instance in (cls(), cls()):
        assert instance._esm == cls._esm
        assert instance._css == cls._css
        assert instance.get_state()["_anywidget_id"] == f"{cls.__module__}.{cls.__name__}"


@pytest.mark.parametrize("cls", CLASSES)
def test_each_trait_is_documented(cls):
    described = cls.__doc__.partition("Parameters\n")[2].partition("Raises\n")[0]
    assert re.findall(r"^    (\w+) : ", described, re.M) == list(
        dict.fromkeys(name for name in vars(cls) if name in cls.class_own_traits(sync=True))
    )


def test_defaults():
    w = Temperature()
    assert (w.z, w.T, w.compare) == ([2.0, 1.0, 0.1], "1", [0.5, 1.0, 3.0])
    assert (w.set, w.outlier, w.seed, w.drawn) == ("custom", False, 0, [])
    assert Temperature(view="draws", T=0.2).drawn == ["0.2"]  # that view begins with a row
    assert Temperature(view="draws", drawn=[]).drawn == []
    w = ExpRatio()
    assert (w.x, w.d, w.c, w.logy, w.covered) == (1.0, 1.0, 0.0, False, False)
    w = Guess()
    assert (w.z, w.guess, w.shown) == ([2.0, 1.0, 0.1], [1 / 3] * 3, False)
    w = Microscope()
    assert (w.z, w.c, w.stable) == ([1000.0, 1001.0, 1002.0], 0.0, False)
    assert (w.fmt, w.at, w.x) == ("float32", 0, 0.1)
    w = Iterate()
    assert (w.z, w.passes, w.T, w.K) == ([2.0, 1.0, 0.1], 0, "1", 20)
    assert (w.start, w.zoom) == ("linspace", False)
    w = Pipeline()
    assert (w.z, w.c, w.f, w.step) == ([2.0, 1.0, 0.1], 0.0, 1.0, 3)
    assert w.labels == ["later", "soon", "never"]
    w = Push()
    assert (w.z, w.T, w.y, w.lr, w.i, w.d) == ([2.0, 1.0, 0.1], "1", [1.0, 0.0, 0.0], 1.0, 1, 0.01)
    w = LogTwoWays()
    assert (w.z, w.d) == ([0.0, -10.0, -20.0, -100.0, -800.0], 10.0)
    assert (w.fmt, w.y, w.labels) == ("float32", 0, [])
    w = Simplex()
    assert (w.z, w.T, w.show) == ([2.0, 1.0, 0.1], "1", "entropy")
    w = Tilt()
    assert (w.z, w.T, w.q) == ([2.0, 1.0, 0.1], 1.0, [1 / 3] * 3)
    assert (w.curve, w.covered) == (False, False)
    w = WhichAxis()
    assert (w.a, w.axis, w.keepdims) == ([[1.0, 2.0, 3.0], [0.5, 1.5, 2.5]], "1", True)


# ---- Traits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "text"),
    [(0.5, "0.5"), (1, "1"), (2.0, "2"), (0, "0"), (-0.0, "0"), (math.inf, "inf"), ("inf", "inf"),
     ("∞", "inf"), (" 0.50 ", "0.5"), ("1e-3", "0.001"), (1e-7, "1e-7"), (1e21, "1e+21"),
     (np.float32(0.25), "0.25"), (np.int64(3), "3")],
)  # fmt: skip
def test_a_temperature_is_kept_as_text(given, text):
    w = Temperature(T=given)
    assert text == w.T
    w.T = "7"
    w.T = given
    assert text == w.T
    assert parse_temperature(text) == float(text)


@pytest.mark.parametrize(
    "bad", [-1, -1e-9, math.nan, "warm", "", "-1", "nan", "1e999", None, True, [1]]
)
def test_what_is_no_temperature_is_refused_kindly(bad):
    w = Temperature()
    with pytest.raises(
        TraitError, match="T must be a temperature: 0 or a positive number"
    ) as error:
        w.T = bad
    assert str(error.value).endswith(f"got {bad!r}.")
    assert w.T == "1"


LOGITS = "z must hold finite logits from -2000 to 2000"
SEED = "seed must be a whole number from 0 to 4294967295"
DRAWN = "drawn must be a list of at most 6 temperatures, each 0, a positive number or 'inf'"
FINITE = "compare must hold finite temperatures"


@pytest.mark.parametrize(
    ("cls", "name", "bad", "sentence"),
    [
        (Temperature, "z", [1, math.inf], f"{LOGITS}; z[1] is inf."),
        (Temperature, "z", [math.nan, 1], f"{LOGITS}; z[0] is nan."),
        (Temperature, "z", [0, 2000.5], f"{LOGITS}; z[1] is 2000.5."),
        (Temperature, "z", [1, "x"], f"{LOGITS}; z[1] is 'x'."),
        (Temperature, "z", [1, True], f"{LOGITS}; z[1] is True."),
        (Temperature, "z", np.array([False, True]), f"{LOGITS}; z[0] is {np.False_!r}."),
        (Temperature, "z", [1], "z must hold 2 to 101 logits; got 1."),
        (Temperature, "z", [0] * 102, "z must hold 2 to 101 logits; got 102."),
        (Temperature, "z", "2, 1", "z must be a list of logits; got '2, 1'."),
        (Temperature, "z", 3, "z must be a list of logits; got 3."),
        (Temperature, "z", np.array(3), "z must be a list of logits; got array(3)."),
        (Temperature, "compare", [1, math.inf], f"{FINITE}, 0 or more; compare[1] is inf."),
        (Temperature, "compare", [-1], f"{FINITE}, 0 or more; compare[0] is -1."),
        (Temperature, "compare", [1] * 4, "compare must hold 0 to 3 temperatures; got 4."),
        (Temperature, "seed", 1.5, f"{SEED}; got 1.5."),
        (Temperature, "seed", -1, f"{SEED}; got -1."),
        (Temperature, "seed", 2**32, f"{SEED}; got 4294967296."),
        (Temperature, "seed", True, f"{SEED}; got True."),
        (Temperature, "drawn", "1", f"{DRAWN}; got '1'."),
        (Temperature, "drawn", [1, "hot"], f"{DRAWN}; got [1, 'hot']."),
        (Temperature, "drawn", [1] * 7, f"{DRAWN}; got {[1] * 7}."),
        (ExpRatio, "x", 10.5, "x must be a number from -10 to 10; got 10.5."),
        (ExpRatio, "x", math.nan, "x must be a number from -10 to 10; got nan."),
        (ExpRatio, "x", "1", "x must be a number from -10 to 10; got '1'."),
        (ExpRatio, "d", 0, "d must be a number from 0.1 to 6; got 0."),
        (ExpRatio, "d", True, "d must be a number from 0.1 to 6; got True."),
        (Guess, "z", [1, 2], "z must hold 3 logits; got 2."),
        (Guess, "guess", [0, 1, 1], "guess must hold finite shares from 0.001 to 0.98; "
         "guess[0] is 0."),
        (Guess, "guess", "a", "guess must be a list of shares; got 'a'."),
        (Microscope, "z", [0] * 5, "z must hold 1 to 4 logits; got 5."),
        (Microscope, "c", 2001, "c must be a number from -2000 to 2000; got 2001."),
        (Microscope, "at", 13, "at must be a whole number from 0 to 12; got 13."),
        (Microscope, "x", 1e301, "x must be a number from -1e+300 to 1e+300; got 1e+301."),
        (LogTwoWays, "z", [0, 2001], "z must hold finite scores from -2000 to 2000; z[1] is 2001."),
        (LogTwoWays, "d", -1, "d must be a number from 0 to 1000; got -1."),
        (LogTwoWays, "y", 6, "y must be a whole number from 0 to 5; got 6."),
        (Iterate, "z", [1], "z must hold 2 to 6 scores; got 1."),
        (Iterate, "passes", 51, "passes must be a whole number from 0 to 50; got 51."),
        (Iterate, "K", 1, "K must be a whole number from 2 to 50; got 1."),
        (Pipeline, "z", [1], "z must hold 2 to 6 logits; got 1."),
        (Pipeline, "z", [1, 2001], f"{LOGITS}; z[1] is 2001."),
        (Pipeline, "c", 2001, "c must be a number from -2000 to 2000; got 2001."),
        (Pipeline, "f", 0, "f must be a number from 0.01 to 10; got 0."),
        (Push, "y", [1, 0], "y must hold 3 shares; got 2."),
        (Push, "y", [1, 1, 0], "y must sum to 1; it sums to 2."),
        (Push, "y", [2, -1, 0], "y must hold finite shares from 0 to 1; y[0] is 2."),
        (Push, "y", 3, "y must be a class from 0 to 2; got 3."),
        (Push, "y", True, "y must be a list of shares; got True."),
        (Simplex, "z", [1, 2], "z must hold 3 logits; got 2."),
        (Simplex, "z", [1, 2, math.inf], f"{LOGITS}; z[2] is inf."),
        (Simplex, "z", [0, 0, 2001], f"{LOGITS}; z[2] is 2001."),
        (Simplex, "z", "abc", "z must be a list of logits; got 'abc'."),
        (Tilt, "T", 6, "T must be a number from 0.15 to 5; got 6."),
        (Tilt, "q", [0, 0.5, 0.5], "q must hold finite shares from 1e-06 to 1; q[0] is 0."),
        (WhichAxis, "a", 3, "a must be a list of rows of scores; got 3."),
        (WhichAxis, "a", "12", "a must be a list of rows of scores; got '12'."),
        (WhichAxis, "a", [[1, 2, 3]], "a must hold 2 to 3 rows of scores; got 1."),
        (WhichAxis, "a", np.zeros((4, 3)), "a must hold 2 to 3 rows of scores; got 4."),
        (WhichAxis, "a", [1, 2], "a[0] must be a list of scores; got 1."),
        (WhichAxis, "a", [[1, 2, 3], [4, 5]], "a[1] must hold 3 scores; got 2."),
        (WhichAxis, "a", [[1, 2, 3], [4, 5, math.nan]],
         "a[1] must hold finite scores from -2000 to 2000; a[1][2] is nan."),
    ],
)  # fmt: skip
def test_a_mistake_is_explained_in_a_sentence(cls, name, bad, sentence):
    with pytest.raises(TraitError) as error:
        cls(**{name: bad})
    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("cls", "traits"),
    [
        (Temperature, {"set": "pm2"}),
        (Simplex, {"show": 1}),
        (WhichAxis, {"axis": "2"}),
        (LogTwoWays, {"fmt": "float8"}),
    ],
)
def test_a_choice_names_what_it_got(cls, traits):
    with pytest.raises(TraitError, match=str(*traits.values())):
        cls(**traits)


def test_any_sequence_of_numbers_will_do():
    for z in ([2, 1], (2, 1), np.array([2, 1]), np.array([2.0, 1.0], np.float32), iter([2, 1])):
        assert Temperature(z=z).z == [2.0, 1.0]
    assert Temperature(compare=["0.5", "2"]).compare == [0.5, 2.0]
    assert Temperature(drawn=np.array([0.5, np.inf])).drawn == ["0.5", "inf"]
    assert Temperature(seed=np.int64(7)).seed == 7
    assert ExpRatio(x=np.float32(0.5)).x == 0.5
    assert WhichAxis(a=np.eye(3, dtype=np.float32)).a == np.eye(3).tolist()
    assert Push(y=np.int64(2)).y == [0.0, 0.0, 1.0]
    assert Push(y=np.array([0.5, 0.25, 0.25])).y == [0.5, 0.25, 0.25]
    WhichAxis().a[0].append(9.0)
    assert len(WhichAxis().a[0]) == 3
    w = Temperature()
    w.z.append(9.0)
    assert Temperature().z == [2.0, 1.0, 0.1]  # the default is not shared


# ---- What they compute ---------------------------------------------------------------------------


def test_temperature():
    assert Temperature(T=0.5).probabilities == pytest.approx(softmax([2, 1, 0.1], temperature=0.5))
    w = Temperature(set="pm1", outlier=True, T=3)
    assert w.logits.shape == (101,)
    assert (w.logits[0], w.logits[99], w.logits[-1]) == (-1, 1, 6)
    assert f"{w.probabilities[-1]:.4f}" == "0.0676"
    w.outlier = False
    assert w.logits.shape == (100,)


@pytest.mark.parametrize("state", [{}, {"x": 5}, {"x": -10, "d": 0.1}, {"x": 10, "d": 6}])
def test_exp_ratio_is_that_of_the_step_alone(state):
    w = ExpRatio(**state)
    assert w.heights == pytest.approx((math.exp(w.x), math.exp(w.x + w.d)), rel=1e-14)
    assert w.ratio == pytest.approx(math.exp(w.d), rel=1e-14)


@pytest.mark.parametrize(
    "state",
    [{}, {"z": [10, 20, 30], "guess": [0.01, 0.01, 0.98]}, {"z": np.ones(3), "guess": (0.5,) * 3}],
)
def test_guess_scores_the_divergence(state):
    w = Guess(**state)
    q = np.array(w.guess) / np.sum(w.guess)
    np.testing.assert_allclose(w.shares, q)
    np.testing.assert_allclose(w.score, rel_entr(softmax(w.z), q).sum(), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("start", ["linspace", "one", "two", "random", "scores"])
def test_iterate_begins_with_its_start(start):
    w = Iterate(start=start, K=4, passes=2, T="0.5")
    first = {
        "linspace": [0, 1 / 3, 2 / 3, 1],
        "one": [1, 0, 0, 0],
        "two": [1, 1, 0, 0],
        "random": np.random.default_rng(0).random(4),
        "scores": [2, 1, 0.1],
    }
    want = [np.array(first[start])]
    for _ in range(2):
        want.append(softmax(want[-1], temperature=0.5))
    np.testing.assert_array_equal(w.rows, want)


def test_a_perfect_guess_scores_nothing():
    assert Guess(z=np.log([0.5, 0.3, 0.2]), guess=[0.5, 0.3, 0.2]).score == pytest.approx(0)


@pytest.mark.parametrize("f", [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 10])
def test_pipeline_ignores_the_level(f):
    rng = np.random.default_rng(0)
    for z in (*([2, 1, 0.1], [10, 20, 30], [1000, 1001, 1002]), rng.uniform(-30, 30, 6).round(1)):
        want = Pipeline(z=z, f=f).probabilities
        np.testing.assert_allclose(want, softmax(f * np.array(z)), rtol=1e-13)
        for c in np.arange(-20, 20.05, 0.7).round(1):
            w = Pipeline(z=z, f=f, c=c)
            np.testing.assert_allclose(w.logits, f * np.array(z) + c)
            np.testing.assert_allclose(w.probabilities, want, rtol=0, atol=1e-12)


def test_log_two_ways():
    for z in ([2, 1, 0.1], [0, -10, -20, -100, -800], [1000, 1001, 1002]):
        want = scipy.special.log_softmax(z)
        np.testing.assert_allclose(LogTwoWays(z=z).log_probabilities, want, rtol=1e-12, atol=1e-4)


def test_simplex():
    for state in ({}, {"z": [2, 2, 1], "T": 0}, {"z": [4, 4, -4], "T": "0.5"}, {"T": math.inf}):
        w = Simplex(**state)
        np.testing.assert_array_equal(w.probabilities, softmax(w.z, temperature=float(w.T)))


def test_push():
    for state in ({}, {"z": [4, 4, -4], "T": "0.5"}, {"T": math.inf}, {"T": 0}):
        w = Push(**state)
        p = softmax(w.z, temperature=float(w.T))
        np.testing.assert_array_equal(w.probabilities, p)
        rate = 1 / float(w.T) if 0 < float(w.T) < math.inf else 0
        np.testing.assert_allclose(w.jacobian, (np.diag(p) - np.outer(p, p)) * rate, atol=1e-15)


def test_which_axis():
    a = np.random.default_rng(0).uniform(-2, 2, (3, 3))
    for axis, along in (("0", 0), ("1", 1), ("both", (0, 1))):
        want = scipy.special.softmax(a, axis=along)
        np.testing.assert_allclose(WhichAxis(a=a, axis=axis).shares, want, rtol=1e-12)
        if axis != "1":
            np.testing.assert_allclose(WhichAxis(a=a, axis=axis, keepdims=False).shares, want)
    wrong = WhichAxis(a=a, keepdims=False).shares
    assert abs(wrong.sum(axis=1) - 1).max() > 0.1
    with pytest.raises(ValueError, match=r"shapes \(2,3\) \(2,\)"):
        _ = WhichAxis(keepdims=False).shares


# ---- How the sources are joined ------------------------------------------------------------------


@pytest.mark.parametrize("cls", CLASSES)
def test_a_widget_stands_alone(cls):
    assert len(re.findall(r"^export ", cls._esm, re.M)) == 1
    assert not re.search(r"^import\b|https?://(?!www\.w3\.org/2000/svg)", cls._esm, re.M)
    assert "</script" not in cls._esm
    assert not re.search(r"@import|url\(", cls._css)
    names = sources.DECLARATION.findall(cls._esm)
    assert len(names) == len(set(names))


@pytest.fixture
def write(tmp_path):
    """Write modules into a folder; return the first."""

    def write_modules(**modules):
        for name, text in modules.items():
            (tmp_path / f"{name}.mjs").write_text(text, encoding="utf-8")
        return tmp_path / f"{next(iter(modules))}.mjs"

    return write_modules


def test_modules_are_joined_in_order(write):
    entry = write(
        main='import { two } from "./b.mjs";\nexport default { f: () => two() };\n',
        b='import { one } from "./a.mjs";\nexport function two() {\n  return one + 1;\n}\n',
        a="export const one = 1; // the first\n",
    )
    joined = sources.modules(entry)
    assert [file.name for file in joined] == ["a.mjs", "b.mjs", "main.mjs"]
    assert "".join(joined.values()) == (
        "const one = 1; // the first\n"
        "function two() {\n  return one + 1;\n}\n"
        "export default { f: () => two() };\n"
    )


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        ('import { b } from "./c.mjs";\n', "main.mjs imports c.mjs, and there is no such file."),
        ('import { hidden } from "./a.mjs";\n', "main.mjs: a.mjs does not export 'hidden'."),
        ('import * as a from "./a.mjs";\n', "main.mjs: 'import * as a from \"./a.mjs\";' cannot"),
        ('import { a as b } from "./a.mjs";\n', "main.mjs: 'import { a as b } from \"./a.mjs\";' "),
        ("export { a };\n", "main.mjs: 'export { a };' cannot be joined"),
        ('import { a } from "./a.mjs";\nconst a = 1;\n', "a.mjs and main.mjs both declare 'a'."),
        ('import { d } from "./d.mjs";\n', "in a circle: main.mjs → d.mjs → e.mjs → d.mjs."),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_named(write, main, sentence):
    entry = write(
        main=main + "export default 1;\n",
        a="export const a = 1;\nconst hidden = 2;\n",
        d='import { e } from "./e.mjs";\nexport const d = e;\n',
        e='import { d } from "./d.mjs";\nexport const e = d;\n',
    )
    with pytest.raises(ImportError) as error:
        sources.modules(entry)
    assert sentence in str(error.value)


# ---- Names, views, words -------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ["Two words", "A", "-x", "x_y", 3, None])
def test_a_name_is_fit_for_an_anchor(bad):
    assert Temperature(name="middle-word").name == "middle-word"
    with pytest.raises(TraitError, match="name must be small letters, digits and hyphens"):
        Temperature(name=bad)


@pytest.mark.parametrize("cls", CLASSES)
def test_a_view_is_one_of_the_class(cls):
    for view in cls.views:
        assert cls(view=view).view == view
    with pytest.raises(TraitError, match=r"view must be one of 'workbench'.*; got 'gone'"):
        cls(view="gone")


@pytest.mark.parametrize("bad", ["later", [1, 2], ["much too long for a bar"], [""], None])
def test_labels_are_short_words(bad):
    assert Temperature(labels=("later", "soon", "never")).labels == ["later", "soon", "never"]
    with pytest.raises(TraitError, match="labels must be a list of words of at most 16 letters"):
        Temperature(labels=bad)


def test_the_words_of_a_table_are_shorter():
    w = WhichAxis(labels=("later", "soon", "never"), row_labels=["Ann", "Bob"])
    assert (w.labels, w.row_labels) == (["later", "soon", "never"], ["Ann", "Bob"])
    for key in ("labels", "row_labels"):
        with pytest.raises(TraitError, match=f"{key} must be .* at most 8 letters; got "):
            WhichAxis(**{key: ["Annabelle", "Bob"]})
