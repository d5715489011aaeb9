"""A name that begins with an underscore stays in its own module."""

import ast
from pathlib import Path

import pytest

import softmaxlab

FOLDER = Path(softmaxlab.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))
MODULES = {".".join(file.relative_to(FOLDER.parent).with_suffix("").parts) for file in FILES}


def is_private(name):
    return name.startswith("_") and not name.endswith("__")


def borrowed(text):
    """Find private names of other modules of ours; a module itself may have such a name."""
    nodes = list(ast.walk(ast.parse(text)))
    imported = {
        (alias.asname or alias.name): f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("softmaxlab")
        for alias in node.names
    }
    names = [n for n in imported.values() if is_private(n.rpartition(".")[2]) and n not in MODULES]
    attributes = [
        f"{imported[node.value.id]}.{node.attr}"
        for node in nodes
        if isinstance(node, ast.Attribute) and is_private(node.attr)
        if isinstance(node.value, ast.Name) and node.value.id in imported
    ]
    return names + attributes


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(FOLDER).as_posix())
def test_no_module_uses_anothers_private_names(file):
    assert borrowed(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from softmaxlab.core import _secret", ["softmaxlab.core._secret"]),
        ("from softmaxlab import core as c\nc._secret()", ["softmaxlab.core._secret"]),
        ("from softmaxlab import _arrays\n_arrays.number", []),
        ("import numpy as np\nnp._core\nself._own", []),
    ],
)
def test_a_private_name_is_found(text, found):
    assert borrowed(text) == found
