"""S1: malformed, unsigned, late and surplus requests get the exchange's own code, text and HTTP status."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import msgspec
import pytest
from tests.mock.world import NOW

from binance_usdm_api import OPERATIONS
from binance_usdm_mock import ExchangeError, MockExchange
from binance_usdm_mock.server.gate import Gate
from binance_usdm_mock.server.message import Answer, Request

KEY, SECRET = "k" * 64, "made-up secret"
ORDER = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.01"


@pytest.fixture
def gate() -> Gate:
    exchange = MockExchange(7, NOW)
    exchange.add_key(KEY, SECRET)
    return Gate(exchange)


def request(
    method: str, path: str, query: str = "", body: str = "", *, key: str | None = KEY, address: str = "127.0.0.1"
) -> Request:
    headers = {} if key is None else {"x-mbx-apikey": key}
    return Request(method, path, query, headers, body.encode(), address)


def run(gate: Gate, sent: Request) -> Answer:
    """What the server would answer."""
    call = None
    try:
        call = gate.admit(sent)
        return gate.execute(call)
    except ExchangeError as error:
        return gate.refuse(error, sent, call)


def outcome(gate: Gate, sent: Request) -> tuple[int, int | None]:
    answer = run(gate, sent)
    body = msgspec.json.decode(answer.body)
    return answer.status, body.get("code") if isinstance(body, dict) else None


def sign(payload: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), payload.encode(), hashlib.sha256).hexdigest()


def signed(query: str, *, stamp: int = NOW, more: str = "") -> str:
    query = f"{query}&timestamp={stamp}{more}" if query else f"timestamp={stamp}{more}"
    return f"{query}&signature={sign(query)}"


class TestRouting:
    def test_every_operation_has_its_route(self, gate: Gate) -> None:
        routed = {op.id for op in OPERATIONS.values() if op.rest and gate.route(op.rest.method, op.rest.path) is op}
        assert set(OPERATIONS) == routed

    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "/fapi/v1/nothing"), ("PATCH", "/fapi/v1/order"), ("POST", "/fapi/v1/klines")]
    )
    def test_unknown_paths_and_methods(self, method: str, path: str, gate: Gate) -> None:
        answer = run(gate, request(method, path))
        assert (404, {"code": -5000, "msg": f"Path {path}, Method {method} is invalid"}) == (
            answer.status,
            msgspec.json.decode(answer.body),
        )


class TestSigning:
    PATH = "/fapi/v1/order"

    def test_query_alone(self, gate: Gate) -> None:
        assert (200, None) == outcome(gate, request("POST", self.PATH, signed(ORDER)))

    def test_body_alone(self, gate: Gate) -> None:
        assert (200, None) == outcome(gate, request("POST", self.PATH, "", signed(ORDER)))

    def test_query_and_body_are_joined_without_a_separator(self, gate: Gate) -> None:
        query, body = "symbol=BTCUSDT&side=BUY", f"type=MARKET&quantity=0.01&timestamp={NOW}"
        assert (200, None) == outcome(gate, request("POST", self.PATH, query, f"{body}&signature={sign(query + body)}"))
        assert (400, -1022) == outcome(
            gate, request("POST", self.PATH, query, f"{body}&signature={sign(query + '&' + body)}")
        )

    def test_query_wins_over_body(self, gate: Gate) -> None:
        query, body = f"{ORDER}&timestamp={NOW}", "quantity=0.5"
        answer = run(gate, request("POST", self.PATH, query, f"{body}&signature={sign(query + body)}"))
        assert "0.010" == msgspec.json.decode(answer.body)["origQty"]

    def test_signature_may_stand_anywhere(self, gate: Gate) -> None:
        query = f"{ORDER}&timestamp={NOW}"
        assert (200, None) == outcome(gate, request("POST", self.PATH, f"signature={sign(query)}&{query}"))

    def test_hmac_is_not_case_sensitive(self, gate: Gate) -> None:
        query = f"{ORDER}&timestamp={NOW}"
        assert (200, None) == outcome(gate, request("POST", self.PATH, f"{query}&signature={sign(query).upper()}"))

    def test_received_bytes_are_what_is_verified(self, gate: Gate) -> None:
        encoded = f"symbol=%E6%B5%8B%E8%AF%95USDT&side=BUY&type=MARKET&quantity=100&timestamp={NOW}"
        assert (200, None) == outcome(gate, request("POST", self.PATH, f"{encoded}&signature={sign(encoded)}"))
        plain = f"symbol=测试USDT&side=BUY&type=MARKET&quantity=100&timestamp={NOW}"
        assert (400, -1022) == outcome(gate, request("POST", self.PATH, f"{encoded}&signature={sign(plain)}"))

    @pytest.mark.parametrize(
        ("expected", "query", "key"),
        [
            ((401, -2014), signed(ORDER), None),
            ((401, -2014), signed(ORDER), "short"),
            ((401, -2015), signed(ORDER), "x" * 64),
            ((400, -1022), f"{ORDER}&timestamp={NOW}&signature={'0' * 64}", KEY),
            ((400, -1102), f"{ORDER}&timestamp={NOW}", KEY),
            ((400, -1102), f"{ORDER}&signature={sign(ORDER)}", KEY),
            ((400, -1102), f"{ORDER}&timestamp=soon&signature={sign(ORDER)}", KEY),
        ],
    )
    def test_refusals(self, expected: tuple[int, int], query: str, key: str | None, gate: Gate) -> None:
        assert expected == outcome(gate, request("POST", self.PATH, query, key=key))
        assert [] == gate.exchange.execute("all_orders")

    def test_revoked_key(self, gate: Gate) -> None:
        gate.exchange.keys.remove(KEY)
        assert (401, -2015) == outcome(gate, request("POST", self.PATH, signed(ORDER)))

    def test_key_without_signature_is_enough_for_market_data_with_key(self, gate: Gate) -> None:
        assert (200, None) == outcome(gate, request("GET", "/fapi/v1/historicalTrades", "symbol=BTCUSDT"))
        assert (401, -2014) == outcome(gate, request("GET", "/fapi/v1/historicalTrades", "symbol=BTCUSDT", key=None))


class TestTime:
    @pytest.mark.parametrize(
        ("shift", "more", "expected"),
        [
            (0, "", 200),
            (999, "", 200),
            (1000, "", 400),
            (-5000, "", 200),
            (-5001, "", 400),
            (-5001, "&recvWindow=6000", 200),
            (-101, "&recvWindow=100", 400),
            (0, "&recvWindow=60001", 400),
        ],
    )
    def test_window(self, shift: int, more: str, expected: int, gate: Gate) -> None:
        assert (
            expected == outcome(gate, request("GET", "/fapi/v3/balance", signed("", stamp=NOW + shift, more=more)))[0]
        )

    def test_the_two_sides_have_their_own_text(self, gate: Gate) -> None:
        told = [
            msgspec.json.decode(run(gate, request("GET", "/fapi/v3/balance", signed("", stamp=NOW + shift))).body)
            for shift in (-9000, 9000)
        ]
        assert [
            {"code": -1021, "msg": "Timestamp for this request is outside of the recvWindow."},
            {"code": -1021, "msg": "Timestamp for this request was 1000ms ahead of the server's time."},
        ] == told

    def test_shifted_clock(self, gate: Gate) -> None:
        gate.clock_offset = 60_000
        assert (400, -1021) == outcome(gate, request("GET", "/fapi/v3/balance", signed("")))
        assert (200, None) == outcome(gate, request("GET", "/fapi/v3/balance", signed("", stamp=NOW + 60_000)))
        assert {"serverTime": NOW + 60_000} == msgspec.json.decode(run(gate, request("GET", "/fapi/v1/time")).body)


@pytest.mark.parametrize(
    ("code", "path", "query"),
    [
        (-1102, "/fapi/v1/klines", "symbol=BTCUSDT"),
        (-1102, "/fapi/v1/klines", "symbol=&interval=1m"),
        (-1105, "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&limit="),
        (-1120, "/fapi/v1/klines", "symbol=BTCUSDT&interval=7m"),
        (-1120, "/fapi/v1/klines", "symbol=BTCUSDT&interval=1s"),
        (-1121, "/fapi/v1/klines", "symbol=NOSUCH&interval=1m"),
        (-1121, "/fapi/v1/klines", "symbol=btcusdt&interval=1m"),
        (-1130, "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&limit=1501"),
        (-1130, "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&limit=0"),
        (-1100, "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&limit=-5"),
        (-1100, "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&startTime=now"),
        (-1100, "/fapi/v1/klines", "symbol=%FF&interval=1m"),
        (-1023, "/fapi/v1/klines", f"symbol=BTCUSDT&interval=1m&startTime={NOW}&endTime={NOW - 1}"),
        (-1101, "/fapi/v1/klines", "symbol=BTCUSDT&symbol=ETHUSDT&interval=1m"),
        (-1101, "/fapi/v1/klines", "symbol=BTCUSDT&SYMBOL=ETHUSDT&interval=1m"),
        (-4021, "/fapi/v1/depth", "symbol=BTCUSDT&limit=7"),
        (-4144, "/fapi/v1/indexPriceKlines", "pair=NOSUCH&interval=1m"),
        (-4104, "/fapi/v1/continuousKlines", "pair=BTCUSDT&contractType=WEEKLY&interval=1m"),
    ],
)
def test_bad_parameters(code: int, path: str, query: str, gate: Gate) -> None:
    assert (400, code) == outcome(gate, request("GET", path, query))


@pytest.mark.parametrize(
    ("code", "change"),
    [
        (-1115, "timeInForce=SOON"),
        (-1116, "type=LIMITED"),
        (-4120, "type=STOP_MARKET"),
        (-1117, "side=UP"),
        (-1136, "newOrderRespType=FULL"),
        (-4060, "positionSide=UP"),
        (-5037, "priceMatch=BEST"),
        (-5039, "selfTradePreventionMode=MAYBE"),
        (-1100, "quantity=1e-3"),
        (-1100, "quantity=-1"),
        (-1100, "quantity=NaN"),
        (-1100, "newClientOrderId=no%20spaces"),
        (-4015, f"newClientOrderId={'a' * 37}"),
        (-1130, "reduceOnly=perhaps"),
        (-5040, "goodTillDate=253402300799001"),
    ],
)
def test_bad_order_parameters(code: int, change: str, gate: Gate) -> None:
    pairs = dict(pair.split("=") for pair in f"{ORDER}&{change}".split("&"))
    query = "&".join(f"{name}={value}" for name, value in pairs.items())
    assert (400, code) == outcome(gate, request("POST", "/fapi/v1/order", signed(query)))


def test_who_always_signs_and_stamps_is_not_refused_for_it(gate: Gate) -> None:
    assert (200, None) == outcome(gate, request("GET", "/fapi/v1/time", signed("recvWindow=5000")))


@pytest.mark.parametrize(
    ("code", "path", "query"),
    [
        (-1104, "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&limit=1&surplus=1"),
        (-1101, "/fapi/v1/ping", "surplus=1"),
    ],
)
def test_surplus_parameters_are_ignored_unless_told_otherwise(code: int, path: str, query: str, gate: Gate) -> None:
    assert 200 == run(gate, request("GET", path, query)).status
    gate.strict = True
    assert (400, code) == outcome(gate, request("GET", path, query))


def test_names_of_parameters_are_read_in_any_case(gate: Gate) -> None:
    query = "SYMBOL=BTCUSDT&Side=BUY&type=MARKET&quantity=0.01"
    assert (200, None) == outcome(gate, request("POST", "/fapi/v1/order", signed(query)))
    assert "BTCUSDT" == gate.exchange.execute("all_orders")[0]["symbol"]


def test_names_of_parameters_are_told_in_lower_case(gate: Gate) -> None:
    told = [
        msgspec.json.decode(run(gate, request("POST", path, signed(query))).body)["msg"]
        for path, query in (
            ("/fapi/v1/algoOrder", "symbol=BTCUSDT"),
            ("/fapi/v1/order", f"{ORDER}&newClientOrderId=no%20spaces"),
        )
    ]
    assert [
        "Mandatory parameter 'algotype' was not sent, was empty/null, or malformed.",
        r"Illegal characters found in parameter 'newclientorderid'; legal range is '^[\.A-Z\:/a-z0-9_-]{1,36}$'.",
    ] == told


@pytest.mark.parametrize("text", ["[", "{}", "[1]", "null", '"x"', "[[]]", "[" * 5000])
def test_malformed_batches(text: str, gate: Gate) -> None:
    from urllib.parse import quote

    assert (400, -1130) == outcome(gate, request("POST", "/fapi/v1/batchOrders", signed(f"batchOrders={quote(text)}")))


def test_batch_items_are_read_one_by_one(gate: Gate) -> None:
    from urllib.parse import quote

    items = '[{"symbol":"BTCUSDT","side":"BUY","type":"MARKET","quantity":"0.01"},{"symbol":"BTCUSDT","side":"UP"}]'
    answer = run(gate, request("POST", "/fapi/v1/batchOrders", signed(f"batchOrders={quote(items)}")))
    told: list[dict[str, Any]] = msgspec.json.decode(answer.body)
    assert (200, [None, -1117]) == (answer.status, [item.get("code") for item in told])


class TestLimits:
    def test_weights_are_counted_and_told(self, gate: Gate) -> None:
        answer = run(gate, request("GET", "/fapi/v1/depth", "symbol=BTCUSDT&limit=1000"))
        assert "20" == answer.headers["X-MBX-USED-WEIGHT-1M"]
        answer = run(gate, request("GET", "/fapi/v1/klines", "symbol=BTCUSDT&interval=1m&limit=99"))
        assert "21" == answer.headers["X-MBX-USED-WEIGHT-1M"]
        gate.exchange.advance(NOW // 60_000 * 60_000 + 60_000)
        assert "1" == run(gate, request("GET", "/fapi/v1/ping")).headers["X-MBX-USED-WEIGHT-1M"]

    def test_refused_requests_count_too(self, gate: Gate) -> None:
        run(gate, request("GET", "/fapi/v1/klines", "symbol=NOSUCH&interval=1m"))
        assert "6" == run(gate, request("GET", "/fapi/v1/ping")).headers["X-MBX-USED-WEIGHT-1M"]

    def test_too_much_weight_is_429_and_insisting_is_418(self, gate: Gate) -> None:
        gate.exchange.advance(NOW + 40_000)
        gate.limits.overrides["request_weight"] = 40
        depth = request("GET", "/fapi/v1/depth", "symbol=BTCUSDT&limit=1000")
        assert [200, 200, 429] == [run(gate, depth).status for _ in range(3)]
        answer = run(gate, depth)
        assert ("20", -1003) == (answer.headers["Retry-After"], msgspec.json.decode(answer.body)["code"])
        statuses = [run(gate, depth).status for _ in range(12)]
        assert [429] * 9 + [418] * 3 == statuses
        answer = run(gate, depth)
        until = NOW + 40_000 + 120_000
        assert ("120", True) == (answer.headers["Retry-After"], f"banned until {until}." in answer.body.decode())
        assert 200 == run(gate, request("GET", "/fapi/v1/ping", address="10.0.0.2")).status
        gate.exchange.advance(until - 1)
        assert 418 == run(gate, request("GET", "/fapi/v1/ping")).status
        gate.exchange.advance(until)
        assert 200 == run(gate, request("GET", "/fapi/v1/ping")).status

    def test_orders_are_counted_per_account(self, gate: Gate) -> None:
        gate.limits.overrides["orders_10s"] = 2
        answers = [run(gate, request("POST", "/fapi/v1/order", signed(ORDER))) for _ in range(3)]
        assert [200, 200, 429] == [answer.status for answer in answers]
        assert ("2", "2") == (answers[1].headers["X-MBX-ORDER-COUNT-10S"], answers[1].headers["X-MBX-ORDER-COUNT-1M"])
        assert {
            "code": -1015,
            "msg": "Too many new orders; current limit is 2 orders per TEN_SECONDS.",
        } == msgspec.json.decode(answers[2].body)
        assert 2 == len(gate.exchange.execute("all_orders"))
        gate.exchange.advance(NOW + 10_000)
        assert 200 == run(gate, request("POST", "/fapi/v1/order", signed(ORDER, stamp=NOW + 10_000))).status

    def test_pools_of_their_own(self, gate: Gate) -> None:
        gate.limits.overrides["funding"] = 3
        funding = request("GET", "/fapi/v1/fundingRate", "symbol=BTCUSDT&limit=1")
        assert [200, 200, 200, 429] == [run(gate, funding).status for _ in range(4)]
        assert 200 == run(gate, request("GET", "/fapi/v1/ping")).status

    def test_limits_can_be_switched_off(self, gate: Gate) -> None:
        gate.limits.enforced = False
        gate.limits.overrides["request_weight"] = 1
        assert [200] * 5 == [run(gate, request("GET", "/fapi/v1/depth", "symbol=BTCUSDT")).status for _ in range(5)]
