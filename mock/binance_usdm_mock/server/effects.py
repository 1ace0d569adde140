"""What faults change in the exchange, and whether they can: new limits, weights, rules, a ban, a revoked key."""

from __future__ import annotations

from binance_usdm_api import OPERATIONS
from binance_usdm_api.service import HEADERS, POOLS

from ..engine.listing import change_contract, contract_flaw
from ..faults import Action, Ban, Change, ClockOffset, Contract, Limits, Permit, Revoke, Weights
from .gate import Gate
from .message import Request

__all__ = ["apply", "flaw"]

_KEY = HEADERS.api_key.lower()


def flaw(gate: Gate, action: Action) -> str | None:
    """Why an action cannot work on this exchange; None when it can."""
    if isinstance(action, Limits):
        return _unknown([name for name, _ in action.limits], set(POOLS), "pool")
    if isinstance(action, Weights):
        return _unknown([name for name, _ in action.weights], set(OPERATIONS), "operation")
    if isinstance(action, Contract):
        listed = set(gate.exchange.markets)
        missing = _unknown([action.like or action.symbol], listed, "contract")
        return missing or contract_flaw(gate.exchange, action)
    return None


def _unknown(names: list[str], known: set[str], kind: str) -> str | None:
    for name in names:
        if name not in known:
            return f"{name!r} is no {kind}. Allowed: {', '.join(sorted(known))}."
    return None


def apply(gate: Gate, action: Change, request: Request) -> None:
    """Let a change take effect."""
    exchange, key = gate.exchange, request.headers.get(_KEY, "")
    if isinstance(action, ClockOffset):
        gate.set_clock(action.milliseconds, action.drift_ppm)
    elif isinstance(action, Limits):
        gate.limits.overrides.update(dict(action.limits))
        exchange.weight_limit = gate.limits.limit("request_weight")
    elif isinstance(action, Weights):
        gate.weights.update(dict(action.weights))
    elif isinstance(action, Ban):
        gate.limits.ban(request.address, exchange.now + int(action.seconds * 1000))
    elif isinstance(action, Revoke):
        exchange.keys.remove(key)
    elif isinstance(action, Permit):
        gate.permits[key] = action
    elif isinstance(action, Contract):
        change_contract(exchange, action)
