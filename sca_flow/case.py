"""A case: a referral plus its events, folded.  The position it stands in is made from it and a policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sca_flow.errors import Broken
from sca_flow.events import Happened, Started, Taken
from sca_flow.panel.pool import PANEL_ROLES
from sca_flow.panel.sitting import Sitting
from sca_flow.people import Authority
from sca_flow.referral import Referral
from sca_flow.rules.model import Decision, Ground, Period
from sca_flow.rules.policy import Dates, InForce, Policy
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.position import CAP, NOBODY, Outcome, Position, Reviewed


@dataclass(frozen=True)
class Case:
    """Where one referral stands and how it came there.  Only `fold` makes a new one from an old one."""

    referral: Referral
    today: date
    stage: Stage = Stage.RECEIVED
    suspended: bool = False

    decision: Decision | None = None
    """The draft on the table, or the decision served."""
    drafter: str | None = None
    reviewer: str | None = None
    earlier_deciders: frozenset[str] = frozenset()
    """Who wrote a decision in this case before the one on the table."""
    outcome: Outcome = Outcome.NONE
    outcome_quorate: bool = False
    rounds: int = 0
    adjournments: int = 0
    sitting: Sitting | None = None

    acted: frozenset[str] = frozenset()
    """Who has had a hand in the case, outside its panels."""
    conflicted: frozenset[str] = frozenset()
    """Who has left the case for a conflict of interest."""
    pending: Ground | None = None
    requests: int = 0

    rg_positive_on: date | None = None
    served_on: date | None = None
    requested_on: date | None = None
    history: tuple[Happened, ...] = field(default=(), repr=False)

    @property
    def ended(self) -> bool:
        """Whether an attempt may stop here: an end is reached and no request waits for an answer."""
        return self.stage.end and self.pending is None

    @property
    def dates(self) -> Dates:
        """The dates that pick a rule's version: a served decision by its own date, everything else by today's."""
        return Dates(
            referral=self.referral.received,
            rg=self.rg_positive_on or self.today,
            sitting=self.today,
            decision=self.served_on or self.today,
            request=self.requested_on if self.pending and self.requested_on else self.today,
            today=self.today,
        )


def begin(started: Started) -> Case:
    """The case as an attempt opens it."""
    return Case(referral=started.referral, today=started.opens)


def folded(events: Iterable[Happened]) -> Case:
    """The case that a whole attempt's events lead to.

    Raises:
        Broken: the first event does not open an attempt, or one does not begin where the one before it ended.
    """
    history = tuple(events)
    if not history or not isinstance(history[0].event, Started):
        raise Broken("The attempt's first event does not open it.", do="Restore the store from a backup.")
    case = begin(history[0].event)
    for happened in history[1:]:
        if moved := _moved(case, happened):
            case = replace(case, **moved)
    return replace(case, history=history)


def fold(case: Case, happened: Happened) -> Case:
    """The case after one more event."""
    return replace(case, history=(*case.history, happened), **_moved(case, happened))


def _moved(case: Case, happened: Happened) -> dict[str, Any]:
    """What an event changes: the stage, and whatever goes with it."""
    event = happened.event
    if not isinstance(event, Taken):
        return {}
    if event.from_ != case.stage:
        raise Broken(
            f"Event {happened.seq} begins at '{event.from_}', but the case stood at '{case.stage}'.",
            do="Restore the store from a backup.",
        )
    changes = _changes(case, happened.actor, event)
    if happened.actor not in case.acted and happened.role not in PANEL_ROLES and event.step != Step.WAIT:
        changes["acted"] = case.acted | {happened.actor}
    return changes if event.to == case.stage else {"stage": event.to, **changes}


def _changes(case: Case, actor: str, event: Taken) -> dict[str, Any]:
    """What an event changes besides the stage."""
    today = case.today
    match event.step:
        case Step.DECIDE_RG_POSITIVE:
            return _new(case, Decision.RG_POSITIVE, actor) | {"rg_positive_on": today}
        case Step.DRAFT_RG_NEGATIVE:
            return _new(case, Decision.RG_NEGATIVE, actor) | _served(event, today)
        case Step.DECIDE_CG_POSITIVE:
            return _new(case, Decision.CG_POSITIVE, actor) | _served(event, today)
        case Step.DRAFT_CG_NEGATIVE:
            return _new(case, Decision.CG_NEGATIVE, actor)
        case Step.CONFIRM_RG_NEGATIVE | Step.UPHOLD_CG_NEGATIVE:
            return {"reviewer": actor} | _served(event, today)
        case (
            Step.RETURN_RG_DRAFT
            | Step.RETURN_CG_DRAFT
            | Step.RECALL_FOR_NEW_EVIDENCE
            | Step.DIRECT_FURTHER_CONSIDERATION
        ):
            return _new(case, None, None)
        case Step.CONVENE_PANEL if event.chair is not None and event.seats is not None:
            return {"sitting": Sitting.of(event.chair, event.seats)}
        case Step.RECORD_ATTENDANCE | Step.DECLARE_CONFLICT | Step.LEAVE_SITTING:
            return _seat(case, event)
        case Step.ADJOURN_SITTING:
            return {"sitting": None, "adjournments": case.adjournments + 1}
        case Step.SUSPEND:
            adjourned = {"sitting": None, "adjournments": case.adjournments + 1} if case.sitting else {}
            return {"suspended": True} | adjourned
        case Step.PUBLISH_AGREEMENT:
            return _outcome(Outcome.AGREED, event) | _served(event, today)
        case Step.REFER_BACK:
            return _outcome(Outcome.REFERRED_BACK, event) | {"rounds": case.rounds + 1}
        case Step.OVERTURN_DECISION:
            cg = event.to == Stage.CG_POSITIVE_SERVED
            decision = {"decision": Decision.CG_POSITIVE if cg else Decision.RG_POSITIVE}
            began = {} if cg else {"rg_positive_on": today}
            return _outcome(Outcome.OVERTURNED, event) | decision | began | _served(event, today)
        case Step.SERVE_CG_NEGATIVE | Step.RELEASE_FROM_PANEL | Step.DECLINE_FURTHER_CONSIDERATION:
            return _served(event, today)
        case Step.REQUEST_RECONSIDERATION:
            ground = Ground(event.form["ground"])
            return {"pending": ground, "requests": case.requests + 1, "requested_on": today}
        case Step.ACCEPT_RECONSIDERATION:
            return _new(case, None, None) | {"pending": None, "served_on": None}
        case Step.DECLINE_RECONSIDERATION:
            return {"pending": None}
        case Step.WITHDRAW:
            return {"pending": None, "sitting": None}
        case Step.RESUME:
            return {"suspended": False}
        case Step.WAIT if event.until is not None:
            return {"today": event.until}
    return {}


def _new(case: Case, decision: Decision | None, drafter: str | None) -> dict[str, Any]:
    """Another draft, or none, is on the table: no review and no outcome counts for it."""
    before = case.earlier_deciders | ({case.drafter} if case.drafter else set())
    return {
        "decision": decision,
        "drafter": drafter,
        "earlier_deciders": before,
        "reviewer": None,
        "outcome": Outcome.NONE,
        "outcome_quorate": False,
    }


def _served(event: Taken, today: date) -> dict[str, Any]:
    return {"served_on": today} if event.to.served else {}


def _outcome(outcome: Outcome, event: Taken) -> dict[str, Any]:
    return {"sitting": None, "outcome": outcome, "outcome_quorate": bool(event.quorate)}


def _seat(case: Case, event: Taken) -> dict[str, Any]:
    if case.sitting is None or event.member is None or event.status is None:
        return {}
    changes: dict[str, Any] = {"sitting": case.sitting.moving(event.member, event.status)}
    if event.status == Status.CONFLICTED:
        changes["conflicted"] = case.conflicted | {event.member}
    return changes


def rules_for(case: Case, policy: Policy) -> InForce:
    """Every rule for the case, on the dates that count now."""
    return policy.in_force(case.dates)


def position(case: Case, rules: InForce) -> Position:
    """Where the case stands, without names; dates become the facts that they have passed."""
    sitting = case.sitting
    return Position(
        stage=case.stage,
        child=case.referral.child,
        consented=case.referral.consented,
        from_first_responder=case.referral.first_responder,
        transferred=case.referral.transferred,
        suspended=case.suspended,
        draft=case.decision,
        reviewed=_reviewed(case),
        outcome=case.outcome,
        outcome_quorate=case.outcome_quorate,
        round=min(case.rounds, CAP),
        adjournments=min(case.adjournments, CAP),
        pending=case.pending,
        requests=min(case.requests, CAP),
        chair=sitting.statuses[sitting.chair] if sitting else None,
        members=sitting.members if sitting else NOBODY,
        turned_18=case.referral.child and case.referral.adult_on(case.today),
        recovery_passed=_over(case.rg_positive_on, rules.values.recovery_minimum, case.today),
        limit_passed=_over(case.served_on, rules.values.reconsideration_limit, case.today - timedelta(days=1)),
    )


def authority(case: Case, rules: InForce) -> Authority:
    """The competent authority whose case it is."""
    cohort = case.referral.ieca_cohort and not case.referral.child
    return Authority.IECA if cohort and rules.values.competent_authority_ieca else Authority.SCA


def _reviewed(case: Case) -> Reviewed:
    if case.reviewer is None:
        return Reviewed.NO
    return Reviewed.BY_SELF if case.reviewer == case.drafter else Reviewed.BY_ANOTHER


def _over(since: date | None, period: Period | None, day: date) -> bool:
    """Whether a period has run out by a day.  The last day of a limit is a day on which one may still ask."""
    return since is not None and period is not None and day >= period.after(since)
