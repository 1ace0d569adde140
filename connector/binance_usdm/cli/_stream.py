"""``binance-usdm stream``: events of market streams as they come, one line each."""

import re
from typing import Any

import msgspec

from binance_usdm_api import STREAMS, Stream, Subscription
from binance_usdm_api.errors import BinanceUsdmError, InvalidParameter, printable

from ._connect import Choice, add_options, target
from ._exit import ExitCode, Stopped, exit_code
from ._terminal import Terminal
from ._usage import Parser, UsageError, suggestion

__all__ = ["run", "subscription_of"]

_ABOUT = """\
Print events of market streams as they come, until interrupted or --count is reached.

  binance-usdm stream btcusdt@aggTrade ethusdt@bookTicker --env testnet
  binance-usdm stream 'btcusdt@kline_1m' --count 3 --json --env mock

A NAME is written as on the wire: symbols in lower case, such as btcusdt@depth@100ms or !miniTicker@arr."""
_HOLE = re.compile(r"<([A-Za-z]+)>")


def run(words: list[str], terminal: Terminal) -> int:
    """Run the command."""
    parser = Parser("stream", terminal.out, _ABOUT)
    parser.add_argument("names", metavar="NAME", nargs="+", help="a stream, as on the wire")
    parser.add_argument("--count", metavar="N", type=int, help="stop after N events")
    parser.add_argument("--json", action="store_true", help="print JSON lines: wire names, decimals as text")
    add_options(parser)
    arguments = parser.read(words)
    if arguments.count is not None and arguments.count < 1:
        raise UsageError("--count must be 1 or more.", "Leave it out to go on until interrupted.")
    subscriptions = [subscription_of(name) for name in arguments.names]
    with target(Choice.of(arguments)) as found, found.client(None) as client:
        try:
            # A loss, and what comes of it, is told on stderr while the events go on.
            with client.streams.subscribe(*subscriptions, on_control=lambda said: terminal.note(_told(said))) as stream:
                for number, event in enumerate(stream, 1):
                    terminal.out(_line(event, arguments.json))
                    terminal.flush()
                    if number == arguments.count:
                        break
        except BinanceUsdmError as error:
            raise Stopped(str(error), exit_code(error, False)) from error
    return ExitCode.OK


def subscription_of(name: str) -> Subscription:
    """The subscription that a name on the wire stands for.

    Raises:
        UsageError: No stream of the catalogue has such a name.
    """
    for stream in STREAMS.values():
        found = _read(stream, name)
        if found is not None:
            return found
    patterns = {stream.pattern: stream.pattern for stream in STREAMS.values()}
    hint = suggestion(name, patterns, "Streams are named like btcusdt@aggTrade, btcusdt@kline_1m, btcusdt@depth@100ms.")
    raise UsageError(f"There is no stream {printable(repr(name), 60)}.", hint)


def _read(stream: Stream, name: str) -> Subscription | None:
    fixed, _, optional = stream.pattern.partition("[")
    texts = [fixed] if not optional else [fixed + optional.rstrip("]"), fixed]
    for pattern in texts:
        expression = "".join(
            f"(?P<{part}>[^@]+?)" if odd else re.escape(part) for odd, part in _alternate(_HOLE.split(pattern))
        )
        match = re.fullmatch(expression, name)
        if match is None:
            continue
        names = {hole.parameter.name: hole.parameter.python_name for hole in stream.placeholders}
        try:
            made = stream.subscription(**{names[part]: text for part, text in match.groupdict().items()})
        except InvalidParameter:
            continue
        if made.name == name:
            return made
    return None


def _told(said: object) -> str:
    return printable(f"{type(said).__name__}: {said}", 300)


def _alternate(parts: list[str]) -> list[tuple[bool, str]]:
    return [(index % 2 == 1, part) for index, part in enumerate(parts)]


def _line(event: Any, as_json: bool) -> str:
    if as_json:
        return msgspec.json.encode(event).decode() if isinstance(event, (msgspec.Struct, list)) else str(event)
    return printable(str(event), 4000)
