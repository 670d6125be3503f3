"""The shortest case that shows where two policies part, played under both through the real door before it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sca_flow.case import Case, folded
from sca_flow.journal import MemoryJournal
from sca_flow.people import Person, Role
from sca_flow.reasons import Reason
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import ScriptStep
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from sca_flow.training.telling import Line, timeline
from sca_flow.workbench.check import Taken, Trace
from sca_flow.workbench.product import Parting, Way
from sca_flow.workbench.replay import DoesNotReplay, Replay, replay
from sca_flow.workbench.story import in_short

FILLED = ": As the trace has it."
"""How free text reads that a replay fills in."""

_LEFT_OUT = ("exceptional", "good_reasons", "consent_confirmed")
"""What a form holds only where the try says so."""


@dataclass(frozen=True)
class Shown:
    """A case, told under the policy that takes its last step.

    ``otherwise`` is what comes of that step under the other policy: the stage it leads to, or, where it is refused,
    the reasons; ``detour`` is how the other comes there, where it cannot come by the same steps.
    """

    about: str
    told: tuple[str, ...]
    script: tuple[dict[str, Any], ...]
    otherwise: Stage | None
    reasons: tuple[Reason, ...]
    detour: tuple[str, ...]

    def lines(self, here: str, there: str) -> Iterator[str]:
        """The case in words; ``here`` and ``there`` are the names of the two policies."""
        yield f"Under {here}, {self.about}:"
        yield from (f"  {line}" for line in self.told)
        yield f"Under {there}{', which comes there otherwise' if self.detour else ''}:"
        yield from (f"  {line}" for line in self.detour)
        yield f"  {self.end}"

    @property
    def end(self) -> str:
        """What comes of the last step under the other policy, in words."""
        if self.otherwise is not None:
            return f"the last step leads to: {self.otherwise.label}."
        reasons = (f"{reason.text} [{'; '.join(in_short(rule) for rule in reason.rules)}]" for reason in self.reasons)
        return f"the last step is refused: {' '.join(reasons)}"

    def as_json(self) -> dict[str, Any]:
        """Plain values; ``script`` is in the one script format."""
        return {
            "about": self.about,
            "script": list(self.script),
            "told": list(self.told),
            "otherwise": {
                "leads_to": self.otherwise.value if self.otherwise else None,
                "reasons": [reason.as_json() for reason in self.reasons],
                "detour": list(self.detour),
            },
        }


@dataclass(frozen=True)
class Under:
    """A policy whose rules of one day are held still."""

    policy: Policy
    on: date

    @classmethod
    def of(cls, policy: Policy, on: date) -> Under:
        """The rules of a day, in force on every day."""
        return cls(policy.held_still(on), on)

    def later(self, days: int) -> Under:
        """The same rules for a case that begins some days later."""
        return replace(self, on=self.on + timedelta(days=days))

    def replayed(self, way: Way, more: Sequence[Taken] = (), not_before: Sequence[int] = ()) -> Replay:
        """A way and ``more`` steps, as a case; the days, counted from the first, before which no step is taken."""
        steps = (*way.steps, *more)
        days = [self.on + timedelta(days=number) for number in not_before[: len(steps)]]
        days += [self.on] * (len(steps) - len(days))
        return replay(Trace(self.policy, way.start, steps, (self.on, *days)))

    def days(self, script: Iterable[ScriptStep]) -> list[int]:
        """How many days after the first each step of a script is taken."""
        found, today = [], 0
        for line in script:
            if line.step == Step.WAIT:
                today = (date.fromisoformat(line.with_["until"]) - self.on).days
            found.append(today)
        return found


def show(parting: Parting, a: Under, b: Under) -> Shown:
    """The case of a parting, played under both; it begins on the day of the policies, where they part then.

    Which of two periods ends first can depend on the day: a month has 28 days, or 31.  So other days are tried too, in
    leaps that come past every month and weekday soon, and past every day at last.

    Raises:
        DoesNotReplay: the real door does not part where the walk does.
    """
    for number in range(_TWO_YEARS):
        days = number * _LEAP % _TWO_YEARS
        try:
            return _shown(parting, a.later(days), b.later(days))
        except DoesNotReplay as found:
            fault = found
    raise fault


_TWO_YEARS, _LEAP = 730, 9


def _shown(parting: Parting, a: Under, b: Under) -> Shown:
    first, second = (b, a) if parting.kind == "gained" else (a, b)
    here, there = parting.ways[::-1] if parting.kind == "gained" else parting.ways
    reached = parting.reached[1 if parting.kind == "gained" else 0]
    assert reached is not None
    last = [(parting.step, parting.attempt, reached)]
    mine = first.replayed(here, last)
    others = second.replayed(there, not_before=first.days(mine.script) if parting.in_step else ())
    if parting.in_step:
        mine = first.replayed(here, last, second.days(others.script))
    lines = [_last(mine.script[-1], parting.attempt, case) for case in (_before_last(mine), others.attempt.case)]
    people = _people((mine, others), {line.by for line in lines}, parting.attempt.role)
    taken, refused = _played(mine, mine.script[:-1], lines[0], people)
    tried, reasons = _played(others, others.script, lines[1], people)
    if refused or bool(reasons) == (parting.kind == "elsewhere"):
        raise DoesNotReplay(
            f"'{parting.step}' at '{parting.stage}' does not part the two policies.",
            why=" ".join(reason.text for reason in (*refused, *reasons)),
        )
    return Shown(
        about=_about(here.start),
        told=_told(taken),
        script=tuple(_plain(line) for line in (*mine.script[:-1], lines[0])),
        otherwise=None if reasons else tried.case.stage,
        reasons=reasons,
        detour=() if parting.in_step else _told(tried)[:-1],
    )


def _plain(line: ScriptStep) -> dict[str, Any]:
    return line.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _about(start: Position) -> str:
    """What kind of referral it is, as far as rules can tell."""
    whose = "a child" if start.child else "an adult" if start.consented else "an adult who did not consent"
    sent = "" if start.from_first_responder else ", not sent by a first responder"
    return f"a referral of {whose}{sent}{', transferred from before the SCA began' if start.transferred else ''}"


def _told(attempt: Attempt) -> tuple[str, ...]:
    return tuple(f"{line}{_particulars(line)}" for line in timeline(attempt))


def _particulars(line: Line) -> str:
    """Who and what, without the text that every replayed form is filled with."""
    seen = [detail for detail in line.details if not detail.endswith(FILLED)]
    return f" ({'; '.join(seen)})" if seen else ""


def _before_last(replayed: Replay) -> Case:
    return folded(replayed.attempt.case.history[:-1])


def _last(line: ScriptStep, attempt: Try, case: Case) -> ScriptStep:
    """The step that parts them, by whom the try means, with just the form it means."""
    by = case.drafter if attempt.drafted else case.reviewer if attempt.reviewed else None
    form = {name: v for name, v in line.with_.items() if name not in _LEFT_OUT or getattr(attempt, name)}
    return line.model_copy(update={"by": by or line.by, "with_": form})


def _people(replays: Iterable[Replay], acting: Iterable[str | None], role: Role) -> Mapping[str, Person]:
    """Everybody in either case; whoever takes the last step holds the role in which it is taken."""
    found = {name: person for one in replays for name, person in one.attempt.scenario.people.items()}
    for name in acting:
        if name is not None and role not in found[name].roles:
            found[name] = found[name].model_copy(update={"roles": (*found[name].roles, role)})
    return found


def _played(
    replayed: Replay, script: Sequence[ScriptStep], last: ScriptStep, people: Mapping[str, Person]
) -> tuple[Attempt, tuple[Reason, ...]]:
    """A script and one last step played, and why that was refused, if it was."""
    scenario = replayed.attempt.scenario
    file = scenario.file.model_copy(update={"people": tuple(people.values())})
    attempt = Attempt.start(replace(scenario, file=file), replayed.attempt.policy, MemoryJournal())
    for played in play(attempt, script):
        if played.surprise:
            raise DoesNotReplay(f"The case does not replay: {played.surprise}")
    return attempt, attempt.take(last.step, last.by, last.with_).reasons
