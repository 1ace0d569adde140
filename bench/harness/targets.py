"""The targets, as ratios between contenders of the same run, and whether this run reached them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .roster import CONTENDERS, OURS, REQUIREMENTS


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
    """What must hold of one figure, and what would be better still."""

    figure: str
    title: str
    must: tuple[Bound, ...]
    stretch: tuple[Bound, ...] = ()


PEERS = tuple(contender.name for contender in CONTENDERS if contender.peer)
_ASYNC_PEERS = tuple(name for name in PEERS if name != "official-sdk")
_FLOOR = ("floor",)
_PYTHON_BINANCE = ("python-binance",)
_PEER_ENVIRONMENTS = tuple(name for name in REQUIREMENTS if name != OURS)

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


def judge(bound: Bound, figure: Figure | None) -> Verdict:
    """Hold our value against the best of the bound's rivals that were all measured."""
    sign = ">=" if figure is not None and figure.more else "<="
    if not bound.rivals:
        wanted = f"{sign} {bound.factor:g} {figure.unit if figure else ''}".strip()
    else:
        whom = bound.rivals[0] if len(bound.rivals) == 1 else "best peer"
        wanted = f"{sign} {bound.factor:g} x {whom}"
    if figure is None or OURS not in figure.values or not set(bound.rivals) <= set(figure.values):
        return Verdict(f"{wanted}: not measured", None)
    ours = figure.values[OURS]
    if not bound.rivals:
        reached = ours >= bound.factor if figure.more else ours <= bound.factor
        return Verdict(f"{wanted}: {ours:.3g} {figure.unit}", reached)
    best = _best(figure, bound.rivals)
    ratio = ours / figure.values[best]
    reached = ratio >= bound.factor if figure.more else ratio <= bound.factor
    shown = f"{ratio:.3g}" + (f" ({best})" if len(bound.rivals) > 1 else "")
    return Verdict(f"{wanted}: {shown}", reached)


def _best(figure: Figure, rivals: Iterable[str]) -> str:
    choose: Callable[..., str] = max if figure.more else min
    return choose(rivals, key=figure.values.__getitem__)
