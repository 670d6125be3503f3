"""A scenario on paper: complete for whoever leads it, and silent on what is good for those who work it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from sca_flow.cli.main import run
from sca_flow.cli.printing import drafted
from sca_flow.html import CSS
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import Library
from sca_flow.scenario.model import Scenario
from sca_flow.workshop.booklets.booklet import Booklet
from sca_flow.workshop.booklets.facilitator import facilitator
from sca_flow.workshop.booklets.participant import participant
from sca_flow.workshop.booklets.time import Part, schedule
from tests.cli.conftest import Said

from .making import Spoilt, begun

SHIPPED = ("county-lines", "nail-bar", "domestic-servitude")
EDITIONS = {"participant": participant, "facilitator": facilitator}
EVERY = [(name, edition) for name in SHIPPED for edition in EDITIONS]
VOID = {"meta", "br", "hr", "img", "link", "input"}
HOSTILE = "</title></style><script>alert(1)</script><img src=x onerror=a()> \"q\" & 'r' } @import 'x'; \\"


@cache
def booklet(name: str) -> Booklet:
    return Booklet(drafted(name))


@cache
def html(name: str, edition: str) -> str:
    return EDITIONS[edition](booklet(name))


@cache
def scenario(name: str) -> Scenario:
    return Library(shipped()).find(name)


class Page(HTMLParser):
    """A page read as strictly as it was written: every element is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.lines: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))
        if tag == "td" and self._in_document:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(name for name, _ in self.open), data))
        if self._in_document and self.open[-1][0] == "td":
            self.lines[-1] += data

    @property
    def _in_document(self) -> bool:
        return any(name == "table" and held.get("class") == "text" for name, held in self.open)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def words(self) -> str:
        """All that is read, on one line; what is a text of its own is set apart."""
        return squeezed(" ".join(text for within, text in self.texts if "style" not in within))


def squeezed(text: str) -> str:
    return " ".join(text.split())


# -- what a page is ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_a_booklet_is_one_page_that_everybody_can_read(name: str, edition: str) -> None:
    read = Page(html(name, edition))
    assert html(name, edition).startswith("<!DOCTYPE html>\n")
    assert read.named("html") == [{"lang": "en-GB"}]
    assert len(read.named("h1")) == len(read.named("title")) == len(read.named("main")) == 1
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert len(read.named("caption")) == len(read.named("table")) > 0
    assert {cell.get("scope") for cell in read.named("th")} == {"col", "row"}
    ids = [held["id"] for _, held in read.tags if "id" in held]
    assert len(ids) == len(set(ids))
    assert {str(link["href"]).removeprefix("#") for link in read.named("a")} <= set(ids)


@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_it_runs_nothing_and_asks_for_nothing(name: str, edition: str) -> None:
    read = Page(html(name, edition))
    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in read.tags}
    attributes = {key for _, held in read.tags for key in held}
    assert not {key for key in attributes if key.startswith("on")} | attributes & {"src", "style"}
    style = "".join(text for within, text in read.texts if within[-1:] == ("style",))
    assert not re.search(r"url\(|@import|https?:", style)
    assert "size: A4" in style
    assert "break-before: page" in style
    assert set(re.findall("#[0-9a-f]{6}", style)) <= set(
        re.findall("#[0-9a-f]{6}", CSS)
    )  # those are of enough contrast


@pytest.mark.parametrize(("name", "edition"), EVERY)
def test_every_document_is_there_line_by_line_in_the_order_of_arrival(name: str, edition: str) -> None:
    papers = booklet(name).papers
    assert {paper.document.id for paper in papers} == {one.id for one in scenario(name).file.documents}
    days = [paper.came for paper in papers if paper.came is not None]
    assert days == sorted(days)
    expected = [line for paper in papers for line in paper.text.splitlines()]
    assert Page(html(name, edition)).lines == expected


# -- who may read what -------------------------------------------------------------------------------------------------


def strings(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text of a part of a scenario, with the keys that lead to it."""
    if isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from strings(getattr(value, key), (*path, key))
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from strings(held, (*path, str(key)))
    elif isinstance(value, tuple | list):
        for held in value:
            yield from strings(held, path)
    elif isinstance(value, str) and " " in value.strip():
        yield path, squeezed(value)


def good(name: str) -> Iterator[str]:
    """What the author holds to be good, and what only some may know."""
    file = scenario(name).file
    yield from (text for _, text in strings(file.judgement))
    yield from (text for path, text in strings(file.model) if path[0] in ("why", "with_"))
    yield from (text for path, text in strings(file.people) if path[0] in ("hand", "conflict"))
    yield from (text for path, text in strings(file.incidents) if path[0] in ("tells", "with_"))
    yield from file.questions


def offered(name: str) -> set[str]:
    """What a participant reads all the same: reasons to choose from, and words that stand in the documents."""
    judgement = scenario(name).file.judgement
    says = {squeezed(reason.says) for judged in judgement.decisions for reason in judged.reasons}
    return says | {squeezed(passage.text) for passage in judgement.passages}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_participant_reads_nothing_of_what_the_author_judges(name: str) -> None:
    words = Page(html(name, "participant")).words
    secret = [text for text in good(name) if text not in offered(name)]
    assert len(secret) > 100
    assert [text for text in secret if text in words] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_facilitator_reads_all_of_it(name: str) -> None:
    words = Page(html(name, "facilitator")).words
    assert [text for text in good(name) if squeezed(text) not in words] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_participant_has_reasons_to_choose_from_without_which_are_sound(name: str) -> None:
    words = Page(html(name, "participant")).words
    for judged in scenario(name).file.judgement.decisions:
        for number, reason in enumerate(judged.reasons, start=1):
            assert f"{number} {squeezed(reason.says)}" in words
    assert "does not hold" not in words


@pytest.mark.parametrize("name", SHIPPED)
def test_a_participant_finds_people_content_note_and_notice_and_the_elements_to_find(name: str) -> None:
    words, file = Page(html(name, "participant")).words, scenario(name).file
    assert "not legal advice" in words
    assert squeezed(file.content_note) in words
    assert all(person.name in words and person.organisation in words for person in file.people)
    assert words.count("no real names, and nothing from a real case") > 3
    assert "Written against: I suspect" in words


def test_envelopes_say_when_they_are_opened() -> None:
    words = Page(html("nail-bar", "participant")).words
    assert "open on 2020-05-21" in words
    assert "open if information is asked of: police; 68 days after the request, and not before 2020-04-22" in words


def test_nothing_unconfirmed_is_told_as_fact() -> None:
    words = Page(html("nail-bar", "facilitator")).words
    for line in booklet("nail-bar").path:
        for cited in line.rests_on if line.choice else ():
            told = f"{cited.value} {cited.source}, {cited.pinpoint or 'no paragraph known'}; on "
            assert re.search(rf"{re.escape(squeezed(told))} \S+ {cited.confidence}", words)
    assert "MEMORY, memory: shown, and never scored" in words
    assert "SIM (assumed)" in words


# -- time and talk -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [1, 7, 60, 600])
def test_the_minutes_come_to_the_whole(minutes: int) -> None:
    for words, decisions in product([0, 10, 3_000, 90_000], [0, 1, 9]):
        decide = (Part("decide", weight=3),) * decisions
        slots = list(
            schedule(minutes, [*(Part("read", words=words) for _ in range(3) if words), *decide, Part("talk")])
        )
        assert sum(slot.minutes for slot in slots) == minutes
        assert (slots[0].begin, slots[-1].end) == (0, minutes)
        assert all(one.end == two.begin and one.minutes >= 0 for one, two in pairwise(slots))


@pytest.mark.parametrize("name", SHIPPED)
def test_the_schedule_holds_every_decision_of_the_model_path(name: str) -> None:
    told = [slot.what for slot in booklet(name).schedule]
    assert sum(slot.minutes for slot in booklet(name).schedule) == scenario(name).file.minutes
    assert [point.title for point in booklet(name).points] == [
        what.removeprefix("Decide: ") for what in told if what.startswith("Decide: ")
    ]


def test_there_are_three_questions_whether_the_author_has_any_or_not(panel: Spoilt, decision: Spoilt) -> None:
    for spoilt in (panel, decision):
        spoilt.yaml.write_text(spoilt.text.split("\nquestions:")[0] + "\n", encoding="utf-8")
        assert len(set(Booklet(drafted(str(spoilt.path))).questions)) == 3
    assert booklet("nail-bar").questions == scenario("nail-bar").file.questions


@pytest.mark.parametrize("questions", ["['one?', 'two?']", "['one?', 'two?', ' ']"])
def test_two_questions_are_refused(panel: Spoilt, printed: Printed, questions: str) -> None:
    panel.yaml.write_text(panel.text.split("\nquestions:")[0] + f"\nquestions: {questions}\n", encoding="utf-8")
    said = printed(panel.path, "--for", "facilitator")
    assert said.code == 2
    assert "there are exactly three questions, or none" in said.err


# -- the command -------------------------------------------------------------------------------------------------------

Printed = Callable[..., Said]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """`sca-flow scenario print`."""

    def command(*arguments: object) -> Said:
        capsys.readouterr()
        code = run(["scenario", "print", *map(str, arguments)])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


BARE = """\
format: 1
id: bare
title: {title}
minutes: 1
summary: s
content_note: n
referral:
  received: 2021-04-12
  organisation: o
  first_responder: true
  person: {{name: N, nationality: B}}
  age_at_referral: unclear
  age_at_exploitation: unclear
  consent: not_needed
people: [{{id: a, name: A, roles: [person]}}]
"""


def bare(folder: Path, title: str) -> Path:
    folder.mkdir()
    (folder / "scenario.yaml").write_text(BARE.format(title="'" + title.replace("'", "''") + "'"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_scenario_of_nothing_but_a_referral_is_printed_and_hostile_text_stays_text(
    tmp_path: Path, printed: Printed, edition: str
) -> None:
    said = printed(bare(tmp_path / "bare", HOSTILE), "--for", edition)
    assert said.code == 0
    read = Page(said.out)
    assert not {"script", "img"} & {tag for tag, _ in read.tags}
    assert "".join(text for within, text in read.texts if within[-1:] == ("h1",)) == HOSTILE
    style = "".join(text for within, text in read.texts if within[-1:] == ("style",))
    assert style.count("@import") == style.count("<") == 0


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("template", ["decision", "panel"])
def test_what_is_begun_from_a_template_can_be_printed(
    tmp_path: Path, printed: Printed, template: str, edition: str
) -> None:
    said = printed(begun(tmp_path, template).path, "--for", edition, "--json")
    assert said.code == 0
    assert said.json["for"] == edition
    assert {one["sheet"].split()[0] for one in said.json["documents"]} <= {"Document", "Envelope"}
    Page(said.json["html"])
    assert len(said.json.get("questions", [])) == (3 if edition == "facilitator" else 0)


def test_a_path_that_stops_is_said_so(panel: Spoilt, printed: Printed) -> None:
    panel.without("  - step: accept_referral", "\n  - step:")
    said = printed(panel.path, "--for", "facilitator")
    assert said.code == 0
    assert "The model path does not run to its end: it stops at step 1." in said.out


def test_a_file_is_written_and_never_overwritten(tmp_path: Path, printed: Printed) -> None:
    file = tmp_path / "booklet.html"
    assert printed("county-lines", "--for", "participant", "--output", file).code == 0
    assert file.read_text(encoding="utf-8") == html("county-lines", "participant")
    again = printed("county-lines", "--for", "facilitator", "--output", file)
    assert (again.code, "is there already" in again.err) == (2, True)


def test_what_cannot_be_read_is_told_with_its_line(panel: Spoilt, printed: Printed) -> None:
    line = panel.change("minutes: ", "minuts: ").line("minuts: ")
    said = printed(panel.path, "--for", "participant")
    assert said.code == 2
    assert f"scenario.yaml:{line}:1: 'minuts' is not a known key. Did you mean 'minutes'?" in said.err
    assert printed("nail-baar", "--for", "participant").err.count("nail-bar") == 1
    assert printed("x" * 5_000, "--for", "participant").code == 2
