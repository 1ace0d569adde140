"""Structured log lines: an event name and fields, readable as text and kept as data."""

import logging

from binance_usdm_api.errors import printable

from ._redaction import RedactingFilter, is_secret_name

ROOT = "binance_usdm"
"""Name of the logger above all others of this project; it has a NullHandler and no level of its own."""

_LONGEST_VALUE = 256
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:/+,*@%")

_filter = RedactingFilter()


def get_logger(area: str = "") -> logging.Logger:
    """Return a logger of this project, with the redacting filter on it.

    Args:
        area: The part of the project, such as "auth"; empty for the logger above all.
    """
    # A filter sees only records logged on its own logger, so each one needs it.
    logger = logging.getLogger(f"{ROOT}.{area}" if area else ROOT)
    logger.addFilter(_filter)
    return logger


# On import, so that the logger above all is covered however a module gets it.
get_logger().addHandler(logging.NullHandler())


def event(logger: logging.Logger, level: int, name: str, /, **fields: object) -> None:
    """Log one event as `name key=value ...`, with the fields as `record.usdm` for handlers that keep data.

    Args:
        logger: From `get_logger`.
        level: A level of the module logging.
        name: What happened, in snake_case.
        **fields: The facts. Names of secrets are masked whatever their value.
    """
    if not logger.isEnabledFor(level):
        return
    facts = {key: "***" if is_secret_name(key) else _fact(value) for key, value in fields.items()}
    text = " ".join([name, *(f"{key}={_shown(value)}" for key, value in facts.items())])
    logger.log(level, "%s", text, extra={"usdm": {"event": name, **facts}}, stacklevel=2)


def _fact(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    return printable(value, _LONGEST_VALUE)


def _shown(value: object) -> str:
    text = str(value)
    if text and _PLAIN.issuperset(text):
        return text
    return '"' + text.replace('"', '\\"') + '"'
