"""The way to a place as a script: with names, days and forms, so that it can be played through the one door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sca_flow.states.names import Field, Step, form
from sca_flow.workshop.sweep.cast import Cast, Change, Tag
from sca_flow.workshop.sweep.going import State
from sca_flow.workshop.sweep.moves import Move, Who
from sca_flow.workshop.sweep.search import Swept

Line = dict[str, Any]
WORDS = "Written by the sweep."


def script(swept: Swept, way: Sequence[int]) -> list[Line]:
    """The steps that lead along places, one after the other, from the first."""
    state, named = swept.states[way[0]], _Named(swept.going.cast)
    lines: list[Line] = []
    day: date | None = None
    for place in way[1:]:
        goal = swept.key(swept.states[place])
        waited = swept.going.waited(state)
        if waited is not None and swept.key(waited) == goal:
            state, day = waited, waited.moment.clock.today
            continue
        move, reached = next((m, there) for m, there in swept.going.steps(state) if swept.key(there) == goal)
        seated = named.pick(move.seats)
        by = seated[0] if move.seats == (move.by,) else named.pick([move.by])[0]
        lines.append(_line(move, state, by, seated, day))
        change = swept.going.changed(move, state.position, reached.position)
        named.follow(change, seated or [by] * len(change.singles))
        state, day = reached, None
    if day is not None:
        lines.append({"step": Step.WAIT.value, "with": {"until": day.isoformat()}})
    return lines


class _Named:
    """Who of each kind it is that stands as the crowd says: the first that fits, in the order of the file."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._standing: list[dict[str, Tag]] = [dict.fromkeys(kind.ids, Tag()) for kind in cast.kinds]

    def pick(self, whos: Sequence[Who]) -> list[str]:
        """Somebody for each, nobody twice."""
        found: list[str] = []
        for kind, tag in whos:
            found.append(next(n for n, stands in self._standing[kind].items() if stands == tag and n not in found))
        return found

    def follow(self, change: Change, names: Sequence[str]) -> None:
        """Let everybody stand as they do after a step; ``names`` are those about whom something changes."""
        for standing in self._standing:
            standing.update({name: self._cast.general(tag, change) for name, tag in standing.items()})
        for single, name in zip(change.singles, names, strict=True):
            self._standing[single.kind][name] = single.after(self._standing[single.kind][name])


def _line(move: Move, state: State, by: str, seated: Sequence[str], day: date | None) -> Line:
    fields = ((field.name, _value(field, move, state, seated)) for field in form(move.row.step))
    with_ = {name: value for name, value in fields if value is not None}
    on = {"on": day.isoformat()} if day is not None else {}
    return {"step": move.row.step.value, "by": by, **on, **({"with": with_} if with_ else {})}


def _value(field: Field, move: Move, state: State, seated: Sequence[str]) -> Any:
    """What is recorded in a field; None leaves it out."""
    position = state.position
    match field.name:
        case "chair":
            return seated[0]
        case "members":
            return list(seated[1:]) or None
        case "member":
            return seated[0]
        case "status" | "ground":
            return move.choice
        case "reason" if move.row.step == Step.RECORD_ATTENDANCE:
            return WORDS if move.choice == "absent" else None
        case "consent_confirmed":
            return True if position.turned_18 else None
        case "exceptional":
            return WORDS if position.limit_passed else None
        case "good_reasons":
            return WORDS if position.requests else None
    if not field.required:
        return None
    return {"choice": field.choices[0] if field.choices else None, "flag": True}.get(field.asks, WORDS)
