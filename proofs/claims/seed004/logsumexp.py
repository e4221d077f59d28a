"""Seed 004, LogSumExp as an upper bound of the maximum and for stability: claims S4-01 to S4-12."""

import ast

from sympy import Integer, Rational, Symbol, exp, log

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.formulas.binary64 import HUGE, UNDERFLOW, times
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt, ne

claim = Claims()
x, y, F, G, C, M, D, J, L, k = reals("x y F G C M D J L k")
S, R, h = positives("S R h")
w = Symbol("w", real=True)

PRINTED = ("= plt.figure()", "= 200", "= ax.plot_surface(X1, X2, Y_up, color='blue')", '"X1")', "= 10")
"""Some of the lines of the printed listing, letter by letter."""


def statements_that_fail() -> int:
    """Return how many of the printed lines are no Python."""
    failures = 0
    for line in PRINTED:
        try:
            ast.parse(line)
        except SyntaxError:
            failures += 1
    return failures


@claim(
    "S4-01", CORRECTED, "S4, definition", r"$\mathrm{LSE}(x_1, \dots, x_n) = \ln\sum_{i=1}^N e^{x_i}$.",
    truth=r"The sum runs to $n$: $\ln\sum_{i=1}^n e^{x_i}$.", uses=["lse-gap"],
)
def s4_01(c: ClaimProof) -> None:
    c.lacks(r"$N$ is not defined.")
    c.refute(
        "not-a-function", eq(log(exp(x) + exp(y)) - log(exp(x) + exp(y + 1)), 0), at={x: 0, y: 0},
        text=r"With $N \ne n$ the right side is no function of $x_1, \dots, x_n$: for $n = 1$, $N = 2$ and $x_1 = 0$ "
        "it depends on $x_2$, as at 0 and 1.",
    )


claim.not_a_statement(
    "S4-02", "S4, definition", "LogSumExp is often used in machine learning.",
    "a remark on what people do: there is nothing to prove.",
)


@claim(
    "S4-03", PROVED, "S4, upper bound", r"$\max(x_1, \dots, x_n) \le \mathrm{LSE}(x_1, \dots, x_n)$.",
    truth=r"For real entries; more sharply, LSE is at most $\max + \ln n$.", uses=["lse-gap"],
)
def s4_03(c: ClaimProof) -> None:
    c.say(r"For $n \ge 2$ this is the theorem, even with $<$.")
    c.identity("one-entry", log(exp(x) * S) - log(S), x, r"For $n = 1$ the two sides are equal, as the case $S = 1$ of")


@claim(
    "S4-04", PROVED, "S4, upper bound", "Equality holds only for $n = 1$.",
    truth=r"For real entries. With $-\infty$ for an entry, and in rounded arithmetic, there is equality for $n \ge 2$ "
    "as well: in binary64 at $(1, -36)$, and not yet at $(1, -35)$.",
    uses=["lse-gap", "lse-overflow"],
)
def s4_04(c: ClaimProof) -> None:
    c.forall(
        "strict", [gt(R, 0)], gt(1 + R, 1),
        r"For $n \ge 2$ the other exponentials add $R > 0$ to that of the largest entry (both divided by it), and the "
        "logarithm increases: no equality.",
        form=R,
    )
    c.enclose(
        "rounded", lt(times(53, exp(Integer(-37))), 1),
        "At $(1, -36)$ the gap is below $e^{-37}$, which is less than half the distance from 1 to the next binary64 "
        "number.",
    )


@claim(
    "S4-05", CORRECTED, "S4, upper bound", "A drawing over $[-1, 1]^2$ verifies the inequality.",
    truth=r"It illustrates it for $n = 2$ on that square, where the gap is between $\ln(1 + e^{-2}) > 0.1269$ and "
    r"$\ln 2$. A proof for all entries is lse-gap; that the gap comes as close to 0 as one likes cannot be seen there.",
    uses=["max-surrogate", "lse-gap"],
)
def s4_05(c: ClaimProof) -> None:
    c.lacks(r"finitely many points of a bounded square are drawn, and the inequality is about all entries.")
    c.refute(
        "not-everywhere", ge(log(exp(x) + exp(y)) - x, Rational(1269, 10000)), at={x: 0, y: -7},
        text="What the drawing shows, a gap of at least $0.1269$, does not hold everywhere: at $(0, -7)$ it is below "
        "$0.001$.",
    )


@claim(
    "S4-06", REFUTED, "S4, upper bound", "The code listed draws the figure.",
    truth="As printed it is no Python: the names on the left of $=$ have moved to the line below, and names of "
    "functions are missing. Moreover the array called Y_up is the maximum, which is the lower of the two surfaces.",
    uses=["lse-gap"],
)
def s4_06(c: ClaimProof) -> None:
    failures = Symbol("failures", integer=True)
    c.refute(
        "parses", eq(failures, 0), "Of five lines of the listing Python parses none; their number is",
        at={failures: statements_that_fail()},
    )
    c.refute(
        "upper-surface", ge(F - log(exp(x) + exp(y)), 0),
        r"At $(0, 0)$ the array Y_up is 0 and the other $\ln 2$, which is more.", at={F: 0, x: 0, y: 0},
    )


@claim(
    "S4-07", CORRECTED, "S4, optimisation", r"$\max(x_1, x_2)$ is not differentiable.",
    truth="It fails to be differentiable exactly where $x_1 = x_2$. It is convex, and has subgradients everywhere.",
    uses=["max-surrogate"],
)
def s4_07(c: ClaimProof) -> None:
    maximum = (x + y + ((x - y) ** 2) ** Rational(1, 2)) / 2
    after, at, before = (maximum.subs(x, place) for place in (1 + h, 1, 1 - h))
    c.refute(
        "differentiable-there", ne((after - at) / h - (at - before) / h, 0), at={y: 0, h: Rational(1, 2)},
        text="At $(1, 0)$ there is no corner: the maximum is $x_1$ near by (the theorem, away), with equal quotients "
        r"to both sides. For steps $h = \frac12$ and $\max = \frac12(x + y + |x - y|)$ they differ by",
    )
    c.forall(
        "subgradient", [ge(M, x), ge(M, y), ge(k, 0), ge(1 - k, 0)], ge(M, k * x + (1 - k) * y),
        r"Where $x_1 = x_2$ every $(k, 1 - k)$ with $0 \le k \le 1$ is a subgradient: $M = \max(x, y)$ is at least",
        form=[k * (M - x), (1 - k) * (M - y)],
    )


@claim(
    "S4-08", CORRECTED, "S4, optimisation",
    r"Instead of $\max(x_1, x_2)$ one can optimise $\mathrm{LSE}(x_1, x_2)$.",
    truth=r"As an approximation: the least value grows by at most $\ln n$ (by $t\ln n$ at temperature $t$), a minimum "
    "point of LSE is optimal for the maximum up to as much, and it can be another point.",
    uses=["max-surrogate"],
)
def s4_08(c: ClaimProof) -> None:
    least = log(3) - 2 * log(2) / 3
    c.refute(
        "same-value", le(least, 0),
        r"The least value of $\max(w, -2w)$ is 0, at 0. That of LogSumExp of the two is $\ln 3 - \frac23\ln 2$ by the "
        r"theorem, at $\frac13\ln 2$.",
    )
    c.refute("same-point", le(log(exp(w) + exp(-2 * w)), least), r"At 0 it is not attained.", at={w: 0})
    c.enclose("within-the-bound", lt(least, log(2)), r"But it is within $\ln 2$.")


@claim(
    "S4-09", PROVED, "S4, optimisation",
    "The lifted structure loss goes from its equation 3 to its equation 4 by this step.",
    truth=r"For a positive pair equation 3 has the larger of two maxima of $\alpha - D$ over the negatives of both "
    "ends, each of which has one at least, plus $D_{ij}$; equation 4 the logarithm of the sum of all their "
    "exponentials. It is larger by more than 0 and at most the logarithm of the number of negatives.",
    uses=["lse-gap"],
)
def s4_09(c: ClaimProof) -> None:
    c.say(
        "The larger of two maxima is the maximum over all negatives of both ends: let it be $J$, let $L$ be the "
        "logarithm of the sum of all exponentials, their LogSumExp, and $C$ that of their number. By lse-gap "
        r"$J < L \le J + C$; with $D = D_{ij}$",
    )
    c.forall("above", [gt(L, J)], gt(L + D, J + D), r"equation 4 is above equation 3", form=L - J)
    c.forall("not-far", [le(L, J + C)], le(L + D, J + D + C), r"by at most $C$;", form=J + C - L)
    c.forall(
        "squared-hinge", [ge(F, 0), ge(G, F)], ge(G**2, F**2),
        "and so it remains after the square of the positive part, which increases ($F$ and $G$ the positive parts).",
        form=[(G - F) ** 2, 2 * F * (G - F)],
    )


claim.not_a_statement(
    "S4-10", "S4, optimisation", "Without knowing this one will find equation 4 hard to understand.",
    "an opinion about readers: there is nothing to prove or to reproduce.",
)


@claim(
    "S4-11", PROVED, "S4, stability",
    "The softmax of a vector with large or small values runs into overflow or underflow.",
    truth=r"With the formula $e^{x_i}/\sum_j e^{x_j}$ in binary64: overflow from one entry of $709.79$ on, $0/0$ if "
    "all are at most $-745.14$. The true value is always in $(0, 1]$.",
    uses=["lse-overflow"],
)
def s4_11(c: ClaimProof) -> None:
    c.enclose("overflow", gt(exp(Rational(70979, 100)), HUGE), r"$e^{709.79}$ is rounded to infinity,")
    c.enclose("no-overflow", lt(exp(Rational(70978, 100)), HUGE), r"$e^{709.78}$ is not;")
    c.enclose("underflow", lt(times(UNDERFLOW, exp(-Rational(74514, 100))), 1), r"$e^{-745.14}$ is rounded to 0,")
    c.enclose("no-underflow", gt(times(UNDERFLOW, exp(-Rational(74513, 100))), 1), r"$e^{-745.13}$ is not.")
    c.forall("true-value", [gt(S, 0), gt(R, 0)], lt(S / (S + R), 1), r"The true quotient is below 1.", form=R / (S + R))


@claim(
    "S4-12", CORRECTED, "S4, stability", "LSE has to be used to alleviate this.",
    truth="What helps is to subtract the maximum first. Softmax can be computed so without LSE; and LSE computed by "
    "its formula overflows at the same entries.",
    uses=["lse-overflow"],
)
def s4_12(c: ClaimProof) -> None:
    c.identity(
        "softmax-without-lse", exp(x - M) / (exp(x - M) + exp(-M) * R), exp(x) / (exp(x) + R),
        "Softmax is unchanged by the shift, no logarithm is involved ($R$ the sum over the other entries),",
    )
    c.enclose(
        "no-overflow", lt(exp(Integer(0)) + exp(Integer(0)), HUGE), "and at $(1000, 1000)$ the shifted sum is 2."
    )
    c.refute(
        "lse-itself", lt(exp(x) + exp(y), HUGE),
        "LSE by its formula adds the same exponentials: at $(1000, 1000)$ they do not fit.", at={x: 1000, y: 1000},
    )
