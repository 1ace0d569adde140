"""T7, S2: depth diffs put on a snapshot give the next snapshot, at every id, whatever is traded in between."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.mock.live.live_world import LiveWorld

from binance_usdm_mock import ExchangeError

DEPTH = 400
"""Levels compared; a snapshot of 1000 knows these whatever moves."""


class LocalBook:
    """A book kept by the exchange's own procedure."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        self.id = snapshot["lastUpdateId"]
        self.sides = {side: dict(snapshot[name]) for side, name in (("b", "bids"), ("a", "asks"))}
        self.last: int | None = None

    def put(self, event: dict[str, Any]) -> None:
        if event["u"] < self.id:
            return
        if self.last is None:
            assert event["U"] <= self.id <= event["u"] or event["U"] == self.id + 1
        else:
            assert event["pu"] == self.last
        self.last = event["u"]
        for side, levels in self.sides.items():
            for price, quantity in event[side]:
                if float(quantity):
                    levels[price] = quantity
                else:
                    levels.pop(price, None)

    def top(self, side: str) -> list[list[str]]:
        rows = sorted(self.sides[side].items(), key=lambda row: float(row[0]), reverse=side == "b")
        return [list(row) for row in rows[:DEPTH]]


def snapshot(world: LiveWorld) -> dict[str, Any]:
    found: dict[str, Any] = world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 1000})
    return found


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 4_000)),
        st.tuples(st.sampled_from(["buy", "sell"]), st.integers(1, 4_000)),
        st.tuples(st.sampled_from(["bid", "ask"]), st.integers(-40, 60)),
        st.tuples(st.just("cancel"), st.integers(0, 5)),
        st.tuples(st.just("look"), st.just(0)),
    ),
    min_size=3,
    max_size=14,
)


def act(world: LiveWorld, kind: str, amount: int) -> None:
    x = world.x
    try:
        if kind == "wait":
            world.run(amount)
        elif kind in ("buy", "sell"):
            world.market(kind.upper(), f"0.{amount:03d}" if amount < 1000 else f"{amount // 1000}.5")
        elif kind in ("bid", "ask"):
            best = x.execute("book_ticker", {"symbol": "BTCUSDT"})
            side, price = ("BUY", best["bidPrice"]) if kind == "bid" else ("SELL", best["askPrice"])
            ticks = round(float(price) * 10) + (-amount if kind == "bid" else amount)
            world.limit(side, "0.05", world.tick("BTCUSDT", ticks))
        elif kind == "cancel":
            orders = x.execute("open_orders")
            if orders:
                order = orders[amount % len(orders)]
                x.execute("cancel_order", {"symbol": "BTCUSDT", "orderId": order["orderId"]})
    except ExchangeError:
        pass


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(ACTIONS, st.sampled_from(["btcusdt@depth@100ms", "btcusdt@depth", "btcusdt@depth@500ms"]))
def test_diffs_on_a_snapshot_give_the_next_snapshot(actions: list[tuple[str, int]], name: str) -> None:
    world = LiveWorld(balances={"USDT": "100000000"})
    peer = world.open(f"/public/ws/{name}")
    local = LocalBook(snapshot(world))
    others: list[LocalBook] = []
    for kind, amount in actions:
        act(world, kind, amount)
        if kind == "look":
            # A snapshot between two diffs is continued by the next one as well.
            others.append(LocalBook(snapshot(world)))
        for event in world.values(peer):
            for book in (local, *others):
                book.put(event)
    # To an instant at which every speed is due, so that nothing is left to tell.
    world.run(7_000 - world.x.now % 500)
    seen: list[dict[str, Any]] = world.values(peer)
    for event in seen:
        for book in (local, *others):
            book.put(event)
    truth = snapshot(world)
    for book in (local, *others):
        assert truth["lastUpdateId"] == book.last
        assert truth["bids"][:DEPTH] == book.top("b")
        assert truth["asks"][:DEPTH] == book.top("a")


def test_at_every_id_the_local_book_equals_the_snapshot(world: LiveWorld) -> None:
    peer = world.open("/public/ws/btcusdt@depth@100ms")
    local = LocalBook(snapshot(world))
    compared = 0
    for step in range(120):
        world.run(100)
        if step % 7 == 0:
            world.market("BUY" if step % 2 else "SELL", "0.02")
        for event in world.values(peer):
            local.put(event)
        truth = snapshot(world)
        if truth["lastUpdateId"] == local.last:
            compared += 1
            assert truth["bids"][:DEPTH] == local.top("b")
            assert truth["asks"][:DEPTH] == local.top("a")
    assert compared > 60


@pytest.mark.parametrize("levels", [5, 10, 20])
def test_partial_depth_equals_the_snapshot(levels: int, world: LiveWorld) -> None:
    peer = world.open(f"/public/ws/btcusdt@depth{levels}@100ms")
    last = None
    for _ in range(60):
        world.run(100)
        for event in world.values(peer):
            truth = world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": levels})
            assert (truth["lastUpdateId"], truth["bids"], truth["asks"]) == (event["u"], event["b"], event["a"])
            assert last in (None, event["pu"])
            last = event["u"]
    assert last is not None


def test_every_fill_changes_the_id(world: LiveWorld) -> None:
    before = snapshot(world)
    world.market("BUY", "0.01")
    after = snapshot(world)
    assert before["asks"] != after["asks"]
    assert before["lastUpdateId"] < after["lastUpdateId"]


def test_subscribers_of_one_stream_see_the_same(world: LiveWorld) -> None:
    first = world.open("/public/ws/btcusdt@depth@100ms")
    second = world.open("/public/ws/btcusdt@depth@100ms")
    world.run(7_000)
    assert world.frames(first) == world.frames(second)


def test_most_of_the_book_stays_as_it_is_from_trade_to_trade(world: LiveWorld) -> None:
    peer = world.open("/public/ws/dogeusdt@depth@100ms")
    world.run(60_000)
    sizes = [len(told["b"]) + len(told["a"]) for told in world.values(peer)]
    book = world.x.execute("order_book", {"symbol": "DOGEUSDT", "limit": 1000})
    assert (1000, 1000) == (len(book["bids"]), len(book["asks"]))
    assert 0 < min(sizes)
    assert max(sizes) < 200
