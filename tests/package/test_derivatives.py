"""The closed forms against autograd, 60 digits and their own symmetries."""

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import softmaxlab as sl

inf, nan = np.inf, np.nan
logits = st.lists(st.floats(-30, 30), min_size=1, max_size=6)
temperatures = st.floats(0.05, 50)


def gradient(z, *, temperature):
    return sl.temperature_gradient(z, temperature)


ALL = [sl.softmax_jacobian, sl.softmax_hessian, gradient]


def stable(z, t):
    """Independent of the package: PyTorch's softmax, differentiated by PyTorch."""
    return torch.softmax((z - z.amax(-1, keepdim=True).detach()) / t, -1)


@given(z=logits, t=temperatures)
def test_jacobian_and_hessian_are_what_autograd_finds(z, t):
    z = torch.tensor(z, dtype=torch.float64)
    J = torch.func.jacrev(lambda x: stable(x, t))
    close = {"rtol": 1e-9, "atol": 1e-12}
    torch.testing.assert_close(sl.softmax_jacobian(z, temperature=t), J(z), **close)
    close["atol"] /= min(1, t) ** 2
    torch.testing.assert_close(
        sl.softmax_hessian(z, temperature=t), torch.func.jacfwd(J)(z), **close
    )


@given(z=logits, t=temperatures)
def test_temperature_gradient_is_what_60_digits_give(z, t):
    with mpmath.workdps(60):
        e = [mpmath.exp(mpmath.mpf(x) / mpmath.mpf(t)) for x in z]
        p = [x / mpmath.fsum(e) for x in e]
        # z_i − Σ p_j z_j as Σ p_j (z_i − z_j), which does not cancel
        slope = [mpmath.fsum(q * (mpmath.mpf(y) - x) for q, x in zip(p, z, strict=True)) for y in z]
        want = [float(-q * s / mpmath.mpf(t) ** 2) for q, s in zip(p, slope, strict=True)]
    scale = max(abs(x) for x in want)
    assert_allclose(sl.temperature_gradient(z, t), want, rtol=1e-9, atol=1e-13 * scale + 1e-300)


@pytest.mark.parametrize("f", ALL)
def test_batches_are_row_by_row(make, values, f):
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    got = values(f(make(z), temperature=0.7))
    for at in np.ndindex(2, 3):
        assert_allclose(got[at], values(f(z[at], temperature=0.7)), rtol=1e-13)


@given(z=logits, t=temperatures)
def test_symmetries(z, t):
    J, H = (f(z, temperature=t) for f in (sl.softmax_jacobian, sl.softmax_hessian))
    assert_array_equal(J, J.T)
    assert_array_equal(H, H.swapaxes(1, 2))
    for axis in range(2):
        assert_allclose(J.sum(axis), 0, atol=1e-15 / t)
    for axis in range(3):
        assert_allclose(H.sum(axis), 0, atol=1e-14 / t**2)
    assert np.linalg.eigvalsh(J).min() >= -1e-15 / t
    assert_allclose(gradient(z, temperature=t).sum(), 0, atol=1e-13 / t)


def test_jacobian_does_not_cancel_where_one_entry_dominates():
    small = np.exp(-50.0) / (1 + np.exp(-50.0)) ** 2
    assert_allclose(
        sl.softmax_jacobian([50.0, 0.0]), [[small, -small], [-small, small]], rtol=1e-14
    )
    H = sl.softmax_hessian([50.0, 0.0])
    assert_allclose(H[0, 0, 0], -small, rtol=1e-12)


@pytest.mark.parametrize("f", ALL)
def test_special_values(make, values, f):
    for t in (0, 1e-320, inf):
        got = values(f(make([1.0, 0.0, 1.0 - 1e-9, -inf]), temperature=t))
        assert_array_equal(got, np.zeros_like(got))
        assert not np.signbit(got).any()
    masked = values(f(make([0.3, -inf, 2.0]), temperature=0.7))
    kept = np.ix_(*[[0, 2]] * masked.ndim)
    assert_allclose(masked[kept], values(f(np.array([0.3, 2.0]), temperature=0.7)), rtol=1e-13)
    masked[kept] = 0
    assert (masked == 0).all()
    for z in ([inf, inf, 0.0], [inf] * 3, [inf, 0.0, -inf]):  # no finite change moves these
        assert (values(f(make(z), temperature=0.7)) == 0).all()
    for z in ([-inf, -inf], [nan, 0.0]):
        for t in (0, 0.7, inf):
            assert np.isnan(values(f(make(z), temperature=t))).all()


def test_tiny_temperatures_neither_overflow_nor_lose_the_ties():
    assert_allclose(sl.softmax_jacobian([1.0, 1.0], temperature=1e-300)[0, 0], 0.25e300)
    assert_allclose(sl.softmax_hessian([1.0, 0.0], temperature=1e-200), 0)
    assert_array_equal(sl.temperature_gradient([1.0, 1.0, 0.0], 1e-300), 0)


@pytest.mark.parametrize("f", ALL)
@pytest.mark.parametrize("z", [[0.3, -1.2, 2.0], [1.0, 1.0, -1.0]])
def test_they_are_differentiable_themselves(f, z):
    torch.manual_seed(0)
    z = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    t = torch.tensor(1.3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda z, t: f(z, temperature=t), (z, t))
    assert torch.autograd.gradgradcheck(lambda z, t: f(z, temperature=t), (z, t))


def test_each_is_the_derivative_of_the_one_before():
    z = torch.tensor([0.3, -1.2, 2.0], dtype=torch.float64)
    t = torch.tensor(1.3, dtype=torch.float64)
    jacobian = torch.func.jacrev(lambda z: sl.softmax(z, temperature=1.3))(z)
    torch.testing.assert_close(sl.softmax_jacobian(z, temperature=1.3), jacobian)
    hessian = torch.func.jacrev(lambda z: sl.softmax_jacobian(z, temperature=1.3))(z)
    torch.testing.assert_close(sl.softmax_hessian(z, temperature=1.3), hessian)
    slope = torch.func.jacrev(lambda t: sl.softmax(z, temperature=t))(t)
    torch.testing.assert_close(sl.temperature_gradient(z, t), slope)


@pytest.mark.parametrize("f", ALL)
def test_a_missing_or_empty_last_axis_is_named(f):
    with pytest.raises(ValueError, match="axis -1 is out of range: z has shape"):
        f(3.0, temperature=1.0)
    with pytest.raises(ValueError, match="axis -1 of z is empty"):
        f(np.ones((2, 0)), temperature=1.0)
