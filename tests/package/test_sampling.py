"""Draws that are NumPy's, filters against exact arithmetic, ties, limits, and what errors say."""

from fractions import Fraction
from functools import partial

import numpy as np
import pytest
import scipy.stats
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import softmaxlab as sl
from softmaxlab._arrays import namespace
from softmaxlab._random import uniforms
from softmaxlab.sampling import _nucleus, filter_min_p, filter_top_k, filter_top_p, greedy, sample

inf, nan = np.inf, np.nan
# Few distinct values, so that ties are common.
logits = st.lists(st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, -inf]), min_size=1, max_size=8).map(
    lambda z: [*z, 0.0]
)
WIDGET = [4, 3.2, 3, 2.1, 1.4, 0.6, 0, -0.8]
FILTERS = {
    "top-k": partial(filter_top_k, k=3),
    "top-p": partial(filter_top_p, p=0.8),
    "min-p": partial(filter_min_p, p=0.3),
}
every_filter = pytest.mark.parametrize("f", FILTERS.values(), ids=FILTERS)


def rng(seed=0):
    return np.random.default_rng(seed)


def rows(z, n):
    return np.tile(np.asarray(z, dtype=float), (n, 1))


def kept(z):
    return np.isfinite(z).nonzero()[-1].tolist()


def draws_fit(tokens, p):
    """Whether a chi-square test believes that the tokens were drawn from p."""
    counts, p = np.bincount(np.asarray(tokens), minlength=len(p)), np.asarray(p)
    assert counts[p == 0].sum() == 0
    return scipy.stats.chisquare(counts[p > 0], len(tokens) * p[p > 0]).pvalue > 0.01


# --- Draws ----------------------------------------------------------------------------------------


def test_the_draws_of_the_course_are_those_of_numpy(make, values):
    z = [2.0, 1.0, 0.1]
    assert values(sample(make(rows(z, 10)), rng=0)).tolist() == [0, 0, 0, 0, 1, 2, 0, 1, 0, 2]
    tokens = values(sample(make(rows(z, 1000)), rng=0))
    assert np.bincount(tokens).tolist() == [637, 268, 95]
    assert_array_equal(tokens, rng().choice(3, size=1000, p=sl.softmax(z)))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_draws_are_those_of_numpy_for_every_option(dtype):
    """Also for float32 rows of 5000, whose probabilities do not sum to 1 exactly."""
    z = (rng(1).normal(size=5000) * 3).astype(dtype)
    x = z.astype(np.float32) if dtype == np.float16 else z
    p = sl.softmax(x)
    assert dtype == np.float64 or p.sum(dtype=float) != 1
    tokens = sample(np.broadcast_to(z, (300, 5000)), rng=2)
    assert_array_equal(tokens, rng(2).choice(5000, size=300, p=p))
    options = {"temperature": 0.8, "top_k": 50, "top_p": 0.9, "min_p": 0.02}
    x = filter_top_k(x, 50)
    for cut, p in ((filter_top_p, 0.9), (filter_min_p, 0.02)):
        x = np.where(np.isfinite(cut(sl.log_softmax(x, temperature=0.8), p)), x, -inf)
    p = sl.softmax(x, temperature=0.8)
    assert 1 < np.count_nonzero(p) < 50
    tokens = sample(np.broadcast_to(z, (300, 5000)), rng=2, **options)
    assert_array_equal(tokens, rng(2).choice(5000, size=300, p=p))


@given(z=logits, seed=st.integers(0, 10**6), t=st.sampled_from([0.0, 0.5, 1.0, 3.0, inf]))
def test_what_has_probability_0_is_never_drawn(z, seed, t):
    token = sample(rows(z, 20), temperature=t, rng=seed)
    assert (sl.softmax(z, temperature=t)[token] > 0).all()


class Always(np.random.Generator):
    """A generator that has nothing else to offer."""

    def __init__(self, u):
        super().__init__(np.random.PCG64(0))
        self.u = np.asarray(u, dtype=float)

    def random(self, size=None):
        return np.array(np.broadcast_to(self.u, size))


def test_a_token_begins_where_the_mass_before_it_ends(make, values):
    z = np.log([[0.5, 0.25, 0.25]])
    z = make(np.insert(z, [0, 1, 3], -inf, axis=-1))  # tokens 1, 3 and 4 have a probability
    for u, token in [(0, 1), (0.5 - 2**-53, 1), (0.5, 3), (0.75, 4), (1 - 2**-53, 4)]:
        assert values(sample(z, rng=Always(u))).tolist() == [token]


def test_a_sum_below_1_still_reaches_the_last_token():
    """Float32 probabilities that sum to less than 1 would leave the largest u without a token."""
    z = (rng(4).normal(size=(40, 3000))).astype(np.float32)
    sums = np.cumsum(sl.softmax(z).astype(float), axis=-1)[:, -1]
    assert sums.min() < 1 - 1e-8
    assert_array_equal(sample(z, rng=Always(1 - 2**-53)), 2999)


def test_the_running_sum_is_taken_in_float64():
    """At each step of NumPy's own cumulative distribution, and just before it."""
    z = rng(4).normal(size=400).astype(np.float32)
    cumulative = np.cumsum(sl.softmax(z), dtype=float)
    steps = (cumulative / cumulative[-1])[:-1]
    repeated = np.broadcast_to(z, (399, 400))
    assert_array_equal(sample(repeated, rng=Always(steps)), np.arange(1, 400))
    assert_array_equal(sample(repeated, rng=Always(np.nextafter(steps, 0))), np.arange(399))


@pytest.mark.parametrize("temperature", [0.3, 1.0, 4.0])
@pytest.mark.parametrize("source", [rng(5), torch.Generator().manual_seed(5), None, 5])
def test_draws_fit_the_distribution(temperature, source):
    torch.manual_seed(11)
    z = torch.tensor(rows([1.0, -0.5, 0.3, -inf, 0.3], 20000))
    tokens = sample(z, temperature=temperature, rng=source)
    assert draws_fit(tokens, sl.softmax(z[0].numpy(), temperature=temperature))
    assert not draws_fit(tokens, sl.softmax(z[0].numpy(), temperature=temperature * 1.5))


def test_filtered_draws_fit_the_renormalised_distribution():
    z = rows([1.0, -0.5, 0.3, 0.9, 0.3], 20000)
    for options, p in [
        ({"top_k": 3}, sl.softmax([1.0, -inf, 0.3, 0.9, -inf])),
        ({"top_p": 0.5}, sl.softmax([1.0, -inf, -inf, 0.9, -inf])),
        ({"min_p": 0.4}, sl.softmax([1.0, -inf, 0.3, 0.9, 0.3])),
    ]:
        assert draws_fit(sample(z, rng=6, **options), p)


def test_rows_and_shapes(make, values):
    z = rng().normal(size=(2, 3, 4)) * 50  # so far apart that the draw is certain
    for f in (greedy, partial(sample, rng=0)):
        tokens = f(make(z))
        assert tokens.shape == (2, 3)
        assert str(tokens.dtype).endswith("int64")
        assert_array_equal(values(tokens), z.argmax(-1))
        assert f(make(z[0, 0])).shape == ()
        assert int(f(make(z[0, 0]))) == z[0, 0].argmax()
        assert f(make(z[:0])).shape == (0, 3)
        assert type(tokens) is type(make(z))
    assert isinstance(sample([1.0, 2.0]), np.int64)
    assert isinstance(greedy([1.0, 2.0]), np.int64)


def test_greedy_and_temperature_0():
    z = [[1.0, 3.0, 3.0], [0.0, -inf, -1.0]]
    assert greedy(z).tolist() == [1, 0]
    assert draws_fit(sample(rows(z[0], 4000), temperature=0, rng=1), [0, 0.5, 0.5])
    assert_array_equal(sample(rows(z[0], 100), temperature=0, top_k=1, rng=1), 1)
    assert_array_equal(sample(rows(z[1], 100), temperature=1e-9, rng=1), 0)
    z = rng(3).normal(size=(100, 9))
    assert_array_equal(sample(z, temperature=0, rng=1), greedy(z))


def test_entries_of_inf_share_the_draws(make, values):
    tokens = values(sample(make(rows([inf, 0.0, inf], 2000)), rng=0))
    assert draws_fit(tokens, [0.5, 0, 0.5])
    assert values(greedy(make([0.0, inf, inf]))) == 1


def test_the_limits_of_the_temperature_keep_the_ranks():
    z = rows([0.0, 2.0, 1.0, -inf], 4000)
    assert draws_fit(sample(z, temperature=inf, rng=0), [1 / 3, 1 / 3, 1 / 3, 0])
    assert draws_fit(sample(z, temperature=inf, top_k=2, rng=0), [0, 0.5, 0.5, 0])
    assert draws_fit(sample(z, temperature=inf, top_p=0.6, rng=0), [0, 0.5, 0.5, 0])
    assert draws_fit(sample(z, temperature=inf, min_p=1, rng=0), [1 / 3, 1 / 3, 1 / 3, 0])
    assert_array_equal(sample(z, temperature=0, top_p=0.6, min_p=0.5, rng=0), 1)


def test_order_of_the_cuts():
    z = np.log([0.4, 0.3, 0.2, 0.1])

    def support(n=3000, **options):
        return np.unique(sample(rows(z, n), rng=0, **options)).tolist()

    assert support(top_p=0.65) == [0, 1]
    assert support(temperature=5, top_p=0.65) == [0, 1, 2]  # temperature before top-p
    assert support(top_k=3, top_p=0.8) == [0, 1, 2]  # 0.7/0.9 is short of 0.8
    assert support(top_k=2, top_p=0.55) == [0]  # 0.4/0.7 is not short of 0.55, 0.4 alone is
    assert support(top_p=0.9, min_p=0.4) == [0, 1, 2]  # min-p first would leave 0.7/0.9: two
    assert support(top_p=0.75, min_p=0.4) == [0, 1, 2]
    assert support(top_p=0.8, min_p=0.6) == [0, 1]
    assert support(temperature=5, min_p=0.6) == [0, 1, 2, 3]  # temperature before min-p


# --- Filters --------------------------------------------------------------------------------------


def ranked(z):
    return sorted(range(len(z)), key=lambda i: (-z[i], i))


@given(z=logits, k=st.integers(1, 10))
def test_top_k_keeps_exactly_k(z, k):
    got = filter_top_k(z, k)
    keep = [i for i in ranked(z)[:k] if z[i] > -inf]
    assert kept(got) == sorted(keep)
    assert_array_equal(got[keep], np.array(z)[keep])


@given(
    weights=st.lists(st.integers(1, 64), min_size=1, max_size=8),
    numerator=st.integers(1, 64),
    dtype=st.sampled_from([np.float32, np.float64]),
)
def test_top_p_keeps_the_smallest_set_that_reaches_p(weights, numerator, dtype):
    """In exact fractions, so that every boundary is met exactly."""
    total = sum(weights)
    p = Fraction(min(numerator, total), total)
    order = ranked(weights)
    size, mass = 0, Fraction(0)
    while mass < p:
        mass += Fraction(weights[order[size]], total)
        size += 1
    z = np.log(np.array(weights) / total).astype(dtype)
    got = filter_top_p(z, float(p))
    assert kept(got) == sorted(order[:size])
    assert_array_equal(got[order[:size]], z[order[:size]])


@given(z=logits, p=st.floats(0.01, 1))
def test_min_p_compares_with_the_most_probable(z, p):
    q = sl.softmax(z)
    clear = np.abs(q / q.max() - p) > 1e-9
    assert_array_equal((filter_min_p(z, p) > -inf)[clear], (q / q.max() >= p)[clear])


def test_boundaries_of_min_p_are_kept(make, values):
    z = np.log([0.5, 0.4, 0.1, 0.05])
    for p, n in [(1, 1), (0.9, 1), (0.8, 2), (0.2, 3), (0.1, 4), (0.1 + 1e-12, 3), (1e-9, 4)]:
        assert kept(values(filter_min_p(make(z), p))) == list(range(n))
    for dtype in (np.float32, np.float64):  # 0.3/0.5 and 0.2/0.5, short of it by rounding alone
        z = make(np.log([0.5, 0.3, 0.2]), dtype)
        assert kept(values(filter_min_p(z, 0.6))) == [0, 1]
        assert kept(values(filter_min_p(z, 0.4))) == [0, 1, 2]


def test_ties_go_to_the_lower_index(make, values):
    z = make([[1.0, 2.0, 1.0, 2.0, 1.0], [0.0] * 5])
    got = values(filter_top_k(z, 3))
    assert kept(got[0]) == [0, 1, 3]
    assert kept(got[1]) == [0, 1, 2]
    assert kept(values(filter_top_p(z, 0.6))[1]) == [0, 1, 2]
    assert kept(values(filter_top_p(z, 0.61))[1]) == [0, 1, 2, 3]
    assert_array_equal(values(filter_min_p(z, 1))[0], [-inf, 2, -inf, 2, -inf])
    many = np.zeros(1000)  # a sort that is not stable shows on long rows
    assert kept(values(filter_top_k(make(many), 500))) == list(range(500))
    assert kept(values(filter_top_p(make(many), 0.5))) == list(range(500))


def test_everything_kept(make, values):
    z = make(rng().normal(size=(3, 7)) * 20)  # tails too small to move the sum
    for got in (filter_top_k(z, 7), filter_top_k(z, 100), filter_top_p(z, 1), filter_top_p(z, 1.0)):
        assert_array_equal(values(got), values(z))
    z = make((rng(1).normal(size=(5, 4000)) * 3).astype(np.float32), np.float32)
    assert_array_equal(values(filter_top_p(z, 1)), values(z))
    # and a share close to 1 of float32 masses that end elsewhere than at 1
    for p in (0.5, 0.99, 0.9999):
        q = np.sort(sl.softmax(values(z)).astype(float))[:, ::-1]
        size = np.isfinite(values(filter_top_p(z, p))).sum(-1)
        mass = np.cumsum(q, -1) / q.sum(-1, keepdims=True)
        assert (np.take_along_axis(mass, size[:, None] - 1, -1) >= p - 1e-6).all()
        assert (np.take_along_axis(mass, size[:, None] - 2, -1) < p).all()


def test_the_share_is_one_of_the_whole_even_if_the_whole_is_not_1():
    p, xp = np.array([0.4, 0.3, 0.2, 0.1]), namespace(np.ones(1))
    for share, n in [(0.39, 1), (0.4, 1), (0.41, 2), (0.7, 2), (0.71, 3), (0.9, 3), (0.91, 4)]:
        for whole in (0.99, 1.0, 1.01):
            keep = _nucleus(np.log(p), p * whole, share, xp)
            assert keep.tolist() == [i < n for i in range(4)]


def test_the_numbers_of_the_course():
    z = np.array(WIDGET)
    p = sl.softmax(z)
    assert_allclose(p[:4], [0.4760, 0.2139, 0.1751, 0.0712], atol=5e-5)
    assert_allclose(p[kept(filter_top_k(z, 3))].sum(), 0.8649, atol=5e-5)
    assert_allclose(sl.softmax(filter_top_k(z, 3))[:3], [0.5503, 0.2473, 0.2024], atol=5e-5)
    nucleus = kept(filter_top_p(z, 0.9))
    assert nucleus == [0, 1, 2, 3]
    assert_allclose(p[nucleus].sum(), 0.9361, atol=5e-5)
    both = filter_top_p(filter_top_k(z / 0.7, 5), 0.9)
    assert kept(both) == [0, 1, 2]
    assert_allclose(sl.softmax(z / 0.7)[:3].sum(), 0.9382, atol=5e-5)
    assert_allclose(sl.softmax(both)[:3], [0.6416, 0.2046, 0.1538], atol=5e-5)
    tokens = sample(rows(z, 20000), temperature=0.7, top_k=5, top_p=0.9, rng=0)
    assert draws_fit(tokens, sl.softmax(both))


@every_filter
def test_special_rows_of_filters(make, values, f):
    z = [[-inf] * 4, [1, nan, 9, 0], [inf, 0, inf, -inf], [3, -inf, -inf, -inf]]
    got = values(f(make(z)))
    assert_array_equal(got[:2], z[:2])  # a NaN is not hidden
    assert_array_equal(got[3], z[3])
    assert got[2, 0] == inf
    assert got[2, 2] == inf
    assert values(filter_top_k(make(z), 1))[2].tolist() == [inf, -inf, -inf, -inf]
    assert values(filter_top_p(make(z), 0.5))[2].tolist() == [inf, -inf, -inf, -inf]


@every_filter
def test_filters_keep_library_dtype_input_and_gradient(make, values, f):
    z = rng().normal(size=(2, 3, 9))
    x = make(z)
    got = f(x)
    assert type(got) is type(x)
    assert_array_equal(values(got), f(z))
    assert_array_equal(values(got)[1, 2], f(z[1, 2]))
    assert_array_equal(values(x), z)
    for dtype in (torch.float16, torch.bfloat16, torch.float32):
        half = torch.tensor(z).to(dtype)
        assert f(half).dtype == dtype
        assert_array_equal(values(f(half)), values(f(half.float())))
    assert f([3, 2, 1, 0]).dtype == np.float64
    assert f([True, False, False, False])[0] == 1
    x = torch.tensor(z, requires_grad=True)
    v = torch.randn(x.shape, generator=torch.Generator().manual_seed(0)).double()
    (g,) = torch.autograd.grad(f(x), x, v)
    torch.testing.assert_close(g, torch.where(f(x) > -inf, v, 0.0))


def test_filters_set_what_they_cut_to_minus_infinity():
    for f in FILTERS.values():
        z = np.array([5.0, 4.5, 4.4, -3.0, -4.0])
        got = f(z)
        assert set(got[got != z]) == {-inf}
        assert (got[:2] == z[:2]).all()


# --- Where randomness comes from ------------------------------------------------------------------


def test_generators_advance_and_seeds_do_not():
    z = rows([0.0, 0.0, 0.0], 50)
    for source in (rng(3), torch.Generator().manual_seed(3)):
        first, second = sample(z, rng=source), sample(z, rng=source)
        assert (first != second).any()
    assert_array_equal(sample(z, rng=3), sample(z, rng=np.int64(3)))
    assert_array_equal(sample(z, rng=3), sample(z, rng=rng(3)))
    assert (sample(z, rng=3) != sample(z, rng=4)).any()
    assert (sample(z) != sample(z)).any()


def test_without_a_generator_torch_follows_its_own_seed_and_numpy_is_fresh():
    z = torch.zeros(50, 3)
    first, second = (sample(z) for _ in [torch.manual_seed(1), torch.manual_seed(1)])
    assert (first != second).any()
    torch.manual_seed(1)
    assert_array_equal(sample(z), sample(z, rng=torch.Generator().manual_seed(1)))
    np.random.seed(1)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    sample(z.numpy())
    assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_uniforms_are_the_same_for_every_library(make, values):
    like = make([1.0])
    xp = namespace(like)
    for shape in ((), (3,), (2, 3)):
        got = uniforms(7, shape, like, xp)
        assert type(got) is type(like)
        assert str(got.dtype).endswith("float64")
        assert_array_equal(values(got), rng(7).random(shape))
        got = uniforms(torch.Generator().manual_seed(7), shape, like, xp)
        want = torch.rand(shape, generator=torch.Generator().manual_seed(7), dtype=torch.float64)
        assert_array_equal(values(got), want)


@pytest.mark.parametrize(
    ("source", "error", "words"),
    [
        (-1, ValueError, "rng must be a seed of at least 0, got -1"),
        (1.5, TypeError, "rng must be a NumPy Generator, .* or None, got 1.5"),
        ("0", TypeError, "got '0'"),
        (np.random.RandomState(0), TypeError, "got RandomState"),
    ],
)
def test_a_source_that_is_none_of_these_is_named(source, error, words):
    with pytest.raises(error, match=words):
        sample([1.0, 2.0], rng=source)


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [[-inf] * 3, [nan, 1, 2], [nan, inf, 0], [-inf, nan, -inf]])
def test_a_row_without_a_token_is_named(make, row):
    for f in (greedy, sample, partial(sample, temperature=0, top_k=1)):
        with pytest.raises(ValueError, match=r"logits\[1, :\] holds a NaN or only -inf"):
            f(make([[0.0, 1.0, 2.0], row, [-inf] * 3]))
        with pytest.raises(ValueError, match=r"logits\[:\] holds a NaN or only -inf"):
            f(make(row))


@pytest.mark.parametrize("k", [0, -3, np.int64(0)])
def test_k_out_of_range_is_named(k):
    with pytest.raises(ValueError, match=f"^k must be at least 1, got {k}"):
        filter_top_k([1.0, 2.0], k)
    with pytest.raises(ValueError, match=f"^top_k must be at least 1, got {k}"):
        sample([1.0, 2.0], top_k=k)


@pytest.mark.parametrize("p", [0, -0.1, 1.0000001, inf, nan, 90])
def test_p_out_of_range_is_named(p):
    words = f"must lie above 0 and not above 1, got {float(p)}"
    for f in (filter_top_p, filter_min_p):
        with pytest.raises(ValueError, match=f"^p {words}"):
            f([1.0, 2.0], p)
    for name in ("top_p", "min_p"):
        with pytest.raises(ValueError, match=f"^{name} {words}"):
            sample([1.0, 2.0], **{name: p})


def test_what_is_no_number_is_named():
    with pytest.raises(TypeError, match=r"k must be an integer, got 2\.5"):
        filter_top_k([1.0, 2.0], 2.5)
    with pytest.raises(TypeError, match="p must be a number, got 'most'"):
        filter_top_p([1.0, 2.0], "most")
    with pytest.raises(ValueError, match="temperature must lie between 0 and inf"):
        sample([1.0, 2.0], temperature=-1)
    for f in (greedy, sample, *FILTERS.values()):
        with pytest.raises(ValueError, match="axis -1 is out of range: logits has shape"):
            f(1.0)
        with pytest.raises(ValueError, match="axis -1 of logits is empty"):
            f(np.zeros((2, 0)))
        with pytest.raises(TypeError, match="logits must hold real numbers"):
            f([1j])
