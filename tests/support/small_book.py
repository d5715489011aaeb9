"""A small book with the course's configuration and extensions, for tests that build one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from support.places import ROOT

FRONT = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

"""
CELL = "```{code-cell} ipython3\n%s\n```\n"


def make_book(folder: Path, bib: str = "", **pages: str) -> Path:
    """A book with the course's machinery and the given pages."""
    (folder / "book").mkdir()
    (folder / "src").mkdir()
    for name in ("_ext", "_static", "_templates"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name)
    shutil.copy(ROOT / "_config.yml", folder)
    (folder / "book" / "references.bib").write_text(bib)
    for name, text in pages.items():
        (folder / "book" / f"{name}.md").write_text(FRONT + text)
    first, *rest = pages
    chapters = "".join(f"\n      - file: book/{name}" for name in rest)
    parts = f"\nparts:\n  - caption: Part\n    chapters:{chapters}" if rest else ""
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: book/{first}{parts}\n")
    return folder


def build(folder: Path, **variables: str) -> tuple[int, str]:
    """Build it as `make book` does; return the exit code and what it printed.

    Its address is that of its own ``_config.yml``, wherever the tests run: GITHUB_REPOSITORY, which
    GitHub's Actions always set, reaches the build only if it is one of ``variables``.
    """
    book = str(Path(sys.executable).with_name("jupyter-book"))
    command = [book, "build", "-n", "-W", "--keep-going", "."]
    inherited = {name: value for name, value in os.environ.items() if name != "GITHUB_REPOSITORY"}
    run = subprocess.run(
        command,
        cwd=folder,
        env=inherited | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, re.sub(r"\x1b\[[\d;]*m", "", run.stdout + run.stderr)
