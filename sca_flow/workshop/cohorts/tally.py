"""What the attempts at one scenario add up to: every figure is taken from the debrief, none is worked out again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from sca_flow.events import Erased
from sca_flow.scenario.judgement import DECISIONS
from sca_flow.scenario.model import Scenario
from sca_flow.training.debrief import Debrief
from sca_flow.training.decided import Decision
from sca_flow.training.noticed import Due
from sca_flow.workshop.cohorts.counting import FEWEST, Breakdown, Cell, Flags, Spread

PAUSE = timedelta(minutes=15)
"""A longer pause between two events is left out of the active time."""
WITH_THE_MODEL = "with the model"
NOT_REACHED = "not_reached"
"""An attempt that never came to choose."""


@dataclass
class Tally:
    """The attempts at one scenario, as it was written under one hash."""

    scenario: Scenario
    everyone: list[str] = field(default_factory=list)
    """Who made each attempt."""
    finished: set[int] = field(default_factory=set)
    """Which attempts came to an end."""
    standing: Breakdown = field(default_factory=Breakdown)
    standing_at: Breakdown = field(default_factory=Breakdown)
    parted: Breakdown = field(default_factory=Breakdown)
    chosen: dict[str, Breakdown] = field(default_factory=lambda: defaultdict(Breakdown))
    """Outcomes, findings and targets, by measure."""
    having: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Which attempts came to choose there: the others count as well, or a sum would tell how few they are."""
    flags: dict[str, Flags] = field(default_factory=lambda: defaultdict(Flags))
    """Reasons, mistakes, refusals and erasures, each so of an attempt or not, by measure."""
    practise: Breakdown = field(default_factory=Breakdown)
    spreads: dict[str, Spread] = field(default_factory=lambda: defaultdict(Spread))
    """Times and scores of attempts that came to their end, by measure."""

    @property
    def people(self) -> set[str]:
        """Everybody who made one, once."""
        return set(self.everyone)

    @property
    def attempts(self) -> int:
        """How many there are."""
        return len(self.everyone)

    @property
    def enough(self) -> bool:
        """Whether anything of it may be shown."""
        return len(self.people) >= FEWEST

    def add(self, debrief: Debrief, at: Sequence[datetime], person: str) -> None:
        """One more attempt; ``at`` are the wall-clock times of its events."""
        case = debrief.attempt.case
        self.everyone.append(person)
        self.standing.add("finished" if case.ended else "unfinished", person)
        if case.ended:
            self.finished.add(self.attempts - 1)
        else:
            self.standing_at.add(case.stage.value, person)
        self.parted.add(_parting(debrief), person)
        for decision in debrief.decisions:
            self._decision(decision, person)
        for due in debrief.due:
            self._choice(f"target.{due.deadline.id}", _met(due), person)
        for kind in ("rg", "cg"):
            chosen = (reason.id for one in debrief.decisions if DECISIONS[one.step] == kind for reason in one.chosen)
            self.flags[f"decision.{kind}.reason"].add(chosen, person)
        self.flags["mistake"].add((mistake.id for mistake in debrief.mistakes), person)
        self.flags["refusal"].add(_refusals(debrief, confirmed=True), person)
        self.flags["working_assumption"].add(_refusals(debrief, confirmed=False), person)
        self.flags["erased"].add(["erased"] if any(isinstance(h.event, Erased) for h in case.history) else [], person)
        self.practise.add(debrief.practise.says if debrief.practise else "nothing stands out", person)
        if case.ended:
            for measure, value in _measured(debrief, at):
                self.spreads[measure].add(value, person)

    def _decision(self, decision: Decision, person: str) -> None:
        measure = f"decision.{DECISIONS[decision.step]}"
        self._choice(f"{measure}.outcome", decision.step.value, person)
        for found in decision.findings:
            given = found.given.value if found.given else "nothing_written"
            self._choice(f"{measure}.finding.{found.element.id}", given, person)

    def _choice(self, measure: str, key: str, person: str) -> None:
        self.chosen[measure].add(key, person)
        self.having[measure].add(self.attempts - 1)

    def cells(self) -> Iterator[tuple[str, Sequence[Cell]]]:
        """Every measure that is counted, with its figures."""
        yield "attempts", self.standing.cells()
        if self.standing.whole:  # or where they stand would say how many they are
            yield "unfinished_at", self.standing_at.cells()
        yield "parted", self.parted.cells()
        apart = self._apart()
        for measure in sorted(self.chosen):
            yield measure, self._chosen(measure).cells() if measure in apart else (Cell(None),)
        yield from ((measure, self.flags[measure].cells()) for measure in sorted(self.flags))
        yield "practise", self.practise.cells()

    def _apart(self) -> set[str]:
        """The measures that can be shown beside each other.

        How many attempts came to choose is known of each, and who came to a later choice came to an earlier one.  So
        two that differ by a few people would tell how many those are: of such two only the first is shown.
        """
        known = [self.finished] if self.standing.whole else []
        found = set()
        for measure in sorted(self.chosen, key=lambda one: (-len(self.having[one]), one)):
            having = self.having[measure]
            if all(self._many(having ^ other) for other in known):
                known.append(having)
                found.add(measure)
        return found

    def _many(self, attempts: Iterable[int]) -> bool:
        """Whether attempts are none, or enough people's."""
        return len({self.everyone[one] for one in attempts}) not in range(1, FEWEST)

    def _chosen(self, measure: str) -> Breakdown:
        """What was chosen, and in how many attempts nothing was."""
        found = Breakdown()
        found.merge(self.chosen[measure])
        for number, person in enumerate(self.everyone):
            if number not in self.having[measure]:
                found.add(NOT_REACHED, person)
        return found


def overall(tallies: Iterable[Tally]) -> tuple[Sequence[Cell], Mapping[str, Spread]]:
    """How far everybody came at the scenarios that are shown, and how long it took with which scores.

    A sum that would tell what one of the scenarios hides is left out.
    """
    standing, whole, spreads = Breakdown(), True, defaultdict[str, Spread](Spread)
    for tally in tallies:
        standing.merge(tally.standing)
        whole &= tally.standing.whole
        for measure, spread in tally.spreads.items():
            spreads[measure].merge(spread)
    return standing.cells() if whole else (Cell(None),), spreads


def _parting(debrief: Debrief) -> str:
    """Where a path first parted from the model's: the step taken, for the one that the model has there."""
    move = debrief.divergence
    return f"{move.step.value} for {move.model.value}" if move and move.model else WITH_THE_MODEL


def _met(due: Due) -> str:
    if not due.scored:
        return "open" if due.met_on is None and due.deadline.days_left >= 0 else "unconfirmed"
    return "met" if due.met else "missed"


def _refusals(debrief: Debrief, *, confirmed: bool) -> set[str]:
    """What was tried and refused, and by which guard; apart: what only a working assumption refuses."""
    return {
        f"{fault.step.value} by {reason.guard}"
        for fault in debrief.faults
        if fault.confirmed == confirmed
        for reason in fault.reasons
        if reason.confirmed == confirmed
    }


def _measured(debrief: Debrief, at: Sequence[datetime]) -> Iterator[tuple[str, float]]:
    gaps = [max(after - before, timedelta(0)) for before, after in pairwise(at)]
    yield "minutes.wall_clock", sum(gaps, timedelta(0)) / timedelta(minutes=1)
    yield "minutes.active", sum((gap for gap in gaps if gap <= PAUSE), timedelta(0)) / timedelta(minutes=1)
    for name, score in debrief.scores.items():
        if score.of:
            yield f"score.{name}", score.got / score.of
