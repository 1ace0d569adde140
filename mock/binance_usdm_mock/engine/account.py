"""An account: wallets, positions, settings and the records of what happened to its money.

Every change of a wallet is an income record, so that the wallets always equal the deposits plus the records.
"""

from __future__ import annotations

import attrs

from .algo import AlgoBook
from .order import Order
from .position import Position
from .restrictions import Restriction
from .symbols import Symbol

__all__ = ["Account", "Fill", "Income", "MarginChange"]


@attrs.frozen
class Income:
    """One change of a wallet, in units of 1e-8."""

    number: int
    time: int
    symbol: str
    type: str
    asset: str
    amount: int
    trade_id: str = ""
    info: str = ""


@attrs.frozen(slots=True)
class Fill:
    """One fill of an order of this account."""

    id: int
    time: int
    order: Order
    price: int
    quantity: int
    quote: int
    maker: bool
    realized: int
    commission: int
    commission_asset: str


@attrs.frozen
class MarginChange:
    """A change of the money of an isolated position; ``type`` 1 adds, 2 takes away."""

    time: int
    symbol: str
    position_side: str
    type: int
    amount: int
    asset: str
    delta: str


@attrs.define(eq=False, kw_only=True)
class Account:
    """Everything the exchange knows about one account."""

    name: str
    alias: str
    wallet: dict[str, int]
    opened: int = 0
    dual_side: bool = False
    multi_assets: bool = False
    fee_burn: bool = False
    tradfi_signed: bool = False
    maker_ppm: int = 200
    taker_ppm: int = 500
    retail_ppm: int = 50
    """Commission of RPI orders."""
    leverage: dict[str, int] = attrs.field(factory=dict[str, int])
    isolated: set[str] = attrs.field(factory=set[str])
    positions: dict[tuple[str, str], Position] = attrs.field(factory=dict[tuple[str, str], Position])
    active: dict[tuple[str, str], Position] = attrs.field(factory=dict[tuple[str, str], Position])
    """Positions with a quantity or open orders."""
    began: set[tuple[str, str]] = attrs.field(factory=set[tuple[str, str]], repr=False)
    """Positions that came to be active; whoever looks at them takes them out."""
    changed: set[Position] = attrs.field(factory=set[Position], repr=False)
    """Positions that have changed since their sums were made."""
    orders: dict[int, Order] = attrs.field(factory=dict[int, Order])
    by_client_id: dict[tuple[str, str], Order] = attrs.field(factory=dict[tuple[str, str], Order])
    """Newest order of each (symbol, client id)."""
    open_orders: dict[str, dict[int, Order]] = attrs.field(factory=dict[str, dict[int, Order]])
    reducing: dict[int, Order] = attrs.field(factory=dict[int, Order])
    """Open orders that may only make a position smaller."""
    algo: AlgoBook = attrs.field(factory=AlgoBook)
    history: dict[str, list[Order]] = attrs.field(factory=dict[str, list[Order]])
    """All orders of a symbol, oldest first."""
    fills: dict[str, list[Fill]] = attrs.field(factory=dict[str, list[Fill]])
    income: list[Income] = attrs.field(factory=list[Income])
    margin_changes: list[MarginChange] = attrs.field(factory=list[MarginChange])
    updated: dict[str, int] = attrs.field(factory=dict[str, int])
    restrictions: list[Restriction] = attrs.field(factory=list[Restriction])
    stirred: bool = True
    """True when money or positions changed since the exchange last looked how far it is from liquidation."""

    def leverage_of(self, symbol: Symbol) -> int:
        """The leverage chosen for a symbol; 20 until it is changed."""
        return self.leverage.get(symbol.symbol, min(20, symbol.brackets.max_leverage))

    def is_isolated(self, symbol: Symbol) -> bool:
        """True when the symbol's positions have their own margin."""
        return symbol.symbol in self.isolated

    def position(self, symbol: Symbol, side: str) -> Position:
        """The position of a symbol and position side, made when there was none."""
        key = (symbol.symbol, side)
        found = self.positions.get(key)
        if found is None:
            found = self.positions[key] = Position(symbol, side, noted=self.changed)
        return found

    def sides(self) -> tuple[str, ...]:
        """Position sides of the present mode."""
        return ("LONG", "SHORT") if self.dual_side else ("BOTH",)

    def closable(self, order: Order) -> int:
        """Steps by which the order's position could be made smaller."""
        position = self.positions.get((order.symbol.symbol, order.position_side))
        if position is None:
            return 0
        return max(-position.quantity if order.buy else position.quantity, 0)

    def touch(self, position: Position) -> None:
        """Keep ``active`` right after a position changed."""
        key = (position.symbol.symbol, position.side)
        if position.quantity or position.bids or position.asks:
            if key not in self.active:
                self.began.add(key)
            self.active[key] = position
        else:
            self.active.pop(key, None)

    def rest(self, order: Order, steps: int) -> None:
        """Count ``steps`` of an order as resting (below zero: no longer resting)."""
        if not order.opens:
            return
        position = self.position(order.symbol, order.position_side)
        money = order.symbol.value(order.price, steps)
        if order.buy:
            position.bids += money
        else:
            position.asks += money
        self.touch(position)

    def book_income(
        self, time: int, symbol: str, kind: str, asset: str, amount: int, trade_id: str = "", info: str = ""
    ) -> None:
        """Change a wallet and write it down; nothing happens for an amount of zero."""
        if not amount:
            return
        self.wallet[asset] = self.wallet.get(asset, 0) + amount
        self.updated[asset] = time
        self.stirred = True
        number = 9_000_000_000_000 + len(self.income) + 1
        self.income.append(Income(number, time, symbol, kind, asset, amount, trade_id, info))
