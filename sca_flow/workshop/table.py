"""The table of checks: every module under `checks` enters its own, so that a new one is found by lying there."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from sca_flow.workshop import checks as package
from sca_flow.workshop.finding import REGISTERED, Check


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order of the codes."""
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    return tuple(REGISTERED[code] for code in sorted(REGISTERED))
