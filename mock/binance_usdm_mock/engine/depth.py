"""The order book as the public sees it: the ladder and the orders of the accounts, added up per price."""

from __future__ import annotations

from collections.abc import Iterator

from .book import Book
from .market import Market

__all__ = ["best", "levels", "retail_levels"]


def levels(market: Market, book: Book, bid: bool) -> Iterator[tuple[int, int]]:
    """Price in ticks and quantity in steps, best first."""
    theirs, ours = market.ladder.levels(bid), book.levels(bid)
    first, second = next(theirs, None), next(ours, None)
    while first is not None or second is not None:
        if second is None or (first is not None and _better(first[0], second[0], bid)):
            assert first is not None  # noqa: S101 - tells the type checker what the loop's condition says
            yield first
            first = next(theirs, None)
        elif first is None or first[0] != second[0]:
            yield second
            second = next(ours, None)
        else:
            yield first[0], first[1] + second[1]
            first, second = next(theirs, None), next(ours, None)


def _better(price: int, other: int, bid: bool) -> bool:
    return price > other if bid else price < other


def best(market: Market, book: Book, bid: bool) -> tuple[int, int] | None:
    """The best level of a side."""
    return next(levels(market, book, bid), None)


def retail_levels(market: Market, book: Book, bid: bool) -> Iterator[tuple[int, int]]:
    """As ``levels``, with the RPI orders; such that cross the other side are not shown."""
    if not book.has_retail:
        yield from levels(market, book, bid)
        return
    found, across = dict(levels(market, book, bid)), best(market, book, not bid)
    for price, size in book.levels(bid, retail=True):
        if across is None or (price < across[0] if bid else price > across[0]):
            found[price] = found.get(price, 0) + size
    yield from sorted(found.items(), reverse=bid)
