r"""The chain bound of the paper: $\varepsilon^*_d \ge L_d$ for every $d$.   [S0-09, S0-10]

$L_1 = 0$ and $L_n$ is the largest $L_k + 2(1-k/n)^2$ over $1 \le k < n$.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Rational, Sum

from proofs.machinery.search import moves
from symbolic.formulas.chain import gain
from symbolic.notation import ChainBound, EpsStar, d, i, k, n, reals
from symbolic.relations import ge, gt, le, lt
from symbolic.steps import Case

A, L, G, H = reals("A L G H")
x, y, s = reals("x y s")
k0, q, D = reals("k_0 q D")

VALUES = {
    2: Rational(1, 2), 3: Rational(8, 9), 4: Rational(9, 8), 5: Rational(32, 25), 6: Rational(25, 18),
    7: Rational(680, 441), 8: Rational(481, 288), 9: Rational(16, 9), 10: Rational(841, 450),
}
CHAINS: tuple[tuple[int, ...], ...] = (
    (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (6, 2, 1), (6, 3, 1), (7, 3, 1), (8, 3, 1), (9, 3, 1), (10, 3, 1),
)


@theorem(
    "chain",
    title=r"The chain bound, and its values up to $d = 10$",
    source="S0, claims S0-09 and S0-10",
    conclusion=r"$h(u_k) - h(u_n) \ge 2(1-k/n)^2$ for $1 \le k < n \le d$. Hence $\varepsilon^*_d \ge L_d$, "
    r"where $L_1 = 0$ and $L_n = \max_{k<n} L_k + 2(1-k/n)^2$: $L_2, \dots, L_{10}$ are $1/2$, $8/9$, "
    r"$9/8$, $32/25$, $25/18$, $680/441$, $481/288$, $16/9$, $841/450$. Every optimal $k$ is at most $n/2$, "
    r"and grows with $n$.",
    claim=[ge(EpsStar(d), ChainBound(d))],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 3},
    claims=["S0-09", "S0-10"],
    uses=["duality", "weighted-moves"],
    sketch=r"By \ref{duality} take a symmetric, 1-strongly convex $h$ of least rise. Let $u_n$ be uniform on the "
    "first $n$ coordinates. Jumping from $u_n$ to a random cyclic rotation of $u_k$ keeps the mean and has length "
    r"$2(1 - k/n)$, so $h(u_k) - h(u_n) \ge 2(1 - k/n)^2$ by \ref{weighted-moves}. Adding such jumps along a chain "
    "from $d$ down to 1 gives a lower bound of the gap, and the best chain is the recursion for $L_d$. Up to $d = "
    "10$ the recursion is evaluated in rationals, and the moves are written out as certificates. Two facts make it "
    r"fast: an optimal predecessor $k$ is at most $\frac d2$, for otherwise a direct jump or one through $\lfloor "
    r"d/2\rfloor$ gains more, and it does not decrease with $d$, because what a larger $k$ gains over a smaller one "
    "increases with $d$.",
)
def chain(T: Proof) -> None:
    """One move, the chain of moves, and what its optimal chains look like."""
    one_step(T)
    values(T)
    short_predecessors(T)
    monotone_predecessors(T)


def one_step(T: Proof) -> None:
    """From u_n to the rotations of u_k, and down the chain."""
    T.formally(
        "best-function", "TightMax.Duality.optimum_is_least_rise",
        r"By duality there is a symmetric, 1-strongly convex $h$ on the simplex with $h(e_1) - h(u_d) = "
        r"\varepsilon^*_d$.",
    )
    T.say(
        r"Let $u_n$ be $1/n$ on the first $n$ coordinates and 0 on the others. One move takes $u_n$ to each of the "
        r"$n$ cyclic rotations of $u_k$ among the first $n$ coordinates, with probability $1/n$. Coordinate $j$ is "
        r"covered by $k$ of them, those that start at $j-k+1, \dots, j$ modulo $n$."
    )
    T.identity(
        "mean", Sum(1 / (n * k), (i, 1, k)), 1 / n,
        r"The move is stationary: of the outcomes, $k$ put $1/k$ on a given coordinate, each with "
        r"probability $1/n$.",
    )
    T.identity(
        "distance", Sum(1 / k - 1 / n, (i, 1, k)) + Sum(1 / n, (i, k + 1, n)), 2 * (1 - k / n),
        r"$\|u_k - u_n\|_1$: $k$ coordinates rise from $1/n$ to $1/k$, and $n - k$ fall to 0.",
    )
    T.identity(
        "gain", Rational(1, 2) * (k * (1 / k - 1 / n) + (n - k) / n) ** 2, gain(k, n),
        r"Half the square is the gain of the move; the rotations of $u_k$ have the same $h$ by symmetry. So "
        r"$h(u_k) - h(u_n) \ge 2(1-k/n)^2$.",
    )
    T.forall(
        "telescope", [ge(A, L), ge(H, G)], ge(A + H, L + G),
        r"Induction on $n$, beginning with $u_1 = e_1$ and $L_1 = 0$: if $A = h(e_1) - h(u_k) \ge L_k$ for "
        r"the best $k < n$, then $h(e_1) - h(u_n) = A + (h(u_k) - h(u_n)) \ge L_k + 2(1-k/n)^2 = L_n$. At "
        r"$n = d$ this is the claim.",
        form=[A - L, H - G],
    )


def recursion() -> Iterator[Case]:
    """L_2, ..., L_10 and the chains that attain them, straight from the definition."""
    best = {1: Fraction(0)}
    chains: dict[int, list[tuple[int, ...]]] = {1: [(1,)]}
    for m in range(2, 11):
        value = {j: best[j] + gain(Fraction(j), Fraction(m)) for j in range(1, m)}
        best[m] = max(value.values())
        chains[m] = [(m, *c) for j in range(1, m) if value[j] == best[m] for c in chains[j]]
        yield f"L_{m}", best[m], "=", Fraction(VALUES[m].p, VALUES[m].q)
        yield f"the optimal chains from {m}", tuple(chains[m]), "=", tuple(c for c in CHAINS if c[0] == m)


def values(T: Proof) -> None:
    """The values up to ten, and the moves behind them."""
    T.finite(
        "values", recursion,
        r"The recursion gives $L_2, \dots, L_{10}$ and every optimal chain; at $d = 6$ the three chains "
        r"6-1, 6-2-1 and 6-3-1 tie, elsewhere the chain is unique.",
    )
    T.say("For these $d$ the moves, written out coordinate by coordinate, are certificates.")
    for c in CHAINS:
        name = f"d{c[0]}-{c[1]}" if c[0] == 6 else f"d{c[0]}"
        T.certificate(
            f"moves-{name}",
            f"lower/chain-{name}",
            at_least(c[0], VALUES[c[0]]),
            f"The chain {'-'.join(map(str, c))}.",
            search=partial(_search, c),
        )


def _search(c: tuple[int, ...]) -> str:
    return moves.to_json(moves.chain_moves(c))


def short_predecessors(T: Proof) -> None:
    """Every optimal k is at most d/2."""
    rest = s * (2 - y - s) - (y + s) * x
    product = (1 + x) * (1 + y)
    T.say(
        r"The recursion is faster than it looks. Let $k$ be optimal for $d$, and suppose $k > d/2 \ge 1$. Let $j$ be "
        r"optimal for $k$, and put $x = j/k$ and $y = k/d$, with $0 < x < 1$ and $1/2 < y < 1$; the two jumps gain "
        r"$2(1-x)^2 + 2(1-y)^2$."
    )
    T.forall(
        "direct-jump", [lt(x, 1), lt(y, 1), gt(product, 2)],
        gt((1 - x * y) ** 2, (1 - x) ** 2 + (1 - y) ** 2),
        r"If $(1+x)(1+y) > 2$, the jump from $d$ to $j$ gains more than both, and $k$ was not optimal.",
        form=(product - 2) * (1 - x) * (1 - y),
    )
    T.forall(
        "half-is-near", [ge(k0, 1), le(d, 2 * k0 + 1)], ge(3 * k0, d),
        r"If $(1+x)(1+y) \le 2$, put $k_0 = \lfloor d/2 \rfloor$ in the place of $k$; then $s = k_0/d$ is "
        r"at most $1/2$, and at least $1/3$.",
        form=[2 * k0 + 1 - d, k0 - 1],
    )
    T.forall(
        "still-a-chain", [gt(2 * y, 1), gt(1 + y, 0), le(product, 2)], lt(x, Rational(1, 3)),
        r"Then $x < 1/3 \le s$, and $j/d = xy < x < s$: from $k_0$ one can still jump to $j$.",
        form=[(2 - product) / (1 + y), 2 * (2 * y - 1) / (3 * (1 + y))],
    )
    T.forall(
        "half-helps", [gt(1 + y, 0), ge(3 * s, 1), le(2 * s, 1)],
        gt(s * (2 - y - s) * (1 + y), (y + s) * (1 - y)),
        r"An inequality between $s$ and $y$ alone, with $P > 0$ for the difference of its sides:",
        form=[Rational(4, 27), (3 * s - 1) * ((y - Rational(1, 4)) ** 2 + Rational(61, 432)),
              2 * (1 - 2 * s) * (y - Rational(1, 3)) ** 2,
              (1 + y) * (3 * s - 1) * (1 - 2 * s) / 6],
    )
    T.identity(
        "factor", (1 + y) * rest, (y + s) * (2 - product) + s * (2 - y - s) * (1 + y) - (y + s) * (1 - y),
        r"It makes $Q = s(2-y-s) - (y+s)x$ positive, because $(1+y)Q = (y+s)(2 - (1+x)(1+y)) + P$.",
    )
    T.forall(
        "half-is-better", [gt(s, 0), gt(y, s), gt(s, x), gt(rest, 0)],
        gt((1 - s) ** 2 + (1 - x * y / s) ** 2, (1 - y) ** 2 + (1 - x) ** 2),
        r"So the jumps from $d$ to $k_0$ and from $k_0$ to $j$ gain more, and again $k$ was not optimal. "
        r"Every optimal $k$ is at most $d/2$.",
        form=(y - s) * (s - x) * rest / s**2,
    )


def monotone_predecessors(T: Proof) -> None:
    """Optimal k grow with d."""
    now, later = reals("a b")
    T.forall(
        "supermodular", [gt(k, 0), gt(q, k), ge(d, k + q), gt(d, 0), gt(D, d), gt(D, 0)],
        gt((gain(q, D) - gain(k, D)) - (gain(q, d) - gain(k, d)), 0),
        r"For $k < q$ with $k + q \le d < D$, what $q$ gains over $k$ is more at $D$ than at $d$.",
        form=2 * (q - k) * (D - d) * ((d - k - q) * (d + D) + d * (D - d)) / (d * D) ** 2,
    )
    T.forall(
        "monotone", [ge(A + now, 0), gt(later, now)], gt(A + later, 0),
        r"So optimal $k$ grow with $d$. Let $q$ be optimal at $d$ and $k < q$; then $k + q < 2q \le d$. Let "
        r"$A = L_q - L_k$, and let $a$ and $b$ be the differences of the gains at $d$ and at $D$: $q$ is at "
        r"least as good as $k$ at $d$, hence better at $D$, and $k$ is not optimal there.",
        form=[A + now, later - now],
    )


if __name__ == "__main__":
    chain.script()
