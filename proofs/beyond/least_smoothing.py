r"""There is a pointwise least smoothing, and convexity costs nothing."""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import EpsStar, Maximum, d, eps, reals, x
from symbolic.relations import eq, ge, gt, le

s, w, N, D, A, B, C, M, S, e = reals("s w N D A B C M S e")
f0, fp, fm, g0, gp, gm, slope = reals("f_0 f_+ f_- g_0 g_+ g_- c")
ha, hb, px, ax, bx, az, dev, dev0, dev2 = reals("h_a h_b p_x a_x b_x a_z D_s D_0 D_2")
g = sp.Function("g")


@theorem(
    "least-smoothing",
    title="There is a pointwise least smoothing, and convexity costs nothing",
    source="new",
    conclusion=r"Let $\mathcal{F}$ be the set of all $f \ge \max$ on $\mathbb{R}^d$ with $f(x+z) + f(x-z) \le 2f(x) + "
    r"\|z\|_\infty^2$ for all $x$ and $z$, convex or not, differentiable or not. It contains every 1-smooth $f \ge "
    r"\max$. Its pointwise infimum $g$ is in $\mathcal{F}$, convex, differentiable and 1-smooth; $g \le \max + g(0)$, "
    r"and $\varepsilon^*_d = g(0)$: the least gap is attained, by $g$, and not even a function of $\mathcal{F}$ has a "
    r"smaller one.",
    claim=[ge(g(x), Maximum(x)), le(g(x), Maximum(x) + g(0)), eq(EpsStar(d), g(0))],
    variables=[(d, r"\{2, 3, \dots\}"), (x, r"\mathbb{R}^d")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["duality", "lse-gap", "lse-smooth"],
    sketch=r"The inequality $f(x+z) + f(x-z) \le 2f(x) + \|z\|_\infty^2$ survives infima: if $f$ is nearly the "
    r"infimum at $x$, its neighbours are at least those of the infimum. So the class $\mathcal{F}$ has a pointwise "
    "least member $g$, without convexity. Midpoints become arbitrary points of a segment by looking at the supremum "
    "of the deviation from the chord, which is at most half of itself. This chord inequality is all that the forward "
    r"part of \ref{duality} uses of smoothness, and it does not use convexity: the conjugate $h$ of $g$ on the "
    r"simplex is 1-strongly convex in $\ell_1$. Conjugating back gives a convex, 1-smooth $f$ in $\mathcal{F}$; it is "
    "at most $g$ by definition and at least $g$ because $g$ is least. So $g = f$ is itself a smoothing, its gap is "
    r"$g(0)$, and no member of $\mathcal{F}$ has a smaller one: convexity costs nothing.",
)
def least_smoothing(T: Proof) -> None:
    infimum(T)
    every_share(T)
    conjugate(T)
    attained(T)


def infimum(T: Proof) -> None:
    """The class is not empty, and closed under infima."""
    T.forall(
        "smooth-functions", [le(fp, f0 + slope + N / 2), le(fm, f0 - slope + N / 2)], le(fp + fm, 2 * f0 + N),
        r"I. A differentiable 1-smooth $f$, convex or not, satisfies $f(x \pm z) \le f(x) \pm c + \frac12N$ with $c = "
        r"\langle\nabla f(x), z\rangle$ and $N = \|z\|_\infty^2$ (duality, part I): if $f \ge \max$, it is in "
        r"$\mathcal{F}$. So is LogSumExp, by "
        r"lse-smooth and lse-gap.", form=[f0 + slope + N / 2 - fp, f0 - slope + N / 2 - fm],
    )
    T.formally(
        "infimum", "TightMax.LeastSmoothing.least_smoothing",
        r"The infimum $g$ of $\mathcal{F}$ exists and $g \ge \max$, because $\max x$ is a lower bound at every $x$.",
    )
    T.say(
        r"Take $f \in \mathcal{F}$ with $f(x) \le g(x) + e$, $e > 0$, and write $g_0, g_\pm$ for the values of $g$ at "
        r"$x$ and $x \pm z$:"
    )
    T.forall(
        "infimum-nearly", [le(gp, fp), le(gm, fm), le(fp + fm, 2 * f0 + N), le(f0, g0 + e)],
        le(gp + gm, 2 * g0 + N + 2 * e),
        r"$g$ inherits the inequality up to $2e$,", form=[fp - gp, fm - gm, 2 * f0 + N - fp - fm, 2 * (g0 + e - f0)],
    )
    T.forall(
        "let-e-vanish", [gt(C, 0)], gt(C, 2 * (C / 4)),
        r"where $e$ is arbitrary; if $C = g_+ + g_- - 2g_0 - N$ were positive, $C \le 2e$ would fail at $e = "
        r"\frac14C$. So $g \in \mathcal{F}$.",
        form=C / 2,
    )


def below_chord(share: sp.Expr, value: sp.Expr) -> sp.Expr:
    """Return how far a value on the segment is below the chord of g, less what the curvature allows."""
    return (1 - share) * A + share * B - share * (1 - share) * N / 2 - value


def every_share(T: Proof) -> None:
    """From the midpoint to every point of a segment."""
    T.say(
        r"II. From midpoints to all points of a segment. Let $A$ and $B$ be the values of $g$ at the ends, $z$ its "
        r"direction, $N = \|z\|_\infty^2$, and $D(s) = (1-s)A + sB - \frac12s(1-s)N - g(y_s)$ at the point $y_s$ that "
        r"divides it in the ratio of $s$ to $1-s$. Then $D(0) = D(1) = 0$, and the claim is $D \le 0$."
    )
    T.forall(
        "bounded", [ge(s, 0), le(s, 1), le(A, C), le(B, C), ge(N, 0), ge(g0, -C)], le(below_chord(s, g0), 2 * C),
        r"$D$ is bounded above on $[0,1]$: if $C$ is at least $A$, $B$ and the sizes of the first entries of both "
        r"ends, then "
        r"$g(y_s) \ge \max y_s \ge -C$.", form=[(1 - s) * (C - A), s * (C - B), s * (1 - s) * N / 2, g0 + C],
    )
    T.forall(
        "middle", [le(gp + gm, 2 * g0 + w**2 * N)],
        le(2 * below_chord(s, g0), below_chord(s + w, gp) + below_chord(s - w, gm)),
        r"$D(s)$ is at most the mean of $D(s + w)$ and $D(s - w)$,", form=2 * g0 + w**2 * N - gp - gm,
    )
    T.forall(
        "half", [le(2 * dev, dev0 + dev2), le(dev0, 0), le(dev2, S)], le(dev, S / 2),
        r"so with $S = \sup D$: for $s \le \frac12$ take $w = s$, $D_0 = D(0)$ and $D_2 = D(2s)$; for $s \ge \frac12$ "
        r"take $w = 1-s$, $D_0 "
        r"= D(1)$ and $D_2 = D(2s-1)$.", form=[(dev0 + dev2 - 2 * dev) / 2, -dev0 / 2, (S - dev2) / 2],
    )
    T.forall(
        "supremum", [le(S, S / 2)], le(S, 0), r"$\frac12S$ is an upper bound, so $S \le \frac12S$ and $D \le S \le 0$:",
        form=2 * (S / 2 - S),
    )
    T.formally(
        "every-share", "TightMax.LeastSmoothing.over_estimate_chord",
        r"that is $(1-s)\,g(x - sz) + s\,g(x + (1-s)z) \le g(x) + \frac12s(1-s)\|z\|_\infty^2$ for all $x$, $z$ and "
        r"$0 \le s \le 1$.",
    )


def conjugate(T: Proof) -> None:
    """The conjugate of g is strongly convex."""
    T.say(r"III. Let $h(p) = \sup_x \langle p, x\rangle - g(x)$ for $p$ in the simplex.")
    T.formally(
        "without-convexity", "TightMax.LeastSmoothing.over_estimate_conjugate",
        r"In part I of duality the smoothness of $f$ is used only through the inequality just shown, and convexity is "
        r"not used:",
    )
    T.say(
        r"with $D = \|b-a\|_1$ and $z = D\,\mathrm{sign}(b-a)$, of the norm $\|z\|_\infty = D$ and with $\langle b-a, "
        r"z\rangle = D^2$, and $a_x = \langle a, x\rangle$, ...,"
    )
    T.forall(
        "strong-convexity",
        [ge(s, 0), le(s, 1), ge(ha, ax - s * az - gm), ge(hb, bx + (1 - s) * (az + D**2) - gp),
         le((1 - s) * gm + s * gp, g0 + s * (1 - s) * D**2 / 2)],
        ge((1 - s) * ha + s * hb - s * (1 - s) * D**2 / 2, (1 - s) * ax + s * bx - g0),
        r"for every $x$; the supremum on the right is $h((1-s)a + sb)$. So $h$ is 1-strongly convex in $\ell_1$.",
        form=[(1 - s) * (ha - ax + s * az + gm), s * (hb - bx - (1 - s) * (az + D**2) + gp),
              g0 + s * (1 - s) * D**2 / 2 - (1 - s) * gm - s * gp],
    )
    T.forall(
        "below-zero", [le(px, M), le(M, g0)], le(px - g0, 0),
        r"$h \le 0$, since $\langle p, x\rangle \le \max x = M \le g(x)$,", form=[M - px, g0 - M],
    )
    T.say(r"and $h \ge -g(0)$, the value at $x = 0$.")


def attained(T: Proof) -> None:
    """g is its own best smoothing."""
    T.formally(
        "conjugate-smoothing", "TightMax.Converse.smoothing_of_strongly_convex",
        r"IV. By part II of duality $f(x) = \sup_p \langle p, x\rangle - h(p)$ is convex, differentiable, 1-smooth "
        r"and a $g(0)$-smoothing. So it is in $\mathcal{F}$, and $f \ge g$.",
    )
    T.forall(
        "below-g", [ge(ha, px - g0)], le(px - ha, g0),
        r"But $f \le g$ as well, by the definition of $h$. Hence $g = f$: convex, differentiable, 1-smooth,",
        form=ha - px + g0,
    )
    T.forall(
        "gap", [le(px, M), ge(ha, -e)], le(px - ha, M + e), r"and $g \le \max + e$ with $e = g(0)$.",
        form=[M - px, ha + e],
    )
    T.forall(
        "no-smaller", [le(g0, f0), le(f0, M + eps), le(M, 0)], ge(eps, g0),
        r"No $f \in \mathcal{F}$ has a smaller gap: at $x = 0$, where $M = \max x = 0$, $g(0) \le f(0) \le "
        r"\varepsilon$. So $\varepsilon^*_d = g(0)$, and convexity costs nothing: without it the least gap is the "
        r"same.",
        form=[f0 - g0, M + eps - f0, -M],
    )


if __name__ == "__main__":
    least_smoothing.script()
