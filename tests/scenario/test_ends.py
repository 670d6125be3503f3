"""Every scenario can be walked to every end that the process allows for its person, through the one door."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from sca_flow.people import Role, Sector
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import SHIPPED, Library
from sca_flow.states.names import ENDS, Stage, Step, form
from sca_flow.training.attempt import Attempt

from ..builders import Walk, clock, counted

NAMES = sorted(path.parent.name for path in SHIPPED.glob("*/*/scenario.yaml"))
LEFT_OUT = {
    Step.SUSPEND,
    Step.RESUME,
    Step.REQUEST_INFORMATION,
    Step.RECORD_INFORMATION,
    Step.LEAVE_SITTING,
    Step.DECLARE_CONFLICT,
}
"""Steps that lead to no end that cannot be reached without them."""


def fork(attempt: Attempt) -> Attempt:
    """The same attempt in a world of its own."""
    return Attempt(
        attempt.id,
        attempt.scenario,
        attempt.policy,
        deepcopy(attempt.journal),
        attempt.case,
        clock=clock,
        ids=counted(f"s{attempt.seq}"),
    )


def place(attempt: Attempt) -> tuple[Any, ...]:
    """What tells two points of a walk apart here."""
    case = attempt.case
    statuses = tuple(sorted(case.sitting.statuses.items())) if case.sitting else ()
    return (
        case.stage,
        case.decision,
        case.pending,
        statuses,
        attempt.scene.position.recovery_passed,
        attempt.scene.position.turned_18,
        min(case.rounds, 1),
        min(case.requests, 1),
    )


def fitting(attempt: Attempt, step: Step) -> Iterator[dict[str, Any]]:
    """Forms that fit a step, as few as will do."""
    case, people = attempt.case, attempt.scenario.people.values()
    if step == Step.CONVENE_PANEL:
        free = [person for person in people if not person.hand and person.id not in case.acted]
        chair = next(person.id for person in free if Role.PANEL_CHAIR in person.roles)
        members = [next(p.id for p in free if p.sector == sector) for sector in (Sector.POLICE, Sector.NGO)]
        yield {"chair": chair, "members": members}
    elif step == Step.RECORD_ATTENDANCE:
        waiting = [who for who, status in case.sitting.statuses.items() if status == "invited"] if case.sitting else []
        yield from ({"member": who, "status": "present"} for who in waiting[:1])
    else:
        yield {
            field.name: field.choices[0] if field.choices else True if field.asks == "flag" else "words"
            for field in form(step)
            if field.asks in ("choice", "flag", "text")
        }


@cache
def ends(name: str) -> dict[Stage, tuple[str, ...]]:
    """The ends reached from the beginning of a scenario, each with the steps that lead there first."""
    first = Walk.through(Library(shipped()).find(name)).attempt
    seen = {place(first)}
    waiting: deque[tuple[Attempt, tuple[str, ...]]] = deque([(first, ())])
    found: dict[Stage, tuple[str, ...]] = {}
    while waiting:
        attempt, path = waiting.popleft()
        if attempt.case.ended:
            found.setdefault(attempt.case.stage, path)
        for offer in attempt.offers():
            if not offer.open or offer.step in LEFT_OUT:
                continue
            for recorded in fitting(attempt, offer.step):
                after = fork(attempt)
                if after.take(offer.step, offer.people[0].id, recorded).accepted and place(after) not in seen:
                    seen.add(place(after))
                    waiting.append((after, (*path, offer.step.value)))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_end_that_the_process_allows_for_the_person_is_reached(name: str) -> None:
    referral = Library(shipped()).find(name).file.referral
    unreachable = {Stage.WITHDRAWN} if referral.child and referral.turns_18 is None else set()

    assert set(ends(name)) == ENDS - unreachable


@pytest.mark.parametrize("name", NAMES)
def test_the_shortest_way_to_a_served_negative_passes_second_review_and_panel(name: str) -> None:
    path = ends(name)[Stage.CG_NEGATIVE_SERVED]

    order = ["draft_cg_negative", "uphold_cg_negative", "convene_panel", "publish_agreement", "serve_cg_negative"]
    assert [step for step in path if step in order] == order
    assert path.count("record_attendance") == 3


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("answer", ["direct_further_consideration", "decline_further_consideration"])
def test_a_referral_back_can_be_answered_either_way(name: str, answer: str) -> None:
    walk = Walk.through(Library(shipped()).find(name))
    start = walk.attempt
    for step in (
        "accept_referral",
        "decide_rg_positive",
        "begin_cg_consideration",
        "wait",
        "draft_cg_negative",
        "uphold_cg_negative",
        "convene_panel",
        *["record_attendance"] * 3,
        "refer_back",
        answer,
    ):
        recorded = next(fitting(start, Step(step)))
        result = start.take(step, None, recorded)
        assert result.accepted, f"{step}: " + "; ".join(reason.text for reason in result.reasons)

    assert start.case.stage == {"direct": Stage.CG_CONSIDERATION, "decline": Stage.READY_TO_SERVE}[answer.split("_")[0]]
