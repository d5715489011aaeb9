"""The ``quiz`` directive: one question, native radio buttons, a reason for every choice.

A quiz is written as a question followed by a list. A choice starts with ``[x]`` (right) or ``[ ]``
(wrong); what follows the first paragraph of a choice is its reason::

    :::{quiz}
    :label: quiz-order
    Which token does greedy decoding pick when the temperature rises from 1 to 5?

    - [x] The same one.

      Dividing by a positive number keeps the order.
    - [ ] A less likely one.

      The probabilities move together, but never past each other.
    :::

Without JavaScript the reader sees the question, the choices and, folded below them, the answer
with all reasons. ``quiz.js`` shows the reason of a choice as soon as it is made.
"""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator


class quiz_node(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes this way)
    """One question: its children are the question and a ``quiz_choice`` for each choice."""


class quiz_choice(nodes.General, nodes.Element):  # noqa: N801
    """One choice: ``right`` (bool), the choice's text first, its reason after it."""


class Quiz(SphinxDirective):
    """Parse the question, the choices and their reasons; refuse a quiz that lacks one of them."""

    has_content = True
    option_spec = {"label": directives.unchanged_required}  # noqa: RUF012 (docutils' interface)

    def run(self) -> list[nodes.Node]:
        """Return the quiz, with a target if it has a label."""
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        *question, listing = body.children
        if not question or not isinstance(listing, nodes.bullet_list):
            raise self.error("A quiz is a question and then a list of choices, nothing after it.")
        label = self.options.get("label") or f"quiz-{self.env.new_serialno('quiz')}"
        quiz = quiz_node(ids=[label], classes=["quiz"])
        self.set_source_info(quiz)
        quiz += question
        for item in listing.children:
            quiz += self.choice(item)
        if sum(c["right"] for c in quiz.findall(quiz_choice)) != 1:
            raise self.error("A quiz has exactly one right choice: mark it with [x].")
        return [quiz]

    def choice(self, item: nodes.Element) -> quiz_choice:
        """Turn one list item into a choice."""
        head, *reason = item.children
        first = head.children[0] if head.children else None
        mark = first.astext()[:3] if isinstance(first, nodes.Text) else ""
        if mark not in ("[x]", "[ ]") or not reason:
            raise self.error(
                "A choice starts with [x] or [ ] and is followed by its reason in a paragraph of "
                f"its own; this one does not: {item.astext()[:60]!r}"
            )
        head.replace(first, nodes.Text(first.astext()[3:].lstrip()))
        return quiz_choice("", head, *reason, right=mark == "[x]")


def visit_quiz(self: HTML5Translator, node: quiz_node) -> None:
    """Write the whole quiz; its parts are rendered in place."""
    name = node["ids"][0]
    choices = list(node.findall(quiz_choice))
    question = [c for c in node.children if not isinstance(c, quiz_choice)]

    def render(children: list[nodes.Node]) -> None:
        for child in children:
            child.walkabout(self)

    def inline(paragraph: nodes.Element) -> None:
        render(paragraph.children)

    self.body.append(self.starttag(node, "div"))
    self.body.append("<fieldset><legend>")
    inline(question[0])
    self.body.append("</legend>")
    render(question[1:])
    for i, choice in enumerate(choices):
        right = "true" if choice["right"] else "false"
        self.body.append(
            f'<div class="quiz-choice"><label><input type="radio" autocomplete="off" name="{name}" '
            f'value="{i}" data-right="{right}"><span>'
        )
        inline(choice.children[0])
        self.body.append("</span></label></div>")
    self.body.append('</fieldset><div class="quiz-feedback" role="status"></div>')
    self.body.append('<details class="quiz-answer"><summary>Answer and reasons</summary><ul>')
    for choice in choices:
        verdict = "Right" if choice["right"] else "Not this one"
        self.body.append(f'<li class="{"right" if choice["right"] else "wrong"}">')
        self.body.append('<p class="quiz-repeat">')
        inline(choice.children[0])
        self.body.append(f'</p><div class="quiz-reason"><p class="quiz-verdict">{verdict}.</p>')
        render(choice.children[1:])
        self.body.append("</div></li>")
    self.body.append("</ul></details></div>\n")
    raise nodes.SkipNode


def add_script(
    app: Sphinx, page: str, template: str, context: dict[str, object], doctree: nodes.document
) -> None:
    """Load the small script on pages that hold a quiz."""
    if doctree is not None and next(doctree.findall(quiz_node), None) is not None:
        app.add_js_file("quiz.js", defer="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive, its nodes and its script."""
    app.add_node(quiz_node, html=(visit_quiz, None))
    app.add_node(quiz_choice)
    app.add_directive("quiz", Quiz)
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
