"""Re-execute and re-render pages whenever something they are made from has changed.

The execution cache knows a notebook by its cells alone, so an edit in ``src/`` would go unseen and
the page would show yesterday's numbers. Two digests mend that:

- one of the package's sources and of every installed distribution names the cache's folder, so
  that each state of the code has a cache of its own;
- one of that and of the book's own extensions is a configuration value with ``rebuild="env"``, so
  that Sphinx reads all pages again when it changes.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

CODE = {".py", ".js", ".css", ".json", ".npz", ".csv"}


def digest_of_files(folder: Path) -> str:
    """Hex digest of the names and contents of the code files below ``folder``."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in CODE and file.is_file():
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()


def digest_of_names(names: Iterable[str]) -> str:
    """Hex digest of a set of names, whatever their order."""
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def choose_cache(app: Sphinx, config: Config) -> None:
    """Point the execution cache at the folder of this state of the code; drop the older ones."""
    root = Path(app.confdir)
    installed = {f"{d.metadata['Name']}=={d.version}" for d in distributions()}
    code = digest_of_names({sys.version, digest_of_files(root / "src"), *installed})
    caches = Path(app.outdir).parent / ".jupyter_cache"
    for old in caches.glob("*"):
        if old.is_dir() and old.name != code[:12]:
            shutil.rmtree(old)
    config.nb_execution_cache_path = str(caches / code[:12])
    config.softmaxlab_state = digest_of_names({code, digest_of_files(root / "book" / "_ext")})


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the configuration value and the hook that fills it."""
    app.add_config_value("softmaxlab_state", "", "env", [str])
    app.connect("config-inited", choose_cache, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
