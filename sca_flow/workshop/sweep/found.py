"""What a sweep finds out about a scenario: endings, dead ends, and what of the process it covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sca_flow.rules.policy import Policy
from sca_flow.scenario.model import ScenarioFile
from sca_flow.states.names import Stage, Step
from sca_flow.workshop.sweep.closed import first_closed, ways_out, why_not
from sca_flow.workshop.sweep.covered import Covered, both, of_sweep
from sca_flow.workshop.sweep.everybody import everybody
from sca_flow.workshop.sweep.script import Line, script
from sca_flow.workshop.sweep.search import LIMIT, Progress, Swept, can_reach, scripted, sweep, way


@dataclass(frozen=True)
class Ending:
    """An end that is reached, and the shortest script to it."""

    stage: Stage
    script: Sequence[Line]


@dataclass(frozen=True)
class DeadEnd:
    """Positions of a stage from which no end can be reached.

    The script leads to the nearest, and ``why`` says what keeps each step from leading on.
    """

    stage: Stage
    positions: int
    script: Sequence[Line]
    why: Mapping[Step, str]


@dataclass(frozen=True)
class Found:
    """What a sweep found.  ``other`` is the sweep of the same case with every role held."""

    swept: Swept
    other: Swept

    @classmethod
    def of(cls, file: ScenarioFile, policy: Policy, *, limit: int = LIMIT, progress: Progress | None = None) -> Found:
        """Sweep a scenario, and the same case with everybody there."""
        swept = sweep(file, policy, limit=limit, progress=progress)
        people = everybody(swept.going.days.eras)
        return cls(swept, sweep(file, policy, people=people, limit=limit, progress=progress))

    @property
    def complete(self) -> bool:
        """Whether everything was visited."""
        return self.swept.complete and self.other.complete

    @cached_property
    def reached(self) -> Covered:
        """What is reached with the scenario's own people."""
        return of_sweep(self.swept)

    @cached_property
    def all(self) -> Covered:
        """What the process has for a case like this."""
        return both(self.reached, of_sweep(self.other))

    @cached_property
    def endings(self) -> Sequence[Ending]:
        """Every end that is reached, in the order of the process."""
        nearest = _nearest(self.swept)
        return [
            Ending(stage, script(self.swept, self.swept.way(nearest[stage]))) for stage in Stage if stage in nearest
        ]

    @cached_property
    def missing(self) -> Mapping[Stage, str]:
        """The ends that such a case can come to and this one does not, each with why."""
        nearest = _nearest(self.other)
        return {
            stage: self._why(self.other.way(nearest[stage]))
            for stage in Stage
            if stage in nearest and stage not in self.reached["endings"]
        }

    def _why(self, way_there: Sequence[int]) -> str:
        """What stands on the shortest way that others could go."""
        lines = script(self.other, way_there)
        steps = (Step(line["step"]) for line in lines)
        stages = _stages(self.other, way_there)
        closed = first_closed(self.swept, zip(stages, steps, strict=False))
        if closed is None:
            return "every step that leads there is taken, but not one after the other"
        stage, step = closed
        states = [state for state in self.swept.states if state.position.stage == stage]
        told = why_not(self.swept, states, step) if states else None
        return f"{step} at {stage}: {told}" if told else f"{step} at {stage} is not come to"

    @cached_property
    def dead_ends(self) -> Sequence[DeadEnd]:
        """Where the case can come to and not on to any end, last resorts left out; stage by stage."""
        swept = self.swept
        if not swept.complete:
            return ()
        alive = can_reach(swept, (place for place in range(len(swept.states)) if swept.ended(place)))
        before = scripted(swept)
        dead: dict[Stage, list[int]] = {}
        for place in before:
            if place not in alive:
                dead.setdefault(swept.states[place].position.stage, []).append(place)
        return [self._dead_end(stage, dead[stage], before) for stage in Stage if stage in dead]

    def _dead_end(self, stage: Stage, places: Sequence[int], before: Mapping[int, int]) -> DeadEnd:
        states = [self.swept.states[place] for place in places]
        return DeadEnd(
            stage, len(places), script(self.swept, way(before, places[0])), dict(ways_out(self.swept, states))
        )


def _nearest(swept: Swept) -> dict[Stage, int]:
    """The nearest place of each end that is reached."""
    found: dict[Stage, int] = {}
    for place, state in enumerate(swept.states):
        if swept.ended(place):
            found.setdefault(state.position.stage, place)
    return found


def _stages(swept: Swept, places: Sequence[int]) -> list[Stage]:
    """The stage at which each step of a way is taken; waiting is none of a script's steps."""
    pairs = pairwise(places)
    return [
        swept.states[one].position.stage
        for one, other in pairs
        if swept.states[one].moment.clock.today == swept.states[other].moment.clock.today
    ]
