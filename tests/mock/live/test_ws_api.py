"""M4, S1: the WebSocket API stands behind the same gate as REST and answers the same, for all 21 methods."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.mock.world import NOW

from binance_usdm_api import WS_API_METHODS
from binance_usdm_mock import ExchangeError, MockExchange
from binance_usdm_mock.server.gate import Gate
from binance_usdm_mock.server.ws_api import WsApiSession

KEY, SECRET, ED_KEY = "k" * 64, "made-up secret", "e" * 64
ORDER = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01"}
RESTING = {**ORDER, "type": "LIMIT", "timeInForce": "GTC", "price": "56000"}
ALGO = {**ORDER, "algoType": "CONDITIONAL", "type": "STOP_MARKET", "triggerPrice": "70000"}


class Session:
    """A session and the ways to sign for it."""

    def __init__(self, **more: Any) -> None:
        self.gate = Gate(MockExchange(7, NOW))
        self.gate.exchange.add_key(KEY, SECRET)
        self.ed = Ed25519PrivateKey.generate()
        public = self.ed.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self.gate.exchange.add_key(ED_KEY, public)
        self.api = WsApiSession(self.gate, "127.0.0.1", **more)

    def send(self, raw: bytes) -> Any:
        incoming = self.api.read(raw)
        try:
            self.api.admit(incoming)
            return msgspec.json.decode(self.api.execute(incoming))
        except ExchangeError as error:
            return msgspec.json.decode(self.api.refuse(incoming, error))

    def call(self, method: str, params: dict[str, Any] | None = None, *, identity: Any = 1) -> Any:
        return self.send(msgspec.json.encode({"id": identity, "method": method, "params": params or {}}))

    @staticmethod
    def payload(params: dict[str, Any]) -> bytes:
        return "&".join(f"{name}={params[name]}" for name in sorted(params)).encode()

    def signed(self, params: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        given = {"apiKey": KEY, "timestamp": NOW, **(params or {}), **more}
        return {**given, "signature": hmac.new(SECRET.encode(), self.payload(given), hashlib.sha256).hexdigest()}

    def signed_ed(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        given = {"apiKey": ED_KEY, "timestamp": NOW, **(params or {})}
        return {**given, "signature": base64.b64encode(self.ed.sign(self.payload(given))).decode()}

    def code(self, method: str, params: dict[str, Any] | None = None) -> tuple[int, int | None]:
        told = self.call(method, params)
        return told["status"], told.get("error", {}).get("code")


@pytest.fixture
def session() -> Session:
    return Session()


def test_every_method_answers_what_its_operation_decodes(session: Session) -> None:
    session.call("userDataStream.start", {"apiKey": KEY})
    placed = session.call("order.place", session.signed(RESTING))["result"]
    resting = session.call("algoOrder.place", session.signed(ALGO))["result"]
    ids = {"symbol": "BTCUSDT", "orderId": placed["orderId"]}
    params: dict[str, dict[str, Any]] = {
        "depth": {"symbol": "BTCUSDT"},
        "order.place": session.signed(ORDER),
        "order.modify": session.signed(ids, side="BUY", quantity="0.01", price="55000"),
        "order.status": session.signed(ids),
        "order.cancel": session.signed(ids),
        "algoOrder.place": session.signed(ALGO),
        "algoOrder.cancel": session.signed({"algoId": resting["algoId"]}),
        "session.logon": session.signed_ed(),
    }
    assert 21 == len(WS_API_METHODS)
    for method, operation in WS_API_METHODS.items():
        given = params.get(method)
        if given is None:
            given = session.signed() if operation.security.signed else {}
            if operation.security.needs_key:
                given.setdefault("apiKey", KEY)
        told = session.call(method, given, identity=method)
        assert (method, 200) == (told["id"], told["status"]), told
        operation.decode(msgspec.json.encode(told["result"]))


def test_it_reads_the_same_exchange_as_rest(session: Session) -> None:
    session.call("order.place", session.signed(ORDER))
    told = session.call("v2/account.position", session.signed())["result"]
    assert told == msgspec.json.decode(msgspec.json.encode(session.gate.exchange.execute("position_information")))


@pytest.mark.parametrize("identity", [7, -3, "a-b", None])
def test_ids_come_back_as_sent(identity: Any, session: Session) -> None:
    assert identity == session.call("ticker.price", {"symbol": "BTCUSDT"}, identity=identity)["id"]


@pytest.mark.parametrize(
    ("raw", "identity", "status", "code"),
    [
        (b"not json", None, 400, -1135),
        (b"[1]", None, 400, -1135),
        (b'{"id":true,"method":"depth"}', None, 400, -1135),
        (b'{"id":{},"method":"depth"}', None, 400, -1135),
        (b'{"id":1}', 1, 400, -1102),
        (b'{"id":1,"method":"depth","params":[]}', 1, 400, -1135),
        (b'{"id":1,"method":"depth","params":{"symbol":{}}}', 1, 400, -1130),
        (b'{"id":1,"method":"depth"}', 1, 400, -1102),
        (b'{"id":1,"method":"order.nothing","params":{}}', 1, 404, -5000),
        (b'{"id":1,"method":"depth","params":{"symbol":"NOPE"}}', 1, 400, -1121),
        (b'{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":7}}', 1, 400, -4021),
        (b"\xff\xfe", None, 400, -1135),
    ],
)
def test_malformed_requests(raw: bytes, identity: Any, status: int, code: int, session: Session) -> None:
    told = session.send(raw)
    assert (identity, status, code) == (told["id"], told["status"], told["error"]["code"])


def test_surplus_parameters_are_ignored_unless_told_otherwise(session: Session) -> None:
    surplus = {"symbol": "BTCUSDT", "limit": 5, "more": 7}
    assert 200 == session.call("depth", surplus)["status"]
    session.gate.strict = True
    assert (400, -1104) == session.code("depth", surplus)


class TestSigning:
    def test_without_a_key_or_signature(self, session: Session) -> None:
        assert (400, -1102) == session.code("order.place", ORDER)
        assert (400, -1102) == session.code("order.place", {**ORDER, "apiKey": KEY, "timestamp": NOW})
        assert (400, -1102) == session.code("order.place", {**ORDER, "apiKey": KEY, "signature": "00"})
        assert (401, -2014) == session.code("order.place", {**session.signed(ORDER), "apiKey": "short"})
        assert (401, -2015) == session.code("order.place", {**session.signed(ORDER), "apiKey": "z" * 64})
        assert (400, -1102) == session.code("userDataStream.start")

    def test_a_changed_parameter(self, session: Session) -> None:
        told = session.call("order.place", {**session.signed(ORDER), "quantity": "0.02"})
        assert (400, -1022) == (told["status"], told["error"]["code"])

    def test_numbers_are_signed_as_they_are_written(self, session: Session) -> None:
        given = {"apiKey": KEY, "timestamp": NOW, **ORDER, "quantity": "0.010"}
        signature = hmac.new(SECRET.encode(), session.payload(given), hashlib.sha256).hexdigest()
        head = f'"apiKey":"{KEY}","timestamp":{NOW},"symbol":"BTCUSDT","side":"BUY","type":"MARKET"'
        raw = f'{{"id":1,"method":"order.place","params":{{{head},"quantity":0.010,"signature":"{signature}"}}}}'
        assert 200 == session.send(raw.encode())["status"]

    def test_the_official_sdk_signs_values_percent_encoded(self, session: Session) -> None:
        given = {"apiKey": KEY, "timestamp": NOW, **ORDER, "newClientOrderId": "web:my/id"}
        signature = hmac.new(SECRET.encode(), urlencode(sorted(given.items())).encode(), hashlib.sha256).hexdigest()
        assert "web:my/id" == session.call("order.place", {**given, "signature": signature})["result"]["clientOrderId"]

    def test_other_scripts_are_signed_raw(self, session: Session) -> None:
        told = session.call("order.place", session.signed({**ORDER, "symbol": "测试USDT", "quantity": "20"}))
        assert (200, "测试USDT") == (told["status"], told["result"]["symbol"])

    @pytest.mark.parametrize("stamp", [NOW - 5_001, NOW + 1_000])
    def test_late_and_early(self, stamp: int, session: Session) -> None:
        assert (400, -1021) == session.code("order.place", session.signed(ORDER, timestamp=stamp))


class TestLogon:
    def test_after_it_neither_key_nor_signature_is_needed(self, session: Session) -> None:
        told = session.call("session.logon", session.signed_ed())["result"]
        assert (ED_KEY, NOW) == (told["apiKey"], told["authorizedSince"])
        assert (200, None) == session.code("order.place", {**ORDER, "timestamp": NOW})
        assert (400, -1102) == session.code("order.place", ORDER)
        assert (400, -1021) == session.code("order.place", {**ORDER, "timestamp": NOW - 60_000})
        assert (200, None) == session.code("userDataStream.start")

    def test_a_signed_request_overrides(self, session: Session) -> None:
        session.call("session.logon", session.signed_ed())
        session.gate.exchange.add_account("other", {"USDT": "1"})
        session.gate.exchange.add_key("o" * 64, SECRET, "other")
        balances = session.call("v2/account.balance", session.signed(apiKey="o" * 64))["result"]
        assert ["USDT"] == [row["asset"] for row in balances]

    def test_only_ed25519(self, session: Session) -> None:
        assert (401, -2015) == session.code("session.logon", session.signed())
        assert session.call("session.status")["result"]["apiKey"] is None

    def test_logout(self, session: Session) -> None:
        session.call("session.logon", session.signed_ed())
        assert session.call("session.logout")["result"]["apiKey"] is None
        assert (400, -1102) == session.code("order.place", {**ORDER, "timestamp": NOW})

    def test_a_revoked_key_is_told_once(self, session: Session) -> None:
        session.call("session.logon", session.signed_ed())
        assert session.api.revoked() is None
        session.gate.exchange.keys.remove(ED_KEY)
        notice = session.api.revoked()
        assert notice is not None
        told = msgspec.json.decode(notice)
        assert (None, 401, -2015) == (told["id"], told["status"], told["error"]["code"])
        assert session.api.revoked() is None


class TestBudgets:
    def test_rate_limits_tell_weight_and_orders(self, session: Session) -> None:
        rows = session.call("order.place", session.signed(ORDER))["rateLimits"]
        assert [("ORDERS", "SECOND", 10, 1), ("ORDERS", "MINUTE", 1, 1), ("REQUEST_WEIGHT", "MINUTE", 1, 0)] == [
            (row["rateLimitType"], row["interval"], row["intervalNum"], row["count"]) for row in rows
        ]
        (row,) = session.call("depth", {"symbol": "BTCUSDT", "limit": 1000})["rateLimits"]
        assert ("REQUEST_WEIGHT", 2400, 20) == (row["rateLimitType"], row["limit"], row["count"])

    def test_they_are_left_out_when_not_wanted(self, session: Session) -> None:
        assert "rateLimits" not in session.call("ticker.price", {"symbol": "BTCUSDT", "returnRateLimits": False})
        quiet = Session(return_rate_limits=False)
        assert "rateLimits" not in quiet.call("ticker.price", {"symbol": "BTCUSDT"})
        assert "rateLimits" in quiet.call("ticker.price", {"symbol": "BTCUSDT", "returnRateLimits": True})

    def test_the_handshake_costs(self, session: Session) -> None:
        session.api.handshake()
        assert 5 == session.gate.limits.used("request_weight", "127.0.0.1", NOW)

    def test_weight_and_orders_are_enforced(self, session: Session) -> None:
        session.gate.limits.overrides["orders_10s"] = 1
        session.call("order.place", session.signed(ORDER))
        assert (429, -1015) == session.code("order.place", session.signed(ORDER))
        session.gate.limits.overrides["request_weight"] = 3
        told = session.call("depth", {"symbol": "BTCUSDT", "limit": 1000})
        assert (429, -1003) == (told["status"], told["error"]["code"])
        assert NOW < told["error"]["data"]["retryAfter"]


def test_a_version_may_stand_before_a_method(session: Session) -> None:
    assert 200 == session.call("v1/ticker.price", {"symbol": "BTCUSDT"})["status"]


def test_self_trade_prevention_is_off_unless_asked_for(session: Session) -> None:
    assert "NONE" == session.call("order.place", session.signed(RESTING))["result"]["selfTradePreventionMode"]
