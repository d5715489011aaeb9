"""Execute a page again whenever something that it computes with has changed, and only then.

The execution cache knows a notebook by its cells alone, so an edit in ``src/`` would go unseen and
the page would show yesterday's numbers. Three digests mend that:

- one of every installed distribution names the cache's folder;
- one for each page, of the files below ``src`` that its cells use (``imports.py``) and of the data
  beside them, lies in that folder: when it changes, what the cache knows of the page is dropped and
  the page is read again;
- one of the book's own extensions is a configuration value with ``rebuild="env"``, so that Sphinx
  reads all pages again when it changes, without executing them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from jupyter_cache import get_cache
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from .imports import code_cells, files_used

DATA = {".json", ".npz", ".csv", ".txt"}
EXTENSION = {".py", ".js", ".mjs"}


def digest_of_files(files: Iterable[Path]) -> str:
    """Hex digest of the names and contents of some files."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.as_posix().encode() + b"\0")
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def files_below(folder: Path, suffixes: set[str]) -> set[Path]:
    """Return the files below a folder that have one of some suffixes."""
    return {file for file in folder.rglob("*") if file.suffix in suffixes and file.is_file()}


def data_files(source: Path) -> set[Path]:
    """Return what code reads without importing it; a widget's files are the build's own matter."""
    return files_below(source, DATA) | {*source.glob("*/palette.css")}


def choose_cache(app: Sphinx, config: Config) -> None:
    """Point the execution cache at the folder of the installed versions; drop those of others."""
    installed = {f"{d.metadata['Name']}=={d.version}" for d in distributions()}
    name = hashlib.sha256("\n".join(sorted({sys.version, *installed})).encode()).hexdigest()[:12]
    caches = Path(app.outdir).parent / ".jupyter_cache"
    for old in caches.glob("*"):
        if old.is_dir() and old.name != name:
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(caches / name)
    config.course_extensions = digest_of_files(files_below(Path(__file__).parent, EXTENSION))


def record(app: Sphinx) -> Path:
    """Return the file that holds the digest of each page that the cache knows."""
    return Path(app.config.nb_execution_cache_path) / "sources.json"


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages that compute with something else than before, and forget their outputs."""
    source = Path(app.confdir) / "src"
    data = data_files(source)
    app.course_sources = {}
    for docname in env.found_docs:
        cells = code_cells(Path(env.doc2path(docname)).read_text(encoding="utf-8"))
        app.course_sources[docname] = digest_of_files(files_used(cells, source) | data)
    file = record(app)
    known = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    outdated = [name for name, now in app.course_sources.items() if known.get(name) != now]
    if Path(app.config.nb_execution_cache_path).is_dir():
        paths = {str(env.doc2path(name)) for name in outdated}
        cache = get_cache(app.config.nb_execution_cache_path)
        for entry in cache.list_cache_records():
            if entry.uri in paths:
                cache.remove_cache(entry.pk)
    return outdated


def remember(app: Sphinx, exception: Exception | None) -> None:
    """Note what the pages were computed with, once all of them were."""
    if exception is None and hasattr(app, "course_sources"):
        record(app).parent.mkdir(parents=True, exist_ok=True)
        record(app).write_text(json.dumps(app.course_sources, indent=1), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the configuration value and the hooks."""
    app.add_config_value("course_extensions", "", "env", [str])
    app.connect("config-inited", choose_cache, priority=100)
    app.connect("env-get-outdated", find_outdated)
    app.connect("build-finished", remember)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
