"""Make a signer of a PEM private key, or tell exactly why it cannot be done.

Rules of this module:

- The functions that see plain text return a result or a `Complaint`; `load_signer`, which raises, holds `Secret`s only.
- The package cryptography (the extra `keys`) loads with the first key that needs it.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from binance_usdm_api.errors import MissingExtra

from ._format import Complaint, pem_label
from ._secret import Secret
from ._signing import Ed25519Signer, RsaSigner

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_SMALLEST_RSA = 2048
_LONGEST = 65536
_MAKE = "Make a key the exchange takes: openssl genpkey -algorithm ed25519 -out key.pem"


def load_signer(pem: Secret, passphrase: Secret | None, label: str = "The private key") -> RsaSigner | Ed25519Signer:
    """Return the signer of a PEM private key.

    Args:
        pem: PKCS8 or PKCS1 text, encrypted or not.
        passphrase: Opens an encrypted key; ignored for one that is not encrypted.
        label: How messages call the key.

    Raises:
        CredentialsError: It is not a private key, not one the exchange takes, or the passphrase is missing or wrong.
        MissingExtra: The package cryptography is not installed.
    """
    key = _key(pem, passphrase, label)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519Signer(key) if isinstance(key, Ed25519PrivateKey) else RsaSigner(key)


def canonical(pem: Secret, passphrase: Secret | None, label: str = "The private key") -> Secret:
    """Return a private key as unencrypted PKCS8 text, to be encrypted by a key store.

    Args:
        pem: As for `load_signer`.
        passphrase: As for `load_signer`.
        label: As for `load_signer`.

    Raises:
        CredentialsError: As for `load_signer`.
        MissingExtra: The package cryptography is not installed.
    """
    key = _key(pem, passphrase, label)
    return Secret(_written(key), remembered=False)


def is_pem(text: str) -> bool:
    """Say whether a text holds a PEM block, of whatever kind."""
    return pem_label(text) is not None


def unfold(pem: Secret) -> Secret:
    """Give a PEM text its line breaks back, which environment files write as backslash and n."""
    if "\n" in pem.reveal().strip():
        return pem
    return Secret(pem.reveal().replace("\\n", "\n"))


def is_encrypted(text: str) -> bool:
    """Say whether a PEM text needs a passphrase."""
    return pem_label(text) == "ENCRYPTED PRIVATE KEY" or "Proc-Type: 4,ENCRYPTED" in text


def _complaint(text: str, has_passphrase: bool, label: str) -> Complaint | None:
    kind = pem_label(text)
    found: Complaint | None = None
    if not text.strip():
        found = Complaint(f"{label} is empty.", _MAKE)
    elif kind is None:
        found = Complaint(
            f"{label} is not in PEM form: it has no line '-----BEGIN PRIVATE KEY-----'.",
            "Convert a DER key with: openssl pkey -inform DER -in key.der -out key.pem",
        )
    elif kind.endswith("PUBLIC KEY"):
        found = Complaint(
            f"{label} is the public half; requests are signed with the private half.",
            "Give the exchange the public key and this program the private one.",
        )
    elif kind == "OPENSSH PRIVATE KEY":
        found = Complaint(
            f"{label} is in OpenSSH form, which the exchange does not use.",
            "Convert an RSA key with 'ssh-keygen -p -m PKCS8 -f FILE', or make a new one: "
            "openssl genpkey -algorithm ed25519 -out key.pem",
        )
    elif not kind.endswith("PRIVATE KEY"):
        found = Complaint(f"{label} is a PEM block of another kind ({kind.lower()}), not a private key.", _MAKE)
    elif f"-----END {kind}-----" not in text:
        found = Complaint(f"{label} is cut off: its line '-----END {kind}-----' is missing.", "Copy the whole file.")
    elif len(text) > _LONGEST:
        found = Complaint(f"{label} has {len(text)} characters, which is too long for a private key.", _MAKE)
    elif is_encrypted(text) and not has_passphrase:
        found = Complaint(
            f"{label} is encrypted and no passphrase was given.",
            "Pass passphrase=, or set BINANCE_PRIVATE_KEY_PASSPHRASE.",
        )
    return found


def _key(pem: Secret, passphrase: Secret | None, label: str) -> "RSAPrivateKey | Ed25519PrivateKey":
    complaint = _complaint(pem.reveal(), passphrase is not None, label)
    if complaint is not None:
        raise complaint.error()
    if find_spec("cryptography") is None:
        raise MissingExtra("Signing with RSA and Ed25519 keys", "keys")
    loaded = _load(pem.reveal(), passphrase, label)
    if isinstance(loaded, Complaint):
        raise loaded.error()
    return loaded


def _load(text: str, passphrase: Secret | None, label: str) -> "RSAPrivateKey | Ed25519PrivateKey | Complaint":
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    password = None
    if passphrase is not None and is_encrypted(text):
        password = passphrase.reveal().encode("utf-8", "surrogatepass")
    try:
        key = load_pem_private_key(text.encode("utf-8", "replace"), password)
    except UnsupportedAlgorithm:
        return Complaint(f"{label} uses an algorithm that is not supported.", _MAKE)
    except (TypeError, ValueError):
        if password is not None:
            return Complaint(f"{label} could not be opened: the passphrase is wrong.", "Try again with the right one.")
        return Complaint(f"{label} is damaged: what is between its first and last line is no key.", "Copy it again.")
    return _accepted(key, label)


def _accepted(key: "PrivateKeyTypes", label: str) -> "RSAPrivateKey | Ed25519PrivateKey | Complaint":
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if isinstance(key, Ed25519PrivateKey):
        return key
    if isinstance(key, RSAPrivateKey):
        if key.key_size >= _SMALLEST_RSA:
            return key
        return Complaint(
            f"{label} is an RSA key of {key.key_size} bits; the exchange takes {_SMALLEST_RSA} and more.",
            "Make a new one: openssl genrsa -out key.pem 2048",
        )
    if isinstance(key, EllipticCurvePrivateKey):
        return Complaint(f"{label} is on the curve {key.curve.name}; the exchange takes Ed25519 and RSA.", _MAKE)
    kind = type(key).__name__.removesuffix("PrivateKey")
    return Complaint(f"{label} is of the kind {kind}; the exchange takes Ed25519 and RSA.", _MAKE)


def _written(key: "RSAPrivateKey | Ed25519PrivateKey") -> str:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
