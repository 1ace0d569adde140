"""Answers that were given before, for faults that serve an older view of the exchange. Pure."""

from __future__ import annotations

from collections import deque

from .call import Call

__all__ = ["Earlier"]

_MOST = 2000


class Earlier:
    """The newest answers, by question."""

    def __init__(self) -> None:
        self.wanted = False
        """True while a fault may ask for one."""
        self._rows: deque[tuple[int, tuple[object, ...], bytes]] = deque(maxlen=_MOST)

    def keep(self, call: Call, body: bytes, now_ms: int) -> None:
        """Remember an answer."""
        self._rows.append((now_ms, _question(call), body))

    def find(self, call: Call, since_ms: int) -> bytes | None:
        """The oldest answer to the same question that is not older than an instant."""
        question = _question(call)
        return next((body for time, asked, body in self._rows if time >= since_ms and asked == question), None)


def _question(call: Call) -> tuple[object, ...]:
    return (
        call.operation.id,
        call.account,
        tuple(sorted((k, str(v)) for k, v in call.params.items() if k != "recvWindow")),
    )
