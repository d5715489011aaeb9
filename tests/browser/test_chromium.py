"""Which browser the tests choose."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import chromium


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of one empty folder, and nothing that Playwright has downloaded."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "downloaded", lambda: "downloaded")
    return tmp_path


def executable(folder: Path, name: str) -> str:
    (folder / name).touch(mode=0o755)
    return str(folder / name)


def test_the_headless_shell_comes_before_a_whole_browser(path: Path) -> None:
    assert chromium.find() == "downloaded"
    browser = executable(path, "chromium")
    assert chromium.find() == browser
    shell = executable(path, "chromium-headless-shell")
    assert chromium.find() == shell


def test_the_environment_has_the_first_word(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable(path, "chromium-headless-shell")
    monkeypatch.setenv("CHROMIUM", executable(path, "mine"))
    assert chromium.find() == str(path / "mine")
    monkeypatch.setenv("CHROMIUM", str(path / "gone"))
    with pytest.raises(SystemExit, match=r"CHROMIUM names .*gone'"):
        chromium.find()


def test_it_is_a_chromium(chromium) -> None:
    assert int(chromium.version.split(".")[0]) >= 100
