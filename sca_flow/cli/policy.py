"""Asking the dated rules: what each says on a day, and whether a panel would be quorate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sca_flow.cli import completing, out
from sca_flow.cli.options import Json, On, Variants
from sca_flow.cli.reports import tell
from sca_flow.cli.walks import under
from sca_flow.errors import InputError, UnknownName, nearest

if TYPE_CHECKING:
    from sca_flow.panel.quorum import Quorum
    from sca_flow.people import Sector
    from sca_flow.rules.model import Range
    from sca_flow.rules.policy import Answer, Policy

OneOrAll = Annotated[
    str | None, typer.Argument(metavar="[RULE]", help="One rule; else all.", autocompletion=completing.rules)
]
_WHO = "the chair and each member's sector, with commas between them; a sector given twice is two members"
Present = Annotated[
    str | None,
    typer.Option("--present", metavar="LIST", help=f"Who is present: {_WHO}.", autocompletion=completing.sectors),
]
Conflicted = Annotated[
    str,
    typer.Option(
        "--conflicted", metavar="LIST", help="Who of those present is conflicted.", autocompletion=completing.sectors
    ),
]
Sheet = Annotated[
    Path | None,
    typer.Option(
        "--sittings", metavar="FILE.csv", help="A sheet of sittings with the columns date, chair, members, conflicts."
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Of a sheet: print the sheet with its answers.")]
CHAIR = "chair"


def show(rule: OneOrAll = None, on: On = None, variants: Variants = None, as_json: Json = False) -> int:
    """Every rule on a day, or one of them, with its source. Without a day, today."""
    policy = under(variants)
    day = the_day(on) or date.today()
    answers = [policy.ask(name, day) for name in ([rule] if rule is not None else sorted(policy.rules))]
    told = [_as_json(policy, answer) for answer in answers]
    unconfirmed = sum(not one["confirmed"] for one in told)
    if as_json:
        out.json_object({"on": day.isoformat(), "unconfirmed": unconfirmed, "rules": told})
        return 0
    out.data(f"On {day}, {unconfirmed} of {len(told)} {'value is' if len(told) == 1 else 'values are'} unconfirmed.")
    for one in told:
        _tell(one)
    return 0


def quorum(
    on: On = None,
    present: Present = None,
    conflicted: Conflicted = "",
    sheet: Sheet = None,
    as_csv: AsCsv = False,
    variants: Variants = None,
    as_json: Json = False,
) -> int:
    """Whether a panel is quorate, and why; or a sheet of sittings, one by one.

    Exit 0 when it is, 1 when it is not or when that cannot be said; of a sheet, 0 when every sitting is.
    """
    if sheet is not None:
        return _sheet(sheet, variants, (on, present, conflicted or None), as_csv=as_csv, as_json=as_json)
    if on is None or present is None:
        raise InputError(
            "Which sitting is meant is not said.",
            why=f"{'--on' if on is None else '--present'} is missing.",
            do="Give --on DATE and --present LIST, or a sheet with --sittings FILE.csv.",
        )
    if as_csv:
        raise InputError("--csv is for a sheet.", do="Give --sittings FILE.csv, or take --json.")
    told = _one(the_day(on), _named(present), _named(conflicted), under(variants))
    rests_on = {rule.rule: rule for reason in told.reasons for rule in reason.rules}
    unconfirmed = sum(not rule.confirmed for rule in rests_on.values())
    if as_json:
        out.json_object(told.as_json() | {"unconfirmed": unconfirmed})
    else:
        from sca_flow.workbench.basis import unsure

        out.data(f"{told.words} {unsure(unconfirmed, len(rests_on))}")
        for reason in told.reasons:
            out.data(str(reason))
    return 0 if told.quorate else 1


def _one(day: date | None, here: list[str], gone: list[str], policy: Policy) -> Quorum:
    """The answer for one sitting."""
    from sca_flow.panel.quorum import quorum as answer
    from sca_flow.panel.quorum import seats_of
    from sca_flow.rules.policy import Dates
    from sca_flow.states.names import Status

    assert day is not None
    for name in Counter(gone) - Counter(here):
        raise InputError(
            f"'{name}' is conflicted, but not among those present{' as often' if name in here else ''}.",
            why=f"Present: {', '.join(here) or 'nobody'}.",
            do=f"Name it under --present too. {nearest(name, here) if name not in here else ''}".strip(),
        )
    chair = Status.CONFLICTED if CHAIR in gone else Status.PRESENT if CHAIR in here else Status.ABSENT
    return answer(chair, seats_of(_members(here), _members(gone)), policy.in_force(Dates.all_on(day)))


def _sheet(path: Path, variants: Variants, more: Sequence[str | None], *, as_csv: bool, as_json: bool) -> int:
    """Answer a sheet of sittings, each by the rules of its own date."""
    from sca_flow.workbench.sittings import sittings

    if any(given is not None for given in more):
        raise InputError("A sheet says for itself who sat when.", do="Leave out --on, --present and --conflicted.")
    if as_csv and as_json:
        raise InputError("--csv and --json cannot both be given.", do="Give one of them.")
    found = sittings(path, under(variants))
    if as_csv:
        out.data(found.as_csv().rstrip())
    else:
        tell(found, as_json)
    return 0 if all(row.answer.quorate for row in found.rows) else 1


def the_day(text: str | None) -> date | None:
    """The day given with ``--on``; `InputError` when it is none."""
    from sca_flow.forms import day

    return day(text, "--on") if text is not None else None


def _named(listed: str) -> list[str]:
    """The names in a list: sectors, and the chair at most once."""
    from sca_flow.people import Sector

    names = [name.strip() for name in listed.split(",") if name.strip()]
    for name in names:
        if name != CHAIR and name not in list(Sector):
            raise UnknownName("sector", name, [CHAIR, *Sector])
    if names.count(CHAIR) > 1:
        raise InputError("There is one chair.", why=f"'{CHAIR}' is named twice.", do="Name other members by sector.")
    return names


def _members(names: Sequence[str]) -> list[Sector]:
    from sca_flow.people import Sector

    return [Sector(name) for name in names if name != CHAIR]


def _as_json(policy: Policy, answer: Answer) -> dict[str, Any]:
    """A rule on a day as plain values; where the sources leave the day open, ``possible`` holds both values."""
    rule, in_force = answer.rule, bool(answer.versions)
    version = answer.version
    open_day = len(answer.versions) > 1
    return {
        "id": rule.id,
        "question": rule.question,
        "type": rule.type,
        "value": _plain(version.value) if in_force and not open_day else None,
        "possible": [_plain(one.value) for one in answer.versions] if open_day else None,
        "shown": answer.shown,
        "source": version.source if in_force else None,
        "title": policy.sources[version.source].title if in_force else None,
        "pinpoint": version.pinpoint if in_force else None,
        "confidence": version.confidence.value if in_force else None,
        "confirmed": in_force and answer.confirmed,
        "from": rule.begins()[rule.values.index(version)].isoformat() if in_force else None,
        "until": _until(version.until) if in_force else None,
        "note": version.note or version.why,
    }


def _plain(value: Any) -> Any:
    """A value as JSON has it: no limit is null."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted(str(item) for item in value)
    return None if value == "none" else value


def _until(until: date | Range | None) -> Any:
    if until is None or isinstance(until, date):
        return until.isoformat() if until else None
    return {"earliest": until.earliest.isoformat(), "latest": until.latest.isoformat()}


def _tell(one: dict[str, Any]) -> None:
    out.data(f"{one['id']} = {one['shown']}" + ("" if one["confirmed"] else "  [unconfirmed]"))
    out.data(f"  {one['question']}")
    if one["source"]:
        place = f", {one['pinpoint']}" if one["pinpoint"] else ""
        out.data(f"  {one['source']}: {one['title']}{place}; {one['confidence']}")
    if one["note"]:
        out.data(f"  {one['note']}")
