"""One pass over pieces: any cut, any order, every special value gives what the whole row gives."""

import itertools

import numpy as np
import pytest
import scipy.special
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import softmaxlab as sl
from softmaxlab.online import OnlineLogSumExp, online_softmax

inf, nan = np.inf, np.nan
logits = st.lists(st.floats(-700, 700), max_size=12)
anything = st.lists(st.sampled_from([0.0, 1.5, -3.0, 1e308, -1e308, inf, -inf, nan]), max_size=7)
TAPE = [2.0, 1.0, 3.0, 0.0, 1.0]


def collect(*chunks):
    seen = OnlineLogSumExp()
    for chunk in chunks:
        seen.update(chunk)
    return seen


def registers(seen, values=np.asarray):
    return [values(x) for x in (seen.max, seen.sum, seen.value)]


def cut(z, points):
    at = sorted({min(p, len(z)) for p in points})
    return [z[i:j] for i, j in itertools.pairwise([0, *at, len(z)])]


def want(z):
    """The registers of a whole row, from SciPy and from their definition."""
    with np.errstate(all="ignore"):
        top = np.max(z, initial=-inf)
        at_top = np.equal(z, top) & (top > -inf)
        total = np.where(at_top, 1.0, np.exp(np.subtract(z, top))) if top > -inf else [0.0]
        if np.isnan(z).any():
            total = nan
        value = scipy.special.logsumexp(z) if len(z) else -inf
        return [top, np.sum(total), value]


@given(z=st.one_of(logits, anything), points=st.lists(st.integers(0, 12), max_size=4))
def test_any_cut_gives_the_registers_of_the_whole(z, points):
    """Empty pieces are among them; the cut changes what is computed by rounding only."""
    assert_allclose(registers(collect(*cut(z, points))), want(z), rtol=1e-13)


@given(
    z=st.one_of(logits, anything),
    points=st.lists(st.integers(0, 12), max_size=3),
    order=st.randoms(use_true_random=False),
)
def test_pieces_merge_in_any_order(z, points, order):
    parts = [collect(piece) for piece in cut(z, points)]
    while len(parts) > 1:  # any two of those that are left
        order.shuffle(parts)
        other = parts.pop()
        before = registers(other)
        parts[0].merge(other)
        assert_array_equal(registers(other), before)
    assert_allclose(registers(parts[0]), want(z), rtol=1e-13)


def test_what_the_picture_shows():
    steps = [registers(collect(TAPE[:k])) for k in range(1, 6)]
    assert [x[0] for x in steps] == [2, 2, 3, 3, 3]
    sums = ["1.0000", "1.3679", "1.5032", "1.5530", "1.6883"]
    assert [f"{x[1]:.4f}" for x in steps] == sums
    seen = OnlineLogSumExp()
    for logit, total in zip(TAPE, sums, strict=True):
        before = seen.sum * np.exp(seen.max - max(seen.max, logit)) if total != sums[0] else 0
        seen.update(logit)
        assert f"{seen.sum:.4f}" == total
        assert_allclose(seen.sum - before, np.exp(logit - seen.max))
    assert f"{np.exp(2.0 - 3.0):.4f}" == "0.3679"
    for size in (1, 2, 3, 4):
        pieces = [TAPE[i : i + size] for i in range(0, 5, size)]
        for order in itertools.permutations(pieces):
            one, other = collect(*order[:1]), collect(*order[1:])
            one.merge(other)
            assert (one.max, f"{one.sum:.4f}") == (3, "1.6883")


def test_the_sum_neither_overflows_nor_underflows(make, values):
    for shift in (-1e300, -800.0, 800.0, 1e300):
        seen = collect(make([shift]), make([shift, shift]))
        assert_array_equal(registers(seen, values), [shift, 3, shift + np.log(3)])
    big = np.finfo(float).max
    assert_array_equal(registers(collect(make([-big]), make([big])), values), [big, 1, big])


def test_special_values_in_every_order(make, values):
    for row, expected in {
        (0.0, -inf): [0, 1, 0],
        (-inf, -inf): [-inf, 0, -inf],
        (inf, 0.0, inf, -inf): [inf, 2, inf],
        (nan, 0.0): [nan] * 3,
        (nan, inf, -inf): [nan] * 3,
    }.items():
        for order in itertools.permutations(row):
            assert_array_equal(registers(collect(make(order)), values), expected)
            one_by_one = collect(*(make([x]) for x in order))
            assert_array_equal(registers(one_by_one, values), expected)


def test_nothing_seen_is_an_empty_sum(make, values):
    for seen in (OnlineLogSumExp(), collect(make([])), collect(make([]), [])):
        assert_array_equal(registers(seen, values), [-inf, 0, -inf])
        seen.merge(OnlineLogSumExp())
        other = collect(make([2.0, 1.0]))
        seen.merge(other)
        assert_array_equal(registers(seen, values), registers(other, values))
    assert_array_equal(values(collect(make(np.ones((3, 0)))).value), [-inf] * 3)
    assert collect([1.0], []).value == 1


def test_leading_axes_are_rows(make, values):
    z = np.random.default_rng(0).normal(size=(2, 3, 9)) * 30
    z[0, 0, :5], z[0, 1, 2], z[1, 0, 7] = -inf, nan, inf
    seen = collect(make(z[..., :4]), make(z[..., 4:4]), make(z[..., 4:]))
    expected = np.array([[want(row) for row in rows] for rows in z])
    for i, got in enumerate(registers(seen, values)):
        assert_allclose(got, expected[..., i], rtol=1e-13)


def test_rows_of_another_shape_are_named(make, values):
    seen = collect(make(np.ones((2, 3))))
    for f in (lambda: seen.update(make(np.ones((3, 2)))), lambda: seen.merge(collect(make([0.0])))):
        with pytest.raises(ValueError, match=r"has the leading shape .* came before has \(2,\)"):
            f()
    assert_array_equal(values(seen.sum), [3, 3])
    with pytest.raises(TypeError, match="other must be an OnlineLogSumExp, got list"):
        seen.merge([1.0])


def test_two_libraries_do_not_mix():
    for one, other in itertools.permutations([np.ones(2), torch.ones(2)]):
        with pytest.raises(TypeError, match="must come from one library, got numpy and torch"):
            collect(one).update(other)
        with pytest.raises(TypeError, match="must come from one library, got numpy and torch"):
            collect(one).merge(collect(other))


def test_dtypes():
    assert collect(np.float32([1, 2])).value.dtype == np.float32
    assert collect(np.float32([1, 2]), np.ones(2)).value.dtype == np.float64
    assert isinstance(collect([True, False]).value, np.float64)
    assert collect([1, 2], 3).value == collect([1.0, 2.0, 3.0]).value
    assert collect(torch.ones(2), [1.0, 2.0], 3).value.dtype == torch.float32
    for dtype in (torch.float16, torch.bfloat16):
        seen = collect(*torch.zeros(100, 50, dtype=dtype))  # 5000 is no float16 sum of ones
        assert seen.sum == 5000
        assert seen.value == torch.tensor(np.log(5000), dtype=dtype)
        assert (seen.sum.dtype, seen.value.dtype) == (torch.float32, dtype)


def test_chunks_stay_as_they_are(make, values):
    chunk = make(TAPE)
    seen = collect(chunk, chunk)
    online_softmax(chunk, chunk_size=2)
    assert_array_equal(values(chunk), TAPE)
    kept = seen.sum
    seen.update(chunk)
    assert values(kept) < values(seen.sum)


def test_it_collects_what_fits_no_memory_at_once():
    n = 10**6
    seen = OnlineLogSumExp()
    for start in range(0, n, 10**5):
        seen.update(np.arange(start, start + 10**5) * 1e-3)
    assert_allclose(seen.value, (n - 1) * 1e-3 + np.log(1 / -np.expm1(-1e-3)), rtol=1e-14)


# --- Softmax in two passes ------------------------------------------------------------------------


@given(z=st.one_of(logits, anything).filter(len), chunk_size=st.integers(1, 14))
def test_online_softmax_is_softmax(z, chunk_size):
    assert_allclose(
        online_softmax(z, chunk_size=chunk_size), sl.softmax(z), rtol=1e-12, atol=1e-300
    )


@pytest.mark.parametrize("chunk_size", [1, 3, 4, 9, 100])
def test_online_softmax_on_rows(make, values, chunk_size):
    z = np.random.default_rng(0).normal(size=(2, 3, 9)) * 30
    z[0, 0, :5], z[0, 1, 2], z[1, 0, 7], z[1, 1] = -inf, nan, inf, -inf
    got = values(online_softmax(make(z), chunk_size=chunk_size))
    assert_allclose(got, sl.softmax(z), rtol=1e-13, atol=1e-300)


def test_online_softmax_keeps_the_dtype():
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        z = torch.tensor([2.0, 1.0, 0.1], dtype=dtype)
        got = online_softmax(z, chunk_size=2)
        assert got.dtype == dtype
        torch.testing.assert_close(got, torch.softmax(z, -1))
    assert online_softmax(np.float16([1, 2]), chunk_size=1).dtype == np.float16
    assert online_softmax([True, False], chunk_size=1).dtype == np.float64


def test_what_is_wrong_is_named(make):
    for size in (0, -3):
        with pytest.raises(ValueError, match=f"chunk_size must be at least 1, got {size}"):
            online_softmax(make(TAPE), chunk_size=size)
    with pytest.raises(TypeError, match=r"chunk_size must be an integer, got 2\.0"):
        online_softmax(make(TAPE), chunk_size=2.0)
    with pytest.raises(ValueError, match="axis -1 is out of range: z has shape"):
        online_softmax(make(1.0), chunk_size=1)
    with pytest.raises(ValueError, match="axis -1 of z is empty"):
        online_softmax(make([]), chunk_size=1)


# --- Derivatives ----------------------------------------------------------------------------------


def value_of(z):
    return collect(z[..., :2], z[..., 2:3], z[..., 3:]).value


def merged_value_of(z):
    one, other = collect(z[..., 3:]), collect(z[..., :3])
    one.merge(other)
    return one.value


def two_passes(z):
    return online_softmax(z, chunk_size=2)


@pytest.mark.parametrize("f", [value_of, merged_value_of, two_passes])
def test_first_and_second_derivatives(f):
    torch.manual_seed(0)
    z = [[0.3, -1.2, 2.0, 0.5, 1.0], [1.0] * 5, [30.0, 1.0, 0.0, 31.0, 31.0]]
    z = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(f, z, atol=1e-7)
    assert torch.autograd.gradgradcheck(f, z, atol=1e-6)


@pytest.mark.parametrize("f", [value_of, merged_value_of, two_passes])
def test_odd_rows_get_no_gradient_and_disturb_no_other(f):
    rows = [[inf, 0, inf, 1, 2], [-inf] * 5, [1, 2, nan, 3, inf], [1, -inf, 2, -inf, 0]]
    z = torch.tensor(rows, dtype=torch.float64, requires_grad=True)
    out = f(z)[[0, 3]]
    (g,) = torch.autograd.grad(out, z, torch.randn(out.shape).double(), create_graph=True)
    assert (g[:3] == 0).all()
    assert (g[3, [1, 3]] == 0).all()
    assert (g[3, [0, 2, 4]] != 0).all()
    (h,) = torch.autograd.grad((g * torch.randn(4, 5)).sum(), z)
    assert h.isfinite().all()
