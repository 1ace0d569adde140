"""Make and check TLS contexts: the system's trust store, TLS 1.2 at least, verification always on."""

import ssl
from os import PathLike


def tls_context(ca_file: str | PathLike[str] | None = None) -> ssl.SSLContext:
    """Make a context that trusts the system's authorities.

    Args:
        ca_file: PEM file with authorities to trust as well, such as a company's own.

    Raises:
        ConfigError: The file cannot be read or holds no certificate.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise _refused(
                f"The file of extra certificate authorities cannot be used: {type(error).__name__}.",
                "Give the path of a readable PEM file with at least one certificate",
            ) from None
    return context


def checked_context(context: ssl.SSLContext) -> ssl.SSLContext:
    """Return a caller's context if it verifies the server.

    Args:
        context: The caller's own.

    Raises:
        ConfigError: Verification is off, or versions before TLS 1.2 are allowed.
    """
    if context.verify_mode != ssl.CERT_REQUIRED or not context.check_hostname:
        raise _refused(
            "The TLS context does not verify the server's certificate and name.",
            "Start from tls_context(); a private authority is added with its ca_file argument",
        )
    if context.minimum_version < ssl.TLSVersion.TLSv1_2:
        raise _refused("The TLS context allows versions before TLS 1.2.", "Set its minimum_version to TLSv1_2")
    return context


def _refused(what: str, hint: str) -> Exception:
    from binance_usdm_api.errors import ConfigError

    return ConfigError(what, hint=hint)
