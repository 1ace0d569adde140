"""What ``place_order`` takes: one description of an order of any type, by the field's own terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Required, TypeAlias, TypedDict

if TYPE_CHECKING:
    from binance_usdm_api.enums import (
        OrderResponseType,
        OrderSide,
        OrderType,
        PositionSide,
        PriceMatch,
        SelfTradePreventionMode,
        TimeInForce,
        WorkingType,
    )

__all__ = ["OrderRequest", "python_names"]

Number: TypeAlias = Decimal | str | int


class OrderRequest(TypedDict, total=False):
    """An order of any type; every order needs symbol, side and type, and what its type needs."""

    symbol: Required[str]
    """Symbol, such as BTCUSDT."""
    side: Required[OrderSide | Literal["BUY", "SELL"]]
    """Direction."""
    type: Required[
        OrderType
        | Literal["LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"]
    ]
    """LIMIT and MARKET are plain; the others wait for a trigger."""
    quantity: Number | None
    """In base asset."""
    price: Number | None
    """Limit price in quote asset."""
    trigger_price: Number | None
    """Price that triggers a conditional order, in quote asset."""
    time_in_force: TimeInForce | Literal["GTC", "IOC", "FOK", "GTX", "GTD", "RPI"] | None
    """GTC for LIMIT orders when not given; GTX is post-only."""
    position_side: PositionSide | Literal["BOTH", "LONG", "SHORT"] | None
    """LONG or SHORT in hedge mode."""
    reduce_only: bool | None
    """Only reduces a position; not in hedge mode."""
    close_position: bool | None
    """Closes the whole position when triggered; instead of a quantity."""
    client_order_id: str | None
    """Own id, unique among open orders; made for you when not given."""
    working_type: WorkingType | Literal["MARK_PRICE", "CONTRACT_PRICE"] | None
    """Price that triggers; the last price when not given."""
    price_protect: bool | None
    """Refuse the trigger when mark and last price differ too much."""
    activate_price: Number | None
    """Price that arms a trailing stop, in quote asset."""
    callback_rate: Number | None
    """Distance of a trailing stop, in percent."""
    price_match: PriceMatch | str | None
    """Take the price from the book instead of naming it."""
    self_trade_prevention_mode: SelfTradePreventionMode | str | None
    """What happens when own orders would match; always sent, the endpoint's default when not given."""
    good_till_date: int | datetime | None
    """End of a GTD order: ms, or a datetime with time zone."""
    response_type: OrderResponseType | Literal["ACK", "RESULT"] | None
    """How much the answer tells."""


_NAMES = {"client_order_id": "new_client_order_id", "response_type": "new_order_resp_type"}


def python_names(order: Mapping[str, object]) -> dict[str, object]:
    """The order by the generated methods' names, without what was not given."""
    return {_NAMES.get(name, name): value for name, value in order.items() if value is not None}
