"""Read and replace files that hold keys.

Rules of this module:

- A file that others can change is refused: whoever writes it decides where signed requests come from. One that others
  can read gives a warning in the log. Windows has other means and is not judged.
- A file is replaced whole: a new one beside it, flushed to the disk, then renamed over it. Whatever fails on the way,
  the old file is still there and complete.
"""

import contextlib
import logging
import os
import stat
from pathlib import Path

from binance_usdm_api.errors import CredentialsError

from ..observe import event, get_logger
from ._secret import Secret

_LARGEST = 1 << 20
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH

_log = get_logger("auth")


def read_private(path: Path, label: str) -> Secret:
    """Return what is in a key file.

    Args:
        path: Where it is.
        label: How messages call it, such as "the key file".

    Raises:
        CredentialsError: It is missing, not a regular file, too large, unreadable, or writable by others.
    """
    found = _read(path)
    if isinstance(found, Secret):
        return found
    what, hint = found
    raise CredentialsError(f"{label} {str(path)!r} {what}.", hint=hint)


def _read(path: Path) -> Secret | tuple[str, str]:
    # Directories and pipes are told apart before opening: opening a pipe would wait for a writer.
    try:
        before = path.stat()
        if stat.S_ISDIR(before.st_mode):
            return "is a directory", "Name the file in it."
        if not stat.S_ISREG(before.st_mode):
            return "is not a regular file", "Copy the key into a file of its own, readable by you alone."
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if os.name == "posix" and status.st_mode & _OTHERS_WRITE:
                return "can be changed by other users", f"Run: chmod 600 {path}"
            if status.st_size > _LARGEST:
                return f"has {status.st_size} bytes, which is too large for keys", "Check the path."
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return "does not exist", "Check the path; a relative one starts at the current directory."
    except PermissionError:
        return "may not be read by this user", f"Run as its owner: chmod 600 {path}"
    except (OSError, ValueError) as error:
        return f"cannot be read ({_reason(error)})", "Check the path."
    if os.name == "posix" and status.st_mode & _OTHERS_READ:
        event(_log, logging.WARNING, "key_file_readable_by_others", path=str(path), advice=f"chmod 600 {path}")
    return Secret(data.decode("utf-8", "replace"), remembered=False)


def replace_private(path: Path, data: bytes, label: str) -> None:
    """Put a new file in the place of an old one, readable by its owner alone.

    Args:
        path: Where it goes; a symbolic link stays one.
        data: The whole content.
        label: How messages call it.

    Raises:
        CredentialsError: It could not be written; the old file is as it was.
    """
    target = Path(os.path.realpath(path))
    fresh = target.with_name(f".{target.name}.{os.urandom(6).hex()}.new")
    failure: str | None = None
    try:
        _write(fresh, data)
        fresh.replace(target)
        _flush_directory(target.parent)
    except OSError as error:
        failure = _reason(error)
        with contextlib.suppress(OSError):
            fresh.unlink()
    if failure is not None:
        raise CredentialsError(
            f"{label} {str(path)!r} could not be written: {failure}.",
            hint="What was there before is unchanged. Make room or choose another place, then try again.",
        )


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - it is a descriptor
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_directory(path: Path) -> None:
    # The rename itself must survive a power cut; Windows cannot open directories, some file systems refuse the flush.
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else type(error).__name__
