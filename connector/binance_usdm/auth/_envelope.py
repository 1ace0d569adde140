"""Encrypt one stored key with a passphrase: scrypt makes the cipher key, AES-256-GCM encrypts and authenticates.

Rules of this module:

- Pure: salt and nonce are arguments, fresh ones for every sealing.
- What stands beside the ciphertext in clear (name, kind, first characters of the key, cost) is authenticated with it.
- Three failures are told apart. A digest over the whole record shows damage and edits; a proof, derived from the
  passphrase beside the cipher key, shows a wrong passphrase; the tag of AES-GCM shows what was changed with care.
- The cost is read from the file and bounded, so that a hostile file cannot use up the memory.
- Opening returns a `Complaint` where it fails and never raises, because its frames see plain text.
"""

import hashlib
import hmac
from importlib.util import find_spec

import msgspec

from binance_usdm_api.errors import MissingExtra

from ._format import Complaint
from ._secret import Secret
from ._signing import KeyKind
from ._stored import KeyEntry

CIPHER = "scrypt+aes-256-gcm"
_MOST_MEMORY = 256 << 20
_MOST_WORK = 1 << 24


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What scrypt costs; the default takes 64 MiB and a few tenths of a second."""

    n: int = 1 << 16
    r: int = 8
    p: int = 2

    def bearable(self) -> bool:
        """Say whether this is a cost that scrypt knows and a computer can pay."""
        if not (1 < self.n <= _MOST_WORK and self.n & (self.n - 1) == 0 and 0 < self.r <= 64 and 0 < self.p <= 64):
            return False
        return 128 * self.n * self.r <= _MOST_MEMORY and self.n * self.r * self.p <= _MOST_WORK


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key as the file holds it; binary values in base64."""

    kind: KeyKind
    shown: str
    cipher: str
    cost: Cost
    salt: bytes
    proof: bytes
    nonce: bytes
    data: bytes
    digest: str


class _Content(msgspec.Struct, frozen=True):
    api_key: str
    secret: str

    def __repr__(self) -> str:
        return "_Content(***)"


def require_cryptography() -> None:
    """Make sure that files can be encrypted.

    Raises:
        MissingExtra: The package cryptography is not installed.
    """
    if find_spec("cryptography") is None:
        raise MissingExtra("An encrypted key file", "keys")


def enclose(
    entry: KeyEntry, content: tuple[Secret, Secret], passphrase: Secret, salt: bytes, nonce: bytes, cost: Cost
) -> Envelope:
    """Return a key encrypted.

    Args:
        entry: What stays readable.
        content: The API key and its secret.
        passphrase: What opens it again.
        salt: 16 random bytes.
        nonce: 12 random bytes.
        cost: What a guess at the passphrase shall cost.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, proof = _derive(passphrase, salt, cost)
    bare = Envelope(entry.kind, entry.shown, CIPHER, cost, salt, proof, nonce, b"", "")
    full = msgspec.structs.replace(bare, data=AESGCM(key).encrypt(nonce, _packed(content), _claims(entry.name, bare)))
    return msgspec.structs.replace(full, digest=_digest(entry.name, full))


def disclose(name: str, envelope: Envelope, passphrase: Secret, where: str) -> tuple[Secret, Secret] | Complaint:
    """Return the API key and the secret, or why they cannot be had."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, proof = _derive(passphrase, envelope.salt, envelope.cost)
    if not hmac.compare_digest(proof, envelope.proof):
        return Complaint(f"The passphrase for key {name!r} in {where} is wrong.", "Try again with the right one.")
    try:
        plain = AESGCM(key).decrypt(envelope.nonce, envelope.data, _claims(name, envelope))
        content = msgspec.json.decode(plain, type=_Content)
    except (InvalidTag, ValueError):
        return Complaint(
            f"Key {name!r} in {where} was tampered with: the passphrase is right and the content is not authentic.",
            "Do not use it. Find out who changed the file, replace the key at the exchange and store the new one.",
        )
    return Secret(content.api_key), Secret(content.secret)


def damage(name: str, envelope: Envelope, where: str) -> Complaint | None:
    """Return why an entry cannot even be tried, or None; needs no passphrase."""
    if envelope.cipher != CIPHER:
        return Complaint(
            f"Key {name!r} in {where} is encrypted in a way that this version does not know.",
            "Upgrade: pip install --upgrade binance-usdm",
        )
    if not hmac.compare_digest(_digest(name, envelope).encode(), envelope.digest.encode()):
        return Complaint(
            f"Key {name!r} in {where} is damaged or was changed by hand.",
            "Restore the file from a copy, or remove the key and store it again.",
        )
    if not envelope.cost.bearable():
        return Complaint(f"Key {name!r} in {where} asks for an impossible amount of work.", "Store the key again.")
    return None


def _derive(passphrase: Secret, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    kdf = Scrypt(salt=salt, length=64, n=cost.n, r=cost.r, p=cost.p)
    both = kdf.derive(passphrase.reveal().encode("utf-8", "surrogatepass"))
    return both[:32], both[32:]


def _packed(content: tuple[Secret, Secret]) -> bytes:
    return msgspec.json.encode(_Content(content[0].reveal(), content[1].reveal()))


def _claims(name: str, envelope: Envelope) -> bytes:
    return msgspec.json.encode(
        (name, envelope.kind, envelope.shown, envelope.cipher, envelope.cost, envelope.salt, envelope.proof),
        order="sorted",
    )


def _digest(name: str, envelope: Envelope) -> str:
    return hashlib.sha256(b"\n".join((_claims(name, envelope), envelope.nonce, envelope.data))).hexdigest()
