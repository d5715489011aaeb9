"""Temperature scaling and reliability: optima from other routes, limits, bins counted by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize_scalar
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

import softmaxlab as sl
from softmaxlab import calibration
from softmaxlab.calibration import (
    expected_calibration_error,
    fit_temperature,
    reliability_curve,
)

inf, nan = np.inf, np.nan
GRID = [0.0, 1e-3, 0.03, 0.2, 0.5, 0.8, 1.0, 1.3, 2.0, 5.0, 30.0, 1e3, 1e6, inf]


moderate = st.floats(-20, 20)


def rng(seed=0):
    return np.random.default_rng(seed)


@st.composite
def problems(draw, elements=moderate, max_n=12, max_classes=5):
    n, K = draw(st.integers(1, max_n)), draw(st.integers(1, max_classes))
    z = draw(arrays(float, (n, K), elements=elements))
    return z, draw(arrays(int, n, elements=st.integers(0, K - 1)))


def mixed(seed, n=60, K=4, scale=3.0):
    """Logits that are right about 60 % of the time, so that the optimum is inside (0, inf)."""
    z = rng(seed).normal(size=(n, K)) * scale
    labels = np.where(rng(seed + 1).random(n) < 0.5, z.argmax(1), rng(seed + 2).integers(0, K, n))
    return z, labels


def nll(z, labels, temperature):
    log_p = sl.log_softmax(z, temperature=temperature)
    return -np.mean(log_p[np.arange(len(labels)), labels])


# --- The temperature: optimal by every other route ------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_the_optimum_is_that_of_a_scalar_minimiser(seed):
    z, labels = mixed(seed, scale=10.0 ** rng(seed).uniform(-3, 3))
    got = fit_temperature(z, labels)
    want = minimize_scalar(
        lambda t: nll(z, labels, np.exp(t)),
        bounds=(np.log(got) - 5, np.log(got) + 4),
        method="bounded",
        options={"xatol": 1e-9},
    )
    assert_allclose(got, np.exp(want.x), rtol=1e-6)
    assert nll(z, labels, got) <= want.fun * (1 + 1e-14)


@given(problem=problems())
def test_no_temperature_is_better(problem):
    T = fit_temperature(*problem)
    assert 0 <= T <= inf
    best = nll(*problem, T)
    for other in [*GRID, T * 0.99, T * 1.01, T / 2, T * 2]:
        assert best <= nll(*problem, other) * (1 + 1e-9) + 1e-12


@pytest.mark.parametrize("seed", range(4))
def test_at_the_optimum_the_mean_logit_of_the_labels_is_the_expected_one(seed):
    z, labels = mixed(seed)
    p = sl.softmax(z, temperature=fit_temperature(z, labels))
    assert_allclose(np.sum(p * z), np.sum(z[np.arange(len(z)), labels]), rtol=1e-9)


@given(problem=problems())
def test_the_optimum_is_inside_the_bracket_of_the_docstring(problem):
    z, labels = problem
    u = z.max(1, keepdims=True) - z
    a, mean = np.mean(u[np.arange(len(z)), labels]), np.mean(u)
    T = fit_temperature(z, labels)
    if 0 < a < mean:
        low, high = np.e * a / (z.shape[1] - 1), u.max() ** 2 / (4 * (mean - a))
        assert low * (1 - 1e-9) <= T <= high * (1 + 1e-9)
    elif u.any():
        assert np.isinf(T) if a else T == 0


def test_two_classes_of_equal_confidence_have_a_closed_form():
    for right, wrong, gap in [(3, 1, 3.0), (9, 1, 0.5), (51, 49, 40.0)]:
        z = np.tile([gap, 0.0], (right + wrong, 1))
        labels = np.repeat([0, 1], [right, wrong])
        assert_allclose(fit_temperature(z, labels), gap / np.log(right / wrong), rtol=1e-12)


@pytest.mark.parametrize("size", [1e-300, 1e-30, 1e30, 1e300])
def test_temperature_has_the_unit_of_the_logits(size):
    z, labels = mixed(1)
    assert_allclose(fit_temperature(size * z, labels), size * fit_temperature(z, labels), rtol=1e-9)


def test_order_copies_and_shifts_of_samples_do_not_matter():
    z, labels = mixed(2)
    want = fit_temperature(z, labels)
    order, classes = rng(3).permutation(len(z)), rng(4).permutation(z.shape[1])
    for x, y in [
        (z[order], labels[order]),
        (z[:, classes], np.argsort(classes)[labels]),
        (np.tile(z, (3, 1)), np.tile(labels, 3)),
        (z + rng(5).normal(size=(len(z), 1)), labels),
        (z.reshape(3, -1, z.shape[1]), labels.reshape(3, -1)),
    ]:
        assert_allclose(fit_temperature(x, y), want, rtol=1e-11)


@given(problem=problems(), T=st.floats(0.2, 10))
def test_accuracy_does_not_depend_on_the_temperature(problem, T):
    z, labels = problem
    z = np.round(z, 3)  # gaps that no rounding closes
    for t in (T, fit_temperature(z, labels)):
        if 0.01 < t < 1e3:
            assert_array_equal(sl.softmax(z, temperature=t).argmax(1), z.argmax(1))


@pytest.mark.parametrize("seed", range(30))
def test_few_evaluations_are_enough(monkeypatch, seed):
    calls, moments = [], calibration._moments
    monkeypatch.setattr(calibration, "_moments", lambda *a: calls.append(a) or moments(*a))
    z, labels = mixed(seed)
    fit_temperature(z, labels)
    assert len(calls) <= 10
    sizes = 10.0 ** rng(seed).integers(-100, 100, size=(len(z), 1))
    calls.clear()
    fit_temperature(z * sizes, labels)
    assert len(calls) <= 60


# --- The temperature: limits and special entries --------------------------------------------------


def test_separable_logits_give_0():
    for z, labels in [
        ([[2.0, 1.0], [0.0, 5.0]], [0, 1]),
        ([[1e-300, 0.0]], [0]),
        ([[3.0, 3.0, 0.0], [7.0, 7.0, 7.0]], [1, 2]),  # a tie is as good as a maximum
    ]:
        assert fit_temperature(z, labels) == 0.0


def test_logits_no_better_than_chance_give_inf():
    for z, labels in [
        ([[2.0, 1.0], [0.0, 5.0]], [1, 0]),
        ([[2.0, 1.0], [2.0, 1.0]], [1, 0]),  # half of them right: f'(0) = 0 exactly
        ([[5.0, 1.0, 0.0]], [1]),
    ]:
        assert fit_temperature(z, labels) == inf


def test_a_single_sample_can_have_an_optimum_inside():
    z = np.array([[3.0, 2.0, -4.0]])
    T = fit_temperature(z, [1])
    assert 0 < T < inf
    assert_allclose(np.sum(sl.softmax(z, temperature=T) * z), 2.0, rtol=1e-10)


def test_it_is_1_where_every_temperature_is_as_good():
    for z, labels in [
        (np.zeros((3, 4)), [0, 1, 2]),
        ([[5.0], [-3.0]], [0, 0]),
        ([[1.0, -inf, 1.0]], [2]),
        ([[inf, 0.0, inf], [2.0, 2.0, 2.0]], [0, 1]),
    ]:
        assert fit_temperature(z, labels) == 1.0


def test_a_masked_class_counts_as_if_it_were_not_there():
    z, labels = mixed(6)
    wide = np.insert(z, 2, -inf, axis=1)
    assert_allclose(
        fit_temperature(wide, labels + (labels >= 2)), fit_temperature(z, labels), rtol=1e-12
    )
    some = np.where(rng(7).random(z.shape) < 0.3, -inf, z)
    some[np.arange(len(z)), labels] = z[np.arange(len(z)), labels]
    T = fit_temperature(some, labels)
    assert 0 < T < inf
    assert all(nll(some, labels, T) <= nll(some, labels, t) for t in GRID[1:])
    narrow, masks = [3.0, 1.0, -4.0], [-inf, -inf]  # inside only by the mean of possible classes
    assert_allclose(fit_temperature([narrow + masks], [1]), fit_temperature([narrow], [1]))
    assert 0 < fit_temperature([narrow], [1]) < inf


def test_rows_that_hold_plus_infinity_do_not_depend_on_the_temperature():
    z, labels = mixed(8)
    more = np.vstack([z, [[inf, 0, 9, inf]]])
    got, want = fit_temperature(more, [*labels, 3]), fit_temperature(z, labels)
    assert_allclose(got, want, rtol=1e-10)


@pytest.mark.parametrize("gap", [1e3, 1e30, 1e250])
def test_a_sample_that_is_certain_does_not_count_however_wide_its_gap(gap):
    z, labels = mixed(15)
    more = np.vstack([z, [[gap, 0, 0, 0]]])
    assert_allclose(fit_temperature(more, [*labels, 0]), fit_temperature(z, labels), rtol=1e-9)


@pytest.mark.parametrize("row", [[-inf, 0, 0], [inf, 0, 0][::-1], [-inf] * 3, [nan, 0, 0]])
def test_a_label_without_probability_is_named(make, row):
    z = make([[0.0, 1.0, 2.0], row])
    with pytest.raises(ValueError, match=r"labels must be possible, but label 0 of sample 1 has"):
        fit_temperature(z, make([1, 0]))


@given(problem=problems(st.sampled_from([0.0, 1.0, -1.0, 5e-324, 1e-160, 1e-300, 1e160, -1e307])))
def test_never_nan_however_far_apart_the_logits_are(problem):
    T = fit_temperature(*problem)
    assert 0 <= T <= inf
    best = nll(*problem, T)
    assert all(best <= nll(*problem, t) * (1 + 1e-6) + 1e-6 for t in [0.0, 1.0, T / 2, 2 * T, inf])


def test_every_library_gives_the_same_float(make, values):
    z, labels = mixed(9)
    for dtype in (np.float64, np.float32, np.float16):
        if "strict" in type(make(z)).__module__ and dtype == np.float16:
            continue
        x = make(z, dtype)
        before = values(x).copy()
        T = fit_temperature(x, make(labels))
        assert type(T) is float
        assert_allclose(T, fit_temperature(z.astype(dtype).astype(float), labels), rtol=1e-12)
        assert_array_equal(values(x), before)
    assert fit_temperature([[3, 0], [0, 3]], [False, True]) == 0.0


# --- Reliability: bins counted by hand ------------------------------------------------------------


def by_hand(p, labels, n_bins):
    """One sample at a time, and edges as fractions."""
    bins = [[] for _ in range(n_bins)]
    for row, y in zip(p, labels, strict=True):
        c = max(row)
        b = min(b for b in range(n_bins) if c <= (b + 1) / n_bins or b == n_bins - 1)
        bins[b].append((c, list(row).index(c) == y))
    ece = sum(
        len(b) / len(p) * abs(np.mean([h for _, h in b]) - np.mean([c for c, _ in b]))
        for b in bins
        if b
    )
    return bins, ece


@given(
    problem=problems(max_n=40),
    n_bins=st.sampled_from([1, 2, 3, 4, 5, 10, 15, 100]),
    t=st.sampled_from([0, 0.2, 1, 5, inf]),
)
def test_bins_and_error_are_those_counted_by_hand(problem, n_bins, t):
    z, labels = problem
    p = sl.softmax(z, temperature=t)
    bins, ece = by_hand(p, labels, n_bins)
    confidence, accuracy, count = reliability_curve(p, labels, n_bins=n_bins)
    assert_array_equal(count, [len(b) for b in bins])
    for b, c, a in zip(bins, confidence, accuracy, strict=True):
        if b:
            assert_allclose([c, a], np.mean(b, axis=0), rtol=1e-12)
        else:
            assert np.isnan([c, a]).all()
    got = expected_calibration_error(p, labels, n_bins=n_bins)
    assert_allclose(got, ece, rtol=1e-10, atol=1e-15)
    used = count > 0
    gaps = np.abs(accuracy - confidence)[used]
    assert_allclose(got, np.sum(count[used] / len(p) * gaps), rtol=1e-10, atol=1e-15)
    assert 0 <= got <= 1


@pytest.mark.parametrize("n_bins", [1, 2, 5, 10, 15])
def test_an_edge_belongs_to_the_bin_below_and_1_to_the_last(make, values, n_bins):
    p = np.zeros((n_bins, 50))
    p[:, 0] = np.arange(1, n_bins + 1) / n_bins
    p[:, 1:] = ((1 - p[:, 0]) / 49)[:, None]
    count = reliability_curve(make(p), make(np.zeros(n_bins, int)), n_bins=n_bins)[2]
    assert_array_equal(values(count), np.ones(n_bins))
    certain, wrong = make([[0.0, 1.0]]), make([0])
    curve = [values(x) for x in reliability_curve(certain, wrong, n_bins=n_bins)]
    assert_array_equal([x[-1] for x in curve], [1.0, 0.0, 1])
    assert_array_equal(curve[2][:-1], 0)
    assert values(expected_calibration_error(certain, wrong, n_bins=n_bins)) == 1.0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_uniform_probabilities_fall_into_the_same_bin_in_every_dtype(make, values, dtype):
    for K in (3, 5, 15):
        p = sl.softmax(make(np.zeros((2, K)), dtype))
        count = values(reliability_curve(p, make([0, 1]))[2])
        assert count[15 // K - 1] == 2


def test_a_calibrated_model_has_no_error_and_merging_bins_lowers_it():
    p = [[0.75, 0.25]] * 4 + [[0.5, 0.5]] * 2 + [[0.1, 0.9]] * 10
    labels = [0, 0, 0, 1, 0, 1, *[1] * 9, 0]
    assert expected_calibration_error(p, labels) <= 1e-15
    z, labels = mixed(10, n=500)
    p = sl.softmax(z)
    errors = [expected_calibration_error(p, labels, n_bins=n) for n in (1, 3, 15, 60)]
    assert (np.diff(errors) >= -1e-15).all()
    assert errors[0] < errors[-1]


def test_order_of_samples_does_not_matter_and_leading_axes_are_samples():
    z, labels = mixed(11)
    p, order = sl.softmax(z), rng(12).permutation(len(z))
    ece, curve = expected_calibration_error(p, labels), reliability_curve(p, labels)
    for x, y in [
        (p[order], labels[order]),
        (p.reshape(5, 3, 4, -1), labels.reshape(5, 3, 4)),
    ]:
        assert_allclose(expected_calibration_error(x, y), ece, rtol=1e-12)
        for got, want in zip(reliability_curve(x, y), curve, strict=True):
            assert_allclose(got, want, rtol=1e-12)
    assert_allclose(
        expected_calibration_error(p[0], labels[0]),
        abs(float(p[0].argmax() == labels[0]) - p[0].max()),
        rtol=1e-12,
    )


def test_every_library_gets_back_its_own_arrays(make, values):
    z, labels = mixed(13)
    for dtype in (np.float64, np.float32):
        p = sl.softmax(make(z, dtype))
        before = values(p).copy()
        confidence, accuracy, count = reliability_curve(p, make(labels))
        ece = expected_calibration_error(p, make(labels))
        assert type(confidence) is type(accuracy) is type(count) is type(p)
        assert confidence.dtype == accuracy.dtype == ece.dtype == p.dtype
        assert values(count).dtype == np.int64
        want = reliability_curve(sl.softmax(z), labels)
        for got, w in zip((confidence, accuracy, count), want, strict=True):
            assert_allclose(values(got), w, rtol=3e-6)
        assert_allclose(values(ece), expected_calibration_error(sl.softmax(z), labels), rtol=1e-5)
        assert_array_equal(values(p), before)
    half = sl.softmax(torch.tensor(z, dtype=torch.float16))
    assert expected_calibration_error(half, labels.tolist()).dtype == torch.float16
    assert isinstance(expected_calibration_error(sl.softmax(z), labels), np.float64)


def test_edges_are_rounded_as_the_probabilities_are():
    p = np.array([[0.6, 0.4], [0.7, 0.3]], np.float16)
    *_, count = reliability_curve(p, [0, 0], n_bins=10)
    assert_array_equal(count, [0] * 5 + [1, 1] + [0] * 3)


def test_a_million_samples_in_float32_lose_nothing(make, values):
    top = np.random.default_rng(15).uniform(0.5, 1, 10**6).astype(np.float32)
    p, labels = np.stack([top, 1 - top], axis=1), np.zeros(len(top), int)
    want = reliability_curve(p.astype(float), labels, n_bins=2)
    got = reliability_curve(make(p), make(labels), n_bins=2)
    for g, w in zip(got, want, strict=True):
        assert_allclose(values(g), w, rtol=1e-7)
    ece = expected_calibration_error(make(p), make(labels), n_bins=2)
    assert_allclose(values(ece), 1 - top.mean(dtype=float), rtol=1e-6)


def test_the_error_has_finite_gradients_also_with_empty_bins():
    z, labels = mixed(14)
    labels = torch.tensor(labels)
    z = torch.tensor(z, requires_grad=True)
    weight = torch.tensor(0.37, dtype=torch.float64)
    (g,) = torch.autograd.grad(expected_calibration_error(sl.softmax(z), labels), z, weight)
    v, eps = torch.randn(z.shape, dtype=z.dtype, generator=torch.Generator().manual_seed(1)), 1e-6
    ends = [
        float(expected_calibration_error(sl.softmax(z.detach() + h * v), labels))
        for h in (eps, -eps)
    ]
    assert_allclose(float((g * v).sum()), 0.37 * (ends[0] - ends[1]) / (2 * eps), rtol=1e-6)


# --- Errors ---------------------------------------------------------------------------------------

FUNCTIONS = [fit_temperature, expected_calibration_error, reliability_curve]


@pytest.mark.parametrize("f", FUNCTIONS)
def test_what_does_not_fit_is_named(make, f):
    p = np.full((2, 4), 0.25)
    name = "logits" if f is fit_temperature else "probs"
    for labels in ([0], [[0, 1]], [0.0, 1.0], 0, p):
        with pytest.raises(
            ValueError,
            match=r"labels must be integers of shape \(2,\), one label for each row",
        ):
            f(make(p), make(labels))
    for label in (-1, 4, -100):
        with pytest.raises(ValueError, match=rf"from 0 to 3, got {label} at index \(1,\)"):
            f(make(p), make([0, label]))
    with pytest.raises(
        ValueError, match=rf"{name} must hold at least one sample, got shape \(0, 4"
    ):
        f(make(p[:0]), make(np.zeros(0, int)))
    with pytest.raises(ValueError, match=f"axis -1 of {name} is empty"):
        f(make(p[:, :0]), make([0, 0]))


@pytest.mark.parametrize("f", FUNCTIONS[1:])
def test_logits_are_not_taken_for_probabilities(make, f):
    for p in ([[2.0, -1.0]], [[0.5, 0.6]], [[nan, 1.0]], [[0.4, 0.4]]):
        with pytest.raises(ValueError, match="probs must hold probabilities, as softmax"):
            f(make(p), make([0]))


@pytest.mark.parametrize("f", FUNCTIONS[1:])
def test_n_bins_is_a_positive_integer(f):
    for n_bins in (0, -3):
        with pytest.raises(ValueError, match=f"n_bins must be at least 1, got {n_bins}"):
            f([[0.5, 0.5]], [0], n_bins=n_bins)
    with pytest.raises(TypeError, match=r"n_bins must be an integer, got 2\.5"):
        f([[0.5, 0.5]], [0], n_bins=2.5)


# --- On handwritten digits ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits(return_X_y=True)
    X_rest, X_test, y_rest, y_test = train_test_split(X / 16, y, test_size=899, random_state=0)
    return *train_test_split(X_rest, y_rest, test_size=298, random_state=0), X_test, y_test


@pytest.mark.parametrize(("C", "side"), [(1, "under"), (1e4, "over")])
def test_one_temperature_repairs_both_kinds_of_confidence(digits, C, side):
    X, X_validation, y, y_validation, X_test, y_test = digits
    model = LogisticRegression(C=C, max_iter=2000).fit(X, y)
    T = fit_temperature(model.decision_function(X_validation), y_validation)
    assert T < 0.7 if side == "under" else T > 1.7
    z = model.decision_function(X_test)
    accuracy = np.mean(z.argmax(1) == y_test)
    assert 0.93 < accuracy < 0.98
    for t in (0.2, T, 10):
        assert np.mean(sl.softmax(z, temperature=t).argmax(1) == y_test) == accuracy
    before, after = (
        expected_calibration_error(sl.softmax(z, temperature=t), y_test) for t in (1.0, T)
    )
    assert after < 0.025 < before
    assert nll(z, y_test, T) < 0.75 * nll(z, y_test, 1.0)
