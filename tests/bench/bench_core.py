"""How fast softmax is next to SciPy and PyTorch, measured side by side: `make bench`.

Each benchmark times ours and theirs in turn, many times, and shows the ratio of the medians next to
the aim. Nothing is asserted: a ratio is a property of the machine as well.
"""

import statistics
import time

import numpy as np
import pytest
import scipy.special
import torch

import softmaxlab as sl

LARGE, SMALL = (1024, 50257), (64, 64)
ratios = []


def logits(shape, dtype):
    return (np.random.default_rng(0).standard_normal(shape) * 3).astype(dtype)


CASES = {
    "softmax, large, float32, SciPy": (sl.softmax, scipy.special.softmax, LARGE, "float32", 0.65),
    "log_softmax, large, float32, SciPy": (
        sl.log_softmax,
        scipy.special.log_softmax,
        LARGE,
        "float32",
        0.5,
    ),
    "logsumexp, large, float32, SciPy": (
        sl.logsumexp,
        scipy.special.logsumexp,
        LARGE,
        "float32",
        None,
    ),
    "softmax, large, float32, PyTorch": (sl.softmax, torch.softmax, LARGE, "float32", 2.0),
    "softmax, small, SciPy": (sl.softmax, scipy.special.softmax, SMALL, "float64", 1.5),
    "log_softmax, small, SciPy": (
        sl.log_softmax,
        scipy.special.log_softmax,
        SMALL,
        "float64",
        1.5,
    ),
    "logsumexp, small, SciPy": (sl.logsumexp, scipy.special.logsumexp, SMALL, "float64", 1.5),
}


@pytest.mark.parametrize("case", CASES)
def test_speed(benchmark, case):
    ours, theirs, shape, dtype, aim = CASES[case]
    z = logits(shape, dtype)
    if "PyTorch" in case:
        z = torch.from_numpy(z)
        reference = lambda: theirs(z, -1)  # noqa: E731
    else:
        reference = lambda: theirs(z, axis=-1)  # noqa: E731
    others = []

    def time_the_other():  # before each round, so that both see the same noise
        start = time.perf_counter()
        reference()
        others.append(time.perf_counter() - start)

    ours(z)
    reference()
    rounds = 7 if shape == LARGE else 2000
    benchmark.pedantic(ours, args=(z,), setup=time_the_other, rounds=rounds)
    ratio = benchmark.stats.stats.median / statistics.median(others)
    benchmark.extra_info.update(ratio=ratio, aim=aim)
    ratios.append((case, benchmark.stats.stats.median, statistics.median(others), ratio, aim))


@pytest.fixture(scope="module", autouse=True)
def table(request):
    yield
    lines = [f"\n{'':36}{'ours':>11}{'theirs':>11}{'ratio':>8}{'aim':>7}"]
    lines += [
        f"{case:36}{a * 1e3:8.3f} ms{b * 1e3:8.3f} ms{ratio:8.2f}{aim or '-':>7}"
        for case, a, b, ratio, aim in ratios
    ]
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\n".join(lines))
