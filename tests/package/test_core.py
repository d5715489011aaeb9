"""The stable forms: 60 digits, SciPy and PyTorch as oracles, special values, derivatives."""

import itertools

import numpy as np
import pytest
import scipy.special
import scipy.stats
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import softmaxlab as sl

inf, nan = np.inf, np.nan
moderate = st.floats(-30, 30)
wild = st.floats(-1e300, 1e300)
temperatures = st.floats(0.01, 100)


def rows(elements, min_size=1, max_size=8):
    return st.lists(elements, min_size=min_size, max_size=max_size)


def rng(seed=0):
    return np.random.default_rng(seed)


# --- Against 60 digits ---------------------------------------------------------------------------


@given(z=rows(st.one_of(moderate, wild)), t=temperatures)
def test_softmax_has_the_right_digits(reference, z, t):
    want = np.array(reference(z, t).p, dtype=float)
    assert_allclose(sl.softmax(z, temperature=t), want, rtol=1e-12, atol=1e-300)
    z = torch.tensor(z, dtype=torch.float64, requires_grad=True)  # the general path
    assert_allclose(sl.softmax(z, temperature=t).detach(), want, rtol=1e-12, atol=1e-300)


def both_paths(f, z, **options):
    yield f(np.array(z), **options)
    yield f(torch.tensor(z, dtype=torch.float64, requires_grad=True), **options).detach().numpy()


@given(z=rows(moderate, min_size=2), t=temperatures)
def test_log_softmax_is_within_8_ulp_and_relatively_accurate_near_0(reference, ulps, z, t):
    for temperature in (1.0, t):
        want = reference(z, temperature).log_p
        size = -np.array(want, dtype=float)
        widest = float(max(z) - min(z)) / temperature
        for got in both_paths(sl.log_softmax, z, temperature=temperature):
            error = ulps(got, want)
            assert (error[size > 0.1] <= 8).all()
            assert (
                error <= 8 + 2 * widest
            ).all()  # an exponential doubles its ulps with its exponent


@given(z=rows(st.one_of(moderate, wild), min_size=2))
def test_logsumexp_is_within_8_ulp_unless_it_cancels(reference, ulps, z):
    want = reference(z).logsumexp
    for got in both_paths(sl.logsumexp, z):
        if abs(want) >= max(1.0, abs(max(z)) / 2):
            assert ulps([got], [want])[0] <= 8
        assert abs(got - float(want)) <= 4 * np.spacing(max(abs(max(z)), 3.0))


@pytest.mark.parametrize("gap", [17.0, 30.0, 40.0, 100.0, 700.0, 740.0])
@pytest.mark.parametrize("others", [1, 3])
def test_an_entry_that_dominates_keeps_its_digits(reference, ulps, gap, others):
    z = [*[0.0] * others, gap]
    want = reference(z).log_p
    for got in both_paths(sl.log_softmax, z):
        assert (ulps(got, want) <= 8).all()
        assert got[-1] < 0
    if gap > 37:
        assert scipy.special.log_softmax(z)[-1] == 0  # as the docstring says
        assert torch.log_softmax(torch.tensor(z, dtype=torch.float64), -1)[-1] == 0
    loss = sl.cross_entropy(z, others)
    assert ulps([loss], [-want[-1]])[0] <= 8


def test_logsumexp_of_a_dominant_zero_keeps_its_digits(reference, ulps):
    for z in ([0.0, -50.0], [0.0, -700.0, -701.0]):
        for got in both_paths(sl.logsumexp, z):
            assert ulps([got], [reference(z).logsumexp])[0] <= 8


def test_float32_keeps_the_digits_of_a_dominant_entry():
    z = np.array([20.0, 0.0], dtype=np.float32)
    assert_allclose(sl.log_softmax(z)[0], -np.log1p(np.exp(-20.0)), rtol=1e-6)


@given(z=rows(moderate, min_size=2), t=temperatures)
def test_entropy_and_cross_entropy_have_the_right_digits(reference, z, t):
    r, q = reference(z), np.array(reference(z, t).p, dtype=float)
    p = np.array(r.p, dtype=float)
    assert_allclose(
        sl.entropy(p),
        float(-sum(x * y for x, y in zip(r.p, r.log_p, strict=True))),
        rtol=1e-11,
        atol=1e-15,
    )
    want = [-float(x) for x in r.log_p]
    labels = np.arange(len(z))
    got = sl.cross_entropy(np.tile(z, (len(z), 1)), labels, reduction="none")
    assert_allclose(got, want, rtol=1e-12)
    assert_allclose(sl.cross_entropy(z, q), np.dot(q, want), rtol=1e-12)


# --- Libraries as oracles, every axis, every library ---------------------------------------------


@pytest.mark.parametrize(
    "shape",
    [
        (5,),
        (3, 4),
        (2, 3, 4),
        (4, 1, 3),
        (300, 5),
        (5, 300),
        (2, 300, 3),
        (2, 3, 300),
        (1, 7, 70000),
    ],
)
def test_every_axis_agrees_with_scipy(shape, make, values):
    z = rng().normal(size=shape) * 5
    for axis in range(-len(shape), len(shape)):
        for f, g in [
            (sl.softmax, scipy.special.softmax),
            (sl.log_softmax, scipy.special.log_softmax),
            (sl.logsumexp, scipy.special.logsumexp),
        ]:
            assert_allclose(values(f(make(z), axis=axis)), g(z, axis=axis), rtol=1e-12, atol=1e-15)
        kept = sl.logsumexp(make(z), axis=axis, keepdims=True)
        assert_allclose(
            values(kept), scipy.special.logsumexp(z, axis=axis, keepdims=True), rtol=1e-12
        )
        p = scipy.special.softmax(z, axis=axis)
        assert_allclose(
            values(sl.entropy(make(p), axis=axis)),
            scipy.stats.entropy(p, axis=axis),
            rtol=1e-9,
            atol=1e-14,
        )


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_agrees_with_pytorch(dtype):
    z = torch.randn(4, 5, 6, dtype=dtype, generator=torch.Generator().manual_seed(1)) * 3
    eps = torch.finfo(dtype).eps
    for grad, axis in itertools.product([False, True], [0, 1, 2, -1]):
        x = z.clone().requires_grad_(grad)
        for f, g in [
            (sl.softmax, torch.softmax),
            (sl.log_softmax, torch.log_softmax),
            (sl.logsumexp, torch.logsumexp),
        ]:
            torch.testing.assert_close(f(x, axis=axis), g(x, axis), rtol=20 * eps, atol=20 * eps)


def test_layout_of_the_memory_does_not_matter():
    z = rng().normal(size=(6, 40, 8))
    for x in (
        np.asfortranarray(z),
        z[::2],
        z[:, ::-1],
        z.transpose(2, 0, 1),
        np.broadcast_to(z[:1], z.shape),
    ):
        before = x.copy()
        for axis in (0, 1, 2):
            for f in (sl.softmax, sl.log_softmax, sl.logsumexp):
                assert_allclose(f(x, axis=axis), f(np.array(x, order="C"), axis=axis), rtol=1e-14)
        assert_array_equal(x, before)


@pytest.mark.parametrize("axis", [0, 1])
def test_blocks_have_no_seams(axis):
    z = np.moveaxis(rng().normal(size=(700, 130)), 0, 1 - axis)  # several blocks of rows or columns
    z.flat[[0, 777, 50000]] = [nan, inf, -inf]  # and special rows among them
    got = sl.softmax(z, axis=axis), sl.log_softmax(z, axis=axis), sl.logsumexp(z, axis=axis)
    for i in range(700):
        line = z[i] if axis == 1 else z[:, i]
        assert_allclose(got[0].take(i, axis=1 - axis), sl.softmax(line), rtol=1e-13)
        assert_allclose(got[1].take(i, axis=1 - axis), sl.log_softmax(line), rtol=1e-13)
        assert_allclose(got[2][i], sl.logsumexp(line), rtol=1e-13)


# --- Properties ----------------------------------------------------------------------------------


@given(z=rows(moderate), t=st.one_of(temperatures, st.just(0.0), st.just(inf)))
def test_softmax_is_a_distribution_in_the_order_of_the_logits(z, t):
    p = sl.softmax(z, temperature=t)
    sl.check_distribution(p, atol=1e-14)
    order = np.argsort(z)
    assert (np.diff(p[order]) >= 0).all()


@given(z=rows(st.integers(-50, 50)), shift=st.integers(-(10**6), 10**6))
def test_a_shift_changes_no_bit(z, shift):
    z = np.array(z, dtype=float)
    assert_array_equal(sl.softmax(z + shift), sl.softmax(z))
    assert_array_equal(sl.log_softmax(z + shift), sl.log_softmax(z))


@given(z=rows(moderate), t=temperatures)
def test_log_softmax_is_the_logarithm_of_softmax(z, t):
    assert_allclose(
        np.exp(sl.log_softmax(z, temperature=t)),
        sl.softmax(z, temperature=t),
        rtol=1e-12,
        atol=1e-300,
    )


@given(z=rows(moderate), seed=st.integers(0, 99))
def test_a_permutation_of_logits_permutes_the_result(z, seed):
    z = np.array(z)
    order = rng(seed).permutation(len(z))
    for f in (sl.softmax, sl.log_softmax):
        assert_allclose(f(z[order]), f(z)[order], rtol=1e-13)


@given(z=rows(moderate), t=temperatures)
def test_entropy_lies_between_0_and_its_maximum_and_grows_with_temperature(z, t):
    cool, warm = (sl.entropy(sl.softmax(z, temperature=x)) for x in (t, 2 * t))
    assert 0 <= cool <= warm + 1e-13 <= np.log(len(z)) + 2e-13


@given(z=rows(moderate, min_size=2), u=rows(moderate, min_size=2))
def test_cross_entropy_is_least_at_the_targets(z, u):
    z, u = z[: len(u)], u[: len(z)]
    q = sl.softmax(u)
    assert sl.cross_entropy(z, q) >= sl.entropy(q) * (1 - 1e-12) - 1e-15


# --- Temperature: the range and its two limits ----------------------------------------------------


def test_the_limits_are_exact(make, values):
    z = make([[1.0, 3.0, 3.0, -inf], [-1e308, 1e308, 0.0, 5e-324], [2.0, 2.0, 2.0, 2.0]])
    third = [1 / 3] * 3
    assert_array_equal(
        values(sl.softmax(z, temperature=0)), [[0, 0.5, 0.5, 0], [0, 1, 0, 0], [0.25] * 4]
    )
    assert_array_equal(
        values(sl.softmax(z, temperature=inf)), [[*third, 0], [0.25] * 4, [0.25] * 4]
    )
    with np.errstate(divide="ignore"):
        for t in (0, inf):
            log_p, p = (values(f(z, temperature=t)) for f in (sl.log_softmax, sl.softmax))
            assert_allclose(log_p, np.log(p), rtol=1e-15)


@pytest.mark.parametrize("t", [1e-300, 1e-320, 5e-324])
def test_near_0_it_is_the_limit(make, values, t):
    z = make([[1.0, 3.0, 3.0, -inf, 2.0], [-1e308, 1e308, 0.0, inf, inf]])
    assert_array_equal(values(sl.softmax(z, temperature=t)), values(sl.softmax(z, temperature=0)))


def test_near_inf_it_is_the_limit(make, values):
    z = make([[1.0, 3.0, 3.0, -inf, 2.0], [-9e5, 1e5, 0.0, inf, inf]])
    assert_allclose(
        values(sl.softmax(z, temperature=1e300)), values(sl.softmax(z, temperature=inf))
    )


def test_the_shift_comes_before_the_division(make, values):
    z = make([1e300, 1e300, 0.0])  # 1e300/1e-10 overflows, the differences do not
    assert_array_equal(values(sl.softmax(z, temperature=1e-10)), [0.5, 0.5, 0.0])
    z = make([1e16, 1e16 + 2])
    assert_allclose(
        values(sl.softmax(z, temperature=10)), scipy.special.softmax([0, 0.2]), rtol=1e-14
    )


def test_a_temperature_too_small_or_large_for_the_dtype_is_its_limit(make, values):
    z = make([1.0, 3.0, 3.0, -inf], np.float32)
    for t in (1e-60, make(1e-60, np.float64)):
        assert_array_equal(values(sl.softmax(z, temperature=t)), [0, 0.5, 0.5, 0])
    for t in (1e60, make(1e60, np.float64)):
        assert_array_equal(values(sl.softmax(z, temperature=t)), np.float32([1 / 3] * 3 + [0]))
    assert_array_equal(
        values(sl.softmax(make([1e-40, 0.0], np.float32), temperature=1e-40))[0] > 0.7, True
    )


@given(z=rows(moderate), t=temperatures)
def test_temperature_divides_the_logits(z, t):
    assert_allclose(
        sl.softmax(z, temperature=t), sl.softmax(np.array(z) / t), rtol=1e-10, atol=1e-300
    )
    assert_allclose(
        sl.log_softmax(z, temperature=t), sl.log_softmax(np.array(z) / t), rtol=1e-9, atol=1e-300
    )


# --- Infinities and NaN ---------------------------------------------------------------------------

ALL_TEMPERATURES = [0, 1e-320, 0.5, 1, 2.0, 1e300, inf]


@pytest.mark.parametrize("t", ALL_TEMPERATURES)
def test_special_rows_at_every_temperature(make, values, t):
    z = [
        [inf, 0, inf, -inf],
        [-inf] * 4,
        [1, nan, 2, 3],
        [nan, inf, 0, 0],
        [-inf, nan, -inf, 0],
        [-inf, 7, -inf, -inf],
    ]
    want = [[0.5, 0, 0.5, 0], [nan] * 4, [nan] * 4, [nan] * 4, [nan] * 4, [0, 1, 0, 0]]
    assert_array_equal(values(sl.softmax(make(z), temperature=t)), want)
    assert_array_equal(
        values(sl.softmax(make(np.transpose(z)), temperature=t, axis=0)), np.transpose(want)
    )
    with np.errstate(divide="ignore"):
        assert_array_equal(values(sl.log_softmax(make(z), temperature=t)), np.log(want))


def test_special_rows_of_logsumexp_are_those_of_scipy(make, values):
    z = [[inf, 0, inf], [-inf] * 3, [1, nan, 2], [nan, inf, 0], [-inf, 0, -inf], [inf, -inf, 0]]
    assert_array_equal(values(sl.logsumexp(make(z))), [inf, -inf, nan, nan, 0, inf])
    assert_array_equal(values(sl.logsumexp(make(z))), scipy.special.logsumexp(z, axis=-1))


def test_scipy_and_pytorch_differ_where_the_docstring_says_so():
    z = [inf, inf, 0.0]
    assert_array_equal(sl.softmax(z), [0.5, 0.5, 0])
    with np.errstate(invalid="ignore"):
        assert np.isnan(scipy.special.softmax(z)[:2]).all()
        assert np.isnan(scipy.special.softmax([-inf, -inf])).all()
    assert torch.softmax(torch.tensor(z), -1)[:2].isnan().all()
    assert torch.softmax(torch.tensor([-inf, -inf]), -1).isnan().all()


def test_widest_finite_gaps(make, values):
    big = np.finfo(float).max
    assert_array_equal(values(sl.softmax(make([big, -big]))), [1, 0])
    assert_array_equal(values(sl.log_softmax(make([big, -big]))), [0, -inf])
    assert_array_equal(values(sl.log_softmax(make([1.0, -1e30]))), [0, -1e30])
    assert values(sl.logsumexp(make([big, -big]))) == big


def test_one_class_is_certain(make, values):
    for t in ALL_TEMPERATURES:
        assert_array_equal(values(sl.softmax(make([[3.0], [inf]]), temperature=t)), [[1], [1]])
        assert_array_equal(values(sl.log_softmax(make([[3.0], [inf]]), temperature=t)), [[0], [0]])


# --- Entropy, cross-entropy, check ----------------------------------------------------------------


def test_entropy_of_zeros_and_ones(make, values):
    got = values(sl.entropy(make([[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.25, 0.25, 0.5]])))
    assert_array_equal(got[:1], [0])
    assert not np.signbit(got[0])
    assert_allclose(got[1:], [np.log(2), 1.5 * np.log(2)], rtol=1e-15)
    assert np.isnan(values(sl.entropy(make([-0.5, 1.5]))))
    assert np.isnan(values(sl.entropy(make([nan, 1.0]))))


def test_entropy_has_no_epsilon():
    assert_allclose(sl.entropy(np.full(50257, 1 / 50257)), np.log(50257), rtol=1e-14)
    assert_allclose(sl.entropy([1e-300, 1.0]), 300 * np.log(10) * 1e-300, rtol=1e-14)


@pytest.mark.parametrize("shape", [(5,), (3, 5), (2, 5, 3), (5, 2, 3)])
def test_cross_entropy_agrees_with_pytorch(make, values, shape):
    axis = shape.index(5)
    z = rng(2).normal(size=shape) * 3
    labels = rng(3).integers(0, 5, size=(*shape[:axis], *shape[axis + 1 :]))
    q = scipy.special.softmax(rng(4).normal(size=shape), axis=axis)
    for reduction in ("mean", "sum", "none"):
        for targets in (labels, q):
            torch_z = torch.tensor(np.moveaxis(z, axis, 1) if len(shape) > 1 else z)
            t = np.moveaxis(q, axis, 1) if targets is q and len(shape) > 1 else targets
            want = torch.nn.functional.cross_entropy(torch_z, torch.tensor(t), reduction=reduction)
            for a in (axis, axis - len(shape)):
                got = sl.cross_entropy(make(z), make(targets), reduction=reduction, axis=a)
                assert_allclose(values(got), want, rtol=1e-12)


def test_cross_entropy_takes_labels_of_any_kind():
    z = [[2.0, 1.0], [0.0, 3.0]]
    want = sl.cross_entropy(np.array(z), np.array([0, 1]))
    for labels in (
        [0, 1],
        [False, True],
        np.array([0, 1], dtype=np.uint8),
        [[1, 0], [0, 1]],
        np.eye(2, dtype=bool),
    ):
        assert sl.cross_entropy(z, labels) == want
    assert sl.cross_entropy(torch.tensor(z), [0, 1]).dtype == torch.float32
    assert sl.cross_entropy(z, torch.tensor([0, 1])).dtype == torch.float32
    assert sl.cross_entropy(torch.tensor(z[0]), np.int64(0)) == sl.cross_entropy(
        torch.tensor(z[0]), 0
    )
    assert isinstance(want, np.float64)


def test_cross_entropy_on_masked_logits(make, values):
    z = make([[0.0, -inf, 0.0]])
    assert_allclose(values(sl.cross_entropy(z, make([0]))), np.log(2))
    assert_allclose(values(sl.cross_entropy(z, make([[0.5, 0.0, 0.5]]))), np.log(2))
    assert values(sl.cross_entropy(z, make([1]))) == inf
    assert values(sl.cross_entropy(z, make([[0.5, 0.5, 0.0]]))) == inf
    assert np.isnan(values(sl.cross_entropy(z[:0, :], make([], int))))


@pytest.mark.parametrize(("label", "where"), [(3, 2), (-1, 0), (-100, 1)])
def test_cross_entropy_names_a_label_out_of_range(make, label, where):
    labels = [0, 2, 1]
    labels[where] = label
    with pytest.raises(
        ValueError, match=rf"targets must be labels from 0 to 2, got {label} at index \({where},\)"
    ):
        sl.cross_entropy(make(np.zeros((3, 3))), make(labels))


def test_a_label_beyond_int64_is_named_as_it_was_given():
    with pytest.raises(ValueError, match=r"from 0 to 1, got 18446744073709551615 at index \(0,\)"):
        sl.cross_entropy(np.ones((2, 2)), np.array([2**64 - 1, 0], np.uint64))


def test_cross_entropy_names_what_does_not_fit(make):
    z = make(np.zeros((2, 3)))
    for targets in ([0.0, 1.0], [0, 1, 2], [[0], [1]], 0):
        with pytest.raises(
            ValueError,
            match=r"integers of shape \(2,\), .* or probabilities of shape \(2, 3\)",
        ):
            sl.cross_entropy(z, make(targets))
    with pytest.raises(ValueError, match='reduction must be "mean", "sum" or "none", got \'avg\''):
        sl.cross_entropy(z, make([0, 1]), reduction="avg")


def test_cross_entropy_refuses_complex_targets():
    with pytest.raises(TypeError, match="targets must hold real numbers"):
        sl.cross_entropy([1.0, 2.0], [1j, 0])


def test_check_distribution_names_the_first_violation(make):
    good = [[0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]
    assert sl.check_distribution(make(good)) is None
    assert sl.check_distribution(make(np.transpose(good)), axis=0) is None
    for at, value in itertools.product([(0, 2), (1, 0)], [-1e-9, nan, inf, -inf]):
        p = np.array(good)
        p[at] = value
        p[1, 1] = -3.0
        with pytest.raises(
            ValueError,
            match=rf"p\[{at[0]}, {at[1]}\] is {value}, but a probability is finite and not neg",
        ):
            sl.check_distribution(make(p))
    with pytest.raises(ValueError, match=r"p\[1, :\] sums to 1.25, not to 1 within atol=1e-06"):
        sl.check_distribution(make([good[0], [0.75, 0.5, 0.0], [1.0, 1.0, 1.0]]))
    with pytest.raises(ValueError, match=r"p\[:, 1\] sums to 0.75"):
        sl.check_distribution(make([[1.0, 0.25], [0.0, 0.5]]), axis=0)
    with pytest.raises(ValueError, match=r"p\[:\] sums to 2.0"):
        sl.check_distribution(make([1.0, 1.0]))
    sl.check_distribution(make([0.5, 0.5 + 1e-7]))
    with pytest.raises(ValueError, match="sums to"):
        sl.check_distribution(make([0.5, 0.5 + 1e-7]), atol=1e-8)
    sl.check_distribution([True, False])


# --- Derivatives, with random cotangents ----------------------------------------------------------

LOGITS = {
    "generic": [[0.3, -1.2, 2.0], [4.0, 0.1, 0.2]],
    "ties": [[1.0, 1.0, 1.0], [2.0, 2.0, -1.0]],
    "dominated": [[30.0, 0.0, 1.0], [0.0, 45.0, 1.0]],
}
FUNCTIONS = {
    "softmax": lambda z, t: sl.softmax(z, temperature=t),
    "log_softmax": lambda z, t: sl.log_softmax(z, temperature=t),
    "softmax, axis 0": lambda z, t: sl.softmax(z, temperature=t, axis=0),
    "logsumexp": lambda z, t: sl.logsumexp(z / t),
    "entropy": lambda z, t: sl.entropy(sl.softmax(z, temperature=t)),
    "label loss": lambda z, t: sl.cross_entropy(z / t, torch.tensor([2, 0]), reduction="none"),
    "expected loss": lambda z, t: sl.cross_entropy(z / t, sl.softmax(z.flip(0))),
}


def double(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
@pytest.mark.parametrize("z", LOGITS.values(), ids=LOGITS)
def test_first_and_second_derivatives(f, z):
    torch.manual_seed(0)
    for t in (1.0, 0.7, double(1.3)):
        inputs = (double(z), t)
        assert torch.autograd.gradcheck(f, inputs, atol=1e-7)
        assert torch.autograd.gradgradcheck(f, inputs, atol=1e-6)  # its cotangents are random


@pytest.mark.parametrize("f", FUNCTIONS.values(), ids=FUNCTIONS)
def test_derivatives_under_forward_mode_and_transforms(f):
    z, v = double(LOGITS["ties"]), torch.randn(2, 3, dtype=torch.float64)
    J = torch.func.jacrev(lambda x: f(x, 1.0))(z.detach())
    value, jvp = torch.func.jvp(lambda x: f(x, 1.0), (z.detach(),), (v,))
    torch.testing.assert_close(value, f(z, 1.0).detach())
    torch.testing.assert_close(jvp, (J * v).sum((-2, -1)))
    with torch.autograd.forward_ad.dual_level():
        dual = torch.autograd.forward_ad.make_dual(z.detach(), v)
        tangent = torch.autograd.forward_ad.unpack_dual(f(dual, 1.0)).tangent
        torch.testing.assert_close(tangent, jvp)


def test_vmap():
    z = torch.rand(4, 5)
    for f in (sl.softmax, sl.log_softmax, sl.logsumexp, sl.entropy):
        torch.testing.assert_close(torch.vmap(f)(z), f(z))


def grads(f, *inputs, cotangent=None):
    """First derivatives, and those of a random combination of them."""
    out = f(*inputs)
    if cotangent is None:
        cotangent = torch.randn(
            out.shape, dtype=out.dtype, generator=torch.Generator().manual_seed(5)
        )
    first = torch.autograd.grad(out, inputs, cotangent, create_graph=True)
    mixed = sum(
        (g * torch.randn(g.shape, generator=torch.Generator().manual_seed(6)).double()).sum()
        for g in first
    )
    second = torch.autograd.grad(mixed, inputs, allow_unused=True)
    return first, second


def test_masked_logits_get_gradient_0_and_disturb_no_other():
    """The derivatives are those of the row without its masked entries, also towards T."""
    z, t = double([0.3, -inf, 2.0, -inf, 1.0]), double(0.7)
    kept = torch.tensor([0, 2, 4])
    for f in (
        lambda z, t, at: sl.softmax(z, temperature=t)[at],
        lambda z, t, at: sl.log_softmax(z, temperature=t)[at],
        lambda z, t, at: sl.entropy(sl.softmax(z, temperature=t)),
        lambda z, t, at: sl.logsumexp(z) / t,
        lambda z, t, at: sl.cross_entropy(z, len(z) - 1) / t,
    ):
        (gz, gt), (hz, ht) = grads(lambda z, t, f=f: f(z, t, kept), z, t)
        y = double([0.3, 2.0, 1.0])
        (gy, gs), _ = grads(lambda y, t, f=f: f(y, t, slice(None)), y, t)
        torch.testing.assert_close(gz[kept], gy)
        torch.testing.assert_close(gt, gs)
        assert (gz[[1, 3]] == 0).all()
        assert hz.isfinite().all()
        assert ht.isfinite().all()


def test_gradients_of_cross_entropy_on_masked_logits():
    z, q = double([0.0, -inf, 1.0]), double([0.25, 0.0, 0.75])
    (gz, gq), (hz, hq) = grads(
        sl.cross_entropy, z, q, cotangent=torch.tensor(1.0, dtype=torch.float64)
    )
    p = torch.softmax(z, -1)
    torch.testing.assert_close(gz, p - q)
    torch.testing.assert_close(gq[[0, 2]], -torch.log(p[[0, 2]]))
    assert all(x.isfinite().all() for x in (gz, gq, hz, hq))
    z, q = double([0.0, 2.0, 1.0]), double([0.25, 0.0, 0.75])  # a target of 0 has slope −log p
    (_, gq), _ = grads(sl.cross_entropy, z, q, cotangent=torch.tensor(1.0, dtype=torch.float64))
    torch.testing.assert_close(gq, -torch.log_softmax(z, -1))


@pytest.mark.parametrize("limit", [0.0, inf])
def test_gradients_at_the_limits_are_0(limit):
    for z in ([3.0, 1.0, 3.0], [2.0, -inf, inf], [1e308, -1e308, 0.0]):
        for f in (sl.softmax, sl.log_softmax):
            x, t = double(z), double(limit)
            (gz, gt), _ = grads(lambda z, t, f=f: f(z, temperature=t), x, t)
            assert (gz == 0).all()
            assert gt == 0
            (gz,), _ = grads(lambda z, f=f: f(z, temperature=limit), x)
            assert (gz == 0).all()


@pytest.mark.parametrize("t", [1e-3, 1e-20, 1e-160, 1e-300, 1e-320])
def test_tiny_temperatures_give_no_nan(t):
    z, temperature = double([1.0, 0.0, -5.0, -inf, 1e300]), double(t)
    (gz, gt), _ = grads(lambda z, T: sl.softmax(z, temperature=T), z, temperature)
    assert (gz == 0).all()
    assert gt == 0
    (gz, gt), _ = grads(lambda z, T: sl.log_softmax(z, temperature=T)[..., 4], z, temperature)
    assert (gz == 0).all()
    assert gt == 0
    (gz, gt), _ = grads(lambda z, T: sl.softmax(z.float(), temperature=T.float()), z, temperature)
    assert (gz == 0).all()
    assert gt == 0


def test_entropy_of_zeros_has_finite_gradients():
    (g,), (h,) = grads(sl.entropy, double([0.5, 0.0, 0.5]))
    assert g.isfinite().all()
    assert h.isfinite().all()
    (g,), (h,) = grads(lambda z: sl.entropy(sl.softmax(z)), double([0.0, 1.0, -800.0, -inf]))
    assert (g[2:] == 0).all()
    assert g.isfinite().all()
    assert h.isfinite().all()


def test_rows_without_a_distribution_disturb_no_other_row():
    z, t = double([[-inf, -inf], [nan, 0.0], [inf, 0.0], [1.0, 0.0]]), double(2.0)
    for f in (sl.softmax, sl.log_softmax):
        (g, gt), _ = grads(lambda z, t, f=f: f(z, temperature=t)[[2, 3]], z, t)
        (want, wt), _ = grads(
            lambda z, t, f=f: f(z, temperature=t), double([[inf, 0.0], [1.0, 0.0]]), t
        )
        torch.testing.assert_close(g[2:], want)
        torch.testing.assert_close(gt, wt)
        assert (g[:3] == 0).all()


def test_gradient_of_cross_entropy_is_p_minus_y_however_wrong_the_logits():
    z = double([[1000.0, 0.0, -1000.0]])
    (g,), _ = grads(
        lambda z: sl.cross_entropy(z, torch.tensor([2])),
        z,
        cotangent=torch.tensor(1.0, dtype=torch.float64),
    )
    torch.testing.assert_close(g, torch.tensor([[1.0, 0.0, -1.0]], dtype=torch.float64))


def test_both_paths_agree_on_anything():
    """What is computed must not depend on whether a gradient is wanted."""
    odd = [0.0, 1.0, -3.0, 700.0, -1e308, 1e308, 5e-324, inf, -inf, nan]
    z = rng(7).choice(
        odd, size=(4000, 3), p=[0.2, 0.2, 0.2, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05]
    )
    plain, tracked = torch.tensor(z), double(z)
    for t in ALL_TEMPERATURES:
        for f in (sl.softmax, sl.log_softmax):
            x, y = f(plain, temperature=t), f(tracked, temperature=t).detach()
            torch.testing.assert_close(x, y, rtol=1e-14, atol=0, equal_nan=True)
    torch.testing.assert_close(
        sl.logsumexp(plain), sl.logsumexp(tracked).detach(), rtol=1e-14, atol=0, equal_nan=True
    )
