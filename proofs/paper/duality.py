"""Smoothings of the maximum are strongly convex functions on the simplex.   [S0-10, X-09]"""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import d, eps, reals
from symbolic.relations import ge, le

s, N, D, e, G, B, A, g, z = reals("s N D e G B A g z")
f0, fm, fp, slope, value = reals("f_0 f_- f_+ f_1 c")
ha, hb, ax, bx, az, bz = reals("h_a h_b a_x b_x a_z b_z")
P, Q, F, w, y, M, Z = reals("P Q F w y M Z")
px, qx, pz, qz, hp, hq, hr = reals("p_x q_x p_z q_z h_p h_q h_r")
phi = sp.Function("phi")
H1, H2, share, other = reals("H_1 H_2 lambda mu")


@theorem(
    "duality",
    title="Smoothings and strongly convex functions on the simplex are the same thing",
    source="S0, claim S0-10",
    conclusion=r"An $\varepsilon$-smoothing of $\max$ on $\mathbb{R}^d$ exists if and only if there is $h$ on the "
    r"simplex with $-\varepsilon \le h \le 0$ and $h((1-s)a + sb) \le (1-s)h(a) + s h(b) - \frac12 "
    r"s(1-s)\|a-b\|_1^2$. Then $h$ may be taken symmetric, and its range is $h(e_1) - h(u)$ with $u$ the centre; so "
    r"$\varepsilon^*_d = \inf_h h(e_1) - h(u)$. The same with the Euclidean norm on both sides in place of "
    r"$\|\cdot\|_\infty$ and $\|\cdot\|_1$.",
    claim=[],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    claims=["S0-10"],
    uses=["second-differences"],
    sketch="From $f$ to $h$: let $h$ be the conjugate of $f$ on the simplex. Smoothness gives the descent "
    "inequality, and used at $x - sz$ and $x + (1-s)z$ the gradient cancels: along the segment $f$ is above its "
    r"chord less $\frac12s(1-s)\|z\|_\infty^2$. With $z = D\,\mathrm{sign}(b-a)$, $D = \|b-a\|_1$, for which $\langle "
    r"b-a, z\rangle = D^2$, the definition of $h(a)$ and $h(b)$ turns this into strong convexity of $h$ in $\ell_1$. "
    r"The bounds $-\varepsilon \le h \le 0$ are the gap at $x = 0$ and $\max \le f$. From $h$ to $f$: the conjugate "
    r"of $h$ has second differences of at most $\|z\|_\infty^2$ by completing a square, which "
    r"\ref{second-differences} turns into differentiability and 1-smoothness. Averaging over permutations makes $h$ "
    "symmetric without enlarging its range; by Jensen's inequality the centre is then its least and a vertex its "
    r"largest value. The norms enter only through $\langle g, z\rangle \le \|g\|_1\|z\|_\infty$, so the Euclidean "
    "pair does as well.",
)
def duality(T: Proof) -> None:
    _from_smoothing(T)
    _from_regulariser(T)
    _symmetry(T)


def _from_smoothing(T: Proof) -> None:
    T.say(
        r"I. Let $f$ be an $\varepsilon$-smoothing and $h(p) = \sup_x \langle p, x\rangle - f(x)$ for $p$ in the "
        r"simplex."
    )
    T.induction(
        "hoelder",
        base=le(g * z, B * A), base_given=[le(g, A), le(-g, A), le(z, B), le(-z, B)],
        base_form=[(A - g) * (B + z) / 2, (A + g) * (B - z) / 2],
        given=[le(N, B * G), le(g, A), le(-g, A), le(z, B), le(-z, B)], step=le(N + g * z, B * (G + A)),
        step_form=[B * G - N, (A - g) * (B + z) / 2, (A + g) * (B - z) / 2],
        moves={N: N + g * z, G: G + A}, start={N: 0, G: 0},
        text=r"$\langle g, z\rangle \le \|g\|_1\|z\|_\infty$ (with $A = |g_i|$, $B = \|z\|_\infty$, $G$ the sum of "
        r"the $|g_i|$ so far);",
    )
    T.forall(
        "slope-grows", [le(slope - value, w * N)], ge(value + N * w - slope, 0),
        r"so the slope $f_1 = \langle\nabla f(x + wz), z\rangle$ exceeds its value $c$ at $w = 0$ by at most $w\|z\|^2 "
        r"= wN$, and "
        r"$c w + \frac12 N w^2 - (f(x+wz) - f(x))$ has a nonnegative derivative.", form=w * N - (slope - value),
    )
    T.derivative(
        "slope-of-remainder", value * w + N * w**2 / 2 - (phi(w) - f0), w, value + N * w - phi(w).diff(w),
        r"(with $\phi(w) = f(x + wz)$ and $\phi' = f_1$.) The function vanishes at $w = 0$ and does not decrease, so "
        r"it is nonnegative at $w = 1$: $f(x + z) \le f(x) + \langle\nabla f(x), z\rangle + \frac12\|z\|^2$.",
    )
    T.forall(
        "two-sided-step",
        [
            ge(s, 0), ge(1 - s, 0), le(fm, f0 - s * value + s**2 * N / 2),
            le(fp, f0 + (1 - s) * value + (1 - s) ** 2 * N / 2),
        ],
        le((1 - s) * fm + s * fp, f0 + s * (1 - s) * N / 2),
        r"Use this at $x - sz$ and at $x + (1-s)z$, where $f$ takes the values $f_-$ and $f_+$; the gradient cancels:",
        form=[(1 - s) * (f0 - s * value + s**2 * N / 2 - fm), s * (f0 + (1 - s) * value + (1 - s) ** 2 * N / 2 - fp)],
    )
    T.identity(
        "pairing", (1 - s) * (ax - s * az) + s * (bx + (1 - s) * bz), (1 - s) * ax + s * bx + s * (1 - s) * (bz - az),
        r"The same points in the definition of $h(a)$ and $h(b)$; the pairings ($a_x = \langle a, x\rangle$, ...) add "
        r"up to",
    )
    T.forall(
        "strong-convexity",
        [ge(s, 0), ge(1 - s, 0), ge(ha, ax - s * az - fm), ge(hb, bx + (1 - s) * (az + D**2) - fp),
         le((1 - s) * fm + s * fp, f0 + s * (1 - s) * D**2 / 2)],
        ge((1 - s) * ha + s * hb - s * (1 - s) * D**2 / 2, (1 - s) * ax + s * bx - f0),
        r"Let $D = \|b - a\|$ and choose $z$ with $\|z\| = D$ and $\langle b - a, z\rangle = D^2$ ($z = "
        r"D\,\mathrm{sign}(b - a)$ for the pair $\infty, 1$; $z = b - a$ for the Euclidean norm). For every $x$:",
        form=[(1 - s) * (ha - (ax - s * az - fm)), s * (hb - (bx + (1 - s) * (az + D**2) - fp)),
              f0 + s * (1 - s) * D**2 / 2 - ((1 - s) * fm + s * fp)],
    )
    T.formally(
        "conjugate", "TightMax.Conjugate.conjugate_strongly_convex",
        r"The supremum over $x$ on the right is $h((1-s)a + sb)$: this is the inequality for $h$.",
    )
    T.forall(
        "below-zero", [le(y, M), le(M, f0)], le(y - f0, 0),
        r"$h \le 0$: with $y = \langle p, x\rangle \le \max x = M$,", form=[M - y, f0 - M],
    )
    T.induction(
        "averages",
        base=le(w * y, w * M), base_given=[ge(w, 0), le(y, M)], base_form=w * (M - y),
        given=[le(G, A * M), ge(w, 0), le(y, M)], step=le(G + w * y, (A + w) * M), step_form=[A * M - G, w * (M - y)],
        moves={G: G + w * y, A: A + w}, start={G: 0, A: 0},
        text=r"(an average is at most the maximum: $A$ the weight and $G$ the sum so far)",
    )
    T.forall(
        "above-minus-eps", [le(f0, eps), ge(P, -f0)], ge(P, -eps),
        r"$h \ge -\varepsilon$: take $x = 0$, where $f \le \varepsilon$.", form=[P + f0, eps - f0],
    )


def _from_regulariser(T: Proof) -> None:
    T.say(
        r"II. Conversely let $h$ be such a function and $f(x) = \sup_{p} \langle p, x\rangle - h(p)$ over the simplex."
    )
    T.forall(
        "over-estimates", [ge(P, y - ha), le(ha, 0)], ge(P, y), r"$f(x) \ge x_i - h(e_i) \ge x_i$.",
        form=[P - y + ha, -ha],
    )
    T.forall(
        "gap", [le(y, M), ge(ha, -eps)], le(y - ha, M + eps), r"$\langle p, x\rangle - h(p) \le \max x + \varepsilon$.",
        form=[M - y, ha + eps],
    )
    T.forall(
        "convex", [ge(s, 0), ge(1 - s, 0), le(ax - ha, P), le(az - ha, Q)],
        le((1 - s) * ax + s * az - ha, (1 - s) * P + s * Q),
        r"$f$ is convex, a supremum of affine functions ($P = f(x)$, $Q = f(y)$, and the left side is the term of $p$ "
        r"at the mean):",
        form=[(1 - s) * (P - ax + ha), s * (Q - az + ha)],
    )
    T.forall(
        "second-difference",
        [le(hr, hp / 2 + hq / 2 - D**2 / 8), le((px + qx) / 2 - hr, F), le(pz - qz, D * Z)],
        le((px + pz - hp) + (qx - qz - hq), 2 * F + Z**2),
        r"Its second differences are small. For $p, q$ in the simplex, $r = \frac12(p + q)$, $D = \|p - q\|$ and $Z = "
        r"\|z\|$ ($p_x = \langle p, x\rangle$, $h_p = h(p)$, ..., $F = f(x) \ge \langle r, x\rangle - h(r)$, and "
        r"$\langle p - q, z\rangle \le DZ$), a term of $f(x+z)$ and a term of $f(x-z)$ add up to at most $2f(x) + "
        r"\|z\|^2$:",
        form=[
            2 * (F - ((px + qx) / 2 - hr)), 2 * (hp / 2 + hq / 2 - D**2 / 8 - hr), D * Z - (pz - qz), (Z - D / 2) ** 2,
        ],
    )
    T.formally(
        "smooth", "TightMax.Converse.conj_smooth",
        r"The supremum over $p$ and $q$ is $f(x+z) + f(x-z) \le 2f(x) + \|z\|^2$, and by second-differences $f$ is "
        r"differentiable and 1-smooth.",
    )


def _symmetry(T: Proof) -> None:
    T.say(r"III. Averages over permutations $\sigma$ of the coordinates.")
    T.formally(
        "permuted", "TightMax.Conjugate.sum_permute",
        r"A permutation changes no sum, so $\|\sigma a - \sigma b\| = \|a - b\|$, and $h \circ \sigma$ satisfies the "
        r"same inequality as $h$.",
    )
    T.forall(
        "average", [ge(share, 0), ge(other, 0), le(H1, A - N), le(H2, B - N)],
        le(share * H1 + other * H2, (share * A + other * B) - (share + other) * N),
        r"The inequality passes to averages ($N = \frac12 s(1-s)\|a-b\|^2$),",
        form=[share * (A - N - H1), other * (B - N - H2)],
    )
    T.forall(
        "average-range", [ge(share, 0), ge(other, 0), ge(H1, -eps), ge(H2, -eps)],
        ge(share * H1 + other * H2, -(share + other) * eps),
        r"and so do the bounds.", form=[share * (H1 + eps), other * (H2 + eps)],
    )
    T.induction(
        "jensen",
        base=le(H1, A), base_given=[le(H1, A)],
        given=[ge(s, 0), ge(1 - s, 0), le(H1, A), le(y, (1 - s) * H1 + s * H2)], step=le(y, (1 - s) * A + s * H2),
        step_form=[(1 - s) * (A - H1), (1 - s) * H1 + s * H2 - y],
        moves={H1: y, A: (1 - s) * A + s * H2}, start={H1: H1, A: A},
        text=r"Jensen's inequality: $h$ at an average of $k$ points is at most the average of $h$;",
    )
    T.formally(
        "centre-is-least", "TightMax.Duality.symmetric_min_at_centre",
        r"the centre is the average of all permutations of $p$, so $h(u) \le h(p)$;",
    )
    T.formally(
        "vertex-is-largest", "TightMax.Duality.symmetric_max_at_vertex",
        r"$p$ is an average of vertices, so $h(p) \le h(e_1)$. Hence the range of a symmetric $h$ is $h(e_1) - h(u)$.",
    )
    T.forall(
        "range", [le(P, 0), ge(Q, -eps)], le(P - Q, eps),
        r"If $-\varepsilon \le h \le 0$ the range is at most $\varepsilon$;", form=[-P, Q + eps],
    )
    T.forall("shift-to-zero", [le(P - Q, eps), le(y, P), ge(y, Q)], ge(y - P, -eps),
             r"conversely a range of at most $\varepsilon$ becomes $-\varepsilon \le h \le 0$ after subtracting the "
             r"maximum.",
             form=[eps - (P - Q), y - Q])
    T.forall(
        "nonnegative", [le(Q, P)], ge(P - Q, 0), r"In particular $\varepsilon^*_d \ge 0$, since $h(u) \le h(e_1)$.",
        form=P - Q,
    )


if __name__ == "__main__":
    duality.script()
