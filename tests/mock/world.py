"""What the tests of the engine share: an instant, an exchange, the nearest ways to say `buy` and `sell`."""

from __future__ import annotations

from typing import Any

from binance_usdm_mock import ExchangeError, MockExchange

NOW = 1_795_233_600_000
"""2026-11-21 04:00 UTC."""

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


class World:
    """A mock exchange and short words for what is done to it."""

    def __init__(self, seed: int = 7, **more: Any) -> None:
        self.x = MockExchange(seed, NOW, **more)

    @property
    def account(self) -> Any:
        return self.x.account

    def price(self, symbol: str = "BTCUSDT", *, away: float = 0.0) -> str:
        """A valid price this fraction away from the last one."""
        market = self.x.market(symbol)
        last = market.last(self.x.now)
        assert last is not None
        return market.symbol.price_text(int(last.price * (1 + away)))

    def tick(self, symbol: str, ticks: int) -> str:
        """The text of a price in ticks."""
        return self.x.symbol(symbol).price_text(ticks)

    def market(self, side: str, quantity: str, symbol: str = "BTCUSDT", **more: Any) -> Any:
        """Place a market order; the answer tells its final state."""
        base = {"symbol": symbol, "side": side, "type": "MARKET", "quantity": quantity, "newOrderRespType": "RESULT"}
        return self.x.execute("new_order", {**base, **more})

    def limit(self, side: str, quantity: str, price: str, symbol: str = "BTCUSDT", **more: Any) -> Any:
        """Place a limit order, good till cancelled."""
        base = {
            "symbol": symbol,
            "side": side,
            "type": "LIMIT",
            "timeInForce": "GTC",
            "quantity": quantity,
            "price": price,
        }
        return self.x.execute("new_order", {**base, **more})

    def order(self, placed: dict[str, Any]) -> Any:
        """Query a placed order."""
        return self.x.execute("query_order", {"symbol": placed["symbol"], "orderId": placed["orderId"]})

    def refusal(self, operation: str, params: dict[str, Any] | None = None, **more: Any) -> int | None:
        """The code an operation is refused with; None when it is not."""
        try:
            self.x.execute(operation, {**(params or {}), **more})
        except ExchangeError as error:
            return error.code
        return None

    def position(self, symbol: str = "BTCUSDT", side: str = "BOTH") -> Any:
        """The position as the engine holds it."""
        return self.account.position(self.x.symbol(symbol), side)

    def everything(self, asset: str = "USDT") -> int:
        """All money of an asset: wallets less what positions cost, and the pockets of the house. It is always zero."""
        held = self.x.house.total(asset)
        for account in self.x.accounts.values():
            costs = sum(p.cost for p in account.positions.values() if p.symbol.margin_asset == asset)
            held += account.wallet.get(asset, 0) - costs
        return held

    def forced(self, account: str = "main") -> list[Any]:
        """The orders with which the exchange closed positions of an account."""
        return [o for o in self.x.accounts[account].orders.values() if "autoclose" in o.client_id]
