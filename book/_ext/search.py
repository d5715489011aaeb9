"""Search that finds sections, from a file too.

While a page is written, the title and the words of each of its sections are put aside; when all is
written, those of all pages become one classic script, ``_static/sections.js``. A page loads it only
when its reader searches (``wayfinding.js``), with MiniSearch, which finds, and ``search.js``, which
shows. Sphinx's own index, which knows whole pages alone, is not made.

Left out are code and its outputs, displayed formulas, and what a reader is to find out: solutions
and the choices of a quiz.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx_exercise.nodes import solution_node

from .quiz import quiz_choice

SKIPPED = (
    nodes.literal_block, nodes.math_block, nodes.raw, nodes.comment, nodes.image, nodes.section,
    solution_node, quiz_choice,
)  # fmt: skip

# TeX that reads better as a character or a word; what is not listed keeps its name.
SIGNS = {
    r"\le": "≤", r"\ge": "≥", r"\ne": "≠", r"\to": "→", r"\in": "∈", r"\infty": "∞", r"\cdot": "·",
    r"\times": "×", r"\approx": "≈", r"\pm": "±", r"\sum": "∑", r"\prod": "∏", r"\partial": "∂",
    r"\Delta": "Δ", r"\propto": "∝", r"\top": "⊤", r"\ldots": "…", r"\dots": "…", r"\R": "ℝ",
    r"\frac": "", r"\tfrac": "", r"\dfrac": "", r"\sqrt": "√", r"\mathbb": "", r"\mathrm": "",
    r"\text": "", r"\operatorname": "", r"\bigl": "", r"\bigr": "", r"\left": "", r"\right": "",
}  # fmt: skip


def plain(tex: str) -> str:
    """Return a formula as a line of text, for an excerpt."""
    text = re.sub(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2", tex)
    text = re.sub(r"\\[a-zA-Z]+", lambda m: SIGNS.get(m[0], m[0][1:]), text)
    return " ".join(re.sub(r"\\[,;:! ]|[{}\\]", "", text).split())


def words(node: nodes.Node) -> str:
    """Return the text of a node, blocks separated by spaces, without what a search should skip."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.math):
        return plain(node.astext())
    if node.get("nb_element") == "cell_code":
        return " ".join(words(caption) for caption in node.findall(nodes.caption))
    between = "" if isinstance(node, nodes.TextElement) else " "
    kept = (c for c in node.children if not isinstance(c, SKIPPED) or is_part(c))
    return between.join(map(words, kept))


def is_part(node: nodes.Node) -> bool:
    """Tell whether a section has no title of its own, as the body of a theorem."""
    return isinstance(node, nodes.section) and not isinstance(node[:1] and node[0], nodes.title)


def sections(doctree: nodes.document) -> Iterator[dict[str, str]]:
    """Give the title, anchor and words of each section of a page; the first has no anchor."""
    for section in doctree.findall(nodes.section):
        if is_part(section):
            continue
        title, *rest = section.children
        body = " ".join(words(c) for c in rest if not isinstance(c, SKIPPED) or is_part(c))
        anchor = "" if section.parent is doctree else section["ids"][0]
        yield {"title": words(title), "anchor": anchor, "text": " ".join(body.split())}


def kept_file(app: Sphinx, docname: str) -> Path:
    """Return where the sections of a page lie until the build ends, and until the next one."""
    return Path(app.outdir).parent / ".sections" / f"{docname}.json"


def keep_sections(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the sections of a page aside while it is written."""
    if app.builder.format == "html":
        file = kept_file(app, docname)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(list(sections(doctree)), ensure_ascii=False), encoding="utf-8")


def write_sections(app: Sphinx, exception: Exception | None) -> None:
    """Join the sections of all pages in the order of the course, one a line."""
    if exception is not None or app.builder.format != "html":
        return
    found = app.env.found_docs
    order = [d for d in app.env.toctree_includes.get(app.config.root_doc, []) if d in found]
    lines = []
    for docname in [app.config.root_doc, *order, *sorted(found - {app.config.root_doc, *order})]:
        uri = app.builder.get_target_uri(docname)
        page = app.env.titles[docname].astext()
        for section in json.loads(kept_file(app, docname).read_text(encoding="utf-8")):
            address = f"{uri}#{section.pop('anchor')}".removesuffix("#")
            entry = {"page": page, "address": address, **section}
            lines.append(json.dumps(entry, ensure_ascii=False))
    text = "globalThis.courseSections = [\n" + ",\n".join(lines) + "\n];\n"
    (Path(app.outdir) / "_static" / "sections.js").write_text(text, encoding="utf-8")


def make_no_other_index(app: Sphinx) -> None:
    """Tell Sphinx that the search is ours."""
    app.builder.search = False


def search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the page of results all the same."""
    yield "search", {}, "search.html"


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at a page when all is resolved; join when all pages are written."""
    app.connect("builder-inited", make_no_other_index)
    app.connect("doctree-resolved", keep_sections, priority=850)
    app.connect("html-collect-pages", search_page)
    app.connect("build-finished", write_sections)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
