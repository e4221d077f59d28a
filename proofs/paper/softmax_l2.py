"""In the Euclidean norm the softmax is 1/2-Lipschitz, and no better."""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import d, i, p, reals, total, v
from symbolic.relations import eq, ge, gt, le, lt

m, M, V, N, plus, minus, q, delta, c, r, z = reals("m M V N V_plus V_minus q delta c r z")
variance = total(p[i] * v[i] ** 2) - total(p[i] * v[i]) ** 2
half = sp.Rational(1, 2)


@theorem(
    "softmax-l2",
    title=r"The softmax is $\frac12$-Lipschitz in the Euclidean norm",
    source="classical",
    conclusion=r"$\|\mathrm{softmax}(x) - \mathrm{softmax}(y)\|_2 \le \frac12 \|x - y\|_2$. For $d = 2$ the norm of "
    r"the Jacobian attains $\frac12$; for $d \ge 3$ it comes as close as one likes and never gets there.",
    claim=[le(variance, total(v[i] ** 2) / 2)],
    variables=[(d, r"\{2, 3, \dots\}"), (p, r"\Delta_d"), (v, r"\mathbb{R}^d")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["lse-smooth"],
    sketch="The Jacobian of the softmax is the Hessian $H$ of LogSumExp, and $v'Hv$ is a variance, at most the "
    r"square of half the spread of $v$ (\ref{lse-smooth}). In the Euclidean norm $\frac14(M - m)^2 \le \frac12(M^2 + "
    r"m^2) \le \frac12\|v\|_2^2$. Polarisation and the parallelogram identity carry the bound from the quadratic form "
    r"to the operator norm, and integrating along a segment gives the Lipschitz constant $\frac12$. At $d = 2$ the "
    r"point $(\frac12, \frac12)$ with $v = (1, -1)$ attains it. For $d \ge 3$ equality would need $m = -M$, all other "
    "entries of $v$ zero, and no mass on them, while every weight of a softmax is positive; but weights close to "
    r"$(\frac12, \frac12, 0, \dots, 0)$ come as near to $\frac12$ as one likes.",
)
def softmax_l2(T: Proof) -> None:
    T.say(
        r"The Jacobian of the softmax is the Hessian $H$ of LSE, and $v'Hv$ is the variance of $v$ under $p$. Let $m$ "
        r"and $M$ be the least and largest entries of $v$ and $N = \|v\|_2^2 \ge m^2 + M^2$."
    )
    T.forall(
        "quadratic-form", [le(V, ((M - m) / 2) ** 2), le(M**2 + m**2, N)], le(V, N / 2),
        r"With the bound of the variance by half the spread squared (lse-smooth), $v'Hv \le \frac12\|v\|_2^2$:",
        form=[((M - m) / 2) ** 2 - V, ((M + m) / 2) ** 2, (N - M**2 - m**2) / 2],
    )
    T.identity(
        "parallelogram", (q + z) ** 2, 2 * q**2 + 2 * z**2 - (q - z) ** 2,
        r"For unit vectors $u, v$, entry by entry $(u_i+v_i)^2 = 2u_i^2 + 2v_i^2 - (u_i - v_i)^2$, so $\|u+v\|_2^2 "
        r"\le 4$;",
    )
    T.forall(
        "operator-norm", [le(plus, N / 2), le(N, 4), ge(minus, 0)], le((plus - minus) / 4, half),
        r"by polarisation $u'Hv = \frac14[(u+v)'H(u+v) - (u-v)'H(u-v)] \le \frac14 \cdot \frac12 \cdot 4$: the norm "
        r"of $H$ is at most $\frac12$, and as in lse-smooth the softmax is $\frac12$-Lipschitz.",
        form=[(N / 2 - plus) / 4, (4 - N) / 8, minus / 4],
    )
    T.exact("attained-at-2", eq((q + r - (q - r) ** 2) / 2, half), at={q: half, r: half},
        text=r"$d = 2$: $p = (\frac12, \frac12)$ and $v = (1, -1)$ give $v'Hv / \|v\|_2^2 = \frac12$.",
    )
    T.forall(
        "other-entry", [le(V, ((M - m) / 2) ** 2), lt(M**2 + m**2, N)], lt(V, N / 2),
        r"$d \ge 3$: a third entry $v_j \ne 0$ makes $N > m^2 + M^2$, and the bound is strict;",
        form=[((M - m) / 2) ** 2 - V, ((M + m) / 2) ** 2, (N - M**2 - m**2) / 2],
    )
    T.forall(
        "unbalanced", [le(V, ((M - m) / 2) ** 2), le(M**2 + m**2, N), gt((M + m) ** 2, 0)], lt(V, N / 2),
        r"so it is if $M \ne -m$;",
        form=[((M - m) / 2) ** 2 - V, (M + m) ** 2 / 4, (N - M**2 - m**2) / 2],
    )
    T.forall(
        "weight-in-the-middle", [gt(r, 0), gt(M, 0), le(V, M**2 - r * M**2)], lt(V, M**2),
        r"and otherwise $v = (M, -M, 0, \dots, 0)$, where the third entry has weight $r > 0$ and takes $r M^2$ from "
        r"the variance: $V \le (1 - r)M^2 < M^2 = N/2$.",
        form=[M**2 - r * M**2 - V, r * M**2],
    )
    T.forall(
        "supremum", [gt(c, 0), lt(c, half), eq(delta, 1 - 2 * c), eq(q, (1 - delta) / 2), eq(r, q)],
        eq((q + r - (q - r) ** 2) / 2, c),
        r"For any $c < \frac12$ the weights $(q, q, \dots)$ with $q = \frac{1-\delta}{2}$, $\delta = 1 - 2c$ left for "
        r"the others, and $v = (1, -1, 0, \dots, 0)$ give the ratio $v'Hv/\|v\|_2^2 = c$.",
    )


if __name__ == "__main__":
    softmax_l2.script()
