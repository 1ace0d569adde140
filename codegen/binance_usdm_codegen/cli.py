"""The command line of the code generator: ``check``, ``generate``, ``drift`` and ``impact``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._mistake import CatalogueError

__all__ = ["main"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="binance-usdm-codegen", description="From the catalogue to the generated package."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="report all mistakes of the catalogue")
    generate = commands.add_parser("generate", help="write everything that comes from the catalogue")
    drift = commands.add_parser("drift", help="how the catalogue differs from the newest official SDK")
    for command in (check, generate, drift):
        command.add_argument(
            "--spec", type=Path, default=Path("spec"), metavar="DIR", help="the catalogue (default: spec)"
        )
    generate.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="root of the project (default: here)")
    generate.add_argument("--check", action="store_true", help="write nothing; fail when something is stale")
    drift.add_argument(
        "--sdk", type=Path, metavar="PATH", help="where it is unpacked (default: an installed one, else a download)"
    )
    drift.add_argument("--json", action="store_true", help="print JSON, with the accepted differences")
    impact = commands.add_parser("impact", help="what an edit of the catalogue does to the public Python API")
    impact.add_argument("old", type=Path, metavar="OLD_SPEC", help="the catalogue as it was published")
    impact.add_argument("spec", type=Path, nargs="?", default=Path("spec"), metavar="NEW_SPEC", help="default: spec")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 when all is well, 1 when the catalogue has mistakes, something is stale or drift is unexplained; 2 when drift
        cannot be told, because of mistakes or for want of an SDK.
    """
    arguments = _parser().parse_args(argv)
    from binance_usdm_codegen._load import load

    try:
        catalogue = load(arguments.spec)
        if arguments.command == "impact":
            from binance_usdm_codegen._impact import compare

            sys.stdout.write(f"{compare(load(arguments.old), catalogue).text()}\n")
            return 0
    except CatalogueError as error:
        for mistake in error.mistakes:
            sys.stderr.write(f"{mistake}\n")
        count = len(error.mistakes)
        sys.stderr.write(f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was generated.\n")
        return 2 if arguments.command == "drift" else 1
    if arguments.command == "check":
        sys.stdout.write(f"{_summary(arguments.spec, catalogue)}\n")
        return 0
    if arguments.command == "drift":
        from binance_usdm_codegen._drift import run

        return run(catalogue, arguments.sdk, as_json=arguments.json)
    return _generate(arguments, catalogue)


def _summary(spec: Path, catalogue: Catalogue) -> str:
    counts = (
        (len(catalogue.operations), "operations"),
        (len(catalogue.streams), "streams"),
        (len(catalogue.user_events), "user events"),
        (len(catalogue.models), "models"),
        (len(catalogue.errors), "error codes"),
    )
    return f"{spec}: {', '.join(f'{count} {what}' for count, what in counts)}: good."


def _generate(arguments: argparse.Namespace, catalogue: Catalogue) -> int:
    from binance_usdm_codegen._generate import generate, stale
    from binance_usdm_codegen._openapi_client import GenerationError

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
