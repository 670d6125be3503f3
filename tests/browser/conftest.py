"""`sca-flow serve` in a process of its own, and people who look at it in a real Chromium."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from sca_flow.cli.main import run
from sca_flow.journal import Head
from sca_flow.store import open_journal

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

COMMAND = [sys.executable, "-c", "from sca_flow.cli.main import main; main()"]
SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
"""Milliseconds after which what is waited for counts as missing: two cores may start nine processes at once."""

# textual.js keeps its terminal to itself, and the terminal draws on a canvas.  This hands the test xterm's own buffer:
# what the browser shows, after xterm has read every escape sequence.
TERMINAL = """
Object.defineProperty(Object.prototype, "bufferedBytes", {configurable: true, set(value) {
  delete Object.prototype.bufferedBytes;
  this.bufferedBytes = value;
  const xterm = this.terminal;
  const rows = (part) => Array.from({length: xterm.rows}, (_, row) => part(xterm.buffer.active.getLine(row)));
  const bold = (line) => Array.from({length: xterm.cols}, (_, at) => line.getCell(at))
    .map((cell) => cell.isBold() ? cell.getChars() || " " : "\\n").join("");
  window.seen = () => rows((line) => line.translateToString(true)).join("\\n");
  window.size = () => [xterm.cols, xterm.rows];
  window.marked = () => rows(bold).join("\\n");
}});
"""
BARS = "▁▂▃▄▅▆▇█"
"""What scroll bars end in, to an eighth of a row: where they stop depends on when they are drawn."""
LOOKS = f"(text) => seen().replace(/[{BARS}]/g, ' ').replace(/ +$/gm, '').trimEnd() === text"
SHOWS = "(text) => window.seen !== undefined && seen().includes(text)"
MARKED = "(text) => marked().includes(text)"
ASKED, WHO = "Go on where you were", "Who would you be?"
LINE = re.compile("┃[▸✗] (.*)")


@dataclass
class Person:
    """Somebody at a page: presses keys and reads."""

    page: Page
    asked: list[str] = field(default_factory=list)
    """The addresses that the page has fetched."""

    async def sees(self) -> str:
        """The screen as text."""
        return str(await self.page.evaluate("() => seen()"))

    async def size(self) -> tuple[int, int]:
        """Columns and rows of the terminal that the page holds."""
        columns, rows = await self.page.evaluate("() => size()")
        return columns, rows

    async def waits_for(self, text: str) -> None:
        await self._waits(SHOWS, text)

    async def waits_until_it_shows(self, screen: str) -> None:
        """Wait until the whole screen is this, scroll bars and spaces at the ends of lines left out."""
        plain = screen.translate(str.maketrans(BARS, " " * len(BARS)))
        await self._waits(LOOKS, "\n".join(line.rstrip() for line in plain.splitlines()).rstrip())

    async def _waits(self, condition: str, text: str) -> None:
        from playwright.async_api import TimeoutError

        try:
            await self.page.wait_for_function(condition, arg=text, timeout=PATIENCE)
        except TimeoutError:
            seen = await self.page.evaluate("() => window.seen ? seen() + marked() : ''")
            raise AssertionError(f"This never came:\n{text}\nBut this:\n{seen}") from None

    async def presses(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def moves_to(self, name: str) -> None:
        """Move to a line of the list that has focus.  It has the heavy border; what is highlighted is set in bold."""
        await self.waits_for(f" {name}")
        lines = LINE.findall(await self.sees())
        at = next((at for at, line in enumerate(lines) if line.startswith(name)), None)
        assert at is not None, f"no line {name!r} to move to:\n{await self.sees()}"
        await self.presses("g", *"j" * at)
        await self._waits(MARKED, name)

    async def begins(self, title: str) -> str:
        """Begin a case from the desk; the attempt's id."""
        await self.waits_for("Begin a case")
        await self.moves_to(title)
        await self.presses("Enter")
        await self._waits(f"(text) => ({SHOWS})('{WHO}') || ({SHOWS})(text)", ASKED)
        if ASKED in await self.sees():  # somebody has begun this case before
            await self.presses("Tab", "Enter")
            await self.waits_for(WHO)
        await self.presses("Enter")  # as everybody
        await self.waits_for("What can be done now")
        return self.attempt

    async def opens(self, step: str) -> None:
        """Open the form of a step."""
        await self.moves_to(step)
        await self.presses("Enter")
        await self.waits_for("Tab moves on · Esc goes back")

    async def puts_forward(self, *, leads_to: str) -> None:
        """Put the form that is open forward."""
        await self.waits_for("Nothing is missing.")
        await self.presses("Control+s")
        await self.waits_for(f"▌{leads_to}")

    @property
    def attempt(self) -> str:
        """The attempt that the address names."""
        return self.page.url.partition("attempt=")[2]


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    address: str
    store: Path

    @property
    def attempts(self) -> list[Head]:
        """The attempts in its store."""
        journal = open_journal(str(self.store))
        try:
            return list(journal.heads())
        finally:
            journal.close()

    @property
    def sound(self) -> bool:
        """Whether `sca-flow verify` finds nothing wrong."""
        return run(["verify", "--store", str(self.store)]) == 0

    @property
    def children(self) -> set[int]:
        """The processes that it started and that are still there."""
        every = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return {int(child) for task in every for child in task.read_text().split()}


def ended(processes: set[int]) -> bool:
    """Whether these processes have ended, which may take a moment."""
    for process in processes:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(process)
            there, _, _ = select.select([handle], [], [], PATIENCE / 1000)
            os.close(handle)
            if not there:
                return False
    return True


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server on a free port, with a store and a home of its own; it leaves nothing behind when it is stopped."""
    folders = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("STATE", "CONFIG", "DATA")}
    store = tmp_path / "attempts.db"
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--store", str(store)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **folders},
    )
    assert process.stdout is not None
    served = Served(process, process.stdout.readline().strip(), store)
    yield served
    children = served.children
    process.send_signal(signal.SIGTERM)
    said, complained = process.communicate(timeout=60)
    assert (process.returncode, said) == (143, "")
    assert complained == "Open that address in a browser. Ctrl+C stops it.\n"
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def missing(why: str) -> NoReturn:
    """Skip, or fail where a browser is required."""
    if os.environ.get("SCA_FLOW_REQUIRE_BROWSER"):
        pytest.fail(f"a browser is required here: {why}")
    pytest.skip(f"no browser: {why}")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium")
    if path is None:
        missing("chromium is not installed")
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield started
        await started.close()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Callable[..., object]:
    """Opens the desk, or another address of the server, as somebody new."""

    async def visit(address: str = "", width: int = 1200, height: int = 800) -> Person:
        context = await browser.new_context(viewport={"width": width, "height": height})
        person = Person(await context.new_page())
        person.page.on("request", lambda request: person.asked.append(request.url))
        await person.page.add_init_script(TERMINAL)
        await person.page.goto(served.address + address)
        return person

    return visit
