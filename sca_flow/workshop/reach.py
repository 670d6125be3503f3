"""What a case may reach with a scenario's people, referral and dates: a stage-by-stage overestimate.

It forgets what was drafted, when and by whom, so that what it calls out of reach surely is, and what it calls within
reach may still not be.  The rows are those of the one table, and the guards are the table's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sca_flow.panel import pool
from sca_flow.panel.quorum import seats_of
from sca_flow.people import Authority, Person, Role, Sector
from sca_flow.referral import Referral
from sca_flow.rules.model import START
from sca_flow.rules.policy import Dates, Policy, Rules
from sca_flow.scenario.model import ScenarioFile
from sca_flow.states.guards import (
    ADULT,
    ANOTHER_REVIEWER,
    CONSENT_OR_CHILD,
    RIGHT_AUTHORITY,
    SENT_BY_FIRST_RESPONDER,
    Guard,
    roles_of,
)
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.panel_guards import NOT_THE_REVIEWER, ONE_CHAIR, QUORUM, quorate
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Row
from sca_flow.states.table import TABLE

LAST_RESORTS = frozenset({Step.WITHDRAW, Step.RECALL_FOR_NEW_EVIDENCE})
"""Steps that nobody may count on: they need somebody to give up, or evidence that nobody had."""

Holds = Callable[[Rules], bool]


@dataclass(frozen=True)
class Reach:
    """The rows that may be taken, under the rules of any day from the opening to the last day named."""

    people: Sequence[Person]
    referral: Referral
    rules: Sequence[Rules]

    @classmethod
    def of(cls, file: ScenarioFile, policy: Policy, first: date, last: date) -> Reach:
        """For a scenario between two days; of those before the first rules nothing is known."""
        first = max(first, START)
        days = [first, *sorted({day for day in policy.boundaries() if first < day <= last})]
        received = file.referral.received
        rules = [policy.in_force(Dates(received, day, day, day, day, day)).values for day in days]
        return cls(file.people, file.referral, list(dict.fromkeys(rules)))

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows that may be taken, wherever they begin."""
        return [row for row in TABLE.rows if any(self._possible(row, rules) for rules in self.rules)]

    @cached_property
    def stages(self) -> frozenset[Stage]:
        """The stages that a case may come to."""
        found, waiting = {Stage.RECEIVED}, [Stage.RECEIVED]
        while waiting:
            stage = waiting.pop()
            new = {row.to for row in self.rows if row.stage == stage} - found
            found |= new
            waiting += new
        return frozenset(found)

    def steps(self, stage: Stage | None = None) -> frozenset[Step]:
        """The steps that may be taken, at one stage or at any that is reached."""
        at = self.stages if stage is None else self.stages & {stage}
        return frozenset(row.step for row in self.rows if row.stage in at)

    def onward(self, stage: Stage) -> frozenset[Stage]:
        """The other stages to which a stage may lead, last resorts left out."""
        there = [row.to for row in self.rows if row.stage == stage and row.step not in LAST_RESORTS]
        return frozenset(there) - {stage}

    @cached_property
    def stuck(self) -> Sequence[Stage]:
        """The stages reached, no end, that lead nowhere."""
        return [stage for stage in Stage if stage in self.stages and not stage.end and not self.onward(stage)]

    @cached_property
    def circling(self) -> Sequence[Stage]:
        """The stages reached that lead to each other only: to no end, and to no stage that is stuck."""
        out = {stage for stage in self.stages if stage.end or stage in self.stuck}
        while more := {stage for stage in self.stages - out if self.onward(stage) & out}:
            out |= more
        return [stage for stage in Stage if stage in self.stages - out]

    def missing(self, stage: Stage) -> Sequence[Role]:
        """The roles that nobody holds and that would lead on from a stage."""
        rows = [row for row in TABLE.rows if row.stage == stage != row.to and row.step not in LAST_RESORTS]
        wanted = {role for row in rows for rules in self.rules for role in roles_of(row.by, rules)}
        held = {role for person in self.people for role in person.roles}
        return [role for role in Role if role in wanted - held]

    @property
    def chairs(self) -> Sequence[Person]:
        """Those who may chair a sitting and stay: no hand in the case, no conflict."""
        return [one for one in pool.chairs(self._by_id) if not one.hand and not one.conflict]

    @property
    def quorate(self) -> bool:
        """Whether everybody who may sit, present together, would be quorate under some of the rules."""
        return any(_quorate(self._by_id.values(), rules) for rules in self.rules)

    @cached_property
    def _by_id(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    def _possible(self, row: Row, rules: Rules) -> bool:
        roles = roles_of(row.by, rules)
        holders = self._holding(roles)
        if not holders or not row.when.possible(rules):
            return False
        return all(self._may_hold(guard, holders, rules) for guard in row.guards)

    def _holding(self, roles: Sequence[Role]) -> Sequence[Person]:
        """Those who hold one of some roles; looked up once for roles that many rows share."""
        if roles not in self._held:
            self._held[roles] = [person for person in self.people if not set(roles).isdisjoint(person.roles)]
        return self._held[roles]

    @cached_property
    def _held(self) -> dict[Sequence[Role], Sequence[Person]]:
        return {}

    def _may_hold(self, guard: Guard, holders: Sequence[Person], rules: Rules) -> bool:
        """Whether a guard may hold for somebody, some time; what is not known here is taken to hold."""
        if guard.rules_only or guard in (SENT_BY_FIRST_RESPONDER, CONSENT_OR_CHILD, ADULT):
            return bool(guard.test(self._position, rules, Try(Role.PERSON)))
        if guard == RIGHT_AUTHORITY:
            return any(person.authority in self._authorities for person in holders)
        if guard == ANOTHER_REVIEWER:
            return not rules.second_review_reviewer_must_differ or self._differ(Role.DECISION_MAKER, holders)
        if guard == NOT_THE_REVIEWER:
            return rules.further_consideration_reviewer_may_answer or self._differ(Role.SECOND_REVIEWER, holders)
        if guard == ONE_CHAIR:
            return any(not person.hand for person in pool.chairs(self._by_id))
        return guard not in QUORUM or _quorate(self._by_id.values(), rules)

    @cached_property
    def _position(self) -> Position:
        of = self.referral
        return Position(
            child=of.child,
            consented=of.consented,
            from_first_responder=of.first_responder,
            turned_18=of.turns_18 is not None,
        )

    @cached_property
    def _authorities(self) -> tuple[Authority | None, ...]:
        cohort = self.referral.ieca_cohort and not self.referral.child
        ieca = cohort and any(rules.competent_authority_ieca for rules in self.rules)
        return (None, Authority.SCA, Authority.IECA) if ieca else (None, Authority.SCA)

    def _differ(self, before: Role, holders: Sequence[Person]) -> bool:
        """Whether somebody may act who is not the only one who could have acted before."""
        earlier = {person.id for person in self.people if before in person.roles}
        return len(earlier) != 1 or {person.id for person in holders} != earlier


def _quorate(people: Iterable[Person], rules: Rules) -> bool:
    """Whether those of these people who may sit and stay would be quorate together."""
    free = {one.id: one for one in people if not one.hand and not one.conflict}
    chair = Status.PRESENT if pool.chairs(free) else None
    return quorate(panel(chair, [one.sector for one in pool.members(free) if one.sector]), rules)


def panel(chair: Status | None, sectors: Iterable[Sector]) -> Position:
    """A sitting with members present from these sectors."""
    return Position(stage=Stage.PANEL_SITTING, chair=chair, members=seats_of(sectors))
