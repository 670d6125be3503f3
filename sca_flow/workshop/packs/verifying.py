"""Reading a pack that somebody sent: all of it is verified in memory, and everything that is wrong is told at once."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from sca_flow.errors import FileError, InputError, Problem
from sca_flow.reading import parse_yaml, text_of
from sca_flow.workshop.packs import archive
from sca_flow.workshop.packs.archive import Entry, Unusable
from sca_flow.workshop.packs.manifest import MANIFEST, MOST_BYTES, Manifest, differences, read_manifest
from sca_flow.workshop.packs.names import clashes, faults, faults_of_folder, told

MOST_PACK = MOST_BYTES + 1_000_000
"""A pack is no larger than what it holds, its manifest and its directory."""

YAML, MOST_YAML = ".yaml", 4_000_000
"""How many bytes of YAML a pack may hold: reading it takes the longest, a minute for twenty million."""

ADVICE = "Nothing was written. Ask whoever sent it for a new pack, made by `sca-flow scenario pack`."


def opened(path: Path) -> tuple[Manifest, Mapping[str, bytes]]:
    """A pack from a file; `FileError` as by `verified`, also when the file cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refused(path, ["is no file."])
        with path.open("rb") as file:
            data = file.read(MOST_PACK + 1)
    except OSError as error:
        raise refused(path, [f"cannot be read: {error.strerror}."]) from None
    except ValueError:
        raise refused(path, ["cannot be the name of a file."]) from None
    return verified(data, path)


def verified(data: bytes, path: Path) -> tuple[Manifest, Mapping[str, bytes]]:
    """The manifest of a pack and its files by name.  ``path`` names it in errors.

    Raises:
        FileError: everything for which it is refused.
    """
    if len(data) > MOST_PACK:
        raise refused(path, [f"is larger than {MOST_PACK // 1_000_000} MB."])
    try:
        found = archive.entries(data)
    except Unusable as error:
        raise refused(path, [str(error)]) from None
    problems = [*_of_entries(found), *clashes(entry.name for entry in found)]
    files: dict[str, bytes] = {}
    for entry in found:
        if not any(entry.faults()) and (content := entry.content(data)) is not None:
            files.setdefault(entry.name, content)
        elif not any(entry.faults()):
            problems.append(f"'{told(entry.name)}' is damaged: it does not hold what it says.")
    problems += _of_texts(files)
    manifest, wrong = _manifest(files)
    problems += wrong
    if manifest is not None:
        problems += differences(manifest, files)
        problems += (f"its id '{told(manifest.id)}' {fault}." for fault in faults_of_folder(manifest.id))
    if problems or manifest is None:
        raise refused(path, problems)
    return manifest, files


def refused(path: Path, problems: list[str]) -> FileError:
    """The error that tells why a pack is not unpacked."""
    return FileError(told(str(path)), [Problem(None, problem) for problem in problems], do=ADVICE)


def _of_entries(found: list[Entry]) -> Iterator[str]:
    for entry in found:
        names = () if entry.name == MANIFEST else faults(entry.name)
        yield from (f"'{told(entry.name)}' {fault}." for fault in (*names, *entry.faults()))


def _of_texts(files: Mapping[str, bytes]) -> Iterator[str]:
    much = sum(len(data) for name, data in files.items() if name.casefold().endswith(YAML)) > MOST_YAML
    if much:
        yield f"its YAML files hold more than {MOST_YAML // 1_000_000} MB together."
    for name, data in files.items():
        try:
            text = text_of(data, told(name))
            if name.casefold().endswith(YAML) and not much:
                parse_yaml(text, told(name))
        except FileError as error:
            yield from lines_of(error)


def _manifest(files: dict[str, bytes]) -> tuple[Manifest | None, list[str]]:
    """The manifest, taken out of the files; or what is wrong with it."""
    data = files.pop(MANIFEST, None)
    if data is None:
        return None, [f"holds no '{MANIFEST}' that can be read."]
    try:
        return read_manifest(data), []
    except FileError as error:
        return None, lines_of(error)


def lines_of(error: InputError) -> list[str]:
    """Everything that an error tells, in lines."""
    if not isinstance(error, FileError):
        return [str(error)]
    return [f"'{error.file}'{f', line {one.line}' if one.line else ''}: {one.text}" for one in error.problems]
