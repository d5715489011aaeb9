"""The first drawing of a widget as HTML, made by the widget's own JavaScript under Node.

One Node process (``still.mjs``) serves a build: it starts with the first widget.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..node import NODE

PROGRAM = Path(__file__).with_name("still.mjs")


class StillError(Exception):
    """A widget that could not be drawn, with what JavaScript says about it."""


class Stills:
    """Draws stills, until it is closed."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def draw(self, esm: str, state: Mapping[str, Any], name: str, figure: str = "") -> str:
        """Return the HTML of a widget in a state.

        ``name`` is a text that no other still has; ``figure`` is how its page calls it.
        """
        request = {"esm": esm, "state": state, "name": name, "figure": figure}
        return self._ask(request)["html"]

    def reads(self, esm: str, text: str) -> bool:
        """Tell whether a widget can read a state such as ``T:0.5,z:2~1``."""
        return self._ask({"esm": esm, "read": text})["known"]

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        if self.process is None:
            self.process = subprocess.Popen(
                [NODE, PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
            )
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"error": "Node ended without an answer"}
        if "error" in answer:
            raise StillError(answer["error"])
        return answer

    def close(self) -> None:
        """End the process, if one was started."""
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process = None
