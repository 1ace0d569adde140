"""Arguments: argparse with plain sentences, suggestions, and no word of what was typed where a secret may be in it."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from typing import NoReturn

__all__ = ["Parser", "UsageError", "suggestion"]


class UsageError(Exception):
    """The words on the command line make no sense.

    Args:
        what: What was wrong.
        hint: What to do.
    """

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what} {hint}")
        self.what = what
        self.hint = hint


def suggestion(given: str, known: Iterable[str], otherwise: str) -> str:
    """Return "Did you mean ...?" with close spellings, or what to say where there are none."""
    # `order-new` and `newClientOrderId` are close to nothing letter by letter, but share words.
    names = list(known)
    close = get_close_matches(given.lower(), names, 3, 0.6)
    if not close:
        words = {word for word in _words(given) if len(word) > 2}
        ranked = sorted(
            ((len(words & set(_words(name))), name) for name in names), key=lambda each: (-each[0], each[1])
        )
        close = [name for shared, name in ranked[:3] if shared]
    if not close:
        return otherwise
    return f"Did you mean {' or '.join(close)}?"


def _words(name: str) -> list[str]:
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return spaced.replace("-", " ").replace("_", " ").split()


class Parser(argparse.ArgumentParser):
    """A parser of one command.

    Args:
        command: The words after ``binance-usdm``.
        write: Where help goes.
        described: What the command does.
        epilog: What follows the list of options.
    """

    def __init__(
        self, command: str, write: Callable[[str], None], described: str, epilog: str | None = None, **more: object
    ) -> None:
        super().__init__(
            prog=f"binance-usdm {command}".rstrip(),
            description=described,
            epilog=epilog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **more,  # type: ignore[arg-type]
        )
        self._write = write
        self.add_argument("-v", "--verbose", action="count", default=0, help="log to stderr; -vv logs everything")

    def _print_message(self, message: str, file: object = None) -> None:
        # Help is all that argparse prints here, and it goes where the answers go.
        del file
        if message:
            self._write(message)

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        text = message[:1].upper() + message[1:]
        raise UsageError(text if text.endswith((".", "?")) else f"{text}.", f"Try '{self.prog} --help'.")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return the parsed arguments.

        Raises:
            UsageError: A word is surplus or wrong. Unknown options are named without their values.
        """
        found, surplus = self.parse_known_args(list(words))
        if surplus:
            self.refuse(surplus)
        return found

    def refuse(self, surplus: Sequence[str]) -> NoReturn:
        """Refuse words that no argument takes.

        Raises:
            UsageError: Always.
        """
        option = next((word.partition("=")[0] for word in surplus if word.startswith("-")), None)
        if option is None:
            raise UsageError(f"There is one word too many: {_shown(surplus[0])}.", f"Try '{self.prog} --help'.")
        known = [flag for action in self._actions for flag in action.option_strings if flag.startswith("--")]
        hint = suggestion(option.lstrip("-"), [flag.lstrip("-") for flag in known], "").replace("mean ", "mean --")
        hint = hint.replace(" or ", " or --")
        raise UsageError(f"'{self.prog}' has no option {_shown(option)}.", f"{hint} Try '{self.prog} --help'.".strip())


def _shown(word: str) -> str:
    from binance_usdm_api.errors import printable

    return printable(repr(word), 60)
