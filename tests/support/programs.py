"""Run the programs of Show Python where nothing but Python and the package is known."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from support.states import State

# Each program runs in a namespace of its own; in it, the expressions are evaluated by which the
# page calls its numbers, and the names looked up that are names of traits as well.
RUNNER = """
import contextlib, io, json, sys
import numpy as np
answers = []
for program, expressions, names in json.load(sys.stdin):
    space = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(program, space)
    answers.append([
        [float(eval(expression, space)) for expression in expressions],
        {name: np.asarray(space[name], float).tolist() for name in names if name in space},
    ])
json.dump(answers, sys.stdout)
"""


@dataclass(frozen=True)
class Answer:
    """What a program computed: the values of expressions, and what some of its names hold."""

    values: list[float]
    names: dict[str, Any]


def run(jobs: list[tuple[str, list[str], list[str]]]) -> list[Answer]:
    """Run programs, each given with expressions and names to look up, in one new interpreter."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUNNER],
        input=json.dumps(jobs), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [Answer(*answer) for answer in json.loads(done.stdout)]


def differences(answer: Answer, state: State) -> list[str]:
    """Where a program's names do not hold what the state says; that it holds none is one, too."""
    found = [
        f"{name} is {held}, not {state[name]!r}"
        for name, held in answer.names.items()
        if not np.array_equal(held, np.asarray(state[name], float))
    ]
    return found if answer.names else [f"none of {', '.join(state)} stands in the program"]
