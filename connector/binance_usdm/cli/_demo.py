"""``binance-usdm demo``: the main things, on an embedded mock exchange, over a real socket."""

from ._embedded import embedded
from ._exit import ExitCode
from ._mock import whole
from ._stage import Stage
from ._terminal import Terminal
from ._usage import Parser

__all__ = ["run"]

_ABOUT = """\
Show the main things on a mock exchange embedded in this command: market data, an account, orders, and what bad input
gets. Nothing leaves this machine, and nothing is left behind."""

_ON_SCREEN, _ELSEWHERE = 20, 3
# Busy enough for something to be seen in that time.
_MARKET = {"symbols": {"BTCUSDT": {"walk": {"trades": 240}}}}


def run(words: list[str], terminal: Terminal) -> int:
    """Run the command."""
    parser = Parser("demo", terminal.out, _ABOUT)
    parser.add_argument("--seed", metavar="N", default="7", help="decides the market; 7 by default")
    parser.add_argument(
        "--live",
        metavar="SECONDS",
        help=f"length of the live part; {_ON_SCREEN} on a terminal, else {_ELSEWHERE}; 0 for none",
    )
    arguments = parser.read(words)
    seed = whole("--seed", arguments.seed, 2**63 - 1)
    seconds = _ON_SCREEN if terminal.redrawable else _ELSEWHERE
    if arguments.live is not None:
        seconds = whole("--live", arguments.live, 3600)
    with embedded(seed, _MARKET) as server:
        from .. import Client, Credentials
        from ._demo_live import show_live
        from ._demo_market import show_market
        from ._demo_refusals import show_refusals
        from ._demo_trading import show_trading

        stage = Stage(terminal)
        terminal.out(f"A mock exchange serves on {server.rest}. This is what a program would do with it:")
        terminal.out()
        stage.code("from decimal import Decimal")
        stage.code("from binance_usdm import Client, Credentials")
        stage.code(f'client = Client(environment="{server.rest}", credentials=Credentials(api_key, api_secret))')
        with Client(environment=server.rest, credentials=Credentials(server.api_key, server.api_secret)) as client:
            book = show_market(stage, client)
            price = show_trading(stage, client, book)
            show_refusals(stage, client, price)
        if seconds:
            show_live(stage, terminal, server, seconds)
    terminal.out()
    terminal.out(terminal.paint("That was all; the mock exchange is stopped.", "bold"))
    terminal.out("Next: binance-usdm operations | binance-usdm call klines --help | binance-usdm doctor --env testnet")
    return ExitCode.OK
