"""The pages' style sheet: the palette of the package, then ``book.css``, in one file.

The palette stands once, in the package, where the widgets and the figures read it. A page gets it
without a request of its own: what is published as ``book.css`` begins with it.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

SHEET = "book.css"


def join_sheets(app: Sphinx, config: Config) -> None:
    """Write the joined sheet into a folder of static files that replaces the one before."""
    palette = files("softmaxlab").joinpath("palette.css").read_text(encoding="utf-8")
    own = Path(app.confdir, "book", "_static", SHEET).read_text(encoding="utf-8")
    joined = f"{palette}\n{own}"
    folder = Path(app.outdir).parent / ".static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SHEET).write_text(joined, encoding="utf-8")
    config.html_static_path.append(str(folder))
    config.course_style = hashlib.sha256(joined.encode()).hexdigest()


def setup(app: Sphinx) -> dict[str, bool]:
    """Join them before the build; a change of either writes all pages anew, and reads none."""
    app.add_config_value("course_style", "", "html", [str])
    app.connect("config-inited", join_sheets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
