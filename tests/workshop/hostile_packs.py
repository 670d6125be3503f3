"""Packs that were made to do harm, or came so: each is made from a sound one, and is refused for one reason."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

Entries = list[tuple[str, bytes]]
Mark = Callable[[zipfile.ZipInfo], object]


def zipped(entries: Iterable[tuple[str, bytes]], mark: Mark = lambda info: None, *, how: int = 0) -> bytes:
    """A zip file as other programs make it; ``mark`` does what is not usual to an entry."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo("x")
            info.filename = name  # as it is: ZipInfo would cut a name at its first NUL
            info.compress_type = how
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            mark(info)
            with warnings.catch_warnings(action="ignore"):  # of names that are there twice
                archive.writestr(info, data)
    return made.getvalue()


def manifested(files: Entries, changes: Callable[[dict[str, Any]], object] = lambda made: None) -> Entries:
    """Files with a manifest that lists them as they are, but for its changes."""
    listed = [{"name": n, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in files]
    made = {"format": 1, "kind": "scenario", "id": "made-up", "scenarios": {".": "made-up"}, "files": listed}
    changes(made)
    return [*files, ("manifest.json", json.dumps(made).encode())]


Harm = Callable[[Entries], bytes]


def _with(name: str, data: bytes = b"text") -> Harm:
    return lambda files: zipped(manifested([*files, (name, data)]))


def _changed(name: str, data: bytes) -> Harm:
    return lambda files: zipped(manifested([(n, data if n == name else d) for n, d in files]))


def _listed(changes: Callable[[dict[str, Any]], object]) -> Harm:
    return lambda files: zipped(manifested(files, changes))


def _marked(mark: Mark) -> Harm:
    def on_review(info: zipfile.ZipInfo) -> None:
        if info.filename == "review.md":
            mark(info)

    return lambda files: zipped(manifested([*files, ("review.md", b"Read.")]), on_review)


def _of_kind(kind: int) -> Harm:
    return _marked(lambda info: setattr(info, "external_attr", (kind | 0o777) << 16))


def _manifest(data: bytes) -> Harm:
    return lambda files: zipped([*files, ("manifest.json", data)])


def _around(before: bytes = b"", after: bytes = b"") -> Harm:
    return lambda files: before + zipped(manifested(files)) + after


def _cut(share: float) -> Harm:
    return lambda files: (made := zipped(manifested(files)))[: int(len(made) * share)]


def _patched(place: int, value: bytes, *, both: bool = True) -> Harm:
    """Other bytes at a place in the last entry's part of the directory, and in its own head."""

    def harm(files: Entries) -> bytes:
        made = bytearray(zipped(manifested(files)))
        central = made.rindex(b"PK\1\2")
        head = struct.unpack_from("<L", made, central + 42)[0]
        made[central + place : central + place + len(value)] = value
        if both:
            made[head + place - 2 : head + place - 2 + len(value)] = value
        return bytes(made)

    return harm


def _commented(files: Entries) -> bytes:
    made = io.BytesIO(zipped(manifested(files)))
    with zipfile.ZipFile(made, "a") as archive:
        archive.comment = b"hidden"
    return made.getvalue()


def _between(files: Entries) -> bytes:
    """Data that no entry holds, before the directory, which knows of it."""
    made = zipped(manifested(files))
    end = made.rindex(b"PK\5\6")
    start = struct.unpack_from("<L", made, end + 16)[0]
    moved = struct.pack("<L", start + 6)
    return made[:start] + b"hidden" + made[start:end] + made[end : end + 16] + moved + made[end + 20 :]


def _overlapping(files: Entries) -> bytes:
    """Two entries that share their data, as the smallest bombs do."""
    made = bytearray(zipped(manifested([*files, ("a.txt", b"same"), ("b.txt", b"same")])))
    first, second = (made.rindex(name, 0, made.rindex(b"PK\5\6")) - 46 for name in (b"a.txt", b"b.txt"))
    made[second + 42 : second + 46] = made[first + 42 : first + 46]
    return bytes(made)


def _much(files: Entries) -> bytes:
    text = "".join(f"line {number}\n" for number in range(70_000)).encode()
    many = [(f"documents/{number}.txt", text) for number in range(30)]
    return zipped(manifested([*files, *many]), how=zipfile.ZIP_DEFLATED)


def _many(files: Entries) -> bytes:
    return zipped(manifested([*files, *((f"documents/{number}.txt", b"text") for number in range(300))]))


def _packed_tight(size: int) -> Harm:
    return lambda files: zipped(manifested([*files, ("a.txt", b"a" * size)]), how=zipfile.ZIP_DEFLATED)


_LONG = "x" * 300


def _much_yaml(files: Entries) -> bytes:
    many = [(f"tests/{number}.yaml", b"[" + b"a," * 49_000 + b"]") for number in range(50)]
    return zipped(manifested([*files, *many]))


HOSTILE: dict[str, tuple[Harm, str]] = {
    # how it is made, and words of why it is refused
    "an absolute path": (_with("/etc/evil.txt"), "is an absolute path"),
    "a drive": (_with("C:/evil.txt"), "is an absolute path"),
    "a drive's own folder": (_with("c:evil.txt"), "is an absolute path"),
    "another computer": (_with("\\\\host\\evil.txt"), "is an absolute path"),
    "a backslash": (_with("documents\\evil.txt"), "has a backslash"),
    "a way up": (_with("../evil.txt"), "leads out of its folder"),
    "a way up from within": (_with("documents/../../evil.txt"), "leads out of its folder"),
    "a way up by backslashes": (_with("..\\evil.txt"), "has a backslash"),
    "an empty part": (_with("documents//evil.txt"), "has an empty part"),
    "a part that is a dot": (_with("./evil.txt"), "has an empty part"),
    "a hidden file": (_with(".evil.txt"), "begins or ends with a dot"),
    "a hidden folder": (_with(".git/evil.txt"), "begins or ends with a dot"),
    "a dot at the end": (_with("documents./evil.txt"), "begins or ends with a dot"),
    "a space at the end": (_with("documents /evil.txt"), "begins or ends with a dot or a space"),
    "a space before": (_with("documents/ evil.txt"), "begins or ends with a dot or a space"),
    "a device": (_with("documents/NUL.txt"), "name of a device"),
    "a device by another name": (_with("com\N{SUPERSCRIPT ONE}.txt"), "name of a device"),
    "a device as a folder": (_with("aux/evil.txt"), "name of a device"),
    "a stream of a file": (_with("documents/a.txt:evil.txt"), "has one of"),
    "a pattern": (_with("documents/*.txt"), "has one of"),
    "text from right to left": (_with("documents/\u202etxt.evil.txt"), "control or invisible character"),
    "an escape": (_with("documents/\x1b[2J.txt"), "control or invisible character"),
    "a line break": (_with("documents/a\nb.txt"), "control or invisible character"),
    "a NUL": (_with("documents/a\0b.txt"), "control or invisible character"),
    "a long name": (_with(f"documents/{_LONG}.txt"), "longer than 200 bytes"),
    "many levels": (_with("a/b/c/d/e/f/g/h.txt"), "longer than"),
    "a program": (_with("run.sh"), "none of the kinds of text"),
    "a program of the tests": (_with("tests/conftest.py"), "none of the kinds of text"),
    "a pack in the pack": (_with("inner.zip", zipped([("a.txt", b"a")])), "none of the kinds of text"),
    "a pack that is called a text": (_with("inner.txt", zipped([("a.txt", b"a")])), "'inner.txt', line 1: "),
    "the same twice": (_with("scenario.yaml"), "'scenario.yaml' is there twice"),
    "the same but for case": (_with("Scenario.YAML"), "the same as 'scenario.yaml' on some systems"),
    "a folder but for case": (_with("DOCUMENTS/evil.txt"), "is spelt in two ways"),
    "the same but for how it is written": (
        lambda files: zipped(manifested([*files, ("caf\u00e9.txt", b"a"), ("cafe\u0301.txt", b"b")])),
        "on some systems",
    ),
    "the manifest twice": (_with("manifest.json", b"{}"), "'manifest.json' is there twice"),
    "a file as a folder": (_with("scenario.yaml/evil.txt"), "is a file and a folder at once"),
    "a link": (_of_kind(stat.S_IFLNK), "is a link"),
    "a pipe": (_of_kind(stat.S_IFIFO), "is no plain file"),
    "a device's entry": (_of_kind(stat.S_IFBLK), "is no plain file"),
    "a folder's entry": (_with("documents/", b""), "is no plain file"),
    "extra data": (_marked(lambda info: setattr(info, "extra", b"\xfe\xca\0\0")), "does not say what"),
    "a comment": (_marked(lambda info: setattr(info, "comment", b"hidden")), "extra data or a comment"),
    "another compression": (
        lambda files: zipped(manifested(files), how=zipfile.ZIP_BZIP2),
        "is compressed by method 12",
    ),
    "an encrypted entry": (_patched(8, b"\1\0"), "is encrypted"),
    "a streamed entry": (_patched(8, b"\x08\0"), "written in a way that a pack is not"),
    "a size that lies": (_patched(24, b"\xff\0\0\0"), "does not hold what it says"),
    "a size that lies in its head": (_patched(24, b"\xff\0\0\0", both=False), "does not say what"),
    "a size that lies enormously": (_patched(24, b"\xff\xff\xff\x7f"), "more than 20 MB"),
    "a sum that is wrong": (_patched(16, b"\0\0\0\0"), "does not hold what it says"),
    "much packed to little": (_packed_tight(900_000), "is packed to less than 1/100"),
    "a bomb": (_packed_tight(15_000_000), "is larger than 1 MB"),
    "much altogether": (_much, "more than 20 MB"),
    "much that takes long to read": (_much_yaml, "YAML files hold more than 4 MB"),
    "many entries": (_many, "holds at most 200"),
    "a file that is too large": (_with("documents/a.txt", b"a\n" * 600_000), "is larger than 1 MB"),
    "no manifest": (lambda files: zipped(files), "holds no 'manifest.json'"),
    "no file": (lambda files: zipped([]), "holds no 'manifest.json'"),
    "a manifest of nothing": (_manifest(b""), "is empty"),
    "a manifest of words": (_manifest(b"\xff\xfe"), "is not UTF-8"),
    "a manifest that is cut off": (_manifest(b'{"format": 1, "files": ['), "'manifest.json', line "),
    "a manifest that is a list": (_manifest(b"[]"), "keys with their values"),
    "a manifest of levels": (_manifest(b"[" * 100_000), "nested more than"),
    "a manifest that is too large": (_manifest(b'{"a": "' + b"x" * 1_100_000 + b'"}'), "is larger than 1 MB"),
    "a manifest that says a thing twice": (_manifest(b'{"format": 1, "format": 1}'), "appears twice"),
    "a format that is no number": (_listed(lambda made: made.update(format=True)), "format"),
    "a newer pack": (_listed(lambda made: made.update(format=2)), "newer than this program knows"),
    "a pack of no known format": (_listed(lambda made: made.update(format=0)), "is not known"),
    "a format in words": (_listed(lambda made: made.update(format="one")), "'format'"),
    "an unknown key": (_listed(lambda made: made.update(run="evil")), "'run' is not a known key"),
    "a file that is missing": (
        _listed(lambda made: made["files"].append({"name": "a.txt", "size": 0, "sha256": "0" * 64})),
        "'a.txt' is listed in the manifest, and missing",
    ),
    "a file that is not listed": (_listed(lambda made: made["files"].pop()), "is not listed in the manifest"),
    "a file that is listed twice": (
        _listed(lambda made: made["files"].append(made["files"][0])),
        "lists 'documents/referral-form.txt' twice",
    ),
    "a wrong hash": (
        _listed(lambda made: made["files"][0].update(sha256="0" * 64)),
        "'documents/referral-form.txt' is not what the manifest lists",
    ),
    "a wrong size": (_listed(lambda made: made["files"][0].update(size=1)), "is not what the manifest lists"),
    "an id that leads away": (_listed(lambda made: made.update(id="../../evil")), "is no name of a folder"),
    "an id that is a path": (_listed(lambda made: made.update(id="/evil")), "is no name of a folder"),
    "an id that is a device": (_listed(lambda made: made.update(id="nul")), "name of a device"),
    "another id": (_listed(lambda made: made.update(id="other")), "names another scenario"),
    "another kind": (_listed(lambda made: made.update(kind="course")), "names another scenario"),
    "no zip file": (lambda files: b"format: 1\n" * 100, "is no pack"),
    "nothing": (lambda files: b"", "is no pack"),
    "half of it": (_cut(0.5), "is cut off"),
    "all but its last byte": (lambda files: zipped(manifested(files))[:-1], "is cut off"),
    "data before it": (_around(before=b"#!/bin/sh\n"), "beginning of it is lost"),
    "data after it": (_around(after=b"hidden"), "has data after its end"),
    "another zip file after it": (_around(after=zipped([("a.txt", b"a")])), "is damaged"),
    "a comment of the whole": (_commented, "has data after its end"),
    "data between": (_between, "belongs to no entry"),
    "entries that overlap": (_overlapping, "whose head does not stand where"),
    "text that is not UTF-8": (_changed("documents/referral-form.txt", b"caf\xe9"), "is not UTF-8"),
    "a control character": (_changed("documents/referral-form.txt", b"\x1b]52;c;eA==\x07"), "U+001B"),
    "levels without end": (_changed("scenario.yaml", b"[" * 100_000), "nested more than"),
    "a test that cannot be read": (_with("tests/a.yaml", b"a: 1\na: 2\n"), "'tests/a.yaml', line 2: key 'a' appears"),
    "no scenario": (_changed("scenario.yaml", b"format: 1\n"), "'scenario.yaml', line 1: 'id' is missing"),
    "no scenario at all": (lambda files: zipped(manifested([("a.txt", b"text")])), "there is no file 'scenario.yaml'"),
    "a document that is not there": (
        lambda files: zipped(manifested([f for f in files if f[0] != "documents/referral-form.txt"])),
        "there is no file 'documents/referral-form.txt'",
    ),
}
