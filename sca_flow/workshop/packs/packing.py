"""Packing a scenario or a course into one file, the same bytes for the same folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sca_flow.errors import FileError, Problem
from sca_flow.reading import MAX_BYTES
from sca_flow.rules.policy import Policy
from sca_flow.workshop.packs import archive
from sca_flow.workshop.packs.contents import Contents, contents
from sca_flow.workshop.packs.manifest import MANIFEST, MOST_BYTES, MOST_FILES, PACK_FORMAT, Manifest, listed
from sca_flow.workshop.packs.names import TEXTS, told
from sca_flow.workshop.packs.verifying import verified
from sca_flow.workshop.places import COURSE, SCENARIO

SUFFIX = ".scaflow"
MOST_ENTRIES = 2_000
"""So many files and folders are looked at: a folder that holds more is no scenario's."""


@dataclass(frozen=True)
class Packed:
    """A pack: its bytes, what it holds, and the files of the folder that it does not."""

    data: bytes
    manifest: Manifest
    left_out: tuple[str, ...]


@dataclass
class _Files:
    """What lies in a folder: files to pack, names left out, and what is wrong."""

    texts: dict[str, Path] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def pack(path: Path, policy: Policy) -> Packed:
    """Pack the folder of a scenario, or of a course with its scenarios.

    Raises:
        FileError: everything for which it cannot be: it cannot be loaded, holds a link, or a name that not every
            system can have.
    """
    folder = path.parent if path.name in (COURSE, SCENARIO) else path
    try:
        return _packed(folder, policy)
    except (OSError, ValueError) as error:
        raise _refused(folder, [f"cannot be read: {getattr(error, 'strerror', None) or error}."]) from None


def _packed(folder: Path, policy: Policy) -> Packed:
    if not folder.is_dir():
        raise _refused(folder, ["is not the folder of a scenario or a course."])
    found = _files(folder)
    if found.problems:
        raise _refused(folder, found.problems)
    if SCENARIO not in found.texts and COURSE not in found.texts:
        raise _refused(folder, [f"holds no '{SCENARIO}' and no '{COURSE}': name the folder of one scenario or course."])
    held = contents(folder, policy)
    if len(held.errors) == 1:
        raise held.errors[0]
    problems = [*held.problems, *_unpackable(held, folder, found)]
    if problems:
        raise _refused(folder, problems)
    return _made(folder, held, found)


def _made(folder: Path, held: Contents, found: _Files) -> Packed:
    files = {name: path.read_bytes() for name, path in found.texts.items()}
    manifest = Manifest(format=PACK_FORMAT, kind=held.kind, id=held.id, scenarios=held.ids, files=listed(files))
    data = archive.written({**files, MANIFEST: manifest.written()})
    try:
        verified(data, folder)  # what could not be unpacked is not packed
    except FileError as error:
        raise _refused(folder, [one.text for one in error.problems]) from None
    return Packed(data, manifest, tuple(found.left_out))


def _files(folder: Path) -> _Files:
    """What lies in a folder; links are not followed, and hidden names are left out unseen."""
    found = _Files()
    size = 0
    for name, path in _walked(folder, found):
        if not path.is_file():
            found.problems.append(f"'{told(name)}' is no plain file.")
        elif not name.casefold().endswith(TEXTS):
            found.left_out.append(name)
        elif (bytes_ := path.stat().st_size) > MAX_BYTES:
            found.problems.append(f"'{told(name)}' is larger than 1 MB.")
        else:
            found.texts[name] = path
            size += bytes_
    if len(found.texts) > MOST_FILES:
        found.problems.append(f"there are {len(found.texts):,} files in it, and a pack holds {MOST_FILES} at most.")
    if size > MOST_BYTES:
        found.problems.append(f"its files hold more than {MOST_BYTES // 1_000_000} MB together.")
    return found


def _walked(folder: Path, found: _Files) -> Iterator[tuple[str, Path]]:
    """Every file below a folder with its name in the pack, sorted; links are told as problems."""
    waiting, seen = [folder], 0
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            seen += 1
            name = path.relative_to(folder).as_posix()
            if seen > MOST_ENTRIES:
                found.problems.append(f"there are more than {MOST_ENTRIES:,} files and folders in it.")
                return
            if path.name.startswith("."):
                found.left_out.append(name)
            elif path.is_symlink():
                found.problems.append(f"'{told(name)}' is a link: put the file itself there.")
            elif path.is_dir():
                waiting.append(path)
            else:
                yield name, path


def _unpackable(held: Contents, folder: Path, found: _Files) -> Iterator[str]:
    """The documents that scenarios name and a pack would not hold."""
    for inner, scenario in held.scenarios.items():
        for document in scenario.file.documents:
            path = (folder / inner / document.file).resolve()
            name = path.relative_to(folder.resolve()).as_posix()
            if name not in found.texts:
                yield f"the document '{told(name)}' cannot be packed: save it as '.txt', in no hidden folder."


def _refused(folder: Path, problems: list[str]) -> FileError:
    return FileError(str(folder), [Problem(None, problem) for problem in problems], do="Nothing was packed.")
