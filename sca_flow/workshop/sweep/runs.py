"""Random runs of a scenario through the one door, each checked: it can end, its journal replays, nothing breaks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sca_flow.case import folded
from sca_flow.errors import Incomplete
from sca_flow.events import Happened, happened
from sca_flow.journal import MemoryJournal
from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import Scenario
from sca_flow.states.names import Stage, Step
from sca_flow.training.attempt import Attempt, Result
from sca_flow.training.chance import play
from sca_flow.training.verify import verdicts
from sca_flow.workshop.sweep.script import Line
from sca_flow.workshop.sweep.shrink import shrunk


@dataclass(frozen=True)
class Run:
    """One run: where it came to, what happened, and what went wrong, if anything did."""

    seed: int
    history: Sequence[Happened]
    stage: Stage
    lines: Sequence[Line]
    incomplete: bool = False
    wrong: str = ""


@dataclass(frozen=True)
class Failure:
    """What went wrong in a run, and the shortest script found in which it still does."""

    seed: int
    wrong: str
    script: Sequence[Line]


class Recorded(Attempt):
    """An attempt that keeps every step as it was tried, also one that breaks."""

    lines: list[Line]

    def take(
        self,
        step: Step | str,
        by: str | None = None,
        with_: Mapping[str, Any] | None = None,
        *,
        event_id: str | None = None,
        incident: str | None = None,
    ) -> Result:
        """Take a step, and keep it first."""
        recorded = {name: _plain(value) for name, value in (with_ or {}).items()}
        self.lines.append({"step": Step(step).value, "by": by, "with": recorded})
        return super().take(step, by, with_, event_id=event_id, incident=incident)


def seeds(seed: int, runs: int) -> Iterator[int]:
    """The seed of each run."""
    random = Random(seed)
    return (random.randrange(1 << 31) for _ in range(runs))


def run(scenario: Scenario, policy: Policy, seed: int, dead: Collection[Stage] = frozenset()) -> Run:
    """Play one run, and check it; it stops where it comes to a stage that is ``dead``: one that leads to no end."""
    attempt = _opened(scenario, policy)
    incomplete = False
    wrong = ""
    try:
        for _ in play(attempt, seed, astray=dead):
            if wrong := _lost(attempt, dead):
                break
    except Incomplete:
        incomplete = True
    except Exception as error:  # whatever breaks is what is looked for
        wrong = _named(error)
    wrong = wrong or _unsound(attempt) or ("" if attempt.case.ended or incomplete else "It stops where it cannot end.")
    return Run(seed, attempt.case.history, attempt.case.stage, attempt.lines, incomplete, wrong)


def failure(scenario: Scenario, policy: Policy, failed: Run, dead: Collection[Stage] = frozenset()) -> Failure:
    """The shortest script that still goes wrong as a run did; the run's own, when it does so only as a whole."""

    def fails(lines: Sequence[Line]) -> bool:
        return _played(scenario, policy, lines, dead) == failed.wrong

    lines = failed.lines
    return Failure(failed.seed, failed.wrong, _as_script(shrunk(lines, fails) if fails(lines) else lines))


def _played(scenario: Scenario, policy: Policy, lines: Sequence[Line], dead: Collection[Stage]) -> str:
    """What goes wrong when these steps are taken; a script in which a step before it is refused goes nowhere."""
    attempt = _opened(scenario, policy)
    for line in lines:
        try:
            if not attempt.take(line["step"], line["by"], line["with"]).accepted:
                return ""
        except Exception as error:  # the same that was looked for, or another
            return _named(error)
    return _lost(attempt, dead) or _unsound(attempt)


def _opened(scenario: Scenario, policy: Policy) -> Recorded:
    attempt = Recorded.start(scenario, policy, MemoryJournal())
    assert isinstance(attempt, Recorded)
    attempt.lines = []
    return attempt


def _lost(attempt: Attempt, dead: Collection[Stage]) -> str:
    """That it came to a stage that leads to no end; nothing, when it did not."""
    stage = attempt.case.stage
    return f"It comes to '{stage}', from where there is no way to an end." if stage in dead else ""


def _unsound(attempt: Attempt) -> str:
    """What is wrong with the attempt's journal; nothing, when it holds and leads to the same case."""
    verdict = next(iter(verdicts(attempt.journal, attempt.id)))
    if not verdict.sound:
        return f"The journal does not hold: {verdict.why}"
    again = folded(happened(entry) for entry in attempt.journal.read(attempt.id))
    return "" if again == attempt.case else "The journal does not lead to the case as it stood."


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'nothing is said of it'}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def _as_script(lines: Sequence[Line]) -> list[Line]:
    """Lines without what is empty."""
    return [{name: value for name, value in line.items() if value not in (None, {})} for line in lines]
