"""The machine and the compiled table against bare `transitions`."""

from __future__ import annotations

from collections.abc import Iterator

from transitions import Machine

from bench.ratio import Ratio, side_by_side
from sca_flow.states import compiled, machine
from sca_flow.states.names import Stage
from sca_flow.states.table import TABLE

REPEAT = 30


class Carrier:
    __slots__ = ("state",)
    state: str


def bare() -> Machine:
    """The same table with conditions that ask nothing."""
    made = Machine(model=None, states=[stage.value for stage in Stage], initial="received", auto_transitions=False)
    for row in TABLE.rows:
        made.add_transition(row.step.value, row.stage.value, row.to.value, conditions=lambda: True)
    return made


def ratios() -> Iterator[Ratio]:
    rows = [(row.stage, row.step, row.when.id, row.full) for row in TABLE.rows]
    plain = bare()

    def through_machine() -> None:
        for _ in range(REPEAT):
            for stage, step, route, mask in rows:
                machine.fire(stage, step, route, mask)

    def through_bare() -> None:
        for _ in range(REPEAT):
            for stage, step, _route, _mask in rows:
                carrier = Carrier()
                carrier.state = stage.value
                plain.events[step.value].trigger(carrier)

    def through_table() -> None:
        for _ in range(REPEAT):
            for stage, step, route, mask in rows:
                compiled.fire(stage, step, route, mask)

    ours, peer = side_by_side(through_machine, through_bare)
    yield Ratio("states.machine.fire with masks", "the same table in bare transitions", ours / peer, 1.3)
    table, fired = side_by_side(through_table, through_machine)
    same = _same_answers()
    yield Ratio(
        "the compiled table", "the same transitions machine", fired / table, 25, True, f"[{same:,} answers alike]"
    )


def _same_answers() -> int:
    """Both engines asked about every stage, step, route and mask; how many answers, all alike."""
    asked = 0
    for (stage, step), rows in TABLE.cells.items():
        for route in {row.when.id for row in rows}:
            for mask in range(max(row.full for row in rows) + 1):
                one, other = machine.fire(stage, step, route, mask), compiled.fire(stage, step, route, mask)
                if one != other:
                    raise AssertionError(f"{stage} {step} {route} {mask:b}: {one} is not {other}")
                asked += 1
    return asked
