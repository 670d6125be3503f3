"""The settings file: what it changes, and what is said when it cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.color import ColorType

from tui import bindings, keys, themes
from tui.settings import FILE, Chosen, Settings

Opening = Callable[..., Any]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Settings]:
    """Write the settings file of the test, and read it."""

    def written(text: str) -> Settings:
        folder = tmp_path / "config"
        folder.mkdir(exist_ok=True)
        (folder / FILE).write_text(text, "utf-8")
        return Settings(folder)

    return written


Write = Callable[[str], Settings]


def test_without_a_file_everything_is_as_it_comes(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert settings.chosen == Chosen()
    assert settings.problems == ()


def test_everything_can_be_set(write: Write) -> None:
    settings = write('theme: sca-light\nanimations: false\nascii: true\nkeys: {app.map: f12, seat.present: "y"}\n')
    assert settings.chosen == Chosen("sca-light", False, True, {"app.map": "f12", "seat.present": "y"})
    assert settings.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("animation: false\n", 1, "Did you mean 'animations'?"),
        ("ascii: 3\n", 1, "'ascii'"),
        ("# mine\ntheme: [\n", 3, "did not find"),
        ("keys:\n  app.mapp: f12\n", 2, "there is no action 'app.mapp'. Did you mean 'app.map'?"),
        ("keys:\n  app.map: ctrl+pagedwn\n", 2, "there is no key 'ctrl+pagedwn' for app.map. Did you mean"),
        ("keys:\n  app.map: hello there\n", 2, "Keys are written like f12"),
        ("keys:\n  app.map: ''\n", 2, "there is no key ''"),
        ("keys:\n  app.help: f9\n  app.map: f5\n", 3, "f5 would be for app.map and for app.timeline"),
        ("keys:\n  seat.present: a\n", 2, "a would be for seat.present and for seat.absent"),
        ("keys:\n  seat.present: f1\n", 2, "f1 would be for seat.present and for app.help"),
        ("keys:\n  app.map: ctrl+p\n", 2, "ctrl+p is for the command palette everywhere"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line_and_the_defaults_hold(
    write: Write, text: str, line: int, said: str
) -> None:
    settings = write(text)
    found = [problem for problem in settings.problems if said in problem]
    assert found, settings.problems
    assert found[0].startswith(f"{settings.path}:{line}: ")
    assert "app.map" not in settings.chosen.keys
    assert "seat.present" not in settings.chosen.keys


def test_one_wrong_key_leaves_the_others(write: Write) -> None:
    settings = write("keys:\n  app.mapp: f12\n  app.desk: f11\n")
    assert settings.chosen.keys == {"app.desk": "f11"}


def test_two_actions_may_change_keys_with_each_other(write: Write) -> None:
    settings = write("keys:\n  app.map: f5\n  app.timeline: f10\n")
    assert settings.problems == ()
    assert settings.chosen.keys == {"app.map": "f5", "app.timeline": "f10"}


def test_the_keys_as_they_come_are_all_known_and_do_not_clash() -> None:
    usable, wrong = keys.checked({action: ",".join(pressed) for action, pressed in keys.defaults().items()})
    assert wrong == []
    assert set(usable) == set(keys.defaults())


def test_every_group_of_keys_is_checked_for_clashes() -> None:
    together = {id(key) for place in bindings.TOGETHER for group in place for key in group}
    for name, group in bindings.GROUPS.items():
        assert all(id(key) in together for key in group), name


def test_the_theme_is_written_and_every_other_line_stays(write: Write) -> None:
    settings = write("# mine\ntheme: sca-dark # at night\nascii: true # old terminal\n")
    settings.remember("sca-light")
    assert settings.path.read_text("utf-8") == "# mine\ntheme: sca-light\nascii: true # old terminal\n"
    assert Settings(settings.path.parent).chosen == Chosen("sca-light", ascii=True)


def test_what_the_app_writes_is_read_without_the_strict_reader(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("").remember("sca-light")
    monkeypatch.setattr(Settings, "_read_strictly", lambda self: pytest.fail("the strict reader is slow"))
    assert write("# comment\ntheme: sca-light\n").chosen.theme == "sca-light"


async def test_problems_are_told_at_the_start(opening: Opening, write: Write) -> None:
    write("theme: sca-drak\nkeys:\n  app.mapp: f12\n")
    async with opening(scenario="nail-bar", size=(160, 50)) as trainee:
        [notice] = trainee.app._notifications
        assert notice.title == "Settings that cannot be used: the defaults hold"
        assert notice.message.splitlines() == [
            "config.yaml:3: there is no action 'app.mapp'. Did you mean 'app.map'?",
            "config.yaml:1: there is no theme 'sca-drak'. Did you mean 'sca-dark'?",
        ]
        assert trainee.app.theme == themes.DEFAULT


async def test_another_key_works_and_is_shown_and_the_old_one_does_not(opening: Opening, write: Write) -> None:
    write("keys: {app.timeline: f12}\n")
    async with opening(scenario="nail-bar", size=(160, 50)) as trainee:
        assert "F12 Timeline" in trainee.sees()
        assert "What happened" not in await trainee.presses("f5")
        assert "What happened" in (await trainee.presses("f12")).replace("What happened last", "")


async def test_animations_are_off_when_they_are_not_wanted(opening: Opening, write: Write) -> None:
    write("animations: false\n")
    async with opening() as trainee:
        assert trainee.app.animation_level == "none"


async def test_in_ascii_no_glyph_of_ours_is_left(opening: Opening, write: Write, sitting: tuple[Any, str]) -> None:
    write("ascii: true\n")
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        for pressed in ([], ["enter"], ["escape", "f6"], ["f3"], ["f5"], ["f10"], ["f1"], ["escape", "f2"]):
            seen = await trainee.presses(*pressed)
            assert seen.isascii(), {letter for letter in seen if not letter.isascii()}


async def test_in_ascii_the_focus_can_still_be_told(opening: Opening, write: Write, sitting: tuple[Any, str]) -> None:
    write("ascii: true\n")
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt) as trainee:
        seen = trainee.sees()
        assert "#= Panel room =" in seen
        assert "+- What may be recorded now -" in seen


PLACES = ([], ["enter"], ["escape", "f6"], ["f3"], ["enter"], ["escape", "f5"], ["f10"], ["f1"], ["escape", "f2"])


async def test_with_no_color_nothing_on_any_screen_has_a_colour(
    opening: Opening, sitting: tuple[Any, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        for pressed in PLACES:
            await trainee.presses(*pressed)
            for strip in trainee.app.screen._compositor.render_strips():
                for segment in strip:
                    style = segment.style
                    colours = [style.color, style.bgcolor] if style else []
                    assert all(c is None or c.type == ColorType.DEFAULT for c in colours), segment


async def test_with_no_color_what_is_highlighted_is_shown_in_reverse(
    opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opening(scenario="nail-bar", size=(120, 36)) as trainee:
        reversed_ = [
            segment.text
            for strip in trainee.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.reverse and segment.text.strip()
        ]
        assert any("Accept referral" in text for text in reversed_)
        assert not any("Reject referral" in text for text in reversed_)
        assert "✗" in trainee.sees()


@pytest.mark.parametrize(
    ("size", "fits"), [((60, 20), True), ((59, 20), False), ((60, 19), False)], ids=lambda value: str(value)
)
async def test_below_60_by_20_it_says_so(opening: Opening, size: tuple[int, int], fits: bool) -> None:
    async with opening(size=size) as trainee:
        seen = trainee.sees()
        assert (f"This terminal is {size[0]} × {size[1]}." in seen) is not fits
        assert ("Begin a case" in seen) is fits
        assert fits or "Ctrl+Q leaves" in seen


async def _copied(trainee: Any, first: tuple[int, int], last: tuple[int, int]) -> str:
    await trainee.pilot.mouse_down(offset=first)
    await trainee.pilot.hover(offset=last)
    await trainee.pilot.mouse_up(offset=last)
    await trainee.presses("ctrl+c")
    text: str = trainee.app.clipboard
    return text


async def test_text_can_be_chosen_with_the_mouse_and_copied(opening: Opening, sitting: tuple[Any, str]) -> None:
    journal, attempt = sitting
    async with opening(journal=journal, attempt=attempt, size=(120, 36)) as trainee:
        seen = (await trainee.presses("f5")).splitlines()
        row = next(number for number, line in enumerate(seen) if "Convene a panel" in line)
        start = seen[row].index("Convene")
        assert (await _copied(trainee, (start, row), (start + 14, row))).startswith("Convene a panel")
        assert [notice.message for notice in trainee.app._notifications] == ["Copied. Paste it where you want it."]


async def test_reasons_can_be_copied(opening: Opening) -> None:
    async with opening(scenario="nail-bar", size=(120, 36)) as trainee:
        await trainee.moves_to("resume")
        seen = (await trainee.presses("enter")).splitlines()
        row = next(number for number, line in enumerate(seen) if "The case is" in line)
        start = seen[row].index("The case is")
        assert (await _copied(trainee, (start, row), (start + 10, row))).startswith("The case is")


@pytest.mark.parametrize(
    ("pressed", "holds"),
    [
        (["f6", "tab"], "NRM referral form"),
        (["f5"], "What happened"),
        (["f10"], "YOU ARE HERE"),
    ],
    ids=["document", "timeline", "map"],
)
async def test_text_can_be_copied_without_a_mouse(opening: Opening, pressed: list[str], holds: str) -> None:
    async with opening(scenario="nail-bar", size=(120, 36)) as trainee:
        await trainee.presses(*pressed, "ctrl+p")
        await trainee.types("copy this")
        await trainee.pilot.pause(0.3)
        await trainee.presses("enter")
        assert holds in trainee.app.clipboard
