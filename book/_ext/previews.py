"""References to theorems, formulas and works show them in a card: ``_static/previews.js``.

A page that refers to nothing asks for no script. What stands on another page has no card, because
a page that was opened from a file may not read another.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

SHOWN = re.compile(r'href="(?:#(?:thm|equation)-|[^"]*bibliography\.html#)')


def add_script(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Ask for the script where there is something to show."""
    if SHOWN.search(context.get("body", "")):
        app.add_js_file("previews.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at each page when its body is written."""
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
