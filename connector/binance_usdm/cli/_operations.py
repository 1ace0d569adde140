"""``binance-usdm operations``: which operations there are, all or those that have some words in them."""

from collections.abc import Sequence
from typing import Any

from binance_usdm_api import OPERATIONS, Operation
from binance_usdm_api.errors import printable

from ._exit import ExitCode
from ._terminal import Terminal
from ._usage import Parser, UsageError, suggestion

__all__ = ["run"]

_ABOUT = """\
List the operations that 'binance-usdm call' knows, or those with all the given words in their id, summary, path or
WebSocket-API method.

  binance-usdm operations
  binance-usdm operations order cancel"""


def run(words: list[str], terminal: Terminal) -> int:
    """Run the command."""
    parser = Parser("operations", terminal.out, _ABOUT)
    parser.add_argument("words", metavar="WORD", nargs="*", help="words to search for")
    parser.add_argument("--json", action="store_true", help="print JSON lines")
    arguments = parser.read(words)
    found = [each for each in OPERATIONS.values() if _matches(each, arguments.words)]
    if not found:
        asked = printable(" ".join(arguments.words), 60)
        hint = suggestion("_".join(arguments.words), OPERATIONS, "'binance-usdm operations' lists them all.")
        raise UsageError(f"No operation has {asked!r} in it.", hint)
    if arguments.json:
        _as_json(found, terminal)
    else:
        _as_text(found, terminal)
    return ExitCode.OK


def _matches(operation: Operation[Any], words: Sequence[str]) -> bool:
    path = f"{operation.rest.method} {operation.rest.path}" if operation.rest else ""
    text = f"{operation.id} {operation.summary} {path} {operation.ws_api or ''} {operation.group}".lower()
    return all(word.lower().replace("-", "_") in text or word.lower() in text for word in words)


def _as_text(found: Sequence[Operation[Any]], terminal: Terminal) -> None:
    width = max(len(each.id) for each in found)
    group = ""
    for each in found:
        if each.group != group:
            if group:
                terminal.out()
            group = each.group
            terminal.out(terminal.paint(group, "bold"))
        line = f"  {each.id:<{width}}  {each.summary}"
        if terminal.interactive and len(line) > terminal.width:
            line = f"{line[: terminal.width - 1]}…"
        terminal.out(line)


def _as_json(found: Sequence[Operation[Any]], terminal: Terminal) -> None:
    import json

    for each in found:
        rest = each.rest
        facts = {
            "id": each.id,
            "group": each.group,
            "summary": each.summary,
            "method": rest.method if rest else None,
            "path": rest.path if rest else None,
            "ws_api": each.ws_api,
            "security": each.security.value,
            "params": [parameter.name for parameter in each.params],
        }
        terminal.out(json.dumps(facts))
