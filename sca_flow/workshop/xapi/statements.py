"""The statements of one attempt: what the trainee did, never what they wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate, pairwise
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from sca_flow.case import Case, fold, folded
from sca_flow.events import Happened, Refused, Started, Taken
from sca_flow.journal import Entry
from sca_flow.reasons import Reason
from sca_flow.scenario.judgement import DECISIONS
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.debrief import Debrief
from sca_flow.workshop.cohorts.tally import PAUSE
from sca_flow.workshop.xapi.profile import BASE, profile

VERSION = "1.0.3"
Statement = dict[str, Any]
_OURS = uuid5(NAMESPACE_URL, f"{BASE}/profile")
_CATEGORY = "http://adlnet.gov/expapi/activities/profile"
_COURSE = "http://adlnet.gov/expapi/activities/course"
_DECISIONS = {"rg": "Reasonable grounds decision", "cg": "Conclusive grounds decision"}


def registration(attempt: str) -> str:
    """The id of an attempt in every one of its statements."""
    return str(uuid5(_OURS, f"attempt {attempt}"))


@dataclass(frozen=True)
class _Event:
    """An event with its id and its wall-clock time, and the case behind it."""

    id: str
    at: datetime
    happened: Happened
    case: Case


class Statements:
    """The statements of one attempt, under the pseudonym of whoever sat at it."""

    def __init__(self, attempt: Attempt, entries: Sequence[Entry], pseudonym: str) -> None:
        self._attempt, self._scenario = attempt, attempt.scenario
        self._pseudonym = pseudonym
        self._started = attempt.case.history[0].event
        cases = accumulate(attempt.case.history[1:], fold, initial=folded(attempt.case.history[:1]))
        self._events = [
            _Event(entry.id, datetime.fromisoformat(str(entry.fields["at"])), case.history[-1], case)
            for entry, case in zip(entries, cases, strict=True)
        ]
        self._scenario_id = f"{BASE}/scenarios/{quote(self._scenario.id, safe='')}"

    def all(self) -> Iterator[Statement]:
        """Every statement, in the order of what happened.

        Of an attempt that was tried again from a step of another, what came before is the other's.
        """
        before: _Event | None = None
        for event in self._own():
            if before is not None and event.at - before.at > PAUSE:
                yield self._whole("suspended", before, "suspended")
                yield self._whole("resumed", event, "resumed")
            if isinstance(event.happened.event, Started):
                yield self._begun(event)
            elif self._is_mine(event.happened):
                yield self._did(event)
            if self._ends(event):
                yield from self._completed(event)
            before = event

    def _own(self) -> list[_Event]:
        """The events that are this attempt's; one that was tried again begins when it goes on."""
        started = self._started
        if not isinstance(started, Started) or started.branch_at is None:
            return self._events
        own = [one for one in self._events if one.happened.seq >= started.branch_at]
        return [replace(self._events[0], at=own[0].at if own else self._events[0].at), *own]

    def _is_mine(self, happened: Happened) -> bool:
        """Whether it is something that the trainee did to the case, and not a scripted person or an incident."""
        event = happened.event
        if isinstance(event, Taken) and event.incident is not None:
            return False
        return isinstance(event, (Taken, Refused)) and self._attempt.chair in (None, happened.actor)

    def _begun(self, event: _Event) -> Statement:
        started = event.happened.event
        assert isinstance(started, Started)
        branched = registration(started.branch_of) if started.branch_of else None
        return self._whole("initialized", event, "", variants=list(started.variants), branched_from=branched)

    def _did(self, event: _Event) -> Statement:
        """A step that was taken or refused."""
        did = event.happened.event
        assert isinstance(did, (Taken, Refused))
        if isinstance(did, Taken) and did.step in DECISIONS:
            return self._answered(event, did)
        taken = isinstance(did, Taken)
        reasons = [] if isinstance(did, Taken) else [Reason.from_json(reason) for reason in did.reasons]
        result: dict[str, Any] = {
            "extensions": profile().extensions(
                to_stage=did.to.value if isinstance(did, Taken) else None,
                refused_by=_names(reasons, confirmed=True),
                working_assumptions=_names(reasons, confirmed=False),
            )
        }
        if taken or any(reason.confirmed for reason in reasons):
            result["success"] = taken
        about = self._activity("responded", f"steps/{did.step.value}", did.step.caption)
        return self._statement("responded", event, "", about, result, step=did.step)

    def _answered(self, event: _Event, did: Taken) -> Statement:
        """A decision that was put forward, with what was found and chosen, and how the author judges its outcome."""
        kind = DECISIONS[did.step]
        told = next((one for one in self._as_of(event).decisions if one.seq == event.happened.seq), None)
        outcome = told.outcome.worth if told and told.outcome else None
        findings = {found.element.id: found.given.value for found in told.findings if found.given} if told else {}
        result = {
            "success": True,
            "response": did.step.value,
            "extensions": profile().extensions(
                to_stage=did.to.value,
                outcome=outcome,
                findings=findings,
                reasons_chosen=[reason.id for reason in told.chosen] if told else [],
            ),
        }
        about = self._activity("answered", f"decisions/{kind}", _DECISIONS[kind])
        about["definition"] |= {
            "interactionType": "choice",
            "choices": [
                {"id": step.value, "description": {"en": step.caption}} for step, of in DECISIONS.items() if of == kind
            ],
        }
        return self._statement("answered", event, "", about, result, step=did.step)

    def _ends(self, event: _Event) -> bool:
        """Whether the case came to an end by it: what happened afterwards does not count."""
        return event.case.ended and not self._before(event).ended

    def _completed(self, event: _Event) -> Iterator[Statement]:
        debrief = self._as_of(event)
        result = {
            "completion": True,
            "duration": f"PT{self._active(event).total_seconds():.2f}S",
            "extensions": profile().extensions(
                to_stage=debrief.attempt.case.stage.value, known_mistakes=[one.id for one in debrief.mistakes]
            ),
        }
        yield self._whole("completed", event, "completed", {key: value for key, value in result.items() if value != {}})
        for name, score in debrief.scores.items():
            if score.of:
                about = self._activity("scored", f"scores/{name}", f"{name.capitalize()}, one of three scores")
                told = {"scaled": round(score.got / score.of, 4), "raw": score.got, "min": 0, "max": score.of}
                yield self._statement("scored", event, f"score {name}", about, {"score": told, "completion": True})

    def _active(self, event: _Event) -> timedelta:
        times = [one.at for one in self._own() if one.happened.seq <= event.happened.seq]
        gaps = (after - before for before, after in pairwise(times))
        return sum((gap for gap in gaps if timedelta(0) < gap <= PAUSE), timedelta(0))

    def _before(self, event: _Event) -> Case:
        """The case before an event; before the first one, as that opens it."""
        return self._events[max(event.happened.seq - 2, 0)].case

    def _as_of(self, event: _Event) -> Debrief:
        """The debrief as it stood then: it stays as it is when the attempt goes on."""
        return Debrief.of(self._attempt.beside(self._attempt.id, event.case))

    def _whole(self, template: str, event: _Event, part: str, result: Any = None, **told: Any) -> Statement:
        """A statement about the attempt as a whole."""
        about = self._activity(template, "", self._scenario.file.title)
        return self._statement(template, event, part, about, result or {}, **told)

    def _activity(self, template: str, path: str, name: str) -> dict[str, Any]:
        return {
            "objectType": "Activity",
            "id": f"{self._scenario_id}/{path}" if path else self._scenario_id,
            "definition": {"type": profile().activity_type(template), "name": {"en": name}},
        }

    def _statement(
        self,
        template: str,
        event: _Event,
        part: str,
        about: dict[str, Any],
        result: dict[str, Any],
        *,
        step: Step | None = None,
        **told: Any,
    ) -> Statement:
        happened = event.happened
        made: Statement = {
            "id": str(_id(event.id, part)),
            "version": VERSION,
            "timestamp": event.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "actor": {
                "objectType": "Agent",
                "account": {"homePage": f"{BASE}/trainees", "name": self._pseudonym},
            },
            "verb": profile().verb(template),
            "object": about,
            "context": {
                "registration": registration(self._attempt.id),
                "platform": "sca-flow",
                "language": "en-GB",
                "revision": self._scenario.sha,
                "contextActivities": self._around(about),
                "extensions": profile().extensions(
                    simulated_date=happened.on.isoformat(),
                    stage=self._before(event).stage.value,
                    role=happened.role if step else None,
                    step=step.value if step else None,
                    event=happened.seq,
                    **told,
                ),
            },
        }
        result = {key: value for key, value in result.items() if value != {}}
        return made | ({"result": result} if result else {})

    def _around(self, about: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {
            "category": [{"objectType": "Activity", "id": profile().id, "definition": {"type": _CATEGORY}}]
        }
        if self._scenario.course:
            course = f"{BASE}/courses/{quote(self._scenario.course, safe='')}"
            found["grouping"] = [{"objectType": "Activity", "id": course, "definition": {"type": _COURSE}}]
        if about["id"] != self._scenario_id:
            found["parent"] = [{"objectType": "Activity", "id": self._scenario_id}]
        return found


def _id(event: str, part: str) -> UUID:
    """The id of a statement: of the same event always the same, so that it can be sent twice and is kept once."""
    return uuid5(_OURS, f"event {event} {part}".rstrip())


def _names(reasons: Sequence[Reason], *, confirmed: bool) -> list[str]:
    """The guards and rules of the reasons that are confirmed, or of those that are not."""
    return sorted({name for reason in reasons if reason.confirmed == confirmed for name in reason.names})
