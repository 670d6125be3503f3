"""Guards of the panel: convening, seats, the quorum, its outcomes, and the answer to a referral back."""

from __future__ import annotations

from sca_flow.people import Role
from sca_flow.rules.policy import Rules
from sca_flow.states.guards import Guard, below
from sca_flow.states.names import Status
from sca_flow.states.position import Position, Try, in_sector, in_status

PANEL_IN_FORCE = Guard(
    "panel_in_force",
    "Multi-agency assurance panels are in force.",
    lambda p, r, t: r.panel_in_force,
    ("panel.in_force",),
    "Multi-agency assurance panels are not in force on this date.",
    rules_only=True,
)
PANELS_ENDED = Guard(
    "panels_ended",
    "Panels are no longer in force, so that a case still listed is released without a sitting.",
    lambda p, r, t: not r.panel_in_force,
    ("panel.release_when_ended", "panel.in_force"),
    "Panels are in force: the case leaves the list through a sitting, not by being released.",
    rules_only=True,
)
ONE_CHAIR = Guard(
    "one_chair",
    "Exactly one person is named as chair, and they are a panel chair.",
    lambda p, r, t: t.one_chair,
    ("panel.one_chair",),
    "Exactly one person must be named as chair: one who may chair, and who is not invited as a member too.",
    form=True,
)
FROM_POOL = Guard(
    "members_from_pool",
    "Every member invited is in the pool, with the sector they come from.",
    lambda p, r, t: t.from_pool,
    ("panel.members_from_pool",),
    "Somebody invited is not in the pool of members.",
    form=True,
)
NOBODY_WITH_A_HAND = Guard(
    "nobody_with_a_hand",
    "Nobody sits on a panel for a case in which they had a hand, or which they left for a conflict of interest.",
    lambda p, r, t: t.nobody_barred,
    ("panel.nobody_with_a_hand",),
    "Somebody named had a hand in the case, or left it for a conflict of interest, and so may not sit on it.",
    form=True,
)
AT_SITTING = Guard(
    "at_sitting",
    "The person named is invited to this sitting.",
    lambda p, r, t: t.seat is not None,
    ("simulation.form",),
    "The person named is not invited to this sitting.",
    form=True,
)
NOT_CONFLICTED = Guard(
    "not_conflicted",
    "A member who left the case for a conflict of interest does not come back to it.",
    lambda p, r, t: t.seat is None or t.seat.before != Status.CONFLICTED,
    ("panel.conflict_leaves_case",),
    "They left this case for a conflict of interest and do not come back to it.",
    form=True,
)
MAY_JOIN_LATE = Guard(
    "present_throughout",
    "Members are present throughout the sitting.",
    lambda p, r, t: (
        (not r.quorum_present_throughout)
        or t.seat is None
        or not (t.seat.before in (Status.ABSENT, Status.LEFT) and t.seat.after == Status.PRESENT)
    ),
    ("quorum.present_throughout",),
    "Members must be present throughout the sitting.",
    form=True,
)
WAS_PRESENT = Guard(
    "was_present",
    "Only somebody who is present can leave early.",
    lambda p, r, t: t.seat is None or t.seat.before == Status.PRESENT,
    ("simulation.form",),
    "They are not present, so they cannot leave early.",
    form=True,
)
OWN_SEAT = Guard(
    "own_seat",
    "A member speaks for their own seat; the secretariat records for others.",
    lambda p, r, t: t.own_seat,
    ("roles.panel_member",),
    "A member speaks for their own seat only; the secretariat records for others.",
    form=True,
)
WITHIN_ADJOURNMENTS = Guard(
    "within_adjournments",
    "The limit on adjournments is not reached.",
    lambda p, r, t: below(r.panel_adjournment_limit, lambda: p.adjournments),
    ("panel.adjournment_limit",),
    "The limit on adjournments is reached.",
)
THE_CHAIR = Guard(
    "the_chair",
    "Only the chair of this very sitting records its outcome.",
    lambda p, r, t: t.chairs_it,
    ("roles.panel_chair",),
    "Only the chair of this very sitting records its outcome.",
)


def counted(position: Position, rules: Rules) -> int:
    """How many members besides the chair count towards the quorum."""
    present = in_status(position.members, Status.PRESENT)
    return present + in_status(position.members, Status.CONFLICTED) * rules.quorum_conflicted_counted


def _chair_words(position: Position) -> str:
    return (
        "chair present"
        if position.chair == Status.PRESENT
        else f"chair {position.chair.label if position.chair else 'not named'}"
    )


def _too_few(position: Position, rules: Rules, _: Try) -> str:
    needed = rules.quorum_members_besides_chair
    others = f"{counted(position, rules)} of {needed} other member{'' if needed == 1 else 's'} present"
    gone = in_status(position.members, Status.CONFLICTED)
    aside = f" ({gone} left for a conflict of interest and {'is' if gone == 1 else 'are'} not counted)" if gone else ""
    return f"Not quorate: {_chair_words(position)}, {others}{aside}."


CHAIR_PRESENT = Guard(
    "chair_present",
    "The chair is present; there is no deputy.",
    lambda p, r, t: not r.quorum_chair_required or p.chair == Status.PRESENT,
    ("quorum.chair_required",),
    lambda p, r, t: f"Not quorate: {_chair_words(p)}. There is no deputy: convene again with a chair who can attend.",
)
ENOUGH_MEMBERS = Guard(
    "enough_members",
    "Where the full complement cannot attend, a chair and at least two other members are present and not conflicted.",
    lambda p, r, t: counted(p, r) >= r.quorum_members_besides_chair,
    ("quorum.members_besides_chair", "quorum.conflicted_counted"),
    _too_few,
)


def _every_sector(position: Position, rules: Rules, _: Try) -> bool:
    held = True
    for sector in rules.quorum_sectors_required:
        held &= in_sector(position.members, sector, Status.PRESENT) > 0
    return held


SECTORS_PRESENT = Guard(
    "sectors_present",
    "Every sector that the rule names is present.",
    _every_sector,
    ("quorum.sectors_required",),
    lambda p, r, t: (
        "Not quorate: nobody present from "
        + ", ".join(sorted(s.label for s in r.quorum_sectors_required if not in_sector(p.members, s, Status.PRESENT)))
        + "."
    ),
)
QUORUM = (CHAIR_PRESENT, ENOUGH_MEMBERS, SECTORS_PRESENT)
"""Together they say when a sitting is quorate."""


def quorate(position: Position, rules: Rules) -> bool:
    """Whether the sitting is quorate."""
    held = True
    for guard in QUORUM:
        held &= guard.test(position, rules, _ANYBODY)
    return held


_ANYBODY = Try(Role.PANEL_CHAIR)
MAY_OVERTURN = Guard(
    "power_to_overturn",
    "A panel may overturn a decision.",
    lambda p, r, t: r.panel_may_overturn,
    ("panel.may_overturn",),
    "A panel agrees or refers back; it has no power to overturn a decision.",
    rules_only=True,
)
NOT_BINDING = Guard(
    "not_binding",
    "A referral back does not oblige the competent authority, so declining it is open.",
    lambda p, r, t: not r.referral_back_binding,
    ("referral_back.binding",),
    "Under this policy a referral back is binding: further consideration cannot be declined.",
    rules_only=True,
)
WITHIN_ROUNDS = Guard(
    "within_rounds",
    "The limit on rounds of further consideration is not reached.",
    lambda p, r, t: below(r.further_consideration_round_limit, lambda: p.round - 1),
    ("further_consideration.round_limit",),
    "The limit on rounds of further consideration is reached.",
)
NOT_THE_REVIEWER = Guard(
    "not_the_reviewer",
    "Whoever was second reviewer of the draft does not answer the panel's referral back.",
    lambda p, r, t: (not t.reviewed) | r.further_consideration_reviewer_may_answer,
    ("further_consideration.reviewer_may_answer",),
    "They were second reviewer of this very draft, so they do not answer the panel's referral back.",
)
