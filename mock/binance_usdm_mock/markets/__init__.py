"""Markets on command: walks by a seed, recordings played again, and scenes such as a crash or a delisting."""

from __future__ import annotations

from .script import MarketScript, parse_market, read_market

__all__ = ["MarketScript", "parse_market", "read_market"]
