"""C3: stream builders make the names that the exchange expects, and refuse the others."""

from __future__ import annotations

from typing import Any

import pytest

from binance_usdm_api import STREAMS, errors, models, streams
from binance_usdm_api._stream import Subscription

NAMES: list[tuple[str, dict[str, Any], str]] = [
    ("agg_trade", {"symbol": "BTCUSDT"}, "btcusdt@aggTrade"),
    ("agg_trade", {"symbol": "btcusdt"}, "btcusdt@aggTrade"),
    ("agg_trade", {"symbol": "币安人生USDT"}, "币安人生usdt@aggTrade"),
    ("book_ticker", {"symbol": "BTCUSDT_260327"}, "btcusdt_260327@bookTicker"),
    ("mark_price", {"symbol": "BTCUSDT"}, "btcusdt@markPrice"),
    ("mark_price", {"symbol": "BTCUSDT", "speed": "1s"}, "btcusdt@markPrice@1s"),
    ("all_mark_prices", {}, "!markPrice@arr"),
    ("all_mark_prices", {"speed": "1s"}, "!markPrice@arr@1s"),
    ("kline", {"symbol": "BTCUSDT", "interval": "1M"}, "btcusdt@kline_1M"),
    ("partial_depth", {"symbol": "BTCUSDT", "levels": "5"}, "btcusdt@depth5"),
    ("partial_depth", {"symbol": "BTCUSDT", "levels": "20", "speed": "100ms"}, "btcusdt@depth20@100ms"),
    ("depth", {"symbol": "BTCUSDT", "speed": "500ms"}, "btcusdt@depth@500ms"),
    ("rpi_depth", {"symbol": "BTCUSDT"}, "btcusdt@rpiDepth@500ms"),
    ("continuous_kline", {"pair": "BTCUSDT", "contract_type": "perpetual", "interval": "1s"},
     "btcusdt_perpetual@continuousKline_1s"),
    ("all_force_orders", {}, "!forceOrder@arr"),
    ("trading_session", {}, "tradingSession"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "params", "wire"), NAMES)
def test_names_on_the_wire(name: str, params: dict[str, Any], wire: str) -> None:
    """C3: symbols are lower-cased in ASCII only; optional parts stand only when chosen."""
    built = getattr(streams, name)(**params)
    assert Subscription(STREAMS[name], wire) == built
    assert wire == str(built) == STREAMS[name].name(**params)


@pytest.mark.parametrize(
    ("name", "params", "parameter"),
    [
        ("agg_trade", {}, "symbol"),
        ("agg_trade", {"symbol": ""}, "symbol"),
        ("agg_trade", {"symbol": "btc/usdt"}, "symbol"),
        ("agg_trade", {"symbol": "BTCUSDT", "speed": "100ms"}, "speed"),
        ("kline", {"symbol": "BTCUSDT", "interval": "2m"}, "interval"),
        ("kline", {"symbol": "BTCUSDT"}, "interval"),
        ("depth", {"symbol": "BTCUSDT", "speed": "1s"}, "speed"),
        ("partial_depth", {"symbol": "BTCUSDT", "levels": "50"}, "levels"),
    ],
)
def test_bad_streams_are_refused(name: str, params: dict[str, Any], parameter: str) -> None:
    """C3: missing, surplus and wrong placeholders are InvalidParameter."""
    with pytest.raises(errors.InvalidParameter) as caught:
        STREAMS[name].name(**params)
    assert parameter == caught.value.parameter


def test_every_stream_has_a_builder_a_route_and_a_model() -> None:
    """C1: each stream has a builder of its name, is public or market, and its event has a model."""
    for name, stream in STREAMS.items():
        assert name == stream.id
        assert callable(getattr(streams, name))
        assert stream is getattr(streams, name.upper())
        assert stream.route in ("public", "market")
        assert stream.event in models.__all__
        assert stream.cadence_ms is None or stream.cadence_ms in stream.speeds_ms
