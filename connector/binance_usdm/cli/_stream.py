"""``binance-usdm stream``: events of market streams and of the account as they come, one line each."""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from threading import Event
from typing import Any

import msgspec

from binance_usdm_api import STREAMS, Stream, Subscription, UnknownEvent
from binance_usdm_api.errors import BinanceUsdmError, InvalidParameter, printable

from ._connect import Choice, add_options, target
from ._exit import ExitCode, Stopped, exit_code
from ._merged import merged
from ._terminal import Terminal
from ._usage import Parser, UsageError, suggestion

__all__ = ["run", "subscription_of"]

_ABOUT = """\
Print events as they come, until interrupted or --count is reached.

  binance-usdm stream btcusdt@aggTrade ethusdt@bookTicker --env testnet
  binance-usdm stream 'btcusdt@kline_1m' --count 3 --json --env mock
  binance-usdm stream user btcusdt@markPrice --env testnet

A NAME is written as on the wire: symbols in lower case, such as btcusdt@depth@100ms or !miniTicker@arr. The name user
stands for the account's own events: orders, fills, balances, positions."""
_USER = "user"
# Seconds for the first connection; once there was one, a loss is no reason to give up.
_PATIENCE = 20.0
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
    names = dict.fromkeys(arguments.names)
    wants_account = names.pop(_USER, _USER) is None
    subscriptions = [subscription_of(name) for name in names]
    from ..streams import StreamSettings

    with target(Choice.of(arguments)) as found, ExitStack() as open_now:
        client = open_now.enter_context(found.client(found.credentials() if wants_account else None))
        reached = _Reached(terminal)
        streams: list[Iterable[Any]] = []
        try:
            if wants_account:
                account = open_now.enter_context(client.streams.user(on_control=reached.told))
                account.ready(_PATIENCE)
                streams.append(account)
            if subscriptions:
                settings = StreamSettings(check_symbols=True)
                market = client.streams.subscribe(*subscriptions, on_control=reached.told, settings=settings)
                streams.append(open_now.enter_context(market))
            reached.wait(found.environment.streams)
            for number, event in enumerate(merged(streams), 1):
                terminal.out(_line(event, arguments.json))
                terminal.flush()
                if number == arguments.count:
                    break
        except BinanceUsdmError as error:
            raise Stopped(str(error), exit_code(error, False)) from error
    return ExitCode.OK


class _Reached:
    """Whether there ever was a connection; losses after that are told on stderr while the events go on."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._connected = Event()
        self._why = "no answer"

    def told(self, said: object) -> None:
        """Take note of what happens to the connections, in whatever thread it is told."""
        from ..streams import Connected, Disconnected

        if isinstance(said, Connected):
            self._connected.set()
        elif isinstance(said, Disconnected):
            self._why = said.reason
        self._terminal.note(printable(f"{type(said).__name__}: {said}", 300))

    def wait(self, origin: str) -> None:
        """Wait for the first connection.

        Raises:
            Stopped: There was none in time.
        """
        if not self._connected.wait(_PATIENCE):
            raise Stopped(
                f"{origin} cannot be reached: {printable(self._why, 200)}. No connection within {_PATIENCE:g} s, so"
                " nothing was subscribed. Check network, proxy and --env; trying again is safe.",
                ExitCode.NOT_SENT,
            )


def subscription_of(name: str) -> Subscription:
    """The subscription that a name on the wire stands for.

    Raises:
        UsageError: No stream of the catalogue has such a name.
    """
    for stream in STREAMS.values():
        for made in _read(stream, name):
            if isinstance(made, Subscription) and made.name == name:
                return made
    raise UsageError(f"There is no stream {printable(repr(name), 60)}.", _hint(name))


def _hint(name: str) -> str:
    readings = [made for stream in STREAMS.values() for made in _read(stream, name)]
    meant = sorted({made.name for made in readings if isinstance(made, Subscription)})
    if meant:
        return f"Did you mean {' or '.join(meant[:3])}?"
    wrong = [str(made) for made in readings if isinstance(made, InvalidParameter)]
    if wrong:
        return printable(wrong[0], 400)
    patterns = [stream.pattern for stream in STREAMS.values()]
    kinds = {pattern.removeprefix("<symbol>@"): pattern for pattern in patterns}
    close = suggestion(name.partition("@")[2] or name, kinds, "")
    return f"{close} Allowed: {', '.join(sorted(patterns))}, with symbols in lower case.".strip()


def _read(stream: Stream, name: str) -> Iterator[Subscription | InvalidParameter]:
    """What a name may stand for, whatever its case: subscriptions, or what is wrong with a part of it."""
    fixed, _, optional = stream.pattern.partition("[")
    texts = [fixed] if not optional else [fixed + optional.rstrip("]"), fixed]
    for pattern in texts:
        expression = "".join(
            f"(?P<{part}>[^@]+?)" if odd else re.escape(part) for odd, part in _alternate(_HOLE.split(pattern))
        )
        match = re.fullmatch(expression, name, re.IGNORECASE)
        if match is None:
            continue
        names = {hole.parameter.name: hole.parameter.python_name for hole in stream.placeholders}
        try:
            yield stream.subscription(**{names[part]: text for part, text in match.groupdict().items()})
        except InvalidParameter as error:
            yield error


def _alternate(parts: list[str]) -> list[tuple[bool, str]]:
    return [(index % 2 == 1, part) for index, part in enumerate(parts)]


def _line(event: Any, as_json: bool) -> str:
    if as_json:
        shown = event.raw if isinstance(event, UnknownEvent) else event
        return msgspec.json.encode(shown).decode() if isinstance(shown, (msgspec.Struct, list, dict)) else str(shown)
    return printable(str(event), 4000)
