"""The floor of reading history: pages over a socket by hand, rows as Structs of text, kept in a list."""

from collections.abc import Callable

import msgspec
from harness import backfill

from .floor import Blocking


class _Row(msgspec.Struct, array_like=True, gc=False):
    open_time: int
    open: str
    high: str
    low: str
    close: str
    volume: str
    close_time: int
    quote_volume: str
    trades: int
    taker_volume: str
    taker_quote_volume: str

    def __getitem__(self, index: int) -> int:
        return self.open_time


def kline_history(origin: str) -> Callable[[int], dict[str, float]]:
    """Rows of text."""
    connection = Blocking(origin)
    decode = msgspec.json.Decoder(list[_Row]).decode

    def ask(first: int, last: int, limit: int) -> list[_Row]:
        target = f"/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit={limit}&startTime={first}&endTime={last}"
        return decode(connection.send(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()))

    return backfill.kept(backfill.pages(ask))
