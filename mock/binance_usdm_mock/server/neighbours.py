"""The few requests that clients of many markets send to the services beside this one, on their way to it.

Rules:
- a client that is pointed here with all its base URLs must not fail before its first futures call, so what it asks when
  it starts is answered: spot ping and time, state of the system, coins of the wallet, permissions of the key, and that
  no pair is traded on margin;
- nothing is traded or moved here, and what is not listed is refused as an unknown path;
- these requests cost no weight: the neighbours have budgets of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .gate import Gate
from .message import Answer, Request

__all__ = ["Neighbours"]

_PREFIXES = ("/api/", "/sapi/")


class Neighbours:
    """Answers for the spot and wallet services.

    Args:
        gate: Keys, clock and exchange.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._open: dict[str, Callable[[], Any]] = {
            "/api/v3/ping": dict,
            "/api/v3/time": lambda: {"serverTime": gate.shown_now},
            "/sapi/v1/system/status": lambda: {"status": 0, "msg": "normal"},
        }
        self._signed: dict[str, Callable[[Request], Any]] = {
            "/sapi/v1/capital/config/getall": lambda _: self._coins(),
            "/sapi/v1/account/apiRestrictions": self._restrictions,
            "/sapi/v1/margin/allPairs": lambda _: [],
            "/sapi/v1/margin/isolated/allPairs": lambda _: [],
        }

    def serves(self, request: Request) -> bool:
        """True for a request that is answered here."""
        path = request.path
        return path.startswith(_PREFIXES) and request.method == "GET" and (path in self._open or path in self._signed)

    def answer(self, request: Request) -> Answer:
        """The answer.

        Raises:
            ExchangeError: The key or the signature is refused.
        """
        told = self._open.get(request.path)
        if told is not None:
            return Answer.of(200, told())
        self._gate.signer(request)
        return Answer.of(200, self._signed[request.path](request))

    def _coins(self) -> list[Any]:
        symbols = [market.symbol for market in self._gate.exchange.markets.values()]
        coins = sorted({name for symbol in symbols for name in (symbol.base, symbol.quote)} | {"BNB"})
        return [_coin(name) for name in coins]

    def _restrictions(self, request: Request) -> Any:
        permit = self._gate.permit(request)
        return {
            "ipRestrict": bool(permit.addresses) if permit else False,
            "createTime": 0,
            "enableReading": True,
            "enableFutures": permit.trade if permit else True,
            "enableSpotAndMarginTrading": False,
            "enableWithdrawals": False,
            "enableInternalTransfer": False,
            "permitsUniversalTransfer": False,
            "enableVanillaOptions": False,
            "enablePortfolioMarginTrading": False,
            "enableFixApiTrade": False,
            "enableFixReadOnly": False,
            "enableMargin": False,
        }


def _coin(name: str) -> Any:
    nothing = dict.fromkeys(("free", "locked", "freeze", "withdrawing", "ipoing", "ipoable", "storage"), "0")
    return {
        "coin": name,
        "name": name,
        "depositAllEnable": False,
        "withdrawAllEnable": False,
        **nothing,
        "isLegalMoney": False,
        "trading": True,
        "networkList": [
            {
                "network": "BSC",
                "coin": name,
                "name": "BNB Smart Chain (BEP20)",
                "isDefault": True,
                "depositEnable": False,
                "withdrawEnable": False,
                "withdrawIntegerMultiple": "0.00000001",
                "withdrawFee": "0",
                "withdrawMin": "0.00000002",
                "withdrawMax": "9999999999",
            }
        ],
    }
