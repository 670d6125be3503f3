"""What a map of the process is made of: stages with their ways, and where a case stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sca_flow.states.names import Stage, Step

Arrow = tuple[Stage, Step, Stage]
"""From where, by which step, to where."""


class Standing(StrEnum):
    """How a case stands to a stage; without a case every stage is `PLAIN`."""

    PLAIN = "plain"
    HERE = "here"
    BEEN = "been"
    AHEAD = "ahead"
    PAST = "past"
    """There is no way to it any more."""


@dataclass(frozen=True)
class Moved:
    """A step that led a case to another stage, and the day."""

    from_: Stage
    step: Step
    to: Stage
    on: date


@dataclass(frozen=True)
class Way:
    """A step from a stage; ``open`` is None where it is not to be told yet whether it is."""

    step: Step
    to: Stage
    when: str = ""
    on: tuple[date, ...] = ()
    open: bool | None = None
    barred: bool = False
    """Whether the rules of the day close it to everybody."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        taken = [day.isoformat() for day in self.on]
        told = {"step": self.step.value, "to": self.to.value, "when": self.when, "taken": taken}
        return told | {"open": self.open, "barred": self.barred}


@dataclass(frozen=True)
class Place:
    """A stage on the map.  ``stays`` are the steps that do not lead away from it."""

    stage: Stage
    standing: Standing
    on: tuple[date, ...]
    next: bool
    """Whether an open step leads to it now."""
    ways: tuple[Way, ...]
    stays: tuple[Way, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "stage": self.stage.value,
            "end": self.stage.end,
            "standing": self.standing.value,
            "entered": [day.isoformat() for day in self.on],
            "next": self.next,
            "ways": [way.as_json() for way in self.ways],
            "stays": [way.as_json() for way in self.stays],
        }


@dataclass(frozen=True)
class Now:
    """Where a case stands: its stage, the steps it knows there (whether each is open), and how it came there."""

    stage: Stage
    steps: Mapping[tuple[Step, Stage], bool]
    began: date
    path: tuple[Moved, ...]
