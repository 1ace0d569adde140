"""``binance-usdm mock serve``: a mock exchange for other programs, until it is interrupted."""

import json
import os
import signal
import threading
from typing import TYPE_CHECKING

from binance_usdm_api.errors import ConfigError, printable

from ._embedded import new_server
from ._exit import ExitCode
from ._terminal import ReaderGone, Terminal
from ._usage import Parser, UsageError, suggestion

if TYPE_CHECKING:
    from types import FrameType

    from binance_usdm_mock import MockServer

__all__ = ["run"]

_ABOUT = """\
Serve a mock exchange on 127.0.0.1 until interrupted.

The first line of standard output is JSON with "rest" and "streams" (origins), "ws_api" (a URL, or null where it is not
served), "api_key" and "api_secret". State lives as long as the process.

  binance-usdm mock serve --port 8080
  binance-usdm call time --env http://127.0.0.1:8080"""


def run(words: list[str], terminal: Terminal) -> int:
    """Run the command."""
    if not words or words[0].startswith("-"):
        Parser(
            "mock",
            terminal.out,
            _ABOUT,
            usage="binance-usdm mock serve [--port N] [--seed N] [--faults FILE] [--market FILE] [--admin]",
        ).read(words)
        raise UsageError("What to do with the mock exchange?", "Say 'binance-usdm mock serve'.")
    if words[0] != "serve":
        hint = suggestion(words[0], ["serve"], "Say 'binance-usdm mock serve'.")
        raise UsageError(f"There is no 'mock {printable(words[0], 30)}'.", hint)
    parser = Parser("mock serve", terminal.out, _ABOUT)
    parser.add_argument("--port", metavar="N", default="0", help="port to listen on; 0, the default, for any free one")
    parser.add_argument("--seed", metavar="N", default="7", help="decides the market and every id; 7 by default")
    parser.add_argument("--faults", metavar="FILE", help="what goes wrong, as docs/mock.md tells")
    parser.add_argument("--market", metavar="FILE", help="walks, recordings and scenes, as docs/mock.md tells")
    parser.add_argument("--admin", action="store_true", help="answer requests under /mock/: ledger, faults, clock")
    arguments = parser.read(words[1:])
    port, seed = whole("--port", arguments.port, 65535), whole("--seed", arguments.seed, 2**63 - 1)
    server = new_server(seed, port, admin=arguments.admin, market=arguments.market)
    if arguments.faults is not None:
        server.faults.load(arguments.faults)
    try:
        server.start()
    except OSError as error:
        # The text of an exception of asyncio repeats what is told here already.
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ConfigError(
            f"The mock exchange cannot listen on 127.0.0.1:{port}: {reason}.",
            hint="Choose another --port, or 0 for any free one.",
        ) from None
    try:
        return _serve(server, terminal)
    finally:
        server.stop()


def whole(option: str, word: str, most: int) -> int:
    """Return the number that an option was given.

    Raises:
        UsageError: It is no whole number in range.
    """
    if not (word.isascii() and word.isdigit() and len(word) < 20 and int(word) <= most):
        raise UsageError(
            f"{option} must be a whole number from 0 to {most}, got {printable(repr(word), 40)}.", "Correct it."
        )
    return int(word)


def _serve(server: "MockServer", terminal: Terminal) -> int:
    told = {
        "rest": server.rest,
        "streams": server.streams,
        "ws_api": server.ws_api,
        "api_key": server.api_key,
        "api_secret": server.api_secret,
    }
    asked_to_stop = threading.Event()

    def stop(number: int, frame: "FrameType | None") -> None:
        del number, frame
        asked_to_stop.set()

    on_main_thread = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, stop) if on_main_thread else None
    try:
        try:
            terminal.out(json.dumps(told))
            terminal.flush()
        except ReaderGone:
            # Whoever started it may not care for the first line.
            terminal.abandon()
        while not asked_to_stop.wait(0.5):
            pass
    finally:
        if on_main_thread and before is not None:
            signal.signal(signal.SIGTERM, before)
    return ExitCode.OK
