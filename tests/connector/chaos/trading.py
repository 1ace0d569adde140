"""A program that trades: single orders, batches and conditional orders over both carriers; it notes what it is told."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

from tests.connector.chaos import batches, conditionals, singles
from tests.connector.chaos.calling import Caller
from tests.connector.chaos.claims import Account, AlgoClaim, Claim
from tests.connector.chaos.singles import MARKETS
from tests.connector.chaos.verdicts import Verdicts

from binance_usdm import AsyncClient, NotFound

_MOST_RESTING = 120


class Trader:
    """Trades at random, by seed.

    Args:
        client: With both carriers.
        seed: Decides what it does.
        prices: Where each market is.
        verdicts: What the log says of cancelled callers.
    """

    def __init__(self, client: AsyncClient, seed: int, prices: dict[str, Decimal], verdicts: Verdicts) -> None:
        self.client = client
        self.claims: list[Claim] = []
        self.algo_claims: list[AlgoClaim] = []
        self.batches = 0
        self.caller = Caller(verdicts)
        self._seed = seed
        self._prices = prices
        self._resting: list[Claim] = []
        self._conditional: list[AlgoClaim] = []

    async def trade(self, orders: int, at_once: int) -> None:
        """Place so many orders and live through them, a few at a time."""
        numbers = iter(range(orders))

        async def work() -> None:
            for number in numbers:
                if len(self.claims) + len(self.algo_claims) >= orders:
                    return
                await self._live(number)

        await asyncio.gather(*[work() for _ in range(at_once)])

    async def _live(self, number: int) -> None:
        chance = random.Random(f"{self._seed}/{number}")
        symbol = chance.choice(list(MARKETS))
        middle = self._prices[symbol]
        name, kind = f"c{self._seed}-{number}", chance.choices(["single", "batch", "algo"], [70, 8, 22])[0]
        if kind == "algo":
            algo = AlgoClaim(name, symbol, chance.choice(["BUY", "SELL"]), chance.choice(conditionals.TYPES))
            self.algo_claims.append(algo)
            await conditionals.live(self.client, self.caller, chance, algo, middle)
            self._conditional += [algo] if algo.algo_id and algo.cancelled in singles.UNCANCELLED else []
            return
        names = [name] if kind == "single" else [f"{name}-{each}" for each in range(chance.randint(2, 5))]
        claims = [Claim(each, symbol, chance.choice(["BUY", "SELL"])) for each in names]
        self.claims += claims
        if kind == "single":
            rests = await singles.live(self.client, self.caller, chance, claims[0], middle)
            self._resting += claims if rests else []
        else:
            self.batches += 1
            left = await batches.live(self.client, self.caller, chance, claims, middle)
            self._resting += left
        if len(self._resting) + len(self._conditional) > _MOST_RESTING:
            await self._tidy(chance)

    async def _tidy(self, chance: random.Random) -> None:
        """Cancel what was left alone or could not be cancelled, before there are as many as the exchange allows."""
        resting, self._resting = self._resting, []
        conditional, self._conditional = self._conditional, []
        for claim in resting:
            await singles.cancel(self.client, self.caller, chance, claim)
        for algo in conditional:
            await conditionals.cancel(self.client, self.caller, chance, algo)

    async def look(self, at_first: Decimal) -> Account:
        """Ask for the state of every order and of the account, when nothing goes wrong any more."""
        client = self.client
        for algo in self.algo_claims:
            if algo.placed in {"accepted", "unknown"}:
                became = await conditionals.look(client, algo)
                self.claims += [] if became is None else [became]
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
                account.trades[symbol, row.id, str(row.side)] = (row.order_id, row.price, row.qty, row.commission)
        for position in await client.account.position_information():
            if position.position_amt:
                account.positions[position.symbol] = position.position_amt
        for balance in await client.account.account_balance():
            if balance.asset == "USDT":
                account.wallet = balance.balance - at_first
        return account

    async def _trades(self, symbol: str) -> AsyncIterator[Any]:
        rows = await self.client.trade.account_trades(symbol=symbol, from_id=0, limit=1000)
        while True:
            for row in rows:
                yield row
            if len(rows) < 1000:
                return
            # The last one again: the other side of a trade with oneself has the same number.
            rows = await self.client.trade.account_trades(symbol=symbol, from_id=rows[-1].id, limit=1000)
