"""The debrief of an attempt, as text, page, Markdown or JSON."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sca_flow.cli import stores
from sca_flow.cli.options import Attempt, Json, Store
from sca_flow.cli.reports import Form, Format, Output, chosen, write

if TYPE_CHECKING:
    from sca_flow.training.completed import Record
    from sca_flow.training.debrief_report import Told


def record(format_: Format = Form.TEXT, output: Output = None, as_json: Json = False, store: Store = None) -> int:
    """A record of completed attempts for your own file: scenario, aims, minutes and dates."""
    from datetime import date
    from functools import cache

    from sca_flow.rules.loader import shipped
    from sca_flow.scenario.loader import Library
    from sca_flow.training.completed import record as completed

    form = chosen(format_, as_json)
    library = Library(shipped())
    with stores.reading(store) as journal:
        found = completed(journal, cache(library.find), library.courses, date.today())
    return _write(found, form, output)


def debrief(
    attempt: Attempt, format_: Format = Form.TEXT, output: Output = None, as_json: Json = False, store: Store = None
) -> int:
    """What was done in an attempt beside what the author holds to be good, and one thing to practise."""
    from sca_flow.training.debrief import Debrief
    from sca_flow.training.debrief_report import Told

    form = chosen(format_, as_json)
    with stores.resumed(store, attempt) as walked:
        told = Told(Debrief.of(walked))
    return _write(told, form, output)


def _write(told: Told | Record, form: Form, output: Path | None) -> int:
    """Write what has the parts of a report, in any form; exit code 0."""
    from sca_flow.report import as_markdown
    from sca_flow.report_html import as_html

    html, markdown = partial(as_html, told.report), lambda: "\n".join(as_markdown(told.report))
    write(told, form, output, html=html, markdown=markdown)
    return 0
