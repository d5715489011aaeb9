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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

from ..set_links import set_link
from .stills import StillError, Stills
from .texts import Model, class_of, figure_names, kind, script_name, scripts, without_texts

log = logging.getLogger(__name__)

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


@dataclass(frozen=True)
class Figure:
    """A widget on a page: where it is displayed, how it is called, and what draws it."""

    node: nodes.container
    name: str
    kind: str
    esm: str
    state: dict[str, Any]

    @property
    def view(self) -> nodes.raw:
        """The node that holds its view script."""
        return self.node.next_node(nodes.raw)


def figures(doctree: nodes.document, models: dict[str, Model]) -> list[Figure]:
    """Return the figures of a page in their order."""
    containers = [c for c in doctree.findall(nodes.container) if c.get("mime_type") == VIEW]
    views = [
        json.loads(re.sub(r"<[^>]*>", "", c.next_node(nodes.raw).astext())) for c in containers
    ]
    shown = [models[view["model_id"]] for view in views]
    found = []
    for node, model, name in zip(containers, shown, figure_names(shown), strict=True):
        cls = class_of(model)
        esm = cls._esm if cls else model["state"].get("_esm", "")
        found.append(Figure(node, name, kind(cls) if cls else "widget", esm, model["state"]))
    return found


def slot(view: str, still: str, name: str) -> str:
    """Return the place of a widget on a page: its view script and its still."""
    return f'<div class="smx-slot" id="figure-{name}" data-figure="{name}">{view}{still}</div>'


def draw_stills(app: Sphinx, page: list[Figure]) -> None:
    """Put a still beside each view of a page."""
    for figure in page:
        place = f"{app.env.docname}: the figure {figure.name!r}"
        try:
            name = f"{app.env.docname}-{figure.name}"
            still = app.stills.draw(figure.esm, figure.state, name, figure.name)
        except StillError as error:
            raise ExtensionError(f"{place} cannot be drawn.\n{error}") from None
        view = figure.view
        html = slot(view.astext(), still, figure.name)
        view.parent.replace(view, nodes.raw("", html, format="html"))


def aim_set_links(app: Sphinx, doctree: nodes.document, page: list[Figure]) -> None:
    """Give each set link the figure that it means, and let that figure read its state."""
    order = {id(node): i for i, node in enumerate(doctree.findall())}
    for link in doctree.findall(set_link):
        above = [f for f in page if order[id(f.node)] < order[id(link)]]
        named = [f for f in page if f.name == link["figure"]]
        near = [f for f in reversed(above) if f.kind == link["figure"]]
        figure = next(iter([*named, *near]), None)
        if figure is None:
            log.warning("a set link means the figure %r, and no figure of the page above it is "
                        "called so", link["figure"], location=link)  # fmt: skip
        elif not app.stills.reads(figure.esm, link["state"]):
            log.warning("the figure %r cannot read the state %r of a set link",
                        figure.name, link["state"], location=link)  # fmt: skip
        else:
            link["figure"] = figure.name


def prepare(app: Sphinx, doctree: nodes.document) -> None:
    """Draw the stills of a page that was read, lighten its state, and name its scripts."""
    docname = app.env.docname
    files = NbMetadataCollector.get_js_files(app.env, docname)
    _, options = files.get("ipywidgets_state", (None, {"body": '{"state": {}}'}))
    page: dict[str, Any] = json.loads(options["body"])
    drawn = figures(doctree, page["state"])
    aim_set_links(app, doctree, drawn)
    if not drawn:
        return
    draw_stills(app, drawn)
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
