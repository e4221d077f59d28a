"""Seed 000, overview, contributions and method: claims S0-01 to S0-13."""

import sympy as sp

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.formulas.chain import gain
from symbolic.formulas.four_entries import VALUE
from symbolic.formulas.kappa import KAPPA_BOUNDS
from symbolic.notation import k, n
from symbolic.relations import eq, ge, gt, le, lt

claim = Claims()
Rational, ln = sp.Rational, sp.log
COEFFICIENT = Rational(8145, 10000)
"""The constant as the source prints it."""
FACTOR = Rational(123, 100)


@claim(
    "S0-01", PROVED, "overview",
    "LogSumExp is, up to a constant factor, the best smoothing of the maximum for the worst overshoot.",
    truth=r"$\varepsilon^*_d \le \ln d \le 2\ln 2 \cdot \varepsilon^*_d$ for every $d \ge 2$, with equality on the "
    "right at $d = 2$.",
    uses=["kappa-from-four", "d2-optimum", "d3-optimum", "lse-gap", "lse-smooth"],
)
def s0_01(c: ClaimProof) -> None:
    c.identity("two", 2 * ln(2) * Rational(1, 2), ln(4) / 2, r"$d = 2$: $2\ln 2\cdot\frac12 = \ln 2$.")
    c.enclose("three", gt(2 * ln(2) * Rational(8, 9), ln(3)), r"$d = 3$, where $\varepsilon^*_3 = \frac89$.")
    c.enclose(
        "from-four", gt(2 * ln(2) * KAPPA_BOUNDS[0], 1),
        r"$d \ge 4$: $\varepsilon^*_d \ge \kappa\ln d$ and $2\ln 2 \cdot \kappa > 1$.",
    )


@claim(
    "S0-02", PROVED, "overview", "In low dimension there are strictly tighter smoothings than LogSumExp.",
    truth=r"$\frac12 < \ln 2$ and $\frac89 < \ln 3$ are attained; in fact LogSumExp is beaten in every dimension.",
    uses=["universal-upper", "d2-optimum", "d3-optimum"],
)
def s0_02(c: ClaimProof) -> None:
    c.enclose("two", lt(Rational(1, 2), ln(2)), r"$\varepsilon^*_2 < \ln 2$.")
    c.enclose("three", lt(Rational(8, 9), ln(3)), r"$\varepsilon^*_3 < \ln 3$.")
    c.enclose("every", gt(ln(2) - Rational(1, 2), 0), r"$\varepsilon^*_d \le \ln d - (\ln 2 - \frac12) < \ln d$.")


@claim(
    "S0-03", CORRECTED, "contributions",
    r"Every smooth over-estimate of the maximum overshoots somewhere by at least $0.8145\ln d$.",
    truth=r"$\varepsilon^*_d \ge \kappa\ln d$, $\kappa = 0.81452\dots$, holds exactly for $d \ge 4$.",
    uses=["kappa-from-four", "d2-optimum", "d3-optimum"],
)
def s0_03(c: ClaimProof) -> None:
    c.refute(
        "at-two", le(COEFFICIENT * ln(2), Rational(1, 2)),
        r"At $d = 2$ the optimum is $\frac12$, below the printed bound.",
    )
    c.refute(
        "at-three", le(COEFFICIENT * ln(3), Rational(8, 9)), r"At $d = 3$ it is $\frac89$, below the printed bound."
    )
    c.exact(
        "constant", lt(COEFFICIENT, KAPPA_BOUNDS[0]), r"$0.8145 < \kappa$, so the printed bound holds for $d \ge 4$."
    )


@claim(
    "S0-04", REFUTED, "method",
    r"The problem: $f \ge \max$ on $\mathbb{R}^d$, with $f$ differentiable and Lipschitz in the infinity norm.",
    truth=r"It is the gradient that must be Lipschitz, from $\|\cdot\|_\infty$ to $\|\cdot\|_1$; with the printed "
    "hypotheses the least gap is 0.",
    uses=["lipschitz-is-not-enough", "d2-optimum"],
)
def s0_04(c: ClaimProof) -> None:
    c.refute(
        "small-gap", ge(ln(2) / 10, Rational(1, 2)),
        r"$\frac1{10}\mathrm{LSE}(10x)$ satisfies the printed hypotheses at $d = 2$ with a gap below "
        r"$\varepsilon^*_2 = \frac12$.",
    )


claim.by_theorem("S0-05", "contributions", r"LogSumExp exceeds the maximum by at most $\ln d$.", "lse-gap")


@claim(
    "S0-06", CORRECTED, "contributions", "Hence LogSumExp is optimal up to the factor 1.23.",
    truth=r"$\ln d \le \varepsilon^*_d / \kappa$ with $1/\kappa < 1.2278$ for $d \ge 4$; the factor is "
    r"$2\ln 2 = 1.386\dots$ at $d = 2$ and $\frac98\ln 3 = 1.2359\dots$ at $d = 3$.",
    uses=["kappa-from-four", "d2-optimum", "d3-optimum"],
)
def s0_06(c: ClaimProof) -> None:
    c.refute("at-two", le(ln(2) / Rational(1, 2), FACTOR), r"At $d = 2$ the factor is $2\ln 2$.")
    c.refute("at-three", le(ln(3) / Rational(8, 9), FACTOR), r"At $d = 3$ it is $\frac98\ln 3$.")
    c.exact("from-four", lt(1 / KAPPA_BOUNDS[0], Rational(12278, 10000)), r"From $d = 4$ on it is at most $1/\kappa$.")


claim.by_theorem(
    "S0-07", "contributions", "For $d = 2$ a closed form attains the lower bound exactly.", "d2-optimum",
    truth=r"$\varepsilon^*_2 = \frac12$.",
)


claim.by_theorem(
    "S0-08", "contributions", "For $d = 3$ a closed form attains the lower bound exactly.", "d3-optimum",
    truth=r"$\varepsilon^*_3 = \frac89$.",
)


@claim(
    "S0-09", PROVED, "contributions, method", "The lower bound has a proof by calculus and convex geometry alone.",
    truth="The proof is the theorem chain: Jensen's inequality with a gain, applied to uniform distributions. What it "
    "takes for granted beyond algebra is the mean value theorem and the existence of suprema.",
    uses=["chain", "chain-below-kappa"],
)
def s0_09(c: ClaimProof) -> None:
    c.say("The proof exhibited is its own witness.")


@claim(
    "S0-10", CORRECTED, "method",
    r"Points placed on the simplex in $\mathbb{R}^d$ force every smooth over-estimate to lose a fixed amount.",
    truth=r"The points $u_n$ lie in the dual simplex, where $h = f^*$ lives: $h(u_k) - h(u_n) \ge 2(1 - k/n)^2$, "
    "added up along a chain.",
    uses=["chain", "duality", "d2-optimum"],
)
def s0_10(c: ClaimProof) -> None:
    gap_at_vertex = Rational(1, 2) * (1 - Rational(1, 2)) ** 2
    c.refute(
        "loss-at-a-vertex", ge(gap_at_vertex, Rational(1, 2)),
        r"Read in the space of $x$ it fails: the best smoothing for $d = 2$ loses only $\frac12(1 - \frac12)^2 = "
        r"\frac18$ at the vertex $(1, 0)$, not the forced $\frac12$.",
    )
    step = gain(k, n)
    c.exact(
        "dual-step", eq(step, Rational(1, 2)), at={k: 1, n: 2},
        text=r"In the dual simplex the step from $u_2$ to $u_1$ gives $\frac12$.",
    )


@claim(
    "S0-11", PROVED, "method", r"LogSumExp comes from the Gibbs entropy and its error is exactly $\ln d$.",
    uses=["lse-conjugate", "lse-gap"],
)
def s0_11(c: ClaimProof) -> None:
    c.say("These are the theorems.")


@claim(
    "S0-12", PROVED, "implicit, needed everywhere",
    "LogSumExp is convex and exactly 1-smooth with respect to the infinity norm.", uses=["lse-smooth", "scaling"],
)
def s0_12(c: ClaimProof) -> None:
    c.say("This is the theorem, the sharpness of the constant included.")


@claim(
    "S0-13", CORRECTED, "method",
    "For small $d$ the convex programs are solved analytically and the lower bound is tight.",
    truth=r"True for $d = 2$ and $3$. At $d = 4$ the chain bound $\frac98$ is not attained: $\varepsilon^*_4 = "
    r"1.18278\dots$",
    uses=["d4-optimum", "d2-optimum", "d3-optimum"],
)
def s0_13(c: ClaimProof) -> None:
    c.refute(
        "at-four", le(VALUE, Rational(9, 8)), r"$\varepsilon^*_4$ exceeds the chain bound $\frac98$.",
    )
