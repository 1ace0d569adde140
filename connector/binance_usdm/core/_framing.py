"""Making requests for the WebSocket API: the same parameters, stamped and signed for that carrier.

Pure. A session that is logged on needs neither key nor signature, only the timestamp.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from binance_usdm_api import Operation

from ..ws_api._frames import SocketRequest, frame, sign
from ._facts import Facts

if TYPE_CHECKING:
    from ..auth import Credentials

__all__ = ["Framer", "Socket"]


class Socket(Protocol):
    """What the flow asks of a connection to the WebSocket API."""

    @property
    def ready(self) -> bool:
        """True when a request can go out now."""
        ...

    @property
    def logged_on(self) -> bool:
        """True when requests need neither key nor signature."""
        ...


class Framer:
    """Makes frames with ids that are unique in this process.

    Args:
        start: Where counting begins; a random one keeps ids apart across processes in logs.
    """

    __slots__ = ("_count",)

    def __init__(self, start: int) -> None:
        self._count = start

    def _id(self) -> str:
        self._count += 1
        return f"{self._count:x}"

    def request(
        self,
        operation: Operation[Any],
        facts: Facts,
        params: Mapping[str, object],
        stamp: int,
        window: int,
        credentials: Credentials | None,
        socket: Socket | None,
    ) -> SocketRequest:
        """The frame of one attempt.

        Raises:
            InvalidParameter: Before anything is sent.
        """
        encoded = operation.encode_json(params)
        prevention = operation.parameter("selfTradePreventionMode")
        if prevention is not None and prevention.default is not None:
            # What the exchange assumes differs between the carriers; which one carries an order must not change it.
            encoded.setdefault(prevention.name, prevention.default)
        if credentials is not None and facts.signed:
            if facts.takes_window:
                encoded.setdefault("recvWindow", window)
            encoded["timestamp"] = stamp
            if socket is None or not socket.logged_on:
                sign(encoded, credentials.api_key, credentials.signer)
        elif credentials is not None:
            encoded["apiKey"] = credentials.api_key
        method = facts.ws_method or operation.id
        id_ = self._id()
        return SocketRequest(id_, method, frame(id_, method, encoded))

    def logon(self, credentials: Credentials, stamp: int, window: int) -> SocketRequest:
        """The frame that logs a session on."""
        params: dict[str, Any] = {"recvWindow": window, "timestamp": stamp}
        sign(params, credentials.api_key, credentials.signer)
        id_ = self._id()
        return SocketRequest(id_, "session.logon", frame(id_, "session.logon", params))
