"""What a course says is to be done before it: it is there, and it does not lead back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sca_flow.errors import FileError, nearest
from sca_flow.scenario.loader import load_course
from sca_flow.scenario.model import LIBRARY, Course
from sca_flow.workshop.draft import CourseDraft, ScenarioDraft
from sca_flow.workshop.finding import Spot, check
from sca_flow.workshop.places import COURSE, SCENARIO, there

MOST_NAMES = 1_000
"""So many courses are followed, and so many folders looked at for a name that is like one."""


@check(
    "SC012",
    of="course",
    why="Nobody can do first what is not there, or what is a part of the course itself.",
    cure="Name other courses and scenarios by their ids, each once; what is in the course belongs in its 'order'.",
    example="""
prerequisites: [first-decision]   # the course is called first-decisions
""",
    note="Known are the courses and scenarios that are checked with it, that lie beside it, and that ship.",
)
def prerequisites(course: CourseDraft) -> Iterator[Spot]:
    """A prerequisite that is not there, or that cannot be done first."""
    needed = course.file.prerequisites
    known: list[str] = []
    for at, name in enumerate(needed):
        line = course.at("prerequisites", at)
        if name in needed[:at]:
            yield Spot(line, f"'{name}' stands twice in the prerequisites.")
        elif name in course.file.order or _lies_in(course.path.parent, name):
            yield Spot(line, f"'{name}' is a scenario of this very course.")
        elif name != course.file.id and not _is_scenario(course, name) and _course(course, name) is None:
            known = known or sorted(set(_known(course)))
            yield Spot(line, f"there is no course or scenario '{name}'. {nearest(name, known)}")


@check(
    "SC013",
    of="course",
    why="Courses that each ask for the other first can be begun by nobody.",
    cure="Take one of them out of the prerequisites of the other.",
    example="""
id: panels
prerequisites: [decisions]   # and decisions has: prerequisites: [panels]
""",
    note="A scenario that is asked for leads nowhere: it can be done without its course.",
)
def circle(course: CourseDraft) -> Iterator[Spot]:
    """Prerequisites that lead back to the course itself."""
    for at, name in enumerate(course.file.prerequisites):
        if way := _way_back(course, name):
            yield Spot(course.at("prerequisites", at), f"the course needs itself first: {' needs '.join(way)}.")


def _way_back(course: CourseDraft, name: str) -> list[str]:
    """The shortest way from a prerequisite of a course to the course itself, in ids; none when there is none."""
    home = course.file.id
    ways = [[home, name]]
    seen = {name}
    for way in ways:  # grows while it is gone through
        if way[-1] == home:
            return way
        found = _course(course, way[-1]) if len(seen) < MOST_NAMES else None
        for after in found.prerequisites if found else ():
            if after not in seen:
                seen.add(after)
                ways.append([*way, after])
    return []


def _course(course: CourseDraft, name: str) -> Course | None:
    """The course of a name: of those that are checked too, beside this one, or shipped."""
    if (given := course.given.get((CourseDraft.kind, name))) is not None:
        return given
    for root in _roots(course):
        try:
            if _one_name(name) and there(root / name / COURSE):
                return load_course(root / name)
        except FileError:
            continue
    return None


def _is_scenario(course: CourseDraft, name: str) -> bool:
    if (ScenarioDraft.kind, name) in course.given:
        return True
    folders = (folder for root in _roots(course) for folder in (root, *_inner(root)))
    return any(_lies_in(folder, name) for folder in folders)


def _known(course: CourseDraft) -> Iterator[str]:
    """The names that may have been meant."""
    yield from (name for _, name in course.given if name != course.file.id)
    for root in _roots(course):
        for folder in _inner(root):
            if there(folder / COURSE):
                yield folder.name
                yield from (inner.name for inner in _inner(folder) if there(inner / SCENARIO))


def _roots(course: CourseDraft) -> tuple[Path, Path]:
    """Where other courses are looked for: beside this one, and among those that ship."""
    return course.path.absolute().parent.parent, LIBRARY


def _inner(root: Path) -> list[Path]:
    try:
        found = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []
    return found[:MOST_NAMES]


def _lies_in(folder: Path, name: str) -> bool:
    return _one_name(name) and there(folder / name / SCENARIO)


def _one_name(name: str) -> bool:
    return "/" not in name and "\\" not in name and name not in ("", ".", "..")
