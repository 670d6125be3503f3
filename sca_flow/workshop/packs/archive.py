"""The few kinds of zip file that a pack may be: written always in the same bytes, read as if it came to do harm.

Read is only a plain sequence of plain files, stored or deflated, that fills the file from its first byte to its last:
whatever a zip file can hide between, before or after its entries is refused, as are sizes that lie.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sca_flow.reading import MAX_BYTES
from sca_flow.workshop.packs.manifest import MOST_BYTES, MOST_FILES

MOST_RATIO, SMALL = 100, 10_000
"""A file larger than so many bytes may not shrink to less than its hundredth: texts do not."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_SIGNS = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8, _LEVEL = 0x2041, 0x800, 0x6
_DAY = 1 << 5 | 1
"""1 January 1980, the first that a zip file knows: the time at which a file was packed is nobody's business."""


@dataclass(frozen=True)
class Entry:
    """An entry of the directory of a zip file."""

    raw: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    extras: int
    offset: int
    local: tuple[int, ...] = field(repr=False)
    """What its own head has to say as well."""

    @property
    def name(self) -> str:
        """Its name; what is not UTF-8 in it becomes characters that no name may have."""
        return self.raw.decode("utf-8", "surrogateescape")

    def faults(self) -> Iterator[str]:
        """Why it is refused unread: each reason as the end of a sentence."""
        if self.flags & _ENCRYPTED:
            yield "is encrypted"
        if self.flags & ~(_ENCRYPTED | _UTF8 | _LEVEL):
            yield "is written in a way that a pack is not (a stream or a patch)"
        if not self.flags & _UTF8 and not self.raw.isascii():
            yield "has a name that is not said to be UTF-8"
        if self.method not in (_STORED, _DEFLATED):
            yield f"is compressed by method {self.method}; a pack knows stored and deflated"
        unix, dos = self.mode >> 16, self.mode & 0xFFFF
        if stat.S_ISLNK(unix) or dos & 0x400:
            yield "is a link"
        elif stat.S_IFMT(unix) not in (0, stat.S_IFREG) or dos & 0x18 or self.raw.endswith(b"/"):
            yield "is no plain file"
        if self.extras:
            yield "carries extra data or a comment"
        if self.size > MAX_BYTES:
            yield "is larger than 1 MB"
        elif self.size > SMALL and self.size > MOST_RATIO * self.packed:
            yield f"is packed to less than 1/{MOST_RATIO} of its size"

    def content(self, data: bytes) -> bytes | None:
        """What it holds, never more than it says; None when that is not what it says."""
        start = self.offset + _LOCAL.size + len(self.raw)
        found = data[start : start + self.packed]
        if self.method == _DEFLATED:
            found = _inflated(found, self.size) or b""
        return found if len(found) == self.size and zlib.crc32(found) == self.crc else None


class Unusable(Exception):
    """A file that is no zip file, or none of which the entries can be told apart."""


def written(files: Mapping[str, bytes]) -> bytes:
    """A zip file: sorted names, one fixed time, nothing compressed, so that it is the same wherever it is made."""
    body, directory = bytearray(), bytearray()
    for name, data in sorted(files.items()):
        raw = name.encode("utf-8")
        head = (_UTF8, _STORED, 0, _DAY, zlib.crc32(data), len(data), len(data), len(raw))
        mode = (stat.S_IFREG | 0o644) << 16
        directory += _CENTRAL.pack(_SIGNS[1], 3 << 8 | 20, 20, *head, 0, 0, 0, 0, mode, len(body)) + raw
        body += _LOCAL.pack(_SIGNS[0], 20, *head, 0) + raw + data
    end = _END.pack(_SIGNS[2], 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + end)


def entries(data: bytes) -> list[Entry]:
    """The entries of a zip file, after it is known that they fill it.

    Raises:
        Unusable: it is no zip file, it is cut off or damaged, or there is anything in it besides its entries.
    """
    start, count = _directory(data)
    if count > MOST_FILES + 1:
        raise Unusable(f"holds {count:,} entries; a pack holds at most {MOST_FILES} files.")
    found, at, body = [], start, 0
    for _ in range(count):
        entry, at = _entry(data, at)
        if entry.offset != body or not _is_headed(data, entry):
            raise Unusable("has an entry whose head does not stand where, or does not say what, the directory says.")
        body += _LOCAL.size + len(entry.raw) + entry.packed
        found.append(entry)
    if body != start or at != len(data) - _END.size:
        raise Unusable("holds data that belongs to no entry.")
    if sum(entry.size for entry in found) > MOST_BYTES + MAX_BYTES:
        raise Unusable(f"would unpack to more than {MOST_BYTES // 1_000_000} MB.")
    return found


def _directory(data: bytes) -> tuple[int, int]:
    """Where the directory begins, and how many entries it has."""
    end = len(data) - _END.size
    if end < 0 or not data.startswith((_SIGNS[0], _SIGNS[2])):
        raise Unusable("is no pack, or the beginning of it is lost.")
    sign, disk, first, here, count, size, start, comment = _END.unpack_from(data, end)
    if sign != _SIGNS[2] or comment:
        after = _SIGNS[2] in data[-(_END.size + 0xFFFF) : end + len(_SIGNS[2])]  # further on there is no room for it
        raise Unusable("has data after its end." if after else "is cut off: its end is missing.")
    if disk or first or here != count or start + size != end:
        raise Unusable("is damaged: its directory does not lie where its end says.")
    return start, count


def _entry(data: bytes, at: int) -> tuple[Entry, int]:
    try:
        said = _CENTRAL.unpack_from(data, at)
    except struct.error:
        raise Unusable("is damaged: its directory is cut off.") from None
    sign, _by, _needs, flags, method, time, day, crc, packed, size, name, extra, comment, disk, _, mode, offset = said
    raw = data[at + _CENTRAL.size : at + _CENTRAL.size + name]
    if sign != _SIGNS[1] or len(raw) != name or disk:
        raise Unusable("is damaged: its directory cannot be read.")
    local = (flags, method, time, day, crc, packed, size, name)
    entry = Entry(raw, flags, method, crc, packed, size, mode, extra + comment, offset, local)
    return entry, at + _CENTRAL.size + name + extra + comment


def _is_headed(data: bytes, entry: Entry) -> bool:
    """Whether an entry's own head says what the directory says of it."""
    try:
        sign, _needs, *said, extra = _LOCAL.unpack_from(data, entry.offset)
    except struct.error:
        return False
    start = entry.offset + _LOCAL.size
    return sign == _SIGNS[0] and tuple(said) == entry.local and extra == 0 and data.startswith(entry.raw, start)


def _inflated(packed: bytes, size: int) -> bytes | None:
    """What was deflated, read no further than one byte beyond the size it should have."""
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = reader.decompress(packed, size + 1)
    except zlib.error:
        return None
    return found if reader.eof and not reader.unused_data else None
