"""A difference as a page: it stands alone, can be read by everybody, printed and sent, and runs nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from sca_flow.html import CSS, page, row, table, tag
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.workbench.diff import Diff, diff
from sca_flow.workbench.diff_html import as_html
from sca_flow.workbench.invariants import SHIPPED, read_invariants
from sca_flow.workbench.sides import sides

TODAY = date(2026, 11, 24)
VOID = {"meta", "link", "img", "br", "hr", "input"}
HOSTILE = "</title></style><script>alert(1)</script><img src=http://x.example onerror=a()> & \"q\" 'r' \x1b[31m\u202e"


def compared(a: str, b: str) -> Diff:
    named = sides(a, b, None, shipped(), shipped_variants(), TODAY)
    return diff(*named, shipped(), read_invariants(SHIPPED, shipped().sources), members=2)


@cache
def html(a: str = "rules", b: str = "binding-referral-back") -> str:
    return as_html(compared(a, b))


class Page(HTMLParser):
    """A page read as strictly as it was written: every element is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.declared = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_decl(self, decl: str) -> None:
        self.declared = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def text(self, tag: str) -> str:
        return "".join(text for name, text in self.texts if name == tag)


PAIRS = [("rules", "binding-referral-back"), ("rules", "rules"), ("2022-12-12", "2022-12-13"), ("rules", "no-panel")]


@pytest.mark.parametrize("pair", PAIRS)
def test_the_page_parses_and_says_its_language_and_title(pair: tuple[str, str]) -> None:
    read = Page(html(*pair))
    assert read.declared.lower() == "doctype html"
    assert read.named("html") == [{"lang": "en-GB"}]
    assert read.named("meta")[0] == {"charset": "utf-8"}
    assert read.text("title") == read.text("h1") != ""
    assert len(read.named("h1")) == len(read.named("main")) == len(read.named("title")) == 1
    assert "not legal advice" in html(*pair)


@pytest.mark.parametrize("pair", PAIRS)
def test_headings_go_down_one_level_at_a_time(pair: tuple[str, str]) -> None:
    levels = [int(name[1]) for name, _ in Page(html(*pair)).tags if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("pair", PAIRS)
def test_every_table_has_a_caption_and_every_heading_cell_a_scope(pair: tuple[str, str]) -> None:
    read = Page(html(*pair))
    assert len(read.named("caption")) == len(read.named("table")) > 0
    assert {cell.get("scope") for cell in read.named("th")} == {"col", "row"}
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html(*pair), re.DOTALL)
    assert all(line.startswith(('<th scope="row"', '<th scope="col"')) for line in rows)
    for found in re.findall(r"<table[^>]*>(.*?)</table>", html(*pair), re.DOTALL):
        widths = {len(re.findall(r"<t[hd][ >]", line)) for line in re.findall(r"<tr[^>]*>(.*?)</tr>", found, re.DOTALL)}
        assert len(widths) == 1


@pytest.mark.parametrize("pair", PAIRS)
def test_links_lead_to_what_is_on_the_page_and_every_id_is_there_once(pair: tuple[str, str]) -> None:
    read = Page(html(*pair))
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [str(attributes["href"]) for attributes in read.named("a")]
    labels = [attributes["aria-labelledby"] for _, attributes in read.tags if "aria-labelledby" in attributes]
    assert {link.removeprefix("#") for link in links} | set(labels) <= set(ids)
    assert links[0] == "#main"


@pytest.mark.parametrize("pair", PAIRS)
def test_nothing_is_run_and_nothing_remote_is_asked_for(pair: tuple[str, str]) -> None:
    read = Page(html(*pair))
    assert not {"script", "link", "img", "iframe", "object", "embed", "form"} & {name for name, _ in read.tags}
    attributes = {key for _, held in read.tags for key in held}
    assert not {key for key in attributes if key.startswith("on")} | attributes & {"src", "style", "srcset"}
    assert not re.search(r"url\(|@import|https?:", read.text("style"))


def test_the_page_forbids_all_but_its_own_style() -> None:
    read = Page(html())
    policy = next(m["content"] for m in read.named("meta") if m.get("http-equiv") == "Content-Security-Policy")
    sha = base64.b64encode(hashlib.sha256(read.text("style").encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{sha}'; base-uri 'none'; form-action 'none'"


def test_text_hostile_to_html_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    why = "</p><script>alert(1)</script><img src=x onerror=a()> & <!-- ]]>"
    path.write_text(
        f"id: hostile\nextends: 2021-06-01\nwhy: '{why}'\nset: {{referral_back.binding: true}}\n", encoding="utf-8"
    )
    text = as_html(compared("rules", str(path)))
    read = Page(text)
    assert not {"script", "img"} & {name for name, _ in read.tags}
    assert "&lt;script&gt;" in text
    assert why in "".join(found for _, found in read.texts)


def test_every_part_of_a_page_escapes_what_it_is_given() -> None:
    text = page(HOSTILE, [tag("p", HOSTILE)], [("one", HOSTILE, [table(HOSTILE, [HOSTILE], [row(HOSTILE)]), HOSTILE])])
    read = Page(text)
    assert not {"script", "img"} & {name for name, _ in read.tags}
    seen = HOSTILE.replace("\x1b", "\N{REPLACEMENT CHARACTER}").replace("\u202e", "\N{REPLACEMENT CHARACTER}")
    assert [read.text(name) for name in ("title", "h1", "p", "h2", "caption", "section")] == [seen] * 6
    assert read.text("th") == seen * 2
    assert "\x1b" not in text


def test_an_attribute_cannot_be_left() -> None:
    read = Page(page("x", [tag("p", title='"><script>')], []))
    assert read.named("p") == [{"title": '"><script>'}]
    assert read.named("script") == []


def test_the_same_difference_is_the_same_page_byte_for_byte() -> None:
    again = as_html(compared("rules", "binding-referral-back"))
    assert again.encode() == html().encode()


def test_the_page_tells_what_the_terminal_tells() -> None:
    found = compared("rules", "binding-referral-back")
    words = re.sub(r"\s+", " ", "".join(text for _, text in Page(as_html(found)).texts))
    for difference in found.behaviour[0].differences:
        assert difference.headline(found.a.name, found.b.name) in words
        assert re.sub(r"\s+", " ", difference.shown.end) in words
        assert all(re.sub(r"\s+", " ", line) in words for line in difference.shown.told)
    for change in found.text:
        assert all(str(place) in words for said in (change.old, change.new) for place in said.cited)
    for one in found.safeguards:
        assert one.invariant.says in words
    assert all(sha in words for side in ("first", "second") for sha in found.receipt[side]["sha256"].values())
    assert "What breaks referral-back-is-advisory, under binding-referral-back on 2021-06-01" in words


def test_what_changed_is_said_in_words_and_not_by_colour_alone() -> None:
    changed = re.findall(r'<tr class="changed"[^>]*>(.*?)</tr>', html(), re.DOTALL)
    assert changed
    assert all("changed, as expected</td>" in line for line in changed)
    assert Page(html("rules", "rules")).text("td").count("the same") == len(compared("rules", "rules").safeguards)


def test_an_equivalent_pair_says_so_and_has_no_table_of_steps() -> None:
    text = html("rules", "rules")
    assert "Equivalent: the same steps are open" in text
    assert "Steps that differ" not in text
    assert "No rules with another value." in text


def test_possibilities_are_told_apart() -> None:
    text = html("2022-12-12", "2022-12-13")
    assert text.count("Assuming that the older rules") == 3


# -- colours -----------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def declared(style: str, *properties: str) -> Iterator[str]:
    for name in properties:
        yield from re.findall(rf"(?<![-\w]){name}:[^;}}]*(#[0-9a-f]{{6}})", style)


def test_text_keeps_its_contrast_on_every_background_and_lines_theirs() -> None:
    backgrounds = set(declared(CSS, "background"))
    texts = set(declared(CSS, "color"))
    lines = set(declared(CSS, "border", "border-left", "outline"))
    assert len(backgrounds) >= 3
    assert {"#1b1b1b", "#454545", "#0b4a8f"} <= texts
    assert min(contrast(text, ground) for text in texts for ground in backgrounds) >= 4.5
    assert min(contrast(line, ground) for line in lines for ground in backgrounds) >= 3


def test_every_colour_is_written_where_the_contrast_is_computed() -> None:
    every = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", CSS))
    computed = set(declared(CSS, "background", "color", "border", "border-left", "outline"))
    assert every == computed


def test_in_print_nothing_is_hidden_but_what_is_for_the_screen_and_rows_stay_whole() -> None:
    printed = CSS.split("@media print")[1]
    assert re.findall(r"([^{}]*)\{[^}]*display: none", printed) == ["\n  .skip, nav "]
    assert "break-inside: avoid" in printed
    assert "table-header-group" in printed
    assert "max-width: none" in printed
    assert "pre-wrap" in CSS
