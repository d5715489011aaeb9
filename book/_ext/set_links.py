"""The ``set`` role: a phrase of the text that puts a figure into a state.

``{set}`at a low temperature <temperature: T:0.2>` `` reads as *at a low temperature*; clicked, it
sets the figure called ``temperature`` to ``T = 0.2`` and all its other traits to what they were at
first. A name means the figure that has it (``name=``), or else the nearest figure of that kind
above the phrase. The state is written as in a widget's own links.

While the book is built the widget itself reads the state (``widgets/__init__.py``); a figure or a
state that is not there is a warning, which stops the build. Without JavaScript the phrase is text.
"""

from __future__ import annotations

import re

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

FORM = re.compile(r"(?P<phrase>.+?)\s*<\s*(?P<figure>[\w-]+)\s*:\s*(?P<state>[^<>]+?)\s*>", re.S)


class set_link(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils names nodes this way)
    """A phrase with the name of a ``figure`` and the ``state`` that it gets."""


def set_role(
    name: str, rawtext: str, text: str, lineno: int, inliner: Inliner, *_: object
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Parse one phrase; its words may hold `*emphasis*` and formulas as any text may."""
    found = FORM.fullmatch(nodes.unescape(text))
    if not found:
        form = "{set}`phrase <figure: trait:value>`"
        message = inliner.reporter.error(f"A set link is written {form}, not {text!r}", line=lineno)
        return [inliner.problematic(rawtext, rawtext, message)], [message]
    phrase = " ".join(found["phrase"].split())
    link = set_link(rawtext, figure=found["figure"], state=found["state"])
    link.line = lineno
    words, messages = inliner.parse(phrase, lineno, None, link)
    link += words
    return [link], messages


def visit_set_link(self: HTML5Translator, node: set_link) -> None:
    """Open the phrase; a script makes a link of it."""
    attributes = {"data-figure": node["figure"], "data-state": node["state"]}
    self.body.append(self.starttag(node, "span", "", CLASS="set-link", **attributes))


def depart_set_link(self: HTML5Translator, node: set_link) -> None:
    """Close it."""
    self.body.append("</span>")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the role and its node."""
    app.add_node(set_link, html=(visit_set_link, depart_set_link))
    app.add_role("set", set_role)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
