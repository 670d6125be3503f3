"""Hostile folders, given to every command of the workshop that takes one: an answer, and nothing written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import typer

from sca_flow.cli.main import app

from .commanding import Command, tree
from .making import Spoilt, begun
from .test_hostile import HARM, YAML

MORE: Mapping[str, tuple[str, ...]] = {
    "print": ("--for", "facilitator"),
    "compare": ("-p", "chair-plus-three", "-p", "no-panel"),
}
"""What a command asks for besides a path."""

QUICK = [harm for harm in YAML if harm != "many"]
"""Reading many items takes a while each time; that it ends is shown for the check alone."""

LEAVES_DOCUMENTS = {"upgrade"}
"""Commands that are content while ``scenario.yaml`` can be read: they look at nothing else."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and odd names are a matter of POSIX systems")


def taking_a_path() -> Iterator[str]:
    """The commands of the group that take the path of a folder or file, whichever there are."""
    group = typer.main.get_command(app).commands["scenario"]  # type: ignore[attr-defined]
    for name, command in group.commands.items():
        arguments = [one for one in command.params if one.param_type_name == "argument"]
        if any((one.metavar or "").rstrip(".") not in ("NAME", "ATTEMPT") for one in arguments):
            yield name


COMMANDS = sorted(taking_a_path())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of one sound scenario, to be copied."""
    root = tmp_path_factory.mktemp("made") / "a-course"
    root.mkdir()
    begun(root)
    return root


@pytest.fixture
def spoilt(made: Path, tmp_path: Path) -> Spoilt:
    return Spoilt(shutil.copytree(made, tmp_path / "a-course") / "made-up")


@pytest.fixture
def answers(sca_flow: Command, tmp_path: Path) -> Command:
    """Runs a command on a path, and expects an answer without a traceback that leaves everything as it was."""

    def answer(command: str, path: object, codes: tuple[int, ...] = (1, 2)) -> None:
        before = tree(tmp_path)
        said = sca_flow("scenario", command, path, *MORE.get(command, ()))

        assert said.code in codes, said
        assert "Traceback" not in said.all
        assert "went wrong" not in said.all
        assert "\x1b" not in said.all
        assert tree(tmp_path) == before

    return answer  # type: ignore[return-value]


def test_there_are_such_commands() -> None:
    assert {"check", "test", "print", "compare", "pack", "unpack", "upgrade"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("harm", [*HARM, *QUICK])
def test_a_hostile_scenario_file(answers: Command, spoilt: Spoilt, command: str, harm: str) -> None:
    {**HARM, **YAML}[harm](spoilt.yaml)

    answers(command, spoilt.path)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("harm", ["a link out of the folder", "a link to itself", "a pipe", "a folder", "bytes"])
def test_a_hostile_document(answers: Command, spoilt: Spoilt, command: str, harm: str) -> None:
    HARM[harm](spoilt.path / "documents" / "referral-form.txt")

    answers(command, spoilt.path, (0, 2) if command in LEAVES_DOCUMENTS else (1, 2))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["/etc/passwd", "documents/a\\x1b[2J.txt", "x" * 5000])
def test_a_document_that_is_called_so_as_to_lead_away(
    answers: Command, spoilt: Spoilt, command: str, name: str
) -> None:
    spoilt.change("file: documents/referral-form.txt", f'file: "{name}"')

    answers(command, spoilt.path, (0, 2) if command in LEAVES_DOCUMENTS and "x1b" not in name else (1, 2))


@pytest.mark.parametrize("command", COMMANDS)
def test_documents_without_end(answers: Command, spoilt: Spoilt, command: str) -> None:
    (spoilt.path / "documents" / "referral-form.txt").write_bytes(b"word " * 190_000)
    many = "\n".join(
        f"  - {{id: d{n}, title: T, file: documents/referral-form.txt, "
        "dated: 2020-02-01, from: F, arrives: 2020-02-05}"
        for n in range(300)
    )
    spoilt.change("documents:\n", f"documents:\n{many}\n")

    answers(command, spoilt.path, (0, 2) if command in LEAVES_DOCUMENTS else (1, 2))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["", "x" * 5000, "\udcff", "a\x1b[2J", "/dev/zero"])
def test_a_path_at_which_there_is_no_scenario(answers: Command, tmp_path: Path, command: str, name: str) -> None:
    answers(command, tmp_path / name if name else "")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_with_an_escape_in_its_name(answers: Command, spoilt: Spoilt, command: str, tmp_path: Path) -> None:
    strange = tmp_path / "a\x1b]52;c;eA==\x07\n\u202eb"
    spoilt.change("minutes:", "minuets:").path.rename(strange)

    answers(command, strange, (0, 1, 2) if command in LEAVES_DOCUMENTS else (1, 2))


@pytest.mark.parametrize("into", ["a-file", "a-pipe", "a-ring", "nowhere/at/all", "/dev/null", "x" * 5000])
def test_a_scenario_is_begun_in_no_place_that_is_none(sca_flow: Command, tmp_path: Path, into: str) -> None:
    Path("a-file").touch()
    os.mkfifo("a-pipe")
    Path("a-ring").symlink_to("a-ring")
    before = tree(tmp_path)
    said = sca_flow("scenario", "new", "my-case", "--into", into)

    assert said.code == 2
    assert "went wrong" not in said.all
    assert tree(tmp_path) == before
