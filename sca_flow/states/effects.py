"""Effects: what an accepted step changes in the position.  They change nothing else, and never the stage."""

from __future__ import annotations

from collections.abc import Callable

from sca_flow.rules.model import Decision
from sca_flow.rules.policy import Rules
from sca_flow.states.guards import NO_TIME, reviewed_by
from sca_flow.states.names import Status
from sca_flow.states.panel_guards import quorate
from sca_flow.states.position import CAP, NOBODY, Outcome, Position, Reviewed, Try, invited, moved

Effect = Callable[[Position, Rules, Try], Position]


def up(count: int) -> int:
    """One more, counted no further than the cap."""
    return count + (count < CAP)


def nothing(p: Position, r: Rules, t: Try) -> Position:
    """The position stays as it is."""
    return p


def decided(decision: Decision | None) -> Effect:
    """A new draft or decision is on the table: no review and no panel outcome counts for it yet."""

    def effect(p: Position, r: Rules, t: Try) -> Position:
        return p._replace(
            draft=decision, reviewed=Reviewed.NO, outcome=Outcome.NONE, outcome_quorate=False, limit_passed=False
        )

    return effect


set_aside = decided(None)


def rg_positive(p: Position, r: Rules, t: Try) -> Position:
    """The recovery period begins."""
    return decided(Decision.RG_POSITIVE)(p, r, t)._replace(recovery_passed=r.recovery_minimum == NO_TIME)


def reviewed(p: Position, r: Rules, t: Try) -> Position:
    """The very draft on the table has been reviewed."""
    return p._replace(reviewed=reviewed_by(t))


def convened(p: Position, r: Rules, t: Try) -> Position:
    """Everybody named is invited."""
    return p._replace(chair=Status.INVITED, members=invited(t.invited))


def seated(p: Position, r: Rules, t: Try) -> Position:
    """One seat changes."""
    if t.seat is None:
        return p
    return p._replace(chair=t.seat.after if t.seat.chair else p.chair, members=moved(p.members, t.seat))


def risen(p: Position) -> Position:
    """The sitting is over."""
    return p._replace(chair=None, members=NOBODY)


def adjourned(p: Position, r: Rules, t: Try) -> Position:
    """The sitting is over without an outcome."""
    return risen(p)._replace(adjournments=up(p.adjournments))


def agreed(p: Position, r: Rules, t: Try) -> Position:
    """The panel agrees; the decision stays what it was."""
    return risen(p)._replace(outcome=Outcome.AGREED, outcome_quorate=quorate(p, r))


def referred_back(p: Position, r: Rules, t: Try) -> Position:
    """The panel suggests further consideration; the decision stays what it was."""
    return risen(p)._replace(outcome=Outcome.REFERRED_BACK, outcome_quorate=quorate(p, r), round=up(p.round))


def overturned(decision: Decision) -> Effect:
    """The panel puts another decision in its place (under a variant only)."""

    def effect(p: Position, r: Rules, t: Try) -> Position:
        return risen(p)._replace(draft=decision, outcome=Outcome.OVERTURNED, outcome_quorate=quorate(p, r))

    return effect


def requested(p: Position, r: Rules, t: Try) -> Position:
    """A reconsideration request is pending."""
    return p._replace(pending=t.ground, requests=up(p.requests))


def answered(p: Position, r: Rules, t: Try) -> Position:
    """No request is pending any more."""
    return p._replace(pending=None)


def withdrawn(p: Position, r: Rules, t: Try) -> Position:
    """The case is closed, or, after service, the request that was pending; a sitting that was on is over."""
    return risen(answered(p, r, t))


def reconsidered(p: Position, r: Rules, t: Try) -> Position:
    """The decision is set aside and considered anew."""
    return set_aside(answered(p, r, t), r, t)


def suspended(p: Position, r: Rules, t: Try) -> Position:
    """Every other step is closed."""
    return p._replace(suspended=True)


def suspended_sitting(p: Position, r: Rules, t: Try) -> Position:
    """A suspended sitting is adjourned."""
    return suspended(adjourned(p, r, t), r, t)


def resumed(p: Position, r: Rules, t: Try) -> Position:
    """The steps of the stage are open again."""
    return p._replace(suspended=False)


def waited(p: Position, r: Rules, t: Try) -> Position:
    """The dates that lie behind the day waited for have passed."""
    turned_18, recovery_passed, limit_passed = t.passes
    return p._replace(turned_18=turned_18, recovery_passed=recovery_passed, limit_passed=limit_passed)
