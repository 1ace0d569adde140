# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""The API of Binance USDⓈ-M futures as typed values: operations, models, streams, events, errors.

Nothing here sends anything, and nothing is loaded before it is used. ``binance_usdm_api.plain`` holds a plain client.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import aio, api, enums, errors, models
    from ._late import late_fields
    from ._operation import Operation, RetryClass, Security
    from ._options import CallOptions, Carrier
    from ._parameter import Kind, Parameter
    from ._print import Record, Rows, use_printer
    from ._stream import Stream, Subscription
    from ._weight import Weight
    from .error_table import ERRORS
    from .events import EVENTS, UnknownEvent, decode_event
    from .operations import OPERATIONS, SESSION_OPERATIONS, WS_API_METHODS
    from .streams import STREAMS

__all__ = [
    "CATALOGUE_DIGEST",
    "CallOptions",
    "Carrier",
    "ERRORS",
    "EVENTS",
    "Kind",
    "OPERATIONS",
    "Operation",
    "Parameter",
    "Record",
    "RetryClass",
    "Rows",
    "SESSION_OPERATIONS",
    "STREAMS",
    "Security",
    "Stream",
    "Subscription",
    "UnknownEvent",
    "WS_API_METHODS",
    "Weight",
    "aio",
    "api",
    "decode_event",
    "enums",
    "errors",
    "late_fields",
    "models",
    "use_printer",
]

CATALOGUE_DIGEST = "290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746"
"""SHA-256 of the catalogue that this package was generated from."""

_HOMES = {
    "CallOptions": "_options",
    "Carrier": "_options",
    "ERRORS": "error_table",
    "EVENTS": "events",
    "Kind": "_parameter",
    "OPERATIONS": "operations",
    "Operation": "_operation",
    "Parameter": "_parameter",
    "Record": "_print",
    "RetryClass": "_operation",
    "Rows": "_print",
    "SESSION_OPERATIONS": "operations",
    "STREAMS": "streams",
    "Security": "_operation",
    "Stream": "_stream",
    "Subscription": "_stream",
    "UnknownEvent": "events",
    "WS_API_METHODS": "operations",
    "Weight": "_weight",
    "decode_event": "events",
    "late_fields": "_late",
    "use_printer": "_print",
}
_MODULES = frozenset({"aio", "api", "enums", "errors", "models"})


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is not None:
        found = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    elif name in _MODULES:
        found = importlib.import_module(f"{__name__}.{name}")
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
