"""Golden vectors for the widgets' mathematics, computed by the package itself.

Nothing here is typed: run it and it says what JavaScript has to agree with.

    python tests/support/golden.py > golden.json
"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from softmaxlab import entropy, log_softmax, logsumexp, softmax

PRESETS = [[2, 1, 0.1], [2, 3, 8], [2, 1, 0], [10, 20, 30], [1000, 1001, 1002]]
TEMPERATURES = [0.0, 0.05, 0.5, 1.0, 3.0, 100.0, math.inf]


def vectors() -> list[list[float]]:
    """Logits of every sort: presets, random ones, ties, -inf, a single one, all equal, subsets."""
    rng = np.random.default_rng(20240607)
    random = [
        (rng.standard_normal(rng.integers(1, 65)) * 10 ** rng.uniform(-2, 2.5)).clip(-1000, 1000)
        for _ in range(200)
    ]
    holes = [np.where(rng.random(len(z)) < 0.3, -np.inf, z) for z in random[:40]]
    special = [
        [0.0], [-7.25], [3.0, 3.0], [5.0, 5.0, 1.0], [0.0] * 64, [1e-300, 0.0], [745.2, 0.0],
        [-math.inf, 0.0], [2.0, -math.inf, 2.0], [-2000.0, 2000.0],
    ]  # fmt: skip
    spread = [np.append(np.linspace(-r, r, 100), 6.0) for r in (0.4, 1, 5)]
    everything = [*PRESETS, *special, *random, *(z for z in holes if np.isfinite(z).any()), *spread]
    return [np.asarray(z, float).tolist() for z in everything]


def golden() -> dict[str, list[dict[str, Any]]]:
    """Return, per function of smath.mjs, what goes in and what must come out."""
    cases: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("softmax", "logSoftmax", "entropy", "logsumexp", "linspace", "sum")
    }
    for i, z in enumerate(vectors()):
        a = np.array(z)
        cases["logsumexp"].append({"in": [z], "out": float(logsumexp(a))})
        for T in TEMPERATURES if i < 60 else [1.0, TEMPERATURES[i % len(TEMPERATURES)]]:
            p = softmax(a, temperature=T)
            log_p = log_softmax(a, temperature=T)
            cases["softmax"].append({"in": [z, T], "out": p.tolist()})
            cases["logSoftmax"].append({"in": [z, T], "out": log_p.tolist()})
            cases["entropy"].append({"in": [p.tolist()], "out": float(entropy(p))})
        if np.isfinite(a).all():
            cases["sum"].append({"in": [z], "out": math.fsum(z)})
    for a, b, n in ((-0.4, 0.4, 100), (-1, 1, 100), (-5, 5, 100), (0, 1, 20), (0.1, 0.7, 7)):
        cases["linspace"].append({"in": [a, b, n], "out": np.linspace(a, b, n).tolist()})
    return cases


SEEDS = [0, 1, 2, 42, 12345, 2**31, 2**32 - 1, 2**32, 2**53 - 1]


def draws(n: int = 1000) -> list[dict[str, Any]]:
    """Return what NumPy's generator draws first from some seeds: numbers, and then classes."""
    words = np.random.RandomState(42).randint(-5, 15, 25)  # those of the chapter on temperature
    shares = [softmax(z, temperature=T) for z in (*PRESETS, words) for T in (0.0, 0.2, 1.0, 10.0)]
    cases = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        numbers = rng.random(n).tolist()
        chosen = [rng.choice(len(p), size=n, p=p).tolist() for p in shares]
        cases.append(
            {"seed": seed, "numbers": numbers, "shares": [p.tolist() for p in shares],
             "chosen": chosen}
        )  # fmt: skip
    return cases


def as_json(data: Any) -> str:
    """Return JSON in which infinities are written as text, as JSON has none."""

    def plain(x: Any) -> Any:
        if isinstance(x, float) and not math.isfinite(x):
            return "NaN" if math.isnan(x) else "Infinity" if x > 0 else "-Infinity"
        if isinstance(x, dict):
            return {key: plain(value) for key, value in x.items()}
        return [plain(item) for item in x] if isinstance(x, list) else x

    return json.dumps(plain(data), allow_nan=False)


if __name__ == "__main__":
    print(as_json(golden()))
