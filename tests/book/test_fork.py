"""A fork changes one line, or nothing in GitHub's Actions, and publishes under its own name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.places import ROOT
from support.small_book import build

CONFIG = (ROOT / "_config.yml").read_text(encoding="utf-8")
OURS = re.search(r"url: https://github\.com/([\w.-]+)/([\w.-]+)", CONFIG)
NEEDED = ("_config.yml", "_toc.yml", "book", "src", "requirements.txt")


@pytest.mark.builds
@pytest.mark.parametrize("by", ["repository.url", "GITHUB_REPOSITORY"])
def test_a_fork_has_no_trace_of_the_old_address(tmp_path: Path, by: str) -> None:
    for name in NEEDED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    caches = ROOT / "_build" / ".jupyter_cache"
    if caches.is_dir():  # the same cells and the same code: no need to execute them again
        shutil.copytree(caches, tmp_path / "_build" / ".jupyter_cache")
    variables = {}
    if by == "repository.url":
        fork = CONFIG.replace(OURS[0], "url: https://github.com/Someone/else-where")
        (tmp_path / "_config.yml").write_text(fork, encoding="utf-8")
    else:
        variables["GITHUB_REPOSITORY"] = "Someone/else-where"
    code, output = build(tmp_path, **variables)
    assert code == 0, output

    site = tmp_path / "_build" / "html"
    # The owner's name alone is no address: the cover's own heading is called so.
    old = re.compile(rf"{OURS[1]}/{OURS[2]}|{OURS[1]}\.github\.io".encode(), re.IGNORECASE)
    traces = [
        f"{file.relative_to(site)}: {found[0]!r}"
        for file in site.rglob("*")
        if file.is_file() and (found := old.search(file.read_bytes()))
    ]
    assert traces == []
    page = (site / "book" / "temperature.html").read_text(encoding="utf-8")
    assert "/github/Someone/else-where/blob/notebooks/temperature.ipynb" in page
    assert 'rel="canonical" href="https://someone.github.io/else-where/book/temp' in page
    notebook = (site / "_notebooks" / "temperature.ipynb").read_text(encoding="utf-8")
    assert "git+https://github.com/Someone/else-where" in notebook
    assert "https://someone.github.io/else-where/book/softmax.html" in notebook


def test_the_address_stands_in_few_files() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git repository")
    command = ["git", "-C", str(ROOT), "grep", "-l", f"{OURS[1]}/{OURS[2]}"]
    named = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    assert named.stdout.split() == ["README.md", "_config.yml"]


@pytest.mark.builds
def test_an_address_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("book", "src"):
        shutil.copytree(ROOT / name, tmp_path / name)
    config = CONFIG.replace(OURS[0], "url: https://example.org/somewhere")
    (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    code, output = build(tmp_path)
    assert code != 0
    assert "https://github.com/owner/name" in output
