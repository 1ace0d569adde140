"""Text that must not be seen: it renders as `***`, cannot be pickled, and comes out only by `reveal()`.

Rules of this module:

- A frame that may raise holds a `Secret`, never its text: a traceback with local variables must not show it. So
  functions that look at the text return what is wrong with it and let their caller, which holds no text, raise.
- For the same reason such functions never raise from within `except`: exceptions of parsers carry what they parsed.
- Wrapping never fails, whatever is wrapped, because the frame that calls it still holds the plain text.
- Copies are the same object, so no second plain text appears.
"""

import hmac
from typing import Never, NoReturn, Self, SupportsIndex, final

from ..observe._known import remember

_MASK = "***"


class Confidential:
    """Base of what holds key material: refuses pickling, and copying gives the same object back."""

    __slots__ = ()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce_ex__(self, protocol: SupportsIndex) -> Never:
        raise TypeError(f"{type(self).__name__} holds key material and cannot be pickled; load the key again instead")

    def __getstate__(self) -> Never:
        raise TypeError(f"{type(self).__name__} holds key material and has no state to give away")


@final
class Secret(Confidential):
    """A text that renders as `***` everywhere.

    Args:
        text: The plain text.
        remembered: Mask every later log line of this project where it contains a word of the text; False for a text
            with ordinary words in it, such as a whole file.
    """

    __slots__ = ("__text",)

    __text: str

    def __init__(self, text: str, *, remembered: bool = True) -> None:
        object.__setattr__(self, "_Secret__text", text)
        if remembered:
            remember(text)

    def reveal(self) -> str:
        """Return the plain text; use it within one expression and keep it in no variable."""
        return self.__text

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Secret cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Secret cannot be changed")

    def __repr__(self) -> str:
        return _MASK

    def __str__(self) -> str:
        return _MASK

    def __format__(self, spec: str) -> str:
        return _MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._bytes(), other._bytes())

    # Equal secrets would need equal hashes, and a hash tells something of the text.
    __hash__ = None  # type: ignore[assignment]

    def _bytes(self) -> bytes:
        return self.__text.encode("utf-8", "surrogatepass")


@final
class NotText:
    """Stands for an argument that should have been text; knows its type and not its value."""

    __slots__ = ("given",)

    given: str

    def __init__(self, given: str) -> None:
        self.given = given


def seal(value: object) -> Secret | NotText:
    """Wrap an argument without ever raising; bytes are read as UTF-8, other types are told apart by name only."""
    if isinstance(value, Secret | NotText):
        return value
    if isinstance(value, str):
        return Secret(value)
    if isinstance(value, bytes | bytearray):
        return Secret(value.decode("utf-8", "replace"))
    return NotText("nothing" if value is None else type(value).__name__)
