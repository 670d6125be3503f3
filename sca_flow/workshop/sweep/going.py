"""Going from one state to the next: what is taken, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sca_flow.states.compiled import after
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position
from sca_flow.states.table import TABLE
from sca_flow.workshop.sweep.cast import Cast, Change, Crowd
from sca_flow.workshop.sweep.days import Days, Moment
from sca_flow.workshop.sweep.moves import WRITES, Move, Ready


class State(NamedTuple):
    """Where a sweep is: the position of the case, the moment, and what everybody has had to do with it."""

    position: Position
    moment: Moment
    crowd: Crowd


class Going:
    """The ways of one scenario."""

    def __init__(self, cast: Cast, days: Days) -> None:
        self.cast, self.days = cast, days
        self._ready: dict[tuple[Stage, Moment], Sequence[Sequence[Ready]]] = {}

    def start(self, facts: Position) -> State:
        """How a case begins."""
        moment = self.days.moment(self.days.first)
        return State(_dated(facts, moment), moment, self.cast.first)

    def steps(self, state: State) -> Iterator[tuple[Move, State]]:
        """Every step that is taken from here by somebody, and where it leads; time passes by `waited`."""
        position, moment, crowd = state
        rules = moment.rules
        for rows in self.ready(position.stage, moment):
            ready = rows[0] if len(rows) == 1 else next(one for one in rows if one.row.when.test(position, rules))
            guards = ready.guards
            for move in ready.moves(crowd):
                for guard in guards:
                    if not guard.test(position, rules, move.attempt):
                        break
                else:
                    yield move, state if move.idle else self._after(move, state)

    def waited(self, state: State) -> State | None:
        """Where the case is when time has passed to the next day on which something changes."""
        position, moment, crowd = state
        if moment.waits is None:
            return None
        later = self.days.moment(moment.clock._replace(today=moment.waits))
        return State(_dated(position, later), later, crowd)

    def ready(self, stage: Stage, moment: Moment) -> Sequence[Sequence[Ready]]:
        """The rows of a stage at a moment, step by step: of each step one is taken.  Waiting is left out."""
        key = (stage, moment)
        if (known := self._ready.get(key)) is None:
            steps = [step for step in TABLE.steps(stage) if step != Step.WAIT]
            known = self._ready[key] = [
                [Ready.of(row, moment, self.cast) for row in TABLE.cells[stage, step]] for step in steps
            ]
        return known

    def changed(self, move: Move, before: Position, reached: Position) -> Change:
        """What a move changes about who had what to do with the case."""
        aside = move.row.step in WRITES or (before.draft is not None and reached.draft is None)
        return Change(aside, before.chair is not None and reached.chair is None, move.singles)

    def _after(self, move: Move, state: State) -> State:
        before, moment, crowd = state
        reached = after(move.row, before, moment.rules, move.attempt)
        if reached.stage is not before.stage or reached.pending is not before.pending:
            moment = self.days.moment(moment.clock.after(before, move.row.step, reached))
            reached = _dated(reached, moment)
        change = self.changed(move, before, reached)
        return State(reached, moment, self.cast.after(crowd, change) if any(change) else crowd)


def _dated(position: Position, moment: Moment) -> Position:
    """The position with the dates that have passed."""
    return position if position[-3:] == moment.passed else Position(*position[:-3], *moment.passed)
