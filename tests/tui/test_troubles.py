"""When something goes wrong it is said on the screen, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sca_flow.errors import StoreError
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.training.attempt import Attempt
from tui.app import TrainerApp

Opening = Callable[..., Any]
FULL = StoreError("The disk is full.", why="Nothing can be written.", do="Make room and try again.")


@dataclass
class Failing(MemoryJournal):
    """A journal that fails as often as it is told to."""

    failures: int = 0
    tried: list[str] = field(default_factory=list)

    def append(self, attempt: str, after: int, drafts: Any, **more: Any) -> Any:
        self.tried += [draft.id for draft in drafts]
        if self.failures:
            self.failures -= 1
            raise FULL
        return super().append(attempt, after, drafts, **more)


async def test_a_store_that_fails_is_said_in_the_form_and_the_same_step_can_be_tried_again(opening: Opening) -> None:
    journal = Failing()
    async with opening(journal=journal, scenario="nail-bar", size=(120, 36)) as trainee:
        journal.failures = 1
        seen = await trainee.takes(Step.SUSPEND, reason="in hospital")
        assert "The disk is full." in seen
        assert "Make room and try again." in seen
        assert "in hospital" in seen
        assert "SUSPENDED" not in seen
        assert "SUSPENDED" in await trainee.presses("ctrl+s")
    assert journal.tried[-1] == journal.tried[-2], "a retry is recorded under the same id"


async def test_a_case_that_changed_in_another_window_is_told_and_can_be_read_again(opening: Opening) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, scenario="nail-bar", size=(120, 36)) as trainee:
        attempt = trainee.app.view.attempt
        elsewhere = Attempt.resume(attempt, Library(shipped()).find, shipped(), journal)
        elsewhere.take(Step.ACCEPT_REFERRAL)
        seen = await trainee.takes(Step.SUSPEND, reason="in hospital")
        assert "The case has changed" in seen
        assert "Nothing of yours was recorded" in seen
        assert trainee.app.drafts.get(attempt, "suspend") == {"reason": "in hospital", "who": "o-tregear"}
        seen = await trainee.presses("enter")
        assert "Reasonable grounds: under consideration" in seen
        await trainee.moves_to(Step.SUSPEND)
        assert "in hospital" in await trainee.presses("enter")


async def test_staying_with_a_case_that_changed_keeps_the_form(opening: Opening) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, scenario="nail-bar", size=(120, 36)) as trainee:
        Attempt.resume(trainee.app.view.attempt, Library(shipped()).find, shipped(), journal).take(Step.ACCEPT_REFERRAL)
        await trainee.takes(Step.SUSPEND, reason="in hospital")
        seen = await trainee.presses("escape")
        assert "in hospital" in seen
        assert "✗ This case has changed" in seen


async def test_a_journal_that_cannot_be_opened_is_said_on_the_desk_and_enter_tries_again(opening: Opening) -> None:
    async with opening() as trainee:
        wrong = [FULL]
        kept = MemoryJournal()

        def open_journal() -> MemoryJournal:
            if wrong:
                raise wrong.pop()
            return kept

        app = TrainerApp(lambda: Library(shipped()), open_journal)
        app._settings, app.drafts = trainee.app._settings, trainee.app.drafts
        async with app.run_test(size=(80, 24)) as pilot:
            again = type(trainee)(app, pilot)
            await again.settled()
            assert "The disk is full." in again.sees()
            assert "Four trips to the coast" in again.sees()
            await again.goes_to("attempts")
            seen = await again.presses("enter")
            assert "The disk is full." not in seen
            assert "None yet" in seen


async def test_an_attempt_whose_scenario_changed_is_refused_on_the_desk(opening: Opening) -> None:
    journal = MemoryJournal()
    scenario = Library(shipped()).find("nail-bar")
    other = type(scenario)(scenario.file, scenario.course, scenario.texts, "another")
    attempt = Attempt.start(other, shipped(), journal)
    async with opening(journal=journal, attempt=attempt.id) as trainee:
        assert "changed since it was begun" in trainee.sees()


async def test_beginning_a_case_that_is_unfinished_asks_first(opening: Opening) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, scenario="nail-bar") as trainee:
        await trainee.takes(Step.ACCEPT_REFERRAL)
        await trainee.presses("f2")
        await trainee.goes_to("scenarios")
        await trainee.moves_to("nail-bar")
        seen = await trainee.presses("enter")
        assert "You have begun this case already" in seen
        seen = await trainee.presses("enter")
        assert "Reasonable grounds: under consideration" in seen
    assert len(journal.heads()) == 1


async def test_a_date_that_is_none_is_said_before_it_is_put_forward(opening: Opening) -> None:
    async with opening(scenario="nail-bar", size=(120, 36)) as trainee:
        seen = await trainee.takes(Step.WAIT, until="2020")
        assert "'2020' is not a date" in seen.replace("\n", " ")


async def test_a_second_press_while_a_step_is_being_recorded_does_nothing(opening: Opening) -> None:
    journal = MemoryJournal()
    async with opening(journal=journal, scenario="nail-bar") as trainee:
        await trainee.presses("enter")
        await trainee.pilot.press("ctrl+s", "ctrl+s")
        await trainee.settled()
        assert len(journal.read(trainee.app.view.attempt)) == 2
