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


def test_the_workflow_publishes_what_the_links_name() -> None:
    text = (ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
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


@pytest.mark.parametrize("chapter", source_checks.pages(), ids=lambda p: p.stem)
def test_a_source_opens_as_a_notebook(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")
    notebook = jupytext.read(chapter)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) == len(source_checks.read(text).cells)
    assert not any(source.startswith(("---", ":tags:")) for source in code)
    if code:
        assert notebook.metadata["kernelspec"]["name"] == "python3"
