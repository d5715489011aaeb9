"""What every chapter promises before it is built, as functions that list the breaches they find.

A chapter is read as text: its front matter, its code cells, and its prose. See CONTRIBUTING.md for
the rules in words, and ``test_source_checks.py`` for a planted fault of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from support.places import BOOK, ROOT

FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)
CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1\s*$", re.S | re.M)
FENCE = re.compile(r"^(`{3,})(?!\{)[^\n]*\n(.*?)^\1\s*$", re.S | re.M)
OPTION = re.compile(r"^:[a-z-]+:.*$", re.M)
ROLE = re.compile(r"\{[\w:.-]+\}`[^`]*`")
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\([^)]*\)|<https?://[^>]*>")
QUIZ = re.compile(r"^(:{3,})\{quiz\}\n.*?^\1[ ]*$", re.S | re.M)
MATH = re.compile(r"\$\$.*?\$\$|(?<!\\)\$[^$]+\$", re.S)
NUMBER = re.compile(r"(?<![\w.\\])\d+(?:(?:\{,\}|,)\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w])")


@dataclass(frozen=True)
class Chapter:
    """A chapter's source, taken apart."""

    text: str
    meta: dict[str, Any]
    cells: list[str]

    @property
    def prose(self) -> str:
        """Everything that is read: no front matter, code, options, roles or addresses."""
        text = FRONT.sub("", self.text)
        for pattern in (CELL, FENCE, OPTION, ROLE, CODE, LINK):
            text = pattern.sub(" ", text) if pattern is not OPTION else pattern.sub("", text)
        return text

    @property
    def opening(self) -> str:
        """What stands before the first section."""
        return re.split(r"^## ", FRONT.sub("", self.text), maxsplit=1, flags=re.M)[0]

    def section(self, heading: str) -> str:
        """Source of one second-level section, "" if there is none."""
        found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", self.text, re.S | re.M)
        return found[1] if found else ""


def read(text: str) -> Chapter:
    """Take a chapter apart."""
    front = FRONT.match(text)
    meta = yaml.safe_load(front[1]) if front else {}
    return Chapter(text, meta, [body for _, body in CELL.findall(text)])


def significant_digits(number: str) -> int:
    """How many digits of a written number carry information: 0.10 has two, 1000 has one."""
    mantissa = re.split("[eE]", number.replace("{,}", "").replace(",", ""))[0]
    whole, _, fraction = mantissa.partition(".")
    return len((whole + fraction).lstrip("0")) if fraction else len(whole.lstrip("0").rstrip("0"))


def typed_numbers(chapter: Chapter) -> list[str]:
    """No measured number is typed: three digits or more are glued or declared as inputs."""
    inputs = {str(i) for i in chapter.meta.get("inputs", [])}
    written = [n.replace("{,}", "").replace(",", "") for n in NUMBER.findall(chapter.prose)]
    typed = sorted({n for n in written if significant_digits(n) >= 3} - inputs)
    unused = sorted(inputs - set(written))
    return [f"types {n}: compute and glue it, or list it under inputs" for n in typed] + [
        f"lists the input {n}, which its text does not hold" for n in unused
    ]


def long_cells(chapter: Chapter) -> list[str]:
    """A cell has at most 20 lines of code; what needs more belongs in the package."""
    breaches = []
    for cell in chapter.cells:
        code = re.sub(r"\A(---\n.*?\n---\n|(:[^\n]*\n)+)", "", cell, flags=re.S)
        lines = [line for line in code.splitlines() if line.strip()]
        if len(lines) > 20:
            breaches.append(f"has a cell of {len(lines)} lines: {lines[0]!r}")
    return breaches


def long_paragraphs(chapter: Chapter) -> list[str]:
    """A paragraph has at most 3 sentences."""
    prose = MATH.sub("x", chapter.prose)
    breaches = []
    for paragraph in re.split(r"\n\s*\n", prose):
        text = re.sub(r"\s+", " ", paragraph).strip()
        if not text or text.startswith(("#", "|", ":::", "```", "- ", "* ", "1.")):
            continue
        text = re.sub(r"\b(e\.g|i\.e|et al|vs|cf)\.", r"\1", text)
        count = len(re.findall(r"[.!?][)\"”’*]*(?=\s|$)", text))
        if count > 3:
            breaches.append(f"has a paragraph of {count} sentences: {text[:70]!r}")
    return breaches


def figures(chapter: Chapter) -> list[str]:
    """A figure has alt text of some length and a caption of at most 12 words."""
    breaches = []
    for cell in chapter.cells:
        front = re.match(r"\A---\n(.*?)\n---\n", cell, re.S)
        options = (yaml.safe_load(front[1]) if front else None) or {}
        render = options.get("mystnb", {})
        caption = render.get("figure", {}).get("caption")
        alt = str(render.get("image", {}).get("alt", ""))
        if caption and len(re.sub(r"\s+", " ", caption).split()) > 12:
            breaches.append(f"has a caption of {len(caption.split())} words: {caption!r}")
        if caption and len(alt.split()) < 8:
            breaches.append(f"has a figure whose alt text is {alt!r}")
    return breaches


def first_screen(chapter: Chapter, question: str) -> list[str]:
    """Before the first section: a scene, the figure, its question, and one fold with the rest."""
    breaches = []
    scene, *parts = re.split(r"^(?=`{3,}\{code-cell\}|:{3,}\{)", chapter.opening, flags=re.M)
    sentences = len(re.findall(r"[.!?][)*]*(?=\s|$)", MATH.sub("x", scene.partition("\n# ")[2])))
    if not 1 <= sentences <= 2:
        breaches.append(f"sets its scene in {sentences} sentences, not 1 or 2")
    figure, quiz, fold = [*parts, "", "", ""][:3]
    name = re.search(r"^:figure: (\S+)", question, re.M)
    if not name or not re.search(rf"name=[\"']{re.escape(name[1])}[\"']", figure):
        breaches.append("does not begin with the figure that its first question names")
    if not re.search(r"^:tags: \[.*remove-input.*\]", figure, re.M):
        breaches.append("shows the code of its first figure: tag the cell remove-input")
    choices = len(re.findall(r"^- \[[ x]\]", question, re.M))
    if quiz.strip() != question.strip() or choices != 3:
        breaches.append(f"has a first question of {choices} choices below its figure, not 3")
    if not re.match(r":{3,}\{dropdown\} \{minutes\}`minutes`", fold):
        breaches.append("has no fold with its computed minutes below its first question")
    points = len(re.findall(r"^- ", fold, re.M))
    if "You will learn" not in fold or not 3 <= points <= 6:
        breaches.append(f"has {points} points of 'You will learn' in that fold, not 3 to 6")
    if not re.search(r"^You need\b", fold, re.M):
        breaches.append("does not say in that fold what 'You need'")
    if re.search(r"^## You (will learn|need)$", chapter.text, re.M):
        breaches.append("says twice what is learned or needed")
    label = re.search(r"^:label: (\S+)", question, re.M)
    again = f"\n:again: {label[1]}\n" if label else "nowhere"
    if again not in chapter.section("Check yourself"):
        breaches.append("does not ask its first question again in 'Check yourself'")
    return breaches


def places_of_what_is_right(chapter: Chapter) -> list[str]:
    """In not more than half of the questions the right choice has the same place."""
    choices = [re.findall(r"^- \[([ x])\]", quiz[0], re.M) for quiz in QUIZ.finditer(chapter.text)]
    places = [marks.index("x") for marks in choices if "x" in marks]
    often = [place for place in set(places) if places.count(place) > max(1, (len(places) + 1) // 2)]
    return [f"has its right choice too often at place {place + 1}" for place in often]


def anatomy(chapter: Chapter) -> list[str]:
    """A chapter has its parts, and each part its measure."""
    breaches = []

    def count(heading: str, pattern: str, low: int, high: int, what: str) -> None:
        section = chapter.section(heading)
        n = len(re.findall(pattern, section, re.M))
        if not section:
            breaches.append(f"has no section {heading!r}")
        elif not low <= n <= high:
            breaches.append(f"has {n} {what} in {heading!r}, not {low} to {high}")

    questions = [quiz[0] for quiz in QUIZ.finditer(chapter.opening)]
    first = next((quiz for quiz in questions if "\n:figure: " in quiz), None)
    breaches += first_screen(chapter, first) if first else ["opens with no question of a figure"]
    count("Check yourself", r"^:{3,}\{quiz\}", 3, 5, "questions")
    count("Exercises", r"^:{3,}\{exercise(-start)?\}", 3, 9, "exercises")
    if "{flashcard}" not in chapter.text:
        breaches.append("has no card")
    if chapter.section("Key points"):
        breaches.append("has key points besides its card")
    breaches += places_of_what_is_right(chapter)
    count("Sources", r"\{cite", 1, 99, "citations")
    exercises = set(re.findall(r":label: (ex-[\w-]+)", chapter.text))
    solved = set(re.findall(r"^:{3,}\{solution(?:-start)?\} (ex-[\w-]+)", chapter.text, re.M))
    breaches += [f"has no solution for {e}" for e in sorted(exercises - solved)]
    words = len(re.findall(r"\w+", MATH.sub("x", chapter.prose)))
    if words > 4500:
        breaches.append(f"has {words} words: a reader should finish it in half an hour")
    return breaches


CHECKS = (typed_numbers, long_cells, long_paragraphs, figures)


def pages() -> list[Path]:
    """Every page that the table of contents lists."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]
    return [ROOT / f"{file}.md" for file in files]


def chapters() -> list[Path]:
    """Pages that teach: neither the cover nor the reference."""
    return [page for page in pages() if page.parent == BOOK and page.stem != "index"]
