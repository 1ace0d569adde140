"""The command line of the code generator: ``check`` and ``generate``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from binance_usdm_codegen._mistake import CatalogueError

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="binance-usdm-codegen", description="From the catalogue to the generated package."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="report all mistakes of the catalogue")
    generate = commands.add_parser("generate", help="write everything that comes from the catalogue")
    for command in (check, generate):
        command.add_argument(
            "--spec", type=Path, default=Path("spec"), metavar="DIR", help="the catalogue (default: spec)"
        )
    generate.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="root of the project (default: here)")
    generate.add_argument("--check", action="store_true", help="write nothing; fail when something is stale")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 when all is well, 1 when the catalogue has mistakes or something is stale.
    """
    arguments = _parser().parse_args(argv)
    from binance_usdm_codegen._load import load

    try:
        catalogue = load(arguments.spec)
    except CatalogueError as error:
        for mistake in error.mistakes:
            sys.stderr.write(f"{mistake}\n")
        sys.stderr.write(f"{len(error.mistakes)} mistakes; nothing was generated.\n")
        return 1
    if arguments.command == "check":
        sys.stdout.write(
            f"{arguments.spec}: {len(catalogue.operations)} operations, {len(catalogue.streams)} streams, "
            f"{len(catalogue.user_events)} user events, {len(catalogue.models)} models, {len(catalogue.errors)} error codes: good.\n"
        )
        return 0
    return _generate(arguments, catalogue)


def _generate(arguments: argparse.Namespace, catalogue: object) -> int:
    from binance_usdm_codegen._catalogue import Catalogue
    from binance_usdm_codegen._generate import generate, stale
    from binance_usdm_codegen._openapi_client import GenerationError

    if not isinstance(catalogue, Catalogue):
        raise TypeError
    try:
        if arguments.check:
            found = stale(catalogue, arguments.out)
            for path in found:
                sys.stderr.write(f"{path.as_posix()} is stale; run: make generate\n")
            return 1 if found else 0
        changed = generate(catalogue, arguments.out)
    except GenerationError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{len(changed)} files written or removed.\n" if changed else "Everything is up to date.\n")
    return 0
