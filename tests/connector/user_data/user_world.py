"""A session of the account's own stream, the connection under it and the time, all without bytes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.connector.user_data.exchange_account import ExchangeAccount

from binance_usdm.streams import Connected, Disconnected, Reconnected, Rotated
from binance_usdm.user_data import Reconciled, UserSettings
from binance_usdm.user_data._calls import Call
from binance_usdm.user_data._decode import read_frame
from binance_usdm.user_data._session import UserSession
from binance_usdm_api.errors import ApiError, BinanceUsdmError
from binance_usdm_api.models.user import OrderTradeUpdate

KEY_CALLS = ("start_user_stream", "keepalive_user_stream")


class UserWorld:
    """Everything around a session.

    Attributes:
        exchange: The truth.
        session: What is tested.
        seen: What the session told, in order.
        pending: Calls that are under way.
        lag_ms: How far behind REST is.
        failing: True while REST does not work.
    """

    def __init__(self, symbols: tuple[str, ...] = (), settings: UserSettings | None = None) -> None:
        self.exchange = ExchangeAccount()
        self.session = UserSession(settings or UserSettings(), symbols, lambda: 0.5)
        self.now = 0.0
        self.seen: list[Any] = []
        self.pending: list[Call] = []
        self.asked: list[Call] = []
        self.paths: list[str] = []
        self.lag_ms = 0
        self.failing = False
        self.connection = 0
        self.told = 0
        self.fills_from = 0
        self.news_from: int | None = None
        self.refuse: Callable[[Call], BinanceUsdmError | None] = lambda _call: None
        self.session.start(self.now)
        self.settle()

    # -- the shell ----------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        self.session.advance(self.now)
        fresh = self.session.calls()
        self.pending += fresh
        self.asked += fresh
        path = self.session.path()
        if path is not None:
            self.paths.append(path)
        while self.session.out:
            event = self.session.out.popleft()
            if isinstance(event, Reconciled) and self.news_from is None:
                self.news_from = len(self.exchange.state.trades)
            self.seen.append(event)

    def answer(self, index: int = 0) -> None:
        call = self.pending.pop(index)
        result: Any = self.refuse(call)
        if result is None and self.failing and call.operation not in KEY_CALLS:
            result = ApiError("Service Unavailable.", status=503)
        if result is None:
            try:
                result = self.exchange.answer(call.operation, call.params, self.lag_ms)
            except BinanceUsdmError as error:
                result = error
        self.session.answered(call.number, result, self.now)
        self.settle()

    def answer_all(self) -> None:
        for _ in range(1000):
            if not self.pending:
                return
            self.answer()
        raise AssertionError("the questions never end")

    def receive(self, item: Any) -> None:
        self.session.receive(item, self.now)
        self.settle()

    def control(self, event: Any) -> None:
        self.receive(event)

    # -- the connection -----------------------------------------------------------------------------------------------

    def connect(self) -> None:
        self.connection += 1
        kind = Connected if self.connection == 1 else Reconnected
        more = {} if kind is Connected else {"after": 0.1, "attempts": 1}
        # What happened while there was no connection is never told; opening one takes time.
        self.exchange.now_ms += 1
        self.told = len(self.exchange.events)
        self.control(kind(connection=self.connection, route="private", streams=1, **more))

    def disconnect(self) -> None:
        self.told = len(self.exchange.events)
        self.control(Disconnected(connection=self.connection, reason="reset", retry_in=0.1))

    def rotate(self, reason: str = "age") -> None:
        self.connection += 1
        self.control(Rotated(connection=self.connection - 1, reason=reason, successor=self.connection))

    def begin(self) -> None:
        """Key, connection and the first reconciliation."""
        self.answer_all()
        self.fills_from = len(self.exchange.state.trades)
        self.connect()
        self.answer_all()

    def deliver(self, count: int | None = None) -> None:
        events = self.exchange.events
        end = len(events) if count is None else min(len(events), self.told + count)
        frames, self.told = events[self.told : end], end
        for frame in frames:
            self.receive(read_frame(frame).data)

    # -- time ---------------------------------------------------------------------------------------------------------

    def pass_time(self, seconds: float, *, answering: bool = True) -> None:
        end = self.now + seconds
        for _ in range(10_000):
            if answering:
                self.answer_all()
            deadline = self.session.next_deadline()
            if deadline > end:
                break
            self.exchange.now_ms += int(max(0.0, deadline - self.now) * 1000)
            self.now = max(self.now, deadline)
            self.settle()
        else:
            raise AssertionError("it never rests")
        self.exchange.now_ms += int((end - self.now) * 1000)
        self.now = end
        self.settle()

    # -- what is known ------------------------------------------------------------------------------------------------

    def fills(self) -> list[tuple[str, int, str, Decimal | None]]:
        told = [event.order for event in self.seen if isinstance(event, OrderTradeUpdate)]
        return [(o.symbol, o.trade_id, str(o.side), o.last_filled_quantity) for o in told if o.trade_id]

    def true_fills(self, start: int | None = None) -> list[tuple[str, int, str, Decimal]]:
        rows = self.exchange.state.trades[self.fills_from if start is None else start :]
        return [(row["symbol"], row["id"], row["side"], Decimal(row["qty"])) for row in rows]

    def summaries(self) -> list[Reconciled]:
        return [event for event in self.seen if isinstance(event, Reconciled)]

    def check_state(self) -> None:
        """The session's view is the truth."""
        ledger, state = self.session.ledger, self.exchange.state
        true_orders = {
            key: (row["status"], Decimal(row["executedQty"]), Decimal(row["origQty"]))
            for key, row in state.orders.items()
            if key in self.exchange.open_orders()
        }
        shown = {
            key: (str(order.order_status), order.filled_quantity, order.original_quantity)
            for key, order in ledger.orders.open.items()
        }
        assert true_orders == shown
        positions = {symbol: held[0] for symbol, held in state.positions.items() if held[0]}
        assert positions == {symbol: row.position_amount for (symbol, _), row in ledger.holdings.positions.items()}
        assert state.wallet[0] == ledger.holdings.balances["USDT"].wallet_balance
        algos = {n: row["algoStatus"] for n, row in state.algos.items() if row["algoStatus"] in ("NEW", "TRIGGERING")}
        assert algos == {n: str(row.algo_status) for n, row in ledger.algos.open.items()}
