"""What the how-to pages show is what the commands say."""

from __future__ import annotations

import re
import shlex
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from sca_flow.cli.main import run

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"
FOLLOWED = "write-your-first-scenario"
"""A page of one thread, which is followed from its beginning to its end: see `test_first_scenario`."""
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in sorted(HOW_TO.glob("*.md"))
    if page.stem != FOLLOWED
    for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), 1)
]


@pytest.mark.parametrize("block", SHOWN)
def test_a_transcript_is_what_the_command_says(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, wanted = block.partition("\n")
    prompt, program, *arguments = shlex.split(command)
    assert (prompt, program) == ("$", "sca-flow")
    run(arguments)
    said = capsys.readouterr()
    assert not said.err
    assert OutputChecker().check_output(wanted, said.out, ELLIPSIS), f"{command} says:\n{said.out}"


def test_what_if_the_quorum_were_chair_plus_three_takes_at_most_six_commands() -> None:
    page = (HOW_TO / "chair-plus-three.md").read_text(encoding="utf-8")
    assert 0 < len(re.findall(r"^\$ ", page, re.MULTILINE)) <= 6
