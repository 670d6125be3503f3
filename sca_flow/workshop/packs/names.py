"""The names that files of a pack may have: they mean the same on every system, and nothing outside a folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from sca_flow.unseen import UNSEEN

TEXTS = (".yaml", ".txt", ".md")
"""What a pack carries: the files of the format, documents, and notes, all of them plain text."""

DEEPEST = 6
LONGEST = 200
_DEVICES = re.compile(r"con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9]|lpt[0-9]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_HIDDEN_KINDS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def told(name: str) -> str:
    """A name as it may be shown: what cannot be seen in it is written out, and one that is too long is cut."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name[:LONGEST])
    return shown if len(name) <= LONGEST else shown + "..."


def faults(name: str) -> Iterator[str]:
    """Why a name may not stand in a pack: each reason as the end of a sentence."""
    if not name:
        yield "has no name"
        return
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        yield "is an absolute path"
    if "\\" in name:
        yield "has a backslash in its name"
    if UNSEEN.search(name) or any(unicodedata.category(c) in _HIDDEN_KINDS for c in name):
        yield "has a control or invisible character in its name"
    parts = name.split("/")
    if ".." in parts:
        yield "leads out of its folder by '..'"
    if len(parts) > DEEPEST or len(name.encode("utf-8", "replace")) > LONGEST:
        yield f"has a name that is longer than {LONGEST} bytes or {DEEPEST} levels"
    yield from dict.fromkeys(fault for part in parts if part != ".." for fault in _faults_of_part(part))
    if not name.casefold().endswith(TEXTS):
        yield f"is none of the kinds of text that a pack carries ({', '.join(TEXTS)})"


def faults_of_folder(name: str) -> Iterator[str]:
    """Why a name may not be that of the folder that a pack is unpacked into."""
    if "/" in name or ".." in name:
        yield "is no name of a folder"
    else:
        yield from faults(f"{name}{TEXTS[0]}")


def _faults_of_part(part: str) -> Iterator[str]:
    if part in ("", "."):
        yield "has an empty part in its name"
    elif part.startswith(".") or part != part.strip(" ") or part.endswith("."):
        yield "has a part in its name that begins or ends with a dot or a space"
    if _FORBIDDEN.search(part):
        yield 'has one of < > : " | ? * in its name'
    if _DEVICES.fullmatch(_folded(part).split(".")[0].rstrip(" ")):
        yield "has the name of a device on some systems"


def clashes(names: Iterable[str]) -> Iterator[str]:
    """What cannot lie beside each other: twice the same, the same but for its spelling, a file that is a folder too."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        key = _folded(name)
        if key in files:
            same = "there twice" if files[key] == name else f"the same as '{told(files[key])}' on some systems"
            yield f"'{told(name)}' is {same}."
        files.setdefault(key, name)
        parts = name.split("/")
        for upto in range(1, min(len(parts), DEEPEST + 1)):
            folder = "/".join(parts[:upto])
            if folders.setdefault(_folded(folder), folder) != folder:
                yield f"the folder of '{told(name)}' is spelt in two ways that are the same on some systems."
    for key in sorted(files.keys() & folders.keys()):
        yield f"'{told(files[key])}' is a file and a folder at once."


def _folded(name: str) -> str:
    """A name without what some file systems do not tell apart: case, and ways to write a character."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
