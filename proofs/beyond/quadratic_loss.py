r"""The universal potential loses at most $1 - \sum x_i^2$ at any point."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, log

from symbolic.formulas.potentials import LOST
from symbolic.formulas.universal import SAVED
from symbolic.notation import EpsStar, d, positives, reals
from symbolic.relations import ge, gt, le, lt

(z,) = positives("z")
S, y, Y = reals("S y Y")
LOSS = LOST - SAVED


@theorem(
    "quadratic-loss",
    title="Near the vertices the universal smoothing loses nothing",
    source="new",
    conclusion=r"Let $h$ be symmetric and 1-strongly convex in $\|\cdot\|_1$ on the simplex, $h_1$ its value at the "
    r"vertices, and $U$ as in pointwise-lower. Then $h(x) + U(x) - (1 - \sum x_i^2) \le h_1$ at every point of the "
    r"simplex, so that nothing is lost near the vertices; at the centre, $\varepsilon^*_d \ge \ln d - (\ln 2 - "
    r"\frac12) - 1 + \frac1d$ for every $d \ge 2$.",
    claim=[ge(EpsStar(d), log(d) - SAVED - 1 + 1 / d)],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["duality", "universal-lower", "pointwise-lower"],
    ends=["setting", "claim 1, everywhere, all-entries-step"],
    sketch=r"\ref{pointwise-lower} says $h + V \le h_1$ on the whole simplex and compares $V$ with the universal "
    "potential $U$ entry by entry. Its constant loss is wasteful near a vertex, where nothing is lost at all. Here "
    r"each entry $z$ is given the budget $z(1-z)$ instead: up to $\frac12$ the loss $L_0z$ is within it because $L_0 "
    r"< \frac12$, and beyond $\frac12$ the loss is only $\frac{1}{54}(1 - z)$. The budgets add up to $\sum x_i(1-x_i) "
    r"= 1 - \sum x_i^2$, which vanishes at the vertices and is $1 - \frac1d$ at the centre. There the resulting bound "
    r"is weaker than \ref{universal-lower}, as $\ln 3 - \frac{23}{27}$ is less than $\ln 2$; the point of the "
    "statement is the rest of the simplex.",
)
def quadratic_loss(T: Proof) -> None:
    T.say(r"By entries: $1 - \sum x_i^2 = \sum x_i(1 - x_i)$, and an entry $z$ contributes $y$ to $U - V$.")
    T.enclose("small-loss", lt(LOSS, Rational(1, 2)), r"$L_0 = \ln\frac32 - \frac{19}{54} < \frac12$.")
    T.forall(
        "below-half", [gt(z, 0), le(2 * z, 1), le(y, LOSS * z), lt(LOSS, Rational(1, 2))], le(y, z * (1 - z)),
        r"Up to $\frac12$ we have $y \le L_0z$ (pointwise-lower), which is at most $z(1-z)$,",
        form=[LOSS * z - y, z * (Rational(1, 2) - LOSS), z * (1 - 2 * z) / 2],
    )
    T.forall(
        "beyond-half", [gt(z, 0), ge(2 * z, 1), le(z, 1), le(y, (1 - z) / 54)], le(y, z * (1 - z)),
        r"and beyond $\frac12$ even $\frac{1}{54}(1 - z)$.",
        form=[(1 - z) / 54 - y, (2 * z - 1) * (1 - z) / 2, (1 - z) * (Rational(1, 2) - Rational(1, 54))],
    )
    T.induction(
        "all-entries", base=le(y, z * (1 - z)), base_given=[le(y, z * (1 - z))], given=[le(S, Y), le(y, z * (1 - z))],
        step=le(S + y, Y + z * (1 - z)), step_form=[Y - S, z * (1 - z) - y],
        moves={S: S + y, Y: Y + z * (1 - z)}, start={S: 0, Y: 0},
        text=r"All together: $U - V \le 1 - \sum x_i^2$.",
    )
    T.formally(
        "everywhere", "TightMax.LimitLoss.quadratic_loss",
        r"As $h + V \le h_1$ at every point, so is $h + U - (1 - \sum "
        r"x_i^2)$.",
    )
    T.identity(
        "centre", -d * (log(1 / d) / d + SAVED / d) - (1 - d * (1 / d) ** 2), log(d) - SAVED - 1 + 1 / d,
        r"At the centre $U = \ln d - (\ln 2 - \frac12)$ and $\sum x_i^2 = \frac1d$.",
    )
    T.enclose("weaker", lt(LOST, SAVED + Rational(1, 2)), r"(universal-lower is stronger there, from $d = 2$ on: here")
    T.forall(
        "bound", [ge(EpsStar(d), log(d) - LOST + 1 / (6 * d**2)), lt(LOST, SAVED + Rational(1, 2)), ge(d, 2), gt(d, 0)],
        ge(EpsStar(d), log(d) - SAVED - 1 + 1 / d),
        r"$\frac1d \le \frac12$.) So the bound of the theorem follows at the centre in both ways.",
        form=[EpsStar(d) - (log(d) - LOST + 1 / (6 * d**2)), SAVED + Rational(1, 2) - LOST, (d - 2) / (2 * d),
              1 / (6 * d**2)],
    )


if __name__ == "__main__":
    quadratic_loss.script()
