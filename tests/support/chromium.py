"""Find a Chromium for the tests: run as a script it also installs one where it can.

Its headless shell draws the same pages at a third of the cost, so it comes first. The order: the
environment variable CHROMIUM; a headless shell on the PATH, then a whole browser; the one that
Playwright has downloaded, or can download now; Debian's packages when we are root.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
)
INSTALL = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
DEBIAN = ("chromium-headless-shell", "chromium")
ADVICE = (
    "No Chromium was found for the browser tests: install one "
    "(Debian and Ubuntu: `apt-get install chromium-headless-shell` or `chromium`; "
    "anywhere: `playwright install --only-shell chromium`) "
    "or name one with CHROMIUM=/path/to/chromium."
)


def find() -> str | None:
    """Path of a Chromium that is there already, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            sys.exit(f"CHROMIUM names {named!r}, and there is no such file.")
        return named
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or downloaded()


def downloaded() -> str | None:
    """Path of the headless shell, or else the browser, that Playwright keeps for itself."""
    plan = subprocess.run([*INSTALL, "--dry-run"], capture_output=True, text=True, check=False)
    folders = re.findall(r"Install location:\s+(\S.*)", plan.stdout)
    shells = [file for folder in folders for file in Path(folder).glob("*/*headless?shell")]
    with sync_playwright() as playwright:
        everything = [*shells, Path(playwright.chromium.executable_path)]
    return next((str(file) for file in everything if file.is_file()), None)


def launch_arguments() -> list[str]:
    """Command-line switches: quiet in the background; root cannot use the sandbox."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--disable-background-networking", *(["--no-sandbox"] if root else [])]


def install() -> None:
    """Download Playwright's headless shell or, as root on Debian, install the distribution's."""
    print("Looking for a Chromium to download ...", flush=True)
    if subprocess.run(INSTALL, capture_output=True, timeout=900, check=False).returncode == 0:
        return
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        return
    apt = ["apt-get", "-q"]
    quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": False}
    subprocess.run([*apt, "update"], stdout=subprocess.DEVNULL, **quiet)
    for package in DEBIAN:
        print(f"Installing Debian's {package} ...", flush=True)
        step = [*apt, "install", "-y", "--no-install-recommends", package]
        if subprocess.run(step, stdout=subprocess.DEVNULL, **quiet).returncode == 0:
            return


def version(executable: str) -> str:
    """What it calls itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=launch_arguments())
        return browser.version


def main() -> None:
    """Make sure that there is one, or say in a sentence what to do."""
    if find() is None:
        try:
            install()
        except (OSError, subprocess.TimeoutExpired, Error) as error:
            print(error)
    executable = find()
    if executable is None:
        sys.exit(ADVICE)
    print(f"Chromium for the tests: {executable}, version {version(executable)}")


if __name__ == "__main__":
    main()
