"""A row of the process table, and the table of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sca_flow.rules.policy import Rules
from sca_flow.states.effects import Effect
from sca_flow.states.guards import By, Guard
from sca_flow.states.names import Stage, Step
from sca_flow.states.position import Position, Try
from sca_flow.states.routes import When


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.  Bit *i* of a mask says whether guard *i* allows."""

    stage: Stage
    step: Step
    to: Stage
    by: By
    when: When
    guards: tuple[Guard, ...]
    effect: Effect

    @property
    def full(self) -> int:
        """The mask in which every guard allows."""
        return (1 << len(self.guards)) - 1

    def mask(self, position: Position, rules: Rules, attempt: Try) -> int:
        """All guards of the row, evaluated to bits."""
        bits = 0
        for place, guard in enumerate(self.guards):
            bits |= bool(guard.test(position, rules, attempt)) << place
        return bits

    def refusing(self, mask: int) -> tuple[Guard, ...]:
        """The guards whose bits are missing from a mask."""
        return tuple(guard for place, guard in enumerate(self.guards) if not mask >> place & 1)

    @property
    def name(self) -> str:
        """How errors name the row."""
        return f"{self.stage} -> {self.step} -> {self.to} (when {self.when.id})"


@dataclass(frozen=True, eq=False)  # one table is another only if it is the same: it is looked up at every step
class Table:
    """Rows by stage and step."""

    rows: tuple[Row, ...]

    @cached_property
    def cells(self) -> Mapping[tuple[Stage, Step], tuple[Row, ...]]:
        """The rows of one stage and step: their routes exclude each other and leave nothing out."""
        found: dict[tuple[Stage, Step], list[Row]] = {}
        for row in self.rows:
            found.setdefault((row.stage, row.step), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def _takers(self) -> Mapping[Step, tuple[By, ...]]:
        return {step: tuple(dict.fromkeys(row.by for row in self.rows if row.step == step)) for step in Step}

    def takers(self, step: Step) -> tuple[By, ...]:
        """Who may take a step, wherever it is taken."""
        return self._takers[step]

    def route(self, position: Position, step: Step, rules: Rules) -> Row | None:
        """The row that a step takes from here, or None when the stage does not know the step."""
        for row in self.cells.get((position.stage, step), ()):
            if row.when.test(position, rules):
                return row
        return None

    def steps(self, stage: Stage) -> tuple[Step, ...]:
        """The steps that a stage knows, in the order of the table."""
        return tuple(dict.fromkeys(row.step for row in self.rows if row.stage == stage))

    def stages_of(self, step: Step) -> tuple[Stage, ...]:
        """The stages that know a step."""
        return tuple(dict.fromkeys(row.stage for row in self.rows if row.step == step))
