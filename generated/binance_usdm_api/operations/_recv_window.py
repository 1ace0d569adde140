# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 751b7b6891a2aa2b2a6304c59a79960245d12f2462e0e786e477c6b3862b1f23
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
