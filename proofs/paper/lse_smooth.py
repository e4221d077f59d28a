"""LogSumExp is 1-smooth in the infinity norm, and 1 is the best constant for every d.   [S0-12]"""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import d, i, p, positives, reals, total, v
from symbolic.relations import eq, ge, gt, le

a, b, c, w, vi, xi = reals("a b c w v_i x_i")
m, M, mu, Q, bound, q, z = reals("m M mu Q b q z")
plus, minus = reals("V_plus V_minus")
R, tau = positives("R t")
N = sp.Symbol("N", real=True)
S = sp.Function("S")
e_a, e_b, Z = sp.exp(a), sp.exp(b), sp.exp(a) + sp.exp(b) + R
variance = total(p[i] * v[i] ** 2) - total(p[i] * v[i]) ** 2


@theorem(
    "lse-smooth",
    title="LogSumExp is 1-smooth with respect to the infinity norm, sharply",
    source="S0, claim S0-12",
    conclusion=r"$\nabla\mathrm{LSE}$ is the softmax $p$, the Hessian is $\mathrm{diag}(p) - pp'$, and for $|v_i| \le "
    r"b$ the variance of $v$ under $p$ is at most $b^2$. Hence $t\,\mathrm{LSE}(x/t)$ is convex and $1/t$-smooth with "
    r"respect to $\|\cdot\|_\infty$, and no smaller constant will do, for any $d \ge 2$.",
    claim=[ge(variance, 0), le(variance, bound**2)],
    variables=[(d, r"\{2, 3, \dots\}"), (p, r"\Delta_d"), (v, r"[-b, b]^d"), (bound, r"[0, \infty)")],
    hypotheses=[ge(d, 2), ge(bound, 0)],
    witness={d: 3, bound: 2},
    claims=["S0-12"],
    uses=["scaling"],
    sketch=r"Differentiating $\ln\sum e^{x_i}$ gives the softmax $p$ as gradient and $\mathrm{diag}(p) - pp'$ as "
    "Hessian, whose quadratic form is the variance of $v$ under $p$. It is not negative, so LogSumExp is convex. By "
    r"Popoviciu's inequality, the sum of $p_i(v_i - m)(M - v_i) \ge 0$, the variance is at most the square of half "
    r"the spread $M - m$, hence at most $b^2$ if all $|v_i| \le b$. For smoothness one needs the mixed form $s'Hv$ "
    r"with a sign vector $s$: by polarisation it is a difference of two variances, and $b\,s'Hv \le \frac14(2b)^2$, "
    r"so $s'Hv \le b = \|v\|_\infty$; integrating along the segment bounds the $\ell_1$ distance of the gradients. "
    r"\ref{scaling} brings in the temperature. The constant is sharp: half of the mass on one entry against all "
    r"others, with $v = (1, -1, \dots, -1)$, has variance 1.",
)
def lse_smooth(T: Proof) -> None:
    T.say(
        r"Single out two entries $a, b$ of $x$ and let $R$ be the sum of the other exponentials, $Z$ the sum of all. "
        r"The gradient is the softmax and the Hessian is $\mathrm{diag}(p) - pp'$:"
    )
    T.derivative("gradient", sp.log(Z), a, e_a / Z, r"$\partial_a = p_a$;")
    T.derivative("diagonal", sp.log(Z), a, e_a / Z - (e_a / Z) ** 2, r"$\partial_a\partial_a = p_a - p_a^2$;", order=2)
    T.derivative("off-diagonal", e_a / Z, b, -(e_a / Z) * (e_b / Z), r"$\partial_b\partial_a = -p_a p_b$.")
    T.derivative(
        "along-a-line", sp.log(S(w)), w, S(w).diff(w, 2) / S(w) - (S(w).diff(w) / S(w)) ** 2,
        r"Along a line, with $S(w) = \sum_i e^{x_i + w v_i}$ and hence $S' = \sum v_i e^{x_i + w v_i}$, "
        r"$S'' = \sum v_i^2 e^{x_i + w v_i}$, the second derivative is the variance of $v$ under the softmax:", order=2,
    )
    T.derivative("one-term", sp.exp(xi + w * vi), w, vi**2 * sp.exp(xi + w * vi), "(one term of $S''$)", order=2)
    T.say(
        r"Let $\mu = \sum p_i v_i$, $Q = \sum p_i v_i^2$, $m = \min v$ and $M = \max v$; the variance is $Q - \mu^2$."
    )
    T.identity(
        "nonnegative-term", q * (z - mu) ** 2, q * z**2 - 2 * mu * (q * z) + mu**2 * q,
        r"It is nonnegative: summing this over the entries ($q = p_i$, $z = v_i$) gives $\sum p_i (v_i - \mu)^2 = Q - "
        r"\mu^2$, so LSE is convex.",
    )
    T.identity(
        "popoviciu-term", q * (z - m) * (M - z), -(q * z**2) + (M + m) * (q * z) - m * M * q,
        r"Each $q(z-m)(M-z) \ge 0$; summing over the entries gives $Q \le (M + m)\mu - mM$.",
    )
    T.forall(
        "popoviciu", [le(Q, (M + m) * mu - m * M)], le(Q - mu**2, ((M - m) / 2) ** 2),
        r"So the variance is at most the square of half the spread,",
        form=[(M + m) * mu - m * M - Q, (mu - (M + m) / 2) ** 2],
    )
    T.forall(
        "spread", [ge(m, -bound), le(M, bound), ge(M, m)], le(((M - m) / 2) ** 2, bound**2),
        r"which is at most $b^2$.",
        form=[
            (bound - M) ** 2 / 4, (bound - M) * (m + bound) / 2, (m + bound) ** 2 / 4,
            (bound - M) * (M - m) / 2, (m + bound) * (M - m) / 2,
        ],
    )
    _smoothness(T)


def _smoothness(T: Proof) -> None:
    T.identity(
        "polarise", q * (a + z) ** 2 - q * (a - z) ** 2, 4 * q * a * z,
        r"Polarisation, termwise: $4\,\mathrm{Cov}(s, v) = \mathrm{Var}(s + v) - \mathrm{Var}(s - v)$; so no "
        r"Cauchy-Schwarz inequality is needed.",
    )
    T.forall(
        "covariance", [ge(minus, 0), le(plus, (2 * bound) ** 2)], le((plus - minus) / 4, bound**2),
        r"Take a sign vector $s$ times $b = \|v\|_\infty$: the entries of $bs + v$ are at most $2b$, so "
        r"$b\, s'Hv \le b^2$.", form=[((2 * bound) ** 2 - plus) / 4, minus / 4],
    )
    T.forall(
        "divide", [gt(bound, 0), le(bound * z, bound**2)], le(z, bound), r"Hence $s'Hv \le \|v\|_\infty$,",
        form=(bound**2 - bound * z) / bound,
    )
    T.derivative(
        "increment", bound * w - (S(w) - S(0)), w, bound - S(w).diff(w),
        r"Let $S(w) = s'\nabla\mathrm{LSE}(x + wv)$, so $S' = s'Hv \le b$: this function vanishes at $w = 0$ and does "
        r"not decrease, so at $w = 1$ it is nonnegative, for every sign vector $s$. Hence $\|\nabla\mathrm{LSE}(x+v) "
        r"- \nabla\mathrm{LSE}(x)\|_1 \le \|v\|_\infty$.",
    )
    T.derivative(
        "temperature", tau * sp.log(S(w / tau)), w, sp.Subs(S(z).diff(z) / S(z), z, w / tau),
        r"At temperature $t$ the gradient is the softmax at $x/t$, so the Hessian is divided by $t$, and by scaling "
        r"the smoothness is $1/t$.",
    )
    half = sp.Rational(1, 2)
    T.forall(
        "sharp", [eq(N * q, half)], eq(half + N * q - (half - N * q) ** 2, 1),
        r"The constant 1 is attained for every $d$: $p = (\frac12, q, \dots, q)$ with $N = d - 1$ entries $q = "
        r"\frac{1}{2(d-1)}$, which is the softmax of $(\ln(d-1), 0, \dots, 0)$, and $v = (1, -1, \dots, -1)$ have "
        r"variance 1.",
    )
    T.exact("not-less", gt(1, sp.Rational(99, 100)), r"So LSE is not smooth with constant $0.99$.")


if __name__ == "__main__":
    lse_smooth.script()
