"""One order: placed, changed, cancelled."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import partial
from typing import Any

from tests.connector.chaos.calling import LEFT, Caller
from tests.connector.chaos.claims import Change, Claim

from binance_usdm import AsyncClient

# Symbol, tick, quantity of an order in its steps of 0.001.
MARKETS = {"BTCUSDT": (Decimal("0.10"), 4), "ETHUSDT": (Decimal("0.01"), 40)}
UNCANCELLED = {"", "refused", "not_sent"}
"""Outcomes of a cancellation after which the order may be cancelled, for the first time or once more."""


def draw(chance: random.Random, symbol: str, side: str, kind: str, middle: Decimal) -> tuple[Decimal, Decimal]:
    """Price and quantity of an order: ``near`` the market, ``far`` from it, or on its other side (``ioc``)."""
    tick, size = MARKETS[symbol]
    away = Decimal(chance.randrange(1, 30) if kind == "near" else chance.randrange(20_000, 30_000)) * tick
    price = middle + (away if (side == "SELL") is (kind != "ioc") else -away)
    return price - price % tick, Decimal(size + chance.randrange(size)) / 1000


async def live(client: AsyncClient, caller: Caller, chance: random.Random, claim: Claim, middle: Decimal) -> bool:
    """Live through one order; True when it may rest on the exchange."""
    symbol, side = claim.symbol, claim.side
    tick = MARKETS[symbol][0]
    kind = chance.choices(["near", "far", "market", "ioc"], [5, 3, 2, 1])[0]
    price, quantity = draw(chance, symbol, side, kind, middle)
    order: dict[str, Any] = {"symbol": symbol, "side": side, "quantity": str(quantity), "type": "MARKET"}
    if kind != "market":
        order |= {"type": "LIMIT", "price": str(price), "time_in_force": "IOC" if kind == "ioc" else "GTC"}
    ack = await caller.call(
        chance, "new_order", [claim.name],
        lambda options: client.trade.new_order(**order, new_client_order_id=claim.name, options=options),
        partial(setattr, claim, "placed"), insist=True,
    )  # fmt: skip
    if ack is None:
        return False
    claim.order_id = ack.order_id
    if kind in {"market", "ioc"}:
        return False
    for each in range(chance.choice([0, 0, 1, 2])):
        change = Change(price + (each + 1) * tick * (-1 if side == "BUY" else 1), quantity + Decimal(each) / 1000)
        claim.changes.append(change)
        await caller.call(
            chance, "modify_order", [claim.name],
            lambda options, to=change: client.trade.modify_order(
                symbol=symbol, side=side, quantity=to.quantity, price=to.price, orig_client_order_id=claim.name,
                options=options,
            ),
            partial(setattr, change, "outcome"),
        )  # fmt: skip
        if change.outcome == LEFT:
            return False
    if kind == "far" or chance.random() < 0.6:
        await cancel(client, caller, chance, claim)
    return claim.cancelled in UNCANCELLED


async def cancel(client: AsyncClient, caller: Caller, chance: random.Random, claim: Claim) -> None:
    """Cancel an order."""
    ack = await caller.call(
        chance, "cancel_order", [claim.name],
        lambda options: client.trade.cancel_order(
            symbol=claim.symbol, orig_client_order_id=claim.name, options=options
        ),
        partial(setattr, claim, "cancelled"),
    )  # fmt: skip
    claim.cancel_said = "" if ack is None else str(ack.status)
