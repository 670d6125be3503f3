"""Playing the scripts of a scenario under two policies: where they first part, and where each then comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sca_flow.reasons import Citation
from sca_flow.rules.policy import Policy
from sca_flow.workshop.scripts import ToPlay, to_play
from sca_flow.workshop.sides import Side
from sca_flow.workshop.walks import Walk


@dataclass(frozen=True)
class Compared:
    """One script under both sides."""

    one: ToPlay
    first: Walk
    second: Walk

    @property
    def parts(self) -> int | None:
        """The step at which they first part, counted from 0; None when they do not."""
        pairs = zip(self.first.said, self.second.said, strict=False)
        return next((at for at, (a, b) in enumerate(pairs) if a.key != b.key), None)

    @property
    def differ(self) -> bool:
        """Whether they part, or one cannot even begin."""
        return self.parts is not None or self.first.error != self.second.error

    def rules(self) -> list[tuple[Citation, Citation]]:
        """What the rules behind that step say under each, where they do not say the same."""
        if self.parts is None:
            return []
        a, b = self.first.said[self.parts], self.second.said[self.parts]
        pairs = [(a.cited(rule), b.cited(rule)) for rule in dict.fromkeys((*a.rests_on, *b.rests_on))]
        return [(one, other) for one, other in pairs if one.value != other.value]

    def lines(self, first: str, second: str) -> Iterator[str]:
        """It in words."""
        yield f"{self.one.file}: {self.one.name}"
        if self.parts is not None:
            yield from (f"  {line}" for line in self._parting(self.parts, first, second))
        elif not self.differ:
            yield "  They do not part."
        for name, walk in ((first, self.first), (second, self.second)):
            yield f"  Under {name} it {walk.came_to.rstrip('.')}."

    def _parting(self, at: int, first: str, second: str) -> Iterator[str]:
        said = self.first.said[at]
        script = self.one.script
        assert script is not None
        where = f" (line {script.line(at)})" if script.line(at) else ""
        by = f" by {said.line.by}" if said.line.by else ""
        yield f"They part at step {at + 1}{where}: {said.line.step}{by}, on {said.scene.case.today}."
        for name, walk in ((first, self.first), (second, self.second)):
            yield f"Under {name}: {walk.said[at].came}."
            for reason in walk.said[at].reasons:
                yield from (f"  {line}" for line in str(reason).splitlines())
        for a, b in self.rules():
            yield f"{a.rule} says otherwise:"
            yield f"  under {first}: {a}"
            yield f"  under {second}: {b}"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        at, script = self.parts, self.one.script
        assert script is not None
        parting = None
        if at is not None:
            said = self.first.said[at]
            parting = {
                "number": at + 1,
                "line": script.line(at),
                "step": said.line.step.value,
                "by": said.line.by,
                "on": said.scene.case.today.isoformat(),
                "first": said.as_json(),
                "second": self.second.said[at].as_json(),
                "rules": [{"first": a.as_json(), "second": b.as_json()} for a, b in self.rules()],
            }
        return {
            "scenario": self.one.scenario.id if self.one.scenario else None,
            "name": self.one.name,
            "file": str(self.one.file),
            "parts": parting,
            "ends": {"first": self.first.as_json(), "second": self.second.as_json()},
        }


@dataclass(frozen=True)
class Comparison:
    """Every script under both sides, and what could not be read."""

    first: Side
    second: Side
    compared: Sequence[Compared]
    unreadable: Sequence[ToPlay]

    def lines(self) -> Iterator[str]:
        """It in words."""
        yield f"A: {self.first.name}. B: {self.second.name}."
        if self.first.on or self.second.on:
            yield "The case keeps its own dates: the rules of either day are in force on all of them."
        for side in (self.first, self.second):
            if side.left_open:
                yield f"The sources leave {side.on} open for {', '.join(side.left_open)}: the older value is used."
        for one in self.compared:
            yield from one.lines("A", "B")
        for unread in self.unreadable:
            yield from unread.complaints()
        parting = sum(one.differ for one in self.compared)
        yield f"{len(self.compared)} compared, {parting} part, {len(self.unreadable)} unreadable."

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "first": self.first.as_json(),
            "second": self.second.as_json(),
            "scripts": [one.as_json() for one in self.compared],
            "unreadable": [{"file": str(one.file), "problems": one.problems_as_json()} for one in self.unreadable],
        }


def compare(paths: Iterable[Path], first: Side, second: Side, policy: Policy) -> Comparison:
    """Play every script that paths name under two sides; ``policy`` is what scenarios are read by."""
    scripts = list(to_play(paths, policy))
    unreadable = [one for one in scripts if one.problems]
    compared = [
        Compared(one, Walk.of(one, first), Walk.of(one, second))
        for one in scripts
        if not one.problems and one.script is not None and one.script.steps
    ]
    return Comparison(first, second, compared, unreadable)
