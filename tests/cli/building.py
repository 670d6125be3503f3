"""How a page, a table or a drawing is built, whatever it says: for two of them to be compared."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt


def built(kind: str, text: str) -> Any:
    """What a text is made of besides words."""
    return {"html": _html, "md": _markdown, "mermaid": _mermaid, "dot": _dot, "csv": _csv, "json": _json}[kind](text)


def _html(text: str) -> list[Any]:
    found: list[Any] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, [(name, value if name in ("href", "style") else "") for name, value in attrs]))

        def handle_endtag(self, tag: str) -> None:
            found.append(f"/{tag}")

    Tags().feed(re.sub(r"(?s)<style>.*?</style>", _quotes, text))
    return found


def _quotes(style: re.Match[str]) -> str:
    """A style without its strings stands as a tag of its own; only what is built is compared."""
    assert "</" not in style[0].removesuffix("</style>")
    return f"<style title='{len(re.findall('[{}]', style[0]))}'></style>"


def _markdown(text: str) -> list[str]:
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    every = [one.type for token in tokens for one in (token, *(token.children or ()))]
    return [kind for kind in every if kind not in ("text", "text_special")]


def _mermaid(text: str) -> list[str]:
    assert not set('<>"|`&%') & set("".join(re.findall(r": (.*)", text.split("---", 2)[2])))
    return [re.sub(r": .*", ":", line) for line in text.splitlines()]


def _dot(text: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)


def _csv(text: str) -> list[int]:
    rows = list(csv.reader(io.StringIO(text)))
    assert not any(
        cell[:1] in tuple("=+-@\t\r") and not re.fullmatch(r"-?[0-9.]+", cell) for row in rows for cell in row
    )
    return [len(row) for row in rows]


def _json(text: str) -> Any:
    assert text.isascii()
    return _shape(json.loads(text))


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(one) for key, one in value.items()}
    return [_shape(one) for one in value] if isinstance(value, list) else type(value).__name__
