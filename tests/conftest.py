"""What every test of the core can ask for."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from sca_flow.rules.loader import shipped
from sca_flow.rules.policy import Policy, Rules

from .builders import Walk, rules_on

settings.register_profile("quick", max_examples=150, deadline=None, derandomize=True, database=None)
settings.register_profile("deep", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile("deep" if "SCA_FLOW_DEEP" in os.environ else "quick")


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: many tests wait for a terminal, a server or a screen at rest."""
    return max(2, (os.cpu_count() or 2) * 3 // 2)


@pytest.fixture
def case() -> Walk:
    """A referral of an adult, received in 2021 while panels sat."""
    return Walk.of()


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The shipped rules."""
    return shipped()


@pytest.fixture(scope="session")
def base() -> Rules:
    """The plain values of the shipped rules on a day while panels sat."""
    return rules_on("2021-06-01").values
