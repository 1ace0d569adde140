"""What can go wrong on connections that last: with frames, with the connection itself, with what happens meanwhile.

Rules:
- actions that keep an answer back or break a connection have the hidden switch ``executed`` when a request of the
  WebSocket API sets them off; for a frame that was on its way anyway the switch means nothing;
- the exchange itself goes on: what is lost on its way has happened all the same.
"""

from __future__ import annotations

import attrs
import msgspec

from ..engine.refusal import ExchangeError
from .actions import Action, Change, Pairs, Reply

__all__ = [
    "BROKEN",
    "Act",
    "Cut",
    "Duplicate",
    "ExpireKey",
    "Fill",
    "Freeze",
    "Insert",
    "Intervene",
    "Lag",
    "Lose",
    "Refuse",
    "Replace",
    "Replay",
    "Shutdown",
    "Stall",
    "Swap",
]

BROKEN = b'{"e":"depthUpdate","E":'
"""A frame that ends in the middle."""


@attrs.frozen
class Lose(Action):
    """The answer, frame or pong never comes; an HTTP connection stays open for ``seconds``."""

    seconds: float = 3600.0


@attrs.frozen
class Cut(Action):
    """The connection is closed with a close frame.

    Attributes:
        everyone: All connections whose path begins like this one's.
    """

    code: int = 1001
    reason: str = ""
    everyone: bool = False


@attrs.frozen
class Freeze(Action):
    """Nothing is read, answered or sent any more on a connection that stays open; 0 seconds is for ever."""

    seconds: float = 0.0


@attrs.frozen
class _Truthful(Action):
    executed: bool = True

    @property
    def truthful(self) -> bool:
        """Always true."""
        return True


@attrs.frozen
class Duplicate(_Truthful):
    """The frame or reply comes more than once."""

    copies: int = 1


@attrs.frozen
class Swap(_Truthful):
    """The frame or reply comes after the next one of the same stream, key or connection."""


@attrs.frozen
class Insert(_Truthful):
    """After it, or before it, comes a frame that the exchange never meant to send."""

    body: bytes = BROKEN
    repeat: int = 1
    before: bool = False


@attrs.frozen
class Replace(_Truthful):
    """This comes instead of the frame."""

    body: bytes = BROKEN
    repeat: int = 1


@attrs.frozen
class Replay(_Truthful):
    """After it, the last frames of the same stream and connection come once more."""

    count: int = 10


@attrs.frozen
class Stall(_Truthful):
    """The stream is silent for a while, 0 seconds for ever, while pongs and answers flow on."""

    seconds: float = 0.0


@attrs.frozen
class Lag(_Truthful):
    """An answer that the same question got up to this many seconds ago; the true one when there was none."""

    seconds: float = 1.0


@attrs.frozen
class ExpireKey(Change):
    """The listen key of the account expires."""


@attrs.frozen
class Shutdown(Change):
    """A restart is announced (``serverShutdown``), and after some seconds all connections are closed with 1012."""

    seconds: float | None = None


@attrs.frozen
class Act(Change):
    """Somebody else uses the account: an operation of the catalogue is carried out.

    Attributes:
        send: Its parameters, as texts.
    """

    operation: str = ""
    send: Pairs = ()


@attrs.frozen
class Intervene(Change):
    """The exchange interferes: a position is liquidated or deleveraged, an account restricted, money comes or goes.

    Attributes:
        call: ``contract``, ``deleverage``, ``fund``, ``lift``, ``liquidate``, ``restrict`` or ``transfer``.
        send: Its arguments, as texts.
    """

    call: str = ""
    send: Pairs = ()


@attrs.frozen
class Fill(Change):
    """The order that the request names is filled before the request is looked at; all of it, or ``quantity``."""

    quantity: str | None = None


@attrs.frozen
class Refuse(Reply):
    """A refusal by its code, with the code's usual text and status unless others are given."""

    status: int = 0
    code: int = -1000
    message: str | None = None

    def __attrs_post_init__(self) -> None:
        """Derive what is sent."""
        known = ExchangeError(self.code, self.message)
        if not self.status:
            object.__setattr__(self, "status", known.status)
        object.__setattr__(self, "body", msgspec.json.encode(known.body))
