"""T7, rows 75 to 87: whatever is lost, doubled, late or stale, every fill is told once and the end is the truth."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.connector.user_data.exchange_account import SYMBOLS
from tests.connector.user_data.user_world import UserWorld

from binance_usdm.streams import Gap, GapReason
from binance_usdm.user_data._decode import Unreadable, read_frame

SIDES = st.sampled_from(["BUY", "SELL"])


class AnyOrder(RuleBasedStateMachine):
    """An account lives on while its events are lost, doubled and delayed, and REST lags behind or fails."""

    def __init__(self) -> None:
        super().__init__()
        self.world = UserWorld()
        self.world.answer_all()
        self.up = False

    # -- the account lives

    @rule(symbol=st.sampled_from(SYMBOLS), side=SIDES, quantity=st.integers(1, 4))
    def place(self, symbol: str, side: str, quantity: int) -> None:
        self.world.exchange.place(symbol, side, quantity)

    @precondition(lambda self: self.world.exchange.open_orders())
    @rule(data=st.data(), quantity=st.integers(1, 3))
    def fill(self, data: st.DataObject, quantity: int) -> None:
        self.world.exchange.fill(data.draw(st.sampled_from(self.world.exchange.open_orders())), quantity)

    @precondition(lambda self: self.world.exchange.open_orders())
    @rule(data=st.data(), status=st.sampled_from(["CANCELED", "EXPIRED"]))
    def end(self, data: st.DataObject, status: str) -> None:
        self.world.exchange.end(data.draw(st.sampled_from(self.world.exchange.open_orders())), status)

    @precondition(lambda self: self.world.exchange.open_orders())
    @rule(data=st.data())
    def amend(self, data: st.DataObject) -> None:
        self.world.exchange.amend(data.draw(st.sampled_from(self.world.exchange.open_orders())), 1)

    @rule()
    def fund(self) -> None:
        self.world.exchange.fund()

    @rule(symbol=st.sampled_from(SYMBOLS))
    def place_algo(self, symbol: str) -> None:
        self.world.exchange.place_algo(symbol)

    @precondition(lambda self: self.world.exchange.state.algos)
    @rule(data=st.data(), status=st.sampled_from(["CANCELED", "FINISHED"]))
    def end_algo(self, data: st.DataObject, status: str) -> None:
        algos = self.world.exchange.state.algos
        alive = [number for number, row in algos.items() if row["algoStatus"] == "NEW"]
        if alive:
            self.world.exchange.move_algo(data.draw(st.sampled_from(alive)), status)

    @rule(ms=st.sampled_from([1, 20, 900, 4000, 70_000]))
    def time_passes(self, ms: int) -> None:
        self.world.exchange.now_ms += ms
        self.world.now += ms / 1000.0
        self.world.settle()

    # -- the connection

    @precondition(lambda self: not self.up)
    @rule()
    def connect(self) -> None:
        world = self.world
        if world.connection == 0:
            world.fills_from = len(world.exchange.state.trades)
        world.connect()
        self.up = True

    @precondition(lambda self: self.up)
    @rule()
    def disconnect(self) -> None:
        self.world.disconnect()
        self.up = False

    @precondition(lambda self: self.up)
    @rule()
    def rotate(self) -> None:
        self.world.rotate()

    @precondition(lambda self: self.up)
    @rule(count=st.integers(1, 6))
    def deliver(self, count: int) -> None:
        self.world.deliver(count)

    @precondition(lambda self: self.up and self.world.told < len(self.world.exchange.events))
    @rule()
    def lose_one(self) -> None:
        self.world.told += 1
        self.world.control(Gap(stream="user", reason=GapReason.OVERFLOW))

    @precondition(lambda self: self.up and self.world.told < len(self.world.exchange.events))
    @rule()
    def garble_one(self) -> None:
        self.world.told += 1
        self.world.receive(Unreadable("garbled"))

    @precondition(lambda self: self.up and self.world.told > 0 and self.world.summaries())
    @rule(data=st.data())
    def double(self, data: st.DataObject) -> None:
        # Only of this connection: what came before it began is history.
        if self.world.connection == 1:
            frame = self.world.exchange.events[data.draw(st.integers(0, self.world.told - 1))]
            if any(str(number).encode() in frame for _, number, _, _ in self.world.fills()):
                self.world.receive(read_frame(frame).data)

    @precondition(lambda self: self.up and self.world.exchange.events)
    @rule(data=st.data())
    def overtake(self, data: st.DataObject) -> None:
        # An event of one type passes those of other types that happened before.
        events, told = self.world.exchange.events, self.world.told
        if told + 1 < len(events):
            at = data.draw(st.integers(told + 1, len(events) - 1))
            kind = events[at][:30]
            if all(frame[:30] != kind for frame in events[told:at]):
                events.insert(told, events.pop(at))
                self.world.deliver(1)

    # -- REST

    @precondition(lambda self: self.world.pending)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        self.world.answer(data.draw(st.integers(0, len(self.world.pending) - 1)))

    @rule()
    def answer_all(self) -> None:
        self.world.answer_all()

    @precondition(lambda self: self.world.summaries())
    @rule(lag_ms=st.sampled_from([0, 0, 300, 5_000]))
    def lag(self, lag_ms: int) -> None:
        self.world.lag_ms = lag_ms

    @rule(failing=st.booleans())
    def fail(self, failing: bool) -> None:
        self.world.failing = failing

    # -- what must hold

    @invariant()
    def no_fill_is_told_twice(self) -> None:
        fills = self.world.fills()
        assert len(set(fills)) == len(fills)
        assert set(fills) <= set(self.world.true_fills())

    def teardown(self) -> None:
        world = self.world
        world.failing, world.lag_ms = False, 0
        if not self.up:
            self.connect()
        world.deliver()
        world.pass_time(900.0)
        world.check_state()
        # What was lost before the first reconciliation is part of the state that it took on.
        assert set() == set(world.true_fills(world.news_from)) - set(world.fills())
        assert world.session.reconciled


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)
