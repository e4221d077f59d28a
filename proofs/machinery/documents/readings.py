"""Sign for what a reader joins: `python -m proofs.machinery.documents.readings ID ...` shows it, `--sign` signs for it.

Shown is every sentence of the conclusion with what it ends in. Who signs says: I have read these sentences against
these steps, and they amount to them. See `proofs.machinery.engine.readings` for what the signature is bound to.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.engine import readings
from proofs.machinery.engine.claim import Claim
from proofs.machinery.engine.tie import targets
from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.checkout import check_checkout
from proofs.machinery.output.endings import ending
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.files import write_text
from proofs.machinery.output.parser import parser
from symbolic.printing.plain import goal_line, plain
from symbolic.sentences import sentences

NAME = "proofs.machinery.documents.readings"
EXAMPLES = f"""examples:
  python -m {NAME} softplus-gap           its sentences, and the steps in which they end
  python -m {NAME} softplus-gap --sign    I have read them
"""


def shown(owner: Theorem | Claim) -> list[str]:
    """Return the lines that show every sentence of a conclusion with the steps in which it ends."""
    goals = {step.name: goal_line(step.goal) for step in owner.derivation.steps}
    lines = [f"{owner.id}: {plain(owner.statement.title)}"]
    for place, sentence in enumerate(sentences(owner.statement.conclusion)):
        lines.append(f"  {plain(sentence)}")
        names = targets(owner.statement.ends[place]) if place < len(owner.statement.ends) else tuple(goals)
        lines += [f"      {name}: {goals.get(name, '')}".rstrip(": ") for name in names]
    return lines


def _owner(id: str) -> Theorem | Claim:
    found = registry.theorems().get(id) or registry.claims().get(id)
    if found is None:
        raise BadInput(f"there is no theorem or claim {id!r}: `tightmax list` shows them")
    return found


def _run(argv: Sequence[str] | None) -> int:
    made = parser(NAME, f"python -m {NAME}", "Show what a reader joins, and sign for it.", EXAMPLES)
    made.add_argument(
        "ids", nargs="*", metavar="ID", help="theorems and claims; all that are not current, if none is given",
    )
    made.add_argument("--sign", action="store_true", help="write the signature into proofs/records/readings.json")
    args = made.parse_args(argv)
    check_checkout(f"python -m {NAME}")
    every: list[Theorem | Claim] = [*registry.theorems().values(), *registry.claims().values()]
    digests = {
        owner.id: readings.digest(
            owner, [registry.theorem(id).statement for id in owner.statement.uses],
        ) for owner in every
    }
    stale = [owner.id for owner in every if readings.signed().get(owner.id) != digests[owner.id]]
    chosen = [_owner(id) for id in args.ids or stale]
    for owner in chosen:
        print("\n".join(shown(owner)))
    print(f"{len(chosen)} read" if args.sign else f"{len(chosen)} shown, {len(stale)} in all to be read")
    if args.sign:
        kept = {id: value for id, value in readings.signed().items() if id in digests}
        kept |= {owner.id: digests[owner.id] for owner in chosen}
        write_text(
            readings.FILE,
            json.dumps({owner.id: kept[owner.id] for owner in every if owner.id in kept}, indent=1) + "\n",
        )
    return MATCHES


def main(argv: Sequence[str] | None = None) -> int:
    """Show what a reader joins, or with `--sign` sign for it."""
    return ending(NAME, lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
