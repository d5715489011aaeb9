r"""Folds of a page: *Deeper*, *In practice*, the answer of a flashcard, and *Decide, then look*.

Each is a native ``<details>``: it needs no script, works by keyboard, and an anchor or the
browser's search that leads into it opens it. Two are directives, with a title or without one::

    :::{deeper} Where the constant goes
    For the curious: …
    :::

    :::{in-practice}
    What floats do …
    :::

A flashcard is a question, and folded below it the answer, which ends with one trap::

    :::{flashcard}
    What does a temperature do to a distribution?

    $$ \frac{p_i}{p_j} = e^{(z_i-z_j)/T} $$

    Only gaps count, and $T$ is the ruler that measures them.

    Trap: $T=1$ is nothing special; scale the logits, and it means something else.
    :::

A code cell that is tagged ``look`` has its output in the closed fold *Decide, then look*: once a
page, or the build stops.
"""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

log = logging.getLogger(__name__)

NAMES = {"deeper": "Deeper", "in-practice": "In practice"}


class fold(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes this way)
    """A fold: its ``fold_title``, and then what is in it."""


class fold_title(nodes.Part, nodes.TextElement):  # noqa: N801
    """The line of a fold that is always in sight."""


class flashcard(nodes.General, nodes.Element):  # noqa: N801
    """A question, and a fold with its answer."""


class Fold(SphinxDirective):
    """A fold with a name of its own, and perhaps a title after it."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"label": directives.unchanged_required}  # noqa: RUF012 (docutils' interface)

    def run(self) -> list[nodes.Node]:
        """Return the fold."""
        self.assert_has_content()
        words: list[nodes.Node] = [nodes.Text(NAMES[self.name])]
        if self.arguments:
            words += [nodes.Text(": "), *self.parse_inline(self.arguments[0])[0]]
        box = fold("", fold_title("", "", *words), classes=[self.name])
        box["ids"] = [self.options["label"]] if "label" in self.options else []
        self.set_source_info(box)
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


class Flashcard(SphinxDirective):
    """A question and its answer; refuse a card that lacks its formula or its trap."""

    has_content = True
    option_spec = {"label": directives.unchanged_required}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return the card."""
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        question, *answer = body.children or [None]
        trap = answer[-1].next_node(nodes.Text) if answer else None
        if trap is None or not trap.startswith("Trap: "):
            raise self.error(
                "A flashcard is a question and then its answer; the last paragraph of the answer "
                "begins with 'Trap: '."
            )
        words = [nodes.strong("", "Trap:"), nodes.Text(trap.removeprefix("Trap:"))]
        trap.parent.replace(trap, words)
        if not any(next(part.findall(nodes.math_block), None) for part in answer):
            raise self.error("The answer of a flashcard has a formula on a line of its own.")
        card = flashcard("", question, classes=["flashcard"])
        card["ids"] = [self.options["label"]] if "label" in self.options else []
        self.set_source_info(card)
        card += fold("", fold_title("", "Answer"), *answer, classes=["flashcard-answer"])
        return [card]


def gate_outputs(app: Sphinx, doctree: nodes.document) -> None:
    """Fold the output of a cell tagged ``look``, once on a page."""
    cells = [c for c in doctree.findall(nodes.container) if "tag_look" in c["classes"]]
    for cell in cells[1:]:
        log.warning("A page has one cell tagged 'look'; this is another.", location=cell)
    for cell in cells:
        output = cell.children[-1]
        if output.get("nb_element") != "cell_code_output":
            log.warning("A cell tagged 'look' shows nothing to look at.", location=cell)
            continue
        hint = nodes.inline("", "Just show me", classes=["look-hint"])
        title = fold_title("", "", nodes.Text("Decide, then look"), nodes.Text(" "), hint)
        shown = fold("", title, *output.children, classes=["look"])
        output.children = []
        output += shown


def visit_fold(self: HTML5Translator, node: fold) -> None:
    """Open the element."""
    self.body.append(self.starttag(node, "details", classes=["fold"]))


def depart_fold(self: HTML5Translator, node: fold) -> None:
    """Close it."""
    self.body.append("</details>\n")


def visit_title(self: HTML5Translator, node: fold_title) -> None:
    """Open the line that is always in sight."""
    self.body.append("<summary>")


def depart_title(self: HTML5Translator, node: fold_title) -> None:
    """Close it."""
    self.body.append("</summary>\n")


def visit_flashcard(self: HTML5Translator, node: flashcard) -> None:
    """Open the card."""
    self.body.append(self.starttag(node, "div"))


def depart_flashcard(self: HTML5Translator, node: flashcard) -> None:
    """Close it."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directives and their nodes; fold outputs before the budget is counted."""
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_node(fold_title, html=(visit_title, depart_title))
    app.add_node(flashcard, html=(visit_flashcard, depart_flashcard))
    for name in NAMES:
        app.add_directive(name, Fold)
    app.add_directive("flashcard", Flashcard)
    app.connect("doctree-read", gate_outputs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
