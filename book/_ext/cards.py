"""What a link to a page shows elsewhere: its title, its first paragraph, and a picture of both.

sphinxext-opengraph writes the tags and draws the cards. By itself it would describe a page by its
first so many characters, whatever they are, TeX included; a chapter's first paragraph is its
promise, and says it better. The card's line has the palette's colour.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinxext import opengraph

from softmaxlab import plots

from .search import plain


def first_paragraph(doctree: nodes.document, *_: object) -> str:
    """Return the first paragraph of a page in one line, its formulas in plain signs."""
    paragraph = doctree.next_node(nodes.paragraph)
    texts = paragraph.findall(nodes.Text) if paragraph else []
    said = (plain(t) if isinstance(t.parent, nodes.math) else t for t in texts)
    return " ".join("".join(said).split())


def colour_line(app: Sphinx, config: Config) -> None:
    """Draw the card's line as figures draw a probability."""
    config.ogp_social_cards["line_color"] = plots.PROBABILITY


def setup(app: Sphinx) -> dict[str, bool]:
    """Replace how the extension describes a page."""
    app.setup_extension("sphinxext.opengraph")
    opengraph.get_description = first_paragraph
    app.connect("config-inited", colour_line)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
