"""F97: a key that is there twice in one object is found wherever it is, and nothing else is taken for one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.core._outcome import Next, classify
from binance_usdm.core._repeats import names_twice
from binance_usdm.transport import HttpResponse
from binance_usdm_api import OPERATIONS, RetryClass, models
from binance_usdm_api.errors import Outcome

from .world import ACK, World, ok

# What could be taken for the end of a text, for a key or for a colon of the grammar.
texts = st.text() | st.text(alphabet='":,{}[]\\ ab', max_size=12)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20)
styles = st.fixed_dictionaries(
    {
        "separators": st.sampled_from([(",", ":"), (", ", ": "), (" ,\n", "\t:\r\n")]),
        "ensure_ascii": st.booleans(),
    }
)
CHANGING = [each for each in OPERATIONS.values() if each.retry.kind in (RetryClass.RESOLVE, RetryClass.NEVER)]


def written(pairs: list[tuple[str, Any]], style: dict[str, Any]) -> str:
    """An object with these pairs, the doubled ones included."""
    comma, colon = style["separators"]
    ascii_only = style["ensure_ascii"]
    each = (f"{json.dumps(key, ensure_ascii=ascii_only)}{colon}{json.dumps(value, **style)}" for key, value in pairs)
    return "{" + comma.join(each) + "}"


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@given(values, styles)
def test_there_is_no_false_alarm(value: Any, style: dict[str, Any]) -> None:
    assert not names_twice(encoded(json.dumps(value, **style)))


@given(st.lists(st.tuples(texts, scalars), min_size=1), styles, st.data())
def test_every_repeat_in_a_flat_object_is_found(
    pairs: list[tuple[str, Any]], style: dict[str, Any], data: st.DataObject
) -> None:
    again = (data.draw(st.sampled_from(pairs))[0], data.draw(scalars))
    doubled = data.draw(st.permutations([*pairs, again]))
    assert names_twice(encoded(written(doubled, style)))
    rest = json.dumps(dict(pairs), **style)
    assert names_twice(encoded(f"[{rest},{written(doubled, style)},1]"))
    assert names_twice(encoded(f'{{"outer":{written(doubled, style)}}}'))


UNREADABLE = [
    b"",
    b"{",
    b"[1",
    b'{"a"',
    b"\xff",
    b"[" * 100_000,
    b'{"a":1,"a":',
    b'{"a":' + b"9" * 5000 + b"}",
    b'"a:a"',
]


@pytest.mark.parametrize("body", UNREADABLE, ids=lambda body: repr(body[:12]))
def test_what_cannot_be_read_is_no_repeat(body: bytes) -> None:
    assert not names_twice(body)


def test_keys_are_compared_by_what_they_mean() -> None:
    assert names_twice(b'{"ab":1,"a\\u0062":1}')
    assert not names_twice(b'{"ab":1,"aB":1}')


def test_a_typed_result_stands_for_its_keys() -> None:
    """It can only do so where what is absent is None, and no key is met by two fields."""
    for operation in CHANGING:
        model = getattr(models, operation.result.model)
        defaults = model.__struct_defaults__
        given = [each for each in defaults if str(each) != "NODEFAULT"]
        assert [None] * len(given) == given
        assert len(set(model.__struct_encode_fields__)) == len(model.__struct_fields__)


@given(st.lists(st.sampled_from([*json.loads(ACK).items(), ("new", "1"), ("clientOrderId", "a:b"), ("price", None)])))
def test_with_a_typed_result_it_is_the_same(more: list[tuple[str, Any]]) -> None:
    pairs = [*json.loads(ACK).items(), *more]
    body = written(pairs, {"separators": (",", ":"), "ensure_ascii": True}).encode()
    result = OPERATIONS["new_order"].decode(body)
    assert (len(dict(pairs)) < len(pairs)) is names_twice(body, result)


def test_an_order_whose_answer_names_a_key_twice_is_settled_by_a_query() -> None:
    doubled = ACK.replace(b'"orderId":7,', b'"orderId":7,"orderId":8,')
    world = World(ok(doubled), ok(ACK))
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.01", "price": "60000",
             "timeInForce": "GTC", "newClientOrderId": "mine"}  # fmt: skip
    reply = world.run(world.core.exchange(OPERATIONS["new_order"], order))
    assert (7, True) == (reply.result.order_id, reply.resolved)
    assert ["POST", "GET"] == [request.method for request in world.sent]


@pytest.mark.parametrize(("operation", "outcome"), [("new_order", Outcome.UNKNOWN), ("ticker_price", Outcome.REFUSED)])
def test_a_refusal_that_names_its_code_twice_proves_nothing(operation: str, outcome: Outcome) -> None:
    answer = HttpResponse(400, {}, b'{"code":-1007,"msg":"Timeout.","code":-2019}')
    found = classify(OPERATIONS[operation], "POST /x", answer, 1, 0.0)
    assert outcome is found.error.outcome
    assert (found.next is Next.SETTLE) is (outcome is Outcome.UNKNOWN)
