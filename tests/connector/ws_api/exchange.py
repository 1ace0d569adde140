"""A scripted WebSocket API beside the mock exchange's REST: answers by id, logs sessions on, fails on command."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any, Self

from aiohttp import WSMsgType, web

Script = Callable[[dict[str, Any]], dict[str, Any] | str | None]
"""Request in; answer out, or ``drop`` to cut the connection, or None for silence."""


class ScriptedApi:
    """Serves ``/ws-fapi/v1`` on 127.0.0.1 in a thread."""

    def __init__(self, script: Script, greet: Callable[[int], str | None] = lambda _: None) -> None:
        self.script = script
        self.greet = greet
        self.requests: list[dict[str, Any]] = []
        self.connections = 0
        self.sockets: list[web.WebSocketResponse] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        self.port = self.run(self._start())
        self.url = f"ws://127.0.0.1:{self.port}/ws-fapi/v1"
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._runner.cleanup())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def run(self, work: Any) -> Any:
        """Run a coroutine on the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _start(self) -> int:
        app = web.Application()
        app.router.add_get("/ws-fapi/v1", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        server: Any = site._server
        return int(server.sockets[0].getsockname()[1])

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        self.sockets.append(socket)
        greeting = self.greet(self.connections)
        if greeting is not None:
            await socket.send_str(greeting)
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            asked = json.loads(message.data)
            self.requests.append(asked)
            answer = self.script(asked)
            if answer == "drop":
                assert request.transport is not None
                request.transport.abort()
                break
            if isinstance(answer, str):
                await socket.send_str(answer)
            elif answer is not None:
                await socket.send_str(json.dumps({"id": asked["id"], "status": 200, **answer}))
        return socket

    def say(self, text: str) -> None:
        """Send a frame to every open connection, and wait for the first one.

        The client learns of a handshake before this server's handler goes on, so the list may still be empty.
        """
        until = time.monotonic() + 5
        while not self.sockets and time.monotonic() < until:
            time.sleep(0.001)
        assert self.sockets, "nobody has connected"
        for socket in self.sockets:
            if not socket.closed:
                self.run(socket.send_str(text))

    def cut(self) -> None:
        """Reset every connection."""
        for socket in self.sockets:
            transport = socket._req.transport if socket._req is not None else None
            if transport is not None:
                self._loop.call_soon_threadsafe(transport.abort)
