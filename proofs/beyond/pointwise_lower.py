r"""The potentials of the lower bounds hold at every point, and lose little against the universal one."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational, Subs

from symbolic.formulas import potentials
from symbolic.formulas.potentials import LEFT, MIDDLE, RIGHT
from symbolic.formulas.universal import LARGE, SAVED, SMALL
from symbolic.notation import d, positives, reals, x
from symbolic.relations import ge, le, lt

(z,) = positives("z")
y, H, S, Z, top = reals("y H S Z h_1")
h, U, V, W = Function("h"), Function("U"), Function("V"), Function("W")
LOSS, BAR = potentials.LOST - SAVED, Rational("0.0537")
"""How far V is below U at most, and a number above it."""


@theorem(
    "pointwise-lower",
    title="The lower bounds hold at every point of the simplex",
    source="new",
    conclusion=r"Let $h$ be symmetric and 1-strongly convex in $\|\cdot\|_1$ on the simplex and $h_1$ its value at the "
    r"vertices. Let $V$ and $W$ be the potentials of universal-lower and of sharper-lower, and $U = -\sum(\phi(x_i) "
    r"+ (\ln 2 - \frac12)x_i)$ with $\phi$ of universal-upper; all three vanish at the vertices. Then $h(x) + V(x) "
    r"\le h_1$ and $h(x) + W(x) \le h_1$ for every $x$ of the simplex, and $U(x) - (\ln\frac32 - \frac{19}{54}) \le "
    r"V(x)$, where $\ln\frac32 - \frac{19}{54} < 0.0537$.",
    claim=[le(h(x) + V(x), top), le(h(x) + W(x), top), ge(V(x), U(x) - LOSS), lt(LOSS, BAR)],
    variables=[(d, r"\{2, 3, \dots\}"), (x, r"\text{the simplex}"), (top, r"\mathbb{R}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["universal-upper", "universal-lower", "sharper-lower"],
    ends=["setting", "setting", "universal, sharper, together-step, loss"],
    sketch=r"The maximum principle of \ref{universal-lower} and \ref{sharper-lower} never looks at the centre: it "
    "bounds $h + V$ on the whole simplex by its value at the vertices, and the gap only uses the centre at the end. "
    r"So $h + V \le h_1$ and $h + W \le h_1$ hold at every point, with the same directions. What remains is to "
    "compare $V$ with the potential $U$ of the universal smoothing. Both are sums over the entries, so it is enough "
    r"to look at one entry $z$: up to $\frac13$ the difference $U - V$ is at most $L_0z$ with $L_0 = \ln\frac32 - "
    r"\frac{19}{54}$, between $\frac13$ and $\frac12$ it lies below a tangent because it is concave, and beyond it is "
    r"$\frac{1}{54}(1-z)$. Adding up over entries of total 1 gives $U - V \le L_0 < 0.0537$, so the universal "
    "potential is nearly a lower bound everywhere.",
)
def pointwise_lower(T: Proof) -> None:
    T.say(
        r"Both lower bounds come from one principle: $h + V$ is largest at a vertex if at every other point of the "
        r"simplex the second derivative of $-V$ along some direction is at most the square of its $\ell_1$ norm."
    )
    T.formally(
        "universal", "TightMax.LimitPotential.universal_lower_pointwise",
        r"universal-lower finds such a direction for its potential: $h + V \le h_1$ on the whole simplex, not at the "
        r"centre alone,",
    )
    T.formally(
        "sharper", "TightMax.LimitPotential.sharper_lower_pointwise", r"and so does sharper-lower: $h + W \le h_1$."
    )
    entry_by_entry(T)


def entry_by_entry(T: Proof) -> None:
    """What an entry contributes to U - V."""
    T.say(r"An entry $z$ contributes to $U - V$, less its share $L_0z$ with $L_0 = \ln\frac32 - \frac{19}{54}$:")
    small, large = SMALL.subs(potentials.x, z) + SAVED * z, LARGE.subs(potentials.x, z) + SAVED * z
    left, middle, right = (piece.subs(potentials.x, z) for piece in (LEFT, MIDDLE, RIGHT))
    T.identity("left", left - small - LOSS * z, -(z**3) / 6, r"up to $\frac13$ nothing that is positive,")
    between, third = middle - small - LOSS * z, Rational(1, 3)
    T.derivative("middle", between, z, -((1 - 2 * z) ** 2) / z, r"from there to $\frac12$ a concave function,", order=2)
    T.identity("value", Subs(between, z, third), Rational(-1, 162), r"of which the value at $\frac13$")
    T.identity("slope", Subs(between.diff(z), z, third), Rational(-1, 18), r"and the slope there are negative;")
    T.identity("right", right - large, (1 - z) / 54, r"and from $\frac12$ on the whole contribution is this,")
    T.enclose("tail", lt(Rational(1, 108), LOSS / 2), r"at most $\frac{1}{108}$, less than $\frac12L_0$.")
    T.induction(
        "together", base=le(y, LOSS * z), base_given=[le(y, LOSS * z)], given=[le(S, LOSS * Z), le(y, LOSS * z)],
        step=le(S + y, LOSS * (Z + z)), step_form=[LOSS * Z - S, LOSS * z - y],
        moves={S: S + y, Z: Z + z}, start={S: 0, Z: 0},
        text=r"So an entry contributes at most $L_0z$, and all together, as $\sum x_i = 1$: $U - V \le L_0$.",
    )
    T.enclose("loss", lt(LOSS, BAR), r"In decimals,")


if __name__ == "__main__":
    pointwise_lower.script()
