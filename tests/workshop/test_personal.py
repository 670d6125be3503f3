"""Text that looks like personal data, and what is kept for fiction."""

from __future__ import annotations

import time
from datetime import date

import pytest

from sca_flow.workshop.personal import personal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AB 12 34 56 C", "National Insurance number"),
        ("ref AB123456C.", "National Insurance number"),
        ("call 020 8000 0000 today", "telephone number"),
        ("call 07911 123456", "telephone number"),
        ("call +44 7911 123456", "telephone number"),
        ("call +44 (0)20 8000 0000", "telephone number"),
        ("call +84 24 3825 2839", "telephone number"),
        ("write to ana.b@mailbox.co.uk", "e-mail address"),
        ("1 High Street, SW1A 2AA", "postcode"),
        ("at M1 1AE", "postcode"),
        ("Date of birth:   3 March 1991", "date of birth"),
        ("born on 03/03/1991", "date of birth"),
        ("DOB 1991-03-03", "date of birth"),
        ("Born 3rd March 1991", "date of birth"),
        ("DATE OF BIRTH 3 MARCH 1991", "date of birth"),
        ("date of birth: March 3, 1991", "date of birth"),
        ("date of birth 03-03-91", "date of birth"),
        ("ab-12-34-56-c", "National Insurance number"),
        ("call 0044 7911 123456", "telephone number"),
    ],
)
def test_it_is_told_on_its_line(text: str, kind: str) -> None:
    assert [(line, kind in what) for line, what in personal(f"One.\nTwo.\n{text}\n", None)] == [(3, True)]


@pytest.mark.parametrize(
    "text",
    [
        "QQ 12 34 56 C",  # never issued
        "01632 960123, 020 7946 0123, 07700 900 123, 0161 496 0123, +44 1632 960123",
        "the helpline 0800 012 1700, or 0300 123 1234, or 116 123",
        "ana@example.org, ana@mail.example.com, ana@agency.example, ana@nowhere.test",
        "Date of birth   Withheld in training copy",
        "a second child was born in 2018",
        "about 14,000 pounds, 2020-02-03, reference T-NB-01, page 12 of 14, PQ-86506",
        "ZZ1 1ZZ",
    ],
)
def test_what_nobody_has_is_left_alone(text: str) -> None:
    assert list(personal(text, None)) == []


def test_the_fictional_person_s_own_birthday_is_left_alone_and_another_is_not() -> None:
    text = "born 19 November 2005\nborn 19 Nov 2005\nborn 20 November 2005\n"

    assert [line for line, _ in personal(text, date(2005, 11, 19))] == [3]


@pytest.mark.parametrize("piece", ["a", "a.", "0 ", "+44", "born ", "A1 ", "@", "AB12", "x" * 64 + "@", "0-(", "dob\n"])
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 1_000_000)[:1_000_000]
    begun = time.process_time()
    for _ in zip(range(100), personal(text, None), strict=False):
        pass

    assert time.process_time() - begun < 20
