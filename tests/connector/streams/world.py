"""A world for a session: virtual time, seeded chance, and an exchange whose streams go on whoever listens."""

from __future__ import annotations

import heapq
import itertools
import json
import random
from collections.abc import Callable
from typing import Any

from binance_usdm._pace import Pace
from binance_usdm.streams import ControlEvent, Gap, Policy, StreamSettings, Subscription
from binance_usdm.streams._feed import Feed
from binance_usdm.streams._lane import Lane
from binance_usdm.streams._outputs import Dial, Drop, Ping, Write
from binance_usdm.streams._session import Session

START_MS = 1_767_225_600_000


def agg_trade_data(symbol: str, number: int, time_ms: int) -> dict[str, Any]:
    """An aggregate trade on the wire."""
    return {
        "e": "aggTrade", "E": time_ms, "s": symbol, "a": number, "p": "91234.50", "q": "0.012", "nq": "0.012",
        "f": number * 10, "l": number * 10 + 9, "T": time_ms, "m": True, "st": 1,
    }  # fmt: skip


def book_ticker_data(symbol: str, number: int, time_ms: int) -> dict[str, Any]:
    """A book ticker on the wire."""
    return {
        "e": "bookTicker", "u": number, "E": time_ms, "T": time_ms, "s": symbol, "ps": symbol, "b": "1.10", "B": "5",
        "a": "1.20", "A": "6", "st": 1,
    }  # fmt: skip


def depth_data(symbol: str, number: int, time_ms: int) -> dict[str, Any]:
    """A change of a book on the wire: ten update ids each."""
    return {
        "e": "depthUpdate", "E": time_ms, "T": time_ms, "s": symbol, "U": number * 10 - 9, "u": number * 10,
        "pu": number * 10 - 10, "b": [["1.10", "5"]], "a": [["1.20", "6"]], "ps": symbol, "st": 1,
    }  # fmt: skip


def mark_price_data(symbol: str, number: int, time_ms: int) -> dict[str, Any]:
    """A mark price on the wire."""
    del number
    return {
        "e": "markPriceUpdate", "E": time_ms, "s": symbol, "p": "91234.5", "i": "91230.1", "P": "91233.0",
        "r": "0.0001", "T": time_ms + 1000, "ap": "91234.1", "st": 1,
    }  # fmt: skip


def kline_data(symbol: str, number: int, time_ms: int) -> dict[str, Any]:
    """A candle on the wire: four updates a bar, the fourth closes it."""
    bar, part = divmod(number, 4)
    opened = START_MS + bar * 60_000
    return {
        "e": "kline", "E": time_ms, "s": symbol,
        "k": {
            "t": opened, "T": opened + 59_999, "s": symbol, "i": "1m", "f": bar * 100, "L": bar * 100 + part, "o": "1",
            "c": "1", "h": "1", "l": "1", "v": "1", "n": part + 1, "x": part == 3, "q": "1", "V": "1", "Q": "1",
            "B": "0",
        },
    }  # fmt: skip


MAKERS: dict[str, Callable[[str, int, int], dict[str, Any]]] = {
    "agg_trade": agg_trade_data,
    "book_ticker": book_ticker_data,
    "depth": depth_data,
    "kline": kline_data,
    "mark_price": mark_price_data,
}


def frame(name: str, data: object) -> bytes:
    """A combined frame as the exchange writes it."""
    return json.dumps({"stream": name, "data": data}, separators=(",", ":")).encode()


def make_lane(
    subscription: Subscription, policy: Policy = Policy.LOSSLESS, *, repair: bool = False, silence: float = 9.0
) -> Lane:
    """The lane of a subscription."""
    return Lane.of(subscription, policy, silence, repair)


class Connection:
    """One connection as the exchange sees it."""

    def __init__(self, number: int, lag: float) -> None:
        self.number = number
        self.lag = lag
        self.names: set[str] = set()
        self.open = False
        self.answers_pings = True
        self.muted: set[str] = set()


class World:
    """A session, an exchange, and the time between them.

    Args:
        subscriptions: What is subscribed.
        period: Seconds between events of each stream.
        seed: Of all chance.
        settings: Of the session.
    """

    def __init__(
        self,
        *subscriptions: Subscription,
        period: float = 0.25,
        seed: int = 1,
        settings: StreamSettings | None = None,
        policy: Policy = Policy.LOSSLESS,
    ) -> None:
        self.now = 1000.0
        self.chance = random.Random(seed)
        self.controls: list[ControlEvent | Gap] = []
        self.events: list[Any] = []
        self.numbers: dict[str, int] = {}
        self.connections: dict[int, Connection] = {}
        self.dialled: list[float] = []
        self.writes: list[tuple[float, int, dict[str, Any]]] = []
        self.pings: list[tuple[float, int]] = []
        self.dial_outcome: Callable[[int], str | None] = lambda _number: None
        self.answers: Callable[[int, dict[str, Any]], bool] = lambda _number, _request: True
        self.muted: set[str] = set()
        self.takes: Callable[[int, str], bool] = lambda _number, _name: True
        self.lag: Callable[[int], float] = lambda _number: 0.02
        self.feed = Feed(on_control=self.controls.append, limit=1_000_000)
        self.settings = settings or StreamSettings()
        self.session = Session(
            "market",
            "/market/stream",
            self.feed,
            self.chance.random,
            settings=self.settings,
            pace=Pace(),
            numbers=itertools.count(1),
        )
        self._subscriptions = subscriptions
        self._period = period
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.session.subscribe(
            [make_lane(each, policy, silence=self.settings.silence) for each in subscriptions], self.now
        )
        for index, subscription in enumerate(subscriptions):
            self.numbers[subscription.name] = 0
            self.at(self.now + period * index / len(subscriptions), lambda each=subscription: self._publish(each))

    def at(self, time: float, work: Callable[[], None]) -> None:
        """Do something at a time."""
        heapq.heappush(self._agenda, (time, next(self._order), work))

    def _publish(self, subscription: Subscription) -> None:
        name = subscription.name
        self.numbers[name] += 1
        symbol = name.partition("@")[0].upper()
        data = MAKERS[subscription.stream.id](symbol, self.numbers[name], self.ms)
        packed = frame(name, data)
        for connection in self.connections.values():
            muted = self.muted | connection.muted
            if connection.open and name in connection.names and name not in muted:
                self.at(self.now + connection.lag, lambda to=connection: self._deliver(to, packed))
        self.at(self.now + self._period, lambda: self._publish(subscription))

    @property
    def ms(self) -> int:
        """Virtual time of the exchange."""
        return START_MS + round((self.now - 1000.0) * 1000)

    def _deliver(self, to: Connection, packed: bytes) -> None:
        if to.open and self.connections.get(to.number) is to:
            self.session.receive(to.number, [packed], self.now)

    def cut(self, number: int, reason: str = "reset") -> None:
        """The network ends a connection."""
        connection = self.connections.pop(number)
        connection.open = False
        self.session.lost(number, reason, self.now)

    def send(self, number: int, raw: bytes) -> None:
        """The exchange sends any frame."""
        self.session.receive(number, [raw], self.now)

    def _carry_out(self) -> None:
        for output in self.session.data_to_send(self.now):
            if isinstance(output, Dial):
                self.dialled.append(self.now)
                self.connections[output.connection] = Connection(output.connection, self.lag(output.connection))
                self.at(self.now + 0.03, lambda number=output.connection: self._finish_dial(number))
            elif isinstance(output, Write):
                request = json.loads(output.payload)
                self.writes.append((self.now, output.connection, request))
                self.at(self.now + 0.01, lambda to=output.connection, it=request: self._answer(to, it))
            elif isinstance(output, Ping):
                self.pings.append((self.now, output.connection))
                connection = self.connections.get(output.connection)
                if connection is not None and connection.answers_pings:
                    self.at(self.now + 0.02, lambda to=output.connection: self.session.pong(to, self.now))
            else:
                assert isinstance(output, Drop)
                connection = self.connections.pop(output.connection, None)
                if connection is not None:
                    connection.open = False

    def _finish_dial(self, number: int) -> None:
        connection = self.connections.get(number)
        if connection is None:
            return
        failure = self.dial_outcome(number)
        if failure is None:
            connection.open = True
            self.session.opened(number, self.now)
        else:
            del self.connections[number]
            self.session.lost(number, failure, self.now)

    def _answer(self, number: int, request: dict[str, Any]) -> None:
        connection = self.connections.get(number)
        if connection is None or not connection.open:
            return
        result: list[str] | None = None
        if request["method"] == "SUBSCRIBE":
            connection.names.update(name for name in request["params"] if self.takes(number, name))
        elif request["method"] == "LIST_SUBSCRIPTIONS":
            assert "params" not in request
            result = sorted(connection.names)
        elif request["method"] == "UNSUBSCRIBE":
            connection.names.difference_update(request["params"])
        if self.answers(number, request):
            self.session.receive(number, [json.dumps({"result": result, "id": request["id"]}).encode()], self.now)

    def run(self, seconds: float, *, advance_late: float = 0.0) -> None:
        """Let time pass."""
        end = self.now + seconds
        for _ in range(5_000_000):
            self._carry_out()
            self.events.extend(self.feed.events())
            deadline = self.session.next_deadline()
            due = float("inf") if deadline is None else max(deadline + advance_late, self.now)
            coming = self._agenda[0][0] if self._agenda else float("inf")
            if min(due, coming) > end:
                break
            if coming <= due:
                self.now, _, work = heapq.heappop(self._agenda)
                work()
            else:
                self.now = due
                self.session.advance(self.now)
        else:
            raise AssertionError("the session never came to rest")
        self.now = end

    def of(self, subscription: Subscription) -> list[Any]:
        """Delivered events of a stream that are no gaps."""
        symbol = subscription.name.partition("@")[0].upper()
        types = {MAKERS[subscription.stream.id]("X", 1, 1)["e"]}
        return [
            each
            for each in self.events
            if not isinstance(each, (Gap, ControlEvent)) and each.symbol == symbol and each.event_type in types
        ]

    def gaps(self, subscription: Subscription) -> list[Gap]:
        """Gaps of a stream, each once."""
        seen: dict[int, Gap] = {}
        for each in [*self.controls, *self.events]:
            if isinstance(each, Gap) and each.stream == subscription.name:
                seen[id(each)] = each
        return list(seen.values())
