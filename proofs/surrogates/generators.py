r"""When $g_k^{-1}(\sum g_k(x_i))$ tends to the maximum: the exact condition.   [S1-39, S1-40, S1-43]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, exp, log

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

k, n, B, C, U, V, r, h, X = positives("k n B C U V r h X")
R, S, A, e, m, q, b, c, F, eta, M, w = reals("R S A e m q b c F eta M w")
HALF = Rational(1, 2)


@theorem(
    "generators",
    title=r"When a sum of generators tends to the maximum",
    source="S1, the recipe after equation (12)",
    conclusion=r"Let $g_k > 0$ be continuous, increasing and unbounded above on $\mathbb{R}$, and $M_k(x) = "
    r"g_k^{-1}(\sum_i g_k(x_i))$ for $n \ge 2$ numbers. Then $M_k > \max$, and $M_k \to \max$ at every point as "
    r"$k \to \infty$ if and only if $g_k(b)/g_k(c) \to 0$ for all $b < c$. It is enough to know it for pairs of equal "
    r"numbers, or that $2g_k(b) \le g_k(c)$ for all large $k$. A single $g$ never gives the maximum. An odd, "
    r"continuous, increasing and unbounded $g_k$, however fast it grows, gives 0 at every $(x, -x)$, at most "
    r"$\min(x, y)$ where $x, y \le 0$, and less than 0 where "
    r"$x > 0 > x + y$: for no $k$ the maximum where $x + y < 0$ and $x \ne y$. Where it tends to the maximum at "
    r"$(-x, -y)$ it tends "
    r"to the minimum at $(x, y)$. Growth faster than linear is neither necessary nor sufficient.",
    claim=[gt(B + R, B), le(S, C), le(U / V, HALF), gt(B + B, B)],
    variables=[
        (n, r"\{2, 3, \dots\}"),
        (B, r"\{g_k(\max x)\}"),
        (R, r"\{\sum_i g_k(x_i) - B\}"),
        (S, r"\{B + R\}"),
        (C, r"\{g_k(\max x + \eta)\}"),
        (U, r"\{g_k(b)\}"),
        (V, r"\{g_k(c)\}"),
    ],
    hypotheses=[
        ge(n, 2),
        gt(B, 0),
        gt(R, 0),
        eq(S, B + R),
        le(S, n * B),
        gt(C, 0),
        le(B / C, 1 / n),
        gt(U, 0),
        gt(V, 0),
        le(n * U, V),
    ],
    witness={n: 3, B: 1, R: 1, S: 2, C: 3, U: 1, V: 4},
    claims=["S1-39", "S1-40", "S1-43"],
    uses=["softplus-gap"],
    ends=[
        "setting",
        "place, claim 1, at-most-step, enough, within, claim 2, claim 3, half-of-n, one-more-half, powers-grow",
        "half, claim 3, one-more-half, powers-grow, enough, within",
        "single, claim 4",
        "odd-opposite, odd-both-negative, odd-mixed",
        "odd-above, odd-below",
        "tangent, tangent-rises, exponential-ratio, same-exponential",
    ],
    sketch=r"A generator $g$ makes of numbers $x_i$ the number $M$ with $g(M) = \sum g(x_i)$. Write $B = g_k(\max "
    r"x)$. The sum lies between $B$ and $nB$, so $M_k$ exceeds the maximum, and it is at most $\max x + \eta$ as soon "
    r"as $g_k(\max x + \eta) \ge nB$. If $g_k(b)/g_k(c) \to 0$ for all $b < c$ this holds for large $k$. Conversely "
    r"convergence at $(b, b)$, two equal numbers, makes the ratio at most $\frac12$ on $[b, c]$ for large $k$, and "
    "cutting $[b, c]$ into $m$ pieces makes it at most $2^{-m}$ from some $k$ on, for every $m$. A single $g$, which "
    "is $g_k$ for every $k$, errs at $(b, b)$ by an amount that does not depend on $k$. Growth of $g_k(x)$ in $x$ is "
    "not the point: $e^x$ for every $k$ grows fast and fails, and $e^{kx}$ continued linearly from $x = k$ on grows "
    r"slowly at the end and works, as $g_k(b)/g_k(c) = e^{-k(c-b)}$ for $k \ge c$ (compare \ref{softplus-gap}). For "
    "odd generators the sum vanishes at $(x, -x)$, and $M_k(x, y) = -M_k(-x, -y)$ turns a limit that is the maximum "
    "on one side into the minimum on the other.",
)
def generators(T: Proof) -> None:
    sufficient(T)
    necessary(T)
    examples(T)
    odd(T)


def sufficient(T: Proof) -> None:
    """The condition suffices, for any number of entries."""
    T.say(r"Let $B = g_k(M)$ for the largest entry $M$.")
    T.formally(
        "place", "TightMax.Generators.value_taken",
        r"As $g_k$ is continuous, increasing and unbounded above, it takes every value from $B$ on at one place, and "
        r"a larger value at a larger place: the order of values of $g_k$ is that of the places.",
    )
    T.forall(
        "above",
        [gt(R, 0)],
        gt(B + R, B),
        r"The sum is larger: the other terms add up to $R > 0$, so $M_k > M$.",
        form=R,
    )
    T.induction(
        "at-most",
        base=le(e, B),
        base_given=[le(e, B)],
        given=[le(S, n * B), le(e, B)],
        step=le(S + e, (n + 1) * B),
        step_form=[n * B - S, B - e],
        moves={S: S + e, n: n + 1}, start={S: e, n: 1},
        text=r"At most it is $nB$, as $g_k$ increases, with equality for equal entries.",
    )
    T.forall(
        "enough",
        [gt(n, 0), gt(C, 0), le(B / C, 1 / n)],
        le(n * B, C),
        r"If $g_k(M)/g_k(M + \eta) \le \frac1n$ then, with $C = g_k(M + \eta)$,",
        form=n * C * (1 / n - B / C),
    )
    T.forall(
        "within",
        [le(S, n * B), le(n * B, C)],
        le(S, C),
        r"the sum is at most $C$ and $M_k \le M + \eta$. The ratio tends to 0, so this holds for all large $k$, "
        r"for every $\eta > 0$.",
        form=[n * B - S, C - n * B],
    )


def necessary(T: Proof) -> None:
    """The condition is necessary, already for pairs of equal numbers."""
    T.formally(
        "equal-numbers", "TightMax.Generators.equal_double",
        r"Conversely let $M_k(b, b) \to b$, and $b < c$. For all large $k$ then $M_k(b, b) \le c$, that is $2g_k(b) "
        r"\le g_k(c)$:",
    )
    T.forall(
        "half",
        [gt(C, 0), le(2 * B, C)],
        le(B / C, HALF),
        r"the ratio is at most $\frac12$.",
        form=(C - 2 * B) / (2 * C),
    )
    T.forall(
        "half-of-n",
        [gt(V, 0), gt(U, 0), ge(n, 2), le(n * U, V)],
        le(U / V, HALF),
        r"The same for any $n \ge 2$ equal numbers $b$, where $ng_k(b) \le g_k(c)$ ($U$ and $V$).",
        form=[(V - n * U) / (2 * V), (n - 2) * U / (2 * V)],
    )
    T.forall(
        "one-more-half",
        [ge(r, 0), le(r, h), ge(q, 0), le(q, HALF)],
        le(r * q, h / 2),
        r"Cut $[b, c]$ into $m$ pieces: the ratio is a product of $m$ such ratios, at most $2^{-m}$ for all large $k$;",
        form=[(h - r) / 2, r * (HALF - q)],
    )
    T.forall(
        "powers-grow",
        [ge(X, 1 + m), ge(m, 0)],
        ge(2 * X, 2 + m),
        r"$2^m \ge 1 + m$ by induction, so it is below any bound.",
        form=[2 * (X - 1 - m), m],
    )
    T.forall(
        "single",
        [gt(B, 0)],
        gt(B + B, B),
        r"A single $g$: $g(b) + g(b) > g(b)$, so that $M(b, b) > b$ by an amount that nothing makes small.",
        form=B,
    )


def examples(T: Proof) -> None:
    """The exponentials, and two families that show what growth has to do with it."""
    T.identity(
        "exponential",
        exp(k * (b + log(n) / k)),
        n * exp(k * b),
        r"$g_k(x) = e^{kx}$ reaches $n$ times $g_k(b)$ at $b + \frac1k\ln n$, for every $b$: the largest error is "
        r"$\frac1k\ln n$ at every scale.",
    )
    T.forall(
        "exponential-ratio",
        [gt(k, 0), gt(r, 0), gt(c - b, 0), ge(r, 1 + k * (c - b))],
        le(1 / r, 1 / (1 + k * (c - b))),
        r"Its ratio is $1/r$ with $r = e^{k(c-b)} \ge 1 + k(c - b)$ (softplus-gap).",
        form=(r - 1 - k * (c - b)) / (r * (1 + k * (c - b))),
    )
    T.identity(
        "same-exponential",
        log(exp(b) + exp(b)),
        b + log(2),
        r"Growth is not sufficient: $g_k(x) = e^x$ for all $k$ grows faster than linearly and errs by $\ln 2$ at "
        r"$(b, b)$ for ever.",
    )
    T.derivative(
        "tangent",
        exp(k * w),
        w,
        k * exp(k * w),
        r"Nor necessary: continue $e^{kx}$ from $x = k$ on by its tangent $e^{k^2}(1 + k(x - k))$,",
    )
    T.forall(
        "tangent-rises",
        [gt(k, 0), ge(w, k)],
        gt(exp(k**2) * (1 + k * (w - k)), 0),
        r"positive, increasing, linear at the end; for $b < c$ the ratio is the former one as soon as $k \ge c$.",
        form=exp(k**2) * (1 + k * (w - k)),
    )


def odd(T: Proof) -> None:
    """Odd generators."""
    T.forall(
        "odd-opposite",
        [eq(B + A, 0), eq(S, A + B)],
        eq(S, 0),
        r"Odd $g_k$: at $(x, -x)$ the sum is $g_k(x) + g_k(-x) = 0 = g_k(0)$, so $M_k = 0$, off by $|x|$ at every $k$.",
    )
    T.forall(
        "odd-both-negative",
        [le(A, 0)],
        le(A + B, B),
        r"At $x, y \le 0$ both terms are at most $g_k(0) = 0$, so the sum is at most the smaller one and $M_k \le "
        r"\min(x, y)$.",
        form=-A,
    )
    T.forall(
        "odd-mixed",
        [lt(A, -e)],
        lt(A + e, 0),
        r"At $x > 0 > x + y$, $A = g_k(x) < g_k(-y) = -e$: the sum is below $0 = g_k(0)$, and $M_k < 0 < x$.",
        form=-A - e,
    )
    T.formally(
        "odd-inverse", "TightMax.OddGenerators.odd_generators",
        r"The inverse of an odd function is odd, so $F = M_k(x, y) = -M_k(-x, -y)$.",
    )
    T.say(r"Let $M_k(-x, -y)$ be within $\eta$ of $\max(-x, -y) = -\min(x, y) = -m$.")
    T.forall(
        "odd-above",
        [ge(-F, -m - eta)],
        le(F, m + eta),
        r"Then $M_k(x, y)$ is at most $\min(x, y) + \eta$",
        form=-F + m + eta,
    )
    T.forall("odd-below", [le(-F, -m + eta)], ge(F, m - eta), r"and at least $\min(x, y) - \eta$.", form=F - m + eta)
    T.forall(
        "odd-misses",
        [le(F, m + eta), lt(m + 2 * eta, M)],
        lt(F, M - eta),
        r"So it stays away from $M = \max(x, y)$ wherever $x \ne y$.",
        form=[m + eta - F, M - m - 2 * eta],
    )


if __name__ == "__main__":
    generators.script()
