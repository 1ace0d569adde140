"""Checks how the parts of a catalogue fit together."""

from __future__ import annotations

from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._check_models import check_models
from binance_usdm_codegen._check_operations import check_operations
from binance_usdm_codegen._check_service import check_corrections, check_documents, check_errors
from binance_usdm_codegen._check_streams import check_streams
from binance_usdm_codegen._mistake import Report

__all__ = ["check"]


def check(catalogue: Catalogue, report: Report) -> None:
    """Report everything that refers to nothing, is used by nothing or contradicts something else."""
    check_models(catalogue, report)
    check_operations(catalogue, report)
    check_streams(catalogue, report)
    check_errors(catalogue, report)
    check_documents(catalogue, report)
    check_corrections(catalogue, report)
