"""Words of the command line as values of parameters.

Rules of this module:

- Pure: a word and a parameter's description go in, a value comes out; the description itself refuses what is wrong.
- Numbers stay text or become Decimal: no float on the way.
- Lists and booleans are JSON; a name that occurs twice in an object, or NaN, is refused rather than guessed at.
"""

import json
import re
from datetime import datetime
from decimal import Decimal
from typing import Never, cast

from binance_usdm_api import Kind, Operation, Parameter
from binance_usdm_api.errors import InvalidParameter

__all__ = ["flag", "in_own_words", "value"]

_DEEPEST = 20_000


def flag(wire_name: str) -> str:
    """Return the option of a parameter: its wire name in lower case with dashes."""
    return "--" + "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in wire_name)


def value(parameter: Parameter, word: str) -> object:
    """Return the value that a word stands for.

    Raises:
        InvalidParameter: It is not JSON where JSON is needed.
    """
    if parameter.kind is Kind.LIST:
        found = _json(parameter, word, "a JSON list, such as " + _example(parameter))
        if not isinstance(found, list):
            raise _refused(parameter, word, "a JSON list, such as " + _example(parameter))
        return cast("list[object]", found)
    if parameter.kind is Kind.BOOL:
        if word not in ("true", "false"):
            raise _refused(parameter, word, "true or false")
        return word == "true"
    if parameter.kind is Kind.INSTANT and not word.isdigit():
        try:
            return datetime.fromisoformat(word)
        except ValueError:
            raise _refused(
                parameter, word, "milliseconds since 1970 UTC, or an instant such as 2026-01-31T12:00:00Z"
            ) from None
    return word


def in_own_words(error: InvalidParameter, operation: Operation[object]) -> str:
    """Return the text of an error with the options of the command line where it has names of Python."""
    text = str(error)
    for parameter in operation.params:
        name = parameter.python_name
        if "_" in name:
            text = re.sub(rf"(?<![\w-]){name}(?!\w)", flag(parameter.name), text)
        elif name == error.parameter:
            # Other places may be the word itself, such as "price" in an explanation.
            text = re.sub(rf"(?<![\w-]){name}(?= )", flag(parameter.name), text, count=1)
    return text.replace("True or False", "true or false").replace("a Decimal, int or decimal text", "a number")


def _example(parameter: Parameter) -> str:
    if parameter.scalar_items:
        return "[1, 2]" if parameter.items[0].kind is Kind.INT else '["a", "b"]'
    return '[{"symbol": "BTCUSDT", ...}]'


def _json(parameter: Parameter, word: str, allowed: str) -> object:
    if len(word) > _DEEPEST:
        raise _refused(parameter, f"{word[:40]}…", f"{allowed}, of at most {_DEEPEST} characters")
    try:
        return json.loads(word, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, json.JSONDecodeError | _Twice) else "it is no JSON"
        raise _refused(parameter, word, f"{allowed} ({reason})") from None


class _Twice(ValueError):
    """A name occurs twice in one object."""


def _no_number(word: str) -> Never:
    raise _Twice(f"{word} is no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(f"the name {next(name for name in names if names.count(name) > 1)!r} occurs twice")
    return found


def _refused(parameter: Parameter, word: str, allowed: str) -> InvalidParameter:
    return InvalidParameter(parameter.python_name, word, allowed, reason=f"{parameter.python_name} was not understood")
