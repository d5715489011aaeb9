"""The static page that a notebook with widgets becomes, without building a book."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from ipywidgets import Widget
from ipywidgets.embed import dependency_state, embed_data

from support.places import BOOK

MOUNT = BOOK / "_static" / "mount.js"

TEMPLATE = """<!DOCTYPE html>
<html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.65 system-ui, sans-serif; margin: 0; padding: 16px; }}
html[data-theme="dark"] body {{ background: #14181d; color: #e6edf3; }}
main {{ margin: 0 auto; max-width: 720px; }}
</style>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
</head><body><main><section id="chapter"><h1>A page</h1>{outputs}</section></main>
<script src="mount.js"></script></body></html>
"""


def write_page(
    folder: Path, *widgets: Widget, theme: str = "light", also: tuple[Widget, ...] = ()
) -> Path:
    """Write the page that a notebook displaying ``widgets`` becomes, as myst-nb does.

    Widgets in ``also`` exist in the notebook without being displayed.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTMAXLAB_STATIC_HTML", "1")
        htmls = [widget._repr_mimebundle_()[0]["text/html"] for widget in widgets]
    output = '<div class="cell_output"><div class="output text_html">{}</div></div>'
    state = dependency_state([*widgets, *also], drop_defaults=False)
    data = embed_data(views=widgets, state=state)["manager_state"]
    text = TEMPLATE.format(
        theme=theme,
        state=json.dumps(data).replace("<", "\\u003c"),
        outputs="\n".join(map(output.format, htmls)),
    )
    (folder / "page.html").write_text(text, encoding="utf-8")
    shutil.copy(MOUNT, folder / "mount.js")
    return folder / "page.html"
