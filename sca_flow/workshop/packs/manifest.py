"""The list in a pack of what it holds, so that nothing in it can be missing, added or changed unnoticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from sca_flow.errors import FileError, Problem
from sca_flow.reading import MAX_BYTES, parse_yaml, text_of
from sca_flow.workshop.packs.names import told

MANIFEST = "manifest.json"
PACK_FORMAT = 1
"""The number of the format of packs."""

MOST_FILES = 200
MOST_BYTES = 20_000_000
"""How many files a pack may hold, and how many bytes of them."""


class Listed(BaseModel):
    """A file as the manifest lists it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    size: StrictInt = Field(ge=0, le=MAX_BYTES)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What a pack says of itself: one scenario or one course, the ids of its scenarios by folder, and its files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: StrictInt
    kind: Literal["scenario", "course"]
    id: str
    scenarios: dict[str, str]
    """The folder in the pack of each scenario ('.' for the pack itself), and its id."""
    files: tuple[Listed, ...] = Field(max_length=MOST_FILES)

    def written(self) -> bytes:
        """Always in the same bytes for the same content."""
        return (json.dumps(self.model_dump(), indent=1, sort_keys=True) + "\n").encode("ascii")


def listed(files: Mapping[str, bytes]) -> tuple[Listed, ...]:
    """The list of files with their contents, by name."""
    return tuple(
        Listed(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        for name, data in sorted(files.items())
    )


def read_manifest(data: bytes) -> Manifest:
    """A manifest from its bytes; `FileError` with everything that is wrong with it."""
    tree = parse_yaml(text_of(data, MANIFEST), MANIFEST)  # JSON is YAML, and is read as strictly
    said = tree.value.get("format") if isinstance(tree.value, dict) else None
    if isinstance(said, int) and not isinstance(said, bool) and said != PACK_FORMAT:
        newer = "newer than this program knows: update the program" if said > PACK_FORMAT else "not known"
        raise FileError(MANIFEST, [Problem(None, f"its format, {said}, is {newer}.")])
    return tree.as_(Manifest)


def differences(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[str]:
    """Where the files of a pack are not those that its manifest lists."""
    names = [one.name for one in manifest.files]
    yield from (f"the manifest lists '{told(name)}' twice." for name in sorted(set(names)) if names.count(name) > 1)
    there = {one.name: one for one in listed(files)}
    for one in manifest.files:
        found = there.get(one.name)
        if found is None:
            yield f"'{told(one.name)}' is listed in the manifest, and missing."
        elif found != one:
            yield f"'{told(one.name)}' is not what the manifest lists: its size or sha256 is another."
    yield from (f"'{told(name)}' is not listed in the manifest." for name in sorted(there.keys() - set(names)))
