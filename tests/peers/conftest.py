"""Fixtures of the tests that drive other people's clients; they run in the environment of `make contract-peers` only.

A plain `make test` does not come here (`norecursedirs` in pyproject.toml): its environment has none of these clients,
and what they pin must not decide what this project is tested with.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest
from tests.peers.clock import HeldClock
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

_PEERS = ("binance_sdk_derivatives_trading_usds_futures", "ccxt", "binance")

_wanting = [name for name in _PEERS if importlib.util.find_spec(name) is None]
if _wanting:
    raise pytest.UsageError(f"tests/peers needs {', '.join(_wanting)}: run `make contract-peers`")


def pytest_configure(config: pytest.Config) -> None:
    """Let other people's code warn: what it still uses is theirs to mend."""
    config.addinivalue_line("filterwarnings", "default")


@pytest.fixture
def clock() -> HeldClock:
    """The clock of the exchange; inside `with clock.held():` its market stands still."""
    return HeldClock()


@pytest.fixture
def exchange(clock: HeldClock) -> Iterator[MockServer]:
    """A mock exchange on 127.0.0.1 that runs on real time, as the clients stamp their requests."""
    with MockServer(seed=7, clock=clock) as server:
        clock.gate = server.gate
        yield server


@pytest.fixture
def truth(exchange: MockServer) -> Truth:
    """What the exchange knows, read from its engine and not from its answers."""
    return Truth(exchange)
