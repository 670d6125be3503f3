"""A decision that the author judges, written at the screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sca_flow.events import Taken, Wrote
from sca_flow.journal import MemoryJournal
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from tests.training.making import scenario
from tests.tui.studying import SIZES, One, decides, events
from tui.widgets.findings import FindingBox

Opening = Callable[..., Any]


async def test_a_judged_decision_is_written_part_by_part_and_put_forward(opening: Opening, made: Library) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=made, scenario="made-up", size=(120, 50)) as trainee:
        await decides(trainee)
        seen = trainee.sees()
        assert "The test on 2021-03-01: I suspect" in seen
        assert "7 things missing" in seen
        await trainee.presses("space")
        assert "Relied on for action" in trainee.sees()
        assert "7 things missing" in trainee.sees(), "a finding that rests on something asks for a passage"
        await trainee.presses("tab", "space")
        assert "6 things missing" in trainee.sees()
        for element in ("means", "purpose", "menace_of_penalty"):
            await trainee.goes_to(f"in-finding-{element}")
            await trainee.moves_to("open")
            await trainee.presses("space")
        await trainee.goes_to("in-credibility")
        await trainee.types("held up")
        assert "The test is suspicion." not in trainee.sees(), "the list is not there before own reasons are"
        await trainee.goes_to("in-reasons")
        await trainee.types("I suspect it")
        assert "The test is suspicion." not in trainee.sees()
        await trainee.goes_to("show-list")
        seen = await trainee.presses("enter")
        assert "The test is suspicion." in seen
        (before,) = events(journal, Wrote)
        assert before.reasons is not None
        assert before.chosen == [], "own reasons are kept as they were before the list was seen"
        assert trainee.app.screen.query_one("#submit").disabled
        seen = await trainee.presses("space")
        assert not trainee.app.screen.query_one("#submit").disabled
        assert "Recovery period" in await trainee.presses("ctrl+s")
        (head,) = journal.heads()
        texts = journal.texts(head.attempt)
    wrote, taken = events(journal, Wrote)[-1], events(journal, Taken)[-1]
    assert wrote.findings == {"action": "met", "means": "open", "purpose": "open", "menace_of_penalty": "open"}
    assert wrote.chosen == ["low"]
    assert len(wrote.relied["action"]) == 1
    assert taken.step == Step.DECIDE_RG_POSITIVE
    assert texts[taken.form["reasons"]] == texts[wrote.reasons] == "I suspect it"


async def test_a_decision_is_written_by_mouse_alone_but_for_what_is_typed(opening: Opening, made: Library) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=made, scenario="made-up", size=(120, 50)) as trainee:
        await trainee.takes(Step.ACCEPT_REFERRAL, who="intake")
        await trainee.clicks("StepList", offset=(6, 0))

        async def clicks(selector: str, row: int) -> None:
            trainee.app.screen.query_one(selector).scroll_visible(animate=False, immediate=True)
            await trainee.settled()
            await trainee.clicks(selector, offset=(4, row))

        for box in list(trainee.app.screen.query(FindingBox)):
            await clicks(f"#in-finding-{box.word.id}", 4)
        for name in ("credibility", "reasons"):
            await clicks(f"#in-{name}", 1)
            await trainee.types("mine")
        await clicks("#show-list", 1)
        await clicks("#in-chosen", 1)
        await clicks("#submit", 1)
        assert "Recovery period" in trainee.sees()
    assert events(journal, Wrote)[-1].chosen == ["low"]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_decision_is_put_forward_from_the_model_path_at_every_size(
    opening: Opening, made: Library, size: tuple[int, int]
) -> None:
    async with opening(library=made, scenario="made-up", size=size) as trainee:
        await trainee.takes(Step.ACCEPT_REFERRAL, who="intake")
        seen = await trainee.takes(Step.DECIDE_RG_POSITIVE, reasons="mine")
        assert "Recovery period" in seen


async def test_a_decision_that_is_left_is_kept_in_the_journal_and_there_again(opening: Opening, made: Library) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=made, scenario="made-up", size=(120, 50)) as trainee:
        await decides(trainee)
        await trainee.presses("space", "tab", "space")
        await trainee.goes_to("in-reasons")
        await trainee.types("half")
        await trainee.presses("escape")
        (wrote,) = events(journal, Wrote)
        assert wrote.findings == {"action": "met"}
        attempt = trainee.app.view.attempt
        assert trainee.app.drafts.get(attempt, Step.DECIDE_RG_POSITIVE) == {}, "what is kept needs no draft"
        seen = await trainee.presses("enter")
        assert "(•) Met" in seen
        assert "[x] F evidence for: action" in seen
        assert trainee.app.screen.query_one("#in-reasons").text == "half"
        await trainee.presses("escape")
    assert len(events(journal, Wrote)) == 1, "what did not change is not written again"
    async with opening(journal=journal, library=made, attempt=attempt, size=(120, 50)) as trainee:
        await trainee.moves_to(Step.DECIDE_RG_POSITIVE)
        assert "(•) Met" in await trainee.presses("enter")


async def test_leaving_the_program_in_the_middle_of_a_decision_keeps_it_as_a_draft(
    opening: Opening, made: Library
) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, library=made, scenario="made-up", size=(120, 50)) as trainee:
        await decides(trainee)
        await trainee.presses("space", "tab", "space")
        await trainee.pilot.press("ctrl+q")
        attempt = trainee.app.view.attempt
    async with opening(journal=journal, library=made, attempt=attempt, size=(120, 50)) as trainee:
        await trainee.moves_to(Step.DECIDE_RG_POSITIVE)
        seen = await trainee.presses("enter")
        assert "(•) Met" in seen
        assert "[x] F evidence for: action" in seen


async def test_a_mark_made_beside_the_form_can_be_relied_on_at_once(opening: Opening, made: Library) -> None:
    async with opening(library=made, scenario="made-up", size=(120, 50)) as trainee:
        await decides(trainee)
        await trainee.presses("space", "f6", "tab", "down", "down", "down")
        await trainee.presses("enter", "enter", "j", "enter")
        seen = await trainee.presses("escape", "enter") if not trainee.app.screen.query(FindingBox) else trainee.sees()
        assert "evidence for: means" in seen
        assert len(trainee.app.view.marks) == 2


async def test_below_120_columns_the_file_is_one_key_away_from_the_form(opening: Opening, made: Library) -> None:
    async with opening(library=made, scenario="made-up") as trainee:
        await decides(trainee)
        assert "Mark lines" not in trainee.sees()
        seen = await trainee.presses("f6")
        assert "Mark lines" in seen
        assert "things missing" not in seen
        assert "things missing" in await trainee.presses("f6")
        assert "Mark lines" in await trainee.clicks("#to-file")
        assert "things missing" in await trainee.clicks("#to-form")


async def test_a_scenario_that_judges_nothing_keeps_the_plain_form(opening: Opening, tmp_path: Path) -> None:
    plain = scenario(tmp_path / "plain")
    plain = type(plain)(
        plain.file.model_copy(update={"judgement": type(plain.file.judgement)()}), "x", plain.texts, plain.sha
    )
    async with opening(library=One(plain), scenario="made-up") as trainee:
        await trainee.takes(Step.ACCEPT_REFERRAL, who="intake")
        assert "Recovery period" in await trainee.takes(Step.DECIDE_RG_POSITIVE, reasons="x")
