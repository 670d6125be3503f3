"""How likely a sitting is to be quorate, exactly: every attendance is weighed, and asked of the guards themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import comb, isfinite, lcm, prod
from typing import Any

from sca_flow.errors import InputError
from sca_flow.panel.quorum import quorum
from sca_flow.rules.model import MAX_COUNT, Range
from sca_flow.rules.policy import Dates, Policy
from sca_flow.states.names import Stage, Status
from sca_flow.states.panel_guards import PANEL_IN_FORCE, QUORUM, quorate
from sca_flow.states.position import NOBODY, SECTORS, STATUSES, Position
from sca_flow.workbench.basis import Basis
from sca_flow.workbench.citing import Said
from sca_flow.workbench.plan import composition

ASSUMED = (
    "Each person comes or stays away whatever the others do; a member who comes has a conflict of interest at the "
    "conflict rate; the chair's rate is that of coming without one."
)
Here = tuple[int, int]
"""How many of a sector's members are present, and how many came and are conflicted."""


@dataclass(frozen=True)
class Attendance:
    """The probability that a sitting is quorate; None where no panel is in force, or where that is not known."""

    basis: Basis
    said: tuple[Said, ...]
    members: int
    rates: tuple[float, float, float]
    """Of the chair, of a member, and of a conflict."""
    sectors: tuple[str, ...]
    """How the members are shared out, where rules ask for sectors."""
    probability: float | None
    sittings: float | None
    """How many sittings it takes, on average, until one is quorate; None where none ever is."""
    words: str

    def lines(self) -> Iterator[str]:
        """The answer in words, and what it rests on."""
        yield from self.basis.lines()
        chair, member, conflict = self.rates
        yield (
            f"A chair who comes with probability {chair:g}, {self.members} members who each come with {member:g}, "
            f"conflicts at {conflict:g}. {ASSUMED}"
        )
        if self.sectors:
            yield f"The members come from: {', '.join(self.sectors)}."
        yield self.words
        for said in self.said:
            yield from said.lines()

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        chair, member, conflict = self.rates
        return self.basis.as_json() | {
            "members": self.members,
            "chair_rate": chair,
            "member_rate": member,
            "conflict_rate": conflict,
            "sectors": list(self.sectors),
            "probability": self.probability,
            "expected_sittings": self.sittings,
            "words": self.words,
            "assumed": ASSUMED,
            "rules": [said.as_json() for said in self.said],
        }


def day_with_panel(policy: Policy, today: date) -> date:
    """Today where panels sit, else the last day on which they surely did; today again where they never do."""
    rule = PANEL_IN_FORCE.rules[0]
    ends = [version.until for version in reversed(policy.rule(rule).values) if version.until is not None]
    days = [end.earliest - timedelta(days=1) if isinstance(end, Range) else end for end in ends]
    answers = (policy.ask(rule, day) for day in (today, *days))
    return next((answer.on for answer in answers if len(answer.versions) == 1 and answer.value), today)


def attendance(
    policy: Policy, on: date, *, members: int, chair_rate: float, member_rate: float, conflict_rate: float = 0.0
) -> Attendance:
    """The probability that a sitting on a date is quorate, and how many sittings it takes until one is.

    Where rules ask for sectors, the members are dealt to those in turn, as the checks do.  The sum is made of whole
    numbers and rounded once.

    Raises:
        InputError: a rate that is no probability, or a panel that no rule can speak of.
    """
    rates = chair_rate, member_rate, conflict_rate
    for name, rate in zip(("chair", "member", "conflict"), rates, strict=True):
        if not (isfinite(rate) and 0 <= rate <= 1):
            raise InputError(f"The {name} rate {rate:g} is no probability.", do="Give a number from 0 to 1.")
    if not 0 <= members <= MAX_COUNT:
        raise InputError(f"A panel of {members} members cannot be judged.", do=f"Give a number from 0 to {MAX_COUNT}.")
    rules = policy.in_force(Dates.all_on(on))
    dealt = composition(rules.values, members)
    asked = quorum(Status.PRESENT, NOBODY, rules)
    probability = None
    if asked.quorate is not None:
        chances = [Fraction(rate) for rate in rates]
        probability = _probability(dealt, chances, lambda position: quorate(position, rules.values))
    named = dict.fromkeys(rule for guard in (PANEL_IN_FORCE, *QUORUM) for rule in guard.rules)
    required = rules.values.quorum_sectors_required
    return Attendance(
        basis=Basis.of(policy, on, named),
        said=tuple(Said.of(policy, rules.answers[rule]) for rule in named),
        members=members,
        rates=rates,
        sectors=tuple(
            f"{number} {sector.label}" for sector, number in zip(SECTORS, dealt, strict=True) if number and required
        ),
        probability=None if probability is None else float(probability),
        sittings=float(1 / probability) if probability else None,
        words=asked.words if probability is None else _words(probability),
    )


def _words(probability: Fraction) -> str:
    if not probability:
        return "No sitting is ever quorate."
    return (
        f"A sitting is quorate with probability {float(probability):.6g}; "
        f"on average it takes {float(1 / probability):.6g} sittings until one is."
    )


def _probability(dealt: Sequence[int], rates: Sequence[Fraction], quorate: Callable[[Position], bool]) -> Fraction:
    """The sum over every attendance that is quorate; weights are whole numbers over one denominator."""
    chair, member, conflict = rates
    chances = member * (1 - conflict), member * conflict, 1 - member
    whole = lcm(*(chance.denominator for chance in chances))
    weights = [int(chance * whole) for chance in chances]
    sectors = [list(_weighed(number, weights)) for number in dealt]
    total = Fraction(0)
    for status, chance in ((Status.PRESENT, chair), (Status.ABSENT, 1 - chair)):
        if not chance:
            continue
        sum_ = 0
        for attending in product(*sectors):
            position = Position(Stage.PANEL_SITTING, chair=status, members=_members(dealt, [h for h, _ in attending]))
            if quorate(position):
                sum_ += prod(weight for _, weight in attending)
        total += chance * Fraction(sum_, whole ** sum(dealt))
    return total


def _weighed(number: int, weights: Sequence[int]) -> Iterator[tuple[Here, int]]:
    """Each attendance of a sector that can be, with its weight."""
    present, conflicted, absent = weights
    for here in range(number + 1):
        for gone in range(number - here + 1):
            ways = comb(number, here) * comb(number - here, gone)
            weight = ways * present**here * conflicted**gone * absent ** (number - here - gone)
            if weight:
                yield (here, gone), weight


def _members(dealt: Sequence[int], attending: Sequence[Here]) -> tuple[int, ...]:
    counts: list[int] = []
    for number, (here, gone) in zip(dealt, attending, strict=True):
        of_status = {Status.PRESENT: here, Status.CONFLICTED: gone, Status.ABSENT: number - here - gone}
        counts += [of_status.get(status, 0) for status in STATUSES]
    return tuple(counts)
