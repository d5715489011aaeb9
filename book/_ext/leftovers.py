"""A page that is gone leaves nothing behind.

Sphinx forgets a page that has left the table of contents, but not the files it once wrote: the page
would go on being published, with links to chapters that may be gone too, and so would its notebook.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from .notebooks import FOLDER, notebook_file


def drop_leftovers(app: Sphinx, exception: Exception | None) -> None:
    """Delete pages and notebooks that belong to no page of this build."""
    if exception is not None or app.builder.name != "html":
        return
    site = Path(app.outdir)
    pages = app.env.found_docs
    current = {Path(app.builder.get_outfilename(page)) for page in pages}
    current |= {notebook_file(app, page) for page in pages}
    for file in [*site.glob("[!_]*/**/*.html"), *(site / FOLDER).glob("*.ipynb")]:
        if file not in current:
            file.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Look when all is written."""
    app.connect("build-finished", drop_leftovers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
