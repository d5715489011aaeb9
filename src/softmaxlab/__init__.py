"""Softmax, written to be read: the helper package of the course *Softmax, Inside Out*.

The functions below need NumPy alone; they return the kind of array they are given. What needs
PyTorch, scikit-learn, matplotlib or anywidget lives in submodules that are imported by name.
"""

from softmaxlab import naive
from softmaxlab.core import (
    check_distribution,
    cross_entropy,
    entropy,
    log_softmax,
    logsumexp,
    softmax,
)
from softmaxlab.derivatives import softmax_hessian, softmax_jacobian, temperature_gradient

__all__ = [
    "check_distribution",
    "cross_entropy",
    "entropy",
    "log_softmax",
    "logsumexp",
    "naive",
    "softmax",
    "softmax_hessian",
    "softmax_jacobian",
    "temperature_gradient",
]
