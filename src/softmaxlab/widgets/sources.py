"""A widget's JavaScript and style, each as one text, joined from the files it is written in.

A notebook hands a widget's JavaScript to the browser as text, where a relative import leads
nowhere. So the modules that a widget imports are put in front of it, each after what it needs
itself, and the words ``import`` and ``export`` are taken away. All of them then share one scope.
That is why imports are written ``import { a, b } from "./file.mjs";`` and cannot be renamed, and
why a name is declared at the left margin of one module only.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
STYLES = (HERE.parent / "palette.css", HERE / "kit" / "figure.css", HERE / "kit" / "controls.css")

IMPORT = re.compile(r'^import \{(\s*\w+(?:,\s*\w+)*,?\s*)\} from "([^"]+)";\n', re.M)
WORD = r"(?:async )?(?:function\*?|const|let|class)"
EXPORT = re.compile(rf"^export (?={WORD} )", re.M)
DECLARATION = re.compile(rf"^(?:export )?{WORD} (\w+)", re.M)
ODD = re.compile(r"^(?:import|export (?!default )).*", re.M)  # of another form


def modules(entry: Path) -> dict[Path, str]:
    """Return the modules of a widget in the order in which they are joined.

    Raises
    ------
    ImportError
        For a module or a name that is not there, a circle of imports, a line that cannot be joined,
        or a name that two modules declare.
    """
    found: dict[Path, str] = {}
    owners: dict[str, Path] = {}

    def visit(path: Path, importers: tuple[Path, ...]) -> None:
        if path in importers:
            circle = " → ".join(p.name for p in (*importers, path))
            raise ImportError(f"Widgets' modules import each other in a circle: {circle}.")
        if path in found:
            return
        if not path.is_file():
            raise ImportError(
                f"{importers[-1].name} imports {path.name}, and there is no such file."
            )
        text = path.read_text(encoding="utf-8")
        for names, place in IMPORT.findall(text):
            module = (path.parent / place).resolve()
            visit(module, (*importers, path))
            for name in re.findall(r"\w+", names):
                if not re.search(rf"^export {WORD} {name}\b", module.read_text("utf-8"), re.M):
                    raise ImportError(f"{path.name}: {module.name} does not export {name!r}.")
        found[path] = EXPORT.sub("", IMPORT.sub("", text))
        if odd := ODD.search(found[path]):
            raise ImportError(f"{path.name}: {odd[0]!r} cannot be joined; see {__name__}.")
        for name in DECLARATION.findall(text):
            if owners.setdefault(name, path) != path:
                raise ImportError(f"{owners[name].name} and {path.name} both declare {name!r}.")

    visit(entry.resolve(), ())
    return found


def styles(own: Path) -> dict[Path, str]:
    """Return the style sheets of a widget: the shared ones, and its own if it has one."""
    sheets = (*STYLES, own) if own.is_file() else STYLES
    return {sheet: sheet.read_text(encoding="utf-8") for sheet in sheets}
