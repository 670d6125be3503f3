"""Finding text that looks like personal data: it may be invented and still be somebody's.

Every pattern looks ahead a bounded way, so that no text, however made, takes long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

_NI = re.compile(r"(?i)\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?(?:[0-9]{2}[ -]?){3}[A-D]\b")
_PHONE = re.compile(r"(?<![\w+.,/-])(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)[1-9](?:[ ()-]{0,2}[0-9]){8,9}(?![\w-])")
_ABROAD = re.compile(r"(?<![\w+])\+(?!44)[1-9][0-9]{0,2}(?:[ ()-]{0,2}[0-9]){7,11}(?![\w-])")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@((?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24})\b")
_ALL_AREAS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK
    FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN
    NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW
    UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS = frozenset(_ALL_AREAS.split())
"""The postcode areas that there are."""
_POSTCODE = re.compile(r"\b([A-Z]{1,2})[0-9][0-9A-HJKMNPR-Y]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b")
_BIRTH = ("born", "Born", "irth", "IRTH", "DOB", "D.O.B", "d.o.b", "dob")
_DAY = re.compile(
    r"\W{0,40}(?:on )?((?:[0-9]{1,2}(?:st|nd|rd|th)? [A-Z][A-Za-z]{2,8} (?:19|20)[0-9]{2})|"
    r"(?:[A-Z][A-Za-z]{2,8} [0-9]{1,2}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{2})|"
    r"(?:[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:19|20)?[0-9]{2}(?![0-9]))|(?:(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}))"
)
_DIGIT = re.compile("[0-9]")
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d/%m/%Y", "%d/%m/%y", "%Y/%m/%d")

_DRAMA = re.compile(
    "01632960[0-9]{3}|07700900[0-9]{3}|02079460[0-9]{3}|0(?:11[345678]|121|131|141|151|161)4960[0-9]{3}|"
    "01914980[0-9]{3}|028964960[0-9]{2}|02920180[0-9]{3}|08081570[0-9]{3}|09098790[0-9]{3}|03069990[0-9]{3}"
)
"""Numbers that Ofcom keeps for drama, and that nobody has."""
_LINES = ("0800", "0808", "03")
"""Numbers of organisations, helplines among them: a content note may give one."""
_NOBODY = re.compile(r"(?i)(?:.+\.)?(?:example\.(?:org|com|net)|[\w-]+\.(?:example|test|invalid)|localhost)$")
"""Domains that are kept for examples."""


def personal(text: str, born: date | None) -> Iterator[tuple[int, str]]:
    """Each line, counted from 1, with what looks like personal data on it; ``born`` is the fictional person's own."""
    for start, kind, found in sorted(_found(text, born)):
        yield text.count("\n", 0, start) + 1, f"'{found}' looks like {kind}."


def _found(text: str, born: date | None) -> Iterator[tuple[int, str, str]]:
    if "@" in text:
        for one in _EMAIL.finditer(text):
            if not _NOBODY.match(one[1]):
                yield one.start(), "an e-mail address", one[0]
    for word in _BIRTH:
        for at in _places(word, text):
            day = _DAY.match(text, at + len(word))
            if day and (born is None or _read(day[1]) != born):
                yield at, "a date of birth", day[1]
    for begin, line in _with_digits(text):
        yield from ((begin + at, kind, found) for at, kind, found in _numbers(line))


def _numbers(line: str) -> Iterator[tuple[int, str, str]]:
    digits = len(_DIGIT.findall(line))  # most lines have too few, or no capital, and are passed over
    capitals = not line.islower()
    if digits >= 6:
        for one in _NI.finditer(line):
            yield one.start(), "a National Insurance number", one[0]
    if digits >= 10:
        yield from _telephones(_PHONE, line)
    if digits >= 8 and "+" in line:
        yield from _telephones(_ABROAD, line)
    if digits >= 2 and capitals:
        for one in _POSTCODE.finditer(line):
            if one[1] in _AREAS:
                yield one.start(), "a postcode", one[0]


def _telephones(pattern: re.Pattern[str], line: str) -> Iterator[tuple[int, str, str]]:
    return ((one.start(), "a telephone number", one[0]) for one in pattern.finditer(line) if not _kept(one[0]))


def _places(word: str, text: str) -> Iterator[int]:
    at = -1
    while (at := text.find(word, at + 1)) >= 0:
        yield at


def _with_digits(text: str) -> Iterator[tuple[int, str]]:
    """Each line that holds a digit, and where it begins."""
    at = 0
    while found := _DIGIT.search(text, at):
        begin = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", begin)
        at = len(text) if end < 0 else end
        yield begin, text[begin:at]


def _kept(number: str) -> bool:
    """Whether a number is kept for drama, or an organisation's."""
    digits = re.sub(r"[^0-9+]", "", number.replace("(0)", "")).replace("+44", "0")
    digits = re.sub("^0044", "0", digits)
    return bool(_DRAMA.fullmatch(digits)) or digits.startswith(_LINES)


def _read(written: str) -> date | None:
    plain = re.sub(r"(?<=[0-9])(?:st|nd|rd|th)|,", "", written)
    plain = re.sub("[.-]", "/", plain)
    for form in _WRITTEN:
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None
