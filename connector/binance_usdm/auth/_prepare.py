"""From the texts of a key to what signs with it, every text checked on the way."""

from binance_usdm_api.errors import CredentialsError

from ._format import hmac_text, key_text, length_note, some_text
from ._pem import is_pem, load_signer, unfold
from ._secret import NotText, Secret
from ._signing import HmacSigner, Signer


def prepare(
    key: Secret | NotText,
    secret: Secret | NotText,
    key_label: str = "The API key",
    secret_label: str = "The API secret",  # noqa: S107 - what messages call it
    passphrase: Secret | None = None,
) -> tuple[Secret, Signer, tuple[str, ...]]:
    """Return the checked identifier, its signer, and remarks that are no errors.

    Args:
        key: The key's identifier.
        secret: The HMAC secret, or the PEM text of a private key.
        key_label: What messages call the identifier.
        secret_label: What messages call the secret.
        passphrase: Opens an encrypted private key.

    Raises:
        CredentialsError: The key or the secret cannot be one; the message says why without showing it.
        MissingExtra: An RSA or Ed25519 key needs the package cryptography.
    """
    checked, hidden = key_text(key, key_label), some_text(secret, secret_label)
    if is_pem(hidden.reveal()):
        return checked, load_signer(unfold(hidden), passphrase, secret_label), ()
    hidden = hmac_text(hidden, secret_label)
    if checked == hidden:
        raise CredentialsError(
            "The API key and its secret are the same text.", hint="The exchange shows two different ones."
        )
    notes = tuple(note for note in (length_note(checked, key_label), length_note(hidden, secret_label)) if note)
    return checked, HmacSigner(hidden), notes
