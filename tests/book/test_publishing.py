"""What publishes and cites the course says the same as the rest of the repository."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import pytest
import yaml
from support import source_checks
from support.places import ROOT
from support.project import PROJECT


def test_the_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["version"]
    assert PROJECT["license"] in citation["license"]
    assert set(citation) >= {"cff-version", "message", "title", "authors"}
    cover = (ROOT / "book" / "index.md").read_text(encoding="utf-8")
    assert citation["title"] in cover


def workflow(name: str) -> dict:
    """Read a workflow with its words as text: YAML takes a plain `on` for true."""
    text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


def test_the_workflow_publishes_what_the_links_name() -> None:
    jobs = workflow("publish")["jobs"]
    runs = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert "make test" in runs
    folder = re.search(r'^FOLDER = "(.*)"', (ROOT / "book/_ext/notebooks.py").read_text(), re.M)[1]
    branch = re.search(r'^NOTEBOOKS = "(.*)"', (ROOT / "book/_ext/repository.py").read_text(), re.M)
    uploads = [s["with"] for s in jobs["test"]["steps"] if "upload" in s.get("uses", "")]
    assert [u["path"] for u in uploads] == ["_build/html", f"_build/html/{folder}"]
    assert any(re.search(rf"git push .* {branch[1]}$", run.strip()) for run in runs)
    python = jobs["test"]["steps"][1]["with"]["python-version"]
    assert f"Programming Language :: Python :: {python}" in PROJECT["classifiers"]
    assert (ROOT / "binder" / "runtime.txt").read_text().strip() == f"python-{python}"


def test_only_a_run_of_a_pull_request_is_cut_off_by_a_newer_one() -> None:
    publish = workflow("publish")
    assert publish["on"]["push"] == {"branches": ["main"]}
    newer = publish["concurrency"]["cancel-in-progress"]
    assert newer == "${{ github.event_name == 'pull_request' }}"
    assert "cancel-in-progress" not in workflow("test-all").get("concurrency", {})


def test_every_night_and_before_a_release_everything_is_tested_with_every_python() -> None:
    everything = workflow("test-all")
    assert everything["on"]["push"] == {"tags": ["v*"]}
    assert {"schedule", "workflow_dispatch"} <= set(everything["on"])
    (job,) = everything["jobs"].values()
    assert job["steps"][-1] == {"run": "make test-all"}
    assert job["steps"][1]["with"]["python-version"] == "${{ matrix.python }}"
    supported = [c for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert [
        f"Programming Language :: Python :: {v}" for v in job["strategy"]["matrix"]["python"]
    ] == (supported)


def test_every_font_has_its_licence_beside_it() -> None:
    folder = ROOT / "book" / "_static" / "katex" / "fonts"
    words = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in words
    reserved = set(re.findall(r"KaTeX_\w+", words))
    assert reserved == {font.stem.partition("-")[0] for font in folder.glob("*.woff2")}


@pytest.mark.parametrize("chapter", source_checks.pages(), ids=lambda p: p.stem)
def test_a_source_opens_as_a_notebook(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    notebook = jupytext.read(chapter)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) == len(source_checks.read(text).cells)
    assert not any(source.startswith(("---", ":tags:")) for source in code)
    if code:
        assert notebook.metadata["kernelspec"]["name"] == "python3"


def test_the_readme_opens_with_a_picture_in_both_themes() -> None:
    opening = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## ")[0]
    files = re.findall(r'(?:src|srcset)="([^"]+)"', opening)
    assert len(files) == 2
    sizes = {(ROOT / file).read_bytes()[16:24] for file in files}  # PNG: width and height
    assert len(sizes) == 1
    assert all((ROOT / file).stat().st_size < 100_000 for file in files)
