"""S1: every method of the official SDK's REST client is answered, and with every field that its model has."""

from __future__ import annotations

import inspect
import typing
from enum import Enum
from typing import Any

from binance_sdk_derivatives_trading_usds_futures.rest_api import DerivativesTradingUsdsFuturesRestAPI
from tests.peers.official_sdk.missing import missing
from tests.peers.official_sdk.scene import Scene
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

ORDERS = {"change_margin_type", "modify_order", "new_algo_order", "new_order", "test_order"}
"""Whose choices depend on each other; see test_order_kinds.py."""

ELSEWHERE = {"change_multi_assets_mode", "change_position_mode"}
"""Need an account without orders and positions; see test_account.py."""
BROKEN = {"send_request", "send_signed_request"}
"""Raise a TypeError of their own before they send anything, up to 18.0.1."""
_TRAILING = {"activatePrice", "priceRate"}
_BATCH = {"code", "msg"}
ABSENT = {
    # What a filter of another kind has.
    "exchange_information": {
        *(f"filters.{name}{what}" for name in ("max", "min") for what in ("Price", "Qty")),
        *(f"filters.multiplier{what}" for what in ("Decimal", "Down", "Up")),
        *(f"filters.{name}" for name in ("limit", "notional", "stepSize", "tickSize")),
    },
    # What only trailing stops have, which are conditional orders now.
    "all_orders": _TRAILING,
    "cancel_order": _TRAILING,
    "current_all_open_orders": _TRAILING,
    "query_current_open_order": _TRAILING,
    "query_order": _TRAILING,
    "test_order": _TRAILING,
    # What only a refused element of a batch has.
    "cancel_multiple_orders": _BATCH | _TRAILING,
    "modify_multiple_orders": _BATCH | {"modifyId"},
    "place_multiple_orders": _BATCH,
    # What was not given.
    "get_order_modify_history": {"amendment.modifyId"},
    "modify_order": {"modifyId"},
    # Null where there is nothing to say.
    "current_all_algo_open_orders": {"icebergQuantity"},
    "get_futures_order_history_download_link_by_id": {"isExpired"},
    "get_futures_trade_download_link_by_id": {"isExpired"},
    "get_futures_transaction_history_download_link_by_id": {"isExpired"},
    "new_algo_order": {"icebergQuantity"},
    "query_algo_order": {"icebergQuantity"},
    "query_all_algo_orders": {"icebergQuantity"},
    # In hedge mode, and in one-way mode.
    "position_adl_quantile_estimation": {"adlQuantile.HEDGE", "adlQuantile.BOTH"},
    # Only where such rules are in force.
    "futures_trading_quantitative_rules_indicators": {
        f"indicators.{name}" for name in ("ACCOUNT", "BTCUSDT", "ETHUSDT")
    },
}


def test_every_call(sdk: Any, exchange: MockServer, truth: Truth) -> None:
    # Files of the history cost 1000 each, and all this is asked within one minute.
    exchange.gate.limits.enforced = False
    calls = Scene(sdk, truth).arguments()
    methods = {name for name, _ in inspect.getmembers(DerivativesTradingUsdsFuturesRestAPI, inspect.isfunction)}
    assert {name for name in methods if not name.startswith("_")} == calls.keys() | ELSEWHERE | BROKEN
    absent: dict[str, set[str]] = {}
    for name, tries in calls.items():
        for arguments in tries:
            found = missing(getattr(sdk, name)(**arguments).data()) - ABSENT.get(name, set())
            if found:
                absent[name] = found
    assert {} == absent


def choices(method: Any) -> dict[str, list[str]]:
    """The allowed values of each parameter of a method that has such a list."""
    names = vars(inspect.getmodule(method))
    found: dict[str, list[str]] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        for kind in typing.get_args(parameter.annotation):
            chosen = names.get(kind.__forward_arg__) if isinstance(kind, typing.ForwardRef) else kind
            if inspect.isclass(chosen) and issubclass(chosen, Enum):
                found[name] = [str(value.value) for value in chosen]
    return found


def test_every_choice(sdk: Any, exchange: MockServer, truth: Truth) -> None:
    exchange.gate.limits.enforced = False
    tried = 0
    for name, (arguments, *_) in Scene(sdk, truth).arguments().items():
        method = getattr(DerivativesTradingUsdsFuturesRestAPI, name)
        for parameter, values in choices(method).items():
            for value in values if name not in ORDERS else ():
                getattr(sdk, name)(**{**arguments, parameter: value}).data()
                tried += 1
    assert tried > 100
