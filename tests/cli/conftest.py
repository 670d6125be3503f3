"""The real command, run in this process; `started` is for what only a process of its own can show."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sca_flow.cli.main import run
from sca_flow.store import open_journal

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from sca_flow.cli.main import main; main()"]


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        found = json.loads(self.out)
        assert found.pop("format") == 1
        return found

    @property
    def error(self) -> Any:
        return json.loads(self.err.splitlines()[-1])["error"]

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Command = Callable[..., Said]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the test's own, named by the environment."""
    path = tmp_path / "attempts.db"
    monkeypatch.setenv("SCA_FLOW_STORE", str(path))
    return path


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without attempts, made once: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "attempts.db"
    open_journal(str(path)).close()
    return path


@pytest.fixture
def made(store: Path, empty: Path) -> Path:
    """The test's store, which is there already."""
    shutil.copy(empty, store)
    return store


@pytest.fixture
def sca_flow(store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command; ``typed`` is what stands on its standard input.

    ``leaves`` is the exit code of what ends the program itself."""

    def command(*arguments: object, typed: str = "", leaves: int | None = None) -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        if leaves is not None:
            with pytest.raises(SystemExit) as left:
                run([str(argument) for argument in arguments])
            assert left.value.code == leaves
        code = leaves if leaves is not None else run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


@pytest.fixture
def script(tmp_path: Path) -> Callable[[str], Path]:
    """A script file with these lines."""

    def written(text: str) -> Path:
        path = tmp_path / "script.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture
def started(store: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """A process of its own, stopped when the test ends."""
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, **environment},
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()
