r"""Join the modules in ``js/`` into one self-contained file per widget in ``static/``.

A notebook hands a widget's JavaScript to the browser as text, where a relative import leads
nowhere. So every module of ``js/`` that has an ``export default`` is written to ``static/`` with
the modules it imports put in front of it, and their ``import`` and ``export`` words taken away.
What nothing uses is left out, as are comments and the spaces that only help a reader. The style
sheet beside it is ``figure.css`` and ``kit.css``, and ``<name>.css`` if there is one.

    python -m softmaxlab.widgets.build            write the files
    python -m softmaxlab.widgets.build --check    only look: exit 1 and name the files that differ

Everything shares one scope in the built file. That is why imports cannot be renamed, and why a name
may be declared at top level in one module only. The sources keep to a few habits that let regular
expressions do the work of a parser: top-level declarations begin at the left margin, template
literals do not nest, and a division has spaces around it while a regular expression has none.
"""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE / "js"
STATIC = HERE / "static"

HEADER = "Built from {names} by softmaxlab.widgets.build: edit those."

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.mjs)";\n', re.M)
MAIN = re.compile(r"^export default ", re.M)
DECLARATION = re.compile(r"^(export )?(?:async )?(?:function\*?|const|let|class) (\w+)", re.M)
STRING = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`"
QUOTED = STRING + r"|/(?![ */])(?:\\.|[^/\\\n])+/"
COMMENT = r"//[^\n]*|/\*.*?\*/"
MARK = r"[][(){}=<>?:,;|&!*]"
TOKEN = re.compile(rf"(?P<quoted>{QUOTED})|(?P<comment>{COMMENT})| *(?P<mark>{MARK}) *", re.S)


class BuildError(Exception):
    """A module that cannot be joined, said in a sentence with its name and line."""


def bundle(entry: Path) -> str:
    """Return the self-contained text of one widget."""
    modules = in_order(entry)
    _check_names(modules)
    text = "\n".join(IMPORT.sub("", module) for module in modules.values())
    text = re.sub(r"^export (?!default )", "", text, flags=re.M)
    text = lean(used(TOKEN.sub(lambda match: "" if match["comment"] else match[0], text)))
    return f"// {HEADER.format(names=_names(modules))}\n{text}"


def in_order(entry: Path) -> dict[Path, str]:
    """Return a module and all it imports, each after what it needs, with their texts."""
    found: dict[Path, str] = {}

    def visit(path: Path, chain: tuple[Path, ...]) -> None:
        if path in chain:
            circle = " -> ".join(p.name for p in (*chain[chain.index(path) :], path))
            raise BuildError(f"The imports go in a circle: {circle}.")
        if path in found:
            return
        text = path.read_text(encoding="utf-8")
        _check_text(path, text, is_entry=not chain)
        for match in IMPORT.finditer(text):
            place = _where(path, text, match.start())
            needed = path.with_name(match[2])
            if not needed.is_file():
                raise BuildError(f"{place}: there is no module {match[2]}.")
            visit(needed, (*chain, path))
            exported = {name for export, name in DECLARATION.findall(found[needed]) if export}
            for name in re.findall(r"\w+", match[1]):
                if name not in exported:
                    raise BuildError(f"{place}: {match[2]} does not export {name!r}.")
        found[path] = text

    visit(entry, ())
    return found


def used(text: str) -> str:
    """Leave out the top-level declarations that ``export default`` does not reach."""
    starts = [match.start() for match in DECLARATION.finditer(text)]
    starts += [match.start() for match in MAIN.finditer(text)]
    bounds = [0, *sorted(starts), len(text)]
    pieces = [text[a:b] for a, b in pairwise(bounds)]
    names = [match[2] if (match := DECLARATION.match(piece)) else "" for piece in pieces]
    wanted = {""}
    while True:
        reached = " ".join(p for p, name in zip(pieces, names, strict=True) if name in wanted)
        more = wanted | (set(re.findall(r"\w+", reached)) & set(names))
        if more == wanted:
            break
        wanted = more
    return "".join(p for p, name in zip(pieces, names, strict=True) if name in wanted)


def lean(text: str) -> str:
    """Drop indentation, empty lines and spaces around punctuation; the lines stay lines."""
    text = TOKEN.sub(lambda match: match["mark"] or match[0], text)
    return re.sub(r"\n\s*", "\n", text).strip() + "\n"


def stylesheet(name: str) -> str:
    """Return the style sheet of the widget called ``name``."""
    paths = [SOURCES / "figure.css", SOURCES / "kit.css", SOURCES / f"{name}.css"]
    texts = {path: path.read_text(encoding="utf-8") for path in paths if path.is_file()}
    header = f"/* {HEADER.format(names=_names(texts))} */\n"
    return "\n".join([header, *(text.strip() + "\n" for text in texts.values())])


def build() -> dict[Path, str]:
    """Return what each file in ``static/`` should hold."""
    files = {}
    for path in sorted(SOURCES.glob("*.mjs")):
        if MAIN.search(path.read_text(encoding="utf-8")):
            files[STATIC / f"{path.stem}.js"] = bundle(path)
            files[STATIC / f"{path.stem}.css"] = stylesheet(path.stem)
    return files


def stale(files: dict[Path, str]) -> list[Path]:
    """Return what in ``static/`` is missing, out of date or left over."""
    have = {path: path.read_text(encoding="utf-8") for path in STATIC.glob("*.*")}
    return sorted(path for path in files | have if files.get(path) != have.get(path))


def _check_text(path: Path, text: str, *, is_entry: bool) -> None:
    """Refuse what joining, or embedding the text in a page, would break."""
    refused = {
        r'^import (?!\{[^}]*\} from "\./[\w-]+\.mjs";\n)': (
            'imports are written `import { a, b } from "./module.mjs";`'
        ),
        r"^import \{[^}]*\bas\b": "an import cannot be renamed, all modules share one scope",
        r"^export [{*]": "`export` is written in front of the declaration",
        r"</script|<!--": "a page that embeds this text would end there",
    }
    if not is_entry:
        refused[MAIN.pattern] = "a widget cannot be imported by another module"
    for pattern, why in refused.items():
        if match := re.search(pattern, text, re.M):
            raise BuildError(f"{_where(path, text, match.start())}: {why}.")
    for match in TOKEN.finditer(text):
        quoted = match["quoted"] or ""
        if quoted.startswith("`") and quoted.count("${") > quoted.count("}"):
            raise BuildError(f"{_where(path, text, match.start())}: template literals do not nest.")


def _check_names(modules: dict[Path, str]) -> None:
    """Refuse two modules that declare the same name."""
    owners: dict[str, str] = {}
    for path, text in modules.items():
        for _, name in DECLARATION.findall(text):
            if name in owners:
                raise BuildError(f"{owners[name]} and {path.name} both declare {name!r}.")
            owners[name] = path.name


def _where(path: Path, text: str, position: int) -> str:
    return f"{path.name}, line {text.count(chr(10), 0, position) + 1}"


def _names(paths: dict[Path, str]) -> str:
    return ", ".join(f"js/{path.name}" for path in paths)


def main(arguments: list[str]) -> int:
    """Run the command line; return its exit status."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m softmaxlab.widgets.build [--check]", file=sys.stderr)
        return 2
    try:
        files = build()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    changed = stale(files)
    if arguments == ["--check"]:
        for path in changed:
            print(f"static/{path.name} is stale: run python -m softmaxlab.widgets.build")
        return int(bool(changed))
    STATIC.mkdir(exist_ok=True)
    for path in changed:
        if path in files:
            path.write_text(files[path], encoding="utf-8")
        else:
            path.unlink()
        print(f"static/{path.name} {'written' if path in files else 'removed'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
