"""Take the README's picture: a figure of the built site at work, in light and in dark.

``make picture`` runs it. The figure is the first one of the chapter on temperature, whose slider is
moved as a reader moves it, so that the bars leave their trails.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import sync_playwright

from support import chromium
from support.places import ROOT

PAGE = ROOT / "_build" / "html" / "book" / "temperature.html"
FIGURE = "section[data-widget=temperature][data-ready]"
SETTLED = 400  # ms


def take(theme: str) -> Path:
    """Take the picture in one theme; return its file."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.launch_arguments()
        )
        page = browser.new_page(
            viewport={"width": 1280, "height": 850}, color_scheme=theme, device_scale_factor=2
        )
        page.goto(PAGE.as_uri())
        figure = page.locator(FIGURE).first
        figure.evaluate("(n) => n.dispatchEvent(new CustomEvent('smx-lock', { detail: false }))")
        slider = figure.locator("input[type=range]").first
        for key in ("Home", *["ArrowRight"] * 41, *["ArrowLeft"] * 7):
            slider.press(key)
        slider.blur()
        page.mouse.move(0, 0)
        page.wait_for_timeout(SETTLED)
        file = ROOT / ".github" / f"figure-{theme}.png"
        figure.screenshot(path=file)
        browser.close()
    return file


if __name__ == "__main__":
    for theme in ("light", "dark"):
        file = take(theme)
        print(f"{os.path.relpath(file)}: {file.stat().st_size:,} bytes")
