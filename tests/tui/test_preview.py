"""A scenario played while it is written: read again when it is saved, at the same place, and never in the way."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sca_flow.cli.main import run
from sca_flow.rules.loader import shipped
from sca_flow.states.names import Stage, Step
from sca_flow.workshop.preview import stamp
from sca_flow.workshop.starting import begin
from tui.preview import PreviewApp
from tui.screens.case import CaseScreen
from tui.screens.form import FormScreen
from tui.screens.preview import ProblemsWindow
from tui.screens.timeline import TimelineScreen
from tui.widgets.reader import Reader

from .conftest import Trainee


class Author(Trainee):
    """Somebody who writes a scenario and has it on the screen beside."""

    app: PreviewApp
    folder: Path

    @property
    def yaml(self) -> Path:
        return self.folder / "scenario.yaml"

    async def saves(self, text: str, file: str = "scenario.yaml") -> str:
        """Save a file, and wait until two looks have found it the same."""
        (self.folder / file).write_text(text, encoding="utf-8")
        return await self.looks()

    async def changes(self, old: str, new: str, file: str = "scenario.yaml") -> str:
        text = (self.folder / file).read_text(encoding="utf-8")
        assert old in text, old
        return await self.saves(text.replace(old, new), file)

    async def looks(self) -> str:
        for _ in range(2):
            self.app.look()
            await self.settled()
        return self.sees()

    @property
    def reads(self) -> str:
        """What is seen, as one text, without the frames around it."""
        return " ".join(self.sees().translate(dict.fromkeys(map(ord, "┃│"), " ")).split())


Writing = Callable[..., AbstractAsyncContextManager[Author]]


@pytest.fixture
def writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writing:
    """Opens the preview of a scenario that was begun from a template; the test looks itself."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    @asynccontextmanager
    async def open_(
        stage: Stage | None = None, size: tuple[int, int] = (100, 30), spoilt: str = "", **how: Any
    ) -> AsyncIterator[Author]:
        folder = begin("my-case", tmp_path, "panel")
        sound = (folder / "scenario.yaml").read_text(encoding="utf-8")
        if spoilt:
            (folder / "scenario.yaml").write_text(sound.replace("minutes:", spoilt), encoding="utf-8")
        app = PreviewApp(
            folder,
            shipped(),
            stage=stage,
            every=None,
            clock=lambda: datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
            config=tmp_path / "config",
            state=tmp_path / "state",
            **how,
        )
        async with app.run_test(size=size) as pilot:
            author = Author(app, pilot)  # type: ignore[arg-type]
            author.folder = folder
            while app.view is None and not isinstance(app.screen, ProblemsWindow):
                await author.settled()
            await author.settled()
            yield author

    return open_


def title(author: Author) -> str:
    return author.yaml.read_text(encoding="utf-8").split("title: ")[1].split("\n")[0]


async def test_it_opens_the_case_and_says_that_nothing_is_kept(writing: Writing, tmp_path: Path) -> None:
    async with writing() as author:
        assert isinstance(author.app.screen, CaseScreen)
        assert "PREVIEW" in author.sees()
        assert "Nothing is kept. Save a file, and it is read again." in author.sees()
        await author.takes(Step.ACCEPT_REFERRAL)
        assert author.app.view is not None
        assert author.app.view.stage == Stage.RG_CONSIDERATION
    assert not list((tmp_path / "state").rglob("*.json"))
    assert not list(tmp_path.rglob("*.db"))


async def test_what_is_saved_is_read_again_at_the_same_place_and_what_was_done_stays_done(writing: Writing) -> None:
    async with writing() as author:
        await author.takes(Step.ACCEPT_REFERRAL)
        await author.presses("f5")
        await author.changes(title(author), "Quite another name")
        assert isinstance(author.app.screen, TimelineScreen)
        assert "Quite another name" in author.sees()
        assert author.app.view is not None
        assert author.app.view.stage == Stage.RG_CONSIDERATION
        assert "1 step played" in author.reads


async def test_a_file_that_is_still_being_written_is_not_read(writing: Writing) -> None:
    numbers = iter(range(100))
    async with writing(look=lambda folder: (("f", next(numbers), 0),)) as author:
        for _ in range(3):
            author.yaml.write_text("", encoding="utf-8")
            author.app.look()
            await author.settled()
            assert isinstance(author.app.screen, CaseScreen)


async def test_a_document_that_is_read_is_still_read_with_its_new_text(writing: Writing) -> None:
    async with writing() as author:
        await author.presses("f6", "enter", "down", "down")
        file = next(iter(sorted((author.folder / "documents").glob("*.txt"))))
        name, was = f"documents/{file.name}", file.read_text(encoding="utf-8")
        await author.saves(was.replace(was.splitlines()[0], "A NEW FIRST LINE", 1), name)
        text = "\n".join(page.text for page in author.app.view.pages) if author.app.view else ""
        assert "A NEW FIRST LINE" in text
        reader = author.app.screen.query_one(Reader)
        assert (reader.has_focus, reader.line) == (True, 3)


async def test_a_form_is_opened_again_with_what_was_typed(writing: Writing) -> None:
    async with writing() as author:
        await author.goes_to("StepList")
        await author.moves_to(Step.ACCEPT_REFERRAL)
        await author.presses("enter")
        await author.goes_to("in-note")
        await author.types("half a th")
        await author.changes(title(author), "Another")
        assert isinstance(author.app.screen, FormScreen)
        assert "half a th" in author.sees()


async def test_where_the_steps_do_not_go_on_it_says_where_and_why_and_goes_on_when_that_is_mended(
    writing: Writing,
) -> None:
    async with writing(Stage.RECOVERY_PERIOD) as author:
        assert "steps played" in author.reads
        await author.changes("consent: given", "consent: not_given")
        assert "Stopped at step 1 of 2, “Accept referral”: 'accept_referral' was refused" in author.reads
        assert author.app.view is not None
        assert author.app.view.stage == Stage.RECEIVED
        await author.changes("consent: not_given", "consent: given")
        assert author.app.view.stage == Stage.RECOVERY_PERIOD


async def test_what_cannot_be_read_is_shown_with_line_and_cure_until_it_is_mended(writing: Writing) -> None:
    async with writing() as author:
        await author.takes(Step.ACCEPT_REFERRAL)
        await author.changes("minutes:", "minuts:")
        assert isinstance(author.app.screen, ProblemsWindow)
        line = author.yaml.read_text(encoding="utf-8").split("minuts:")[0].count("\n") + 1
        assert f"scenario.yaml:{line}:1: error" in author.reads
        assert "'minuts' is not a known key. Did you mean" in author.reads
        assert "Cure:" in author.reads
        await author.presses("escape")
        assert isinstance(author.app.screen, CaseScreen)
        await author.saves("\x00", "documents/other.txt")
        assert isinstance(author.app.screen, ProblemsWindow)
        await author.presses("f1")
        await author.changes("minuts:", "minutes:")
        assert isinstance(author.app.screen, CaseScreen)
        assert author.app.view is not None
        assert author.app.view.stage == Stage.RG_CONSIDERATION


async def test_it_may_be_opened_on_what_cannot_be_read(writing: Writing) -> None:
    async with writing(spoilt="minuts:") as author:
        assert isinstance(author.app.screen, ProblemsWindow)
        await author.presses("escape", "enter")
        assert "✗ 'minutes' is missing." in author.reads
        await author.changes("minuts:", "minutes:")
        assert isinstance(author.app.screen, CaseScreen)


async def test_nothing_that_is_saved_makes_it_crash(writing: Writing) -> None:
    async with writing() as author:
        sound = author.yaml.read_text(encoding="utf-8")
        for wrong in ("", "\x00", "a: &b 1", "[", "format: 1", "people: " + "[" * 40):
            await author.saves(wrong)
            assert isinstance(author.app.screen, ProblemsWindow)
        author.yaml.unlink()
        await author.looks()
        assert isinstance(author.app.screen, ProblemsWindow)
        await author.saves(sound)
        assert isinstance(author.app.screen, CaseScreen)


async def test_markup_in_a_problem_stays_text(writing: Writing) -> None:
    async with writing() as author:
        await author.changes("minutes:", '"[/] [@click=app.quit]x": 1\nminutes:')
        assert "[/] [@click=app.quit]x" in author.reads


async def test_from_the_desk_it_begins_again(writing: Writing) -> None:
    async with writing(Stage.RECOVERY_PERIOD) as author:
        await author.presses("f2")
        assert "Preview: nothing is kept" in author.sees()
        await author.presses("t")
        assert author.app.current_mode == "desk"
        await author.goes_to("scenarios")
        await author.presses("enter")
        await author.presses("tab", "enter")  # begin again; and then as everybody
        await author.presses("enter")
        assert author.app.view is not None
        assert author.app.view.stage == Stage.RECEIVED
        await author.changes(title(author), "Another")
        assert author.app.view.header.title == "Another"


async def test_it_looks_by_itself_every_so_often(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    every: list[float] = []
    monkeypatch.setattr(PreviewApp, "set_interval", lambda self, seconds, look: every.append(seconds))
    async with writing() as author:
        assert every == []
        author.app._every = 0.5
        author.app._after_first_frame()
        await author.settled()
        assert every == [0.5]


def test_a_stamp_sees_every_change_of_a_file_and_no_link(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "scenario.yaml").write_text("a", encoding="utf-8")
    before = stamp(tmp_path)
    (tmp_path / "documents" / "a.txt").write_text("b", encoding="utf-8")
    one = stamp(tmp_path)
    (tmp_path / "scenario.yaml").write_text("ab", encoding="utf-8")
    two = stamp(tmp_path)
    os.utime(tmp_path / "scenario.yaml", ns=(1, 1))
    assert len({before, one, two, stamp(tmp_path)}) == 4
    (tmp_path / "round").symlink_to(tmp_path)
    (tmp_path / ".hidden").write_text("c", encoding="utf-8")
    assert len(stamp(tmp_path)) == 3
    assert stamp(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["county-lines", "--from", "panel_sitting"], "never comes to 'panel_sitting'"),
        (["county-lines", "--from", "recovery"], "Did you mean 'recovery_period'?"),
        (["nowhere-at-all"], "There is no scenario called 'nowhere-at-all'."),
        (["x" * 5_000], "There is no scenario"),
        (["county-lines"], "The screens need a terminal."),
    ],
)
def test_what_cannot_be_previewed_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["scenario", "preview", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_where_it_would_begin_is_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scenario", "preview", "nail-bar", "--from", "panel_sitting", "--json"]) == 0
    told = capsys.readouterr().out
    assert '"readable": true' in told
    assert '"steps": 16' in told
