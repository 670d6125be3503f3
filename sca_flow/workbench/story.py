"""A check told: verdicts, and each counter-example as the story of a case, replayed before it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sca_flow.case import folded
from sca_flow.events import Refused, Taken
from sca_flow.reasons import Citation, Reason
from sca_flow.rules.model import Range
from sca_flow.rules.policy import Policy
from sca_flow.states.names import Step
from sca_flow.take import Scene
from sca_flow.training.attempt import Attempt
from sca_flow.training.telling import timeline
from sca_flow.workbench.check import Check, Judged
from sca_flow.workbench.invariants import Invariant
from sca_flow.workbench.replay import Replay, replay
from sca_flow.workbench.rule_test_files import RULES, as_yaml


@dataclass(frozen=True)
class Story:
    """A broken invariant with the case that breaks it."""

    judged: Judged
    replayed: Replay

    def lines(self) -> Iterator[str]:
        """The case, a step a line, with the rules each step relied on."""
        attempt = self.replayed.attempt
        for line, happened in zip(timeline(attempt), attempt.case.history, strict=True):
            seen = [detail for detail in line.details if not detail.startswith(("Reasons", "Reason", "What", "View"))]
            yield f"  {line}" + (f" ({'; '.join(seen)})" if seen else "")
            basis = [
                in_short(citation)
                for citation in relied_on(attempt, happened.seq)
                if citation.rule not in AT_EVERY_STEP
            ]
            if basis:
                yield f"       relying on {'; '.join(basis)}"
        yield f"  {self.moral}"
        for reason in self._closed():
            yield f"       {reason.text} [{'; '.join(in_short(citation) for citation in reason.rules)}]"

    def _closed(self) -> tuple[Reason, ...]:
        """Why the step that should be open is closed."""
        offers = self.replayed.attempt.offers() if self.judged.invariant.kind == "always_possible" else ()
        return next((offer.reasons for offer in offers if offer.step == self.judged.invariant.step), ())

    @property
    def moral(self) -> str:
        """What is wrong at the end of it."""
        return moral(self.judged.invariant)

    def as_json(self) -> list[dict[str, Any]]:
        """The trace: each step as a script says it, where it led, and the rules it relied on."""
        attempt = self.replayed.attempt
        told = []
        for happened, line in zip(attempt.case.history[1:], self.replayed.script, strict=True):
            event = happened.event
            if not isinstance(event, (Taken, Refused)):
                continue
            told.append(
                {
                    "step": event.step.value,
                    "by": happened.actor,
                    "role": str(happened.role),
                    "on": happened.on.isoformat(),
                    "with": dict(line.with_),  # the event holds its text only as a salted hash
                    "from": event.from_.value if isinstance(event, Taken) else None,
                    "to": event.to.value if isinstance(event, Taken) else None,
                    "rules": [citation.as_json() for citation in relied_on(attempt, happened.seq)],
                }
            )
        return told


def moral(invariant: Invariant) -> str:
    """What is wrong at the end of a trace that breaks an invariant."""
    if invariant.kind == "always_possible" and invariant.step is not None:
        roles = " or ".join(role.label for role in invariant.by)
        return f"Here '{invariant.step.caption}' is not open to the {roles}."
    if invariant.kind == "can_always_finish":
        return "From here no end can be reached."
    return f"So this does not hold: {invariant.says}"


AT_EVERY_STEP = {"suspension.closes_steps", "competent_authority.sca", "competent_authority.ieca"}
"""Rules that nearly every step rests on; the story names the others."""


def in_short(citation: Citation) -> str:
    """A citation in a few words: a standing rule by its id alone, another with its value."""
    value = "" if citation.value.endswith(".") else f" = {citation.value}"
    place = f", {citation.pinpoint}" if citation.pinpoint else ""
    return f"{citation.rule}{value} ({citation.source}{place}; {citation.confidence})"


def relied_on(attempt: Attempt, seq: int) -> tuple[Citation, ...]:
    """The rules that the guards of a step rested on, when it was taken; conventions of the simulator are left out."""
    if seq < 2:
        return ()
    event = attempt.case.history[seq - 1].event
    if not isinstance(event, (Taken, Refused)):
        return ()
    before = folded(attempt.case.history[: seq - 1])
    return behind(Scene.of(before, attempt.scenario.people, attempt.policy), event.step)


def behind(scene: Scene, step: Step) -> tuple[Citation, ...]:
    """The rules that the guards of a step rest on where a case stands."""
    row = scene.row(step)
    names = dict.fromkeys(rule for guard in row.guards for rule in guard.rules) if row else {}
    return tuple(Citation.of(scene.rules.answers[name]) for name in names if not name.startswith("simulation."))


def story(check: Check, judged: Judged) -> Story | None:
    """The story of a broken invariant, replayed through the real door; None when nothing is broken."""
    trace = judged.trace
    if trace is None:
        return None
    return Story(judged, replay(trace))


def lines(check: Check) -> Iterator[str]:
    """The whole check in words."""
    unsure = unconfirmed(check)
    span = f"on {check.first}" if check.first == check.last else f"across {check.first} to {check.last}"
    name = " + ".join(check.policy.variants) or "the rules as published"
    yield f"Policy: {name}, {span}. Panel of a chair and {check.members} members."
    yield f"The rules of that date hold {unsure} values that are not confirmed."
    if len(check.searches) > 1:
        yield f"The sources leave days open in that time: {len(check.searches)} possibilities were searched."
    transitions = sum(found.transitions for found in check.searches)
    yield f"{check.states:,} positions, {transitions:,} steps between them, {check.depth} deep, {check.seconds:.2f} s."
    for judged in check.judged:
        expected = " (as its variant expects)" if judged.expected and judged.verdict == "broken" else ""
        surprise = " (its variant expected it to break)" if judged.expected and judged.verdict != "broken" else ""
        yield f"{judged.verdict.upper():>10}  {judged.invariant.id}{expected}{surprise}"
        if (told := story(check, judged)) is not None:
            yield f"            {judged.invariant.says} [{judged.invariant.source}]"
            yield from told.lines()


def unconfirmed(check: Check) -> int:
    """How many values of the rules in force are not confirmed."""
    answers = (check.policy.ask(rule_id, check.first) for rule_id in check.policy.rules)
    return sum(not answer.confirmed for answer in answers)


def as_json(check: Check) -> dict[str, Any]:
    """The whole check as plain values."""
    return {
        "policy": list(check.policy.variants),
        "on": check.first.isoformat(),
        "until": check.last.isoformat(),
        "members": check.members,
        "states": check.states,
        "transitions": sum(found.transitions for found in check.searches),
        "depth": check.depth,
        "seconds": round(check.seconds, 3),
        "unconfirmed": unconfirmed(check),
        "invariants": [_judged(check, judged) for judged in check.judged],
    }


def _judged(check: Check, judged: Judged) -> dict[str, Any]:
    told = story(check, judged)
    return {
        "id": judged.invariant.id,
        "says": judged.invariant.says,
        "source": judged.invariant.source,
        "kind": judged.invariant.kind,
        "verdict": judged.verdict,
        "expected": judged.expected,
        "trace": told.as_json() if told else None,
        "test": as_test(told) if told else None,
    }


def tests(check: Check) -> str:
    """Every counter-example of a check as a rule test, in YAML: each passes as long as the policy is as it was."""
    found = [as_test(told) for judged in check.judged if (told := story(check, judged)) is not None]
    return as_yaml(found)


def as_test(told: Story) -> dict[str, Any]:
    """A counter-example as a rule test, in plain values."""
    attempt, replayed = told.replayed.attempt, told.replayed
    trace = told.judged.trace
    assert trace is not None, "a story is told of a trace"
    people = attempt.scenario.people.values()
    start = attempt.case.referral
    given: dict[str, Any] = {"stage": "received", "received": start.received.isoformat()}
    given |= {"child": True} if start.child else {}
    given |= {"consented": False} if not start.consented and not start.child else {}
    given |= {"sent_by_first_responder": False} if not start.first_responder else {}
    given |= {"turns_18": start.turns_18.isoformat()} if start.turns_18 else {}
    given["people"] = {person.id: [role.value for role in person.roles] for person in people}
    return {
        "name": f"Counter-example: {told.judged.invariant.says}",
        "on": attempt.case.history[0].on.isoformat(),
        "policies": ["+".join(attempt.policy.variants) or RULES],
        **({"assume": pinned} if (pinned := _pinned(trace.policy)) else {}),
        **({"still": True} if trace.still else {}),
        "given": given,
        "steps": [line.model_dump(mode="json", by_alias=True, exclude_defaults=True) for line in replayed.script],
        "then": {"stage": attempt.case.stage.value},
    }


def _pinned(policy: Policy) -> dict[str, str]:
    """The days that a search pinned for what the sources leave open, by a rule that changes with each."""
    days = {span: max(day, span.earliest) for span, day in policy.pinned.items()}
    found: dict[Range, str] = {}
    for rule in policy.rules.values():
        for version in rule.values:
            if isinstance(version.until, Range) and version.until in days:
                found.setdefault(version.until, rule.id)
    return {rule: days[span].isoformat() for span, rule in found.items()}
