"""Fixtures of the live side's tests."""

from __future__ import annotations

import pytest
from tests.mock.live.live_world import LiveWorld


@pytest.fixture
def world() -> LiveWorld:
    """A fresh exchange with nobody connected."""
    return LiveWorld()
