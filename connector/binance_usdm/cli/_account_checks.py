"""The doctor's look at the key: is there one, is it accepted, what may it do, how is the account set up."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from binance_usdm_api.errors import ApiError, AuthRejected, BinanceUsdmError, ClockSkew

from ._exchange_checks import failure
from ._finding import Finding, Findings, Level

if TYPE_CHECKING:
    from .. import Client, Credentials

__all__ = ["account", "key"]

_REFUSED_2015 = (
    "The exchange does not say which of these it is. (1) The key is of another environment: live and testnet have "
    "different keys. (2) The key is restricted to certain IP addresses and this machine's is not among them. (3) It "
    "lacks 'Enable Futures'. Look at API Management on the exchange."
)
_ADVICE = {
    -2015: _REFUSED_2015,
    -2014: "The key has the wrong form: copy it again from API Management on the exchange.",
    -1022: "The secret does not belong to the key: copy both again, or register the public key that belongs to it.",
    -1002: "The key may not do this: look at its permissions in API Management on the exchange.",
}


def key(credentials: "Credentials") -> Findings:
    """Tell which key is used."""
    notes = " ".join(credentials.notes)
    fact = f"{credentials.kind.value} key {credentials.shown}"
    yield Finding(Level.WARN, "key", fact, notes) if notes else Finding(Level.OK, "key", fact)


def account(client: "Client") -> Findings:
    """Try the key, and tell how the account is set up."""
    try:
        config = client.account.account_config()
    except AuthRejected as error:
        yield failure("key accepted", error, _ADVICE.get(error.code or 0, ""))
        return
    except ClockSkew as error:
        yield failure("key accepted", error, "Correct this machine's clock, or raise recv_window.")
        return
    except BinanceUsdmError as error:
        yield failure("key accepted", error)
        return
    yield Finding(Level.OK, "key accepted", "signed requests are answered")
    if config.can_trade is False:
        advice = "Orders will be refused: enable futures trading for the key in API Management, or use another key."
        yield Finding(Level.WARN, "permissions", "the account may not trade", advice)
    else:
        yield Finding(Level.OK, "permissions", _permissions(config.can_trade, config.can_deposit, config.can_withdraw))
    yield from _mode("position mode", config.dual_side_position, _HEDGE, _ONE_WAY, lambda: _dual(client))
    yield from _mode("margin mode", config.multi_assets_margin, _MULTI, _SINGLE, lambda: _multi(client))


_HEDGE = ("hedge: long and short side by side", "Orders need position_side LONG or SHORT.")
_ONE_WAY = ("one-way", "")
_MULTI = ("multi-assets: all assets together are margin", "")
_SINGLE = ("single-asset: each asset is margin for its own contracts", "")


def _permissions(trade: bool | None, deposit: bool | None, withdraw: bool | None) -> str:
    known = {"trade": trade, "deposit": deposit, "withdraw": withdraw}
    return ", ".join(
        f"{name} {'yes' if each else 'no' if each is False else 'not told'}" for name, each in known.items()
    )


def _mode(
    about: str, told: bool | None, yes: tuple[str, str], no: tuple[str, str], ask: Callable[[], bool | None]
) -> Findings:
    # Account settings may lack it; then its own operation is asked.
    try:
        found = ask() if told is None else told
    except ApiError as error:
        yield failure(about, error)
        return
    if found is None:
        yield Finding(Level.WARN, about, "the exchange does not tell", "Look at the preferences of the account.")
    else:
        fact, advice = yes if found else no
        yield Finding(Level.OK, about, fact, advice)


def _dual(client: "Client") -> bool | None:
    return client.account.position_mode().dual_side_position


def _multi(client: "Client") -> bool | None:
    return client.account.multi_assets_mode().multi_assets_margin
