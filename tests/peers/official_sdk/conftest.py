"""The official SDK, pointed at the mock exchange by its base URLs only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from binance_common.configuration import ConfigurationRestAPI
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import DerivativesTradingUsdsFutures

from binance_usdm_mock import MockServer

_NOT_AS_DECLARED = ("did not match the declared types", "Failed to parse", "Error in callback", "Unknown user data")


def rest_client(exchange: MockServer) -> Any:
    """Its REST client."""
    configuration = ConfigurationRestAPI(
        api_key=exchange.api_key, api_secret=exchange.api_secret, base_path=exchange.rest, timeout=30_000
    )
    return DerivativesTradingUsdsFutures(config_rest_api=configuration).rest_api


@pytest.fixture
def sdk(exchange: MockServer) -> Any:
    """Its REST client."""
    return rest_client(exchange)


@pytest.fixture(autouse=True)
def answers_are_as_declared(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which the SDK could not read an answer by its own models; it only logs that."""
    yield
    told = [record.getMessage() for record in caplog.get_records("call")]
    assert [] == [text for text in told if any(mark in text for mark in _NOT_AS_DECLARED)]
