"""The production table under one policy as a Murphi model, in Rumur's dialect, for an independent checker.

The members of a panel are one scalarset array, so the other checker finds their symmetry for itself.  A safeguard is
looked out for by two covers, which count what they see and stop nothing: that it comes up, and that it is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sca_flow.rules.policy import Rules
from sca_flow.states.names import Stage
from sca_flow.states.position import STATUSES, Members, Position
from sca_flow.states.row import Table
from sca_flow.workbench.explore import Edge, starts
from sca_flow.workbench.facts import Sight, test_of
from sca_flow.workbench.invariants import Invariant, watched
from sca_flow.workbench.plan import Plan, plan
from sca_flow.workbench.symbols import NUMBER, Symbol, Truth, truth, written
from sca_flow.workbench.ways import HINTS, Way, enumeration, here, kind, ways

_MEMBERS = """\
  members: array[member] of Status;

function members_in(status: Status): 0..size;
var found: 0..size;
begin
  found := 0;
  for each: member do
    if members[each] = status then
      found := found + 1;
    end;
  end;
  return found;
end;
"""


def model(
    table: Table, rules: Rules, members: int, invariants: Sequence[Invariant] = (), published: Rules | None = None
) -> str:
    """The model, with covers for invariants; ``published`` are the rules that some invariants compare with.

    Raises:
        ValueError: the policy asks for members of several sectors, who are not all alike.
        TypeError: a guard, route or effect branches on the position instead of speaking of it.
    """
    what = plan(table, rules, members, watched(invariants))
    every = tuple(way for stage in Stage for way in ways(what, stage))
    lookout = _Lookout(what, every, tuple(invariants), published or rules)
    begun = dict.fromkeys(what.normal(start) for start in starts())
    parts = [
        *_declared(what),
        *(_start(what, number, start) for number, start in enumerate(begun, 1)),
        *_rules(what, every, lookout),
        *(f'cover "{name}" {text};' for name, text in lookout.everywhere()),
    ]
    return "\n".join(parts) + "\n"


def finishing(table: Table, rules: Rules, members: int) -> str:
    """The model in which nobody withdraws, where an end has to be reachable from every position."""
    staying = Table(tuple(row for row in table.rows if row.to is not Stage.WITHDRAWN))
    ends = " | ".join(_at(stage) for stage in Stage if stage.end)
    return f'{model(staying, rules, members)}liveness "an end can be reached" {ends};\n'


def cover(invariant: str, broken: bool) -> str:
    """How the model names what it looks out for."""
    return f"{invariant}: {'broken' if broken else 'comes up'}"


def _at(stage: Stage) -> str:
    return f"(stage = {written(stage, 'Stage')})"


def _declared(what: Plan) -> Iterator[str]:
    """The state: what the explorer's position holds, without the counters that nothing reads."""
    yield f"const size: {sum(what.invited)};\ntype\n  member: scalarset(size);"
    for name in {kind(name): name for name in HINTS if enumeration(name)}.values():
        none = [None] if type(None) in get_args(HINTS[name]) else []
        ids = [*none, *(one.value for one in enumeration(name) or ())]
        yield f"  {kind(name)}: enum {{ {', '.join(written(one, kind(name)) for one in ids)} }};"
    yield "var"
    for name in HINTS:
        if what.caps.get(name) != 0:
            yield f"  {name}: {f'0..{what.caps[name]}' if kind(name) == NUMBER else kind(name)};"
    yield _MEMBERS


def _start(what: Plan, number: int, start: Position) -> str:
    return f'startstate "{number}" begin\n{_indented(_changes(what, here(what), start))}end;\n'


def _changes(what: Plan, before: Position, reached: Position) -> list[str]:
    """The assignments that make one position of another; what reads the position comes before what changes it.

    Raises:
        ValueError: no order of them would do.
    """
    changed = [name for name in HINTS if getattr(reached, name) is not getattr(before, name)]
    news = {name: getattr(reached, name) for name in changed if what.caps.get(name) != 0}
    reading = {name: value.text for name, value in news.items() if isinstance(value, Symbol)}
    for name, text in reading.items():
        if others := (reading.keys() - {name}) & set(re.findall(r"\w+", text)):
            raise ValueError(f"What becomes of {name} reads what becomes of {', '.join(others)}.")
    return [
        *(f"{name} := {_upto(what.caps.get(name), text)};" for name, text in reading.items()),
        *(f"{name} := {written(value, kind(name))};" for name, value in news.items() if name not in reading),
        *_reseated(before.members, reached.members),
    ]


def _upto(cap: int | None, text: str) -> str:
    return text if cap is None else f"({text} > {cap} ? {cap} : {text})"


def _reseated(before: Sequence[Any], reached: Sequence[Any]) -> list[str]:
    """How the members' array changes: not at all, for everybody, or at one seat, which is found by what was counted.

    Raises:
        ValueError: it changes in another way.
    """
    changed = {place: new for place, (old, new) in enumerate(zip(before, reached, strict=True)) if new is not old}
    if not changed:
        return []
    if not any(isinstance(number, Symbol) for number in reached):
        return [f"for each: member do members[each] := {_status_of_all(tuple(reached))}; end;"]
    less = [place for place, new in changed.items() if new.text == (before[place] - 1).text]
    more = [place for place, new in changed.items() if new.text == (before[place] + 1).text]
    if (len(less), len(more), len(changed)) != (1, 1, 2):
        raise ValueError(f"More than one member moves: {[new.text for new in changed.values()]}.")
    return [f"members[m] := {_status(more[0])};"]


def _status_of_all(members: Members) -> str:
    filled = [place for place, number in enumerate(members) if number]
    if len(filled) > 1:
        raise ValueError("Members who begin in several ways are not all alike.")
    return _status(filled[0]) if filled else written(None, "Status")


def _status(place: int) -> str:
    return written(STATUSES[place % len(STATUSES)], "Status")


def _rules(what: Plan, every: Iterable[Way], lookout: _Lookout) -> Iterator[str]:
    """Every way as a rule; those that differ only in who acts are one."""
    found: dict[tuple[str, bool, str, tuple[str, ...]], dict[str, Truth]] = {}
    for way in every:
        changes = tuple(_changes(what, way.before, way.reached))
        covers = found.setdefault((way.row.name, way.member, _condition(way), changes), {})
        for name, held in lookout.at(way):
            covers[name] = covers.get(name, False) | held
    for (row, member, condition, changes), covers in found.items():
        seen = [f'cover {written(held)} "{name}";' for name, held in covers.items() if held is not False]
        rule = f'rule "{row}"\n  {condition} ==>\nbegin\n{_indented([*seen, *changes])}end;\n'
        yield f"ruleset m: member do\n{rule}end;\n" if member else rule


def _condition(way: Way) -> str:
    return " & ".join([_at(way.row.stage), *dict.fromkeys(one.text for one in way.conditions)])


def _indented(lines: Iterable[str]) -> str:
    return "".join(f"  {line}\n" for line in lines)


@dataclass(frozen=True)
class _Lookout:
    """What the model looks out for on behalf of invariants."""

    what: Plan
    every: tuple[Way, ...]
    invariants: tuple[Invariant, ...]
    published: Rules

    def at(self, way: Way) -> Iterator[tuple[str, Truth]]:
        """What one way of taking a step shows of the invariants of the kind *never*."""
        sight = self._sight(way.before, Edge(way.before, way.row.step, way.attempt, way.reached, (0, -1)))
        for one in self.invariants:
            if one.kind == "never" and way.row.step in one.steps:
                when = _said(one.when, sight)
                yield cover(one.id, False), when
                yield cover(one.id, True), when & _said(one.never, sight)

    def everywhere(self) -> Iterator[tuple[str, str]]:
        """What the positions show of the invariants of the kind *always possible*."""
        for one in self.invariants:
            if one.kind == "always_possible":
                about = {stage: _said(one.when, self._sight(here(self.what, stage))) for stage in Stage}
                when = {stage: written(Symbol(_at(stage)) & said) for stage, said in about.items() if said is not False}
                broken = [f"({text} & !({self._open(one, stage)}))" for stage, text in when.items()]
                yield cover(one.id, False), " | ".join(when.values()) or "false"
                yield cover(one.id, True), " | ".join(broken) or "false"

    def _sight(self, position: Position, edge: Edge | None = None) -> Sight:
        return Sight(position, self.what.rules, self.published, edge)

    def _open(self, one: Invariant, stage: Stage) -> str:
        """When the step is open at a stage to somebody whom the invariant names."""
        ways = [w for w in self.every if w.row.stage == stage and w.row.step == one.step and w.attempt.role in one.by]
        found = [f"exists m: member do {_condition(w)} end" if w.member else _condition(w) for w in ways]
        return " | ".join(f"({text})" for text in dict.fromkeys(found)) or "false"


def _said(conditions: Mapping[str, Any], sight: Sight) -> Truth:
    test = test_of(conditions)
    return truth(lambda: test(sight))
