"""Which tests run, and what is shown below their results.

``CHAPTER=softmax`` in the environment leaves the tests of that chapter and of the widgets it shows.
Clocks are printed, never asserted on: what tests measure, the slowest of them, and what each
chapter and each widget costs.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable

import pytest

try:
    from support.subjects import about, subject
except ModuleNotFoundError:  # the source distribution holds the package's own tests alone

    def about(chapter: str) -> set[str]:
        return set()

    def subject(nodeid: str) -> str:
        return ""


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Note a measurement in words: it is printed at the end of the run."""
    return lambda words: record_property("measured", words)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests of one chapter, if one is named."""
    chapter = os.environ.get("CHAPTER")
    if not chapter:
        return
    try:
        wanted = about(chapter)
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None
    config.hook.pytest_deselected(items=[i for i in items if subject(i.nodeid) not in wanted])
    items[:] = [item for item in items if subject(item.nodeid) in wanted]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the measurements and the costs, whichever process made them."""
    reports = [
        report
        for group in terminalreporter.stats.values()
        for report in group
        if isinstance(report, pytest.TestReport)
    ]
    words = [
        str(value)
        for report in reports
        if report.when == "call"
        for name, value in report.user_properties
        if name == "measured"
    ]
    tests: Counter[str] = Counter()
    subjects: Counter[str] = Counter()
    for report in reports:
        tests[report.nodeid] += report.duration
        subjects[subject(report.nodeid)] += report.duration
    slowest = [f"{seconds:6.1f} s  {name}" for name, seconds in tests.most_common(10)]
    costs = [f"{seconds:6.1f} s  {name}" for name, seconds in subjects.most_common() if name]
    for title, lines in {
        "measured": sorted(words),
        "ten slowest": slowest if len(tests) > 10 else [],
        "what each chapter and each widget costs": costs,
    }.items():
        if lines:
            terminalreporter.section(title)
        for line in lines:
            terminalreporter.line(line)
