"""Scenario tests as pytest's own: the model path and every test of a scenario is an item.

Where the program is installed pytest finds it by itself: ``pytest PATH`` of a scenario's folder, of a course's, or of a
test.  pytest itself does not come with the program, and the program is loaded when there is something to play.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sca_flow.workbench.pytest_item import Failed, Item

if TYPE_CHECKING:
    from sca_flow.workshop.scripts import ToPlay

SCENARIO = "scenario.yaml"


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """A scenario's own file holds its model path, and a YAML file in its folder ``tests`` a test."""
    test = file_path.suffix == ".yaml" and file_path.parent.name == "tests"
    if file_path.name == SCENARIO or (test and (file_path.parent.parent / SCENARIO).is_file()):
        return _File.from_parent(parent, path=file_path)
    return None


class _File(pytest.File):
    """A file with one script."""

    def collect(self) -> Iterator[pytest.Item]:
        from sca_flow.rules.loader import shipped
        from sca_flow.workshop.scripts import read_test

        of_model = self.path.name == SCENARIO
        one = _model_path(self.path.parent if of_model else self.path.parent.parent)
        if one.scenario is not None and not of_model:
            one = read_test(self.path, one.scenario, shipped())
        yield _Item.from_parent(self, name=one.name, one=one)


@cache
def _model_path(folder: Path) -> ToPlay:
    """The model path of a scenario, which is read once for all its tests."""
    from sca_flow.rules.loader import shipped
    from sca_flow.workshop.scripts import model_path

    return model_path(folder, shipped())


class _Item(Item):
    """One script."""

    def __init__(self, *, one: ToPlay, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.one = one

    def runtest(self) -> None:
        """Fail, in words, when it departs or cannot be read."""
        from sca_flow.rules.loader import shipped
        from sca_flow.workshop.scenario_tests import played

        tested = played(self.one, shipped())
        if tested.outcome != "passed":
            raise Failed("\n".join(tested.lines()))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands."""
        line = self.one.script.line() if self.one.script is not None else None
        return self.path, (line or 1) - 1, self.name
