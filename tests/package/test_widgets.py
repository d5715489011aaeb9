"""The widgets' Python side: their traits, their static picture, and how their files are built."""

import gzip
import json
import math
import re
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pytest
from traitlets import TraitError

from softmaxlab import entropy, softmax
from softmaxlab.widgets import Temperature, _base, build

VIEW = "application/vnd.jupyter.widget-view+json"

STATES = [
    {},
    {"T": 0},
    {"T": math.inf, "compare": []},
    {"z": [5, 5, 1], "T": "0.25"},
    {"z": [4, 3.2, 3, 2.1, 1.4, 0.6, 0, -0.8]},
    {"z": np.linspace(-1, 3, 40), "compare": [0, 2]},
    {"z": [1, 1], "T": 1e-7},
    {"set": "pm0.4", "outlier": True, "T": 3},
    {"set": "pm5", "T": 0},
    {"z": [-2000, 2000], "compare": [1e-300]},
]


# ---- Traits --------------------------------------------------------------------------------------


def test_defaults():
    w = Temperature()
    assert (w.z, w.T, w.compare) == ([2.0, 1.0, 0.1], "1", [0.5, 1.0, 3.0])
    assert (w.set, w.outlier) == ("custom", False)


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
    assert _base.read_temperature(text) == float(text)


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
FINITE = "compare must hold finite temperatures"


@pytest.mark.parametrize(
    ("name", "bad", "sentence"),
    [
        ("z", [1, math.inf], "z must hold finite logits from -2000 to 2000; z[1] is inf."),
        ("z", [math.nan, 1], "z must hold finite logits from -2000 to 2000; z[0] is nan."),
        ("z", [0, 2000.5], "z must hold finite logits from -2000 to 2000; z[1] is 2000.5."),
        ("z", [1, "x"], "z must hold finite logits from -2000 to 2000; z[1] is 'x'."),
        ("z", [1, True], "z must hold finite logits from -2000 to 2000; z[1] is True."),
        ("z", np.array([False, True]), f"{LOGITS}; z[0] is {np.False_!r}."),
        ("z", [1], "z must hold 2 to 101 logits; got 1."),
        ("z", [0] * 102, "z must hold 2 to 101 logits; got 102."),
        ("z", "2, 1", "z must be a list of logits; got '2, 1'."),
        ("z", 3, "z must be a list of logits; got 3."),
        ("compare", [1, math.inf], f"{FINITE}, 0 or more; compare[1] is inf."),
        ("compare", [-1], f"{FINITE}, 0 or more; compare[0] is -1."),
        ("compare", [1, 2, 3, 4], "compare must hold 0 to 3 temperatures; got 4."),
    ],
)  # fmt: skip
def test_lists_say_what_is_wrong(name, bad, sentence):
    with pytest.raises(TraitError) as error:
        Temperature(**{name: bad})
    assert str(error.value) == sentence


def test_other_mistakes():
    with pytest.raises(TraitError, match="pm2"):
        Temperature(set="pm2")
    with pytest.raises(
        TypeError, match="Temperature has no 'temperature'; it has T, compare, outlier, set, z"
    ):
        Temperature(temperature=1)


def test_any_sequence_of_numbers_will_do():
    for z in ([2, 1], (2, 1), np.array([2, 1]), np.array([2.0, 1.0], np.float32), iter([2, 1])):
        assert Temperature(z=z).z == [2.0, 1.0]
    assert Temperature(compare=["0.5", "2"]).compare == [0.5, 2.0]
    w = Temperature()
    w.z.append(9.0)
    assert Temperature().z == [2.0, 1.0, 0.1]  # the default is not shared


@pytest.mark.parametrize("state", STATES)
def test_no_trait_travels_as_a_number_that_json_lacks(state):
    json.dumps(Temperature(**state).get_state(), allow_nan=False)


def test_logits_and_probabilities():
    assert Temperature(T=0.5).probabilities == pytest.approx(softmax([2, 1, 0.1], temperature=0.5))
    w = Temperature(set="pm1", outlier=True, T=3)
    assert w.logits.shape == (101,)
    assert (w.logits[0], w.logits[99], w.logits[-1]) == (-1, 1, 6)
    assert f"{w.probabilities[-1]:.4f}" == "0.0676"
    w.outlier = False
    assert w.logits.shape == (100,)


# ---- The static picture --------------------------------------------------------------------------


class Outline(HTMLParser):
    """Checks that tags close, and collects texts by the tags they are in."""

    def __init__(self, html):
        super().__init__()
        self.stack, self.cells, self.images, self.attributes = [], [], [], []
        self.feed(html)
        assert self.stack == []

    def handle_starttag(self, tag, attributes):
        self.stack.append(tag)
        self.attributes += attributes
        if ("role", "img") in attributes:
            self.images.append(dict(attributes)["aria-label"])
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        if self.stack and self.stack[-1] in ("td", "th"):
            self.cells[-1] += data


def test_a_notebook_gets_no_static_picture(monkeypatch):
    monkeypatch.delenv("SOFTMAXLAB_STATIC_HTML", raising=False)
    data, _ = Temperature()._repr_mimebundle_()
    assert set(data) == {"text/plain", VIEW}


def test_the_book_gets_the_view_and_the_picture(monkeypatch):
    monkeypatch.setenv("SOFTMAXLAB_STATIC_HTML", "1")
    w = Temperature()
    data, _ = w._repr_mimebundle_()
    assert data[VIEW]["model_id"] == w.model_id
    script = re.search(rf'<script type="{re.escape(VIEW)}">(.*?)</script>', data["text/html"])
    assert json.loads(script[1]) == data[VIEW]
    assert w.fallback_html() in data["text/html"]


@pytest.mark.parametrize("state", STATES)
def test_the_picture_is_sound(state):
    w = Temperature(**state)
    outline = Outline(w.fallback_html())
    assert len(outline.images) == 2
    largest = _base.number(float(w.probabilities.max()), "p")
    assert largest in outline.images[0]
    assert largest in outline.cells
    H = float(entropy(w.probabilities))
    assert _base.number(H, "nats") in outline.images[1]
    assert _base.number(math.exp(H), "count") in outline.cells
    drawn = [
        v for k, v in outline.attributes if k in ("d", "x", "y", "cx", "cy", "width", "height")
    ]
    assert not [v for v in drawn if re.search(r"nan|inf|e[-+]?\d", str(v))]


def test_nothing_in_the_picture_needs_a_network_or_a_script():
    html = Temperature().fallback_html()
    assert "http" not in html
    assert "<script" not in html
    assert "id=" not in html  # so two pictures cannot collide


def test_numbers_as_text():
    p = [0, 1, 0.5, 1 / 32, 0.99996, 0.99994, 1e-4, 9.99e-5, 1e-300]
    want = ["0", "1", "0.5000", "0.0313", "1.0000", "0.9999", "0.0001", "<0.0001", "<0.0001"]
    assert [_base.number(x, "p") for x in p] == want
    assert _base.number(-0.00001, "nats") == "0.0000"
    assert _base.number(-1.5, "z") == "−1.5"
    assert _base.number(-0.39191919, "z") == "−0.3919"
    assert _base.number(2, "z") == "2.0"
    assert _base.literal([2.0, 0.1, math.inf]) == "[2, 0.1, np.inf]"


# ---- The program ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_the_program_computes_the_same(state, capsys):
    w = Temperature(**state)
    program = w.python()
    assert program.isascii()
    space = {}
    exec(program, space)
    np.testing.assert_array_equal(space["p"], w.probabilities)
    np.testing.assert_array_equal(space["z"], w.logits)
    assert ("P" in space) == bool(w.compare)
    assert capsys.readouterr().out.startswith("p =")


# ---- The built files -----------------------------------------------------------------------------


def test_built_files_are_current():
    done = subprocess.run(
        [sys.executable, "-m", "softmaxlab.widgets.build", "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")


def test_built_files_stand_alone_and_are_small(measured):
    for path, text in build.build().items():
        if path.suffix == ".js":
            assert text.startswith("// Built from js/")
            assert not re.search(r"^import\b|https?://(?!www\.w3\.org/2000/svg)", text, re.M)
            assert "</script" not in text
            assert len(re.findall(r"^export ", text, re.M)) == 1
            size = len(gzip.compress(text.encode(), 9))
            measured(f"{path.name}: {size} bytes compressed")
            assert size <= 10_240


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A place to build from, and a way to write a module there."""
    js, static = tmp_path / "js", tmp_path / "static"
    js.mkdir()
    static.mkdir()
    monkeypatch.setattr(build, "SOURCES", js)
    monkeypatch.setattr(build, "STATIC", static)

    def write(**modules):
        for name, text in modules.items():
            (js / f"{name}.mjs").write_text(text, encoding="utf-8")
        return static

    return write


def test_modules_are_joined_in_order_without_what_nothing_uses(sources, capsys):
    static = sources(
        a='// "hi"\nexport const one = 1; // the first\nexport const unused = `${one}`;\n',
        b='import { one } from "./a.mjs";\nexport function two() {\n  return one + 1; /* x */\n}\n',
        main='import { two } from "./b.mjs";\nexport default { f: () => "a = //b" + two() / 2 };\n',
    )
    assert build.main([]) == 0
    assert (static / "main.js").read_text(encoding="utf-8").splitlines()[1:] == [
        "const one=1;",
        "function two(){",
        "return one + 1;",
        "}",
        'export default{f:()=>"a = //b" + two()/ 2};',
    ]
    assert capsys.readouterr().out == "static/main.css written\nstatic/main.js written\n"
    assert build.main(["--check"]) == 0


def test_stale_missing_and_left_over_files_are_named(sources, capsys):
    static = sources(main="export default 1;\n")
    build.main([])
    (static / "main.js").write_text("old")
    (static / "gone.js").write_text("left over")
    (static / "main.css").unlink()
    capsys.readouterr()
    assert build.main(["--check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "static/gone.js", "static/main.css", "static/main.js",
    ]  # fmt: skip
    assert build.main([]) == 0
    assert sorted(path.name for path in static.iterdir()) == ["main.css", "main.js"]
    assert build.main(["--what"]) == 2


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        ('\nimport { b } from "./c.mjs";', "line 2: there is no module c.mjs."),
        ('import { b } from "./a.mjs";', "line 1: a.mjs does not export 'b'."),
        ('import { a as b } from "./a.mjs";', "line 1: an import cannot be renamed, all"),
        ('import * as a from "./a.mjs";', "line 1: imports are written `import { a, b } from"),
        ("export { a };", "line 1: `export` is written in front of the declaration."),
        ('const end = "</script>";', "line 1: a page that embeds this text would end there."),
        ("const x = `a${`b`}`;", "line 1: template literals do not nest."),
        ('import { a } from "./a.mjs";\nconst a = 1;', "a.mjs and main.mjs both declare 'a'."),
        ('import { d } from "./d.mjs";', "The imports go in a circle: d.mjs -> e.mjs -> d.mjs."),
        ('import { f } from "./f.mjs";', "f.mjs, line 2: a widget cannot be imported by another"),
    ],
)
def test_mistakes_are_said_in_sentences(sources, main, sentence):
    sources(
        a="export const a = 1;\nconst hidden = 2;\n",
        d='import { e } from "./e.mjs";\nexport const d = e;\n',
        e='import { d } from "./d.mjs";\nexport const e = d;\n',
        f="export const f = 1;\nexport default f;\n",
        main=main + "\nexport default 1;\n",
    )
    with pytest.raises(build.BuildError) as error:
        build.bundle(build.SOURCES / "main.mjs")
    assert str(error.value).removeprefix("main.mjs, ").startswith(sentence)
