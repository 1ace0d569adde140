"""The doctor's look at the exchange itself: its answer, its clock, the limits that are left."""

import time
from typing import TYPE_CHECKING

from binance_usdm_api.errors import ApiError, BinanceUsdmError, Blocked

from ._exit import exit_code
from ._finding import Finding, Findings, Level

if TYPE_CHECKING:
    from .. import Client

__all__ = ["clock", "failure", "limits", "ping"]

_NTP = "Let this machine's clock follow NTP: timedatectl set-ntp true, or the settings of the system."
_SKEW_MS = 1000.0
_UNSURE_MS = 1000.0
_WARN_AT = 0.8


def failure(about: str, error: BinanceUsdmError, advice: str = "") -> Finding:
    """Return the line for an error."""
    # The error's own text ends with whether to try again, which is no news to who runs a doctor.
    fact = error.what if not isinstance(error, ApiError) else f"{error.message} [{_label(error)}]"
    return Finding(Level.FAIL, about, fact.rstrip("."), advice or error.hint or "", exit_code(error, changes=False))


def _label(error: ApiError) -> str:
    parts = [f"code {error.code}" if error.code is not None else "", f"HTTP {error.status}" if error.status else ""]
    return ", ".join(filter(None, parts)) or "no code"


def ping(client: "Client") -> Findings:
    """Ask for nothing, three times."""
    times: list[float] = []
    try:
        for _ in range(3):
            start = time.monotonic()
            client.market.ping()
            times.append((time.monotonic() - start) * 1000)
    except Blocked as error:
        yield failure(
            "exchange",
            error,
            "The exchange does not serve this address or country, or its firewall stopped it. Use another network.",
        )
    except BinanceUsdmError as error:
        yield failure("exchange", error)
    else:
        yield Finding(Level.OK, "exchange", f"answers in {min(times):.0f} ms (best of {len(times)})")


def clock(client: "Client") -> Findings:
    """Compare the clocks."""
    try:
        ahead, unsure = client.sync_clock()
    except BinanceUsdmError as error:
        yield failure("clock", error)
        return
    if not unsure:
        yield Finding(
            Level.WARN, "clock", "it could not be measured", "Try again; signed requests may be refused with -1021."
        )
        return
    way = "ahead of" if ahead < 0 else "behind"
    fact = f"this machine is {abs(ahead):.0f} ms {way} the exchange, known to within {unsure:.1f} ms"
    if unsure > _UNSURE_MS:
        advice = "The network is slow: raise recv_window above its 5000 ms, or find a nearer machine."
        yield Finding(Level.WARN, "clock", fact, advice)
    elif abs(ahead) > _SKEW_MS + unsure:
        yield Finding(Level.WARN, "clock", fact, f"This client corrects for it; other programs may not. {_NTP}")
    else:
        yield Finding(Level.OK, "clock", fact)


def limits(client: "Client") -> Findings:
    """Tell what is left of each budget that was used."""
    for state in client.limits:
        if state.name not in ("request_weight", "orders_10s", "orders_1m"):
            continue
        left = state.limit - state.used
        fact = f"{left} of {state.limit} left in {state.window_s:g} s"
        if state.used >= state.limit * _WARN_AT:
            advice = "Another program behind this address may use it up; wait, or send less."
            yield Finding(Level.WARN, f"limit {state.name}", fact, advice)
        else:
            yield Finding(Level.OK, f"limit {state.name}", fact)
