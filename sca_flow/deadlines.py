"""The dates ahead of a case, each with the rule it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_flow.case import Case
from sca_flow.reasons import Citation
from sca_flow.rules.policy import InForce
from sca_flow.states.names import Stage

_BEFORE_RG = {Stage.RECEIVED, Stage.RG_CONSIDERATION, Stage.RG_SECOND_REVIEW}
_BEFORE_CG = {Stage.RECOVERY_PERIOD, Stage.CG_CONSIDERATION}
_NEGATIVE = {Stage.CG_NEGATIVE_SERVED, Stage.RG_NEGATIVE_SERVED}


@dataclass(frozen=True)
class Deadline:
    """A date that matters to the case.  ``citation`` is None where it follows from the case's own facts."""

    id: str
    label: str
    on: date
    today: date
    citation: Citation | None = None
    since: date | None = None
    """The day from which it counts."""

    @property
    def days_left(self) -> int:
        """Calendar days until it; negative when it has passed."""
        return (self.on - self.today).days

    @property
    def days_gone(self) -> int:
        """Calendar days since it began to count, and no more than there are."""
        return max(0, (min(self.today, self.on) - (self.since or self.today)).days)

    @property
    def words(self) -> str:
        """The date and how far away it is."""
        days = abs(self.days_left)
        unit = "day" if days == 1 else "days"
        when = "today" if days == 0 else f"in {days} {unit}" if self.days_left > 0 else f"{days} {unit} ago"
        return f"{self.label}: {self.on} ({when})"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        rule = self.citation.as_json() if self.citation else None
        return {
            "id": self.id,
            "label": self.label,
            "on": self.on.isoformat(),
            "days_left": self.days_left,
            "rule": rule,
        }


def deadlines(case: Case, rules: InForce) -> tuple[Deadline, ...]:
    """The dates that matter at this stage, the nearest first."""
    return tuple(sorted(_deadlines(case, rules), key=lambda deadline: deadline.on))


def next_deadline(case: Case, rules: InForce) -> date | None:
    """The next date that lies ahead, or None."""
    return min((deadline.on for deadline in _deadlines(case, rules) if deadline.on > case.today), default=None)


def _deadlines(case: Case, rules: InForce) -> Iterator[Deadline]:
    dated = (
        ("rg.target", "Reasonable grounds decision, target", case.referral.received, case.stage in _BEFORE_RG),
        ("recovery.minimum", "Minimum recovery period ends", case.rg_positive_on, case.stage in _BEFORE_CG),
        ("reconsideration.limit", "Last day to ask for reconsideration", case.served_on, case.stage in _NEGATIVE),
        (
            "reconsideration.reply_target",
            "Reply to the reconsideration request, target",
            case.requested_on,
            case.pending,
        ),
    )
    for rule, label, since, counts in dated:
        if counts and since is not None and (answer := rules.answers[rule]).value is not None:
            yield Deadline(rule, label, answer.value.after(since), case.today, Citation.of(answer), since)
    birthday = case.referral.turns_18
    if birthday is not None and not case.stage.end:
        yield Deadline("turns_18", "The person turns 18", birthday, case.today, since=case.referral.received)
