"""Listen keys on connections: whose events a key stands for, and what happens when it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..engine.state import ExchangeState
from .feed import Event, event
from .peer import Peer
from .stream_peer import KeyUse, StreamPeer

__all__ = ["check_keys", "key_account"]

Send = Callable[[Peer, str, Event, bytes], None]


def key_account(x: ExchangeState, key: str) -> str | None:
    """The account of a valid key."""
    for account, found in x.listen_keys.items():
        if found.key == key and found.expires > x.now:
            return account
    return None


def _exists(x: ExchangeState, key: str) -> bool:
    return any(found.key == key for found in x.listen_keys.values())


def check_keys(x: ExchangeState, peers: Iterable[Peer], send: Send, *, deleted: bool = False) -> None:
    """Tell expiries once; close connections whose last key was deleted.

    Args:
        x: The exchange.
        peers: All connections.
        send: Sends an event.
        deleted: True right after an account deleted its key: what is gone then did not expire.
    """
    for peer in list(peers):
        if not isinstance(peer, StreamPeer) or not peer.keys:
            continue
        for use in list(peer.keys):
            if key_account(x, use.key) is not None:
                use.seen_alive = True
            elif use.seen_alive:
                _ended(x, peer, use, send, deleted=deleted)


def _ended(x: ExchangeState, peer: StreamPeer, use: KeyUse, send: Send, *, deleted: bool) -> None:
    use.seen_alive = False
    if not deleted or _exists(x, use.key):
        told = event({"e": "listenKeyExpired", "E": x.now, "listenKey": use.key})
        send(peer, use.key, told, peer.frame(use.key, told.payload))
        return
    peer.keys.remove(use)
    if not peer.keys:
        peer.close(1000, "listenKey closed")
