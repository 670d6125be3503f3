"""Leaving the screens in ways that nobody chose: under a real pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from sca_flow.cli.main import main; main()", "play", "nail-bar"]
LEAVES_SCREEN = b"\x1b[?1049l"


def read_until(terminal: int, wanted: bytes, seconds: float = 60) -> bytes:
    """What the terminal shows until something has come, or it has closed, or it takes too long."""
    seen = b""
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], seconds)
        if not ready:
            break
        try:
            part = os.read(terminal, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    return seen


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_ended_from_outside_it_restores_the_screen_and_keeps_the_case(tmp_path: Path, number: int, code: int) -> None:
    terminal, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    home = {key: str(tmp_path) for key in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    env = {**os.environ, **home, "TERM": "xterm-256color", "SCA_FLOW_STORE": str(tmp_path / "attempts.db")}
    playing = subprocess.Popen(COMMAND, stdin=other, stdout=other, stderr=other, env=env, start_new_session=True)
    os.close(other)
    try:
        assert b"Accept referral" in read_until(terminal, b"Accept referral")
        playing.send_signal(number)
        assert LEAVES_SCREEN in read_until(terminal, LEAVES_SCREEN)
        assert playing.wait(timeout=30) == code
    finally:
        playing.kill()
        os.close(terminal)
    listed = subprocess.run([*COMMAND[:3], "attempts"], capture_output=True, text=True, env=env, check=True)
    assert "nail-bar" in listed.stdout
