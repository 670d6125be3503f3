"""Running a Murphi model through Rumur: it writes a checker in C, which gcc compiles."""

from __future__ import annotations

import platform
import shutil
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

TOOLS = ("rumur", "gcc")
_RUMUR = (
    "rumur",
    "--quiet",
    "--output-format=machine-readable",
    "--deadlock-detection=off",  # an end is no fault
)
_GCC = ("gcc", "-std=c11", "-O2", *(("-mcx16",) if platform.machine() in ("x86_64", "AMD64") else ()))


@dataclass(frozen=True)
class Seen:
    """What the checker saw: how many states, how often each cover, what was violated, and in how many seconds.

    The seconds are those of the checker alone, without writing and compiling it.
    """

    states: int
    covers: Mapping[str, int]
    violated: Sequence[str]
    seconds: float


def missing() -> list[str]:
    """The tools that are not there."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def fetch(tools: Sequence[str]) -> None:
    """Ask apt for tools, where it is at hand; `missing` says what came of it."""
    if shutil.which("apt-get") is not None:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", *tools], check=False)


def explored(model: str, *, symmetry: bool = True, schedules: bool = False) -> Seen:
    """Every state of a model; without ``symmetry`` the members are told apart.

    ``schedules`` are on as Rumur comes.  They only word its traces well, who was swapped with whom being kept, and
    take time that grows with the factorial of the members.

    Raises:
        RuntimeError: a tool refuses the model, or the checker does not finish, with what it says.
    """
    with TemporaryDirectory() as folder:
        source, code, checker = (Path(folder) / name for name in ("model.m", "checker.c", "checker"))
        source.write_text(model, encoding="utf-8")
        how = (
            f"--symmetry-reduction={'heuristic' if symmetry else 'off'}",
            f"--scalarset-schedules={'on' if schedules else 'off'}",
        )
        _run([*_RUMUR, *how, f"--output={code}", str(source)])
        _run([*_GCC, "-o", str(checker), str(code), "-lpthread"])
        began = time.perf_counter()
        said = subprocess.run([str(checker)], capture_output=True, text=True, check=False).stdout
        return seen(said, time.perf_counter() - began)


def seen(said: str, seconds: float) -> Seen:
    """What a checker says of itself, read; a cover that stands in several places is counted over all of them.

    Raises:
        RuntimeError: it did not come to its end, with what it said.
    """
    try:
        tree = ElementTree.fromstring(said)
    except ElementTree.ParseError as error:
        raise RuntimeError(f"the checker broke off: {said}") from error
    summary = tree.find("summary")
    if summary is None:
        raise RuntimeError(f"the checker did not finish: {said}")
    covers: Counter[str] = Counter()
    for result in tree.iter("cover_result"):
        covers[result.attrib["message"]] += int(result.attrib["count"])
    violated = [message.text or "" for message in tree.iter("message")]
    return Seen(int(summary.attrib["states"]), covers, violated, seconds)


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
