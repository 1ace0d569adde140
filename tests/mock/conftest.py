"""Fixtures of the mock exchange's tests."""

from __future__ import annotations

import pytest
from tests.mock.world import World


@pytest.fixture
def world() -> World:
    """A fresh exchange."""
    return World()
