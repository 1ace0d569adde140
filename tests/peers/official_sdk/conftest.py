"""The official SDK, pointed at the mock exchange by its base URLs only."""

from __future__ import annotations

from typing import Any

import pytest
from binance_common.configuration import ConfigurationRestAPI
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import DerivativesTradingUsdsFutures

from binance_usdm_mock import MockServer


@pytest.fixture
def sdk(exchange: MockServer) -> Any:
    """Its REST client."""
    configuration = ConfigurationRestAPI(
        api_key=exchange.api_key, api_secret=exchange.api_secret, base_path=exchange.rest, timeout=30_000
    )
    return DerivativesTradingUsdsFutures(config_rest_api=configuration).rest_api
