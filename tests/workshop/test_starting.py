"""Beginning a scenario, and describing its format to an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sca_flow.errors import InputError, UnknownName
from sca_flow.journal import MemoryJournal
from sca_flow.reading import read_yaml
from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import load
from sca_flow.scenario.model import LIBRARY
from sca_flow.training.attempt import Attempt
from sca_flow.training.script import play
from sca_flow.workshop.schema import schema
from sca_flow.workshop.starting import begin, templates

from .making import checked, told


@pytest.mark.parametrize("template", sorted(templates()))
def test_what_is_begun_passes_its_checks_and_its_model_path_comes_to_an_end(tmp_path: Path, template: str) -> None:
    folder = begin("my-case", tmp_path, template)
    scenario = load(folder, shipped())
    attempt = Attempt.start(scenario, shipped(), MemoryJournal())

    assert not [played for played in play(attempt, scenario.file.model) if played.surprise]
    assert attempt.case.ended
    assert scenario.id == "my-case"
    assert not (report := checked(folder)).findings, told(report.findings)


@pytest.mark.parametrize(
    "name", ["", "../up", "a/b", ".", "..", "Big", "a b", "-a", "a-", "a\n", "con", "lpt1", "x" * 65, "é", "a_b"]
)
def test_a_name_that_could_not_be_an_id_is_refused_and_nothing_is_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be the name of a scenario"):
        begin(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("mine", encoding="utf-8")
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "a-link").symlink_to(tmp_path / "elsewhere")
    for name in ("a-file", "a-folder", "a-link"):
        with pytest.raises(InputError, match="is there already"):
            begin(name, tmp_path)
    assert (tmp_path / "a-file").read_text(encoding="utf-8") == "mine"
    assert list((tmp_path / "a-folder").iterdir()) == []
    assert not (tmp_path / "elsewhere").exists()


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be made"):
        begin("my-case", tmp_path / "nowhere")


def test_a_template_that_is_not_there_offers_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'panel'"):
        begin("my-case", tmp_path, "pannel")


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*/*/scenario.yaml")), ids=lambda path: path.parent.name)
def test_the_schema_accepts_what_ships(path: Path) -> None:
    assert list(_faults(read_yaml(path).value, schema("scenario"))) == []


def test_the_schema_accepts_the_course_that_ships() -> None:
    course = next(LIBRARY.glob("*/course.yaml"))
    assert list(_faults(read_yaml(course).value, schema("course"))) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [("titel", "T"), ("minutes", "many"), ("id", "Not An Id"), ("people", []), ("referral", {"consent": "perhaps"})],
)
def test_the_schema_refuses_what_the_models_refuse(place: str, value: object) -> None:
    sound = read_yaml(next(LIBRARY.glob("*/nail-bar/scenario.yaml"))).value
    assert list(_faults({**sound, place: value}, schema("scenario")))


def test_the_schema_knows_the_words_that_an_editor_completes() -> None:
    kinds = schema("scenario")["$defs"]
    assert "refer_back" in kinds["Step"]["enum"]
    assert "with" in kinds["ModelStep"]["properties"]
    assert "second_reviewer" in kinds["Role"]["enum"]


_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def _faults(value: Any, part: dict[str, Any], root: dict[str, Any] | None = None) -> list[str]:
    """What a value breaks of a schema: as much of JSON Schema as ours uses."""
    import re

    root = root or part
    if "$ref" in part:
        part = root["$defs"][part["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in part and all(_faults(value, one, root) for one in part["anyOf"]):
        return [f"{value!r} fits nothing"]
    if ("enum" in part and value not in part["enum"]) or ("const" in part and value != part["const"]):
        return [f"{value!r} is not one of {part.get('enum')}"]
    if "type" in part and not isinstance(value, _TYPES[part["type"]]):
        return [f"{value!r} is no {part['type']}"]
    if isinstance(value, str) and "pattern" in part and not re.search(part["pattern"], value):
        return [f"{value!r} is not {part['pattern']}"]
    if isinstance(value, list):
        few = [] if len(value) >= part.get("minItems", 0) else [f"{len(value)} items"]
        return few + [fault for one in value for fault in _faults(one, part.get("items", {}), root)]
    if isinstance(value, dict):
        known, more = part.get("properties", {}), part.get("additionalProperties", {})
        found = [f"{name} is missing" for name in part.get("required", ()) if name not in value]
        for name, inner in value.items():
            if name in known:
                found += _faults(inner, known[name], root)
            elif more is False:
                found.append(f"{name} is not known")
            elif isinstance(more, dict):
                found += _faults(inner, more, root)
        return found
    return []
