"""The rule tests that ship: each passes, and together they cover the process and notice when it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from sca_flow.rules.loader import shipped_variants
from sca_flow.workbench.coverage import Coverage, coverage
from sca_flow.workbench.measure import Measure
from sca_flow.workbench.mutate import guards, loosened
from sca_flow.workbench.nearest import told
from sca_flow.workbench.rule_test_files import SHIPPED, RuleTest, files, read_tests
from sca_flow.workbench.rule_tests import Run, run, run_file

FILES = list(files([SHIPPED]))


def planned() -> Iterator[object]:
    for path in FILES:
        for test, line in read_tests(path):
            for policy in test.policies:
                for on in test.on:
                    name = f"{path.stem}: {test.name} [{on}, {policy}]"
                    yield pytest.param(test, on, policy, str(path), line, id=name)


@pytest.mark.parametrize(("test", "on", "policy", "file", "line"), list(planned()))
def test_shipped(test: RuleTest, on: date, policy: str, file: str, line: int | None) -> None:
    ran = run(test, on, policy, file=file, line=line)
    assert ran.passed, "\n".join([f"{file}:{line}", *told(ran)])


@cache
def runs() -> tuple[Run, ...]:
    return tuple(ran for path in FILES for ran in run_file(path))


@cache
def covered() -> Coverage:
    return coverage(runs(), Measure.shipped())


def test_there_are_at_least_sixty() -> None:
    assert covered().tests >= 60


def test_everything_there_is_to_cover_is_covered() -> None:
    assert not covered().missing, "\n".join(covered().lines())


def test_every_shipped_variant_is_tested() -> None:
    under = {name for ran in runs() for name in ran.policy.split("+")}
    assert set(shipped_variants().by_id) <= under


@pytest.mark.parametrize("guard", guards())
def test_some_test_fails_when_a_guard_is_loosened(guard: str) -> None:
    refused = next(item for item in covered().items if item.key == ("guard", guard, "refuses")).tests
    about_it = [ran for ran in runs() if ran.name in refused]
    assert not all(run(ran.test, ran.on, ran.policy, table=loosened(guard)).passed for ran in about_it)


def test_no_file_is_longer_than_a_person_reads_at_a_sitting() -> None:
    assert not [path.name for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > 250]
