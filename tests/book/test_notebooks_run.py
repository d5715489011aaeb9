"""A notebook downloaded from the site runs to its end where nothing is installed but a kernel.

A fresh virtual environment outside the repository holds a kernel; the notebook's own first cell
brings everything else. It asks for the package on GitHub, which git answers with this repository's
last commit. Notebooks with the same first cell share an environment.

`make test` runs the notebooks that a change concerns (``support/changes.py``), `make test-all` all.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from support import site_checks, source_checks
from support.changes import changed_files, due
from support.places import NOTEBOOKS, ROOT, SITE
from support.site_server import serve

pytestmark = [
    pytest.mark.builds,
    pytest.mark.skipif(not shutil.which("git"), reason="git is not installed"),
]


def install_cell(chapter: str) -> str:
    """The first code cell of a chapter's notebook, "" if the site is not built."""
    file = NOTEBOOKS / f"{chapter}.ipynb"
    return nbformat.read(file, 4).cells[1].source if file.is_file() else ""


INSTALLS = {path.stem: install_cell(path.stem) for path in source_checks.chapters()}
DUE = {os.environ["CHAPTER"]} if os.environ.get("CHAPTER") else due(changed_files(), INSTALLS)
CHAPTERS = [
    pytest.param(
        chapter,
        marks=[
            pytest.mark.xdist_group(f"install {sorted(set(INSTALLS.values())).index(cell)}"),
            *([] if chapter in DUE else [pytest.mark.nightly]),
        ],
    )
    for chapter, cell in INSTALLS.items()
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serve(SITE) as address:
        yield address


def download(server: str, chapter: str) -> nbformat.NotebookNode:
    """Follow the link on a chapter's page, as a reader does."""
    page = f"{server}book/{chapter}.html"
    soup = site_checks.BeautifulSoup(urllib.request.urlopen(page).read(), "html.parser")
    link = soup.select_one(".course-take a[download]")["href"]
    return nbformat.reads(urllib.request.urlopen(f"{server}book/{link}").read().decode(), 4)


@pytest.fixture(scope="module")
def environments() -> dict[str, Path]:
    """The folders in which environments were made, by the install cell that they are for."""
    return {}


def empty_environment(folder: Path) -> Path:
    """Make a virtual environment that holds pip and a kernel; return its Python."""
    uv = [sys.executable, "-m", "uv"]
    venv = folder / "venv"
    make = [*uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(venv)]
    subprocess.run(make, check=True)
    python = venv / "bin" / "python"
    subprocess.run(
        [*uv, "pip", "install", "--quiet", "--python", str(python), "ipykernel"], check=True
    )
    return python


def run(notebook: nbformat.NotebookNode, python: Path, folder: Path) -> None:
    """Execute a notebook, unmodified, with a kernel of that environment, in an empty folder."""
    address = re.search(r"git\+(https://[^\"@]+)", notebook.cells[1].source)[1]
    (folder / "gitconfig").write_text(
        f'[url "{ROOT.as_uri()}"]\n\tinsteadOf = {address}\n[safe]\n\tdirectory = *\n'
    )
    pins = re.findall(r"^torch==.*$", (ROOT / "requirements.txt").read_text(), re.M)
    (folder / "pins.txt").write_text("\n".join(pins))
    kernel = {
        "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Fresh",
        "language": "python",
        "env": {
            "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
            "PIP_CONSTRAINT": str(folder / "pins.txt"),
            "PYTHONPATH": "",
            "SOFTMAXLAB_STATIC_HTML": "",
        },
    }
    spec = folder / "kernels" / "fresh"
    spec.mkdir(parents=True, exist_ok=True)
    (spec / "kernel.json").write_text(json.dumps(kernel))
    (folder / "work").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        client = NotebookClient(
            notebook,
            kernel_name="fresh",
            timeout=600,
            startup_timeout=120,
            resources={"metadata": {"path": str(folder / "work")}},
        )
        client.execute()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_downloaded_notebook_runs_in_an_empty_environment(
    server: str,
    environments: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
    chapter: str,
) -> None:
    notebook = download(server, chapter)
    cell = notebook.cells[1].source
    if cell not in environments:
        environments[cell] = tmp_path_factory.mktemp("install")
        empty_environment(environments[cell])
    folder = environments[cell]
    python = folder / "venv" / "bin" / "python"
    run(notebook, python, folder)
    count = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert count == list(range(1, len(count) + 1))
    assert not (folder / "work" / "softmaxlab").exists()
    where = "import softmaxlab; print(softmaxlab.__file__)"  # -I: whatever PYTHONPATH says
    found = subprocess.run(
        [python, "-I", "-c", where], capture_output=True, text=True, check=True, cwd=folder
    )
    assert found.stdout.startswith(str(folder)), found.stdout
