"""The source distribution holds the package and its own tests, which pass where it is unpacked."""

from __future__ import annotations

import shutil
import site
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from support.places import ROOT

UV = [sys.executable, "-m", "uv"]
BELONGS = ["src", "tests/conftest.py", "tests/package", "README.md", "LICENSE", "pyproject.toml"]
ADDED = {"PKG-INFO", ".gitignore"}  # by the build backend, always


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command to its end and return what it printed."""
    ended = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if "error sending request" in ended.stderr or "dns error" in ended.stderr:
        pytest.skip("no package index can be reached")
    assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-2000:]
    return ended.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it and unpack it outside the repository."""
    folder = tmp_path_factory.mktemp("sdist")
    run(*UV, "build", "--quiet", "--sdist", "--out-dir", folder, ROOT, cwd=folder)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / archive.name.removesuffix(".tar.gz")


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git repository")
@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_the_sdist_holds_what_belongs_and_nothing_else(sdist: Path) -> None:
    ours = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *BELONGS]
    tracked = {name for name in run(*ours, cwd=ROOT).splitlines() if (ROOT / name).is_file()}
    assert tracked >= {"src/softmaxlab/palette.css", "tests/package/conftest.py"}
    held = {file.relative_to(sdist).as_posix() for file in sdist.rglob("*") if file.is_file()}
    assert held == tracked | ADDED


@pytest.mark.nightly
def test_the_sdists_own_tests_pass_where_it_is_unpacked(sdist: Path, tmp_path: Path) -> None:
    run(*UV, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    packages = next((tmp_path / "venv").glob("lib/*/site-packages"))
    # All but the package comes from the environment that runs this test; a line of a .pth file
    # adds that folder without what its own .pth files add, so not the repository's package.
    (packages / "tools.pth").write_text(site.getsitepackages()[0], encoding="utf-8")
    run(*UV, "pip", "install", "--quiet", "--no-deps", "--python", python, sdist, cwd=tmp_path)
    where = run(python, "-c", "import softmaxlab; print(softmaxlab.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(packages)
    summary = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=sdist)
    assert " passed" in summary
