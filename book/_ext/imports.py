"""Which files below ``src`` a page's cells use: what they import, and what that imports in turn.

A package's ``__init__`` that only passes names on is looked through: ``from lab import f`` uses the
module that defines ``f``, and not what its siblings import.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager

CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1\s*$", re.S | re.M)
OPTIONS = re.compile(r"\A(---\n.*?\n---\n|(:[^\n]*\n)+)", re.S)

Import = tuple[str, tuple[str, ...] | None]  # a module, and the names taken from it (None: itself)


def code_cells(text: str) -> list[str]:
    """Return the code cells of a MyST notebook as plain Python: magics are translated."""
    return [plain_python(OPTIONS.sub("", body)) for _, body in CELL.findall(text)]


def plain_python(source: str) -> str:
    """Return a cell with its magics translated."""
    return TransformerManager().transform_cell(source)


def imports(tree: ast.AST) -> Iterator[Import]:
    """Yield what a piece of code imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, None) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, tuple(name.name for name in node.names)


def files_used(cells: Iterable[str], root: Path) -> set[Path]:
    """Return the files below ``root`` that some cells use."""
    found: set[Path] = set()

    def file_of(module: str) -> Path | None:
        place = root.joinpath(*module.split("."))
        candidates = (place.with_suffix(".py"), place / "__init__.py")
        return next((file for file in candidates if file.is_file()), None)

    def passed_on(tree: ast.Module) -> dict[str, Import]:
        """Where the names come from that a package passes on."""
        return {
            name.asname or name.name: (node.module, (name.name,))
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module and not node.level
            for name in node.names
        }

    def visit(module: str, names: tuple[str, ...] | None) -> None:
        file = file_of(module)
        if file is None or file in found:
            return
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if names is not None and file.name == "__init__.py":
            known = passed_on(tree)
            for name in names:
                if file_of(f"{module}.{name}"):
                    visit(f"{module}.{name}", None)
                elif name in known:
                    visit(*known[name])
                else:
                    visit(module, None)
            return
        found.add(file)
        for used in imports(tree):
            visit(*used)

    for cell in cells:
        for used in imports(ast.parse(cell)):
            visit(*used)
    return found
