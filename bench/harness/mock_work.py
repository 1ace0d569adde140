"""A mock exchange with many orders and symbols in a process of its own: the engine is timed here, REST by the parent.

Started with the number of symbols, of open orders, and the CPU seconds for each figure of the engine. The first line it
prints has those figures and where it serves; then it answers every line with the CPU seconds it has used, until its
standard input ends.
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from itertools import count
from statistics import median
from typing import Any

from binance_usdm_mock import MockExchange, MockServer
from binance_usdm_mock.engine.symbols import Symbol

from .loopback import stay_on_loopback
from .mock_orders import Make, filled, resting, symbol_name

_BALANCE = {"USDT": "10000000000"}
_BATCH = 100
_FEWEST = 15


def _list(exchange: MockExchange, symbols: int) -> None:
    for index in range(symbols):
        name = symbol_name(index)
        exchange.list_symbol(
            Symbol(
                symbol=name,
                base=name.removesuffix("USDT"),
                tick="0.1",
                step="0.001",
                price="60000",
                price_precision=2,
                quantity_precision=3,
                min_price="556.8",
                max_price="4529764",
                max_quantity="1000",
                max_market_quantity="120",
                max_orders=1_000_000,
                volume=40,
            )
        )


def _rate(exchange: MockExchange, seconds: float, prices: Sequence[float], make: Make) -> float:
    """Orders for a second of CPU, a millisecond of market time before each; those that rest are cancelled untimed.

    The median of batches: once in a minute of the market, which is sixty thousand orders here, all markets are derived
    anew, and whether that falls into this short time is chance.
    """
    spent, batches, numbers = 0.0, list[float](), count()
    while spent < seconds or len(batches) < _FEWEST:
        orders = [make(next(numbers), prices) for _ in range(_BATCH)]
        answers: list[Any] = []
        start = time.process_time()
        for order in orders:
            exchange.advance(exchange.now + 1)
            answers.append(exchange.execute("new_order", order))
        batches.append(time.process_time() - start)
        spent += batches[-1]
        for order, answer in zip(orders, answers, strict=True):
            if order["type"] == "LIMIT":
                exchange.execute("cancel_order", {"symbol": order["symbol"], "orderId": answer["orderId"]})
    return _BATCH / median(batches)


def main() -> None:
    """Fill the books, time the engine, serve until standard input ends."""
    symbols, open_orders, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    stay_on_loopback()
    ahead = 0

    def clock() -> int:
        return time.time_ns() // 1_000_000 + ahead

    server = MockServer(balances=_BALANCE, clock=clock)
    server.gate.limits.enforced = False
    exchange = server.exchange
    # In process nobody watches: no streams, no steps between two instants.
    stepper, after = exchange.stepper, list(exchange.after)
    exchange.stepper = None
    exchange.after.clear()
    _list(exchange, symbols)
    prices = [exchange.mark(symbol_name(index)) / 1e8 for index in range(symbols)]
    for number in range(open_orders):
        exchange.execute("new_order", resting(number, prices))
    # A market is made when it is first looked at; that is not what is timed.
    for number in range(2 * symbols):
        exchange.execute("new_order", filled(number, prices))
    exchange.advance(exchange.now + 1)
    engine = {"placed": _rate(exchange, seconds, prices, resting), "filled": _rate(exchange, seconds, prices, filled)}
    exchange.stepper = stepper
    exchange.after.extend(after)
    ahead = max(0, exchange.now - clock())
    with server:
        told = {"engine": engine, "origin": server.rest, "key": server.api_key, "secret": server.api_secret}
        print(json.dumps({**told, "ahead": ahead, "prices": prices}), flush=True)
        for _ in sys.stdin:
            print(json.dumps(time.process_time()), flush=True)
        os._exit(0)


if __name__ == "__main__":
    main()
