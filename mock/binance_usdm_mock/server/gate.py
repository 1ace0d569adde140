"""What stands before the exchange: routing, budgets, keys, signatures, timestamps, parameters.

Pure: a request and an instant go in, a call or an answer comes out. ``admit`` changes counters only; ``execute`` runs
the call. Between the two a fault can lose the request or its answer, and the client cannot tell which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from binance_usdm_api import OPERATIONS, Operation, Security, Weight
from binance_usdm_api.service import HEADERS, TIMING

from ..engine.refusal import ExchangeError, mandatory
from ..exchange import MockExchange
from ..faults import Permit
from ..keys import ApiKey
from .call import Call
from .earlier import Earlier
from .limits import Limits
from .message import Answer, Request
from .params import read, spelled, split

__all__ = ["Call", "Gate"]

_KEY_HEADER = HEADERS.api_key.lower()
_KEYLESS = "/futures/data/"
"""Statistics; the catalogue has two of them take a key, and the exchange answers them without."""


class Gate:
    """The checks before the exchange.

    Args:
        exchange: The exchange behind it.
    """

    def __init__(self, exchange: MockExchange) -> None:
        self.exchange = exchange
        self.limits = Limits()
        self.strict = False
        """True refuses parameters an operation does not have with -1104, where the real exchange ignores them."""
        self.clock_offset = 0
        """Milliseconds by which the clock shown to clients, and compared with their timestamps, differs from time."""
        self.weights: dict[str, int] = {}
        """Other weights by operation id."""
        self.earlier = Earlier()
        self.permits: dict[str, Permit] = {}
        """What a key may be used for, by key; a key that is not here has no restriction."""
        self._drift_ppm, self._drift_from = 0.0, 0
        self._routes: dict[tuple[str, str], Operation[Any]] = {}
        for operation in OPERATIONS.values():
            if operation.rest is not None:
                self._routes[operation.rest.method, operation.rest.path] = operation

    def route(self, method: str, path: str) -> Operation[Any] | None:
        """The operation behind a method and path."""
        return self._routes.get((method, path))

    def set_clock(self, milliseconds: int, drift_ppm: float = 0.0) -> None:
        """Let the clock shown to clients be off from now on, and run too fast or too slow."""
        self.clock_offset, self._drift_ppm, self._drift_from = milliseconds, drift_ppm, self.exchange.now

    @property
    def shown_now(self) -> int:
        """The present instant as clients are told it."""
        now = self.exchange.now
        drift = int((now - self._drift_from) * self._drift_ppm / 1_000_000) if self._drift_ppm else 0
        return now + self.clock_offset + drift

    def admit(self, request: Request) -> Call:
        """Check a request as far as that needs no execution, and count it.

        Raises:
            ExchangeError: It is refused.
        """
        now = self.exchange.now
        self.limits.check_ban(request.address, now)
        operation = self._routes.get((request.method, request.path))
        if operation is None:
            text = f"Path {request.path}, Method {request.method} is invalid"
            raise ExchangeError(-5000, text, status=404)
        body = "" if request.method == "GET" else _text(request.body)
        sent = split(body) if body else {}
        sent = spelled(operation, {**sent, **split(request.query)} if sent else split(request.query))
        weight = self.weigh(operation, sent)
        self.limits.charge(weight, request.address, now)
        account = "main"
        if operation.security.needs_key and not request.path.startswith(_KEYLESS):
            account = self._authenticate(operation, request, body, sent)
        params = read(operation, sent, strict=self.strict)
        self.limits.charge_account(weight, account, now)
        return Call(operation, account, params, request.address)

    def weigh(self, operation: Operation[Any], sent: Mapping[str, str]) -> Weight:
        """What a request costs."""
        weight = operation.weight(sent)
        if operation.id in self.weights:
            return msgspec.structs.replace(weight, ip=self.weights[operation.id])
        return weight

    def allow(self, key: str, operation: Operation[Any], address: str) -> None:
        """Refuse what a key may not be used for.

        Raises:
            ExchangeError: -2015.
        """
        permit = self.permits.get(key)
        if permit is not None and not _permitted(permit, operation, address):
            raise ExchangeError(-2015)

    def permit(self, request: Request) -> Permit | None:
        """What the key of a request is restricted to."""
        return self.permits.get(request.headers.get(_KEY_HEADER, ""))

    def signer(self, request: Request) -> str:
        """Account whose key signed a request that is none of the catalogue's.

        Raises:
            ExchangeError: Key, time or signature is refused.
        """
        key = self._key(request)
        self._verify(key, request, "", split(request.query))
        return key.account

    def _key(self, request: Request) -> ApiKey:
        name = request.headers.get(_KEY_HEADER, "")
        key = self.exchange.keys.get(name)
        if key is None:
            raise ExchangeError(-2015 if len(name) == 64 and name.isalnum() else -2014)
        return key

    def _authenticate(self, operation: Operation[Any], request: Request, body: str, sent: Mapping[str, str]) -> str:
        key = self._key(request)
        self.allow(key.name, operation, request.address)
        if operation.security.signed:
            self._verify(key, request, body, sent)
        return key.account

    def _verify(self, key: ApiKey, request: Request, body: str, sent: Mapping[str, str]) -> None:
        signature = sent.get("signature")
        for required in ("timestamp", "signature"):
            if not sent.get(required):
                raise mandatory(required)
        self.check_time(sent)
        payload = (_unsigned(request.query) + _unsigned(body)).encode()
        if not key.verify(payload, signature or ""):
            raise ExchangeError(-1022)

    def check_time(self, sent: Mapping[str, str]) -> None:
        """Refuse a timestamp too far from the present.

        Raises:
            ExchangeError: -1021, or what is wrong with the parameters.
        """
        try:
            stamp, window = int(sent["timestamp"]), int(sent.get("recvWindow") or TIMING.recv_window_default)
        except ValueError:
            raise mandatory("timestamp") from None
        if window > TIMING.recv_window_max:
            raise ExchangeError(-1130, "Data sent for parameter 'recvWindow' is not valid.")
        now = self.shown_now
        if stamp >= now + TIMING.ahead_limit:
            text = f"Timestamp for this request was {TIMING.ahead_limit}ms ahead of the server's time."
            raise ExchangeError(TIMING.reject_code, text)
        if now - stamp > window:
            raise ExchangeError(TIMING.reject_code, "Timestamp for this request is outside of the recvWindow.")

    def check_engine_window(self, call: Call, sent: Mapping[str, str], delay_ms: int) -> None:
        """Refuse a request that waited too long at the matching engine.

        Raises:
            ExchangeError: -5028.
        """
        stamp = sent.get("timestamp")
        window = int(sent.get("recvWindow") or TIMING.recv_window_default)
        if call.operation.security.signed and stamp and self.shown_now + delay_ms - int(stamp) > window:
            raise ExchangeError(-5028, "Timestamp for this request is outside of the ME recvWindow.")

    def execute(self, call: Call, *, lag_ms: int = 0) -> Answer:
        """Run a call; ``lag_ms`` allows an answer of the past that is not older.

        Raises:
            ExchangeError: The exchange refuses.
        """
        if lag_ms:
            found = self.earlier.find(call, self.exchange.now - lag_ms)
            if found is not None:
                return Answer(200, found, self.headers(call))
        value = self.exchange.execute(call.operation.id, call.params, account=call.account)
        if call.operation.id == "time":
            value = {"serverTime": self.shown_now}
        answer = Answer.of(200, value, self.headers(call))
        if self.earlier.wanted:
            self.earlier.keep(call, answer.body, self.exchange.now)
        return answer

    def headers(self, call: Call) -> dict[str, str]:
        """Counter headers of a call."""
        base = call.operation.weight_rule.base
        counts = bool(base.orders_10s or base.orders_1m)
        return self.limits.headers(call.address, call.account if counts else None, self.exchange.now)

    def refuse(self, error: ExchangeError, request: Request, call: Call | None) -> Answer:
        """The answer for a refusal."""
        now = self.exchange.now
        headers = self.headers(call) if call is not None else self.limits.headers(request.address, None, now)
        if error.retry_after is not None:
            headers[HEADERS.retry_after] = str(error.retry_after)
        return Answer.of(error.status, error.body, headers)


def _permitted(permit: Permit, operation: Operation[Any], address: str) -> bool:
    if permit.addresses and address not in permit.addresses:
        return False
    return permit.trade or operation.security is not Security.TRADE


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise ExchangeError(-1100, "Illegal characters found in the request body; legal range is 'UTF-8'.") from None


def _unsigned(text: str) -> str:
    """A query or body without its signature, all else as it was received."""
    at = text.rfind("signature=")
    if at < 0:
        return text
    if at == 0 or text[at - 1] == "&":
        end = text.find("&", at)
        if end < 0:
            return text[: max(at - 1, 0)]
        return text[:at] + text[end + 1 :]
    return text
