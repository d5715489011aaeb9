"""A picture has its size before it arrives, so that nothing below it moves.

Each ``<img>`` of a page is given the width and height of its file, in CSS pixels. The style sheet
may show it smaller; the browser then keeps its shape.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

UNITS = {"": 1, "px": 1, "pt": 4 / 3, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}
IMG = re.compile(r"<img\b(?![^>]*\b(?:width|height)=)([^>]*?)(/?)>")


@cache
def size(file: Path) -> tuple[int, int] | None:
    """Return the width and height of an SVG or PNG file in CSS pixels; None for other files."""
    head = file.read_bytes()[:4096]
    if file.suffix == ".png":
        return struct.unpack(">II", head[16:24])
    if file.suffix != ".svg":
        return None
    tag = re.search(r"<svg\b[^>]*>", head.decode("utf-8", "replace"))
    if tag is None:
        return None
    lengths = [re.search(rf'\s{name}="([\d.]+)(\w*)"', tag[0]) for name in ("width", "height")]
    if all(found and found[2] in UNITS for found in lengths):
        width, height = (round(float(found[1]) * UNITS[found[2]]) for found in lengths)
        return width, height
    box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', tag[0])
    return (round(float(box[1])), round(float(box[2]))) if box else None


def give_sizes(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write the sizes into the page."""
    files = {copy: Path(app.srcdir, name) for name, copy in app.builder.images.items()}

    def sized(tag: re.Match[str]) -> str:
        source = re.search(r'src="[^"]*?([^"/]+)"', tag[1])
        found = size(files[source[1]]) if source and source[1] in files else None
        return f'<img{tag[1]}width="{found[0]}" height="{found[1]}" {tag[2]}>' if found else tag[0]

    if "body" in context:
        context["body"] = IMG.sub(sized, context["body"])


def setup(app: Sphinx) -> dict[str, bool]:
    """Look at a page when its HTML is there."""
    app.connect("html-page-context", give_sizes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
