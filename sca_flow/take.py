"""Taking a step: a case, a step and a policy give an event, or a refusal with all its reasons.  Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sca_flow import forms
from sca_flow.case import Case, authority, position, rules_for
from sca_flow.deadlines import next_deadline
from sca_flow.errors import UnknownName
from sca_flow.events import Refused, Taken
from sca_flow.forms import Filled
from sca_flow.panel import pool
from sca_flow.people import Person, Role
from sca_flow.reasons import Citation, Reason, reason_for
from sca_flow.rules.model import Ground
from sca_flow.rules.policy import InForce, Policy
from sca_flow.states import machine
from sca_flow.states.guards import roles_of
from sca_flow.states.names import Status, Step
from sca_flow.states.panel_guards import quorate
from sca_flow.states.position import SECTORS, Position, Seat, Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE

People = Mapping[str, Person]
OF_AUTHORITY = frozenset(
    {Role.COMPETENT_AUTHORITY, Role.DECISION_MAKER, Role.SECOND_REVIEWER, Role.MANAGER, Role.EXPERIENCED_STAFF}
)


@dataclass(frozen=True)
class Tried:
    """What came of a try: the event it makes, and, when it was refused, every reason."""

    event: Taken | Refused
    actor: str
    role: Role
    reasons: tuple[Reason, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the step was taken."""
        return not self.reasons


@dataclass(frozen=True)
class Scene:
    """Everything a step is judged by: the case, its people, and the rules on the dates that count."""

    case: Case
    people: People
    policy: Policy
    rules: InForce
    position: Position
    table: Table = TABLE

    @classmethod
    def of(cls, case: Case, people: People, policy: Policy, table: Table = TABLE) -> Scene:
        """The scene as the case stands; the workbench may put another table in the place of the shipped one."""
        rules = rules_for(case, policy)
        return cls(case, people, policy, rules, position(case, rules), table)

    def row(self, step: Step) -> Row | None:
        """The row that a step takes from here."""
        return self.table.route(self.position, step, self.rules.values)


def take(scene: Scene, step: Step, by: str | None, given: Mapping[str, Any]) -> Tried:
    """Try a step.  ``by`` is a person's id, a role's id, or nothing for whoever would usually do it.

    Raises:
        InputError: the step's form, or whoever is named, cannot be used; this is no refusal and is not journalled.
    """
    actor, role = who(scene, step, by)
    filled = forms.read(step, given, scene.people)
    row = scene.row(step)
    if row is None:
        return _refused(step, filled, actor, role, (not_here(scene, step),))
    attempt = trying(scene, step, actor, role, filled)
    mask = row.mask(scene.position, scene.rules.values, attempt)
    to = machine.fire(row.stage, step, row.when.id, mask, scene.table)
    if to is None:
        reasons = tuple(
            _with_detail(
                reason_for(guard, scene.position, scene.rules, attempt, who=roles_of(row.by, scene.rules.values)),
                scene,
                step,
                filled,
            )
            for guard in row.refusing(mask)
        )
        return _refused(step, filled, actor, role, reasons)
    facts = _facts(scene, step, actor, filled, attempt)
    return Tried(Taken(step=step, from_=row.stage, to=to, form=_plain(filled.values), **facts), actor, role)


def who(scene: Scene, step: Step, by: str | None) -> tuple[str, Role]:
    """Who acts, and in which role: the role the step belongs to when they hold it, else the first they hold.

    ``by`` may name a role, or nothing: then it is the first of those who hold it whom nothing bars from the step.
    """
    if by is not None and by in scene.people:
        roles = scene.people[by].roles
        allowed = _allowed(scene, step)
        return by, next((role for role in roles if role in allowed), roles[0])
    roles_named = {Role(by)} if by in set(Role) else _allowed(scene, step) if by is None else set()
    held = [(p.id, role) for p in scene.people.values() for role in p.roles if role in roles_named]
    if not held:
        known = {role.value for person in scene.people.values() for role in person.roles}
        raise UnknownName("person or role", by or "/".join(sorted(roles_named)), [*scene.people, *known])
    return next((one for one in held if not _barred(scene, step, *one)), held[0])


def _allowed(scene: Scene, step: Step) -> set[Role]:
    return {role for by in TABLE.takers(step) for role in roles_of(by, scene.rules.values)}


def _barred(scene: Scene, step: Step, actor: str, role: Role) -> bool:
    """Whether something about who acts, and not what they record, refuses the step."""
    row = scene.row(step)
    asking = [guard for guard in row.guards if not guard.form] if row is not None else []
    if not asking:
        return False
    attempt = trying(scene, step, actor, role, Filled({}, ()))
    return not all(guard.test(scene.position, scene.rules.values, attempt) for guard in asking)


def not_here(scene: Scene, step: Step) -> Reason:
    """The reason that a stage does not know a step at all."""
    stages = TABLE.stages_of(step)
    where = "; ".join(stage.label for stage in stages[:4]) + (" and others" if len(stages) > 4 else "")
    text = f"'{step.caption}' is not a step of this stage ({scene.case.stage.label}). It belongs to: {where}."
    answer = scene.rules.answers["process.order"]
    return Reason("stage", text, answer.confirmed, (Citation.of(answer),))


def trying(scene: Scene, step: Step, actor: str, role: Role, filled: Filled) -> Try:
    """What somebody tries, as facts: names and dates stay behind here."""
    case, values = scene.case, filled.values
    person = scene.people[actor]
    ours = person.authority in (None, authority(case, scene.rules))
    named = [name for name in (values.get("chair"), *values.get("members", ())) if name]
    until = _until(scene, filled) if step == Step.WAIT else None
    return Try(
        role=role,
        of_authority=role not in OF_AUTHORITY or ours,
        drafted=case.drafter == actor,
        reviewed=case.reviewer == actor,
        decided_earlier=actor in case.earlier_deciders,
        chairs_it=case.sitting is None or case.sitting.chair == actor,
        complete=not filled.missing and (step != Step.WAIT or until is not None),
        consent_confirmed=bool(values.get("consent_confirmed")),
        invited=_invited(scene, values),
        one_chair=_one_chair(scene, values),
        from_pool=all(_in_pool(scene.people[name]) for name in values.get("members", ())),
        nobody_barred=not pool.barred(named, scene.people, case.acted, case.conflicted),
        seat=_seat(scene, step, actor, values),
        own_seat=role == Role.PANEL_SECRETARIAT or values.get("member", actor) == actor,
        ground=Ground(values["ground"]) if "ground" in values else None,
        exceptional=bool(values.get("exceptional")),
        good_reasons=bool(values.get("good_reasons")),
        forward=until is None or until > case.today,
        passes=_passes(scene, until),
    )


def _until(scene: Scene, filled: Filled) -> date | None:
    """The day waited for: the one given, or the next deadline."""
    given: date | None = filled.values.get("until")
    return given or next_deadline(scene.case, scene.rules)


def _passes(scene: Scene, until: date | None) -> tuple[bool, bool, bool]:
    """What will have passed by the day waited for, as a position tells it."""
    later = scene.position
    if until is not None and until > scene.case.today:
        case = replace(scene.case, today=until)
        later = position(case, rules_for(case, scene.policy))
    return later.turned_18, later.recovery_passed, later.limit_passed


def _in_pool(person: Person) -> bool:
    return Role.PANEL_MEMBER in person.roles and person.sector is not None


def _one_chair(scene: Scene, values: Mapping[str, Any]) -> bool:
    chair = values.get("chair")
    return chair is None or (Role.PANEL_CHAIR in scene.people[chair].roles and chair not in values.get("members", ()))


def _invited(scene: Scene, values: Mapping[str, Any]) -> tuple[int, ...]:
    sectors = [scene.people[name].sector for name in values.get("members", ())]
    return tuple(sectors.count(sector) for sector in SECTORS)


def _seat(scene: Scene, step: Step, actor: str, values: Mapping[str, Any]) -> Seat | None:
    after = {Step.DECLARE_CONFLICT: Status.CONFLICTED, Step.LEAVE_SITTING: Status.LEFT}.get(step)
    after = after or Status(values.get("status", Status.PRESENT))
    return scene.case.sitting.seat(values.get("member", actor), after) if scene.case.sitting else None


def _facts(scene: Scene, step: Step, actor: str, filled: Filled, attempt: Try) -> dict[str, Any]:
    """What an accepted step looked up, for the event."""
    values = filled.values
    match step:
        case Step.CONVENE_PANEL:
            return {
                "chair": values["chair"],
                "seats": {name: scene.people[name].sector for name in values.get("members", ())},
            }
        case Step.RECORD_ATTENDANCE | Step.DECLARE_CONFLICT | Step.LEAVE_SITTING if attempt.seat:
            return {"member": values.get("member", actor), "status": attempt.seat.after}
        case Step.PUBLISH_AGREEMENT | Step.REFER_BACK | Step.OVERTURN_DECISION:
            return {"quorate": quorate(scene.position, scene.rules.values)}
        case Step.WAIT:
            return {"until": _until(scene, filled)}
    return {}


def _refused(step: Step, filled: Filled, actor: str, role: Role, reasons: tuple[Reason, ...]) -> Tried:
    event = Refused(step=step, form=_plain(filled.values), reasons=[reason.as_json() for reason in reasons])
    return Tried(event, actor, role, reasons)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Form values as the journal holds them."""
    return {
        key: value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for key, value in values.items()
    }


def _with_detail(reason: Reason, scene: Scene, step: Step, filled: Filled) -> Reason:
    """The reason with the names and dates that the guard itself does not know."""
    detail = _detail(reason.guard, scene, step, filled)
    return replace(reason, text=f"{reason.text} {detail}") if detail else reason


def _detail(guard: str, scene: Scene, step: Step, filled: Filled) -> str:
    case, people = scene.case, scene.people
    match guard:
        case "form_complete" | "reasons_recorded":
            missing = filled.missing or (("the day: no deadline lies ahead, so name one",) if step == Step.WAIT else ())
            return f"Missing: {', '.join(missing)}."
        case "recovery_minimum" if case.rg_positive_on and scene.rules.values.recovery_minimum:
            end = scene.rules.values.recovery_minimum.after(case.rg_positive_on)
            return f"It began on {case.rg_positive_on} and runs until {end}; today is {case.today}."
        case "another_reviewer" if case.drafter is not None:
            return f"{people[case.drafter].name} wrote the draft."
        case "right_authority":
            return f"The case belongs to the {authority(case, scene.rules).label}."
        case "nobody_with_a_hand":
            named = [name for name in (filled.values.get("chair"), *filled.values.get("members", ())) if name]
            return " ".join(
                _why_barred(scene, name) for name in pool.barred(named, people, case.acted, case.conflicted)
            )
        case "members_from_pool":
            outside = [people[name].name for name in filled.values.get("members", ()) if not _in_pool(people[name])]
            return f"Not in the pool: {', '.join(outside)}."
        case "the_chair" if case.sitting and case.sitting.chair in people:
            return f"The chair is {people[case.sitting.chair].name}."
        case "within_limit" if case.served_on and scene.rules.values.reconsideration_limit:
            return f"It ran until {scene.rules.values.reconsideration_limit.after(case.served_on)}."
    return ""


def _why_barred(scene: Scene, name: str) -> str:
    person = scene.people[name]
    if name in scene.case.conflicted:
        return f"{person.name} left this case for a conflict of interest."
    return f"{person.name}: {person.hand.rstrip('.') or 'acted in this case'}."
