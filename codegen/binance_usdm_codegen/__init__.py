"""From the catalogue in ``spec/`` to OpenAPI, AsyncAPI and the generated package. Development-time only."""

from __future__ import annotations

__all__: list[str] = []
