"""Each construct of the book becomes plain Markdown in a notebook."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import nbformat
import pytest
from support.notebooks import markdown
from support.small_book import CELL, build, make_book

# The book of all constructs is built once: these tests stay in one process.
pytestmark = [pytest.mark.builds, pytest.mark.xdist_group("constructs")]

BIB = """@book{known1900, author={Knowles, Ada}, title={On shares}, publisher={House}, year={1900},
doi={10.1000/a_b(1)}}
"""

# Each construct of the book, in MyST, and the lines of Markdown that it becomes.
CONSTRUCTS = {
    "words": (
        "*soft* and **hard**, `a|b` and `` x`y ``, 5\\$ and a_b, \\[1\\](2) and x\\<y, H{sub}`2`O",
        [
            r"*soft* and **hard**, `a|b` and ``x`y``, 5\$ and a_b, [1&#93;(2) and ",
            r"x&lt;y, H<sub>2</sub>O",
        ],
    ),
    "formula": (r"For $\softmax(z)\in\R^K$ and $a<b$.", [
        r"For $\operatorname{softmax}(z)\in\mathbb{R}^K$ and $a\lt b$."
    ]),
    "numbered equation": (
        "$$\n\\LSE(z)\n  \\le 3\n$$ (eq-small)\n\nSee {eq}`eq-small`.",
        [
            r"$$ \operatorname{LSE}(z) \le 3 \tag{1} $$",
            "See [(1)](https://owner.github.io/course/book/chapter.html#equation-eq-small).",
        ],
    ),
    "theorem and proof": (
        ":::{prf:theorem} Named\n:label: thm-x\nIt holds:\n\n$$\nx=x\n$$\n\nAlways.\n:::\n\n"
        ":::{dropdown} Proof\nBy $x$ alone.\n:::\n\nBy {prf:ref}`thm-x`.",
        [
            "> **Theorem 1** (Named)\n>\n> It holds:\n>\n> $$ x=x $$\n>\n> Always.",
            "<details><summary><b>Proof</b></summary>\n\nBy $x$ alone.\n\n</details>",
            "By [Theorem 1](https://owner.github.io/course/book/chapter.html#thm-x).",
        ],
    ),
    "proof box": (":::{prf:proof}\nClear.\n:::", ["> **Proof**\n>\n> Clear."]),
    "exercise and solution": (
        ":::{exercise} Easy: add\n:label: ex-add\nAdd.\n:::\n\n"
        ":::{solution-start} ex-add\n:class: dropdown\n:label: sol-add\n:::\nLike this:\n\n"
        + CELL % "total = 1 + 2"
        + "\nand so on.\n\n:::{solution-end}\n:::",
        [
            "> **Exercise 1** (Easy: add)\n>\n> Add.",
            "<details><summary><b>Solution to Exercise 1 (Easy: add)</b></summary>\n\n"
            "Like this:\n\n*The code is in the closed cell below.*\n\n</details>",
            "<details><summary><b>Solution to Exercise 1 (Easy: add), continued</b></summary>\n\n"
            "and so on.\n\n</details>",
        ],
    ),
    "quiz": (
        ":::{quiz}\nWhich $x$?\n\n- [x] This *one*.\n\n  It fits.\n- [ ] That one.\n\n"
        "  It does not: $x<y$.\n:::",
        [
            "> **Question**\n>\n> Which $x$?\n>\n> - This *one*.\n> - That one.",
            "<summary><b>Answer and reasons</b></summary>\n\n- This *one*.\n\n"
            "  **Right.** It fits.\n- That one.\n\n"
            r"  **Not this one.** It does not: $x\lt y$.",
        ],
    ),
    "first question": (
        CELL % ':tags: [remove-cell]\n\nfrom IPython.display import HTML' + "\n"
        + CELL % """HTML('<section data-widget="x" data-name="middle"></section>')"""
        + "\n:::{quiz}\n:figure: middle\n:label: quiz-first\n:check: Check, then drag *T*\n"
        "Does it rise?\n\n- [x] Yes.\n\n  It does.\n- [ ] No.\n\n  It does.\n:::\n\n"
        ":::{quiz}\n:again: quiz-first\nAnd now?\n\n- [x] Yes.\n\n  Still.\n- [ ] No.\n\n"
        "  It does.\n:::",
        [
            "> **Question**\n>\n> Does it rise?\n>\n> - Yes.\n> - No.\n\n<details>",
            "> **Question**\n>\n> And now?\n>\n> - Yes.",
        ],
    ),
    "gate": (
        "Which one? Decide, then look.\n\n" + CELL % ":tags: [look]\n\nseen = 5; seen",
        ["Which one? Decide, then look."],
    ),
    "folds": (
        ":::{deeper} Where it comes from\nFrom $x$.\n:::\n\n:::{in-practice}\nRound.\n:::",
        [
            "<details><summary><b>Deeper: Where it comes from</b></summary>\n\nFrom $x$.\n\n",
            "<details><summary><b>In practice</b></summary>\n\nRound.\n\n</details>",
        ],
    ),
    "card": (
        ":::{flashcard}\nWhat *counts*?\n\n$$\nx-y\n$$\n\nThe gap.\n\nTrap: not $x$.\n:::",
        [
            "> **Card**\n>\n> What *counts*?",
            "<summary><b>Answer</b></summary>\n\n$$ x-y $$\n\nThe gap.\n\n**Trap:** not $x$.",
        ],
    ),
    "set link": (
        CELL % "from softmaxlab.widgets import Temperature\n\nTemperature()"
        + "\nLook at it {set}`with a *low* $T$ <temperature: T:0.2>`.",
        ["Look at it with a *low* $T$ (`T:0.2`)."],
    ),
    "minutes": ("About {minutes}`minutes`.", [" minutes."]),
    "tabs": (
        "::::{tab-set}\n:::{tab-item} NumPy\nWith NumPy.\n:::\n:::{tab-item} PyTorch\nWith torch.\n"
        ":::\n::::",
        ["**NumPy**\n\nWith NumPy.\n\n**PyTorch**\n\nWith torch."],
    ),
    "boxes": (
        ":::{warning}\nCareful.\n\n- one\n- two\n:::\n\n:::{note}\nNoted.\n:::",
        ["> **Warning**\n>\n> Careful.\n>\n> - one\n> - two", "> **Note**\n>\n> Noted."],
    ),
    "figure": (
        ":::{figure} dot.png\n:name: fig-dot\n:alt: a dot in the middle\nOne dot.\n:::\n\n"
        "See {numref}`fig-dot`.",
        [
            "![a dot in the middle](https://owner.github.io/course/_images/dot.png)",
            "*Fig. 1.* One dot.",
            "See [Fig. 1](https://owner.github.io/course/book/chapter.html#fig-dot).",
        ],
    ),
    "table": (
        "| a | size |\n| --- | ---: |\n| x\\|y | $\\|x\\|$ |\n\n"
        ":::{list-table} Norms\n:header-rows: 1\n\n* - norm\n* - $\\|x\\|$\n:::",
        [
            "| a | size |\n| --- | --: |\n" r"| x\|y | $\vert x\vert $ |",
            "**Norms**\n\n| norm |\n| --- |\n" r"| $\Vert x\Vert $ |",
        ],
    ),
    "citation": (
        "As shown {cite}`known1900`.",
        ["As shown [[Knowles, 1900](https://owner.github.io/course/book/sources.html#id2)]."],
    ),
    "list": (
        "1. first\n\n   still first\n2. second\n   - inner",
        ["1. first\n\n   still first\n2. second\n\n   - inner"],
    ),
    "definitions": ("share\n: a part of one", ["**share**: a part of one"]),
    "footnote": ("Small print[^a].\n\n[^a]: Read it.", ["Small print<sup>[1]</sup>."]),
    "glossary": (
        ":::{glossary}\nlogit\n  A score.\n:::\n\nA {term}`logit` is one.",
        [
            "**logit**: A score.",
            "A [logit](https://owner.github.io/course/book/chapter.html#term-logit) is one.",
        ],
    ),
    "glue": (
        '```{code-cell} ipython3\n:tags: [remove-cell]\n\nfrom myst_nb import glue\n'
        'glue("half", f"{1 / 2:.2f}", display=False)\n```\n\nIt is {glue:text}`half`.',
        ["It is 0.50."],
    ),
    "quotation and code": (
        "> Said *so*.\n\n```sh\nmake book\n```", ["> Said *so*.", "```sh\nmake book\n```"]
    ),
    "links": (
        "[The cover](index.md) and [away](https://example.org/x).",
        ["[The cover](https://owner.github.io/course/book/index.html) and "
         "[away](https://example.org/x)."],
    ),
}  # fmt: skip

PICTURE = """---
mystnb:
  image:
    alt: A line that goes up from left to right
  figure:
    caption: It rises.
    name: fig-line
---
import matplotlib.pyplot as plt
fig = plt.plot([0, 1])"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with one chapter that holds every construct, built."""
    folder = tmp_path_factory.mktemp("constructs")
    text = "# A chapter\n\n" + "\n\n".join(
        f"## About {name}\n\n{myst}" for name, (myst, _) in CONSTRUCTS.items()
    )
    text += f"\n\n## Cells\n\n{CELL % PICTURE}\n\n" + (
        "```{code-cell} ipython3\n:tags: [hide-input]\n\nhidden = 3\n```\n\n"
        "```{code-cell} ipython3\n:tags: [skip-execution]\n\nlive = 4\n```\n\n"
        "```{code-cell} ipython3\nimport torch\n\nasked = 5\n```\n"
    )
    sources = "# Sources\n\n```{bibliography}\n```\n"
    make_book(folder, BIB, index="# Cover\n\n[x](chapter.md)\n", chapter=text, sources=sources)
    # The smallest of pictures: one grey pixel.
    (folder / "book" / "dot.png").write_bytes(bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
        "3a7e9b550000000a49444154789c63a80700008100818a45ca410000000049454e44ae426082"
    ))  # fmt: skip
    config = (folder / "_config.yml").read_text()
    address = "https://github.com/owner/course"
    config = re.sub(r"url: https://github\S+", f"url: {address}", config)
    (folder / "_config.yml").write_text(config)
    code, output = build(folder)
    assert code == 0, output
    return folder


@pytest.fixture(scope="module")
def notebook(book: Path) -> nbformat.NotebookNode:
    return nbformat.read(book / "_build" / "html" / "_notebooks" / "chapter.ipynb", 4)


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_a_construct_becomes_plain_markdown(notebook: nbformat.NotebookNode, name: str) -> None:
    text = markdown(notebook)
    section = text.split(f"## About {name}\n\n")[1].split("\n\n## ")[0]
    for expected in CONSTRUCTS[name][1]:
        assert expected in section, section


def test_cells_keep_their_code_and_lose_the_book(notebook: nbformat.NotebookNode) -> None:
    cells = {c.source: c.metadata for c in notebook.cells if c.cell_type == "code"}
    closed = {"cellView": "form", "jupyter": {"source_hidden": True}}
    assert cells["hidden = 3"] == closed
    assert cells["total = 1 + 2"] == closed  # it stands in a solution
    assert cells["seen = 5; seen"] == {}  # a gate is the cell that the reader has yet to run
    assert cells["live = 4"] == {}  # a tag would keep it from running
    assert not any("glue" in source for source in cells)
    assert notebook.cells[0].source.startswith("# A chapter\n")
    assert "*Fig. 2.* It rises." in markdown(notebook)
    assert "<sup>[1]</sup> Read it." in markdown(notebook)
    assert markdown(notebook).endswith(
        "## References\n\n"
        "- Ada Knowles. On shares. House, 1900. "
        "[doi:10.1000/a_b(1)](https://doi.org/10.1000/a_b(1))."
    )


def test_the_first_code_cell_installs_what_the_others_need(
    notebook: nbformat.NotebookNode,
) -> None:
    install, *_ = [c.source for c in notebook.cells if c.cell_type == "code"]
    assert '"softmaxlab[torch] @ git+https://github.com/owner/course"' in install
    assert '["softmaxlab", "torch"]' in install
    assert install.startswith("# Installs what is missing.")


def test_the_first_code_cell_keeps_numpy_and_pytorch(
    notebook: nbformat.NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    code = re.sub(r"%pip (.*)", r"pip(f'\1')", notebook.cells[1].source)
    exec(code, {"pip": asked.append})  # softmaxlab and torch are here, so there is nothing to do
    assert asked == []
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(RuntimeError, match="could not be installed; pip says"):
        exec(code, {"pip": asked.append})  # this pip does nothing
    constraints = Path(re.search(r'--constraint "([^"]+)"', asked[0])[1])
    kept = set(constraints.read_text().splitlines())
    assert kept == {f"{name}=={version(name)}" for name in ("numpy", "torch")}


def test_the_cover_and_pages_without_code_have_none(book: Path) -> None:
    names = [p.name for p in (book / "_build" / "html" / "_notebooks").iterdir()]
    assert names == ["chapter.ipynb"]
    for page in ("index", "sources"):
        assert "Open in Colab" not in (book / f"_build/html/book/{page}.html").read_text()


def test_the_same_chapter_gives_the_same_bytes(book: Path) -> None:
    file = book / "_build" / "html" / "_notebooks" / "chapter.ipynb"
    before = file.read_bytes()
    file.unlink()
    (book / "book" / "chapter.md").touch()
    code, output = build(book)
    assert code == 0, output
    assert file.read_bytes() == before


def test_what_has_no_form_in_a_notebook_stops_the_build(tmp_path: Path) -> None:
    text = "# Chapter\n\n```{raw} html\n<b>bold</b>\n```\n\n" + CELL % "1"
    code, output = build(make_book(tmp_path, index="# Cover\n", chapter=text))
    assert code != 0
    assert "raw has no form in a notebook" in output
