"""Why something is not reached: which role nobody holds, and what refuses the step wherever it is tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sca_flow.people import Role
from sca_flow.states.names import Stage, Status, Step
from sca_flow.states.panel_guards import QUORUM
from sca_flow.states.position import in_status
from sca_flow.states.table import TABLE
from sca_flow.workshop.reach import LAST_RESORTS
from sca_flow.workshop.sweep.going import State
from sca_flow.workshop.sweep.moves import Ready
from sca_flow.workshop.sweep.search import Swept

MOST = 2_000
"""So many positions of a stage are asked; the nearest come first."""
NOT_QUORATE = "the panel cannot be quorate: "


def first_closed(swept: Swept, way: Iterable[tuple[Stage, Step]]) -> tuple[Stage, Step] | None:
    """The first step of a way, which others could go, that nobody takes here."""
    taken = {(one.stage, one.step) for one in swept.taken}
    return next(((stage, step) for stage, step in way if step != Step.WAIT and (stage, step) not in taken), None)


def ways_out(swept: Swept, states: Sequence[State]) -> Iterator[tuple[Step, str]]:
    """The steps that would lead out of a stage, last resorts left out, and why they do not from these states."""
    stage = states[0].position.stage
    rows = (row for row in TABLE.rows if row.stage == stage != row.to and row.step not in LAST_RESORTS)
    for step in dict.fromkeys(row.step for row in rows):
        if (told := why_not(swept, states, step)) is not None:
            yield step, told


def why_not(swept: Swept, states: Sequence[State], step: Step) -> str | None:
    """Why nobody takes a step from some states of one stage; None when somebody does."""
    nearest: tuple[tuple[int, int], str] | None = None
    lacking: dict[Role, None] = {}
    for state in states[:MOST]:
        for ready in _ready(swept, state, step):
            lacking |= {} if ready.acting else dict.fromkeys(ready.roles)
            for rank, words in _refusals(ready, state):
                if not words:
                    return None
                if nearest is None or rank < nearest[0]:
                    nearest = rank, words
    if nearest is not None:
        return nearest[1]
    if lacking:
        return f"nobody is {' or '.join(role.label for role in lacking)}"
    return f"{NOT_QUORATE}nobody is there, or left, who may chair it" if step == Step.CONVENE_PANEL else "nobody can"


def _ready(swept: Swept, state: State, step: Step) -> Iterator[Ready]:
    """The row that a step takes from a state."""
    for rows in swept.going.ready(state.position.stage, state.moment):
        for ready in rows:
            if ready.row.step == step and ready.row.when.test(state.position, state.moment.rules):
                yield ready


def _refusals(ready: Ready, state: State) -> Iterator[tuple[tuple[int, int], str]]:
    """What refuses each try in words, nothing if it is taken, and how near it comes to being taken."""
    position, rules = state.position, state.moment.rules
    for move in ready.tried(state.crowd):
        refusing = ready.row.refusing(ready.row.mask(position, rules, move.attempt))
        said = " ".join(guard.missing(position, rules, move.attempt) for guard in refusing).rstrip(".")
        about = NOT_QUORATE if any(guard in QUORUM for guard in refusing) else ""
        yield (len(refusing), -in_status(position.members, Status.PRESENT)), about + said
