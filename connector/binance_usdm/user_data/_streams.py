"""The entry to all live streams of an asynchronous client: those of the market, and the account's own."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from binance_usdm_api.errors import InvalidParameter, StreamClosed

from ..core._sightings import Sightings
from ..streams._settings import StreamSettings
from ..streams._streams import Streams
from ..streams._surroundings import Surroundings
from ._listener import UserListener
from ._settings import UserSettings
from ._stream import UserStream

if TYPE_CHECKING:
    from ..streams import ControlEvent, Gap
    from ._events import UserEvent

__all__ = ["AllStreams", "checked_symbols"]


def checked_symbols(symbols: Iterable[str]) -> tuple[str, ...]:
    """Symbols as the exchange spells them.

    Raises:
        InvalidParameter: One cannot be a symbol.
    """
    if isinstance(symbols, str):
        raise InvalidParameter("symbols", symbols, "a list of symbols, such as ['BTCUSDT']")
    found = tuple(dict.fromkeys(symbols))
    for symbol in found:
        if not symbol or symbol != symbol.upper():
            raise InvalidParameter("symbols", symbol, "symbols in capital letters, such as 'BTCUSDT'")
    return found


class AllStreams(Streams):
    """Live streams, as ``client.streams``.

    Args:
        surroundings: What streams need of the client.
        sightings: Where the client's own requests learn what became of them.
    """

    def __init__(self, surroundings: Surroundings, sightings: Sightings) -> None:
        super().__init__(surroundings)
        self._sightings = sightings
        self._users: weakref.WeakSet[UserStream] = weakref.WeakSet()

    def user(
        self,
        *,
        symbols: Iterable[str] = (),
        settings: UserSettings | None = None,
        stream_settings: StreamSettings | None = None,
        delete_key: bool = False,
        on_control: Callable[[ControlEvent | Gap], None] | None = None,
    ) -> UserStream:
        """The account's own events: orders, fills, balances, positions; needs credentials.

        The listen key, lost connections and what was missed meanwhile are taken care of. Nothing is opened before the
        first event is asked for or ``async with`` is entered.

        Args:
            symbols: Symbols whose trades are looked at after a loss in any case; those with orders, positions or fills
                are anyway.
            settings: Intervals of key and reconciliation.
            stream_settings: Intervals of the connection.
            delete_key: Delete the listen key on closing. Other programs of the account lose their events then.
            on_control: Called at once with every control event and gap of the connection.

        Raises:
            InvalidParameter: One of the symbols cannot be one.
            StreamClosed: The client is closed.
        """
        if self._closed:
            raise StreamClosed("the client is closed", hint="Make a new client.")
        stream = UserStream(
            self._surroundings,
            symbols=checked_symbols(symbols),
            settings=settings or UserSettings(),
            stream_settings=stream_settings or StreamSettings(),
            delete_key=delete_key,
            on_control=on_control,
            sightings=self._sightings,
            on_closed=self._users.discard,
        )
        self._users.add(stream)
        return stream

    def listen_user(self, *, callback: Callable[[UserEvent], object], **options: Any) -> UserListener:
        """Call back with each event of the account; needs a running event loop and begins at once.

        Args:
            callback: A function or coroutine function. The next event waits for it; what it raises is logged and
                counted.
            **options: As for ``user``.
        """
        return UserListener(self.user(**options), callback)

    async def aclose(self) -> None:
        """Close all streams; closing twice is fine."""
        self.shut()
        for stream in list(self._users):
            await stream.aclose()
        await super().aclose()
