"""LogSumExp is the conjugate of the negative entropy, whose range is ln d.   [S0-11]"""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import LSE, d, i, p, positives, reals, t, total, x
from symbolic.relations import ge, gt, le

q, r, u, Z, e = positives("q r u Z e")
A, B, y, M = reals("A B y M")
gibbs = LSE(x / t) - total(p[i] * x[i] / t) + total(p[i] * sp.log(p[i]))


@theorem(
    "lse-conjugate",
    title="LogSumExp comes from the entropy",
    source="S0, claim S0-11",
    conclusion=r"$t\,\mathrm{LSE}(x/t) = \max_{p \in \Delta_d} \langle p, x \rangle - t \sum_i p_i \ln p_i$, attained "
    r"exactly at the softmax of $x/t$; the negative entropy ranges over $[-\ln d, 0]$ on the simplex, so its range is "
    r"$\ln d$.",
    claim=[ge(gibbs, 0)],
    variables=[(d, r"\{2, 3, \dots\}"), (x, r"\mathbb{R}^d"), (p, r"\Delta_d"), (t, r"(0, \infty)")],
    hypotheses=[ge(d, 2), gt(t, 0)],
    witness={d: 2, t: sp.Rational(1, 3)},
    claims=["S0-11"],
    uses=["lse-gap"],
    sketch=r"Let $q$ be the softmax of $x/t$, so that $\ln q_i = x_i/t - \mathrm{LSE}(x/t)$. For $p$ in the simplex "
    r"the difference of the two sides is $-\sum p_i\ln(q_i/p_i)$, and $\ln u \le u - 1$ bounds $\sum p_i\ln(q_i/p_i)$ "
    r"by $\sum q_i - \sum p_i = 0$: this is Gibbs' inequality. Equality needs $q_i = p_i$ for all $i$, because $u - 1 "
    r"- \ln u$ vanishes only at $u = 1$ (its derivative changes sign there); so the maximum is attained exactly at "
    r"the softmax. For the range of the negative entropy, each $p_i\ln p_i$ is at most 0, with equality at the "
    r"vertices, and the inequality just shown at $x = 0$ says $\sum p_i\ln p_i \ge -\ln d$, which the centre attains. "
    r"Through \ref{duality} this is the gap $\ln d$ of LogSumExp once more.",
)
def lse_conjugate(T: Proof) -> None:
    T.say(r"First $\ln u \le u - 1$: the difference $\psi(u) = u - 1 - \ln u$ vanishes at 1,")
    T.derivative("slope", u - 1 - sp.log(u), u, (u - 1) / u, r"and its derivative")
    T.forall("falls-before", [gt(u, 0), gt(1 - u, 0)], le((u - 1) / u, 0), "is negative before 1", form=(1 - u) / u)
    T.forall("rises-after", [gt(u, 0), gt(u - 1, 0)], ge((u - 1) / u, 0), "and positive after.", form=(u - 1) / u)
    T.say(
        r"Let $Z = \sum_i e^{x_i/t}$, of which $\mathrm{LSE}(x/t)$ is the logarithm, and let $q_i = e^{x_i/t}/Z$ be "
        r"the softmax. For $p$ in the simplex, entry by entry (an entry $p_i = 0$ contributes nothing to the left and "
        r"$q_i \ge 0$ to the right):"
    )
    T.identity(
        "softmax-log", sp.log(e / Z), sp.log(e) - sp.log(Z), r"$\ln q_i = x_i/t - \mathrm{LSE}(x/t)$,"
    )
    T.identity(
        "entry", r * sp.log(q / r), r * sp.log(q) - r * sp.log(r),
        r"so $\sum_i p_i \ln(q_i/p_i) = \langle p, x \rangle/t - \mathrm{LSE}(x/t) - \sum_i p_i \ln p_i$,",
    )
    T.forall(
        "entry-bound", [gt(r, 0), le(y, q / r - 1)], le(r * y, q - r),
        r"and with $y = \ln(q_i/p_i) \le q_i/p_i - 1$ each term is at most $q_i - p_i$;", form=r * (q / r - 1 - y),
    )
    T.induction(
        "sum-of-bounds",
        base=le(y, q - r), base_given=[le(y, q - r)],
        given=[le(A, B), le(y, q - r)], step=le(A + y, B + q - r), step_form=[B - A, q - r - y],
        moves={A: A + y, B: B + q - r}, start={A: 0, B: 0},
        text=r"these add up to at most $\sum q_i - \sum p_i = 1 - 1 = 0$.",
    )
    T.formally(
        "first-claim", "TightMax.LogSumExp.gibbs",
        r"Hence $\langle p, x\rangle/t - \sum p_i \ln p_i \le \mathrm{LSE}(x/t)$, and times $t$ the first claim.",
    )
    T.identity(
        "equality", r * sp.log(r * Z) - r * sp.log(r), r * sp.log(Z),
        r"At $p = q$, where $x_i/t = \ln(q_i Z)$, both sides agree: $\sum_i q_i(\ln(q_i Z) - \ln q_i) = \ln Z$. "
        r"Elsewhere the bound is strict, since $\psi(u) > 0$ for $u \ne 1$.",
    )
    T.forall(
        "entropy-above", [gt(r, 0), gt(1 - r, 0), le(y, r - 1)], le(r * y, 0),
        r"The range: $p_i \ln p_i \le p_i (p_i - 1) \le 0$, with equality at the vertices;",
        form=[r * (r - 1 - y), r * (1 - r)],
    )
    T.identity(
        "entropy-at-centre", d * (1 / d) * sp.log(1 / d) + sp.log(d), 0,
        r"$x = 0$ in the first claim gives $\sum p_i \ln p_i \ge -\ln d$, and the centre attains it.",
    )


if __name__ == "__main__":
    lse_conjugate.script()
