"""What the settings file may say."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class File(BaseModel):
    """The whole file; every key may be left out."""

    model_config = ConfigDict(extra="forbid", strict=True)

    theme: str = ""
    animations: bool = True
    ascii: bool = False
    keys: dict[str, str] = {}
