"""Theorems, exercises, solutions and tables as plain, valid HTML.

- Solutions stay closed until a reader opens them, with or without JavaScript. sphinx-exercise's
  ``dropdown`` class waits for a script to hide the text; a native ``<details>`` element needs
  none, works by keyboard and is opened by a browser's own find-in-page. Its summary is plain
  text: a link inside a control is out of a keyboard's reach.
- sphinx-proof and sphinx-exercise give the body of every box the same id; a page may hold an id
  only once, so those ids go.
- The heading of a column may be empty, and then it heads nothing: it is a plain cell.
- docutils gives the entries of a bibliography an ARIA role that has been withdrawn; they are the
  items of a list.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator
from sphinx_exercise.nodes import solution_node

BODY_IDS = {"proof-content", "exercise-content", "solution-content"}


def visit_solution(self: HTML5Translator, node: nodes.Element) -> None:
    """Open ``<details>`` and turn the solution's title into its summary."""
    title = node.next_node(nodes.title)
    self.body.append(self.starttag(node, "details"))
    words = "Solution"
    if title is not None:
        words = " ".join(title.astext().split())
        title.parent.remove(title)
    self.body.append(f"<summary>{self.encode(words)}</summary>\n")


def depart_solution(self: HTML5Translator, node: nodes.Element) -> None:
    """Close the element."""
    self.body.append("</details>\n")


def drop_repeated_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take the shared ids off the bodies of boxes."""
    for section in doctree.findall(nodes.section):
        section["ids"] = [i for i in section["ids"] if i not in BODY_IDS]


def visit_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """Open a table's cell; one without words is no heading."""
    HTML5Translator.visit_entry(self, node)
    if not node.astext().strip():
        self.body[-1] = self.body[-1].replace("<th", "<td", 1)
        self.context[-1] = self.context[-1].replace("</th", "</td", 1)


def depart_entry(self: HTML5Translator, node: nodes.entry) -> None:
    """Close it."""
    HTML5Translator.depart_entry(self, node)


def visit_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Open an entry, and the list before the first one."""
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<div role="list" class="citation-list">\n')
    self.body.append(self.starttag(node, "div", classes=["citation"], role="listitem"))


def depart_citation(self: HTML5Translator, node: nodes.citation) -> None:
    """Close an entry, and the list after the last one."""
    self.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Replace the HTML visitor once sphinx-exercise has registered its own."""
    app.setup_extension("sphinx_exercise")
    app.add_node(solution_node, override=True, html=(visit_solution, depart_solution))
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    app.connect("doctree-resolved", drop_repeated_ids)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
