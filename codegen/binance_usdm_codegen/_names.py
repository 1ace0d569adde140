"""Python names from wire names."""

from __future__ import annotations

import keyword
import re

__all__ = ["class_name", "constant_name", "is_python_name", "snake_case"]

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake_case(wire: str) -> str:
    """``newClientOrderId`` to ``new_client_order_id``; a keyword or a name with a digit in front gets an underscore."""
    text = re.sub(r"[^0-9A-Za-z]+", "_", wire).strip("_")
    name = _BOUNDARY.sub("_", text).lower()
    if keyword.iskeyword(name):
        name += "_"
    return f"_{name}" if name[:1].isdigit() else name


def class_name(snake: str) -> str:
    """``user_stream`` to ``UserStream``."""
    return "".join(part.capitalize() for part in snake.split("_"))


def constant_name(snake: str) -> str:
    """``new_order`` to ``NEW_ORDER``."""
    return snake.upper()


def is_python_name(name: str) -> bool:
    """True for an identifier that is no keyword and not private."""
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name) and not name.startswith("_")
