"""Punctuation stays with the formula it follows.

A browser may break a line after every formula, and then a comma, a full stop or a closing bracket
begins the next one. A short formula is tied to the mark after it, and to a bracket before it; a
long one is left alone, because on a phone it has to break somewhere.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

SHORT = 40  # characters of TeX


def tie(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Wrap short formulas and the marks that touch them in an element that does not break."""
    for formula in list(doctree.findall(nodes.math)):
        parent, at = formula.parent, formula.parent.index(formula)
        before, after = "", ""
        if at and isinstance(parent[at - 1], nodes.Text):
            before = re.search(r"[(\[“‘]*\Z", parent[at - 1])[0]
        if at + 1 < len(parent) and isinstance(parent[at + 1], nodes.Text):
            after = re.match(r"[^\s\w(\[“‘—–-]*", parent[at + 1])[0]
        if not (before or after) or len(formula.astext()) > SHORT:
            continue
        if after:
            parent[at + 1] = nodes.Text(parent[at + 1][len(after) :])
        if before:
            parent[at - 1] = nodes.Text(parent[at - 1][: -len(before)])
        tied = nodes.inline("", "", classes=["tied"])
        parent[at] = tied
        tied += [nodes.Text(before), formula, nodes.Text(after)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Tie them once every reference is resolved."""
    app.connect("doctree-resolved", tie)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
