r"""Sums of odd powers tend to the maximum only where $x + y > 0$ or $x = y$.   [S1-41]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import S

from symbolic.notation import k, positives, reals
from symbolic.relations import eq, ge, gt, le, lt

x, y, X, h, N, w, rho, H, b = positives("x y X h N w rho H b")
Y, A, B, V, Q, F, m, M, e, a, Z = reals("Y A B V Q F m M e a Z")
ODD = 2 * k + 1
ROOT = (x**ODD + y**ODD) ** (1 / ODD)


@theorem(
    "odd-powers",
    title=r"Where sums of odd powers tend to the maximum",
    source="S1, equation (13)",
    conclusion=r"Let $N = 2k+1$ and let $r$ be the real number with $r^N = x^N + y^N$, $x \ge y$. If $y \ge 0$ "
    r"then $x \le r \le x(1 + \frac1N)$. If $x > 0 > y$ and $x + y > 0$ then "
    r"$0 < x - r \le x / (1 + N(x/|y| - 1))$. So $r \to \max(x, y)$ for $x + y > 0$. If $x = -y$ then $r = 0$ for "
    r"every $k$; if $x + y < 0$ then $r \to "
    r"\min(x, y)$. Hence (13) holds exactly where $x + y > 0$ or $x = y$. Where $x = -y \ne 0$ it is not "
    r"differentiable, for any $k \ge 1$.",
    claim=[
        ge(ROOT, x),
        le(ROOT, x * (1 + 1 / ODD)),
        ge(x**ODD + y**ODD, x**ODD),
        eq(x**ODD + (-x) ** ODD, 0),
    ],
    variables=[(k, r"\{1, 2, \dots\}"), (x, r"(0, \infty)"), (y, r"(0, x]")],
    hypotheses=[ge(k, 1), gt(y, 0), ge(x, y)],
    witness={k: 1, x: 2, y: 1},
    claims=["S1-41"],
    uses=["generators"],
    ends=[
        "roots",
        "claim 1, claim 2, claim 3, positive-above, bernoulli-step, positive-below, increase, roots",
        "mixed-below, powers-below-one, power-below, mixed-error, mixed-rate, bernoulli-step, roots",
        "claim 1, claim 2, mixed-rate, mixed-error, vanishes, vanishes-mixed",
        "claim 4, odd, negative-limit, generators",
        "claim 1, claim 2, mixed-error, claim 4, negative-limit, never-the-maximum, example, example-power",
        "odd, steep, unbounded",
    ],
    sketch="Odd powers increase and take all values, so the root $r$ of order $N = 2k + 1$ exists; (13) says that it "
    r"tends to $\max(x, y)$. If both numbers are nonnegative, $x^N \le x^N + y^N \le 2x^N$, and Bernoulli's "
    r"inequality $(1 + \frac1N)^N \ge 2$ turns the factor into the relative error $\frac1N$. If $x > 0 > y$ and $x + "
    r"y > 0$, then $(r/x)^N = 1 - (|y|/x)^N$; powers of a number below 1 are below it, so $x - r \le x(|y|/x)^N$, and "
    "Bernoulli again bounds this by $x/(1 + N(x/|y| - 1))$. At $x = -y$ the sum vanishes, and for $x + y < 0$ "
    r"oddness reflects the positive case, so the limit is the minimum, as \ref{generators} says of all odd "
    "generators. At $(b, -b)$ the $N$-th power of the difference quotient is at least $N/h^{N-1}$, which is "
    "unbounded: the root is not differentiable there.",
)
def odd_powers(T: Proof) -> None:
    powers(T)
    positive(T)
    mixed(T)
    reflected(T)
    not_smooth(T)


def powers(T: Proof) -> None:
    """Powers increase, are odd, and Bernoulli's inequality."""
    T.identity("odd", (-x) ** ODD, -(x**ODD), r"Odd powers are odd")
    T.forall(
        "increase",
        [gt(x, 0), gt(B, 0), lt(x, y), le(A, B)],
        lt(x * A, y * B),
        r"and increase for positive numbers: $x < y$ and $A \le B$ for the powers so far give $xA < yB$.",
        form=[(y - x) * B, x * (B - A)],
    )
    T.formally(
        "roots", "TightMax.OddPowers.root_exists",
        r"An odd power is continuous and unbounded both ways, so that every real number has just one root of order "
        r"$N$, and roots increase too.",
    )
    T.induction(
        "bernoulli",
        base=ge(1 + h, 1 + h),
        base_form=S.Zero,
        given=[ge(X, 1 + m * h), gt(h, 0), ge(m, 0)],
        step=ge(X * (1 + h), 1 + (m + 1) * h),
        step_form=[(X - 1 - m * h) * (1 + h), m * h**2],
        moves={X: X * (1 + h), m: m + 1}, start={X: 1, m: 0},
        text=r"$(1 + h)^m \ge 1 + mh$ for $h > 0$.",
    )


def positive(T: Proof) -> None:
    """Both numbers nonnegative."""
    T.say(r"Let $x \ge y \ge 0$, $Z = x^N$ and $Y = y^N$: $0 \le Y \le Z$.")
    T.forall("positive-above", [ge(Y, 0)], ge(Z + Y, Z), r"$r^N \ge x^N$;", form=Y)
    T.forall("positive-power", [ge(y**ODD, 0)], ge(x**ODD + y**ODD, x**ODD), r"in full", form=y**ODD)
    T.forall(
        "positive-below",
        [ge(Z, 0), le(Y, Z), ge(w, 2)],
        le(Z + Y, Z * w),
        r"with $w = (1 + \frac1N)^N \ge 2$ by Bernoulli's inequality, $r^N \le x^N (1 + \frac1N)^N$.",
        form=[Z - Y, Z * (w - 2)],
    )
    T.forall(
        "vanishes",
        [gt(N, 0), gt(e, 0), gt(N * e, x)],
        lt(x / N, e),
        r"The error, at most $x/N$, is below any $e > 0$ for large $N$.",
        form=(N * e - x) / N,
    )


def mixed(T: Proof) -> None:
    """One number of each sign, with a positive sum."""
    T.say(
        r"Let $x > 0 > y$ and $x + y > 0$; $\rho = r/x$, $Q = (|y|/x)^N$ and $W = \rho^N = 1 - Q$, where $0 < Q < 1$ "
        r"and $0 < \rho < 1$."
    )
    T.forall("mixed-below", [lt(Y, 0)], lt(X + Y, X), r"$r^N < x^N$, so $r < x$: an under-estimate.", form=-Y)
    T.forall(
        "powers-below-one",
        [ge(V, 0), le(V, 1), ge(rho, 0), le(rho, 1)],
        le(V * rho, 1),
        r"Powers of $\rho$ are at most 1, one more factor each time,",
        form=[1 - V, V * (1 - rho)],
    )
    T.forall(
        "power-below",
        [gt(rho, 0), le(V, 1)],
        le(V * rho, rho),
        r"so $W = V\rho \le \rho$ with $V = \rho^{N-1}$,",
        form=rho * (1 - V),
    )
    T.forall(
        "mixed-error",
        [le(1 - Q, rho), gt(x, 0)],
        le(x - x * rho, x * Q),
        r"and $x - r = x(1 - \rho) \le xQ$.",
        form=x * (rho - 1 + Q),
    )
    T.forall(
        "mixed-rate",
        [gt(X, 0), gt(N, 0), gt(h, 0), ge(X, 1 + N * h)],
        le(1 / X, 1 / (1 + N * h)),
        r"With $h = x/|y| - 1 > 0$, $Q = 1/(1+h)^N \le 1/(1 + Nh)$,",
        form=(X - 1 - N * h) / (X * (1 + N * h)),
    )
    T.forall(
        "vanishes-mixed",
        [gt(N, 0), gt(h, 0), gt(e, 0), gt(N * h * e, x)],
        lt(x / (1 + N * h), e),
        r"and $x/(1 + Nh)$ is below any $e > 0$ for large $N$.",
        form=[(N * h * e - x) / (1 + N * h), e / (1 + N * h)],
    )


def reflected(T: Proof) -> None:
    """Zero or negative sum."""
    T.identity("opposite", x**ODD + (-x) ** ODD, 0, r"At $x = -y$ the sum vanishes and $r = 0$, at every $k$.")
    T.formally(
        "reflection", "TightMax.OddPowers.roots_tend_to_smaller",
        r"For $x + y < 0$ the function is odd and $-x - y > 0$, so $F = r(x, y) = -r(-x, -y)$ tends to $-\max(-x, -y) "
        r"= m = \min(x, y)$ (generators).",
    )
    T.forall(
        "negative-limit",
        [ge(-F, -m - e), le(-F, -m + e)],
        le((F - m) ** 2, e**2),
        r"The error $e$ is the same:",
        form=(F - m + e) * (m + e - F),
    )
    T.forall(
        "never-the-maximum",
        [le(F, m + e), gt(M, m), gt(M - m - e, e)],
        gt(M - F, e),
        r"if $x \ne y$, $M = \max(x, y) > m$ is missed: as soon as $2e < M - m$.",
        form=[m + e - F, M - m - 2 * e],
    )
    T.exact(
        "example",
        lt(A**3 + B**3, 0),
        at={A: 1, B: -2},
        text=r"For instance at $(1, -2)$, with $N = 3$, the root is negative, and so it is for every $k$:",
    )
    T.forall("example-power", [ge(X, 2)], lt(1 - X, 0), r"$1 - 2^N < 0$.", form=[X - 2, S.One])


def not_smooth(T: Proof) -> None:
    """Along x = -y the slope is infinite."""
    T.formally(
        "by-bernoulli", "TightMax.OddPowers.bernoulli",
        r"At $(b, -b)$, $b > 0$, move the first number by $bh$, $h > 0$: $r^N = b^N((1+h)^N - 1) \ge b^N N h$ by "
        r"Bernoulli's inequality.",
    )
    T.say(r"With $X = (\frac{r}{bh})^N$ and $H = h^{N-1}$ that is $XHh \ge Nh$.")
    T.forall(
        "steep",
        [gt(h, 0), gt(H, 0), ge(X * H * h, N * h)],
        ge(X, N / H),
        r"The difference quotient to the power $N$ is at least $N/h^{N-1}$,",
        form=(X * H * h - N * h) / (H * h),
    )
    T.forall(
        "unbounded",
        [gt(H, 0), gt(N, 1), lt(H * a, 1), ge(X, N / H), ge(a, 0)],
        gt(X, a),
        r"which is above any bound $a$ for small $h$, as $N \ge 3$: there is no slope.",
        form=[X - N / H, (1 - H * a) / H, (N - 1) / H],
    )


if __name__ == "__main__":
    odd_powers.script()
