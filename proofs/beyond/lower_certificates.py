r"""Lower bounds in dimensions 5 to 10 by certificates found by linear programming."""

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Rational, log

from proofs.beyond.lemmas.best import ANEW, BEST, search
from symbolic.formulas.chain import bound
from symbolic.formulas.potentials import LOST
from symbolic.relations import gt


def closed_form(T: Proof, d: int) -> None:
    """The margins over the two bounds with a formula."""
    block = max(range(1, d), key=lambda k: bound(Rational(d), Rational(k)))
    _, best = BEST[d]
    T.exact(
        f"beats-two-level-d{d}", gt(best, bound(Rational(d), Rational(block))),
        rf"It is above the two-level bound with its best block, $k = {block}$,",
    )
    T.enclose(
        f"beats-universal-d{d}", gt(best, log(d) - LOST + Rational(1, 6 * d**2)),
        r"and above $\ln d - (\ln 3 - \frac{23}{27}) + \frac{1}{6d^2}$.",
    )


@theorem(
    "lower-certificates",
    title="Lower bounds in small dimensions beyond the closed formulas",
    source="new",
    conclusion="$" + r",\ ".join(rf"\varepsilon^*_{{{d}}} \ge {float(BEST[d][1]):.6f}" for d in BEST) + "$.",
    claim=[at_least(d, BEST[d][1]) for d in BEST],
    uses=["duality", "weighted-moves", "two-level", "universal-lower"],
    sketch=r"Each bound is a list of weighted moves in the sense of \ref{weighted-moves}: rational points of the "
    "simplex, jumps with mean zero from each, and weights that balance as a flow from the centre to the vertices. "
    "Half of the weighted sum of squared jumps, per unit of flow, is then a lower bound of the gap, and the checker "
    "proofs/verify.py adds it up in exact rationals. The lists come from linear programming: for finitely many "
    "points the least $h(e_1) - h(u)$ under all two-point inequalities of strong convexity is a linear program, and "
    "its dual weights are the moves. Weights are rounded, and small extra moves make mean and flow exact again, so "
    r"nothing of the search has to be trusted. Each value is above the best bound of \ref{two-level} and above the "
    r"one of \ref{universal-lower} in its dimension.",
)
def lower_certificates(T: Proof) -> None:
    T.say(
        r"For finitely many points of the simplex, the least $h(e_1) - h(u)$ under $h(y) \ge h(x) + \langle g_x, y - "
        r"x \rangle + \frac12\|y - x\|_1^2$ for all pairs of points, all permutations included, is a linear program. "
        r"Its dual weights, grouped by $x$ and averaged over the permutations that leave $x$ fixed, are weighted "
        r"moves. The points are first a grid and are then moved to where the bound rises. The weights are rounded, "
        r"and small extra moves make mean and flow exact; how they were found is of no importance."
    )
    for d in BEST:
        name, best = BEST[d]
        T.certificate(f"lower-d{d}", f"lower/{name}", at_least(d, best), rf"$d = {d}$, rounded down.")
        closed_form(T, d)
        if d in ANEW:
            T.certificate(
                f"search-d{d}", f"lower/{name}", at_least(d, ANEW[d]),
                r"A quick search finds this much from nothing.", search=search(f"quick-d{d}"),
            )


if __name__ == "__main__":
    lower_certificates.script()
