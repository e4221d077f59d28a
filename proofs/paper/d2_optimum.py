r"""The optimum in two dimensions is 1/2, attained by a Huber function.   [S0-07, S0-17]"""

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Expr, Rational

from proofs.machinery.search import moves
from symbolic.notation import EpsStar, reals, t
from symbolic.relations import eq, ge, gt, le, lt

x, y, s, r, D, p, q, lam = reals("x y s r D p q lambda")
y1, y2, z1, z2 = reals("y1 y2 z1 z2")
HALF = Rational(1, 2)
SLOPE = s / (4 * t)


def h(first: Expr) -> Expr:
    """Return the regulariser at the point (first, 1 - first) of the simplex."""
    return first**2 + (1 - first) ** 2 - 1


def bend(gap: Expr) -> Expr:
    """Return what the inner piece adds to the mean of the two entries, `gap` apart."""
    return gap**2 / (8 * t) + t / 2


@theorem(
    "d2-optimum",
    title="Two entries: the least gap is 1/2",
    source="S0, claims S0-07 and S0-17",
    conclusion=r"$\varepsilon^*_2 = 1/2$. At temperature $t$ the optimum $t/2$ is attained by the Huber "
    r"function $f(x,y) = \max(x,y) + \frac{t}{2}(1 - |x-y|/(2t))_+^2$, which equals the maximum exactly "
    r"where $|x-y| \ge 2t$.",
    claim=[eq(EpsStar(2), HALF)],
    claims=["S0-07", "S0-17"],
    uses=["scaling", "duality", "weighted-moves"],
    sketch=r"Lower bound: one jump from the centre $(\frac12, \frac12)$ to a random vertex has length 1 in $\ell_1$, "
    r"and half of its square is $\frac12$ (\ref{weighted-moves}). Upper bound: on the simplex $h = \|\cdot\|_2^2 - 1$ "
    r"is 1-strongly convex with equality, because two points are $2|p - q|$ apart, and its range is $\frac12$ "
    r"(\ref{duality}). So the two meet. The closed form is the conjugate of $h$: where $|x - y| \le 2t$ the maximiser "
    r"is $p = \frac12 + (x - y)/(4t)$, elsewhere a vertex, and inserting it gives the Huber function; the pieces "
    "differ by a square that vanishes on the seam, so the function is $C^1$. Gap and smoothness are then checked "
    r"once more without \ref{duality}, from the closed form: the gap falls from $\frac t2$ at $x = y$ to 0 at $|x - "
    r"y| = 2t$, and the slope $s/(4t)$, cut off at $\pm\frac12$, gives the Lipschitz constant $1/t$.",
)
def d2_optimum(T: Proof) -> None:
    T.certificate(
        "lower", "lower/chain-d2", at_least(2, HALF),
        r"Lower bound: one jump from the centre $u = (1/2, 1/2)$ to a random vertex gains $\frac12 \|e_1 - "
        r"u\|_1^2 = 1/2$.", search=lambda: moves.to_json(moves.chain_moves((2, 1))),
    )
    upper_bound(T)
    closed_form(T)
    gap(T)
    smoothness(T)


def upper_bound(T: Proof) -> None:
    """The regulariser and its range."""
    T.say(r"Upper bound (duality): $h = \|\cdot\|_2^2 - 1$ on the simplex, whose points are $(p, 1-p)$.")
    T.identity(
        "strong-convexity", (1 - lam) * h(p) + lam * h(q) - h((1 - lam) * p + lam * q),
        lam * (1 - lam) / 2 * (2 * (p - q)) ** 2,
        r"Two points are $\|a - b\|_1 = 2|p - q|$ apart, so $h$ is 1-strongly convex in the $\ell_1$ norm, "
        r"with equality:",
    )
    T.forall(
        "range-above", [ge(p, 0), le(p, 1)], le(h(p), 0),
        r"$h \le 0$ on the simplex,", form=2 * p * (1 - p),
    )
    T.forall("range-below", [], ge(h(p), -HALF), r"$h \ge -1/2$,", form=2 * (p - HALF) ** 2)
    T.exact(
        "range", eq(h(p) - h(q), HALF), at={p: 1, q: HALF},
        text=r"and $h(e_1) - h(u) = 1/2$. Hence $\varepsilon^*_2 \le 1/2$.",
    )


def closed_form(T: Proof) -> None:
    """The conjugate at temperature t, piece by piece."""
    inner, best = (x + y) / 2 + bend(x - y), HALF + (x - y) / (4 * t)
    goal = q * x + (1 - q) * y - t * h(q)
    near = [gt(t, 0), ge(x - y, 0), le(x - y, 2 * t)]
    T.say(
        r"Closed form: at temperature $t$ the smoothing that belongs to $h$ is the maximum over the simplex of "
        r"$\langle q, (x,y) \rangle - t h(q)$."
    )
    T.formally("convex", "TightMax.Converse.conj_convex", r"A maximum of affine functions of $(x,y)$ is convex.")
    T.say(r"It is symmetric; let $x \ge y$. Where $x - y \le 2t$, the point $p = \frac12 + (x-y)/(4t)$")
    T.forall("in-simplex", near, le(best, 1), r"lies in the simplex,", form=(2 * t - (x - y)) / (4 * t))
    T.forall(
        "maximiser", near, ge(inner, goal),
        r"and no $q$ does better than $q = p$, which attains the value", form=2 * t * (q - best) ** 2,
    )
    T.identity(
        "huber", inner, x + t / 2 * (1 - (x - y) / (2 * t)) ** 2,
        r"of the Huber function in the statement.",
    )
    T.derivative("gradient-x", inner, x, best, r"Its gradient is the maximiser: the first entry is $p$,")
    T.derivative("gradient-y", inner, y, 1 - best, r"the second $1 - p$.")
    T.forall(
        "maximiser-far", [gt(t, 0), ge(x - y, 2 * t), le(q, 1)], ge(x, goal),
        r"Where $x - y \ge 2t$ the vertex $q = 1$ is the maximiser: the value is $x$, the maximum itself, "
        r"with gradient $e_1$.", form=[(1 - q) * (x - y - 2 * t), 2 * t * (1 - q) ** 2],
    )
    T.identity(
        "seam", inner - x, (x - y - 2 * t) ** 2 / (8 * t),
        r"The pieces differ by a square that vanishes at $x - y = 2t$, so values and gradients agree there: "
        r"$f$ is $C^1$.",
    )


def gap(T: Proof) -> None:
    """The gap, and where it is 0."""
    near = [gt(t, 0), ge(s, 0), lt(s, 2 * t)]
    T.say(
        r"With $s = |x - y|$ the maximum is $\frac{x+y}{2} + \frac{s}{2}$, and the gap of the inner piece $s^2/(8t) + "
        r"t/2 - s/2$."
    )
    T.forall(
        "exact-only-far", near, gt(bend(s) - s / 2, 0),
        r"It is positive for $s < 2t$, so $f = \max$ exactly where $s \ge 2t$;",
        form=(2 * t - s) ** 2 / (8 * t),
    )
    T.forall(
        "gap", near, le(bend(s) - s / 2, t / 2),
        r"it is at most $t/2$, the optimum at temperature $t$ by scaling,",
        form=[s * (2 * t - s) / (8 * t), s / 4],
    )
    T.identity(
        "gap-attained", (bend(s) - s / 2) * t, t**2 / 2 - s * (4 * t - s) / 8,
        "and attains it at $s = 0$.",
    )


def smoothness(T: Proof) -> None:
    """The gradient is 1/t-Lipschitz: checked directly, although duality implies it."""
    T.say(
        r"Smoothness, directly: $\nabla f = (\frac12 + \phi', \frac12 - \phi')$, where $\phi'(s)$ is $s/(4t)$ cut off "
        r"at $\pm\frac12$ and $s = x - y$. Both entries change by the same amount, $\|\nabla f - \nabla f'\|_1 = "
        r"2|\phi'(s) - \phi'(r)|$; let $s \le r$."
    )
    T.derivative("slope", bend(s), s, SLOPE, r"The inner slope")
    for sign, word in ((1, "right"), (-1, "left")):
        T.identity(
            f"slope-at-{word}", SLOPE - sign * HALF, (s - sign * 2 * t) / (4 * t),
            f"meets the cut on the {word}.",
        )
    bound = (r - s) / (2 * t)
    T.identity(
        "inside", 2 * (SLOPE.subs(s, r) - SLOPE), bound,
        r"Both inside: $2(\phi'(r) - \phi'(s)) = (r-s)/(2t)$.",
    )
    T.forall(
        "inside-out", [gt(t, 0), ge(r, 2 * t)], le(2 * (HALF - SLOPE), bound),
        r"Only $r$ outside (only $s$ is its mirror image): at most that,", form=(r - 2 * t) / (2 * t),
    )
    T.forall(
        "across", [gt(t, 0), ge(r, 2 * t), le(s, -2 * t)], le(2 * (HALF + HALF), bound),
        r"and also if both are outside, on either side.",
        form=[(r - 2 * t) / (2 * t), (-2 * t - s) / (2 * t)],
    )
    T.forall(
        "monotone", [gt(t, 0), le(s, 2 * t)], ge(HALF - SLOPE, 0),
        r"In each case the difference is not negative: $\phi'$ does not decrease, $f$ is convex.",
        form=(2 * t - s) / (4 * t),
    )
    T.forall(
        "lipschitz", [gt(t, 0), le(z1 - y1, D), le(y2 - z2, D)], le(((z1 - z2) - (y1 - y2)) / (2 * t), D / t),
        r"Finally $r - s$ is at most twice the largest change $D$ of an entry: $\|\nabla f(z) - \nabla "
        r"f(y)\|_1 \le \|z - y\|_\infty / t$.", form=[(D - (z1 - y1)) / (2 * t), (D - (y2 - z2)) / (2 * t)],
    )


if __name__ == "__main__":
    d2_optimum.script()
