# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Methods of the group user_stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..operations import user_stream as _operations

if TYPE_CHECKING:
    from .._call import Call
    from .._options import CallOptions
    from ..models import Empty, ListenKey

__all__ = ["UserStreamMethods"]


class UserStreamMethods:
    """Keys of the account's own event stream.

    Args:
        call: Sends an operation; see ``binance_usdm_api.plain`` or the connector's client.
    """

    __slots__ = ("_call",)

    def __init__(self, call: Call) -> None:
        self._call = call

    def start_user_stream(self, *, options: CallOptions | None = None) -> ListenKey:
        """Create the listen key of the user-data stream, or extend the active one.

        ``POST /fapi/v1/listenKey``, WebSocket API ``userDataStream.start``. Weight: 1.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Start-User-Data-Stream
        """
        return self._call(_operations.START_USER_STREAM, {}, options)

    def keepalive_user_stream(self, *, options: CallOptions | None = None) -> ListenKey:
        """Extend the listen key by 60 minutes.

        ``PUT /fapi/v1/listenKey``, WebSocket API ``userDataStream.ping``. Weight: 1.

        Raises:
            NotFound: Code -1125.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Keepalive-User-Data-Stream
        """
        return self._call(_operations.KEEPALIVE_USER_STREAM, {}, options)

    def close_user_stream(self, *, options: CallOptions | None = None) -> Empty:
        """Close the user-data stream and its listen key.

        ``DELETE /fapi/v1/listenKey``, WebSocket API ``userDataStream.stop``. Weight: 1.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Close-User-Data-Stream
        """
        return self._call(_operations.CLOSE_USER_STREAM, {}, options)
