r"""$\varepsilon^*_d$ is the largest half sum of squared jumps of a martingale to a vertex."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational

from symbolic.notation import EpsStar, d, eps, n, reals
from symbolic.relations import eq, ge, gt, le

h0, h1, hx, A, G, H, N, S, w, z = reals("h_0 h_1 h_x A G H N S w z")
a, b, s, D, K, Q, p = reals("a b s D K Q p")
Ga, Gb, Va, Vb, Vx, Vu, y, f = reals("G_a G_b V_a V_b V_x V_u y f")
HALF = Rational(1, 2)
GAIN = s * (1 - s) * D**2 / 2
INSIDE = [gt(s, 0), gt(1 - s, 0)]


@theorem(
    "martingale",
    title="The least gap is what the best martingale gains",
    source="new",
    conclusion=r"A martingale from $x$ is a finite sequence $X_0 = x, X_1, \dots, X_T$ of random points of the "
    r"simplex, of finitely many values, with $\mathrm{E}(X_{t+1} \mid X_0, \dots, X_t) = X_t$ and $X_T$ a "
    r"vertex; its gain is $\frac12 \mathrm{E} \sum_t \|X_{t+1} - X_t\|_1^2$, and $V(x)$ is the supremum of the "
    r"gains of all martingales from $x$. Every gain $G$ of a martingale from the centre $u$ is a lower bound, "
    r"$\varepsilon^*_d \ge G$, and $\varepsilon^*_d = V(u)$. The function $x \mapsto \sup_p \langle p, x\rangle + "
    r"V(p)$ is the pointwise least of all smoothings, and its gap is $\varepsilon^*_d$: the least gap is attained.",
    claim=[ge(EpsStar(d), G), eq(EpsStar(d), Vu)],
    variables=[(d, r"\{2, 3, \dots\}"), (G, r"[0, \infty)"), (Vu, r"[0, \infty)")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["duality", "weighted-moves"],
    sketch=r"By \ref{duality} the least gap is the least range of a symmetric function that is 1-strongly convex in "
    r"$\ell_1$. Along a martingale such an $h$ rises in the mean by at least half of the squared jumps (Jensen with "
    r"strong convexity, as in \ref{weighted-moves}); telescoping from the centre to a vertex, each gain is a lower "
    "bound. Conversely let $V(x)$ be the supremum of the gains from $x$. Putting one move in front, from $x = (1-s)a "
    r"+ sb$ to $a$ or $b$, gains $\frac12s(1-s)\|a-b\|_1^2$, so $-V$ satisfies the strong convexity inequality. $V$ "
    r"is finite, at most $\frac d2$, by applying the first part to $\frac d2\|x\|_2^2$, and it is 0 at the vertices. "
    "So $-V$ is the regulariser of a smoothing of gap $V(u)$, and no smoothing has a smaller one: nothing is lost. "
    r"The conjugate of any other smoothing is at most $-V$, which makes $\sup_p \langle p, x\rangle + V(p)$ the "
    "pointwise least smoothing.",
)
def martingale(T: Proof) -> None:
    lower_bound(T)
    value_function(T)
    finite_value(T)
    sharpness(T)


def lower_bound(T: Proof) -> None:
    """The gain of a martingale is at most the rise of h along it."""
    T.say(
        r"I. Let $h$ be 1-strongly convex in $\|\cdot\|_1$ on the simplex. Given the past $X_0, \dots, X_t = x$, the "
        r"next point is $y_j$ with probability $p_j$, and $\sum_j p_j y_j = x$."
    )
    T.formally(
        "one-step", "TightMax.Jensen.jensen",
        r"By weighted-moves $\sum_j p_j h(y_j) - h(x) \ge \frac12 \sum_j p_j \|y_j - x\|_1^2$.",
    )
    T.induction(
        "tower",
        base=ge(w * (A - hx), w * N / 2), base_given=[ge(w, 0), ge(A - hx, N / 2)], base_form=w * (A - hx - N / 2),
        given=[ge(S, G), ge(w, 0), ge(A - hx, N / 2)], step=ge(S + w * (A - hx), G + w * N / 2),
        step_form=[S - G, w * (A - hx - N / 2)],
        moves={S: S + w * (A - hx), G: G + w * N / 2}, start={S: 0, G: 0},
        text=r"Times the probability $w$ of this past, and added up over all pasts ($A = \sum_j p_j h(y_j)$, $h_x = "
        r"h(x)$, $N = \sum_j p_j\|y_j - x\|_1^2$): $\mathrm{E}\,h(X_{t+1}) - \mathrm{E}\,h(X_t) \ge \frac12 "
        r"\mathrm{E}\|X_{t+1} - X_t\|_1^2$.",
    )
    T.induction(
        "telescope",
        base=ge(H - h0, N / 2), base_given=[ge(H - h0, N / 2)],
        given=[ge(S - h0, G), ge(H - S, N / 2)], step=ge(H - h0, G + N / 2), step_form=[S - h0 - G, H - S - N / 2],
        moves={S: H, G: G + N / 2}, start={S: h0, G: 0},
        text=r"The rises of successive steps telescope ($h_0 = h(X_0)$, $S = \mathrm{E}\,h(X_t)$, $H = "
        r"\mathrm{E}\,h(X_{t+1})$): the gain is at most $\mathrm{E}\,h(X_T) - h(X_0)$.",
    )
    T.forall(
        "bound", [ge(h1 - h0, G), le(h1 - h0, eps)], ge(eps, G),
        r"An $\varepsilon$-smoothing has a symmetric $h$ with $h(e_1) - h(u) \le \varepsilon$ (duality). It takes one "
        r"value $h_1$ at all vertices, so $\mathrm{E}\,h(X_T) = h_1$; from $u$, with $h_0 = h(u)$, the gain $G$ is at "
        r"most $\varepsilon$. As this holds for every smoothing, $\varepsilon^*_d \ge G$.",
        form=[eps - (h1 - h0), h1 - h0 - G],
    )
    T.say(
        r"(A martingale is a list of weighted moves with $c = 1$: the move from $x$ at time $t$ has the weight "
        r"$\mathrm{P}(X_t = x)$, and the laws of $X_1, \dots, X_{T-1}$ cancel. Weighted moves in general are balanced "
        r"flows, which may also run in circles; they prove no more: see part IV.)"
    )


def value_function(T: Proof) -> None:
    """One move more in front: minus V is strongly convex."""
    T.say(
        r"II. Let $0 < s < 1$ and $x = (1-s)a + sb$. Move from $x$ to $a$ with probability $1-s$ and to $b$ with "
        r"probability $s$: the mean is $x$. With $D = \|a-b\|_1$ the jumps are $\|a - x\|_1 = sD$ and $\|b-x\|_1 = "
        r"(1-s)D$, coordinate by coordinate:"
    )
    T.identity("jump-to-a", a - ((1 - s) * a + s * b), s * (a - b))
    T.identity("jump-to-b", b - ((1 - s) * a + s * b), (1 - s) * (b - a))
    T.identity(
        "first-gain", ((1 - s) * (s * D) ** 2 + s * ((1 - s) * D) ** 2) / 2, GAIN,
        r"The first move gains $K$, which is",
    )
    T.formally(
        "first-move", "TightMax.Martingale.first_move",
        r"From $a$ go on with any martingale from there, of gain $G_a$, from $b$ with one of gain $G_b$; the one that "
        r"ends first waits at its vertex. Together this is a martingale from $x$, so $K + (1-s)G_a + sG_b \le V(x)$ "
        r"for all such gains.",
    )
    T.say(r"Take the two suprema, one after the other ($V_x = V(x)$, and the same for $a$ and $b$):")
    T.forall(
        "supremum-at-a", [*INSIDE, le(K + (1 - s) * Ga + s * Gb, Vx)], le(Ga, (Vx - K - s * Gb) / (1 - s)),
        r"the right side bounds all $G_a$, hence also $V_a$;", form=(Vx - K - (1 - s) * Ga - s * Gb) / (1 - s),
    )
    T.forall(
        "supremum-at-b", [*INSIDE, le(Va, (Vx - K - s * Gb) / (1 - s))], le(Gb, (Vx - K - (1 - s) * Va) / s),
        r"now the right side bounds all $G_b$, hence also $V_b$;",
        form=(1 - s) * ((Vx - K - s * Gb) / (1 - s) - Va) / s,
    )
    T.forall(
        "strong-convexity", [*INSIDE, le(Vb, (Vx - GAIN - (1 - s) * Va) / s)],
        le(-Vx, (1 - s) * (-Va) + s * (-Vb) - GAIN),
        r"and with $K$ put in, $-V$ satisfies the inequality of duality.",
        form=s * ((Vx - GAIN - (1 - s) * Va) / s - Vb),
    )


def finite_value(T: Proof) -> None:
    """V is finite, not negative, and 0 at the vertices."""
    T.say(r"III. $V$ is finite. Take the strongly convex function $\frac{d}{2}\|x\|_2^2$ in part I.")
    T.identity(
        "two-points", (1 - s) * a**2 + s * b**2 - ((1 - s) * a + s * b) ** 2, s * (1 - s) * (a - b) ** 2,
        r"In each coordinate",
    )
    T.forall(
        "norms", [le(A**2, n * Q), gt(n, 0)], le((A + z) ** 2, (n + 1) * (Q + z**2)),
        r"and $\|v\|_1^2 \le d\,\|v\|_2^2$: let $A$ be the sum of $|v_i|$ over $n$ coordinates, $Q$ that of $v_i^2$; "
        r"$A^2 \le nQ$ is clear for one coordinate, and one more, with $z = |v_i|$, keeps it.",
        form=[(n + 1) * (n * Q - A**2) / n, (A - n * z) ** 2 / n],
    )
    T.forall(
        "quadratic", [*INSIDE, le(D**2, d * Q)], ge(d / 2 * (s * (1 - s) * Q), GAIN),
        r"With $Q = \|a-b\|_2^2$ this is the inequality for $\frac{d}{2}\|x\|_2^2$, which is $\frac{d}{2}$ at every "
        r"vertex. So a gain from $x$ is at most $\frac{d}{2}(1 - \|x\|_2^2)$:",
        form=s * (1 - s) * (d * Q - D**2) / 2,
    )
    T.forall(
        "finite", [gt(d, 0), ge(Q, 0), le(G, d * (1 - Q) / 2)], le(G, d / 2),
        r"all gains are at most $d/2$ ($Q = \|x\|_2^2$),", form=[d * (1 - Q) / 2 - G, d * Q / 2],
    )
    T.forall(
        "at-vertices", [gt(d, 0), ge(Q, 1), le(G, d * (1 - Q) / 2)], le(G, 0),
        r"and at a vertex, where $Q = 1$, none is positive.", form=[d * (1 - Q) / 2 - G, d * (Q - 1) / 2],
    )
    T.forall(
        "not-negative", [ge(p, 0)], ge(p * D**2 / 2, 0),
        r"Gains are sums of such terms, and there is a martingale from every $x$: jump to $e_i$ with probability "
        r"$x_i$. So $0 \le V \le d/2$, and $V = 0$ at the vertices.", form=p * D**2 / 2,
    )


def sharpness(T: Proof) -> None:
    """The range of minus V, and the least smoothing."""
    T.formally(
        "symmetric", "TightMax.Martingale.value_symmetric",
        r"IV. Permuting the coordinates of a martingale changes no gain, so $-V$ is symmetric.",
    )
    T.formally(
        "its-smoothing", "TightMax.Duality.duality_symmetric",
        r"By II and duality it is the function of a smoothing, and its range $h_1 - h_0$ is the difference of its "
        r"values at $e_1$ and $u$:",
    )
    T.forall(
        "sharp", [le(EpsStar(d), h1 - h0), le(h1, 0), ge(h0, -Vu)], le(EpsStar(d), Vu),
        r"$\varepsilon^*_d \le V(u)$, and a smoothing with this gap exists. By I, $\varepsilon^*_d$ bounds all gains "
        r"from $u$, so it is at least their supremum: $\varepsilon^*_d = V(u)$.",
        form=[h1 - h0 - EpsStar(d), -h1, h0 + Vu],
    )
    T.forall(
        "above-conjugate", [le(G, H - hx), le(H, 0)], le(G, -hx),
        r"Let $f$ be any smoothing and $h(p) = \sup_x \langle p, x\rangle - f(x)$ as in duality: 1-strongly convex "
        r"and $h \le 0$. By I a gain from $p$ is at most $\mathrm{E}\,h(X_T) - h(p)$ ($H$ and $h_x$ here), so $V(p) "
        r"\le -h(p)$.", form=[H - hx - G, -H],
    )
    T.forall(
        "least-smoothing", [ge(f, y - hx), le(Vx, -hx)], ge(f, y + Vx),
        r"Hence $f(x) \ge \langle p, x\rangle - h(p) \ge \langle p, x\rangle + V(p)$ for all $p$ ($y = \langle p, "
        r"x\rangle$): no smoothing is below $\sup_p \langle p, x\rangle + V(p)$, which is one by duality.",
        form=[f - y + hx, -hx - Vx],
    )
    T.identity(
        "two-entries", (p * (2 * (1 - p)) ** 2 + (1 - p) * (2 * p) ** 2) / 2, 1 - p**2 - (1 - p) ** 2,
        r"Example, $d = 2$: the jump from $(p, 1-p)$ to the vertices gains as much as III allows, so $V = 1 - "
        r"\|x\|_2^2$.",
    )
    T.exact(
        "two-entries-centre", eq(1 - p**2 - (1 - p) ** 2, HALF), r"In the middle this is $\varepsilon^*_2$.",
        at={p: HALF},
    )


if __name__ == "__main__":
    martingale.script()
