"""What the chapter on axes says of its two checks, and of shapes, on many more arrays."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from support import source_checks
from support.places import BOOK

from softmaxlab import softmax

Array = NDArray[Any]
Program = Callable[[Array], Array]

PAGE = source_checks.read((BOOK / "axes.md").read_text(encoding="utf-8"))
SHAPES = [(2, 3), (4, 4), (64, 1000), (2, 3, 4), (4, 4, 4), (1, 4, 4), (2, 2, 5, 5), (2, 3, 4, 5)]


@pytest.fixture(scope="module")
def strangers_compete() -> Callable[[Program, Array], bool]:
    """The function as it stands on the page."""
    (cell,) = (cell for cell in PAGE.cells if "def strangers_compete" in cell)
    source = re.search(r"^@np.*?^    return [^\n]*\n", cell, re.M | re.S)
    assert source
    names: dict[str, Any] = {"np": np}
    exec(source[0], names)  # the book's own code
    check: Callable[[Program, Array], bool] = names["strangers_compete"]
    return check


def scores(shape: tuple[int, ...]) -> Array:
    return np.random.default_rng(0).standard_normal(shape)


def one_sum(z: Array) -> Array:
    return np.asarray(np.exp(z) / np.exp(z).sum())


def one_maximum(z: Array) -> Array:
    e = np.exp(z - z.max())
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def no_keepdims(z: Array, axis: int = -1) -> Array:
    return np.asarray(np.exp(z) / np.exp(z).sum(axis=axis))


def in_torch(z: Array) -> Array:
    return np.asarray(torch.softmax(torch.from_numpy(z), dim=-1).numpy())


@pytest.mark.parametrize("shape", [(5,), *SHAPES], ids=str)
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_a_right_softmax_passes(strangers_compete, shape, kind) -> None:
    z = scores(shape).astype(kind)
    given = z.copy()
    for program in (softmax, in_torch):
        assert not strangers_compete(program, z)
    np.testing.assert_array_equal(z, given)
    assert not strangers_compete(softmax, np.arange(24).reshape(2, 3, 4))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_wrong_axis_is_found_where_it_has_two_places(strangers_compete, shape) -> None:
    z = scores(shape)
    for axis, length in enumerate(shape[:-1]):
        assert strangers_compete(lambda z, axis=axis: softmax(z, axis=axis), z) == (length > 1)
        assert not np.allclose(softmax(z, axis=axis).sum(axis=-1), 1)


@pytest.mark.parametrize("shape", [*SHAPES, (200, 50_257)], ids=str)
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_what_ties_all_rows_is_found_however_large_the_array(
    strangers_compete, shape, kind
) -> None:
    z = scores(shape).astype(kind)
    for program in (one_sum, one_maximum, lambda z: softmax(z / abs(z).max())):
        assert strangers_compete(program, z)


@pytest.mark.parametrize("shape", [(2, 3), (4, 4), (64, 1000), (2, 3, 4)], ids=str)
def test_what_only_the_last_row_or_the_smallest_score_tells_is_found(
    strangers_compete, shape
) -> None:
    def takes_in_the_next_row(z: Array) -> Array:
        mixed = z.copy()
        mixed[..., :-1, :] += 0.5 * z[..., 1:, :]
        return np.asarray(softmax(mixed))

    for program in (takes_in_the_next_row, lambda z: softmax(z / -z.min())):
        np.testing.assert_allclose(program(scores(shape)).sum(axis=-1), 1)
        assert strangers_compete(program, scores(shape))


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (1, 4, 4), (1, 1, 4, 4), (5, 1)], ids=str)
def test_a_missing_keepdims_is_found_where_it_runs(strangers_compete, shape) -> None:
    assert strangers_compete(no_keepdims, scores(shape))


def test_nan_is_found_in_any_row_but_that_of_the_raised_score(strangers_compete) -> None:
    far = np.array([[0.0, 1.0], [1000.0, 1001.0]])
    assert strangers_compete(one_maximum, far)
    assert strangers_compete(one_maximum, far[::-1])


def test_a_row_alone_has_no_strangers(strangers_compete) -> None:
    for shape in ((5,), (1, 5), (1, 1, 5)):
        assert not strangers_compete(one_sum, scores(shape))


@pytest.mark.parametrize("n", [2, 3, 4])
def test_without_keepdims_different_lengths_stop_with_an_error(n: int) -> None:
    for shape in permutations((2, 3, 4, 5), n):
        for axis in range(1, n):
            with pytest.raises(ValueError, match="broadcast"):
                no_keepdims(scores(shape), axis)
        np.testing.assert_allclose(no_keepdims(scores(shape), 0), softmax(scores(shape), axis=0))


def test_half_precision_needs_the_room_that_it_is_given() -> None:
    for kind in (torch.float16, torch.bfloat16):
        for n in (2, 3, 7, 1000, 50_257):
            z = torch.from_numpy(scores((200, n))).to(kind)
            for given in (z, torch.zeros_like(z)):
                sums = torch.softmax(given, dim=-1).double().sum(dim=-1)
                assert abs(sums - 1).max() < 0.01
