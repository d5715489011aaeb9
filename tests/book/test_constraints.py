"""`constraints.txt` pins what an installation of `requirements.txt` brings, and nothing else."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.places import ROOT


def pins(name: str) -> list[Requirement]:
    """Read the requirements in a file."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return [Requirement(line) for line in lines if line]


def test_every_requirement_has_its_pin() -> None:
    pinned = {canonicalize_name(p.name): str(p.specifier) for p in pins("constraints.txt")}
    wanted = {canonicalize_name(p.name): str(p.specifier) for p in pins("requirements.txt")}
    assert {name: pinned.get(name) for name in wanted} == wanted


def test_what_nothing_brings_along_any_more_has_no_pin() -> None:
    text = (ROOT / "constraints.txt").read_text()
    brought = dict(re.findall(r"^([\w.-]+)==.*# via (.*)$", text, re.M))
    assert len(brought) > 100
    names = {canonicalize_name(p.name) for p in pins("requirements.txt")}
    for name, reasons in brought.items():
        for reason in reasons.split(", "):
            assert reason in brought or reason == "-r requirements.txt", (name, reason)
        assert ("-r requirements.txt" in reasons) == (name in names), name


def test_pins_are_exact_and_name_neither_a_host_nor_a_path() -> None:
    text = (ROOT / "constraints.txt").read_text()
    assert not re.search(r"://|^-|(?<!-r requirements)/\w", text, re.M)
    assert all(re.fullmatch(r"==[^*,+]+", str(p.specifier)) for p in pins("constraints.txt"))


def test_the_installation_uses_it() -> None:
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(r"pip install .*-r requirements\.txt -c constraints\.txt$", makefile, re.M)
    binder = (ROOT / "binder" / "requirements.txt").read_text().splitlines()
    assert {"-r ../requirements.txt", "-c ../constraints.txt"} <= set(binder)


@pytest.mark.nightly
def test_a_resolution_that_keeps_the_pins_changes_nothing(tmp_path: Path) -> None:
    for name in ("requirements.txt", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    makefile = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    command = re.search(r"\$\(BIN\)/uv (pip compile .*)", makefile)[1].replace("--upgrade ", "")
    run = subprocess.run(
        [sys.executable, "-m", "uv", *shlex.split(command)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    if "error sending request" in run.stderr or "dns error" in run.stderr:
        pytest.skip("no package index can be reached")
    assert run.returncode == 0, run.stderr
    kept = (tmp_path / "constraints.txt").read_text()
    assert kept == (ROOT / "constraints.txt").read_text()
