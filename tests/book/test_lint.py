"""JavaScript and CSS are checked like Python: each file of ours, and every fault of these kinds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.places import ROOT

DENO = Path(sys.executable).with_name("deno")


def deno(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DENO, *command],
        cwd=folder,
        env={"DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "name", "text", "complaint"),
    [
        (["fmt", "--check"], "book/_static/x.css", "a { color: red; }\n", "x.css"),
        (["fmt", "--check"], "src/softmaxlab/widgets/x/x.css", "a { color: red; }\n", "x.css"),
        (["fmt", "--check"], "book/_ext/widgets/x.mjs", "const x = [1,2];\n", "x.mjs"),
        (["fmt", "--check"], "book/_static/x.js", f"const x = [{'1, ' * 40}1];\n", "x.js"),
        (["lint"], "book/_static/x.js", "var x = 1;\n", "no-var"),
        (["lint"], "src/softmaxlab/widgets/x/x.mjs", "if (a == 2) b();\n", "eqeqeq"),
        (["lint"], "book/_ext/widgets/x.mjs", "const unused = 1;\n", "no-unused-vars"),
    ],
)
def test_a_fault_is_found(
    tmp_path: Path, command: list[str], name: str, text: str, complaint: str
) -> None:
    shutil.copy(ROOT / "deno.json", tmp_path)
    katex = tmp_path / "book" / "_static" / "katex" / "katex.min.css"  # not ours to change
    file = tmp_path / name
    for each in (katex, file):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_text(text)
    found = deno(*command, folder=tmp_path)
    assert found.returncode != 0
    assert complaint in found.stdout + found.stderr
    assert "katex" not in found.stdout + found.stderr


def test_lines_have_the_same_length_in_every_language() -> None:
    lines = json.loads((ROOT / "deno.json").read_text())["fmt"]["lineWidth"]
    assert f"line-length = {lines}" in (ROOT / "pyproject.toml").read_text()
