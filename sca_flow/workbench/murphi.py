"""The production table under one policy as a Murphi model, in Rumur's dialect, for an independent checker.

Nothing is said a second time: guards, routes and effects are traced with `Symbol`, and tried by whom a plan found to
matter.  The members of a panel are one scalarset array, so the other checker finds their symmetry for itself.  Only
which dates can pass while somebody waits is said here again, as a second voice beside the explorer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from typing import Any, get_args, get_type_hints

from sca_flow.rules.policy import Rules
from sca_flow.states.compiled import after
from sca_flow.states.guards import no
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.position import NOBODY, SECTORS, STATUSES, Members, Position, Try, cell
from sca_flow.states.row import Row, Table
from sca_flow.workbench.explore import Edge, starts
from sca_flow.workbench.facts import Sight, test_of
from sca_flow.workbench.invariants import Invariant, watched
from sca_flow.workbench.plan import Move, Plan, plan, seats
from sca_flow.workbench.symbols import BOOLEAN, NUMBER, Symbol, truth, written

Truth = Symbol | bool


@dataclass(frozen=True)
class Way:
    """One way to take a step: what has to hold for it besides the stage, and where it leads."""

    row: Row
    attempt: Try
    conditions: tuple[Symbol, ...]
    reached: Position
    about: str = ""
    member: bool = False
    """One member's seat changes: it is a way for each of them."""


def model(
    table: Table, rules: Rules, members: int, invariants: Sequence[Invariant] = (), published: Rules | None = None
) -> str:
    """The model.  Two covers stand for each invariant: that it comes up, and that it is broken.

    Raises:
        ValueError: the policy asks for members of several sectors, who are not all alike.
        TypeError: a guard, route or effect branches on the position instead of speaking of it.
    """
    return _Export(plan(table, rules, members, watched(invariants)), invariants, published or rules).text()


def finishing(table: Table, rules: Rules, members: int) -> str:
    """The model in which nobody withdraws, with an end demanded to be reachable from every position."""
    staying = Table(tuple(row for row in table.rows if row.to is not Stage.WITHDRAWN))
    ends = " | ".join(f"stage = {written(stage, 'Stage')}" for stage in Stage if stage.end)
    return f'{model(staying, rules, members)}\nliveness "an end can be reached" {ends};\n'


def cover(invariant: str, broken: bool) -> str:
    """How the model names what it looks out for."""
    return f"{invariant}: {'broken' if broken else 'comes up'}"


def _enumeration(hint: Any) -> type[Enum] | None:
    classes = [part for part in (get_args(hint) or (hint,)) if isinstance(part, type) and issubclass(part, Enum)]
    return classes[0] if classes else None


_HINTS: Mapping[str, Any] = {name: hint for name, hint in get_type_hints(Position).items() if name != "members"}
_ENUMERATIONS = {name: found for name, hint in _HINTS.items() if (found := _enumeration(hint))}


def _kind(name: str) -> str:
    return _ENUMERATIONS[name].__name__ if name in _ENUMERATIONS else BOOLEAN if _HINTS[name] is bool else NUMBER


class _Export:
    def __init__(self, what: Plan, invariants: Sequence[Invariant], published: Rules) -> None:
        if sum(map(bool, what.invited)) > 1:
            raise ValueError("The policy asks for members of several sectors: they are not one scalarset.")
        self.plan, self.invariants, self.published = what, invariants, published
        self.sector = SECTORS[next((place for place, number in enumerate(what.invited) if number), 0)]
        self.left_out = {name for name, cap in what.caps.items() if cap == 0}
        self.ways = {stage: tuple(self._ways(stage)) for stage in Stage}

    def text(self) -> str:
        rules: dict[tuple[str, bool, tuple[str, ...], tuple[str, ...]], dict[str, Truth]] = {}
        for stage in Stage:
            for way in self.ways[stage]:
                key = (way.row.name + way.about, way.member, tuple(c.text for c in way.conditions), self._changes(way))
                covers = rules.setdefault(key, {})
                for name, held in self._never(way):
                    covers[name] = covers.get(name, False) | held
        parts = [
            *self._declared(),
            *(
                self._start(number, start)
                for number, start in enumerate(dict.fromkeys(map(self.plan.normal, starts())))
            ),
            *(_rule(*key, covers) for key, covers in rules.items()),
            *(f'cover "{name}" {written(held)};' for name, held in self._always()),
        ]
        return "\n".join(parts) + "\n"

    # The state

    def _here(self, stage: Stage) -> Position:
        """A position of which only the stage is known, and the counters that nothing reads."""
        known: dict[str, Any] = {"stage": stage, **dict.fromkeys(self.left_out, 0)}
        unknown = {name: Symbol(name, _kind(name)) for name in _HINTS if name not in known}
        members: list[Any] = list(NOBODY)
        for status in Status:
            members[cell(self.sector, status)] = Symbol(f"members_in({written(status, 'Status')})", NUMBER)
        return Position(**unknown, **known, members=tuple(members))

    def _declared(self) -> Iterator[str]:
        size = sum(self.plan.invited)
        yield f"const size: {size};\ntype\n  member: scalarset(size);"
        for found in dict.fromkeys(_ENUMERATIONS.values()):
            optional = any(type(None) in get_args(_HINTS[name]) for name, e in _ENUMERATIONS.items() if e is found)
            names = [written(one.value, found.__name__) for one in found]
            yield f"  {found.__name__}: enum {{ {', '.join(['none'.join((found.__name__.lower() + '_', ''))] * optional + names)} }};"
        yield "var"
        for name in _HINTS:
            if name not in self.left_out:
                kind = _kind(name)
                yield f"  {name}: {f'0..{self.plan.caps[name]}' if kind == NUMBER else kind};"
        yield _MEMBERS
