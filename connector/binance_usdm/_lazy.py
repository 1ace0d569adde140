"""Names of a package whose modules load when they are asked for first. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

__all__ = ["load"]


def load(namespace: dict[str, Any], homes: Mapping[str, str], name: str) -> object:
    """Give a package a name that it does not have yet.

    Args:
        namespace: The package's ``globals()``.
        homes: Which module has which name, absolute or relative to the package.
        name: The name.

    Raises:
        AttributeError: It has no such name.
    """
    package = namespace["__name__"]
    home = homes.get(name)
    if home is None:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    value = namespace[name] = getattr(import_module(home, package), name)
    return value
