"""Conversions between the wallets of the account."""
# ruff: noqa: ARG001 - all handlers have one signature

from __future__ import annotations

from typing import Any

from ..engine.account import Account
from ..engine.fixed import E8, plain, scaled
from ..engine.refusal import ExchangeError, mandatory, not_required
from ..engine.state import ExchangeState, Quote
from .registry import Params, operation

Json = dict[str, Any]
_ASSETS = ("USDT", "USDC", "BTC", "BNB", "ETH")
_FIRST_ORDER = 933_256_278_426_274_000


@operation
def convert_pairs(x: ExchangeState, account: Account, p: Params) -> list[Json]:
    """Assets that can be converted, with the amounts allowed."""
    source, target = p.get("fromAsset"), p.get("toAsset")
    for asset in (source, target):
        if asset is not None and asset not in _ASSETS:
            raise ExchangeError(-1108)

    def amount(asset: str, dollars: int) -> str:
        return plain(dollars * E8 * E8 // x.rate(asset), 8)

    return [
        {
            "fromAsset": a,
            "toAsset": b,
            "fromAssetMinAmount": amount(a, 1),
            "fromAssetMaxAmount": amount(a, 2_000_000),
            "toAssetMinAmount": amount(b, 1),
            "toAssetMaxAmount": amount(b, 2_000_000),
        }
        for a in _ASSETS
        for b in _ASSETS
        if a != b and source in (None, a) and target in (None, b)
    ]


@operation
def request_convert_quote(x: ExchangeState, account: Account, p: Params) -> Json:
    """Offer a price for ten seconds."""
    source, target = str(p["fromAsset"]), str(p["toAsset"])
    if source not in _ASSETS or target not in _ASSETS or source == target:
        raise ExchangeError(-1108)
    given, wanted = p.get("fromAmount"), p.get("toAmount")
    if given is None and wanted is None:
        raise mandatory("fromAmount")
    if given is not None and wanted is not None:
        raise not_required("toAmount")
    ratio = x.rate(source) * E8 // x.rate(target) * 9_990 // 10_000
    amount = scaled(str(given if given is not None else wanted), 8)
    if amount is None:
        raise ExchangeError(-1111)
    if amount <= 0:
        raise ExchangeError(-4055)
    source_amount, target_amount = (
        (amount, amount * ratio // E8) if given is not None else (amount * E8 // ratio, amount)
    )
    identity = str(12_415_572_564 + x.next_number())
    quote = Quote(identity, account.name, source, target, source_amount, target_amount, x.now + 10_000)
    x.quotes[identity] = quote
    return {
        "quoteId": identity,
        "ratio": plain(ratio, 8),
        "inverseRatio": plain(E8 * E8 // ratio, 8),
        "validTimestamp": quote.expires,
        "toAmount": plain(target_amount, 8),
        "fromAmount": plain(source_amount, 8),
    }


@operation
def accept_convert_quote(x: ExchangeState, account: Account, p: Params) -> Json:
    """Convert at an offered price."""
    quote = x.quotes.get(str(p["quoteId"]))
    if quote is None or quote.account != account.name or quote.accepted or x.now > quote.expires:
        raise ExchangeError(-1130, "Data sent for parameter 'quoteId' is not valid.")
    if quote.source_amount > min(account.wallet.get(quote.source, 0), x.margins(account).available(quote.source)):
        raise ExchangeError(-2018, "Balance is insufficient.")
    quote.order_id, quote.accepted = _FIRST_ORDER + x.next_number(), x.now
    x.pay(account, "AUTO_EXCHANGE", quote.source, -quote.source_amount, info="CONVERT")
    x.pay(account, "AUTO_EXCHANGE", quote.target, quote.target_amount, info="CONVERT")
    return {"orderId": str(quote.order_id), "createTime": x.now, "orderStatus": "PROCESS"}


@operation
def convert_order_status(x: ExchangeState, account: Account, p: Params) -> Json:
    """What became of a conversion."""
    order, identity = p.get("orderId"), p.get("quoteId")
    if order is None and identity is None:
        raise mandatory("orderId")
    for quote in x.quotes.values():
        if quote.accepted and (str(quote.order_id) == order or quote.id == identity):
            ratio = quote.target_amount * E8 // quote.source_amount
            return {
                "orderId": quote.order_id,
                "orderStatus": "SUCCESS",
                "fromAsset": quote.source,
                "fromAmount": plain(quote.source_amount, 8),
                "toAsset": quote.target,
                "toAmount": plain(quote.target_amount, 8),
                "ratio": plain(ratio, 8),
                "inverseRatio": plain(E8 * E8 // ratio, 8),
                "createTime": quote.accepted,
            }
    raise ExchangeError(-2013)
