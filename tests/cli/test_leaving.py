"""What only a process of its own can show: what it loads, when it speaks, and how it leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sca_flow.cli import main

from .conftest import COMMAND, ROOT, Command

Start = Callable[..., "subprocess.Popen[str]"]
HEAVY = ("transitions", "sqlmodel", "sqlalchemy", "alembic", "textual", "pydantic", "yaml", "rich")


@pytest.mark.parametrize("arguments", ["--help", "walk --help", "policy --help", "--show-completion bash", "dance"])
def test_help_and_a_mistyped_command_load_nothing_heavy(arguments: str) -> None:
    code = f"""
import sys
from sca_flow.cli.main import run
try:
    run({arguments.split()!r})
except SystemExit:
    pass
print(*(name for name in {HEAVY!r} if name in sys.modules), sep=",")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split(",")) - {""}
    assert loaded <= (set() if arguments == "--help" else {"pydantic"})  # Typer's own, when it reads arguments


def until_saved(process: subprocess.Popen[str], number: int) -> None:
    assert process.stdout is not None
    while process.stdout.readline() != f"saved {number}\n":
        assert process.poll() is None


def test_an_acknowledgement_is_there_before_the_next_step_is_asked_for(started: Start, sca_flow: Command) -> None:
    walking = started("walk", "nail-bar")
    assert walking.stdin is not None
    walking.stdin.write("accept_referral\n\n")
    walking.stdin.flush()
    until_saved(walking, 2)
    [kept] = sca_flow("attempts", "--json").json["attempts"]
    assert kept["seq"] == 2
    out, _ = walking.communicate("quit\n")
    assert walking.returncode == 0
    assert "Go on with: sca-flow resume" in out


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on Unix")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted_it_says_how_to_go_on_and_leaves_without_a_traceback(
    started: Start, number: int, code: int
) -> None:
    walking = started("walk", "nail-bar")
    assert walking.stdin is not None
    walking.stdin.write("accept_referral\n\n")
    walking.stdin.flush()
    until_saved(walking, 2)
    walking.send_signal(number)
    out, err = walking.communicate()
    assert walking.returncode == code
    assert "Go on with: sca-flow resume" in out
    assert err == ""


@pytest.mark.parametrize("arguments", [("policy", "show"), ("walk", "county-lines", "--auto"), ("list", "--json")])
def test_when_nobody_reads_it_stops_without_a_word(store: Path, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, *arguments], stdout=writing, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals as on Unix")
def test_killed_before_an_attempt_was_acknowledged_it_leaves_nothing_that_counts_as_broken(
    started: Start, sca_flow: Command, made: Path
) -> None:
    walking = started("walk", "nail-bar", SCA_FLOW_CRASH_AT="after_commit:1")
    out, _ = walking.communicate("")
    assert (walking.returncode, out) == (-signal.SIGKILL, "")
    assert sca_flow("attempts", "--json").json["attempts"] == []
    assert sca_flow("verify").code == 0


def test_where_the_terminal_knows_only_ascii_other_characters_are_replaced(started: Start) -> None:
    walking = started("walk", "nail-bar", "--name", "Zoe", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
    out, err = walking.communicate("accept_referral\nPho\u0308 \u2013 na\u00efve\nread 1\n")
    assert walking.returncode == 0
    assert "saved 2" in out.splitlines()
    assert err == ""


def test_json_is_ascii_and_keeps_every_character(sca_flow: Command) -> None:
    said = sca_flow("walk", "nail-bar", "--json", "--store", "memory:", typed="accept_referral\nPhở – naïve\n")
    assert said.out.isascii()
    assert said.json["events"][1]["with"]["note"] == "Phở – naïve"


def test_a_fault_of_the_programs_own_is_told_without_a_traceback(
    sca_flow: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(rules: object) -> None:
        raise RuntimeError("a table fell over")

    monkeypatch.setattr("sca_flow.scenario.loader.Library.courses", broken)
    said = sca_flow("list", "--json")
    assert said.code == 1
    assert (said.error["code"], said.error["why"]) == ("error", "RuntimeError: a table fell over")
    monkeypatch.setenv(main.TRACEBACK, "1")
    with pytest.raises(RuntimeError):
        sca_flow("list")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "--bogus"), "usage"),
        (("walk",), "usage"),
        (("walk", "nail-bar", "--auto", "--seed", "x"), "usage"),
        (("dance",), "usage"),
        (("walk", "nailbar"), "unknown-name"),
        (("resume", "nobody"), "unknown-name"),
        (("verify", "nobody"), "unknown-name"),
        (("policy", "show", "nothing"), "unknown-name"),
        (("policy", "show", "--on", "soon"), "bad-input"),
        (("process", "table", "--on", "2021-02-30"), "bad-input"),
    ],
)
def test_every_mistake_is_exit_2_and_under_json_one_object_on_stderr(
    sca_flow: Command, arguments: tuple[str, ...], code: str
) -> None:
    said = sca_flow(*arguments, "--json", *(["--store", "memory:"] if code == "unknown-name" else []))
    assert (said.code, said.out) == (2, "")
    assert said.error["code"] == code if "policy" not in arguments else said.error["code"] in (code, "usage")
    assert set(said.error) >= {"code", "what", "why", "do", "file", "line"}
    assert said.err.count("\n") == 1


def test_a_store_that_was_named_and_is_missing_is_not_made(sca_flow: Command, tmp_path: Path) -> None:
    for command in ("attempts", "verify"):
        said = sca_flow(command, "--store", f"{tmp_path}/nowhere.db", "--json")
        assert (said.code, said.error["code"]) == (3, "store")


def test_without_a_store_there_is_nothing_to_list_and_nothing_broken(
    sca_flow: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SCA_FLOW_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert sca_flow("attempts", "--json").json["attempts"] == []
    assert sca_flow("verify").code == 0


@pytest.mark.parametrize("arguments", [(), ("play",), ("play", "nail-bar")])
def test_without_a_terminal_the_screens_point_to_plain_text(sca_flow: Command, arguments: tuple[str, ...]) -> None:
    said = sca_flow(*arguments)
    assert said.code == 2
    assert f"sca-flow walk {arguments[-1] if len(arguments) > 1 else 'SCENARIO'}" in said.err
