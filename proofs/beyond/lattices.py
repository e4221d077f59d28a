r"""A table on a lattice bounds the least gap from above."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Subs

from symbolic.notation import EpsStar, d, reals
from symbolic.relations import eq, ge, le

A, M, u, v, s = reals("A M u v s")
c0, F, B = reals("c_0 F B")
xi, xd, yi, al, be = reals("x_i x_d y_i alpha beta")
SQUARES = 2 ** (d - 1) * (d - 1)
"""The sum of |s - mean|^2 over one vector of signs of each pair."""


@theorem(
    "lattices",
    title="What a table on a lattice proves",
    source="new",
    conclusion=r"Let $d \ge 3$ and $h > 0$; the lattice consists of the points $hk$, $k$ a vector of $d$ integers of "
    r"one parity. Let $c$ be a function on the points $x + r(1, \dots, 1)$, $x$ in the lattice and $r$ real, with "
    r"$c(x + r(1, \dots, 1)) = c(x) + r$, $c(x) \ge \max x$, and $c(x + hs) + c(x - hs) \le 2c(x) + h^2$ for every "
    r"vector $s$ of signs. Let $\frac12(c(hk) + c(-hk)) \le c(0) + A\|k - \bar k\|_2^2$ for all $k$ whose entries "
    r"differ by at most $2^{d-1}$, with the mean of $k$ in each entry of $\bar k$. Then $\varepsilon^*_d \le c(0) + "
    r"\frac{2^{d-1}(d-1)}{6}A$.",
    claim=[le(EpsStar(d), c0 + SQUARES / 6 * A)],
    variables=[(d, r"\{3, 4, \dots\}"), (c0, r"\mathbb{R}"), (A, r"\mathbb{R}")],
    hypotheses=[ge(d, 3)],
    witness={d: 3},
    uses=["duality"],
    ends=["setting", "setting", "setting",
          "signs, bends, above, origin, nearly-convex, limit, value"],
    sketch="An upper bound needs a function that is strongly convex on the simplex. The conjugate of the table is, "
    "up to an error of the order $h^2$, as the second differences of the table are small for one step only. So "
    "refine the table first: put it on the lattice of step $h/M$, with 0 between its points, and sum over all ways "
    "to move by 0 to $M - 1$ fine steps along each vector of signs and against it. Such sums telescope: a fine "
    "second difference (step bends) becomes one of the table, of size $h^2$, spread over $M^2$ times as many points. "
    "Without any two of its vectors the noise still hits all residues modulo $M$ equally often (step even-spread), "
    "so that linear functions stay what they are (step above) and quadratic ones gain the variance of the noise "
    r"(step moments). That is where the factor of $A$ comes from: two uniform terms of variance $\frac1{12}$ for one "
    r"vector of each pair, $\frac16 2^{d-1}(d-1)$ in all (step origin). The conjugates of the refined tables are "
    "strongly convex up to $h^2/M^2$ (step nearly-convex), and as $M$ grows their upper limit has no error (step "
    r"limit); \ref{duality} makes a smoothing of it.",
)
def lattices(T: Proof) -> None:
    coordinates(T)
    refined(T)
    spread(T)
    limit(T)


def coordinates(T: Proof) -> None:
    """The table in integer coordinates, one fewer than there are entries."""
    T.forall(
        "coordinates", [eq(xi, B - 2 * yi), eq(xd, B)], eq(yi, (xd - xi) / 2),
        r"I. Let $n = d - 1$. The point $x = B(1, \dots, 1) - 2(y, 0)$ has the entries $x_i = B - 2y_i$ and $x_d = "
        r"B$, so that $y_i = \frac12(x_d - x_i)$: every point has such coordinates $y$, no point has two, and the "
        r"lattice with $h = 1$ consists of points whose coordinates are integers.",
    )
    T.say(
        r"Let $t(y) = c(-2h(y, 0))$ for $y \in \mathbb{Z}^n$, $t \ge 0$ and $t(y) \ge -2hy_i$. A vector of signs with "
        r"the last entry 1 is $s = (1, \dots, 1) - 2(e, 0)$ with $e \in \{0, 1\}^n$, any other is the opposite of one; "
        r"$hs$ moves the coordinates by $e$ and adds $h$."
    )
    T.formally(
        "signs", "TightMax.Lattices.value_bends",
        r"So $c(-2h(y, 0) + hs) = t(y + e) + h$ and $c(-2h(y, 0) - hs) = t(y - e) - h$, and second differences of $t$ "
        r"along $e$ are those of $c$: $t(y + e) + t(y - e) - 2t(y) \le h^2$.",
    )


def refined(T: Proof) -> None:
    """The table on a lattice with a step of 1/M."""
    T.say(
        r"II. Fix $M \ge 1$. Let $E$ be the list of all $e \in \{0, 1\}^n$ and of their opposites. For a list $L$ of "
        r"vectors of integers let $N_Lf(z)$ be the sum of $f(z + \sum_{v \in L} a_vv)$ over all integers $0 \le a_v < "
        r"M$, of $M^{|L|}$ values. Let $T(z) = t(z/M)$ if $M$ divides all entries of $z \in \mathbb{Z}^n$, and 0 "
        r"otherwise, and $F = M^{n-|E|}N_ET$."
    )
    T.formally(
        "telescoping", "TightMax.TableNoise.noise_step",
        r"One step along a vector $v$ of the list telescopes: $N_{v,L}f(z + v) - N_{v,L}f(z) = N_Lf(z + Mv) - "
        r"N_Lf(z)$.",
    )
    T.formally(
        "even-spread", "TightMax.TableMoments.steps_spread",
        r"Let $L$ be $E$ without any two of its vectors; as $n \ge 2$, every unit vector is still a sum of vectors of "
        r"$\pm L$. With $f = 1$ where $M$ divides all entries, and 0 elsewhere, the right side is 0, so $N_Lf$ does "
        r"not change along unit vectors: $N_Lf = M^{|L|-n}$ at every point.",
    )
    T.formally(
        "bends", "TightMax.TableRefined.refined_bends",
        r"Twice telescoping, along $e$ and $-e$, leaves a second difference of $T$ with the step $Me$, which is one "
        r"of $t$ with the step $e$, summed over the other vectors: $F(z + e) + F(z - e) - 2F(z) \le h^2/M^2$.",
    )
    T.formally(
        "above", "TightMax.TableRefined.refined_above",
        r"Linear functions stay what they are: where $t(y) \ge ky_i$ for all $y$, $F(z) \ge kz_i/M$. So $F \ge 0$ and "
        r"$F(z) \ge -2hz_i/M$.",
    )


def spread(T: Proof) -> None:
    """The value of the refined table at 0."""
    T.say(r"III. Let $q(y)$ be the $\|k - \bar k\|_2^2$ of $k = 2(y, 0)$, a quadratic form.")
    T.formally(
        "moments", "TightMax.TableMoments.moment_2",
        r"A quadratic form of $\sum a_vv$ is a sum of terms with one $a_v$ or two; for these, and any values of them, "
        r"the others hit the multiples of $M$ equally often. So its mean over the $a$ with $M$ dividing all entries "
        r"of $\sum a_vv$ is that over all $a$,",
    )
    T.identity(
        "uniform-spread", (M - 1) * (2 * M - 1) / 6 - ((M - 1) / 2) ** 2, (M**2 - 1) / 12,
        r"and an $a$ has the mean square $\frac16(M-1)(2M-1)$, the mean $\frac12(M-1)$ and the variance "
        r"$\frac1{12}(M^2-1)$.",
    )
    T.formally(
        "sizes", "TightMax.TableRefined.cube_sizes",
        r"Over all $e$ the sum of $|e| = \sum e_i$ is $\frac12n2^n$, and that of $|e|^2$ is $\frac14n(n+1)2^n$;",
    )
    T.identity(
        "spread", Subs(4 * (u - v / d), (u, v), (SQUARES / 2, d * SQUARES / 4)), SQUARES,
        r"$q(e) = 4(|e| - \frac1d|e|^2)$, so the sum of $q$ over all $e$ is $2^{d-1}(d-1)$.",
    )
    T.formally(
        "halves", "TightMax.TableMoments.cube_sum_difference",
        r"Two entries of $e$ differ for half of all $e$, as each is 1 for half of them;",
    )
    T.formally(
        "reach", "TightMax.TableRefined.end_bound",
        r"and a linear function of $\sum a_vv$ is at most $M - 1$ times the sum of its absolute values at all $e$. So "
        r"where $\sum a_vv = My$, the entries of $2(y, 0)$ differ by at most $2^n = 2^{d-1}$.",
    )
    T.formally(
        "origin", "TightMax.TableRefined.refined_origin",
        r"$E$ holds the opposites of its vectors, so $F(0)$ is a mean of $\frac12(t(y) + t(-y)) \le c(0) + A\,q(y)$: "
        r"at most $c(0) + \frac{2^{d-1}(d-1)}{6}A(1 - M^{-2})$, as $y = \frac1M\sum a_vv$ and $E$ has each $e$ with "
        r"its opposite.",
    )


def limit(T: Proof) -> None:
    """From the refined tables to a smoothing."""
    T.say(
        r"IV. For $p$ in the simplex let $g_M(p)$ be the supremum of $\langle p, -\frac{2h}M(z, 0)\rangle - F(z)$ over "
        r"$z \in \mathbb{Z}^n$."
    )
    T.identity(
        "two-points", (1 - s) * al**2 + s * be**2 - ((1 - s) * al + s * be) ** 2, s * (1 - s) * (be - al) ** 2,
        r"Let $a$ and $b$ be in the simplex, $0 \le s \le 1$, and $e$ the vector with $|\langle b - a, (2e, "
        r"0)\rangle| = \|b - a\|_1$, from the signs of $b - a$. Along $e$, $F(z + ke) \le F(z) + \kappa k + "
        r"\frac{h^2}{2M^2}k^2$ with some $\kappa$; the best integer $k$ in the definition of $g_M(a)$ makes "
        r"$\frac12\alpha^2$ of this, up to $\frac{h^2}{2M^2}$, and $\frac12\beta^2$ in that of $g_M(b)$, where "
        r"$|\beta - \alpha| = \|b - a\|_1$; and",
    )
    T.formally(
        "nearly-convex", "TightMax.TableConjugate.dual_nearly_convex",
        r"so $g_M((1-s)a + sb) \le (1-s)g_M(a) + sg_M(b) - \frac12s(1-s)\|b - a\|_1^2 + h^2/M^2$.",
    )
    T.formally(
        "range", "TightMax.TableConjugate.dual_range", r"By above, $-F(0) \le g_M \le 0$.",
    )
    T.formally(
        "limit", "TightMax.TableConjugate.limit_smoothing",
        r"The upper limit of the $g_M$ as $M \to \infty$ is 1-strongly convex in $\ell_1$, at most 0, and at least the "
        r"limit of $-F(0)$; by duality there is a smoothing with that gap.",
    )
    T.forall(
        "value", [le(EpsStar(d), F), le(F, c0 + SQUARES / 6 * A)], le(EpsStar(d), c0 + SQUARES / 6 * A),
        r"With $F$ for the upper limit of $F(0)$:", form=[F - EpsStar(d), c0 + SQUARES / 6 * A - F],
    )


if __name__ == "__main__":
    lattices.script()
