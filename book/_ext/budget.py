"""What a chapter asks of its reader: counted on every page, printed when the book is built.

What is in sight counts: folds, code, quizzes and exercises do not. The limits are those of the
course's style; a page that exceeds one names it in its front matter, with the reason::

    budget: {words: "the proof of the main theorem stays in sight"}

``breaches`` tells what is exceeded without a reason, and which reason is no longer needed; the
tests let none pass. The role ``{minutes}`` writes the page's computed minutes and its own words::

    :::{dropdown} {minutes}`minutes`. What you will learn, and what you need.

The height above the first live figure is estimated from the kinds of block above it, in screens of
850 pixels at a column of 1280; Chromium is not asked.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from .folds import flashcard, fold
from .quiz import quiz_node
from .widgets import VIEW

log = logging.getLogger(__name__)

LIMITS = {"words": 2000, "theorems": 4, "cells": 15, "minutes": 25}
SECONDS = {"words": 60 / 200, "formulas": 20, "cells": 40, "figures": 120}
STATEMENTS = {"theorem", "lemma", "proposition", "corollary"}
FILE = "budget.json"  # beside the site, for the tests

# Pixels on a screen of 1280: a line of 13 words, and what a block takes besides its lines.
LINE, WORDS_A_LINE, SCREEN = 28, 13, 850
HEIGHTS = {
    nodes.title: 60, nodes.paragraph: 16, nodes.math_block: 90, nodes.image: 350, fold: 60,
    quiz_node: 140, nodes.row: 16,
}  # fmt: skip

Budget = dict[str, float]


class Minutes(SphinxRole):
    """The computed minutes of the page, followed by the role's own words."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Leave a mark; the number is known when the page has been read."""
        return [minutes_mark(), nodes.Text(f" {self.text}")], []


class minutes_mark(nodes.Inline, nodes.Element):  # noqa: N801 (docutils names nodes this way)
    """Where the minutes go."""


def out_of_sight(node: nodes.Node) -> bool:
    """Tell whether a node is folded, or belongs to those parts that are counted apart."""
    if isinstance(node, fold | flashcard | quiz_node | nodes.Invisible | nodes.meta):
        return True
    if isinstance(node, nodes.container):
        source = node.get("nb_element") == "cell_code_source"
        return node.get("design_component") == "dropdown" or (source and not is_cell(node.parent))
    return type(node).__name__.startswith(("exercise", "solution"))


def in_sight(node: nodes.Node) -> Iterator[nodes.Node]:
    """Give a node and what is in sight below it, in the order of the page; folds come alone."""
    yield node
    if not out_of_sight(node):
        for child in node.children:
            yield from in_sight(child)


def is_cell(node: nodes.Node) -> bool:
    """Tell whether a node is a code cell whose source is in sight."""
    return (
        isinstance(node, nodes.container)
        and node.get("nb_element") == "cell_code"
        and node.get("hide_mode") not in ("all", "input", "input+output")
        and bool(node.children)
        and node.children[0].get("nb_element") == "cell_code_source"
    )


def is_figure(node: nodes.Node) -> bool:
    """Tell whether a node is a live figure."""
    return isinstance(node, nodes.container) and node.get("mime_type") == VIEW


def words_in(node: nodes.Node) -> int:
    """Count the words of a piece of text or of an inline node that holds none yet."""
    if isinstance(node, nodes.Text):
        literal = isinstance(node.parent, nodes.literal_block | nodes.math_block | nodes.raw)
        inline_formula = isinstance(node.parent, nodes.math)
        return 0 if literal else 1 if inline_formula else len(str(node).split())
    return int(type(node).__name__ == "PendingGlueReference")


def height(node: nodes.Node) -> float:
    """Estimate the pixels that a node adds to the page, apart from its children."""
    own = next((pixels for kind, pixels in HEIGHTS.items() if isinstance(node, kind)), 0)
    if isinstance(node, nodes.literal_block):
        return 24 * (node.astext().count("\n") + 1) + 32
    if isinstance(node, quiz_node):
        return own + LINE * len(node.astext().split()) / WORDS_A_LINE / 2  # reasons are hidden
    return own + LINE * words_in(node) / WORDS_A_LINE


def count(doctree: nodes.document) -> Budget:
    """Return what a page asks of its reader."""
    shown = list(in_sight(doctree))
    first = next((i for i, node in enumerate(shown) if is_figure(node)), None)
    found: Budget = {
        "words": sum(map(words_in, (n for n in shown if not out_of_sight(n)))),
        "theorems": sum(isinstance(n, nodes.Element) and n.get("realtype") in STATEMENTS
                        for n in shown),
        "cells": sum(map(is_cell, shown)),
        "formulas": sum(isinstance(n, nodes.math_block) for n in shown),
        "figures": sum(map(is_figure, shown)),
    }  # fmt: skip
    found["minutes"] = math.ceil(sum(found[what] * each for what, each in SECONDS.items()) / 60)
    if first is not None:
        found["screens"] = round(sum(map(height, shown[:first])) / SCREEN, 1)
    return found


def breaches(budget: Budget, reasons: dict[str, str]) -> list[str]:
    """Say which limits are exceeded without a reason, and which reasons are for nothing."""
    over = {what for what, limit in LIMITS.items() if budget[what] > limit}
    return [
        f"has {budget[what]:g} {what}, more than {limit}: shorten it, or give the reason in its "
        f"front matter, budget: {{{what}: …}}"
        for what, limit in LIMITS.items()
        if what in over and not str(reasons.get(what) or "").strip()
    ] + [
        f"gives a reason for its {what}, which it need not: {reasons[what]!r}"
        for what in sorted(set(reasons) - over)
    ]


def note_page(app: Sphinx, doctree: nodes.document) -> None:
    """Count a page that was read, and write its minutes where it wants them."""
    found = count(doctree)
    app.env.budgets[app.env.docname] = found
    for mark in list(doctree.findall(minutes_mark)):
        mark.parent.replace(mark, nodes.Text(f"{found['minutes']:g}"))


def remember(app: Sphinx, env: BuildEnvironment, *_: object) -> None:
    """Keep the counts of pages that are not read again."""
    if not hasattr(env, "budgets"):
        env.budgets = {}


def reasons_of(env: BuildEnvironment, page: str) -> dict[str, str]:
    """Return the exceptions that a page names."""
    return json.loads(env.metadata[page].get("budget", "{}"))


def seconds(env: BuildEnvironment, page: str) -> Budget:
    """Return how long the page's cells took when they were last executed, if that is known."""
    run = NbMetadataCollector.get_exec_data(env, page)
    return {} if run is None or run["runtime"] is None else {"seconds": round(run["runtime"], 1)}


def report(app: Sphinx, exception: Exception | None) -> None:
    """Print the counts of all chapters, a star at what exceeds its limit, and keep the counts."""
    if exception is not None or app.builder.format != "html":
        return
    chapters = {
        page: app.env.budgets[page]
        for page in sorted(app.env.found_docs & set(app.env.budgets))
        if page != app.config.root_doc and app.env.budgets[page]["cells"]
    }
    if not chapters:
        return
    kept: dict[str, Any] = {page: chapters[page] for page in chapters}
    Path(app.outdir).with_name(FILE).write_text(json.dumps(kept, indent=1), encoding="utf-8")
    columns = ("words", "theorems", "cells", "minutes", "screens", "seconds")
    log.info("\nWhat is in sight (* more than %s; screens above the first live figure, estimated; "
             "seconds that the cells took):",
             ", ".join(f"{limit} {what}" for what, limit in LIMITS.items()))  # fmt: skip
    log.info(f"  {'':24}" + "".join(f"{what:>10}" for what in columns))
    for page, counted in chapters.items():
        found = counted | seconds(app.env, page)
        cells = (
            f"{found[what]:g}{'*' if found[what] > LIMITS.get(what, math.inf) else ' '}"
            if what in found else "none " for what in columns
        )  # fmt: skip
        log.info(f"  {page.rpartition('/')[2]:24}" + "".join(f"{cell:>10}" for cell in cells))
        for what, reason in reasons_of(app.env, page).items():
            log.info(f"  {'':24}    {what}: {reason}")


def setup(app: Sphinx) -> dict[str, Any]:
    """Count when figures are drawn and gates are folded; report at the end."""
    app.add_node(minutes_mark)
    app.add_role("minutes", Minutes())
    app.connect("env-before-read-docs", remember)
    app.connect("doctree-read", note_page, priority=700)
    app.connect("build-finished", report)
    return {"env_version": 1, "parallel_read_safe": False, "parallel_write_safe": True}
