r"""Lower bounds in dimensions 4 to 10 by walks on a lattice."""

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Rational, log

from proofs.beyond.lemmas.best import BEST, WALKS, search
from symbolic.relations import gt, lt

LEFT = {
    4: Rational(11, 1000), 5: Rational(8, 1000), 6: Rational(7, 1000), 7: Rational(8, 1000), 8: Rational(10, 1000),
    9: Rational(16, 1000), 10: Rational(22, 1000),
}
"""Dimension -> more than what is left between the walk and the universal smoothing."""


@theorem(
    "walk-certificates",
    title="Lower bounds in small dimensions by walks on a lattice",
    source="new",
    conclusion="$" + r",\ ".join(rf"\varepsilon^*_{{{d}}} \ge {float(bound):.6f}" for d, bound in WALKS.items()) + "$.",
    claim=[at_least(d, bound) for d, bound in WALKS.items()],
    uses=["walks", "lower-certificates", "universal-upper"],
    ends=[", ".join(f"claim {number}" for number, _ in enumerate(WALKS, 1))],
    sketch="Each bound is a file of rational values on a lattice, with one move at each point, that satisfies the "
    r"hypothesis of \ref{walks}; the checker proofs/verify\_walk.py tests it in integers, and the value at the origin "
    "is the bound. The tables approximate the optimal stopping problem behind the least smoothing: policy iteration "
    "solves it in floating point, the states that the walk visits are kept, values are rounded down. Search and "
    "rounding need not be trusted. For $d = 5$ to $10$ each value is above the bound by weighted moves "
    r"(\ref{lower-certificates}), and for every dimension enclosures say how much is left to the gap of the universal "
    r"smoothing (\ref{universal-upper}): less than $0.011$ at $d = 4$, $0.008$ at $5$, $0.022$ at $10$.",
)
def walk_certificates(T: Proof) -> None:
    T.say(
        r"The value of the best walk on a lattice of step $h$ solves a finite problem of optimal stopping, which "
        r"policy iteration solves in floating point. Of its states those are kept that the walk visits from the "
        r"origin; straight runs are joined to one move, values are rounded down. Nothing of this has to be trusted: "
        r"the checker tests the inequality of walks at every state in integers. The table of a dimension contains "
        r"states of all smaller ones, to which the walk goes over where its last entry is far below."
    )
    for d, bound in WALKS.items():
        name = f"walk-d{d}"
        T.certificate(
            f"walk-d{d}", f"walk/{name}", at_least(d, bound), rf"$d = {d}$, rounded down.", search=search(name)
        )
        if d in BEST:
            T.exact(
                f"beats-moves-d{d}", gt(bound, BEST[d][1]),
                r"It is above the bound by weighted moves (lower-certificates),",
            )
        T.enclose(
            f"left-d{d}", lt(log(d) - log(2) + Rational(1, 2) - bound, LEFT[d]),
            rf"{'and the' if d in BEST else 'The'} universal smoothing is less than ${float(LEFT[d])}$ above it.",
        )


if __name__ == "__main__":
    walk_certificates.script()
