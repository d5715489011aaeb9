"""The package's own tests pass with the lowest versions that ``pyproject.toml`` allows.

PyTorch alone stays at the pin: older builds carry gigabytes for graphics cards.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT
from support.project import PINS, ranges

TOOLS = ["pytest", "hypothesis", "mpmath", "array-api-strict", "entmax", "pytest-benchmark"]


@pytest.mark.nightly
@pytest.mark.builds
@pytest.mark.skipif(sys.version_info >= (3, 13), reason="NumPy 1.26 is not built for Python 3.13")
def test_the_package_with_its_lowest_versions(tmp_path: Path, measured) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run(
        [*uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv"], check=True
    )
    torch = next(str(pin) for pin in PINS if pin.name == "torch")
    wanted = [torch if r.name == "torch" else str(r) for r in ranges()]

    def install(*what: str) -> None:
        command = [*uv, "pip", "install", "--quiet", "--python", python, "--only-binary", ":all:"]
        run = subprocess.run([*command, *what], capture_output=True, text=True, check=False)
        if "error sending request" in run.stderr or "dns error" in run.stderr:
            pytest.skip("no package index can be reached")
        assert run.returncode == 0, run.stderr

    install("--resolution", "lowest-direct", *wanted)
    freeze = [*uv, "pip", "freeze", "--python", str(python)]
    installed = subprocess.run(freeze, capture_output=True, text=True, check=True).stdout
    direct = [r.name for r in ranges()]
    lowest = [line for line in installed.splitlines() if line.partition("==")[0] in direct]
    assert len(lowest) == len(wanted)
    install(*lowest, *TOOLS)
    packages = next((tmp_path / "venv").glob("lib/*/site-packages"))
    (packages / "softmaxlab.pth").write_text(str(ROOT / "src"), encoding="utf-8")

    pytest_quietly = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", ROOT]
    run = subprocess.run(
        [*pytest_quietly, "tests/package"],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    measured(f"lowest versions ({', '.join(lowest)}): {run.stdout.splitlines()[-1]}")
