# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""The parameter that every signed operation takes."""

from __future__ import annotations

from .._parameter import Kind, Parameter

__all__ = ["RECV_WINDOW"]

RECV_WINDOW = Parameter(
    name="recvWindow",
    python_name="recv_window",
    kind=Kind.INT,
    minimum="1",
    maximum="60000",
    default="5000",
    unit="ms",
    doc="How long after its timestamp the exchange may accept the request",
)
