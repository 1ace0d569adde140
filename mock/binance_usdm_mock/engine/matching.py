"""Matching: an incoming order against ladder and book, and public trades against resting orders.

Rules:
- price first, then time; at one price the ladder was there before the orders of the accounts;
- a fill has the price of the order that rested;
- orders of the retail price improvement programme are met by public trades only, behind the orders at their price;
- an order that may only reduce never fills beyond its position; what is left of it expires;
- against an order of the same account the taker's self-trade prevention decides, for GTC, IOC and GTD orders.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from .account import Account
from .book import Book
from .market import Market
from .order import EXPIRED, EXPIRED_IN_MATCH, Order
from .tape import Trade

__all__ = ["Venue", "fillable", "follow_trade", "take", "would_cross"]

_PREVENTED = frozenset({"GTC", "IOC", "GTD"})


class Venue(Protocol):
    """What matching needs of the exchange."""

    def account_of(self, order: Order) -> Account:
        """The account that placed an order."""
        ...

    def fill(self, taker: Order | None, maker: Order | None, price: int, quantity: int, now_ms: int) -> None:
        """Book one trade; None stands for the rest of the market."""
        ...

    def close(self, order: Order, status: str, now_ms: int) -> None:
        """End an order."""
        ...


def would_cross(market: Market, book: Book, *, buy: bool, price: int) -> bool:
    """True when an order at this price would meet a resting one."""
    reach = _reach(buy, price)
    level = market.ladder.best(not buy)
    if level is not None and reach(level[0]):
        return True
    best = book.best(not buy)
    return best is not None and reach(best)


def _reach(buy: bool, limit: int) -> Callable[[int], bool]:
    return limit.__ge__ if buy else limit.__le__


def fillable(market: Market, book: Book, *, buy: bool, price: int, quantity: int) -> bool:
    """True when ``quantity`` rests at this price or better."""
    reach = _reach(buy, price)
    found = 0
    for side in (market.ladder.levels(not buy), book.levels(not buy)):
        for level, size in side:
            if not reach(level):
                break
            found += size
            if found >= quantity:
                return True
    return False


def take(venue: Venue, market: Market, book: Book, taker: Order, limit: int, now_ms: int) -> None:
    """Match an incoming order as far as ``limit`` (ticks) allows; what is left stays in the order."""
    buy, account, ladder = taker.buy, venue.account_of(taker), market.ladder
    reach = _reach(buy, limit)
    levels = ladder.levels(not buy)
    level = next(levels, None)
    while taker.left and taker.status != EXPIRED_IN_MATCH:
        room = taker.left if taker.opens else min(taker.left, account.closable(taker))
        if room <= 0:
            venue.close(taker, EXPIRED, now_ms)
            return
        maker = book.first(not buy)
        if level is not None and (maker is None or not _ahead(maker.price, level[0], buy)):
            price, size = level
            if not reach(price):
                return
            quantity = min(room, size)
            ladder.take(price, quantity)
            venue.fill(taker, None, price, quantity, now_ms)
            level = (price, size - quantity) if quantity < size else next(levels, None)
        elif maker is not None and reach(maker.price):
            _meet(venue, taker, maker, room, now_ms)
        else:
            return


def _ahead(price: int, other: int, buy: bool) -> bool:
    """True when a resting order at ``price`` is better for the taker than one at ``other``."""
    return price < other if buy else price > other


def _meet(venue: Venue, taker: Order, maker: Order, room: int, now_ms: int) -> None:
    if maker.account == taker.account and taker.time_in_force in _PREVENTED and taker.stp != "NONE":
        if taker.stp != "EXPIRE_TAKER":
            venue.close(maker, EXPIRED_IN_MATCH, now_ms)
        if taker.stp != "EXPIRE_MAKER":
            venue.close(taker, EXPIRED_IN_MATCH, now_ms)
        return
    quantity = _limited(venue, maker, room, now_ms)
    if quantity:
        venue.fill(taker, maker, maker.price, quantity, now_ms)


def _limited(venue: Venue, maker: Order, quantity: int, now_ms: int) -> int:
    """How much of a resting order can fill; one that can reduce nothing any more expires."""
    quantity = min(quantity, maker.left)
    if not maker.opens:
        quantity = min(quantity, venue.account_of(maker).closable(maker))
        if quantity <= 0:
            venue.close(maker, EXPIRED, now_ms)
            return 0
    return quantity


def follow_trade(venue: Venue, market: Market, book: Book, trade: Trade) -> None:
    """Let the rest of the market act on the resting orders: the ladder moves, then the trade takes."""
    ladder = market.ladder
    ladder.follow(trade)
    for buy in (True, False):
        maker = book.first(buy)
        while maker is not None:
            level = ladder.best(not buy)
            if level is None or not _reach(buy, maker.price)(level[0]):
                break
            quantity = _limited(venue, maker, level[1], trade.time)
            if quantity:
                ladder.take(level[0], quantity)
                venue.fill(None, maker, maker.price, quantity, trade.time)
            maker = book.first(buy)
    left, buy = trade.quantity, trade.buyer_is_maker
    maker = book.first(buy)
    while left and maker is not None and _reach(buy, maker.price)(trade.price):
        quantity = _limited(venue, maker, left, trade.time)
        if quantity:
            left -= quantity
            venue.fill(None, maker, maker.price, quantity, trade.time)
        maker = book.first(buy)
    maker = book.first(buy, retail=True)
    while left and maker is not None and _reach(buy, maker.price)(trade.price):
        quantity = _limited(venue, maker, left, trade.time)
        if quantity:
            left -= quantity
            venue.fill(None, maker, maker.price, quantity, trade.time)
        maker = book.first(buy, retail=True)
