"""Checks how the parts of a catalogue fit together."""

from __future__ import annotations

from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._check_models import check_models
from binance_usdm_codegen._check_operations import check_operations
from binance_usdm_codegen._check_rules import check_filters, check_order_rules
from binance_usdm_codegen._check_service import check_corrections, check_errors, check_service
from binance_usdm_codegen._check_streams import check_streams
from binance_usdm_codegen._drift_accepted import check_accepted
from binance_usdm_codegen._mistake import Report

__all__ = ["check"]


def check(catalogue: Catalogue, report: Report) -> None:
    """Report everything that refers to nothing, is used by nothing or contradicts something else."""
    check_models(catalogue, report)
    check_operations(catalogue, report)
    check_streams(catalogue, report)
    check_errors(catalogue, report)
    check_service(catalogue, report)
    check_filters(catalogue, report)
    check_order_rules(catalogue, report)
    check_corrections(catalogue, report)
    check_accepted(catalogue, report)
