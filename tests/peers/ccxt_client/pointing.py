"""Base URLs of a ccxt exchange replaced by those of a mock exchange, and its numbers as they were read."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from binance_usdm_mock import MockServer

BTC, ETH = "BTC/USDT:USDT", "ETH/USDT:USDT"
_HOST = re.compile(r"^(https|wss)://[^/]+")


def _here(urls: dict[str, Any], exchange: MockServer) -> dict[str, Any]:
    origins = {"https": exchange.rest, "wss": exchange.streams}
    return {
        name: _here(url, exchange) if isinstance(url, dict) else _HOST.sub(lambda found: origins[found[1]], url)
        for name, url in urls.items()
    }


def point(client: Any, exchange: MockServer) -> Any:
    """Let every URL of a client lead to a mock exchange."""
    client.urls["api"] = _here(client.urls["api"], exchange)
    return client


def exact(number: float | str | None) -> Decimal:
    """A number as ccxt has it, as the decimal it was read from."""
    assert number is not None
    return Decimal(str(number))
