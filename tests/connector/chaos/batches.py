"""Several orders in one request: placed, changed, cancelled, each with an outcome of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.connector.chaos.calling import LEFT, Caller
from tests.connector.chaos.claims import Change, Claim
from tests.connector.chaos.singles import MARKETS, UNCANCELLED, draw

from binance_usdm import AsyncClient
from binance_usdm_api.models import BatchError


async def live(
    client: AsyncClient, caller: Caller, chance: random.Random, claims: list[Claim], middle: Decimal
) -> list[Claim]:
    """Live through some orders of one symbol; those that may rest on the exchange."""
    symbol = claims[0].symbol
    tick = MARKETS[symbol][0]
    items: dict[str, dict[str, Any]] = {}
    for claim in claims:
        # Post-only across the market is refused, whatever becomes of the others.
        kind = chance.choices(["near", "far", "ioc", "wrong"], [3, 3, 1, 2])[0]
        price, quantity = draw(chance, symbol, claim.side, "ioc" if kind == "wrong" else kind, middle)
        force = {"ioc": "IOC", "wrong": "GTX"}.get(kind, "GTC")
        items[claim.name] = {
            "symbol": symbol, "side": claim.side, "type": "LIMIT", "price": price, "quantity": quantity,
            "timeInForce": force, "newClientOrderId": claim.name,
        }  # fmt: skip

    def place(claim: Claim, outcome: str, ack: Any) -> None:
        claim.placed, claim.order_id = outcome, 0 if ack is None else ack.order_id

    await _each(
        caller, chance, "place_batch_orders", claims, place,
        lambda options: client.trade.place_batch_orders(batch_orders=list(items.values()), options=options),
        insist=True,
    )  # fmt: skip
    open_now = [each for each in claims if each.order_id and items[each.name]["timeInForce"] == "GTC"]
    if open_now and chance.random() < 0.6:
        for claim in open_now:
            price = items[claim.name]["price"] + tick * chance.choice([-2, -1, 1, 2])
            claim.changes.append(Change(price, items[claim.name]["quantity"]))
        changes = [
            {"symbol": symbol, "side": claim.side, "quantity": claim.changes[-1].quantity,
             "price": claim.changes[-1].price, "origClientOrderId": claim.name}
            for claim in open_now
        ]  # fmt: skip

        def change(claim: Claim, outcome: str, _: Any) -> None:
            claim.changes[-1].outcome = outcome

        await _each(
            caller, chance, "modify_batch_orders", open_now, change,
            lambda options: client.trade.modify_batch_orders(batch_orders=changes, options=options),
        )  # fmt: skip
        open_now = [each for each in open_now if each.changes[-1].outcome != LEFT]
    if open_now and chance.random() < 0.8:

        def cancel(claim: Claim, outcome: str, ack: Any) -> None:
            claim.cancelled, claim.cancel_said = outcome, "" if ack is None else str(ack.status)

        names = [claim.name for claim in open_now]
        await _each(
            caller, chance, "cancel_batch_orders", open_now, cancel,
            lambda options: client.trade.cancel_batch_orders(
                symbol=symbol, orig_client_order_id_list=names, options=options
            ),
        )  # fmt: skip
    return [each for each in open_now if each.cancelled in UNCANCELLED]


async def _each(
    caller: Caller,
    chance: random.Random,
    operation: str,
    claims: list[Claim],
    note: Callable[[Claim, str, Any], None],
    make: Callable[[Any], Any],
    *,
    insist: bool = False,
) -> None:
    """Make a call for several orders and note each one's outcome: that of the request, or its own by position."""

    def all_alike(outcome: str) -> None:
        for claim in claims:
            note(claim, outcome, None)

    names = [claim.name for claim in claims]
    results = await caller.call(chance, operation, names, make, all_alike, insist=insist)
    for claim, result in zip(claims, results or [], strict=results is not None):
        if isinstance(result, BatchError):
            note(claim, "refused", None)
        else:
            note(claim, "accepted", result)
