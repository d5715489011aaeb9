"""Sparse maps against 60 digits, projections and another library; relaxed draws; derivatives."""

from functools import partial

import array_api_compat.numpy as xp
import entmax as deep_spin
import mpmath
import numpy as np
import pytest
import scipy.stats
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import softmaxlab as sl
from softmaxlab import alternatives
from softmaxlab.alternatives import entmax, gumbel_softmax, sparsemax

inf, nan = np.inf, np.nan
logits = st.lists(st.floats(-5, 5, width=32), min_size=1, max_size=6)
ALPHAS = [0.1, 0.9, 1, 1.001, 1.5, 1.9, 2, 2.1, 4]
MAPS = {f"alpha {a}": partial(entmax, alpha=a) for a in (0.5, 1.5, 3)} | {"sparsemax": sparsemax}
DRAWS = {
    "gumbel": partial(gumbel_softmax, rng=0),
    "straight through": partial(gumbel_softmax, rng=0, hard=True),
}
every_map = pytest.mark.parametrize("f", MAPS.values(), ids=MAPS)
every_function = pytest.mark.parametrize(
    "f", [*MAPS.values(), *DRAWS.values()], ids=[*MAPS, *DRAWS]
)


def rng(seed=0):
    return np.random.default_rng(seed)


def double(x):
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


def exact(z, alpha, digits=60):
    """Solve for the largest probability instead of a threshold, with many digits."""
    with mpmath.workdps(digits):
        z, a = [mpmath.mpf(float(x)) for x in z], mpmath.mpf(float(alpha)) - 1
        if a == 0:
            e = [mpmath.exp(x - max(z)) for x in z]
            return np.array([x / mpmath.fsum(e) for x in e], dtype=float)

        def shares(top):
            base = [top**a + a * (x - max(z)) for x in z]
            return [b ** (1 / a) if b > 0 else mpmath.mpf(0) for b in base]

        low, high = mpmath.mpf(1) / len(z), mpmath.mpf(1)
        while high - low > mpmath.mpf(10) ** (5 - digits):
            middle = (low + high) / 2
            enough = mpmath.fsum(shares(middle)) >= 1
            low, high = (low, middle) if enough else (middle, high)
        return np.array(shares(high), dtype=float)


# --- Values ---------------------------------------------------------------------------------------


def test_the_numbers_of_the_course():
    assert_allclose(sparsemax([0.5, 0.3, 0.1]), [0.5333, 0.3333, 0.1333], atol=5e-5)
    assert_allclose(entmax([0.5, 0.3, 0.1]), [0.4510, 0.3267, 0.2224], atol=5e-5)
    z = [2.0, 1.0, 0.1]
    assert_array_equal(sparsemax(z), [1, 0, 0])
    assert_allclose(entmax(z), [0.8307, 0.1693, 0], atol=5e-5)
    assert entmax(z)[2] == 0
    assert_allclose(gumbel_softmax(z, rng=0), [0.1722, 0.2041, 0.6237], atol=5e-5)
    assert_allclose(gumbel_softmax(z, temperature=0.5, rng=0), [0.0644, 0.0905, 0.8451], atol=5e-5)


@pytest.mark.parametrize("alpha", ALPHAS)
@settings(max_examples=8)
@given(z=logits)
@example(z=[3.0, 2.0, 2.0, 2.0])
@example(z=[0.0, -0.25, -0.75 + 2**-20])
def test_entmax_has_the_right_digits(alpha, z):
    want = exact(z, alpha)
    # Above 2 the map is steep where a share begins, and an input's own rounding shows there.
    tolerance = 1e-14 if alpha <= 2 else 1e-12
    assert_allclose(entmax(z, alpha=alpha), want, rtol=1e-12, atol=tolerance)
    assert_allclose(entmax(np.float32(z), alpha=alpha), want, atol=3e-6)


def test_a_steep_map_keeps_its_small_shares():
    """The base of the second share is near 1e-90, far below what the threshold can tell."""
    want = exact([0.0, -0.01], 50, digits=150)
    assert 0.01 < want[1] < 0.02
    assert_allclose(entmax([0.0, -0.01], alpha=50), want, atol=1e-14)
    for alpha in (5, 50, 1e6):
        p = entmax(rng().normal(size=(20, 6)) / alpha, alpha=alpha)
        sl.check_distribution(p, atol=1e-14)


@pytest.mark.parametrize(("alpha", "above"), [(3, (3e-9, 1e-9)), (4, (4e-13, 1e-13))])
def test_shares_at_the_edge_of_the_support_keep_their_digits(alpha, above):
    z = [0.0, *(x - 1 / (alpha - 1) for x in above)]
    assert_allclose(entmax(z, alpha=alpha), exact(z, alpha, digits=150), atol=1e-15)


def test_no_share_is_negative_even_if_theta_is_a_little_off(monkeypatch):
    bisect = alternatives._theta_by_bisection
    monkeypatch.setattr(alternatives, "_theta_by_bisection", lambda *args: bisect(*args) - 1e-9)
    p = entmax([0.0, 4e-13 - 1 / 3, 1e-13 - 1 / 3], alpha=4)
    sl.check_distribution(p)


@pytest.mark.parametrize("scale", [0.1, 1.0, 10.0])
@pytest.mark.parametrize(("dtype", "atol"), [(torch.float64, 1e-14), (torch.float32, 2e-6)])
def test_agrees_with_another_library(scale, dtype, atol):
    z = torch.randn(40, 30, dtype=dtype, generator=torch.Generator().manual_seed(0)) * scale
    close = {"rtol": 0, "atol": atol}
    torch.testing.assert_close(sparsemax(z), deep_spin.sparsemax(z, dim=-1), **close)
    torch.testing.assert_close(entmax(z), deep_spin.entmax15(z, dim=-1), **close)
    for alpha in (1.2, 1.7, 2.5):
        want = deep_spin.entmax_bisect(z, alpha=alpha, dim=-1, n_iter=80)
        torch.testing.assert_close(entmax(z, alpha=alpha), want, rtol=0, atol=10 * atol)


@given(z=logits)
def test_sparsemax_is_the_closest_distribution(z):
    """The optimality condition of a projection: no vertex lies on the side of z − p."""
    p = sparsemax(z)
    gaps = np.array(z) - p
    assert (gaps <= gaps @ p + 1e-13).all()


@pytest.mark.parametrize("alpha", [0.5, 1.5, 2, 3])
@given(z=logits, w=logits)
def test_entmax_maximises_its_objective(alpha, z, w):
    n = min(len(z), len(w))
    z, other = np.array(z[:n]), sl.softmax(w[:n])

    def objective(p):
        return p @ z + (1 - np.sum(p**alpha)) / (alpha * (alpha - 1))

    assert objective(entmax(z, alpha=alpha)) >= objective(other) - 1e-12


@every_function
@settings(max_examples=20)
@given(z=logits)
def test_the_result_is_a_distribution(f, z):
    sl.check_distribution(f(z), atol=1e-14)


@pytest.mark.parametrize("alpha", [0.5, 1.5, 2, 3])
@settings(max_examples=20)
@given(z=logits, shift=st.integers(-100, 100), seed=st.integers(0, 99))
def test_order_shift_and_permutation(alpha, z, shift, seed):
    z = np.array(z)
    p = entmax(z, alpha=alpha)
    assert (np.diff(p[np.argsort(z, kind="stable")]) >= 0).all()
    order = rng(seed).permutation(len(z))
    assert_allclose(entmax(z[order], alpha=alpha), p[order], atol=1e-13)
    z = np.round(z * 64) / 64  # so that the shift itself does not round
    assert_array_equal(entmax(z + shift, alpha=alpha), entmax(z, alpha=alpha))


def test_alpha_1_2_and_inf_are_softmax_sparsemax_and_arg_max(make, values):
    z = make(rng().normal(size=(20, 6)))
    for alpha in (1, 1.0, np.float32(1), torch.tensor(1)):
        assert_array_equal(values(entmax(z, alpha=alpha)), values(sl.softmax(z)))
    assert_array_equal(values(entmax(z, alpha=2)), values(sparsemax(z)))
    assert_array_equal(values(entmax(z, alpha=inf)), values(sl.softmax(z, temperature=0)))
    for dtype, alpha in ((float, inf), (float, 1e308), (np.float32, 3e38), (np.float32, 1e39)):
        p = entmax(make([3.0, 3.0, 1.0], dtype), alpha=alpha)  # the last is inf in float32
        assert_array_equal(values(p), [0.5, 0.5, 0])


@pytest.mark.parametrize(("alpha", "atol"), [(1, 1e-7), (2, 1e-7), (1.5, 1e-7), (0.5, 1e-7)])
def test_entmax_is_continuous_in_alpha(alpha, atol):
    z = rng().normal(size=(50, 6)) * 2
    for near in (alpha - 1e-9, alpha + 1e-9, np.nextafter(alpha, 0), np.nextafter(alpha, 3)):
        assert_allclose(entmax(z, alpha=near), entmax(z, alpha=alpha), atol=atol)
    assert_allclose(entmax(z, alpha=1e5), entmax(z, alpha=inf), atol=1e-12)


def test_a_larger_alpha_cuts_sooner_and_below_1_nothing_is_cut():
    z = np.linspace(0, -3, 13)
    support = [np.count_nonzero(entmax(z, alpha=a)) for a in (0.5, 1, 1.25, 1.5, 2, 3, inf)]
    assert support == sorted(support, reverse=True)
    assert support[:2] == [13, 13]
    assert support[-1] == 1
    # The tail falls with the power −1/(1 − α) of the gap: −2 here, where softmax has e^-gap.
    p = entmax([0.0, -1e4, -1e5], alpha=0.5)
    assert_allclose(p[2] / p[1], 1e-2, rtol=1e-3)


def test_exact_zeros_and_ties(make, values):
    for f in (sparsemax, entmax):
        assert_array_equal(values(f(make([5.0, 5.0, 0.0, -9.0]))), [0.5, 0.5, 0, 0])
        assert_array_equal(values(f(make([1.0, 1.0, 1.0, 1.0]))), [0.25] * 4)
    assert_array_equal(values(sparsemax(make([1.0, 0.0]))), [1, 0])  # on the kink itself
    assert_allclose(values(sparsemax(make([1.0, 1e-9]))), [1 - 5e-10, 5e-10], rtol=1e-6)


@every_function
def test_large_vocabularies_sum_to_1(f):
    z = rng().normal(size=(1, 50257)).astype(np.float32)
    sl.check_distribution(f(z), atol=1e-5)
    assert_allclose(f(np.zeros((1, 50257))).sum(), 1, atol=1e-12)


@pytest.mark.parametrize(("f", "base", "spread"), [(entmax, -1.94, 3e-3), (sparsemax, -0.9, 2e-5)])
def test_thousands_of_shares_in_float32(f, base, spread):
    """A running sum of thousands of float32 numbers would lose the threshold."""
    z = np.append(base + spread * rng().normal(size=20000), 0).astype(np.float32)
    want = f(z.astype(float))
    assert np.count_nonzero(want) > 5000
    assert_allclose(f(z), want, atol=2e-7)
    assert_allclose(f(torch.tensor(z)), want, atol=2e-7)


# --- Axes, libraries, dtypes, special values, errors ----------------------------------------------


@every_function
@pytest.mark.parametrize("shape", [(4,), (2, 3, 4)])
def test_every_axis_of_every_library(make, values, f, shape):
    z = rng(1).normal(size=shape)
    for axis in range(-len(shape), len(shape)):
        if f in MAPS.values():
            want = np.apply_along_axis(f, axis, z)
        else:
            want = sl.softmax(z + rng().gumbel(size=shape), axis=axis)
            if f is DRAWS["straight through"]:
                want = want == want.max(axis=axis, keepdims=True)
        x = make(z)
        got = f(x, axis=axis)
        assert type(got) is type(x)
        assert_allclose(values(got), want, atol=1e-14)
        assert_array_equal(values(x), z)  # never modified


@every_function
@pytest.mark.parametrize("z", [[1, 0], (True, False), np.array([1, 0], dtype=np.uint8)])
def test_lists_integers_and_booleans(f, z):
    assert_array_equal(f(z), f(np.array([1.0, 0.0])))
    assert f(z).dtype == np.float64
    assert f(torch.tensor(list(map(int, z)))).dtype == torch.float32


@every_function
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32])
def test_half_precision_is_computed_in_float32(f, dtype):
    z = (torch.randn(5, 9, generator=torch.Generator().manual_seed(3)) * 2).to(dtype)
    assert f(z).dtype == dtype
    torch.testing.assert_close(f(z), f(z.float()).to(dtype), rtol=0, atol=0)
    if dtype == torch.float16:
        got = f(z.numpy())
        assert got.dtype == np.float16
        assert_allclose(got, f(z).numpy(), atol=1e-3)


@every_function
def test_special_rows(make, values, f):
    z = make(
        [[-inf] * 3, [1, nan, 2], [nan, inf, 0], [-inf, 7, -inf], [inf, 0, -inf], [5, 5, -inf]]
    )
    p = values(f(z))
    assert np.isnan(p[:3]).all()
    assert_array_equal(p[3:5], [[0, 1, 0], [1, 0, 0]])
    assert p[5, 2] == 0
    assert_allclose(p[5].sum(), 1)
    assert_array_equal(values(f(make([[3.0], [inf]]))), [[1], [1]])
    for gap in (1e30, 1e300, 1.7e308):
        p = values(f(make([gap, 0.0, -gap])))
        assert_allclose(p, [1, 0, 0], atol=1e-2)
        assert_allclose(p.sum(), 1)


@pytest.mark.parametrize("alpha", ALPHAS)
def test_entries_of_inf_share_the_mass(make, values, alpha):
    assert_array_equal(values(entmax(make([inf, 0.0, inf, -inf]), alpha=alpha)), [0.5, 0, 0.5, 0])


@pytest.mark.parametrize("alpha", [0, -1, -inf, nan, 0.0])
def test_alpha_out_of_range_is_named(alpha):
    with pytest.raises(ValueError, match=f"alpha must be above 0, got {float(alpha)}; 1 is soft"):
        entmax([1.0, 2.0], alpha=alpha)
    with pytest.raises(TypeError, match="alpha must be a number, got 'sparse'"):
        entmax([1.0, 2.0], alpha="sparse")


@every_function
def test_what_does_not_fit_is_named(f):
    with pytest.raises(ValueError, match=r"axis 2 is out of range: z has shape \(2, 3\)"):
        f(np.zeros((2, 3)), axis=2)
    with pytest.raises(ValueError, match="axis 0 of z is empty"):
        f(np.zeros((0, 3)), axis=0)
    with pytest.raises(TypeError, match="z must hold real numbers"):
        f([1j, 2.0])
    assert f(np.zeros((0, 3))).shape == (0, 3)


# --- Gumbel-softmax: draws ------------------------------------------------------------------------


def test_the_noise_is_that_of_numpy():
    noise = alternatives._gumbel(rng().random(100000), xp)
    assert_allclose(noise, rng().gumbel(size=100000), rtol=1e-12, atol=1e-15)
    assert_allclose(noise[:3], [-0.0132, 1.1570, 3.1740], atol=5e-5)
    assert scipy.stats.kstest(noise, "gumbel_r").pvalue > 0.01
    assert np.isfinite(alternatives._gumbel(np.array([0.0, 1 - 2.0**-53]), xp)).all()
    assert alternatives._gumbel(np.array([0.0]), xp) > alternatives._gumbel(np.array([2**-53]), xp)


@pytest.mark.parametrize("temperature", [0, 0.05, 1, 10, inf])
def test_the_winners_are_the_same_at_every_temperature(temperature):
    z = np.tile([2.0, 1.0, 0.1], (1000, 1))
    y = gumbel_softmax(z, temperature=temperature, hard=True, rng=0)
    assert_array_equal(y.sum(0), [645, 259, 96])
    assert_array_equal(np.unique(y), [0, 1])


def test_the_largest_entry_is_an_exact_draw_and_the_mean_is_not():
    n, z = 40000, np.array([1.0, 0.0, -2.0, 0.5])
    y = gumbel_softmax(np.tile(z, (n, 1)), rng=7)
    p = sl.softmax(z)
    counts = np.bincount(y.argmax(1), minlength=4)
    assert scipy.stats.chisquare(counts, n * p).pvalue > 0.01
    assert np.abs(y.mean(0) - p).max() > 0.02
    cold = gumbel_softmax(np.tile(z, (n, 1)), rng=7, temperature=0.01)
    assert np.abs(cold.mean(0) - p).max() < 0.01


def test_entries_of_inf_are_chosen_by_the_noise():
    y = gumbel_softmax(np.tile([inf, 3.0, inf], (2000, 1)), hard=True, rng=0)
    assert scipy.stats.chisquare(y.sum(0)[[0, 2]]).pvalue > 0.01
    assert y.sum(0)[1] == 0


@pytest.mark.parametrize("hard", [False, True])
def test_all_libraries_draw_the_same(make, values, hard):
    z = rng(2).normal(size=(50, 4))
    want = gumbel_softmax(z, temperature=0.7, hard=hard, rng=3)
    assert_allclose(values(gumbel_softmax(make(z), temperature=0.7, hard=hard, rng=3)), want)
    noise = torch.Generator().manual_seed(3), torch.Generator().manual_seed(3)
    assert_allclose(
        values(gumbel_softmax(make(z), hard=hard, rng=noise[0])),
        gumbel_softmax(z, hard=hard, rng=noise[1]),
        atol=1e-15,
    )


def test_temperature_is_that_of_softmax():
    z = [2.0, 1.0, 0.1]
    assert_array_equal(gumbel_softmax(z, temperature=0, rng=0), [0, 0, 1])
    assert_array_equal(gumbel_softmax(z, temperature=inf, rng=0), [1 / 3] * 3)
    with pytest.raises(ValueError, match="temperature must lie between 0 and inf"):
        gumbel_softmax(z, temperature=-1.0)


# --- Derivatives ----------------------------------------------------------------------------------

SMOOTH = {  # no entry of these is within 1e-3 of entering or leaving
    "generic": [[0.3, -1.2, 0.7], [1.4, 0.1, 1.0]],
    "ties": [[1.0, 1.0, 1.0], [0.8, 0.8, 0.4]],
    "dominated": [[9.0, 0.0, 1.0]],
}


@every_map
@pytest.mark.parametrize("z", SMOOTH.values(), ids=SMOOTH)
def test_first_and_second_derivatives(f, z):
    torch.manual_seed(0)
    f, z = partial(f, axis=0), double(np.transpose(z))
    assert torch.autograd.gradcheck(f, z, atol=1e-6)
    assert torch.autograd.gradgradcheck(f, z, atol=1e-5)  # its cotangents are random


@pytest.mark.parametrize("alpha", ALPHAS)
def test_the_jacobian_is_the_one_in_the_docstring(alpha):
    z = rng(5).normal(size=5)
    p = exact(z, alpha)
    w = np.where(p > 0, np.where(p > 0, p, 1) ** (2 - alpha), 0)
    J = torch.autograd.functional.jacobian(lambda x: entmax(x, alpha=alpha), torch.tensor(z))
    assert_allclose(J, np.diag(w) - np.outer(w, w) / w.sum(), atol=1e-9)
    size = np.count_nonzero(sparsemax(z))
    assert 1 < size < 5
    share = (sparsemax(z) > 0).astype(float)
    J = torch.autograd.functional.jacobian(sparsemax, torch.tensor(z))
    assert_allclose(J, np.diag(share) - np.outer(share, share) / size, atol=1e-15)


def test_gradients_agree_with_another_library_under_random_cotangents():
    z = torch.randn(30, 12, dtype=torch.float64, generator=torch.Generator().manual_seed(4)) * 2
    v = torch.randn(30, 12, dtype=torch.float64, generator=torch.Generator().manual_seed(5))
    for ours, theirs in [
        (sparsemax, deep_spin.sparsemax),
        (entmax, deep_spin.entmax15),
        (
            partial(entmax, alpha=1.25),
            lambda x, dim: deep_spin.entmax_bisect(x, alpha=1.25, dim=dim),
        ),
    ]:
        x, y = z.clone().requires_grad_(), z.clone().requires_grad_()
        (got,) = torch.autograd.grad(ours(x), x, v)
        (want,) = torch.autograd.grad(theirs(y, dim=-1), y, v)
        torch.testing.assert_close(got, want, rtol=1e-9, atol=1e-11)


@every_function
def test_derivatives_under_forward_mode_and_transforms(f):
    z, v = torch.tensor(SMOOTH["generic"]).double(), torch.randn(2, 3).double()
    J = torch.func.jacrev(f)(z)
    _, jvp = torch.func.jvp(f, (z,), (v,))
    torch.testing.assert_close(jvp, (J * v).sum((-2, -1)))
    hessian = torch.func.jacfwd(torch.func.jacrev(f))(z)
    torch.testing.assert_close(hessian, hessian.transpose(-4, -2).transpose(-3, -1))
    if f in MAPS.values():
        torch.testing.assert_close(torch.vmap(f)(z), f(z))


def test_on_a_kink_sparsemax_passes_on_the_derivative_without_the_entry():
    z = double([1.0, 0.0, -4.0])
    (g,) = torch.autograd.grad(sparsemax(z)[0], z)
    assert_array_equal(g, [0, 0, 0])


@every_function
def test_masked_logits_get_gradient_0_and_disturb_no_other(f):
    z = double([[0.3, -inf, 0.9, 0.5], [-inf] * 4, [1.0, nan, 0.0, 2.0], [0.1, 0.2, 0.3, 0.4]])
    v = torch.randn(2, 4, generator=torch.Generator().manual_seed(1)).double()
    rows = [0, 3]
    (g,) = torch.autograd.grad(f(z)[rows], z, v, create_graph=True)
    assert (g[0, 1] == 0).all()
    assert (g[1:3] == 0).all()
    assert g[rows].abs().sum() > 0
    (h,) = torch.autograd.grad((g[rows] * v).sum(), z, allow_unused=True)
    assert h is None or h.isfinite().all()
    if f in MAPS.values():
        kept = double([0.3, 0.9, 0.5])
        (want,) = torch.autograd.grad(f(kept), kept, v[0, [0, 2, 3]])
        torch.testing.assert_close(g[0, [0, 2, 3]], want)


def test_straight_through_has_the_value_of_one_and_the_derivative_of_the_other():
    z, t = double(rng(8).normal(size=(6, 4))), double(0.7)
    v = torch.randn(6, 4, generator=torch.Generator().manual_seed(2)).double()
    soft, hard = (gumbel_softmax(z, temperature=t, hard=h, rng=9) for h in (False, True))
    assert_array_equal(hard.detach(), soft.detach() == soft.detach().amax(-1, keepdim=True))
    for got, want in zip(
        torch.autograd.grad(hard, (z, t), v), torch.autograd.grad(soft, (z, t), v), strict=True
    ):
        torch.testing.assert_close(got, want, rtol=0, atol=0)
        assert got.abs().max() > 0


def test_gradients_of_gumbel_softmax_reach_the_temperature():
    torch.manual_seed(0)
    z, t = double(rng(8).normal(size=(2, 4))), double(0.7)
    assert torch.autograd.gradcheck(lambda z, t: gumbel_softmax(z, temperature=t, rng=0), (z, t))
    assert torch.autograd.gradgradcheck(
        lambda z, t: gumbel_softmax(z, temperature=t, rng=0), (z, t)
    )
