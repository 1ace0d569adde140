"""Tables in IPython and Jupyter.

    %load_ext binance_usdm.display

Formatters are registered for the Structs of ``binance_usdm_api`` and for lists of them; every other list prints as
before. The generated models know nothing of it.
"""

from __future__ import annotations

from typing import Any, cast

import msgspec

from ._html import html_table
from ._table import table

__all__ = ["load_ipython_extension", "unload_ipython_extension"]

_PACKAGE = "binance_usdm_api"


def _is_ours(value: object) -> bool:
    return isinstance(value, msgspec.Struct) and type(value).__module__.partition(".")[0] == _PACKAGE


def _shown(value: Any) -> bool:
    if type(value) is list:
        rows = cast("list[object]", value)
        return bool(rows) and _is_ours(rows[0]) and _is_ours(rows[-1])
    return _is_ours(value)


def _html(value: Any) -> str | None:
    return html_table(value) if _shown(value) else None


def _text(value: Any, printer: Any, cycle: bool) -> None:
    if _shown(value) and not cycle:
        printer.text(table(value))
    else:
        printer.text(repr(value))


def load_ipython_extension(shell: Any) -> None:
    """Show results as tables from now on.

    Args:
        shell: The running IPython shell.
    """
    formatters = shell.display_formatter.formatters
    for kind in (msgspec.Struct, list):
        formatters["text/html"].for_type(kind, _html)
        formatters["text/plain"].for_type(kind, _text)


def unload_ipython_extension(shell: Any) -> None:
    """Show results as before.

    Args:
        shell: The running IPython shell.
    """
    formatters = shell.display_formatter.formatters
    for kind in (msgspec.Struct, list):
        formatters["text/html"].pop(kind, None)
        formatters["text/plain"].pop(kind, None)
