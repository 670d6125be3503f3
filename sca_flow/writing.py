"""Writing YAML that `reading` reads back as it was: what looks like a number or a word of YAML's is quoted, no more."""

from __future__ import annotations

import re
from typing import Any

import yaml

WIDTH = 110


class _Writer(yaml.SafeDumper):
    """Leaves unquoted what `read_yaml` reads as text, and nothing else: dates, for one."""

    def ignore_aliases(self, data: Any) -> bool:
        return True  # the reader refuses anchors


_Writer.yaml_implicit_resolvers = {}
_Writer.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true$|false$"), list("tf"))
_Writer.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("null$|$"), ["n", ""])
_Writer.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("-?[0-9]+$"), list("-0123456789"))
_Writer.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"-?[0-9]+\.[0-9]+$"), list("-0123456789"))


def as_yaml(value: Any, *, inline: bool = False, width: int = WIDTH) -> str:
    """A plain value as YAML, a key a line, or all of it ``inline``; lines are broken at ``width`` where they can be."""
    text: str = yaml.dump(
        value, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=width, default_flow_style=inline
    )
    return text.removesuffix("\n").removesuffix("\n...")
