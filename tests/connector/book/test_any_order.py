"""M5: in whatever order changes, snapshots, losses and duplicates come, a valid book is the exchange's."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.connector.book.exchange_book import ExchangeBook, price_text, quantity_text

from binance_usdm.book import BookSnapshot, DepthDiff, OrderBook


def levels(side: dict[int, int], best_is_high: bool) -> list[tuple[str, str]]:
    return [(price_text(price), quantity_text(side[price])) for price in sorted(side, reverse=best_is_high)]


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.exchange = ExchangeBook(7, levels=4, keep=1_000_000)
        self.told: list[bool] = []
        self.book = OrderBook("BTCUSDT", on_change=lambda book: self.told.append(book.valid), buffer=8)
        self.under_way: list[DepthDiff] = []
        self.delivered: list[DepthDiff] = []
        self.asked: list[BookSnapshot] = []

    @rule(count=st.integers(1, 4))
    def market_moves(self, count: int) -> None:
        self.under_way.extend(self.exchange.step() for _ in range(count))

    def deliver(self, diff: DepthDiff) -> None:
        readable = self.book.valid and self.book.last_update_id
        self.book.receive(diff)
        self.delivered.append(diff)
        if readable and diff.final_update_id > readable and diff.previous_final_update_id != readable:
            assert not self.book.valid

    @precondition(lambda self: self.under_way)
    @rule()
    def next_change_comes(self) -> None:
        self.deliver(self.under_way.pop(0))

    @precondition(lambda self: self.under_way)
    @rule()
    def all_changes_come(self) -> None:
        while self.under_way:
            self.deliver(self.under_way.pop(0))

    @precondition(lambda self: self.under_way)
    @rule()
    def change_is_lost(self) -> None:
        self.under_way.pop(0)

    @precondition(lambda self: len(self.under_way) > 1)
    @rule(data=st.data())
    def change_overtakes(self, data: st.DataObject) -> None:
        self.deliver(self.under_way.pop(data.draw(st.integers(1, len(self.under_way) - 1))))

    @precondition(lambda self: self.delivered)
    @rule(data=st.data())
    def change_comes_again(self, data: st.DataObject) -> None:
        self.deliver(data.draw(st.sampled_from(self.delivered[-6:])))

    @rule(age=st.integers(0, 6))
    def snapshot_is_made(self, age: int) -> None:
        self.asked.append(self.exchange.snapshot(age))

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def snapshot_comes(self, data: st.DataObject) -> None:
        self.book.snapshot(self.asked.pop(data.draw(st.integers(0, len(self.asked) - 1))))

    @rule()
    def stream_reports_loss(self) -> None:
        self.book.lost()
        assert not self.book.valid

    @rule(age=st.integers(0, 3))
    def change_is_lost_while_a_snapshot_is_awaited(self, age: int) -> None:
        self.book.lost()
        self.deliver(self.exchange.step())
        self.exchange.step()
        self.deliver(self.exchange.step())
        self.book.snapshot(self.exchange.snapshot(age))
        self.under_way.clear()

    @rule()
    def everything_is_forgotten(self) -> None:
        self.book.reset()

    @rule()
    def healthy_spell(self) -> None:
        # Without it few runs would ever link.
        for _ in range(3):
            self.deliver(self.exchange.step())
        self.book.snapshot(self.exchange.snapshot(1))
        self.deliver(self.exchange.step())
        self.under_way.clear()

    @invariant()
    def what_is_readable_is_true(self) -> None:
        book = self.book
        if not book.valid:
            return
        bids, asks = self.exchange.at(book.last_update_id)
        assert levels(bids, True) == [(str(price), str(quantity)) for price, quantity in book.bids()]
        assert levels(asks, False) == [(str(price), str(quantity)) for price, quantity in book.asks()]

    @invariant()
    def each_turn_is_told_once(self) -> None:
        assert self.told == [index % 2 == 0 for index in range(len(self.told))]
        assert self.book.valid == (bool(self.told) and self.told[-1])


AnyOrder.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestAnyOrder = AnyOrder.TestCase
