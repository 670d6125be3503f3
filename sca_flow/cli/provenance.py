"""Where the rules come from: history, sources, what was last checked long ago, and why a step was judged as it was."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from sca_flow.cli import completing, stores
from sca_flow.cli.options import Attempt, Json, On, Store, Variants
from sca_flow.cli.policy import the_day
from sca_flow.cli.reports import tell
from sca_flow.cli.walks import under

Rule = Annotated[str, typer.Argument(metavar="RULE", help="A rule's id.", autocompletion=completing.rules)]
Seq = Annotated[int, typer.Argument(metavar="SEQ", min=1, help="The number of the step, as the timeline shows it.")]
Months = Annotated[int, typer.Option("--months", metavar="N", min=0, help="How many months ago is long ago.")]


def history(rule: Rule, variants: Variants = None, as_json: Json = False) -> int:
    """What a rule has said over time, where each value stands, and which public sources say otherwise."""
    from sca_flow.workbench.provenance import history as found

    return tell(found(under(variants), rule, date.today()), as_json)


def stale(months: Months = 12, on: On = None, as_json: Json = False) -> int:
    """Rules that were last checked long ago, the longest ago first. A day given with --on stands for today."""
    from sca_flow.workbench.provenance import stale as found

    return tell(found(under(None), the_day(on) or date.today(), months), as_json)


def sources(variants: Variants = None, as_json: Json = False) -> int:
    """Every source, the rules that take a value from it, and those that it contradicts."""
    from sca_flow.workbench.provenance import sources as found

    return tell(found(under(variants), date.today()), as_json)


def explain(attempt: Attempt, seq: Seq, as_json: Json = False, store: Store = None) -> int:
    """Why a step of an attempt was allowed or refused, guard by guard, with the rules, their values and sources."""
    from sca_flow.workbench.explain import explain as found

    with stores.resumed(store, attempt) as walked:
        return tell(found(walked.case.history, walked.scenario.people, walked.policy, seq), as_json)
