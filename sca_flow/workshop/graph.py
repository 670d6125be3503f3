"""The routes of a scenario on the map of the process: what its model path and tests walk, and what is out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sca_flow.events import Taken
from sca_flow.states.map import ProcessMap
from sca_flow.states.map_parts import Arrow, Moved
from sca_flow.states.names import Stage
from sca_flow.workshop.draft import ScenarioDraft
from sca_flow.workshop.scenario_tests import Tested, played
from sca_flow.workshop.scripts import of_scenario

OUT_OF_REACH = "Out of reach with these people, this referral and these days"


@dataclass(frozen=True)
class Walk:
    """A script with the steps by which it moves the case; ``outcome`` says whether it goes as it is written."""

    name: str
    outcome: str
    of_model: bool
    moves: tuple[Moved, ...]

    @classmethod
    def of(cls, tested: Tested) -> Walk:
        """From a script that was played."""
        attempt = tested.walked.attempt if tested.walked else None
        moves = (
            Moved(happened.event.from_, happened.event.step, happened.event.to, happened.on)
            for happened in (attempt.case.history if attempt else ())
            if isinstance(happened.event, Taken) and happened.event.from_ != happened.event.to
        )
        return cls(tested.name, tested.outcome, tested.of_model, tuple(moves))

    @property
    def stages(self) -> Sequence[Stage]:
        """The stages it comes to, in order; nothing where it does not run."""
        return (Stage.RECEIVED, *(moved.to for moved in self.moves)) if self.outcome != "unreadable" else ()


@dataclass(frozen=True)
class Route:
    """A way from one stage to another: when the model path takes it, and which tests do."""

    arrow: Arrow
    when: str
    model: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def walked_by(self) -> str:
        """Who walks it, in words; nothing where nobody does."""
        days = [f"model path {', '.join(self.model)}"] if self.model else []
        number = len(self.tests)
        return "; ".join([*days, *([f"{number} test{'' if number == 1 else 's'}"] if number else [])])

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        from_, step, to = self.arrow
        told = {"from": from_.value, "step": step.value, "to": to.value, "when": self.when}
        return told | {"model": list(self.model), "tests": list(self.tests)}


@dataclass(frozen=True)
class Graph:
    """A scenario that can be read, its walks, and the map they are drawn on."""

    draft: ScenarioDraft
    walks: Sequence[Walk]

    @classmethod
    def of(cls, draft: ScenarioDraft) -> Graph:
        """Play the model path and the tests of a scenario."""
        scripts = of_scenario(draft.folder, draft.policy)
        return cls(draft, tuple(Walk.of(played(one, draft.policy)) for one in scripts))

    @property
    def model(self) -> Walk:
        """The model path."""
        return next(walk for walk in self.walks if walk.of_model)

    @property
    def tests(self) -> Sequence[Walk]:
        """The tests."""
        return tuple(walk for walk in self.walks if not walk.of_model)

    @cached_property
    def map(self) -> ProcessMap:
        """The process as far as it can be reached, with the model path on it."""
        reach = self.draft.reach
        rows = [row for row in reach.rows if row.stage in reach.stages]
        return ProcessMap(rows, path=self.model.moves, absence=OUT_OF_REACH)

    @cached_property
    def stages(self) -> Sequence[Stage]:
        """The stages that can be reached, or that some script comes to."""
        known = {*self.map.places, *(stage for walk in self.walks for stage in walk.stages)}
        return tuple(stage for stage in Stage if stage in known)

    @property
    def out_of_reach(self) -> Sequence[Stage]:
        """The others."""
        return tuple(stage for stage in Stage if stage not in self.stages)

    @cached_property
    def routes(self) -> Sequence[Route]:
        """Every way there is; by which any stage may be left only where somebody walks it."""
        whens: dict[Arrow, str] = {
            (place.stage, way.step, way.to): way.when for place in self.map.places.values() for way in place.ways
        }
        for walk in self.walks:
            whens.update(dict.fromkeys((_arrow(one) for one in walk.moves if _arrow(one) not in whens), ""))
        order = [*Stage]
        return tuple(
            Route(arrow, when, self._days(arrow), self._names(arrow))
            for arrow, when in sorted(whens.items(), key=lambda one: (order.index(one[0][0]), order.index(one[0][2])))
        )

    @property
    def leaving(self) -> Sequence[Arrow]:
        """How any stage that is not an end may be left, as ways from the first."""
        return tuple((Stage.RECEIVED, way.step, way.to) for way in self.map.leaving)

    def _days(self, arrow: Arrow) -> tuple[str, ...]:
        return tuple(moved.on.isoformat() for moved in self.model.moves if _arrow(moved) == arrow)

    def _names(self, arrow: Arrow) -> tuple[str, ...]:
        return tuple(walk.name for walk in self.tests if any(_arrow(moved) == arrow for moved in walk.moves))

    def lines(self) -> Iterator[str]:
        """What stands below the drawing: the walks, and the ways that nobody walks."""
        for walk in self.walks:
            yield f"{_title(walk)}: {' > '.join(stage.label for stage in walk.stages) or 'cannot be read'}"
        for stage, step, to in [route.arrow for route in self.routes if not route.walked_by]:
            yield f"Walked by none of them: {stage.label}: {step.caption}, leads to: {to.label}"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "scenario": self.draft.file.id,
            "stages": [self._stage(stage) for stage in Stage],
            "routes": [route.as_json() for route in self.routes],
            "leaving": [{"step": step.value, "to": to.value} for _, step, to in self.leaving],
            "walks": [
                {"name": walk.name, "model": walk.of_model, "outcome": walk.outcome, "stages": [*map(str, walk.stages)]}
                for walk in self.walks
            ],
        }

    def _stage(self, stage: Stage) -> Mapping[str, Any]:
        return {
            "stage": stage.value,
            "end": stage.end,
            "reach": stage in self.stages,
            "model": stage in self.model.stages,
            "tests": [walk.name for walk in self.tests if stage in walk.stages],
        }


def _arrow(moved: Moved) -> Arrow:
    return moved.from_, moved.step, moved.to


def _title(walk: Walk) -> str:
    said = "Model path" if walk.of_model else f"Test {walk.name}"
    return said if walk.outcome != "failed" else f"{said} (departs from what it says)"
