"""Comparing policies: two with each other, every combination of some values, and how often a panel comes together."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from sca_flow.cli import completing
from sca_flow.cli.checks import BROKEN, INCOMPLETE, Limit, Members, More, invariants
from sca_flow.cli.options import Json, On, Variants
from sca_flow.cli.policy import the_day
from sca_flow.cli.reports import Form, Format, Output, chosen, tell, write
from sca_flow.cli.walks import under

_SIDE = "A date, 'rules' for the rules as published, or variants with + between them."
First = Annotated[str, typer.Argument(metavar="A", help=_SIDE, autocompletion=completing.variants)]
Second = Annotated[str, typer.Argument(metavar="B", help="The same.", autocompletion=completing.variants)]
Varying = Annotated[
    list[str],
    typer.Argument(
        metavar="RULE=VALUES...",
        help="What varies, such as quorum.members_besides_chair=1..8 or referral_back.binding=true,false.",
        autocompletion=completing.rules,
    ),
]
_RATE = {"min": 0.0, "max": 1.0, "metavar": "P"}
ChairRate = Annotated[float, typer.Option("--chair-rate", help="How likely the chair comes, from 0 to 1.", **_RATE)]
MemberRate = Annotated[float, typer.Option("--member-rate", help="How likely a member comes.", **_RATE)]
ConflictRate = Annotated[
    float, typer.Option("--conflict-rate", help="How likely a member who comes has a conflict of interest.", **_RATE)
]


def diff(
    a: First,
    b: Second,
    on: On = None,
    members: Members = 5,
    more: More = None,
    limit: Limit = 5_000_000,
    format_: Format = Form.TEXT,
    output: Output = None,
    as_json: Json = False,
) -> int:
    """How two policies differ: what the rules say, what can be done, and which safeguards hold."""
    from sca_flow.rules.loader import shipped, shipped_variants
    from sca_flow.workbench.diff import diff as found
    from sca_flow.workbench.diff_html import as_html
    from sca_flow.workbench.sides import sides

    kind = chosen(format_, as_json)
    first, second = sides(a, b, the_day(on), shipped(), shipped_variants(), date.today())
    differing = found(first, second, shipped(), invariants(more), members=members, limit=limit)
    write(differing, kind, output, html=lambda: as_html(differing))
    return _cut(differing.incomplete)


def grid(
    varying: Varying,
    variants: Variants = None,
    on: On = None,
    members: Members = 5,
    more: More = None,
    limit: Limit = 5_000_000,
    as_json: Json = False,
) -> int:
    """Judge the safeguards under every combination of some values. Exit 1 when one is broken in some combination."""
    from sca_flow.rules.loader import shipped
    from sca_flow.workbench.grid import grid as found

    rules = under(variants)
    day = the_day(on) or rules.judged_on or date.today()
    judged = found(rules, shipped(), invariants(more), day, varying, members=members, limit=limit)
    tell(judged, as_json)
    verdicts = {verdict for cell in judged.cells for verdict in cell.verdicts.values()}
    return BROKEN if "broken" in verdicts else _cut("incomplete" in verdicts)


def attendance(
    members: Members,
    chair_rate: ChairRate,
    member_rate: MemberRate,
    conflict_rate: ConflictRate = 0.0,
    variants: Variants = None,
    on: On = None,
    as_json: Json = False,
) -> int:
    """How likely a sitting is quorate, and how many it takes on average until one is.

    Without a day, on the last on which panels surely sat.
    """
    from sca_flow.workbench.attendance import attendance as found
    from sca_flow.workbench.attendance import day_with_panel

    rules = under(variants)
    day = the_day(on) or rules.judged_on or day_with_panel(rules, date.today())
    rates = {"chair_rate": chair_rate, "member_rate": member_rate, "conflict_rate": conflict_rate}
    return tell(found(rules, day, members=members, **rates), as_json)


def _cut(incomplete: bool) -> int:
    return INCOMPLETE if incomplete else 0
