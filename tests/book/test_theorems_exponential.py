"""The theorems of the chapter on the exponential function."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
from mpmath import mp, mpf
from support.places import BOOK
from support.theorems import holds, same

Real = Callable[[mpf], mpf]

POINTS = [mpf(v) for v in ("-30", "-2.5", "-1", "0", "0.1", "1", "3", "8", "30")]


@cache
def series(x: mpf) -> mpf:
    """The exponential of x as the sum of x**k / k!, which uses no rule of powers."""
    with mp.workdps(90):  # for x = -60 the terms cancel 52 digits
        term = total = mpf(1)
        k = 0
        while abs(term) > mpf(10) ** -85:
            k += 1
            term *= x / k
            total += term
    return +total


def test_thm_exponential_slope() -> None:
    def own_slope_from_one(f: Real) -> None:
        same(f(mpf(0)), 1, 1e-40)
        for x in POINTS:
            same(mp.diff(f, x) / f(x), 1, 1e-20)

    holds(
        own_slope_from_one,
        mp.exp,
        lambda x: 5 * mp.exp(x),  # its own slope, but it does not start at 1
        lambda x: mp.mpf(2) ** x,
        lambda x: mp.exp(2 * x),
        mp.cosh,
        lambda x: 1 + x + x**2 / 2,
    )

    # Whoever starts at 1 and follows the slope arrives at e**x, and nowhere else.
    arrived = mp.odefun(lambda x, y: y, 0, 1)

    def solution(f: Real) -> None:
        for x in ("0.3", "1", "2.5"):
            same(arrived(mpf(x)), f(mpf(x)), 1e-20)

    holds(solution, series, lambda x: mpf(2) ** x, lambda x: 1 + x, lambda x: mp.exp(x**2))


def test_thm_exponential_ratios() -> None:
    pairs = [(a, b) for a in POINTS for b in POINTS]

    def product(formula: Callable[[mpf, mpf], mpf]) -> None:
        for a, b in pairs:
            same(series(a + b) / formula(a, b), 1, 1e-20)

    holds(
        product,
        lambda a, b: series(a) * series(b),
        lambda a, b: series(a) + series(b),
        lambda a, b: series(a * b) if abs(a * b) < 60 else mpf(1),
        lambda a, b: series(a) ** b if b else mpf(1),
    )

    def ratio(formula: Callable[[mpf, mpf], mpf]) -> None:
        for a, b in pairs:
            same(series(a) / series(b) / formula(a, b), 1, 1e-20)
            same(np.exp(float(a)) / np.exp(float(b)) / float(formula(a, b)), 1, 1e-12)

    holds(
        ratio,
        lambda a, b: mp.exp(a - b),
        lambda a, b: mp.exp(b - a),
        lambda a, b: mp.exp(a / b) if b else mpf(1),
        lambda a, b: a / b if a and b else mpf(1),
    )

    def common(change: Callable[[mpf, mpf], mpf]) -> None:
        for a, b in pairs:
            for c in POINTS:
                moved = series(change(a, c)) / series(change(b, c))
                same(moved / (series(a) / series(b)), 1, 1e-20)

    holds(common, lambda a, c: a + c, lambda a, c: a * mpf("1.5"))

    def inverse(of: Real) -> None:
        for x in POINTS:
            same(series(x) * of(x), 1, 1e-30)

    holds(inverse, lambda x: series(-x), series, lambda x: -series(x))


def softplus(x: mpf) -> mpf:
    return mp.log1p(mp.exp(x))


def sigmoid(x: mpf) -> mpf:
    return 1 / (1 + mp.exp(-x))


def test_the_shape_of_the_curve() -> None:
    grid = [mpf(k) / 4 for k in range(-120, 121)]

    def positive_and_increasing(f: Real) -> None:
        heights = [f(x) for x in grid]
        assert all(h > 0 for h in heights)
        assert all(a < b for a, b in pairwise(heights))

    holds(positive_and_increasing, series, lambda x: series(-x), lambda x: x, lambda x: x**2 + 1)

    def convex(f: Real) -> None:
        """Between two points the curve lies strictly below the chord."""
        for a, b in zip(grid, grid[7:], strict=False):
            for t in (mpf("0.1"), mpf("0.5"), mpf("0.8")):
                assert f(t * a + (1 - t) * b) < t * f(a) + (1 - t) * f(b)

    holds(convex, mp.exp, sigmoid, mp.atan, lambda x: x, lambda x: -mp.exp(x))

    def above(tangent: Callable[[mpf, mpf], mpf]) -> None:
        """The line lies below the curve and meets it at a; there it also has the curve's slope."""
        for a in POINTS:
            same(tangent(a, a) / series(a), 1, 1e-30)
            same(mp.diff(lambda x, a=a: tangent(a, x), a) / mp.diff(mp.exp, a), 1, 1e-20)
            for x in grid:
                assert x == a or mp.exp(x) > tangent(a, x)

    holds(
        above,
        lambda a, x: mp.exp(a) * (1 + x - a),
        lambda a, x: mp.exp(a) + x - a,
        lambda a, x: 1 + x,
        lambda a, x: mp.exp(a) * (1 + x - a + (x - a) ** 2 / 2),
    )

    def leaves_the_axis(where: Real) -> None:
        """What the picture shows: the tangent at a is 0 one unit before a."""
        for a in POINTS:
            slope = mp.diff(mp.exp, a)
            same((series(a) + slope * (where(a) - a)) / slope, 0, 1e-20)

    holds(leaves_the_axis, lambda a: a - 1, lambda a: a - 2, lambda a: mpf(0))

    def limits(f: Real) -> None:
        """By e**x >= 1 + x the curve is above M from M on, and below 1/M from -M on."""
        for M in (mpf(10) ** k for k in range(1, 7)):
            assert f(M) > M
            assert 0 < f(-M) < 1 / M

    holds(limits, mp.exp, sigmoid, lambda x: 1 + x, lambda x: 1 / mp.exp(x), mp.cosh)


# ---- Only exponentials are translation invariant -------------------------------------------------

SCORES = [
    ["2", "1", "0"],
    ["-1", "0", "1"],
    ["0.3", "-1.7", "2.2", "0", "-0.4"],
    ["1", "0"],
    ["-6.5", "4"],
]
SLIDES = [mpf(c) for c in ("1", "-1", "0.3", "-7", "12")]

EXPONENTIALS: dict[str, Real] = {
    "exp": mp.exp,
    "2**z": lambda z: mpf(2) ** z,
    "5 * 10**(-z/3)": lambda z: 5 * mpf(10) ** (-z / 3),
    "constant": lambda z: mpf(3),
    "root": lambda z: mp.sqrt(mp.exp(z + 1)),
}
OTHERS: dict[str, Real] = {
    "softplus": softplus,
    "sigmoid": sigmoid,
    "1 + z**2": lambda z: 1 + z**2,
    "cosh": mp.cosh,
    "exp + 1": lambda z: mp.exp(z) + 1,
    "exp of |z|": lambda z: mp.exp(abs(z)),
    "exp of z**2": lambda z: mp.exp(z**2 / 9),
    "nearly exp": lambda z: mp.exp(z + mp.sin(z) / 1000),
    "periodic": lambda z: mp.exp(z + mp.sin(2 * mp.pi * z)),
}


def shares(f: Real, z: Sequence[mpf]) -> list[mpf]:
    weights = [f(v) for v in z]
    return [w / mp.fsum(weights) for w in weights]


def ignores_a_common_constant(f: Real, cases: Sequence[Sequence[str]] = SCORES) -> bool:
    for case in cases:
        z = [mpf(v) for v in case]
        for c in SLIDES:
            moved = shares(f, [v + c for v in z])
            if any(abs(a - b) > mpf("1e-30") for a, b in zip(moved, shares(f, z), strict=True)):
                return False
    return True


def is_exponential(f: Real) -> bool:
    """Whether f(x) = C exp(beta x) with C > 0, where C and beta are read off at 0 and 1."""
    C, beta = f(mpf(0)), mp.log(f(mpf(1)) / f(mpf(0)))
    points = [mpf(v) for v in ("-5", "-0.7", "0.5", "2", "3.3")]
    return C > 0 and all(abs(f(x) / (C * mp.exp(beta * x)) - 1) < mpf("1e-30") for x in points)


def test_thm_exponential_only() -> None:
    def equivalent(description: Callable[[Real], bool]) -> None:
        """Shares stay under slides for exactly those maps that the description names."""
        for f in [*EXPONENTIALS.values(), *OTHERS.values()]:
            assert ignores_a_common_constant(f) == description(f)

    def increasing(f: Real) -> bool:
        return all(f(mpf(k)) < f(mpf(k + 1)) for k in range(-5, 5))

    holds(
        equivalent,
        is_exponential,
        lambda f: is_exponential(f) and f(mpf(0)) == 1,  # other C are possible
        lambda f: is_exponential(f) and increasing(f),  # so are other signs of beta
        increasing,  # to keep the order is not enough
        lambda f: f in (mp.exp, OTHERS["softplus"]),
        lambda f: is_exponential(f) or f is OTHERS["nearly exp"],
    )

    # Two options show every breach: K = 2 says all.
    two = [case for case in SCORES if len(case) == 2]
    for f in [*EXPONENTIALS.values(), *OTHERS.values()]:
        assert ignores_a_common_constant(f, two) == is_exponential(f)

    def order(condition: Callable[[mpf], bool]) -> None:
        """A higher score has a strictly higher share for exactly those beta."""
        for beta in map(mpf, ("-2", "-0.01", "0", "0.01", "1", "3")):
            kept = True
            for case in SCORES:
                z = [mpf(v) for v in case]
                p = shares(lambda x, b=beta: 4 * mp.exp(b * x), z)
                higher = [(i, j) for i in range(len(z)) for j in range(len(z)) if z[i] > z[j]]
                kept &= all(p[i] > p[j] for i, j in higher)
            assert kept == condition(beta)

    holds(order, lambda b: b > 0, lambda b: b >= 0, lambda b: b >= 1, lambda b: b != 0)


def test_where_ratios_matter_weights_are_powers() -> None:
    """The solution of an exercise: multiplying both scores keeps the ratio for powers alone."""

    def ignores_a_common_factor(f: Real) -> None:
        for a, b in (("0.1", "3"), ("1", "2"), ("7", "0.5")):
            for c in map(mpf, ("0.2", "3", "10")):
                same(f(c * mpf(a)) / f(c * mpf(b)) / (f(mpf(a)) / f(mpf(b))), 1, 1e-30)

    holds(ignores_a_common_factor, lambda z: 5 * z**3, mp.exp, softplus, lambda z: 1 + z**3)


def test_what_floats_do() -> None:
    """The fold *In practice*: its few lines run, and its claims about float32 and float64 hold."""
    page = (BOOK / "exponential.md").read_text(encoding="utf-8")
    fold = page.partition(":::{in-practice}")[2].partition("\n:::")[0]
    (program,) = re.findall(r"^```python\n(.*?)^```", fold, re.S | re.M)
    names: dict[str, float] = {}
    exec(program, names)
    assert np.isnan(names["separately"])
    assert names["together"] == np.exp(1.0)
    with np.errstate(over="ignore", under="ignore"):
        assert np.isfinite(np.exp(102.0))
        assert np.isinf(np.exp(np.float32(102)))
        assert np.isfinite(np.exp(np.float16(11.0859375)))
        assert np.isinf(np.exp(np.float16(11.09375)))  # the next one
        assert np.exp(-745.0) == np.nextafter(0.0, 1.0)
        assert np.exp(-746.0) == 0.0
    assert 1 + 1e-16 == 1


def test_each_assumption_of_the_characterisation_is_used() -> None:
    # K = 1: the only share is 1, whatever f is.
    assert ignores_a_common_constant(OTHERS["softplus"], [["0.3"], ["-2"]])

    # f > 0: a negative exponential makes the same shares, so C > 0 would be false without it.
    def negative(x: mpf) -> mpf:
        return -mp.exp(x)

    assert ignores_a_common_constant(negative)
    assert not is_exponential(negative)

    # Continuity: on the numbers a + b sqrt(2) with rational a and b there is an f > 0 that jumps
    # everywhere, f(a + b sqrt(2)) = exp(a); its shares ignore a common constant.
    Number = tuple[Fraction, Fraction]

    def real(q: Fraction) -> mpf:
        return mpf(q.numerator) / q.denominator

    def value(x: Number) -> mpf:
        return real(x[0]) + mp.sqrt(2) * real(x[1])

    def wild(x: Number) -> mpf:
        return mp.exp(real(x[0]))

    def add(x: Number, y: Number) -> Number:
        return (x[0] + y[0], x[1] + y[1])

    z: list[Number] = [
        (Fraction(1), Fraction(0)),
        (Fraction(0), Fraction(1)),
        (Fraction(-1, 2), Fraction(2, 3)),
    ]
    for c in [(Fraction(5), Fraction(-7, 3)), (Fraction(-1, 9), Fraction(4))]:
        moved = [wild(add(v, c)) for v in z]
        before = [wild(v) for v in z]
        same([w / mp.fsum(moved) for w in moved], [w / mp.fsum(before) for w in before], 1e-30)
    beta = mp.log(wild(z[0]) / wild((Fraction(0), Fraction(0))))
    assert abs(wild(z[1]) - mp.exp(beta * value(z[1]))) > 1  # no exponential, and
    assert value(z[1]) > value(z[0])
    assert wild(z[1]) < wild(z[0])  # the order is not kept: an f that keeps it cannot jump
