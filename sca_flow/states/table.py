"""The process: one flat table of rows.

A row says: from this stage this step leads to that stage, taken by these roles, when this route applies, guarded by
these conditions, with this effect.  Everything else (the state machine, the compiled table, the diagrams, the
documentation) is made from it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sca_flow.people import Role
from sca_flow.rules.model import Decision
from sca_flow.states import effects, guards, panel_guards
from sca_flow.states.guards import By, Guard
from sca_flow.states.names import OPEN, REASONS, Stage, Step, form
from sca_flow.states.routes import (
    ABOUT_CG,
    ABOUT_RG,
    ALWAYS,
    CG_PANEL_DUE,
    CG_SECOND_REVIEW,
    NO_CG_PANEL_DUE,
    NO_CG_SECOND_REVIEW_NO_PANEL,
    NO_CG_SECOND_REVIEW_PANEL,
    NO_RG_PANEL_DUE,
    NO_RG_SECOND_REVIEW_NO_PANEL,
    NO_RG_SECOND_REVIEW_PANEL,
    RG_PANEL_DUE,
    RG_SECOND_REVIEW,
    When,
)
from sca_flow.states.row import Row, Table

S, T, R, G, P, E = Stage, Step, Role, guards, panel_guards, effects

_OF_AUTHORITY = {R.COMPETENT_AUTHORITY, R.DECISION_MAKER, R.SECOND_REVIEWER, R.MANAGER, R.EXPERIENCED_STAFF}
_STAFF_BY_RULE = {"further_consideration.who_may_direct"}
_ANYBODY = tuple(Role)


def row(
    stage: Stage,
    step: Step,
    to: Stage,
    by: By | Role,
    *extra: Guard,
    when: When = ALWAYS,
    effect: effects.Effect = effects.nothing,
    suspended: bool = False,
) -> Row:
    """A row with the guards that every step of its kind has.

    A step is closed while the case is suspended unless ``suspended``; staff of the competent authority act from the
    day it exists and on cases that are theirs; a step that asks for something is refused until it is recorded.
    """
    by = (by,) if isinstance(by, Role) else by
    found: list[Guard] = [] if by == _ANYBODY else [guards.acted_by(by, *_WHO_SAYS.get(step, ()))]
    if not suspended:
        found.append(guards.NOT_SUSPENDED)
    if by in _STAFF_BY_RULE or (by != _ANYBODY and _OF_AUTHORITY & set(by)):
        found += [guards.SCA_DECIDES, guards.RIGHT_AUTHORITY]
    found += extra
    if any(field.required for field in form(step)) or step == T.WAIT:
        found.append(guards.recorded(_ASKED_BY.get(step), reasons=REASONS in form(step)))
    return Row(stage, step, to, by, when, tuple(found), effect)


_WHO_SAYS = {T.RECALL_FOR_NEW_EVIDENCE: ("recall.new_evidence",)}
"""The rule that says whose step it is, where it is another than the role's own."""

_ASKED_BY = {
    T.REJECT_REFERRAL: "referral.rejection_reasons",
    T.RECALL_FOR_NEW_EVIDENCE: "recall.new_evidence",
    T.REFER_BACK: "referral_back.says_what",
    T.DECLINE_FURTHER_CONSIDERATION: "referral_back.answer_recorded",
    T.SERVE_CG_NEGATIVE: "service.recipient",
}
"""The rule that asks for what a step records, where it is another than for every decision or every form."""


def _decisions() -> Iterable[Row]:
    """From the referral to the second pair of eyes."""
    dm, reviewer = R.DECISION_MAKER, R.SECOND_REVIEWER
    yield row(
        S.RECEIVED,
        T.ACCEPT_REFERRAL,
        S.RG_CONSIDERATION,
        R.COMPETENT_AUTHORITY,
        G.SENT_BY_FIRST_RESPONDER,
        G.CONSENT_OR_CHILD,
    )
    yield row(S.RECEIVED, T.REJECT_REFERRAL, S.NOT_ACCEPTED, R.COMPETENT_AUTHORITY)

    yield row(S.RG_CONSIDERATION, T.DECIDE_RG_POSITIVE, S.RECOVERY_PERIOD, dm, effect=E.rg_positive)
    negative = E.decided(Decision.RG_NEGATIVE)
    for when, to in (
        (RG_SECOND_REVIEW, S.RG_SECOND_REVIEW),
        (NO_RG_SECOND_REVIEW_PANEL, S.PANEL_LISTING),
        (NO_RG_SECOND_REVIEW_NO_PANEL, S.RG_NEGATIVE_SERVED),
    ):
        yield row(S.RG_CONSIDERATION, T.DRAFT_RG_NEGATIVE, to, dm, when=when, effect=negative)
    for when, to in ((NO_RG_PANEL_DUE, S.RG_NEGATIVE_SERVED), (RG_PANEL_DUE, S.PANEL_LISTING)):
        yield row(
            S.RG_SECOND_REVIEW, T.CONFIRM_RG_NEGATIVE, to, reviewer, G.ANOTHER_REVIEWER, when=when, effect=E.reviewed
        )
    yield row(
        S.RG_SECOND_REVIEW, T.RETURN_RG_DRAFT, S.RG_CONSIDERATION, reviewer, G.ANOTHER_REVIEWER, effect=E.set_aside
    )

    yield row(S.RECOVERY_PERIOD, T.BEGIN_CG_CONSIDERATION, S.CG_CONSIDERATION, dm)
    for stage in (S.RG_CONSIDERATION, S.RG_SECOND_REVIEW, S.RECOVERY_PERIOD, S.CG_CONSIDERATION):
        yield row(stage, T.REQUEST_INFORMATION, stage, dm)
        yield row(stage, T.RECORD_INFORMATION, stage, (dm, R.FIRST_RESPONDER, R.PERSON))

    at_cg = (G.RECOVERY_MINIMUM, G.CONSENT_AT_18, G.ANOTHER_CASEWORKER)
    yield row(
        S.CG_CONSIDERATION,
        T.DECIDE_CG_POSITIVE,
        S.CG_POSITIVE_SERVED,
        dm,
        *at_cg,
        effect=E.decided(Decision.CG_POSITIVE),
    )
    for when, to in (
        (CG_SECOND_REVIEW, S.SECOND_PAIR_OF_EYES),
        (NO_CG_SECOND_REVIEW_PANEL, S.PANEL_LISTING),
        (NO_CG_SECOND_REVIEW_NO_PANEL, S.READY_TO_SERVE),
    ):
        yield row(
            S.CG_CONSIDERATION, T.DRAFT_CG_NEGATIVE, to, dm, *at_cg, when=when, effect=E.decided(Decision.CG_NEGATIVE)
        )
    for when, to in ((CG_PANEL_DUE, S.PANEL_LISTING), (NO_CG_PANEL_DUE, S.READY_TO_SERVE)):
        yield row(
            S.SECOND_PAIR_OF_EYES, T.UPHOLD_CG_NEGATIVE, to, reviewer, G.ANOTHER_REVIEWER, when=when, effect=E.reviewed
        )
    yield row(
        S.SECOND_PAIR_OF_EYES, T.RETURN_CG_DRAFT, S.CG_CONSIDERATION, reviewer, G.ANOTHER_REVIEWER, effect=E.set_aside
    )
    for stage in (S.SECOND_PAIR_OF_EYES, S.READY_TO_SERVE):
        yield row(stage, T.RECALL_FOR_NEW_EVIDENCE, S.CG_CONSIDERATION, (dm, R.MANAGER), effect=E.set_aside)


def _panel() -> Iterable[Row]:
    """From listing to the answer to a referral back; only under a variant does a panel see reasonable grounds."""
    secretariat, chair = R.PANEL_SECRETARIAT, R.PANEL_CHAIR
    seats = (R.PANEL_CHAIR, R.PANEL_MEMBER, R.PANEL_SECRETARIAT)
    again = ((ABOUT_CG, S.CG_CONSIDERATION), (ABOUT_RG, S.RG_CONSIDERATION))
    onward = ((ABOUT_CG, S.READY_TO_SERVE), (ABOUT_RG, S.RG_NEGATIVE_SERVED))
    listing, sitting, back = S.PANEL_LISTING, S.PANEL_SITTING, S.FURTHER_CONSIDERATION

    yield row(
        listing, T.CONVENE_PANEL, sitting, secretariat,
        P.PANEL_IN_FORCE, P.ONE_CHAIR, P.FROM_POOL, P.NOBODY_WITH_A_HAND, effect=E.convened,
    )  # fmt: skip
    for when, to in onward:
        yield row(listing, T.RELEASE_FROM_PANEL, to, secretariat, P.PANELS_ENDED, when=when)
    for when, to in again:
        yield row(listing, T.RECALL_FOR_NEW_EVIDENCE, to, (R.DECISION_MAKER, R.MANAGER), when=when, effect=E.set_aside)

    yield row(
        sitting,
        T.RECORD_ATTENDANCE,
        sitting,
        secretariat,
        P.AT_SITTING,
        P.NOT_CONFLICTED,
        P.MAY_JOIN_LATE,
        effect=E.seated,
    )
    yield row(sitting, T.DECLARE_CONFLICT, sitting, seats, P.AT_SITTING, P.NOT_CONFLICTED, P.OWN_SEAT, effect=E.seated)
    yield row(sitting, T.LEAVE_SITTING, sitting, seats, P.AT_SITTING, P.WAS_PRESENT, P.OWN_SEAT, effect=E.seated)
    yield row(sitting, T.ADJOURN_SITTING, listing, (chair, secretariat), P.WITHIN_ADJOURNMENTS, effect=E.adjourned)
    outcome = (P.THE_CHAIR, P.PANEL_IN_FORCE, *P.QUORUM)
    for when, to in onward:
        yield row(sitting, T.PUBLISH_AGREEMENT, to, chair, *outcome, when=when, effect=E.agreed)
    yield row(sitting, T.REFER_BACK, back, chair, *outcome, effect=E.referred_back)
    for when, to, decision in (
        (ABOUT_CG, S.CG_POSITIVE_SERVED, Decision.CG_POSITIVE),
        (ABOUT_RG, S.RECOVERY_PERIOD, Decision.RG_POSITIVE),
    ):
        yield row(
            sitting, T.OVERTURN_DECISION, to, chair, P.MAY_OVERTURN, *outcome, when=when, effect=E.overturned(decision)
        )

    direct = "further_consideration.who_may_direct"
    for when, to in again:
        yield row(
            back,
            T.DIRECT_FURTHER_CONSIDERATION,
            to,
            direct,
            P.NOT_THE_REVIEWER,
            P.WITHIN_ROUNDS,
            when=when,
            effect=E.set_aside,
        )
    for when, to in onward:
        yield row(back, T.DECLINE_FURTHER_CONSIDERATION, to, direct, P.NOT_THE_REVIEWER, P.NOT_BINDING, when=when)


def _service() -> Iterable[Row]:
    """Service of the decision, and asking for it to be reconsidered."""
    authority = R.COMPETENT_AUTHORITY
    yield row(S.READY_TO_SERVE, T.SERVE_CG_NEGATIVE, S.CG_NEGATIVE_SERVED, R.DECISION_MAKER)
    for served, again in ((S.CG_NEGATIVE_SERVED, S.CG_CONSIDERATION), (S.RG_NEGATIVE_SERVED, S.RG_CONSIDERATION)):
        yield row(
            served, T.REQUEST_RECONSIDERATION, served, "reconsideration.who_may_ask",
            G.NO_REQUEST_PENDING, G.GROUND_IN_FORCE, G.WITHIN_LIMIT, G.WITHIN_NUMBER, effect=E.requested,
        )  # fmt: skip
        yield row(served, T.ACCEPT_RECONSIDERATION, again, authority, G.REQUEST_PENDING, effect=E.reconsidered)
        yield row(served, T.DECLINE_RECONSIDERATION, served, authority, G.REQUEST_PENDING, effect=E.answered)


def _anywhere() -> Iterable[Row]:
    """What is open wherever the case stands."""
    leaving = (R.PERSON, R.FIRST_RESPONDER)
    for stage in OPEN:
        yield row(stage, T.WITHDRAW, S.WITHDRAWN, leaving, G.ADULT, suspended=True, effect=E.withdrawn)
    for stage in (S.CG_NEGATIVE_SERVED, S.RG_NEGATIVE_SERVED, S.CG_POSITIVE_SERVED):
        yield row(stage, T.WITHDRAW, stage, leaving, G.ADULT, G.NOT_SERVED, suspended=True, effect=E.withdrawn)
    for stage in OPEN:
        sits = stage == S.PANEL_SITTING
        yield row(
            stage, T.SUSPEND, S.PANEL_LISTING if sits else stage, R.COMPETENT_AUTHORITY,
            effect=E.suspended_sitting if sits else E.suspended,
        )  # fmt: skip
        yield row(stage, T.RESUME, stage, R.COMPETENT_AUTHORITY, G.IS_SUSPENDED, suspended=True, effect=E.resumed)
    for stage in Stage:
        yield row(stage, T.WAIT, stage, _ANYBODY, G.FORWARD, suspended=True, effect=E.waited)


TABLE = Table((*_decisions(), *_panel(), *_service(), *_anywhere()))
