"""Rule tests as pytest's own: ``pytest -p sca_flow.workbench.pytest_plugin PATH`` collects every YAML file there.

Each test is an item for each of its dates and policies.  pytest itself does not come with the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sca_flow.errors import InputError
from sca_flow.workbench.nearest import told
from sca_flow.workbench.pytest_item import Failed, Item
from sca_flow.workbench.rule_tests import Run, run_file


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """Every YAML file holds rule tests."""
    return _File.from_parent(parent, path=file_path) if file_path.suffix == ".yaml" else None


class _File(pytest.File):
    """A file of rule tests; it is run as it is collected, since that takes a thousandth of a second a test."""

    def collect(self) -> Iterator[pytest.Item]:
        try:
            for run in run_file(self.path):
                yield _Item.from_parent(self, name=run.name, run=run)
        except InputError as error:
            raise self.CollectError(str(error)) from error


class _Item(Item):
    """One test on one date under one policy."""

    def __init__(self, *, run: Run, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.run = run

    def runtest(self) -> None:
        """Fail, in words, when the run did."""
        if not self.run.passed:
            raise Failed("\n".join(told(self.run)))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the test stands in its file."""
        return self.path, (self.run.line or 1) - 1, self.name
