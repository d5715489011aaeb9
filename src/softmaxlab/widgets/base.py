"""What every widget is: an anywidget whose JavaScript and style stand in files beside its class."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any, ClassVar

import anywidget

from softmaxlab.widgets import sources
from softmaxlab.widgets.traits import NameTrait, ViewTrait


class Widget(anywidget.AnyWidget):
    """A widget with traits, drawn by JavaScript alone.

    A subclass declares its traits. Its front end is ``<folder>.mjs`` in its own folder, its style
    ``<folder>.css`` where it has one of its own; both are joined with what they share with other
    widgets when the class is made. `modules` and `styles` hold the parts, by file. ``name`` is
    what a page calls the widget, so that its text can speak to it; ``view`` is one of `views`: the
    whole is the workbench, the others show one idea of it.
    """

    name = NameTrait().tag(sync=True)
    view = ViewTrait().tag(sync=True)

    views: ClassVar[tuple[str, ...]] = ("workbench",)
    modules: ClassVar[dict[Path, str]]
    styles: ClassVar[dict[Path, str]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Join the sources; a class that brings its own (each instance has one) is left alone."""
        if "_esm" not in cls.__dict__:
            folder = Path(inspect.getfile(cls)).parent
            cls.modules = sources.modules(folder / f"{folder.name}.mjs")
            cls.styles = sources.styles(folder / f"{folder.name}.css")
            cls._esm = "\n".join(cls.modules.values())
            cls._css = "\n".join(cls.styles.values())
        super().__init_subclass__(**kwargs)

    def __init__(self, **traits: Any) -> None:
        known = self.trait_names(sync=True)
        for name in traits:
            if name not in known:
                mine = ", ".join(sorted(["name", "view", *self.class_own_traits(sync=True)]))
                raise TypeError(f"{type(self).__name__} has no {name!r}; it has {mine}.")
        super().__init__(**traits)
