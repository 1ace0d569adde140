"""Making requests for the WebSocket API: the same parameters, stamped and signed for that carrier.

Pure. A session that is logged on needs neither key nor signature, only the timestamp.

The texts of the query, which were checked and written anyway, are rewritten: nearly all requests hold letters and
digits only, which are the same in a query, in what is signed and in JSON. What was percent-encoded goes the long way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from binance_usdm_api import Kind, Operation

from ..ws_api._frames import SocketRequest, frame, frame_of, sign
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


_IS = '":"'
_NUMBERS = frozenset({Kind.INT, Kind.INSTANT})


class _Shape:
    """What is the same for all requests of an operation.

    Attributes:
        assumed: Parameter and default that the carriers do not share; what the exchange assumes when it is not sent
            differs between them, and which one carries an order must not change it.
        assumption: The same as ``name=value``.
        numbers: Own parameters that are numbers in JSON.
        sorts: True when ``name=value`` texts sort as the names do.
    """

    __slots__ = ("assumed", "assumption", "numbers", "sorts")

    def __init__(self, operation: Operation[Any]) -> None:
        prevention = operation.parameter("selfTradePreventionMode")
        default = prevention.default if prevention is not None else None
        self.assumed = None if prevention is None or default is None else (prevention.name, default)
        names = {parameter.name for parameter in operation.params}
        self.assumption = "=".join(self.assumed) if self.assumed is not None else ""
        self.numbers = tuple(parameter.name for parameter in operation.params if parameter.kind in _NUMBERS)
        sent = names | {"apiKey", "recvWindow", "timestamp"}
        self.sorts = sorted(sent) == [part[:-1] for part in sorted(f"{name}=" for name in sent)]


class Framer:
    """Makes frames with ids that are unique in this process.

    Args:
        start: Where counting begins; a random one keeps ids apart across processes in logs.
    """

    __slots__ = ("_count", "_credentials", "_key", "_plain_key", "_shapes")

    def __init__(self, start: int) -> None:
        self._count = start
        self._shapes: dict[str, _Shape] = {}
        self._credentials: Credentials | None = None
        self._key = ""
        self._plain_key = False

    def _id(self) -> str:
        self._count += 1
        return f"{self._count:x}"

    def request(
        self,
        operation: Operation[Any],
        facts: Facts,
        parts: Mapping[str, str],
        params: Mapping[str, object],
        stamp: int,
        window: int,
        credentials: Credentials | None,
        socket: Socket | None,
    ) -> SocketRequest:
        """The frame of one attempt.

        Args:
            operation: What to do.
            facts: Its facts.
            parts: The parameters as ``operation.encode_parts`` wrote them.
            params: The same, wire-named.
            stamp: Timestamp, ms.
            window: Receive window, ms.
            credentials: Key and signer, where the operation needs them.
            socket: Says whether the session is logged on.

        Raises:
            InvalidParameter: Before anything is sent.
        """
        shape = self._shapes.get(operation.id) or self._shapes.setdefault(operation.id, _Shape(operation))
        if credentials is not None and credentials is not self._credentials:
            self._credentials, self._key = credentials, credentials.api_key
            self._plain_key = self._key.isalnum()
        texts = list(parts.values())
        if shape.assumed is not None and shape.assumed[0] not in parts:
            texts.append(shape.assumption)
        members = '","'.join(texts)
        plain = shape.sorts and "%" not in members and (self._plain_key or credentials is None)
        for number in shape.numbers:
            if number in parts:
                plain = False
        if not plain:
            return self._spelled_out(operation, facts, shape, params, stamp, window, credentials, socket)
        if texts:
            members = f'"{members.replace("=", _IS)}"'
        if credentials is not None:
            more, key = "", self._key
            if facts.signed:
                more = f',"recvWindow":{window},"timestamp":{stamp}' if facts.takes_window else f',"timestamp":{stamp}'
                if socket is None or not socket.logged_on:
                    texts += [f"apiKey={key}", f"timestamp={stamp}"]
                    if facts.takes_window:
                        texts.append(f"recvWindow={window}")
                    texts.sort()
                    signature = credentials.signer.sign("&".join(texts).encode())
                    more = f'{more},"apiKey":"{key}","signature":"{signature}"'
            else:
                more = f',"apiKey":"{key}"'
            members = members + more if members else more[1:]
        id_, method = self._id(), facts.ws_method or operation.id
        return SocketRequest(id_, method, frame_of(id_, method, members))

    def _spelled_out(
        self,
        operation: Operation[Any],
        facts: Facts,
        shape: _Shape,
        params: Mapping[str, object],
        stamp: int,
        window: int,
        credentials: Credentials | None,
        socket: Socket | None,
    ) -> SocketRequest:
        encoded = operation.encode_json(params)
        if shape.assumed is not None:
            encoded.setdefault(*shape.assumed)
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
