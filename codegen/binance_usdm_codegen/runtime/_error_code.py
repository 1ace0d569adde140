"""Error codes as values: what each means, which exception it becomes and what it proves.

Pure. The tables are generated; the functions here also answer for codes and statuses that no table lists.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from .errors import ApiError, Banned, Blocked, Outcome, RateLimited, ServerError

__all__ = ["BodyOf503", "Category", "ErrorCode", "find_error_class"]


@attrs.frozen
class Category:
    """What errors of one kind have in common.

    Attributes:
        id: Name of the category, such as ``not_found``.
        error_class: The exception, where a code does not name a closer one.
        outcome: What the answer proves about a request that changes something.
        retry: True when sending the same request again can help.
    """

    id: str
    error_class: type[ApiError]
    outcome: Outcome
    retry: bool


@attrs.frozen
class ErrorCode:
    """An error code of the exchange.

    Attributes:
        code: The number, such as -1121.
        name: Its documented name.
        category: Id of its category.
        error_class: The exception it becomes.
        retryable: True when sending the same request again can help.
        fatal: True when nothing may be sent until new credentials are set.
        if_read_only: Category for requests that change nothing, where it differs.
        idempotent_success: True when the answer says that the wanted state already holds.
        hint: What to do.
    """

    code: int
    name: str
    category: str
    error_class: type[ApiError]
    retryable: bool = False
    fatal: bool = False
    if_read_only: str | None = None
    idempotent_success: bool = False
    hint: str | None = None


@attrs.frozen
class BodyOf503:
    """One of the bodies that HTTP 503 comes with; what it proves differs.

    Attributes:
        message: Beginning of the exchange's message.
        category: Id of the category.
        code: Its error code, where it has one.
    """

    message: str
    category: str
    code: int | None = None


def find_error_class(
    codes: Mapping[int, ErrorCode],
    categories: Mapping[str, Category],
    http: Mapping[int, str],
    code: int | None,
    status: int | None,
) -> type[ApiError]:
    """The exception for a code and a status, also for unknown ones.

    Args:
        codes: Known codes.
        categories: Known categories.
        http: Category of each known status.
        code: The code of the answer, if any.
        status: The HTTP status, if any.
    """
    if status == 418:
        return Banned
    known = codes.get(code) if code is not None else None
    if known is not None:
        return known.error_class
    if code is None and status in (403, 451):
        return Blocked
    if status == 429:
        return RateLimited
    category = categories.get(http.get(status, "")) if status is not None else None
    if category is not None:
        return category.error_class
    return ServerError if status is not None and status >= 500 else ApiError
