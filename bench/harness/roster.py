"""Who takes part, with what, and what is measured."""

from dataclasses import dataclass
from enum import Enum

OURS = "binance-usdm"
"""Name of our contender, and of the distribution it measures."""


class Kind(Enum):
    """What is told of one kind of work."""

    COST = "CPU of the client's process for one"
    EVENTS = "CPU of the client's process for one event, and events for a second of it"
    ROWS = "CPU of the client's process for one row kept, and memory that a row takes"
    TRIALS = "milliseconds by the clock, one loss at a time"
    MEMORY = "resident memory of the process"


@dataclass(frozen=True)
class Work:
    """One kind of work that is measured in interleaved rounds.

    Attributes:
        part: What is behind the name of a contender's module for this work.
        count: Operations of a round in a full and in a quick run; found by trying when None.
        rounds: Rounds of a full and of a quick run; those of the run when None.
        patience: Seconds after which a contender gets no more rounds.
    """

    name: str
    title: str
    kind: Kind = Kind.COST
    part: str = ""
    flight: bool = False
    count: tuple[int, int] | None = None
    rounds: tuple[int, int] | None = None
    patience: float = 60.0

    @property
    def pushes(self) -> bool:
        """True when the server speaks unasked: then each contender needs one of its own."""
        return self.part == "_sockets"


@dataclass(frozen=True)
class Contender:
    """One way of doing the work.

    Attributes:
        gives: What its users get for it, by kind of work.
        start: Makes a client in a fresh interpreter, where {origin} is the server's.
    """

    name: str
    environment: str
    module: str
    works: tuple[str, ...]
    gives: dict[Kind, str]
    start: str | None = None
    peer: bool = True


WORKS = (
    Work("order_sync", "signed order over REST, blocking"),
    Work("order_async", "signed order over REST, asyncio"),
    Work("orders_in_flight", "signed orders over REST, 50 in flight", flight=True),
    Work("order_socket", "signed order over the WebSocket API, asyncio", part="_sockets"),
    Work("klines", "klines(500), blocking"),
    Work("exchange_info", "exchangeInfo of 600 symbols, blocking"),
    Work(
        "kline_history",
        "history of candlesticks, page by page, all rows kept",
        Kind.ROWS,
        "_history",
        count=(500_000, 100_000),
        rounds=(3, 1),
    ),
    Work("agg_trades", "stream of aggregate trades", Kind.EVENTS, "_sockets"),
    Work("book_tickers", "stream of book tickers", Kind.EVENTS, "_sockets"),
    Work("depths", "stream of depth changes, 50 levels a side", Kind.EVENTS, "_sockets"),
    Work("depth_book", "depth change, 50 levels a side, from the frame into an order book", part="_book"),
    Work(
        "reconnect_rst",
        "connection reset, 100 streams: until there is data again",
        Kind.TRIALS,
        "_sockets",
        count=(1, 1),
        rounds=(60, 8),
        patience=40.0,
    ),
    Work(
        "reconnect_fin",
        "connection closed by the other side, 100 streams: until there is data again",
        Kind.TRIALS,
        "_sockets",
        count=(1, 1),
        rounds=(60, 8),
        patience=40.0,
    ),
    Work(
        "memory_streams", "1,000 streams, one event of each taken", Kind.MEMORY, "_sockets", count=(1, 1), rounds=(1, 1)
    ),
)
_REST = ("order_sync", "order_async", "orders_in_flight", "klines", "exchange_info")
_ORDERS = _REST[:3]
_EVENTS = ("agg_trades", "book_tickers", "depths")
_MANY = ("reconnect_rst", "reconnect_fin", "memory_streams")

NUMPY = f"{OURS}-numpy"
"""The environment of this project with NumPy, which history uses where it is installed."""

REQUIREMENTS = {
    OURS: None,
    NUMPY: None,
    "official-sdk": "binance-sdk-derivatives-trading-usds-futures",
    "ccxt": "ccxt",
    "python-binance": "python-binance",
}
"""Environment -> the distribution it is made for; None is this project with its own dependencies."""

ADDED = {NUMPY: "numpy"}
"""Environment -> what is installed there besides."""

_KEYS = f"{'k' * 64!r}, {'s' * 64!r}"

CONTENDERS = (
    Contender(
        "floor",
        OURS,
        "contenders.floor",
        (*_REST, "order_socket", "kline_history", *_EVENTS, "depth_book", *_MANY),
        {
            Kind.COST: "orders: bytes; books: dicts, unchecked; the rest: Structs with Decimal",
            Kind.EVENTS: "nothing: frames are counted",
            Kind.ROWS: "Structs of text",
        },
        start="import asyncio, attrs, msgspec",
        peer=False,
    ),
    Contender(
        "floor decoded",
        OURS,
        "contenders.decoded_floor",
        _EVENTS,
        {Kind.EVENTS: "Structs of text, in a callback"},
        peer=False,
    ),
    Contender(
        OURS,
        OURS,
        "contenders.binance_usdm_client",
        (*_REST, "order_socket", "kline_history", *_EVENTS, "depth_book", *_MANY),
        {
            Kind.COST: "Structs with Decimal; books: checked after each change",
            Kind.EVENTS: "Structs, Decimal when read",
            Kind.ROWS: "columns of exact decimals",
        },
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
        {},
        start=(
            "import asyncio\n"
            "from binance_usdm import AsyncClient, Credentials\n"
            f"client = AsyncClient(environment={{origin!r}}, credentials=Credentials({_KEYS}))"
        ),
        peer=False,
    ),
    Contender(
        f"{OURS} numbers",
        OURS,
        "contenders.binance_usdm_numbers",
        _EVENTS,
        {Kind.EVENTS: "the same, every number read as Decimal"},
        peer=False,
    ),
    Contender(
        f"{OURS} with NumPy",
        NUMPY,
        "contenders.binance_usdm_client",
        ("kline_history",),
        {Kind.ROWS: "columns of exact decimals"},
        peer=False,
    ),
    Contender(
        f"{OURS} over httpx",
        OURS,
        "contenders.binance_usdm_httpx",
        _ORDERS,
        {Kind.COST: "Structs with Decimal"},
        peer=False,
    ),
    Contender(
        "official-sdk",
        "official-sdk",
        "contenders.official_sdk",
        (
            *(name for name in _REST if name != "order_async"),
            *("order_socket", "kline_history", *_EVENTS, "memory_streams"),
        ),
        {Kind.COST: "pydantic models; klines: lists", Kind.EVENTS: "pydantic models", Kind.ROWS: "lists"},
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
        _REST,
        {Kind.COST: "dicts and lists (implicit methods)"},
        start=f"import ccxt\nclient = ccxt.binanceusdm(dict(zip(('apiKey', 'secret'), ({_KEYS}))))",
    ),
    Contender(
        "ccxt unified",
        "ccxt",
        "contenders.ccxt_unified",
        (*_REST, "kline_history", "agg_trades", "book_tickers", "depth_book", *_MANY),
        {
            Kind.COST: "unified dicts with floats",
            Kind.EVENTS: "unified dicts with floats, the newest",
            Kind.ROWS: "lists of six floats",
        },
    ),
    Contender(
        "python-binance",
        "python-binance",
        "contenders.python_binance",
        (*_REST, "order_socket", "kline_history", *_EVENTS, "depth_book", *_MANY),
        {Kind.COST: "dicts and lists", Kind.EVENTS: "dicts", Kind.ROWS: "lists"},
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
    "websockets",
    "picows",
    "numpy",
)
"""Distributions whose versions decide what the figures mean."""
