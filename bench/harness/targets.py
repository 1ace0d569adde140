"""The targets, as ratios between contenders of the same run, and whether this run reached them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .roster import CONTENDERS, OURS, REQUIREMENTS, WORKS, Kind


@dataclass(frozen=True)
class Figure:
    """One measured quantity of all contenders; `more` means that more of it is better."""

    unit: str
    values: dict[str, float]
    more: bool = False


@dataclass(frozen=True)
class Bound:
    """Ours against a factor times the best of `rivals`; without rivals the factor is the bound itself."""

    factor: float
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """What must hold of one figure, and what would be better still; `whose` of our ways of doing it is judged."""

    figure: str
    title: str
    must: tuple[Bound, ...]
    stretch: tuple[Bound, ...] = ()
    whose: str = OURS


NUMPY_USER = f"{OURS} with NumPy"
MOCK = "mock exchange"

NUMPY_USER = f"{OURS} with NumPy"
MOCK = "mock exchange"

PEERS = tuple(contender.name for contender in CONTENDERS if contender.peer)
_ASYNC_PEERS = tuple(name for name in PEERS if name != "official-sdk")
_FLOOR = ("floor",)
_PYTHON_BINANCE = ("python-binance",)
_PEER_ENVIRONMENTS = tuple(name for name, distribution in REQUIREMENTS.items() if distribution)
_TYPED = ("official-sdk",)


def _peers_of(work: str) -> tuple[str, ...]:
    return tuple(contender.name for contender in CONTENDERS if contender.peer and work in contender.works)


def _history(whose: str, title: str) -> Target:
    must = (Bound(4, _peers_of("kline_history")),)
    return Target("kline_history", title, must, (Bound(1_100_000),), whose)


TARGETS = (
    Target(
        "order_async",
        "signed order over REST, async: client CPU",
        (Bound(4, _FLOOR), Bound(0.5, _ASYNC_PEERS)),
        (Bound(2.5, _FLOOR),),
    ),
    Target(
        "order_sync",
        "signed order over REST, sync: client CPU",
        (Bound(5, _FLOOR), Bound(0.2, PEERS)),
        (Bound(2, _FLOOR),),
    ),
    Target("rate_in_flight", "50 orders in flight: rate", (Bound(2, PEERS),), (Bound(5, PEERS),)),
    Target("klines", "klines(500) to typed Decimal rows: client CPU", (Bound(0.7, PEERS),)),
    Target(
        "exchange_info",
        "exchangeInfo, 600 symbols, typed: client CPU",
        (Bound(0.5, _PYTHON_BINANCE), Bound(0.05, ("official-sdk",))),
        (Bound(1.5, _FLOOR),),
    ),
    Target(
        "order_socket",
        "signed order over the WebSocket API: client CPU",
        (Bound(2.5, _FLOOR), Bound(0.4, _PYTHON_BINANCE)),
        (Bound(2.2, _FLOOR),),
    ),
    *(
        Target(
            work.name,
            f"{work.title}: events for a second of CPU",
            (Bound(4, _peers_of(work.name)), Bound(6, _TYPED)),
            (Bound(0.8, ("floor decoded",)),),
        )
        for work in WORKS
        if work.kind is Kind.EVENTS
    ),
    Target(
        "depth_book",
        "depth change of 50 levels a side into an order book: client CPU",
        (Bound(1e6 / 60_000), Bound(0.2, ("ccxt unified",))),
        (Bound(1.25, _FLOOR),),
    ),
    _history(OURS, "history of candlesticks to columns: rows for a second of CPU"),
    Target("row_bytes", "memory of such a row", (Bound(100),)),
    _history(NUMPY_USER, "the same where NumPy is installed"),
    Target("row_bytes", "memory of such a row", (Bound(100),), whose=NUMPY_USER),
    Target("mock_engine", "mock exchange, orders through the engine", (Bound(5_000),), whose=MOCK),
    Target("mock_rest", "mock exchange, orders over one REST connection", (Bound(2_000),), whose=MOCK),
    Target(
        "import",
        "import and a client made, fresh interpreter",
        (Bound(0.4, _PYTHON_BINANCE),),
        (Bound(1.25, _FLOOR),),
    ),
    Target("memory", "memory then", (Bound(0.6, _PYTHON_BINANCE),), (Bound(25),)),
    Target("size", "installed size with dependencies", (Bound(0.4, _PEER_ENVIRONMENTS),), (Bound(8),)),
)


@dataclass(frozen=True)
class Verdict:
    """What one bound came to. `reached` is None where a rival or ours was not measured."""

    text: str
    reached: bool | None


def judge(bound: Bound, figure: Figure | None, whose: str = OURS) -> Verdict:
    """Hold our value against the best of those of the bound's rivals that were measured; the text names the others."""
    sign = ">=" if figure is not None and figure.more else "<="
    if not bound.rivals:
        wanted = f"{sign} {bound.factor:,g} {figure.unit if figure else ''}".strip()
    else:
        whom = bound.rivals[0] if len(bound.rivals) == 1 else "best peer"
        wanted = f"{sign} {bound.factor:g} x {whom}"
    values = figure.values if figure is not None else {}
    rivals = [name for name in bound.rivals if name in values]
    if figure is None or whose not in values or (bound.rivals and not rivals):
        return Verdict(f"{wanted}: not measured", None)
    ours = values[whose]
    if not rivals:
        reached = ours >= bound.factor if figure.more else ours <= bound.factor
        return Verdict(
            f"{wanted}: {ours:,.0f} {figure.unit}" if ours > 999 else f"{wanted}: {ours:.3g} {figure.unit}", reached
        )
    best = _best(figure, rivals)
    ratio = ours / values[best]
    reached = ratio >= bound.factor if figure.more else ratio <= bound.factor
    shown = f"{ratio:.3g}" + (f" ({best})" if len(bound.rivals) > 1 else "")
    missing = [name for name in bound.rivals if name not in values]
    return Verdict(f"{wanted}: {shown}" + (f", without {', '.join(missing)}" if missing else ""), reached)


def _best(figure: Figure, rivals: Iterable[str]) -> str:
    choose: Callable[..., str] = max if figure.more else min
    return choose(rivals, key=figure.values.__getitem__)
