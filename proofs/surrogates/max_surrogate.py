r"""Minimising LogSumExp in place of the maximum: what it costs, and what moves.   [S4-05, S4-07 to S4-09]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Rational, S, Subs, Symbol, exp, log

from symbolic.notation import n, positives, reals
from symbolic.relations import eq, ge, gt, le, lt

F, G, C, M, m, star, e, x, y, delta, F_B, G_B = reals("F G C M m s e x y delta F_B G_B")
h = positives("h")[0]
w = Symbol("w", real=True)
LEAST = log(3) - 2 * log(2) / 3
GAP = log(1 + exp(-w))
EXAMPLE = log(exp(w) + exp(-2 * w))


@theorem(
    "max-surrogate",
    title="LogSumExp in place of the maximum, as an objective",
    source="S4, upper bound and optimisation",
    conclusion=r"Let $f_1, \dots, f_n$ be real functions on a set, $t > 0$, $F = \max_i f_i$ and $G = "
    r"t\,\mathrm{LSE}(f/t)$. Then $\inf F \le \inf G \le \inf F + t\ln n$, the same for suprema, and where $G$ is "
    r"least $F$ is at most $\inf F + t\ln n$. For $n = 2$ the minimum point can be another: for $f = (x, -2x)$ it "
    r"moves from 0 to $\frac{t}{3}\ln 2$, and the least value from 0 to $t(\ln 3 - \frac23\ln 2)$. The maximum of two "
    r"numbers is differentiable where they differ and not where they are equal. For $t = 1$ the gap for two entries "
    r"is $\ln(1 + e^{-\delta})$ with $\delta = |x_1 - x_2|$, from $\ln(1 + e^{-2})$ to $\ln 2$ on "
    r"the square $[-1, 1]^2$.",
    claim=[ge(G, m), le(star, m + C + e), le(F_B, m + C + e), le(G, M + C)],
    variables=[
        (F, r"\{F(p)\}"),
        (G, r"\{G(p)\}"),
        (m, r"\{\inf F\}"),
        (M, r"\{\sup F\}"),
        (star, r"\{\inf G\}"),
        (C, r"\{t\ln n\}"),
        (e, r"(0, \infty)"),
        (F_B, r"\{F(B)\}"),
        (G_B, r"\{G(B)\}"),
    ],
    hypotheses=[
        *[ge(F, m), le(F, M), le(F, G), le(G, F + C), le(star, G)],
        *[gt(e, 0), le(F, m + e), le(F_B, G_B), le(G_B, star)],
    ],
    witness={F: 1, G: 2, m: 1, M: 3, star: 2, C: 1, e: Rational(1, 2), F_B: 1, G_B: 2},
    claims=["S4-05", "S4-07", "S4-08"],
    uses=["lse-gap"],
    ends=[
        "setting",
        "lse-gap, not-below, claim 1, not-far-above, claim 2, suprema, claim 4, minimiser, claim 3",
        "least-maximum, least-where, slope, stationary, least-point, least-value, more-functions, moves-away",
        "one-sided-above, one-sided-below, away",
        "gap, gap-slope, gap-falls, gap-decreases, spread, gap-ends, gap-at-two",
    ],
    sketch=r"By \ref{lse-gap} $F \le G \le F + t\ln n$ at every point. Infima and suprema inherit the two "
    r"inequalities, and where $G$ is least $F$ is at most $G \le \inf F + t\ln n$; an arbitrary $e > 0$ takes care of "
    "infima that are not attained. The example $f = (x, -2x)$ shows that the minimum point moves: the derivative of "
    r"LogSumExp has the sign of $e^{3w} - 2$ with $w = x/t$, so the minimum sits at $w = \frac13\ln 2$, with the "
    r"value $\ln 3 - \frac23\ln 2$. The maximum has one-sided quotients of at least 1 and at most 0 at a tie, so it "
    "is not differentiable there, while near any other point it is one of the entries. For two entries the gap is "
    r"$\ln(1 + e^{-w})$ with $w = |x_1 - x_2|$, which decreases in $w$; on the square $w$ runs from 0 to 2.",
)
def max_surrogate(T: Proof) -> None:
    values(T)
    moves(T)
    corner(T)
    two_entries(T)


def values(T: Proof) -> None:
    """Optimal values."""
    T.formally(
        "between", "TightMax.MaxSurrogate.smooth_max_between",
        r"I. By lse-gap $F \le G \le F + C$ at every point, $C = t\ln n$ (for $n = 1$ the two are equal).",
    )
    T.say(r"Let $m = \inf F$ and $s = \inf G$.")
    T.say(r"(Where $\inf F = -\infty$, let $m$ be any number: values below $m + e$ exist, and $\inf G = -\infty$ too.)")
    T.forall(
        "not-below", [ge(F, m), le(F, G)], ge(G, m), r"Every value $G$ is at least $m$, so $s \ge m$;",
        form=[G - F, F - m],
    )
    T.forall(
        "not-far-above", [le(star, G), le(G, F + C), le(F, m + e)], le(star, m + C + e),
        r"and where $F$ is within $e$ of $m$, for any $e > 0$:", form=[G - star, F + C - G, m + e - F],
    )
    T.forall(
        "minimiser", [le(F_B, G_B), le(G_B, star), le(star, m + C + e)], le(F_B, m + C + e),
        r"Where $G$ attains $s$, at $B$, $F$ exceeds $m$ by at most $C + e$ for every $e > 0$, that is by at most $C$.",
        form=[G_B - F_B, star - G_B, m + C + e - star],
    )
    T.forall(
        "suprema", [le(F, G), le(G, F + C), le(F, M)], le(G, M + C),
        r"Likewise with $M = \sup F$: $\sup G$ is at least $M$ and at most $M + C$.", form=[F + C - G, M - F],
    )


def moves(T: Proof) -> None:
    """An example, at temperature 1, in which the minimum point moves."""
    T.say(
        r"II. For $f = (x, -2x)$ the maximum is least at 0, where it is 0: $\max(x, -2x) \ge 0$ everywhere, and it is "
        r"0 only at 0:"
    )
    T.forall(
        "least-maximum", [ge(M, x), ge(M, -2 * x)], ge(M, 0), r"for $M \ge x$ and $M \ge -2x$,",
        form=[2 * (M - x) / 3, (M + 2 * x) / 3],
    )
    T.forall("least-where", [ge(M, x), ge(M, -2 * x), eq(M, 0)], eq(x, 0), r"and it is 0 at 0 alone.")
    T.derivative(
        "slope", EXAMPLE, w, (exp(w) - 2 * exp(-2 * w)) / (exp(w) + exp(-2 * w)),
        r"At temperature 1 the derivative of LogSumExp is",
    )
    T.identity(
        "stationary", (exp(w) - 2 * exp(-2 * w)) * exp(2 * w), exp(3 * w) - 2,
        r"With $E = e^w$ its sign is that of $E^3 - 2$:",
    )
    T.formally(
        "least-point", "TightMax.MaxSurrogate.smooth_max_least",
        r"negative before $w = \frac13\ln 2$ and positive after, so LogSumExp falls before and rises after: there is "
        r"its minimum, and nowhere else.",
    )
    T.identity("least-value", EXAMPLE.subs(w, log(2) / 3), LEAST, r"The value there is")
    T.say(
        r"At temperature $t$ the smoothing is $t$ times the same function at $w = x/t$: point and value are "
        r"multiplied by $t$."
    )
    T.identity(
        "more-functions", (exp(w) - 2 * (n - 1) * exp(-2 * w)) * exp(2 * w), exp(3 * w) - 2 * (n - 1),
        r"With $-2x$ not once but $n - 1$ times the maximum is the same, and the sign is that of $E^3 - 2(n - 1)$:",
    )
    T.forall(
        "moves-away", [ge(n, 2)], lt(1 - 2 * (n - 1), 0),
        r"negative at 0, for every $n \ge 2$, so that 0 is not the minimum point.", form=[2 * (n - 2), S.One],
    )
    T.enclose(
        "value-moves", gt(LEAST, Rational(636, 1000)), r"For $t = 1$ and $n = 2$ the least value is above $0.636$,"
    )
    T.enclose("value-bound", lt(LEAST, log(2)), r"within the bound $\ln 2$,")
    T.enclose("point-moves", gt(log(2) / 3, Rational(231, 1000)), r"and the point moves by more than $0.231$.")


def corner(T: Proof) -> None:
    """Where the maximum has a derivative."""
    T.forall(
        "one-sided-above", [gt(h, 0), ge(M, x + h)], ge((M - x) / h, 1),
        r"III. At a point with $x_1 = x_2 = x$ the quotient of the maximum for a step $h > 0$ in $x_1$ is at least 1, "
        r"as $M = \max(x + h, x) \ge x + h$,",
        form=(M - x - h) / h,
    )
    T.forall(
        "one-sided-below", [gt(h, 0), ge(M, x)], le((M - x) / (-h), 0),
        r"and for the step $-h$ at most 0, as $M = \max(x - h, x) \ge x$: there is no derivative.", form=(M - x) / h,
    )
    T.forall(
        "away", [gt(x - y - 2 * h, 0), ge(delta, -h), le(e, h)], gt((x + delta) - (y + e), 0),
        r"If $x_1 - x_2 > 2h$, then after changes by at most $h$ the first entry is still the larger, and the maximum "
        r"is $x_1$ nearby: differentiable.",
        form=[x - y - 2 * h, delta + h, h - e],
    )


def two_entries(T: Proof) -> None:
    """The gap on the square."""
    T.identity("gap", log(exp(x) + exp(x - w)) - x, GAP, r"IV. For entries $x$ and $x - w$, $w \ge 0$, the gap is")
    T.derivative("gap-slope", GAP, w, -1 / (1 + exp(w)), r"with the derivative")
    T.forall(
        "gap-falls", [], lt(-1 / (1 + exp(w)), 0), r"that is negative,",
        form=1 / (1 + exp(w)),
    )
    T.formally("gap-decreases", "TightMax.RootM.decreases", r"so the gap decreases in $w$;")
    T.forall(
        "spread", [le(x, 1), ge(y, -1)], le(x - y, 2), r"on the square $w = |x_1 - x_2|$ is at least 0 and at most 2,",
        form=[1 - x, y + 1],
    )
    T.exact("gap-ends", eq(GAP - log(2), 0), at={w: 0}, text=r"both attained, so the gap runs from $\ln 2$ down to")
    T.identity("gap-at-two", Subs(GAP, w, 2), log(1 + exp(Integer(-2))), r"its least value,")
    T.enclose("gap-least", gt(log(1 + exp(Integer(-2))), Rational(1269, 10000)), r"which is above $0.1269$")
    T.enclose("gap-least-above", lt(log(1 + exp(Integer(-2))), Rational(127, 1000)), r"and below $0.127$.")
    T.enclose(
        "gap-elsewhere", lt(log(1 + exp(Integer(-7))), Rational(1, 1000)),
        r"Elsewhere it is smaller: below $0.001$ at $w = 7$.",
    )


if __name__ == "__main__":
    max_surrogate.script()
