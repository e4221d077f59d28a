r"""LogSumExp is optimal up to an additive constant, in every dimension."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Rational, Subs, log

from proofs.beyond.lemmas.imbalance import (
    REACH,
    balanced,
    below_the_entropy,
    case_a,
    case_b,
    falling,
    least_imbalance,
    one_large,
)
from proofs.beyond.lemmas.maximum_principle import maximum_principle, short_steps
from symbolic.formulas import potentials
from symbolic.formulas.potentials import HALF, LOST, WHERE, x
from symbolic.notation import EpsStar, d, reals
from symbolic.relations import ge, le

y, X = reals("y X")


@theorem(
    "universal-lower",
    title="LogSumExp is optimal up to an additive constant",
    source="new",
    conclusion=r"$\varepsilon^*_d \ge \ln d - (\ln 3 - \frac{23}{27}) + \frac{1}{6d^2}$ for every $d \ge 2$, where "
    r"$\ln 3 - \frac{23}{27} = 0.24676\dots$.",
    claim=[ge(EpsStar(d), log(d) - LOST + 1 / (6 * d**2))],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["duality", "lse-conjugate", "d2-optimum"],
    sketch=r"By \ref{duality} every smoothing has a function $h$ on the simplex, 1-strongly convex in $\|\cdot\|_1$ "
    "and without loss symmetric, and its gap is at least $h(e_1) - h(u)$. Compare $h$ with one explicit potential $V "
    r"= -\sum\phi(x_i)$ that vanishes at the vertices: if at every other point $-V$ bends along some direction no "
    r"more than the square of its $\ell_1$ norm, then $h + kV$ with $k < 1$ cannot have its supremum there, because a "
    r"short step back and forth gains (maximum principle). Hence $h + V \le h(e_1)$, and the gap is at least $V(u)$. "
    "The work is to find the direction: split the entries into two sets of nearly equal mass and move proportionally "
    r"to them. A least imbalance $\delta$ costs $\delta^2/(1-\delta^2)$, which is paid by lowering the entropy's "
    r"curvature to $(1 - m^2)/x$ with $m = \min(x, 1 - 2x)$; that this is enough is shown first where the least entry "
    r"of the heavier set is at most $1 - 2\max x$, then where it is larger. Integrating this $\phi''$ twice gives the "
    r"constant $\ln 3 - \frac{23}{27}$ and $\frac{1}{6d^2}$; $d = 2$ is \ref{d2-optimum}.",
)
def universal_lower(T: Proof) -> None:
    potential(T)
    below_the_entropy(T, potentials.RIGHT, potentials.TAIL, r"$1 + \frac{14}{27} > \ln 2$")
    one_large(T)
    least_imbalance(T)
    balanced(T)
    cases(T)
    small_steps(T)
    short_steps(T)
    maximum_principle(T, 3)
    two_entries(T)


def potential(T: Proof) -> None:
    """The potential V, its smoothness and its value at the centre."""
    T.say(
        r"We compare every $h$ with one function $V = -\sum_i \phi(x_i)$ on the simplex. Let $m(x) = \min(x, 1-2x)$ "
        r"and $\phi'' = (1 - m^2)/x$ on $(0, \frac12]$, $\phi'' = 4 - 1/(1-x)$ on $[\frac12, 1)$. Explicitly $\phi$ "
        r"is $x\ln x - \frac16x^3 + (\ln 3 - \frac{23}{27})x$ up to $\frac13$, $2x^2 - \frac23x^3 - \frac{55}{54}x - "
        r"\frac{4}{27}$ up to $\frac12$, and $(\frac{14}{27} - \ln 2)(1-x) - 2x(1-x) - (1-x)\ln(1-x)$ from there, "
        r"with $0\ln 0 = 0$; $\phi(0) = \phi(1) = 0$, and $V$ vanishes at the vertices."
    )
    pieces = potentials.bends()
    for piece, (function, bend) in pieces.items():
        T.derivative(f"bend-{piece}", function, x, bend, f"The second derivative {WHERE[piece]}:", order=2)
    for below, above, seam, at in (("left", "middle", "third", 3), ("middle", "right", "half", 2)):
        for order, word in enumerate(("value", "slope", "bend")):
            one, two = pieces[below], pieces[above]
            left, right = (one[1], two[1]) if order == 2 else (one[0].diff(x, order), two[0].diff(x, order))
            T.identity(
                f"{seam}-{word}", Subs(left, x, Rational(1, at)), Subs(right, x, Rational(1, at)),
                rf"the {word}s agree at $1/{at}$" + (", so $\\phi$ is $C^2$ in $(0,1)$." if order == 2 == at else ","),
            )
    T.identity(
        "centre", -d * potentials.LEFT.subs(x, 1 / d), log(d) - LOST + 1 / (6 * d**2),
        r"At the centre $u$ all entries are $1/d$, at most $\frac13$ for $d \ge 3$: there $V(u)$ is the bound of the "
        r"theorem.",
    )


def cases(T: Proof) -> None:
    """R is large enough in each of three cases."""
    T.forall(
        "floor", [le(x, X), le(y, 1 - potentials.STEEP * X)], ge(1 - potentials.STEEP * x, y),
        r"Let $X = \max x$. Where $x_i \ge y$ and $y \le 1 - 2X$, $m(x_i) \ge y$:",
        form=[potentials.STEEP * (X - x), 1 - potentials.STEEP * X - y],
    )
    T.say(r"Case A: $a \le 1 - 2X$. Then $m \ge a$ on all entries from $a$ on, in particular on $P$.")
    case_a(T)
    case_b(T, "This proves (*).")


def small_steps(T: Proof) -> None:
    """How fast phi'' may change."""
    T.say(r"How much does $\phi''$ change along $v$? For entries $x \le 1 - \eta$, with $0 < \eta \le \frac12$:")
    slopes = {"left": -potentials.CURB - 1 / x**2, "middle": -Integer(4), "right": -1 / (1 - x) ** 2}
    for piece, (_, bend) in potentials.bends().items():
        falling(T, piece, WHERE[piece], bend, slopes[piece], REACH[piece])


def two_entries(T: Proof) -> None:
    """The one dimension where V(u) is not the bound."""
    Vu = log(d) - LOST + 1 / (6 * d**2)
    T.enclose("two-entries", ge(HALF, Vu.subs(d, 2)), r"At $d = 2$ the bound is below $\varepsilon^*_2 = \frac12$.")


if __name__ == "__main__":
    universal_lower.script()
