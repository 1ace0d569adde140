"""This project's order book, fed with frames as its streams feed it."""

from collections.abc import Callable, Iterable

from harness import depth

from binance_usdm.book import OrderBook, decode_diff, decode_snapshot


def _begin(snapshot: bytes) -> Callable[[Iterable[bytes]], object]:
    book = OrderBook(depth.SYMBOL)
    book.snapshot(decode_snapshot(snapshot))

    def apply(frames: Iterable[bytes]) -> None:
        for frame in frames:
            book.receive(decode_diff(frame))
        assert book.valid

    return apply


def depth_book(_origin: str) -> Callable[[int], None]:
    """Changes into a book that is checked and knows its best prices after each of them."""
    return depth.repeated(_begin)
