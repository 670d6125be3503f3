"""Why a step was allowed or refused: every guard asked again, where the case stood, with the rules it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sca_flow import forms
from sca_flow.case import folded
from sca_flow.errors import Broken, InputError
from sca_flow.events import Happened, Refused, Taken
from sca_flow.people import Person, Role
from sca_flow.reasons import Reason, reason_for
from sca_flow.rules.policy import Policy
from sca_flow.states.guards import roles_of
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Try
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE
from sca_flow.take import Scene, not_here, trying
from sca_flow.training.telling import notice
from sca_flow.workbench.basis import name_of, unsure
from sca_flow.workbench.citing import Said


@dataclass(frozen=True)
class Verdict:
    """What one guard said, and on what it rests.  Unless ``confirmed``, it rests on a working assumption."""

    guard: str
    allows: bool
    text: str
    confirmed: bool
    said: tuple[Said, ...]

    def lines(self) -> Iterator[str]:
        """The verdict in words."""
        standing = "" if self.confirmed else " (a working assumption, not confirmed)"
        yield f"{'allows' if self.allows else 'REFUSES'}  {self.guard}: {self.text}{standing}"
        for said in self.said:
            yield from (f"    {line}" for line in said.lines())

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "guard": self.guard,
            "allows": self.allows,
            "text": self.text,
            "confirmed": self.confirmed,
            "rules": [said.as_json() for said in self.said],
        }


@dataclass(frozen=True)
class Explained:
    """One step of an attempt, explained.  ``to`` is None when it was refused; ``route`` says why it led there."""

    policy: tuple[str, ...]
    seq: int
    on: date
    step: Step
    actor: str
    role: Role
    stage: Stage
    to: Stage | None
    route: Verdict | None
    verdicts: tuple[Verdict, ...]

    @property
    def said(self) -> Mapping[str, Said]:
        """Every rule that it rests on."""
        parts = (*((self.route,) if self.route else ()), *self.verdicts)
        return {said.rule: said for part in parts for said in part.said}

    @property
    def unconfirmed(self) -> int:
        """How many values that it rests on are not confirmed."""
        return sum(not said.confirmed for said in self.said.values())

    def lines(self) -> Iterator[str]:
        """The explanation in words."""
        yield notice(self.on)
        yield f"Policy: {name_of(self.policy)}, as on {self.on}. {unsure(self.unconfirmed, len(self.said))}"
        came = f"it was taken, and led to '{self.to.label}'" if self.to is not None else "it was refused"
        yield (
            f"Step {self.seq}, at '{self.stage.label}': {self.step.caption}, "
            f"tried by {self.actor} as {self.role.label}; {came}."
        )
        for verdict in self.verdicts:
            yield from verdict.lines()
        if self.route is not None:
            yield f"It led there because {self.route.text}."
            for said in self.route.said:
                yield from (f"    {line}" for line in said.lines())

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "notice": notice(self.on),
            "policy": list(self.policy),
            "unconfirmed": self.unconfirmed,
            "seq": self.seq,
            "on": self.on.isoformat(),
            "step": self.step.value,
            "by": self.actor,
            "role": self.role.value,
            "from": self.stage.value,
            "to": self.to.value if self.to is not None else None,
            "accepted": self.to is not None,
            "guards": [verdict.as_json() for verdict in self.verdicts],
            "route": self.route.as_json() if self.route is not None else None,
        }


def explain(
    history: Sequence[Happened], people: Mapping[str, Person], policy: Policy, seq: int, *, table: Table = TABLE
) -> Explained:
    """Why the step with a sequence number was allowed or refused, from what had happened before it.

    Raises:
        InputError: the attempt has no such event, or it is no step.
        Broken: the rules given do not lead to what was recorded.
    """
    if not 1 <= seq <= len(history):
        raise InputError(f"There is no event {seq}.", why=f"The attempt has {len(history)}.", do="Name one of them.")
    happened = history[seq - 1]
    event = happened.event
    if not isinstance(event, (Taken, Refused)):
        raise InputError(f"Event {seq} is no step.", do="Name a step: the timeline shows their numbers.")
    scene = Scene.of(folded(history[: seq - 1]), people, policy, table)
    row, role = scene.row(event.step), Role(happened.role)
    verdicts = _of_stage(scene, event.step) if row is None else _of_row(scene, row, happened, role, event.form)
    to = event.to if isinstance(event, Taken) else None
    if all(verdict.allows for verdict in verdicts) != (to is not None) or (
        row is not None and to not in (None, row.to)
    ):
        raise Broken(
            f"Event {seq} is not what these rules lead to.",
            why="The policy is not the one that the attempt was begun with.",
            do="Give the attempt's own policy.",
        )
    return Explained(
        policy=policy.variants,
        seq=seq,
        on=happened.on,
        step=event.step,
        actor=people[happened.actor].name if happened.actor in people else happened.actor,
        role=role,
        stage=scene.case.stage,
        to=to,
        route=_route(scene, row) if row is not None and to is not None and row.when.rules else None,
        verdicts=verdicts,
    )


def _of_row(scene: Scene, row: Row, happened: Happened, role: Role, form: Mapping[str, Any]) -> tuple[Verdict, ...]:
    """What each guard of a row says."""
    attempt = trying(scene, row.step, happened.actor, role, forms.read(row.step, form, scene.people))
    mask = row.mask(scene.position, scene.rules.values, attempt)
    return tuple(_verdict(scene, row, place, attempt, bool(mask >> place & 1)) for place in range(len(row.guards)))


def _verdict(scene: Scene, row: Row, place: int, attempt: Try, allows: bool) -> Verdict:
    guard = row.guards[place]
    who = roles_of(row.by, scene.rules.values)
    text = guard.says if allows else ""
    reason = reason_for(guard, scene.position, scene.rules, attempt, who=who, text=text)
    return Verdict(guard.id, allows, reason.text, reason.confirmed, _said(scene, reason))


def _of_stage(scene: Scene, step: Step) -> tuple[Verdict, ...]:
    """That the stage does not know the step at all."""
    reason = not_here(scene, step)
    return (Verdict(reason.guard, False, reason.text, reason.confirmed, _said(scene, reason)),)


def _route(scene: Scene, row: Row) -> Verdict:
    """Why the step led where it did, where rules decide that."""
    said = tuple(Said.of(scene.policy, scene.rules.answers[rule]) for rule in row.when.rules)
    return Verdict(row.when.id, True, row.when.says, all(one.confirmed for one in said), said)


def _said(scene: Scene, reason: Reason) -> tuple[Said, ...]:
    return tuple(Said.of(scene.policy, scene.rules.answers[citation.rule]) for citation in reason.rules)
