"""Reading notebooks."""

from __future__ import annotations

import nbformat


def markdown(notebook: nbformat.NotebookNode) -> str:
    """All text of a notebook."""
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
