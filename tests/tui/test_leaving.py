"""Leaving the screens in ways that nobody chose: under a real pseudo-terminal."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

COMMAND = [sys.executable, "-c", "from sca_flow.cli.main import main; main()", "play", "nail-bar"]
STYLED = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
LEAVES_SCREEN = b"\x1b[?1049l"
TYPED = "Ø"
CTRL_C, CTRL_Q = b"\x03", b"\x11"


@dataclass
class Terminal:
    """A pseudo-terminal with the screens in it."""

    terminal: int
    playing: subprocess.Popen[bytes]
    env: dict[str, str]

    def read_until(self, wanted: bytes, seconds: float = 60) -> bytes:
        """What it shows, without colours and places, until something has come, or it has closed, or it takes too long.

        A cursor that blinks sends something for ever, so that silence is nothing to wait for.
        """
        seen, until = b"", monotonic() + seconds
        while wanted not in seen and wanted not in STYLED.sub(b"", seen) and monotonic() < until:
            ready, _, _ = select.select([self.terminal], [], [], 1)
            if not ready:
                continue
            try:
                part = os.read(self.terminal, 65536)
            except OSError:
                break
            if not part:
                break
            seen += part
        return seen + b"\n" + STYLED.sub(b"", seen)

    def shows(self, wanted: bytes) -> None:
        seen = self.read_until(wanted)
        assert wanted in seen, seen[-2000:]

    def close(self) -> None:
        os.close(self.terminal)
        self.terminal = -1

    def typed_half(self) -> None:
        """A form is open and half filled in."""
        self.shows(b"Accept referral")
        os.write(self.terminal, b"\r")
        self.shows(b"may be left out")
        os.write(self.terminal, TYPED.encode())
        self.shows(TYPED.encode())


@contextmanager
def playing(home: Path) -> Iterator[Terminal]:
    terminal, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    folders = {key: str(home) for key in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    env = {**os.environ, **folders, "TERM": "xterm-256color", "SCA_FLOW_STORE": str(home / "attempts.db")}
    process = subprocess.Popen(COMMAND, stdin=other, stdout=other, stderr=other, env=env, start_new_session=True)
    os.close(other)
    there = Terminal(terminal, process, env)
    try:
        yield there
    finally:
        process.kill()
        process.wait()
        if there.terminal >= 0:
            there.close()


def drafts(home: Path) -> list[object]:
    return [json.loads(path.read_text("utf-8"))["forms"] for path in home.rglob("drafts/*.json")]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_ended_from_outside_it_restores_the_screen_and_keeps_case_and_draft(
    tmp_path: Path, number: int, code: int
) -> None:
    with playing(tmp_path) as there:
        there.typed_half()
        there.playing.send_signal(number)
        there.shows(LEAVES_SCREEN)
        assert there.playing.wait(timeout=30) == code
    assert drafts(tmp_path) == [{"accept_referral": {"note": TYPED, "who": "o-tregear"}}]
    listed = subprocess.run([*COMMAND[:3], "attempts"], capture_output=True, text=True, env=there.env, check=True)
    assert "nail-bar" in listed.stdout


@pytest.mark.parametrize("told", [True, False], ids=["told", "untold"])
def test_a_terminal_that_closes_keeps_case_and_draft(tmp_path: Path, told: bool) -> None:
    """The system tells whoever leads the session of a terminal; under make, nobody tells us."""
    with playing(tmp_path) as there:
        there.typed_half()
        there.close()
        if told:
            there.playing.send_signal(signal.SIGHUP)
        assert there.playing.wait(timeout=30) == 129
    assert drafts(tmp_path) == [{"accept_referral": {"note": TYPED, "who": "o-tregear"}}]


def test_ctrl_c_says_how_to_leave_and_ctrl_q_leaves_with_everything_kept(tmp_path: Path) -> None:
    with playing(tmp_path) as there:
        there.typed_half()
        os.write(there.terminal, b"\x1b")
        there.shows(b"What can be done now")
        os.write(there.terminal, CTRL_C)
        there.shows(b"quit")
        os.write(there.terminal, CTRL_Q)
        there.shows(LEAVES_SCREEN)
        assert there.playing.wait(timeout=30) == 0
    assert drafts(tmp_path) == [{"accept_referral": {"note": TYPED, "who": "o-tregear"}}]
