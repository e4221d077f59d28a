"""LogSumExp overshoots the maximum by more than 0 and at most ln d.   [S0-05, S0-11, S0-15]"""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import LSE, Maximum, d, positives, reals, t, x
from symbolic.relations import ge, gt, le, lt

M, s, R, y = reals("M s R y")
S, u = positives("S u")
k = sp.Symbol("k", real=True)


@theorem(
    "lse-gap",
    title=r"LogSumExp overshoots the maximum by at most $\ln d$",
    source="S0, claims S0-05 and S0-15",
    conclusion=r"For $d \ge 2$, $t > 0$ and every $x \in \mathbb{R}^d$: $0 < t\,\mathrm{LSE}(x/t) - \max x \le t \ln "
    r"d$, with equality on the right exactly where all entries of $x$ are equal.",
    claim=[lt(0, t * LSE(x / t) - Maximum(x)), le(t * LSE(x / t) - Maximum(x), t * sp.log(d))],
    variables=[(d, r"\{2, 3, \dots\}"), (t, r"(0, \infty)"), (x, r"\mathbb{R}^d")],
    hypotheses=[ge(d, 2), gt(t, 0)],
    witness={d: 3, t: 2},
    claims=["S0-05", "S0-15"],
    uses=["scaling"],
    sketch=r"Write $M = \max x$ and take $e^M$ out of the sum: $\mathrm{LSE}(x) = M + \ln S$ with $S = \sum e^{x_i - "
    r"M}$. Each term is positive and at most 1, and a largest entry contributes exactly 1. So $1 < S \le d$: the "
    r"other $d - 1 \ge 1$ terms make it more than 1, and $d$ terms of at most 1 make it at most $d$. The logarithm "
    r"increases, so the gap $\ln S$ lies in $(0, \ln d]$. If an entry is below the maximum its term is less than 1 "
    "and $S < d$, so equality holds exactly when all entries agree. At temperature $t$ the same is applied to $x/t$ "
    r"and multiplied by $t$ (\ref{scaling}). The printed decimals of $\ln 2$, $\ln 3$ and $\ln 4$ are compared by "
    "enclosures.",
)
def lse_gap(T: Proof) -> None:
    T.say(r"Let $M = \max x$, $s_i = e^{x_i - M}$ and $S = \sum_i s_i$.")
    T.formally(
        "terms", "TightMax.LogSumExp.exp_le",
        r"As $x_i \le M$ and exp increases, $0 < s_i \le 1$, with $s_i = 1$ for a largest entry; and $\sum_i e^{x_i} "
        r"= e^M S$.",
    )
    T.identity("factor", sp.log(sp.exp(M) * S), M + sp.log(S), r"Taking $e^M$ out of the sum:")
    T.derivative("log-slope", sp.log(u), u, 1 / u, r"The logarithm increases, because its derivative")
    T.forall("log-increases", [gt(u, 0)], gt(1 / u, 0), "is positive, so it is enough to bound $S$.", form=1 / u)
    T.induction(
        "at-most-d",
        base=le(s, 1), base_given=[le(s, 1)],
        given=[le(S, k), le(s, 1)], step=le(S + s, k + 1), step_form=[k - S, 1 - s],
        moves={S: S + s, k: k + 1}, start={S: s, k: 1},
        text=r"$S \le d$: a sum of $k$ numbers that are at most 1 is at most $k$.",
    )
    T.induction(
        "others-positive",
        base=gt(s, 0), base_given=[gt(s, 0)],
        given=[gt(R, 0), gt(s, 0)], step=gt(R + s, 0), step_form=R + s,
        moves={R: R + s}, start={R: 0},
        text=r"The $d - 1 \ge 1$ entries beside a largest one add up to $R > 0$.",
    )
    T.forall("above-one", [gt(R, 0)], gt(1 + R, 1), "Hence $S = 1 + R > 1$ and $\\ln S > \\ln 1 = 0$.", form=R)
    T.forall(
        "equality", [lt(s, 1), le(R, k - 1)], lt(s + R, k),
        r"If some entry is below the maximum its $s < 1$, and $S < d$: the gap is $\ln d$ only if all entries are "
        r"equal; then every $s_i = 1$ and it is.",
        form=[1 - s, k - 1 - R],
    )
    T.forall(
        "temperature-above", [gt(t, 0), gt(y, 0)], gt(t * y, 0),
        r"At temperature $t$ apply this to $x/t$: the gap is $t$ times $y = \ln S$, which is positive", form=t * y,
    )
    T.forall(
        "temperature-below", [gt(t, 0), le(y, k)], le(t * y, t * k),
        r"and at most $t \ln d$ (here $k = \ln d$).", form=t * (k - y),
    )
    T.enclose("d2", le(abs_error(sp.log(2), "0.6931"), half_digit), "The printed $\\ln 2$ is right to four decimals,")
    T.enclose("d3", le(abs_error(sp.log(3), "1.0986"), half_digit), "so is $\\ln 3$,")
    T.enclose("d4", le(abs_error(sp.log(4), "1.3863"), half_digit), "and so is $\\ln 4$.")


half_digit = sp.Rational(5, 100000) ** 2


def abs_error(value: sp.Expr, printed: str) -> sp.Expr:
    """Return the squared error of a printed decimal, so that no absolute value is needed."""
    return (value - sp.Rational(printed)) ** 2


if __name__ == "__main__":
    lse_gap.script()
