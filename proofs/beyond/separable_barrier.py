r"""How far a potential that is a sum over the entries can go: ln d - 0.2097."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Derivative, Function, Rational, log

from symbolic.formulas.universal import SAVED
from symbolic.notation import d, positives, reals
from symbolic.relations import ge, gt, le, lt

s, x = positives("s x")
a, b, e, V, W = reals("a b e V W")
phi = Function("phi")
LEAST = Rational(8, 9)
"""The least gap at three entries."""
LEFT_OVER = log(3) - LEAST
"""What a sum over the entries leaves of ln d at least."""
LOW, HIGH, LIMIT = Rational("0.2097"), Rational("0.2098"), Rational("0.1932")
FOUR = Rational("1.1827")
"""A little less than the least gap at four entries."""


@theorem(
    "separable-barrier",
    title="A potential that is a sum over the entries proves at most ln d - 0.2097",
    source="new",
    conclusion=r"Let $\phi$ be continuous on $[0, \frac13]$ with $\phi(0) = 0$ and $\phi'' \le 1/x$ inside, as in "
    r"universal-lower and sharper-lower, and let $a = \phi(\frac13)$ and $b = \phi(\frac1d)$ with $d \ge 3$. If the "
    r"value $-3a$ of $-\sum\phi(x_i)$ at the centre of three entries is at most $\varepsilon^*_3 = \frac89$, as a "
    r"lower bound must be, then its value at the centre of $d$ entries is at most $\ln d - (\ln 3 - \frac89)$, where "
    r"$0.2097 < \ln 3 - \frac89 < 0.2098$.",
    claim=[le(-d * b, log(d) - LEFT_OVER), gt(LEFT_OVER, LOW), lt(LEFT_OVER, HIGH)],
    variables=[
        (d, r"\{3, 4, \dots\}"), (a, r"\mathbb{R},\ \phi(\tfrac13)"), (b, r"\mathbb{R},\ \phi(\tfrac1d)"),
    ],
    hypotheses=[ge(d, 3), le(-3 * a, LEAST), ge(b + log(d) / d, 3 / d * (a + log(3) / 3))],
    witness={d: 3, a: -LEAST / 3, b: -LEAST / 3},
    uses=["duality", "d2-optimum", "d3-optimum", "d4-optimum"],
    ends=["setting", "claim 1, claim 2, claim 3"],
    sketch=r"\ref{universal-lower} and \ref{sharper-lower} compare every strongly convex function with a potential "
    r"$-\sum\phi(x_i)$, the same $\phi$ in every dimension. This is how far such a comparison can go. At three "
    r"entries it cannot prove more than what is true, so by \ref{d3-optimum} $-3\phi(\frac13) \le \frac89$. Both "
    r"proofs only take curvature away from the entropy, $\phi'' \le 1/x$; hence $D(x) = \phi(x) - x\ln x$ is concave "
    r"and, as $D(0) = 0$, lies above its chord from 0 to $\frac13$, which bounds $b = \phi(\frac1d)$ from below by $a "
    r"= \phi(\frac13)$: $-db \le \ln d - \ln 3 - 3a$, at most $\ln d - (\ln 3 - \frac89)$: what is lost at three "
    r"entries is lost in every higher dimension, $0.2097\dots$ Two entries would leave only $\ln 2 - \frac12$ and "
    r"four, by \ref{d4-optimum}, less than $0.2097$ as well, so three is the worst of them. As $\ln 2 - \frac12$ is "
    r"the limit of $\ln d - \varepsilon^*_d$, a potential of this kind cannot reach it.",
)
def separable_barrier(T: Proof) -> None:
    T.formally(
        "range", "TightMax.Duality.duality_symmetric",
        r"By duality $\varepsilon^*_3$ is the least range $h(e_1) - h(u)$ of an $h$ that is 1-strongly convex in "
        r"$\|\cdot\|_1$. Whoever shows $h - \sum\phi(x_i) \le h(e_1)$ for each of them shows $-3\phi(\frac13) \le "
        r"\varepsilon^*_3$, which is $\frac89$ (d3-optimum).",
    )
    T.derivative(
        "bends", phi(x) - x * log(x), x, Derivative(phi(x), (x, 2)) - 1 / x,
        r"Let $D(x) = \phi(x) - x\ln x$, with $D(0) = 0$. Its second derivative is not positive:", order=2,
    )
    T.formally(
        "chord", "TightMax.Entropy.below_chord", r"so $D$ lies above its chord from 0 to $\frac13$: "
        r"$D(\frac1d) \ge (1 - \frac3d)D(0) + \frac3d D(\frac13)$.",
    )
    T.forall(
        "centre", [ge(d, 3), gt(d, 0), le(-3 * a, LEAST), ge(b + log(d) / d, 3 / d * (a + log(3) / 3))],
        le(-d * b, log(d) - LEFT_OVER),
        r"Here $D(\frac13) = a + \frac13\ln 3$ and $D(\frac1d) = b + \frac1d\ln d$. Multiplied by $d$, this is the "
        r"claim.",
        form=[d * (b + log(d) / d - 3 / d * (a + log(3) / 3)), LEAST + 3 * a],
    )
    T.enclose("low", gt(LEFT_OVER, LOW), r"In decimals $0.2097 < \ln 3 - \frac89$")
    T.enclose("high", lt(LEFT_OVER, HIGH), r"and $\ln 3 - \frac89 < 0.2098$.")
    T.forall(
        "largest", [le(V, log(d) - LEFT_OVER), le(W, log(d) - LEFT_OVER), gt(d, 1), ge(s, 0), le(s, 1)],
        le(s * V + (1 - s) * W, log(d) - LEFT_OVER),
        r"The largest of several such values, or a mean of them, is not more.",
        form=[s * (log(d) - LEFT_OVER - V), (1 - s) * (log(d) - LEFT_OVER - W)],
    )
    T.enclose(
        "two-entries", lt(log(2) - Rational(1, 2), LOW),
        r"From two entries, with $\varepsilon^*_2 = \frac12$ (d2-optimum), the same argument leaves the smaller "
        r"number $\ln 2 - \frac12$,",
    )
    T.forall(
        "four-entries", [gt(e, FOUR), lt(log(4), FOUR + LOW)], lt(log(4) - e, LOW),
        r"and from four, with $e = \varepsilon^*_4 > 1.1827$ (d4-optimum), $\ln 4 - e$.",
        form=[e - FOUR, FOUR + LOW - log(4)],
    )
    T.enclose("four-entries-log", lt(log(4), FOUR + LOW), r"For $\ln 4 < 1.1827 + 0.2097$.")
    T.enclose(
        "not-the-limit", lt(SAVED, LIMIT),
        r"So a sum over the entries does not reach the limit $\ln 2 - \frac12 < 0.1932$ of $\ln d - "
        r"\varepsilon^*_d$.",
    )


if __name__ == "__main__":
    separable_barrier.script()
