"""A sheet of past or planned sittings, answered row by row: whether each is quorate, why, and a line to paste."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sca_flow.panel.quorum import Quorum, quorum
from sca_flow.rules.policy import Dates, InForce, Policy
from sca_flow.states.panel_guards import ENOUGH_MEMBERS
from sca_flow.training.telling import notice
from sca_flow.workbench.basis import name_of, unsure
from sca_flow.workbench.citing import Said
from sca_flow.workbench.sheet import COLUMNS, Row, read_sheet

_WORDS = {True: "QUORATE", False: "NOT QUORATE", None: "NO ANSWER"}
_CELLS = {True: "true", False: "false", None: "null"}
_ANSWER = ("quorate", "confirmed", "words", "citation", "unconfirmed", "notice")


@dataclass(frozen=True)
class Answered:
    """One sitting with its answer, and what the rules that it rests on say."""

    row: Row
    answer: Quorum
    said: tuple[Said, ...]

    @property
    def deciding(self) -> tuple[str, ...]:
        """The rules that decide it: of a quorate sitting how many have to be there, else the rule that is not met."""
        if self.answer.quorate:
            return ENOUGH_MEMBERS.rules[:1]
        return tuple(reason.rules[0].rule for reason in self.answer.reasons)

    @property
    def citation(self) -> str:
        """What to paste: the deciding rules, with their values and sources."""
        return "; ".join(said.to_paste for said in self.said if said.rule in self.deciding)

    @property
    def unconfirmed(self) -> int:
        """How many of the values that it rests on are not confirmed."""
        return sum(not said.confirmed for said in self.said)

    def lines(self) -> Iterator[str]:
        """The answer in words."""
        yield f"line {self.row.line}, {self.row.on}: {_WORDS[self.answer.quorate]}. {self.answer.words}"
        yield f"    {self.citation}"
        others = [said for said in self.said if said.rule not in self.deciding]
        if others:
            named = (f"{said.rule} = {said.value}{'' if said.confirmed else ' (not confirmed)'}" for said in others)
            yield f"    It also rests on {', '.join(named)}."

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return self.row.as_json() | {
            "quorate": self.answer.quorate,
            "confirmed": self.answer.confirmed,
            "words": self.answer.words,
            "citation": self.citation,
            "rules": [said.as_json() for said in self.said],
        }

    def cells(self) -> Iterator[str]:
        """The row of a sheet."""
        given, answer = self.row, self.answer
        yield from (
            str(given.line),
            given.on.isoformat(),
            given.said,
            ";".join(given.members),
            ";".join(given.conflicts),
        )
        yield from (_CELLS[answer.quorate], _CELLS[answer.confirmed], answer.words, self.citation)
        yield from (str(self.unconfirmed), notice(given.on))


@dataclass(frozen=True)
class Sittings:
    """A whole sheet, answered."""

    policy: tuple[str, ...]
    rows: tuple[Answered, ...]

    @property
    def said(self) -> Mapping[tuple[str, str], Said]:
        """Every value that some answer rests on, once."""
        return {(said.rule, said.value): said for row in self.rows for said in row.said}

    @property
    def unconfirmed(self) -> int:
        """How many of those values are not confirmed."""
        return sum(not said.confirmed for said in self.said.values())

    @property
    def notice(self) -> str:
        """The line that every export carries."""
        return notice(max(row.row.on for row in self.rows))

    def lines(self) -> Iterator[str]:
        """The sheet in words."""
        yield self.notice
        days = [row.row.on for row in self.rows]
        yield (
            f"Policy: {name_of(self.policy)}, each sitting by the rules of its own date, {min(days)} to {max(days)}. "
            f"{unsure(self.unconfirmed, len(self.said))}"
        )
        counts = [sum(row.answer.quorate is answer for row in self.rows) for answer in (True, False, None)]
        yield f"{len(self.rows)} sittings: {counts[0]} quorate, {counts[1]} not quorate, {counts[2]} without an answer."
        for row in self.rows:
            yield from row.lines()

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "notice": self.notice,
            "policy": list(self.policy),
            "unconfirmed": self.unconfirmed,
            "sittings": [row.as_json() for row in self.rows],
        }

    def as_csv(self) -> str:
        """The sheet with its answers; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("line", *COLUMNS, *_ANSWER))
        for row in self.rows:
            writer.writerow(map(plain_cell, row.cells()))
        return out.getvalue()


def sittings(path: Path, policy: Policy) -> Sittings:
    """Answer a sheet.

    Raises:
        FileError: what is wrong with it, all at once, each with its line.
    """

    @cache
    def in_force(day: date) -> InForce:
        return policy.in_force(Dates.all_on(day))

    return Sittings(policy.variants, tuple(_answered(row, in_force(row.on), policy) for row in read_sheet(path)))


def _answered(row: Row, rules: InForce, policy: Policy) -> Answered:
    answer = quorum(row.chair, row.seats, rules)
    rests_on = dict.fromkeys(citation.rule for reason in answer.reasons for citation in reason.rules)
    return Answered(row, answer, tuple(Said.of(policy, rules.answers[rule]) for rule in rests_on))


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\0")) else text
