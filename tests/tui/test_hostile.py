"""Text of scenarios and trainees is shown as it stands: never as markup, never as a command to the terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from typing import Any

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Scenario
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play

Opening = Callable[..., Any]
HOSTILE = "[/] [@click=app.quit]x[/] [$nothing]y \x1b]52;c;aGk=\x07 \x1b[2J \u202egnp \u200b e\u0301\u0301 " + "w" * 300
FREE = ("title", "name", "organisation", "conflict", "hand", "summary", "content_note", "from_")


class Hostile(Library):
    """The shipped library with every free text of one scenario replaced."""

    def scenarios(self) -> list[Scenario]:
        return [self._changed(scenario) for scenario in super().scenarios()]

    def find(self, name: str) -> Scenario:
        return self._changed(super().find(name))

    def _changed(self, scenario: Scenario) -> Scenario:
        file = scenario.file
        people = tuple(_foul(person) if person.conflict or not person.hand else person for person in file.people)
        documents = tuple(_foul(document) for document in file.documents)
        subject = _foul(file.referral.person)
        referral = file.referral.model_copy(update={"person": subject, "organisation": HOSTILE})
        foul = _foul(file).model_copy(update={"people": people, "documents": documents, "referral": referral})
        return replace(scenario, file=foul, texts=dict.fromkeys(scenario.texts, HOSTILE * 5))


def _foul(model: Any) -> Any:
    fields = {name: HOSTILE for name in FREE if getattr(model, name, "")}
    return model.model_copy(update=fields)


def _sitting(library: Library) -> tuple[MemoryJournal, str]:
    journal = MemoryJournal()
    scenario = library.find("nail-bar")
    attempt = Attempt.start(scenario, shipped(), journal)
    model = [line.model_copy(update={"with_": _typed(line.with_)}) for line in scenario.file.model]
    for _ in play(attempt, takewhile(lambda line: line.step != Step.ADJOURN_SITTING, model)):
        pass
    return journal, attempt.id


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """What the trainee types, just as foul; ids of people and choices stay."""
    return {name: HOSTILE if isinstance(value, str) and " " in value else value for name, value in values.items()}


@pytest.mark.parametrize("size", [(60, 20), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_place_lets_foreign_text_act(opening: Opening, size: tuple[int, int]) -> None:
    library = Hostile(shipped())
    journal, attempt = _sitting(library)
    async with opening(size=size, library=library, journal=journal, attempt=attempt) as trainee:
        seen = [trainee.sees()]
        for keys in (["f3"], ["f6"], ["f5"], ["f2"], ["f4"], ["enter"], ["escape", "c"], ["escape", "ctrl+p"]):
            seen.append(await trainee.presses(*keys))
        await trainee.types("read")
        seen.append(trainee.sees())
    whole = "\n".join(seen)
    assert "[/]" in whole
    assert "[@click=app.quit]" in whole
    for unseen in ("\x1b", "\x07", "\u202e", "\u200b"):
        assert unseen not in whole
    for line in whole.splitlines():
        assert line.isprintable(), line
