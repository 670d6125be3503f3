"""Foul text under a real terminal: nothing reaches it that harmless text of the same shape does not bring with it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEQUENCE = re.compile(
    "\x1b(?:"
    r"\[(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|(?P<string>[]P_^X][^\x07\x1b]*)(?:\x07|\x1b\\)?"
    r"|(?P<other>[ -/]*.))",
    re.DOTALL,
)
ACTS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
UNSEEN = re.compile("[\u061c\u200b\u200e-\u200f\u2028-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")


def kinds(sent: str) -> set[str]:
    """What drives a terminal in this, by kind: parameters of sequences are left out, but for what switches modes."""
    found = {_kind(match) for match in SEQUENCE.finditer(sent)}
    return found | {f"{ord(char):#04x}" for char in ACTS.findall(SEQUENCE.sub("", sent))}


def _kind(match: re.Match[str]) -> str:
    if (csi := match["csi"]) is not None:
        return f"CSI {csi}" if csi[-1] in "hlpJc" else f"CSI {re.sub('[0-9;:]', '', csi)}"
    if (string := match["string"]) is not None:
        return f"{string[0]} {string[1:].split(';')[0]}"
    return f"ESC {match['other']}"


def sent_by(kind: str, folder: Path, size: tuple[int, int]) -> str:
    """Everything that the screens send to a terminal on their way everywhere."""
    folder.mkdir()
    terminal, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    command = [sys.executable, "-m", "tests.tui.foul", kind, str(folder)]
    env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(folder)}
    process = subprocess.Popen(
        command, stdin=other, stdout=other, stderr=other, env=env, cwd=ROOT, start_new_session=True
    )
    os.close(other)
    try:
        sent = b"".join(iter(lambda: _more(terminal), b""))
        assert process.wait(timeout=60) == 0, sent[-6000:].decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    return sent.decode("utf-8")


def _more(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # it was closed at the other end
        return b""


@pytest.mark.parametrize("size", [(80, 30)], ids=["80x30"])
def test_foul_text_sends_nothing_to_the_terminal_that_harmless_text_does_not(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with ThreadPoolExecutor() as both:
        harmless, hostile = both.map(lambda kind: sent_by(kind, tmp_path / kind, size), ("harmless", "hostile"))
    assert "[@click=app.quit]" in SEQUENCE.sub("", hostile), "it was shown as it stands"
    assert kinds(hostile) - kinds(harmless) == set()
    assert UNSEEN.findall(hostile) == []


def test_what_drives_a_terminal_is_told_from_text() -> None:
    told = kinds("a\x1b[1;31mb\x1b]52;c;aGk=\x07\x1b[2J\x1bP1$r\x1b\\\x1bc\x9b\x07")
    assert told == {"CSI m", "] 52", "CSI 2J", "P 1$r", "ESC c", "0x9b", "0x07"}
