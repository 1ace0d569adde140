# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 17f42c62619ceee4820747c37e157ba7db184ee138b5721127d211c5f57a00c7
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
