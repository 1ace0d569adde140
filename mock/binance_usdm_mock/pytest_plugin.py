"""Fixtures for tests of programs that trade: a fresh mock exchange per test, on a clock that stands still.

pytest loads this module in every session of an environment that has the package, so no network library is imported
before a fixture is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from . import MockServer, VirtualClock

__all__ = ["pytest_configure", "usdm_clock", "usdm_exchange"]

START_MS = 1_767_225_600_000
"""2026-01-01 00:00 UTC."""
_MARKERS = (
    "usdm_faults(*faults, file=None): faults of the mock exchange, as mappings of a fault file or from such a file",
    "usdm_market(script=None, file=None): market script of the mock exchange, as a mapping or from a file",
)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)


@pytest.fixture
def usdm_clock() -> VirtualClock:
    """The clock of the exchange; ``usdm_clock.advance(ms)`` lets time pass."""
    from . import VirtualClock

    return VirtualClock(START_MS)


@pytest.fixture
def usdm_exchange(usdm_clock: VirtualClock, request: pytest.FixtureRequest) -> Iterator[MockServer]:
    """A mock exchange on 127.0.0.1 with the faults that the test is marked with."""
    from . import MockServer

    market = _market(request.node.get_closest_marker("usdm_market"))
    with MockServer(seed=7, clock=usdm_clock, market=market) as server:
        for marker in request.node.iter_markers("usdm_faults"):
            _load(server, marker.args, **marker.kwargs)
        yield server


def _market(marker: Any) -> Any:
    """What a marker names."""
    if marker is None:
        return None
    return marker.kwargs.get("file") or marker.kwargs.get("script") or marker.args[0]


def _load(server: MockServer, faults: tuple[Any, ...], *, file: str | None = None) -> None:
    if file is not None:
        server.faults.load(file)
    if faults:
        import json

        server.faults.parse(json.dumps({"faults": list(faults)}), "usdm_faults")
