"""A notebook downloaded from the site runs to its end where nothing is installed but a kernel.

Each chapter gets a fresh virtual environment outside the repository; the notebook's own first cell
brings everything else. It asks for the package on GitHub, which git answers with this repository's
last commit.
"""

from __future__ import annotations

import json
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
from support.places import ROOT, SITE
from support.site_server import serve

CHAPTERS = [chapter.stem for chapter in source_checks.chapters()]

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


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


def empty_environment(folder: Path) -> Path:
    """Make a virtual environment that holds a kernel and nothing else; return its Python."""
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([python, "-m", "pip", "install", *quiet, "ipykernel"], check=True)
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
    server: str, tmp_path: Path, chapter: str
) -> None:
    python = empty_environment(tmp_path)
    notebook = download(server, chapter)
    run(notebook, python, tmp_path)
    count = [c.execution_count for c in notebook.cells if c.cell_type == "code"]
    assert count == list(range(1, len(count) + 1))
    assert not (tmp_path / "work" / "softmaxlab").exists()
    where = "import softmaxlab; print(softmaxlab.__file__)"
    found = subprocess.run(
        [python, "-c", where], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert found.stdout.startswith(str(tmp_path)), found.stdout
