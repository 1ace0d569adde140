"""One conditional order: placed, queried, cancelled; some trigger first."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import partial
from typing import Any

from tests.connector.chaos.calling import Caller
from tests.connector.chaos.claims import AlgoClaim, Claim
from tests.connector.chaos.ledger import AlgoState
from tests.connector.chaos.singles import MARKETS

from binance_usdm import AsyncClient, BinanceUsdmError, NotFound

TYPES = ["STOP_MARKET", "TAKE_PROFIT_MARKET", "STOP", "TAKE_PROFIT", "TRAILING_STOP_MARKET"]


async def live(client: AsyncClient, caller: Caller, chance: random.Random, claim: AlgoClaim, middle: Decimal) -> None:
    """Live through one conditional order."""
    tick, size = MARKETS[claim.symbol]
    near = chance.random() < 0.4
    away = Decimal(chance.randrange(1, 40) if near else chance.randrange(20_000, 30_000)) * tick
    rises = (claim.side == "BUY") == ("TAKE_PROFIT" not in claim.type)
    trigger = middle + (away if rises else -away)
    trigger -= trigger % tick
    claim.quantity = Decimal(size + chance.randrange(size)) / 1000
    order: dict[str, Any] = {
        "symbol": claim.symbol, "side": claim.side, "type": claim.type, "quantity": claim.quantity,
    }  # fmt: skip
    if claim.type == "TRAILING_STOP_MARKET":
        order["callback_rate"] = chance.choice(["0.1", "5"])
    else:
        order["trigger_price"] = claim.trigger = trigger
        if not claim.type.endswith("MARKET"):
            order["price"] = trigger
    by_type = chance.random() < 0.5

    def place(options: Any) -> Any:
        if by_type:
            return client.place_order(**order, client_order_id=claim.name, options=options)
        return client.algo.new_algo_order(**order, algo_type="CONDITIONAL", client_algo_id=claim.name, options=options)

    ack = await caller.call(
        chance, "new_algo_order", [claim.name], place, partial(setattr, claim, "placed"), insist=True
    )
    if ack is None:
        return
    claim.algo_id = ack.algo_id
    for _ in range(chance.randrange(3)):
        try:
            found = await client.algo.query_algo_order(client_algo_id=claim.name)
        except BinanceUsdmError:
            continue
        claim.seen.append(str(found.algo_status))
    if chance.random() < (0.5 if near else 0.9):
        await cancel(client, caller, chance, claim)


async def cancel(client: AsyncClient, caller: Caller, chance: random.Random, claim: AlgoClaim) -> None:
    """Cancel a conditional order."""
    key: dict[str, Any] = {"client_algo_id": claim.name} if chance.random() < 0.5 else {"algo_id": claim.algo_id}
    await caller.call(
        chance, "cancel_algo_order", [str(each) for each in key.values()],
        lambda options: client.algo.cancel_algo_order(**key, options=options),
        partial(setattr, claim, "cancelled"),
    )  # fmt: skip


async def look(client: AsyncClient, claim: AlgoClaim) -> Claim | None:
    """Ask for the state of a conditional order; gives a claim for the order that it became."""
    try:
        found = await client.algo.query_algo_order(client_algo_id=claim.name)
    except NotFound:
        return None
    claim.final = AlgoState(
        found.algo_id, found.symbol, str(found.side), str(found.order_type), str(found.algo_status),
        found.quantity or Decimal(0), found.trigger_price or Decimal(0), str(found.actual_order_id or ""),
        found.actual_qty or Decimal(0),
    )  # fmt: skip
    claim.average = found.actual_price or Decimal(0)
    if not found.actual_order_id:
        return None
    return Claim(claim.name, claim.symbol, claim.side, "accepted", int(found.actual_order_id))
