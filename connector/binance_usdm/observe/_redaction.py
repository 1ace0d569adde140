"""The second line of defence: mask what looks like a secret, and escape what could fake a log line.

Rules of this module:

- Pure: a text goes in, a text comes out.
- Linear and bounded: a text is cut before it is searched, and every repetition in a pattern is bounded or starts at a
  place that no other match can start from.
- Masking too much is fine, masking too little is not: any run of 48 letters and digits is taken for a key.
- A filter must not fail: what cannot be rendered is replaced by a word that says so.
"""

import logging
import re
from typing import cast

from binance_usdm_api.errors import printable

from ._known import mask_known

_LONGEST = 16384
_CUT = "… (cut)"
_MASK = "***"

_NAMES = (
    r"x-mbx-apikey|api[-_]?key|api[-_]?secret|secret[-_]?key|private[-_]?key|secret|signature|listen[-_]?key"
    r"|pass(?:word|phrase|wd)|access[-_]?token|auth[-_]?token"
)
# The separator may be JSON-escaped (\":\") or percent-encoded (%3D).
_NAMED = re.compile(
    rf"((?:{_NAMES})(?:\\?[\"'])?[ \t]{{0,4}}(?:[:=]|%3[dD])[ \t]{{0,4}}[bru]?)"
    r"(?:\\?\"[^\"\\]{0,8192}|\\?'[^'\\]{0,8192}|[^\s&\"',;)}\]\\]{1,8192})",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"((?:proxy-)?authorization|(?:set-)?cookie)([\"']?[ \t]{0,4}[:=][ \t]{0,4})[^\r\n]{1,8192}", re.IGNORECASE
)
_PEM = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\Z)", re.DOTALL
)
_USER_INFO = re.compile(r"(://)[^\s/\"'<>]{0,512}@")
_PRIVATE_STREAM = re.compile(r"(/private/ws/)[^\s?\"'/<>]{1,512}")
_KEY_LIKE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{48,}")
_LAST_WORD = re.compile(r"[A-Za-z0-9+/=_%\-]{0,128}\Z")
_SECRET_NAME = re.compile(rf"(?:{_NAMES}|(?:proxy-)?authorization|(?:set-)?cookie)", re.IGNORECASE)


def is_secret_name(name: str) -> bool:
    """Say whether a field of this name holds a secret."""
    return _SECRET_NAME.fullmatch(name) is not None


def redact(text: str, *, keep_lines: bool = False) -> str:
    """Mask the secrets in a text, escape its control characters and cut it to 16 KiB.

    Args:
        text: Any text.
        keep_lines: Keep line breaks, for tracebacks; otherwise they are escaped.
    """
    if len(text) > _LONGEST:
        # The last word goes: half of a key would not look like one.
        text = _LAST_WORD.sub("", text[:_LONGEST], count=1) + _CUT
    text = _PEM.sub(_MASK, text)
    text = _HEADER.sub(rf"\1\2{_MASK}", text)
    text = _NAMED.sub(rf"\1{_MASK}", text)
    text = _PRIVATE_STREAM.sub(rf"\1{_MASK}", text)
    text = _USER_INFO.sub(rf"\1{_MASK}@", text)
    text = _KEY_LIKE.sub(_MASK, text)
    text = mask_known(text)
    if keep_lines:
        return "\n".join(printable(line, len(line)) for line in text.split("\n"))
    return printable(text, len(text))


class RedactingFilter(logging.Filter):
    """Rewrites a record so that its message, traceback and fields hold no secret and no control character."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record in place and keep it."""
        if getattr(record, "usdm_redacted", False):
            return True
        try:
            record.msg = redact(record.getMessage())
        except Exception:  # noqa: BLE001 - an argument's own __str__ may raise anything, and logging must not
            record.msg = "a log message that could not be rendered"
        record.args = ()
        if record.exc_info and record.exc_info[1] is not None and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text, keep_lines=True)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, keep_lines=True)
        fields = getattr(record, "usdm", None)
        if isinstance(fields, dict):
            facts = cast("dict[str, object]", fields)
            record.usdm = {key: _masked(str(key), value) for key, value in facts.items()}
        record.usdm_redacted = True
        return True


def _masked(name: str, value: object) -> object:
    if is_secret_name(name):
        return _MASK
    return redact(value) if isinstance(value, str) else value
