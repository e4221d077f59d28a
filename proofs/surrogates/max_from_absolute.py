r"""The maximum by absolute values: equation (1) holds exactly on $x + y \ge 0$.   [S1-18, S1-21 to S1-26]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Abs, Rational

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

x, y, P, Q, m, h, F, f, D, L, c = reals("x y P Q m h F f D L c")
eta = positives("eta")[0]
HALF = Rational(1, 2)
OF_SUM = [ge(P, x + y), ge(P, -(x + y)), eq((P - x - y) * (P + x + y), 0)]
"""P = |x + y|."""
OF_DIFFERENCE = [ge(Q, x - y), ge(Q, y - x), eq((Q - x + y) * (Q + x - y), 0)]
"""Q = |x - y|."""
MAXIMUM = [ge(m, x), ge(m, y), eq((m - x) * (m - y), 0)]
"""m = max(x, y)."""
MODULUS = [ge(L, x), ge(L, -x), ge(L, y), ge(L, -y), eq((L - x) * (L + x) * (L - y) * (L + y), 0)]
"""L = max(|x|, |y|)."""
CUT = [ge(c, 0), ge(c, -(x + y)), eq(c * (c + x + y), 0)]
"""c = max(0, -(x + y))."""
ORDERED = [ge(x, y), eq(m, x), eq(Q, x - y)]
"""Without loss of generality x is the larger: m = max(x, y), Q = |x - y|."""


@theorem(
    "max-from-absolute",
    title=r"The maximum by absolute values",
    source="S1, equations (1) to (4)",
    conclusion=r"$\frac12(|x+y| + |x-y|) = \max(|x|, |y|)$ for all real $x, y$; it exceeds $\max(x, y)$ by "
    r"$\max(0, -(x+y))$, so it equals "
    r"$\max(x, y)$ exactly where $x + y \ge 0$. On the whole plane $\max(x, y) = \frac12(x + y + |x-y|)$. If $0 "
    r"\le a(z) - |z| \le \eta$ "
    r"for all $z$, the first formula with $a$ for $|\cdot|$ errs by at most $\eta$ where $x + y \ge 0$, the second "
    r"by at most $\eta/2$ "
    r"everywhere. $|x|$ has the slope $2\theta(x) - 1$ for $x \ne 0$ and none at 0; $\max(x, y)$ has no gradient "
    r"exactly where $x = y$.",
    claim=[eq((P + Q) / 2, L), eq((x + y + Q) / 2, m), eq((P + Q) / 2 - m, c)],
    variables=[
        (x, r"\mathbb{R}"),
        (y, r"\mathbb{R}"),
        (P, r"\{|x + y|\}"),
        (Q, r"\{|x - y|\}"),
        (m, r"\{\max(x, y)\}"),
        (L, r"\{\max(|x|, |y|)\}"),
        (c, r"\{\max(0, -(x + y))\}"),
    ],
    hypotheses=[*OF_SUM, *OF_DIFFERENCE, *MAXIMUM, *MODULUS, *CUT],
    witness={x: 1, y: -2, P: 1, Q: 3, m: 1, L: 2, c: 1},
    claims=["S1-18", "S1-21", "S1-22", "S1-23", "S1-24", "S1-26"],
    ends=[
        "claim 1, claim 3, exact-where, exact-only-where",
        "claim 2",
        "first-above, first-gap, second-above, second-gap, on-the-half-plane, claim 2",
        "right, left, corner, max-right, max-left, max-off",
    ],
    sketch=r"Everything is symmetric, so let $x \ge y$. Then $|x - y| = x - y$, and the formula with $x + y$ outside "
    "the absolute value is an identity. In the other formula the sign of $x + y$ decides: where it is nonnegative "
    r"the two halves add up to $x$, elsewhere to $-y$, so it is the largest modulus $\max(|x|, |y|)$, too large by "
    r"exactly $-(x + y)$. Each case is linear arithmetic, joined at the end into relations for $\max$ and $|\cdot|$ "
    "described by inequalities and a product that vanishes. An over-estimate $a$ of the absolute value enters the "
    r"first formula twice with the factor $\frac12$ and the second once, which gives the errors $\eta$ and "
    r"$\frac12\eta$. For the slopes, difference quotients are constant on each side of a corner: 1 and $-1$ for $|x|$ "
    "at 0, 1 and 0 for the maximum at $x = y$, so no derivative exists there.",
)
def max_from_absolute(T: Proof) -> None:
    T.say(
        r"Let $P = |x+y|$, $Q = |x-y|$ and $m = \max(x, y)$. Everything is symmetric in $x$ and $y$; let $x \ge y$, "
        r"where $Q = x - y$ and $m = x$."
    )
    T.forall("plane", ORDERED, eq((x + y + Q) / 2, m), r"On the whole plane:")
    T.forall(
        "on-the-half-plane",
        [*ORDERED, ge(x + y, 0), eq(P, x + y)],
        eq((P + Q) / 2, m),
        r"Equation (1) where $x + y \ge 0$:",
    )
    T.forall(
        "excess",
        [*ORDERED, lt(x + y, 0), eq(P, -(x + y))],
        eq((P + Q) / 2 - m, -(x + y)),
        r"Elsewhere it is too large, by exactly $-(x+y) > 0$: the condition $x + y \ge 0$ is necessary and sufficient.",
    )
    moduli(T)
    T.say(r"Without the order of $x$ and $y$, for $m = \max(x, y)$, $L = \max(|x|, |y|)$ and $c = \max(0, -(x + y))$:")
    T.forall("largest-modulus", [*OF_SUM, *OF_DIFFERENCE, *MODULUS], eq((P + Q) / 2, L), r"(1) is the largest modulus,")
    T.forall("maximum", [*OF_DIFFERENCE, *MAXIMUM], eq((x + y + Q) / 2, m), r"the second formula is the maximum,")
    T.forall("sum", [*OF_SUM, *CUT], eq(P, x + y + 2 * c), r"and as $|x + y|$ is $x + y + 2c$,")
    T.forall(
        "too-large",
        [eq(P, x + y + 2 * c), eq((x + y + Q) / 2, m)],
        eq((P + Q) / 2 - m, c),
        r"(1) exceeds the maximum by $c$,",
    )
    T.forall("exact-where", [ge(x + y, 0), *CUT], eq(c, 0), r"which is 0 where $x + y \ge 0$")
    T.forall("exact-only-where", [lt(x + y, 0), *CUT], gt(c, 0), r"and there alone.")
    T.say(
        r"One variable is enough. Let $F$ and $f$ be the values $a(x+y)$ and $a(x-y)$ of an over-estimate of the "
        r"absolute value."
    )
    T.forall(
        "first-above",
        [ge(F, P), ge(f, Q), eq((P + Q) / 2, m)],
        ge((F + f) / 2, m),
        r"Where (1) holds, $\frac12(F + f)$ is at least the maximum",
    )
    T.forall(
        "first-gap",
        [le(F, P + eta), le(f, Q + eta), eq((P + Q) / 2, m)],
        le((F + f) / 2, m + eta),
        r"and at most $\eta$ more.",
    )
    T.forall(
        "second-above",
        [ge(f, Q)],
        ge((x + y + f) / 2, (x + y + Q) / 2),
        r"$\frac12(x + y + f)$ is at least the maximum everywhere",
        form=(f - Q) / 2,
    )
    T.forall(
        "second-gap",
        [le(f, Q + eta)],
        le((x + y + f) / 2, (x + y + Q) / 2 + eta / 2),
        r"and at most $\eta/2$ more.",
        form=(Q + eta - f) / 2,
    )
    slopes(T)


def moduli(T: Proof) -> None:
    """Equation (1) is the largest modulus."""
    T.say(r"The largest modulus: with $x \ge y$, it is $x$ where $x + y \ge 0$ and $-y$ where $x + y < 0$.")
    T.forall("modulus-above", [*ORDERED, ge(x + y, 0)], ge(x, -y), r"In the first case $x \ge |y|$;")
    T.forall(
        "modulus-below",
        [*ORDERED, lt(x + y, 0), eq(P, -(x + y))],
        eq((P + Q) / 2, -y),
        r"in the second (1) gives $-y$,",
    )
    T.forall("modulus-largest", [*ORDERED, lt(x + y, 0)], gt(-y, x), r"and $-y > x$, $-y \ge -x$.")
    T.forall("modulus-other", [*ORDERED, lt(x + y, 0)], ge(-y, -x), r"So $-y \ge |x|$.", form=x - y)
    T.exact(
        "example",
        eq((Abs(x + y) + Abs(x - y)) * HALF, 1),
        at={x: 0, y: -1},
        text=r"For instance at $(0, -1)$, where the maximum is 0:",
    )


def slopes(T: Proof) -> None:
    """Difference quotients, which are constant on either side."""
    T.say(
        r"Slopes. The step $h \ne 0$ is small enough for $x + h$ to have the sign of $x \ne 0$; $F = |x + h|$, $f = "
        r"|x|$, and $D = \theta(x)$."
    )
    right, left = [gt(x, 0), eq(f, x)], [lt(x, 0), eq(f, -x)]
    T.forall(
        "right",
        [*right, gt(x + h, 0), eq(F, x + h), eq(D, 1)],
        eq(F - f, (2 * D - 1) * h),
        r"For $x > 0$ the quotient $(F - f)/h$ is $1 = 2\theta - 1$,",
    )
    T.forall(
        "left",
        [*left, lt(x + h, 0), eq(F, -x - h), eq(D, 0)],
        eq(F - f, (2 * D - 1) * h),
        r"for $x < 0$ it is $-1 = 2\theta - 1$.",
    )
    T.forall(
        "step-right",
        [*right, eq(2 * D * f, x + f)],
        eq(D, 1),
        r"One formula for the step is $\theta = \frac12(1 + x/|x|)$: it is 1 for $x > 0$",
    )
    T.forall("step-left", [*left, eq(2 * D * f, x + f)], eq(D, 0), r"and 0 for $x < 0$.")
    T.forall(
        "corner",
        [gt(h, 0), lt(F, 0), eq(Q * h, h), eq(P * F, -F)],
        gt(Q, P),
        r"At $x = 0$ the quotient is 1 for steps $h > 0$ and $-1$ for steps $F < 0$: there is no slope.",
    )
    T.forall(
        "max-right",
        [eq(x, y), gt(h, 0), ge(m, x + h), ge(m, y), eq((m - x - h) * (m - y), 0)],
        eq(m - x, h),
        r"The maximum at $x = y$, $x$ moved by $h$: the quotient is 1 for $h > 0$",
    )
    T.forall(
        "max-left",
        [eq(x, y), lt(h, 0), ge(m, x + h), ge(m, y), eq((m - x - h) * (m - y), 0)],
        eq(m - x, 0),
        r"and 0 for $h < 0$, so there is no gradient;",
    )
    T.forall(
        "max-off",
        [gt(x, y), gt(x + h, y + F), ge(m, x + h), ge(m, y + F), eq((m - x - h) * (m - y - F), 0)],
        eq(m, x + h),
        r"where $x > y$ it is $x$ itself near by (moved by $h$, and $y$ by $F$), with gradient $(1, 0)$.",
    )


if __name__ == "__main__":
    max_from_absolute.script()
