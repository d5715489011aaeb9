"""The book's own Sphinx extension: one name in ``_config.yml``, one module an idea."""

from __future__ import annotations

from sphinx.application import Sphinx

MODULES = (
    "boxes", "budget", "cards", "figures", "folds", "images", "leftovers", "lines", "notebooks",
    "offline", "previews", "quiz", "rebuild", "repository", "search", "set_links", "style",
    "wayfinding", "widgets",
)  # fmt: skip


def setup(app: Sphinx) -> dict[str, bool]:
    """Set up every module of the book."""
    for name in MODULES:
        app.setup_extension(f"{__name__}.{name}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
