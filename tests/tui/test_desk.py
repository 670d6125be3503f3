"""The desk of a store that several people share, or in which there is much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Scenario
from sca_flow.training.attempt import Attempt
from tests.training.making import scenario
from tests.tui.studying import One
from tui.messages import Start
from tui.screens.desk import MOST

Opening = Callable[..., Any]


@pytest.fixture
def seated(tmp_path: Any) -> Scenario:
    return scenario(tmp_path / "made-up", ("model:\n", "chairs: [decider, reviewer]\nmodel:\n"))


def shared(made: Scenario, *begun: tuple[str, str | None]) -> MemoryJournal:
    """A store in which attempts were begun one after the other, each under a name and from a chair."""
    journal = MemoryJournal()
    ids, minutes = count(1), count(1)
    for name, chair in begun:
        at = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(minutes=next(minutes))
        Attempt.start(
            made, shipped(), journal, name=name, chair=chair, clock=lambda at=at: at, ids=lambda: f"x-{next(ids)}"
        )
    return journal


def lines(trainee: Any) -> Iterator[str]:
    """The list of attempts, each line as one."""
    for option in trainee.app.screen.query_one("#attempts").options:
        yield " ".join(str(option.prompt).split())


async def test_ones_own_come_first_and_those_of_others_say_whose_they_are(opening: Opening, seated: Scenario) -> None:
    journal = shared(seated, ("Ada", None), ("Bo", None), ("", None))
    async with opening(journal=journal, library=One(seated), name="Ada") as trainee:
        own, heading, nobodys, other = lines(trainee)
        assert "00:01" in own
        assert heading == "Other people's"
        assert "no name given" in nobodys
        assert "Bo" in other
        assert "Ada" not in own


async def test_whoever_gave_no_name_finds_those_without_one_first(opening: Opening, seated: Scenario) -> None:
    async with opening(journal=shared(seated, ("", None), ("Bo", None)), library=One(seated)) as trainee:
        own, heading, other = lines(trainee)
        assert "name" not in own
        assert heading == "Other people's"
        assert "Bo" in other


async def test_nobody_goes_on_with_a_case_of_somebody_else_without_meaning_to(
    opening: Opening, seated: Scenario
) -> None:
    journal = shared(seated, ("Bo", None))
    async with opening(journal=journal, library=One(seated), name="Ada") as trainee:
        trainee.app.post_message(Start("made-up"))
        await trainee.settled()
        assert "Who would you be?" in trainee.sees()
        await trainee.presses("enter")
    assert [journal.name(head.person) for head in journal.heads()] == ["Ada", "Bo"]


async def test_a_chair_is_listed_by_the_persons_name(opening: Opening, seated: Scenario) -> None:
    async with opening(journal=shared(seated, ("", "decider")), library=One(seated)) as trainee:
        (line,) = lines(trainee)
        assert "as De Cider" in line


async def test_a_chair_of_a_scenario_that_is_not_there_any_more_is_listed_by_its_id(
    opening: Opening, seated: Scenario
) -> None:
    async with opening(journal=shared(seated, ("", "decider")), library=Library(shipped())) as trainee:
        (line,) = lines(trainee)
        assert "as decider" in line


async def test_of_many_the_last_are_listed_and_the_others_counted(opening: Opening, seated: Scenario) -> None:
    journal = shared(seated, *[("", None)] * (MOST + 3))
    async with opening(journal=journal, library=One(seated)) as trainee:
        *_, last = lines(trainee)
        assert last == "and 3 older ones: sca-flow attempts"
        assert trainee.app.screen.query_one("#attempts").option_count == MOST + 1
