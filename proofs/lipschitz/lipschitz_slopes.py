r"""On an interval the least Lipschitz constant is the supremum of |f'|: sin, ReLU, x^2.   [S3-09 to S3-12]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational, Symbol, cos, sin, sqrt

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

x, y, p, q, r, s, D, F, G, L, Q, V = reals("x y p q r s D F G L Q V")
K, R = reals("K R")
w = Symbol("w", real=True)
h = positives("h")[0]
f = Function("f")
ROOT = sqrt(1 + w**2)
RECTIFIED = [ge(p, 0), ge(p, x), le(p * (p - x), 0), ge(q, 0), ge(q, y), le(q * (q - y), 0)]
"""p and q are max(x, 0) and max(y, 0)."""
BETWEEN = [ge(R - x, 0), ge(R + x, 0), ge(R - y, 0), ge(R + y, 0)]


@theorem(
    "lipschitz-slopes",
    title=r"Lipschitz constants on an interval: the supremum of $|f'|$",
    source="S3, definition and examples",
    conclusion=r"A differentiable $f$ on an interval of more than one point is $K$-Lipschitz if and only if $|f'| \le "
    r"K$; if some $K$ is admissible there is a least one, so it is $\sup|f'|$. It is 1 for $\sin$, 1 for $\sqrt{1 + "
    r"x^2}$ although there $|f'| < 1$ everywhere, $2$ for $-2x$, $2R$ for $x^2$ on $[-R, R]$ with $R > 0$; no $K$ "
    r"serves for $x^2$ on $\mathbb{R}$. $\mathrm{ReLU}(x) = \max(x, 0)$ is 1-Lipschitz, with no smaller constant.",
    claim=[
        le((p - q) ** 2, (x - y) ** 2), le(cos(w), 1), ge(cos(w), -1), lt(w**2 / (1 + w**2), 1),
        eq((-2 * x - -2 * y) ** 2, 2**2 * (x - y) ** 2), le((x**2 - y**2) ** 2, (2 * R) ** 2 * (x - y) ** 2),
        gt((K + 1) ** 2 - 0**2, K * ((K + 1) - 0)),
    ],
    variables=[
        (x, r"[-R, R]"), (y, r"[-R, R]"), (p, r"\{\mathrm{ReLU}(x)\}"), (q, r"\{\mathrm{ReLU}(y)\}"),
        (w, r"\mathbb{R}"), (R, r"(0, \infty)"), (K, r"[0, \infty)"),
    ],
    hypotheses=[*RECTIFIED, *BETWEEN, ge(K, 0)],
    witness={x: 1, p: 1, y: -1, q: 0, R: 2, K: 1},
    claims=["S3-06", "S3-09", "S3-10", "S3-11"],
    ends=[
        "below-a-line, above-a-line, limit, least-exists",
        "cosine-above, cosine-below, sine-slope, sine-sharp, third-remainder, root-slope, root-below-one, "
        "root-supremum, minus-two, square-lipschitz, square-sharp, square-unbounded",
        "relu-values, relu-sharp",
    ],
    sketch=r"If $|f'| \le K$ then $K(w - x) \pm (f(w) - f(x))$ vanishes at $w = x$ and does not decrease, so all "
    "secants have slopes of at most $K$; conversely a derivative is a limit of secant slopes. A least constant "
    r"exists because an infimum of admissible constants is admissible. The examples are worked out by hand: $\cos$ "
    r"lies between $-1$ and 1, and Taylor's bound $\sin w \ge w - \frac16w^3$ shows that no smaller constant does; "
    r"$x^2$ has the secant slopes $x + y$, at most $2R$ on $[-R, R]$ and unbounded on the line; $\sqrt{1 + x^2}$ has "
    "$|f'| < 1$ everywhere, and as near to 1 as one likes, so the supremum is not a maximum; for $-2x$ the constant "
    r"is 2 although the maximum of $f'$ is $-2$. For the rectifier write $x = p - r$ with $p, r \ge 0$ and $pr = 0$: "
    "the claim becomes a sum of nonnegative products.",
)
def lipschitz_slopes(T: Proof) -> None:
    supremum(T)
    sine(T)
    relu(T)
    square(T)
    not_attained(T)


def supremum(T: Proof) -> None:
    """Slopes of secants and derivatives."""
    T.say(r"I. Let $|f'| \le K$ on an interval and $x < y$ in it.")
    T.derivative(
        "below-a-line", K * (w - x) - (f(w) - f(x)), w, K - f(w).diff(w),
        r"This function of $w$ vanishes at $w = x$ and has a derivative that is not negative, so $f(y) - f(x) \le K(y "
        r"- x)$;",
    )
    T.derivative(
        "above-a-line", K * (w - x) + (f(w) - f(x)), w, K + f(w).diff(w),
        r"so has this one, and $f(y) - f(x) \ge -K(y-x)$.",
    )
    T.formally(
        "slopes-bounded", "TightMax.LipschitzSlopes.derivative_le",
        r"Conversely let $f$ be $K$-Lipschitz. The derivative is a limit of quotients between $-K$ and $K$, and is "
        r"between them:",
    )
    T.say(r"were $f'(x) = D > K$, a quotient $Q$ near it would be above $K$,")
    T.forall(
        "limit", [gt(D - K, 0), ge(Q - (D - (D - K) / 2), 0)], gt(Q, K),
        r"namely as soon as $Q \ge D - \frac12(D - K)$; for $-f$ alike.",
        form=[Q - (D - (D - K) / 2), (D - K) / 2],
    )
    excess = F - L * G
    T.forall(
        "least-exists", [gt(excess, 0), gt(G, 0)], gt(F, (L + excess / (2 * G)) * G),
        r"The infimum $L$ of the admissible constants is admissible, for maps between any normed spaces: if $F = "
        r"\|f(x) - f(y)\|$ were above "
        r"$LG$, $G = \|x - y\|$, some admissible constants, being as close to $L$ as one likes, would fail.",
        form=excess / 2,
    )


def sine(T: Proof) -> None:
    """The sine, with the best constant."""
    T.derivative("sine-slope", sin(w), w, cos(w), r"II. The sine: $f' = \cos$,")
    T.forall("cosine-above", [], le(cos(w), 1), r"which is at most 1", form=[(1 - cos(w)) ** 2 / 2, sin(w) ** 2 / 2])
    T.forall("cosine-below", [], ge(cos(w), -1), r"and at least $-1$.", form=[(1 + cos(w)) ** 2 / 2, sin(w) ** 2 / 2])
    T.derivative(
        "first-remainder", w - sin(w), w, 1 - cos(w),
        r"No smaller constant will do. Starting at 0, where all three functions vanish, $w - \sin w$ does not "
        r"decrease for $w \ge 0$,",
    )
    T.derivative("second-remainder", cos(w) - 1 + w**2 / 2, w, w - sin(w), r"hence $\cos w - 1 + \frac12w^2$ does not,")
    T.derivative(
        "third-remainder", sin(w) - w + w**3 / 6, w, cos(w) - 1 + w**2 / 2,
        r"hence $\sin w - w + \frac16w^3$ does not, and is at least 0.",
    )
    T.forall(
        "sine-sharp", [gt(1 - K, 0), gt(h, 0), ge(s, h - h**3 / 6), le(h**2, 3 * (1 - K))], gt(s / h, K),
        r"For $K < 1$ the secant from 0 to $h$ has a slope above $K$ as soon as $h^2 \le 3(1 - K)$.",
        form=[(s - h + h**3 / 6) / h, (3 * (1 - K) - h**2) / 6, (1 - K) / 2],
    )


def relu(T: Proof) -> None:
    """The rectifier, which has a corner."""
    T.say(r"III. Let $p = \mathrm{ReLU}(x)$ and $x = p - r$: $p, r \ge 0$ and $pr = 0$. Likewise $y = q - s$.")
    T.forall(
        "relu", [ge(p, 0), ge(q, 0), ge(r, 0), ge(s, 0), le(p * r, 0), le(q * s, 0)],
        le((p - q) ** 2, ((p - r) - (q - s)) ** 2),
        r"$|\mathrm{ReLU}(x) - \mathrm{ReLU}(y)| \le |x - y|$:",
        form=[(r - s) ** 2, 2 * p * s, 2 * q * r, -2 * p * r, -2 * q * s],
    )
    T.forall(
        "relu-values", RECTIFIED, le((p - q) ** 2, (x - y) ** 2),
        r"that is, with $p$ and $q$ the numbers for which $p \ge 0$, $p \ge x$, $p(p - x) \le 0$, and so for $q$ and "
        r"$y$,",
        form=[((p - x) - (q - y)) ** 2, 2 * p * (q - y), 2 * q * (p - x), -2 * p * (p - x), -2 * q * (q - y)],
    )
    T.exact("relu-sharp", eq((p - q) / (x - y), 1), at={p: 1, q: 0, x: 1, y: 0}, text=r"with equality between 1 and 0.")


def square(T: Proof) -> None:
    """The square, on an interval and on the line."""
    T.identity(
        "square-secant", (x**2 - y**2) ** 2, (x + y) ** 2 * (x - y) ** 2, r"IV. $x^2$ has the secant slopes $x + y$.",
    )
    T.forall(
        "square-bounded", BETWEEN, le((x + y) ** 2, (2 * R) ** 2), r"On $[-R, R]$ they are at most $2R$ in size,",
        form=[(R - x) * (R + x), (R - x) * (R + y), (R - y) * (R + x), (R - y) * (R + y)],
    )
    T.forall(
        "square-lipschitz", BETWEEN, le((x**2 - y**2) ** 2, (2 * R) ** 2 * (x - y) ** 2),
        r"so that $2R$ is admissible,",
        form=[
            (x - y) ** 2 * (R - x) * (R + x), (x - y) ** 2 * (R - x) * (R + y), (x - y) ** 2 * (R - y) * (R + x),
            (x - y) ** 2 * (R - y) * (R + y),
        ],
    )
    T.forall(
        "square-sharp", [gt(h, 0), ge(R - h / 2, 0), lt(K + h, 2 * R)], gt((R**2 - (R - h) ** 2) / h, K),
        r"and between $R - h$ and $R$ they are $2R - h$, above any $K < 2R$ for small $h$.", form=2 * R - K - h,
    )
    T.forall(
        "square-unbounded", [ge(K, 0)], gt((K + 1) ** 2 - 0**2, K * ((K + 1) - 0)),
        r"On $\mathbb{R}$ no $K$ will do: compare $K + 1$ with 0.", form=K + 1,
    )


def not_attained(T: Proof) -> None:
    """A supremum that is no maximum, and a maximum of f' that is not the constant."""
    T.derivative("root-slope", ROOT, w, w / ROOT, r"V. For $\sqrt{1 + x^2}$ the derivative")
    T.forall(
        "root-below-one", [], lt(w**2 / (1 + w**2), 1), r"is below 1 in size everywhere (here its square),",
        form=1 / (1 + w**2),
    )
    T.forall(
        "root-supremum", [gt(1 - V, 0), ge(w**2 * (1 - V), 1)], gt(w**2 / (1 + w**2), V),
        r"and above any $\sqrt{V} < 1$ once $w^2 \ge 1/(1-V)$: the supremum 1 is not a maximum.",
        form=[(w**2 * (1 - V) - 1) / (1 + w**2), (1 - V) / (1 + w**2)],
    )
    T.exact(
        "sign-matters", eq(((-2 * x) - (-2 * y)) ** 2 / (x - y) ** 2, Rational(4)), at={x: 3, y: 1},
        text=r"For $f = -2x$ the maximum of $f'$ is $-2$, and the constant is 2: its square is",
    )
    T.identity(
        "minus-two", (-2 * x - -2 * y) ** 2, 2**2 * (x - y) ** 2, r"between these two points, and between any others.",
    )


if __name__ == "__main__":
    lipschitz_slopes.script()
