"""A cohort as rows, one figure a row: what its CSV and its JSON hold."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from typing import Any

from sca_flow.training.telling import notice
from sca_flow.unseen import UNSEEN
from sca_flow.workshop.cohorts.cohort import Cohort
from sca_flow.workshop.cohorts.counting import FEWER, FEWEST, Cell, Spread
from sca_flow.workshop.cohorts.tally import overall

ALL = "all"


@dataclass(frozen=True)
class Row:
    """One figure.  ``count`` and ``share`` (of one) are of attempts or decisions; ``value`` is minutes or a score."""

    scenario: str
    measure: str
    key: str = ""
    count: int | None = None
    share: float | None = None
    value: float | None = None
    note: str = ""


def rows(cohort: Cohort) -> Iterator[Row]:
    """Everything that may be shown, and what is not."""
    shown = cohort.shown
    if shown or cohort.empty:
        yield Row(ALL, "attempts", ALL, sum(tally.attempts for tally in shown.values()))
    if shown:
        standing, spreads = overall(shown.values())
        yield from _rows(ALL, {"attempts": standing, **spreads})
    for name, tally in shown.items():
        yield Row(name, "people", ALL, len(tally.people))
        yield Row(name, "attempts", ALL, tally.attempts)
        yield from _rows(name, dict(tally.cells()))
        yield from _rows(name, tally.spreads)
    for name in cohort.hidden:
        yield Row(name, "attempts", ALL, note=FEWER)
    for name, why in sorted(cohort.apart.items()):
        yield from _rows(name, {"not_comparable": why.alone()})


def _rows(name: str, measures: Mapping[str, Sequence[Cell] | Spread]) -> Iterator[Row]:
    for measure, found in measures.items():
        if isinstance(found, Spread):
            yield from (Row(name, measure, key, value=round(value, 4)) for key, value in found.told())
        else:
            for cell in found:
                share = None if cell.share is None else round(cell.share, 4)
                yield Row(name, measure, cell.key or "", cell.count, share, note="" if cell.shown else FEWER)


def as_json(cohort: Cohort) -> dict[str, Any]:
    """The cohort as plain values."""
    return {
        "notice": notice(cohort.today),
        "course": cohort.course,
        "fewest": FEWEST,
        "suppressed": cohort.hidden,
        "scenarios": [
            {
                "scenario": name,
                "title": tally.scenario.file.title,
                "sha": tally.scenario.sha,
                "trainees": sorted(tally.people),
            }
            for name, tally in cohort.shown.items()
        ],
        "rows": [asdict(row) for row in rows(cohort)],
    }


def as_csv(cohort: Cohort) -> str:
    """The cohort as CSV by RFC 4180, in which a spreadsheet finds no formula."""
    text = io.StringIO()
    writer = csv.writer(text)  # lines end with CR LF
    writer.writerow(field.name for field in fields(Row))
    writer.writerow(_safe(Row(ALL, "notice", note=notice(cohort.today))))
    writer.writerows(map(_safe, rows(cohort)))
    return text.getvalue()


def _safe(row: Row) -> list[str | int | float | None]:
    return [safe(value) if isinstance(value, str) else value for value in astuple(row)]


_QUOTES = "'\"`‘’‚‛“”„‟«»‹›"  # noqa: RUF001 - those that are looked for
_BEGIN_FORMULAS = ("=", "+", "-", "@", "\N{MINUS SIGN}", "|", "%")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, whatever stands before its sign and however wide that is."""
    seen = unicodedata.normalize("NFKC", UNSEEN.sub("", text))
    bare = "".join(seen.split()).lstrip(_QUOTES)
    looks = bare.startswith(_BEGIN_FORMULAS) or text[:1] in ("\t", "\r", "\n")
    clean = UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{clean}" if looks else clean
