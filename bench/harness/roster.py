"""Who takes part, with what, and what is measured."""

from dataclasses import dataclass

OURS = "binance-usdm"
"""Name of our contender, and of the distribution it measures."""


@dataclass(frozen=True)
class Work:
    """One kind of work that is measured in interleaved rounds."""

    name: str
    title: str
    flight: bool = False


@dataclass(frozen=True)
class Contender:
    """One way of doing the work. `start` makes a client in a fresh interpreter, where {origin} is the server's."""

    name: str
    environment: str
    module: str
    works: tuple[str, ...]
    answers: str
    start: str | None = None
    peer: bool = True


WORKS = (
    Work("order_sync", "signed order over REST, blocking"),
    Work("order_async", "signed order over REST, asyncio"),
    Work("orders_in_flight", "signed orders over REST, 50 in flight", flight=True),
    Work("klines", "klines(500), blocking"),
    Work("exchange_info", "exchangeInfo of 600 symbols, blocking"),
)
_ALL = tuple(work.name for work in WORKS)
_ORDERS = _ALL[:3]

REQUIREMENTS = {
    OURS: None,
    "official-sdk": "binance-sdk-derivatives-trading-usds-futures",
    "ccxt": "ccxt",
    "python-binance": "python-binance",
}
"""Environment -> the distribution it is made for; None is this project with its own dependencies."""

_KEYS = f"{'k' * 64!r}, {'s' * 64!r}"

CONTENDERS = (
    Contender(
        "floor",
        OURS,
        "contenders.floor",
        _ALL,
        "order: bytes; the rest: Structs with Decimal",
        start="import asyncio, attrs, msgspec",
        peer=False,
    ),
    Contender(
        OURS,
        OURS,
        "contenders.binance_usdm_client",
        _ALL,
        "Structs with Decimal",
        start=(
            "from binance_usdm import Client, Credentials\n"
            f"client = Client(environment={{origin!r}}, credentials=Credentials({_KEYS}))"
        ),
        peer=False,
    ),
    Contender(
        f"{OURS} async",
        OURS,
        "",
        (),
        "",
        start=(
            "import asyncio\n"
            "from binance_usdm import AsyncClient, Credentials\n"
            f"client = AsyncClient(environment={{origin!r}}, credentials=Credentials({_KEYS}))"
        ),
        peer=False,
    ),
    Contender(
        f"{OURS} over httpx",
        OURS,
        "contenders.binance_usdm_httpx",
        _ORDERS,
        "Structs with Decimal",
        peer=False,
    ),
    Contender(
        "official-sdk",
        "official-sdk",
        "contenders.official_sdk",
        tuple(name for name in _ALL if name != "order_async"),
        "pydantic models; klines: lists",
        start=(
            "from binance_common.configuration import ConfigurationRestAPI\n"
            "from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import (\n"
            "    DerivativesTradingUsdsFutures,\n)\n"
            "keys = dict(zip(('api_key', 'api_secret'), (" + _KEYS + ")))\n"
            "configuration = ConfigurationRestAPI(base_path={origin!r}, **keys)\n"
            "client = DerivativesTradingUsdsFutures(config_rest_api=configuration).rest_api"
        ),
    ),
    Contender(
        "ccxt",
        "ccxt",
        "contenders.ccxt_raw",
        _ALL,
        "dicts and lists (implicit methods)",
        start=f"import ccxt\nclient = ccxt.binanceusdm(dict(zip(('apiKey', 'secret'), ({_KEYS}))))",
    ),
    Contender("ccxt unified", "ccxt", "contenders.ccxt_unified", _ALL, "unified dicts with floats"),
    Contender(
        "python-binance",
        "python-binance",
        "contenders.python_binance",
        _ALL,
        "dicts and lists",
        start=f"from binance import Client\nclient = Client({_KEYS}, ping=False)",
    ),
)

SHOWN_VERSIONS = (
    OURS,
    "attrs",
    "msgspec",
    "httpx",
    "binance-sdk-derivatives-trading-usds-futures",
    "binance-common",
    "pydantic",
    "requests",
    "ccxt",
    "orjson",
    "python-binance",
    "aiohttp",
)
"""Distributions whose versions decide what the figures mean."""
