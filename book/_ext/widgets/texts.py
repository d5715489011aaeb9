"""The JavaScript and style of widgets, each once, and the state of a page without them."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from softmaxlab import widgets

HERE = Path(__file__).parent
PAGE_SCRIPTS = ("set_links.js", "mount.js")  # the last one starts
CLASSES = {
    f"{cls.__module__}.{cls.__name__}": cls for cls in map(vars(widgets).get, widgets.__all__)
}
COMMENTS = re.compile(r"^[ ]*(?://.*|/\*[\s\S]*?\*/)?\n", re.M)  # and blank lines

Model = dict[str, Any]  # what a page says about one widget model


def class_of(model: Model) -> type[widgets.Widget] | None:
    """Return the class of ours that a model belongs to, or None."""
    return CLASSES.get(model["state"].get("_anywidget_id"))


def kind(cls: type[widgets.Widget]) -> str:
    """Return the name that a class's widgets have on a page: ``exp_ratio``."""
    return [*cls.modules][-1].stem


def figure_names(models: Iterable[Model]) -> list[str]:
    """Return how the figures of a page are called: by their names, else by kind and number."""
    names: list[str] = []
    counts: Counter[str] = Counter()
    for model in models:
        cls = class_of(model)
        sort = kind(cls) if cls else "widget"
        counts[sort] += 1
        numbered = f"{sort}-{counts[sort]}" if counts[sort] > 1 else sort
        names.append(model["state"].get("name") or numbered)
    return names


def script_name(cls: type[widgets.Widget]) -> str:
    """Return the file name of a class's own script."""
    return f"{kind(cls)}.js"


def text_hash(text: str) -> str:
    """Return the name of a module's text: 12 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def lean(text: str) -> str:
    """Return JavaScript or style without what a browser does not need: comments, indentation.

    A line that begins within a template literal is left as it is.
    """
    lines = COMMENTS.sub("", text).splitlines(keepends=True)
    marks = 0
    for i, line in enumerate(lines):
        lines[i] = line if marks % 2 else line.lstrip(" ")
        marks += line.count("`")
    return "".join(lines)


def script(texts: Iterable[str]) -> str:
    """Return a classic script that holds some modules, by their hashes."""
    held = {text_hash(text): lean(text) for text in texts}
    return f"Object.assign((globalThis.widgetModules ??= {{}}), {json.dumps(held)});\n"


def scripts() -> dict[str, str]:
    """Return all scripts by file name: one with each class's own modules, and one with the rest."""
    shared: dict[Path, str] = {}
    found = {}
    for cls in CLASSES.values():
        folder = [*cls.modules][-1].parent
        shared |= {file: text for file, text in cls.modules.items() if file.parent != folder}
        own_modules = [text for file, text in cls.modules.items() if file.parent == folder]
        found[script_name(cls)] = script(own_modules)
    own = [lean((HERE / name).read_text(encoding="utf-8")) for name in PAGE_SCRIPTS]
    return {**found, "mount.js": script(shared.values()) + "".join(own)}


def style() -> str:
    """Return the style of all widgets, each sheet once."""
    sheets = {file: text for cls in CLASSES.values() for file, text in cls.styles.items()}
    return "\n".join(sheets.values())


def without_texts(models: dict[str, Model]) -> dict[str, Model]:
    """Return the models that a page needs, with hashes of modules in place of text and style.

    What counts is the class as it is now: the text that a cell has left behind may be older.
    """
    found = {}
    for name, model in models.items():
        cls = class_of(model)
        state = dict(model["state"])
        if cls:
            state["_esm"] = [text_hash(text) for text in cls.modules.values()]
            state.pop("_css", None)
        if model["model_name"] != "LayoutModel":
            found[name] = {**model, "state": state}
    return found
