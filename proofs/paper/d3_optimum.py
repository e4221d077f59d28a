r"""The optimum in three dimensions is 8/9, attained by a piecewise quadratic.   [S0-08, S0-19]"""

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Expr, Rational, sympify

from proofs.machinery.search import moves
from symbolic.notation import EpsStar, reals, t
from symbolic.relations import eq, ge, gt, le, lt

a, b, c, lam, s, e, u = reals("a b c lambda s e u")
q1, q2, y1, y2, y3, v1, v2, v3 = reals("q1 q2 y1 y2 y3 v1 v2 v3")
VALUE = Rational(8, 9)
BEND = Rational(8, 3)
y, v, q = (y1, y2, y3), (v1, v2, v3), (q1, q2, 1 - q1 - q2)
MEAN, PAIR = (y1 + y2 + y3) / 3, (y1 + y2) / 2
DEPTH, LEAD = MEAN - y3, y1 - y2
P3 = tuple(Rational(1, 3) + (yi - MEAN) / (BEND * t) for yi in y)
P2 = (Rational(1, 2) + LEAD / (2 * BEND * t), Rational(1, 2) - LEAD / (2 * BEND * t), sympify(0))
VERTEX = (sympify(1), sympify(0), sympify(0))
F3 = MEAN + sum((yi - MEAN) ** 2 for yi in y) / (2 * BEND * t) + VALUE * t
F2 = PAIR + LEAD**2 / (4 * BEND * t) + Rational(2, 3) * t


def squares(vector: tuple[Expr, ...]) -> Expr:
    """Return the sum of the squares of the entries."""
    return sum(entry**2 for entry in vector)


def h(point: tuple[Expr, ...]) -> Expr:
    """Return the regulariser."""
    return BEND / 2 * (squares(point) - 1)


def goal() -> Expr:
    """Return what the closed form maximises over q at temperature t."""
    return sum(qi * yi for qi, yi in zip(q, y, strict=True)) - t * h(q)


def distance(p: tuple[Expr, ...]) -> list[Expr]:
    """Return what q loses against p by the bend of h, entry by entry."""
    return [BEND / 2 * t * (qi - pi) ** 2 for qi, pi in zip(q, p, strict=True)]


@theorem(
    "d3-optimum",
    title="Three entries: the least gap is 8/9",
    source="S0, claims S0-08 and S0-19",
    conclusion=r"$\varepsilon^*_3 = 8/9$. At temperature $t$ the optimum $8t/9$ is attained by $f(y) = "
    r"\max_q \langle q, y \rangle - \frac{4t}{3}(\|q\|_2^2 - 1)$ over the simplex, a piecewise quadratic "
    r"whose gradient is the projection of $3y/(8t)$ to the simplex. It equals the maximum exactly where the "
    r"largest entry leads by $8t/3$ or more.",
    claim=[eq(EpsStar(3), VALUE)],
    claims=["S0-08", "S0-19"],
    uses=["scaling", "duality", "weighted-moves"],
    sketch=r"Lower bound: the jump from the centre to a random vertex has length $\frac43$, and half of its square is "
    r"$\frac89$ (\ref{weighted-moves}). Upper bound: a multiple of the squared Euclidean norm. For three entries of "
    r"sum 0 the $\ell_1$ norm is twice one of the entries, and $\frac83\|v\|_2^2 - (2v_i)^2$ is a square, so $h = "
    r"\frac43(\|\cdot\|_2^2 - 1)$ is 1-strongly convex; $v = (1, 1, -2)$ shows that $\frac83$ is needed. Its range is "
    r"$\frac43(1 - \frac13) = \frac89$, which meets the lower bound. The closed form is the conjugate of $h$, a "
    "projection to the simplex with one, two or three positive entries; the multipliers of Karush, Kuhn and Tucker "
    "show that each candidate beats every other $q$. Neighbouring pieces differ by a square that vanishes on their "
    r"seam, the gap is positive until the largest entry leads by $\frac83t$, and the curvature of each piece is "
    "bounded by $1/t$ once more directly.",
)
def d3_optimum(T: Proof) -> None:
    T.certificate(
        "lower", "lower/chain-d3", at_least(3, VALUE),
        r"Lower bound: one jump from the centre $u$ to a random vertex gains $\frac12 \|e_1 - u\|_1^2 = "
        r"\frac12 (4/3)^2$.", search=lambda: moves.to_json(moves.chain_moves((3, 1))),
    )
    upper_bound(T)
    closed_form(T)
    seams(T)
    gap(T)
    smoothness(T)


def upper_bound(T: Proof) -> None:
    """The regulariser is 1-strongly convex and has range 8/9."""
    T.say(r"Upper bound (duality): $h = \frac43(\|\cdot\|_2^2 - 1)$ on the simplex.")
    T.identity(
        "two-points", (1 - lam) * a**2 + lam * b**2 - ((1 - lam) * a + lam * b) ** 2,
        lam * (1 - lam) * (a - b) ** 2,
        r"In each coordinate the two-point slack of the square is this; summed, that of $h$ is $\frac43 "
        r"\lambda(1-\lambda) \|a - b\|_2^2$.",
    )
    T.say(
        r"It remains to see $\frac83 \|v\|_2^2 \ge \|v\|_1^2$ for the difference $v = (a, b, -a-b)$ of two points, "
        r"whose sum is 0. $\|v\|_1$ is the largest $\langle \sigma, v \rangle$ over signs $\sigma$; compare with the "
        r"square of each:"
    )
    steep = BEND * squares((a, b, -a - b))
    for place, entry, square in ((3, -a - b, (a - b) ** 2), (2, b, (2 * a + b) ** 2), (1, a, (a + 2 * b) ** 2)):
        T.forall(
            f"odd-sign-{place}", [], ge(steep, (2 * entry) ** 2),
            rf"if $\sigma_{place}$ alone differs it is $\pm 2v_{place}$, and the slack is a square;",
            form=Rational(4, 3) * square,
        )
    T.say(r"If all $\sigma_i$ are equal it is 0.")
    T.forall(
        "sharp", [ge(c * squares((1, 1, -2)), (1 + 1 + 2) ** 2)], ge(c, BEND),
        r"The constant $8/3$ cannot be lowered: $v = (1, 1, -2)$ needs it.", form=c - BEND,
    )
    inside = [ge(qi, 0) for qi in q]
    T.forall(
        "range-above", inside, le(h(q), 0),
        r"The range: $h \le 0$ on the simplex,", form=BEND * (q[0] * q[1] + q[0] * q[2] + q[1] * q[2]),
    )
    T.forall(
        "range-below", [], ge(h(q), -VALUE),
        r"and $h \ge -8/9$,", form=BEND / 2 * squares(tuple(qi - Rational(1, 3) for qi in q)),
    )
    T.exact(
        "range", eq(h((e, 0, 0)) - h((u, u, u)), VALUE), at={e: 1, u: Rational(1, 3)},
        text=r"with $h(e_1) - h(u) = 8/9$. Hence $\varepsilon^*_3 \le 8/9$.",
    )


def closed_form(T: Proof) -> None:
    """The maximiser on each of the three pieces, by the conditions of Karush, Kuhn and Tucker."""
    T.say(
        r"Closed form at temperature $t$, for $y_1 \ge y_2 \ge y_3$ with mean $m$. If $m - y_3 \le "
        r"\frac{8t}{9}$ the maximiser is $p_i = \frac13 + \frac{3}{8t}(y_i - m)$:"
    )
    T.forall(
        "three-in-simplex", [gt(t, 0), le(DEPTH, VALUE * t)], ge(P3[2], 0),
        r"its smallest entry is not negative, and", form=(VALUE * t - DEPTH) / (BEND * t),
    )
    T.forall(
        "three", [gt(t, 0)], ge(F3, goal()),
        r"no $q$ does better; $q = p$ attains the value.", form=distance(P3),
    )
    slack = PAIR - BEND * t / 2 - y3
    T.say(
        r"If $m - y_3 \ge \frac{8t}{9}$ and $y_1 - y_2 \le \frac{8t}{3}$, it is $p_1 = \frac12 + "
        r"\frac{3}{16t}(y_1 - y_2)$, $p_2 = 1 - p_1$, $p_3 = 0$:"
    )
    T.forall(
        "two-in-simplex", [gt(t, 0), le(LEAD, BEND * t)], ge(P2[1], 0),
        r"it lies in the simplex,", form=(BEND * t - LEAD) / (2 * BEND * t),
    )
    T.forall(
        "two", [gt(t, 0), ge(DEPTH, VALUE * t), ge(q[2], 0)], ge(F2, goal()),
        r"and beats every $q$, whose third entry costs the multiplier $\frac32(m - y_3 - \frac{8t}{9}) \ge "
        r"0$.", form=[*distance(P2), slack * q[2]],
    )
    T.forall(
        "one", [gt(t, 0), ge(LEAD, BEND * t), ge(y2, y3), ge(q[1], 0), ge(q[2], 0)], ge(y1, goal()),
        r"If $y_1 - y_2 \ge \frac{8t}{3}$ it is $e_1$: the value is $y_1$, the maximum itself.",
        form=[*distance(VERTEX), (LEAD - BEND * t) * q[1], (LEAD - BEND * t) * q[2], (y2 - y3) * q[2]],
    )
    for name, value, point in (("three", F3, P3), ("two", F2, P2)):
        for index, entry in enumerate(y):
            T.derivative(
                f"gradient-{name}-{index + 1}", value, entry, point[index],
                rf"The gradient is the maximiser: entry {index + 1}.",
            )


def seams(T: Proof) -> None:
    """The pieces meet with equal values and gradients."""
    T.say(
        r"Two neighbouring pieces differ by a square that vanishes on their seam, and there with its gradient: values "
        r"and gradients agree."
    )
    T.identity("seam-three-two", F3 - F2, 9 * (DEPTH - VALUE * t) ** 2 / (32 * t), r"three entries and two,")
    T.identity("seam-two-one", F2 - y1, (LEAD - BEND * t) ** 2 / (4 * BEND * t), r"two entries and one.")


def gap(T: Proof) -> None:
    """The gap, and where it is 0."""
    T.formally(
        "over-estimate", "TightMax.Converse.conj_above",
        r"The gap: $f \ge \max$, as $h(e_1) = 0$ lets $q = e_1$ compete.",
    )
    T.say(r"No competitor exceeds $y_1 + \frac{8t}{9}$:")
    T.forall(
        "gap", [gt(t, 0), ge(y1, y2), ge(y1, y3), ge(q[1], 0), ge(q[2], 0)], le(goal(), y1 + VALUE * t),
        r"the optimum at temperature $t$ by scaling, reached at $y = 0$, $q = u$.",
        form=[(y1 - y2) * q[1], (y1 - y3) * q[2], *distance((Rational(1, 3),) * 3)],
    )
    short = (BEND * t - LEAD) ** 2 / (4 * BEND * t)
    T.forall(
        "exact-two", [gt(t, 0), lt(LEAD, BEND * t)], gt(F2, y1),
        r"$f = \max$ only where $y_1 - y_2 \ge \frac{8t}{3}$: else $f > y_1$ on the second piece,",
        form=short,
    )
    T.forall(
        "exact-three", [gt(t, 0), lt(LEAD, BEND * t)], gt(F3, y1),
        r"and more so on the first.", form=[short, 9 * (DEPTH - VALUE * t) ** 2 / (32 * t)],
    )


def smoothness(T: Proof) -> None:
    """The curvature along a direction of infinity norm 1 is between 0 and 1/t on each piece."""
    T.say(
        r"Convexity and smoothness once more, without duality: along $v$ with $|v_i| \le 1$ the second derivative is "
        r"a sum of squares, and at most $1/t$ (on the third piece it is 0)."
    )
    along = dict(zip(y, (yi + s * vi for yi, vi in zip(y, v, strict=True)), strict=True))
    three = ((v1 - v2) ** 2 + (v1 - v3) ** 2 + (v2 - v3) ** 2) / (3 * BEND * t)
    two = (v1 - v2) ** 2 / (2 * BEND * t)
    cube = [gt(t, 0), *(le(vi, 1) for vi in v), *(ge(vi, -1) for vi in v)]
    corners = [(1 + v1) * (1 + v2) * (1 + v3), (1 - v1) * (1 - v2) * (1 - v3)]
    T.derivative("curvature-three", F3.subs(along, simultaneous=True), s, three, r"First piece:", order=2)
    T.forall(
        "smooth-three", cube, le(three, 1 / t),
        r"at most $1/t$, with equality at $v = (1, 1, -1)$;",
        form=[term / (8 * t) for term in (*corners, *(2 * (1 - vi) * (1 + vi) for vi in v))],
    )
    T.derivative("curvature-two", F2.subs(along, simultaneous=True), s, two, r"second piece:", order=2)
    products = [(1 - v1) * (1 + v1), (1 - v1) * (1 - v2), (1 + v2) * (1 + v1), (1 + v2) * (1 - v2)]
    T.forall(
        "smooth-two", cube, le(two, 1 / t),
        r"at most $\frac{3}{4t}$.", form=[1 / (4 * t), *(3 * term / (16 * t) for term in products)],
    )


if __name__ == "__main__":
    d3_optimum.script()
