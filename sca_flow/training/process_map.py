"""An attempt on the map of the process: where it came from, where it stands, and which steps lead on from there."""

from __future__ import annotations

from sca_flow.events import Taken
from sca_flow.states.map import ProcessMap
from sca_flow.states.map_parts import Moved, Now
from sca_flow.states.routes import WITNESSES
from sca_flow.states.row import Row
from sca_flow.states.table import TABLE
from sca_flow.training.attempt import Attempt


def map_of(attempt: Attempt) -> ProcessMap:
    """The process under the rules of the case's dates, and the case on it."""
    case = attempt.case
    return ProcessMap(
        [row for row in TABLE.rows if _holds(row, attempt)],
        [attempt.scene.rules.values],
        Now(
            case.stage,
            {(offer.step, offer.to): offer.open for offer in attempt.offers()},
            case.history[0].on if case.history else case.today,
            tuple(
                Moved(happened.event.from_, happened.event.step, happened.event.to, happened.on)
                for happened in case.history
                if isinstance(happened.event, Taken) and happened.event.from_ != happened.event.to
            ),
        ),
    )


def _holds(row: Row, attempt: Attempt) -> bool:
    """Whether the case may still take this route, whatever is drafted and however often it comes back."""
    rules, transferred = attempt.scene.rules.values, attempt.scene.position.transferred
    like_it = (witness for witness in WITNESSES if witness.transferred == transferred)
    return row.when.comes_up(rules) and any(row.when.test(witness, rules) for witness in like_it)
