"""Without a bound on the gradient's Lipschitz constant there is nothing to prove.   [S0-04]"""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import LSE, Maximum, d, positives, reals, t, x
from symbolic.relations import eq, ge, gt, le, lt

b, y, z = reals("b y z")
S, eta, L = positives("S eta L")


@theorem(
    "lipschitz-is-not-enough",
    title="Differentiable and Lipschitz is not enough",
    source="S0, claim S0-04",
    conclusion=r"For every $\eta > 0$ and $d \ge 2$ there is a differentiable, convex over-estimate of $\max$, "
    r"1-Lipschitz in the infinity norm, with gap at most $\eta$. So no positive lower bound on the gap holds for "
    r"functions that are only convex, differentiable and Lipschitz.",
    claim=[le(t * LSE(x / t) - Maximum(x), eta)],
    variables=[(d, r"\{2, 3, \dots\}"), (eta, r"(0, \infty)"), (t, r"(0, \infty)"), (x, r"\mathbb{R}^d")],
    hypotheses=[ge(d, 2), gt(eta, 0), eq(t * sp.log(d), eta)],
    witness={d: 2, t: sp.Rational(1, 10), eta: sp.log(2) / 10},
    claims=["S0-04"],
    uses=["lse-gap", "lse-smooth"],
    ends=[
        "lse-gap, gap, lse-smooth, increasing, slope-positive, translation, both-directions",
        "gap",
    ],
    sketch=r"LogSumExp at a small temperature is the counterexample. $f = t\,\mathrm{LSE}(x/t)$ has a gap of at most "
    r"$t\ln d$ by \ref{lse-gap}, which is $\eta$ for $t = \eta/\ln d$. It is convex and differentiable, and "
    "1-Lipschitz in the infinity norm whatever $t$ is: each exponential increases in its entry, and adding $b$ to "
    r"all entries adds $b$ to $f$, so $f(y) \le f(x) + \|y - x\|_\infty$, and the same with $x$ and $y$ exchanged. So "
    "no positive lower bound on the gap can hold for functions that are only convex, differentiable and Lipschitz. "
    r"What grows is the Lipschitz constant of the gradient: it is $1/t$ by \ref{lse-smooth}, in the example $t = "
    r"\frac1{10}$ at $d = 2$ it is 10, and the gap $\frac1{10}\ln 2$ is below $\frac12$.",
)
def lipschitz_is_not_enough(T: Proof) -> None:
    T.say(r"Take $f = t\,\mathrm{LSE}(\cdot/t)$ with $t = \eta / \ln d$, and write $L = \ln d$.")
    T.formally("gap-of-f", "TightMax.LogSumExp.lse_gap", r"By lse-gap the gap of $f$ is at most $t \ln d$, and")
    T.forall(
        "gap", [gt(L, 0), gt(eta, 0), le(b, (eta / L) * z), le(z, L)], le(b, eta),
        r"that is at most $\eta$ (here $b$ is the gap and $z$ the gap at temperature 1).",
        form=[(eta / L) * z - b, (eta / L) * (L - z)],
    )
    T.say(
        r"Next: $f$ is 1-Lipschitz in the infinity norm, whatever $t$ is. Let $b = \|y - x\|_\infty$, the least "
        r"number with $|y_i - x_i| \le b$ for all $i$."
    )
    T.derivative("increasing", sp.exp(y / t), y, sp.exp(y / t) / t, "Each exponential increases in its entry,")
    T.forall(
        "slope-positive", [gt(t, 0)], gt(sp.exp(y / t) / t, 0), "because this is positive;", form=sp.exp(y / t) / t,
    )
    T.identity(
        "translation", t * sp.log(sp.exp(b / t) * S), b + t * sp.log(S),
        r"and adding $b$ to all entries adds $b$ to $f$. Hence $f(y) \le f(x + b\mathbf{1}) = f(x) + b$.",
    )
    T.forall(
        "both-directions", [le(y, z + b), le(z, y + b)], le((y - z) ** 2, b**2),
        r"By symmetry $|f(y) - f(x)| \le b$ (here $y, z$ stand for the two values).",
        form=(b - y + z) * (b - z + y),
    )
    T.say(r"For $d = 2$ and $t = \frac1{10}$ the gap is below the least gap $\frac12$ of 1-smooth over-estimates:")
    T.enclose("beats-the-bound", lt(sp.log(2) / 10, sp.Rational(1, 2)), r"$t \ln 2 < \frac12$.")
    T.formally(
        "price", "TightMax.LogSumExpSharp.lse_lipschitz",
        r"The price is smoothness: by lse-smooth the gradient of $f$ is $1/t$-Lipschitz, and here $1/t = 10$.",
    )


if __name__ == "__main__":
    lipschitz_is_not_enough.script()
