r"""A table on a lattice bounds the least gap from above."""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import EpsStar, d, reals
from symbolic.relations import eq, ge, le

a, b, A, M, m, t, u, r, h, y, n = reals("a b A M m t u r h y n")
c0, G0, Gp, Gm, w, F, S, B, v = reals("c_0 G_0 G_+ G_- w F S B v")
xi, xj, yi, sums = reals("x_i x_j y_i Q")
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
    uses=["least-smoothing", "duality"],
    ends=["setting", "setting", "setting",
          "one-function, above-max, bend, criterion, reach, spread, value"],
    sketch="An upper bound needs a function that is at least the maximum and has second differences of at most $r^2$ "
    r"along every sign vector, for all steps $r$ (the criterion on sign vectors in \ref{d3-least}, part III). A table "
    "$c$ on a lattice has this for one step only. Average it: round $x/h$ plus noise to the lattice, where the noise "
    "is a sum of two uniform multiples of each sign vector. The mean $f$ of $c$ at the rounded point does not depend "
    r"on the coordinates used, rounding with such noise keeps means, so $f \ge \max$, and the triangular density of "
    "the two terms along $s$ turns unit second differences of $c$ into second differences of $f$ for every step. At "
    r"0 the value is $c(0)$ plus $A$ times the mean of $\|K - \bar K\|_2^2$ of the rounded noise, which is a sixth of "
    r"the sum of $\|s - \bar s\|_2^2$ over the sign vectors, one of each pair: $\frac16 2^{d-1}(d-1)$. That is where "
    "the factor of $A$ comes from.",
)
def lattices(T: Proof) -> None:
    noise(T)
    above(T)
    bends(T)
    spread(T)


def noise(T: Proof) -> None:
    """The function: the mean of the table at a rounded point with noise."""
    T.say(
        r"I. Of each pair $s$, $-s$ of vectors of signs take one, but none of $\pm(1, \dots, 1)$; the set of these "
        r"$2^{d-1} - 1$ vectors is $\mathcal{S}$. Let all $U_s$ and $U'_s$ be independent and uniform on "
        r"$[-\frac12, \frac12]$, and $N = \sum_{s \in \mathcal{S}}(U_s + U'_s)s$. Points that differ by "
        r"$r(1, \dots, 1)$ are written as one, up to the number $r$ that $c$ and $\max$ add. For $i \le d$ let $s_i$ "
        r"be the vector of signs whose only $-1$ is at $i$, and in $\mathcal{S}$. Fix an index $j$."
    )
    T.forall(
        "coordinates", [eq(xi, B - 2 * yi), eq(xj, B)], eq(yi, (xj - xi) / 2),
        r"The point $x = \sum_{i \ne j} y_is_i + r(1, \dots, 1)$ has the entries $x_i = B - 2y_i$ and $x_j = B$ with "
        r"$B = r + \sum y_i$, so that $y_i = \frac12(x_j - x_i)$: every point has such coordinates, no point has two, "
        r"and the lattice with $h = 1$ consists of the points whose coordinates are integers.",
    )
    T.say(
        r"Let $[x]_j$ be the point of that lattice with the coordinates of $x$ rounded to the nearest integers, $N_j$ "
        r"be $N$ without $U'_{s_i}s_i$ for all $i \ne j$, and $f_j(x)$ be the mean of $c(h[x/h + N_j]_j)$."
    )
    T.argue(
        "one-function", "Fubini and Tonelli",
        r"All $f_j$ are one function, $f(x) = \sum_k c(hk)B(x/h - k)$ with the density $B$ of $N$ in these "
        r"coordinates: $[x/h + N_j]_j = k$ says that $x/h - k + N_j$ has coordinates in $[-\frac12, \frac12]$, and the "
        r"probability of this is the density of $N_j - \sum_{i \ne j} U'_{s_i}s_i$ at $k - x/h$, which has the law of "
        r"$N$, as $-U'_s$ has that of $U'_s$; and $N$ and $-N$ have one law. Another $j$ changes coordinates by a "
        r"matrix of integers whose inverse is one, and leaves $B$ as it is.",
    )
    T.argue(
        "continuous", "translation in the mean",
        r"$f$ is continuous: $f_j(x)$ is the integral of the locally bounded $c(h[y]_j)$ over the law of $x/h + N_j$, "
        r"which has a density and lies in a bounded set.",
    )


def above(T: Proof) -> None:
    """Above the maximum."""
    T.identity(
        "rounding-mean", (1 - t) * m + t * (m + 1), m + t,
        r"II. Rounding with noise does not change means: if $y = m + t$ with an integer $m$ and $0 \le t < 1$, and $U$ "
        r"is uniform on $[-\frac12, \frac12]$, then $y + U$ is rounded to $m + 1$ with probability $t$ and to $m$ "
        r"otherwise.",
    )
    T.forall(
        "above-max", [ge(F, S), ge(S, M)], ge(F, M),
        r"In $N_j$ there is a term $U_{s_i}s_i$ for each coordinate, independent of the others, so the mean of "
        r"$[x/h + N_j]_j$ is that of $x/h + N_j$, and that is $x/h$. With $c \ge \max$, and as the mean of the largest "
        r"entry is at least the largest of the means of the entries, $f(x) \ge \max x$.", form=[F - S, S - M],
    )


def bends(T: Proof) -> None:
    """Second differences along sign vectors, and the bound."""
    T.say(
        r"III. Let $s \in \mathcal{S}$; choose $j$ with $s = s_j$, or any $j$ if there is none. Then $s$ is none of "
        r"the $s_i$ with $i \ne j$, and $N_j$ contains $U_s + U'_s$, which has the density $T_1$, where $T_r(u) = "
        r"\max(r - |u|, 0)$. Let $G(x)$ be the mean of $c(h[x/h + N_j]_j)$ without these two terms of $N_j$."
    )
    T.forall(
        "translates", [le(Gp + Gm - 2 * G0, v), le(v, h**2)], le(Gp + Gm, 2 * G0 + h**2),
        r"Rounding commutes with the vectors of the lattice, $[x/h \pm s + \dots]_j = [x/h + \dots]_j \pm s$, so "
        r"$G(x + hs) + G(x - hs) - 2G(x)$ is a mean of second differences of $c$, which are at most $h^2$.",
        form=[h**2 - v, v - Gp - Gm + 2 * G0],
    )
    T.forall(
        "hat-inside", [eq(a, u + r), eq(b, r - u)], eq((a + b) / 2 - u, r - u),
        r"$T_r(u)$ is $\frac12(a + b) - |u|$ with $a = |u + r|$ and $b = |u - r|$: for $0 \le u \le r$",
    )
    T.forall(
        "kernel", [eq(a, u + r), eq(b, u - r)], eq((a + b) / 2 - u, 0),
        r"and for $u \ge r$, and it is even. This is half of the second difference of $|u|$ with step $r$; so the "
        r"second difference of $T_1$ with step $r$ and that of $T_r$ with step 1 are the same.",
    )
    T.derivative(
        "hat-mass", r * u - u**2 / 2, u, r - u,
        r"From 0 to $r$ the integral of $T_r$ is $r^2 - \frac12r^2$, so that on the whole line it is $r^2$.",
    )
    T.forall(
        "weights", [ge(w, 0), le(Gp + Gm, 2 * G0 + h**2)], le(w * (Gp + Gm - 2 * G0), w * h**2),
        r"With a weight $w = T_r(u)$, at the points $x + (u + 1)hs$, $x + (u - 1)hs$ and $x + uhs$,",
        form=w * (2 * G0 + h**2 - Gp - Gm),
    )
    T.argue(
        "bend", "Fubini and Tonelli",
        r"the integral over $u$ says that $f(x + rhs) + f(x - rhs) - 2f(x) \le r^2h^2$ for all $r > 0$, because "
        r"$f(x) = \int T_1(u)G(x + uhs)\,du$. Along $\pm(1, \dots, 1)$ this is 0.",
    )
    T.formally(
        "criterion", "TightMax.SignVectors.sign_vectors",
        r"A continuous $f \ge \max$ with these second differences along all "
        r"vectors of signs has a smoothing below it, whose gap is at most $f(0)$: $\varepsilon^*_d \le f(0)$.",
    )


def spread(T: Proof) -> None:
    """The value at 0."""
    T.say(
        r"IV. The value $f(0)$ is the mean of $c(hK)$ with $K = [N_j]_j$; both $K$ and $-K$ take the value $k$ with "
        r"probability $B(-k) = B(k)$."
    )
    T.forall(
        "reach", [le(4 * m, 2**d), le(t, 2 * m)], le(t, 2 ** (d - 1)),
        r"Two entries differ in $m = 2^{d-2}$ vectors of $\mathcal{S}$, by 2, and $|U_s + U'_s| \le 1$; so the "
        r"entries of $N$ differ by at most $2^{d-1}$, and $B(k) = 0$ where those of $k$ differ by more.",
        form=[2 * m - t, (2**d - 4 * m) / 2],
    )
    T.say(
        r"Let $q(k) = \|k - \bar k\|_2^2$, and $\phi(x)$ be the mean of $q([x + N_j]_j)$. Parts I to III apply to "
        r"$q$ in place of $c$, with $h = 1$ and with equations: unit second differences of $q$ along $s$ are $2q(s)$, "
        r"and those of $\phi$ with any step $r$ are $2r^2q(s)$, those of $q$ itself."
    )
    T.identity(
        "periodic", (y + n) ** 2 - (y**2 + 2 * y * n), n**2,
        r"Moreover $\phi(x + k) = \phi(x) + 2\langle x - \bar x, k\rangle + q(k)$ by part II, as for $q$ (in each "
        r"entry). So $\phi - q$ has the periods of the lattice and is affine along vectors of signs; it is constant "
        r"along them, and these span: $\phi = q + C$, $C = \phi(0)$.",
    )
    T.identity(
        "rounding-spread", (1 - t) * m**2 + t * (m + 1) ** 2 - (m + t) ** 2, t * (1 - t),
        r"Which number is $C$? Take $x = \sum_{i \ne j} V_is_i$ with independent uniform $V_i$, independent of "
        r"$N_j$. Given $N_j$ the coordinates of $[x + N_j]_j$ are independent; their means are those of $N_j$, their "
        r"variances $t(1 - t)$ with the fractional parts $t$ of the coordinates of $N_j$,",
    )
    T.derivative(
        "fraction-mean", t**2 / 2 - t**3 / 3, t, t * (1 - t),
        r"which are uniform, as there is a $U_{s_i}$ in each: on the average $\frac12 - \frac13 = \frac16$.",
    )
    T.derivative(
        "uniform-spread", 2 * t**3 / 3, t, 2 * t**2, r"The variance of $U$ is $\frac{2}{3\cdot8} = \frac1{12}$.",
    )
    T.forall(
        "constant", [eq(v + n / 12, (2 * sums - n) / 12 + n / 6)], eq(v, sums / 6),
        r"With $Q$ the sum of $q$ over $\mathcal{S}$ and $n$ that over the $s_i$, $i \ne j$: $C$ is the mean of "
        r"$q([x + N_j]_j)$, $\frac{1}{12}(2Q - n) + \frac16n$, less that of $q(x)$, $\frac{1}{12}n$.",
    )
    T.identity(
        "spread", (2**d * d - 2**d * d / d) / 2, SQUARES,
        r"$q(s) = d - \frac1d(\sum s_i)^2$, and over all $2^d$ vectors of signs the mean of $(\sum s_i)^2$ is $d$, as "
        r"its mixed products cancel. Half of the sum of $q$ is $Q$.",
    )
    T.forall(
        "value", [le(EpsStar(d), F), le(F, c0 + SQUARES / 6 * A)], le(EpsStar(d), c0 + SQUARES / 6 * A),
        r"The mean of $\frac12(c(hK) + c(-hK)) \le c(0) + A\,q(K)$ is $f(0) \le c(0) + \frac16QA$.",
        form=[F - EpsStar(d), c0 + SQUARES / 6 * A - F],
    )


if __name__ == "__main__":
    lattices.script()
