r"""The pointwise least smoothing of three entries, in closed form.   [new]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Integer, Rational, Subs, log

from proofs.beyond.lemmas.sign_vectors import sign_vectors, sorted_signs
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

(w,) = positives("w")
x1, x2, x3, lead = reals("x_1 x_2 x_3 Delta")
eta, p, g0, gz, A, S, S1, e = reals("eta p g_0 g_z A S S_1 z")
R, R1, Q = reals("R R_1 Q")
up, down, s = reals("F_+ F_- s")
G, fall = Function("G"), Function("r")
THIRD = Rational(1, 3)
START = THIRD
"""w at gap 0."""
GAP = THIRD - log(3) - log(w) - w
"""x_2 - x_3 in terms of w."""
SLOPE, BEND = -2 * w / (1 + w), 2 * w / (1 + w) ** 3
"""The derivatives of G = 2 + 2w in the gap."""


@theorem(
    "d3-least",
    title="Three entries: the pointwise least smoothing",
    source="new",
    conclusion=
        r"For $x_1 \ge x_2 \ge x_3$ the pointwise least smoothing of three entries (least-smoothing) is $f(x) = x_1 + "
        r"\frac18\max(G(x_2 - x_3) - (x_1 - x_2), 0)^2$ with $G(z) = 2 + 2w$, where $w > 0$ solves $we^w = "
        r"\frac13e^{1/3 - z}$ (so that $w$ is Lambert's $W$ of the right side). It equals the maximum exactly where "
        r"$x_1 - x_2 \ge G(x_2 - x_3)$, and $2 < G \le \frac83$. The optimal smoothing of d3-optimum, which has the "
        r"same gap $\frac89$, is larger at some points.",
    claim=[],
    uses=["least-smoothing", "duality", "d3-optimum"],
    ends=[
        "slope, equation-of-g, below, at-minimum-gap, largest-jump, root-falls, rises, never-below, strongly-convex, "
        "bend-one, upper-second, upper-third, tie-first, tie-last, tie-order, below-v",
        "range, seam",
        "start, elsewhere, elsewhere-less",
    ],
    sketch=r"A criterion gives upper bounds here and in \ref{d4-optimum}. Let $V \ge \max$ be continuous on "
    r"$\mathbb{R}^d$, convex or not, and for every $x$ and every sign vector $\sigma \in \{1,-1\}^d$ let "
    r"$(V(x+j\sigma) + V(x-j\sigma) - 2V(x))/j^2$ have an upper limit of at most 1 as $j \to 0$; then below $V$ there "
    r"is a smoothing with a gap of at most $V(0)$. For chords of $V$ along $\sigma = \mathrm{sign}(b-a)$ make its "
    r"conjugate on the simplex 1-strongly convex between $a$ and $b$ (\ref{duality}). Where the least smoothing "
    r"(\ref{least-smoothing}) exceeds the maximum one expects a second derivative 1 along some $\sigma$: for three "
    r"entries $(1,-1,-1)$, modulo $(1,1,1)$ twice the largest entry. So $f = x_1 + \frac18(G - (x_1 - x_2))^2$ up to "
    r"a boundary $x_1 - x_2 = G(x_2 - x_3)$. Equal slopes at $x_1 = x_2$ give $G' = \frac4G - 2$, those at $x_2 = "
    r"x_3$ then $G(0) = \frac83$, and Lambert's $W$ solves this. From below: a step along $(1,-1,-1)$ shows $S \ge "
    r"2(1-p)^2$ for $S = g - x_1$ and the slope $p$ in $x_1$ of the least smoothing $g$; on $x_1 = x_2$ the "
    r"same equation holds as an inequality, from $S \ge \frac89$ at 0 on, and then in $x_1$, as $p \ge 1 - "
    r"\sqrt{S/2}$. From above: $f$ meets the criterion, also across ties. The quadratic of \ref{d3-optimum} is larger "
    r"at $(0, 0, -\frac43)$.",
)
def d3_least(T: Proof) -> None:
    boundary(T)
    lower(T)
    sign_vectors(T, 3, "III")
    upper(T)
    elsewhere(T)


def boundary(T: Proof) -> None:
    """G and its differential equation."""
    T.say(
        r"I. $G$. The equation $we^w = \frac13e^{1/3-z}$ means $z = \frac13 - \ln3 - \ln w - w$, which grows without "
        r"bound as $w$ falls to 0."
    )
    T.identity("start", Subs(GAP, w, START), Integer(0), r"At $w = \frac13$, $z$ is 0.")
    T.derivative(
        "gap-falls", GAP, w, -(1 + w) / w,
        r"its slope is negative, so for each $z \ge 0$ there is one such $w$ in $(0, \frac13]$;",
    )
    T.derivative("slope", 2 + 2 * w, w, SLOPE * -(1 + w) / w, r"$G' = -\frac{2w}{1+w}$,")
    T.identity("equation-of-g", SLOPE, 4 / (2 + 2 * w) - 2, r"which is $\frac4G - 2$,")
    T.derivative("bend", SLOPE, w, BEND * -(1 + w) / w, r"and $G'' = \frac{2w}{(1+w)^3}$.")
    T.forall(
        "range", [gt(w, 0), le(3 * w, 1)], le(2 + 2 * w, Rational(8, 3)), r"$2 < G \le \frac83$.",
        form=2 * (1 - 3 * w) / 3,
    )


def lower(T: Proof) -> None:
    """No smoothing is below f."""
    T.say(
        r"II. No smoothing is below $f$. Let $g$ be the least one, $C^1$ and 1-smooth (least-smoothing), $S = g - x_1 "
        r"\ge 0$ and $p = \frac{\partial g}{\partial x_1}$."
    )
    T.formally("symmetric", "TightMax.LeastSymmetry.least_symmetric", r"$g$ is symmetric,")
    T.formally("shifted", "TightMax.LeastSymmetry.least_shift", r"a number added to all entries is added to $g$,")
    T.formally(
        "gradient-sum", "TightMax.LeastSymmetry.gradient_sum_one", r"and so its gradient has the sum 1.",
    )
    T.formally(
        "gradient-ties", "TightMax.LeastSymmetry.gradient_ties",
        r"Where two entries are equal, so are those of the gradient.",
    )
    step = [le(gz, g0 + 2 * eta * (2 * p - 1) + 2 * eta**2), ge(gz + 2 * eta, x1 + 4 * eta)]
    T.forall(
        "below", step, ge(g0 - x1, 4 * eta * (1 - p) - 2 * eta**2),
        r"For $\eta > 0$ and $\sigma = (1,-1,-1)$, smoothness bounds $g(x + 2\eta\sigma)$ from above, and "
        r"$g(x+2\eta\sigma) + 2\eta = g(x + 4\eta e_1) \ge x_1 + 4\eta$ from below ($g_0 = g(x)$, $g_z$ the value at "
        r"$x + 2\eta\sigma$):",
        form=[g0 + 2 * eta * (2 * p - 1) + 2 * eta**2 - gz, gz + 2 * eta - x1 - 4 * eta],
    )
    T.identity(
        "largest-jump", Subs(4 * eta * (1 - p) - 2 * eta**2, eta, 1 - p), 2 * (1 - p) ** 2,
        r"With $\eta = 1 - p$, if that is positive, $S \ge 2(1-p)^2$.",
    )
    T.forall(
        "jump-size", [ge(R, 0), gt(1 - p, 0), ge(R**2, 16 * (1 - p) ** 2)], ge(R, 4 * (1 - p)),
        r"Write $S = \frac18R^2$ with $R \ge 0$: then $1 - p \le \frac14R$ (clear if $1 - p$ is not positive).",
    )
    T.derivative(
        "root", fall(lead) ** 2 / 8, lead, fall(lead) * fall(lead).diff(lead) / 4,
        r"Along $x_1$, with $\Delta = x_1 - x_2$ and $R = r(\Delta)$, $S' = p - 1$ is",
    )
    T.forall(
        "root-falls", [gt(R, 0), eq(R * R1 / 4, p - 1), ge(R, 4 * (1 - p))], ge(R1, -1),
        r"so $R' \ge -1$ wherever $R > 0$: $R \ge R_0 - \Delta$, where $R_0$ is the value at $x_1 = x_2$. It remains "
        r"to see $R_0 \ge G$.",
    )
    T.forall(
        "at-minimum-gap", [eq(3 * p, 1), ge(S, 2 * (1 - p) ** 2)], ge(S, Rational(8, 9)),
        r"At $x = 0$, $p = \frac13$ and $S \ge \frac89 = \frac18G(0)^2$.",
    )
    T.forall(
        "rises", [eq(S1, 2 * p - 1), ge(R, 4 * (1 - p))], ge(S1, 1 - R / 2),
        r"On $x_1 = x_2$, with $z = x_2 - x_3$, both of the first entries move: $\frac{dS}{dz} = 2p - 1$.",
    )
    T.derivative(
        "same-equation", G(e) ** 2 / 8, e, G(e) * G(e).diff(e) / 4, r"$\frac18G^2$ has the derivative $\frac14GG'$,",
    )
    T.identity("same-rate", Q * (4 / Q - 2) / 4, 1 - Q / 2, r"which is $1 - \frac12G$.")
    T.forall(
        "never-below", [ge(S1, 1 - R / 2), lt(R, Q)], gt(S1 - (1 - Q / 2), 0),
        r"So where $S < \frac18G^2$, that is, $R < G$ ($= Q$), the difference $S - \frac18G^2$ increases; it is not "
        r"negative at $z = 0$, so it never becomes negative. Hence $g \ge f$.", form=[S1 - (1 - R / 2), (Q - R) / 2],
    )


def upper(T: Proof) -> None:
    """f has little curvature along sign vectors."""
    T.formally(
        "below-v", "TightMax.SignVectors.sign_vectors",
        r"The conjugate $\sup_p \langle p, x\rangle - h(p) \le V(x)$ is a smoothing, by duality, so that $V$ is at "
        r"least the least smoothing.",
    )
    T.say(
        r"IV. $f$, extended to a symmetric function, is such a function. Where $x_1 - x_2 < G$ let $A = \frac14(G - "
        r"x_1 + x_2)$, $f = x_1 + 2A^2$; elsewhere $f = x_1$, and value and slopes agree where $A = 0$:"
    )
    T.forall(
        "both-pieces", [], ge(x1 + 2 * A**2, x1), r"$f$ is continuous, and at least the maximum $x_1$.", form=2 * A**2,
    )
    gap = x2 - x3
    value = x1 + (G(gap) - x1 + x2) ** 2 / 8
    inner = G(e).diff(e)
    T.derivative("slope-one", value, x1, 1 - (G(gap) - x1 + x2) / 4, r"$f_1 = 1 - A$,")
    T.derivative("bend-one", value, x1, Rational(1, 4), r"$f_{11} = \frac14$,", order=2)
    T.derivative(
        "bend-two", x1 + (G(e) - x1 + e) ** 2 / 8, e, (1 + inner) ** 2 / 4 + (G(e) - x1 + e) / 4 * G(e).diff(e, 2),
        r"$f_{22} = \frac14(1 + G')^2 + AG''$ (by $x_2$, up to a shift of $x_3 = 0$),", order=2,
    )
    T.derivative(
        "bend-three", x1 + (G(-e) - x1) ** 2 / 8, e,
        (Subs(inner, e, -e)) ** 2 / 4 + (G(-e) - x1) / 4 * Subs(G(e).diff(e, 2), e, -e),
        r"and $f_{33} = \frac14G'^2 + AG''$ (at $x_2 = 0$).", order=2,
    )
    T.say(
        r"Sign vectors with one entry apart are $\pm(2e_i - \mathbf{1})$, and along $\mathbf{1}$ $f$ is affine: what "
        r"is asked is $4f_{ii} \le 1$. It is 1 for $i = 1$;"
    )
    inside = [gt(w, 0), le(3 * w, 1), le(4 * A, 2 + 2 * w)]
    T.forall(
        "upper-second", inside, le((1 + SLOPE) ** 2 + 4 * A * BEND, 1), r"for $i = 2$, as $4A \le G$,",
        form=(2 + 2 * w - 4 * A) * BEND,
    )
    T.forall(
        "upper-third", inside, le(SLOPE**2 + 4 * A * BEND, 1), r"at most 1, and for $i = 3$ as well.",
        form=[(2 + 2 * w - 4 * A) * BEND, (1 - 3 * w) / (1 + w)],
    )
    T.identity(
        "tie-first", 1 - (1 + w) / 2, (1 + w) / 2 * (1 + SLOPE),
        r"Ties: at $x_1 = x_2$, $A = \frac14G$, and $f_1 = 1 - A$ equals $f_2 = A(1 + G')$;",
    )
    T.identity(
        "tie-last", Subs(1 + SLOPE, w, START), Subs(-SLOPE, w, START),
        r"at $x_2 = x_3$, $w = \frac13$, $f_2 = A(1 + G')$ equals $f_3 = -AG'$. So the gradient has equal entries "
        r"where $x$ has.",
    )
    T.finite(
        "tie-vectors", sorted_signs,
        r"At a tie the sorted $x \pm j\sigma$ are $x + j\sigma'$ and $x + j\sigma''$ with $\sigma$ and $-\sigma$ "
        r"sorted within each block of equal entries. In a block $\sigma' + \sigma''$ has the sum 0; every sign vector "
        r"of two, three and four entries:",
    )
    T.forall(
        "tie-order", [le(up, g0 + s * R + s**2 / 2), le(down, g0 + s * Q + s**2 / 2), eq(R + Q, 0)],
        le(up + down - 2 * g0, s**2),
        r"So the slopes along $\sigma'$ and $\sigma''$ ($R$ and $Q$) cancel, and the quotients have upper limits of at "
        r"most 1 there, too ($F_\pm$ the values at $x \pm j\sigma$, $s = j$; here without what is $o(j^2)$).",
    )
    T.forall(
        "seam", [gt(A, 0)], gt(2 * A**2, 0), r"$f > \max$ where $A > 0$. So $f$ is the least smoothing.", form=2 * A**2,
    )


def elsewhere(T: Proof) -> None:
    """The optimal quadratic of d3-optimum is larger somewhere."""
    T.enclose(
        "elsewhere", gt(GAP, Rational(4, 3)),
        r"At $(0, 0, -z)$ the smoothing of d3-optimum is $\frac23$ for $z \ge \frac43$. With $w = \frac{1}{10}$,",
        at={w: Rational(1, 10)},
    )
    T.exact("elsewhere-less", lt((2 + 2 * w) ** 2 / 8, Rational(2, 3)), r"$f$ is less there.", at={w: Rational(1, 10)})


if __name__ == "__main__":
    d3_least.script()
