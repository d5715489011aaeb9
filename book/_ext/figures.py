"""Figures stand in the page itself, in its font and its colours.

A drawing of the package's (``softmaxlab.plots``) becomes inline SVG: a picture for screen readers
with the image's words, with ids of its own, and without a request. It keeps its size in pixels, so
nothing moves while the page loads. Any other image stays a file.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

SVG = "http://www.w3.org/2000/svg"
OURS = "smx-picture"


class picture(nodes.General, nodes.Element):  # noqa: N801  # docutils names its nodes so
    """A drawing, as the text of its ``<svg>``."""


def inline(svg: str, alt: str, prefix: str) -> str:
    """Return a drawing as an element of a page: words for it, a prefix for its ids."""
    root = ET.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, prefix + value)
            elif name == "href":
                element.set(name, value.replace("#", f"#{prefix}"))
            else:
                element.set(name, value.replace("url(#", f"url(#{prefix}"))
    root.attrib |= {"role": "img", "aria-label": alt}
    return ET.tostring(root, encoding="unicode")


def drawing(node: nodes.image, source: Path) -> str:
    """Return the text of an image's file if the package drew it, else nothing."""
    file = source / node["uri"]
    if file.suffix != ".svg" or not file.is_file():
        return ""
    text = file.read_text(encoding="utf-8")
    return text if f'class="{OURS}"' in text[:300] else ""


def replace_images(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the drawings where their images are."""
    if app.builder.format != "html":
        return
    images = ((node, drawing(node, Path(app.srcdir))) for node in doctree.findall(nodes.image))
    for i, (node, svg) in enumerate([pair for pair in images if pair[1]], start=1):
        svg = inline(svg, node.get("alt", ""), f"picture-{i}-")
        node.replace_self(picture("", svg=svg))


def visit_picture(self: HTML5Translator, node: picture) -> None:
    """Write it."""
    self.body.append(node["svg"] + "\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Replace them once the notebook is written, and before their files are copied to the site."""
    app.add_node(picture, html=(visit_picture, None))
    app.connect("doctree-resolved", replace_images, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
