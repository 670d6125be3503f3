"""Whether the files can be read, and fit their models."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

from sca_flow.errors import nearest
from sca_flow.workshop.draft import CourseDraft, Draft, ScenarioDraft
from sca_flow.workshop.finding import UNREADABLE, Spot, check

MOST_NAMES = 1_000
"""So many entries of a folder are looked at."""


@check(
    UNREADABLE,
    of="any",
    whole=False,
    why="Nothing else can be said about a file that cannot be read, and nobody can play it.",
    cure="Mend the line, or save the file as plain UTF-8 text; files from elsewhere may be damaged or hostile.",
    example="""
title: The nail bar
title: The nail bar again   # a key appears twice
""",
)
def unreadable(draft: Draft) -> Iterator[Spot]:
    """A file that cannot be read."""
    return (Spot(one.line, one.text) for one in draft.unread)


@check(
    "SC001",
    of="any",
    whole=False,
    why="The file does not have the form that the program knows, so that it cannot be played.",
    cure="Compare it with the page on the format; an editor that knows the schema shows it while typing.",
    example="""
titel: The nail bar   # 'title' is meant
""",
)
def schema(draft: Draft) -> Iterator[Spot]:
    """A key or value that does not fit the format."""
    return (Spot(one.line, one.text) for one in draft.unfit)


@check(
    "SC004",
    why="Trainees would be shown a case file from which a document is missing.",
    cure="Put the document into the scenario's folder as plain UTF-8 text, and name it as it lies there.",
    example="""
documents:
  - {id: letter, file: ../letter.txt, ...}   # outside the scenario's folder
""",
)
def documents(draft: ScenarioDraft) -> Iterator[Spot]:
    """A document that cannot be used."""
    return iter(draft.faulty)


@check(
    "SC010",
    severity="warning",
    of="course",
    why="A course shows the scenarios that its order names, and no others.",
    cure="Name each scenario of the course's folder once in 'order'.",
    example="""
order: [county-lines, nailbar]   # the folder is called nail-bar
""",
)
def order(course: CourseDraft) -> Iterator[Spot]:
    """A course that names a scenario it does not have, or leaves one out."""
    there = _scenarios(course)
    named = course.file.order
    for at, name in enumerate(named):
        if name not in there:
            yield Spot(course.at("order", at), f"there is no scenario '{name}' in the course. {nearest(name, there)}")
        elif name in named[:at]:
            yield Spot(course.at("order", at), f"'{name}' stands twice in the order.")
    for name in there:
        if name not in named:
            yield Spot(course.at("order"), f"'{name}' lies in the course's folder and not in its order.")


def _scenarios(course: CourseDraft) -> list[str]:
    with os.scandir(course.path.parent) as entries:
        folders = [entry.name for entry in islice(entries, MOST_NAMES) if entry.is_dir(follow_symlinks=False)]
    return sorted(name for name in folders if (course.path.parent / name / "scenario.yaml").is_file())
