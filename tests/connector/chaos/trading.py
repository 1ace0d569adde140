"""A program that trades: places, changes and cancels orders over both carriers, and notes what it is told."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable
from decimal import Decimal
from typing import Any

from tests.connector.chaos.claims import Account, Change, Claim

from binance_usdm import AsyncClient, BinanceUsdmError, CallOptions, NotFound

# Symbol, tick, quantity of an order in its steps of 0.001.
MARKETS = {"BTCUSDT": (Decimal("0.10"), 4), "ETHUSDT": (Decimal("0.01"), 40)}


class Trader:
    """Trades at random, by seed.

    Args:
        client: With both carriers.
        seed: Decides what it does.
        prices: Where each market is.
    """

    def __init__(self, client: AsyncClient, seed: int, prices: dict[str, Decimal]) -> None:
        self.client = client
        self.claims: list[Claim] = []
        self._seed = seed
        self._prices = prices

    async def trade(self, orders: int, at_once: int) -> None:
        """Live through so many orders, a few at a time."""
        numbers = iter(range(orders))

        async def work() -> None:
            for number in numbers:
                await self._live(number)

        await asyncio.gather(*[work() for _ in range(at_once)])

    async def _live(self, number: int) -> None:
        chance = random.Random(f"{self._seed}/{number}")
        symbol = chance.choice(list(MARKETS))
        tick, size = MARKETS[symbol]
        side = chance.choice(["BUY", "SELL"])
        claim = Claim(f"c{self._seed}-{number}", symbol, side)
        self.claims.append(claim)
        kind = chance.choices(["near", "far", "market", "ioc"], [5, 3, 2, 1])[0]
        away = Decimal(chance.randrange(1, 30) if kind == "near" else chance.randrange(20_000, 30_000)) * tick
        price = self._prices[symbol] + (away if (side == "SELL") is (kind != "ioc") else -away)
        price -= price % tick
        quantity = Decimal(size + chance.randrange(size)) / 1000
        order: dict[str, Any] = {"symbol": symbol, "side": side, "quantity": str(quantity), "type": "MARKET"}
        if kind != "market":
            order |= {"type": "LIMIT", "price": str(price), "time_in_force": "IOC" if kind == "ioc" else "GTC"}
        for _ in range(100):
            claim.placed, ack = await _outcome(
                self.client.trade.new_order(**order, new_client_order_id=claim.name, options=_carrier(chance))
            )
            if claim.placed != "not_sent":
                break
            # Nothing left this machine, so the same order under the same id is no second one.
            await asyncio.sleep(0.1)
        if ack is not None:
            claim.order_id = ack.order_id
        if claim.placed != "accepted" or kind in {"market", "ioc"}:
            return
        for each in range(chance.choice([0, 0, 1, 2])):
            change = Change(price + (each + 1) * tick * (-1 if side == "BUY" else 1), quantity + Decimal(each) / 1000)
            claim.changes.append(change)
            change.outcome, _ = await _outcome(
                self.client.trade.modify_order(
                    symbol=symbol,
                    side=side,
                    quantity=change.quantity,
                    price=change.price,
                    orig_client_order_id=claim.name,
                    options=_carrier(chance),
                )
            )
        if kind == "far" or chance.random() < 0.6:
            claim.cancelled, ack = await _outcome(
                self.client.trade.cancel_order(symbol=symbol, orig_client_order_id=claim.name, options=_carrier(chance))
            )
            claim.cancel_said = "" if ack is None else str(ack.status)

    async def look(self, at_first: Decimal) -> Account:
        """Ask for the state of every order and of the account, when nothing goes wrong any more."""
        client = self.client
        for claim in self.claims:
            if claim.placed in {"accepted", "unknown"}:
                try:
                    found = await client.trade.query_order(symbol=claim.symbol, orig_client_order_id=claim.name)
                except NotFound:
                    continue
                claim.final = (
                    found.order_id, str(found.status), found.orig_qty or Decimal(0), found.price or Decimal(0),
                    found.executed_qty, found.cum_quote or Decimal(0),
                )  # fmt: skip
        account = Account()
        for symbol in MARKETS:
            async for row in self._trades(symbol):
                account.trades[symbol, row.id] = (row.order_id, str(row.side), row.price, row.qty, row.commission)
        for position in await client.account.position_information():
            if position.position_amt:
                account.positions[position.symbol] = position.position_amt
        for balance in await client.account.account_balance():
            if balance.asset == "USDT":
                account.wallet = balance.balance - at_first
        return account

    async def _trades(self, symbol: str) -> AsyncIterator[Any]:
        following = 0
        while rows := await self.client.trade.account_trades(symbol=symbol, from_id=following, limit=1000):
            for row in rows:
                yield row
            following = rows[-1].id + 1


def _carrier(chance: random.Random) -> CallOptions:
    return CallOptions(carrier=chance.choice(["ws", "rest"]))


async def _outcome(call: Awaitable[Any]) -> tuple[str, Any]:
    try:
        return "accepted", await call
    except BinanceUsdmError as error:
        return str(error.outcome), None
