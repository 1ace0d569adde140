"""The official SDK, pointed at the mock exchange by its base URLs only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from binance_common.configuration import ConfigurationRestAPI, ConfigurationWebSocketStreams
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import DerivativesTradingUsdsFutures
from tests.peers.official_sdk.hearing import Listen, until

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


@pytest.fixture
async def streams(exchange: MockServer) -> AsyncIterator[Any]:
    """Open connections to the three routes."""
    configuration = ConfigurationWebSocketStreams(stream_url=exchange.streams, reconnect_delay=50)
    connection = await DerivativesTradingUsdsFutures(
        config_ws_streams=configuration
    ).websocket_streams.create_connection()
    yield connection
    await connection.close_connection()


@pytest.fixture
def listen(streams: Any, exchange: MockServer) -> Listen:
    """Subscribes; gives the list that the events go to."""

    async def listening(name: str, **arguments: Any) -> list[Any]:
        heard: list[Any] = []
        before = set(streams.stream_connections.stream_connections_map)
        (await getattr(streams, name)(**arguments)).on("message", heard.append)
        # The SDK does not wait for the answer to its SUBSCRIBE, and what happens before it arrived is not told.
        (stream,) = set(streams.stream_connections.stream_connections_map) - before
        await until(lambda: exchange.live.connections(stream=stream))
        return heard

    return listening
