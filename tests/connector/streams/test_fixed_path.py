"""T7: a connection whose path says everything loses nothing when it is replaced and tells it when it is lost."""

from __future__ import annotations

import itertools
import json
from typing import Any

from binance_usdm import AsyncClient
from binance_usdm._pace import Pace
from binance_usdm.streams import Gap, GapReason, Policy, Rotated, Stream, StreamSettings
from binance_usdm.streams._feed import Feed
from binance_usdm.streams._fixed import FixedPath
from binance_usdm.streams._lane import Lane
from binance_usdm.streams._outputs import Dial
from binance_usdm.streams._session import Session
from binance_usdm.streams._surroundings import surroundings_of

from .scripted_streams import serving, until
from .world import START_MS


def order(number: int) -> bytes:
    detail = {
        "s": "BTCUSDT", "c": f"id{number}", "S": "BUY", "o": "LIMIT", "f": "GTC", "q": "1", "p": "1", "ap": "0",
        "x": "NEW", "X": "NEW", "i": number, "l": "0", "z": "0", "L": "0", "T": START_MS,
    }  # fmt: skip
    return json.dumps({"e": "ORDER_TRADE_UPDATE", "E": START_MS + number, "T": START_MS, "o": detail}).encode()


class Private:
    """A session for a fixed path, and the time."""

    def __init__(self) -> None:
        self.controls: list[Any] = []
        self.feed = Feed(on_control=self.controls.append)
        self.lane = Lane("user", Policy.LOSSLESS, model=None)
        self.session = Session(
            "private", "/private/ws?listenKey=a", self.feed, lambda: 0.5,
            settings=StreamSettings(), pace=Pace(), numbers=itertools.count(1), raw=self.lane,
        )  # fmt: skip
        self.now = 0.0
        self.session.start(self.now)
        self.dialled: list[Dial] = []

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while True:
            for output in self.session.data_to_send(self.now):
                if isinstance(output, Dial):
                    self.dialled.append(output)
                    self.session.opened(output.connection, self.now)
            deadline = self.session.next_deadline()
            if deadline is None or deadline > end:
                break
            self.now = max(self.now, deadline)
            self.session.advance(self.now)
            for number in range(1, len(self.dialled) + 1):
                self.session.pong(number, self.now)
        self.now = end

    def ids(self) -> list[Any]:
        return [each if isinstance(each, Gap) else each.order.order_id for each in self.feed.events()]


def test_events_come_typed_without_any_request() -> None:
    private = Private()
    private.run(1.0)
    private.session.receive(1, [order(1), b'{"stream":"abc","data":' + order(2) + b"}"], private.now)
    assert [1, 2] == private.ids()
    assert [Dial(1, "/private/ws?listenKey=a")] == private.dialled


def test_silence_is_nothing() -> None:
    private = Private()
    private.run(3600.0)
    assert 1 == len(private.dialled)
    assert 0 == private.feed.counters.silences


def test_a_new_path_replaces_the_connection_and_nothing_is_lost_or_doubled() -> None:
    private = Private()
    private.run(1.0)
    private.session.receive(1, [order(1)], private.now)
    private.session.path = "/private/ws?listenKey=b"
    private.session.replace("listen_key", private.now)
    private.run(0.5)
    assert ["/private/ws?listenKey=a", "/private/ws?listenKey=b"] == [each.path for each in private.dialled]
    # Two is seen by both, three by the new one first, four by the new one only.
    private.session.receive(1, [order(2)], private.now)
    private.session.receive(2, [order(2), order(3)], private.now)
    private.session.receive(1, [order(3)], private.now)
    private.session.receive(2, [order(4)], private.now)
    assert [1, 2, 3] == private.ids()
    private.run(5.0)
    private.session.receive(2, [order(5)], private.now)
    assert [4, 5] == private.ids()
    assert [("listen_key", 2)] == [(e.reason, e.successor) for e in private.controls if isinstance(e, Rotated)]


def test_every_loss_is_told_even_before_the_first_event() -> None:
    private = Private()
    private.run(1.0)
    private.session.lost(1, "reset", private.now)
    private.run(1.0)
    private.session.receive(2, [order(1)], private.now)
    gap, number = private.ids()
    assert (GapReason.DISCONNECT, "user", 1) == (gap.reason, gap.stream, number)


def test_a_loss_while_the_successor_is_there_is_told_as_well() -> None:
    private = Private()
    private.run(1.0)
    private.session.replace("listen_key", private.now)
    private.run(0.1)
    private.session.receive(2, [order(1)], private.now)
    private.session.lost(1, "reset", private.now)
    gap, number = private.ids()
    assert (GapReason.DISCONNECT, 1) == (gap.reason, number)


async def test_over_sockets() -> None:
    async with serving() as server, AsyncClient(environment=server.url) as client:

        async def call(_operation: str, _params: object) -> object:
            raise AssertionError

        around = surroundings_of(client.environment.streams, client._core.ambient, None, None, call, Pace())
        stream = Stream(
            around, (), settings=StreamSettings(), policy=None, repair=False, control=False, gaps=None,
            on_control=None, on_closed=lambda _stream: None,
            fixed=FixedPath(name="user", path="/private/ws?listenKey=hidden"),
        )  # fmt: skip
        server.on_connected = lambda peer: peer.send(order(len(server.peers)))
        async with stream:
            first = await anext(stream)
            stream.redirect("/private/ws?listenKey=other", "listen_key")
            await until(lambda: stream.counters.rotations == 1)
            second = await anext(stream)
        assert [1, 2] == [each.order.order_id for each in (first, second)]  # type: ignore[union-attr]
        assert ["/private/ws?listenKey=hidden", "/private/ws?listenKey=other"] == server.paths
        assert all([] == peer.requests for peer in server.peers)
        assert "hidden" not in repr(FixedPath(name="user", path="/private/ws?listenKey=hidden"))
