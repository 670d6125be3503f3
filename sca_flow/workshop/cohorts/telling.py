"""A cohort in words, laid out as after an exercise: what went well, where it parted, what to practise next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from sca_flow.report import Items, Part, Report, Section, Table, as_text
from sca_flow.training.telling import notice
from sca_flow.workshop.cohorts.cohort import Cohort
from sca_flow.workshop.cohorts.counting import FEWER, FEWEST, Cell, Spread
from sca_flow.workshop.cohorts.rows import as_csv, as_json
from sca_flow.workshop.cohorts.tally import PAUSE, Tally, overall
from sca_flow.workshop.cohorts.wording import Wording

_HALF = 0.5
_NAMED = 50
"""Of more people than this the pseudonyms stand in the JSON alone."""
_SMALL = (
    f"Nothing is shown of fewer than {FEWEST} people. '{FEWER.capitalize()}' also stands for a larger figure from "
    "which one of so few could be worked out. People are counted by the names they gave; an attempt without a name "
    "counts as one person's. Nothing that anybody wrote is read for this."
)


@dataclass(frozen=True)
class Told:
    """A cohort in every form in which it is told."""

    cohort: Cohort

    @cached_property
    def report(self) -> Report:
        """Its parts."""
        return report(self.cohort)

    def lines(self) -> Iterator[str]:
        """It in words."""
        return as_text(self.report)

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        return as_json(self.cohort)

    def as_csv(self) -> str:
        """It as CSV."""
        return as_csv(self.cohort)


def report(cohort: Cohort) -> Report:
    """The cohort as a report."""
    of = f", of the course '{cohort.course}'" if cohort.course else ""
    sections = [Section("overall", "Everybody", tuple(_everybody(cohort)))]
    for number, (name, tally) in enumerate(cohort.shown.items(), start=1):
        sections += _scenario(f"s{number}", name, tally)
    sections.append(Section("apart", "Not counted above", tuple(_apart(cohort))))
    return Report(
        f"How attempts went{of}", notice(cohort.today), tuple(section for section in sections if section.parts)
    )


def _everybody(cohort: Cohort) -> Iterator[Part]:
    if cohort.empty:
        yield "There are no attempts yet. One is begun with: sca-flow walk SCENARIO"
        return
    yield _SMALL
    shown = cohort.shown
    if not shown:
        yield f"No scenario was tried by {FEWEST} people."
        return
    yield f"Attempts: {sum(tally.attempts for tally in shown.values())}, at the scenarios that are shown below."
    standing, spreads = overall(shown.values())
    yield from _counted("How far they came", standing, _spaced)
    yield from _spread(spreads)


def _scenario(id_: str, name: str, tally: Tally) -> Iterator[Section]:
    title = f"{tally.scenario.file.title} ({name})"
    wording = Wording(tally.scenario)
    measures = dict(tally.cells())
    yield Section(f"{id_}-who", f"{title}: how many, and how far", tuple(_who(tally, measures, wording)))
    yield Section(f"{id_}-well", f"{title}: what went well", tuple(_well(measures, wording)))
    yield Section(f"{id_}-parted", f"{title}: where it parted", tuple(_parted(measures, wording)))
    yield Section(f"{id_}-next", f"{title}: what to practise next", tuple(_next(tally, measures)))


def _who(tally: Tally, measures: dict[str, Sequence[Cell]], wording: Wording) -> Iterator[Part]:
    yield f"{tally.attempts} attempts by {len(tally.people)} people."
    yield from _counted("How far they came", measures["attempts"], _spaced)
    if "unfinished_at" in measures:
        yield from _counted("Where the unfinished stand", measures["unfinished_at"], wording.stage)
    yield from _spread(tally.spreads)
    yield from _counted("Erased since: counted, without what was written", measures["erased"], _spaced)
    if len(tally.people) <= _NAMED:
        yield f"By pseudonym: {', '.join(sorted(tally.people))}."


def _well(measures: dict[str, Sequence[Cell]], wording: Wording) -> Iterator[Part]:
    good = tuple(
        f"{wording.measure(measure)}: {wording.key(measure, cell.key)}, {cell}"
        for measure, cells in measures.items()
        for cell in cells
        if cell.key is not None and (cell.share or 0) >= _HALF and wording.good(measure, cell.key)
    )
    yield Items(good) if good else "Nothing that may be shown was done well by half of them."


def _parted(measures: dict[str, Sequence[Cell]], wording: Wording) -> Iterator[Part]:
    for measure, cells in measures.items():
        if measure not in ("attempts", "unfinished_at", "erased", "practise"):
            yield from _counted(wording.measure(measure), cells, partial(wording.key, measure))


def _next(tally: Tally, measures: dict[str, Sequence[Cell]]) -> Iterator[Part]:
    yield from _counted("The first thing to practise, by attempt", measures["practise"], str)
    if tally.scenario.file.judgement.next is not None:
        yield f"To do next: sca-flow play {tally.scenario.file.judgement.next}"


def _apart(cohort: Cohort) -> Iterator[Part]:
    if cohort.hidden:
        yield f"Tried by fewer than {FEWEST} people, and not shown: {', '.join(cohort.hidden)}."
    rows = tuple(
        (name, cell.key or "", str(cell)) for name, why in sorted(cohort.apart.items()) for cell in why.alone()
    )
    if rows:
        yield Table("Not comparable", ("Scenario", "Why", "Attempts"), rows)


def _counted(caption: str, cells: Sequence[Cell], say: Callable[[str], str]) -> Iterator[Part]:
    if len(cells) == 1 and cells[0].key is None:
        yield f"{caption}: not shown, {FEWER}."
        return
    shown = tuple((say(cell.key or ""), str(cell)) for cell in cells if cell.shown)
    hidden = [say(cell.key or "") for cell in cells if not cell.shown]
    if shown:
        yield Table(caption, ("What", "How many"), shown)
    if hidden:
        yield f"{caption}, {FEWER}: {'; '.join(one.rstrip('.') for one in hidden)}."


def _spread(spreads: Mapping[str, Spread]) -> Iterator[Part]:
    rows = []
    for measure, spread in sorted(spreads.items()):
        told = dict(spread.told())
        if told:
            score = measure.startswith("score.")
            rows.append((_spaced(measure), *(f"{one:.0%}" if score else f"{one:.1f}" for one in told.values())))
    if rows:
        caption = "Of attempts that came to their end: three scores, never one, and minutes"
        yield Table(caption, ("What", "Median", "Lowest", "Highest"), tuple(rows))
        yield f"Active minutes leave out every pause over {PAUSE.seconds // 60} minutes."


def _spaced(key: str) -> str:
    return key.replace(".", ", ").replace("_", " ").capitalize()
