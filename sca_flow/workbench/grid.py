"""The verdict map: every combination of some rules' values, and what becomes of each safeguard under it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import prod
from typing import Any

from sca_flow.errors import InputError
from sca_flow.rules.model import START, Source
from sca_flow.rules.policy import Dates, Policy
from sca_flow.rules.variant import Setting, with_setting
from sca_flow.workbench.axes import Axis, axes
from sca_flow.workbench.basis import Basis
from sca_flow.workbench.check import Verdict
from sca_flow.workbench.explore import LIMIT
from sca_flow.workbench.family import Family, search
from sca_flow.workbench.invariants import Invariant, watched
from sca_flow.workbench.judging import judge

MOST = 5_000
"""How many combinations a grid may have."""

SOURCE = Source(id="grid", title="Set by the grid", publisher="a what-if, not a rule")
_WORST: Sequence[Verdict] = ("broken", "incomplete", "holds", "vacuous")


@dataclass(frozen=True)
class Cell:
    """One combination: the value of each axis, and the verdict on each safeguard by its id."""

    values: tuple[Any, ...]
    verdicts: Mapping[str, Verdict]

    def having(self, verdict: Verdict) -> tuple[str, ...]:
        """The safeguards with one verdict."""
        return tuple(name for name, one in self.verdicts.items() if one == verdict)


@dataclass(frozen=True)
class Grid:
    """Every combination with its verdicts.  ``states`` were visited, each once for all combinations that reach it."""

    basis: Basis
    members: int
    axes: tuple[Axis, ...]
    invariants: tuple[str, ...]
    cells: tuple[Cell, ...]
    states: int
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return self.basis.as_json() | {
            "members": self.members,
            "axes": [{"rule": axis.rule.id, "values": [_plain(value) for value in axis.values]} for axis in self.axes],
            "states": self.states,
            "seconds": round(self.seconds, 3),
            "combinations": [
                {
                    "set": {a.rule.id: _plain(v) for a, v in zip(self.axes, cell.values, strict=True)},
                    "verdicts": dict(cell.verdicts),
                }
                for cell in self.cells
            ],
        }

    def lines(self) -> Iterator[str]:
        """The map as text: a combination a line, then where each safeguard breaks."""
        yield from self.basis.lines()
        yield (
            f"{len(self.cells)} combinations, a panel of a chair and {self.members} members, "
            f"{self.states:,} positions, {self.seconds:.2f} s."
        )
        yield ""
        yield from _columns([self._head, *map(self._row, self.cells)])
        yield ""
        for name in self.invariants:
            yield from self._where(name)

    @property
    def _head(self) -> list[str]:
        return [*(axis.rule.id for axis in self.axes), "verdict"]

    def _row(self, cell: Cell) -> list[str]:
        broken, vacuous = cell.having("broken"), cell.having("vacuous")
        told = [f"breaks {', '.join(broken)}"] if broken else []
        told += ["not searched to the end"] if cell.having("incomplete") else []
        told = told or ["breaks nothing"]
        told += [f"{len(vacuous)} vacuous"] if vacuous else []
        return [*(a.shown(v) for a, v in zip(self.axes, cell.values, strict=True)), "; ".join(told)]

    def _where(self, name: str) -> Iterator[str]:
        """In how many combinations a safeguard breaks or does not come up, and, where one rule decides it, which."""
        comes_up = [cell for cell in self.cells if cell.verdicts[name] != "vacuous"]
        for verdict, cells, said in (("broken", comes_up, "breaks"), ("vacuous", self.cells, "is vacuous")):
            number = sum(cell.verdicts[name] == verdict for cell in cells)
            if number:
                yield f"{name} {said} in {number} of {len(self.cells)}: {self._decided_by(name, verdict, cells)}."

    def _decided_by(self, name: str, verdict: str, cells: Sequence[Cell]) -> str:
        """The one rule that decides a verdict among some combinations, if there is one."""
        fitting = [cell for cell in cells if cell.verdicts[name] == verdict]
        if len(fitting) == len(cells):
            return "in all" if len(cells) == len(self.cells) else "wherever it comes up"
        for place, axis in enumerate(self.axes):
            deciding = {cell.values[place] for cell in fitting}
            if sum(cell.values[place] in deciding for cell in cells) == len(fitting):
                values = " or ".join(axis.shown(value) for value in axis.values if value in deciding)
                return f"exactly where {axis.rule.id} is {values}"
        return "no one rule decides it"


def grid(
    policy: Policy,
    baseline: Policy,
    invariants: Sequence[Invariant],
    on: date,
    varying: Sequence[str],
    *,
    members: int = 5,
    limit: int = LIMIT,
) -> Grid:
    """Judge every combination, as `check.check` judges one; they are searched together.

    Raises:
        InputError: what varies cannot be read, there are too many combinations, or the SCA did not decide yet.
    """
    began = time.perf_counter()
    found = axes(varying, policy)
    if (number := prod(len(axis.values) for axis in found)) > MOST:
        raise InputError(f"There are {number:,} combinations.", why=f"At most {MOST:,} are searched.", do="Vary less.")
    if on < START:
        raise InputError(f"There is nothing to check before {START}.", do="Begin later.")
    combinations = list(product(*(axis.values for axis in found)))
    policies = [setting(policy, found, values) for values in combinations]
    verdicts: list[dict[str, Verdict]] = [{} for _ in policies]
    states = 0
    for published, places, family in _families(policies, baseline, on):
        searched = search(family, members=members, watch=watched(invariants), limit=limit)
        states += len(searched.order)
        for invariant in invariants:
            given = judge(searched, family, published.in_force(Dates.all_on(on)).values, invariant)
            for place, verdict in zip(places, given, strict=True):
                before = verdicts[place].get(invariant.id, "vacuous")
                verdicts[place][invariant.id] = min(before, verdict, key=_WORST.index)
    cells = tuple(Cell(values, given) for values, given in zip(combinations, verdicts, strict=True))
    names = tuple(invariant.id for invariant in invariants)
    return Grid(Basis.of(policy, on), members, found, names, cells, states, time.perf_counter() - began)


def setting(policy: Policy, varying: Sequence[Axis], values: Sequence[Any]) -> Policy:
    """The policy under which each axis has one value, for always."""
    set_ = {a.rule.id: with_setting(a.rule, Setting(value=v), SOURCE.id) for a, v in zip(varying, values, strict=True)}
    return replace(policy, rules={**policy.rules, **set_}, sources={**policy.sources, SOURCE.id: SOURCE})


def _families(policies: Sequence[Policy], baseline: Policy, on: date) -> Iterator[tuple[Policy, Sequence[int], Family]]:
    """Where the sources leave days open, each possibility apart: the rules as published, and which policies it has."""
    alike: dict[Any, list[tuple[int, Policy]]] = {}
    for place, policy in enumerate(policies):
        for possible in policy.possibilities(on, on):
            alike.setdefault(frozenset(possible.pinned.items()), []).append((place, possible))
    for pins, having in alike.items():
        family = Family([possible.in_force(Dates.all_on(on)).values for _, possible in having])
        yield replace(baseline, pinned=dict(pins)), [place for place, _ in having], family


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows under each other, every column as wide as its widest."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
