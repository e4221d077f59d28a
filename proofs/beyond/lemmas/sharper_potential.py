r"""The potential of the sharper lower bound: its pieces, how they meet, and how fast they bend."""

from itertools import pairwise

from proofs.machinery.engine.proof import Proof

from sympy import Expr, Integer, Rational, Subs, log

from proofs.beyond.universal_lower import HALF, REACH, STEEP, below_the_entropy, falling
from symbolic.notation import d, positives, reals
from symbolic.relations import ge

x, eta = positives("x eta")
m = reals("m")[0]
FIFTH, SEAM, THIRD = Rational(1, 5), Rational(22, 75), Rational(1, 3)

WEIGHT = {
    "first": x**2,
    "flat": Rational(1, 25),
    "rising": (48 * x - 13) / 27,
    "falling": (10 * x - 1 - 18 * x**2) / 3,
    "last": (1 - STEEP * x) ** 2,
}
"""g on the five pieces of (0, 1/2], where phi'' = (1 - g)/x."""

SEAMS = (FIFTH, SEAM, THIRD, Rational(2, 5), HALF)
FALLING_LINE = Rational(4, 3) * log(Rational(5, 2))
RISING_LINE = FALLING_LINE + Rational(4, 27) * log(3)
FLAT_LINE = RISING_LINE + Rational(352, 675) * log(SEAM)
GAMMA = FLAT_LINE + log(5) / 25 - Rational(3203, 5625)
TAIL = Rational(2903, 5625) - log(2)
PIECES = {
    "first": x * log(x) - x**3 / 6 + GAMMA * x,
    "flat": 24 * x * log(x) / 25 + (FLAT_LINE - Rational(6181, 11250)) * x - Rational(2, 375),
    "rising": 40 * x * log(x) / 27 - 8 * x**2 / 9 + (RISING_LINE - Rational(6181, 11250)) * x + Rational(3602, 50625),
    "falling": (4 * x * log(x) - 5 * x**2) / 3 + x**3 + (FALLING_LINE - Rational(2431, 11250)) * x + Rational(53, 5625),
    "last": 2 * x**2 - 2 * x**3 / 3 - 11431 * x / 11250 - Rational(847, 5625),
    "right": TAIL * (1 - x) - 2 * x * (1 - x) - (1 - x) * log(1 - x),
}
WHERE = {
    "first": r"up to $\frac15$",
    "flat": r"from $\frac15$ to $\frac{22}{75}$",
    "rising": r"from $\frac{22}{75}$ to $\frac13$",
    "falling": r"from $\frac13$ to $\frac25$",
    "last": r"from $\frac25$ to $\frac12$",
    "right": r"from $\frac12$ on",
}
BOUND = log(d) - GAMMA + 1 / (6 * d**2)


def bend(piece: str) -> Expr:
    """The second derivative of phi on a piece."""
    return 4 - 1 / (1 - x) if piece == "right" else (1 - WEIGHT[piece]) / x


def potential(T: Proof) -> None:
    """The potential V, its smoothness and its value at the centre."""
    T.say(
        r"We compare every $h$ with one function $V = -\sum_i \phi(x_i)$ on the simplex. In universal-lower $\phi'' = "
        r"(1 - g)/x$ on $(0, \frac12]$ with $g = m^2$, $m = \min(x, 1-2x)$. That is more than the proof needs: $g$ may "
        r"be smaller between $\frac15$ and $\frac13$ if it is a little larger between $\frac13$ and $\frac25$, and in "
        r"all this makes $V(u)$ larger. So let $g$ be $x^2$ up to $\frac15$, $\frac{1}{25}$ up to $\frac{22}{75}$, "
        r"$\frac{1}{27}(48x-13)$ up to $\frac13$, $\frac13(10x-1-18x^2)$ up to $\frac25$, and $(1-2x)^2$ up to "
        r"$\frac12$. Let $\phi'' = (1 - g)/x$ there, and $\phi'' = 4 - 1/(1-x)$ on $[\frac12, 1)$ as before. We "
        r"integrate twice: up to $\frac12$, $\phi(x) = x\ln x + \Gamma x - \int_0^x \frac{(x-y)g(y)}{y}\,dy$, and $\Gamma$ is "
        r"what lets $\phi$ end in $\phi(1) = 0$. Piece by piece:"
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
            )  # fmt: skip
    T.identity(
        "vertex", Subs(PIECES["right"], x, 1 - eta), (TAIL - 2) * eta + 2 * eta**2 - eta * log(eta),
        r"With $0\ln 0 = 0$ the first piece vanishes at 0, and the last, in $\eta = 1 - x$, at 1. So $V$ vanishes "
        r"at the vertices.",
    )  # fmt: skip
    T.identity(
        "centre", -d * PIECES["first"].subs(x, 1 / d), BOUND,
        r"At the centre $u$ all entries are $1/d$, at most $\frac15$ for $d \ge 5$: there $V(u)$ is the bound of the "
        r"theorem.",
    )  # fmt: skip
    on_rising, on_falling = [ge(x - SEAM, 0), ge(THIRD - x, 0)], [ge(x - THIRD, 0), ge(Rational(2, 5) - x, 0)]
    T.forall(
        "least-rising", on_rising, ge(WEIGHT["rising"], FIFTH**2),
        r"Moreover $g \ge \frac{1}{25}$ from $\frac15$ to $\frac25$: up to $\frac13$",
        form=Rational(48, 27) * (x - SEAM),
    )  # fmt: skip
    T.forall(
        "least-falling", on_falling, ge(WEIGHT["falling"], FIFTH**2), r"and from there.",
        form=[6 * (Rational(2, 5) - x) * (x - THIRD), Rational(16, 15) * (Rational(2, 5) - x)],
    )  # fmt: skip
    T.forall(
        "root", [ge(m, 0), ge(m**2, FIFTH**2)], ge(m, FIFTH),
        r"Let $m = \sqrt{g}$. It is $x$, at least $\frac15$, or $1 - 2x$; so $m(x) \ge \min(x, \frac15, 1-2x)$.",
        form=(m**2 - FIFTH**2) / (m + FIFTH),
    )  # fmt: skip
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
    )  # fmt: skip
    falling(T, "last", WHERE["last"], bend("last"), -Integer(4), REACH["middle"])
    falling(T, "right", WHERE["right"], bend("right"), -1 / (1 - x) ** 2, REACH["right"])
