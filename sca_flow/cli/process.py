"""The process as a table and as a drawing, made from the very rows that run it."""

from __future__ import annotations

from enum import StrEnum
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sca_flow.cli import out
from sca_flow.cli.options import AnyAttempt, Json, On, Store, Variants
from sca_flow.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from sca_flow.people import Role
    from sca_flow.rules.policy import Policy, Rules
    from sca_flow.states.map import ProcessMap
    from sca_flow.states.row import Row


class Drawing(StrEnum):
    """In which language the process is drawn."""

    MERMAID = "mermaid"
    DOT = "dot"


Format = Annotated[Drawing, typer.Option("--format", help="The language of the drawing.")]
Ascii = Annotated[bool, typer.Option("--ascii", help="Draw with plain ASCII characters.")]
NARROWEST, WIDEST = 60, 120
"""Columns that a map is fitted to."""


def table(on: On = None, as_json: Json = False) -> int:
    """Every transition, and what guards it. With a day, those that can be taken under its rules."""
    from sca_flow.cli.policy import the_day
    from sca_flow.rules.loader import shipped

    day, policy = the_day(on), shipped()
    told = [_as_json(row, policy, day) for row in _rows(policy, day)]
    if as_json:
        out.json_object({"on": day.isoformat() if day else None, "transitions": told})
        return 0
    for one in told:
        out.data(f"{one['from']} -> {one['step']} -> {one['to']}{' (an end)' if one['end'] else ''}")
        out.data(f"  by {', '.join(one['by'])}; when {one['when']}; guards: {', '.join(one['guards']) or 'none'}")
    return 0


def diagram(format_: Format = Drawing.MERMAID, on: On = None) -> int:
    """Draw the process, as text for Mermaid or Graphviz."""
    from sca_flow.cli.policy import the_day
    from sca_flow.rules.loader import shipped
    from sca_flow.states import diagram as drawn

    rows = _rows(shipped(), the_day(on))
    out.data((drawn.mermaid(rows) if format_ == Drawing.MERMAID else drawn.dot(rows)).rstrip("\n"))
    return 0


def map_(
    attempt: AnyAttempt = None,
    on: On = None,
    variants: Variants = None,
    ascii_: Ascii = False,
    as_json: Json = False,
    store: Store = None,
) -> int:
    """Draw the stages: of an attempt, where it came from, stands and may go; else the whole process on a day."""
    if attempt is None:
        head, found = _of_day(on, variants)
    elif on is not None or variants:
        raise InputError("An attempt has its own dates and rules.", do="Leave out --on and --policy, or the attempt.")
    else:
        head, found = _of_attempt(attempt, store)
    if as_json:
        out.json_object(found.as_json())
        return 0
    from sca_flow.glyphs import in_ascii
    from sca_flow.states.map_drawing import drawn, legend, plain

    width = fitted()
    lines = [*wrap(head, width), *wrap(legend(found), width), "", *map(plain, drawn(found, width))]
    for line in lines:
        out.data(in_ascii(line) if ascii_ else line)
    return 0


def fitted() -> int:
    """So many columns a map is drawn on."""
    return min(max(get_terminal_size().columns, NARROWEST), WIDEST)


def _of_day(on: str | None, variants: list[str] | None) -> tuple[str, ProcessMap]:
    from sca_flow.cli.policy import the_day
    from sca_flow.cli.walks import under
    from sca_flow.states.map import ProcessMap

    day, policy = the_day(on), under(variants)
    if day is None:
        if variants:
            raise InputError("A variant changes the rules of a day.", do="Add the day, such as --on 2021-03-01.")
        return "The whole process, whatever the date.", ProcessMap(_rows(policy, None))
    head = f"The process under the rules of {day}" + (f", with {', '.join(variants)}" if variants else "") + "."
    return head, ProcessMap(_rows(policy, day), _possible(policy, day))


def _of_attempt(attempt: str, store: str | None) -> tuple[str, ProcessMap]:
    from sca_flow.cli import stores
    from sca_flow.training import telling
    from sca_flow.training.process_map import map_of

    with stores.resumed(store, attempt) as found:
        header = telling.header(found)
        return f"{header.title}: the case of {header.person} on {header.today}. {header.standing}.", map_of(found)


def _possible(policy: Policy, day: date) -> list[Rules]:
    """The rules of a day; where the sources leave it open, each of those that are possible."""
    from sca_flow.rules.policy import Dates

    return [one.in_force(Dates.all_on(day)).values for one in policy.possibilities(day, day)]


def _rows(policy: Policy, day: date | None) -> list[Row]:
    """All rows, or those whose route can be taken on a day, where the sources leave it open under either value."""
    from sca_flow.states.table import TABLE

    if day is None:
        return list(TABLE.rows)
    possible = _possible(policy, day)
    return [row for row in TABLE.rows if any(row.when.possible(rules) for rules in possible)]


def _as_json(row: Row, policy: Policy, day: date | None) -> dict[str, Any]:
    return {
        "from": row.stage.value,
        "step": row.step.value,
        "to": row.to.value,
        "by": [role.value for role in _roles(row, policy, day)],
        "when": row.when.id,
        "guards": [guard.id for guard in row.guards],
        "end": row.to.end,
    }


def _roles(row: Row, policy: Policy, day: date | None) -> list[Role]:
    """Who may take a step on a day; without one, on any day on which a rule says something of it."""
    from sca_flow.people import Role

    if not isinstance(row.by, str):
        allowed = set(row.by)
    elif day is not None:
        allowed = set().union(*(one.ask(row.by, day).value for one in policy.possibilities(day, day)))
    else:
        rule = policy.rule(row.by)
        values = [version.value if version.known else rule.open_value for version in rule.values]
        allowed = set().union(*(rule.read(value) for value in values))
    return [role for role in Role if role in allowed]
