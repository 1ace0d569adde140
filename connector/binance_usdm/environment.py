"""Which exchange is talked to: live, the test network, a mock, or one origin of the user's."""

import logging
import os
from collections.abc import Mapping
from typing import Protocol

import attrs

from binance_usdm_api.errors import ConfigError, printable

from ._hosts import Address, address
from .observe import event, get_logger

_VARIABLE = "BINANCE_USDM_ENV"
_MOCK_VARIABLE = "BINANCE_USDM_MOCK_URL"
_WS_API_PATH = "/ws-fapi/v1"
_OTHER_NAMES = {
    "demo": "testnet", "main": "live", "mainnet": "live", "prod": "live", "production": "live", "real": "live",
    "sandbox": "testnet", "test": "testnet",
}  # fmt: skip


class _Published(Protocol):
    @property
    def rest(self) -> str: ...
    @property
    def ws_api(self) -> str: ...
    @property
    def streams(self) -> str: ...
    @property
    def alternatives(self) -> tuple[tuple[str, str], ...]: ...


def _http(_: object, field: "attrs.Attribute[str]", value: object) -> None:
    judged = _judged(field.name, value)
    if not str(value).startswith("http") or judged.path:
        raise ConfigError(
            f"Environment.{field.name} must be an http or https origin without a path.",
            hint="Give scheme, host and port only.",
        )


def _ws(_: object, field: "attrs.Attribute[str]", value: object) -> None:
    judged = _judged(field.name, value)
    if not str(value).startswith("ws") or (judged.path and field.name == "streams"):
        raise ConfigError(
            f"Environment.{field.name} must be a ws or wss address.",
            hint="The streams have no path, the WebSocket API ends in /ws-fapi/v1.",
        )


def _judged(name: str, value: object) -> Address:
    if not isinstance(value, str):
        raise ConfigError(f"Environment.{name} must be text, got {type(value).__name__}.", hint="Give a URL.")
    return address(value, f"Environment.{name}")


@attrs.frozen
class Environment:
    """Where the three carriers of the API are.

    Args:
        name: "live", "testnet", "mock", or the host of an origin of the user's.
        rest: Origin of the REST API, such as "https://fapi.binance.com".
        ws_api: Full URL of the WebSocket API; None where there is none.
        streams: Origin of the streams, such as "wss://fstream.binance.com".

    Raises:
        ConfigError: An address is malformed, not encrypted and not on this machine, or only looks like one of Binance.
    """

    name: str
    rest: str = attrs.field(validator=_http)
    ws_api: str | None = attrs.field(validator=attrs.validators.optional(_ws))
    streams: str = attrs.field(validator=_ws)

    @property
    def official(self) -> bool:
        """True when requests go to a host of the exchange, live or test."""
        return address(self.rest, "rest").official

    @property
    def live(self) -> bool:
        """True when orders may move real money: any host of the exchange that is not known for tests."""
        host = address(self.rest, "rest").host
        return self.official and host not in _hosts_for_tests()

    @classmethod
    def resolve(
        cls, value: "str | Environment | None" = None, environ: Mapping[str, str] | None = None
    ) -> "Environment":
        """Return the environment that is meant.

        Args:
            value: "live", "testnet", "mock" or the URL of one origin that serves everything; None for what
                `BINANCE_USDM_ENV` says, or live.
            environ: The variables; those of the process by default.

        Raises:
            ConfigError: The name is unknown, or the address may not be used.
        """
        # A mapping of variables is not kept: a traceback that shows local variables would show every key in it.
        variables = _variables(environ)
        del environ
        if isinstance(value, Environment):
            return value
        if value is not None and not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigError(
                f"The environment must be a name, a URL or an Environment, got {type(value).__name__}.", hint=_ALLOWED
            )
        what = "The environment" if value is not None or not variables[0] else f"The environment of {_VARIABLE},"
        chosen = (value if value is not None else variables[0] or "live").strip()
        if chosen == "mock":
            return cls._mock(variables[1])
        published = _published()
        if chosen in published:
            return cls._of(chosen, published[chosen])
        if "/" not in chosen and ":" not in chosen:
            raise _unknown(what, chosen, tuple(published))
        return cls._at(chosen, what)

    @classmethod
    def _mock(cls, url: str) -> "Environment":
        if not url:
            raise ConfigError(
                "There is no mock exchange to talk to.",
                hint=f"Start one with 'binance-usdm mock serve' and pass its URL, or set {_MOCK_VARIABLE} to it.",
            )
        found = cls._at(url.strip(), f"The mock exchange of {_MOCK_VARIABLE},")
        if found.official:
            raise ConfigError(
                f"{_MOCK_VARIABLE} names a host of the exchange itself.", hint="Name the host that runs the mock."
            )
        return attrs.evolve(found, name="mock")

    @classmethod
    def _at(cls, url: str, what: str) -> "Environment":
        judged = address(url, what)
        if judged.path:
            raise ConfigError(
                f"{what} {judged.authority!r} has a path behind it.", hint="Give scheme, host and port only."
            )
        # Each carrier of the exchange has a host of its own, so any of them means the whole environment.
        for name, each in _published().items():
            if judged.port is None and judged.secure and judged.host in _hosts(each):
                return cls._of(name, each)
        if not judged.loopback:
            event(get_logger("environment"), logging.WARNING, "not_a_host_of_the_exchange", host=judged.authority)
        http, ws = ("https", "wss") if judged.secure else ("http", "ws")
        return cls(
            name=judged.authority,
            rest=f"{http}://{judged.authority}",
            ws_api=f"{ws}://{judged.authority}{_WS_API_PATH}",
            streams=f"{ws}://{judged.authority}",
        )

    @classmethod
    def _of(cls, name: str, each: _Published) -> "Environment":
        return cls(name=name, rest=each.rest, ws_api=each.ws_api, streams=each.streams)


_ALLOWED = "Allowed: live, testnet, mock, or a URL such as http://127.0.0.1:8080."


def _variables(environ: Mapping[str, str] | None) -> tuple[str, str]:
    source = os.environ if environ is None else environ
    return source.get(_VARIABLE, "").strip(), source.get(_MOCK_VARIABLE, "").strip()


def _published() -> Mapping[str, _Published]:
    from binance_usdm_api.service import ENVIRONMENTS

    return ENVIRONMENTS


def _hosts(each: _Published) -> frozenset[str]:
    urls = (each.rest, each.ws_api, each.streams, *(url for _, url in each.alternatives))
    return frozenset(url.split("://", 1)[1].split("/", 1)[0] for url in urls)


def _hosts_for_tests() -> frozenset[str]:
    return frozenset(host for name, each in _published().items() if name != "live" for host in _hosts(each))


def _unknown(what: str, value: str, names: tuple[str, ...]) -> ConfigError:
    from difflib import get_close_matches

    lower = value.lower()
    meant = _OTHER_NAMES.get(lower) or next(iter(get_close_matches(lower, (*names, "mock"), 1)), None)
    if "." in value:
        hint = f"For a host, write its scheme too: https://{printable(value, 60)}."
    elif meant:
        hint = f"Did you mean {meant!r}? {_ALLOWED}"
    else:
        hint = _ALLOWED if value else f"It is empty. {_ALLOWED}"
    return ConfigError(f"{what} {printable(repr(value), 60)} is unknown.", hint=hint)
