"""Fitting inputs for a step that is offered: somebody who may take it, and a form that is not refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sca_flow.deadlines import next_deadline
from sca_flow.panel import pool
from sca_flow.people import Role
from sca_flow.states.names import Field, Status, Step
from sca_flow.take import Scene
from sca_flow.training.offers import Offer

WORDS = "Written by the automatic player."
ATTENDS = 0.85
"""How often somebody invited attends."""
NOT_HERE = (Status.ABSENT, Status.LEFT)


@dataclass(frozen=True)
class Move:
    """A step with who takes it and what is recorded."""

    step: Step
    by: str
    form: dict[str, Any] = field(default_factory=dict)


def fitting(scene: Scene, offer: Offer, random: Random, *, keen: bool) -> Move | None:
    """A move for an offer, or None when there is nobody for it; a ``keen`` one has everybody attend."""
    step = offer.step
    by = random.choice(offer.people).id
    form: dict[str, Any] = {}
    for asked in offer.fields:
        if (value := _plain(asked, random)) is not None:
            form[asked.name] = value
    match step:
        case Step.REJECT_REFERRAL:
            form["reason"] = _why_not(scene) or "duplicate"
        case Step.DECIDE_CG_POSITIVE | Step.DRAFT_CG_NEGATIVE if scene.position.turned_18:
            form["consent_confirmed"] = True
        case Step.CONVENE_PANEL:
            return _convened(scene, by, random, keen=keen)
        case Step.RECORD_ATTENDANCE:
            return _attending(scene, by, random, keen=keen)
        case Step.DECLARE_CONFLICT | Step.LEAVE_SITTING:
            leaver = _leaver(scene, step, random)
            return Move(step, leaver, form) if leaver is not None else None
        case Step.REQUEST_RECONSIDERATION:
            grounds = sorted(scene.rules.values.reconsideration_grounds)
            form |= {"ground": random.choice(grounds), "exceptional": WORDS, "good_reasons": WORDS}
    return Move(step, by, form)


def conflicts(scene: Scene) -> list[str]:
    """Who is present at the sitting and has a conflict that they have not declared yet."""
    return [who for who in _seats(scene, (Status.PRESENT,)) if scene.people[who].conflict]


def invited(scene: Scene) -> list[str]:
    """Whose attendance has not been recorded yet."""
    return _seats(scene, (Status.INVITED,))


def ahead(scene: Scene) -> date:
    """The next day on which something may change: a deadline, a change of the rules, or a month from now."""
    today = scene.case.today
    changes = [day for day in scene.policy.boundaries() if day > today]
    return next_deadline(scene.case, scene.rules) or min((*changes, today + timedelta(days=30)))


def _plain(asked: Field, random: Random) -> Any:
    """A value for a field that stands for itself; optional ones are left out now and then."""
    if not asked.required and random.random() < 0.5:
        return None
    match asked.asks:
        case "text":
            return WORDS
        case "choice":
            return random.choice(asked.choices)
        case "flag":
            return True if asked.required else None
    return None


def _why_not(scene: Scene) -> str | None:
    """The reason not to accept a referral that the facts give."""
    referral = scene.case.referral
    if not referral.first_responder:
        return "not_first_responder"
    if not referral.consented and not referral.child:
        return "adult_without_consent"
    return "duplicate" if referral.duplicate_of else None


def _convened(scene: Scene, by: str, random: Random, *, keen: bool) -> Move | None:
    """A panel of people who may sit: all of them, or a few, one of each required sector more often than not."""
    barred = pool.barred(scene.people, scene.people, scene.case.acted, scene.case.conflicted)
    chairs = [person.id for person in pool.chairs(scene.people) if person.id not in barred]
    if not chairs:
        return None
    chair = random.choice(chairs)
    members = [person for person in pool.members(scene.people) if person.id not in (*barred, chair)]
    if not keen:
        random.shuffle(members)
        wanted = scene.rules.values.quorum_sectors_required if random.random() < 0.8 else ()
        members.sort(key=lambda person: person.sector not in wanted)
        members = members[: random.choice((1, 2, 3, 3, 3, 4, 5))]
    return Move(Step.CONVENE_PANEL, by, {"chair": chair, "members": [person.id for person in members]})


def _attending(scene: Scene, by: str, random: Random, *, keen: bool) -> Move | None:
    """Somebody invited, present or not; when all are recorded, somebody who comes after all."""
    waited_for = invited(scene)
    late = _seats(scene, NOT_HERE)
    if not (waited_for or late):
        return None
    member = random.choice(waited_for or late)
    if keen or not waited_for or random.random() < ATTENDS:
        return Move(Step.RECORD_ATTENDANCE, by, {"member": member, "status": "present"})
    return Move(Step.RECORD_ATTENDANCE, by, {"member": member, "status": "absent", "reason": WORDS})


def _leaver(scene: Scene, step: Step, random: Random) -> str | None:
    """Who leaves: for a conflict first of all somebody who has one, and else anybody present."""
    able = _seats(scene, (Status.PRESENT,))
    if step == Step.DECLARE_CONFLICT:
        able = conflicts(scene) or able
    seated = {Role.PANEL_CHAIR, Role.PANEL_MEMBER}
    able = [who for who in able if seated & set(scene.people[who].roles)]
    return random.choice(able) if able else None


def _seats(scene: Scene, statuses: Collection[Status]) -> list[str]:
    sitting = scene.case.sitting
    return [who for who, status in sitting.statuses.items() if status in statuses] if sitting else []
