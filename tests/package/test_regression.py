"""Softmax regression: scikit-learn's own checks, three oracles for the optimum, steps by hand."""

import warnings

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.datasets import load_digits, load_iris
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.utils.estimator_checks import parametrize_with_checks

import softmaxlab as sl
from softmaxlab.regression import SoftmaxRegression, loss_and_gradient

SOLVERS = ["lbfgs", "gd", "sgd"]
short_run = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def rng(seed=0):
    return np.random.default_rng(seed)


def problem(seed=0, n=30, d=4, K=3):
    """Classes that overlap, so that there is an optimum even without a penalty."""
    X = rng(seed).normal(size=(n, d)) + 1.0
    z = X @ rng(seed + 1).normal(size=(d, K)) + rng(seed + 2).gumbel(size=(n, K))
    y = z.argmax(axis=1)
    y[:K] = np.arange(K)
    return X, y


def parameters(seed=0, d=4, K=3):
    return rng(seed + 10).normal(size=(d, K)), rng(seed + 11).normal(size=K)


def objective(model, X, y):
    Y = (np.asarray(y)[:, None] == model.classes_).astype(float)
    return loss_and_gradient(model.coef_.T, model.intercept_, X, Y, l2=model.l2)


# --- A classifier as scikit-learn wants it --------------------------------------------------------


@short_run
@parametrize_with_checks(
    [
        SoftmaxRegression(),
        SoftmaxRegression(solver="gd", learning_rate=0.5, max_iter=100),
        SoftmaxRegression(solver="sgd", learning_rate=0.5, max_iter=8),
    ]
)
def test_it_is_a_classifier_of_scikit_learn(estimator, check):
    check(estimator)


# --- The loss and its gradient --------------------------------------------------------------------


def test_the_loss_is_the_mean_over_samples_plus_the_penalty():
    X, y = problem()
    W, b = parameters()
    loss = 0.0
    for x, label in zip(X, y, strict=True):
        e = np.exp(W.T @ x + b)
        loss -= np.log(e[label] / e.sum()) / len(X)
    penalty = 0.35 * sum(w**2 for w in W.flat)
    got = loss_and_gradient(W, b, X, np.eye(3)[y], l2=0.7)[0]
    assert_allclose(got, loss + penalty, rtol=1e-13)
    assert_allclose(loss_and_gradient(W, b, X, np.eye(3)[y])[0], loss, rtol=1e-13)


@given(seed=st.integers(0, 10**6), l2=st.sampled_from([0.0, 0.01, 3.0]), soft=st.booleans())
def test_the_gradient_is_that_of_finite_differences(seed, l2, soft):
    X, y = problem(seed)
    W, b = parameters(seed)
    Y = sl.softmax(rng(seed).normal(size=(len(X), 3))) if soft else np.eye(3)[y]
    V, v = parameters(seed + 1)  # a random direction, not one of equal entries
    _, dW, db = loss_and_gradient(W, b, X, Y, l2=l2)
    h = 1e-5
    up, down = (loss_and_gradient(W + s * V, b + s * v, X, Y, l2=l2)[0] for s in (h, -h))
    assert_allclose(np.sum(dW * V) + np.sum(db * v), (up - down) / (2 * h), rtol=1e-6, atol=1e-8)


def test_every_library_and_backpropagation_agree(make, values):
    X, y = problem()
    args = (*parameters(), X, np.eye(3)[y])
    want = loss_and_gradient(*args, l2=0.3)
    arrays = [make(x) for x in args]
    before = [values(x).copy() for x in arrays]
    got = loss_and_gradient(*arrays, l2=0.3)
    for g, w in zip(got, want, strict=True):
        assert_allclose(values(g), w, rtol=1e-12)
    for x, kept in zip(arrays, before, strict=True):
        assert_array_equal(values(x), kept)
    W, b, Z = (torch.tensor(x) for x in args[:3])
    W.requires_grad_()
    b.requires_grad_()
    loss = torch.nn.functional.cross_entropy(Z @ W + b, torch.tensor(y)) + 0.15 * W.square().sum()
    loss.backward()
    for g, w in zip((loss.detach(), W.grad, b.grad), want, strict=True):
        assert_allclose(g, w, rtol=1e-12)
    for dtype in (np.float32, np.float64):
        got = loss_and_gradient(*(x.astype(dtype) for x in args))
        assert all(x.dtype == dtype for x in got)


def test_lists_are_taken_and_confident_mistakes_do_no_harm():
    loss, dW, db = loss_and_gradient([[1000, 0]], [0, 0], [[1], [-1]], [[0, 1], [1, 0]])
    assert_array_equal(loss, 1000.0)
    assert_array_equal(dW, [[1.0, -1.0]])
    assert_array_equal(db, [0.0, 0.0])


@pytest.mark.parametrize(
    "wrong", [{"Y": [0, 2]}, {"Y": [[1, 0]]}, {"b": [0]}, {"X": [1, 2]}, {"W": [[1, 2, 3]]}]
)
def test_shapes_that_do_not_fit_are_named(wrong):
    args = {"W": np.zeros((3, 2)), "b": [0, 0], "X": np.ones((2, 3)), "Y": np.eye(2)}
    with pytest.raises(ValueError, match=r"W \(d, K\).* must fit together, got W \(.*np.eye\(K\)"):
        loss_and_gradient(*(args | wrong).values())


# --- The optimum, by other routes -----------------------------------------------------------------


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits(return_X_y=True)
    return train_test_split(X / 16, y, test_size=0.5, random_state=0)


@pytest.mark.parametrize("C", [0.1, 1.0])
def test_on_digits_it_is_as_good_as_logistic_regression(digits, C):
    X, X_test, y, y_test = digits
    model = SoftmaxRegression(l2=1 / (C * len(X))).fit(X, y)
    other = LogisticRegression(C=C, tol=1e-6, max_iter=5000).fit(X, y)
    assert abs(model.score(X_test, y_test) - other.score(X_test, y_test)) <= 0.005
    for inputs, labels in [(X, y), (X_test, y_test)]:
        losses = [log_loss(labels, m.predict_proba(inputs)) for m in (model, other)]
        assert abs(losses[0] - losses[1]) <= 1e-3


@short_run
@pytest.mark.parametrize(("solver", "max_iter"), [("gd", 600), ("sgd", 100)])
def test_on_digits_the_plain_solvers_come_as_close(digits, solver, max_iter):
    X, X_test, y, y_test = digits
    l2 = 1 / (0.1 * len(X))
    model = SoftmaxRegression(
        solver=solver, l2=l2, learning_rate=1.0, max_iter=max_iter, random_state=0
    ).fit(X, y)
    best = SoftmaxRegression(l2=l2).fit(X, y)
    assert abs(model.score(X_test, y_test) - best.score(X_test, y_test)) <= 0.005
    assert 0 <= model.loss_curve_[-1] - best.loss_curve_[-1] <= 1e-3


@pytest.mark.parametrize("K", [3, 5])
def test_the_coefficients_are_those_of_logistic_regression(K):
    X, y = problem(1, n=80, K=K)
    model = SoftmaxRegression(l2=1 / (2.5 * 80), tol=1e-7).fit(X, y)
    other = LogisticRegression(C=2.5, tol=1e-7, max_iter=5000).fit(X, y)
    assert_allclose(model.coef_, other.coef_, atol=1e-5)
    assert_allclose(model.logits(X), other.decision_function(X), atol=1e-5)


def test_two_classes_need_twice_the_penalty_of_logistic_regression():
    X, y = problem(2, n=80, K=2)
    model = SoftmaxRegression(l2=2 / (0.3 * 80), tol=1e-7).fit(X, y)
    other = LogisticRegression(C=0.3, tol=1e-7, max_iter=5000).fit(X, y)
    assert model.coef_.shape == (2, 4)
    assert_allclose(model.coef_[1] - model.coef_[0], other.coef_[0], atol=1e-5)
    assert_allclose(model.predict_proba(X), other.predict_proba(X), atol=1e-6)


def test_a_linear_layer_of_pytorch_finds_the_same_optimum():
    X, y = problem(3, n=60)
    layer = torch.nn.Linear(4, 3, dtype=torch.float64)
    optimizer = torch.optim.LBFGS(
        layer.parameters(),
        max_iter=500,
        tolerance_grad=1e-9,
        tolerance_change=0,
        line_search_fn="strong_wolfe",
    )

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(layer(torch.tensor(X)), torch.tensor(y))
        loss = loss + 0.01 * layer.weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    model = SoftmaxRegression(l2=0.02, tol=1e-7).fit(X, y)
    assert_allclose(model.coef_, layer.weight.detach(), atol=5e-5)
    with torch.no_grad():
        assert_allclose(
            model.predict_proba(X), torch.softmax(layer(torch.tensor(X)), -1), atol=1e-5
        )


@pytest.mark.parametrize(("solver", "tol"), [("lbfgs", 1e-7), ("gd", 1e-7), ("sgd", 1e-3)])
def test_all_solvers_end_at_a_flat_place(solver, tol):
    X, y = problem(4)
    model = SoftmaxRegression(solver=solver, l2=0.1, tol=tol, max_iter=1000, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.fit(X, y)
    _, dW, db = objective(model, X, y)
    assert max(np.abs(dW).max(), np.abs(db).max()) <= tol
    best = SoftmaxRegression(l2=0.1, tol=1e-7).fit(X, y)
    assert_allclose(model.coef_, best.coef_, atol=30 * tol)
    assert_allclose(model.coef_.sum(axis=0), 0, atol=1e-12)
    assert_allclose(model.intercept_.sum(), 0, atol=1e-12)


def test_the_intercepts_are_not_penalised():
    X, y = problem(5, n=50)
    model = SoftmaxRegression(l2=1e4, tol=1e-6).fit(X, y)
    shares = np.bincount(y) / 50
    assert shares.max() - shares.min() > 0.1
    assert_allclose(model.predict_proba(X), np.tile(shares, (50, 1)), atol=1e-3)


def test_order_of_samples_and_names_of_classes_do_not_matter():
    X, y = problem(6)
    order, names = rng(7).permutation(len(X)), np.array(["pear", "apple", "fig"])
    model = SoftmaxRegression(tol=1e-8).fit(X, y)
    same = SoftmaxRegression(tol=1e-8).fit(X[order], y[order])
    assert_allclose(same.coef_, model.coef_, atol=1e-4)
    named = SoftmaxRegression(tol=1e-8).fit(X, names[y])
    assert_array_equal(named.classes_, ["apple", "fig", "pear"])
    assert_allclose(named.coef_, model.coef_[[1, 2, 0]], atol=1e-4)
    assert_array_equal(named.predict(X), names[model.predict(X)])


# --- The steps, by hand ---------------------------------------------------------------------------


@short_run
@pytest.mark.parametrize("solver", SOLVERS)
def test_the_loss_curve_starts_at_the_logarithm_of_the_number_of_classes_and_ends_at_the_model(
    solver,
):
    X, y = problem(8)
    model = SoftmaxRegression(solver=solver, l2=0.05, max_iter=7).fit(X, y)
    assert model.n_iter_ == 7
    assert model.loss_curve_.shape == (8,)
    assert_allclose(model.loss_curve_[0], np.log(3), rtol=1e-14)
    assert_allclose(model.loss_curve_[-1], objective(model, X, y)[0], rtol=1e-14)
    assert model.loss_curve_[-1] < model.loss_curve_[0]


@short_run
def test_steps_of_gradient_descent():
    X, y = problem(9)
    W, b, Y = np.zeros((4, 3)), np.zeros(3), np.eye(3)[y]
    for steps in (1, 2, 3):
        dz = sl.softmax(X @ W + b) - Y
        dW, db = X.T @ dz / 30 + 0.2 * W, dz.mean(axis=0)
        W, b = W - 0.4 * dW, b - 0.4 * db
        model = SoftmaxRegression(solver="gd", l2=0.2, learning_rate=0.4, max_iter=steps).fit(X, y)
        assert_allclose(model.coef_, W.T, rtol=1e-12)
        assert_allclose(model.intercept_, b, rtol=1e-12)


@short_run
def test_an_epoch_of_mini_batches():
    X, y = problem(10)
    W, b, Y, t = np.zeros((4, 3)), np.zeros(3), np.eye(3)[y], 0
    shuffle = np.random.RandomState(3)
    for _ in range(2):
        order = shuffle.permutation(30)
        for i in (0, 8, 16, 24):  # the last batch has 6 samples
            x, target = X[order[i : i + 8]], Y[order[i : i + 8]]
            dz = sl.softmax(x @ W + b) - target
            rate = 0.4 * (1 - t / 8)
            dW, db = x.T @ dz / len(x) + 0.2 * W, dz.mean(axis=0)
            W, b, t = W - rate * dW, b - rate * db, t + 1
    options = {"solver": "sgd", "l2": 0.2, "learning_rate": 0.4, "batch_size": 8, "max_iter": 2}
    model = SoftmaxRegression(**options, random_state=3).fit(X, y)
    assert_allclose(model.coef_, W.T, rtol=1e-12)
    assert_allclose(model.intercept_, b, rtol=1e-12)
    again, other = (SoftmaxRegression(**options, random_state=s).fit(X, y) for s in (3, 4))
    assert_array_equal(again.coef_, model.coef_)
    assert np.abs(other.coef_ - model.coef_).max() > 1e-3


@short_run
def test_one_batch_of_all_samples_is_gradient_descent():
    X, y = problem(11)
    options = {"l2": 0.3, "max_iter": 1}
    gd = SoftmaxRegression(solver="gd", **options).fit(X, y)
    for size in (30, 1000):
        sgd = SoftmaxRegression(solver="sgd", batch_size=size, **options).fit(X, y)
        assert_allclose(sgd.coef_, gd.coef_, rtol=1e-9)
        assert_allclose(sgd.loss_curve_, gd.loss_curve_, rtol=1e-12)


@short_run
@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), K=st.integers(2, 5), size=st.sampled_from([0.1, 1, 16, 300]))
def test_without_a_learning_rate_every_step_goes_down_as_promised(seed, K, size):
    X, y = problem(seed, K=K)
    X = X * size * rng(seed).uniform(0, 2, size=4)
    l2 = 0.01
    model = SoftmaxRegression(solver="gd", l2=l2, max_iter=20, tol=0).fit(X, y)
    assert (np.diff(model.loss_curve_) <= 1e-14).all()
    _, dW, db = loss_and_gradient(np.zeros((4, K)), np.zeros(K), X, np.eye(K)[y])
    ones = np.c_[X, np.ones(30)]
    L = np.linalg.eigvalsh(ones.T @ ones / 30).max() / 2 + l2
    first = model.loss_curve_[0] - model.loss_curve_[1]
    assert first >= (np.sum(dW**2) + np.sum(db**2)) / (2 * L) * (1 - 1e-9)
    one = SoftmaxRegression(solver="gd", l2=l2, max_iter=1, tol=0).fit(X, y)
    assert_allclose(one.intercept_, -db / L, rtol=1e-7, atol=1e-12)


# --- What it says and refuses ---------------------------------------------------------------------


@pytest.mark.parametrize("solver", SOLVERS)
def test_it_warns_where_it_was_called_if_it_did_not_converge(solver):
    X, y = problem(12)
    with pytest.warns(ConvergenceWarning, match=f"solver='{solver}' ended in iteration 2") as w:
        SoftmaxRegression(solver=solver, max_iter=2).fit(X, y)
    assert w[0].filename == __file__


def test_a_learning_rate_that_overflows_is_an_error():
    X, y = problem(13)
    with pytest.raises(ValueError, match=r"learning_rate=1e\+200 and these samples made the loss"):
        SoftmaxRegression(solver="gd", learning_rate=1e200, l2=1.0).fit(X, y)


@pytest.mark.parametrize("solver", SOLVERS)
def test_separable_classes_without_a_penalty_are_learned(solver):
    X, y = load_iris(return_X_y=True)
    X, y = X[y < 2], y[y < 2]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = SoftmaxRegression(solver=solver, l2=0, max_iter=300).fit(X, y)
    assert model.score(X, y) == 1
    assert model.loss_curve_[-1] < 0.05


def test_probabilities_come_from_the_logits():
    X, y = problem(14)
    model = SoftmaxRegression().fit(X, y)
    z = model.logits(X)
    assert_allclose(z, X @ model.coef_.T + model.intercept_, rtol=1e-15)
    assert_array_equal(model.predict_proba(X), sl.softmax(z))
    assert_array_equal(model.predict_log_proba(X), sl.log_softmax(z))
    far = model.predict_log_proba(1e3 * X)  # where the logarithm of a probability is 0 or -inf
    assert np.isfinite(far).all()
    assert (far < 0).any(axis=1).all()
    assert_array_equal(model.predict(X), z.argmax(axis=1))
    with pytest.raises(NotFittedError):
        SoftmaxRegression().logits(X)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"solver": "newton"}, '"lbfgs", "gd" or "sgd", got \'newton\''),
        ({"l2": -1.0}, r"l2 must be a finite number of at least 0, got -1\.0"),
        ({"l2": None}, "l2 must be a finite number of at least 0, got None"),
        ({"l2": np.inf}, "l2 must be a finite number of at least 0, got inf"),
        ({"tol": np.nan}, "tol must be a finite number of at least 0, got nan"),
        ({"learning_rate": -0.1}, "learning_rate must be a finite number"),
        ({"learning_rate": "auto"}, "learning_rate must be a finite number"),
        ({"max_iter": 0}, "max_iter must be at least 1, got 0"),
        ({"batch_size": -4}, "batch_size must be at least 1, got -4"),
    ],
)
def test_wrong_parameters_are_named(wrong, message):
    with pytest.raises(ValueError, match=message):
        SoftmaxRegression(**wrong).fit(*problem())


def test_one_class_is_nothing_to_learn():
    with pytest.raises(ValueError, match=r"y must hold at least 2 classes, got 1 class: .*'a'"):
        SoftmaxRegression().fit([[0.0], [1.0]], ["a", "a"])
