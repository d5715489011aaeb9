r"""Softmax regression: one linear layer, softmax, and three ways to train it.

The model is p = softmax(xᵀW + b). Everything about training it is in `loss_and_gradient`; the
three solvers at the end of the file differ only in what they do with the gradient.
"""

import math
import warnings
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from scipy.optimize import OptimizeResult, minimize  # type: ignore[import-untyped]
from sklearn.base import BaseEstimator, ClassifierMixin  # type: ignore[import-untyped]
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped]
from sklearn.utils import check_random_state  # type: ignore[import-untyped]
from sklearn.utils.multiclass import (  # type: ignore[import-untyped]
    check_classification_targets,
)
from sklearn.utils.validation import (  # type: ignore[import-untyped]
    check_is_fitted,
    validate_data,
)

from softmaxlab._arrays import Array, ArrayLike, as_floating, check_count, namespace
from softmaxlab.core import cross_entropy, log_softmax, softmax

__all__ = ["SoftmaxRegression", "loss_and_gradient"]


def loss_and_gradient(
    W: ArrayLike, b: ArrayLike, X: ArrayLike, Y: ArrayLike, *, l2: float = 0.0
) -> tuple[Array, Array, Array]:
    r"""Compute what softmax regression minimises, and its derivatives.

    Parameters
    ----------
    W : array_like
        Weights, of shape (d, K): one column for each class.
    b : array_like
        Intercepts, of shape (K,).
    X : array_like
        Samples, of shape (n, d).
    Y : array_like
        Target probabilities, of shape (n, K). Labels y become targets by ``np.eye(K)[y]``.
    l2 : float, default 0.0
        The strength of the penalty on the weights.

    Returns
    -------
    loss : array
        One number, in nats.
    dW : array
        ∂loss/∂W, of shape (d, K).
    db : array
        ∂loss/∂b, of shape (K,). Half precision is computed and returned in float32.

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Notes
    -----
    .. math:: L = -\frac1n \sum_{i,k} Y_{ik} \log P_{ik} + \frac\lambda2 \sum_{j,k} W_{jk}^2,
              \qquad P = \operatorname{softmax}(XW + \mathbf 1 b^\top)

    .. math:: \frac{\partial L}{\partial W} = \frac1n X^\top (P - Y) + \lambda W, \qquad
              \frac{\partial L}{\partial b} = \frac1n (P - Y)^\top \mathbf 1

    with λ = `l2`. The intercepts are not penalised: how frequent a class is should cost nothing.
    The loss comes from the logits, and the gradient needs no logarithm and no division by P.

    References
    ----------
    .. [1] J. S. Bridle, "Probabilistic interpretation of feedforward classification network
       outputs", Neurocomputing, NATO ASI Series 68, 227-236, 1990.
       https://doi.org/10.1007/978-3-642-76153-9_28

    Examples
    --------
    >>> import numpy as np
    >>> X, Y = np.array([[1.0, 2.0], [3.0, 0.0]]), np.eye(3)[[0, 2]]
    >>> loss, dW, db = loss_and_gradient(np.zeros((2, 3)), np.zeros(3), X, Y)
    >>> print(loss.round(4))  # log 3: nothing is learned yet
    1.0986
    >>> db.round(4)
    array([-0.1667,  0.3333, -0.1667])
    """
    xp = namespace(W, b, X, Y)
    named = {"W": W, "b": b, "X": X, "Y": Y}
    W, b, X, Y = (as_floating(x, xp, name=name)[0] for name, x in named.items())
    if not (
        (X.ndim, W.ndim, Y.ndim) == (2, 2, 2)
        and tuple(Y.shape) == (X.shape[0], W.shape[1])
        and (X.shape[1], *b.shape) == tuple(W.shape)
    ):
        shapes = ", ".join(f"{name} {tuple(np.shape(x))}" for name, x in named.items())
        raise ValueError(
            f"W (d, K), b (K,), X (n, d) and Y (n, K) must fit together, got {shapes}; "
            "labels y become targets Y by np.eye(K)[y]"
        )
    z = X @ W + b  # (n, K)
    loss = cross_entropy(z, Y) + xp.sum(l2 / 2 * W * W)
    dz = (softmax(z) - Y) / X.shape[0]  # (n, K)
    return loss, X.T @ dz + l2 * W, xp.sum(dz, axis=0)


class SoftmaxRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    r"""Multinomial logistic regression, as a classifier of scikit-learn.

    Parameters
    ----------
    solver : {"lbfgs", "gd", "sgd"}, default "lbfgs"
        L-BFGS from SciPy; gradient descent on all samples; gradient descent on mini-batches.
    l2 : float, default 1e-3
        The strength of the penalty on the weights, at least 0. At 0, classes that a plane can
        separate have no optimum: the weights grow until the solver stops.
    learning_rate : float or None, default None
        The step of "gd", and the first one of "sgd". None is 1/L, the inverse of a bound on the
        curvature of the loss: with it, no step of "gd" ever raises the loss. "lbfgs" ignores it.
    max_iter : int, default 1000
        The largest number of iterations; for "sgd", of epochs, that is, passes over all samples,
        over which its step falls to 0.
    tol : float, default 1e-5
        Training ends when no entry of the gradient is larger.
    batch_size : int, default 32
        Samples in a mini-batch; the last one of an epoch may be smaller. Only "sgd" uses it.
    random_state : int, RandomState or None, default None
        Where "sgd" gets the order of the samples from.

    Attributes
    ----------
    classes_ : array of shape (K,)
        The labels, sorted.
    coef_ : array of shape (K, d)
        The weights, one row for each class: W transposed, also for two classes.
    intercept_ : array of shape (K,)
        The intercepts b.
    loss_curve_ : array of shape (n_iter_ + 1,)
        The loss with its penalty, over all samples, in nats: at the start, where it is log K, and
        after each iteration or epoch.
    n_iter_ : int
        How many iterations or epochs it took.
    n_features_in_ : int
        The number of features d.
    feature_names_in_ : array of shape (d,)
        Their names, if the samples came with names that are all strings.

    Notes
    -----
    It minimises the mean cross-entropy plus l2/2 times the sum of the squared weights, see
    `loss_and_gradient`, starting from zero. `sklearn.linear_model.LogisticRegression` minimises nC
    times that for

    .. math:: \lambda = \frac{1}{n C}, \qquad \text{for two classes} \quad
              \lambda = \frac{2}{n C},

    since with two classes it penalises one vector, the difference of our two: these are each
    other's negative, and the sum of their squares is half the square of the difference.

    For every sample a constant may be added to all logits. The penalty settles that for the
    weights, and the start at zero for the intercepts: over the classes, both sum to 0.

    The Hessian of log-sum-exp has norm at most 1/2 [1]_. So the curvature of the loss is at most
    L = σ²/(2n) + l2, with σ the largest singular value of X beside a column of ones, and a step of
    1/L down the gradient g lowers the loss by at least ‖g‖²/(2L). With a constant step, the noise
    of mini-batches would never die out: the step of "sgd" falls linearly to 0 over its epochs [3]_.

    References
    ----------
    .. [1] D. Böhning, "Multinomial logistic regression algorithm", Annals of the Institute of
       Statistical Mathematics 44(1), 197-200, 1992. https://doi.org/10.1007/BF00048682
    .. [2] D. C. Liu and J. Nocedal, "On the limited memory BFGS method for large scale
       optimization", Mathematical Programming 45, 503-528, 1989.
       https://doi.org/10.1007/BF01589116
    .. [3] A. Defazio, A. Cutkosky, H. Mehta and K. Mishchenko, "Optimal linear decay learning rate
       schedules and further refinements", 2023. https://arxiv.org/abs/2310.07831

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = SoftmaxRegression(l2=0.01).fit(X, y)
    >>> print(round(model.score(X, y), 2))
    0.97
    >>> model.predict_proba(X[:1]).round(2)
    array([[0.98, 0.02, 0.  ]])
    """

    def __init__(
        self,
        *,
        solver: Literal["lbfgs", "gd", "sgd"] = "lbfgs",
        l2: float = 1e-3,
        learning_rate: float | None = None,
        max_iter: int = 1000,
        tol: float = 1e-5,
        batch_size: int = 32,
        random_state: Any = None,
    ) -> None:
        self.solver = solver
        self.l2 = l2
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.tol = tol
        self.batch_size = batch_size
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> "SoftmaxRegression":
        """Train the model.

        Parameters
        ----------
        X : array_like
            Samples, of shape (n, d).
        y : array_like
            Labels, of shape (n,): numbers or strings, of at least 2 classes.

        Returns
        -------
        SoftmaxRegression
            The model itself.

        Raises
        ------
        ValueError
            If a parameter is out of its range, if `X` or `y` is not what a classifier can learn
            from, or if the learning rate is so large that the loss overflows.

        Warns
        -----
        ConvergenceWarning
            If an entry of the gradient is still above `tol` when the training ends.
        """
        self._check_parameters()
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_, y = np.unique(y, return_inverse=True)
        K = len(self.classes_)
        if K < 2:
            raise ValueError(f"y must hold at least 2 classes, got 1 class: {self.classes_[0]!r}")

        Y = np.eye(K)[y]  # (n, K)
        with np.errstate(over="ignore", invalid="ignore"):
            W, b, curve, size = _SOLVERS[self.solver](self, X, Y)
        if not math.isfinite(curve[-1]):
            raise ValueError(
                f"learning_rate={self.learning_rate} and these samples made the loss {curve[-1]} "
                f"in iteration {len(curve) - 1}; scale the features, or lower learning_rate"
            )
        self.coef_, self.intercept_ = W.T, b  # (K, d), (K,)
        self.loss_curve_ = np.array(curve)
        self.n_iter_ = len(curve) - 1
        if size > self.tol:
            warnings.warn(
                f"solver={self.solver!r} ended in iteration {self.n_iter_} with a gradient of "
                f"{size:.1e}, above tol={self.tol}. If loss_curve_ still falls, raise max_iter, or "
                "scale the features to similar ranges; if it jumps, lower learning_rate; if it "
                "stands still, raise tol",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self

    def _check_parameters(self) -> None:
        if self.solver not in _SOLVERS:
            raise ValueError(f'solver must be "lbfgs", "gd" or "sgd", got {self.solver!r}')
        for name in ("max_iter", "batch_size"):
            check_count(getattr(self, name), name=name)
        for name in ("l2", "tol", "learning_rate"):
            value = getattr(self, name)
            if name == "learning_rate" and value is None:
                continue
            if not isinstance(value, float | int | np.number) or not 0 <= value < np.inf:
                raise ValueError(f"{name} must be a finite number of at least 0, got {value!r}")

    def logits(self, X: ArrayLike) -> Array:
        """Compute the logits, a score for each class.

        Parameters
        ----------
        X : array_like
            Samples, of shape (n, d).

        Returns
        -------
        array
            Logits, of shape (n, K), also for two classes.

        Raises
        ------
        NotFittedError
            If the model is not trained yet; the methods below raise it as well.
        """
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=np.float64)
        return X @ self.coef_.T + self.intercept_

    def predict(self, X: ArrayLike) -> Array:
        """Choose the most probable class.

        Parameters
        ----------
        X : array_like
            Samples, of shape (n, d).

        Returns
        -------
        array
            Labels, of shape (n,).
        """
        best = self.logits(X).argmax(axis=1)
        return self.classes_[best]

    def predict_proba(self, X: ArrayLike) -> Array:
        """Compute the probabilities of the classes.

        Parameters
        ----------
        X : array_like
            Samples, of shape (n, d).

        Returns
        -------
        array
            Probabilities, of shape (n, K), in the order of `classes_`.
        """
        return softmax(self.logits(X))

    def predict_log_proba(self, X: ArrayLike) -> Array:
        """Compute the logarithms of the probabilities, without the probabilities.

        Parameters
        ----------
        X : array_like
            Samples, of shape (n, d).

        Returns
        -------
        array
            Log-probabilities in nats, of shape (n, K), in the order of `classes_`.
        """
        return log_softmax(self.logits(X))


# --- The solvers: from samples and targets to W, b, the losses and the size of the last gradient --

_Result: TypeAlias = tuple[Any, Any, list[float], float]


def _gradient_descent(model: SoftmaxRegression, X: Any, Y: Any) -> _Result:
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    rate = _learning_rate(model, X)
    loss, dW, db = loss_and_gradient(W, b, X, Y, l2=model.l2)
    curve = [loss]
    while _goes_on(model, curve, dW, db):
        W = W - rate * dW
        b = b - rate * db
        loss, dW, db = loss_and_gradient(W, b, X, Y, l2=model.l2)
        curve.append(loss)
    return W, b, curve, _size(dW, db)


def _stochastic_gradient_descent(model: SoftmaxRegression, X: Any, Y: Any) -> _Result:
    W, b = np.zeros((X.shape[1], Y.shape[1])), np.zeros(Y.shape[1])
    first_rate, rng = _learning_rate(model, X), check_random_state(model.random_state)
    starts = range(0, len(X), model.batch_size)
    step, all_steps = 0, model.max_iter * len(starts)
    loss, dW, db = loss_and_gradient(W, b, X, Y, l2=model.l2)
    curve = [loss]
    while _goes_on(model, curve, dW, db):
        order = rng.permutation(len(X))
        for start in starts:
            batch = order[start : start + model.batch_size]
            _, dW, db = loss_and_gradient(W, b, X[batch], Y[batch], l2=model.l2)
            rate = first_rate * (1 - step / all_steps)
            W = W - rate * dW
            b = b - rate * db
            step += 1
        loss, dW, db = loss_and_gradient(W, b, X, Y, l2=model.l2)  # exact, to plot and to stop
        curve.append(loss)
    return W, b, curve, _size(dW, db)


def _lbfgs(model: SoftmaxRegression, X: Any, Y: Any) -> _Result:
    d, K = X.shape[1], Y.shape[1]

    def objective(theta: Any) -> tuple[float, Any]:
        W, b = theta[:-K].reshape(d, K), theta[-K:]
        loss, dW, db = loss_and_gradient(W, b, X, Y, l2=model.l2)
        return loss, np.concatenate([dW.ravel(), db])

    start = np.zeros(d * K + K)
    curve = [objective(start)[0]]

    def record(intermediate_result: OptimizeResult) -> None:
        curve.append(intermediate_result.fun)

    options = {
        "maxiter": model.max_iter,
        "maxfun": 20 * model.max_iter + 1,  # as many as its line searches can ask for
        "gtol": model.tol,
        "ftol": 0.0,  # the gradient decides, as in the other two solvers
    }
    result = minimize(
        objective, start, jac=True, method="L-BFGS-B", callback=record, options=options
    )
    return result.x[:-K].reshape(d, K), result.x[-K:], curve, _size(result.jac)


_SOLVERS: dict[str, Callable[[SoftmaxRegression, Any, Any], _Result]] = {
    "lbfgs": _lbfgs,
    "gd": _gradient_descent,
    "sgd": _stochastic_gradient_descent,
}


def _learning_rate(model: SoftmaxRegression, X: Any) -> float:
    if model.learning_rate is not None:
        return model.learning_rate
    with_ones = np.column_stack([X, np.ones(len(X))])
    return 1 / float(np.linalg.norm(with_ones, 2) ** 2 / (2 * len(X)) + model.l2)


def _goes_on(model: SoftmaxRegression, curve: list[float], dW: Any, db: Any) -> bool:
    return math.isfinite(curve[-1]) and len(curve) <= model.max_iter and _size(dW, db) > model.tol


def _size(*gradient: Any) -> float:
    return max(float(np.abs(part).max()) for part in gradient)
