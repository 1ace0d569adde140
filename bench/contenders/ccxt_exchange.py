"""A ccxt exchange object that talks to the canned server and to nothing else."""

import re
from typing import Any

import ccxt
import ccxt.async_support
from harness import answers

_HOST = re.compile(r"^[a-z]+://[^/]+")


def pointed_at(exchange: Any, origin: str) -> Any:
    """The exchange, talking to the canned server over REST."""
    api = exchange.urls["api"]
    exchange.urls["api"] = {
        name: _HOST.sub(origin, url) if isinstance(url, str) else dict(url) for name, url in api.items()
    }
    # Its list of currencies comes from an endpoint of the spot exchange.
    exchange.has["fetchCurrencies"] = False
    return exchange


def _settings() -> dict[str, object]:
    return {"apiKey": answers.API_KEY, "secret": answers.API_SECRET, "enableRateLimit": False}


def blocking(origin: str) -> Any:
    """`ccxt.binanceusdm`, its rate limiter off."""
    return pointed_at(ccxt.binanceusdm(_settings()), origin)


def asynchronous(origin: str) -> Any:
    """`ccxt.async_support.binanceusdm`, its rate limiter off."""
    return pointed_at(ccxt.async_support.binanceusdm(_settings()), origin)
