"""The documentation keeps step with the code."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="session")
def generate() -> ModuleType:
    """The generator, loaded from where it lies."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_what_the_code_says_now(generate: ModuleType) -> None:
    behind = [name for name, text in generate.pages().items() if (DOCS / name).read_text(encoding="utf-8") != text]
    assert not behind, f"run `make docs`: {', '.join(behind)}"


def test_every_error_has_a_code_of_its_own_and_says_what_it_means(generate: ModuleType) -> None:
    kinds = list(generate.error_kinds())
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.__doc__ for kind in kinds)


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted(DOCS.rglob("*.md")), ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_page_is_listed_in_the_documentation_s_own_index() -> None:
    lists = {"reference/findings": "reference/findings.md"}  # those of a kind have a list of their own
    for page in (page.relative_to(DOCS) for page in DOCS.rglob("*.md") if page.name != "README.md"):
        index = DOCS / lists.get(page.parent.as_posix(), "README.md")
        there = page.relative_to(index.parent.relative_to(DOCS)).as_posix()
        assert f"({there})" in index.read_text(encoding="utf-8"), page


def test_no_file_names_where_packages_are_downloaded_from() -> None:
    hosts = re.compile(r"https?://[^\s)\"']*(?:py" + r"pi|pythonhosted|npm" + r"js|deb\.debian)", re.IGNORECASE)
    kept = [*ROOT.glob("requirements/*"), ROOT / "pyproject.toml", ROOT / "Makefile", *DOCS.rglob("*.md")]
    assert not [path for path in kept if hosts.search(path.read_text(encoding="utf-8"))]
