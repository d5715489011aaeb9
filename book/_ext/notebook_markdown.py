"""A page's resolved doctree as Markdown that Jupyter and Colab show alike.

Sphinx has numbered, cited and linked everything by then, so what is left to do is to print. The
Markdown is plain: directives become quotations, ``<details>`` or lists, formulas lose the course's
own macros, and links lead to the published page. A node that this module does not know is a
warning, which stops the build: nothing is left out in silence.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from .figures import drawing
from .offline import MACROS

log = logging.getLogger(__name__)

Piece = str | int  # Markdown, or the index of a code cell

# What stands in a doctree for the page's own machinery, and says nothing to a reader.
SILENT = (
    *(nodes.target, nodes.comment, nodes.substitution_definition, nodes.colspec, nodes.label),
    *(nodes.transition, nodes.system_message, nodes.meta),
)
SILENT_NAMES = {"index", "toctree", "sd_tab_input", "quiz_button"}


def one_line(tex: str) -> str:
    """Return TeX without the course's macros and without anything that Markdown would take.

    A formula stands on one line, because Jupyter would see the marks of a quotation in the second.
    """
    for name, body in MACROS.items():
        tex = re.sub(re.escape(name) + r"(?![A-Za-z])", lambda _, body=body: body, tex)
    return " ".join(tex.split()).replace("<", r"\lt ")


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    text = html.escape(text, quote=False)
    text = re.sub(r"([\\`*$])|(?<!\w)_|_(?!\w)", lambda m: "\\" + m[0], text)
    return re.sub(r"\](?=[(\[:])", "&#93;", text)  # [a](b) in a sentence is no link


def tidy(title: str) -> str:
    """Return the title of an exercise without the blanks that its extension leaves in it."""
    return re.sub(r"\s*\)", ")", re.sub(r"\s*\(\s*", " (", " ".join(title.split()))).strip()


def quoted(markdown: str) -> str:
    """Return Markdown as a quotation."""
    return "\n".join(f"> {line}".rstrip() for line in markdown.split("\n"))


def indented(markdown: str, mark: str) -> str:
    """Return Markdown as an item of a list."""
    return mark + textwrap.indent(markdown, " " * len(mark)).lstrip(" ")


class Printer:
    """Prints the doctree of one page.

    After ``pages = Printer(app, docname).page(doctree)``, ``folded`` holds the code cells whose
    source should be closed at first, and ``sources`` the works that the page cites, in order.
    """

    def __init__(self, app: Sphinx, docname: str) -> None:
        self.app, self.docname = app, docname
        self.url = urljoin(app.config.html_baseurl, app.builder.get_target_uri(docname))
        self.level = 0
        self.in_table = False
        self.folded: set[int] = set()
        self.sources: dict[str, None] = {}

    def page(self, doctree: nodes.document) -> list[Piece]:
        """Return the page as pieces of Markdown and indices of code cells."""
        return self.blocks(doctree)

    # ---- Finding the method for a node: block_<class> or span_<class>, of the nearest class ----

    def method(self, kind: str, node: nodes.Node) -> Callable[[Any], Any] | None:
        for ancestor in type(node).__mro__:
            found = getattr(self, f"{kind}_{ancestor.__name__}", None)
            if found:
                return found
        return None

    def unknown(self, node: nodes.Node) -> None:
        log.warning(
            "%s has no form in a notebook; teach it to book/_ext/notebook_markdown.py",
            type(node).__name__,
            location=node,
        )

    # ---- Inside a line -------------------------------------------------------------------------

    def line(self, node: nodes.Element) -> str:
        return "".join(self.span(child) for child in node.children)

    def span(self, node: nodes.Node) -> str:
        if isinstance(node, SILENT) or type(node).__name__ in SILENT_NAMES:
            return ""
        method = self.method("span", node)
        if method:
            return method(node)
        self.unknown(node)
        return self.line(node)

    def span_Text(self, node: nodes.Text) -> str:  # noqa: N802 (the class is called so)
        text = escaped(str(node).replace("\n", " "))
        return text.replace("|", r"\|") if self.in_table else text

    def span_emphasis(self, node: nodes.emphasis) -> str:
        return f"*{self.line(node)}*"

    def span_strong(self, node: nodes.strong) -> str:
        return f"**{self.line(node)}**"

    def span_title_reference(self, node: nodes.title_reference) -> str:
        return f"*{self.line(node)}*"

    def span_subscript(self, node: nodes.subscript) -> str:
        return f"<sub>{self.line(node)}</sub>"

    def span_superscript(self, node: nodes.superscript) -> str:
        return f"<sup>{self.line(node)}</sup>"

    def span_literal(self, node: nodes.literal) -> str:
        text = node.astext()
        fence = "``" if "`" in text else "`"
        pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
        text = text.replace("|", r"\|") if self.in_table else text
        return f"{fence}{pad}{text}{pad}{fence}"

    def span_math(self, node: nodes.math) -> str:
        tex = one_line(node.astext())
        if self.in_table:  # a bar would end the table's cell
            tex = tex.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
        return f"${tex}$"

    def span_inline(self, node: nodes.inline) -> str:
        return "" if "sd-summary-state-marker" in node["classes"] else self.line(node)

    def span_set_link(self, node: nodes.Element) -> str:
        return f"{self.line(node)} (`{node['state']}`)"

    span_abbreviation = span_generated = span_inline

    def span_reference(self, node: nodes.reference) -> str:
        text = self.line(node).strip()
        if node.get("internal") and node.get("reftitle"):  # a citation; this is the whole entry
            self.sources[node["reftitle"]] = None
        uri = node.get("refuri") or "#" + node.get("refid", "")
        return f"[{text}]({urljoin(self.url, uri)})"

    span_number_reference = span_reference

    def span_footnote_reference(self, node: nodes.footnote_reference) -> str:
        return f"<sup>[{node.astext()}]</sup>"

    def span_image(self, node: nodes.image) -> str:
        uri = node["uri"]
        if drawing(node, Path(self.app.srcdir)):  # it stands in the page itself, and in no file
            return f"*Picture: {escaped(node.get('alt', ''))}*"
        if uri in self.app.env.images:
            uri = "_images/" + self.app.env.images[uri][1]
        return f"![{escaped(node.get('alt', ''))}]({urljoin(self.app.config.html_baseurl, uri)})"

    # ---- Blocks: each returns pieces -----------------------------------------------------------

    def blocks(self, node: nodes.Element) -> list[Piece]:
        return [piece for child in node.children for piece in self.block(child)]

    def text(self, node: nodes.Element) -> str:
        """Print blocks that can hold no code cell."""
        return "\n\n".join(map(str, self.blocks(node)))

    def block(self, node: nodes.Node) -> list[Piece]:
        if isinstance(node, SILENT) or type(node).__name__ in SILENT_NAMES:
            return []
        method = self.method("block", node)
        if method:
            return method(node)
        if isinstance(node, nodes.Inline | nodes.Text):
            return [self.span(node)]
        self.unknown(node)
        return self.blocks(node)

    def block_document(self, node: nodes.Element) -> list[Piece]:
        return self.blocks(node)

    block_glossary = block_compound = block_legend = block_document

    def block_section(self, node: nodes.section) -> list[Piece]:
        own = bool(node.children) and isinstance(node[0], nodes.title)
        self.level += own
        pieces = self.blocks(node)
        self.level -= own
        return pieces

    def block_title(self, node: nodes.title) -> list[Piece]:
        return ["#" * min(self.level, 6) + " " + self.line(node)]

    def block_rubric(self, node: nodes.rubric) -> list[Piece]:
        return [f"**{self.line(node)}**"]

    def block_paragraph(self, node: nodes.paragraph) -> list[Piece]:
        text = re.sub(r"^(#+|[-+]|\d+[.)])(?=\s)", r"\\\1", self.line(node).strip())
        return [text] if text else []

    def block_math_block(self, node: nodes.math_block) -> list[Piece]:
        number = self.number(node, "displaymath") if node.get("label") else ""
        tag = rf" \tag{{{number}}}" if number else ""
        return [f"$$ {one_line(node.astext())}{tag} $$"]

    def block_literal_block(self, node: nodes.literal_block) -> list[Piece]:
        language = node.get("language", "")
        language = "python" if "python" in language else re.sub("default|none", "", language)
        fence = "````" if "```" in node.astext() else "```"
        return [f"{fence}{language}\n{node.astext().rstrip()}\n{fence}"]

    def block_bullet_list(self, node: nodes.bullet_list) -> list[Piece]:
        return ["\n".join(indented(self.text(item), "- ") for item in node.children)]

    def block_enumerated_list(self, node: nodes.enumerated_list) -> list[Piece]:
        first = int(node.get("start", 1))
        items = enumerate(node.children, first)
        return ["\n".join(indented(self.text(item), f"{i}. ") for i, item in items)]

    def block_definition_list(self, node: nodes.definition_list) -> list[Piece]:
        def entry(item: nodes.Element) -> str:
            terms = [self.line(c) for c in item.children if isinstance(c, nodes.term)]
            return f"**{', '.join(terms)}**: {self.text(item[-1])}"

        return ["\n\n".join(entry(item) for item in node.children)]

    def block_block_quote(self, node: nodes.block_quote) -> list[Piece]:
        return [quoted(self.text(node))]

    def block_table(self, node: nodes.table) -> list[Piece]:
        def cell(entry: nodes.Element) -> str:
            return " ".join(self.text(entry).split("\n"))

        self.in_table = True
        rows = [[cell(entry) for entry in row.children] for row in node.findall(nodes.row)]
        self.in_table = False
        right = ["text-right" in e["classes"] for e in next(node.findall(nodes.row)).children]
        rows.insert(1, ["--:" if r else "---" for r in right])
        caption = [f"**{self.line(t)}**" for t in node.children if isinstance(t, nodes.title)]
        return [*caption, "\n".join(f"| {' | '.join(row)} |" for row in rows)]

    def block_figure(self, node: nodes.figure) -> list[Piece]:
        pieces: list[Piece] = []
        for child in node.children:
            if isinstance(child, nodes.caption):
                pieces.append(self.caption(node, child))
            else:
                pieces += self.block(child)
        return pieces

    def caption(self, figure: nodes.figure, caption: nodes.caption) -> str:
        number = self.number(figure, "figure")
        words = self.line(caption)
        return f"*{self.app.config.numfig_format['figure'] % number}.* {words}" if number else words

    def block_image(self, node: nodes.image) -> list[Piece]:
        return [self.span(node)]

    block_reference = block_image

    def block_footnote(self, node: nodes.footnote) -> list[Piece]:
        return [f"<sup>[{node[0].astext()}]</sup> {self.text(node)}"]

    def block_citation(self, node: nodes.citation) -> list[Piece]:
        return ["- " + self.text(node)]

    # ---- Boxes: a title and a body -------------------------------------------------------------

    def box(self, title: str, pieces: list[Piece], *, fold: bool = False) -> list[Piece]:
        """Frame a body; code cells stand between the parts of the frame, because none can hold one.

        A folded box also closes the source of its cells, and says so.
        """
        out: list[Piece] = []
        run: list[str] = []
        parts = 0

        def close(*, cell: bool = False) -> None:
            nonlocal parts
            if cell and fold and (run or not parts):
                run.append("*The code is in the closed cell below.*")
            if not run and (parts or fold):
                return
            parts += 1
            body = "\n\n".join(run)
            if fold:
                words = title + (", continued" if parts > 1 else "")
                inside = f"<summary><b>{html.escape(words)}</b></summary>\n\n{body}"
                out.append(f"<details>{inside}\n\n</details>")
            else:
                head = [title] if parts == 1 else []
                out.append(quoted("\n\n".join([*head, *run])))
            run.clear()

        for piece in pieces:
            if isinstance(piece, str):
                run.append(piece)
                continue
            close(cell=True)
            out.append(piece)
            self.folded |= {piece} if fold else set()
        close()
        return out

    def numbered(self, kind: str, number: str, title: str) -> str:
        """Return the first line of a box, such as "**Theorem 3** (The shape of the curve)"."""
        return f"**{' '.join(filter(None, (kind, number)))}** {title}".strip()

    def split(self, node: nodes.Element) -> tuple[nodes.title | None, list[Piece]]:
        """Return the title of a box, and its body."""
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        return title, [p for c in node.children if c is not title for p in self.block(c)]

    def number(self, node: nodes.Element, kind: str) -> str:
        """Return the number that Sphinx has given a theorem, exercise, figure or equation."""
        numbers = self.app.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        return ".".join(map(str, next((numbers[i] for i in node["ids"] if i in numbers), ())))

    def block_Admonition(self, node: nodes.Element) -> list[Piece]:  # noqa: N802
        """Frame a note, warning or tip, or a theorem of sphinx-proof."""
        title, body = self.split(node)
        words = self.line(title).strip() if title else ""
        if node.get("realtype"):
            number = self.number(node, node["countertype"])
            return self.box(self.numbered(node["realtype"].title(), number, words), body)
        return self.box(f"**{words or type(node).__name__.title()}**", body)

    def block_proof_node(self, node: nodes.Element) -> list[Piece]:
        body = self.text(node[0] if isinstance(node[0], nodes.Admonition) else node)
        return self.box("**Proof**", [body.removeprefix("Proof. ")])

    def block_exercise_node(self, node: nodes.Element) -> list[Piece]:
        title, body = self.split(node)
        words = tidy(self.line(title)) if title else ""
        return self.box(self.numbered("Exercise", self.number(node, "exercise"), words), body)

    block_exercise_enumerable_node = block_exercise_node

    def block_solution_node(self, node: nodes.Element) -> list[Piece]:
        title, body = self.split(node)
        return self.box(tidy(title.astext()) if title else "Solution", body, fold=True)

    def block_dropdown_main(self, node: nodes.Element) -> list[Piece]:
        """Fold a dropdown of sphinx-design: its title, then the container with its body."""
        title, *rest = node.children
        words = " ".join(t.astext() for t in title.findall(nodes.inline)
                         if "sd-summary-text" in t["classes"])  # fmt: skip
        return self.box(words, [p for child in rest for p in self.block(child)], fold=True)

    def block_fold(self, node: nodes.Element) -> list[Piece]:
        """Fold what is folded on the page; the output of a cell is not: it has yet to be run."""
        title, *rest = node.children
        return self.box(title.astext(), [p for c in rest for p in self.block(c)], fold=True)

    def block_flashcard(self, node: nodes.Element) -> list[Piece]:
        """Frame the question, and fold the answer below it."""
        question, answer = node.children
        return [*self.box("**Card**", self.block(question)), *self.block(answer)]

    def block_sd_tab_label(self, node: nodes.Element) -> list[Piece]:
        return [f"**{self.line(node).strip()}**"]

    def block_quiz_node(self, node: nodes.Element) -> list[Piece]:
        """List the choices under the question; fold the reasons below, each under its choice."""
        choices = [c for c in node.children if type(c).__name__ == "quiz_choice"]
        question = [p for c in node.children if c not in choices for p in self.block(c)]
        heads = [self.line(c[0]).strip() for c in choices]
        reasons = []
        for choice, head in zip(choices, heads, strict=True):
            verdict = "Right." if choice["right"] else "Not this one."
            reason = "\n\n".join(str(p) for c in choice.children[1:] for p in self.block(c))
            reasons.append(indented(f"{head}\n\n**{verdict}** {reason}", "- "))
        listed = "\n".join(f"- {head}" for head in heads)
        return [
            *self.box("**Question**", [*question, listed]),
            *self.box("Answer and reasons", ["\n".join(reasons)], fold=True),
        ]

    # ---- Code cells ----------------------------------------------------------------------------

    def block_container(self, node: nodes.container) -> list[Piece]:
        """Keep of a code cell its index and its figures' captions; print any other container."""
        if node.get("nb_element") != "cell_code":
            return self.blocks(node)
        captions = [
            self.caption(figure, caption)
            for figure in node.findall(nodes.figure)
            for caption in figure.findall(nodes.caption)
        ]
        return [int(node["cell_index"]), *captions]
