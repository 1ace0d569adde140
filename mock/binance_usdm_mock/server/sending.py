"""Answers onto the wire: whole, in pieces, compressed badly, cut off, or not at all."""

from __future__ import annotations

import asyncio
import socket
import struct

from aiohttp import web
from multidict import CIMultiDict

from ..faults import Shaped, Truncate
from ..faults.bodies import code
from .message import Answer

__all__ = ["JSON", "IdleConnections", "break_off", "cut", "plain", "shaped"]

JSON = "application/json;charset=utf-8"
_RESET = struct.pack("ii", 1, 0)
_PIECE = 1 << 20


def plain(answer: Answer) -> web.Response:
    """An answer as it should be."""
    headers = answer.headers
    headers["Content-Type"] = JSON
    return web.Response(status=answer.status, body=answer.body, headers=headers)


async def shaped(
    message: web.BaseRequest, answer: Answer, action: Shaped, content_type: str = JSON, repeat: int = 1
) -> web.StreamResponse:
    """An answer in an unusual way."""
    headers = CIMultiDict(answer.headers)
    headers["Content-Type"] = content_type
    if action.coding != "none":
        headers["Content-Encoding"] = "gzip"
    for name in action.without:
        headers.popall(name, None)
    for name, value in action.headers:
        headers.add(name, value)
    body = code(answer.body, action.coding)
    response = web.StreamResponse(status=answer.status, headers=headers)
    response.content_length = len(body) * repeat
    await response.prepare(message)
    if action.chunk <= 0:
        pieces = max(_PIECE // len(body), 1) if body else repeat
        while repeat > 0:
            await response.write(body * min(pieces, repeat))
            repeat -= pieces
        return response
    for _ in range(repeat):
        for at in range(0, len(body), action.chunk):
            await response.write(body[at : at + action.chunk])
            await asyncio.sleep(action.pause)
    return response


async def cut(message: web.BaseRequest, action: Truncate) -> web.StreamResponse:
    """The head of an answer and the beginning of its body."""
    response = web.StreamResponse(status=action.status, headers={"Content-Type": JSON})
    response.content_length = action.length
    await response.prepare(message)
    await response.write(action.body)
    if message.transport is not None:
        message.transport.close()
    return response


async def break_off(message: web.BaseRequest, *, polite: bool) -> web.StreamResponse:
    """No answer: a reset, or a close when ``polite``."""
    transport = message.transport
    if transport is not None:
        if polite:
            transport.close()
        else:
            # With linger zero the close is a reset, as from a machine that went away.
            raw = transport.get_extra_info("socket")
            if raw is not None:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            transport.abort()
    return web.Response(status=500)


class IdleConnections:
    """Connections to be closed when they stay idle for a while."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.TimerHandle] = {}

    def used(self, message: web.BaseRequest) -> None:
        """A request came in time."""
        if self._waiting:
            waiting = self._waiting.pop(id(message.transport), None)
            if waiting is not None:
                waiting.cancel()

    def close_later(self, message: web.BaseRequest, seconds: float) -> None:
        """Close the connection if no request comes on it; the answer that is being sent still goes out."""
        transport = message.transport
        if transport is not None:
            later = asyncio.get_running_loop().call_later(max(seconds, 0.01), transport.close)
            self._waiting[id(transport)] = later
