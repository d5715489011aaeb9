"""What `import softmaxlab` loads and offers, and whether the examples in its docstrings run."""

import doctest
import importlib
import inspect
import json
import re
import statistics
import subprocess
import sys

import pytest

import softmaxlab

# Lowest floor first: no module imports a later one.
FLOORS = [
    *("_arrays", "_blocks", "core", "naive", "derivatives", "dynamics", "online", "attention"),
    *("_random", "alternatives", "sampling", "regression", "calibration", "tables"),
    *("_palette", "_svg", "plots"),
]
MODULES = [m for m in FLOORS if m not in ("regression", "plots")]  # what NumPy alone runs
NAMESPACES = ("alternatives", "attention", "naive", "sampling")


def run(code):
    """Run `code` in a fresh interpreter and return what it prints."""
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_import_loads_numpy_and_array_api_compat_alone():
    code = (
        "import sys, json, {}; names = {{m.partition('.')[0] for m in sys.modules}};"
        "print(json.dumps(sorted(names - sys.stdlib_module_names)))"
    )
    ours, numpys = (set(json.loads(run(code.format(m)))) for m in ("softmaxlab", "numpy"))
    assert ours - numpys == {"softmaxlab", "array_api_compat"}
    loaded = set(
        json.loads(run("import sys, json, softmaxlab; print(json.dumps(list(sys.modules)))"))
    )
    numpy_loaded = set(
        json.loads(run("import sys, json, numpy; print(json.dumps(list(sys.modules)))"))
    )
    extra = {m for m in loaded - numpy_loaded if m.partition(".")[0] == "numpy"}
    assert not extra, (
        "array_api_compat.numpy loads all of NumPy: only a first call may pay for that"
    )


def test_using_it_on_numpy_does_not_load_torch_or_scipy():
    code = (
        "import sys, softmaxlab as s; s.softmax([1.0]); print(*{'torch', 'scipy'} & {*sys.modules})"
    )
    assert run(code).split() == []


def test_measured_cost_of_the_import(measured):
    """Measured and shown, not asserted: clocks on shared machines are noisy."""
    code = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
    cost = {
        m: statistics.median(float(run(code.format(m))) for _ in range(3))
        for m in ("numpy", "softmaxlab")
    }
    measured(f"import softmaxlab / import numpy: {cost['softmaxlab'] / cost['numpy']:.2f}")


def test_everything_public_is_exported_and_documented():
    assert sorted(softmaxlab.__all__) == softmaxlab.__all__
    here = ("core", "derivatives", "dynamics", "online")
    for module in (importlib.import_module(f"softmaxlab.{m}") for m in here):
        for name in module.__all__:
            assert getattr(softmaxlab, name) is getattr(module, name)
            assert name in softmaxlab.__all__


def test_no_module_imports_a_later_one():
    for i, name in enumerate(FLOORS):
        source = inspect.getsource(importlib.import_module(f"softmaxlab.{name}"))
        used = set(re.findall(r"^(?:from|import) softmaxlab\.(\w+)", source, re.M))
        assert used <= set(FLOORS[:i]), name


FUNCTIONS = [
    f
    for owner in (softmaxlab, *(getattr(softmaxlab, name) for name in NAMESPACES))
    for name in owner.__all__
    if callable(f := getattr(owner, name)) and not inspect.isclass(f)
]


@pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f"{f.__module__}.{f.__name__}")
def test_docstrings_are_complete(f):
    doc = inspect.getdoc(f)
    for section in ("Parameters", "Raises", "Examples"):
        assert f"\n{section}\n{'-' * len(section)}\n" in doc
    if inspect.signature(f).return_annotation is not None:
        assert "\nReturns\n-------\n" in doc
    parameters = doc.partition("Parameters")[2].partition("Raises")[0]
    for name in inspect.signature(f).parameters:
        assert f"\n{name} : " in parameters


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    result = doctest.testmod(importlib.import_module(f"softmaxlab.{name}"))
    assert result.failed == 0
    assert result.attempted > 0 or name.startswith("_")
