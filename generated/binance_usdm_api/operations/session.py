# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Operations of the group session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._operation import Operation, Result, Retry, RetryClass, Security
from .._weight import Weight, WeightRule
from ._recv_window import RECV_WINDOW

if TYPE_CHECKING:
    from ..models import SessionStatus

__all__ = [
    "SESSION_LOGON",
    "SESSION_LOGOUT",
    "SESSION_STATUS",
]


SESSION_LOGON: Operation[SessionStatus] = Operation(
    id="session_logon",
    group="session",
    summary="Authenticate the connection; Ed25519 keys only.",
    rest=None,
    ws_api="session.logon",
    security=Security.USER_DATA,
    weight_rule=WeightRule(base=Weight(ip=2)),
    retry=Retry(RetryClass.IDEMPOTENT),
    params=(RECV_WINDOW,),
    result=Result("object", "SessionStatus"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-api-general-info",
)
SESSION_LOGOUT: Operation[SessionStatus] = Operation(
    id="session_logout",
    group="session",
    summary="Forget the key of the connection.",
    rest=None,
    ws_api="session.logout",
    security=Security.NONE,
    weight_rule=WeightRule(base=Weight(ip=2)),
    retry=Retry(RetryClass.IDEMPOTENT),
    params=(),
    result=Result("object", "SessionStatus"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-api-general-info",
)
SESSION_STATUS: Operation[SessionStatus] = Operation(
    id="session_status",
    group="session",
    summary="State of the connection.",
    rest=None,
    ws_api="session.status",
    security=Security.NONE,
    weight_rule=WeightRule(base=Weight(ip=2)),
    retry=Retry(RetryClass.IDEMPOTENT),
    params=(),
    result=Result("object", "SessionStatus"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-api-general-info",
)
