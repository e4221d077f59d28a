r"""The softmax of $kx$ tends to the uniform weights on the largest entries.   [S1-07]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, exp

from symbolic.notation import positives, reals
from symbolic.relations import ge, gt, le, lt

k, g, m, w = positives("k g m w")
M, N, R, s, e, A, v = reals("M N R s e A v")
FLOOR = 1 / (1 + k * g)


@theorem(
    "softmax-limit",
    title=r"The softmax of $kx$ tends to the uniform weights on the largest entries",
    source="S1, the softmax",
    conclusion=r"Let $m \ge 1$ entries of $x$ be largest and the other $N$ at least $g > 0$ smaller. Then the "
    r"weights of $\mathrm{softmax}(kx)$, $k > 0$, on "
    r"the largest entries are equal and between $\frac1m - \frac{N}{m^2(1 + kg)}$ and $\frac1m$, and each of the "
    r"others is at most $\frac{1}{m(1 + kg)}$. "
    r"The limit $k \to \infty$ is one-hot if and only if $m = 1$; for $m \ge 2$ no weight exceeds $\frac12$ at any "
    r"$k$.",
    claim=[ge(1 / (m + R), 1 / m - N * FLOOR / m**2), le(1 / (m + R), 1 / m), le(v / (m + R), FLOOR / m)],
    variables=[
        (m, r"\{1, 2, \dots\}"),
        (N, r"\{0, 1, \dots\}"),
        (k, r"(0, \infty)"),
        (g, r"(0, \infty)"),
        (R, r"[0, N/(1+kg)]"),
        (v, r"(0, 1/(1+kg)]"),
    ],
    hypotheses=[gt(m, 0), ge(N, 0), gt(k, 0), gt(g, 0), ge(R, 0), le(R, N * FLOOR), gt(v, 0), le(v, FLOOR)],
    witness={m: 2, N: 3, k: 5, g: 1, R: 0, v: Rational(1, 6)},
    claims=["S1-07"],
    uses=["softplus-gap"],
    ends=[
        "setting",
        "weight, power, sum-step, claim 1, claim 2, claim 3",
        "claim 1, claim 2, claim 3, rate, ties",
    ],
    sketch="Divide numerator and denominator by $e^{kM}$: a largest entry has the weight $1/(m + R)$, where $R$ is "
    r"the sum of $e^{-k(M - x_j)}$ over the $N$ smaller entries. Each term is at most $\frac{1}{1 + kg}$, because "
    r"$e^{ks} \ge 1 + ks$ (\ref{softplus-gap}) and $s = M - x_j \ge g$. So $0 \le R \le \frac{N}{1 + kg}$, and "
    r"$\frac1m - \frac1{m + R} = \frac{R}{m(m + R)} \le \frac{R}{m^2}$ gives the lower bound; a smaller entry has its "
    r"term of $R$, divided by $m + R$. As $k$ grows, $\frac{1}{1 + kg}$ falls below any positive number, and the "
    r"limit is $\frac1m$ on the largest entries and 0 elsewhere. If $m \ge 2$ entries tie, none of the weights can "
    r"exceed $\frac12$ at any $k$, so the limit is one-hot exactly for $m = 1$.",
)
def softmax_limit(T: Proof) -> None:
    T.say(r"Let $M$ be the largest entry and $R$ the sum of $e^{-k(M - x_j)}$ over the $N$ smaller entries.")
    T.identity("weight", exp(k * M) / (m * exp(k * M) + exp(k * M) * R), 1 / (m + R), r"A largest entry has the weight")
    T.forall(
        "at-most", [gt(m, 0), ge(R, 0)], le(1 / (m + R), 1 / m), r"which is at most $\frac1m$.", form=R / (m * (m + R))
    )
    T.forall(
        "power",
        [gt(w, 0), gt(k, 0), gt(g, 0), ge(s, g), ge(w, 1 + k * s)],
        le(1 / w, FLOOR),
        r"With $s = M - x_j \ge g$ and $w = e^{ks} \ge 1 + ks$ (softplus-gap) each term of $R$ is $1/w \le "
        r"\frac{1}{1+kg}$,",
        form=[(w - 1 - k * s) / (w * (1 + k * g)), k * (s - g) / (w * (1 + k * g))],
    )
    T.induction(
        "sum",
        base=le(A, e),
        base_given=[le(A, e)],
        given=[le(A, N * e), le(s, e)],
        step=le(A + s, (N + 1) * e),
        step_form=[N * e - A, e - s],
        moves={A: A + s, N: N + 1}, start={A: A, N: 1},
        text=r"so $R \le \frac{N}{1 + kg}$, by adding up bounds ($e$ is the bound of a term).",
    )
    T.forall(
        "at-least",
        [gt(m, 0), gt(k, 0), gt(g, 0), ge(R, 0), le(R, N * FLOOR)],
        ge(1 / (m + R), 1 / m - N * FLOOR / m**2),
        r"Hence the lower bound.",
        form=[(N * FLOOR - R) / m**2, R**2 / (m**2 * (m + R))],
    )
    T.forall(
        "others",
        [gt(m, 0), gt(k, 0), gt(g, 0), ge(R, 0), gt(v, 0), le(v, FLOOR)],
        le(v / (m + R), FLOOR / m),
        r"A smaller entry has the weight $v/(m + R)$, where $v$ is its term of $R$, at most $\frac{1}{1+kg}$.",
        form=[(FLOOR - v) / (m + R), FLOOR * R / (m * (m + R))],
    )
    T.forall(
        "ties",
        [ge(m, 2), gt(m, 0), ge(R, 0)],
        le(1 / (m + R), Rational(1, 2)),
        r"If $m \ge 2$ then no weight exceeds $\frac12$, as the largest entries have the largest weights:",
        form=[(m - 2) / (2 * (m + R)), R / (2 * (m + R))],
    )
    T.forall(
        "rate",
        [gt(k, 0), gt(g, 0), gt(w, 0), gt(k * g * w, 1)],
        lt(FLOOR, w),
        r"The bounds tend to $\frac1m$ and 0: $\frac{1}{1+kg}$ is below any $w > 0$ once $k > \frac{1}{gw}$.",
        form=[(k * g * w - 1) / (1 + k * g), w / (1 + k * g)],
    )


if __name__ == "__main__":
    softmax_limit.script()
