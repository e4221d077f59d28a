r"""Minimising a smoothing: the minimum moves by at most the gap.   [S1-17, S1-19]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le

mu, k, ell = positives("mu k ell")
low, at_B, F_B, F_b, r, x, m, eta = reals("f_b f_B F_B F_b r x m eta")
KINK = Rational(2, 3)
HALF = Rational(1, 2)


@theorem(
    "smoothed-minimum",
    title=r"Minimising a smoothing instead of the function",
    source="S1, optimisation",
    conclusion=r"Let $f \le F \le f + \eta$ on any set and let $b$, $B$ be minimisers of $f$ and $F$ there. Then "
    r"$0 \le F(B) - f(b) \le \eta$ and $0 \le f(B) - f(b) "
    r"\le \eta$; with LogSumExp for the maximum of $n$ functions $\eta = \frac1k\ln n$, $k > 0$. If $\mu > 0$ and "
    r"$f(x) \ge f(b) + \mu\|x - b\|$ on the set then $\|B - b\| \le \eta/\mu$. "
    r"The minimum itself may be at a kink: $\max(x, 1 - \frac{x}{2})$ is least at $x = \frac23$, where its slopes "
    r"are $-\frac12$ and $1$, and its "
    r"derivative is 0 nowhere.",
    claim=[ge(F_B - low, 0), le(F_B - low, eta), ge(at_B - low, 0), le(at_B - low, eta), le(r, eta / mu)],
    variables=[
        (low, r"\{f(b)\}"),
        (at_B, r"\{f(B)\}"),
        (F_B, r"\{F(B)\}"),
        (F_b, r"\{F(b)\}"),
        (eta, r"[0, \infty)"),
        (mu, r"(0, \infty)"),
        (r, r"\{\|B - b\|\}"),
    ],
    hypotheses=[le(low, at_B), le(at_B, F_B), le(F_B, F_b), le(F_b, low + eta), gt(mu, 0), ge(at_B - low, mu * r)],
    witness={low: 0, at_B: 1, F_B: 2, F_b: 3, eta: 4, mu: 2, r: HALF},
    claims=["S1-17", "S1-19"],
    uses=["lse-gap"],
    ends=[
        "setting",
        "claim 1, claim 2, claim 3, claim 4, lse-gap",
        "claim 5",
        "kink-value, kink-attained, kink-both, kink-right, kink-left",
    ],
    sketch=r"The chain $f(b) \le f(B) \le F(B) \le F(b) \le f(b) + \eta$ uses each hypothesis once: $b$ is best for "
    r"$f$, $F$ is above $f$, $B$ is best for $F$, and the gap is at most $\eta$. All four inequalities about values "
    r"are read off it. If $f$ grows at least linearly from its minimum, $\mu\|B - b\| \le f(B) - f(b) \le \eta$ "
    r"bounds the distance of the minimisers. For LogSumExp with $n$ functions \ref{lse-gap} gives $\eta = \frac1k\ln "
    r"n$. The example $\max(x, 1 - \frac x2)$ is at least $\frac23$ by adding its two lower bounds in the right "
    r"proportion, and attains this at $x = \frac23$; on the left it is the one function, on the right the other, so "
    r"its derivative is $-\frac12$ or 1 and never 0: a minimum at a kink.",
)
def smoothed_minimum(T: Proof) -> None:
    T.say(
        r"Write $f_b = f(b)$, $f_B = f(B)$, $F_B = F(B)$ and $F_b = F(b)$. Then $f(b) \le f(B) \le F(B) \le F(b) "
        r"\le f(b) + \eta$."
    )
    T.forall(
        "value-above",
        [le(low, at_B), le(at_B, F_B)],
        ge(F_B - low, 0),
        r"The least value is not under-estimated",
        form=[at_B - low, F_B - at_B],
    )
    T.forall(
        "value-gap",
        [le(F_B, F_b), le(F_b, low + eta)],
        le(F_B - low, eta),
        r"and over-estimated by at most $\eta$;",
        form=[F_b - F_B, low + eta - F_b],
    )
    T.forall(
        "point-gap",
        [le(at_B, F_B), le(F_B, F_b), le(F_b, low + eta)],
        le(at_B - low, eta),
        r"the minimiser of $F$ is worth at most $\eta$ more than the best.",
        form=[F_B - at_B, F_b - F_B, low + eta - F_b],
    )
    T.forall(
        "sharp-minimum",
        [gt(mu, 0), le(at_B - low, eta), ge(at_B - low, mu * r)],
        le(r, eta / mu),
        r"Under linear growth the minimisers are near each other ($r = \|B - b\|$).",
        form=[(eta - at_B + low) / mu, (at_B - low - mu * r) / mu],
    )
    T.forall(
        "rate",
        [gt(k, 0), gt(eta, 0), ge(k * eta, ell)],
        le(ell / k, eta),
        r"By lse-gap (for $n = 1$ both are the same) the gap $\frac1k\ln n$ (here $\ell = \ln n$) is at most any "
        r"$\eta$ from $k = \frac{1}{\eta}\ln n$ on.",
        form=(k * eta - ell) / k,
    )
    T.say(r"A kink: let $m = \max(x, 1 - \frac{x}{2})$.")
    T.forall(
        "kink-value",
        [ge(m, x), ge(m, 1 - x / 2)],
        ge(m, KINK),
        r"It is at least $\frac23$ everywhere,",
        form=[(m - x) / 3, (m - 1 + x / 2) * KINK],
    )
    T.exact("kink-attained", eq(x, KINK), at={x: KINK}, text=r"$x = \frac23$ makes the first function $\frac23$")
    T.exact("kink-both", eq(1 - x / 2, KINK), at={x: KINK}, text=r"and the second as well.")
    T.forall(
        "kink-right",
        [gt(x, KINK), ge(m, x), ge(m, 1 - x / 2), eq((m - x) * (m - 1 + x / 2), 0)],
        eq(m, x),
        r"To the right of it $m = x$, of slope 1;",
    )
    T.forall(
        "kink-left",
        [gt(KINK, x), ge(m, x), ge(m, 1 - x / 2), eq((m - x) * (m - 1 + x / 2), 0)],
        eq(m, 1 - x / 2),
        r"to the left $m = 1 - \frac{x}{2}$, of slope $-\frac12$.",
    )


if __name__ == "__main__":
    smoothed_minimum.script()
