"""``binance-usdm call``: one operation, its parameters from the catalogue, its answer as a table or as JSON."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from binance_usdm_api import OPERATIONS, WS_API_METHODS, CallOptions, Carrier, Operation, RetryClass
from binance_usdm_api.errors import BinanceUsdmError, InvalidParameter, printable

from ._connect import Choice, Target, add_options, may_move_money, target
from ._exit import ExitCode, Stopped, exit_code
from ._terminal import OutputLost, Terminal
from ._usage import Parser, UsageError, suggestion
from ._values import flag, in_own_words, value

if TYPE_CHECKING:
    from ..core._reply import Reply

__all__ = ["run"]

_ABOUT = """\
Call one operation of the exchange and print its answer.

  binance-usdm call klines --symbol BTCUSDT --interval 1h --limit 24 --env mock
  binance-usdm call new_order --help

'binance-usdm operations' lists the operations; 'call OPERATION --help' shows one with its parameters."""
_WITH_VALUE = frozenset({"--env", "--carrier", "--key", "--key-file"})
_WITHOUT_VALUE = frozenset({"--json", "--meta", "--yes", "--verbose", "--help"})
_COSTS = ("pool", "ip", "orders_10s", "orders_1m")
_OWN_ID = {"new_order": "newClientOrderId", "new_algo_order": "clientAlgoId"}


def run(words: list[str], terminal: Terminal) -> int:
    """Run the command."""
    position = _operation_at(words)
    if position is None:
        return _without_operation(words, terminal)
    name = words[position]
    operation = OPERATIONS.get(name)
    if operation is None:
        raise _unknown(name)
    rest = [*words[:position], *words[position + 1 :]]
    if any(word in ("-h", "--help") for word in rest):
        from ._operation_help import operation_help

        terminal.out(operation_help(operation, terminal.width), end="")
        return ExitCode.OK
    return _call(operation, _parser(operation, terminal).read(rest), terminal)


def _operation_at(words: Sequence[str]) -> int | None:
    """Find the first word that is neither an option nor the value of one."""
    at = 0
    while at < len(words):
        word = words[at]
        if not word.startswith("-") or word == "-":
            return at
        takes_value = word.startswith("--") and "=" not in word and word not in _WITHOUT_VALUE
        if word == "--key-file":
            takes_value = at + 1 < len(words) and not words[at + 1].startswith("-") and words[at + 1] not in OPERATIONS
        at += 2 if takes_value else 1
    return None


def _without_operation(words: Sequence[str], terminal: Terminal) -> int:
    parser = Parser("call", terminal.out, _ABOUT, usage="binance-usdm call OPERATION [--parameter value ...] [options]")
    _add_options(parser)
    parser.read(words)
    raise UsageError("Which operation?", "Try 'binance-usdm operations', or 'binance-usdm call --help'.")


def _unknown(name: str) -> UsageError:
    twin = WS_API_METHODS.get(name)
    if isinstance(twin, Operation) and twin.id in OPERATIONS:
        hint = f"The WebSocket-API method {name} is called {twin.id} here."
    else:
        hint = suggestion(name, OPERATIONS, "'binance-usdm operations WORD' searches them.")
    return UsageError(f"There is no operation {printable(repr(name), 60)}.", hint)


def _add_options(parser: argparse.ArgumentParser) -> None:
    add_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON: wire names, decimals as text")
    parser.add_argument("--meta", action="store_true", help='print {"carrier", "weight", "attempts", "result"} as JSON')
    parser.add_argument(
        "--carrier",
        choices=[each.value for each in Carrier],
        default=Carrier.AUTO.value,
        help="what carries it; ws falls back to REST where the exchange does not serve it",
    )
    parser.add_argument("--yes", action="store_true", help="send a state-changing call to live without asking")


class _Once(argparse.Action):
    """Keeps a value, and refuses a second one."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        if getattr(namespace, self.dest) is not None:
            parser.error(f"{option_string} is given twice")
        setattr(namespace, self.dest, values)


def _parser(operation: Operation[Any], terminal: Terminal) -> Parser:
    parser = Parser(f"call {operation.id}", terminal.out, operation.summary)
    _add_options(parser)
    for parameter in operation.params:
        parser.add_argument(flag(parameter.name), dest=f"param {parameter.name}", action=_Once)
    return parser


def _params(operation: Operation[Any], arguments: argparse.Namespace) -> dict[str, object]:
    given = {p: getattr(arguments, f"param {p.name}") for p in operation.params}
    try:
        params = {p.name: value(p, word) for p, word in given.items() if word is not None}
        operation.check(params)
    except InvalidParameter as error:
        error.operation = operation.id
        raise Stopped(
            f"{in_own_words(error, operation)} See 'binance-usdm call {operation.id} --help'.", ExitCode.BAD_INPUT
        ) from error
    return params


def _call(operation: Operation[Any], arguments: argparse.Namespace, terminal: Terminal) -> int:
    params = _params(operation, arguments)
    changes = operation.retry.kind is not RetryClass.SAFE
    own_id = _OWN_ID.get(operation.id)
    if own_id is not None and own_id not in params:
        # Made here, so that it can be told when the answer never comes.
        from .._assembly import real_ambient

        params[own_id] = real_ambient().new_id()
    with target(Choice.of(arguments)) as found:
        credentials = found.credentials() if operation.security.needs_key else None
        if changes and may_move_money(found.environment) and not arguments.yes:
            _confirm(operation, params, found, terminal)
        with found.client(credentials) as client:
            options = CallOptions(carrier=None if arguments.carrier == "auto" else Carrier(arguments.carrier))
            try:
                reply = client.call(operation, params, options)
            except KeyboardInterrupt:
                if changes:
                    raise _interrupted(operation, params) from None
                raise
            except BinanceUsdmError as error:
                raise Stopped(_told(error, operation), exit_code(error, changes)) from error
    try:
        _print(reply, arguments.json, arguments.meta, terminal)
        terminal.flush()
    except OutputLost as error:
        if changes:
            _answer_lost(operation, error, reply)
        raise
    return ExitCode.OK


def _confirm(operation: Operation[Any], params: dict[str, object], found: Target, terminal: Terminal) -> None:
    shown = " ".join(f"{name}={printable(each, 80)}" for name, each in params.items())
    where = f"{found.environment.name} ({found.environment.rest})"
    if not terminal.can_ask:
        raise Stopped(
            f"{operation.id} changes something on {where}, and there is nobody to ask. "
            "Repeat it with --yes to send it, or with --env mock or --env testnet to try it. Nothing was sent.",
            ExitCode.BAD_INPUT,
        )
    terminal.note(f"This goes to {where} and may move real money:\n  {operation.id} {shown}")
    terminal.note("Send it? Type yes: ", end="")
    try:
        answer = input()
    except EOFError:
        answer = ""
    if answer.strip().lower() != "yes":
        raise Stopped("Not confirmed. Nothing was sent.", ExitCode.BAD_INPUT)


def _told(error: BinanceUsdmError, operation: Operation[Any]) -> str:
    return in_own_words(error, operation) if isinstance(error, InvalidParameter) else str(error)


def _interrupted(operation: Operation[Any], params: dict[str, object]) -> Stopped:
    named = next((f" with {name} {params[name]}" for name in (*operation.retry.by, "symbol") if name in params), "")
    search = f"Look for it with {operation.retry.query}" if operation.retry.query else "Look at the account"
    return Stopped(
        f"Interrupted while {operation.id}{named} was under way: it may have been executed. "
        f"{search} before sending it again.",
        ExitCode.INTERRUPTED,
    )


def _answer_lost(operation: Operation[Any], error: OutputLost, reply: "Reply[Any]") -> NoReturn:
    body = printable(reply.raw[:1000].decode("utf-8", "replace"), 1000)
    raise Stopped(
        f"{operation.id} was executed, and its answer could not be written to standard output: {error}. "
        f"Do not send it again. The answer was: {body}",
        ExitCode.OUTPUT,
    )


def _print(reply: "Reply[Any]", as_json: bool, with_meta: bool, terminal: Terminal) -> None:
    from . import _render

    if with_meta:
        content: object = {
            "carrier": reply.carrier,
            "weight": {name: getattr(reply.weight, name) for name in _COSTS},
            "attempts": reply.attempts,
            "result": reply.result,
        }
        terminal.out(_render.as_json(content, terminal))
    elif as_json:
        terminal.out(_render.as_json(reply.result, terminal))
    else:
        terminal.out(_render.as_text(reply.result, terminal))
