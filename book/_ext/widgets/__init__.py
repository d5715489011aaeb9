"""Widgets that work on the static page: no kernel, nothing from a network, each drawn once.

myst-nb embeds the state of every widget in its page, and a small script element wherever one is
displayed. This extension

- puts a still beside each of those elements: what the widget's own front end draws at first
  (``stills.py``), for readers without JavaScript and until the live one takes its place;
- takes the widgets' JavaScript and style out of the embedded state, where each view would hold
  them again, and writes each module once, below ``_static/widgets`` (for the style, see
  ``style.py``); a widget's state names its modules by their hashes. Scripts there are classic ones,
  because a page that is opened as a file loads no other;
- adds ``mount.js``, which brings the widgets to life, to pages that hold some.

A page is read again when a widget on it has changed; its cells need not be executed for that.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from .stills import StillError, Stills
from .texts import Model, class_of, script_name, scripts, without_texts

VIEW = "application/vnd.jupyter.widget-view+json"


def use_no_cdn(app: Sphinx, config: Config) -> None:
    """Leave out the scripts of a usual page."""
    config.nb_ipywidgets_js = {}


def start(app: Sphinx) -> None:
    """Be ready to draw, and write the scripts before a page asks for their checksums."""
    app.stills = Stills()
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static" / "widgets"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in scripts().items():
            (folder / name).write_text(text, encoding="utf-8")


def slot(view: str, still: str, name: str) -> str:
    """Return the place of a widget on a page, where links lead: its view script and its still."""
    return f'<div class="smx-slot" id="{name}">{view}{still}</div>'


def draw_stills(app: Sphinx, doctree: nodes.document, models: dict[str, Model]) -> None:
    """Put a still beside each view of a page."""
    counts: Counter[str] = Counter()
    views = [c for c in doctree.findall(nodes.container) if c.get("mime_type") == VIEW]
    for i, container in enumerate(views):
        raw = container.next_node(nodes.raw)
        model = models[json.loads(re.sub(r"<[^>]*>", "", raw.astext()))["model_id"]]
        cls = class_of(model)
        esm = cls._esm if cls else model["state"].get("_esm", "")
        try:
            still = app.stills.draw(esm, model["state"], f"{app.env.docname}-{i}")
        except StillError as error:
            raise ExtensionError(f"{app.env.docname}: a widget cannot be drawn.\n{error}") from None
        kind = Path(script_name(cls)).stem if cls else "widget"
        counts[kind] += 1
        place = slot(raw.astext(), still, f"figure-{kind}-{counts[kind]}")
        raw.parent.replace(raw, nodes.raw("", place, format="html"))


def prepare(app: Sphinx, doctree: nodes.document) -> None:
    """Draw the stills of a page that was read, lighten its state, and name its scripts."""
    docname = app.env.docname
    files = NbMetadataCollector.get_js_files(app.env, docname)
    if "ipywidgets_state" not in files:
        return
    _, options = files["ipywidgets_state"]
    page: dict[str, Any] = json.loads(options["body"])
    draw_stills(app, doctree, page["state"])
    body = json.dumps({**page, "state": without_texts(page["state"])})
    options["body"] = body.replace("</", r"<\/")
    classes = {cls for model in page["state"].values() if (cls := class_of(model))}
    names = sorted(map(script_name, classes))
    for i, name in enumerate([*names, "mount.js"]):  # in this order: the last one starts
        how = {"defer": "defer", "priority": 600 + i}
        NbMetadataCollector.add_js_file(app.env, docname, name, f"widgets/{name}", how)
    for cls in classes:
        for file in cls.modules:
            app.env.note_dependency(str(file))


def stop(app: Sphinx, exception: Exception | None) -> None:
    """Let Node go."""
    app.stills.close()


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the first hook before myst-nb reads its configuration; one process draws for all."""
    app.connect("config-inited", use_no_cdn, priority=100)
    app.connect("builder-inited", start)
    app.connect("doctree-read", prepare)
    app.connect("build-finished", stop)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
