"""What one stream delivers: a feed is asked at its instants and answers with events.

A feed belongs to a name, not to a connection: all who subscribe see the same events. It begins when the first one
subscribes and remembers only what it needs to tell what is new.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from ..engine.market import Market
from ..engine.state import ExchangeState
from ..engine.symbols import Symbol
from ..operations import HANDLERS

__all__ = ["REALTIME", "Event", "Feed", "SymbolFeed", "answer", "event", "events", "is_traded", "traded"]

Json = dict[str, Any]
_encode = msgspec.json.Encoder(decimal_format="number").encode
REALTIME = 100
"""Milliseconds after which streams in real time are looked at, besides after every request."""


@attrs.frozen(slots=True)
class Event:
    """One frame without its envelope.

    Attributes:
        kind: The text of ``e``.
        payload: JSON text.
        final: True for the last event of a candle.
        name: The request that an answer is for.
    """

    kind: str
    payload: bytes
    final: bool = False
    name: str = ""


def event(value: Json, *, final: bool = False) -> Event:
    """A frame with one event."""
    return Event(str(value["e"]), _encode(value), final)


def events(values: list[Json]) -> list[Event]:
    """A frame with a list of events; none for an empty list."""
    return [Event(str(values[0]["e"]), _encode(values))] if values else []


def answer(x: ExchangeState, operation: str, params: Mapping[str, Any] | None = None) -> Any:
    """What the REST operation answers at this instant; streams tell the same figures."""
    return HANDLERS[operation](x, x.accounts["main"], params or {})


def is_traded(symbol: Symbol) -> bool:
    """True while a contract is listed and trades; nothing is told of any other."""
    return symbol.status == "TRADING" and bool(getattr(symbol, "listed", True))


def traded(x: ExchangeState) -> list[str]:
    """Names of the contracts that trade."""
    return [name for name, market in x.markets.items() if is_traded(market.symbol)]


class Feed(ABC):
    """The events of one stream.

    Args:
        x: The exchange.
        period: Milliseconds between looks; 0 for real time.
    """

    def __init__(self, x: ExchangeState, period: int) -> None:
        self.x = x
        self.realtime = not period
        self.period = period or REALTIME

    @abstractmethod
    def take(self, now_ms: int) -> list[Event]:
        """The events since the last look; the exchange stands at ``now_ms``."""

    def end(self) -> None:  # noqa: B027 - most feeds have nothing to give back
        """Nobody listens any more."""


class SymbolFeed(Feed):
    """A feed of one symbol; a symbol that is not traded any more has no events.

    Args:
        x: The exchange.
        period: Milliseconds between looks; 0 for real time.
        symbol: Name of the contract.
    """

    def __init__(self, x: ExchangeState, period: int, symbol: str) -> None:
        super().__init__(x, period)
        self.name = symbol
        self.symbol = x.markets[symbol].symbol

    def market(self) -> Market:
        """The market at the present instant."""
        return self.x.market(self.name)

    def take(self, now_ms: int) -> list[Event]:
        """The events since the last look."""
        return self.look(now_ms) if is_traded(self.symbol) else []

    @abstractmethod
    def look(self, now_ms: int) -> list[Event]:
        """As ``take``, for a symbol that is traded."""
