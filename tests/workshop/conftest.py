"""Scenarios begun for a test."""

from __future__ import annotations

from pathlib import Path

import pytest

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
