"""The command line: ``binance-usdm``.

Every command lives in a module of its own that is imported when it is asked for, so that ``--help`` and a mistyped
command answer at once.
"""

from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The words after the program's name; those of the process by default.

    Returns:
        The exit code: 0 ok, 1 refused by the exchange, 2 bad input, 3 authentication, 4 not sent, 5 outcome unknown,
        130 interrupted.
    """
    try:
        from ._main import run

        return run(argv)
    except KeyboardInterrupt:
        # Before or after the command itself, which tells more.
        return 130
