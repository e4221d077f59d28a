r"""Upper bounds in dimensions 4 and 5 by tables on a lattice."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, log

from proofs.beyond.lemmas.best import LATTICES, WALKS, search
from symbolic.notation import EpsStar
from symbolic.relations import gt, le, lt

LEFT = {4: Rational(4, 1000), 5: Rational(5, 1000)}
"""Dimension -> more than what is left between the walk and the table."""


@theorem(
    "lattice-certificates",
    title="Upper bounds in small dimensions by tables on a lattice",
    source="new",
    conclusion="$" + r",\ ".join(rf"\varepsilon^*_{d} \le {float(bound):.6f}" for d, bound in LATTICES.items()) + "$.",
    claim=[le(EpsStar(d), bound) for d, bound in LATTICES.items()],
    uses=["lattices", "walk-certificates", "universal-upper"],
    ends=[", ".join(f"claim {number}" for number, _ in enumerate(LATTICES, 1))],
    sketch=r"Each bound is a table of values on a lattice that satisfies the hypotheses of \ref{lattices}; the "
    r"checker proofs/verify\_lattice.py tests all second differences in integers and computes the bound $c(0) + "
    r"\frac16 2^{d-1}(d-1)A$. The least such table solves the same stopping problem as the walks of "
    r"\ref{walk-certificates}, now from above; policy iteration finds it in floating point and its values are rounded "
    "up, none of which needs to be trusted. The bounds lie below the gap of the universal smoothing "
    r"(\ref{universal-upper}), and within $0.004$ at $d = 4$ and $0.005$ at $d = 5$ of the lower bounds by walks. A "
    r"table at $d = 3$ is there for comparison, where the optimum $\frac89$ is known.",
)
def lattice_certificates(T: Proof) -> None:
    T.say(
        r"The least table on the lattice of step $h$ solves the problem of optimal stopping behind the walks; "
        r"policy iteration solves it in floating point, and the values are rounded up. Nothing of this has to be "
        r"trusted: the checker tests all second differences in integers. Where the lowest entries are far below the "
        r"largest the table is that of the point with these entries raised."
    )
    T.certificate(
        "example", "lattice/lattice-d3", le(EpsStar(3), Rational(8902, 10**4)),
        r"For comparison, at $d = 3$ the least gap is known to be $\frac89 = 0.888\dots$.", search=search("lattice-d3"),
    )
    for d, bound in LATTICES.items():
        name = f"lattice-d{d}"
        T.certificate(
            name, f"lattice/{name}", le(EpsStar(d), bound), rf"$d = {d}$, rounded up.", search=search(name)
        )
        T.enclose(
            f"beats-universal-d{d}", gt(log(d) - log(2) + Rational(1, 2) - bound, 0),
            r"It is below the gap of the universal smoothing,",
        )
        T.exact(
            f"left-d{d}", lt(bound - WALKS[d], LEFT[d]),
            rf"and less than ${float(LEFT[d])}$ above the bound by a walk (walk-certificates).",
        )


if __name__ == "__main__":
    lattice_certificates.script()
