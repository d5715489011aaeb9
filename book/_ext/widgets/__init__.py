"""Widgets that work on the static page: no kernel, nothing from a network, each drawn once.

myst-nb embeds the state of every widget in its page, and a small script element wherever one is
displayed. This extension

- puts a still beside each of those elements: what the widget's own front end draws at first
  (``stills.py``), for readers without JavaScript and until the live one takes its place;
- takes the widgets' JavaScript and style out of the embedded state, where each view would hold
  them again, and writes each module once, below ``_static/widgets``; a widget's state names its
  modules by their hashes. Scripts there are classic ones, because a page that is opened as a file
  loads no other;
- adds ``mount.js``, which brings the widgets to life, to pages that hold some.

A page is read again when a widget on it has changed; its cells need not be executed for that.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from softmaxlab import widgets

from .stills import StillError, Stills

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
HERE = Path(__file__).parent

MOUNT = (HERE / "mount.js").read_text(encoding="utf-8")

CLASSES = {
    f"{c.__module__}.{c.__name__}": c for c in (getattr(widgets, n) for n in widgets.__all__)
}
# What a browser does not need: comments on lines of their own, blanks at the start of a line.
SPARE = re.compile(r"^[ ]*(?:(?://.*|/\*[\s\S]*?\*/)?\n)*[ ]*", re.M)


def text_hash(text: str) -> str:
    """Return the name of a module's text: 12 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def script(files: Iterable[Path], texts: dict[Path, str]) -> str:
    """Return a classic script that holds the texts of some modules, by their hashes."""
    held = {text_hash(texts[file]): SPARE.sub("", texts[file]) for file in files}
    return f"Object.assign((globalThis.widgetModules ??= {{}}), {json.dumps(held)});\n"


def scripts() -> dict[str, str]:
    """Return the scripts of all widgets, by file name: a class's own module, and what is shared."""
    shared: dict[Path, str] = {}
    found = {}
    for cls in CLASSES.values():
        *common, own = cls.modules
        shared |= {file: cls.modules[file] for file in common}
        found[f"{own.stem}.js"] = script([own], cls.modules)
    return {**found, "mount.js": script(shared, shared) + SPARE.sub("", MOUNT)}


def style() -> str:
    """Return the style of all widgets, each sheet once."""
    sheets = {file: text for cls in CLASSES.values() for file, text in cls.styles.items()}
    return SPARE.sub("", "\n".join(sheets.values()))


def write_files(app: Sphinx) -> None:
    """Write the scripts and the style, before any page asks for their checksums."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / "widgets"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**scripts(), "widgets.css": style()}.items():
        (folder / name).write_text(text, encoding="utf-8")


class Page:
    """The widgets of one page: its state, with JavaScript and style taken out."""

    def __init__(self, state: dict[str, Any]) -> None:
        self.models = state["state"]
        self.classes = {
            i: CLASSES.get(m["state"].get("_anywidget_id")) for i, m in self.models.items()
        }

    def still(self, model: str, stills: Stills, name: str) -> str:
        """Return the still of a displayed widget; one that is not ours draws itself as well."""
        state, cls = self.models[model]["state"], self.classes[model]
        return stills.draw(cls._esm if cls else state["_esm"], state, name)

    def lean(self) -> dict[str, Any]:
        """Return the models that a page needs, with hashes of modules in place of the text."""
        for model, cls in self.classes.items():
            if cls:
                self.models[model]["state"]["_esm"] = [text_hash(t) for t in cls.modules.values()]
                self.models[model]["state"].pop("_css", None)
        return {i: m for i, m in self.models.items() if m["model_name"] != "LayoutModel"}

    @property
    def used(self) -> set[type[widgets.Widget]]:
        """The classes of ours on the page."""
        return {cls for cls in self.classes.values() if cls}


def prepare(app: Sphinx, doctree: nodes.document) -> None:
    """Draw the stills of a page that was read, and lighten its state."""
    docname = app.env.docname
    files = NbMetadataCollector.get_js_files(app.env, docname)
    if "ipywidgets_state" not in files:
        return
    _, options = files["ipywidgets_state"]
    state = json.loads(options["body"])
    page = Page(state)
    views = [c for c in doctree.findall(nodes.container) if c.get("mime_type") == VIEW]
    for i, container in enumerate(views):
        raw = container.next_node(nodes.raw)
        view = json.loads(re.sub(r"<[^>]*>", "", raw.astext()))
        try:
            still = page.still(view["model_id"], app.stills, f"{docname}-{i}")
        except StillError as error:
            raise ExtensionError(f"{docname}: a widget cannot be drawn.\n{error}") from None
        html = f'<div class="smx-slot">{raw.astext()}{still}</div>'
        raw.parent.replace(raw, nodes.raw("", html, format="html"))
    options["body"] = json.dumps({**state, "state": page.lean()}).replace("</", r"<\/")
    own = sorted([*cls.modules][-1].stem for cls in page.used)
    for name in (*own, "mount"):  # in this order: the last one starts
        options = {"defer": "defer", "priority": 600 + (name == "mount")}
        NbMetadataCollector.add_js_file(app.env, docname, name, f"widgets/{name}.js", options)
    for cls in page.used:
        for file in (*cls.modules, *cls.styles):
            app.env.note_dependency(str(file))


def add_style(
    app: Sphinx, page: str, template: str, context: dict[str, object], doctree: nodes.document
) -> None:
    """Load the widgets' style on pages that hold one."""
    if app.builder.format == "html" and NbMetadataCollector.get_js_files(app.env, page):
        app.add_css_file("widgets/widgets.css")


def use_no_cdn(app: Sphinx, config: Config) -> None:
    """Leave out the scripts of a usual page."""
    config.nb_ipywidgets_js = {}


def start(app: Sphinx) -> None:
    """Be ready to draw."""
    app.stills = Stills()


def stop(app: Sphinx, exception: Exception | None) -> None:
    """Let Node go."""
    app.stills.close()


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the first hook before myst-nb reads its configuration; one process draws for all."""
    app.connect("config-inited", use_no_cdn, priority=100)
    app.connect("builder-inited", start)
    app.connect("builder-inited", write_files)
    app.connect("doctree-read", prepare)
    app.connect("html-page-context", add_style)
    app.connect("build-finished", stop)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
