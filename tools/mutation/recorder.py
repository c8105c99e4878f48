"""A pytest plugin: record which test runs which line, and how long each test takes."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path
from time import perf_counter

import coverage
import pytest

_seconds: dict[str, float] = {}
_failed: set[str] = set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Name each line that runs after the test that runs it."""
    recording, started = coverage.Coverage.current(), perf_counter()
    if recording is not None:
        recording.switch_context(item.nodeid)
    result = yield
    _seconds[item.nodeid] = perf_counter() - started
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember the tests that fail without any fault; they cannot notice one."""
    if report.failed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Write how long each test took to a file."""
    passed = {name: took for name, took in _seconds.items() if name not in _failed}
    Path(os.environ["MUTATION_SECONDS"]).write_text(json.dumps(passed), encoding="utf-8")
