"""Matplotlib's drawing keeps what is seen and loses the rest."""

import xml.etree.ElementTree as ET

from softmaxlab._svg import adapt

DRAWN = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="72pt" height="36pt" viewBox="0 0 72 36">
 <metadata>made by</metadata>
 <defs><style>*{stroke-linecap: butt}</style></defs>
 <g id="figure_1">
  <g id="patch_1"><path d="M 0 0
L 72 36" style="fill: none"/></g>
  <defs><path id="mark" d="M 0 0 L 0 3.500000" style="stroke: #111111"/></defs>
  <g id="tick"><use xlink:href="#mark" x="1.234567" y="-0.000001" style="fill: #111111"/></g>
  <g clip-path="url(#cut)"><path id="curve" d="M 1 2" style="fill: none; stroke: #222222"/></g>
  <text style="font-size: 11px; font-family: 'DejaVu Sans'; fill: #111111"
   transform="rotate(-0 1 2)">0.123456</text>
 </g>
 <defs><clipPath id="cut"><rect x="0" y="0" width="72.000001" height="36"/></clipPath></defs>
</svg>"""

ADAPTED = (
    '<svg xmlns="http://www.w3.org/2000/svg" class="smx-picture" width="96" height="48"'
    ' viewBox="0 0 72 36" font-family="system-ui, \'DejaVu Sans\', sans-serif"'
    ' stroke-linejoin="round">'
    '<defs><path id="mark" d="M 0 0 L 0 3.5" style="stroke: var(--smx-quiet, #111111)" /></defs>'
    '<use x="1.23" y="0" style="fill: var(--smx-quiet, #111111)" href="#mark" />'
    '<g clip-path="url(#cut)"><path d="M 1 2" style="fill: none; stroke: #222222" /></g>'
    '<text style="font-size: 11px; fill: var(--smx-quiet, #111111)">0.123456</text>'
    '<defs><clipPath id="cut"><rect x="0" y="0" width="72" height="36" /></clipPath></defs></svg>'
)


def test_a_drawing_is_adapted() -> None:
    assert adapt(DRAWN, {"#111111": "quiet"}) == ADAPTED


def test_what_is_adapted_can_be_read_again() -> None:
    assert ET.fromstring(adapt(DRAWN, {})).find("{*}text").text == "0.123456"
