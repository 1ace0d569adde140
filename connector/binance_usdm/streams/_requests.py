"""SUBSCRIBE, UNSUBSCRIBE and LIST_SUBSCRIPTIONS of one connection: few messages a second, every reply awaited.

Rules of this module:

- Pure, one object for each connection.
- A message carries up to `max_params` names; at most `rate` messages leave in any second, whatever is wanted.
- A request without a reply is sent again under a new id; the reply to an earlier id still counts.
- A request that is refused is cut in half and tried again, until the one name that is wrong stands alone.
- A reply to an id that was never sent is no reason for anything, nor is a list that never comes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import msgspec

__all__ = ["Requests"]

_encoder = msgspec.json.Encoder()


class _Request:
    __slots__ = ("attempts", "due", "ids", "method", "names")

    def __init__(self, method: str, names: list[str]) -> None:
        self.method = method
        self.names = names
        # How many names it had under each id: those that were answered by data are left out when it is sent again.
        self.ids: dict[int, int] = {}
        self.attempts = 0
        self.due = float("inf")


class Requests:
    """Requests of one connection.

    Args:
        max_params: Most names in a message.
        rate: Most messages in a second.
        timeout: Seconds until an unanswered request is sent again.
        attempts: Attempts before `failed` says so.
    """

    def __init__(self, *, max_params: int, rate: int, timeout: float, attempts: int) -> None:
        self.failed = False
        """True when a request went unanswered too often."""
        self.resent = 0
        self._max_params = max_params
        self._rate = rate
        self._timeout = timeout
        self._attempts = attempts
        self._wanted: dict[str, str] = {}
        self._queue: deque[_Request] = deque()
        self._open: dict[int, _Request] = {}
        self._sent: deque[float] = deque()
        self._last_id = 0

    def subscribe(self, names: Iterable[str]) -> None:
        """Ask for streams."""
        for name in names:
            self._wanted[name] = "SUBSCRIBE"

    def unsubscribe(self, names: Iterable[str]) -> None:
        """Ask for no more of these streams."""
        for name in names:
            # A wish that has not left yet needs no request to take it back.
            if self._wanted.pop(name, None) is None:
                self._wanted[name] = "UNSUBSCRIBE"

    def list_subscriptions(self, names: Iterable[str]) -> None:
        """Ask what is subscribed, because of these names."""
        self._queue.append(_Request("LIST_SUBSCRIPTIONS", list(names)))

    def set_combined(self) -> None:
        """Ask for frames that name their stream."""
        self._queue.append(_Request("SET_PROPERTY", []))

    @property
    def pending(self) -> bool:
        """True while anything waits to be sent or answered."""
        return bool(self._wanted or self._queue or self._open)

    def data_to_send(self, now: float) -> list[bytes]:
        """The messages that may leave now."""
        if self._wanted:
            self._batch()
        for request in set(self._open.values()):
            if now >= request.due:
                self._again(request)
        frames: list[bytes] = []
        while self._queue and self._may_send(now):
            frames.append(self._send(self._queue.popleft(), now))
        return frames

    def next_deadline(self) -> float | None:
        """When `data_to_send` has something to do next; None for never."""
        times = [request.due for request in self._open.values()]
        if self._queue or self._wanted:
            times.append(self._sent[0] + 1.0 if len(self._sent) >= self._rate else 0.0)
        return min(times, default=None)

    def reply(self, number: object, refused: bool) -> tuple[str, list[str]] | None:
        """Take a reply.

        Args:
            number: Its id.
            refused: True for an error.

        Returns:
            Method and names that this settles; None for an id that was never sent.
        """
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= self._last_id:
            return None
        request = self._open.get(number)
        if request is None:
            return "", []
        for each in request.ids:
            self._open.pop(each, None)
        if refused and request.ids[number] > 1 and request.method != "LIST_SUBSCRIPTIONS":
            # Which of them is wrong is not said; those whose data came meanwhile are not.
            middle = (len(request.names) + 1) // 2
            for names in (request.names[:middle], request.names[middle:]):
                if names:
                    self._queue.append(_Request(request.method, names))
            return request.method, []
        return request.method, request.names

    def answered_by_data(self, name: str) -> None:
        """Forget a name whose events came: no reply is needed to know that it is subscribed."""
        for request in set(self._open.values()):
            if request.method == "SUBSCRIBE" and name in request.names:
                request.names.remove(name)
                if not request.names:
                    for each in request.ids:
                        self._open.pop(each, None)

    def _batch(self) -> None:
        for method in ("UNSUBSCRIBE", "SUBSCRIBE"):
            names = [name for name, wish in self._wanted.items() if wish == method]
            for start in range(0, len(names), self._max_params):
                self._queue.append(_Request(method, names[start : start + self._max_params]))
        self._wanted.clear()

    def _again(self, request: _Request) -> None:
        request.due = float("inf")
        if request.method == "LIST_SUBSCRIPTIONS":
            self._open.pop(next(iter(request.ids)), None)
            return
        if request.attempts >= self._attempts:
            self.failed = True
            return
        self.resent += 1
        self._queue.append(request)

    def _may_send(self, now: float) -> bool:
        sent = self._sent
        while sent and sent[0] + 1.0 <= now:
            sent.popleft()
        return len(sent) < self._rate

    def _send(self, request: _Request, now: float) -> bytes:
        self._last_id += 1
        request.ids[self._last_id] = len(request.names)
        request.attempts += 1
        request.due = now + self._timeout
        self._open[self._last_id] = request
        self._sent.append(now)
        message: dict[str, object] = {"method": request.method, "params": list(request.names), "id": self._last_id}
        if request.method == "SET_PROPERTY":
            message["params"] = ["combined", True]
        elif request.method == "LIST_SUBSCRIPTIONS":
            del message["params"]
        return _encoder.encode(message)
