# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_table.py by `binance-usdm-codegen generate`.
"""Operations by name, loaded group by group: most programs use one or two of the groups."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any

from ._operation import Operation

__all__ = ["OperationTable"]


class OperationTable(Mapping[str, Operation[Any]]):
    """A read-only mapping; asking for an operation imports the module of its group.

    Args:
        package: Name of the package that holds the groups' modules.
        homes: For each key: name of the module and of the constant in it.
    """

    __slots__ = ("_found", "_homes", "_package")

    def __init__(self, package: str, homes: Mapping[str, tuple[str, str]]) -> None:
        self._package = package
        self._homes = homes
        self._found: dict[str, Operation[Any]] = {}

    def __getitem__(self, key: str) -> Operation[Any]:
        found = self._found.get(key)
        if found is None:
            module, constant = self._homes[key]
            found = getattr(importlib.import_module(f"{self._package}.{module}"), constant)
            self._found[key] = found
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def __repr__(self) -> str:
        return f"<{len(self._homes)} operations: {', '.join(self._homes)}>"
