"""Which files a page's cells can use, followed through imports."""

from __future__ import annotations

from pathlib import Path

import pytest
from _ext.imports import code_cells, files_used

FILES = {
    "lab/__init__.py": "from lab.core import f\nfrom lab.other import g\nHERE = 1\n",
    "lab/core.py": "import lab.base\ndef f(): pass\n",
    "lab/base.py": "import numpy\n",
    "lab/other.py": "def g():\n    from lab.late import h\n",
    "lab/late.py": "h = 1\n",
    "lab/widgets/__init__.py": "from lab.widgets.one import One\nfrom lab.widgets.two import Two\n",
    "lab/widgets/one/__init__.py": "from lab import f\nclass One: pass\n",
    "lab/widgets/two/__init__.py": "from lab import g\nclass Two: pass\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(("cell", "used"), [
    ("import numpy as np", []),
    ("from lab import f", ["core", "base"]),
    ("from lab import f as local", ["core", "base"]),
    ("def late():\n    from lab import g", ["other", "late"]),
    ("import lab.base", ["base"]),
    ("from lab import base", ["base"]),
    ("from lab.widgets import One", ["widgets/one/__init__", "core", "base"]),
    ("from lab.widgets import Two", ["widgets/two/__init__", "other", "late"]),
    ("from lab import HERE", ["__init__", "core", "base", "other", "late"]),
    ("import lab", ["__init__", "core", "base", "other", "late"]),
    ("from lab import *", ["__init__", "core", "base", "other", "late"]),
])  # fmt: skip
def test_what_a_cell_uses(root: Path, cell: str, used: list[str]) -> None:
    assert files_used([cell], root) == {root / "lab" / f"{name}.py" for name in used}


def test_code_cells_are_plain_python() -> None:
    text = (
        "# Title\n\n```{code-cell} ipython3\n:tags: [a]\n\n%matplotlib inline\nx = 1\n```\n\n"
        "````{code-cell}\n---\ntags: [b]\n---\ny = 2\n````\n\n```python\nz = 3\n```\n"
    )
    first, second = code_cells(text)
    assert "run_line_magic" in first
    assert first.endswith("x = 1\n")
    assert second.strip() == "y = 2"
