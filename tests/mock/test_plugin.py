"""S2: the fixtures of the pytest plugin, with faults and a market script by marker."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from binance_usdm_mock import MockServer, VirtualClock


@pytest.mark.usdm_market({"symbols": {"BTCUSDT": {"walk": {"price": "12345", "volatility": 0}}}})
@pytest.mark.usdm_faults({"on": "GET /fapi/v1/ping", "action": "country_451", "times": 1})
def test_markers_decide_market_and_faults(usdm_exchange: MockServer, usdm_clock: VirtualClock) -> None:
    usdm_clock.advance(60_000)
    assert "12345.00" == usdm_exchange.exchange.execute("ticker_price", {"symbol": "BTCUSDT"})["price"]
    with pytest.raises(urllib.error.HTTPError, match="451") as refused:
        urllib.request.urlopen(f"{usdm_exchange.rest}/fapi/v1/ping", timeout=20)  # noqa: S310 - a loopback address
    refused.value.close()


def test_without_markers_all_is_as_usual(usdm_exchange: MockServer, usdm_clock: VirtualClock) -> None:
    usdm_clock.advance(60_000)
    assert usdm_exchange.exchange.markets["BTCUSDT"].ladder.shape is None
    with urllib.request.urlopen(f"{usdm_exchange.rest}/fapi/v1/ping", timeout=20) as answer:  # noqa: S310 - as above
        assert 200 == answer.status
