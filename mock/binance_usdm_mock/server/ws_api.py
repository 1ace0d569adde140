"""The WebSocket API: a request frame goes in, a reply comes out, and the same gate as for REST stands before it.

Pure. A session keeps what ``session.logon`` established. ``admit`` changes counters only; ``execute`` runs the call;
between the two a fault can lose the request or its reply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

import attrs
import msgspec

from binance_usdm_api import WS_API_METHODS, Operation, Weight
from binance_usdm_api.service import WS_API_RULES

from ..engine.refusal import ExchangeError, mandatory
from ..keys import ApiKey
from .gate import Call, Gate
from .message import encode
from .params import read

__all__ = ["Incoming", "WsApiSession"]

_VERSION = re.compile(r"v[0-9]+/(.+)").fullmatch
_FRAME = msgspec.json.Decoder(float_hook=str)
_NOT_PARAMETERS = frozenset({"apiKey", "returnRateLimits"})
_ORDER_WINDOWS = (("orders_10s", "SECOND", 10), ("orders_1m", "MINUTE", 1))
_DEFAULTS: Mapping[str, Mapping[str, str]] = {"new_order": {"selfTradePreventionMode": "NONE"}}
"""What a method assumes where its REST twin assumes something else."""
_SESSION = frozenset({"session_logon", "session_logout", "session_status"})


@attrs.define(slots=True)
class Incoming:
    """A request frame as far as it could be read.

    Attributes:
        id: As sent; None when it could not be read.
        method: Method as sent; empty when it could not be read.
        params: Parameters as the texts that are signed.
        flaw: What is wrong with the frame itself.
    """

    id: int | str | None = None
    method: str = ""
    params: dict[str, str] = attrs.field(factory=dict[str, str], repr=False)
    flaw: ExchangeError | None = None
    operation: Operation[Any] | None = None
    call: Call | None = None


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return encode(value).decode()
    raise ExchangeError(-1130, f"Data sent for parameter '{name}' is not valid.")


def _flag(text: str | None, default: bool) -> bool:
    return default if text is None else text.lower() != "false"


class WsApiSession:
    """One connection of the WebSocket API.

    Args:
        gate: Budgets, keys and the exchange.
        address: Host it came from.
        return_rate_limits: As asked for when connecting.
    """

    def __init__(self, gate: Gate, address: str, *, return_rate_limits: bool = True) -> None:
        self._gate, self._address = gate, address
        self._tell_limits = return_rate_limits
        self.connected_since = gate.exchange.now
        self.key: ApiKey | None = None
        """The key that was logged on with."""
        self.authorized_since: int | None = None

    def handshake(self) -> None:
        """Count the handshake.

        Raises:
            ExchangeError: The address is banned or has used up its budget.
        """
        now, limits = self._gate.exchange.now, self._gate.limits
        limits.check_ban(self._address, now)
        limits.charge(Weight(ip=WS_API_RULES.handshake_weight), self._address, now)

    def read(self, raw: bytes) -> Incoming:
        """Read a frame; what is wrong with it is told by the reply."""
        found = Incoming()
        try:
            value = _FRAME.decode(raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            found.flaw = ExchangeError(-1135, "JSON Request is not valid.")
            return found
        if not isinstance(value, dict):
            found.flaw = ExchangeError(-1135, "JSON Request is not valid.")
            return found
        frame = cast("dict[str, Any]", value)
        identity = frame.get("id")
        if isinstance(identity, bool) or not isinstance(identity, int | str | None):
            found.flaw = ExchangeError(-1135, "JSON sent for parameter 'id' is not valid.")
            return found
        found.id = identity
        method, params = frame.get("method"), frame.get("params")
        if not isinstance(method, str) or not method:
            found.flaw = mandatory("method")
            return found
        found.method = method
        if params is not None and not isinstance(params, dict):
            found.flaw = ExchangeError(-1135, "JSON sent for parameter 'params' is not valid.")
            return found
        given = cast("dict[str, Any]", params or {})
        try:
            found.params = {name: _text(name, value) for name, value in given.items() if value is not None}
        except ExchangeError as error:
            found.flaw = error
            return found
        versioned = _VERSION(method)
        found.operation = WS_API_METHODS.get(method) or (WS_API_METHODS.get(versioned[1]) if versioned else None)
        if found.operation is None:
            found.flaw = ExchangeError(-5000, f"Method {method} is invalid", status=404)
        return found

    def admit(self, incoming: Incoming) -> None:
        """Check a request as far as that needs no execution, and count it.

        Raises:
            ExchangeError: It is refused.
        """
        gate, operation = self._gate, incoming.operation
        now = gate.exchange.now
        gate.limits.check_ban(self._address, now)
        if incoming.flaw is not None or operation is None:
            raise incoming.flaw or ExchangeError(-5000, status=404)
        sent = incoming.params
        weight = gate.weigh(operation, sent)
        gate.limits.charge(weight, self._address, now)
        if operation.id in _SESSION:
            if operation.id == "session_logon":
                self._log_on(sent)
            return
        account = "main"
        if operation.security.needs_key:
            account = self._authenticate(operation, sent).account
        wanted = {name: value for name, value in sent.items() if name not in _NOT_PARAMETERS}
        params = {**_DEFAULTS.get(operation.id, {}), **read(operation, wanted, strict=gate.strict)}
        gate.limits.charge_account(weight, account, now)
        incoming.call = Call(operation, account, params, self._address)

    def _known(self, name: str) -> ApiKey:
        key = self._gate.exchange.keys.get(name)
        if key is None:
            raise ExchangeError(-2015 if len(name) == 64 and name.isalnum() else -2014)
        return key

    def _authenticate(self, operation: Operation[Any], sent: Mapping[str, str]) -> ApiKey:
        name, signature = sent.get("apiKey"), sent.get("signature")
        if self.key is not None and not name and not signature:
            self._gate.allow(self.key.name, operation, self._address)
            if operation.security.signed:
                self._check_stamp(sent)
            return self.key
        if not name:
            raise mandatory("apiKey")
        key = self._known(name)
        self._gate.allow(name, operation, self._address)
        if operation.security.signed:
            self._check_signature(key, sent)
        return key

    def _check_stamp(self, sent: Mapping[str, str]) -> None:
        if not sent.get("timestamp"):
            raise mandatory("timestamp")
        self._gate.check_time(sent)

    def _check_signature(self, key: ApiKey, sent: Mapping[str, str]) -> None:
        signature = sent.get("signature")
        self._check_stamp(sent)
        if not signature:
            raise mandatory("signature")
        pairs = [(name, sent[name]) for name in sorted(sent) if name != "signature"]
        # The published rule signs the values as they are; the exchange's own SDK signs them percent-encoded.
        payloads = ("&".join(f"{name}={value}" for name, value in pairs), urlencode(pairs))
        if not any(key.verify(payload.encode(), signature) for payload in dict.fromkeys(payloads)):
            raise ExchangeError(-1022)

    def _log_on(self, sent: Mapping[str, str]) -> None:
        name = sent.get("apiKey")
        if not name:
            raise mandatory("apiKey")
        key = self._known(name)
        if key.kind != "ED25519":
            raise ExchangeError(-2015)
        self._check_signature(key, sent)
        self.key, self.authorized_since = key, self._gate.exchange.now

    def execute(self, incoming: Incoming, *, lag_ms: int = 0) -> bytes:
        """Run an admitted request and write the reply; ``lag_ms`` allows an answer of the past that is not older.

        Raises:
            ExchangeError: The exchange refuses.
        """
        if incoming.call is not None:
            answer = self._gate.execute(incoming.call, lag_ms=lag_ms)
            return self._reply(incoming, 200, {"result": msgspec.Raw(answer.body)})
        operation = incoming.operation
        if operation is not None and operation.id == "session_logout":
            self.key = self.authorized_since = None
        return self._reply(incoming, 200, {"result": self._status()})

    def _status(self) -> dict[str, Any]:
        return {
            "apiKey": self.key.name if self.key else None,
            "authorizedSince": self.authorized_since,
            "connectedSince": self.connected_since,
            "returnRateLimits": self._tell_limits,
            "serverTime": self._gate.exchange.now + self._gate.clock_offset,
        }

    def refuse(self, incoming: Incoming, error: ExchangeError) -> bytes:
        """The reply for a refusal."""
        told: dict[str, Any] = dict(error.body)
        if error.retry_after is not None:
            now = self._gate.exchange.now
            told["data"] = {"serverTime": now, "retryAfter": now + error.retry_after * 1000}
        return self._reply(incoming, error.status, {"error": told})

    def instead(self, incoming: Incoming, status: int, body: bytes) -> bytes:
        """The reply of a fault: a JSON body as the error of a reply, anything else as the frame itself."""
        try:
            error = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return body
        return self._reply(incoming, status, {"result" if status == 200 else "error": error})

    def _reply(self, incoming: Incoming, status: int, outcome: dict[str, Any]) -> bytes:
        told: dict[str, Any] = {"id": incoming.id, "status": status, **outcome}
        if _flag(incoming.params.get("returnRateLimits"), self._tell_limits):
            told["rateLimits"] = self._limits(incoming.call)
        return encode(told)

    def _limits(self, call: Call | None) -> list[dict[str, Any]]:
        limits, now = self._gate.limits, self._gate.exchange.now
        rows: list[dict[str, Any]] = []
        if call is not None and (
            call.operation.weight_rule.base.orders_10s or call.operation.weight_rule.base.orders_1m
        ):
            rows += [
                _row("ORDERS", interval, number, limits.limit(pool), limits.used(pool, call.account, now))
                for pool, interval, number in _ORDER_WINDOWS
            ]
        used = limits.used("request_weight", self._address, now)
        return [*rows, _row("REQUEST_WEIGHT", "MINUTE", 1, limits.limit("request_weight"), used)]

    def revoked(self) -> bytes | None:
        """The notice that the key logged on with is gone; None while all is well."""
        if self.key is None or self._gate.exchange.keys.get(self.key.name) is not None:
            return None
        self.key = self.authorized_since = None
        return encode({"id": None, "status": 401, "error": ExchangeError(-2015).body})


def _row(kind: str, interval: str, number: int, limit: int, count: int) -> dict[str, Any]:
    return {"rateLimitType": kind, "interval": interval, "intervalNum": number, "limit": limit, "count": count}
