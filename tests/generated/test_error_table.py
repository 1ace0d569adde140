"""C1, A3: every documented code has its exception; unknown codes and statuses have one too."""

from __future__ import annotations

import pytest
from tests.generated.catalogue_examples import CATALOGUE

from binance_usdm_api import ERRORS, errors
from binance_usdm_api.error_table import CATEGORIES, HTTP, HTTP_503, error_class_for


def test_codes_are_the_catalogues() -> None:
    """C1: code, name, category, class and hints of all codes."""
    expected = {
        code: (e.name, e.category, e.error_class, e.retryable, e.fatal, e.if_read_only, e.idempotent_success, e.hint)
        for code, e in CATALOGUE.errors.items()
    }
    actual = {
        code: (
            e.name,
            e.category,
            e.error_class.__name__,
            e.retryable,
            e.fatal,
            e.if_read_only,
            e.idempotent_success,
            e.hint,
        )
        for code, e in ERRORS.items()
    }
    assert expected == actual
    assert {e.category for e in ERRORS.values()} <= set(CATEGORIES)
    assert {e.if_read_only for e in ERRORS.values()} - {None} <= set(CATEGORIES)


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        (-1121, 400, errors.UnknownSymbol),
        (-2019, None, errors.InsufficientFunds),
        (-1003, 429, errors.RateLimited),
        (-1003, 418, errors.Banned),
        (None, 418, errors.Banned),
        (None, 429, errors.RateLimited),
        (-99_999, 429, errors.RateLimited),
        (None, 403, errors.Blocked),
        (None, 451, errors.Blocked),
        (-99_999, 401, errors.AuthRejected),
        (-99_999, 400, errors.InvalidRequest),
        (None, 404, errors.ApiError),
        (None, 503, errors.ServerError),
        (None, 599, errors.ServerError),
        (None, None, errors.ApiError),
    ],
)
def test_every_answer_has_a_class(code: int | None, status: int | None, expected: type[errors.ApiError]) -> None:
    """A3: known codes decide, a ban by its status, then the status, then the base."""
    assert expected is error_class_for(code, status)


def test_statuses_and_bodies_name_categories() -> None:
    """C1: what statuses and bodies of 503 say is a known category; 503 itself is told by its body."""
    assert set(HTTP.values()) | {entry.category for entry in HTTP_503} <= set(CATEGORIES)
    assert 503 not in HTTP
    assert len(HTTP_503) == 4


def test_rejections_of_changes_never_prove_execution() -> None:
    """A3: no category claims that a refused request was executed."""
    assert {errors.Outcome.REFUSED, errors.Outcome.UNKNOWN} == {category.outcome for category in CATEGORIES.values()}
