"""Attention by blocks next to attention at once, in NumPy and in PyTorch: `make bench`.

Time: each round runs ours and theirs in turn, on one thread each, because the many small products
of the blocked form lose most when threads have to wait for one another on a busy machine. Memory:
the peak of a fresh process each, above what it held before the call. Ratios are shown next to the
aims; nothing is asserted.
"""

import statistics
import subprocess
import sys
import time

import numpy as np
import pytest
import torch
from threadpoolctl import threadpool_limits

from softmaxlab.attention import blockwise_attention

N, D = 8192, 64
ratios = []


def inputs():
    return np.random.default_rng(0).standard_normal((3, N, D)).astype("float32")


def attention_in_numpy(q, k, v):
    """As it is usually written, with the maximum taken out."""
    z = q @ k.T / np.sqrt(q.shape[-1], dtype="float32")
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True) @ v


def attention_in_numpy_in_place(q, k, v):
    """As it is written when memory is short: one square matrix, overwritten step by step."""
    z = q @ k.T
    z /= np.sqrt(q.shape[-1], dtype="float32")
    z -= z.max(axis=-1, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=-1, keepdims=True)
    return z @ v


def fused_attention_in_pytorch(q, k, v):
    q, k, v = (torch.from_numpy(a)[None, None] for a in (q, k, v))
    return torch.nn.functional.scaled_dot_product_attention(q, k, v)[0, 0].numpy()


def blockwise_causal_attention(q, k, v):
    return blockwise_attention(q, k, v, is_causal=True)


TIMES = {
    "time, NumPy": (blockwise_attention, attention_in_numpy, 0.8),
    "time, NumPy in place": (blockwise_attention, attention_in_numpy_in_place, None),
    "time, PyTorch fused": (blockwise_attention, fused_attention_in_pytorch, 4.0),
    "time, causal, NumPy": (blockwise_causal_attention, attention_in_numpy, None),
}
MEMORY = {
    "memory, NumPy": ("attention_in_numpy", 0.05),
    "memory, NumPy in place": ("attention_in_numpy_in_place", None),
}


@pytest.mark.parametrize("case", TIMES)
def test_time(benchmark, case):
    ours, theirs, aim = TIMES[case]
    arrays, others = inputs(), []
    if ours is blockwise_attention:
        np.testing.assert_allclose(ours(*arrays), theirs(*arrays), rtol=1e-3, atol=1e-5)

    def time_the_other():  # before each round, so that both see the same noise
        start = time.perf_counter()
        theirs(*arrays)
        others.append(time.perf_counter() - start)

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            benchmark.pedantic(
                ours, args=tuple(arrays), setup=time_the_other, rounds=5, warmup_rounds=1
            )
    finally:
        torch.set_num_threads(threads)
    report(benchmark, case, benchmark.stats.stats.median, statistics.median(others), aim)


@pytest.mark.parametrize("case", MEMORY)
def test_peak_memory(benchmark, case):
    theirs, aim = MEMORY[case]
    ours = benchmark.pedantic(peak_memory, args=("blockwise_attention",), rounds=1)
    report(benchmark, case, ours, peak_memory(theirs), aim)


def peak_memory(function):
    """Return by how many bytes a call raises the peak of a process that has run it small before."""
    code = f"""
import bench_attention as bench

def status(key):  # a process starts with the peak of its parent in `resource`, not in here
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(key)) * 1024

f = bench.{function}
q, k, v = bench.inputs()
f(q[:64], k[:64], v[:64])
before = status("VmRSS")
f(q, k, v)
print(status("VmHWM") - before)
"""
    if sys.platform != "linux":
        pytest.skip("reads the peak of a process from /proc")
    command = [sys.executable, "-c", code]
    here = __file__.rpartition("/")[0]
    run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=here)
    return int(run.stdout)


def report(benchmark, case, ours, theirs, aim):
    benchmark.extra_info.update(ratio=ours / theirs, aim=aim)
    scale, unit = (1e3, "ms") if case.startswith("time") else (2**-20, "MiB")
    sizes = f"{ours * scale:9.1f} {unit:3}{theirs * scale:9.1f} {unit:3}"
    ratios.append(f"{case:26}{sizes}{ours / theirs:8.3f}{aim or '-':>7}")


@pytest.fixture(scope="module", autouse=True)
def table(request):
    yield
    lines = [
        f"\n{f'blockwise, n = {N}, d = {D}':26}{'ours':>13}{'theirs':>13}{'ratio':>8}{'aim':>7}"
    ]
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\n".join(lines + ratios))
