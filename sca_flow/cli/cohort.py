"""A report on everybody's attempts, for a trainer."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from sca_flow.cli import completing, stores
from sca_flow.cli.options import Json, Store
from sca_flow.cli.reports import Form, Format, Output, chosen, write

Course = Annotated[
    str | None,
    typer.Option(
        "--course",
        metavar="COURSE",
        help="Only the scenarios of a course, by its id.",
        autocompletion=completing.courses,
    ),
]


def report(
    course: Course = None,
    format_: Format = Form.TEXT,
    output: Output = None,
    as_json: Json = False,
    store: Store = None,
) -> int:
    """How everybody's attempts went, by scenario: nobody by name, and nothing of fewer than five people."""
    from datetime import date

    from sca_flow.report import as_markdown
    from sca_flow.report_html import as_html
    from sca_flow.rules.loader import shipped
    from sca_flow.scenario.loader import Library
    from sca_flow.workshop.cohorts.cohort import cohort
    from sca_flow.workshop.cohorts.telling import Told

    form, policy = chosen(format_, as_json), shipped()
    library = Library(policy)
    with stores.reading(store) as journal:
        told = Told(cohort(journal, library.find, library.courses, policy, date.today(), course))
    html, markdown = partial(as_html, told.report), lambda: "\n".join(as_markdown(told.report))
    write(told, form, output, html=html, markdown=markdown, csv=told.as_csv)
    return 0
