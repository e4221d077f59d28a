r"""Minimising LogSumExp in place of the maximum: what it costs, and what moves.   [S4-05, S4-07 to S4-09]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Rational, Symbol, exp, log

from symbolic.notation import positives, reals
from symbolic.relations import ge, gt, le, lt

F, G, C, M, m, star, e, x, y, delta = reals("F G C M m s e x y delta")
h = positives("h")[0]
w = Symbol("w", real=True)
LEAST = log(3) - 2 * log(2) / 3
GAP = log(1 + exp(-w))
EXAMPLE = log(exp(w) + exp(-2 * w))


@theorem(
    "max-surrogate",
    title="LogSumExp in place of the maximum, as an objective",
    source="seed 004, upper bound and optimisation",
    conclusion=r"Let $f_1, \dots, f_n$ be real functions on a set, $t > 0$, $F = \max_i f_i$ and $G = "
    r"t\,\mathrm{LSE}(f/t)$. Then $\inf F \le \inf G \le \inf F + t\ln n$, the same for suprema, and where $G$ is "
    r"least $F$ is at most $\inf F + t\ln n$. For $n \ge 2$ the minimum point can be another: for $f = (x, -2x)$ it "
    r"moves from 0 to $\frac{t}{3}\ln 2$, and the least value from 0 to $t(\ln 3 - \frac23\ln 2)$. The maximum of two "
    r"numbers is differentiable where they differ and not where they are equal. The gap for two entries is $\ln(1 + "
    r"e^{-\delta})$ with $\delta = |x_1 - x_2|$, from $\ln(1 + e^{-2})$ to $\ln 2$ on the square $[-1, 1]^2$.",
    claim=[le(star, m + C), ge(star, m)],
    variables=[(m, r"\{\inf F\}"), (star, r"\{\inf G\}"), (C, r"\{t\ln n\}")],
    hypotheses=[le(m, star), le(star, m + C)],
    witness={m: 1, star: 2, C: 3},
    claims=["S4-05", "S4-07", "S4-08"],
    uses=["lse-gap"],
)
def max_surrogate(T: Proof) -> None:
    values(T)
    moves(T)
    corner(T)
    two_entries(T)


def values(T: Proof) -> None:
    """Optimal values."""
    T.say(r"I. By lse-gap $F \le G \le F + C$ at every point, $C = t\ln n$. Let $m = \inf F$ and $s = \inf G$.")
    T.forall(
        "not-below", [ge(F, m), le(F, G)], ge(G, m), r"Every value $G$ is at least $m$, so $s \ge m$;",
        form=[G - F, F - m],
    )
    T.forall(
        "not-far-above", [le(star, G), le(G, F + C), le(F, m + e)], le(star, m + C + e),
        r"and where $F$ is within $e$ of $m$, for any $e > 0$:", form=[G - star, F + C - G, m + e - F],
    )
    T.forall(
        "minimiser", [le(F, G), le(G, star), le(star, m + C)], le(F, m + C),
        r"Where $G$ attains $s$, $F$ exceeds $m$ by at most $C$.", form=[G - F, star - G, m + C - star],
    )
    T.forall(
        "suprema", [le(F, G), le(G, F + C), le(F, M)], le(G, M + C),
        r"Likewise with $M = \sup F$: $\sup G$ is at least $M$ and at most $M + C$.", form=[F + C - G, M - F],
    )


def moves(T: Proof) -> None:
    """An example, at temperature 1, in which the minimum point moves."""
    T.say(
        r"II. For $f = (x, -2x)$ the maximum is least at 0, where it is 0: $\max(x, -2x) \ge 0$ everywhere, and it is "
        r"0 only where neither of the two is positive"
    )
    T.forall(
        "least-maximum", [ge(M, x), ge(M, -2 * x)], ge(M, 0), r"(for $M \ge x$ and $M \ge -2x$).",
        form=[2 * (M - x) / 3, (M + 2 * x) / 3],
    )
    T.derivative(
        "slope", EXAMPLE, w, (exp(w) - 2 * exp(-2 * w)) / (exp(w) + exp(-2 * w)),
        r"At temperature 1 the derivative of LogSumExp is",
    )
    T.identity(
        "stationary", (exp(w) - 2 * exp(-2 * w)) * exp(2 * w), exp(3 * w) - 2,
        r"With $E = e^w$ its sign is that of $E^3 - 2$:",
    )
    T.say(
        r"negative before $w = \frac13\ln 2$ and positive after, where LogSumExp has its minimum. At temperature $t$ "
        r"everything is multiplied by $t$."
    )
    T.identity("least-value", EXAMPLE.subs(w, log(2) / 3), LEAST, r"The value there is")
    T.enclose("value-moves", gt(LEAST, Rational(636, 1000)), r"above $0.636$, and it is")
    T.enclose("value-bound", lt(LEAST, log(2)), r"within the bound $\ln 2$.")
    T.enclose("point-moves", gt(log(2) / 3, Rational(231, 1000)), r"The point moves by more than $0.231$.")


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
    T.derivative("gap-slope", GAP, w, -1 / (1 + exp(w)), r"and it decreases in $w$, because of the derivative")
    T.forall(
        "gap-falls", [], lt(-1 / (1 + exp(w)), 0), r"that is negative. On the square $w = |x_1 - x_2|$ runs from 0",
        form=1 / (1 + exp(w)),
    )
    T.forall(
        "spread", [le(x, 1), ge(y, -1)], le(x - y, 2), r"to 2, so the gap runs from $\ln 2$ down to $\ln(1 + e^{-2})$,",
        form=[1 - x, y + 1],
    )
    T.enclose("gap-least", gt(log(1 + exp(Integer(-2))), Rational(1269, 10000)), r"which is above $0.1269$")
    T.enclose("gap-least-above", lt(log(1 + exp(Integer(-2))), Rational(127, 1000)), r"and below $0.127$.")
    T.enclose(
        "gap-elsewhere", lt(log(1 + exp(Integer(-7))), Rational(1, 1000)),
        r"Elsewhere it is smaller: below $0.001$ at $w = 7$.",
    )


if __name__ == "__main__":
    max_surrogate.script()
