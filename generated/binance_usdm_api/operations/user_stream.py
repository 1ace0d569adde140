# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Operations of the group user_stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._operation import Operation, Rest, Result, Retry, RetryClass, Security
from .._weight import Weight, WeightRule

if TYPE_CHECKING:
    from ..models import Empty, ListenKey

__all__ = [
    "CLOSE_USER_STREAM",
    "KEEPALIVE_USER_STREAM",
    "START_USER_STREAM",
]


START_USER_STREAM: Operation[ListenKey] = Operation(
    id="start_user_stream",
    group="user_stream",
    summary="Create the listen key of the user-data stream, or extend the active one.",
    rest=Rest("POST", "/fapi/v1/listenKey"),
    ws_api="userDataStream.start",
    security=Security.USER_STREAM,
    weight_rule=WeightRule(base=Weight(ip=1)),
    retry=Retry(RetryClass.IDEMPOTENT),
    params=(),
    result=Result("object", "ListenKey"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Start-User-Data-Stream",
)
KEEPALIVE_USER_STREAM: Operation[ListenKey] = Operation(
    id="keepalive_user_stream",
    group="user_stream",
    summary="Extend the listen key by 60 minutes.",
    rest=Rest("PUT", "/fapi/v1/listenKey"),
    ws_api="userDataStream.ping",
    security=Security.USER_STREAM,
    weight_rule=WeightRule(base=Weight(ip=1)),
    retry=Retry(RetryClass.IDEMPOTENT),
    params=(),
    result=Result("object", "ListenKey"),
    errors=(-1125,),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Keepalive-User-Data-Stream",
)
CLOSE_USER_STREAM: Operation[Empty] = Operation(
    id="close_user_stream",
    group="user_stream",
    summary="Close the user-data stream and its listen key.",
    rest=Rest("DELETE", "/fapi/v1/listenKey"),
    ws_api="userDataStream.stop",
    security=Security.USER_STREAM,
    weight_rule=WeightRule(base=Weight(ip=1)),
    retry=Retry(RetryClass.IDEMPOTENT),
    params=(),
    result=Result("object", "Empty"),
    page="https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Close-User-Data-Stream",
)
