r"""Lower bounds in dimensions 5 to 10 by certificates found by linear programming.   [plan 7]"""

from collections.abc import Callable

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Rational, log

from proofs.beyond.universal_lower import LOST
from proofs.paper.two_level import bound
from symbolic.relations import gt

BEST: dict[int, tuple[str, Rational]] = {
    4: ("best-d4", Rational(1181836, 10**6)),
    5: ("best-d5", Rational(1402880, 10**6)),
    6: ("best-d6", Rational(1582049, 10**6)),
    7: ("best-d7", Rational(1729270, 10**6)),
    8: ("best-d8", Rational(1850601, 10**6)),
    9: ("best-d9", Rational(1967848, 10**6)),
    10: ("best-d10", Rational(2062748, 10**6)),
}
"""Dimension -> the best certificate and its bound, rounded down; 4 belongs to the theorem d4-best."""

ANEW: dict[int, Rational] = {
    4: Rational(1180, 1000),
    5: Rational(1401, 1000),
    6: Rational(1579, 1000),
}
"""What the quick search must find anew: less than BEST, and another processor may take another path."""

DIMENSIONS = tuple(d for d in BEST if d > 4)


def search(name: str) -> Callable[[], str]:
    """The search behind a certificate, not begun."""

    def anew() -> str:
        from proofs.machinery.search.searches import find  # the solver is loaded only where it is needed

        return find(name)

    return anew


def closed_form(T: Proof, d: int) -> None:
    """The margins over the two bounds with a formula."""
    block = max(range(1, d), key=lambda k: bound(Rational(d), Rational(k)))
    _, best = BEST[d]
    T.exact(
        f"beats-two-level-d{d}", gt(best, bound(Rational(d), Rational(block))),
        rf"It is above the two-level bound with its best block, $k = {block}$,",
    )  # fmt: skip
    T.enclose(
        f"beats-universal-d{d}", gt(best, log(d) - LOST + Rational(1, 6 * d**2)),
        r"and above $\ln d - (\ln 3 - \frac{23}{27}) + \frac{1}{6d^2}$.",
    )  # fmt: skip


@theorem(
    "lower-certificates",
    title="Lower bounds in small dimensions beyond the closed formulas",
    source="plan 7",
    conclusion="$" + r",\ ".join(rf"\varepsilon^*_{{{d}}} \ge {float(BEST[d][1]):.6f}" for d in DIMENSIONS) + "$.",
    claim=[at_least(d, BEST[d][1]) for d in DIMENSIONS],
    uses=["duality", "weighted-moves", "two-level", "universal-lower"],
)
def lower_certificates(T: Proof) -> None:
    T.say(
        r"For finitely many points of the simplex, the least $h(e_1) - h(u)$ under $h(y) \ge h(x) + \langle g_x, y - x "
        r"\rangle + \frac12\|y - x\|_1^2$ for all pairs of points, all permutations included, is a linear program. Its "
        r"dual weights, grouped by $x$ and averaged over the permutations that leave $x$ fixed, are weighted moves. The "
        r"points are first a grid and are then moved to where the bound rises. The weights are rounded, and small extra "
        r"moves make mean and flow exact, so that how they were found is of no importance."
    )
    for d in DIMENSIONS:
        name, best = BEST[d]
        T.certificate(f"lower-d{d}", f"lower/{name}", at_least(d, best), rf"$d = {d}$, rounded down.")
        closed_form(T, d)
        if d in ANEW:
            T.certificate(
                f"search-d{d}", f"lower/{name}", at_least(d, ANEW[d]),
                r"A quick search finds this much from nothing.", search=search(f"quick-d{d}"),
            )  # fmt: skip


if __name__ == "__main__":
    lower_certificates.script()
