"""The textbook forms: right where nothing overflows, and broken exactly where the book says."""

import numpy as np
import pytest
import scipy.special
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from softmaxlab import naive

inf, nan = np.inf, np.nan


@given(z=st.lists(st.floats(-30, 30), min_size=1, max_size=8), t=st.floats(0.1, 100))
def test_they_agree_with_scipy_on_moderate_logits(z, t):
    z = np.array(z)
    assert_allclose(naive.softmax(z, temperature=t), scipy.special.softmax(z / t), rtol=1e-12)
    want = np.log(scipy.special.softmax(z / t))
    assert_allclose(naive.log_softmax(z, temperature=t), want, rtol=1e-12, atol=1e-12)


def test_every_axis(make, values):
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    for axis in range(-3, 3):
        want = scipy.special.softmax(z, axis=axis)
        assert_allclose(values(naive.softmax(make(z), axis=axis)), want, rtol=1e-12)
        assert_allclose(values(naive.log_softmax(make(z), axis=axis)), np.log(want), rtol=1e-12)


@pytest.mark.parametrize(
    ("dtype", "last"), [("float16", 11.0), ("float32", 88.5), ("float64", 709.5)]
)
def test_they_overflow_in_the_dtype_they_are_given(dtype, last):
    z = np.array([last, 0], dtype=dtype)
    assert np.isfinite(naive.softmax(z)).all()
    with (
        np.errstate(invalid="ignore"),
        pytest.warns(RuntimeWarning, match="overflow encountered in exp") as caught,
    ):
        assert_array_equal(naive.softmax(z + np.array(1, dtype=dtype)), [nan, 0])
    assert "naive.py" in caught[0].filename
    with np.errstate(over="ignore", invalid="ignore"), pytest.warns(RuntimeWarning, match="log"):
        assert_array_equal(naive.log_softmax(z + np.array(1, dtype=dtype)), [nan, -inf])


def test_total_underflow_is_nan_and_partial_underflow_loses_the_logarithm():
    with pytest.warns(RuntimeWarning, match="invalid value"):
        assert_array_equal(naive.softmax([-1000.0, -1001.0]), [nan, nan])
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert_array_equal(naive.log_softmax([-1000.0, 0.0]), [-inf, 0])


def test_the_limits_of_the_temperature_are_not_treated():
    with pytest.warns(RuntimeWarning):
        assert np.isnan(naive.softmax([1.0, 0.0], temperature=0)).all()


def test_gradients_flow_to_logits_and_temperature_until_the_overflow():
    torch.manual_seed(0)
    z = torch.tensor([[0.3, -1.2, 2.0]], dtype=torch.float64, requires_grad=True)
    t = torch.tensor(1.3, dtype=torch.float64, requires_grad=True)
    for f in (naive.softmax, naive.log_softmax):
        assert torch.autograd.gradcheck(lambda z, t, f=f: f(z, temperature=t), (z, t))
        assert torch.autograd.gradgradcheck(lambda z, t, f=f: f(z, temperature=t), (z, t))
    broken = torch.tensor([1000.0, 0.0], requires_grad=True)
    naive.log_softmax(broken)[1].backward()
    assert broken.grad.isnan().any()
