"""What ``binance-usdm call OPERATION --help`` prints: everything the catalogue knows about one operation."""

import textwrap
from collections.abc import Iterator

from binance_usdm_api import ERRORS, Kind, Operation, Parameter, RetryClass, Security

from ._values import flag

__all__ = ["operation_help", "usage"]

_NEEDS = {
    Security.NONE: "no API key",
    Security.MARKET_DATA: "an API key (no signature)",
    Security.USER_STREAM: "an API key (no signature)",
    Security.USER_DATA: "an API key that may read; the request is signed",
    Security.TRADE: "an API key that may trade; the request is signed",
}
_KINDS = {
    Kind.SYMBOL: "SYMBOL", Kind.STRING: "TEXT", Kind.CLIENT_ID: "ID", Kind.DECIMAL: "NUMBER", Kind.INT: "INTEGER",
    Kind.INSTANT: "INSTANT", Kind.BOOL: "true|false", Kind.ENUM: "WORD", Kind.LIST: "JSON",
}  # fmt: skip
_SAMPLES = {
    Kind.SYMBOL: "BTCUSDT", Kind.STRING: "text", Kind.CLIENT_ID: "my-order-1", Kind.DECIMAL: "0.01", Kind.INT: "1",
    Kind.INSTANT: "1767225600000", Kind.BOOL: "true",
}  # fmt: skip
_OPTIONS = (
    ("--env ENV", "live, testnet, mock (embedded for this command) or a URL; by default BINANCE_USDM_ENV, then live"),
    ("--json", "print JSON: wire names, decimals as text"),
    ("--meta", 'print {"carrier", "weight", "attempts", "result"} as JSON'),
    ("--carrier CARRIER", "auto, rest or ws"),
    ("--yes", "send a state-changing call to live without asking"),
    ("--key NAME", "use this key of the system's keyring"),
    ("--key-file [PATH]", "use an encrypted file of 'binance-usdm keys add --file'; with --key, its key of that name"),
    ("-v, -vv", "log to stderr; -vv logs everything"),
)  # fmt: skip


def usage(operation: Operation[object]) -> str:
    """Return the one line that shows how to call an operation."""
    required = " ".join(f"{flag(p.name)} {_word(p)}" for p in operation.params if p.required)
    return " ".join(filter(None, [f"binance-usdm call {operation.id}", required, "[options]"]))


def operation_help(operation: Operation[object], width: int) -> str:
    """Return the whole help of an operation.

    Args:
        operation: The operation.
        width: Columns to fill.
    """
    parts = [
        *_wrapped(f"usage: {usage(operation)}", width, "         "),
        "",
        operation.summary,
        "",
        *_facts(operation, width),
    ]
    if operation.params:
        parts += ["", "parameters:"]
        for parameter in operation.params:
            parts += _entry(f"{flag(parameter.name)} {_word(parameter)}", _about(parameter), width)
            for item in parameter.items if not parameter.scalar_items else ():
                parts += _entry(f"    {item.name} {_word(item)}", _about(item), width)
    rules = [*_rules(operation)]
    if rules:
        parts += ["", "rules:", *(line for rule in rules for line in _wrapped(f"  {rule}", width, "    "))]
    if operation.errors:
        parts += ["", "errors known for it:"]
        for code in operation.errors:
            known = ERRORS.get(code)
            parts += _entry(f"{code} {known.name if known else ''}", (known and known.hint) or "", width)
    parts += ["", "options:"]
    for option, words in _OPTIONS:
        parts += _entry(option, words, width)
    parts += ["", "example:", f"  {example(operation)}", "", f"source: {operation.page}"]
    return "\n".join(parts) + "\n"


def example(operation: Operation[object]) -> str:
    """Return a call with the parameters that must be there."""
    given = [p for p in operation.params if p.required]
    names = {p.name for p in given}
    for rule in operation.rules:
        if rule.kind.value == "one_of" and not names & set(rule.names):
            given += [p for p in operation.params if p.name == rule.names[0]]
    for each in operation.type_rules[:1]:
        # The first type rule is that of the first type, which is the sample.
        needed = (*each.required, *(group[0] for group in each.one_of))
        given += [p for p in operation.params if p.name in needed and p not in given]
    words = [f"{flag(p.name)} {_sample(p)}" for p in given]
    return " ".join(["binance-usdm call", operation.id, *words, "--env mock"])


def _facts(operation: Operation[object], width: int) -> Iterator[str]:
    carriers = [f"{operation.rest.method} {operation.rest.path}"] if operation.rest else []
    carriers += [f"{operation.ws_api} on the WebSocket API"] if operation.ws_api else []
    facts = [("request", ", or ".join(carriers)), ("needs", _NEEDS[operation.security])]
    facts += [("weight", _weight(operation)), ("a lost answer", _retry(operation))]
    if operation.history:
        facts.append(("reaches back", operation.history))
    if operation.deprecated:
        facts.append(("deprecated", operation.deprecated))
    for name, words in facts:
        yield from _wrapped(f"  {name:<14} {words}", width, " " * 17)


def _weight(operation: Operation[object]) -> str:
    rule = operation.weight_rule
    match rule.kind.value:
        case "by_presence":
            words = f"{rule.present} with {flag(rule.parameter)}, {rule.absent} without"
        case "by_limit" | "by_value":
            steps = [f"{weight} for {_span(first, last)}" for first, last, weight in rule.steps]
            words = f"by {flag(rule.parameter)} ({rule.default} when not given): {', '.join(steps)}"
        case _:
            words = str(rule.base.ip)
    if rule.base.pool != "request_weight":
        words = f"one request of the pool {rule.base.pool}"
    orders = [f"{count} in {span}" for count, span in ((rule.base.orders_10s, "10 s"), (rule.base.orders_1m, "1 min"))
              if count]  # fmt: skip
    return f"{words}; orders counted: {', '.join(orders)}" if orders else words


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _retry(operation: Operation[object]) -> str:
    match operation.retry.kind:
        case RetryClass.SAFE:
            return "it is asked again; nothing changes"
        case RetryClass.IDEMPOTENT:
            return "it is sent again; repeating leaves the same state"
        case RetryClass.RESOLVE:
            return f"{operation.retry.query} settles what happened; it is never sent again"
        case RetryClass.NEVER:
            return "it is never sent again, and nothing settles what happened"


def _word(parameter: Parameter) -> str:
    if parameter.kind is Kind.ENUM and 0 < len(parameter.values) <= 3:
        return "|".join(parameter.values)
    return _KINDS[parameter.kind]


def _about(parameter: Parameter) -> str:
    words = [("required. " if parameter.required else "") + (parameter.doc or parameter.name)]
    if parameter.unit and not (parameter.unit == "ms" and parameter.kind is Kind.INSTANT):
        words[0] += f", in {parameter.unit}"
    if parameter.kind is Kind.INSTANT:
        words.append("milliseconds since 1970 UTC, or like 2026-01-31T12:00:00Z")
    if parameter.values and _word(parameter) == _KINDS[parameter.kind]:
        words.append(f"one of {', '.join(parameter.values)}")
    bounds = [f"at least {parameter.minimum}"] if parameter.minimum else []
    bounds += [f"at most {parameter.maximum}"] if parameter.maximum and parameter.kind is not Kind.INSTANT else []
    bounds += [f"at most {parameter.max_items} elements"] if parameter.max_items else []
    if bounds:
        words.append(", ".join(bounds))
    if parameter.pattern:
        words.append(f"form {parameter.pattern}")
    if parameter.default is not None:
        words.append(f"{parameter.default} when not given")
    return "; ".join(words) + "."


def _rules(operation: Operation[object]) -> Iterator[str]:
    for rule in operation.rules:
        names = [flag(name) for name in rule.names]
        match rule.kind.value:
            case "one_of":
                yield f"exactly one of {' and '.join(names)}"
            case "exclusive":
                yield f"at most one of {' and '.join(names)}"
            case "requires":
                yield f"{names[0]} needs {' and '.join(names[1:])}"
            case "required_when":
                yield f"{names[0]} is needed when {names[1]} is {rule.value}"
            case _:
                most = f", at most {rule.limit_ms / 86_400_000:g} days after it" if rule.limit_ms else ""
                yield f"{names[1]} is not before {names[0]}{most}"
    for each in operation.type_rules:
        needed = [flag(name) for name in each.required]
        needed += [f"one of {' and '.join(flag(name) for name in group)}" for group in each.one_of]
        yield f"{each.type} orders need {', '.join(needed)}"


def _sample(parameter: Parameter) -> str:
    if parameter.example is not None:
        text = parameter.example
    elif parameter.values:
        text = parameter.values[0]
    elif parameter.kind is Kind.LIST:
        text = "[1]" if parameter.scalar_items else "[{...}]"
    else:
        text = _SAMPLES.get(parameter.kind, "text")
    return text if all(c.isalnum() or c in "._:/-" for c in text) else f"'{text}'"


def _entry(head: str, words: str, width: int) -> list[str]:
    indent = 26
    if len(head) + 4 > indent:
        return [f"  {head}", *_wrapped(" " * indent + words, width, " " * indent)] if words else [f"  {head}"]
    return _wrapped(f"  {head:<{indent - 2}}{words}", width, " " * indent)


def _wrapped(line: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    ) or [line.rstrip()]
