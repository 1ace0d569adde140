"""Routes under ``/mock/`` that do to the exchange what its Python API can do: money, restrictions, forced closings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from ..engine.order import Order
from ..exchange import MockExchange
from .message import Request

__all__ = ["interventions"]

Json = dict[str, Any]


class _Wanted(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A body; the field names are the arguments of the method."""


class _Transfer(_Wanted):
    asset: str
    amount: str
    account: str = "main"
    kind: str = "TRANSFER"
    symbol: str = ""
    reason: str | None = None


class _Restrict(_Wanted):
    code: int
    account: str = "main"
    symbol: str | None = None
    seconds: float | None = None


class _Lift(_Wanted):
    account: str = "main"


class _Liquidate(_Wanted):
    symbol: str
    account: str = "main"
    side: str = "BOTH"


class _Deleverage(_Liquidate):
    quantity: str | None = None
    price: str | None = None


class _Contract(_Wanted):
    symbol: str
    tick: str | None = None
    step: str | None = None
    min_notional: str | None = None
    status: str | None = None
    price: str | None = None
    removed: bool = False
    like: str | None = None


class _Fund(_Wanted):
    asset: str
    amount: str


def interventions(x: MockExchange) -> dict[tuple[str, str], Callable[[Request], Json]]:
    """The routes and what they do.

    Args:
        x: The exchange.
    """

    def route(model: type[_Wanted], act: Callable[..., object]) -> Callable[[Request], Json]:
        def answer(request: Request) -> Json:
            wanted = msgspec.json.decode(request.body or b"{}", type=model)
            done = act(**{field: getattr(wanted, field) for field in wanted.__struct_fields__})
            if not isinstance(done, Order):
                return {}
            return {"orderId": done.id, "clientOrderId": done.client_id, "status": done.status}

        return answer

    return {
        ("POST", "/mock/transfer"): route(_Transfer, x.transfer),
        ("POST", "/mock/restrict"): route(_Restrict, x.restrict),
        ("DELETE", "/mock/restrict"): route(_Lift, x.lift),
        ("POST", "/mock/liquidate"): route(_Liquidate, x.liquidate),
        ("POST", "/mock/deleverage"): route(_Deleverage, x.deleverage),
        ("POST", "/mock/contract"): route(_Contract, x.change),
        ("POST", "/mock/fund"): route(_Fund, x.fund),
    }
