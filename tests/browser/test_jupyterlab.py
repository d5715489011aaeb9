"""Widgets in a real JupyterLab, with a kernel behind them: rendered, worked by hand, read back."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect
from support.names import page_name
from support.places import NOTEBOOKS
from support.programs import differences
from support.programs import run as run_programs
from support.widget_page import LIVE, WidgetPage
from support.widgets import WIDGETS

from softmaxlab import widgets

pytest.importorskip("jupyterlab")

FILES = sorted(NOTEBOOKS.glob("*.ipynb"))

# The state of each widget that the notebook has displayed, as Python holds it: name and traits.
READ_BACK = """\
import json
import softmaxlab.widgets as shown
displayed = [w for value in list(Out.values()) for w in getattr(value, "children", (value,))]
for value in displayed:
    name = type(value).__name__
    if name in shown.__all__:
        traits = getattr(shown, name).class_own_traits(sync=True)
        print(name, json.dumps({trait: getattr(value, trait) for trait in traits}))
"""

CELLS = [
    "from softmaxlab.widgets import Temperature\nw = Temperature()\nw",
    "print('T is', w.T, 'and z is', w.z)",
    "w.T = 'inf'; w.z = [3, 1]",
]


EVERY = [f"from softmaxlab.widgets import {name}\n{name}()" for name in widgets.__all__]


def notebook_of(cells: list[str]) -> nbformat.NotebookNode:
    """A notebook with these cells."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    notebook.cells = [nbformat.v4.new_code_cell(text, id=f"c{i}") for i, text in enumerate(cells)]
    return notebook


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab with notebooks of our own and the site's, on a free port, with own settings.

    All but the first have one more cell at their end, as a reader might type it: it tells the state
    of the widgets that the notebook has displayed.
    """
    home = tmp_path_factory.mktemp("lab")
    (home / "work").mkdir()
    nbformat.write(notebook_of(CELLS), home / "work" / "try.ipynb")
    nbformat.write(
        notebook_of(["import softmaxlab", *EVERY, READ_BACK]), home / "work" / "every.ipynb"
    )
    for file in FILES:
        copy = nbformat.read(file, 4)
        copy.cells.append(nbformat.v4.new_code_cell(READ_BACK, id="read-back"))
        nbformat.write(copy, home / "work" / file.name)
    settings = home / "settings" / "@jupyterlab"
    for plugin, chosen in {
        "apputils-extension/notification": {"fetchNews": "false"},
        "notebook-extension/tracker": {"windowingMode": "none"},  # cells stay when out of sight
    }.items():
        place = settings / f"{plugin}.jupyterlab-settings"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(chosen))
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"),
        *("--ServerApp.port_retries=0", "--IdentityProvider.token="),
        f"--ServerApp.root_dir={home / 'work'}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        *(["--allow-root"] if os.geteuid() == 0 else []),
    ]
    places = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "spaces",
        "IPYTHONDIR": "ipython",
    }
    environment = {**os.environ, **{name: str(home / folder) for name, folder in places.items()}}
    log = (home / "log").open("w")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if server.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{url}/api", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail("JupyterLab did not start: " + (home / "log").read_text())
        assert server.poll() is None, (home / "log").read_text()
        yield f"{url}/lab/workspaces"
    finally:
        server.terminate()
        server.wait(60)
        log.close()


@pytest.fixture
def notebook(chromium: Browser, lab: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A notebook, opened; ours, unless a test names another."""
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.route("**/*", lambda r: r.continue_() if "127.0.0.1" in r.request.url else r.abort())
    page = context.new_page()
    page.set_default_timeout(120_000)
    name = getattr(request, "param", "try.ipynb")
    space = Path(name).stem  # a workspace of its own: one notebook is open
    page.goto(f"{lab}/{space}/tree/{name}")
    page.locator(".jp-Notebook .jp-CodeCell").nth(2).wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    yield page
    context.close()


def run(page: Page, number: int) -> None:
    cell = page.locator(".jp-CodeCell").nth(number)
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")


def test_live_in_jupyterlab(notebook: Page) -> None:
    root = notebook.locator("section[data-widget=temperature][data-ready]")
    for _ in range(5):  # a kernel that is still starting may not answer the first time
        run(notebook, 0)
        try:
            root.wait_for(timeout=20_000)
            break
        except TimeoutError:
            continue
    assert root.count() == 1, notebook.locator(".jp-Notebook").inner_text()
    p0 = root.locator('output[data-k="p0"]')
    expect(p0).to_have_text("0.6590")
    assert root.get_by_role("button", name="Copy link").count() == 0  # links are for pages
    assert notebook.locator(".smx-still").count() == 0
    expect(root.get_by_label("outlier at 6")).to_be_hidden()

    # Arrow keys reach the slider, and not the notebook.
    slider = root.get_by_label("Temperature T")
    slider.focus()
    for _ in range(10):
        notebook.keyboard.press("ArrowLeft")
    expect(p0).to_have_text("0.8638")
    assert slider.evaluate("(n) => n === document.activeElement")
    root.get_by_label("z[2]").focus()
    notebook.keyboard.press("ArrowRight")
    expect(p0).to_have_text("0.8601")

    # Python sees it.
    run(notebook, 1)
    output = notebook.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea-output")
    expect(output).to_have_text("T is 0.5 and z is [2.0, 1.0, 0.2]")

    # And what Python sets, the reader sees.
    run(notebook, 2)
    expect(p0).to_have_text("0.5000")
    expect(root.locator("output[data-k=p2]")).to_have_count(0)
    box = root.get_by_label("Temperature as a number")
    expect(box).to_have_value("∞")
    box.fill("00.5")  # in command mode, 0 0 would ask to restart the kernel
    notebook.keyboard.press("Enter")
    expect(p0).to_have_text("0.9820")
    assert notebook.locator(".jp-Dialog").count() == 0


CHAPTERS = [pytest.param(file.name, marks=pytest.mark.nightly) for file in FILES]


@pytest.mark.parametrize("notebook", ["every.ipynb", *CHAPTERS], indirect=True)
def test_widgets_are_live_and_heard(notebook: Page, measured) -> None:
    last = notebook.locator(".jp-CodeCell").last
    told = last.locator(".jp-OutputArea-output").first
    for _ in range(8):  # a kernel that is still starting may not answer the first time
        run(notebook, 0)
        try:
            first = notebook.locator(".jp-CodeCell").first.locator(".jp-InputPrompt")
            expect(first).to_have_text(re.compile(r"\[\d+\]:"), timeout=10_000)
            break
        except AssertionError:
            notebook.keyboard.press("Escape")  # it may have asked something
    assert notebook.locator(".jp-Dialog").count() == 0, notebook.locator(".jp-Dialog").inner_text()
    notebook.get_by_role("menuitem", name="Run", exact=True).click()
    notebook.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    told.wait_for()
    before = states(told.inner_text())
    assert before
    shown = [WidgetPage(notebook, i) for i, _ in enumerate(before)]
    for widget in shown:
        widget.root.scroll_into_view_if_needed()
        program = widget.program()
        handles = widget.root.locator(".smx-handle:visible")
        if handles.count():
            handles.first.scroll_into_view_if_needed()
            widget.drag(handles.first, 25, 25)
        else:
            widget.press(widget.root.locator("input[type=range]").first, "ArrowRight")
        expect(widget.root.locator(".smx-code")).not_to_have_text(program)
    old = told.inner_text()
    last.scroll_into_view_if_needed()
    last.locator(".cm-content").click()
    notebook.keyboard.press("Control+Enter")
    expect(told).not_to_have_text(old)
    after = states(told.inner_text())
    assert notebook.locator(LIVE).count() == len(after) == len(before)
    for widget, old_state, (name, state) in zip(shown, before, after, strict=True):
        assert (name, state) != old_state
        entry = WIDGETS[page_name(name)]
        expected = entry.program_state(entry.cls(**state))
        (answer,) = run_programs([(widget.program(), [], list(expected))])
        assert differences(answer, expected) == [], name
    names = ", ".join(name for name, _ in after)
    measured(f"{names}: dragged in JupyterLab, and Python holds what the program says")
    assert notebook.locator(".jp-Cell .jp-mod-error, [data-mime-type*=stderr]").count() == 0


def states(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Name and traits of each widget that a notebook has told."""
    return [(name, json.loads(traits)) for name, _, traits in
            (line.partition(" ") for line in text.splitlines())]  # fmt: skip
