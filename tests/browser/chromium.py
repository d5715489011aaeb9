"""Find a Chromium for the tests: run as a script it also installs one where it can.

The order: the environment variable CHROMIUM, one on the PATH, the one that Playwright has
downloaded, one that Playwright can download now, Debian's package when we are root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CURE = (
    "No Chromium was found for the browser tests: install one "
    "(Debian and Ubuntu: `apt-get install chromium`; anywhere: `playwright install chromium`) "
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
    if on_path:
        return on_path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def launch_arguments() -> list[str]:
    """Command-line switches: quiet in the background; root cannot use the sandbox."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--disable-background-networking", *(["--no-sandbox"] if root else [])]


def install() -> None:
    """Download Playwright's Chromium or, as root on Debian, install the distribution's."""
    print("Looking for a Chromium to download ...", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, capture_output=True, timeout=900, check=False).returncode == 0:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's chromium ...", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(
                ["apt-get", "-q", *step], env=environment, check=False, stdout=subprocess.DEVNULL
            )


def main() -> None:
    """Make sure that there is one, or say in a sentence what to do."""
    if find() is None:
        try:
            install()
        except (OSError, subprocess.TimeoutExpired, Error) as error:
            print(error)
    executable = find()
    if executable is None:
        sys.exit(CURE)
    print(f"Chromium for the tests: {executable}")


if __name__ == "__main__":
    main()
