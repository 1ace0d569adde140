"""Snapshots and changes as the book takes them: prices and quantities stay the text of the wire.

Pure. Reading levels as text costs a fifth of reading them as Decimal, and most levels are never looked at. The
attributes have the names of the typed events, so that both can take the same ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from binance_usdm_api.errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from binance_usdm_api.models import DepthEvent, OrderBook, PriceLevel

__all__ = [
    "BookSnapshot",
    "Combined",
    "DepthDiff",
    "decode_diff",
    "decode_snapshot",
    "diff_of",
    "read_combined",
    "snapshot_of",
]

Levels = list[tuple[str, str]]


class DepthDiff(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename={
        "first_update_id": "U",
        "final_update_id": "u",
        "previous_final_update_id": "pu",
        "event_time": "E",
        "symbol": "s",
        "bids": "b",
        "asks": "a",
    },
):
    """Changes of a book; quantities are absolute and zero removes a level."""

    first_update_id: int
    final_update_id: int
    previous_final_update_id: int
    event_time: int | None = None
    symbol: str = ""
    bids: Levels
    asks: Levels


class BookSnapshot(msgspec.Struct, frozen=True, kw_only=True, rename={"last_update_id": "lastUpdateId"}):
    """A book at one update id, up to as many levels as were asked for."""

    last_update_id: int
    bids: Levels
    asks: Levels


class Combined(msgspec.Struct):
    """A change as it comes on a connection of many streams."""

    data: DepthDiff


_diff = msgspec.json.Decoder(DepthDiff)
_combined = msgspec.json.Decoder(Combined)
_snapshot = msgspec.json.Decoder(BookSnapshot)
read_combined = _combined.decode
"""Reads a combined frame whose change is its ``data``; raises msgspec's own errors."""


def _read(decoder: msgspec.json.Decoder[Any], body: bytes, model: str) -> Any:
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(str(error), payload=body, model=model) from None


def decode_diff(frame: bytes) -> DepthDiff:
    """Read a raw or combined frame of a depth stream.

    Raises:
        DecodeError: It is no change of a book.
    """
    if frame.startswith(b'{"stream"'):
        combined: Combined = _read(_combined, frame, "DepthDiff")
        return combined.data
    diff: DepthDiff = _read(_diff, frame, "DepthDiff")
    return diff


def decode_snapshot(body: bytes) -> BookSnapshot:
    """Read the answer of ``order_book`` or ``rpi_order_book``.

    Raises:
        DecodeError: It is no snapshot of a book.
    """
    snapshot: BookSnapshot = _read(_snapshot, body, "BookSnapshot")
    return snapshot


def _texts(levels: Iterable[PriceLevel]) -> Levels:
    return [(format(level.price, "f"), format(level.quantity, "f")) for level in levels]


def diff_of(event: DepthEvent) -> DepthDiff:
    """The changes of a typed event."""
    return DepthDiff(
        first_update_id=event.first_update_id,
        final_update_id=event.final_update_id,
        previous_final_update_id=event.previous_final_update_id,
        event_time=event.event_time,
        symbol=event.symbol,
        bids=_texts(event.bids),
        asks=_texts(event.asks),
    )


def snapshot_of(book: OrderBook) -> BookSnapshot:
    """The snapshot of a typed answer."""
    return BookSnapshot(last_update_id=book.last_update_id, bids=_texts(book.bids), asks=_texts(book.asks))
