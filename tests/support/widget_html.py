"""The static page that a notebook with widgets becomes, without building a book."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from _ext.widgets import VIEW, slot
from _ext.widgets.stills import Stills
from _ext.widgets.texts import class_of, figure_names, script_name, scripts, style, without_texts
from ipywidgets import Widget
from ipywidgets.embed import dependency_state, embed_data

TEMPLATE = """<!DOCTYPE html>
<html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Widgets</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.65 system-ui, sans-serif; margin: 0; padding: 16px; }}
html[data-theme="dark"] body {{ background: #14181d; color: #e6edf3; }}
main {{ margin: 0 auto; max-width: 720px; }}
{style}
</style>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
</head><body><main><section id="chapter"><h1>A page</h1>{outputs}</section></main>
{scripts}</body></html>
"""
OUTPUT = '<div class="cell_output"><div class="output text_html">{}</div></div>'
SCRIPT = '<script src="{}"></script>'


@cache
def stills() -> Stills:
    """One Node process for all tests of a worker."""
    return Stills()


def models_of(*widgets: Widget) -> dict[str, Any]:
    """What a notebook embeds of some widgets and of all they need, as text would bring it."""
    state = dependency_state(widgets, drop_defaults=False)
    return json.loads(json.dumps(embed_data(views=list(widgets), state=state)["manager_state"]))


def still(widget: Widget, name: str = "still") -> str:
    """The still of a widget, as the book's pages hold it."""
    model = models_of(widget)["state"][widget.model_id]
    return stills().draw(class_of(model)._esm, model["state"], name)


def write_page(
    folder: Path,
    *widgets: Widget,
    theme: str = "light",
    also: tuple[Widget, ...] = (),
    with_stills: bool = False,
    broken: Mapping[Widget, str] | None = None,
) -> Path:
    """Write the page that a notebook displaying ``widgets`` becomes, with scripts and style.

    Widgets in ``also`` exist in the notebook without being displayed. ``broken`` gives widgets
    another JavaScript than that of their class.
    """
    page = models_of(*widgets, *also)
    classes = {cls for model in page["state"].values() if (cls := class_of(model))}
    page["state"] = without_texts(page["state"])
    for widget, esm in (broken or {}).items():
        page["state"][widget.model_id]["state"]["_esm"] = esm

    names = figure_names(page["state"][widget.model_id] for widget in widgets)

    def output(i: int, widget: Widget) -> str:
        view = f'<script type="{VIEW}">{json.dumps({"model_id": widget.model_id})}</script>'
        picture = still(widget, f"still-{i}") if with_stills else ""
        return OUTPUT.format(slot(view, picture, names[i]))

    text = TEMPLATE.format(
        theme=theme,
        style=style(),
        state=json.dumps(page).replace("<", "\\u003c"),
        outputs="\n".join(output(i, widget) for i, widget in enumerate(widgets)),
        scripts="\n".join(map(SCRIPT.format, [*map(script_name, classes), "mount.js"])),
    )
    files = {**scripts(), "page.html": text}
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder / "page.html"
