"""The command line: ``tightmax``, the same as ``python -m proofs``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from proofs import commands
from proofs.atomic import Unwritable
from proofs.registry import UnknownId
from proofs.report import USAGE

EXIT = """exit status:
  0  every verdict is the declared one
  1  some verdict is not
  2  usage or bad input
  3  undecided: a solver gave up, or a tool is missing under --require"""


class _Parser(argparse.ArgumentParser):
    """One clear line on bad usage, exit status 2."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message} (see `{self.prog} --help`)", file=sys.stderr)
        raise SystemExit(USAGE)


def _command(sub: Any, name: str, help: str, examples: str, exit: str = EXIT) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = sub.add_parser(
        name,
        help=help,
        description=help[0].upper() + help[1:] + ".",
        epilog=f"examples:\n{examples}\n\n{exit}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


def _json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")


def _prove(sub: Any) -> None:
    parser = _command(
        sub, "prove", "re-check every theorem and claim, or those named",
        "  tightmax prove\n  tightmax prove d3-optimum kappa\n  tightmax prove --json out.json",
    )  # fmt: skip
    parser.description = (
        "Re-check every theorem and claim, or those named.  The grade is the weakest of the steps, or FORMAL where Coq's "
        "kernel has accepted the whole conclusion as well; `make coq` builds the Coq proofs."
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help="theorem or claim ids (default: all)")
    parser.add_argument("--fresh", action="store_true", help="find the certificates anew, ignore the frozen ones")
    parser.add_argument("--pages", action="store_true", help="print each proof step by step")
    parser.add_argument("--smt", metavar="DIR", help="save the SMT-LIB text of every solver goal here")
    _json_option(parser)
    parser.set_defaults(run=commands.prove)


def _others(sub: Any) -> None:
    parser = _command(sub, "list", "theorems and claims", "  tightmax list\n  tightmax list --summary\n  tightmax list --json -")
    parser.add_argument("--summary", action="store_true", help="only count the claims by source and declared verdict")
    _json_option(parser)
    parser.set_defaults(run=commands.list_all)
    parser = _command(
        sub, "bounds", "proved enclosure of eps*_d beside the chain bound and ln d",
        "  tightmax bounds 2 3 4\n  tightmax bounds 2-64\n  tightmax bounds 1000000000 --json -\n"
        "  tightmax bounds 4 --figure bounds.svg",
    )  # fmt: skip
    parser.add_argument("dimensions", nargs="+", metavar="D", help="whole numbers from 2 to 1000000000, or ranges A-B")
    parser.add_argument("--figure", metavar="FILE", help="draw ln d minus every bound (.svg, .pdf, .png; needs matplotlib)")
    _json_option(parser)
    parser.set_defaults(run=commands.bounds)
    parser = _command(
        sub, "verify", "the standalone checkers on the certificates",
        "  tightmax verify\n  tightmax verify proofs/certificates/lower/chain-d3.json",
    )  # fmt: skip
    parser.add_argument("files", nargs="*", metavar="FILE", help="certificates (default: all frozen ones)")
    parser.set_defaults(run=commands.verify)
    parser = _command(
        sub, "latex", "the derivations as LaTeX, a file a theorem and a main file",
        "  tightmax latex\n  tightmax latex --out paper --pdf",
    )  # fmt: skip
    parser.add_argument("--out", default="out/latex", metavar="DIR", help="folder to write (default: out/latex)")
    parser.add_argument("--pdf", action="store_true", help="compile with latexmk")
    parser.add_argument("--require", action="store_true", help="a missing TeX is an error (exit status 3), not a skip")
    parser.set_defaults(run=commands.latex)


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    from importlib.metadata import PackageNotFoundError, version

    parser = _Parser(
        prog="tightmax",
        description="How tight can a smooth maximum be?  Theorems, certificates and bounds, machine-checked.",
        epilog=f"examples:\n  tightmax prove\n  tightmax bounds 2 3 4\n  tightmax latex --pdf\n\n{EXIT}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    try:
        found = version("tightmax")
    except PackageNotFoundError:
        found = "not installed"
    parser.add_argument("--version", action="version", version=f"tightmax {found}")
    sub = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _prove(sub)
    _others(sub)
    from numeric_checks import command as sweep

    swept = _command(sub, "sweep", "numeric attack on the statements", sweep.EXAMPLES, sweep.EXIT)
    sweep.add_arguments(swept)
    swept.set_defaults(run=sweep.main)
    from numeric_checks import bench

    help = "value and weights timed against SciPy, PyTorch, JAX and entmax, as ratios with their spread"
    timed = _command(sub, "bench", help, bench.EXAMPLES, bench.EXIT)
    bench.add_arguments(timed)
    timed.set_defaults(run=bench.main)
    try:
        from numeric_checks.experiments import command as experiment
    except ModuleNotFoundError:  # the wheel has none
        return parser

    help = "run an experiment: what was expected, what came out, and a figure"
    run = _command(sub, "experiment", help, experiment.EXAMPLES, experiment.EXIT)
    experiment.add_arguments(run)
    run.set_defaults(run=experiment.main)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; one clear line and exit status 2 on bad input."""
    try:
        args = build_parser().parse_args(argv)
        status: int = args.run(args)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        print("tightmax: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except (UnknownId, Unwritable, commands.BadInput) as error:
        print(f"tightmax: {error}", file=sys.stderr)
        return USAGE


if __name__ == "__main__":
    sys.exit(main())
