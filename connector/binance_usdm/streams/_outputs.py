"""What a session asks its shell to do with connections. Values, no behaviour."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Dial", "Drop", "Output", "Ping", "Write"]


class Dial(NamedTuple):
    """Open a connection and report `opened` or `lost`."""

    connection: int
    path: str


class Write(NamedTuple):
    """Send a text frame."""

    connection: int
    payload: bytes


class Ping(NamedTuple):
    """Send a ping frame."""

    connection: int


class Drop(NamedTuple):
    """Close a connection, or give up opening it; nothing is reported back."""

    connection: int


Output = Dial | Write | Ping | Drop
