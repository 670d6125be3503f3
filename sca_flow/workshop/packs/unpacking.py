"""Unpacking what somebody sent: verified first, then written beside its place, and moved there whole."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sca_flow.errors import InputError
from sca_flow.rules.policy import Policy
from sca_flow.workshop.packs.contents import contents
from sca_flow.workshop.packs.manifest import Manifest
from sca_flow.workshop.packs.verifying import opened, refused
from sca_flow.workshop.places import there


def unpack(pack: Path, into: Path, policy: Policy) -> tuple[Path, Manifest]:
    """Unpack a pack into a new folder named as its scenario or course; that folder, and what the pack says of itself.

    Nothing is left when it fails, and nothing but that folder is written when it does not.

    Raises:
        FileError: everything for which the pack is refused.
        InputError: something of that name is there, or it cannot be written.
    """
    manifest, files = opened(pack)
    folder = into / manifest.id
    if there(folder):
        raise InputError(f"'{folder}' is there already.", do="Move it away, or name another place by --into.")
    try:
        with _place(into) as place:
            _write(place, files)
            _prove(place, pack, manifest, policy)
            os.rename(place, folder)  # whole or not at all
    except OSError as error:
        raise InputError(f"'{folder}' cannot be made: {error.strerror}.", do="Choose another place.") from None
    return folder, manifest


@contextmanager
def _place(into: Path) -> Iterator[Path]:
    """A folder to write in, beside the place where it will be; gone when it was not moved there."""
    made = not there(into)
    if made:
        into.mkdir()
    place = into / f".unpacking-{secrets.token_hex(4)}"
    try:
        place.mkdir()
        yield place
    except BaseException:  # an interruption too leaves nothing behind
        shutil.rmtree(place, ignore_errors=True)
        if made:
            into.rmdir()
        raise


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)


def _prove(folder: Path, pack: Path, manifest: Manifest, policy: Policy) -> None:
    """Load what was written: it is the scenario or course that the manifest says."""
    found = contents(folder, policy)
    problems = [problem.replace(f"{folder}{os.sep}", "") for problem in found.problems]
    if not problems and (found.kind, found.id, found.ids) != (manifest.kind, manifest.id, manifest.scenarios):
        problems = ["its manifest names another scenario or course than it holds."]
    if problems:
        raise refused(pack, problems)
