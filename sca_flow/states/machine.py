"""The process as a `transitions` machine: the only module that imports that library.

One machine serves every case.  It moves an unregistered carrier, so it keeps no case alive; its conditions see the
route and the mask of evaluated guards and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from transitions import Machine

from sca_flow.states.names import Stage, Step
from sca_flow.states.row import Row, Table
from sca_flow.states.table import TABLE


class Carrier:
    """What the machine moves: a stage, for the length of one step."""

    __slots__ = ("state",)

    def __init__(self, stage: Stage) -> None:
        self.state = stage.value


@cache
def machine(table: Table = TABLE) -> Machine:
    """The machine made of a table."""
    made = Machine(
        model=None,
        states=[stage.value for stage in Stage],
        initial=Stage.RECEIVED.value,
        auto_transitions=False,
        send_event=False,
    )
    for row in table.rows:
        made.add_transition(row.step.value, row.stage.value, row.to.value, conditions=_allows(row))
    return made


def fire(stage: Stage, step: Step, route: str, mask: int, table: Table = TABLE) -> Stage | None:
    """Where a step leads from a stage on a route, given the mask of its guards; None when it is refused."""
    made = machine(table)
    event = made.events.get(step.value)
    if event is None or stage.value not in event.transitions:
        return None
    carrier = Carrier(stage)
    return Stage(carrier.state) if event.trigger(carrier, route, mask) else None


def _allows(row: Row) -> Callable[[str, int], bool]:
    route, full = row.when.id, row.full

    def allows(taken: str, mask: int) -> bool:
        return taken == route and mask == full

    return allows
