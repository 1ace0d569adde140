"""What truly happened on a mock exchange, read from its engine and its ledger, never from an answer it gives.

Prices, quantities and money are `Decimal`, so that they compare equal whatever notation a client chose.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from typing import Any

from binance_usdm_mock import MockServer
from binance_usdm_mock.engine.depth import levels

E8 = Decimal(10) ** -8


class Truth:
    """The engine of a running server, in units that people use."""

    def __init__(self, server: MockServer) -> None:
        self._server = server

    @property
    def _account(self) -> Any:
        return self._server.exchange.account

    def orders(self, symbol: str = "BTCUSDT") -> list[dict[str, Any]]:
        """All orders of a symbol, oldest first."""
        with self._server.lock:
            return [_order(order) for order in self._account.history.get(symbol, ())]

    def order(self, order_id: int | str) -> dict[str, Any]:
        """One order."""
        with self._server.lock:
            return _order(self._account.orders[int(order_id)])

    def open_ids(self, symbol: str = "BTCUSDT") -> list[int]:
        """Ids of the open orders of a symbol, oldest first."""
        with self._server.lock:
            return sorted(self._account.open_orders.get(symbol, {}))

    def algos(self, symbol: str = "BTCUSDT") -> list[dict[str, Any]]:
        """All conditional orders of a symbol, oldest first."""
        with self._server.lock:
            return [_algo(order) for order in self._account.algo.history.values() if order.symbol == symbol]

    def algo(self, algo_id: int | str) -> dict[str, Any]:
        """One conditional order."""
        with self._server.lock:
            return _algo(self._account.algo.history[int(algo_id)])

    def open_algo_ids(self, symbol: str = "BTCUSDT") -> list[int]:
        """Ids of the open conditional orders of a symbol, oldest first."""
        with self._server.lock:
            return sorted(order.id for order in self._account.algo.open.values() if order.symbol == symbol)

    def fills(self, symbol: str = "BTCUSDT") -> list[dict[str, Any]]:
        """All own trades of a symbol, oldest first."""
        with self._server.lock:
            return [
                {
                    "id": fill.id,
                    "orderId": fill.order.id,
                    "price": Decimal(fill.order.symbol.price_text(fill.price)),
                    "qty": Decimal(fill.order.symbol.quantity_text(fill.quantity)),
                    "commission": fill.commission * E8,
                    "commissionAsset": fill.commission_asset,
                    "realizedPnl": fill.realized * E8,
                    "maker": fill.maker,
                    "time": fill.time,
                }
                for fill in self._account.fills.get(symbol, ())
            ]

    def position(self, symbol: str = "BTCUSDT", side: str = "BOTH") -> dict[str, Decimal]:
        """Quantity (below zero: short) and average entry price of a position."""
        with self._server.lock:
            found = self._account.position(self._server.exchange.symbol(symbol), side)
            return {
                "qty": Decimal(found.symbol.quantity_text(found.quantity)),
                "entry": Decimal(found.entry_text),
            }

    def wallet(self, asset: str = "USDT") -> Decimal:
        """Money of an asset, without open profits."""
        with self._server.lock:
            return Decimal(self._account.wallet[asset]) * E8

    def income(self) -> list[dict[str, Any]]:
        """All changes of the wallets, oldest first."""
        with self._server.lock:
            return [
                {
                    "type": row.type,
                    "asset": row.asset,
                    "amount": row.amount * E8,
                    "time": row.time,
                    "symbol": row.symbol,
                }
                for row in self._account.income
            ]

    def leverage(self, symbol: str = "BTCUSDT") -> int:
        """The leverage chosen for a symbol."""
        with self._server.lock:
            return int(self._account.leverage_of(self._server.exchange.symbol(symbol)))

    def isolated(self, symbol: str = "BTCUSDT") -> bool:
        """Whether the positions of a symbol have their own margin."""
        with self._server.lock:
            return symbol in self._account.isolated

    def hedged(self) -> bool:
        """Whether long and short positions are held side by side."""
        with self._server.lock:
            return bool(self._account.dual_side)

    def multi_assets(self) -> bool:
        """Whether all assets are margin."""
        with self._server.lock:
            return bool(self._account.multi_assets)

    def listen_keys(self) -> list[str]:
        """The listen keys in force."""
        with self._server.lock:
            return [key.key for key in self._server.exchange.listen_keys.values()]

    def symbols(self) -> dict[str, dict[str, Decimal]]:
        """Tick and step of every contract."""
        with self._server.lock:
            listed = [market.symbol for market in self._server.exchange.markets.values() if market.symbol.listed]
            return {one.symbol: {"tick": one.tick_rule_e8 * E8, "step": one.step_rule_e8 * E8} for one in listed}

    def depth(self, symbol: str = "BTCUSDT", levels_: int = 5) -> dict[str, list[tuple[Decimal, Decimal]]]:
        """Prices and quantities of the best levels of the book."""
        with self._server.lock:
            market = self._server.exchange.market(symbol)
            book, one = self._server.exchange.books[symbol], market.symbol
            return {
                side: [
                    (Decimal(one.price_text(price)), Decimal(one.quantity_text(steps)))
                    for price, steps in islice(levels(market, book, bid), levels_)
                ]
                for side, bid in (("bids", True), ("asks", False))
            }

    def trades(self, symbol: str = "BTCUSDT", count: int = 5) -> list[dict[str, Any]]:
        """The newest public trades, oldest first."""
        with self._server.lock:
            market = self._server.exchange.market(symbol)
            last = market.last(self._server.exchange.now)
            assert last is not None
            return [
                {
                    "id": trade.number,
                    "price": Decimal(market.symbol.price_text(trade.price)),
                    "qty": Decimal(market.symbol.quantity_text(trade.quantity)),
                    "time": trade.time,
                    "buyerIsMaker": trade.buyer_is_maker,
                }
                for trade in market.by_id(last.number - count + 1, count, self._server.exchange.now)
            ]

    def candle(self, open_time: int, symbol: str = "BTCUSDT", interval: str = "1m") -> list[Decimal]:
        """Open, high, low, close and volume of one candle."""
        with self._server.lock:
            market = self._server.exchange.market(symbol)
            made, one = market.candle(interval, open_time, self._server.exchange.now), market.symbol
            prices = (made.open, made.high, made.low, made.close)
            if not made.count and (before := market.last(open_time)) is not None:
                # Nothing was traded yet: the candle stands where the one before closed.
                prices = (before.price,) * 4
            return [*(Decimal(one.price_text(price)) for price in prices), Decimal(one.quantity_text(made.volume))]

    def mark_price(self, symbol: str = "BTCUSDT") -> Decimal:
        """The mark price at the exchange's present instant."""
        with self._server.lock:
            return self._server.exchange.market(symbol).mark_e8(self._server.exchange.now) * E8

    def last_price(self, symbol: str = "BTCUSDT") -> Decimal:
        """The price of the last public trade at the exchange's present instant."""
        with self._server.lock:
            market = self._server.exchange.market(symbol)
            last = market.last(self._server.exchange.now)
            assert last is not None
            return Decimal(market.symbol.price_text(last.price))

    def price(self, symbol: str = "BTCUSDT", *, away: float = 0.0) -> str:
        """A valid price this fraction away from the last one, as plain text."""
        with self._server.lock:
            market = self._server.exchange.market(symbol)
            last = market.last(self._server.exchange.now)
            assert last is not None
            return str(market.symbol.price_text(int(last.price * (1 + away))))

    def asked(self) -> list[str]:
        """`METHOD /path` of every REST request so far."""
        with self._server.lock:
            return [f"{record.method} {record.path}" for record in self._server.requests]


def _order(order: Any) -> dict[str, Any]:
    return {
        "id": order.id,
        "clientId": order.client_id,
        "symbol": order.symbol.symbol,
        "side": order.side,
        "type": order.type,
        "status": order.status,
        "price": Decimal(order.symbol.price_text(order.price)),
        "qty": Decimal(order.symbol.quantity_text(order.quantity)),
        "executed": Decimal(order.symbol.quantity_text(order.executed)),
        "time": order.time,
        "reduceOnly": order.reduce_only,
        "timeInForce": order.time_in_force,
        "positionSide": order.position_side,
    }


def _algo(order: Any) -> dict[str, Any]:
    return {
        "id": order.id,
        "clientId": order.client_id,
        "symbol": order.symbol,
        "side": order.side,
        "type": order.type,
        "status": order.status,
        "qty": Decimal(order.quantity or "0"),
        "trigger": Decimal(order.trigger_price or "0"),
        "workingType": order.working_type,
        "actualOrderId": order.actual_order_id,
    }
