"""What others wrote is printed and written as it stands: it drives no terminal, and is no markup of a page or a table.

A foul scenario and a harmless one of the same shape go through every command that shows a scenario's or a trainee's
text; what comes out may differ in its words, never in its build.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sca_flow.reading import read_yaml
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import load
from sca_flow.store import open_journal
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from sca_flow.unseen import UNSEEN
from tests.training.making import scenario

from .building import built
from .conftest import ROOT, Command

WRITTEN = (
    "=1+1 <script>alert(1)</script> <b onclick=x>b</b> &lt; [a](javascript:x) ![i](//a.example/i) <https://a.example> "
    '| `c` **b** ~~s~~ "]; A --> B: c %% %{init}% \\" \\n [red]r[/] $(id) {{x}} '
    "\u05d0\u05d1 e\u0301\u0301\u0301\u0301 " + "w" * 120
)
"""What a scenario may hold: a file with a control character in it is refused."""
TYPED = WRITTEN + " \x1b]52;c;aGk=\x07 \x1b[2J \x9b31m \u202egnp\u2066 \u200b \r\b \U000e0041"
"""What may have been typed, or pasted."""
TALK = f"read 1\naccept_referral\n{TYPED}\ndecide_rg_positive\n{TYPED}\n\ntimeline\nmarks\ndebrief\n"
"""What is typed where a command asks."""
FREE = {
    *("title", "name", "nationality", "organisation", "summary", "content_note", "from"),
    *("why", "says", "comes_from", "tells"),
}
TEXTS = {"reasons", "note", "question", "what"}
WAYS = {
    "scenario print SCENARIO --for participant": "html",
    "scenario print SCENARIO --for facilitator": "html",
    "scenario graph SCENARIO": "text",
    "scenario graph SCENARIO --format mermaid": "mermaid",
    "scenario graph SCENARIO --format dot": "dot",
    "scenario check SCENARIO": "text",
    "scenario test SCENARIO": "text",
    "scenario compare SCENARIO --on 2021-03-01 --on 2023-03-01": "text",
    "scenario sweep SCENARIO": "text",
    "list": "text",
    "walk SCENARIO --script SCENARIO/scenario-script.yaml": "text",
    "walk SCENARIO": "text",
    "resume ATTEMPT": "text",
    "attempts": "text",
    "debrief ATTEMPT": "text",
    "debrief ATTEMPT --format html": "html",
    "debrief ATTEMPT --format md": "md",
    "record": "text",
    "report": "text",
    "report --format csv": "csv",
    "scenario record ATTEMPT": "text",
    "export xapi ATTEMPT": "json",
}
"""A command, and what it writes."""


def harmless(text: str) -> str:
    """As long, broken at the same places, and of letters alone."""
    return "".join(char if char == " " or (char.isascii() and char.isalnum()) else "x" for char in text)


def fouled(part: Any, text: str, free: set[str] = FREE) -> Any:
    """A part of a file with every free text in it replaced."""
    if isinstance(part, list):
        return [fouled(one, text, free) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: text
        if key in free and isinstance(value, str)
        else fouled(value, text, free | TEXTS if key == "with" else free)
        for key, value in part.items()
    }


def wrote(folder: Path, text: str) -> Path:
    """A scenario of which somebody wrote every text so."""
    scenario(folder)
    path = folder / "scenario.yaml"
    said = fouled(read_yaml(path).value, text)
    said["questions"] = [text] * 3
    said["incidents"] = [
        {
            "id": "ill",
            "stage": "recovery_period",
            "step": "request_information",
            "by": "decider",
            "with": {"of": "police", "question": text},
            "tells": text,
        }
    ]
    path.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    letter = folder / "letter.txt"
    letter.write_text(f"{text}\n{letter.read_text('utf-8')}{text}\n", "utf-8")
    script = [{"step": "accept_referral"}, {"step": "decide_rg_positive", "with": {"reasons": text}}]
    (folder / "scenario-script.yaml").write_text(json.dumps(script, ensure_ascii=False), "utf-8")
    return folder


def walked(folder: Path, store: Path, text: str, people: int = 6) -> str:
    """Attempts at it in a store, whose trainees wrote every text so; the id of the first."""
    found, journal = load(folder, shipped()), open_journal(str(store))
    for number in range(people):
        attempt = Attempt.start(found, shipped(), journal, ids=iter_ids(f"person-{number}"), name=text)
        attempt.mark("letter", 1, 1, "for", "action")
        for line in found.file.model:
            typed = {name: text if name in TEXTS else value for name, value in line.with_.items()}
            for _ in play(attempt, [line.model_copy(update={"with_": typed})]):
                pass
    journal.close()
    return "person-0-1"


def iter_ids(prefix: str) -> Callable[[], str]:
    numbers = iter(range(1, 1000))
    return lambda: f"{prefix}-{next(numbers)}"


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The words of every way for the foul scenario and for the harmless one."""
    places = {}
    for kind, text in (("foul", str), ("harmless", harmless)):
        folder = tmp_path_factory.mktemp(kind)
        made = wrote(folder / "made-up", text(WRITTEN))
        store = folder / "attempts.db"
        places[kind] = {"SCENARIO": str(made), "STORE": str(store), "ATTEMPT": walked(made, store, text(TYPED))}
    return places


def words(way: str, places: dict[str, str]) -> list[str]:
    """A command with its names filled in."""
    for name, value in places.items():
        way = way.replace(name, value)
    return way.split()


def unseen(text: str) -> list[str]:
    """What would drive a terminal, or turn the direction of a line."""
    return UNSEEN.findall(re.sub(r"\r+\n", "\n", text))


@pytest.mark.parametrize("way", WAYS)
def test_what_a_command_prints_is_built_the_same_whatever_was_written(
    sca_flow: Command, both: Any, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    said = {}
    for kind, places in both.items():
        monkeypatch.setenv("SCA_FLOW_STORE", places["STORE"])
        said[kind] = sca_flow(*words(way, places), typed=TALK)
        assert said[kind].code in (0, 1, 4), said[kind].err
    foul, plain = said["foul"], said["harmless"]
    assert foul.code == plain.code
    assert foul.out
    assert unseen(foul.out + foul.err) == []
    if (kind := WAYS[way]) != "text":
        assert built(kind, foul.out) == built(kind, plain.out)


@pytest.mark.parametrize("way", [way for way in WAYS if way.startswith(("debrief", "record", "report"))])
def test_what_is_written_into_a_file_drives_no_terminal_either(
    sca_flow: Command, both: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: str
) -> None:
    monkeypatch.setenv("SCA_FLOW_STORE", both["foul"]["STORE"])
    assert sca_flow(*words(way, both["foul"]), "--output", tmp_path / "file").code == 0
    assert unseen((tmp_path / "file").read_bytes().decode()) == []


def test_a_terminal_is_sent_nothing_but_words(both: Any, tmp_path: Path) -> None:
    store = shutil.copy(both["foul"]["STORE"], tmp_path)  # the walks that are begun here stay out of the other tests
    ways = json.dumps([words(way, both["foul"]) for way in WAYS])
    code = f"from sca_flow.cli.main import run\nfor way in {ways}: run(way)"
    terminal, other = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "FORCE_COLOR": "1", "SCA_FLOW_STORE": str(store)}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, stdout=other, stderr=other, env=env, cwd=ROOT
    )
    os.close(other)
    said = b"".join(iter(lambda: _more(terminal), b"")).decode("utf-8")
    os.close(terminal)
    assert process.wait(timeout=60) == 0, said[-2000:]
    assert "[red]r[/]" in said
    assert unseen(said) == []


def _more(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # it was closed at the other end
        return b""


@pytest.mark.parametrize("command", [["scenario", "check"], ["walk"], ["scenario", "print", "--for", "participant"]])
def test_the_name_of_a_file_drives_no_terminal(sca_flow: Command, tmp_path: Path, command: list[str]) -> None:
    said = sca_flow(*command, tmp_path / "\x1b]0;t\x07\u202e")
    assert said.code != 0
    assert unseen(said.out + said.err) == []


def test_a_file_that_holds_what_cannot_be_seen_is_refused_with_its_place(sca_flow: Command, tmp_path: Path) -> None:
    folder = wrote(tmp_path / "made-up", "A plain text.")
    path = folder / "scenario.yaml"
    path.write_text(path.read_text("utf-8").replace("A plain", r"A \u202e plain", 1), "utf-8")
    said = sca_flow("scenario", "check", folder)
    assert said.code == 2
    assert "U+202E" in said.out + said.err
    assert unseen(said.out + said.err) == []
