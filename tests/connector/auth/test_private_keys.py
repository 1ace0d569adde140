"""A2: RSA and Ed25519 keys are taken in the forms that tools write, and what is no such key is explained."""

import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa, x25519
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from binance_usdm.auth import KeyKind, Secret
from binance_usdm.auth._pem import canonical, load_signer
from binance_usdm_api.errors import CredentialsError, MissingExtra

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED = ed25519.Ed25519PrivateKey.generate()


def pem(
    key: rsa.RSAPrivateKey
    | ed25519.Ed25519PrivateKey
    | ec.EllipticCurvePrivateKey
    | ed448.Ed448PrivateKey
    | x25519.X25519PrivateKey
    | dsa.DSAPrivateKey,
    form: PrivateFormat = PrivateFormat.PKCS8,
    lock: KeySerializationEncryption | None = None,
) -> str:
    return key.private_bytes(Encoding.PEM, form, lock or NoEncryption()).decode()


LOCK = BestAvailableEncryption(b"open sesame")
GOOD = {
    "RSA PKCS8": (pem(RSA), None, KeyKind.RSA),
    "RSA PKCS1": (pem(RSA, PrivateFormat.TraditionalOpenSSL), None, KeyKind.RSA),
    "RSA encrypted": (pem(RSA, lock=LOCK), "open sesame", KeyKind.RSA),
    "RSA encrypted the old way": (pem(RSA, PrivateFormat.TraditionalOpenSSL, LOCK), "open sesame", KeyKind.RSA),
    "Ed25519": (pem(ED), None, KeyKind.ED25519),
    "Ed25519 encrypted": (pem(ED, lock=LOCK), "open sesame", KeyKind.ED25519),
    "a passphrase too many": (pem(ED), "not needed", KeyKind.ED25519),
    "DOS line ends": (pem(ED).replace("\n", "\r\n"), None, KeyKind.ED25519),
    "text around": (f"\n my key\n{pem(ED)}\n", None, KeyKind.ED25519),
}


@pytest.mark.parametrize(("text", "passphrase", "kind"), GOOD.values(), ids=GOOD.keys())
def test_forms_that_are_taken(text: str, passphrase: str | None, kind: KeyKind) -> None:
    """PKCS8 and PKCS1, encrypted or not."""
    opener = Secret(passphrase) if passphrase else None
    assert kind == load_signer(Secret(text), opener).kind
    rewritten = canonical(Secret(text), opener)
    assert pem(RSA if kind is KeyKind.RSA else ED) == rewritten.reveal()


MIDDLE = pem(ED).splitlines()[1]
BAD = {
    "empty": (" \n", "The private key is empty."),
    "no PEM": ("abc", "The private key is not in PEM form: it has no line '-----BEGIN PRIVATE KEY-----'."),
    "public": (
        ED.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        "The private key is the public half; requests are signed with the private half.",
    ),
    "public PKCS1": (
        RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode(),
        "The private key is the public half; requests are signed with the private half.",
    ),
    "OpenSSH": (pem(ED, PrivateFormat.OpenSSH), "The private key is in OpenSSH form, which the exchange does not use."),
    "certificate": (
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "The private key is a PEM block of another kind (certificate), not a private key.",
    ),
    "cut off": (
        pem(RSA)[:800],
        "The private key is cut off: its line '-----END PRIVATE KEY-----' is missing.",
    ),
    "damaged": (
        pem(ED).replace(MIDDLE, MIDDLE[:-8] + "AAAA????"),
        "The private key is damaged: what is between its first and last line is no key.",
    ),
    "too long": (
        pem(ED).replace(MIDDLE, "A" * 70000),
        "The private key has 70055 characters, which is too long for a private key.",
    ),
    "encrypted": (pem(ED, lock=LOCK), "The private key is encrypted and no passphrase was given."),
    "NIST curve": (
        pem(ec.generate_private_key(ec.SECP256R1())),
        "The private key is on the curve secp256r1; the exchange takes Ed25519 and RSA.",
    ),
    "wallet curve": (
        pem(ec.generate_private_key(ec.SECP256K1())),
        "The private key is on the curve secp256k1; the exchange takes Ed25519 and RSA.",
    ),
    "Ed448": (
        pem(ed448.Ed448PrivateKey.generate()),
        "The private key is of the kind Ed448; the exchange takes Ed25519 and RSA.",
    ),
    "X25519": (
        pem(x25519.X25519PrivateKey.generate()),
        "The private key is of the kind X25519; the exchange takes Ed25519 and RSA.",
    ),
    "short RSA": (
        pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)),  # noqa: S505 - that is what is refused
        "The private key is an RSA key of 1024 bits; the exchange takes 2048 and more.",
    ),
}


@pytest.mark.parametrize(("text", "what"), BAD.values(), ids=BAD.keys())
def test_what_is_wrong_with_a_private_key(text: str, what: str) -> None:
    """Each mistake has its own sentence and says what to do."""
    with pytest.raises(CredentialsError) as caught:
        load_signer(Secret(text), None)
    assert what == caught.value.what
    assert caught.value.hint


@pytest.mark.parametrize("text", [pem(ED, lock=LOCK), pem(RSA, PrivateFormat.TraditionalOpenSSL, LOCK)])
def test_a_wrong_passphrase(text: str) -> None:
    """It is told from a damaged key."""
    with pytest.raises(CredentialsError) as caught:
        load_signer(Secret(text), Secret("wrong"))
    assert "The private key could not be opened: the passphrase is wrong." == caught.value.what


def test_without_cryptography(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(MissingExtra) as caught:
        load_signer(Secret(pem(ED)), None)
    assert "Run: pip install 'binance-usdm[keys]'" == caught.value.hint
