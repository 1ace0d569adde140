"""The listen key of the user-data stream."""
# ruff: noqa: ARG001 - all handlers have one signature

from __future__ import annotations

from typing import Any

from ..engine.account import Account
from ..engine.refusal import ExchangeError
from ..engine.state import ExchangeState, ListenKey
from .registry import Params, operation

Json = dict[str, Any]
_VALID = 60 * 60_000


@operation
def start_user_stream(x: ExchangeState, account: Account, p: Params) -> Json:
    """Create the key, or extend the one there is."""
    found = x.listen_keys.get(account.name)
    if found is None or found.expires <= x.now:
        found = x.listen_keys[account.name] = ListenKey(x.new_listen_key(), 0)
    found.expires = x.now + _VALID
    return {"listenKey": found.key}


@operation
def keepalive_user_stream(x: ExchangeState, account: Account, p: Params) -> Json:
    """Extend the key."""
    found = x.listen_keys.get(account.name)
    if found is None or found.expires <= x.now:
        raise ExchangeError(-1125)
    found.expires = x.now + _VALID
    return {"listenKey": found.key}


@operation
def close_user_stream(x: ExchangeState, account: Account, p: Params) -> Json:
    """End the key; there need not be one."""
    x.listen_keys.pop(account.name, None)
    return {}
