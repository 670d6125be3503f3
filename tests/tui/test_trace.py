"""A counter-example on the screens: step by step, back and forth, and nothing but read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from sca_flow.cli.main import run
from sca_flow.workbench.rule_tests import shipped_policy
from sca_flow.workbench.trace_files import read_trace
from sca_flow.workbench.traces import walked
from tui import themes
from tui.screens.windows import Window
from tui.trace import TraceApp
from tui.widgets.key_bar import MOST, KeyBar

from .conftest import Trainee
from .test_look import _contrast, _drawn

SIZES = [(80, 24), (120, 36)]
BOTH = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"])
EVIL = "[@click=app.quit]out[/] [bold red]loud [/"
MIDDLE = """
- name: A chair and one other are not quorate
  on: 2021-03-10
  given: {stage: panel_sitting, chair: present, members: {police: present, ngo: absent}}
  steps:
    - {step: publish_agreement, by: chair, expect: {refused_by: [enough_members]}}
    - {step: adjourn_sitting, by: chair, with: {reason: WORDS}}
  then: {stage: panel_listing}
"""


class Reader(Trainee):
    """Somebody who steps through a trace."""

    app: TraceApp  # type: ignore[assignment]

    async def settled(self) -> None:
        await self.pilot.pause()
        await self.pilot.pause()

    @property
    def at(self) -> str:
        """What the banner says, as one text."""
        return " ".join(str(self.app.screen.query_one("#moment").content).split())  # type: ignore[attr-defined]


Reading = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture(scope="session")
def check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody holds who has checked a panel without a chair."""
    path = tmp_path_factory.mktemp("check") / "found.yaml"
    run(["policy", "check", "-p", "chair-optional", "--on", "2021-06-01", "--save-test", str(path)])
    return path


@pytest.fixture
def reading(tmp_path: Path, check: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Opens the screens on a trace."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    @asynccontextmanager
    async def open_(size: tuple[int, int] = (80, 24), text: str = "", theme: str = "") -> AsyncIterator[Reader]:
        file = tmp_path / "trace.yaml" if text else check
        if text:
            file.write_text(text, encoding="utf-8")
        trace = walked(read_trace(str(file), shipped_policy))
        app = TraceApp(trace, config=tmp_path / "config", state=tmp_path / "state")
        if theme:
            app.theme = theme
        async with app.run_test(size=size) as pilot:
            reader = Reader(app, pilot)  # type: ignore[arg-type]
            await reader.settled()
            yield reader

    return open_


@BOTH
async def test_it_begins_before_the_first_step_and_says_what_the_trace_is_about(
    reading: Reading, size: tuple[int, int]
) -> None:
    async with reading(size) as reader:
        seen = reader.sees()
        assert "TRACE" in seen
        assert "no-outcome-without-quorum" in seen
        assert "the beginning of 10 steps" in reader.at
        assert "under chair-optional" in reader.at
        assert "No panel outcome is recorded without a quorum as published" in reader.at
        assert "Referral received" in seen
        assert "read only" in seen
        assert "not legal advice" in seen


@BOTH
async def test_every_step_says_what_was_done_by_whom_and_on_what_it_rests(
    reading: Reading, size: tuple[int, int]
) -> None:
    async with reading(size) as reader:
        seen = await reader.presses("right", "n", "right", "right", "right")
        assert "step 5 of 10" in reader.at
        assert "Beck (decision maker): Draft a negative conclusive grounds decision" in reader.at
        assert "recovery.minimum = 45 days (WMS-22, verified)" in reader.at
        assert "2021-07-16" in seen, "time has passed in the case"
        assert "Uphold the negative draft" in seen, "the steps that were open then"


@BOTH
async def test_going_back_shows_the_case_as_it_was(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        before = await reader.presses("right", "right")
        await reader.presses("right", "right", "right")
        assert await reader.presses("left", "p", "left") == before
        assert "step 2 of 10" in reader.at


@BOTH
async def test_neither_end_is_gone_beyond(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        first = reader.sees()
        assert await reader.presses("left", "p", "home") == first
        last = await reader.presses("end")
        assert "step 10 of 10" in reader.at
        assert "So this does not hold: No panel outcome is recorded without a quorum" in reader.at
        assert await reader.presses("right", "n", "end") == last
        assert await reader.presses("home") == first


@BOTH
async def test_a_sitting_is_shown_in_the_panel_room_in_both_directions(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        await reader.presses(*["right"] * 7)
        assert "Panel room" in reader.sees()
        assert "✓ present" not in reader.sees()
        seen = await reader.presses("right", "right")
        assert seen.count("✓ present") == 2
        assert "Quorate: no chair, and none required" in seen
        seen = await reader.presses("left")
        assert seen.count("✓ present") == 1
        assert "Panel room" not in await reader.presses("right", "right")
        assert "Panel room" in await reader.presses("left")
        assert "Panel room" not in await reader.presses("home")


@BOTH
async def test_nothing_can_be_taken_or_recorded(reading: Reading, size: tuple[int, int], tmp_path: Path) -> None:
    async with reading(size) as reader:
        seen = await reader.presses("enter")
        assert isinstance(reader.app.screen, Window)
        assert "no step can be taken" in seen
        assert "Accept referral" in seen
        await reader.presses("escape", *["right"] * 7)
        before = reader.sees()
        assert await reader.presses("a", "c", "l") == before
        assert "a Absent" not in before
        assert "Present" not in before.splitlines()[-1]
        lengths = [len(moment.attempt.case.history) for moment in reader.app.walked.moments]
        assert lengths == list(range(11))
    assert not (tmp_path / "state").exists()


async def test_a_closed_step_still_says_why(reading: Reading) -> None:
    async with reading((120, 36)) as reader:
        await reader.presses("G")
        seen = await reader.presses("enter")
        assert "Not possible now: Resume the case" in seen


async def test_the_arrows_in_a_window_and_letters_in_the_palette_leave_the_trace_where_it_is(reading: Reading) -> None:
    async with reading() as reader:
        await reader.presses("right", "enter", "right", "n", "end", "escape")
        assert "step 1 of 10" in reader.at
        await reader.presses("ctrl+p")
        await reader.types("nnpp")
        await reader.presses("home", "escape")
        assert "step 1 of 10" in reader.at


async def test_the_same_by_mouse_alone(reading: Reading) -> None:
    async with reading() as reader:
        await reader.clicks("#trace-back")
        assert "the beginning" in reader.at
        await reader.clicks("#trace-forward")
        await reader.clicks("#trace-forward")
        assert "step 2 of 10" in reader.at
        await reader.clicks("#trace-back")
        assert "step 1 of 10" in reader.at


@BOTH
async def test_the_whole_trace_is_one_key_away_and_leads_to_any_step(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        await reader.presses("right", "f6")
        await reader.presses("j", "j", "enter")
        assert "step 3 of 10" in reader.at
        seen = await reader.presses("right", "right")
        assert "▸  5  2021-07-16" in seen, "the mark goes along"
        assert "How long must the recovery period have run" in seen, "a rule in words"


@BOTH
async def test_the_timeline_tells_what_had_happened_by_then_and_no_more(
    reading: Reading, size: tuple[int, int]
) -> None:
    async with reading(size) as reader:
        seen = await reader.presses("right", "right", "right", "f5")
        assert "Begin conclusive grounds" in seen
        seen = await reader.presses("left")
        assert "Begin conclusive grounds" not in seen
        assert "Decide reasonable grounds" in seen
        assert "Referral received" not in (await reader.presses("f3")).splitlines()[-5]


async def test_a_test_may_begin_in_the_middle_of_a_case_and_hold_a_refusal(reading: Reading) -> None:
    async with reading((120, 36), MIDDLE) as reader:
        assert "Panel room" in reader.sees()
        await reader.presses("right")
        assert "Refused: Publish the panel's agreement" in reader.at
        assert "Not quorate: chair present, 1 of 2 other members present" in reader.at
        await reader.presses("right")
        assert "Here the test ends" in reader.at


@pytest.mark.parametrize("words", [EVIL, "long " * 2000], ids=["markup", "length"])
async def test_text_from_the_file_is_plain_and_never_crowds_out_the_case(reading: Reading, words: str) -> None:
    text = MIDDLE.replace("WORDS", json.dumps(words)).replace("A chair and one other", json.dumps(words)[1:-1])
    text = text.replace("name: ", "name: '").replace("not quorate\n", "not quorate'\n")
    async with reading((80, 24), text) as reader:
        seen = reader.sees()
        assert words[:9] in seen
        assert "Panel sitting" in seen
        seen = await reader.presses("end")
        assert words[:9] in seen
        assert "Waiting for a multi-agency" in seen
        assert await reader.presses("f6", "f5", "f3")


@pytest.mark.parametrize("size", [(60, 20), *SIZES], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_keys_at_the_foot_are_few_and_none_is_cut(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size) as reader:
        for keys in ([], ["right"], ["f6"], ["f5"], ["end"], ["f3", "left"]):
            foot = (await reader.presses(*keys)).splitlines()[-1]
            shown = reader.app.screen.query_one(KeyBar)._shown
            assert foot.endswith("Ctrl+P palette")
            assert all(f"{key.display} {key.description}" in foot for key in shown)
            assert len(shown) <= MOST or size[0] > 100
            assert "← Back" in foot
            assert "→ Forward" in foot
            assert size[0] < 80 or "read only" in reader.sees().splitlines()[0]


@pytest.mark.parametrize("theme", themes.NAMES)
async def test_all_that_is_drawn_stands_out(reading: Reading, theme: str) -> None:
    least = 7 if "contrast" in theme else 4.5
    async with reading((120, 36), theme=theme) as reader:
        faint: dict[str, float] = {}
        for keys in ([], ["right"] * 8, ["end"], ["f5"]):
            await reader.presses(*keys)
            faint |= {
                text: ratio
                for text, style in _drawn(reader)
                if any(letter.isalnum() for letter in text) and (ratio := _contrast(style)) < least
            }
    assert faint == {}


async def test_help_says_how_to_go_back_and_forth(reading: Reading) -> None:
    async with reading((120, 50)) as reader:
        seen = await reader.presses("f6", "f1")
        assert "one step back" in seen
        assert "Nothing can be changed here" in seen


async def test_the_trace_is_the_same_whichever_file_it_comes_from(check: Path, capsys: Any, tmp_path: Path) -> None:
    capsys.readouterr()
    run(["policy", "check", "-p", "chair-optional", "--on", "2021-06-01", "--json"])
    file = tmp_path / "check.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    told = [list(walked(read_trace(str(one), shipped_policy)).lines()) for one in (file, check)]
    assert told[0] == told[1]


async def test_the_map_follows_the_trace_wherever_it_begins(reading: Reading) -> None:
    async with reading(text=MIDDLE.replace("WORDS", "not quorate")) as reader:
        assert "◆ Panel sitting" in await reader.presses("f10")
        assert "◆ Waiting for a multi-agency assurance panel" in await reader.presses("right", "right")
        assert "◆ Panel sitting" in await reader.presses("left")
