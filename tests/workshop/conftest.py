"""Scenarios begun for a test."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
import typer

from .commanding import Command, built, commanded
from .making import Spoilt, begun


@pytest.fixture
def panel(tmp_path: Path) -> Spoilt:
    """A scenario with a panel."""
    (tmp_path / "a-course").mkdir()
    return begun(tmp_path / "a-course")


@pytest.fixture
def decision(tmp_path: Path) -> Spoilt:
    """A scenario of a time without panels."""
    return begun(tmp_path, "decision", "made-up-too")


@pytest.fixture
def sca_flow(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command; what it writes without being told where is written into an empty folder."""
    monkeypatch.setenv("SCA_FLOW_STORE", str(tmp_path / "attempts.db"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(typer.main, "get_command", built)
    return partial(commanded, capsys)
