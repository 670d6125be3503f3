"""The process as a map: its stages, the ways between them, and where a case came from, stands and may go.

Made from rows of the one table; `map_drawing` draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from heapq import heappop, heappush
from typing import Any

from sca_flow.people import Role
from sca_flow.rules.policy import Rules
from sca_flow.states.map_parts import Arrow, Moved, Now, Place, Standing, Way
from sca_flow.states.names import OPEN, Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.row import Row

_FAR = len(Stage)
_ANYBODY = Try(Role.COMPETENT_AUTHORITY)


class ProcessMap:
    """The map of some rows, and of a case on it, if there is one.

    ``rules`` are those of the day, or each of those that the sources leave possible on it; without any, nothing is
    barred.
    ``path`` is a way through the process that is no case's; ``absence`` is said of the stages that are not there.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        rules: Sequence[Rules] = (),
        now: Now | None = None,
        path: Sequence[Moved] = (),
        absence: str = "Not part of the process under these rules",
    ) -> None:
        self.now, self.absence = now, absence
        self._barred = _barred(rows, rules)
        stages: dict[Step, set[Stage]] = {}
        for row in rows:
            stages.setdefault(row.step, set()).add(row.stage)
        self.everywhere = frozenset(step for step, known in stages.items() if known.issuperset(OPEN))
        """The steps that every stage knows which is not an end."""
        self._whens = _whens(rows)
        self._path = now.path if now else tuple(path)
        self._arrows = tuple(dict.fromkeys((*self._of_rows(rows), *self._of_now(), *self._of_path())))

    def _of_rows(self, rows: Sequence[Row]) -> Iterator[Arrow]:
        """Where a case stands, its own routes count: they come from `_of_now`."""
        yield from ((row.stage, row.step, row.to) for row in rows if self.now is None or row.stage != self.now.stage)

    def _of_now(self) -> Iterator[Arrow]:
        if self.now is not None:
            yield from ((self.now.stage, step, to) for step, to in self.now.steps)

    def _of_path(self) -> Iterator[Arrow]:
        yield from ((moved.from_, moved.step, moved.to) for moved in self._path)

    @cached_property
    def parents(self) -> Mapping[Stage, Stage]:
        """Every stage to which there is a way from the beginning, and the stage before it on the usual one.

        A step's first route is the usual one, as the table has it; every other counts as far.
        """
        found, waiting = {Stage.RECEIVED: Stage.RECEIVED}, [(0, Stage.RECEIVED, Stage.RECEIVED)]
        reached: set[Stage] = set()
        while waiting:
            far, at, before = heappop(waiting)
            if at in reached:
                continue
            reached.add(at)
            found[at] = before
            for to, cost in self._leads(at):
                heappush(waiting, (far + cost, to, at))
        return found

    def _leads(self, at: Stage) -> Iterator[tuple[Stage, int]]:
        """Where the steps of a stage lead, and how far that is."""
        seen: set[Step] = set()
        taken = {(m.from_, m.step, m.to) for m in self._path}
        for arrow in self._arrows:
            from_, step, to = arrow
            if from_ == at and step not in self.everywhere and (arrow not in self._barred or arrow in taken):
                yield to, 1 if arrow in taken or step not in seen else _FAR
                seen.add(step)

    @cached_property
    def spine(self) -> tuple[Stage, ...]:
        """The usual way to the last end there is: what is drawn from top to bottom."""
        return self._back(max((stage for stage in self.parents if stage.end), key=[*Stage].index))

    def _back(self, stage: Stage) -> tuple[Stage, ...]:
        before = self.parents[stage]
        return (stage,) if before == stage else (*self._back(before), stage)

    @cached_property
    def places(self) -> Mapping[Stage, Place]:
        """The stages that are part of the process, or that the case has seen."""
        known = {*self.parents, *(way.to for way in self.leaving), *([self.now.stage] if self.now else [])}
        return {stage: self._place(stage) for stage in Stage if stage in known}

    @property
    def leaving(self) -> tuple[Way, ...]:
        """How any stage that is not an end may be left for good."""
        found = {(step, to) for at, step, to in self._arrows if step in self.everywhere and to.end and at != to}
        return tuple(Way(step, to, "", self._taken(step, to)) for step, to in sorted(found))

    @property
    def absent(self) -> tuple[Stage, ...]:
        """The stages that are no part of the process under these rules."""
        return tuple(stage for stage in Stage if stage not in self.places)

    @cached_property
    def _ahead(self) -> set[Stage]:
        """Every stage that can still be reached."""
        waiting = [] if self.now is None else [self.now.stage]
        for at in waiting:
            waiting += [
                to for to in dict.fromkeys(to for from_, _, to in self._live if from_ == at) if to not in waiting
            ]
        return set(waiting)

    @cached_property
    def _live(self) -> list[Arrow]:
        """Arrows that can still be taken: those of the rows, and from here those of the case."""
        gone = {(m.from_, m.step, m.to) for m in self._path} - self._whens.keys()
        return [arrow for arrow in self._arrows if arrow not in gone and arrow not in self._barred]

    def _place(self, stage: Stage) -> Place:
        ways = tuple(self._ways(stage))
        return Place(
            stage,
            self._standing(stage),
            self._entered(stage),
            self.now is not None and any(o and to == stage != self.now.stage for (_, to), o in self.now.steps.items()),
            tuple(way for way in ways if way.to != stage),
            tuple(way for way in ways if way.to == stage),
        )

    def _entered(self, stage: Stage) -> tuple[date, ...]:
        if self.now is None:
            return ()
        first = (self.now.began,) if stage == Stage.RECEIVED else ()
        return (*first, *(moved.on for moved in self._path if moved.to == stage))

    def _standing(self, stage: Stage) -> Standing:
        if self.now is None:
            return Standing.PLAIN
        if stage == self.now.stage:
            return Standing.HERE
        if self._entered(stage):
            return Standing.BEEN
        return Standing.AHEAD if stage in self._ahead else Standing.PAST

    def _ways(self, stage: Stage) -> Iterator[Way]:
        """The steps from a stage; those that are known everywhere only where the case stands or was left by one."""
        here = self.now if self.now is not None and self.now.stage == stage else None
        arrows = [(step, to) for from_, step, to in self._arrows if from_ == stage]
        steps = [step for step, _ in arrows]
        for step, to in arrows:
            on = self._taken(step, to, stage)
            common = step in self.everywhere and (to == stage or to.end)
            if here is None and common and not on:
                continue
            arrow = (stage, step, to)
            when = self._whens.get(arrow, "") if steps.count(step) > 1 else ""
            yield Way(step, to, when, on, here.steps.get((step, to)) if here else None, arrow in self._barred)

    def _taken(self, step: Step, to: Stage, from_: Stage | None = None) -> tuple[date, ...]:
        return tuple(m.on for m in self._path if (m.step, m.to) == (step, to) and from_ in (None, m.from_))

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "here": self.now.stage.value if self.now else None,
            "stages": [place.as_json() for place in self.places.values()],
            "leaving": [way.as_json() for way in self.leaving],
            "absent": [stage.value for stage in self.absent],
        }


def _barred(rows: Iterable[Row], rules: Sequence[Rules]) -> frozenset[Arrow]:
    """The arrows of which every row has a guard that refuses everybody under all of these rules."""
    shut: dict[Arrow, bool] = {}
    for row in rows:
        closed = bool(rules) and all(_refuses(row, one) for one in rules)
        arrow = (row.stage, row.step, row.to)
        shut[arrow] = shut.get(arrow, True) and closed
    return frozenset(arrow for arrow, closed in shut.items() if closed)


def _refuses(row: Row, rules: Rules) -> bool:
    return any(guard.rules_only and not guard.test(Position(), rules, _ANYBODY) for guard in row.guards)


def _whens(rows: Iterable[Row]) -> dict[Arrow, str]:
    """When a step takes each of its routes; nothing where it always does."""
    found: dict[Arrow, list[str]] = {}
    for row in rows:
        said = found.setdefault((row.stage, row.step, row.to), [])
        if row.when.id != "always" and row.when.says not in said:
            said.append(row.when.says)
    return {arrow: " or ".join(said) for arrow, said in found.items()}
