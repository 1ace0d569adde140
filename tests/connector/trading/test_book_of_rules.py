"""F100: rules that change while a program runs are read again, and what has changed is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from decimal import ROUND_DOWN, Decimal
from typing import Any

import msgspec
import pytest

from binance_usdm import Client, Credentials, FilterRejected, OrderRejected
from binance_usdm.trading._book_of_rules import BookOfRules
from binance_usdm_api.models import ExchangeInfo, SymbolInfo
from binance_usdm_mock import MockServer

LATER = 100.0
HOUR = 3600.0


def info(symbol: str, tick: str = "0.10", status: str = "TRADING") -> SymbolInfo:
    found = {
        "symbol": symbol,
        "status": status,
        "filters": [{"filterType": "PRICE_FILTER", "minPrice": "0.10", "maxPrice": "1000", "tickSize": tick}],
    }
    return msgspec.convert(found, SymbolInfo)


def filled(*symbols: SymbolInfo, now: float = 0.0) -> BookOfRules:
    book = BookOfRules()
    book.fill(ExchangeInfo(symbols=symbols), now)
    return book


@pytest.mark.parametrize("code", [-1111, -4014, -1121, -4141, -4023, -1013, -1122, -4108, -4164])
def test_a_refusal_by_a_rule_makes_the_next_use_read_again(code: int) -> None:
    book = filled(info("BTCUSDT"))
    book.refused(code, LATER)
    assert book.get("BTCUSDT", LATER) is None


@pytest.mark.parametrize("code", [-2019, -1021, -2010, -4131, -9999, None])
def test_other_refusals_do_not(code: int | None) -> None:
    book = filled(info("BTCUSDT"))
    book.refused(code, LATER)
    assert book.get("BTCUSDT", LATER) is not None
    assert book.get("BTCUSDT", HOUR) is None


def test_refusals_in_a_loop_read_every_ten_seconds_only() -> None:
    book = filled(info("BTCUSDT"), now=LATER)
    book.refused(-4014, LATER + 1.0)
    book.refused(-4014, LATER + 5.0)
    assert book.get("BTCUSDT", LATER + 9.9) is not None
    assert book.get("BTCUSDT", LATER + 10.0) is None


def test_what_a_refresh_finds_changed_is_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "binance_usdm")
    before = [info("BTCUSDT"), info("ETHUSDT"), info("OLDUSDT"), info("XRPUSDT")]
    book = filled(*before)
    book.fill(ExchangeInfo(symbols=tuple(before)), HOUR)
    assert [] == caplog.records
    after = [info("BTCUSDT", tick="0.50"), info("ETHUSDT", status="SETTLING"), info("NEWUSDT"), info("XRPUSDT")]
    book.fill(ExchangeInfo(symbols=tuple(after)), 2 * HOUR)
    told: list[Any] = [vars(record)["usdm"] for record in caplog.records]
    assert [{"event": "rules_changed", "added": "NEWUSDT", "removed": "OLDUSDT", "changed": "BTCUSDT,ETHUSDT"}] == told


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(seed=7, balances={"USDT": "100000"}) as made:
        yield made


@pytest.fixture
def client(server: MockServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr("binance_usdm.trading._book_of_rules._APART", 0.0)
    with Client(environment=server.rest, credentials=Credentials(server.api_key, server.api_secret)) as made:
        yield made


def place(client: Client, order: dict[str, Any]) -> int | None:
    with pytest.raises(FilterRejected) as refused:
        client.place_order(**order)
    return refused.value.code


def send(client: Client, order: dict[str, Any]) -> int | None:
    with pytest.raises(FilterRejected) as refused:
        client.trade.new_order(**order, time_in_force="GTC")
    return refused.value.code


def send_several(client: Client, order: dict[str, Any]) -> int | None:
    item = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC"}
    item |= {name: str(order[name]) for name in ("quantity", "price")}
    (answer,) = client.trade.place_batch_orders(batch_orders=[item])
    return getattr(answer, "code", None)


@pytest.mark.parametrize("way", [place, send, send_several])
def test_a_tick_size_that_changed_is_known_after_the_first_refusal(
    server: MockServer, client: Client, way: Callable[[Client, dict[str, Any]], int | None]
) -> None:
    rules = client.symbol("BTCUSDT")
    assert Decimal("0.1") == rules.tick_size
    bid = client.market.order_book(symbol="BTCUSDT", limit=5).bids[0].price
    price = rules.round_price(bid * Decimal("0.9") // 1 + Decimal("0.1"), ROUND_DOWN)
    server.exchange.change("BTCUSDT", tick="0.5")
    assert -4014 == way(
        client, {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.010", "price": price}
    )
    assert Decimal("0.5") == client.symbol("BTCUSDT").tick_size


def test_a_contract_that_closed_is_known_after_the_first_refusal(server: MockServer, client: Client) -> None:
    assert "TRADING" == client.symbol("BTCUSDT").info.status
    server.exchange.change("BTCUSDT", status="SETTLING", price="50000")
    with pytest.raises(OrderRejected):
        client.trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.010")
    assert "SETTLING" == client.symbol("BTCUSDT").info.status
