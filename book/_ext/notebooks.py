"""Every chapter as a notebook to take away: download it, or open it in Colab.

While Sphinx writes a chapter, the same doctree is printed as plain Markdown
(``notebook_markdown.py``) between the chapter's code cells, without outputs. Added are a line that
says where the notebook comes from and a cell that installs the package where it is missing. Cells
with the tag ``remove-cell`` are the book's own bookkeeping, such as numbers for the prose, and stay
behind: no other cell may need them.

The notebooks lie in ``_notebooks/`` on the site; two links below a chapter's title lead to them.
They are the same bytes whenever the chapter and the commit are the same. A notebook installs the
package from the commit that it was built from. That commit is filled in when the build finishes,
in every notebook and not only in those just written, so a commit makes Sphinx read no page again.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import nbformat
from docutils import nodes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from sphinx.application import Sphinx

from .imports import imports, plain_python
from .notebook_markdown import Printer
from .repository import commit, read

FOLDER = "_notebooks"
EXTRAS = {"torch": "torch", "sklearn": "sklearn", "scipy": "sklearn"}  # import → extra of ours

INTRO = """\
This is the chapter [{title}]({url}) of *Softmax, Inside Out*, as a notebook; its links lead to \
the course's site. Run the next cell first. If it installs something, it needs the network and \
`git`, and pip's remark about restarting the kernel does not matter; in JupyterLab, reload the \
page afterwards, so that the sliders are found."""

INSTALL = """\
# Installs what is missing. A NumPy or PyTorch that is here stays as it is.{remark}
import importlib.metadata
import importlib.util
import pathlib
import tempfile

if any(importlib.util.find_spec(name) is None for name in {needed}):
    here = importlib.metadata.distributions()
    kept = [f"{{d.name}}=={{d.version}}" for d in here if d.name in ("numpy", "torch")]
    constraints = pathlib.Path(tempfile.mkdtemp(), "kept.txt")
    constraints.write_text("\\n".join(kept))
    %pip install --quiet --constraint "{{constraints}}" "softmaxlab{extras} @ git+{url}"
    importlib.invalidate_caches()
    if any(importlib.util.find_spec(name) is None for name in {needed}):
        raise RuntimeError("Something could not be installed; pip says above what and why.")\
"""
REMARK = "\n# A PyTorch that is missing is a large download, which takes minutes."

DOI = re.compile(r"doi:(10\.\S+?)(?=\.?$)")
LINK = r"[doi:\1](https://doi.org/\1)"

LINKS = """\
<p class="course-take"><a href="{colab}">Open in Colab</a> \
<a href="{notebook}" download>Download notebook</a></p>
"""


def notebook_file(app: Sphinx, docname: str) -> Path:
    """Return where a page's notebook lies on the site."""
    return Path(app.outdir) / FOLDER / (docname.rpartition("/")[2] + ".ipynb")


def is_chapter(app: Sphinx, docname: str) -> bool:
    """Tell whether a page teaches: neither the cover nor the reference does."""
    return docname != app.config.root_doc and "reference" not in docname.split("/")


def has_code(doctree: nodes.document) -> bool:
    """Tell whether a page has code cells."""
    return any(n.get("nb_element") == "cell_code" for n in doctree.findall(nodes.container))


def imported(sources: list[str]) -> set[str]:
    """Return the top-level packages that some code cells import."""
    code = ast.parse("\n".join(map(plain_python, sources)))
    return {module.partition(".")[0] for module, _ in imports(code)}


def install_cell(sources: list[str], app: Sphinx) -> str:
    """Return the cell that installs the package with what the other cells import."""
    needed = sorted({"softmaxlab"} | imported(sources) & set(EXTRAS))
    extras = sorted({EXTRAS[name] for name in needed if name in EXTRAS})
    return INSTALL.format(
        needed=json.dumps(needed),
        remark=REMARK if "torch" in needed else "",
        extras=f"[{','.join(extras)}]" if extras else "",
        url=app.config.course_repository,
    )


def make_notebook(app: Sphinx, docname: str, doctree: nodes.document) -> nbformat.NotebookNode:
    """Return a chapter as a notebook without outputs."""
    executed = Path(app.outdir).parent / "jupyter_execute" / f"{docname}.ipynb"  # by myst-nb
    cells = nbformat.read(executed, 4).cells
    printer = Printer(app, docname)
    heading, *pieces = printer.page(doctree)
    if printer.sources:
        listed = "\n".join(f"- {DOI.sub(LINK, source)}" for source in printer.sources)
        pieces += ["## References", listed]

    title = doctree.next_node(nodes.title).astext()
    out = [new_markdown_cell(f"{heading}\n\n{INTRO.format(title=title, url=printer.url)}")]
    text: list[str] = []

    def close() -> None:
        if text:
            out.append(new_markdown_cell("\n\n".join(text)))
            text.clear()

    for piece in pieces:
        if isinstance(piece, str):
            text.append(piece)
            continue
        close()
        cell = cells[piece]
        hidden = piece in printer.folded or "hide-input" in cell.metadata.get("tags", [])
        metadata = {"cellView": "form", "jupyter": {"source_hidden": True}} if hidden else {}
        out.append(new_code_cell(cell.source, metadata=metadata))
    close()

    install = install_cell([c.source for c in out if c.cell_type == "code"], app)
    out.insert(1, new_code_cell(install))
    for i, cell in enumerate(out):
        cell["id"] = f"cell-{i}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=out, metadata={
        "kernelspec": kernel, "language_info": {"name": "python"}, "colab": {"provenance": []},
    })  # fmt: skip
    nbformat.validate(notebook)
    return notebook


def write_notebook(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write a chapter's notebook into the site, if the chapter has code."""
    if app.builder.format != "html":
        return
    file = notebook_file(app, docname)
    if not is_chapter(app, docname) or not has_code(doctree):
        file.unlink(missing_ok=True)  # the page may have had code once
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(make_notebook(app, docname, doctree), indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def link_notebook(
    app: Sphinx, page: str, template: str, context: dict[str, object], doctree: nodes.document
) -> None:
    """Put the two links below the chapter's title."""
    file = notebook_file(app, page)
    if doctree is None or not is_chapter(app, page) or not file.is_file():
        return
    links = LINKS.format(
        colab=read(app.config.course_repository).colab(file.name),
        notebook=context["pathto"](f"{FOLDER}/{file.name}", 1),
    )
    context["body"] = context["body"].replace("</h1>", f"</h1>\n{links}", 1)


def pin_package(app: Sphinx, exception: Exception | None) -> None:
    """Let every notebook install the package from the commit of these sources, if there is one."""
    if exception is not None or app.builder.format != "html":
        return
    head = commit(Path(app.confdir))
    address = re.escape(f"git+{app.config.course_repository}")
    for file in (Path(app.outdir) / FOLDER).glob("*.ipynb"):
        old = file.read_text(encoding="utf-8")
        pin = f"@{head}" if head else ""
        new = re.sub(rf'({address})(?:@[0-9a-f]+)?(?=\\")', rf"\g<1>{pin}", old)
        if new != old:
            file.write_text(new, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Print when all is resolved; the writer of HTML takes some nodes apart after that."""
    app.setup_extension("_ext.repository")
    app.connect("doctree-resolved", write_notebook, priority=900)
    app.connect("html-page-context", link_notebook)
    app.connect("build-finished", pin_package)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
