"""Seed 000, implications, limits and metadata: claims S0-28 to S0-38."""

import sympy as sp

from proofs.machinery.engine.claim import CORRECTED, REFUTED, ClaimProof, Claims
from symbolic.formulas.kappa import KAPPA_BOUNDS
from symbolic.relations import eq, ge, gt, le, lt

claim = Claims()
Rational, ln = sp.Rational, sp.log
S, E = sp.symbols("S E", positive=True)


@claim(
    "S0-28", CORRECTED, "implications",
    "Softmax cross-entropy and max-margin classifiers use LogSumExp as a smooth maximum.",
    truth=r"Cross-entropy is $\mathrm{LSE}(z) - z_t$. The max-margin (hinge) loss uses the maximum itself; smoothing "
    "it by LogSumExp, inside and out, gives the cross-entropy.",
    uses=["lse-gap"],
)
def s0_28(c: ClaimProof) -> None:
    c.identity(
        "cross-entropy", -ln(E / (E + S)), ln(E + S) - ln(E),
        r"With $E = e^{z_t}$ and $S$ the sum over the other classes: $-\ln\mathrm{softmax}_t(z) = \mathrm{LSE}(z) - "
        "z_t$.",
    )
    c.identity(
        "smoothed-hinge", ln(1 + S / E), ln(E + S) - ln(E),
        r"Smoothing $\max(0, \max_{i \ne t} z_i - z_t)$ gives the same function.",
    )
    c.refute(
        "hinge", eq(ln(1 + sp.E), 1),
        r"The hinge itself is another function: with margin 1 and two equal scores it is $\max(0, 1) = 1$, its "
        r"smoothing is $\ln(1 + e)$.",
    )


@claim(
    "S0-29", CORRECTED, "implications", "In high dimension there is almost no room for a better smooth maximum.",
    truth=r"For the worst-case gap at equal smoothness, between $\ln 2 - \frac12 = 0.193\dots$ and $0.23987$ can be "
    r"saved in every dimension, at most $1 - \kappa < 18.6$ per cent of $\ln d$ when $d \ge 4$, and a vanishing part "
    "of it as $d$ grows. Other criteria are not covered.",
    uses=["universal-upper", "sharper-lower", "asymptotically-one", "kappa-from-four"],
)
def s0_29(c: ClaimProof) -> None:
    c.lacks(r"it names no figure, no criterion and no dimension.")
    c.exact(
        "at-most", lt(1 - KAPPA_BOUNDS[0], Rational(186, 1000)),
        r"$\varepsilon^*_d \ge \kappa\ln d$ leaves at most $(1-\kappa)\ln d$.",
    )
    c.enclose(
        "at-least", gt(ln(2) - Rational(1, 2), Rational(193, 1000)),
        r"The universal smoothing saves $\ln 2 - \frac12$.",
    )


@claim(
    "S0-30", CORRECTED, "implications", "LogSumExp is the best choice with a proved error guarantee.",
    truth=r"It has a proved guarantee, but for no $d \ge 2$ the best: the universal smoothing has the same smoothness "
    r"and gap $\ln d - (\ln 2 - \frac12)$.",
    uses=["universal-upper", "lse-gap", "lse-smooth"],
)
def s0_30(c: ClaimProof) -> None:
    c.refute(
        "not-best", le(ln(2) - Rational(1, 2), 0),
        r"Its gap exceeds that of the universal smoothing by $\ln 2 - \frac12 > 0$.",
    )


@claim(
    "S0-31", CORRECTED, "implications",
    "Exact smoothings in low dimension are slightly tighter and slightly better conditioned.",
    truth="They are tighter by 27.8 per cent ($d = 2$) and 19 per cent ($d = 3$) at the same smoothness constant 1, "
    "that is with the same conditioning; they equal the maximum where the largest entry leads by $2$ ($d = 2$) or "
    r"$\frac83$ ($d = 3$).",
    uses=["d2-optimum", "d3-optimum", "lse-smooth"],
)
def s0_31(c: ClaimProof) -> None:
    c.refute(
        "two", le((ln(2) - Rational(1, 2)) / ln(2), Rational(1, 10)),
        "At $d = 2$ not a tenth but more than a quarter is saved;",
    )
    c.enclose("two-value", gt((ln(2) - Rational(1, 2)) / ln(2), Rational(278, 1000)), r"precisely, over 27.8 per cent.")
    c.refute("three", le((ln(3) - Rational(8, 9)) / ln(3), Rational(1, 10)), r"At $d = 3$ nearly a fifth is saved;")
    c.enclose("three-value", gt((ln(3) - Rational(8, 9)) / ln(3), Rational(19, 100)), r"precisely, over 19 per cent.")


claim.not_a_statement(
    "S0-32", "implications", "Library authors should rather tune LogSumExp kernels than look for alternatives.",
    "advice: there is nothing to prove or refute.",
)


@claim(
    "S0-33", REFUTED, "limits", "The lower bound does not cover smoothings that may undershoot.",
    truth=r"It does: only the width $b - a$ of $a \le f - \max \le b$ matters, and $b - a \ge \varepsilon^*_d$ at "
    "smoothness 1.",
    uses=["shift", "d2-optimum"],
)
def s0_33(c: ClaimProof) -> None:
    c.refute(
        "width", lt(ln(2) / 2 + ln(2) / 2, Rational(1, 2)),
        r"Example: $\mathrm{LSE} - \frac12\ln 2$ undershoots at $d = 2$, and its width is still at least "
        r"$\varepsilon^*_2 = \frac12$.",
    )


@claim(
    "S0-34", CORRECTED, "limits", "With another norm, the Euclidean one, the constant may differ.",
    truth=r"Not the constant, the order of growth: the optimum is exactly $\frac12(1 - \frac1d) < \frac12$ for every "
    "$d$, with no logarithm.",
    uses=["euclidean-optimum"],
)
def s0_34(c: ClaimProof) -> None:
    d = 10**6
    c.refute(
        "no-constant", ge(Rational(1, 2) * (1 - Rational(1, d)), ln(d) / 10),
        r"No constant in front of $\ln d$ describes it: at $d = 10^6$ it is below a tenth of $\ln d$, while at "
        "$d = 2$ it is above a third.",
    )
    c.enclose("at-two", gt(Rational(1, 4), ln(2) / 3), r"At $d = 2$ it is $\frac14 > \frac13\ln 2$.")


claim.not_a_statement(
    "S0-35", "limits",
    "Exact constructions are practical only in very low dimension; medium dimensions need numerical optimisation.",
    "a forecast about practice: there is nothing to prove or refute.",
)
claim.not_a_statement(
    "S0-36", "limits",
    "Comparing exact low-dimensional smoothings with LogSumExp on real tasks is the natural next step.",
    "a proposal: there is nothing to prove or refute.",
)
claim.not_a_statement(
    "S0-37", "conclusion", "LogSumExp remains a sound default and tighter smoothings help in niches.",
    "an opinion; what can be proved of it stands in S0-01 to S0-08.",
)
claim.not_a_statement(
    "S0-38", "metadata", "arXiv 2512.10825v1, Samakhoana and Grimmer, math.ST, cs.LG, math.OC, 11 December 2025.",
    "a bibliographic record: nothing to prove. It agrees with the listing in the source.",
)
