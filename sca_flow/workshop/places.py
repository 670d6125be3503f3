"""Where scenarios and courses lie, under whatever folder somebody names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SCENARIO, COURSE = "scenario.yaml", "course.yaml"
DEEPEST = 2
"""A folder of many holds courses, which hold scenarios."""


def written(path: Path) -> Iterator[Path]:
    """The ``course.yaml`` and ``scenario.yaml`` of a folder: a scenario's, a course's or of many; or of such a file."""
    folder = path.parent if path.name in (SCENARIO, COURSE) else path
    for inner in _folders(folder, DEEPEST):
        for name in (COURSE, SCENARIO):
            if there(inner / name):
                yield inner / name


def _folders(folder: Path, deep: int) -> Iterator[Path]:
    """A folder and those in it, so deep; links are not followed, and hidden folders not looked at."""
    yield folder
    if deep == 0 or there(folder / SCENARIO):
        return
    try:
        inner = sorted(one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())
    except (OSError, ValueError):
        return
    for one in inner:
        if not one.name.startswith("."):
            yield from _folders(one, deep - 1)


def there(path: Path) -> bool:
    """Whether there is something of that name, of whatever kind."""
    try:
        path.lstat()
    except (OSError, ValueError):
        return False
    return True
