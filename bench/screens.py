"""How fast the screens answer: beside a bare Textual app, and the desk beside itself, in one run.

Every app runs in this process with a terminal that takes what is really painted.  Of a key, all the processor time is
counted until everything that it led to is painted and the app rests: also what is done behind the first repaint.  The
keys go to the two apps in turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Footer, Header, TextArea

from bench.filling import SCENARIO, filled
from bench.ratio import Ratio
from bench.terminal import WIDE, Terminal, opened, pressed, until
from sca_flow.journal import MemoryJournal
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.states.names import Step
from sca_flow.store import open_journal
from sca_flow.training.attempt import Attempt
from tui.app import TrainerApp
from tui.messages import Choose
from tui.widgets.fields import FreeText
from tui.widgets.reader import Reader

PAGES, LINES = 200, 50
PRESSES = 60
FEW, MANY = 10, 10_000
OPENINGS = 9
LIBRARY = Library(shipped())
LONG = "\n".join(
    f"{page:3}.{line:02}  She said that she had been told to wait at the house until somebody came."
    for page in range(1, PAGES + 1)
    for line in range(1, LINES + 1)
)
TYPED = ("h", "e", "l", "d", "space")


class Bare(App[None]):
    """A header, one thing in the middle, a footer; the thing is as large as ours."""

    def __init__(self, middle: Widget, size: Size) -> None:
        super().__init__()
        self.animation_level = "none"  # one repaint for each key, as in ours
        self._middle = middle
        middle.styles.width, middle.styles.height = size

    def compose(self) -> ComposeResult:
        yield Header()
        yield self._middle
        yield Footer()


class Plain(ScrollView, can_focus=True):
    """Lines to scroll through, of which only those in sight are drawn: the least that Textual can do."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._lines = text.splitlines()
        self.virtual_size = Size(max(map(len, self._lines)), len(self._lines))

    def render_line(self, y: int) -> Strip:
        left, top = self.scroll_offset
        text = Segment(self._lines[top + y], self.rich_style)
        return Strip([text]).crop_extend(left, left + self.size.width, self.rich_style)


def ratios() -> Iterator[Ratio]:
    with TemporaryDirectory() as folder:
        yield from asyncio.run(_reading(Path(folder)))
        yield from asyncio.run(_typing(Path(folder)))
        yield asyncio.run(_opening(Path(folder)))


async def _reading(folder: Path) -> list[Ratio]:
    """Scrolling a document of 200 pages of 50 lines, against lines in a ScrollView that draws those in sight.

    Ours also moves the line that is current, and says below the text which it is.  Both show the same lines, the same
    number of them, in the same width.
    """
    async with AsyncExitStack() as stack:
        ours, terminal = await _case(stack, folder)
        view = ours.view
        assert view is not None
        pages = (replace(view.pages[0], text=LONG), *view.pages[1:])
        ours.call_next(setattr, ours, "view", replace(view, pages=pages))
        await pressed(terminal, "f6"), await pressed(terminal, "enter")
        reader = ours.screen.focused
        assert isinstance(reader, Reader), reader
        await until(lambda: reader.lines == PAGES * LINES)
        bare = await stack.enter_async_context(opened(Bare(Plain(LONG), reader.size), WIDE))
        await pressed(terminal, "pagedown"), await pressed(terminal, "pagedown")
        by_line = await _in_turn(terminal, bare, ["down"])
        by_page = await _in_turn(terminal, bare, ["pagedown"])
    peer = "lines in a bare Textual app's scroll view"
    return [
        _ratio(f"{PAGES} pages scrolled by the line", peer, by_line),
        _ratio(f"{PAGES} pages scrolled by the page", peer, by_page),
    ]


async def _typing(folder: Path) -> list[Ratio]:
    """Typing into the form of a step, and into that of a decision that is judged, against a TextArea of the same size.

    Ours also keep the draft and say what is missing.
    """
    forms = {"a step": Step.ACCEPT_REFERRAL, "a judged decision": Step.DECIDE_RG_POSITIVE}
    return [await _typing_in(folder, words, step) for words, step in forms.items()]


async def _typing_in(folder: Path, words: str, step: Step) -> Ratio:
    async with AsyncExitStack() as stack:
        ours, terminal = await _case(stack, folder, step)
        offer = ours.view.offer(step) if ours.view else None
        assert offer is not None
        ours.post_message(Choose(offer))
        await until(lambda: bool(ours.screen.query(FreeText)))
        area = ours.screen.query(FreeText).first()
        ours.call_next(area.focus)
        await until(lambda: area.has_focus)
        await pressed(terminal, "x")  # by then it is laid out
        plain = TextArea(highlight_cursor_line=False)
        area.cursor_blink = plain.cursor_blink = False
        bare = await stack.enter_async_context(opened(Bare(plain, area.outer_size), WIDE))
        taken = await _in_turn(terminal, bare, TYPED)
    return _ratio(f"typing in the form of {words}", "in a bare Textual app's TextArea", taken)


async def _opening(folder: Path) -> Ratio:
    """From making the app until the desk shows the attempts of a store; its library is read already."""
    few, many = filled(folder / "few.db", FEW), filled(folder / "many.db", MANY)
    taken = [(await _opened(few, folder), await _opened(many, folder)) for _ in range(OPENINGS)]
    less, more = (median(each) for each in zip(*taken[1:], strict=True))
    note = f"[{1000 * more:.0f} against {1000 * less:.0f} ms]"
    return Ratio(f"opening the desk with {MANY:,} attempts", f"with {FEW}", more / less, 2, note=note)


async def _opened(path: Path, folder: Path) -> float:
    began = perf_counter()
    with open_journal(str(path)) as journal:
        app = TrainerApp(lambda: LIBRARY, lambda: journal, config=folder, state=folder)
        async with opened(app, WIDE) as terminal:
            await until(lambda: "last worked" in terminal.painted)
            return perf_counter() - began


async def _case(stack: AsyncExitStack, folder: Path, step: Step | None = None) -> tuple[TrainerApp, Terminal]:
    """The screens at a case, where a step can be taken, and their terminal."""
    journal = MemoryJournal()
    attempt = Attempt.start(LIBRARY.find(SCENARIO), LIBRARY.policy, journal)
    if step == Step.DECIDE_RG_POSITIVE:
        intake = attempt.offers()[0].people[0]
        attempt.take(Step.ACCEPT_REFERRAL, intake.id, {}, event_id="accepted")
    app = TrainerApp(lambda: LIBRARY, lambda: journal, attempt=attempt.id, config=folder, state=folder)
    terminal = await stack.enter_async_context(opened(app, WIDE))
    await until(lambda: app.current_mode == "case" and not app.work.busy)
    return app, terminal


async def _in_turn(ours: Terminal, bare: Terminal, keys: Sequence[str]) -> tuple[float, float]:
    """The median seconds of processor time for a key."""
    taken = []
    for number in range(PRESSES):
        key = keys[number % len(keys)]
        taken.append((await pressed(ours, key), await pressed(bare, key)))
    one, other = (median(each) for each in zip(*taken, strict=True))
    return one, other


def _ratio(what: str, peer: str, taken: tuple[float, float]) -> Ratio:
    note = f"[{1000 * taken[0]:.1f} against {1000 * taken[1]:.1f} ms]"
    return Ratio(what, peer, taken[0] / taken[1], 1.5, note=note)
