"""What the tests measure is shown below their results; clocks are printed, never asserted on."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Note a measurement in words: it is printed at the end of the run."""
    return lambda words: record_property("measured", words)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the measurements, whichever process made them."""
    reports = [r for group in terminalreporter.stats.values() for r in group]
    lines = [
        str(words)
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, words in report.user_properties
        if name == "measured"
    ]
    if lines:
        terminalreporter.section("measured")
        for line in sorted(lines):
            terminalreporter.line(line)
