r"""With Euclidean smoothness the optimum is (1 - 1/d)/2 for every d.   [S0-34]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, log

from symbolic.notation import EuclideanEpsStar, d, reals, t
from symbolic.relations import eq, ge, gt, le, lt

a, b, lam, p, q, y, tau, w, S = reals("a b lambda p q y tau w S")
HALF = Rational(1, 2)
VALUE = (1 - 1 / d) / 2


@theorem(
    "euclidean-optimum",
    title="The Euclidean norm: the least gap is bounded, for every d",
    source="S0, claim S0-34",
    conclusion=r"Among the over-estimates that are 1-smooth in the Euclidean norm the least gap is "
    r"$\frac12(1 - \frac{1}{d})$. At temperature $t$ it is attained by $\max_q \langle q, y \rangle - "
    r"\frac{t}{2}(\|q\|_2^2 - 1)$, whose gradient is the projection of $y/t$ to the simplex. It is below "
    r"$\frac12$ for all $d$: the norm changes the order of growth, not only the constant.",
    claim=[eq(EuclideanEpsStar(d), VALUE), lt(VALUE, log(d))],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    claims=["S0-34"],
    uses=["duality", "weighted-moves"],
    sketch="Both halves are one line in this norm. From the centre jump to a random vertex: half of the squared "
    r"Euclidean length is $\frac12(1 - \frac1d)$, a lower bound by \ref{weighted-moves} read with the Euclidean norm. "
    r"On the other side $h = \frac12(\|\cdot\|_2^2 - 1)$ is 1-strongly convex with equality, and because each $q_i^2$ "
    r"lies above its tangent at $\frac1d$ its range is the same number; \ref{duality} for the Euclidean pair makes it "
    r"a smoothing. The closed form maximises entry by entry with one threshold $\tau$, which exists because $\sum(y_i "
    r"- \tau)_+$ falls continuously from $\infty$ to 0; completing the square identifies the maximiser as the "
    r"projection of $y/t$ to the simplex. As the value stays below $\frac12$ for all $d$ while LogSumExp's gap in the "
    r"infinity norm is $\ln d$, the norm decides the order of growth.",
)
def euclidean_optimum(T: Proof) -> None:
    bounds(T)
    closed_form(T)
    growth(T)


def bounds(T: Proof) -> None:
    """One move below, half the squared norm above."""
    T.say(
        r"Lower bound: one move from the centre $u$ to a random vertex. It is stationary: every entry of the mean is "
        r"$\frac{1}{d}$."
    )
    T.identity(
        "gain", ((1 - 1 / d) ** 2 + (d - 1) * (1 / d) ** 2) / 2, VALUE,
        r"Its gain is $\frac12\|e_1 - u\|_2^2$; by weighted-moves, read in the Euclidean norm, no smoothing "
        r"has a smaller gap.",
    )
    T.say(r"Upper bound (duality, for the Euclidean norm): $h = \frac12(\|\cdot\|_2^2 - 1)$ on the simplex.")
    T.identity(
        "two-points", (1 - lam) * a**2 / 2 + lam * b**2 / 2 - ((1 - lam) * a + lam * b) ** 2 / 2,
        lam * (1 - lam) / 2 * (a - b) ** 2,
        r"Summed over the coordinates: $h$ is 1-strongly convex, with equality everywhere.",
    )
    T.forall(
        "range-above", [ge(q, 0), le(q, 1)], le(q**2, q),
        r"$h \le 0$, because $\sum q_i^2 \le \sum q_i = 1$, with equality at the vertices;", form=q * (1 - q),
    )
    T.forall(
        "tangent", [], ge(q**2, 2 * q / d - 1 / d**2),
        r"and each $q_i^2$ lies above its tangent at $\frac{1}{d}$.", form=(q - 1 / d) ** 2,
    )
    T.forall(
        "range", [ge(S, 2 / d - d * (1 / d) ** 2)], ge((S - 1) / 2, -VALUE),
        r"Summed, $S = \|q\|_2^2 \ge \frac{1}{d}$, so $h \ge -\frac12(1 - \frac{1}{d})$: the range is the "
        r"gain above.", form=(S - 1 / d) / 2,
    )


def closed_form(T: Proof) -> None:
    """The maximiser is the projection to the simplex."""
    T.say(
        r"Closed form at temperature $t$: let $\tau$ be the number with $\sum_i (y_i - \tau)_+ = t$ and $p_i = (y_i - "
        r"\tau)_+/t$, a point of the simplex."
    )
    T.formally(
        "threshold", "TightMax.Euclid.threshold_exists",
        r"(The sum is continuous and falls from $\infty$ to 0 as $\tau$ grows, so there is such a number.)",
    )
    T.say(
        r"For $q$ in the simplex compare, entry by entry, $(y_i - \tau)p_i - \frac{t}{2} p_i^2$ with the same at "
        r"$q_i$; the terms with $\tau$ cancel in the sum."
    )
    T.forall(
        "active", [gt(t, 0)], ge((y - tau) ** 2 / (2 * t), (y - tau) * q - t * q**2 / 2),
        r"Where $y_i \ge \tau$ the entry $p_i = (y_i - \tau)/t$ is best,",
        form=t / 2 * (q - (y - tau) / t) ** 2,
    )
    T.forall(
        "inactive", [gt(t, 0), le(y, tau), ge(q, 0)], ge(0, (y - tau) * q - t * q**2 / 2),
        r"and where $y_i \le \tau$ it is $p_i = 0$. So $p$ is the maximiser, and by duality the gradient.",
        form=[(tau - y) * q, t * q**2 / 2],
    )
    T.identity(
        "projection", y * q - t * q**2 / 2, y**2 / (2 * t) - t / 2 * (q - y / t) ** 2,
        r"It minimises $\|q - y/t\|_2$: the projection of $y/t$ to the simplex.",
    )
    T.derivative(
        "gradient", (y - tau) ** 2 / (2 * t), y, (y - tau) / t,
        r"(Directly: the value of an active entry, at fixed $\tau$, has the derivative $p_i$; and $\tau$ is "
        r"stationary, because",
    )
    T.derivative(
        "stationary", (y - tau) ** 2 / (2 * t), tau, -(y - tau) / t,
        r"its active entries give $-\sum p_i$ and the term $\tau$ itself gives 1.)",
    )


def growth(T: Proof) -> None:
    """The optimum stays below 1/2, while ln d grows."""
    T.forall(
        "bounded", [gt(d, 0)], lt(VALUE, HALF),
        r"The optimum is below $\frac12$ for every $d$,", form=1 / (2 * d),
    )
    T.enclose(
        "below-ln-2", lt(HALF, log(2)),
        r"and $\frac12 < \ln 2 \le \ln d$: while the gap of LogSumExp in the infinity norm grows like $\ln "
        r"d$, this one is bounded.",
    )
    T.forall(
        "at-temperature", [gt(t, 0), gt(d, 0)], lt(t * VALUE, t * HALF),
        r"At temperature $t$ the gap is $t$ times as large.", form=t / (2 * d),
    )


if __name__ == "__main__":
    euclidean_optimum.script()
