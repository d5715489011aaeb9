"""Which notebooks a change concerns."""

from __future__ import annotations

import pytest
from support.changes import changed_files, due

INSTALLS = {"one": "numpy", "two": "numpy", "three": "torch", "four": "torch"}


@pytest.mark.parametrize(
    ("changed", "chapters"),
    [
        ([], set()),
        (["README.md", "tests/book/test_changes.py"], set()),
        (["book/two.md"], {"two"}),
        (["book/two.md", "src/softmaxlab/core.py"], {"one", "two", "three"}),
        (["book/_ext/notebooks.py"], {"one", "three"}),
        (["requirements.txt"], {"one", "three"}),
        (None, set(INSTALLS)),
    ],
)
def test_due(changed: list[str] | None, chapters: set[str]) -> None:
    assert due(changed, INSTALLS) == chapters


def test_a_base_that_does_not_exist_makes_everything_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE", "no-such-commit")
    assert changed_files() is None
    monkeypatch.setenv("BASE", "HEAD")
    assert changed_files() is not None
