r"""The softmax-weighted mean under-estimates the maximum by less than $\ln d/k$.   [S1-08]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Expr, Rational, Subs, exp, log

from symbolic.notation import d, positives, reals
from symbolic.relations import eq, ge, gt, le, lt

k, p, Z, w = positives("k p Z w")
y, v, M, A, z, G, H, ell, B = reals("y v M A z G H ell B")
PAIR = y * exp(k * y) / (1 + exp(k * y))
"""The operator at (0, y)."""


def value(at: int) -> Expr:
    """k times the operator at (0, at/k)."""
    return at * exp(at) / (1 + exp(at))


@theorem(
    "boltzmann-operator",
    title=r"The softmax-weighted mean as a smooth maximum",
    source="S1, the softmax is not the maximum",
    conclusion=r"$B_k(x) = \langle x, \mathrm{softmax}(kx) \rangle$ is a scalar, $k > 0$, and $0 \le \max x - "
    r"B_k(x) < \frac1k\ln d$ for $d \ge 2$: it converges to "
    r"the maximum within the bound of LogSumExp, from below. For $d = 2$ and no $k$ is it convex or increasing: "
    r"$B_k(0, y)$ falls at $y = -\frac4k$, and its value at "
    r"$-\frac4k$ is above the mean of those at $-\frac1k$ and $-\frac7k$.",
    claim=[ge(M - B, 0), lt(k * (M - B), ell)],
    variables=[
        (d, r"\{2, 3, \dots\}"),
        (k, r"(0, \infty)"),
        (ell, r"\{\ln d\}"),
        (M, r"\{\max x\}"),
        (B, r"\{B_k(x)\}"),
        (z, r"\{x_j\}"),
        (p, r"\{p_j\}"),
        (A, r"\{\sum_{i \ne j} p_i(M - x_i)\}"),
        (G, r"\{\frac1k\mathrm{LSE}(kx) - M\}"),
        (H, r"\{-\sum_i p_i\ln p_i\}"),
    ],
    hypotheses=[
        ge(d, 2),
        gt(k, 0),
        eq(ell, log(d)),
        gt(p, 0),
        ge(M, z),
        ge(A, 0),
        eq(M - B, A + p * (M - z)),
        gt(G, 0),
        le(H, ell),
        eq(k * (M - B), H - k * G),
    ],
    witness={
        **{d: 2, k: 3, ell: log(2), M: 1, z: Rational(4, 5), p: Rational(1, 2), A: 0, B: Rational(9, 10)},
        **{H: Rational(1, 2), G: Rational(1, 15)},
    },
    claims=["S1-08"],
    uses=["lse-conjugate", "lse-gap"],
    ends=[
        "claim 1, claim 2, under-base, under-step, entropy-term, lse-gap, lse-conjugate",
        "slope, falls, scale, not-convex",
    ],
    sketch=r"Let $p$ be the softmax of $kx$. Then $\max x - B_k = \sum p_i(M - x_i)$ is a sum of nonnegative terms, "
    r"so $B_k$ is never above the maximum. For the rate write $p_i\ln p_i$ out: the entropy $H$ of $p$ satisfies $-H "
    r"= kB_k - \ln Z$, so $k(M - B_k) = H - kG$ with $G$ the gap of LogSumExp. As $G > 0$ by \ref{lse-gap} and $H \le "
    r"\ln d$ by \ref{lse-conjugate}, the difference is below $\frac1k\ln d$: the operator converges from below as "
    "fast as LogSumExp does from above. What it lacks shows for two entries $(0, y)$, where the slope has the factor "
    "$1 + ky + e^{ky}$, negative at $ky = -4$: raising an entry lowers the value. The value at $-4$ also lies above "
    "the mean of those at $-1$ and $-7$. Both examples scale with $k$, so no $k$ makes it increasing or convex.",
)
def boltzmann_operator(T: Proof) -> None:
    T.say(
        r"Let $M$ be the largest entry and $p$ the softmax of $kx$, with normaliser $Z = \sum_i e^{kx_i}$; $M - "
        r"B_k = \sum_i p_i(M - x_i)$."
    )
    T.induction(
        "under",
        base=ge(p * (M - z), 0),
        base_given=[gt(p, 0), ge(M, z)],
        base_form=p * (M - z),
        given=[ge(A, 0), gt(p, 0), ge(M, z)],
        step=ge(A + p * (M - z), 0),
        step_form=[A, p * (M - z)],
        moves={A: A + p * (M - z)}, start={A: 0},
        text=r"It is not negative, term by term.",
    )
    T.forall(
        "below",
        [gt(p, 0), ge(M, z), ge(A, 0), eq(M - B, A + p * (M - z))],
        ge(M - B, 0),
        r"So $B_k \le M$ ($A$ is what all entries but one, $z$, add):",
    )
    T.identity(
        "entropy-term",
        p * log(exp(k * z) / Z),
        p * k * z - p * log(Z),
        r"The entropy of $p$: $p_i\ln p_i$ is this, and summed up $-H = kB_k - \ln Z$, so that $B_k = \frac1k\ln Z "
        r"- \frac1k H$.",
    )
    T.forall(
        "gap",
        [gt(k, 0), gt(G, 0), le(H, ell)],
        lt(M - (M + G - H / k), ell / k),
        r"By lse-gap $\frac1k\ln Z = M + G$ with $G > 0$, and by lse-conjugate $H \le \ell = \ln d$.",
        form=[(ell - H) / k, G],
    )
    T.forall(
        "within",
        [gt(k, 0), gt(G, 0), le(H, ell), eq(k * (M - B), H - k * G)],
        lt(k * (M - B), ell),
        r"Without a quotient:",
    )
    T.say(r"Two entries, $(0, y)$.")
    T.derivative(
        "slope", PAIR, y, exp(k * y) * (1 + k * y + exp(k * y)) / (1 + exp(k * y)) ** 2, r"The slope in $y$ is"
    )
    T.enclose(
        "falls",
        lt(1 - 4 + exp(-4), 0),
        r"and at $ky = -4$ its second factor is negative: raising an entry lowers the value.",
    )
    T.identity(
        "scale",
        k * Subs(PAIR, y, v / k),
        v * exp(v) / (1 + exp(v)),
        r"The same at every $k$: $k B_k(0, v/k)$ does not depend on it.",
    )
    T.enclose(
        "not-convex",
        gt(value(-4), (value(-1) + value(-7)) / 2),
        r"At $v = -4$ it is above the mean of the values at $-1$ and $-7$.",
    )
    T.enclose("lower-than-before", gt(value(-4), value(-1)), r"It is even above the value at $-1$.")


if __name__ == "__main__":
    boltzmann_operator.script()
