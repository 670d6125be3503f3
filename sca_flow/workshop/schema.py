"""JSON Schema of the author's files, made from the models, for editors that complete and check while somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from sca_flow.scenario.model import Course, ScenarioFile

MODELS: Mapping[str, type[BaseModel]] = {"scenario": ScenarioFile, "course": Course}
"""What there is a schema of."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(of: str) -> dict[str, Any]:
    """The schema of one kind of file.  An editor checks less than ``scenario check``: names are not followed."""
    made = MODELS[of].model_json_schema(by_alias=True)
    return {"$schema": DIALECT, **made, "title": f"sca-flow {of}"}
