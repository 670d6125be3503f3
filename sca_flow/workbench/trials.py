"""Cases to try for a row of the table: a plain one, and one thing or another that could be otherwise in it.

A trial is a rule test with one step, as a flat mapping: each value by its section of the test and its name there.  A
change is another such mapping, put over it; None takes a value out.  Positions are given: a case need not be able to
come there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sca_flow.people import Role
from sca_flow.rules.model import START, Decision, Ground, Rule
from sca_flow.rules.policy import Rules
from sca_flow.states.guards import roles_of
from sca_flow.states.names import Field, Stage, Status, Step, form
from sca_flow.states.row import Row
from sca_flow.workbench.measure import Measure
from sca_flow.workbench.nearest import alternatives

Place = tuple[str, str]
Trial = Mapping[Place, Any]

_SEATS = {"police": "present", "local_authority": "present", "ngo": "present"}
_NAMES = {Role.PANEL_CHAIR: "chair", Role.PANEL_MEMBER: "police"}
"""Whom a test names for a role that it does not name after itself."""
_PEOPLE = (
    *(role.value for role in Role if role not in _NAMES),
    *_NAMES.values(),
    "another_chair",
    "another_caseworker",
)


def plain(row: Row, day: date, rules: Rules) -> Trial:
    """A trial of a row's step, by whoever does it, with all that is asked recorded."""
    role = roles_of(row.by, rules)[0]
    trial: dict[Place, Any] = {
        ("test", "on"): day.isoformat(),
        ("given", "stage"): row.stage.value,
        ("step", "step"): row.step.value,
        ("step", "by"): _NAMES.get(role, role.value),
    }
    if row.stage == Stage.PANEL_SITTING:
        trial["given", "members"] = _SEATS
    asked = {field.name: _filled(field) for field in form(row.step) if field.required or field.asks == "people"}
    if row.step == Step.WAIT:
        asked["until"] = (day + timedelta(days=1)).isoformat()
    return trial | {("with", name): value for name, value in asked.items()}


def _filled(field: Field) -> Any:
    if field.asks == "person":
        return "chair" if field.name == "chair" else "police"
    if field.asks == "choice":
        return str(field.choices[0])
    return {"people": list(_SEATS), "flag": True}.get(field.asks, "As the test has it.")


def otherwise(trial: Trial) -> Iterator[Trial]:
    """What could be otherwise in the case, in who acts, and in what they record."""
    today = date.fromisoformat(trial["test", "on"])
    by = trial["step", "by"]
    yield from ({("given", name): value for name, value in given.items()} for given in _givens(today, by))
    yield from ({("step", "by"): name} for name in _PEOPLE if name != by)
    yield from _recorded_otherwise(Step(trial["step", "step"]), trial, today)


def _givens(today: date, by: str) -> Iterator[dict[str, Any]]:
    on = today.isoformat()
    long_ago = (today - timedelta(days=200)).isoformat()
    yield from ({name: True} for name in ("suspended", "child"))
    yield from ({name: False} for name in ("consented", "sent_by_first_responder"))
    yield {"child": True, "consented": False}
    yield {"child": True, "turns_18": on}
    yield {"received": on}
    yield {"received": (START - timedelta(days=30)).isoformat()}
    yield {"received": on, "ieca_cohort": True, "authorities": {by: "sca"}}
    yield {"rg_positive_on": on}
    yield {"served_on": long_ago}
    yield {"pending": Ground.NEW_EVIDENCE.value}
    yield {"pending": Ground.NEW_EVIDENCE.value, "received": on}
    yield {"decision": Decision.RG_NEGATIVE.value}
    yield from ({"drafted_by": by}, {"reviewed_by": by}, {"rounds": 1, "decided_earlier": [by]})
    yield from ({"requests": 1}, {"rounds": 1}, {"rounds": 2}, {"adjournments": 1})
    yield from ({"chair": status.value} for status in Status if status != Status.PRESENT)
    yield from ({"members": {**_SEATS, "police": status.value}} for status in Status if status != Status.PRESENT)
    yield {"members": {"police": "present"}}
    yield {"conflicted": ["police"]}


def _recorded_otherwise(step: Step, trial: Trial, today: date) -> Iterator[Trial]:
    for field in form(step):
        place = ("with", field.name)
        if place in trial:
            yield {place: None}
        yield from ({place: str(choice)} for choice in field.choices if trial.get(place) != choice)
        if field.asks == "person":
            yield from ({place: name} for name in ("chair", "police", "health", "manager") if trial.get(place) != name)
        elif field.asks == "people":
            yield {place: [*_SEATS, "manager"]}
        elif field.asks == "date":
            yield {place: today.isoformat()}
        elif place not in trial:
            yield {place: True if field.asks == "flag" else "As the test has it."}


def ruled_otherwise(row: Row, measure: Measure, on: date) -> Iterator[Trial]:
    """Other policies: the shipped variants, and one in which a rule that the row reads says something else."""
    yield from ({("test", "policies"): name} for name in measure.variants)
    for name in dict.fromkeys((*row.when.rules, *(rule for guard in row.guards for rule in guard.rules))):
        rule: Rule = measure.policy.rules[name]
        if rule.variable:
            nearest_first = sorted(alternatives(rule, measure.policy.ask(name, on).value), key=lambda found: found[0])
            yield from ({("set", name): _as_written(value)} for _, value in nearest_first[:4])


def _as_written(value: Any) -> Any:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else value


_STEP, _SECTIONS = ("with", "expect"), ("set", "given", "then")


def as_test(trial: Trial, name: str) -> dict[str, Any]:
    """A trial as a rule test's file has it."""

    def section(wanted: str) -> dict[str, Any]:
        return {name: value for (part, name), value in trial.items() if part == wanted and value is not None}

    step = section("step") | {part: section(part) for part in _STEP if section(part)}
    told = {part: section(part) for part in _SECTIONS if section(part)}
    return {"name": name, **section("test"), **told, "steps": [step]}
