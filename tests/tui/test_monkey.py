"""Whatever keys are pressed, nothing breaks, and what was recorded leads to the case that is shown."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from sca_flow.case import folded
from sca_flow.events import happened
from sca_flow.journal import MemoryJournal
from sca_flow.training.verify import verdicts

Opening = Callable[..., Any]
TYPED = ["x", "7", "space", "tab", "shift+tab", "enter", "escape", "up", "down", "pageup", "pagedown", "backspace"]
LEAVES = {"ctrl+q", "ctrl+z"}


def keys(app: Any) -> list[str]:
    """What works where the monkey sits, and what anybody might press anyway."""
    bound = [active.binding.key for active in app.screen.active_bindings.values() if active.enabled]
    return sorted({key for one in bound for key in one.split(",")} - LEAVES) + TYPED


async def pressed(opening: Opening, seed: int, times: int) -> None:
    """Press random keys, and compare what is shown with what was recorded."""
    chance, journal = random.Random(seed), MemoryJournal()
    async with opening(journal=journal, scenario=chance.choice(["nail-bar", "county-lines"])) as trainee:
        for _ in range(times):
            await trainee.pilot.press(chance.choice(keys(trainee.app)))
            if chance.random() < 0.2:
                await trainee.settled()
        await trainee.settled()
        view = trainee.app.view
    assert all(verdict.sound for verdict in verdicts(journal)), seed
    if view is not None and view.attempt in {head.attempt for head in journal.heads()}:
        case = folded(happened(entry) for entry in journal.read(view.attempt))
        assert (case.stage, case.today, len(case.history)) == (view.stage, view.header.today, view.seq), seed


@pytest.mark.parametrize("seed", range(3))
async def test_a_hundred_random_keys_break_nothing(opening: Opening, seed: int) -> None:
    await pressed(opening, seed, 100)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(100, 120))
async def test_thousands_of_random_keys_break_nothing(opening: Opening, seed: int) -> None:
    await pressed(opening, seed, 500)
