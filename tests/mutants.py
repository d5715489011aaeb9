"""Plant faults in the package, one at a time, and see whether its tests notice: `make mutants`.

Each fault is a line of the source and what it becomes. The package and its tests are copied, the
fault is planted in the copy, and the tests of that module run against it. A fault that no test
notices is a hole in the tests, and the exit code says so.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Fault(NamedTuple):
    """A fault: in which module, what is replaced by what, and what that is."""

    module: str
    old: str
    new: str
    what: str


FAULTS = [
    # core: the general path
    Fault(
        "core",
        "s = xp.where(support & xp.isfinite(top) & is_inside(t), z - top, zero)",
        "s = xp.where(support & xp.isfinite(top) & is_inside(t), z, zero)",
        "the shift is dropped",
    ),
    Fault(
        "_blocks",
        "np.subtract(z, top, out=out)",
        "np.copyto(out, z)",
        "the shift is dropped on the fast path",
    ),
    Fault(
        "core",
        "top = constant(xp.max(z, axis=axis, keepdims=True))  # NaN",
        "top = constant(xp.mean(z, axis=axis, keepdims=True))  # NaN",
        "mean instead of maximum",
    ),
    Fault(
        "core",
        "return e / xp.sum(e, axis=axis, keepdims=True)",
        "return e / xp.sum(e)",
        "a sum over everything instead of one axis",
    ),
    Fault(
        "_blocks",
        "out /= out.sum(axis=1, keepdims=True)",
        "out /= out.sum(axis=2, keepdims=True)",
        "the wrong axis on the fast path",
    ),
    Fault("_blocks", "        out /= t\n", "        out *= t\n", "multiplied by the temperature"),
    Fault("_blocks", "e[at] = 0.0  # the 1", "pass  # the 1", "the 1 of the maximum counted twice"),
    Fault("_blocks", "out -= log_sum", "out += log_sum", "a sign in log_softmax"),
    Fault(
        "core",
        "xp.log1p(xp.sum(terms, axis=axis, keepdims=True) + (ties - 1.0))",
        "xp.log(xp.sum(terms, axis=axis, keepdims=True) + ties)",
        "log(1 + x) instead of log1p",
    ),
    Fault(
        "core",
        "support = (z == top) & (top > -xp.inf)",
        "support = z == top",
        "a row of only -inf gets a distribution",
    ),
    Fault("core", "if t > 0:  # Unless", "if t >= 0:  # Unless", "temperature 0 is not the limit"),
    Fault(
        "core",
        "log_p = xp.log(xp.where(p == 0, one, p))",
        "log_p = xp.log(p + 1e-12)",
        "an epsilon in the entropy",
    ),
    Fault(
        "core",
        "value = 0.0 - xp.sum(p * log_p, axis=axis)",
        "value = xp.sum(p * log_p, axis=axis)",
        "a sign in the entropy",
    ),
    Fault(
        "core",
        'loss = xp.sum(loss) / (n if reduction == "mean" else 1)',
        "loss = xp.sum(loss)",
        "the mean is a sum",
    ),
    Fault(
        "core", "unused = (q == 0) & (log_p == -xp.inf)", "unused = q != q", "0 times -inf is NaN"
    ),
    Fault(
        "core",
        "wrong = ~((p >= 0) & (p < xp.inf))",
        "wrong = ~(p < xp.inf)",
        "a negative probability passes",
    ),
    Fault(
        "core", "off = xp.abs(total - 1) > atol", "off = total - 1 > atol", "a sum below 1 passes"
    ),
    # the edge
    Fault(
        "_arrays",
        "wrong = (labels < 0) | (labels >= K)",
        "wrong = (labels < 0) | (labels > K)",
        "label K passes",
    ),
    Fault("_arrays", "if not t >= 0:", "if t < -1:", "a negative temperature passes"),
    Fault("_arrays", "if x.shape[index] == 0:", "if False:", "an empty axis passes"),
    Fault(
        "_arrays",
        "return xp.float32 if xp.finfo(dtype).bits < 32 else dtype",
        "return dtype",
        "half precision is computed in half precision",
    ),
    # derivatives
    Fault(
        "derivatives",
        "return one * xp.sum(others, axis=-1, keepdims=True) - others",
        "return one * xp.sum(others, axis=-1, keepdims=True) + others",
        "a sign in the Jacobian",
    ),
    Fault("derivatives", "J = _over_temperature(J, t, unit)", "J = J + 0.0", "1/T is forgotten"),
    Fault("derivatives", "- J[..., None, :, :]", "+ J[..., None, :, :]", "a sign in the Hessian"),
    Fault(
        "derivatives",
        "gradient = p * (xp.sum(p * s, axis=-1, keepdims=True) - s)",
        "gradient = p * (xp.mean(s, axis=-1, keepdims=True) - s)",
        "the plain mean of the logits",
    ),
    # dynamics, online, attention
    Fault(
        "dynamics",
        "p = softmax(p, temperature=temperature)",
        "p = softmax(p)",
        "the temperature is applied once",
    ),
    Fault("dynamics", "for _ in range(n_iter):", "for _ in range(n_iter - 1):", "one step too few"),
    Fault(
        "online",
        "shrink = xp.where(old == new, number(1.0, new, xp), xp.exp(old - new))",
        "shrink = xp.where(old == new, number(1.0, new, xp), xp.exp(new - old))",
        "the old sum grows instead of shrinking",
    ),
    Fault(
        "online",
        "rescale(self._sum, self._max, new, xp) + rescale(total, top, new, xp)",
        "self._sum + total",
        "no rescaling at all",
    ),
    Fault(
        "attention",
        "causal = i[:, None] >= j",
        "causal = i[:, None] > j",
        "a query does not see its own key",
    ),
    Fault(
        "attention",
        "min(n_k, rows.stop) if is_causal else n_k",
        "min(n_k, rows.start) if is_causal else n_k",
        "off by one block in the causal skip",
    ),
    Fault(
        "attention",
        "output = rescale(output, top, new, xp) + e @ x.v[..., columns, :]",
        "output = output + e @ x.v[..., columns, :]",
        "the output is not rescaled",
    ),
    Fault(
        "attention",
        "return number(1 / math.sqrt(q.shape[-1]), q, xp)",
        "return number(1 / q.shape[-1], q, xp)",
        "1/d instead of 1/sqrt(d)",
    ),
    Fault(
        "attention",
        "weights = xp.where(top > -xp.inf, softmax(z), zero)",
        "weights = softmax(z)",
        "a fully masked row is NaN",
    ),
    # sampling and alternatives
    Fault(
        "sampling",
        "return _ranks(z, xp) <= xp.sum(",
        "return _ranks(z, xp) < xp.sum(",
        "top-p keeps one token too few",
    ),
    Fault(
        "sampling",
        "_ranks(z, xp) < check_count(k",
        "_ranks(z, xp) <= check_count(k",
        "top-k keeps one token too many",
    ),
    Fault(
        "sampling",
        "passed = cumulative / cumulative[..., -1:] <= u[..., None]",
        "passed = cumulative / cumulative[..., -1:] < u[..., None]",
        "a token of probability 0 is drawn at u = 0",
    ),
    Fault(
        "sampling",
        "short = mass < _less_rounding(share, z, xp) * mass[..., -1:]",
        "short = mass < share * mass[..., -1:]",
        "a nucleus is missed by rounding",
    ),
    Fault(
        "sampling",
        "order = xp.argsort(constant(z), axis=-1, descending=True, stable=True)",
        "order = xp.flip(xp.argsort(constant(z), axis=-1, stable=True), axis=-1)",
        "ties go to the higher index",
    ),
    Fault("alternatives", "tau = (total - 1.0) / k", "tau = total / k", "sparsemax forgets the 1"),
    Fault(
        "alternatives",
        "tau = total / k - xp.sqrt((1.0 - spread) / k)",
        "tau = total / k + xp.sqrt((1.0 - spread) / k)",
        "the other root",
    ),
    Fault(
        "alternatives",
        "return -xp.log(-xp.log1p(-u))",
        "return xp.log(-xp.log1p(-u))",
        "noise of the wrong sign",
    ),
    Fault(
        "alternatives", "y = one_hot + (y - constant(y))", "y = one_hot", "straight-through is cut"
    ),
    Fault(
        "alternatives", "return p, p / (1.0 + x)", "return p, p", "the weights of the derivative"
    ),
    # regression and calibration
    Fault(
        "regression",
        "dz = (softmax(z) - Y) / X.shape[0]",
        "dz = softmax(z) - Y",
        "the gradient is not averaged",
    ),
    Fault("regression", "X.T @ dz + l2 * W", "X.T @ dz", "no penalty in the gradient"),
    Fault(
        "regression",
        "return W, b, curve, _size(dW, db)\n\n\ndef _lbfgs",
        "return W, b, curve, 0.0\n\n\ndef _lbfgs",
        "sgd never warns",
    ),
    Fault(
        "calibration",
        "confidence[:, None] > edges",
        "confidence[:, None] >= edges",
        "bins are closed on the other side",
    ),
    Fault("calibration", "xp.float64) for x in", "p.dtype) for x in", "counts in float32"),
    Fault("derivatives", "!= xp.inf", "!= -xp.inf", "ties of +inf move"),
    Fault("calibration", "if a >= mean:", "if a > 2 * mean:", "the temperature inf is missed"),
]


def tests_of(module: str) -> list[str]:
    """Return the test files that a module's faults are shown to."""
    special = {"_arrays": ["test_arrays.py", "test_core.py"], "_blocks": ["test_core.py"]}
    return special.get(module, [f"test_{module}.py"])


def verdict(module: str, old: str, new: str) -> int | str:
    """Plant a fault in a copy; return pytest's exit code, or a sentence if that was impossible."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        shutil.copytree(ROOT / "src", copy / "src")
        shutil.copytree(ROOT / "tests" / "package", copy / "tests")
        source = copy / "src" / "softmaxlab" / f"{module}.py"
        text = source.read_text(encoding="utf-8")
        if old and text.count(old) != 1:
            return f"the line stands there {text.count(old)} times: the list is out of date"
        source.write_text(text.replace(old, new) if old else text, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        command += ["--import-mode=importlib", "--rootdir", str(copy)]
        run = subprocess.run(
            [*command, *(str(copy / "tests" / test) for test in tests_of(module))],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy / "src")},
            capture_output=True,
            check=False,
        )
    return run.returncode


def main() -> int:
    """Run every module's tests without a fault, then with each; return 1 if one survives."""
    # Without a fault the tests pass (0); with one they fail (1). Anything else is a mistake here.
    modules = list(dict.fromkeys(fault.module for fault in FAULTS))
    jobs = [(module, "", "", "no fault: the tests pass", 0) for module in modules]
    jobs += [(*fault, 1) for fault in FAULTS]
    wrong = 0
    with ThreadPoolExecutor(2) as pool:
        codes = pool.map(lambda job: verdict(*job[:3]), jobs)
        for (module, _, _, what, expected), code in zip(jobs, codes, strict=True):
            wrong += code != expected
            words = (
                ("passed" if expected == 0 else "killed") if code == expected else f"NO ({code})"
            )
            print(f"{module:13} {what:52} {words}", flush=True)
    print(f"{len(FAULTS)} faults, {wrong} not as expected")
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
