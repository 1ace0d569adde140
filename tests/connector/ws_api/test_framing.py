"""T6: a frame says the same whichever way it is written, and what is signed is what is sent."""

import hashlib
import hmac
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm import Credentials
from binance_usdm.core._facts import Facts
from binance_usdm.core._framing import Framer
from binance_usdm.ws_api._frames import SocketRequest
from binance_usdm_api import OPERATIONS

_SECRET = "s" * 64
_OVER_SOCKET = sorted(each.id for each in OPERATIONS.values() if each.ws_api)


class _Session:
    ready = True

    def __init__(self, logged_on: bool) -> None:
        self.logged_on = logged_on


def _frame(
    operation: str, params: dict[str, object], *, key: str = "k" * 64, logged_on: bool = False
) -> dict[str, Any]:
    found = OPERATIONS[operation]
    facts, credentials = Facts(found), Credentials(key, _SECRET) if found.security.needs_key else None
    request: SocketRequest = Framer(7).request(
        found, facts, found.encode_parts(params), params, 1_700_000_000_000, 5000, credentials, _Session(logged_on)
    )
    frame: dict[str, Any] = msgspec.json.decode(request.payload)
    assert (request.id, request.method) == (frame["id"], frame["method"])
    return frame


def _signature(params: dict[str, Any]) -> str:
    payload = "&".join(f"{name}={params[name]}" for name in sorted(params) if name != "signature")
    return hmac.new(_SECRET.encode(), payload.encode(), hashlib.sha256).hexdigest()


_ORDERS = st.fixed_dictionaries(
    {
        "symbol": st.sampled_from(["BTCUSDT", "1000PEPEUSDT", "BTCUSDT_261225", "测试USDT"]),
        "side": st.sampled_from(["BUY", "SELL"]),
        "type": st.just("LIMIT"),
        "timeInForce": st.sampled_from(["GTC", "GTX"]),
        "quantity": st.decimals("0.001", "1000", places=3).map(str),
        "price": st.sampled_from(["60000", "0.10", "59999.9"]),
    },
    optional={
        "newClientOrderId": st.from_regex(r"[.A-Z:/a-z0-9_-]{1,36}", fullmatch=True).filter(str.isalnum),
        "reduceOnly": st.sampled_from([True, False, "true"]),
        "positionSide": st.just("LONG"),
        "priceMatch": st.none(),
        "selfTradePreventionMode": st.sampled_from(["EXPIRE_TAKER", None]),
        "recvWindow": st.sampled_from([3000, "4000", None]),
    },
)


@given(_ORDERS, st.booleans())
def test_both_ways_of_writing_an_order_say_the_same(params: dict[str, object], logged_on: bool) -> None:
    """A key with a hyphen goes the long way; besides key and signature the two frames agree, and both are signed."""
    params = {name: value for name, value in params.items() if value is not None}
    short = _frame("new_order", params, logged_on=logged_on)["params"]
    long = _frame("new_order", params, key="k-" * 32, logged_on=logged_on)["params"]
    apart = ("apiKey", "signature")
    assert {n: v for n, v in long.items() if n not in apart} == {n: v for n, v in short.items() if n not in apart}
    for sent in (short, long):
        assert logged_on is ("signature" not in sent)
        assert logged_on or _signature(sent) == sent["signature"]


def test_numbers_are_numbers_and_the_rest_is_text() -> None:
    """The exchange's own types: ids, instants and windows without quotes, prices and flags with."""
    sent = _frame("cancel_order", {"symbol": "BTCUSDT", "orderId": 7})["params"]
    assert (7, "BTCUSDT", 5000, 1_700_000_000_000) == (
        sent["orderId"],
        sent["symbol"],
        sent["recvWindow"],
        sent["timestamp"],
    )
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1", "reduceOnly": True}
    sent = _frame("new_order", order)["params"]
    assert ("true", "1", "EXPIRE_MAKER") == (sent["reduceOnly"], sent["quantity"], sent["selfTradePreventionMode"])


@pytest.mark.parametrize("operation", _OVER_SOCKET)
def test_names_sort_as_what_is_signed(operation: str) -> None:
    """Where they did not, signing the query's parts in their order would make a signature that is refused."""
    from binance_usdm.core._framing import _Shape

    assert _Shape(OPERATIONS[operation]).sorts


def test_a_request_without_parameters_has_none() -> None:
    """Nothing is sent for nothing."""
    assert "params" not in _frame("ticker_price", {})
