"""Matplotlib's SVG made small, and ready to take on the colours and the font of a page.

Colours become variables of the palette, so a drawing that stands in a page follows it from light to
dark. Where nobody has set them (a notebook, a file by itself) the colour that was drawn is the
fallback. Texts stay texts. They name no font of their own but the drawing does, by an attribute, so
that any rule of a page wins.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
FONT = "system-ui, 'DejaVu Sans', sans-serif"
PIXELS = 4 / 3  # a point has so many
NUMBER = re.compile(r"-?\d+\.\d+")
MEASURES = ("d", "x", "y", "width", "height", "transform", "style")


def _short(text: str) -> str:
    """Write numbers with two decimals at most (a sixtieth of a pixel), and no line breaks."""
    numbers = NUMBER.sub(lambda number: f"{round(float(number[0]), 2) + 0:g}", text)
    return " ".join(numbers.replace("\n", " ").split())


def _declarations(style: str) -> dict[str, str]:
    """Take a style attribute apart."""
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return {name.strip(): value.strip() for name, _, value in pairs}


def _is_invisible(element: ET.Element) -> bool:
    """Tell whether an element is a path without fill and stroke, as a background is here."""
    style = _declarations(element.get("style", ""))
    return element.tag == "path" and style.get("fill") == "none" and "stroke" not in style


def _prune(element: ET.Element) -> None:
    """Drop what is not seen, and dissolve groups that only hold others together."""
    kept: list[ET.Element] = []
    for child in element:
        _prune(child)
        if child.tag in ("metadata", "style") or _is_invisible(child):
            continue
        if child.tag == "g" and not set(child.attrib) - {"id"}:
            kept += child
        elif child.tag not in ("g", "defs") or len(child):
            kept.append(child)
    element[:] = kept


def adapt(text: str, colours: Mapping[str, str]) -> str:
    """Return matplotlib's drawing without what only matplotlib needs.

    Parameters
    ----------
    text : str
        What ``savefig`` wrote with ``svg.fonttype: none``.
    colours : mapping of str to str
        The name of a palette's variable under each colour, "#rrggbb", that becomes one.

    Returns
    -------
    str
        An ``<svg class="smx-picture">`` with its size in pixels.
    """
    root = ET.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    _prune(root)
    used = set(re.findall(r"#([\w-]+)\)", text)) | {
        element.get(HREF, "").lstrip("#") for element in root.iter("use")
    }
    for element in root.iter():
        element.text = element.text if element.text and element.text.strip() else None
        element.tail = None
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        if HREF in element.attrib:
            element.set("href", element.attrib.pop(HREF))
        if element.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
            del element.attrib["transform"]
        for name in MEASURES:
            if name in element.attrib:
                element.set(name, _short(element.attrib[name]))
        style = _declarations(element.get("style", ""))
        style.pop("font-family", None)
        for name, value in style.items():
            if value in colours:
                style[name] = f"var(--smx-{colours[value]}, {value})"
        if style:
            element.set("style", "; ".join(f"{name}: {value}" for name, value in style.items()))
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    root.attrib = {
        "xmlns": SVG,
        "class": "smx-picture",
        "width": f"{width * PIXELS:.0f}",
        "height": f"{height * PIXELS:.0f}",
        "viewBox": root.attrib["viewBox"],
        "font-family": FONT,
        "stroke-linejoin": "round",
    }
    return ET.tostring(root, encoding="unicode")
