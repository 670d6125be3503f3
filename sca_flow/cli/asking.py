"""Asking, one line at a time, who acts and what is recorded with a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sca_flow.errors import InputError
from sca_flow.forms import day
from sca_flow.panel import pool
from sca_flow.people import Person
from sca_flow.states.names import Field, Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.offers import Offer

BACK = "back"
_YES = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}

Choices = Mapping[str, str]
"""What can be chosen, by id, in words."""


class Gone(Exception):
    """There is nobody to ask any more: the input has ended."""


class Back(Exception):
    """Whoever was asked does not want to go on with this step."""


class Asker:
    """Puts one question after the other.  ``ask`` prompts and reads a line; `Gone` when there is none."""

    def __init__(self, say: Callable[[str], None], ask: Callable[[str], str]) -> None:
        self.say, self.ask = say, ask

    def fill(self, attempt: Attempt, offer: Offer, given: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
        """Who takes a step, and what they record beside what is ``given``; `Back` when they would rather not."""
        self.say(f"{offer.step.caption}. Type '{BACK}' to leave it.")
        by = None if offer.step == Step.WAIT else self._who(offer.people)
        form: dict[str, Any] = {**given}
        for field in offer.fields:
            if (
                field.name not in given
                and _is_asked(attempt, field)
                and (value := self._field(attempt, offer.step, field)) is not None
            ):
                form[field.name] = value
        return by, form

    def _who(self, people: Sequence[Person]) -> str:
        if len(people) == 1:
            self.say(f"Taken by {in_words(people[0])}.")
            return people[0].id
        while True:
            chosen = self.one("Who acts", {person.id: in_words(person) for person in people})
            if chosen is not None:
                return chosen
            self.say("Somebody has to act.")

    def _field(self, attempt: Attempt, step: Step, field: Field) -> Any:
        label = field.label + (", required" if field.required else "")
        match field.asks:
            case "text":
                return self.line(f"{label} (no real names or cases): ") or None
            case "choice":
                return self.one(label, {choice: choice.replace("_", " ") for choice in field.choices})
            case "flag":
                return self._until_read(f"{label} (yes or no): ", _flag)
            case "date":
                return self._until_read(f"{label}: ", lambda said: day(said, field.name))
        choices = _candidates(attempt, step, field)
        if field.asks == "people":
            return self.several(label, choices)
        return self.one(label, choices)

    def one(self, label: str, choices: Choices) -> str | None:
        """One of some choices, or none."""
        self._list(label, choices)
        chosen: str | None = self._until_read("Number: ", lambda said: _chosen(said, choices))
        return chosen

    def several(self, label: str, choices: Choices) -> list[str] | None:
        """Any of some choices, or none."""
        self._list(label, choices)
        chosen: list[str] | None = self._until_read(
            "Numbers, with commas between them: ",
            lambda said: [_chosen(part, choices) for part in said.replace(",", " ").split()],
        )
        return chosen

    def _list(self, label: str, choices: Choices) -> None:
        self.say(f"{label}:")
        for number, words in enumerate(choices.values(), start=1):
            self.say(f"  {number}. {words}")

    def _until_read(self, prompt: str, read: Callable[[str], Any]) -> Any:
        """What was said, once it can be read; nothing when nothing was said."""
        while said := self.line(prompt):
            try:
                return read(said)
            except InputError as error:
                self.say(" ".join(part for part in (error.what, error.why, error.do) if part))
        return None

    def line(self, prompt: str) -> str:
        """A line of text; `Back` when whoever is asked would rather not."""
        said = self.ask(prompt).strip()
        if said == BACK:
            raise Back
        return said


def in_words(person: Person) -> str:
    """A person's name, with the roles they hold and where they come from."""
    roles = ", ".join(role.value.replace("_", " ") for role in person.roles)
    sector = f"; {person.sector.label}" if person.sector else ""
    return f"{person.name} ({roles}{sector}; {person.organisation or 'no organisation'})"


def _is_asked(attempt: Attempt, field: Field) -> bool:
    """Consent at 18 is asked about only where somebody has turned 18."""
    return field.name != "consent_confirmed" or attempt.scene.position.turned_18


def _candidates(attempt: Attempt, step: Step, field: Field) -> Choices:
    """Who can be named: those at the sitting, or those in the pool."""
    people, sitting = attempt.scenario.people, attempt.case.sitting
    if step == Step.CONVENE_PANEL:
        named = pool.chairs(people) if field.asks == "person" else pool.members(people)
        return {person.id: in_words(person) for person in named}
    seats = sitting.statuses if sitting else {}
    return {who: f"{people[who].name}: {status.label}" for who, status in seats.items()}


def _flag(said: str) -> bool:
    if said.lower() not in _YES:
        raise InputError(f"'{said}' is neither yes nor no.")
    return _YES[said.lower()]


def _chosen(said: str, choices: Choices) -> str:
    """The id that a number, or the id itself, stands for."""
    ids = list(choices)
    if said in choices:
        return said
    if said.isdecimal() and 1 <= int(said) <= len(ids):
        return ids[int(said) - 1]
    raise InputError(f"'{said}' is not among them.", do=f"Give a number from 1 to {len(ids)}, or nothing.")
