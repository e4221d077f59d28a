"""The work of `tightmax graph`."""

from __future__ import annotations

import argparse

from proofs.machinery.documents import graph, terminal
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.files import check_writable, write_json, write_text
from proofs.machinery.output.page_width import page_width


def run(args: argparse.Namespace) -> int:
    """Print the graph, or write the picture or the JSON."""
    for file in (args.svg, args.json):
        if file is not None:
            check_writable(file)
    arrows = graph.around(args.ids) if args.ids else graph.uses()
    out = terminal.console(stderr=args.json == "-")
    width = page_width(None)
    names = max(map(len, arrows)) + 4
    if args.svg is not None:
        write_text(args.svg, graph.svg(arrows))
        out.print(f"wrote {args.svg}", markup=False)
    if args.json is not None:
        write_json(args.json, {id: list(used) for id, used in arrows.items()})
    if args.svg is None and args.json is None:
        for line in graph.text(arrows):
            out.print(terminal.wrapped(line.lstrip(), width, " " * (len(line) - len(line.lstrip())), " " * names))
    return MATCHES
