"""The stills: what a widget's own JavaScript draws under Node, as HTML that stands by itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from _ext.node import NODE
from _ext.widgets import stills as stills_module
from _ext.widgets.stills import StillError, Stills
from bs4 import BeautifulSoup
from support.numbers import number, same
from support.small_book import CELL, build, make_book
from support.widget_html import still
from support.widgets import WIDGETS

from softmaxlab.widgets import (
    ExpRatio,
    Guess,
    LogTwoWays,
    Pipeline,
    Simplex,
    Temperature,
    WhichAxis,
)

# Everyday states, the ends of every trait, and what a page has never shown before.
STATES = [
    *(entry.cls(**state) for entry in WIDGETS.values() for state in entry.crowded),
    Temperature(T=0),
    Temperature(T="inf", compare=[]),
    Temperature(z=np.linspace(-1, 3, 40), compare=[0, 2]),
    Temperature(z=[1, 1], T=1e-7),
    Temperature(set="pm0.4", outlier=True, T=3),
    Temperature(z=[-2000, 2000], compare=[1e-300]),
    Temperature(view="curves", T=0),
    Temperature(view="curves", z=[3, 3], T="inf"),
    Temperature(view="points", z=[-2000, 2000], T=1e-7),
    Temperature(view="points", z=np.linspace(-1, 3, 40), T=0),
    Temperature(view="bars", z=np.linspace(-1, 3, 40)),
    Temperature(view="draws"),
    Temperature(view="draws", z=[1, 1], drawn=[0, "inf"], seed=7),
    ExpRatio(x=-10, d=0.1, logy=True),
    ExpRatio(x=10, d=6),
    ExpRatio(view="windows", x=0, d=3),
    ExpRatio(view="windows", covered=True),
    ExpRatio(view="slide", c=-1),
    Guess(z=[-2000, 0, 2000], guess=[0.01, 0.01, 0.98], shown=True),
    *(LogTwoWays(view=view, d=d) for view in ("part", "stairs") for d in (0, 100, 104, 1000)),
    Pipeline(z=[1000, 1001, 1002], c=-20, f=10, shifted=True),
    Pipeline(z=[-2000, -1000], f=10),
    *(Pipeline(view=view, z=[-2000, 0.1, 2000], f=10, c=-1) for view in Pipeline.views[1:]),
    Pipeline(view="level", z=[2, 1, 0], c=-1),
    *(Simplex(view=view, z=[-2000, 2000, 0.1], T=3) for view in Simplex.views[1:]),
    Simplex(z=[0, 0, 0], T="inf", show="none"),
    Simplex(z=[-2000, 2000, 0.1], T=1e-300),
    Simplex(z=[0.1, 0.2, 0.30001], T=1e9),
]
each = pytest.mark.parametrize("widget", STATES, ids=lambda w: type(w).__name__)


class Nesting(HTMLParser):
    """Sees that elements end in the order in which they began."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("input", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@each
def test_a_still_is_sound(widget) -> None:
    html = still(widget)
    Nesting(html)
    soup = BeautifulSoup(html, "html.parser")
    (root,) = soup.select(".smx-still")
    assert not root.has_attr("data-ready")
    drawn = re.findall(r' (?:d|x|y|cx|cy|r|width|height|transform|x1|x2|y1|y2)="([^"]*)"', html)
    assert len(drawn) >= 20
    assert not [value for value in drawn if re.search(r"nan|inf|undef|\de|\.\d\d", value, re.I)]
    pictures = root.select("svg[role=img]")
    assert len(pictures) == 2 * len(root.select(".smx-pane"))
    assert all(len(picture["aria-label"].split()) >= 5 for picture in pictures)
    assert all(node.has_attr("disabled") for node in root.select("input, button"))
    assert "http" not in html
    ids = [node["id"] for node in root.select("[id]")]
    assert len(ids) == len(set(ids))
    named = {word for a in ("for", "aria-labelledby") for n in root.select(f"[{a}]")
             for word in n[a].split()}  # fmt: skip
    assert named | set(re.findall(r"url\(#([\w-]+)\)", html)) <= set(ids)


@each
def test_a_still_holds_the_numbers_and_the_program(widget) -> None:
    root = BeautifulSoup(still(widget), "html.parser")
    outputs = root.select("table output[data-value]")
    assert outputs
    for out in outputs:
        assert out.get_text() == number(float(out["data-value"]), out["data-kind"]), out
    space: dict[str, object] = {}
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        exec(root.select_one(".smx-code").get_text(), space)
        for out in outputs:
            value = float(eval(out["data-py"], space))
            assert same(float(out["data-value"]), value), out


@pytest.mark.parametrize(("widget", "words"), [
    (Temperature(T=0.5), ["Bars of the probabilities at T = 0.5: 0.8638, 0.1169, 0.0193.",
                          "at T = 0.5 it is 0.4537 nats, as much as 1.574 equal choices."]),
    (Temperature(set="pm1", outlier=True), ["101 scores at T = 1, log scale; the largest is 0.77",
                                            "from 0 to 4.6151 nats"]),
    (ExpRatio(), ["at 1.0 it is 2.7182818 high, 1.0 further right 7.3890561, which is 2.7183"]),
    (Guess(shown=True), ["gives the scores later 2.0, soon 1.0, never 0.1: later 0.66, soon 0.24"]),
    (LogTwoWays(), ["0 −4.54×10⁻⁵, 1 −10.0000, 2 −20.0000, 3 −99.9831", "3 −100.0000, 4 −800"]),
    (LogTwoWays(view="part", d=103), ["as −log(softmax) is 103.279, as −log_softmax 103.000;"]),
    (Pipeline(c=3), ["scores later 5.0, soon 4.0, never 3.1 become the shares later 0.6590,"]),
    (Pipeline(view="level", c=-1), ["later 1, soon 0, never −0.9; plain shares later 10, soon 0,"]),
    (Pipeline(view="level", z=[2, 1, 0], c=-1), ["shares undefined, as the scores sum to 0;"]),
    (Pipeline(view="scale", f=0.1), ["soon 0.33, never 0.30, flatter, same order."]),
    (Pipeline(view="exponentiate-add-divide", step=1), ["exponentials later 7.39, soon 2.72,"]),
    (Simplex(view="point"), ["a point in it: later 0.66, soon 0.24, never 0.10."]),
    (Simplex(view="path", T=0), ["from later at T = 0 to the centre at T = ∞. At T = 0 it is"]),
    (Simplex(), ["later, soon and never, with the point 0.6590, 0.2424, 0.0986 at T = 1 on its",
                 "at 1.9, 0.9;"]),
    (Simplex(z=[8, 0, 0]), ["0.9993", "with the same point beyond the border;"]),
    (WhichAxis(), ["scores by rows: 1.0, 2.0, 3.0; 0.5, 1.5, 2.5. Row 0, column 0 has its share",
                   "shares along axis 1 by rows: 0.0900, 0.2447, 0.6652; 0.0900,"]),
    (WhichAxis(keepdims=False), ["has its share of row 0.", "with shapes (2,3) (2,)."]),
    (Simplex(z=[3, 3, 3], T=0), ["0.3333, 0.3333, 0.3333", "at 0.0, 0.0;"]),
])  # fmt: skip
def test_a_drawing_says_in_words_what_it_shows(widget, words: list[str]) -> None:
    labels = re.findall(r'<svg [^>]*aria-label="([^"]*)"', still(widget))
    for narrow, wide, part in zip(labels[::2], labels[1::2], words, strict=True):
        assert part in unescape(narrow)
        assert narrow == wide


def test_a_still_does_not_tell_what_a_prediction_hides() -> None:
    html = still(Guess())
    known = ("0.6590", "0.66", "0.24", "0.10")
    assert not [value for value in known if value in html]
    assert all(value in still(Guess(shown=True)) for value in known)


def test_a_still_is_the_same_in_every_build_and_stills_share_no_ids() -> None:
    widget = Simplex()
    first = still(widget, "book/page-0")
    other = Stills()
    again = other.draw(Simplex._esm, dict(widget.get_state()), "book/page-0")
    other.close()
    assert again == first
    ids = [set(re.findall(r' id="([^"]*)"', still(widget, name))) for name in ("a-0", "a-1")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_one_process_draws_all_and_is_let_go() -> None:
    drawer = Stills()
    state = dict(Temperature().get_state())
    assert drawer.process is None
    drawer.draw(Temperature._esm, state, "one")
    process = drawer.process
    drawer.draw(Temperature._esm, state, "two")
    assert drawer.process is process
    drawer.close()
    assert process.returncode == 0


@pytest.mark.parametrize(("esm", "complaint"), [
    ("export default { render() { throw new Error('on purpose') } }", "Error: on purpose"),
    ("this is no JavaScript", "SyntaxError"),
    ("export default { render({ el }) { el.animate([]) } }", "el.animate is not a function"),
])  # fmt: skip
def test_a_widget_that_cannot_be_drawn_is_an_error(esm: str, complaint: str) -> None:
    drawer = Stills()
    with pytest.raises(StillError, match=re.escape(complaint)):
        drawer.draw(esm, {}, "broken")
    assert "0.6590" in drawer.draw(Temperature._esm, dict(Temperature().get_state()), "next")
    drawer.close()


def test_node_that_ends_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ends.mjs").write_text("process.exit(3);")
    monkeypatch.setattr(stills_module, "PROGRAM", tmp_path / "ends.mjs")
    drawer = Stills()
    with pytest.raises(StillError, match="Node ended without an answer"):
        drawer.draw("", {}, "none")
    drawer.close()


def test_the_programs_are_sound() -> None:
    folder = Path(stills_module.__file__).parent
    for file in folder.glob("*.*js"):
        subprocess.run([NODE, "--check", file], check=True)


BROKEN = """import anywidget
class Broken(anywidget.AnyWidget):
    _esm = "export default { render() { throw new Error('not to be drawn') } }"
Broken()"""


def test_a_widget_that_cannot_be_drawn_stops_the_build(tmp_path: Path) -> None:
    assert shutil.which(NODE)
    code, output = build(make_book(tmp_path, index="# Cover\n\n" + CELL % BROKEN))
    assert code != 0
    assert "book/index: the figure 'widget' cannot be drawn" in output
    assert "not to be drawn" in output
