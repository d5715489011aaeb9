"""Which chapter or widget a test is about, told from its file and its parameters."""

from __future__ import annotations

import re
from pathlib import PurePath

from softmaxlab import widgets
from support import source_checks
from support.names import page_name

CHAPTERS = [chapter.stem for chapter in source_checks.chapters()]
WIDGETS = {page_name(name): name for name in widgets.__all__}


def subject(nodeid: str) -> str:
    """The chapter or widget that a test is about, by its id; "" if it is about all or none.

    A widget and a chapter may have one name: files of ``tests/book`` are about chapters.
    """
    file, _, rest = nodeid.partition("::")
    place, stem = PurePath(file).parent.name, PurePath(file).stem.removeprefix("test_")
    parameters = re.search(r"\[(.*)\]$", rest)
    words = re.split(r"-(?![^/]*/)", parameters[1]) if parameters else []
    if place == "browser" and stem in WIDGETS:
        return f"widget {stem}"
    if place == "browser" and stem == "every_widget":
        return next((f"widget {word}" for word in words if word in WIDGETS), "")
    if place in ("book", "browser") and stem.removeprefix("theorems_") in CHAPTERS:
        return f"chapter {stem.removeprefix('theorems_')}"
    if place in ("book", "browser") and stem != "smath":
        stems = (PurePath(word).stem for word in words)
        return next((f"chapter {name}" for name in stems if name in CHAPTERS), "")
    return ""


def shown_in(chapter: str) -> list[str]:
    """The widgets that a chapter shows, by the names that they have on its page."""
    page = next(page for page in source_checks.chapters() if page.stem == chapter)
    code = "\n".join(source_checks.read(page.read_text(encoding="utf-8")).cells)
    return [name for name, cls in WIDGETS.items() if re.search(rf"\b{cls}\(", code)]


def about(chapter: str) -> set[str]:
    """What the tests of a chapter are about: itself, and the widgets that it shows."""
    if chapter not in CHAPTERS:
        raise ValueError(f"CHAPTER={chapter} is none of {', '.join(CHAPTERS)}.")
    return {f"chapter {chapter}", *(f"widget {name}" for name in shown_in(chapter))}
