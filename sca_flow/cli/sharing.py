"""Scenarios between organisations and over time: packed into one file, unpacked, brought to today's format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sca_flow.cli import out
from sca_flow.cli.options import Json
from sca_flow.cli.reports import Output, save

DONE, REFUSED = 0, 2

Folder = Annotated[Path, typer.Argument(metavar="PATH", help="The folder of a scenario, or of a course.")]
Folders = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Folders: of a scenario, of a course, or of many of them.")
]
Pack = Annotated[Path, typer.Argument(metavar="FILE", help="A pack.")]
Into = Annotated[Path, typer.Option("--into", metavar="FOLDER", help="Where its folder is made.")]


def pack(path: Folder, output: Output = None, as_json: Json = False) -> int:
    """Pack a scenario or a course into one file with the hash of everything in it. Nothing is overwritten."""
    import hashlib

    from sca_flow.rules.loader import shipped
    from sca_flow.workshop.packs.names import told
    from sca_flow.workshop.packs.packing import SUFFIX
    from sca_flow.workshop.packs.packing import pack as packed

    made = packed(path, shipped())
    manifest = made.manifest
    file = output or Path(manifest.id + SUFFIX)
    save(file, made.data)
    sha = hashlib.sha256(made.data).hexdigest()
    if as_json:
        said = {"pack": str(file), "bytes": len(made.data), "sha256": sha, "left_out": list(made.left_out)}
        out.json_object({**said, **manifest.model_dump(exclude={"format"})})
        return DONE
    out.data(f"{file}: the {manifest.kind} '{manifest.id}', {len(manifest.files)} files, {len(made.data):,} bytes.")
    out.data(f"  sha256 {sha}")
    if made.left_out:
        out.talk(f"Left out, as no text of a scenario: {', '.join(map(told, made.left_out))}.")
    return DONE


def unpack(file: Pack, into: Into = Path(), as_json: Json = False) -> int:
    """Unpack a pack into a new folder, once everything in it is verified. Nothing is overwritten."""
    from sca_flow.rules.loader import shipped
    from sca_flow.workshop.packs.unpacking import unpack as unpacked

    folder, manifest = unpacked(file, into, shipped())
    if as_json:
        out.json_object({"folder": str(folder), **manifest.model_dump(exclude={"format"})})
        return DONE
    out.data(f"{folder}: the {manifest.kind} '{manifest.id}', {len(manifest.files)} files. Before anybody plays it:")
    out.data(f"  sca-flow scenario check {folder}")
    return DONE


def upgrade(paths: Folders, as_json: Json = False) -> int:
    """Bring scenarios and courses to today's format, each where it lies; it is kept as it was beside it."""
    from sca_flow.workshop.upgrading import upgrade as upgraded

    outcomes = upgraded(paths)
    if as_json:
        out.json_object({"files": [one.as_json() for one in outcomes]})
    else:
        for line in (line for one in outcomes for line in one.lines()):
            out.data(line)
    return REFUSED if any(one.problems for one in outcomes) else DONE
