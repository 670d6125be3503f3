"""Attempts in the formats of other systems."""

from __future__ import annotations

from typing import Annotated

import typer

from sca_flow.cli import completing, out, stores
from sca_flow.cli.options import Store
from sca_flow.cli.reports import Output, save

Attempts = Annotated[
    list[str], typer.Argument(metavar="ATTEMPT...", help="Attempts' ids.", autocompletion=completing.attempts)
]


def xapi(attempts: Attempts, output: Output = None, store: Store = None) -> int:
    """Export attempts as xAPI 1.0.3 statements, in one JSON array: by pseudonym, and without anything written."""
    import json

    from sca_flow.rules.loader import shipped
    from sca_flow.scenario.loader import Library
    from sca_flow.workshop.xapi.exporting import statements

    policy = shipped()
    with stores.reading(store) as journal:
        found = statements(journal, attempts, Library(policy).find, policy)
    text = json.dumps(found, indent=2)
    if output is None:
        out.data(text)
    else:
        save(output, text + "\n")
        out.talk(f"{len(found)} statements written to {output}.")
    return 0
