"""Paths of stream connections, from the catalogue."""

from __future__ import annotations

from binance_usdm_api.service import ROUTES

__all__ = ["path_of"]


def path_of(route: str) -> str:
    """The path of a connection that carries any streams of a route, each frame naming its own."""
    return f"{ROUTES[route].path}/stream"
