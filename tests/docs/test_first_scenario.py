"""The how-to of the first scenario, followed as it stands: texts put in, commands run, its ten mistakes made."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import Any

import pytest

from sca_flow.cli.main import run

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-your-first-scenario.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$|^    sca-flow ([^\n]*)$", re.MULTILINE | re.DOTALL)
PART = re.compile(r"^(?=([a-z_]+):)", re.MULTILINE)
"""Where a part of `scenario.yaml` begins: with a word at the margin."""
CELL = re.compile(r"`([^`]+)`")
FOLDER = "car-wash"


@dataclass(frozen=True)
class Mistake:
    """A row of the page's table: what is put in place of what, and what is said, where."""

    file: str
    instead: tuple[str, ...]
    stands: tuple[str, ...]
    place: str
    code: str
    said: str

    @classmethod
    def of(cls, row: str) -> Mistake:
        _, file, instead, stands, told = (cell.strip() for cell in row.strip("|").split("|"))
        found = re.fullmatch(r"`([^`]+)` \[(\w+)\]\([^)]*\): (.*)", told)
        assert found is not None, told
        return cls(file.strip("`"), tuple(CELL.findall(instead)), tuple(CELL.findall(stands)), *found.groups())

    def make(self, folder: Path) -> None:
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        for instead, stands in zip(self.instead, self.stands, strict=True):
            assert instead in text, f"'{instead}' does not stand in {self.file}"
            text = text.replace(instead, stands, 1)
        path.write_text(text, encoding="utf-8")

    def is_told_of(self, finding: dict[str, Any]) -> bool:
        """Whether a finding is the one of the table, with file, line and cure."""
        place = f"{Path(finding['file']).relative_to(FOLDER).as_posix()}:{finding['line']}"
        there = (place, finding["code"]) == (self.place, self.code) and finding["cure"]
        return bool(there) and OutputChecker().check_output(self.said, finding["what"], ELLIPSIS)


MISTAKES = [Mistake.of(row) for row in TEXT[TEXT.index("| --- ") :].splitlines()[1:]]


class Follower:
    """Somebody who does what the page says, from its beginning to its end."""

    def __init__(self, said: Callable[[], str], typing: Callable[[str], None]) -> None:
        self.said, self.typing = said, typing
        self.attempt = "ATTEMPT"

    def follows(self, page: str) -> None:
        for language, name, text, command in (found.groups("") for found in BLOCK.finditer(page)):
            if command:
                self.opens(command)
            elif language == "console":
                self.runs(text)
            elif name == "typed":
                self.typing(text)
            else:
                self.puts_in(Path(name), text)

    def opens(self, command: str) -> None:
        """What fills a screen, or a file for an editor, is looked at otherwise."""
        assert run([*shlex.split(command.partition(">")[0]), *(["--json"] if "preview" in command else [])]) == 0
        self.said()

    def puts_in(self, path: Path, text: str) -> None:
        """A file takes the place of what is there; parts of the scenario, the place of theirs."""
        assert path.exists(), f"there is no {path} to put anything into"
        if path.name == "scenario.yaml":
            text = in_place(path.read_text(encoding="utf-8"), text)
        path.write_text(text, encoding="utf-8")

    def runs(self, text: str) -> None:
        command, _, wanted = text.replace("ATTEMPT", self.attempt).partition("\n")
        prompt, program, *arguments = shlex.split(command)
        assert (prompt, program) == ("$", "sca-flow")
        code, said = run(arguments), self.said()
        if begun := re.match("attempt ([0-9a-f]+)$", said, re.MULTILINE):
            self.attempt = begun[1]
            wanted = wanted.replace("ATTEMPT", self.attempt)
        assert code == 0, f"{command} ends with {code}:\n{said}"
        assert OutputChecker().check_output(wanted, said, ELLIPSIS), f"{command} says:\n{said}"


def in_place(text: str, new: str) -> str:
    """A text with new parts in the place of its own, which stand together."""
    begins = [found.start() for found in PART.finditer(text)] + [len(text)]
    words, wanted = PART.findall(text), PART.findall(new)
    first = words.index(wanted[0])
    assert words[first : first + len(wanted)] == wanted
    return text[: begins[first]] + new + text[begins[first + len(wanted)] :]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario as somebody has it who followed the page in an empty folder."""
    place = tmp_path_factory.mktemp("afternoon")
    with pytest.MonkeyPatch.context() as patch:
        out = io.StringIO()
        patch.chdir(place)
        patch.setenv("SCA_FLOW_STORE", str(place / "attempts.db"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", out)

        def said() -> str:
            told = out.getvalue()
            out.seek(out.truncate(0))
            return told

        Follower(said, lambda text: patch.setattr(sys, "stdin", io.StringIO(text))).follows(TEXT)
    return place / FOLDER


@pytest.fixture
def folder(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the finished scenario, to spoil."""
    monkeypatch.chdir(tmp_path)
    return shutil.copytree(finished, Path(FOLDER))


def checked(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of the check, and its findings."""
    code = run(["scenario", "check", FOLDER, "--json"])
    return code, json.loads(capsys.readouterr().out)["findings"]


def test_the_page_followed_as_it_stands_leads_to_a_scenario_in_which_nothing_is_found(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(capsys) == (0, [])
    assert {path.name for path in (folder / "tests").iterdir()} == {"panel-agrees.yaml", "withdrawn.yaml"}


def test_the_page_tells_every_step_and_is_short() -> None:
    commands = set(re.findall(r"sca-flow scenario (\w+) ", TEXT)) | set(re.findall(r"sca-flow (walk) ", TEXT))
    assert commands == {
        *("new", "schema", "preview", "check", "walk", "record", "test"),
        *("sweep", "graph", "print", "pack"),
    }
    to_read = re.sub(r"^```.*?^```$|^\|.*?$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    assert len(to_read.split()) < 1_000


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.code)
def test_a_mistake_is_told_with_its_file_its_line_and_its_cure(
    mistake: Mistake, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mistake.make(folder)
    code, findings = checked(capsys)
    assert code == 1
    assert any(map(mistake.is_told_of, findings)), findings


def test_ten_mistakes_made_at_once_are_all_told_in_one_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len({mistake.code for mistake in MISTAKES}) == 10
    for mistake in MISTAKES:
        mistake.make(folder)
    code, findings = checked(capsys)
    assert code == 1
    for mistake in MISTAKES:
        assert any(map(mistake.is_told_of, findings)), mistake
