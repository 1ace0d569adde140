"""A1, E1, FAILURES 106, 107: a wrong argument of a client or of its credentials is refused when it is made."""

from __future__ import annotations

from typing import Any

import pytest

from binance_usdm import AsyncClient, Client, ConfigError, Credentials, CredentialsError


@pytest.mark.parametrize(
    "arguments",
    [
        {"environment": "http://fapi.binance.com"},
        {"environment": "http://192.0.2.1"},
        {"environment": "https://fapi.binance.com.example.org"},
        {"environment": "https://user:secret@fapi.binance.com"},
        {"environment": "liev"},
        {"environment": "ftp://127.0.0.1"},
        {"environment": ""},
        {"environment": 7},
        {"settings": {"timeout": 5}},
        {"credentials": ("k" * 64, "s" * 64)},
        {"credentials": "k" * 64},
        {"proxy": "proxy.example:3128"},
        {"proxy": "ftp://proxy.example"},
        {"proxy": "http://user:hunter2secret@:3128"},
        {"proxy": ""},
        {"proxy": 7},
        {"carrier": "pigeon"},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_wrong_constructor_argument_is_refused(kind: type[Any], arguments: dict[str, Any]) -> None:
    """A1, FAILURES 106, 107: a ConfigError with a way out, and no secret in it."""
    with pytest.raises(ConfigError) as caught:
        kind(**arguments)
    text = str(caught.value)
    for secret in ("k" * 64, "s" * 64, "hunter2secret", "user:secret"):
        assert secret not in text
    assert caught.value.hint
    assert "Nothing was sent" in text


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_misspelt_argument_is_pythons_own_error(kind: type[Any]) -> None:
    """E3: constructors have a signature, not a sink."""
    with pytest.raises(TypeError, match="enviroment"):
        kind(enviroment="testnet")


@pytest.mark.parametrize("key", ["", " ", "ключ" * 16, "k k"])
def test_wrong_key_formats_are_refused(key: str) -> None:
    """A1: without showing them."""
    with pytest.raises(CredentialsError) as caught:
        Credentials(key, "s" * 64)
    assert "s" * 64 not in str(caught.value)


@pytest.mark.parametrize("secret", ["", " ", None, 7, b"", "k" * 64, "-----BEGIN PRIVATE KEY-----\nnonsense"])
def test_wrong_secrets_are_refused(secret: Any) -> None:
    """A1: empty, not text, the key itself, half a PEM."""
    with pytest.raises(CredentialsError) as caught:
        Credentials("k" * 64, secret)
    assert "nonsense" not in str(caught.value)
