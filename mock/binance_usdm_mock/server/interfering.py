"""What routes under ``/mock/`` and faults do to the exchange, as its Python API can: money, restrictions, closings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ..engine.order import Order
from ..exchange import MockExchange
from .message import Request

__all__ = ["CALLS", "intervene", "interventions", "read_call"]

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


class _Visibility(_Wanted):
    seconds: float
    part: float = 1.0
    seed: int = 0


CALLS: dict[str, type[_Wanted]] = {
    "contract": _Contract,
    "delay_visibility": _Visibility,
    "deleverage": _Deleverage,
    "fund": _Fund,
    "lift": _Lift,
    "liquidate": _Liquidate,
    "restrict": _Restrict,
    "transfer": _Transfer,
}
"""What can be called, and the model of its arguments."""


def read_call(call: str, send: Mapping[str, str]) -> Json:
    """The arguments of a call from their texts.

    Raises:
        ValueError: One is unknown, missing or malformed.
    """
    wanted = msgspec.convert(dict(send), CALLS[call], strict=False)
    return {field: getattr(wanted, field) for field in wanted.__struct_fields__}


def intervene(x: MockExchange, call: str, send: Mapping[str, str]) -> object:
    """Do to an exchange what a call says.

    Raises:
        ValueError: It cannot be done.
    """
    method: Callable[..., object] = x.change if call == "contract" else getattr(x, call)
    return method(**read_call(call, send))


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
        ("POST", "/mock/delay_visibility"): route(_Visibility, x.delay_visibility),
    }
