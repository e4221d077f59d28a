r"""The sum of the k largest entries, smoothed by a projection: its gap, its smoothness, and that no gap is smaller."""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import d, positives, reals, t
from symbolic.relations import ge, gt, le

k = positives("k")[0]
F, M, P, Q, H, G, D, Z, W, V, X, Y = reals("F M P Q H G D Z W V X Y")
S, T_, A, B, C, N, s, a, g, q, y, w, z = reals("S T A B C N s a g q y w z")
WORST = k * (1 - k / d) / 2
MEAN = k / d


@theorem(
    "top-sum",
    title="The sum of the largest entries, smoothed",
    source="new",
    conclusion=r"Let $S(x)$ be the sum of the $k$ largest of $d$ entries, $1 \le k \le d$, let $K$ be the set of "
    r"the $q \in [0, 1]^d$ with $\sum_i q_i = k$, and at temperature $t > 0$ let $f(x) = \max_{q \in K} \langle q, x "
    r"\rangle - \frac{t}{2}(\|q\|_2^2 - k)$, attained at $p(x)$. Then $0 \le f(x) - S(x) \le \frac{t}{2} "
    r"k (1 - \frac{k}{d})$ and $0 \le f(y) - f(x) - \langle p(x), y - x\rangle \le \frac{1}{2t}\|y - x\|_2^2$ for all "
    r"$x$ and $y$; and every $f_0 \ge S$ with the second bound, for whatever vectors in place of $p$, satisfies "
    r"$f_0(0) \ge \frac{t}{2} k (1 - \frac{k}{d})$, where $S(0) = 0$.",
    claim=[
        ge(F - M, 0), le(F - M, t * WORST), ge(H - F - G, 0), le(H - F - G, Z**2 / (2 * t)), ge(V, t * WORST),
    ],
    variables=[
        (d, r"\{1, 2, \dots\}"), (k, r"\{1, \dots, d\}"), (t, r"(0, \infty)"), (F, r"\{f(x)\}"), (M, r"\{S(x)\}"),
        (P, r"\{\langle p(x), x\rangle\}"), (Q, r"\{\|p(x)\|_2^2\}"), (H, r"\{f(y)\}"),
        (G, r"\{\langle p(x), y - x\rangle\}"), (D, r"\{\|p(y) - p(x)\|_2\}"), (Z, r"\{\|y - x\|_2\}"),
        (W, r"\{\langle p(y) - p(x), y - x\rangle\}"), (V, r"\{f_0(0)\}"),
        (N, r"\{\text{the mean of } \|v - g\|_2^2\}"),
        (X, r"\{\langle e, x\rangle\}"), (Y, r"\{\|e\|_2^2\}"),
    ],
    hypotheses=[
        ge(d, 1), ge(k, 1), le(k, d), gt(t, 0), ge(F, X - t * (Y - k) / 2), ge(X, M), le(Y, k),
        le(F, P - t * (Q - k) / 2), le(P, M), ge(Q, k**2 / d), ge(H, P + G - t * (Q - k) / 2),
        le(H - F, G + W - t * D**2 / 2), le(W, D * Z), ge(V, t * N / 2), ge(N, k * (1 - k / d)),
    ],
    witness={d: 2, k: 1, t: 1, F: 0, M: 0, P: 0, Q: 1, H: 0, G: 0, D: 0, Z: 0, W: 0, V: 1, N: 1, X: 0, Y: 1},
    ends=["setting", "claim 1, claim 2, claim 3, claim 4, claim 5"],
    sketch=r"The vertices of $K$ are the vectors of $k$ ones, so that $\max_K \langle q, x\rangle = S(x)$ (step top); "
    r"there $\|q\|_2^2 = k$, elsewhere in $K$ it is less, and by a tangent of the square at least $k^2/d$: this is the "
    r"gap. What is maximised is $t$-strongly concave, so that the value at any $q \in K$ is below $f(x)$ by at "
    r"least $\frac{t}{2}\|q - p(x)\|_2^2$; with $q = p(y)$ and a square completed the second bound follows, from which "
    r"$f$ is differentiable with the gradient $p$. For the last part go from 0 to $z = t(v - g)$, where $v$ is a "
    r"vertex and $g$ the gradient there: the bound leaves $f_0(0) \ge \frac{t}{2}\|v - g\|_2^2$, and the mean over all "
    r"vertices is least where $g$ is their mean, $\frac{k}{d}$ in every entry. For $k = 1$ all this is about the "
    r"maximum and the projection to the simplex.",
)
def top_sum(T: Proof) -> None:
    gap(T)
    smoothness(T)
    least(T)


def gap(T: Proof) -> None:
    """Between the sum and the worst gap above it."""
    T.say(
        r"I. Write $F = f(x)$, $M = S(x)$, $P = \langle p(x), x\rangle$ and $Q = \|p(x)\|_2^2$. Let $\theta$ be the "
        r"$k$-th largest entry, $y$ the distance of an entry to it, and $q \in [0, 1]$ its weight."
    )
    T.forall(
        "top", [ge(y, 0), le(q, 1)], le(q * y, y), r"One of the $k$ largest contributes at most $y$ to $\sum q_i (x_i "
        r"- \theta)$,", form=(1 - q) * y,
    )
    T.forall(
        "rest", [ge(y, 0), ge(q, 0)], le(q * (-y), 0), r"and any other one at most 0.", form=q * y,
    )
    T.induction(
        "all-entries", base=le(a, g), base_given=[le(a, g)], given=[le(A, B), le(a, g)], step=le(A + a, B + g),
        step_form=[B - A, g - a], moves={A: A + a, B: B + g}, start={A: 0, B: 0},
        text=r"All together at most the sum over the $k$ largest; $k\theta$ added to both sides, $\langle q, x\rangle "
        r"\le S(x)$, so $P \le M$.",
    )
    T.say(
        r"Let $e$ have ones at the $k$ largest entries, $X = \langle e, x\rangle = M$ and $Y = \|e\|_2^2 = k$; $F$ is "
        r"the largest value, and that of $e$ is $X - \frac{t}{2}(Y - k)$."
    )
    T.forall(
        "above", [ge(F, X - t * (Y - k) / 2), ge(X, M), le(Y, k), gt(t, 0)], ge(F - M, 0),
        r"So the gap is not negative.", form=[F - X + t * (Y - k) / 2, X - M, t / 2 * (k - Y)],
    )
    T.forall(
        "tangent", [], ge(q**2, 2 * MEAN * q - MEAN**2), r"Each square lies above its tangent at $\frac{k}{d}$;",
        form=(q - MEAN) ** 2,
    )
    T.identity(
        "least-square", 2 * w * k - d * w**2, k**2 / d - (k - d * w) ** 2 / d,
        r"over the $d$ entries, whose weights add up to $k$, the tangents add up to the following with $w = "
        r"\frac{k}{d}$, where the last term is 0; so $Q \ge \frac{k^2}{d}$.",
    )
    T.forall(
        "worst", [le(F, P - t * (Q - k) / 2), le(P, M), ge(Q, k**2 / d), gt(t, 0), gt(d, 0)], le(F - M, t * WORST),
        r"So $F = P - \frac{t}{2}(Q - k)$ exceeds $M$ by at most",
        form=[P - t * (Q - k) / 2 - F, M - P, t / 2 * (Q - k**2 / d)],
    )


def smoothness(T: Proof) -> None:
    """Two points of K, and a square completed."""
    T.say(
        r"II. Let $H = f(y)$, $G = \langle p(x), y - x\rangle$, $D = \|p(y) - p(x)\|_2$, $Z = \|y - x\|_2$ and $W = "
        r"\langle p(y) - p(x), y - x\rangle \le DZ$. $H$ is the largest value at $y$."
    )
    T.forall(
        "below", [ge(H, P + G - t * (Q - k) / 2), le(F, P - t * (Q - k) / 2)], ge(H - F - G, 0),
        r"That of $p(x)$ is $P + G - \frac{t}{2}(Q - k)$, and $F = P - \frac{t}{2}(Q - k)$: the first half.",
        form=[H - P - G + t * (Q - k) / 2, P - t * (Q - k) / 2 - F],
    )
    T.identity(
        "two-points", ((1 - s) * a + s * q) ** 2, (1 - s) * a**2 + s * q**2 - s * (1 - s) * (a - q) ** 2,
        r"Between $p(x)$ and a point $q$ of $K$ at the distance $D$, entry by entry,",
    )
    T.forall(
        "strongly-concave", [ge(F, (1 - s) * F + s * C + t / 2 * s * (1 - s) * D**2), gt(s, 0)],
        ge(F - C, t / 2 * (1 - s) * D**2),
        r"so that what is maximised exceeds its chord by $\frac{t}{2}s(1-s)D^2$. With the value $C$ at $q$, and $F$ "
        r"the largest of all,",
        form=(F - (1 - s) * F - s * C - t / 2 * s * (1 - s) * D**2) / s,
    )
    T.forall(
        "in-the-limit", [gt(B, 0), gt(B, A)], gt((1 - (B - A) / (2 * B)) * B, A),
        r"This holds for every $s > 0$: if $A = F - C \ge 0$ were less than $B = \frac{t}{2}D^2$, then $s = "
        r"(B - A)/(2B)$ would contradict it. So $F \ge C + \frac{t}{2}D^2$;",
        form=(B - A) / 2,
    )
    T.say(
        r"with $q = p(y)$, whose value at $y$ is $H$ and at $x$ is $C = H - \langle p(y), y - x\rangle = H - G - W$: "
        r"$H - F \le G + W - \frac{t}{2}D^2$."
    )
    T.forall(
        "smooth", [le(H - F, G + W - t * D**2 / 2), le(W, D * Z), gt(t, 0)], le(H - F - G, Z**2 / (2 * t)),
        r"A square completed gives the second half.",
        form=[G + W - t * D**2 / 2 - (H - F), D * Z - W, (Z - t * D) ** 2 / (2 * t)],
    )


def least(T: Proof) -> None:
    """From 0 towards every vertex."""
    T.say(
        r"III. Let $V = f_0(0)$ and $g$ be the vector that the second bound has at 0. For a vertex $v$ of $K$ let $N = "
        r"\|v - g\|_2^2$ and go to $z = t(v - g)$, where $f_0 \ge S \ge \langle v, z\rangle$; the bound says that "
        r"$f_0(z)$ is at most $V + \langle g, z\rangle + \frac{1}{2t}\|z\|_2^2$, and $\langle v - g, z\rangle = tN$, "
        r"$\|z\|_2^2 = t^2N$."
    )
    T.forall(
        "one-vertex", [ge(C, A + t * N), le(C, V + A + t**2 * N / (2 * t)), gt(t, 0)], ge(V, t * N / 2),
        r"With $A = \langle g, z\rangle$ and $C = f_0(z)$:",
        form=[C - A - t * N, V + A + t**2 * N / (2 * t) - C],
    )
    T.forall(
        "mean-entry", [], ge(MEAN * (1 - g) ** 2 + (1 - MEAN) * g**2, MEAN - MEAN**2),
        r"Now the mean over all vertices. An entry of $v$ is 1 in a share $\frac{k}{d}$ of them, and so the mean of "
        r"$(v_i - g_i)^2$ is",
        form=(g - MEAN) ** 2,
    )
    T.identity(
        "all-of-them", d * (MEAN - MEAN**2), k * (1 - k / d),
        r"for each of the $d$ entries: the mean $N$ of $\|v - g\|_2^2$ is at least",
    )
    T.forall(
        "lower", [ge(V, t * N / 2), ge(N, k * (1 - k / d)), gt(t, 0)], ge(V, t * WORST), r"so that",
        form=[V - t * N / 2, t / 2 * (N - k * (1 - k / d))],
    )


if __name__ == "__main__":
    top_sum.script()
