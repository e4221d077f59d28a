r"""The potential of the sharper lower bound: its pieces, how they meet, and how fast they bend."""

from itertools import pairwise

from proofs.machinery.engine.proof import Proof

from sympy import Integer, Rational, Subs, log

from proofs.beyond.lemmas.imbalance import REACH, below_the_entropy, falling
from proofs.machinery.engine import lemma
from symbolic.formulas import sharper_potential as sharper
from symbolic.formulas.potentials import HALF, eta, m, x
from symbolic.formulas.sharper_potential import FIFTH, PIECES, SEAM, SEAMS, TAIL, THIRD, WEIGHT, WHERE, bend
from symbolic.notation import d
from symbolic.relations import ge


def potential(T: Proof) -> None:
    """The potential V, its smoothness and its value at the centre."""
    T.say(
        r"We compare every $h$ with one function $V = -\sum_i \phi(x_i)$ on the simplex. In universal-lower $\phi'' = "
        r"(1 - g)/x$ on $(0, \frac12]$ with $g = m^2$, $m = \min(x, 1-2x)$. That is more than the proof needs: $g$ "
        r"may be smaller between $\frac15$ and $\frac13$ if it is a little larger between $\frac13$ and $\frac25$, "
        r"and in all this makes $V(u)$ larger. Let $g$ be $x^2$ up to $\frac15$, $\frac{1}{25}$ up to "
        r"$\frac{22}{75}$, $\frac{1}{27}(48x-13)$ up to $\frac13$, $\frac13(10x-1-18x^2)$ up to $\frac25$, and "
        r"$(1-2x)^2$ up to $\frac12$. Let $\phi'' = (1 - g)/x$ there, and again $\phi'' = 4 - 1/(1-x)$ on $[\frac12, "
        r"1)$. We integrate twice: up to $\frac12$, $\phi(x) = x\ln x + \Gamma x - \int_0^x \frac{(x-y)g(y)}{y}\,dy$, "
        r"and $\Gamma$ is what lets $\phi$ end in $\phi(1) = 0$. Piece by piece:"
    )
    for piece, function in PIECES.items():
        T.derivative(f"bend-{piece}", function, x, bend(piece), f"the second derivative {WHERE[piece]};", order=2)
    for at, (below, above) in zip(SEAMS, pairwise(PIECES), strict=True):
        for order, word in enumerate(("value", "slope", "bend")):
            end = r", so $\phi$ is $C^2$ in $(0,1)$." if (order, at) == (2, HALF) else ","
            sides = [bend(s) if order == 2 else PIECES[s].diff(x, order) for s in (below, above)]
            T.identity(
                f"{word}-{below}-{above}", Subs(sides[0], x, at), Subs(sides[1], x, at),
                rf"the {word}s agree at ${at}$" + end,
            )
    T.identity(
        "vertex", Subs(PIECES["right"], x, 1 - eta), (TAIL - 2) * eta + 2 * eta**2 - eta * log(eta),
        r"With $0\ln 0 = 0$ the first piece vanishes at 0, and the last, in $\eta = 1 - x$, at 1. So $V$ vanishes "
        r"at the vertices.",
    )
    T.identity(
        "centre", -d * PIECES["first"].subs(x, 1 / d), sharper.BOUND,
        r"At the centre $u$ all entries are $1/d$, at most $\frac15$ for $d \ge 5$: there $V(u)$ is the bound of the "
        r"theorem.",
    )
    on_rising, on_falling = [ge(x - SEAM, 0), ge(THIRD - x, 0)], [ge(x - THIRD, 0), ge(Rational(2, 5) - x, 0)]
    T.forall(
        "least-rising", on_rising, ge(WEIGHT["rising"], FIFTH**2),
        r"Moreover $g \ge \frac{1}{25}$ from $\frac15$ to $\frac25$: up to $\frac13$",
        form=Rational(48, 27) * (x - SEAM),
    )
    T.forall(
        "least-falling", on_falling, ge(WEIGHT["falling"], FIFTH**2), r"and from there.",
        form=[6 * (Rational(2, 5) - x) * (x - THIRD), Rational(16, 15) * (Rational(2, 5) - x)],
    )
    T.forall(
        "root", [ge(m, 0), ge(m**2, FIFTH**2)], ge(m, FIFTH),
        r"Let $m = \sqrt{g}$. It is $x$, at least $\frac15$, or $1 - 2x$; so $m(x) \ge \min(x, \frac15, 1-2x)$.",
        form=(m**2 - FIFTH**2) / (m + FIFTH),
    )
    below_the_entropy(T, PIECES["right"], TAIL, r"$1 + \frac{2903}{5625} > \ln 2$")


def small_steps(T: Proof) -> None:
    """How fast phi'' may change."""
    T.say(r"How much does $\phi''$ change along $v$? For entries $x \le 1 - \eta$, with $0 < \eta \le \frac12$:")
    room = (1 - 2 * eta) * (1 + 2 * eta) / (eta * x) ** 2
    falling(T, "first", WHERE["first"], bend("first"), -1 - 1 / x**2, REACH["left"])
    for piece, slope in (("flat", Rational(24, 25)), ("rising", Rational(40, 27))):
        falling(T, piece, WHERE[piece], bend(piece), -slope / x**2, [room, (4 - slope) / x**2])
    falling(
        T, "falling", WHERE["falling"], bend("falling"), 6 - Rational(4, 3) / x**2,
        [room, Rational(8, 3) / x**2, Integer(6)],
        given=(ge(Rational(2, 5) - x, 0),),
        form=[6 * (Rational(2, 5) - x) * (Rational(2, 5) + x) / x**2, Rational(28, 75) / x**2],
    )
    falling(T, "last", WHERE["last"], bend("last"), -Integer(4), REACH["middle"])
    falling(T, "right", WHERE["right"], bend("right"), -1 / (1 - x) ** 2, REACH["right"])


if __name__ == "__main__":
    lemma.script(__file__)
