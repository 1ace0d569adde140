# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 d5de51531efcd6a90098f5bc8b0276e5c22d43c305f33772ed3d04dd7a3d438e
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
