"""What faults change in the exchange, and whether they can: limits, rules, bans, keys, and what others do meanwhile."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from binance_usdm_api import OPERATIONS
from binance_usdm_api.service import HEADERS, POOLS

from ..engine import rules
from ..engine.listing import change_contract, contract_flaw
from ..engine.refusal import ExchangeError
from ..faults import (
    Act,
    Action,
    Ban,
    Change,
    ClockOffset,
    Contract,
    ExpireKey,
    Fill,
    Intervene,
    Limits,
    Permit,
    Revoke,
    Shutdown,
    Weights,
)
from ..live.hub import Hub
from .gate import Gate
from .interfering import CALLS, intervene, read_call
from .message import Request
from .params import read, spelled

__all__ = ["apply", "flaw"]

_KEY = HEADERS.api_key.lower()
_RESTART = 1012


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
    if isinstance(action, Act):
        return _unknown([action.operation], set(OPERATIONS), "operation") or _senseless(action)
    if isinstance(action, Intervene):
        return _unknown([action.call], set(CALLS), "call") or _misread(action)
    return None


def _unknown(names: list[str], known: set[str], kind: str) -> str | None:
    for name in names:
        if name not in known:
            return f"{name!r} is no {kind}. Allowed: {', '.join(sorted(known))}."
    return None


def _sent(action: Act) -> dict[str, Any]:
    operation = OPERATIONS[action.operation]
    return read(operation, spelled(operation, dict(action.send)), strict=True)


def _senseless(action: Act) -> str | None:
    try:
        _sent(action)
    except ExchangeError as error:
        return f"{action.operation} would be refused with {error.code}: {error.message}"
    return None


def _misread(action: Intervene) -> str | None:
    try:
        read_call(action.call, dict(action.send))
    except ValueError as error:
        return f"{action.call}: {error}."
    return None


def apply(gate: Gate, hub: Hub, action: Change, request: Request, params: Mapping[str, str] | None = None) -> None:
    """Let a change take effect.

    Args:
        gate: What stands before the exchange.
        hub: Its live side.
        action: The change.
        request: What set it off; its key tells the account.
        params: Parameters of the request.
    """
    exchange, name = gate.exchange, request.headers.get(_KEY, "")
    key = exchange.keys.get(name)
    account = "main" if key is None else key.account
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
        exchange.keys.remove(name)
    elif isinstance(action, Permit):
        gate.permits[name] = action
    elif isinstance(action, Contract):
        change_contract(exchange, action)
    elif isinstance(action, Act):
        _act(gate, action, account)
    elif isinstance(action, Intervene):
        with contextlib.suppress(ValueError):
            # What cannot be done at that moment, as without a position, is left out; the ledger tells.
            intervene(exchange, action.call, dict(action.send))
    elif isinstance(action, Fill):
        _fill(gate, action, account, params or {})
    elif isinstance(action, ExpireKey):
        found = exchange.listen_keys.get(account)
        if found is not None:
            # Who subscribed a moment ago has been using a living key, too.
            hub.look_at_keys()
            found.expires = exchange.now
            hub.look_at_keys()
    elif isinstance(action, Shutdown):
        _shut_down(hub, action)


def _act(gate: Gate, action: Act, account: str) -> None:
    try:
        gate.exchange.execute(action.operation, _sent(action), account=account)
    except ExchangeError as error:
        # The client sees nothing of it; whoever reads the ledger does.
        gate.exchange.ledger.write(gate.exchange.now, "act", operation=action.operation, code=error.code)


def _fill(gate: Gate, action: Fill, name: str, params: Mapping[str, str]) -> None:
    """Fill the order that a request names, if it rests."""
    x = gate.exchange
    account, symbol = x.accounts[name], str(params.get("symbol"))
    wanted, client = params.get("orderId"), params.get("origClientOrderId")
    for order in list(account.open_orders.get(symbol, {}).values()):
        if str(order.id) == wanted or (wanted is None and order.client_id == client):
            steps = order.left
            if action.quantity is not None:
                steps = min(steps, rules.to_steps(order.symbol, action.quantity, market=False))
            if steps > 0:
                x.fill(None, order, order.price, steps, x.now)
                x.after_trade(symbol, None)
                for told in x.after:
                    told("fill")


def _shut_down(hub: Hub, action: Shutdown) -> None:
    hub.notice_shutdown()
    if action.seconds is not None:

        def leave() -> None:
            for peer in list(hub.peers.values()):
                peer.close(_RESTART, "Service restart")

        hub.later(max(int(action.seconds * 1000), 1), leave)
