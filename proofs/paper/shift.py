"""Shift: letting the smoothing undershoot does not help; the two-sided error halves.   [S0-33]"""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import EpsStar, d, reals
from symbolic.relations import ge, gt, le, lt

a, b, c, F, M, L, e = reals("a b c F M L e")
star = EpsStar(d)


@theorem(
    "shift",
    title="Undershooting is covered: only the width of the error matters",
    source="S0, claim S0-33",
    conclusion=r"If $f$ is convex and $L$-smooth with $a \le f - \max \le b$ everywhere, then $b - a \ge "
    r"\varepsilon^*_d / L$. The best under-estimate has the same gap as the best over-estimate, and the best "
    r"two-sided error is $\varepsilon^*_d / (2L)$.",
    claim=[ge(b - a, star / L)],
    variables=[(d, r"\{2, 3, \dots\}"), (a, r"\mathbb{R}"), (b, r"\mathbb{R}"), (L, r"(0, \infty)")],
    hypotheses=[gt(L, 0), le(a, b)],
    witness={a: -1, b: 2, L: 3},
    claims=["S0-33"],
    uses=["scaling"],
    sketch=r"Adding a constant changes neither convexity nor the gradient. If $a \le f - \max \le b$, then $f - a$ is "
    r"an over-estimate with the same smoothness $L$ and the gap $b - a$, so \ref{scaling} gives $b - a \ge "
    r"\varepsilon^*_d/L$. Conversely an over-estimate of gap $e$, lowered by $e$, is an under-estimate of gap $e$, "
    r"and lowered by $\frac12e$ it errs by at most $\frac12e$ on both sides. If $|f - {\max}| \le c$ the width is at "
    r"most $2c$, so $c \ge \varepsilon^*_d/(2L)$. Only the width of the interval in which the error lies matters: "
    "allowing a smoothing to undershoot gains nothing but the factor 2 of a two-sided error.",
)
def shift(T: Proof) -> None:
    T.formally(
        "constant", "TightMax.Scaling.shift_estimate",
        r"A constant changes neither convexity nor the gradient: $f - a$ is again convex and $L$-smooth.",
    )
    T.forall("over-estimates", [ge(F, M + a)], ge(F - a, M), r"$f - a$ over-estimates:", form=F - M - a)
    T.forall("gap", [le(F, M + b)], le(F - a, M + (b - a)), r"and its gap is $b - a$:", form=M + b - F)
    T.forall(
        "width", [gt(L, 0), ge(L * (b - a), e)], ge(b - a, e / L),
        r"By scaling with $t = L$ the function $L (f - a)(x/L)$ is a 1-smooth over-estimate with gap $L(b-a)$, so "
        r"$L(b - a) \ge \varepsilon^*_d = e$, and",
        form=(L * (b - a) - e) / L,
    )
    T.forall(
        "under-estimate", [ge(F, M), le(F, M + e)], le(F - e, M),
        r"An over-estimate with gap $e$, lowered by $e$, is an under-estimate", form=M + e - F,
    )
    T.forall("under-gap", [ge(F, M), le(F, M + e)], ge(F - e, M - e), "with the same gap.", form=F - M)
    T.forall(
        "two-sided-needs", [le(a, b), ge(a, -c), le(b, c)], le((b - a) / 2, c),
        r"If $|f - \max| \le c$ then $-c \le a$ and $b \le c$, so $c$ is at least half the width:",
        form=[(c - b) / 2, (c + a) / 2],
    )
    T.forall(
        "two-sided-upper", [ge(F, M), le(F, M + e)], le((F - e / 2) - M, e / 2),
        r"and an over-estimate with gap $e$, lowered by $e/2$, errs by at most $e/2$ above", form=M + e - F,
    )
    T.forall("two-sided-lower", [ge(F, M)], ge((F - e / 2) - M, -e / 2), "and below.", form=F - M)
    T.forall(
        "no-better-width", [gt(L, 0), lt(L * (b - a), e)], lt(b - a, e / L),
        r"Widths and gaps correspond exactly: a width below $\varepsilon^*_d/L$ would scale to a 1-smooth "
        r"over-estimate with a gap below $\varepsilon^*_d$.",
        form=(e - L * (b - a)) / L,
    )


if __name__ == "__main__":
    shift.script()
