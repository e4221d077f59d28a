"""An accepted list of weighted moves proves a lower bound on the gap of every smoothing."""

from proofs.machinery.engine.proof import Proof, at_least, theorem

import sympy as sp

from proofs.machinery.search import moves
from symbolic.notation import EpsStar, d, reals
from symbolic.relations import ge, gt, le

s, w, W, h0, h1, S, N, q, e, G, A, B, y, gain = reals("s w W h_0 h_1 S N q e G A B y gain")
f, c = reals("f c")


@theorem(
    "weighted-moves",
    title="What a certificate of weighted moves proves",
    source="new",
    conclusion=r"Let $h$ on the simplex be symmetric and 1-strongly convex in $\|\cdot\|_1$. If $x = \sum_j p_j y_j$ "
    r"is an average of points of the simplex, then $h(x) \le \sum_j p_j h(y_j) - \frac12\sum_j p_j\|y_j - x\|_1^2$. "
    r"If weighted moves $(w, x, (p_j, y_j))$ satisfy $\sum w([x] - \sum_j p_j[y_j]) = c\,([u] - [e_1])$ with points "
    r"up to permutation and $c > 0$, then $\varepsilon^*_d \ge \frac{1}{2c}\sum w \sum_j p_j \|y_j - x\|_1^2$. The "
    r"same with the Euclidean norm in both places.",
    claim=[ge(EpsStar(d), gain / c)],
    variables=[(d, r"\{2, 3, \dots\}"), (gain, r"\mathbb{R}"), (c, r"(0, \infty)")],
    hypotheses=[ge(d, 2), gt(c, 0)],
    witness={d: 2, c: 1},
    uses=["duality"],
    sketch="Strong convexity for an average of many points: shrink all outcomes $y_j$ towards their mean $x$ by a "
    "factor $s$, use the two-point inequality on each segment from $x$ to $y_j$, and Jensen's inequality for the "
    r"shrunk points; dividing by $s$ and letting $s \to 0$ keeps the full constant $\frac12\sum p_j\|y_j - x\|_1^2$, "
    "which merging the outcomes two by two would not. Multiplied by weights and added up, all values of $h$ cancel "
    r"by the balance condition, except $c\,(h(e_1) - h(u))$: points count up to permutation because $h$ is symmetric. "
    r"By \ref{duality} the rise $h(e_1) - h(u)$ is at most the gap of the smoothing. A list of moves is thus a "
    "certificate: mean, balance and gain are sums of rationals, which the checker adds up exactly.",
)
def weighted_moves(T: Proof) -> None:
    T.say(
        r"Shrink every outcome towards $x$: $y_j(s) = x + s(y_j - x)$ for $0 < s < 1$. The average of the $y_j(s)$ is "
        r"still $x$. Merging outcomes two by two instead would lose the constant."
    )
    T.induction(
        "shrunk-sum",
        base=le(y, (1 - s) * q * h0 + s * A - s * (1 - s) * B / 2),
        base_given=[le(y, (1 - s) * q * h0 + s * A - s * (1 - s) * B / 2)],
        given=[
            le(S, (1 - s) * W * h0 + s * G - s * (1 - s) * N / 2),
            le(y, (1 - s) * q * h0 + s * A - s * (1 - s) * B / 2),
        ],
        step=le(S + y, (1 - s) * (W + q) * h0 + s * (G + A) - s * (1 - s) * (N + B) / 2),
        step_form=[
            (1 - s) * W * h0 + s * G - s * (1 - s) * N / 2 - S, (1 - s) * q * h0 + s * A - s * (1 - s) * B / 2 - y,
        ],
        moves={S: S + y, W: W + q, G: G + A, N: N + B}, start={S: 0, W: 0, G: 0, N: 0},
        text=r"The two-point inequality, times $p_j$ and summed over the outcomes ($y = p_j h(y_j(s))$, $q = p_j$, $A "
        r"= p_j h(y_j)$, $B = p_j\|y_j - x\|_1^2$):",
    )
    T.formally(
        "jensen", "TightMax.Jensen.jensen_plain",
        r"By Jensen's inequality (duality) the left side, with total weight 1, is at least $h(x) = h_0$.",
    )
    T.say(r"Write $G = \sum p_jh(y_j)$ and $N = \sum p_j\|y_j - x\|_1^2$.")
    T.forall(
        "divide",
        [gt(s, 0), ge((1 - s) * h0 + s * G - s * (1 - s) * N / 2, h0)], le(h0, G - (1 - s) * N / 2),
        r"Subtract $(1-s)h(x)$ and divide by $s$:", form=((1 - s) * h0 + s * G - s * (1 - s) * N / 2 - h0) / s,
    )
    T.forall(
        "let-s-vanish", [gt(e, 0), ge(N, 0)], gt(e, (e / (2 * (e + N))) * N),
        r"Let $s \to 0$: if $e = h_0 - G + \frac12 N$ were positive, then $e \le \frac12 sN$ for all $s$ would fail at "
        r"$s = e/(e+N)$. This is the "
        r"inequality for an average of $k$ points.", form=e * (2 * e + N) / (2 * (e + N)),
    )
    T.induction(
        "sum-over-moves",
        base=ge(w * (G - h0), w * N / 2), base_given=[ge(w, 0), ge(G - h0, N / 2)], base_form=w * (G - h0 - N / 2),
        given=[ge(S, gain), ge(w, 0), ge(G - h0, N / 2)], step=ge(S + w * (G - h0), gain + w * N / 2),
        step_form=[S - gain, w * (G - h0 - N / 2)],
        moves={S: S + w * (G - h0), gain: gain + w * N / 2}, start={S: 0, gain: 0},
        text=r"Multiply by $w \ge 0$ and add up the moves: $\sum w(\sum_j p_jh(y_j) - h(x)) \ge \frac12 \sum w \sum_j "
        r"p_j\|y_j - x\|_1^2$.",
    )
    T.formally(
        "balance", "TightMax.WeightedMoves.balanced_values",
        r"The left side is linear in the values of $h$, and $h$ is symmetric, so the balance of the moves turns it "
        r"into $c\,(h(e_1) - h(u))$ whatever $h$ is.",
    )
    T.forall(
        "bound", [gt(c, 0), ge(c * (h1 - h0), gain), le(h1 - h0, f)], ge(f, gain / c),
        r"Divide by $c$; an $\varepsilon$-smoothing has such an $h$ with $h(e_1) - h(u) \le \varepsilon = f$ "
        r"(duality):",
        form=[(c * (h1 - h0) - gain) / c, f - (h1 - h0)],
    )
    T.say(
        r"The checker verifies the balance, the means and the gain in exact arithmetic; the smallest example is one "
        r"move from the centre to the two vertices:"
    )
    T.certificate(
        "example", "lower/chain-d2", at_least(2, sp.Rational(1, 2)), "",
        search=lambda: moves.to_json(moves.chain_moves((2, 1))),
    )
    T.forall("euclidean", [ge(N, 0), le(N, G)], le(N / 2, G / 2),
             r"Nothing but the two-point inequality was used about the norm.", form=(G - N) / 2)


if __name__ == "__main__":
    weighted_moves.script()
