"""Writing the rule tests that are missing: cases are tried, the simplest first, until one covers what no test does.

What is suggested was run: it says what the process does today, and whether that is right is for a person to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, islice
from typing import Any

from sca_flow.errors import InputError
from sca_flow.events import Refused
from sca_flow.rules.model import START
from sca_flow.rules.policy import Dates
from sca_flow.states.names import Step
from sca_flow.states.row import Row
from sca_flow.workbench.coverage import Coverage
from sca_flow.workbench.measure import NOT_QUORATE, Key, Measure, outcome
from sca_flow.workbench.nearest import days_of_change
from sca_flow.workbench.rule_test_files import RuleTest, as_yaml
from sca_flow.workbench.rule_tests import Applied, Run, run, shipped_policy
from sca_flow.workbench.trials import Trial, as_test, otherwise, plain, ruled_otherwise

SOME_DAY = date(2021, 6, 1)
"""The day of a test that is about no day in particular: panels sat."""
LATE = date(2026, 11, 2)
"""A day on which every rule that ever began holds."""
LIMIT = 8_000
"""How many cases are tried for one thing."""


@dataclass(frozen=True)
class Suggested:
    """Tests that together cover what was missing, and that for which no case was found."""

    tests: tuple[Mapping[str, Any], ...]
    not_found: tuple[str, ...]

    def as_yaml(self) -> str:
        """A file of rule tests."""
        return as_yaml(self.tests, comments=[f"No case was found for: {what}." for what in self.not_found])


def suggest(
    coverage: Coverage, applied: Applied = shipped_policy, *, progress: Callable[[str], None] = lambda what: None
) -> Suggested:
    """Find tests for what is missing; each was run, and passed."""
    missing = {item.key: item.what for item in coverage.missing}
    tests: list[Mapping[str, Any]] = []
    not_found: list[str] = []
    while missing:
        key, what = next(iter(missing.items()))
        progress(what)
        search = islice(_trials(key, coverage.measure), LIMIT)
        found = next(filter(None, (_covering(key, what, trial, coverage.measure, applied) for trial in search)), None)
        if found is None:
            not_found.append(missing.pop(key))
            continue
        test, covered = found
        tests.append(test)
        missing = {key: what for key, what in missing.items() if key not in covered}
    return Suggested(tuple(tests), tuple(not_found))


def _covering(
    key: Key, what: str, trial: Trial, measure: Measure, applied: Applied
) -> tuple[Mapping[str, Any], set[Key]] | None:
    """The test that a trial makes, and all that it covers, when it covers what is asked for."""
    try:
        tried = _run(as_test(trial, what), applied)
    except (InputError, ValueError):  # changes that do not go together
        return None
    seen = tried.seen[-1]
    row = seen.scene.row(seen.event.step)
    if row is None or not row.when.possible(seen.scene.rules.values) or key not in measure.covered(tried):
        return None
    if key[::2] == ("guard", "refuses") and isinstance(seen.event, Refused) and len(seen.event.reasons) > 1:
        return None  # a guard is shown best where it refuses alone
    test = as_test({**trial, **_came(tried)}, f"{what}: {row.step} at {row.stage}")
    passed = _run(test, applied)
    return (test, measure.covered(passed)) if passed.passed else None


def _run(test: Mapping[str, Any], applied: Applied) -> Run:
    made = RuleTest.model_validate(test)
    return run(made, made.on[0], made.policies[0], applied)


def _came(tried: Run) -> Trial:
    """What came of a trial, as a test expects it."""
    event = tried.seen[-1].event
    reasons = [reason["guard"] for reason in event.reasons] if isinstance(event, Refused) else []
    expected = {("expect", "refused_by"): reasons} if reasons else {}
    return {**expected, ("then", "stage"): tried.attempt.case.stage.value}


def _trials(key: Key, measure: Measure) -> Iterator[Trial]:
    """Trials that bear on a thing to cover: plain ones, then with one thing otherwise, then with two.

    One fact of the case is simpler than another policy; of two things, one mostly has to be the policy.
    """
    begin = [(row, _plain(key, row, day, measure)) for day in _days(key, measure) for row in _rows(key, measure)]
    yield from (trial for _, trial in begin)
    for number in (1, 2):
        for row, trial in begin:
            facts = list(otherwise(trial))
            policies = list(ruled_otherwise(row, measure, date.fromisoformat(trial["test", "on"])))
            for some in combinations(facts + policies if number == 1 else policies + facts, number):
                yield {place: value for part in (trial, *some) for place, value in part.items()}


def _plain(key: Key, row: Row, day: date, measure: Measure) -> Trial:
    trial = plain(row, day, measure.policy.in_force(Dates.all_on(day)).values)
    if key[0] == "variant":
        return {**trial, ("test", "policies"): key[1]}
    aim = row.step == Step.WAIT and key[0] in ("value", "day")  # known by its deadline, to which time then passes
    return {**trial, ("with", "until"): None} if aim else trial


def _rows(key: Key, measure: Measure) -> list[Row]:
    """The rows that bear on a thing to cover."""
    kind, name, side = key
    rows = measure.table.rows
    if kind == "guard":
        return [row for row in rows if any(guard.id == name for guard in row.guards)]
    if kind == "outcome":
        return [row for row in rows if outcome(row) == key or (side == NOT_QUORATE and row.step == name)]
    if kind == "safeguard":
        steps = next(invariant.steps for invariant in measure.invariants if invariant.id == name)
        return [row for row in rows if row.step in steps]
    rule = side if kind == "variant" else name
    reading = [row for row in rows if rule in row.when.rules or any(rule in guard.rules for guard in row.guards)]
    return reading or [row for row in rows if row.step == Step.WAIT]


def _days(key: Key, measure: Measure) -> list[date]:
    """The days on which to try it."""
    kind, name, side = key
    if kind == "day":
        return [date.fromisoformat(side)]
    if kind == "value":
        rule = measure.policy.rules[name]
        days = [SOME_DAY, LATE, START, *days_of_change(rule)]
        return [day for day in days if rule.values[int(side)] in rule.versions_on(day)]
    return [SOME_DAY, LATE, START - timedelta(days=1)]
