"""Whether a sitting is quorate, and why: in words, from the very guards that refuse an outcome without a quorum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sca_flow.people import Role, Sector
from sca_flow.reasons import Reason, reason_for
from sca_flow.rules.policy import InForce
from sca_flow.states.names import Stage, Status
from sca_flow.states.panel_guards import PANEL_IN_FORCE, QUORUM, counted
from sca_flow.states.position import NOBODY, Members, Position, Try, cell, in_status


@dataclass(frozen=True)
class Quorum:
    """The answer.  ``quorate`` is None where no panel is in force, or where that is not known."""

    quorate: bool | None
    words: str
    reasons: tuple[Reason, ...]
    confirmed: bool

    def as_json(self) -> dict[str, Any]:
        """As ``sca-flow policy quorum --json`` prints it."""
        return {
            "quorate": self.quorate,
            "words": self.words,
            "confirmed": self.confirmed,
            "reasons": [reason.as_json() for reason in self.reasons],
        }


def quorum(chair: Status | None, members: Members, rules: InForce, *, pinned: bool = False) -> Quorum:
    """Answer for a sitting as it stands.

    ``pinned`` is true for a case that has pinned the days that the sources leave open: it asks what follows, and does
    not ask whether a panel is in force.
    """
    position = Position(stage=Stage.PANEL_SITTING, chair=chair, members=members)
    attempt = Try(Role.PANEL_CHAIR)
    in_force = rules.answers["panel.in_force"]
    if not in_force.value or (len(in_force.versions) > 1 and not pinned):
        words = (
            "Not known: panels ended in December 2022 on a day that the sources do not give."
            if in_force.value
            else "No panel is in force on this date."
        )
        reason = reason_for(PANEL_IN_FORCE, position, rules, attempt, text=words)
        return Quorum(None, words, (reason,), reason.confirmed)
    failing = [guard for guard in QUORUM if not guard.test(position, rules.values, attempt)]
    reasons = tuple(reason_for(guard, position, rules, attempt) for guard in failing)
    if failing:
        sure = in_force.confirmed and any(reason.confirmed for reason in reasons)
        return Quorum(False, " ".join(reason.text for reason in reasons), reasons, sure)
    holding = tuple(reason_for(guard, position, rules, attempt, text=guard.says) for guard in QUORUM)
    return Quorum(True, _words(position, rules), holding, in_force.confirmed and all(r.confirmed for r in holding))


def seats_of(present: Iterable[Sector], conflicted: Sequence[Sector] = ()) -> Members:
    """Members counted from a list of the sectors present; the conflicted ones are among those present."""
    counts = list(NOBODY)
    for sector in present:
        counts[cell(sector, Status.PRESENT)] += 1
    for sector in conflicted:
        counts[cell(sector, Status.PRESENT)] -= 1
        counts[cell(sector, Status.CONFLICTED)] += 1
    return tuple(counts)


def _words(position: Position, rules: InForce) -> str:
    """One of the two quorate answers: the full complement, or quorate with somebody unable to attend."""
    needed = rules.values.quorum_members_besides_chair
    here = counted(position, rules.values)
    waiting = in_status(position.members, Status.INVITED)
    missing = sum(position.members) - here - waiting
    chair = "chair present" if position.chair == Status.PRESENT else "no chair, and none required"
    others = f"{here} other member{'' if here == 1 else 's'} present"
    if missing or waiting:
        gone = f"{missing} of those invited cannot attend" if missing else ""
        open_ = f"{waiting} not yet recorded" if waiting else ""
        return f"Quorate: {chair}, {others} ({needed} needed); {', '.join(part for part in (gone, open_) if part)}."
    return f"Quorate, with everybody invited present: {chair}, {others} ({needed} needed)."
