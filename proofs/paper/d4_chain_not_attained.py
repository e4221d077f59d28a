r"""In four dimensions the chain bound 9/8 is not the optimum.   [S0-13, S0-21, S0-27]"""

from collections.abc import Iterator
from fractions import Fraction

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Expr, Rational

from proofs.machinery.search import moves
from symbolic.formulas.chain import gain
from symbolic.notation import ChainBound, EpsStar, reals
from symbolic.relations import eq, ge, gt, le
from symbolic.steps import Case

hb, hc, h1, p, q, r = reals("h_b h_c h_1 p q r")
BOUND, CHAIN = Rational(7, 6), Rational(9, 8)
Point = tuple[Expr, ...]
C: Point = (Rational(1, 4),) * 4
B: Point = (Rational(1, 3), Rational(1, 3), Rational(1, 6), Rational(1, 6))
SWAPPED: Point = (B[2], B[3], B[0], B[1])
E1: Point = (Rational(1), Rational(0), Rational(0), Rational(0))
UP, ACROSS, OUT = Rational(1, 18), Rational(2, 9), Rational(8, 9)


def distance(x: Point, z: Point) -> Expr:
    """Return the l1 distance of two points."""
    return sum(abs(a - b) for a, b in zip(x, z, strict=True))


def linear(z: Point) -> Expr:
    """Return the supporting affine function of h at b with the slope (p, p, q, q), at z."""
    return hb + sum(g * (end - start) for g, end, start in zip((p, p, q, q), z, B, strict=True))


def mean_of_move(x: Point, outcomes: list[tuple[Fraction, Point]]) -> Iterator[Case]:
    """Yield the outcomes average to x, coordinate by coordinate."""
    for place, value in enumerate(x):
        average = sum(Rational(mass.numerator, mass.denominator) * z[place] for mass, z in outcomes)
        yield f"coordinate {place + 1} of the mean", average, "=", value


def from_centre() -> Iterator[Case]:
    """The cyclic rotations of b have the centre as their mean."""
    return mean_of_move(C, [(Fraction(1, 4), B[-r:] + B[:-r]) for r in range(4)])


def from_b() -> Iterator[Case]:
    """Return half of the mass to b', a quarter to each of e_1 and e_2: the mean is b."""
    e2 = (E1[1], E1[0], E1[2], E1[3])
    return mean_of_move(B, [(Fraction(1, 2), SWAPPED), (Fraction(1, 4), E1), (Fraction(1, 4), e2)])


def chain_value() -> Iterator[Case]:
    """L_4 from the recursion L_n = max over k of L_k + 2 (1 - k/n)^2."""
    best = {1: Fraction(0)}
    for n in (2, 3, 4):
        best[n] = max(best[k] + gain(Fraction(k), Fraction(n)) for k in range(1, n))
    yield "L_4", best[4], "=", Fraction(9, 8)


@theorem(
    "d4-chain-not-attained",
    title="Four entries: the least gap is above the chain bound",
    source="S0, claims S0-13, S0-21 and S0-27",
    conclusion=r"$\varepsilon^*_4 \ge 7/6 > 9/8 = L_4$: in dimension four no smoothing meets the chain "
    r"bound.",
    claim=[ge(EpsStar(4), BOUND), eq(ChainBound(4), CHAIN), gt(BOUND, CHAIN)],
    claims=["S0-13", "S0-21", "S0-27"],
    uses=["duality", "weighted-moves", "chain"],
    sketch=r"The chain jumps from the centre $c$ of four entries straight to a vertex and gains $\frac98$. A detour "
    r"gains more: first from $c$ to a random rotation of $b = (\frac13, \frac13, \frac16, \frac16)$, then from $b$ "
    r"with probability $\frac12$ to its mirror image $b'$ and otherwise to $e_1$ or $e_2$. Both moves keep the mean; "
    r"with $h(b) = h(b')$ the inequality of \ref{weighted-moves} at $b$ says $\frac12(h(e_1) - h(b)) \ge "
    r"\frac12(\frac29 + \frac89)$, and the first move adds $\frac{1}{18}$: together $\frac76$. So $\varepsilon^*_4 "
    r"\ge \frac76 > \frac98 = L_4$, by \ref{duality}. The proof also gives the same bound through three inequalities "
    "with a subgradient at $b$, and as a certificate, where the way across is replaced by the way back to $c$.",
)
def d4_chain_not_attained(T: Proof) -> None:
    T.say(
        r"Let $h$ be symmetric and 1-strongly convex on the simplex, $c$ its centre, $b = (\frac13, "
        r"\frac13, \frac16, \frac16)$ and $b' = (\frac16, \frac16, \frac13, \frac13)$. The chain jumps from "
        r"$c$ to a vertex at once; going through $b$, and from there half of the time over to $b'$, gains "
        r"more. Write $h_c, h_b, h_1$ for $h(c)$, $h(b) = h(b')$ and $h(e_1)$."
    )
    T.finite("mean-up", from_centre, r"From $c$ to a random rotation of $b$: a stationary move,")
    T.exact(
        "gain-up", eq(r**2 / 2, UP), at={r: distance(C, B)},
        text=r"and as $\|b - c\|_1 = \frac13$, it gives $h_b - h_c \ge \frac{1}{18}$.",
    )
    T.finite(
        "mean-out", from_b,
        r"From $b$ with probability $\frac12$ to $b'$, else to $e_1$ or $e_2$ at random: stationary again;",
    )
    T.exact(
        "gain-across", eq(r**2 / 2, ACROSS), at={r: distance(B, SWAPPED)},
        text=r"the way to $b'$ has length $\frac23$,",
    )
    T.exact(
        "gain-out", eq(r**2 / 2, OUT), at={r: distance(B, E1)},
        text=r"the ways to $e_1$ and $e_2$ have length $\frac43$.",
    )
    out = [le(hb, hb / 2 + h1 / 2 - (ACROSS + OUT) / 2)]
    T.forall(
        "sum", [ge(hb - hc, UP), *out], ge(h1 - hc, BOUND),
        r"Both inequalities together: $h_1 - h_c \ge \frac{1}{18} + \frac29 + \frac89 = \frac76$.",
        form=[hb - hc - UP, 2 * (h1 / 2 - hb / 2 - (ACROSS + OUT) / 2)],
    )
    T.say(
        r"The same in three inequalities, where $h$ has a subgradient $g = (p,p,q,q)$ at $b$: with it, strong "
        r"convexity reads $h(y) \ge h(b) + \langle g, y - b \rangle + \frac12 \|y - b\|_1^2$."
    )
    T.forall(
        "over-to-the-other", [ge(hb, linear(SWAPPED) + ACROSS)], ge((p - q) / 3, ACROSS),
        r"at $b'$, where $h$ is the same,", form=hb - linear(SWAPPED) - ACROSS,
    )
    T.forall(
        "out-to-vertex", [ge(h1, linear(E1) + OUT), ge((p - q) / 3, ACROSS)], ge(h1, hb + ACROSS + OUT),
        r"at $e_1$, with the last inequality,", form=[h1 - linear(E1) - OUT, (p - q) / 3 - ACROSS],
    )
    T.forall(
        "three-inequalities", [ge(hb - hc, UP), ge(h1, hb + ACROSS + OUT)],
        ge(h1 - hc, BOUND),
        r"and their sum with $h_b - h_c \ge \frac{1}{18}$ is the same bound.",
        form=[hb - hc - UP, h1 - hb - ACROSS - OUT],
    )
    T.certificate(
        "lower", "lower/two-level-d4", at_least(4, BOUND),
        r"As a certificate, with the way back from $b$ to $c$ instead of $b'$, of the same gain:",
        search=lambda: moves.to_json(moves.two_level_moves(4, 2)),
    )
    T.finite(
        "chain-bound", chain_value,
        r"The chain bound in dimension four is $L_4 = \frac98$, by the jump to one coordinate;",
    )
    T.exact("beaten", gt(BOUND, CHAIN), r"so it is not attained.")


if __name__ == "__main__":
    d4_chain_not_attained.script()
