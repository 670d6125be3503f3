"""Every screen in every state, as plain text: each as it looked when somebody last looked at it with care.

SCA_FLOW_UPDATE_GOLDEN=1 writes what is seen now over what was seen then.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tui.widgets.key_bar import MOST, NARROW, KeyBar

from .conftest import Opening
from .pictures import PICTURES
from .picturing import Scene

GOLDEN = Path(__file__).parent / "golden"
CUT = re.compile(r"\w…")
"""What the screen leaves out of a line for want of room; an ellipsis of ours has a space before it."""


@pytest.mark.parametrize("name", PICTURES)
async def test_a_screen_looks_as_it_did_at_every_size(opening: Opening, tmp_path: Path, name: str) -> None:
    picture, scene = PICTURES[name], Scene(tmp_path)
    try:
        async with opening(**picture.opens(scene)) as scene.trainee:
            await scene.goes(picture.ways)
            for size in picture.sizes:
                await _looks_as_it_did(scene, name, size)
            scene.free.set()
    finally:
        scene.free.set()


async def _looks_as_it_did(scene: Scene, name: str, size: tuple[int, int]) -> None:
    await scene.at(size)
    seen = scene.trainee.sees() + "\n"
    golden = GOLDEN / f"{name}-{size[0]}x{size[1]}.txt"
    if "SCA_FLOW_UPDATE_GOLDEN" in os.environ:
        golden.write_text(seen, encoding="utf-8")
    assert not CUT.search(seen), seen
    for bar in scene.trainee.app.screen.query(KeyBar):
        assert size[0] >= NARROW or len(bar._shown) <= MOST
    assert seen == golden.read_text(encoding="utf-8")


def test_no_picture_is_kept_of_what_nobody_looks_at() -> None:
    kept = {path.name for path in GOLDEN.iterdir()}
    assert kept == {f"{name}-{w}x{h}.txt" for name, one in PICTURES.items() for w, h in one.sizes}


def test_a_main_screen_is_seen_at_every_size() -> None:
    assert len([one for one in PICTURES.values() if len(one.sizes) > 1]) >= 10
