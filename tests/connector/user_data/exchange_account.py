"""A simulated account: orders, fills, a wallet, the events they cause, and REST answers that may be of the past."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

import attrs

from binance_usdm_api import OPERATIONS
from binance_usdm_api.errors import NotFound

START_MS = 1_767_225_600_000
SYMBOLS = ("BTCUSDT", "ETHUSDT", "XRPUSDT")
OPEN = ("NEW", "PARTIALLY_FILLED")
Json = dict[str, Any]


@attrs.define
class State:
    """Everything that REST can tell."""

    orders: dict[tuple[str, int], Json] = attrs.field(factory=dict)
    trades: list[Json] = attrs.field(factory=list)
    positions: dict[str, tuple[Decimal, int]] = attrs.field(factory=dict)
    wallet: tuple[Decimal, int] = (Decimal(10_000), START_MS)
    algos: dict[int, Json] = attrs.field(factory=dict)


class ExchangeAccount:
    """The truth about an account.

    Attributes:
        now_ms: The exchange's time.
        events: Events so far: bytes, in the order of their happening.
        keeps_past: False for REST that never lags; the past of a large account takes long to keep.
    """

    def __init__(self) -> None:
        self.now_ms = START_MS
        self.state = State()
        self.events: list[bytes] = []
        self.past: list[tuple[int, State]] = [(START_MS, copy.deepcopy(self.state))]
        self.key = 1
        self.keeps_past = True
        self.tells_fees = True
        self._numbers = 100

    # -- what happens -------------------------------------------------------------------------------------------------

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    def _changed(self) -> None:
        if self.keeps_past:
            self.past.append((self.now_ms, copy.deepcopy(self.state)))

    def _emit(self, value: Json) -> None:
        self.events.append(json.dumps({**value, "E": self.now_ms, "T": self.now_ms}).encode())

    def _emit_order(self, row: Json, execution: str, trade: Json | None = None) -> None:
        told: Json = {
            "s": row["symbol"], "c": row["clientOrderId"], "S": row["side"], "o": "LIMIT", "f": "GTC",
            "q": row["origQty"], "p": row["price"], "ap": "0", "sp": "0", "x": execution, "X": row["status"],
            "i": row["orderId"], "l": trade["qty"] if trade else "0", "z": row["executedQty"],
            "L": trade["price"] if trade else "0", "T": self.now_ms, "t": trade["id"] if trade else 0, "ps": "BOTH",
        }  # fmt: skip
        if trade is not None and self.tells_fees:
            told |= {"n": trade["commission"], "N": trade["commissionAsset"]}
        self._emit({"e": "ORDER_TRADE_UPDATE", "o": told})

    def _emit_account(self, reason: str, positions: list[str]) -> None:
        rows = [
            {"s": name, "pa": str(self.state.positions[name][0]), "ep": "1", "up": "0", "iw": "0", "ps": "BOTH"}
            for name in positions
        ]
        wallet = str(self.state.wallet[0])
        balance = {"a": "USDT", "wb": wallet, "cw": wallet, "bc": "0"}
        self._emit({"e": "ACCOUNT_UPDATE", "a": {"m": reason, "B": [balance], "P": rows}})

    def place(self, symbol: str, side: str, quantity: int, client_id: str | None = None) -> int:
        """A new order."""
        number = self._next()
        row = {
            "orderId": number, "symbol": symbol, "status": "NEW", "clientOrderId": client_id or f"id{number}",
            "price": "5", "avgPrice": "0", "origQty": str(quantity), "executedQty": "0", "cumQuote": "0",
            "timeInForce": "GTC", "type": "LIMIT", "reduceOnly": False, "closePosition": False, "side": side,
            "positionSide": "BOTH", "stopPrice": "0", "workingType": "CONTRACT_PRICE", "priceProtect": False,
            "origType": "LIMIT", "time": self.now_ms, "updateTime": self.now_ms,
        }  # fmt: skip
        self.state.orders[symbol, number] = row
        self._emit_order(row, "NEW")
        self._changed()
        return number

    def open_orders(self) -> list[tuple[str, int]]:
        """Keys of open orders."""
        return [key for key, row in self.state.orders.items() if row["status"] in OPEN]

    def fill(self, key: tuple[str, int], quantity: int, execution: str = "TRADE") -> None:
        """A fill of an open order, of what is left of it at most."""
        state, row = self.state, self.state.orders[key]
        amount = min(Decimal(quantity), Decimal(row["origQty"]) - Decimal(row["executedQty"]))
        trade = {
            "symbol": key[0], "id": self._next(), "orderId": key[1], "side": row["side"], "price": "5",
            "qty": str(amount), "realizedPnl": "0", "quoteQty": "5", "commission": "1", "commissionAsset": "USDT",
            "time": self.now_ms, "positionSide": "BOTH", "maker": False, "buyer": row["side"] == "BUY",
        }  # fmt: skip
        state.trades.append(trade)
        row["executedQty"] = str(Decimal(row["executedQty"]) + amount)
        row["status"] = "FILLED" if row["executedQty"] == row["origQty"] else "PARTIALLY_FILLED"
        row["updateTime"] = self.now_ms
        held = state.positions.get(key[0], (Decimal(0), 0))[0]
        state.positions[key[0]] = held + (amount if row["side"] == "BUY" else -amount), self.now_ms
        state.wallet = state.wallet[0] - 1, self.now_ms
        lite = {"s": key[0], "q": row["origQty"], "p": "5", "m": False, "c": row["clientOrderId"], "S": row["side"]}
        self._emit({"e": "TRADE_LITE", **lite, "L": "5", "l": trade["qty"], "t": trade["id"], "i": key[1]})
        self._emit_account("ORDER", [key[0]])
        self._emit_order(row, execution, trade)
        self._changed()

    def end(self, key: tuple[str, int], status: str = "CANCELED") -> None:
        """An open order ends."""
        row = self.state.orders[key]
        row["status"], row["updateTime"] = status, self.now_ms
        self._emit_order(row, status)
        self._changed()

    def amend(self, key: tuple[str, int], more: int) -> None:
        """An open order grows."""
        row = self.state.orders[key]
        row["origQty"], row["updateTime"] = str(Decimal(row["origQty"]) + more), self.now_ms
        self._emit_order(row, "AMENDMENT")
        self._changed()

    def fund(self) -> None:
        """Funding is paid."""
        self.state.wallet = self.state.wallet[0] - 2, self.now_ms
        self._emit_account("FUNDING_FEE", [])
        self._changed()

    def place_algo(self, symbol: str) -> int:
        """A new conditional order."""
        number = self._next()
        self.state.algos[number] = {
            "algoId": number, "clientAlgoId": f"algo{number}", "algoType": "CONDITIONAL", "orderType": "STOP_MARKET",
            "symbol": symbol, "side": "SELL", "positionSide": "BOTH", "quantity": "1", "algoStatus": "NEW",
            "triggerPrice": "4", "price": "0", "createTime": self.now_ms, "updateTime": self.now_ms,
        }  # fmt: skip
        self._emit_algo(number)
        return number

    def move_algo(self, number: int, status: str) -> None:
        """A conditional order goes on."""
        self.state.algos[number] |= {"algoStatus": status, "updateTime": self.now_ms}
        self._emit_algo(number)

    def _emit_algo(self, number: int) -> None:
        row = self.state.algos[number]
        told = {"caid": row["clientAlgoId"], "aid": number, "s": row["symbol"], "X": row["algoStatus"], "q": "1"}
        self._emit({"e": "ALGO_UPDATE", "o": told})
        self._changed()

    # -- what REST says -----------------------------------------------------------------------------------------------

    def _at(self, age_ms: int) -> State:
        if not self.keeps_past:
            return self.state
        wanted = self.now_ms - age_ms
        return next((state for at, state in reversed(self.past) if at <= wanted), self.past[0][1])

    def answer(self, operation: str, params: Json, age_ms: int = 0) -> Any:
        """The result of an operation, as of some time ago; raises what the exchange refuses."""
        body = self._body(self._at(age_ms), operation, params)
        return OPERATIONS[operation].decode(json.dumps(body).encode())

    def _body(self, state: State, operation: str, params: Json) -> Any:
        symbol = params.get("symbol")
        match operation:
            case "time":
                return {"serverTime": self.now_ms}
            case "start_user_stream" | "keepalive_user_stream":
                return {"listenKey": f"secretkey{self.key}"}
            case "open_orders":
                return [row for row in state.orders.values() if row["status"] in OPEN]
            case "query_order":
                if (symbol, params["orderId"]) not in state.orders:
                    raise NotFound("Order does not exist.", code=-2013, status=400)
                return state.orders[symbol, params["orderId"]]
            case "open_algo_orders":
                return [row for row in state.algos.values() if row["algoStatus"] in ("NEW", "TRIGGERING")]
            case "query_algo_order":
                if params["algoId"] not in state.algos:
                    raise NotFound("Order does not exist.", code=-2013, status=400)
                return state.algos[params["algoId"]]
            case "position_information":
                return [_position(name, *held) for name, held in state.positions.items() if held[0]]
            case "position_information_v2":
                return [_position(symbol, *state.positions.get(symbol, (Decimal(0), 0)))]
            case "account_balance":
                wallet, time = str(state.wallet[0]), state.wallet[1]
                return [{"asset": "USDT", "balance": wallet, "crossWalletBalance": wallet, "updateTime": time}]
            case "income_history":
                rows = [row for row in state.trades if row["time"] >= params["startTime"]]
                income = {"incomeType": "COMMISSION", "income": "-1", "asset": "USDT"}
                return [{**income, "symbol": row["symbol"], "time": row["time"], "tradeId": "1"} for row in rows]
            case "account_trades":
                return _trades(state, params)
        raise AssertionError(operation)


def _position(symbol: str, amount: Decimal, time: int) -> Json:
    return {
        "symbol": symbol, "positionSide": "BOTH", "positionAmt": str(amount), "entryPrice": "1", "updateTime": time,
        "isolatedWallet": "0", "isolatedMargin": "0",
    }  # fmt: skip


def _trades(state: State, params: Json) -> list[Json]:
    rows = [row for row in state.trades if row["symbol"] == params["symbol"]]
    rows = [row for row in rows if row["id"] >= params.get("fromId", 0) and row["time"] >= params.get("startTime", 0)]
    if "endTime" in params:
        rows = [row for row in rows if row["time"] <= params["endTime"]]
    if "orderId" in params:
        rows = [row for row in rows if row["orderId"] == params["orderId"]]
    return rows[: params["limit"]]
