"""Iterated softmax: 60 digits, the thresholds in T, what the picture of the chapter shows."""

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import softmaxlab as sl
from softmaxlab.dynamics import iterated_softmax

inf, nan = np.inf, np.nan
starts = st.lists(st.floats(-20, 20), min_size=1, max_size=7)


@given(x=starts, n_iter=st.integers(0, 5), t=st.floats(0.2, 20))
def test_every_row_has_the_digits_of_60(reference, x, n_iter, t):
    got = iterated_softmax(x, n_iter, temperature=t)
    assert got.shape == (n_iter + 1, len(x))
    with mpmath.workdps(60):
        p = [mpmath.mpf(y) for y in x]
        for row in got:
            e = [mpmath.exp(y / mpmath.mpf(t)) for y in p]
            p = [y / mpmath.fsum(e) for y in e]
            assert_allclose(row, [float(y) for y in p], rtol=1e-11)


@pytest.mark.parametrize("t", [0, 0.05, 1, 3.0, inf])
def test_row_0_is_softmax_and_each_row_the_softmax_of_the_one_before(make, values, t):
    for dtype in ("float32", "float64"):
        x = make([2.0, 1.0, -inf, 0.1], dtype)
        got = iterated_softmax(x, 3, temperature=t)
        assert got.dtype == x.dtype
        assert_array_equal(values(got[0, ...]), values(sl.softmax(x, temperature=t)))
        for before, row in zip(range(3), range(1, 4), strict=True):
            want = sl.softmax(got[before, ...], temperature=t)
            assert_array_equal(values(got[row, ...]), values(want))


def test_half_precision_is_rounded_at_every_step():
    for x in (np.linspace(0, 1, 5, dtype="float16"), torch.linspace(0, 1, 5).bfloat16()):
        got = iterated_softmax(x, 4)
        assert got.dtype == x.dtype
        for k in range(4):
            assert (got[k + 1] == sl.softmax(got[k])).all()


def test_several_starts_at_once(make, values):
    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    got = values(iterated_softmax(make(x), 5, temperature=0.3))
    assert got.shape == (6, 2, 3, 4)
    for at in np.ndindex(2, 3):
        assert_allclose(got[:, *at], iterated_softmax(x[at], 5, temperature=0.3), rtol=1e-13)


def spread(p):
    return p.max(-1) - p.min(-1)


def test_what_the_picture_shows():
    """Its k counts from the start values: k = 1 is row 0."""
    p = iterated_softmax(np.linspace(0, 1, 20), 49)
    assert f"{p[0].min():.4f} {p[0].max():.4f} {p[1].max():.4f}" == "0.0290 0.0788 0.0515"
    assert f"{spread(p)[7]:.2e} {sl.entropy(p[7]):.4f}" == "3.91e-11 2.9957"
    assert [f"{r:.4f}" for r in spread(p)[3:8] / spread(p)[2:7]] == ["0.0500"] * 5
    cold = iterated_softmax(np.linspace(0, 1, 20), 49, temperature=0.1)
    assert f"{cold[7].max():.4f}" == "0.9991"
    cool = iterated_softmax(np.linspace(0, 1, 20), 49, temperature=0.13)
    assert f"{cool[7].max():.4f} {cool[49].max():.4f}" == "0.1277 0.0500"


def test_the_switch_from_20_points_is_at_0_12891():
    x = np.linspace(0, 1, 20)
    assert iterated_softmax(x, 1000, temperature=0.12890)[-1].max() > 0.5
    assert_allclose(iterated_softmax(x, 1000, temperature=0.12892)[-1], 0.05, rtol=1e-6)


@pytest.mark.parametrize(
    ("n", "limit"), [(3, 0.3642), (4, 0.3107), (5, 0.2805), (10, 0.2193), (20, 0.1825)]
)
def test_a_frozen_fixed_point_exists_below_the_known_temperature(n, limit):
    one_hot = np.eye(n)[0]
    assert iterated_softmax(one_hot, 1500, temperature=limit - 1e-4)[-1].max() > 1.5 / n
    assert_allclose(iterated_softmax(one_hot, 1500, temperature=limit + 1e-4)[-1], 1 / n, rtol=1e-3)


@pytest.mark.parametrize("n", [2, 3, 20])
def test_deviations_from_uniform_are_divided_by_n_times_the_temperature(n):
    x = np.full(n, 1 / n)
    x[:2] += [1e-6, -1e-6]
    for t in (0.9 / n, 1.1 / n, 1.0):
        p = iterated_softmax(x, 1, temperature=t)
        assert_allclose(spread(p) / 2e-6, [1 / (n * t), 1 / (n * t) ** 2], rtol=1e-4)


def test_lists_booleans_and_integers(values):
    assert_array_equal(iterated_softmax([True, False], 1), iterated_softmax([1.0, 0.0], 1))
    assert iterated_softmax(torch.tensor([1, 0]), np.int64(1)).dtype == torch.float32


def test_the_input_stays_as_it_is(make, values):
    x = make([2.0, 1.0, 0.1])
    iterated_softmax(x, 3)
    assert_array_equal(values(x), [2.0, 1.0, 0.1])


def test_derivatives():
    torch.manual_seed(0)
    x = torch.randn(2, 4, dtype=torch.float64, requires_grad=True)
    t = torch.tensor(0.4, dtype=torch.float64, requires_grad=True)
    f = lambda x, t: iterated_softmax(x, 3, temperature=t)  # noqa: E731
    assert torch.autograd.gradcheck(f, (x, t))
    assert torch.autograd.gradgradcheck(f, (x, t))


def test_what_is_wrong_is_named(make):
    with pytest.raises(ValueError, match="n_iter must be at least 0, got -1"):
        iterated_softmax(make([1.0, 2.0]), -1)
    for n_iter in (1.5, "3", None):
        with pytest.raises(TypeError, match=f"n_iter must be an integer, got {n_iter!r}"):
            iterated_softmax(make([1.0, 2.0]), n_iter)
    with pytest.raises(ValueError, match="axis -1 is out of range: x has shape"):
        iterated_softmax(make(1.0), 2)
    with pytest.raises(ValueError, match="axis -1 of x is empty"):
        iterated_softmax(make(np.ones((2, 0))), 2)
    with pytest.raises(ValueError, match="temperature must lie between 0 and inf"):
        iterated_softmax(make([1.0, 2.0]), 2, temperature=-1)
