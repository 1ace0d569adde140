"""``binance-usdm doctor``: what works, what does not, and what to do about it."""

import platform
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from binance_usdm_api.errors import BinanceUsdmError, printable

from ._connect import Choice, NoKey, Target, add_options, may_move_money, target
from ._exchange_checks import failure
from ._exit import ExitCode
from ._finding import Finding, Findings, Level
from ._terminal import Terminal
from ._usage import Parser

if TYPE_CHECKING:
    from .. import Credentials, Settings

__all__ = ["run"]

_ABOUT = """\
Check versions, network, proxy, the exchange's answer, clock, limits and keys, and say what to do.

Each line is OK, WARN or FAIL. It only reads. The exit code is 0 without a FAIL, else that of the first one:
1 refused by the exchange, 2 wrong setting, 3 key missing or rejected, 4 network."""
_STYLES = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "red"}


def run(words: list[str], terminal: Terminal) -> int:
    """Run the command."""
    parser = Parser("doctor", terminal.out, _ABOUT)
    add_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON lines")
    arguments = parser.read(words)
    code = ExitCode.OK
    counts = dict.fromkeys(Level, 0)
    for finding in _findings(Choice.of(arguments)):
        counts[finding.level] += 1
        if finding.level is Level.FAIL and code is ExitCode.OK:
            code = finding.code
        _print(finding, arguments.json, terminal)
        terminal.flush()
    if not arguments.json:
        terminal.out(f"\n{counts[Level.OK]} fine, {counts[Level.WARN]} to look at, {counts[Level.FAIL]} broken.")
    return code


def _print(finding: Finding, as_json: bool, terminal: Terminal) -> None:
    if as_json:
        import json

        facts = {"level": finding.level.value, "about": finding.about, "fact": finding.fact, "advice": finding.advice}
        terminal.out(json.dumps(facts))
        return
    level = terminal.paint(f"{finding.level.value:<4}", _STYLES[finding.level])
    terminal.out(f"{level}  {finding.about:<20} {printable(finding.fact)}")
    if finding.advice:
        import textwrap

        indent = " " * 27
        for line in textwrap.wrap(printable(finding.advice, 1000), max(30, terminal.width - len(indent))):
            terminal.out(f"{indent}{line}")


def _findings(choice: Choice) -> Findings:
    yield from _versions()
    with ExitStack() as stack:
        try:
            found = stack.enter_context(target(choice))
        except BinanceUsdmError as error:
            yield failure("environment", error)
            return
        yield from _diagnose(found)


def _diagnose(found: Target) -> Findings:
    from ._account_checks import account, key
    from ._exchange_checks import clock, limits, ping
    from ._network_checks import proxy_check, reach

    environment = found.environment
    yield _environment(found)
    proxy = proxy_check(environment)
    yield proxy
    reached = True
    if proxy.level is Level.OK:
        for each in reach("network", environment.rest, Level.FAIL):
            reached = each.level is Level.OK
            yield each
        yield from _other_hosts(found)
    credentials: Credentials | None = None
    keys: Findings
    try:
        credentials = found.credentials()
        keys = key(credentials)
    except NoKey as error:
        keys = iter([Finding(Level.WARN, "key", "there is none: only public data", error.hint or "")])
    except BinanceUsdmError as error:
        keys = iter([failure("key", error)])
    if not reached:
        # All that follows would fail in the same way.
        yield from keys
        return
    with found.client(credentials, _settings()) as client:
        answers = True
        for each in ping(client):
            answers = each.level is Level.OK
            yield each
        if answers:
            yield from clock(client)
        yield from keys
        if answers and credentials is not None:
            yield from account(client)
        if answers:
            yield from limits(client)


def _settings() -> "Settings":
    from .. import Settings

    # A person waits: say soon what is wrong; and a budget that is nearly used up is to be told, not kept.
    return Settings(timeout=5.0, connect_timeout=5.0, max_attempts=2, rate_limit_wait=2.0, reserve=0.0)


def _versions() -> Findings:
    import ssl
    from importlib.metadata import PackageNotFoundError, version

    from binance_usdm_api.service import FACTS

    from .. import __version__

    parts = [f"binance-usdm {__version__}", f"API as of {FACTS['checked']}"]
    parts += [f"{platform.python_implementation()} {platform.python_version()}", ssl.OPENSSL_VERSION]
    for package in ("msgspec", "httpx"):
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    yield Finding(Level.OK, "versions", ", ".join(parts))


def _environment(found: Target) -> Finding:
    environment = found.environment
    fact = f"{environment.name}, {environment.rest}"
    if found.mock_credentials is not None:
        return Finding(Level.OK, "environment", f"{fact}, embedded for this command")
    if environment.live:
        return Finding(Level.OK, "environment", f"{fact}; orders move real money")
    if may_move_money(environment):
        advice = "It is no host of the exchange. Signed requests go there: make sure that it is yours."
        return Finding(Level.WARN, "environment", fact, advice)
    return Finding(Level.OK, "environment", fact)


def _other_hosts(found: Target) -> Findings:
    from ._network_checks import reach

    environment = found.environment
    seen = {urlsplit(environment.rest).netloc}
    for about, url in (("streams", environment.streams), ("websocket api", environment.ws_api)):
        host = urlsplit(url or "").netloc
        if url is not None and host not in seen:
            seen.add(host)
            yield from reach(about, url, Level.WARN)
