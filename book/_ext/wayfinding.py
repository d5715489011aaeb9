"""Where the reader is, where to go next, and how to say that something is wrong.

- A chapter says *Chapter 2 of 3* in its top bar; what stands under *Reference* is no chapter.
- The cover's top bar leads to the first chapter.
- *Report a mistake* opens an issue that names the page; ``wayfinding.js`` adds the section.
- ``wayfinding.js`` also marks the section in *On this page* and loads the search.

Templates in ``book/_templates`` show all of it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

NO_CHAPTERS = "Reference"  # the part of the table of contents that holds no chapters

# Sphinx's helpers for its own search, its index and its keys; nothing of ours asks for them.
UNUSED_SCRIPTS = ("doctools.js", "sphinx_highlight.js")


def list_chapters(app: Sphinx, config: Config) -> None:
    """List the chapters in their order."""
    parts = config.external_site_map.root.subtrees
    config.course_chapters = [
        str(item) for part in parts if part.caption != NO_CHAPTERS for item in part.items
    ]


def report(repository: str, title: str, address: str) -> str:
    """Return the address of an issue that names a page."""
    words = {"title": f"Mistake in {title}", "body": f"Page: {address}\n\nWhat is wrong:\n\n"}
    return f"{repository}/issues/new?{urlencode(words)}"


def guide(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the templates what they show."""
    context["script_files"] = [
        f for f in context["script_files"] if not str(f.filename).endswith(UNUSED_SCRIPTS)
    ]
    chapters = app.config.course_chapters
    context["chapter_number"] = chapters.index(page) + 1 if page in chapters else None
    context["chapter_count"] = len(chapters)
    if page == app.config.root_doc and chapters:
        context["start"] = app.builder.get_relative_uri(page, chapters[0])
    if doctree is not None:
        title = app.env.titles[page].astext()
        context["report"] = report(app.config.course_repository, title, context["pageurl"])


def setup(app: Sphinx) -> dict[str, bool]:
    """List the chapters once the table of contents is read; a new one writes all pages anew."""
    app.add_config_value("course_chapters", [], "html", [list])
    app.connect("config-inited", list_chapters, priority=950)
    app.connect("html-page-context", guide)
    app.add_js_file("wayfinding.js", defer="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
