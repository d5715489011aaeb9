"""The list of `make mutants` is up to date: every fault can still be planted, in one place."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FAULTS = runpy.run_path(str(ROOT / "tests" / "mutants.py"))["FAULTS"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.module}: {fault.what}")
def test_a_fault_can_be_planted(fault) -> None:
    source = (ROOT / "src" / "softmaxlab" / f"{fault.module}.py").read_text(encoding="utf-8")
    assert source.count(fault.old) == 1
    assert fault.new != fault.old


def test_there_are_faults_enough() -> None:
    assert len(FAULTS) >= 30
