"""Guards: what must hold before a step is accepted.  A guard refuses; it never routes.

Each is written once, over `Position`, `Rules` and `Try`, with ``&``, ``|`` and `no` wherever a position is read, so
that the one definition runs on values, is explored exhaustively, and can be traced with other values.  It may branch on
rules, so that a trace shows what matters under these rules.  ``why`` only finds words, and may branch on anything.  The
panel's guards are in `panel_guards`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from sca_flow.people import Role
from sca_flow.rules.model import Period
from sca_flow.rules.policy import Rules, field_of
from sca_flow.states.position import Position, Reviewed, Try

Test = Callable[[Position, Rules, Try], bool]
Why = Callable[[Position, Rules, Try], str]


@dataclass(frozen=True, slots=True, eq=False)  # its test is a function: it equals itself only, and is compared often
class Guard:
    """One condition.  ``rules`` are the ids it rests on; ``form`` is true when it reads what was recorded."""

    id: str
    says: str
    test: Test
    rules: tuple[str, ...]
    why: str | Why
    """What is missing when it refuses, in words."""
    form: bool = False
    at_edge: bool = False
    """Its rules were asked at the edge, where names became facts: it sees only what they came to."""
    rules_only: bool = False
    """It reads neither the position nor who acts: under some rules it refuses everybody."""

    def missing(self, position: Position, rules: Rules, attempt: Try) -> str:
        """What is missing, in words, when the guard refuses."""
        return self.why if isinstance(self.why, str) else self.why(position, rules, attempt)


def no(value: bool) -> bool:
    """Negation that also works on traced values."""
    return value ^ True


def below(limit: int | None, count: Callable[[], int]) -> bool:
    """Whether a count is below a limit; without a limit, always, and the count is not asked for."""
    return limit is None or count() < limit


NO_TIME = Period(0, "days")
NO_REQUEST = None
"""Compared with ``==``, because a traced value compares and is not identical."""

By = tuple[Role, ...] | str
"""Who may take a step: fixed roles, or the id of the dated rule that names them."""


def roles_of(by: By, rules: Rules) -> tuple[Role, ...]:
    """The roles that may take a step under these rules, in a fixed order."""
    allowed = getattr(rules, field_of(by)) if isinstance(by, str) else by
    return _in_order(allowed)


@cache
def _in_order(allowed: Collection[Role]) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in allowed)


def acted_by(by: By, *besides: str) -> Guard:
    """The guard on a step's role; it rests ``besides`` on rules that give the step to a role that has others too."""

    def why(_: Position, rules: Rules, attempt: Try) -> str:
        who = " or ".join(role.label for role in roles_of(by, rules))
        return f"Only the {who} may do this; it was tried as {attempt.role.label}."

    cited = (by,) if isinstance(by, str) else tuple(f"roles.{role}" for role in by if role != Role.EXPERIENCED_STAFF)
    return Guard(
        "role",
        "Whoever acts holds the role that the step belongs to.",
        lambda _, r, t: t.role in roles_of(by, r),
        (*cited, *besides),
        why,
    )


def recorded(rule: str | None, *, reasons: bool) -> Guard:
    """The guard on what a step records, resting on the rule that asks for it."""
    name, says, why, asked_by = (
        (
            "reasons_recorded",
            "The reasons are recorded.",
            "The reasons are not recorded yet.",
            "decision.reasons_recorded",
        )
        if reasons
        else (
            "form_complete",
            "All that is asked is recorded.",
            "Not all that is asked is recorded.",
            "simulation.form",
        )
    )
    return Guard(name, says, lambda p, r, t: t.complete, (rule or asked_by,), why, form=True)


NOT_SUSPENDED = Guard(
    "not_suspended",
    "The case is not suspended.",
    lambda p, r, t: no(p.suspended),
    ("suspension.closes_steps",),
    "The case is suspended: only resuming, withdrawing and waiting are open.",
)
SCA_DECIDES = Guard(
    "sca_decides",
    "The Single Competent Authority decides: from 29 April 2019.",
    lambda p, r, t: r.competent_authority_sca,
    ("competent_authority.sca",),
    "No decision of the Single Competent Authority predates 29 April 2019; what is undecided then is transferred.",
)
RIGHT_AUTHORITY = Guard(
    "right_authority",
    "Whoever acts works for the competent authority whose case it is.",
    lambda p, r, t: t.of_authority,
    ("competent_authority.ieca", "competent_authority.sca"),
    "Whoever acts does not work for the competent authority whose case it is.",
    at_edge=True,
)
SENT_BY_FIRST_RESPONDER = Guard(
    "sent_by_first_responder",
    "Only a first responder organisation can refer somebody.",
    lambda p, r, t: p.from_first_responder,
    ("referral.first_responder_only",),
    "The referral was not sent by a first responder organisation, and only those can refer.",
)
CONSENT_OR_CHILD = Guard(
    "consent_or_child",
    "An adult consents to being referred; for a child, or somebody treated as one, consent is not needed.",
    lambda p, r, t: p.consented | p.child,
    ("referral.adult_consent",),
    "No consent was given, and an adult is referred only with it; a child, or somebody treated as one, without.",
)
ANOTHER_REVIEWER = Guard(
    "another_reviewer",
    "The second reviewer is somebody else than the decision maker who wrote the draft.",
    lambda p, r, t: (not t.drafted) | (not r.second_review_reviewer_must_differ),
    ("second_review.reviewer_must_differ",),
    "The second reviewer must be somebody else than the decision maker who wrote the draft.",
)
RECOVERY_MINIMUM = Guard(
    "recovery_minimum",
    "The minimum recovery period has passed since the positive reasonable grounds decision.",
    lambda p, r, t: r.recovery_minimum == NO_TIME or p.recovery_passed,
    ("recovery.minimum",),
    lambda p, r, t: f"The minimum recovery period of {r.recovery_minimum} has not passed yet.",
)
CONSENT_AT_18 = Guard(
    "consent_at_18",
    "A person who has turned 18 since the referral has confirmed that they consent.",
    lambda p, r, t: not r.consent_confirmed_at_18 or no(p.turned_18) | t.consent_confirmed,
    ("consent.confirmed_at_18",),
    "The person has turned 18 since the referral, and their consent is not confirmed.",
    form=True,
)
ANOTHER_CASEWORKER = Guard(
    "another_caseworker",
    "Further consideration is given by another caseworker.",
    lambda p, r, t: not r.further_consideration_another_caseworker or (p.round == 0) | (not t.decided_earlier),
    ("further_consideration.another_caseworker",),
    "Further consideration must be given by another caseworker than the one who decided before.",
)
REQUEST_PENDING = Guard(
    "request_pending",
    "A reconsideration request is pending.",
    lambda p, r, t: no(p.pending == NO_REQUEST),
    ("reconsideration.one_at_a_time",),
    "No reconsideration request is waiting for an answer.",
)
NO_REQUEST_PENDING = Guard(
    "no_request_pending",
    "No reconsideration request is waiting for an answer.",
    lambda p, r, t: p.pending == NO_REQUEST,
    ("reconsideration.one_at_a_time",),
    "A reconsideration request is waiting for an answer already.",
)
GROUND_IN_FORCE = Guard(
    "ground_in_force",
    "The ground is one on which reconsideration can be asked for.",
    lambda p, r, t: t.ground is None or t.ground in r.reconsideration_grounds,
    ("reconsideration.grounds",),
    "That is no ground on which reconsideration can be asked for.",
    form=True,
)
WITHIN_LIMIT = Guard(
    "within_limit",
    "The request comes within the time limit, or exceptional circumstances are recorded.",
    lambda p, r, t: r.reconsideration_limit is None or no(p.limit_passed) | t.exceptional,
    ("reconsideration.limit",),
    lambda p, r, t: (
        f"The limit of {r.reconsideration_limit} has passed, and no exceptional circumstances are recorded."
    ),
    form=True,
)
WITHIN_NUMBER = Guard(
    "within_number",
    "It is the first request, or good reasons for a further one are recorded.",
    lambda p, r, t: below(r.reconsideration_number, lambda: p.requests) | t.good_reasons,
    ("reconsideration.number",),
    "There was a request before, and no good reasons for a further one are recorded.",
    form=True,
)
ADULT = Guard(
    "adult",
    "An adult may withdraw at any time; for a child nobody withdraws by this step.",
    lambda p, r, t: no(p.child) | p.turned_18,
    ("withdrawal.adult", "withdrawal.child"),
    "The person is a child, or treated as one: this step is for adults.",
)
NOT_SERVED = Guard(
    "not_served",
    "No decision is served, or a reconsideration request is waiting and is what is withdrawn.",
    lambda p, r, t: no(p.pending == NO_REQUEST),
    ("withdrawal.after_service",),
    "Already served: there is no open decision to withdraw from.",
)
IS_SUSPENDED = Guard(
    "is_suspended",
    "The case is suspended.",
    lambda p, r, t: p.suspended,
    ("suspension.closes_steps",),
    "The case is not suspended.",
)
FORWARD = Guard(
    "date_forward",
    "The day waited for lies ahead of today's simulated date.",
    lambda p, r, t: t.forward,
    ("simulation.dates_run_forward",),
    "The day waited for does not lie ahead of today's simulated date.",
    form=True,
)


def reviewed_by(attempt: Try) -> Reviewed:
    """What a review by whoever acts makes of the draft."""
    return Reviewed.BY_SELF if attempt.drafted else Reviewed.BY_ANOTHER
