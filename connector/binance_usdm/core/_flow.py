"""One call, from parameters to reply; the whole life of a request is on this page.

    encode once -> budget -> stamp -> sign -> Send -> observe headers -> outcome -> reply, again, resolve or raise

Rules:
- pure: bytes, pauses and time come through effects and ``Ambient``; a driver of a few lines runs the generator and
  decides nothing;
- time is stamped after every wait and anew for each attempt; the signed bytes are the sent bytes;
- an order is sent at most once unless it is proven that nothing was executed;
- closing the generator gives back what was reserved and not sent;
- state is touched only between effects, so a lock around each step makes it safe for threads.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from binance_usdm_api import OPERATIONS, CallOptions, Carrier, Operation, RetryClass, Weight
from binance_usdm_api.errors import (
    ApiError,
    AuthRejected,
    Banned,
    BinanceUsdmError,
    Blocked,
    ClockSkew,
    DecodeError,
    Overloaded,
)

from ..observe import event, get_logger
from ..transport._message import FaultKind, Headers, HttpRequest, HttpResponse, TransportFault
from ..ws_api._frames import SocketRequest
from ._ambient import Ambient
from ._batch import unclear
from ._clock import ServerClock
from ._effects import Flow, Send, Sleep, bind
from ._explain import FINAL_FAULTS, already_so, lost, no_credentials, rejected_before, unknown
from ._facts import Facts
from ._framing import Framer, Socket
from ._gate import Gate
from ._limits import Budget
from ._outcome import Failure, Next, classify, is_error, unreadable
from ._prepare import apply_options, reduces_risk, with_own_ids
from ._repeats import names_twice
from ._reply import Reply
from ._retry import Backoff
from ._settings import Settings
from ._settle import abandoned, adopt, settle
from ._timekeeper import Timekeeper

if TYPE_CHECKING:
    from ..auth import Credentials

__all__ = ["Core"]

T = TypeVar("T")
log = get_logger()

_FORM = ("Content-Type", "application/x-www-form-urlencoded")
_NO_HEADERS: Mapping[str, str] = {}
_NO_ANSWER = TransportFault(FaultKind.CLOSED, True, "the caller went away")
_DONE = b'{"code":200,"msg":"success"}'
_SHORTEST_QUERY = 1.0
_ID_TAKEN = -4116
_ENGINE_WINDOW = -5028
_CLOCK_MOVED_MS = 100.0


class _Troubles:
    """What a call remembers between attempts; made when the first one has failed."""

    __slots__ = ("backoff", "credentials", "facts", "not_after", "resynced", "until")

    def __init__(self, facts: Facts, credentials: Credentials | None, until: float | None, not_after: float) -> None:
        self.facts = facts
        self.credentials = credentials
        self.until = until
        self.not_after = not_after
        """Monotonic seconds after which it is not sent once more: the price of an order ages."""
        self.resynced = False
        self.backoff: Backoff | None = None


class Core:
    """What the calls of one client share: settings, credentials, clock and budget.

    Args:
        settings: Behaviour.
        ambient: Time, chance and ids.
        budget: Where costs are counted.
        credentials: Key and signer, or None for public data.
        agent: Value of the User-Agent header.
    """

    def __init__(
        self, settings: Settings, ambient: Ambient, budget: Budget, credentials: Credentials | None, agent: str
    ) -> None:
        self.settings = settings
        self.ambient = ambient
        self.budget = budget
        self.clock = ServerClock(settings.clock_interval, ambient.monotonic(), ambient.wall_ms())
        self.gate = Gate(settings, ambient, budget, self.clock)
        self.rejected: AuthRejected | None = None
        self.engine_delays = 0
        self._facts: dict[str, Facts] = {}
        self.socket: Socket | None = None
        """The WebSocket API, once a client has connected it."""
        self._framer = Framer(int(ambient.random() * (1 << 40)))
        self._agent = ("User-Agent", agent), ("Accept-Encoding", "gzip")
        self._plain = Headers(self._agent)
        self._plain_form = Headers((*self._agent, _FORM))
        self.timekeeper = Timekeeper(self.gate, self._plain)
        self.set_credentials(credentials)

    def set_credentials(self, credentials: Credentials | None) -> None:
        """Use these credentials from now on, and forget that earlier ones were rejected."""
        self.credentials = credentials
        self.rejected = None
        if credentials is None:
            self._keyed, self._keyed_form = self._plain, self._plain_form
        else:
            key = ("X-MBX-APIKEY", credentials.api_key)
            self._keyed = Headers((*self._agent, key))
            self._keyed_form = Headers((*self._agent, key, _FORM))

    # -- one call -----------------------------------------------------------------------------------------------------

    def exchange(  # noqa: C901, PLR0915 (a request's whole life stands on one page)
        self,
        operation: Operation[T],
        params: Mapping[str, object],
        options: CallOptions | None = None,
        until: float | None = None,
    ) -> Flow[Reply[T]]:
        """Carry out one call.

        Args:
            operation: What to do.
            params: Wire-named parameters; None means not given.
            options: Options of this call.
            until: For a query that settles something: monotonic seconds at which it must be over; it is not repeated.

        Raises:
            BinanceUsdmError: One of the tree in ``binance_usdm_api.errors``.
        """
        facts = self._facts.get(operation.id) or self._facts.setdefault(operation.id, Facts(operation))
        settings, budget, clock, strain = self.settings, self.budget, self.clock, self.gate.strain
        monotonic, wall_ms = self.ambient.monotonic, self.ambient.wall_ms
        if self.rejected is not None or (facts.needs_key and self.credentials is None):
            self._check_credentials(operation, facts)
        if facts.resolves:
            params = with_own_ids(operation, facts.own_id, params, self.ambient.new_id)
        parts = operation.encode_parts(params)
        weight = operation.weight(params)
        urgent = operation.stop or (facts.resolves and reduces_risk(params)) or until is not None
        timeout, window = settings.timeout, settings.recv_window
        if options is not None:
            timeout, window = apply_options(options, timeout, window)
        socket = self.socket if facts.ws_method is not None else None
        if socket is not None and options is not None and options.carrier == Carrier.REST:
            socket = None
        troubles: _Troubles | None = None
        sent = stamp = 0
        credentials = self.credentials
        while True:
            if strain.shown and not urgent:
                yield from self.gate.take_turn(operation)
            now = monotonic()
            if facts.signed and (not clock.measured or clock.due(now, wall_ms())):
                yield from self.timekeeper.tend(operation)
                now = monotonic()
            wait = budget.reserve(weight, now, clock.milliseconds(now) / 1000.0, urgent)
            if wait:
                yield from self.gate.wait_for_room(operation, weight, urgent, wait, until)
                now = monotonic()
            if credentials is not self.credentials or self.rejected is not None:
                # They changed, or were rejected, while this call waited.
                budget.give_back(weight)
                self._check_credentials(operation, facts)
                return (yield from self.exchange(operation, params, options, until))
            if until is not None:
                timeout = min(timeout, max(until - now, _SHORTEST_QUERY))
            on_socket = socket is not None and socket.ready
            request: HttpRequest | SocketRequest
            answer: HttpResponse | TransportFault = _NO_ANSWER
            try:
                if facts.signed and credentials is not None:
                    stamp = clock.stamp(now)
                if on_socket:
                    signer = credentials if facts.needs_key else None
                    request = self._framer.request(operation, facts, parts, params, stamp, window, signer, socket)
                else:
                    payload = "&".join(parts.values())
                    if facts.signed and credentials is not None:
                        tail = f"timestamp={stamp}"
                        if facts.takes_window and not params.get("recvWindow"):
                            tail = f"recvWindow={window}&{tail}"
                        payload = f"{payload}&{tail}" if payload else tail
                        payload = f"{payload}&signature={credentials.signer.sign_query(payload.encode())}"
                    if facts.form and payload:
                        headers = self._keyed_form if facts.needs_key and credentials is not None else self._plain_form
                        request = HttpRequest(facts.method, facts.path, headers, payload.encode())
                    else:
                        headers = self._keyed if facts.needs_key and credentials is not None else self._plain
                        request = HttpRequest(
                            facts.method, f"{facts.path}?{payload}" if payload else facts.path, headers
                        )
                    # A traceback with locals must not show a signature.
                    payload = ""
                sent += 1
                answer = yield Send(request, timeout, facts.changes)
            finally:
                if answer is _NO_ANSWER:
                    # The caller went away while the request was under way: it counts as sent.
                    budget.settle(weight, _NO_HEADERS, clock.milliseconds(now) / 1000.0)
                    if facts.changes and sent:
                        abandoned(operation, params)
            failure: Failure | TransportFault
            if isinstance(answer, HttpResponse):
                server_ms = clock.milliseconds(monotonic())
                budget.settle(weight, answer.headers, server_ms / 1000.0)
                body = answer.body
                if (answer.status == 200 or 200 < answer.status < 300) and not body.startswith(b'{"code":-'):
                    try:
                        result = operation.decode(body)
                        if facts.changes and names_twice(body, result):
                            raise DecodeError("a key is there twice", payload=body, operation=operation.id)
                        if facts.noted and unclear(params, result):
                            raise DecodeError("it answers other items", payload=body, operation=operation.id)
                    except DecodeError as error:
                        body = b""
                        failure = unreadable(operation, facts, answer, error, sent, server_ms)
                    else:
                        if facts.noted:
                            self.gate.learn(result)
                        # Such a result takes any object, also an error with its fields in another order.
                        if not (facts.takes_anything and is_error(body)):
                            if strain.shown:
                                strain.answered(monotonic())
                            return Reply(result, "ws" if on_socket else "rest", weight, sent, answer.headers, body)
                        failure = classify(operation, facts.where, answer, sent, server_ms)
                else:
                    failure = classify(operation, facts.where, answer, sent, server_ms)
            else:
                failure = answer
                if answer.sent:
                    budget.settle(weight, _NO_HEADERS, clock.milliseconds(now) / 1000.0)
                else:
                    budget.give_back(weight)
            if troubles is None:
                ages = facts.resolves and not urgent
                troubles = _Troubles(facts, credentials, until, now + settings.order_wait if ages else math.inf)
            settled = yield from self._after(operation, params, weight, troubles, failure, sent, stamp, now)
            if settled is not None:
                return settled

    def _after(  # noqa: C901 (one branch for each thing that may follow)
        self,
        operation: Operation[T],
        params: Mapping[str, object],
        weight: Weight,
        troubles: _Troubles,
        failure: Failure | TransportFault,
        sent: int,
        stamp: int,
        stamped_at: float,
    ) -> Flow[Reply[T] | None]:
        """Decide what follows a failure: raise, or give a reply, or return None after a pause to send once more."""
        facts, ambient = troubles.facts, self.ambient
        pause: float | None = None
        if isinstance(failure, TransportFault):
            error: BinanceUsdmError = lost(operation, failure, facts.where, sent)
            event(
                log,
                logging.WARNING,
                "lost",
                operation=operation.id,
                kind=failure.kind,
                sent=failure.sent,
                attempts=sent,
            )
            then = Next.SETTLE if failure.sent else Next.RAISE if failure.kind in FINAL_FAULTS else Next.BACK_OFF
        else:
            error, then, pause = failure.error, failure.next, failure.wait
            event(
                log, logging.WARNING, "refused", operation=operation.id, status=failure.error.status,
                code=failure.error.code, outcome=error.outcome, attempts=sent,
            )  # fmt: skip
        if then is Next.SETTLE:
            if facts.resolves:
                return (
                    yield from bind(settle(self.exchange, self.gate, operation, params, weight, stamp, sent, error))
                )
            if facts.kind is RetryClass.NEVER:
                raise unknown(operation, params, facts.where, sent, 0, error) from error
        elif then is Next.RAISE:
            if facts.kind is RetryClass.IDEMPOTENT and sent > 1 and already_so(error):
                return Reply(operation.decode(_DONE), "rest", weight, sent, _NO_HEADERS, _DONE, resolved=True)
            return (yield from self._refused(operation, params, weight, facts, error, sent))
        elif then is Next.HALT:
            # Where no key was sent, a missing key was refused and none was rejected.
            known = troubles.credentials is not None and troubles.credentials is self.credentials
            if isinstance(error, AuthRejected) and known:
                self.rejected = error
            raise error
        elif then is Next.RESYNC:
            if troubles.resynced:
                raise error
            troubles.resynced = True
            self.clock.doubt(stamped_at)
            if isinstance(error, ClockSkew) and error.code == _ENGINE_WINDOW:
                yield from bind(self._engine_delay(operation, error))
            return None
        elif then is Next.WAIT_ORDERS:
            closed = self.budget.exhaust_orders(self.gate.server_s())
            if error.retry_after is None:
                error.retry_after = closed
            raise error
        elif then is Next.WAIT_ADDRESS:
            self.gate.silence(error, pause)
            if isinstance(error, Banned):
                raise error
        if troubles.until is not None:
            raise error
        if troubles.backoff is None:
            troubles.backoff = Backoff(self.settings)
        if isinstance(error, Overloaded):
            self.gate.strain.overloaded(ambient.monotonic())
        pause = troubles.backoff.pause(sent, ambient.random())
        if pause is None or ambient.monotonic() + pause > troubles.not_after:
            raise error
        if then is not Next.WAIT_ADDRESS:  # there the budget makes the call wait, or refuses to wait that long
            yield Sleep(pause)
        return None

    def _refused(
        self,
        operation: Operation[T],
        params: Mapping[str, object],
        weight: Weight,
        facts: Facts,
        error: BinanceUsdmError,
        sent: int,
    ) -> Flow[Reply[T]]:
        """Raise a refusal that is final, unless it says that this very order stands already."""
        if isinstance(error, Blocked) and error.status == 403:
            self.gate.turned_away(error)
        elif facts.own_id is not None and isinstance(error, ApiError) and error.code == _ID_TAKEN:
            adopted = yield from bind(adopt(self.exchange, self.gate, operation, params, weight, sent))
            if adopted is not None:
                return adopted
        if isinstance(error, ApiError):
            self.gate.on_refusal(error.code)
        raise error

    def _engine_delay(self, operation: Operation[Any], error: ClockSkew) -> Flow[None]:
        """The matching engine was late, or this clock is wrong: only a wrong clock is a reason to send once more."""
        self.engine_delays += 1
        yield from self.timekeeper.tend(operation)
        if abs(self.clock.moved_ms) < _CLOCK_MOVED_MS:
            raise error

    def measure_clock(self) -> Flow[None]:
        """Measure the exchange's clock now.

        Raises:
            AuthRejected: The credentials were rejected; nothing is sent until there are new ones.
            RateLimited: The budget has no room.
        """
        if self.rejected is not None:
            raise rejected_before(OPERATIONS["time"], self.rejected)
        yield from self.timekeeper.measure()

    # -- parts of a call ----------------------------------------------------------------------------------------------

    def _check_credentials(self, operation: Operation[Any], facts: Facts) -> None:
        if self.rejected is not None:
            raise rejected_before(operation, self.rejected)
        if facts.needs_key and self.credentials is None and not facts.optional_key:
            raise no_credentials(operation)

    def make_logon(self) -> SocketRequest | None:
        """The request that logs a session on; None where the key cannot, and each request is signed by itself."""
        credentials = self.credentials
        if credentials is None or self.rejected is not None or credentials.kind.value != "ed25519":
            return None
        return self._framer.logon(credentials, self.clock.stamp(self.ambient.monotonic()), self.settings.recv_window)
