"""Both forms of attention: against PyTorch's, each other, and what a mask must not let through."""

import itertools
import tracemalloc

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import softmaxlab as sl
from softmaxlab import attention
from softmaxlab.attention import blockwise_attention, scaled_dot_product_attention

inf, nan = np.inf, np.nan
theirs = torch.nn.functional.scaled_dot_product_attention


def full(q, k, v, **options):
    return scaled_dot_product_attention(q, k, v, **options)[0]


def blocks(size):
    def f(q, k, v, **options):
        return blockwise_attention(q, k, v, block_size=size, **options)

    f.__name__ = f"blocks of {size}"
    return f


BOTH = pytest.mark.parametrize("f", [full, blocks(2)], ids=lambda f: f.__name__)
ALL = [full, *map(blocks, (1, 2, 3, 512))]
EACH = pytest.mark.parametrize("f", ALL, ids=lambda f: f.__name__)


def normal(*shape, seed=0):
    return np.random.default_rng([seed, *shape]).standard_normal(shape)


def qkv(*lead, n_q=7, n_k=7, d=4, d_v=3):
    return normal(*lead, n_q, d), normal(*lead, n_k, d, seed=1), normal(*lead, n_k, d_v, seed=2)


def some_mask(kind, *shape):
    """Neither kind hides all keys of a query."""
    if kind is None:
        return None
    hidden = np.random.default_rng(3).random(shape) < 0.4
    hidden[..., 0] = False
    return ~hidden if kind == "boolean" else np.where(hidden, -inf, normal(*shape, seed=4))


def pytorch(q, k, v, mask=None, is_causal=False, scale=None):
    """PyTorch's function, with causality written into the mask, which it cannot combine."""
    q, k, v = (torch.tensor(np.asarray(a), dtype=torch.float64) for a in (q, k, v))
    if mask is not None:
        mask = torch.tensor(mask)
    if is_causal:
        past = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool).tril()
        if mask is None:
            mask = past
        else:
            mask = mask & past if mask.dtype == torch.bool else mask.masked_fill(~past, -inf)
    lead = np.broadcast_shapes(q.shape[:-2], k.shape[:-2], v.shape[:-2])
    q, k, v = (a.expand(*lead, *a.shape[-2:]) for a in (q, k, v))
    return theirs(q, k, v, attn_mask=mask, scale=scale).numpy()


# --- Values ---------------------------------------------------------------------------------------


@given(
    n_q=st.integers(1, 8),
    n_k=st.integers(1, 8),
    d=st.integers(1, 5),
    size=st.integers(1, 9),
    kind=st.sampled_from([None, "boolean", "floating"]),
    is_causal=st.booleans(),
    scale=st.sampled_from([None, 0.0, 1.0, -3.0]),
)
def test_both_are_what_pytorch_computes(n_q, n_k, d, size, kind, is_causal, scale):
    q, k, v = qkv(n_q=n_q, n_k=n_k, d=d)
    options = {"mask": some_mask(kind, n_q, n_k), "is_causal": is_causal, "scale": scale}
    want = pytorch(q, k, v, **options)
    output, weights = scaled_dot_product_attention(q, k, v, **options)
    assert_allclose(output, want, rtol=1e-12, atol=1e-14)
    assert_allclose(weights @ v, want, rtol=1e-12, atol=1e-14)
    sl.check_distribution(weights, atol=1e-13)
    got = blockwise_attention(q, k, v, block_size=size, **options)
    assert_allclose(got, want, rtol=1e-12, atol=1e-14)


@BOTH
@pytest.mark.parametrize(
    ("q", "k", "v", "mask"),
    [
        ((5,), (5,), (5,), None),
        ((2, 3), (2, 3), (2, 3), (2, 3, 7, 6)),
        ((2, 3), (1, 3), (3,), (7, 6)),
        ((), (2, 3), (2, 1), (2, 1, 1, 6)),
        ((2, 1), (3,), (), (6,)),
        ((), (), (2,), (7, 1)),
        ((3,), (3,), (3,), (2, 1, 7, 6)),  # the mask alone has a batch axis
        ((3,), (3,), (3,), ()),
    ],
)
def test_leading_axes_broadcast(make, values, f, q, k, v, mask):
    lead = np.broadcast_shapes(q, k, v, () if mask is None else mask[:-2])
    q, k, v = normal(*q, 7, 4), normal(*k, 6, 4, seed=1), normal(*v, 6, 3, seed=2)
    for kind, is_causal in itertools.product(["boolean", "floating"], [False, True]):
        m = None
        if mask is not None:
            m = normal(*mask, seed=3)
            m = np.asarray(m > -0.8) if kind == "boolean" else np.asarray(m)
        want = np.empty((*lead, 7, 3))
        for at in np.ndindex(lead):
            rows = [np.broadcast_to(a, (*lead, *a.shape[-2:]))[at] for a in (q, k, v)]
            part = None if m is None else np.broadcast_to(m, (*lead, 7, 6))[at]
            want[at] = pytorch(*rows, mask=part, is_causal=is_causal)
        want = np.nan_to_num(want)  # zeros where all keys are hidden
        got = f(*map(make, (q, k, v)), mask=None if m is None else make(m), is_causal=is_causal)
        assert got.shape == want.shape
        assert_allclose(values(got), want, rtol=1e-12, atol=1e-14)


def test_60_digits():
    q, k, v = qkv(n_q=3, n_k=5)
    q *= 20
    with mpmath.workdps(60):
        rows = []
        for query in q:
            z = [mpmath.fdot(query, key) / mpmath.sqrt(4) for key in k]
            e = [mpmath.exp(x) for x in z]
            p = [x / mpmath.fsum(e) for x in e]
            rows.append([float(mpmath.fdot(p, column)) for column in v.T])
    for f in ALL:
        assert_allclose(f(q, k, v), rows, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("order", [1, -1])
def test_scores_far_from_0_that_rise_or_fall_along_the_keys(order):
    """Every block brings a new maximum, or none: sums shrink by up to exp(-800), none overflows."""
    k = np.linspace(-1e4, 1e4, 101)[::order, None]
    v = normal(101, 3)
    for top, q in ((-1, [[4.0]]), (0, [[-4.0]])):
        want = v[[top if order == 1 else -1 - top]]
        for f in ALL:
            assert_allclose(f(q, k, v), want, rtol=1e-13)


def test_three_tokens_by_hand():
    scores = [[2.1, 0.5, -0.3], [0.3, 3.2, 1.1], [1.1, 0.8, 2.5]]
    _, weights = scaled_dot_product_attention(scores, np.eye(3), np.eye(3), scale=1)
    want = [[0.7736, 0.1562, 0.0702], [0.0467, 0.8493, 0.1040], [0.1725, 0.1278, 0.6997]]
    assert_array_equal(weights.round(4), want)


G = np.array([1.53, 0.89, 0.49, 0.16, -0.16, -0.49, -0.89, -1.53])


@pytest.mark.parametrize(
    ("d", "p0", "entropy", "gauge"),
    [
        (1, "0.3864", "1.7204", "0.2961"),
        (4, "0.6539", "1.0987", "0.3192"),
        (16, "0.9102", "0.3641", "0.1388"),
        (64, "0.9938", "0.0388", "0.0119"),
        (256, "1.0000", "0.0004", "0.0001"),
    ],
)
def test_the_picture_of_the_scale(d, p0, entropy, gauge):
    q, k = np.ones((1, d)), np.repeat(G[:, None] / np.sqrt(d), d, axis=1)  # scores √d·G

    def shown(scale):
        _, weights = scaled_dot_product_attention(q, k, np.eye(8), scale=scale)
        factor = 1 / np.sqrt(d) if scale is None else scale
        slope = np.linalg.eigvalsh(sl.softmax_jacobian(factor * np.sqrt(d) * G)).max()
        return [f"{x:.4f}" for x in (weights[0, 0], sl.entropy(weights[0]), slope)]

    assert shown(1) == [p0, entropy, gauge]
    assert shown(None) == ["0.3864", "1.7204", "0.2961"]


def test_the_picture_of_causality():
    scores = [[2, 0, -1, 1], [1, 3, 0.5, 0], [0, 1, 2, -1], [0.5, 2, 0, 1]]
    _, weights = scaled_dot_product_attention(scores, np.eye(4), np.eye(4), scale=1, is_causal=True)
    assert_array_equal(weights[0], [1, 0, 0, 0])
    assert_array_equal(weights[1:3].round(4), [[0.1192, 0.8808, 0, 0], [0.0900, 0.2447, 0.6652, 0]])
    assert_allclose(weights.sum(-1), 1, rtol=1e-15)


# --- What is hidden -------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("hidden", [nan, inf, -inf, 1e308])
def test_nothing_leaks_from_behind_a_mask(make, values, f, hidden):
    q, k, v = qkv(2)
    seen = np.arange(7) < 5
    want = pytorch(q, k[:, :5], v[:, :5])
    k[:, 5:], v[:, 5:], v[:, 6, 1] = hidden, hidden, nan
    for mask in (seen, np.where(seen, 0.0, -inf)):
        got = f(*map(make, (q, k, v)), mask=make(mask))
        assert_allclose(values(got), want, rtol=1e-12, atol=1e-14)


@BOTH
@pytest.mark.parametrize("hidden", [nan, inf, -inf])
def test_the_future_does_not_leak(make, values, f, hidden):
    q, k, v = qkv()
    want = pytorch(q, k, v, is_causal=True)
    for broken in (k, v):
        broken[4] = hidden
        got = values(f(*map(make, (q, k, v)), is_causal=True))
        assert_allclose(got[:4], want[:4], rtol=1e-12, atol=1e-14)
        assert_array_equal(got[4:], np.full_like(got[4:], nan if broken is k else hidden) * 1)
        broken[4] = 0.5
        want = pytorch(q, k, v, is_causal=True)


@BOTH
def test_what_a_query_does_see(make, values, f):
    """Infinite values stay infinite, opposite ones and NaN give NaN; other columns are whole."""
    q, k, v = qkv(n_q=3, n_k=6, d_v=4)
    mask = np.array([[1, 1, 0, 0, 1, 1], [1, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]], dtype=bool)
    want = np.nan_to_num(pytorch(q, k, v, mask=mask))
    v[1, 0], v[2, 1], v[3, 1], v[5, 2] = inf, -inf, inf, nan
    want[0, 0], want[1, 1], want[:2, 2] = inf, nan, nan
    got = f(*map(make, (q, k, v)), mask=make(mask))
    assert_allclose(values(got), want, rtol=1e-12, atol=1e-14)


@BOTH
def test_a_broken_query_harms_no_other(make, values, f):
    q, k, v = qkv()
    want = pytorch(q, k, v)
    mask = np.ones((7, 7), dtype=bool)
    mask[6] = False
    q[2, 1], q[3, 0], q[6] = nan, inf, nan
    want[2:4], want[6] = nan, 0
    got = f(*map(make, (q, k, v)), mask=make(mask))
    assert_allclose(values(got), want, rtol=1e-12, atol=1e-14)


def test_weights_tell_what_is_hidden_and_what_is_undefined(make, values):
    q, k, v = qkv(n_q=3, n_k=4)
    k[3], v[2] = nan, inf
    mask = np.array([[1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0]], dtype=bool)
    weights = values(scaled_dot_product_attention(*map(make, (q, k, v)), mask=make(mask))[1])
    assert_array_equal(weights[0] > 0, mask[0])
    assert_allclose(weights[0].sum(), 1)
    assert np.isnan(weights[1]).all()
    assert_array_equal(weights[2], 0)


@BOTH
def test_fully_hidden_rows_are_zeros(make, values, f):
    q, k, v = map(make, qkv(2))
    for mask in (False, -inf, np.zeros((2, 7, 7), bool), np.full(7, -inf)):
        assert_array_equal(values(f(q, k, v, mask=make(mask))), np.zeros((2, 7, 3)))
    late = np.arange(7) >= 3  # with causality, queries 0 to 2 see nothing
    got = values(f(q, k, v, mask=make(late), is_causal=True))
    assert_array_equal(got[:, :3], 0)
    assert (got[:, 3:] != 0).all()


@BOTH
def test_odd_biases_and_scores_that_overflow(make, values, f):
    q, k, v = map(make, qkv(n_q=2, n_k=5))
    mask = np.zeros((2, 5))
    mask[0, 1:3], mask[1, 4] = inf, nan
    got = values(f(q, k, v, mask=make(mask)))
    assert_allclose(got[0], values(v)[1:3].mean(0))  # as softmax shares its mass among +inf
    assert np.isnan(got[1]).all()
    big = make(np.array([[1e200], [-1e200]]))
    assert_array_equal(values(f(big, big, make(np.array([[1.0], [2.0]])))), [[1], [2]])


@BOTH
def test_a_bias_below_the_range_of_the_dtype_hides(f):
    q, k, v = map(np.float32, qkv())
    mask = np.array([0, -1e300, 0, 0, 0, 0, -inf])
    assert_array_equal(f(q, k, v, mask=mask), f(q, k, v, mask=mask > -1))


def test_causal_and_no_queries(make):
    for f in ALL:
        q, k, v = map(make, qkv(2, n_q=0))
        assert f(q, k, v, is_causal=True).shape == (2, 0, 3)


# --- Blocks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n_q", "n_k"), [(8, 8), (7, 7), (5, 9), (9, 5)])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_blocks_in_which_nothing_is_seen_are_never_computed(monkeypatch, n_q, n_k, size):
    computed = []
    scores = attention._scores

    def spy(x, rows, columns, xp):
        computed.append((rows, columns))
        return scores(x, rows, columns, xp)

    monkeypatch.setattr(attention, "_scores", spy)
    q, k, v = qkv(n_q=n_q, n_k=n_k)
    starts = list(itertools.product(range(0, n_q, size), range(0, n_k, size)))
    blockwise_attention(q, k, v, block_size=size)
    assert [(r.start, c.start) for r, c in computed] == starts
    computed.clear()
    blockwise_attention(q, k, v, block_size=size, is_causal=True)
    needed = [(i, j) for i, j in starts if j <= min(i + size, n_q) - 1]
    assert [(r.start, c.start) for r, c in computed] == needed
    assert max(r.stop - r.start for r, _ in computed) <= size


@pytest.mark.parametrize(
    ("mask", "is_causal"), [(None, True), (np.ones(2048, bool), False), (np.zeros((2048, 1)), True)]
)
def test_no_matrix_of_all_scores(mask, is_causal):
    q, k, v = map(np.float32, qkv(n_q=2048, n_k=2048, d=8))
    peaks = []
    for f in (full, blocks(128)):
        tracemalloc.start()
        f(q, k, v, mask=mask, is_causal=is_causal)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[0] > 2048**2 * 4
    assert peaks[1] < 2048**2 * 4 / 15


# --- Kinds of arrays ------------------------------------------------------------------------------


@BOTH
def test_dtypes(f):
    q, k, v = map(torch.tensor, qkv(2))
    want = theirs(q, k, v)
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        got = f(q.to(dtype), k.to(dtype), v.to(dtype))
        assert got.dtype == dtype
        eps = torch.finfo(dtype).eps
        torch.testing.assert_close(got.double(), want, rtol=0, atol=8 * eps)
    assert f(q.half(), k.float(), v.half()).dtype == torch.float32
    q, k, v = qkv(2)
    mixed = f(np.float32(q), k, v)  # computed in the wider dtype, not only returned in it
    assert_allclose(mixed, pytorch(np.float32(q), k, v), rtol=1e-12)
    half = np.float16(q), np.float16(k), np.float16(v)
    assert f(*half).dtype == np.float16
    assert_array_equal(f(*half), f(*map(np.float32, half)).astype(np.float16))
    assert f(*map(np.float32, (q, k, v)), mask=np.zeros((7, 7))).dtype == np.float32
    mask = torch.zeros(7, 7, dtype=torch.float64)
    q, k, v = map(torch.tensor, (q, k, v))
    assert f(q.float(), k.float(), v.float(), mask=mask, scale=np.float64(1)).dtype == torch.float32
    scores = [[300.0, 300.0]]  # their product, 90000 a feature, is no float16
    assert f(np.float16(scores), np.float16(scores), np.float16([[1.0]])) == 1


def test_half_precision_weights_keep_their_dtype():
    x = torch.ones(2, 3, dtype=torch.bfloat16)
    assert scaled_dot_product_attention(x, x, x)[1].dtype == torch.bfloat16


@BOTH
def test_lists_booleans_and_integers(f):
    x, mask = [[1, 0], [0, 1]], [[True, False], [True, True]]
    want = pytorch(np.eye(2), np.eye(2), [[1.0], [5.0]], mask=np.array(mask))
    for eye in (x, np.array(x), np.eye(2, dtype=bool)):
        assert_allclose(f(eye, eye, [[1], [5]], mask=mask), want)
    got = f(torch.eye(2), x, [[1.0], [5.0]], mask=mask)
    assert isinstance(got, torch.Tensor)
    assert_allclose(got, want, rtol=1e-6)


@BOTH
def test_inputs_stay_as_they_are(make, values, f):
    q, k, v = qkv()
    k[6], v[6] = nan, inf
    mask = some_mask("floating", 7, 7)
    arrays = [make(a) for a in (q, k, v, mask)]
    f(*arrays[:3], mask=arrays[3], is_causal=True)
    for a, before in zip(arrays, (q, k, v, mask), strict=True):
        assert_array_equal(values(a), before)


@BOTH
def test_a_scale_of_any_kind(make, values, f):
    q, k, v = qkv()
    want = pytorch(q, k, v, scale=0.3)
    for scale in (0.3, np.float64(0.3), np.array(0.3), make(0.3)):
        got = f(*map(make, (q, k, v)), scale=scale)
        assert_allclose(values(got), want, rtol=1e-12)


# --- Derivatives ----------------------------------------------------------------------------------


def tracked(*arrays):
    return [torch.tensor(a, dtype=torch.float64, requires_grad=True) for a in arrays]


@BOTH
@pytest.mark.parametrize(("kind", "is_causal"), [(None, False), (None, True), ("boolean", True)])
def test_first_and_second_derivatives(f, kind, is_causal):
    torch.manual_seed(0)
    inputs = tracked(*qkv(n_q=3, n_k=5, d=2, d_v=2), 0.7)
    mask = some_mask(kind, 3, 5)
    mask = None if mask is None else torch.tensor(mask)

    def of_all(q, k, v, scale):
        return f(q, k, v, mask=mask, is_causal=is_causal, scale=scale)

    assert torch.autograd.gradcheck(of_all, inputs)
    assert torch.autograd.gradgradcheck(of_all, inputs)


def test_derivatives_of_the_weights_and_of_a_bias():
    torch.manual_seed(0)
    q, k, v, bias = tracked(*qkv(n_q=3, n_k=4, d=2, d_v=2), normal(3, 4))
    for f in (scaled_dot_product_attention, blocks(2)):

        def of_all(q, k, v, bias, f=f):
            return f(q, k, v, mask=bias, is_causal=True)

        assert torch.autograd.gradcheck(of_all, (q, k, v, bias))
        assert torch.autograd.gradgradcheck(of_all, (q, k, v, bias))


@BOTH
def test_forward_mode_and_transforms(f):
    q, k, v = map(torch.tensor, qkv(n_q=3, n_k=5, d=2))
    tangent = torch.tensor(normal(3, 2, seed=9))
    g = lambda q: f(q, k, v, is_causal=True)  # noqa: E731
    value, jvp = torch.func.jvp(g, (q,), (tangent,))
    J = torch.func.jacrev(g)(q)
    torch.testing.assert_close(value, f(q, k, v, is_causal=True))
    torch.testing.assert_close(jvp, (J * tangent).sum((-2, -1)))


@EACH
@pytest.mark.parametrize("hidden", [nan, inf])
def test_nothing_leaks_through_derivatives(f, hidden):
    """First and second derivatives are those of arrays in which nothing is broken."""
    arrays = qkv()
    kept = slice(0, 4)  # queries 4 to 6 see what is broken
    results = []
    for broken in (False, True):
        q, k, v = (a.copy() for a in arrays)
        k[6] = v[6] = 0.0
        if broken:
            k[4], v[5], k[6], v[6], q[5] = hidden, hidden, nan, nan, nan
        inputs = tracked(q, k, v, 0.7)
        mask = torch.arange(7) < 6
        out = f(*inputs[:3], mask=mask, is_causal=True, scale=inputs[3])[kept]
        first = torch.autograd.grad(out, inputs, torch.tensor(normal(4, 3)), create_graph=True)
        mixed = sum((g * torch.tensor(normal(*g.shape, seed=5))).sum() for g in first)
        results.append([out, *first, *torch.autograd.grad(mixed, inputs)])
    for a, b in zip(*results, strict=True):
        torch.testing.assert_close(a, b)


@BOTH
def test_fully_hidden_rows_have_no_gradient(f):
    inputs = tracked(*qkv())
    mask = torch.arange(7) >= 3
    out = f(*inputs, mask=mask, is_causal=True)
    gq, gk, gv = torch.autograd.grad(out, inputs, torch.tensor(normal(7, 3)))
    assert (gq[:4] == 0).all()  # query 3 sees key 3 alone
    assert (gk[:3] == 0).all()
    assert (gv[:3] == 0).all()
    assert all(g[4:].all() for g in (gq, gk, gv))
    assert all(g.isfinite().all() for g in (gq, gk, gv))


# --- Errors ---------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    "shapes",
    [
        [(4,), (7, 4), (7, 3)],
        [(7, 4), (7, 5), (7, 3)],
        [(7, 4), (6, 4), (7, 3)],
        [(7, 4), (0, 4), (0, 3)],
        [(7, 0), (7, 0), (7, 3)],
        [(2, 7, 4), (3, 7, 4), (7, 3)],
        [(7, 4), (7, 4), (7,)],
    ],
)
def test_shapes_that_do_not_fit_are_named(make, f, shapes):
    with pytest.raises(ValueError, match="q, k and v must have shapes") as error:
        f(*(make(np.ones(s)) for s in shapes))
    assert "got {}, {} and {}".format(*shapes) in str(error.value)


@BOTH
def test_what_is_wrong_is_named(make, f):
    x = make(np.ones((3, 2)))
    for shape in ((2, 3), (4,), (2, 2, 3), (3, 3, 1, 2)):
        with pytest.raises(ValueError, match=r"mask must have a shape that broadcasts to \(3, 3\)"):
            f(x, x, x, mask=make(np.ones(shape, bool)))
    with pytest.raises(ValueError, match=r"mask must have a shape that broadcasts to \(1, 3\)"):
        f(x[:1, :], x, x, mask=make(np.ones((3, 3), bool)))
    with pytest.raises(TypeError, match=r"mask must be boolean .* or floating"):
        f(x, x, x, mask=make(np.ones((3, 3), int)))
    for scale in (nan, inf, -inf):
        with pytest.raises(ValueError, match=f"scale must be finite, got {scale}"):
            f(x, x, x, scale=scale)
    with pytest.raises(ValueError, match=r"scale must be a single number, got .* shape \(2,\)"):
        f(x, x, x, scale=make([1.0, 2.0]))
    with pytest.raises(TypeError, match="scale must be a real number, got 'big'"):
        f(x, x, x, scale="big")
    with pytest.raises(TypeError, match="v must hold real numbers"):
        f(x, x, make(np.ones((3, 2)), complex))


def test_a_wrong_block_size_is_named():
    x = np.ones((3, 2))
    for size in (0, -1):
        with pytest.raises(ValueError, match=f"block_size must be at least 1, got {size}"):
            blockwise_attention(x, x, x, block_size=size)
    with pytest.raises(TypeError, match="block_size must be an integer, got None"):
        blockwise_attention(x, x, x, block_size=None)
