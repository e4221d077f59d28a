r"""A potential found by a linear program and checked box by box: ln d - eps*_d < 0.234."""

from itertools import pairwise

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, Subs, log

from proofs.beyond.lemmas import arrangements
from proofs.beyond.lemmas.bernstein import bernstein
from proofs.beyond.lemmas.imbalance import DELTA, balanced, case_a, case_b, least_imbalance, one_large
from symbolic.formulas import piecewise_potential as piecewise
from symbolic.formulas import potentials
from symbolic.formulas.piecewise_potential import FLOOR, GAMMA, KNOTS, PIECES, SEAMS, VALUES, bend
from symbolic.formulas.potentials import NEEDED, SN, SP, delta, eta, m, x
from symbolic.formulas.universal import SAVED
from symbolic.notation import EpsStar, d, reals
from symbolic.relations import ge, gt, le, lt

y, z, X = reals("y z X")
LOST, WIDTH = Rational("0.234"), Rational("0.041")
BOUND = log(d) - LOST + 1 / (6 * d**2)
LEAST = Rational(arrangements.LEAST.numerator, arrangements.LEAST.denominator)


@theorem(
    "piecewise-lower",
    title="LogSumExp is less than 0.234 above the best",
    source="new",
    conclusion=r"$\varepsilon^*_d \ge \ln d - 0.234 + \frac{1}{6d^2}$ for every $d \ge 9$. So $\ln 2 - \frac12 \le "
    r"\ln d - \varepsilon^*_d < 0.234$ there, and this window is narrower than $0.041$.",
    claim=[
        ge(EpsStar(d), BOUND), ge(log(d) - EpsStar(d), SAVED), lt(log(d) - EpsStar(d), LOST), lt(LOST - SAVED, WIDTH),
    ],
    variables=[(d, r"\{9, 10, \dots\}")],
    hypotheses=[ge(d, 9)],
    witness={d: 9},
    uses=["duality", "universal-upper", "sharper-lower"],
    ends=["searched, principle, centre, gamma, value", "claim 2, claim 3, claim 4"],
    sketch=r"The potentials of \ref{universal-lower} and \ref{sharper-lower} give away at an entry $x$ a part $g(x)$ "
    r"of what the entropy bends, and what that costs is $\int \frac{(1-x)g(x)}{x}\,dx$. What forces $g$ up are points "
    r"without an even split: three entries $\frac13$ need $g(\frac13) = \frac19$, five entries $\frac15$ need "
    r"$g(\frac15) = \frac{1}{25}$, and so on. Between such entries $g$ may be much smaller. A linear program over "
    r"number partitions "
    r"says how small and proposes a $g$ with 14 knots. To see that it is enough everywhere, small entries and entries "
    r"near $\frac12$ are left to the old argument. What remains has at most four entries on the larger side, and as no "
    r"exchange makes a least imbalance smaller, there are so few arrangements that some 30000 boxes in exact "
    r"arithmetic settle them. \ref{separable-barrier} says how far sums over the entries can go at all.",
)
def piecewise_lower(T: Proof) -> None:
    potential(T)
    one_large(T)
    least_imbalance(T)
    balanced(T)
    small_entry(T)
    searched(T)
    bound(T)


def potential(T: Proof) -> None:
    """The potential V, its smoothness and how small g is at least."""
    knots = ", ".join(rf"\frac{{{knot.p}}}{{{knot.q}}}" for knot in KNOTS)
    values = ", ".join("f" if value == FLOOR else rf"{float(value):.4f}".rstrip("0") for value in VALUES)
    T.say(
        r"As in sharper-lower we compare every $h$ with a function $V = -\sum_i\phi(x_i)$, where $\phi'' = (1 - g)/x$ "
        r"on $(0, \frac12]$ and $\phi'' = 4 - 1/(1-x)$ on $[\frac12, 1)$. Here $g$ is $x^2$ up to $\frac{9}{80}$, "
        r"$(1-2x)^2$ from $\frac{9}{20}$ on, and in between linear from knot to knot: at the knots $" + knots + "$ it "
        r"has the values $" + values + r"$ with $f = (\frac{9}{80})^2$. They come from a linear program over number "
        r"partitions, which proposes and proves nothing. Piece by piece $\phi$ is $x\ln x$, $x^2$, $x^3$ and $x$ with "
        r"constant factors, and a constant:"
    )
    for number, (piece, function) in enumerate(PIECES.items(), 1):
        T.derivative(f"bend-{piece}", function, x, bend(piece), f"piece {number} has the second derivative", order=2)
    for at, (below, above) in zip(SEAMS, pairwise(PIECES), strict=True):
        for order, word in enumerate(("value", "slope", "bend")):
            sides = [bend(s) if order == 2 else PIECES[s].diff(x, order) for s in (below, above)]
            T.identity(
                f"{word}-{below}-{above}", Subs(sides[0], x, at), Subs(sides[1], x, at),
                rf"the {word}s agree at $\frac{{{at.p}}}{{{at.q}}}$,",
            )
    T.identity(
        "vertex", Subs(PIECES["right"], x, 1 - eta), (piecewise.TAIL - 2) * eta + 2 * eta**2 - eta * log(eta),
        r"and $\phi$ vanishes at 0 and, in $\eta = 1 - x$, at 1. So $\phi$ is continuous on $[0, 1]$ and $C^2$ inside, "
        r"and $V$ vanishes at the vertices.",
    )
    raised = [
        number for number, pair in enumerate(pairwise(VALUES[:-1]), 1) if pair != (FLOOR, FLOOR)
    ]
    for number in raised:
        (low, high), (u, v) = KNOTS[number - 1:number + 1], VALUES[number - 1:number + 1]
        T.forall(
            f"floor-{number}", [ge(x - low, 0), ge(high - x, 0)], ge(piecewise.WEIGHT[f"line-{number}"], FLOOR),
            r"Between two knots $g$ is at least the smaller value," if number > raised[0] else
            r"Up to $\frac{21}{50}$ no value of $g$ at a knot is less than the first:",
            form=[(u - FLOOR) * (high - x) / (high - low), (v - FLOOR) * (x - low) / (high - low)],
        )
    low, high = KNOTS[-2:]
    above = VALUES[-2] - (1 - potentials.STEEP * low) ** 2
    T.forall(
        "floor-last", [ge(x - low, 0), ge(high - x, 0)],
        ge(piecewise.WEIGHT[f"line-{len(KNOTS) - 1}"], (1 - potentials.STEEP * x) ** 2),
        r"and from there to $\frac{9}{20}$ it is above $(1 - 2x)^2$.",
        form=[4 * (x - low) * (high - x), above * (high - x) / (high - low)],
    )
    T.forall(
        "root", [ge(m, 0), gt(y, 0), ge(m**2, y**2)], ge(m, y),
        r"Let $m = \sqrt{g}$: it is at least $\min(x, \frac{9}{80}, 1 - 2x)$.", form=(m**2 - y**2) / (m + y),
    )


def small_entry(T: Proof) -> None:
    """The claim (*) where that lower bound of m is enough."""
    T.forall(
        "small", [le(x, X), le(y, 1 - potentials.STEEP * X)], ge(1 - potentials.STEEP * x, y),
        r"Let $X = \max x$ and $b = 1 - 2X$. Where $x_i \ge y$ and $y \le b$, $y \le \frac{9}{80}$, we have "
        r"$m(x_i) \ge y$:",
        form=[potentials.STEEP * (X - x), 1 - potentials.STEEP * X - y],
    )
    T.say(
        r"Case A: $a \le b$ and $a \le \frac{9}{80}$. Then $m \ge a$ on all entries from $a$ on, in particular on $P$."
    )
    case_a(T)
    T.say(r"Case B, below, is for $b \le \frac{9}{80}$ only.")
    case_b(T, r"This settles (*) if $a$ or $b$ is at most $\frac{9}{80}$.")


def searched(T: Proof) -> None:
    """The claim (*) for all other entries."""
    T.forall(
        "no-entry-near-half", [gt(1 - potentials.STEEP * X, KNOTS[0])], lt(X, (1 - KNOTS[0]) / 2),
        r"Case C: $a > \frac{9}{80}$ and $b > \frac{9}{80}$. No entry is above $\frac12(1 - \frac{9}{80})$, and $g \ge "
        r"(\frac{9}{80})^2$ on $P$.", form=(1 - potentials.STEEP * X - KNOTS[0]) / 2,
    )
    T.forall(
        "small-imbalance", [*DELTA, ge(LEAST - delta, 0), ge(SP, FLOOR * (1 + delta) / 2), ge(SN, 0)],
        ge(potentials.weight(SP, SN), NEEDED), r"If $\delta \le \frac{3}{40}$, that is enough.",
        form=[
            (SP - FLOOR * (1 + delta) / 2) / (1 + delta) ** 2, SN / (1 - delta) ** 2,
            *(part / ((1 + delta) * (1 - delta)) for part in
              bernstein(FLOOR * (1 - delta) / 2 - delta**2, [delta, LEAST - delta])),
        ],
    )
    T.forall(
        "exchange-several", [ge((delta - 2 * y) ** 2, delta**2), gt(y, 0)], ge(y, delta),
        r"Otherwise let $y = x(S) - x(T)$ for subsets $S$ of $P$ and $T$ of $N$. Exchanging them makes the imbalance "
        r"$|\delta - 2y|$, so if $y > 0$ then",
        form=((delta - 2 * y) ** 2 - delta**2) / (4 * y),
    )
    T.forall(
        "dust", [ge(y, delta), lt(z, delta)], gt(y - z, 0),
        r"and then an entry $z < \delta$ of $N$ that joins $T$ leaves $y - z$ positive, hence at least $\delta$ again: "
        r"all such entries of $N$ together, the dust, are at most $y - \delta$.", form=[y - delta, delta - z],
    )
    T.finite(
        "searched", arrangements.searched,
        r"With that the entries of $P$ and those of $N$ from $\delta$ on are searched: for each interval of imbalances "
        r"all choices of pieces of $g$ for them, as boxes, which are halved until the sums and the exchanges leave "
        r"nothing of them or $R \ge \delta^2/(1 - \delta^2)$ is certain. Between two knots $xg$ is a parabola; a sum "
        r"of parabolas over entries of known total is bounded with a multiplier. All of it is in whole numbers. The "
        r"least surplus of each, relative to what is needed, is not negative, and this proves (*):",
    )


def bound(T: Proof) -> None:
    """What follows from (*), and the constant."""
    T.formally(
        "principle", "TightMax.MaximumPrinciple.maximum_principle",
        r"So $h + V$ is largest at the vertices for every symmetric 1-strongly convex $h$, and by duality "
        r"$\varepsilon^*_d \ge V(u)$ with $u$ the centre.",
    )
    T.identity(
        "centre", -d * PIECES["first"].subs(x, 1 / d), log(d) - GAMMA + 1 / (6 * d**2),
        r"All entries of $u$ are $\frac1d \le \frac19 < \frac{9}{80}$, so with a constant $\Gamma$ $V(u)$ is",
    )
    T.enclose("gamma", lt(GAMMA, LOST), r"where $\Gamma < 0.234$.")
    T.forall(
        "value", [ge(EpsStar(d), log(d) - y + 1 / (6 * d**2)), lt(y, LOST), gt(d, 0)], ge(EpsStar(d), BOUND),
        r"With $y = \Gamma$ this is the bound.", form=[EpsStar(d) - (log(d) - y + 1 / (6 * d**2)), LOST - y],
    )
    T.forall(
        "window-low", [le(EpsStar(d), log(d) - SAVED)], ge(log(d) - EpsStar(d), SAVED),
        r"universal-upper is the lower end of the window,", form=log(d) - SAVED - EpsStar(d),
    )
    T.forall(
        "window-high", [ge(EpsStar(d), BOUND), gt(d, 0)], lt(log(d) - EpsStar(d), LOST), r"this bound the upper one,",
        form=[EpsStar(d) - BOUND, 1 / (6 * d**2)],
    )
    T.enclose("width", lt(LOST - SAVED, WIDTH), r"and it is narrower than $0.041$.")


if __name__ == "__main__":
    piecewise_lower.script()
