# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_stream.py by `binance-usdm-codegen generate`.
"""Market streams as constants, and the names a connection subscribes to.

Pure. A name is built from the catalogue's pattern: placeholders in ``<>``, an optional part in ``[]``. Symbols are in
lower case; only ASCII letters are touched, so that a symbol in another script stays what the exchange listed.
"""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, Any, Generic

import attrs

from ._parameter import Kind, Parameter
from .errors import InvalidParameter

if TYPE_CHECKING:
    # Only type checkers need the default, and they bring this module along.
    from typing_extensions import TypeVar

    EventT_co = TypeVar("EventT_co", covariant=True, default=Any)
else:
    from typing import TypeVar

    EventT_co = TypeVar("EventT_co", covariant=True)

__all__ = ["Placeholder", "Stream", "Subscription"]

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)
_HOLE = re.compile(r"<([A-Za-z]+)>")


@attrs.frozen
class Placeholder:
    """A part of a stream's name that the caller chooses."""

    parameter: Parameter
    lower: bool = False

    def text(self, value: object) -> str:
        """The part as it stands in the name.

        Raises:
            InvalidParameter: Names the parameter, the value and what is allowed.
        """
        if self.parameter.kind is Kind.SYMBOL and isinstance(value, str):
            value = value.translate(_UPPER)
        text = self.parameter.text(value)
        return text.translate(_LOWER) if self.lower else text


@attrs.frozen(kw_only=True, eq=False)
class Stream:
    """A market stream.

    Attributes:
        id: Name of the stream and of its builder, such as ``agg_trade``.
        pattern: The name with placeholders, such as ``<symbol>@aggTrade``.
        route: Where it is served: ``public`` or ``market``.
        event_types: Texts of the wire field ``e`` on this stream.
        event: Name of the event's model.
        shape: ``object``, or ``array`` when a frame holds a list of events.
        cadence_ms: Milliseconds between events when nothing else is chosen; None for events in real time.
        speeds_ms: All choices of cadence.
        quiet: True where long silence is normal.
        documented: False for a stream that the official pages do not list.
    """

    id: str
    pattern: str
    route: str
    event_types: tuple[str, ...]
    event: str
    shape: str = "object"
    cadence_ms: int | None = None
    speeds_ms: tuple[int, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    quiet: bool = False
    documented: bool = True
    summary: str = ""

    def __repr__(self) -> str:
        return f"<Stream {self.id}: {self.pattern}>"

    def name(self, **params: object) -> str:
        """The name of the stream on the wire.

        Args:
            **params: Placeholders by Python name; optional ones may be None or left out.

        Raises:
            InvalidParameter: A placeholder is missing, surplus or has a value that is not allowed.
        """
        texts: dict[str, str] = {}
        for placeholder in self.placeholders:
            parameter = placeholder.parameter
            value = params.pop(parameter.python_name, None)
            if value is not None:
                texts[parameter.name] = placeholder.text(value)
            elif parameter.required:
                raise parameter.refuse(None, "is required")
        if params:
            name = min(params)
            known = ", ".join(p.parameter.python_name for p in self.placeholders) or "no parameters"
            raise InvalidParameter(name, params[name], known, reason=f"{self.id} has no parameter {name}")
        fixed, _, optional = self.pattern.partition("[")
        optional = optional.rstrip("]")
        if any(hole not in texts for hole in _HOLE.findall(optional)):
            optional = ""
        return _HOLE.sub(lambda hole: texts[hole[1]], fixed + optional)

    def subscription(self, **params: object) -> Subscription[Any]:
        """One subscription of this stream; see ``name``."""
        return Subscription(stream=self, name=self.name(**params))


@attrs.frozen
class Subscription(Generic[EventT_co]):
    """A stream with everything chosen, generic in what its frames decode into.

    Attributes:
        stream: What is subscribed.
        name: Its name on the wire, such as ``btcusdt@aggTrade``.
    """

    stream: Stream
    name: str

    def __str__(self) -> str:
        return self.name
