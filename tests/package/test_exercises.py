"""Trying a reader's function: whatever it does, a self-check gets numbers or NaN."""

import math
import warnings

import numpy as np
import pytest
import torch

from softmaxlab.exercises import attempt


@pytest.mark.parametrize(
    ("function", "want"),
    [
        (lambda: 2, 2.0),
        (lambda: [1, 2.5], [1.0, 2.5]),
        (lambda: (np.float32(1), 2), [1.0, 2.0]),
        (lambda: torch.tensor([1.0, 2.0]), [1.0, 2.0]),
        (lambda: np.ones((2, 3), np.float32), np.ones((2, 3))),
        (lambda: np.exp(np.array(1000.0)), np.inf),
    ],
)
def test_numbers_come_back_as_floats(function, want):
    got = attempt(function)
    assert got.dtype == np.float64
    np.testing.assert_array_equal(got, want)


def raises():
    raise RuntimeError("unfinished")


@pytest.mark.parametrize(
    "function",
    [
        raises,
        lambda: math.exp(1000),
        lambda: None,
        lambda: "0.5",
        lambda: b"1",
        lambda: [[1], [1, 2]],
        lambda: {"a": 1},
        lambda: (x for x in "ab"),
        lambda missing: missing,
        lambda: [1, 2].max(),
        3,
    ],
)
def test_anything_else_is_not_a_number(function):
    got = attempt(function)
    assert got.shape == ()
    assert np.isnan(got)
    assert not np.allclose(got, got)


def test_a_warning_of_the_readers_is_not_the_checks():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isinf(attempt(lambda z: np.exp(z), np.array([1000.0]))).all()
        assert np.isnan(attempt(lambda: np.float64(0) / np.float64(0)))


def test_arguments_are_passed_on():
    assert attempt(lambda a, *, b: a - b, 3, b=1) == 2
    with pytest.raises(KeyboardInterrupt):  # a reader who stops the cell is heard
        attempt(lambda: (_ for _ in ()).throw(KeyboardInterrupt))
