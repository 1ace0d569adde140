"""Log what happens, as structured events without secrets."""

from ._log import event, get_logger
from ._redaction import RedactingFilter, redact

__all__ = ["RedactingFilter", "event", "get_logger", "redact"]
