"""What is wrong with the text of an API key, a secret or a private key, told without showing any of it.

Rules of this module:

- The functions that see plain text return a `Complaint` or None and never raise.
- The functions that raise hold only `Secret`s, so that no traceback shows a key.
- A complaint may tell a length, a position or a kind, never a character of the text.
"""

import re
from typing import NamedTuple

from binance_usdm_api.errors import CredentialsError

from ._secret import NotText, Secret

USUAL_LENGTH = 64
"""Characters of the keys and HMAC secrets that the exchange makes."""

_LONGEST_KEY = 256
_LONGEST_SECRET = 512
_QUOTES = "\"'`“”‘’«»"
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,40})-----")
_KEY_FILE = re.compile(r"(?:[/~.]|[A-Za-z]:\\).*|.*\.(?:pem|key|der|p8)", re.IGNORECASE | re.DOTALL)


class Complaint(NamedTuple):
    """What is wrong, and what to do about it."""

    what: str
    hint: str

    def error(self) -> CredentialsError:
        """Return the exception to raise."""
        return CredentialsError(self.what, hint=self.hint)


def pem_label(text: str) -> str | None:
    """Return what a PEM text says it is, such as `PRIVATE KEY`, or None when it is no PEM."""
    found = _PEM.search(text)
    return found[1] if found else None


def key_text(value: Secret | NotText, label: str = "The API key") -> Secret:
    """Return a sealed API key that can be used.

    Raises:
        CredentialsError: It cannot be an API key.
    """
    if isinstance(value, NotText):
        raise _not_text(label, value)
    complaint = _key_complaint(value.reveal(), label)
    if complaint is not None:
        raise complaint.error()
    return value


def hmac_text(value: Secret, label: str = "The API secret") -> Secret:
    """Return a sealed HMAC secret that can be used.

    Raises:
        CredentialsError: It cannot be the secret of an HMAC key.
    """
    complaint = _secret_complaint(value.reveal(), label)
    if complaint is not None:
        raise complaint.error()
    return value


def some_text(value: Secret | NotText, label: str) -> Secret:
    """Return a sealed value that is text, whatever the text.

    Raises:
        CredentialsError: It is not text.
    """
    if isinstance(value, NotText):
        raise _not_text(label, value)
    return value


def shown(key: Secret) -> str:
    """Return the first four characters of an API key, to tell keys apart in messages; half of a very short one."""
    text = key.reveal()
    return f"{text[: min(4, len(text) // 2)]}…"


def length_note(value: Secret, label: str) -> str | None:
    """Return a remark on an unusual length, which test keys may have."""
    length = len(value.reveal())
    if length == USUAL_LENGTH:
        return None
    return f"{label} has {length} characters; those of the exchange have {USUAL_LENGTH}."


def _not_text(label: str, value: NotText) -> CredentialsError:
    return CredentialsError(f"{label} must be text, got {value.given}.", hint="Pass it as a str.")


def _key_complaint(text: str, label: str) -> Complaint | None:
    if pem_label(text) is not None:
        return Complaint(
            f"{label} is a PEM block, which belongs where the secret goes: were the two swapped?",
            "The API key is the short identifier that the exchange shows beside the key.",
        )
    return _line_complaint(text, label, _LONGEST_KEY)


def _secret_complaint(text: str, label: str) -> Complaint | None:
    complaint = _line_complaint(text, label, _LONGEST_SECRET)
    if complaint is None and len(text) != USUAL_LENGTH and _KEY_FILE.fullmatch(text):
        return Complaint(
            f"{label} looks like the path of a file.",
            "Pass what is in the file, or set BINANCE_PRIVATE_KEY_FILE to the path.",
        )
    return complaint


def _line_complaint(text: str, label: str, longest: int) -> Complaint | None:
    if not text:
        return Complaint(f"{label} is empty.", "Copy it again from the API management page of the exchange.")
    if not text.strip():
        return Complaint(f"{label} is blank.", "Copy it again from the API management page of the exchange.")
    if text != text.strip():
        return Complaint(f"{label} has a space or line break at its start or end.", "Remove it.")
    if text[0] in _QUOTES or text[-1] in _QUOTES:
        return Complaint(
            f"{label} is wrapped in quotes.", "Remove them; an environment file or a shell may have kept them."
        )
    for position, character in enumerate(text[: longest + 1], start=1):
        if not "!" <= character <= "~":
            return Complaint(
                f"{label} has {_kind(character)} at position {position}; only printable ASCII can be in it.",
                "Copy it again as plain text.",
            )
    if len(text) > longest:
        return Complaint(
            f"{label} has {len(text)} characters, which is too long.", f"Those of the exchange have {USUAL_LENGTH}."
        )
    return None


def _kind(character: str) -> str:
    if character == " ":
        return "a space"
    return "a control character" if ord(character) < 0x20 or ord(character) == 0x7F else "a non-ASCII character"
