"""Running the server: in a thread for scripts and tests, in the caller's loop, or until it is interrupted."""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
import threading
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

import msgspec

from binance_usdm_api.errors import ConfigError

from .served import Market, Served

__all__ = ["MockServer", "serve", "serve_forever"]


class MockServer(Served):
    """A mock exchange on 127.0.0.1, in a thread of its own.

    Use it as a context manager::

        with MockServer(seed=7) as server:
            print(server.rest, server.api_key, server.api_secret)

    Args:
        seed: Decides the market and every id.
        host: Address to listen on.
        port: Port to listen on; 0 takes any free one.
        balances: Wallets of the account, asset to decimal text.
        clock: Instant in milliseconds, such as a ``VirtualClock``; by default the machine's clock.
        admin: Answer requests under ``/mock/`` too.
        market: Market script: a path, or the same as a mapping.
        tls: Certificate and key to serve with, good or bad ones; None serves without encryption.

    Raises:
        ScriptError: The market script says something that is not understood.
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        host: str = "127.0.0.1",
        port: int = 0,
        balances: Mapping[str, str] | None = None,
        clock: Callable[[], int] | None = None,
        admin: bool = False,
        market: Market | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(
            seed=seed, host=host, port=port, balances=balances, clock=clock, admin=admin, market=market, tls=tls
        )
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._finish: asyncio.Event | None = None

    def start(self) -> Self:
        """Start serving.

        Raises:
            OSError: The port is taken.
        """
        if self._thread is not None:
            raise RuntimeError("the server is already running")
        ready = threading.Event()
        failed: list[BaseException] = []

        async def main() -> None:
            self._loop, self._finish = asyncio.get_running_loop(), asyncio.Event()
            try:
                await self.shell.start(self._host, self._wanted_port, self._tls)
            finally:
                ready.set()
            await self._finish.wait()
            await self.shell.stop()

        def run() -> None:
            try:
                asyncio.run(main())
            except OSError as error:
                failed.append(error)
            finally:
                ready.set()

        self._thread = threading.Thread(target=run, name="binance-usdm-mock", daemon=True)
        self._thread.start()
        ready.wait()
        if not self.shell.port:
            self._thread.join()
            self._thread = None
            raise failed[0]
        return self

    def _follow(self, now_ms: int) -> None:
        """Let the exchange follow in the server's own thread, where its connections are served."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None or threading.current_thread() is thread or not loop.is_running():
            super()._follow(now_ms)
            return

        async def follow() -> None:
            super(MockServer, self)._follow(now_ms)

        asyncio.run_coroutine_threadsafe(follow(), loop).result()

    def stop(self) -> None:
        """Stop serving; harmless when it does not run."""
        thread, loop, finish = self._thread, self._loop, self._finish
        if thread is None or loop is None or finish is None:
            return
        if not loop.is_closed():
            loop.call_soon_threadsafe(finish.set)
        thread.join()
        self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@asynccontextmanager
async def serve(
    *,
    seed: int = 7,
    host: str = "127.0.0.1",
    port: int = 0,
    balances: Mapping[str, str] | None = None,
    clock: Callable[[], int] | None = None,
    admin: bool = False,
    market: Market | None = None,
    tls: ssl.SSLContext | None = None,
) -> AsyncGenerator[Served, None]:
    """Serve a mock exchange in the running event loop; arguments as of ``MockServer``."""
    served = Served(
        seed=seed, host=host, port=port, balances=balances, clock=clock, admin=admin, market=market, tls=tls
    )
    await served.shell.start(host, port, tls)
    try:
        yield served
    finally:
        await served.shell.stop()


def serve_forever(
    port: int = 0,
    seed: int = 7,
    faults: str | None = None,
    *,
    host: str = "127.0.0.1",
    admin: bool = False,
    market: str | None = None,
) -> int:
    """Serve until interrupted; the first line printed is JSON with the addresses and the key.

    Args:
        port: Port to listen on; 0 takes any free one.
        seed: Decides the market and every id.
        faults: Path of a fault file.
        host: Address to listen on.
        admin: Answer requests under ``/mock/`` too.
        market: Path of a market script.

    Returns:
        Exit code: 0 after an interruption, 2 when the port is taken, or the fault file or market script is wrong.
    """
    try:
        server = MockServer(seed=seed, host=host, port=port, admin=admin, market=market)
        if faults is not None:
            server.faults.load(faults)
    except ConfigError as error:
        print(f"mock serve: {error}", file=sys.stderr)  # noqa: T201 - the command line speaks by printing
        return 2
    try:
        server.start()
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        print(  # noqa: T201 - the command line speaks by printing
            f"mock serve: cannot listen on {host}:{port}: {reason}. Choose another port, or 0 for any free one.",
            file=sys.stderr,
        )
        return 2
    told = {
        "rest": server.rest,
        "streams": server.streams,
        "ws_api": server.ws_api,
        "api_key": server.api_key,
        "api_secret": server.api_secret,
    }
    try:
        print(msgspec.json.encode(told).decode(), flush=True)  # noqa: T201 - as above
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return 0
    finally:
        server.stop()
