"""The widget in a real JupyterLab, with a kernel behind it: rendered, worked by keys, read back."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

pytest.importorskip("jupyterlab")

CELLS = [
    "from softmaxlab.widgets import Temperature\nw = Temperature()\nw",
    "print('T is', w.T, 'and z is', w.z)",
    "w.T = 'inf'; w.z = [3, 1]",
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab with one notebook, on a free port, with settings of its own."""
    home = tmp_path_factory.mktemp("lab")
    (home / "work").mkdir()
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "cells": [{**cell, "id": f"c{i}", "source": text} for i, text in enumerate(CELLS)],
    }
    (home / "work" / "try.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    quiet = home / "settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
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
        yield f"{url}/lab/tree/try.ipynb"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture
def notebook(chromium: Browser, lab: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.route("**/*", lambda r: r.continue_() if "127.0.0.1" in r.request.url else r.abort())
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(lab)
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
    assert notebook.locator(".smx-fallback").count() == 0
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
