"""What has changed since the last state that was published, and which notebooks that concerns."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping

from support.places import ROOT

# What every notebook is made from, or installs.
EVERYWHERE = ("book/_ext/", "src/", "pyproject.toml", "requirements.txt", "_config.yml")


def git(*words: str) -> str | None:
    """What git prints, or None if it cannot say."""
    run = subprocess.run(
        ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False
    )
    return run.stdout.strip() if run.returncode == 0 else None


def changed_files() -> list[str] | None:
    """Files that differ from the base, or None if there is nothing to compare with.

    The base is what the environment's BASE names, else where this branch left origin/main, else
    the commit before this one.
    """
    base = os.environ.get("BASE") or git("merge-base", "HEAD", "origin/main")
    if not base or base == git("rev-parse", "HEAD"):
        base = "HEAD~1"
    listed = git("diff", "--name-only", base)
    return None if listed is None else listed.splitlines()


def due(changed: Iterable[str] | None, installs: Mapping[str, str]) -> set[str]:
    """The chapters whose notebooks a change concerns.

    ``installs`` gives each chapter's install cell. A change of what all notebooks are made from
    concerns one chapter for each distinct cell; if nothing is known, all are concerned.
    """
    if changed is None:
        return set(installs)
    files = list(changed)
    own = {chapter for chapter in installs if f"book/{chapter}.md" in files}
    if not any(file.startswith(EVERYWHERE) for file in files):
        return own
    representatives = {cell: chapter for chapter, cell in reversed(installs.items())}
    return own | set(representatives.values())
