"""Simplex: three logits as one point in two maps, a triangle and a plane."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray

from softmaxlab.core import entropy, softmax
from softmaxlab.widgets import _base
from softmaxlab.widgets._base import STATIC, literal, number, tag, temperature_label, word

LEVELS = (0.2, 0.5, 0.8, 1.0)  # of the entropy, in nats
TICKS = (0.5, 1.0, 2.0)  # temperatures with a ring on the path
WHOLE = range(-4, 5)  # lines of the plane's grid, in both maps
REACH = 5.0  # the plane is drawn from -REACH to REACH

# The drawing: its size, the margins of the triangle and of the plane.
WIDTH, HEIGHT = 320, 310
BESIDE, CORNER = 4, 22
LEFT, RIGHT, TOP, BELOW = 24, 4, 4, 40

Floats = NDArray[np.float64]
Point = tuple[float, float]


class Simplex(_base.Widget):
    """Three logits as a point of the triangle of probabilities and of the plane of differences.

    The interior of the triangle is the whole plane: the lines of the plane's grid are drawn in
    both. Both show the point at temperature ``T``, and the path that it takes as ``T`` runs from 0
    to infinity: a curve from a corner to the centre, and a straight ray. The point can be dragged
    in either.

    Parameters
    ----------
    z : sequence of float
        3 logits between -2000 and 2000.
    T : str or float
        Temperature in [0, inf], as a number or as text; stored as text (``"0.5"``, ``"inf"``).
        0 is the arg max (ties share), ``inf`` is uniform.
    show : {"entropy", "none"}
        Whether contours of the entropy are drawn, at 0.2, 0.5, 0.8 and 1 nats.

    Raises
    ------
    traitlets.TraitError
        For a value that is not one of these, with a sentence that says which and why.

    Notes
    -----
    The coordinates of the plane, (z0 - z2)/T = log(p0/p2) and (z1 - z2)/T = log(p1/p2), are the
    additive log-ratios of the distribution [1]_.

    References
    ----------
    .. [1] J. Aitchison, "The statistical analysis of compositional data", Journal of the Royal
       Statistical Society B 44(2), 139-177, 1982.
       https://doi.org/10.1111/j.2517-6161.1982.tb01195.x

    Examples
    --------
    >>> w = Simplex(z=[2, 1, 0], T=0.5)
    >>> w.probabilities.round(4).tolist()
    [0.8668, 0.1173, 0.0159]
    """

    _esm = STATIC / "simplex.js"
    _css = STATIC / "simplex.css"
    title = "Triangle and plane"

    z = _base.Numbers([2, 1, 0], lo=-2000, hi=2000, least=3, most=3, what="logits").tag(sync=True)
    T = _base.Temperature("1").tag(sync=True)
    show = traitlets.Enum(["entropy", "none"], "entropy").tag(sync=True)

    def __init__(
        self,
        z: Iterable[float] = (2, 1, 0),
        T: str | float = "1",
        show: str = "entropy",
        **traits: Any,
    ) -> None:
        super().__init__(z=z, T=T, show=show, **traits)

    @property
    def probabilities(self) -> Floats:
        """Softmax of the logits at ``T``: the point; shape (3,)."""
        return self._at(self._temperature)

    @property
    def _temperature(self) -> float:
        return _base.read_temperature(self.T)

    @property
    def _differences(self) -> Floats:
        z = np.array(self.z)
        return np.asarray(z[:2] - z[2])

    def _at(self, T: float) -> Floats:
        return np.asarray(softmax(self.z, temperature=T))

    def python(self) -> str:
        """Return the program that computes every number of the present state."""
        T = self._temperature
        lines = [
            "import numpy as np",
            "from softmaxlab import entropy, softmax",
            "",
            f"z = np.array({literal(self.z)})",
            f"T = {literal(T)}",
            "",
            "p = softmax(z, temperature=T)",
            "H = entropy(p)",
            'print("p =", p, "sum", p.sum())',
            'print("H =", H, "nats,", H / np.log(2), "bits")',
            'print("KL(p, uniform) =", np.log(3) - H, "nats")',
            "",
            "# The same point with logits of mean 0",
            "c = z - z.mean()",
            'print("centred", c)',
        ]
        if T > 0:
            lines += [
                "",
                "# Its place in the plane",
                "x, y = (z[:2] - z[2]) / T",
                'print("x =", x, "y =", y)',
            ]
        return "\n".join([*lines, ""])

    def numbers(self) -> str:
        """Return the numbers of the present state as an HTML table."""
        z, p, T = np.array(self.z), self.probabilities, self._temperature
        H = float(entropy(p))
        c = z - z.mean()
        rows: list[list[_base.Cell]] = [
            [str(i), (float(z[i]), "z"), (float(c[i]), "z"), (float(p[i]), "p")] for i in range(3)
        ]
        rows += [
            ["sum", "", "", (float(p.sum()), "nats")],
            ["H, nats", "", "", (H, "nats")],
            ["H, bits", "", "", (H / math.log(2), "nats")],
            ["KL(p‖uniform), nats", "", "", (math.log(3) - H, "nats")],
        ]
        for name, d in zip(("(z₀ − z₂)/T", "(z₁ − z₂)/T"), self._differences, strict=True):
            place = float(d) / T if T > 0 else math.inf
            rows.append([name, "", "", (place, "size") if math.isfinite(place) else ""])
        head = ["class", "z", "z − mean", "p"]
        return _base.table(f"The point at T = {temperature_label(T)}", head, rows)

    # ---- The picture: what js/simplex.mjs draws, at one size

    def figure(self) -> str:
        """Return the picture of the present state."""
        return self._triangle() + self._plane()

    def _triangle(self) -> str:
        side = min(WIDTH - 2 * BESIDE, (HEIGHT - 2 * CORNER) / RISE)
        top, middle = (HEIGHT - side * RISE) / 2, WIDTH / 2
        bottom = top + side * RISE
        corners = np.array([
            [middle, top], [middle - side / 2, bottom], [middle + side / 2, bottom],
        ])  # fmt: skip

        def place(p: Floats) -> Point:
            x, y = p @ corners
            return float(x), float(y)

        whole = [
            line([place(np.array(end)), place(np.array(start))])
            for k in WHOLE
            for end, start in chords(math.exp(k))
        ]
        rest = [chord for k, chord in zip(np.repeat(WHOLE, 2), whole, strict=True) if k]
        axes = [chord for k, chord in zip(np.repeat(WHOLE, 2), whole, strict=True) if not k]
        out = [
            tag("path", class_="smx-rule", d="".join(rest)),
            tag("path", class_="smx-axis", d="".join(axes)),
        ]
        if self.show == "entropy":
            out += [tag("path", class_="smx-level", d=d) for d in contour_lines(place)]
        path = [place(self._at(t)) for t in temperatures(self.z)]
        frame = line([place(row) for row in np.eye(3)]) + "z"
        out += [
            tag("path", class_="smx-frame", d=frame),
            word("class 0", middle, top - 10, "middle"),
            word("class 1", middle - side / 2, bottom + 19),
            word("class 2", middle + side / 2, bottom + 19, "end"),
            tag("path", class_="smx-curve", d=line(path)),
        ]
        out += [ring(place(self._at(t))) for t in TICKS]
        p, T = self.probabilities, self._temperature
        x, y = place(p)
        out.append(tag("circle", class_="smx-knob", cx=x, cy=y, r=8))
        listed = ", ".join(number(float(v), "p") for v in p)
        label = (
            f"A triangle whose corners are the classes 0, 1 and 2, with the point {listed} at"
            f" T = {temperature_label(T)} on its path to the centre, where T is infinite."
        )
        keys = '<span class="smx-key">path of T (○ 0.5, 1, 2)</span>'
        return _base.pane(f"<span>Triangle: p</span>{keys}", label, WIDTH, HEIGHT, *out)

    def _plane(self) -> str:
        side = min(WIDTH - LEFT - RIGHT, HEIGHT - TOP - BELOW)
        unit, right, bottom = side / (2 * REACH), LEFT + side, TOP + side
        d, T = self._differences, self._temperature
        size = float(np.abs(d).max())

        def place(x: float, y: float) -> Point:
            return LEFT + (REACH + x) * unit, TOP + (REACH - y) * unit

        def at(p: Floats) -> Point:
            with np.errstate(divide="ignore"):
                x, y = np.log(p[:2]) - np.log(p[2])
            return place(float(np.clip(x, -99, 99)), float(np.clip(y, -99, 99)))

        def across(k: float) -> str:
            (x, _), (_, y) = place(k, 0), place(0, k)
            return f"M{x:.1f},{TOP}V{bottom}M{LEFT},{y:.1f}H{right}"

        out = [
            tag("path", class_="smx-rule", d="".join(across(k) for k in WHOLE if k)),
            tag("path", class_="smx-axis", d=across(0)),
        ]
        for k in (-4, 0, 4):
            x, y = place(k, k)
            out.append(word(number(k, "z").removesuffix(".0"), x, bottom + 18, "middle"))
            out.append(word(number(k, "z").removesuffix(".0"), LEFT - 6, y, "end", dy="0.35em"))
        out.append(word(AXIS, LEFT + side / 2, bottom + 36, "middle"))
        if self.show == "entropy":
            inside = [
                tag("path", class_="smx-level", d=d, transform=f"translate({-LEFT} {-TOP})")
                for d in contour_lines(at)
            ]
            out.append(tag("svg", "".join(inside), x=LEFT, y=TOP, width=side, height=side))
        out.append(tag("rect", class_="smx-frame", x=LEFT, y=TOP, width=side, height=side))
        if size:
            edge = place(*(d * (REACH / size)))
            out.append(tag("path", class_="smx-curve", d=line([place(0, 0), edge])))
            out += [ring(place(*(d / t))) for t in TICKS if size <= REACH * t]
        near = size <= REACH * T * (1 + 1e-4)  # dragged logits are rounded
        if near:
            x, y = place(*(d / T)) if size else place(0, 0)
            out.append(tag("circle", class_="smx-knob smx-there", cx=x, cy=y, r=8))
        else:
            turn = math.degrees(math.atan2(-d[1], d[0]))
            there = f"translate({edge[0]:.1f} {edge[1]:.1f}) rotate({turn:.1f})"
            arrow = {"d": "M0,0l-19,-7l4,7l-4,7z", "transform": there}
            out.append(tag("path", class_="smx-knob smx-there", **arrow))
        where = (
            f"at {number(d[0] / T, 'z')}, {number(d[1] / T, 'z')}"
            if near and T > 0
            else "at 0, 0"
            if near
            else "beyond the border"
        )
        label = (
            f"The plane of the differences z0 - z2 and z1 - z2, divided by T, with the same point"
            f" {where}; its path is a straight line from the origin."
        )
        levels = "<span>H 1.0, 0.8, 0.5, 0.2 nats</span>" if self.show == "entropy" else ""
        return _base.pane(f"<span>Plane: (z₁ − z₂)/T</span>{levels}", label, WIDTH, HEIGHT, *out)


AXIS = "".join([
    "(z", tag("tspan", "0", class_="smx-sub", dy=3), tag("tspan", " − z", dy=-3),
    tag("tspan", "2", class_="smx-sub", dy=3), tag("tspan", ")/T", dy=-3),
])  # fmt: skip
RISE = math.sqrt(3) / 2  # the height of an equilateral triangle of side 1


def line(points: Iterable[Point]) -> str:
    """Return the path through some points."""
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


def ring(point: Point) -> str:
    """Return the mark of a temperature on the path."""
    return tag("circle", class_="smx-ring", cx=point[0], cy=point[1], r=3.5)


def chords(ratio: float) -> list[tuple[list[float], list[float]]]:
    """Return where p0/p2 and p1/p2 have one value: each a line from a corner to a side."""
    a, b = ratio / (1 + ratio), 1 / (1 + ratio)
    return [([0, 1, 0], [a, 0, b]), ([1, 0, 0], [0, a, b])]


def temperatures(z: Iterable[float]) -> list[float]:
    """Return temperatures at which the path of some logits is drawn, both limits included."""
    gaps = max(z := list(z)) - np.array(z)
    if not gaps.any():
        return [math.inf]
    between = np.geomspace(gaps[gaps > 0].min() / 30, gaps.max() * 50, 97)
    return [0.0, *map(float, between), math.inf]


def contour_lines(place: Callable[[Floats], Point]) -> list[str]:
    """Return the path of each level of the entropy."""
    return ["".join(line(map(place, arc)) for arc in contour(level)) for level in LEVELS]


def contour(level: float) -> list[list[Floats]]:
    """Return three arcs on which the entropy has one value, one about each corner.

    From the centre outwards the entropy falls, being concave, so each ray meets a level at most
    once. A level of log 2 or more is met by every ray, and the arcs join to one closed line; a
    lower one by the rays that end near a corner, between the places where the sides have it.
    """
    centre = np.full(3, 1 / 3)

    def side(share: float) -> Floats:
        return np.array([1 - share, share, 0.0])

    def crossing(of: Callable[[float], float], end: float) -> float:
        """Return where a function that rises on [0, end] is `level`."""
        low, high = 0.0, end
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if of(middle) < level else (low, middle)
        return low

    last = crossing(lambda share: float(entropy(side(share))), 0.5)
    half = []
    for i in range(25):
        end = side(last * math.sin(math.pi * i / 48))
        t = crossing(lambda t, end=end: float(entropy(end + t * (centre - end))), 1.0)  # type: ignore[misc]
        half.append(end + t * (centre - end))
    arc = [p[[0, 2, 1]] for p in reversed(half[1:])] + half
    return [[np.roll(p, turn) for p in arc] for turn in range(3)]
