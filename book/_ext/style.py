"""The pages' style sheet: the palette, the widgets', the icons and the book's own, in one file.

The palette stands once, in the package, where the widgets and the figures read it, and so does the
style of the widgets. A page gets all of them with one request: what is published as ``book.css``
begins with them. That is also how a still looks right where no script runs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from .widgets.texts import lean, style

SHEETS = ("icons.css", "book.css", "wayfinding.css", "print.css")
JOINED = "book.css"  # what is published


def join_sheets(app: Sphinx, config: Config) -> None:
    """Write the joined sheet into a folder of static files that replaces the one before."""
    source = Path(app.confdir, "book", "_static")
    own = [(source / name).read_text(encoding="utf-8") for name in SHEETS]
    joined = lean("\n".join([style(), *own]))
    folder = Path(app.outdir).parent / ".static"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / JOINED).write_text(joined, encoding="utf-8")
    config.html_static_path.append(str(folder))
    config.course_style = hashlib.sha256(joined.encode()).hexdigest()


def setup(app: Sphinx) -> dict[str, bool]:
    """Join them before the build; a change of any writes all pages anew, and reads none."""
    app.add_config_value("course_style", "", "html", [str])
    app.connect("config-inited", join_sheets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
