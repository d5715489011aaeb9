"""Notebooks follow the sources: a commit is pinned without reading a page again, none outstays."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.small_book import CELL, build, make_book

GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]


def build_quietly(book: Path) -> str:
    """Build it, see that it succeeds, and return what was printed."""
    code, printed = build(book)
    assert code == 0, printed
    return printed


def commit(folder: Path) -> str:
    """Commit the sources in a folder; return the commit."""
    for step in (["init", "--quiet"], ["add", "book"]):
        subprocess.run([*GIT, "-C", folder, *step], check=True)
    again = ["commit", "--quiet", "--allow-empty", "--message", "Write"]
    subprocess.run([*GIT, "-C", folder, *again], check=True)
    head = ["rev-parse", "HEAD"]
    return subprocess.run(
        [*GIT, "-C", folder, *head], check=True, capture_output=True, text=True
    ).stdout.strip()


def installed(notebook: Path) -> str:
    """Return what a notebook's first cell installs, after `git+`."""
    return re.search(r"@ git\+([^\\]+)", notebook.read_text())[1]


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_notebook_installs_the_commit_it_was_built_from(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    commit(tmp_path)  # somebody else's repository, in which the course only lies
    (tmp_path / "course").mkdir()
    one = "# One\n\n" + CELL % "1 + 1"
    book = make_book(tmp_path / "course", index="# Cover\n", one=one)
    notebook = book / "_build" / "html" / "_notebooks" / "one.ipynb"

    build_quietly(book)
    address = installed(notebook)
    assert "@" not in address

    first = commit(book)
    assert "0 added, 0 changed, 0 removed" in build_quietly(book)
    assert installed(notebook) == f"{address}@{first}"
    written = notebook.read_bytes()

    second = commit(book)
    assert second != first
    assert "0 added, 0 changed, 0 removed" in build_quietly(book)
    assert notebook.read_bytes() == written.replace(first.encode(), second.encode())


def test_a_page_that_is_gone_leaves_nothing_behind(tmp_path: Path) -> None:
    code = CELL % "1 + 1"
    pages = {"one": "# One\n\n" + code, "two": "# Two\n\n" + code, "prose": "# Prose\n\n" + code}
    book = make_book(tmp_path, index="# Cover\n", **pages)
    site = book / "_build" / "html"

    def published() -> set[str]:
        files = [*site.glob("book/**/*.html"), *site.glob("_notebooks/*")]
        return {file.relative_to(site).as_posix() for file in files}

    build_quietly(book)
    notebooks = {f"_notebooks/{name}.ipynb" for name in pages}
    assert published() == {f"book/{name}.html" for name in ["index", *pages]} | notebooks

    contents = (book / "_toc.yml").read_text()
    (book / "_toc.yml").write_text(contents.replace("\n      - file: book/two", ""))
    (book / "book" / "prose.md").write_text("# Prose\n\nNothing to run.\n")
    build_quietly(book)
    assert published() == {
        *("book/index.html", "book/one.html", "book/prose.html", "_notebooks/one.ipynb")
    }
    assert (site / "index.html").is_file()
    assert (site / "search.html").is_file()
