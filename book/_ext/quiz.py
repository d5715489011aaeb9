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

The button that answers says *Check*, or what the option ``:check:`` says. Two more options make the
chapter's first question and its echo at the end:

- ``:figure: name`` locks the live figure of that name on the page until the question is answered;
- ``:again: quiz-order`` is the same question on new numbers, and says what was answered there.

Without JavaScript the reader sees the question, the choices and, folded below them, the answer
with all reasons. With it, ``quiz.js`` shows the reason of a choice that is checked.
"""

from __future__ import annotations

import html

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

log = logging.getLogger(__name__)


class quiz_node(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes this way)
    """One question: its children are the question and a ``quiz_choice`` for each choice."""


class quiz_choice(nodes.General, nodes.Element):  # noqa: N801
    """One choice: ``right`` (bool), the choice's text first, its reason after it."""


class quiz_button(nodes.Part, nodes.TextElement):  # noqa: N801
    """The words of the button that answers; they are the page's alone."""


class Quiz(SphinxDirective):
    """Parse the question, the choices and their reasons; refuse a quiz that lacks one of them."""

    has_content = True
    option_spec = dict.fromkeys(
        ("label", "check", "figure", "again"), directives.unchanged_required
    )

    def run(self) -> list[nodes.Node]:
        """Return the quiz, with a target if it has a label."""
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        *question, listing = body.children
        if not question or not isinstance(listing, nodes.bullet_list):
            raise self.error("A quiz is a question and then a list of choices, nothing after it.")
        label = self.options.get("label") or f"quiz-{self.env.new_serialno('quiz')}"
        names = {name: self.options.get(name, "") for name in ("figure", "again")}
        quiz = quiz_node("", ids=[label], classes=["quiz"], **names)
        self.set_source_info(quiz)
        words, _ = self.parse_inline(self.options.get("check", "Check"))
        quiz += [quiz_button("", "", *words), *question]
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


def check_names(app: Sphinx, doctree: nodes.document) -> None:
    """See that the figure and the first question that a quiz names are on its page."""
    quizzes = list(doctree.findall(quiz_node))
    first = {quiz["ids"][0] for quiz in quizzes if quiz["figure"]}
    drawn = "".join(raw.astext() for raw in doctree.findall(nodes.raw))
    for quiz in quizzes:
        figure = html.escape(quiz["figure"])  # a widget's place has its name, or the figure itself
        if figure and not any(f'data-{key}="{figure}"' in drawn for key in ("figure", "name")):
            log.warning("The page has no live figure %r.", quiz["figure"], location=quiz)
        if quiz["again"] and quiz["again"] not in first:
            log.warning("The page has no first question %r.", quiz["again"], location=quiz)


def visit_quiz(self: HTML5Translator, node: quiz_node) -> None:
    """Write the whole quiz; its parts are rendered in place."""
    name = node["ids"][0]
    button = next(node.findall(quiz_button))
    choices = list(node.findall(quiz_choice))
    question = [c for c in node.children if not isinstance(c, quiz_choice | quiz_button)]
    write = self.body.append

    def render(children: list[nodes.Node]) -> None:
        for child in children:
            child.walkabout(self)

    named = {f"data-{key}": node[key] for key in ("figure", "again") if node[key]}
    write(self.starttag(node, "div", **named))
    write("<fieldset><legend>")
    render(question[0].children)
    write("</legend>")
    render(question[1:])
    if node["again"]:
        write('<p class="quiz-then" hidden></p>')
    for i, choice in enumerate(choices):
        right = "true" if choice["right"] else "false"
        write(
            f'<div class="quiz-choice"><label><input type="radio" autocomplete="off" name="{name}" '
            f'value="{i}" data-right="{right}"><span>'
        )
        render(choice.children[0].children)
        write("</span></label></div>")
    write('</fieldset><div class="quiz-act" hidden><div class="quiz-buttons">')
    write('<button type="button" class="quiz-check">')
    render(button.children)
    write("</button>")
    if node["figure"]:
        write('<button type="button" class="quiz-reset">Try again</button>')
    write('</div><div class="quiz-place"><div class="quiz-room" aria-hidden="true"></div>')
    write('<div class="quiz-feedback" role="status"></div></div></div>')
    write('<details class="quiz-answer"><summary>Answer and reasons</summary><ul>')
    for choice in choices:
        verdict = "Right" if choice["right"] else "Not this one"
        write(f'<li class="{"right" if choice["right"] else "wrong"}">')
        write('<p class="quiz-repeat">')
        render(choice.children[0].children)
        write(f'</p><div class="quiz-reason"><p class="quiz-verdict">{verdict}.</p> ')
        render(choice.children[1:])
        write("</div></li>")
    write("</ul></details></div>\n")
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
    app.add_node(quiz_button)
    app.add_directive("quiz", Quiz)
    app.connect("doctree-read", check_names, priority=600)  # when the figures are drawn
    app.connect("html-page-context", add_script)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
