"""Being one person of a case at the screens: who, whose steps, and what the others did meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sca_flow.events import Started, Taken
from sca_flow.journal import MemoryJournal
from sca_flow.scenario.model import Scenario
from sca_flow.states.names import Step
from tests.training.making import scenario
from tests.tui.studying import One, events
from tui.screens.news import NewsWindow
from tui.widgets.key_bar import MOST, KeyBar

Opening = Callable[..., Any]
SIZES = [(60, 20), (80, 24)]
CHAIRS = ("model:\n", "chairs: [decider, reviewer]\nmodel:\n")
INCIDENT = (
    "model:\n",
    "incidents:\n"
    "  - {id: ill, on: 2021-03-04, step: suspend, by: intake, with: {reason: Illness},\n"
    "     tells: The decision maker is ill.}\n"
    "model:\n",
)


@pytest.fixture
def seated(tmp_path: Path) -> Scenario:
    return scenario(tmp_path / "made-up", CHAIRS)


async def begins(trainee: Any) -> str:
    """Begin a case from the desk."""
    await trainee.moves_to("nail-bar")
    return await trainee.presses("enter")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_beginning_asks_who_one_would_be_and_the_others_act(
    opening: Opening, seated: Scenario, size: tuple[int, int]
) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=One(seated), size=size) as trainee:
        seen = await begins(trainee)
        assert "Who would you be?" in seen
        assert "Everybody" in seen
        assert "Decision maker  De Cider" in seen
        seen = await trainee.presses("down", "enter")
        assert "What happened meanwhile" in seen
        assert "In Take" in seen
        assert "Accept" in seen
        assert "Read on" in seen
        seen = await trainee.presses("enter")
        assert "You are De Cider, decision maker" in seen
        assert "Suspend the case" not in seen
        assert len(trainee.app.screen.query_one(KeyBar)._shown) <= MOST
        assert "In Take (competent authority)" in await trainee.presses("f5")
    (started,) = events(journal, Started)
    assert started.chair == "decider"


async def test_the_same_by_mouse_alone(opening: Opening, seated: Scenario) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=One(seated)) as trainee:
        assert "Who would you be?" in await trainee.clicks("#scenarios", offset=(6, 3))
        assert "What happened meanwhile" in await trainee.clicks("#chairs", offset=(6, 1))
        assert "You are De Cider" in await trainee.clicks("#button-0")
    (started,) = events(journal, Started)
    assert started.chair == "decider"


async def test_enter_alone_begins_as_everybody_as_before(opening: Opening, seated: Scenario) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=One(seated)) as trainee:
        await begins(trainee)
        seen = await trainee.presses("enter")
        assert "Referral received" in seen
        assert "You are" not in seen
    (started,) = events(journal, Started)
    assert started.chair is None


@pytest.mark.parametrize("leave", ["escape", "#button-0"])
async def test_leaving_the_question_begins_nothing(opening: Opening, seated: Scenario, leave: str) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=One(seated)) as trainee:
        await begins(trainee)
        seen = await (trainee.clicks(leave) if leave.startswith("#") else trainee.presses(leave))
        assert "Begin a case" in seen
    assert list(journal.heads()) == []


async def test_nobody_asks_who_acts_where_only_the_trainee_may(opening: Opening, tmp_path: Path) -> None:
    two = ("  - {id: reviewer", "  - {id: other, name: An Other, roles: [decision_maker]}\n  - {id: reviewer")
    for chair, asked in ((None, True), ("decider", False)):
        made = scenario(tmp_path / f"made-{chair}", CHAIRS, two)
        async with opening(library=One(made), scenario="made-up", chair=chair) as trainee:
            if chair is None:
                await trainee.takes(Step.ACCEPT_REFERRAL, who="intake")
            else:
                await trainee.presses("enter")
            await trainee.moves_to(Step.DRAFT_RG_NEGATIVE)
            await trainee.presses("enter")
            assert bool(trainee.app.screen.query("#in-who")) == asked, chair


async def test_an_incident_is_told_also_without_a_chair_and_stands_in_the_timeline(
    opening: Opening, tmp_path: Path
) -> None:
    journal = MemoryJournal()
    made = scenario(tmp_path / "made-up", INCIDENT)
    async with opening(journal=journal, library=One(made), scenario="made-up") as trainee:
        seen = await trainee.takes(Step.WAIT, until="2021-03-05")
        assert "The decision maker is ill." in seen
        seen = await trainee.presses("enter")
        assert "SUSPENDED" in seen
        assert "The decision maker is ill." in await trainee.presses("f5")
    assert [taken.incident for taken in events(journal, Taken)] == [None, "ill"]


async def test_whoever_resumes_is_told_what_is_new_and_nothing_twice(opening: Opening, seated: Scenario) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=One(seated), scenario="made-up", chair="reviewer") as trainee:
        assert isinstance(trainee.app.screen, NewsWindow)
    (head,) = journal.heads()
    async with opening(journal=journal, library=One(seated), attempt=head.attempt) as trainee:
        assert not isinstance(trainee.app.screen, NewsWindow)
        assert "You are Re Viewer" in trainee.sees()
        assert "as Re Viewer" in await trainee.presses("f2")


async def test_hostile_words_of_the_others_are_shown_as_they_stand(opening: Opening, tmp_path: Path) -> None:
    foul = ("tells: The decision maker is ill.", 'tells: "[@click=app.quit]x[/] [/"')
    made = scenario(tmp_path / "made-up", INCIDENT, foul)
    async with opening(library=One(made), scenario="made-up") as trainee:
        assert "[@click=app.quit]x[/] [/" in await trainee.takes(Step.WAIT, until="2021-03-05")
