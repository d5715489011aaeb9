"""Softmax, written to be read: the helper package of the course *Softmax, Inside Out*.

The functions below and the modules `alternatives`, `attention`, `naive` and `sampling` need NumPy
and array-api-compat alone; they return the kind of array they are given. What needs PyTorch,
scikit-learn, matplotlib or anywidget lives in submodules that are imported by name.
"""

from softmaxlab import alternatives, attention, naive, sampling
from softmaxlab.core import (
    check_distribution,
    cross_entropy,
    entropy,
    log_softmax,
    logsumexp,
    softmax,
)
from softmaxlab.derivatives import softmax_hessian, softmax_jacobian, temperature_gradient
from softmaxlab.dynamics import iterated_softmax
from softmaxlab.online import OnlineLogSumExp, online_softmax

__all__ = [
    "OnlineLogSumExp",
    "alternatives",
    "attention",
    "check_distribution",
    "cross_entropy",
    "entropy",
    "iterated_softmax",
    "log_softmax",
    "logsumexp",
    "naive",
    "online_softmax",
    "sampling",
    "softmax",
    "softmax_hessian",
    "softmax_jacobian",
    "temperature_gradient",
]
