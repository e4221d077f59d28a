r"""Why the naive formulas of LogSumExp and softmax overflow, and the shifted ones do not.   [S4-04, S4-11, S4-12]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Rational, Symbol, exp, log

from symbolic.formulas.binary64 import HUGE, UNDERFLOW, power, times
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

S, s, k, m, M, R, a, b = reals("S s k m M R a b")
y = positives("y")[0]
w = Symbol("w", real=True)
precision = Symbol("precision", integer=True, positive=True)
LAST_FINITE, FIRST_INFINITE = Rational(6243314768165359, 2**43), Rational(6243314768165360, 2**43)
LAST_POSITIVE, FIRST_ZERO = Rational(-6554261109157969, 2**43), Rational(-6554261109157970, 2**43)
SHIFT = eq(exp(a - M) / (exp(a - M) + exp(b - M) + exp(-M) * R), exp(a) / (exp(a) + exp(b) + R))
FINITE = [lt(exp(LAST_FINITE), HUGE), gt(exp(FIRST_INFINITE), HUGE)]
POSITIVE = [gt(times(UNDERFLOW, exp(LAST_POSITIVE)), 1), lt(times(UNDERFLOW, exp(FIRST_ZERO)), 1)]


@theorem(
    "lse-overflow",
    title="Shifting by the maximum is what prevents overflow",
    source="S4, numerical stability",
    conclusion=r"Let every operation be rounded to the nearest binary64 number, and let $n \ge 2$. $e^x$ overflows "
    r"from the number $709.78271289338408\dots$ on, and $e^x$ is rounded to 0 from $-745.1332191019412\dots$ down. So "
    r"the naive $\ln\sum_i\exp x_i$ and $\exp(x_i)/\sum_j\exp(x_j)$ become infinite, respectively $\infty/\infty$ in "
    r"that place, as soon as one entry is at least $709.79$, and $\ln 0$ and $0/0$ when all are at most $-745.14$, "
    r"although the true value of LogSumExp is in $(\max x, \max x + \ln n]$. With $M = \max x$ the formulas $M + "
    r"\ln\sum_i\exp(x_i - M)$ and $\exp(x_i - M)/\sum_j\exp(x_j - M)$ have the same values, every exponential in them, "
    r"as computed, is in $[0, 1]$, and their sum, computed in any order, between 1 and $n$ for $n \le 2^{53}$. For $n "
    r"= 2$ the true LogSumExp is rounded to the maximum $M$ if $M \ge 1$ and the other entry is less by at least 37; "
    r"if $M = 0$, not even if it is less by 745.",
    claim=[
        le(S + s, k + m), ge(S + s, 1), SHIFT, *FINITE, *POSITIVE, lt(log(HUGE), Rational(70979, 100)),
        gt(-1075 * log(2), -Rational(74514, 100)), lt(times(53, exp(Integer(-37))), 1),
        gt(times(UNDERFLOW, log(1 + exp(Integer(-745)))), 1),
    ],
    variables=[
        (S, r"\{\text{partial sums}\}"), (s, r"\{\text{partial sums}\}"), (k, r"\{1, 2, \dots\}"),
        (m, r"\{1, 2, \dots\}"), (M, r"\{\max x\}"), (a, r"\{x_i\}"), (b, r"\{x_j\}"), (R, r"[0, \infty)"),
    ],
    hypotheses=[le(S, k), le(s, m), ge(S, 1), ge(s, 0)],
    witness={S: 1, k: 1, s: 1, m: 1},
    claims=["S4-04", "S4-11", "S4-12"],
    uses=["lse-gap"],
    ends=[
        "setting",
        "increases, neighbours, largest, last-finite, first-infinite, last-positive, first-zero",
        "below-709, below-745, thousand, minus-thousand, lse-gap",
        "lse-gap/factor, softmax-shift, any-order, sum-at-least-one, far-below",
        "logarithm, logarithm-slope, thirty-seven, at-zero",
    ],
    sketch="Everything is a comparison of $e^x$ at neighbouring binary64 numbers with the two ends of the format: "
    "half a spacing above the largest number everything is rounded to infinity, half the least positive number to 0. "
    r"The exponential increases, so enclosures at two neighbours locate each boundary exactly, $709.78\dots$ and "
    r"$-745.13\dots$; the naive formulas exceed them. Shifting by the maximum does not change the values "
    r"(\ref{lse-gap}), makes all exponents at most 0 and one of them 0, so the exponentials are in $[0, 1]$ and, "
    "because rounding keeps the order and the integers up to $2^{53}$, computed partial sums stay between 1 and $n$ "
    r"in any order. For two entries the gap is $\ln(1 + y) \le y = e^{-\delta}$; at $\delta = 37$ it is below half "
    "the spacing above 1, so the value is rounded to a maximum of at least 1, while next to 0, where numbers are "
    r"dense, even $\delta = 745$ leaves a positive value.",
)
def lse_overflow(T: Proof) -> None:
    exponential(T)
    naive(T)
    shifted(T)
    equality(T)


def exponential(T: Proof) -> None:
    """Where the exponential function leaves the format."""
    T.exact(
        "largest",
        eq((2**precision - 1) * Integer(2) ** (1024 - precision) + Integer(2) ** (1024 - precision) / 2, HUGE),
        at={precision: 53},
        text=r"I. The largest binary64 number is $(2^{53} - 1)2^{971}$, at the spacing $2^{971}$; from half a spacing "
        r"above it, numbers are rounded to infinity.",
    )
    T.derivative("increases", exp(w), w, exp(w), r"The exponential increases, as its derivative is positive:")
    T.exact(
        "neighbours", eq(2**43 * (b - a), 1),
        r"So it is enough to look at neighbouring numbers; between $2^9$ and $2^{10}$ they are $2^{-43}$ apart,",
        at={a: LAST_FINITE, b: FIRST_INFINITE},
    )
    T.enclose(
        "last-finite", FINITE[0], r"at $709.78271289338397\dots$ the exponential is still finite,",
    )
    T.enclose("first-infinite", FINITE[1], r"at the next number, $709.78271289338408\dots$, not;")
    T.enclose("between-709", gt(log(HUGE), Rational(70978, 100)), r"the boundary is above $709.78$")
    T.enclose("below-709", lt(log(HUGE), Rational(70979, 100)), r"and below $709.79$.")
    T.enclose(
        "last-positive", POSITIVE[0],
        r"Below, half the least positive number $2^{-1074}$ is still exceeded at $-745.1332191019411\dots$",
    )
    T.enclose("first-zero", POSITIVE[1], r"and no longer at the next number.")
    T.enclose(
        "between-745", lt(-1075 * log(2), -Rational(74513, 100)), r"This boundary, $-1075\ln 2$, is below $-745.13$",
    )
    T.enclose("below-745", gt(-1075 * log(2), -Rational(74514, 100)), r"and above $-745.14$.")


def naive(T: Proof) -> None:
    """The naive formulas at two large and two small entries."""
    T.enclose(
        "thousand", gt(exp(Integer(1000)), HUGE),
        r"II. At $x = (1000, 1000)$ both exponentials are rounded to $\infty$, and so is their sum: LogSumExp becomes "
        r"$\infty$, softmax $\infty/\infty$;",
    )
    T.enclose("true-value", lt(1000 + log(2), 1001), r"the true value of LogSumExp is $1000 + \ln 2$.")
    T.enclose(
        "minus-thousand", lt(times(UNDERFLOW, exp(Integer(-1000))), 1),
        r"At $(-1000, -1001)$ both are rounded to 0: LogSumExp becomes $\ln 0$, softmax $0/0$.",
    )


def shifted(T: Proof) -> None:
    """The shifted formulas."""
    T.say(
        r"III. That $\ln\sum_i\exp x_i = M + \ln\sum_i\exp(x_i - M)$ stands in lse-gap (factor), and that the terms "
        r"on the right are in $(0, 1]$, one of them 1."
    )
    T.formally(
        "terms-computed", "TightMax.LseOverflow.exp64_of_difference",
        r"Computed, they are in $[0, 1]$, because rounding keeps the order; if $x_i - M$ overflows, to $-\infty$, the "
        r"term is 0.",
    )
    T.identity(
        "softmax-shift", SHIFT.lhs, SHIFT.rhs,
        r"The factor $e^{-M}$ cancels from softmax, too ($R$ the sum over further entries):",
    )
    T.forall(
        "partial-sums", [le(S, k), le(s, 1)], le(S + s, k + 1),
        r"A partial sum of $k$ terms is at most $k$, also as computed: exactly the next one is at most $k + 1$, and "
        r"rounding keeps the order and the integers up to $2^{53}$.",
        form=[k - S, 1 - s],
    )
    T.forall(
        "any-order", [le(S, k), le(s, m)], le(S + s, k + m),
        r"So it is in any order, where a sum of $k$ terms and one of $m$ terms are added, $k + m \le 2^{53}$.",
        form=[k - S, m - s],
    )
    T.forall(
        "sum-at-least-one", [ge(S, 1), ge(s, 0)], ge(S + s, 1),
        r"Likewise every partial sum that has the term 1 is at least 1, as no exponential is negative: the logarithm "
        r"and the quotient are of numbers between 1 and $n$,",
        form=[S - 1, s],
    )
    T.enclose("far-below", lt(power(53), HUGE), r"which are far below overflow.")


def equality(T: Proof) -> None:
    """When the rounded value is the maximum."""
    T.derivative(
        "logarithm", y - log(1 + y), y, y / (1 + y),
        r"IV. With $y = e^{-\delta}$, $\delta$ the distance of the two entries, the gap is $\ln(1 + y) \le y$: the "
        r"difference vanishes at 0 and has the derivative",
    )
    T.forall("logarithm-slope", [gt(y, 0)], gt(y / (1 + y), 0), r"that is positive.", form=y / (1 + y))
    T.enclose(
        "thirty-seven", lt(times(53, exp(Integer(-37))), 1),
        r"At $\delta = 37$ it is below $2^{-53}$, half the spacing above 1, and the more so above any $M \ge 1$: "
        r"LogSumExp is rounded to $M$.",
    )
    T.enclose(
        "thirty-six", gt(times(53, exp(Integer(-36)) * (1 - exp(Integer(-36)) / 2)), 1),
        r"At $\delta = 36$ and $M = 1$ not yet (by $\ln(1 + y) \ge y - \frac12y^2$, as",
    )
    T.derivative("logarithm-below", log(1 + y) - y + y**2 / 2, y, y**2 / (1 + y), r"is not negative).")
    T.enclose(
        "at-hundred", lt(times(47, exp(Integer(-33))), 1),
        r"At $M = 100$, where the spacing is $2^{-46}$, $\delta = 33$ is enough.",
    )
    T.enclose(
        "at-zero", gt(times(UNDERFLOW, log(1 + exp(Integer(-745)))), 1),
        r"At $M = 0$ the gap itself is the value, and it is positive in binary64 even at $\delta = 745$; but $1 + "
        r"e^{-37}$ is rounded to 1, so that without log1p the computed value is 0 from $\delta = 37$ on.",
    )


if __name__ == "__main__":
    lse_overflow.script()
