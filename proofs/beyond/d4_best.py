r"""The best proved enclosure in dimension four.   [plan 4 and 7]"""

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Rational

from proofs.beyond.lemmas.best import ANEW, BEST, UPPER, search
from proofs.machinery.search.searches import SEARCHES
from symbolic.notation import EpsStar
from symbolic.relations import gt, le, lt

NAME, LOWER = BEST[4]
GRIDS = {
    16: Rational(593734735469, 507948894208),
    20: Rational(23449640364438288, 20002900540769375),
    24: Rational(1096244715104295857268329227, 933202301470443449288487840),
}
"""Denominator of the grid -> the optimum of the linear program, exactly."""
WIDTH = Rational(52, 10000)


@theorem(
    "d4-best",
    title="Four entries: the best proved enclosure",
    source="plan 4 and 7",
    conclusion=rf"${float(LOWER):.6f} \le \varepsilon^*_4 \le {float(UPPER)}$.",
    claim=[at_least(4, LOWER), le(EpsStar(4), UPPER)],
    uses=["duality", "weighted-moves", "upper-d4"],
    ends=["claim 1, claim 2"],
)
def d4_best(T: Proof) -> None:
    T.say(
        r"Linear programs over the points with denominator $N$, all permutations included, propose weighted moves "
        r"(see lower-certificates). Their optima, exactly:"
    )
    for n, value in GRIDS.items():
        T.certificate(
            f"grid-{n}", f"lower/lp-d4-n{n}", at_least(4, value),
            rf"$N = {n}$, with ${float(value):.7f}\dots$ above the bound $\frac76$ of the two-level path;",
            search=search(f"lp-d4-n{n}"),
        )
    for (few, less), (many, more) in zip(list(GRIDS.items()), list(GRIDS.items())[1:], strict=False):
        T.exact(f"grid-{many}-above-{few}", gt(more, less), rf"more points give more at $N = {many}$.")
    T.certificate(
        "lower", f"lower/{NAME}", at_least(4, LOWER),
        rf"From the grid $N = {SEARCHES[NAME].denominator}$ the points are moved to where the bound rises, in "
        r"steps that shrink. The weights are rounded and mended by small moves. Rounded down the bound is",
    )
    T.exact("beats-the-grids", gt(LOWER, max(GRIDS.values())), r"more than on any of these grids.")
    T.certificate(
        "search", f"lower/{NAME}", at_least(4, ANEW[4]),
        r"A quick search finds this much from nothing.", search=search("quick-d4"),
    )
    T.exact(
        "width", lt(UPPER - LOWER, WIDTH),
        rf"The upper end is that of upper-d4. So $\varepsilon^*_4$ is known up to {float(WIDTH)}; it has no known "
        rf"closed form.",
    )


if __name__ == "__main__":
    d4_best.script()
