r"""Noise with a density makes the maximiser differentiable.   [S2-02, S2-10, S2-13, S2-17, S2-18, S2-62]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Symbol, exp

from symbolic.notation import eps, reals
from symbolic.relations import ge, gt, le

c, e, m, p, r, s, y = reals("c e m p r s y")
A, B, D, E, F, G, K, L, M, P, Q, R, S, V, W = reals("A B D E F G K L M P Q R S V W")
s1, r1, rho, jump = reals("s_1 r_1 rho j")
u = Symbol("u", real=True)
nu = Function("nu")


@theorem(
    "perturbed-argmax",
    title="Noise with a density makes the maximiser differentiable",
    source="S2, section 2.3",
    conclusion=r"In perturbed-maximum let $Z$ have a positive, continuously differentiable density $e^{-\nu}$, with "
    r"finite means of $\|Z\|$ and $\|\nabla\nu(Z)\|$, and let $M = \sup_{\|u\| = 1}\mathrm{E}|\langle\nabla\nu(Z), "
    r"u\rangle|$. Then $M \le (\mathrm{E}\|\nabla\nu(Z)\|^2)^{1/2}$, and $y_\varepsilon$ is "
    r"$RM/\varepsilon$-Lipschitz. $F_\varepsilon$ is twice continuously differentiable, $\nabla F_\varepsilon = "
    r"y_\varepsilon$, and $J = \nabla^2F_\varepsilon = \frac1\varepsilon\mathrm{E}[y^*(\theta + \varepsilon "
    r"Z)\nabla\nu(Z)']$. For each direction $v$, $\langle Jv, v\rangle > 0$ if $\langle y, v\rangle$ is not the same "
    r"for all $y \in Y$; otherwise $F_\varepsilon(\theta + v) = F_\varepsilon(\theta) + \langle y, v\rangle$. So $J$ "
    r"is positive definite and $F_\varepsilon$ strictly convex if and only if $C$ has interior points. Every vertex "
    r"of $C$ has a positive probability, and $y_\varepsilon(\theta)$ is in the relative interior of $C$.",
    claim=[le(L, R * M * D / eps)],
    variables=[
        (L, r"\{\|y_\varepsilon(\theta) - y_\varepsilon(\theta')\|\}"), (D, r"\{\|\theta - \theta'\|\}"),
        (R, r"[0, \infty)"), (M, r"[0, \infty)"), (eps, r"(0, \infty)"), (K, r"\{\|\theta - \theta'\|/\varepsilon\}"),
        (P, r"\{\text{distance of the densities of } \theta + \varepsilon Z, \theta' + \varepsilon Z\}"),
    ],
    hypotheses=[gt(eps, 0), ge(R, 0), ge(M, 0), le(K, D / eps), le(P, K * M), le(L, R * P)],
    witness={eps: 2, R: 1, M: 1, D: 2, K: 1, P: 1, L: 1},
    claims=["S2-02", "S2-10", "S2-13", "S2-17", "S2-18", "S2-62"],
    uses=["perturbed-maximum", "lipschitz-jacobian"],
    ends=[
        "setting",
        "root-mean-square, component, shift-first, shift, lipschitz",
        "gradient-below, gradient-above, hessian-integral, continuous, hessian",
        "lines, summation-by-parts, jumps-base, jumps-step, flat, flat-maximum",
        "lines, jumps-step, tangent, strictly-convex, flat, flat-maximum",
        "nearest, separates, stays-best, beyond",
    ],
    sketch=r"Use $\theta + \varepsilon z$ as the variable of integration: then only the density moves with $\theta$, "
    r"not the discontinuous maximiser. A shift by $v$ changes the density $e^{-\nu}$ in the mean by at most "
    r"$\mathrm{E}|\langle\nabla\nu, v\rangle|$, and this gives the constant $RM/\varepsilon$ for $y_\varepsilon$. "
    r"Squeezed between subgradients (\ref{perturbed-maximum}), $y_\varepsilon$ is the gradient; differentiating the "
    "density once more gives the formula for $J$, continuous by translation in the mean. For positivity look at a "
    "line in the direction $v$: there $F$ is convex and piecewise linear, and summation by parts turns the integral "
    r"into a sum of the jumps of its slope times positive densities; if there is no jump, $F_\varepsilon$ is affine "
    "in that direction. Finally each vertex of $C$ is separated from the others by the nearest point of their hull, "
    "so it is the only best one on a ball, with positive probability; an average with all weights positive lies in "
    "the relative interior.",
)
def perturbed_argmax(T: Proof) -> None:
    lipschitz(T)
    derivatives(T)
    positive(T)
    flat(T)
    interior(T)


def lipschitz(T: Proof) -> None:
    """Shifting a smooth density changes little."""
    T.say(
        r"I. With $\theta + \varepsilon z$ as the variable, $y_\varepsilon(\theta)$ is the integral of $y^*(x)$ "
        r"against the density of $\theta + \varepsilon Z$. For $\theta'$ that density is shifted by $v = (\theta' - "
        r"\theta)/\varepsilon$ in units of $z$. Along the shift"
    )
    T.derivative(
        "density", exp(-nu(u)), u, -nu(u).diff(u) * exp(-nu(u)),
        r"the density $e^{-\nu}$ has the derivative $-\langle\nabla\nu, v\rangle e^{-\nu}$,",
    )
    T.argue(
        "shift-first", "Fubini and Tonelli",
        r"so the distance of the two densities at $z$ is at most the integral over $0 \le s \le 1$ of "
        r"$|\langle\nabla\nu, v\rangle|e^{-\nu}$ at $z - sv$. Integrated over $z$ first, for each $s$ this is the mean "
        r"$\mathrm{E}|\langle\nabla\nu(Z), v\rangle|$.",
    )
    T.forall(
        "shift", [gt(eps, 0), le(P, K * M), le(K, D / eps), ge(M, 0)], le(P, M * D / eps),
        r"Let $P$ be the integral of the distance. Then $P \le \mathrm{E}|\langle\nabla\nu(Z), v\rangle| \le KM$, with "
        r"$K = \|v\| = D/\varepsilon$.",
        form=[K * M - P, M * (D / eps - K)],
    )
    T.forall(
        "lipschitz", [gt(eps, 0), ge(R, 0), le(L, R * P), le(P, M * D / eps)], le(L, R * M * D / eps),
        r"Pair $y_\varepsilon(\theta) - y_\varepsilon(\theta')$ with the unit vector of its direction: its norm $L$ "
        r"is at most $RP$, as no pairing of a $y \in Y$ with a unit vector exceeds $R$.",
        form=[R * P - L, R * (M * D / eps - P)],
    )
    T.forall(
        "root-mean-square", [ge(Q - 2 * m * m + m**2, 0)], le(m**2, Q),
        r"$m = \mathrm{E}|X|$ satisfies $m^2 \le Q = \mathrm{E}X^2$, because $\mathrm{E}(|X| - m)^2 \ge 0$;",
        form=Q - 2 * m * m + m**2,
    )
    T.forall(
        "component", [le(c, G), le(-c, G)], le(c**2, G**2),
        r"and $\langle\nabla\nu, u\rangle^2 \le \|\nabla\nu\|^2$ (Cauchy and Schwarz): $M^2 \le "
        r"\mathrm{E}\|\nabla\nu(Z)\|^2$.",
        form=(G - c) * (G + c),
    )


def derivatives(T: Proof) -> None:
    """The gradient and the Hessian."""
    T.say(
        r"II. Let $A = \langle y_\varepsilon(\theta), v\rangle$ and $B = \langle y_\varepsilon(\theta + v), v\rangle$. "
        r"By the subgradients of perturbed-maximum at $\theta$ and at $\theta + v$, $A \le F_\varepsilon(\theta + v) - "
        r"F_\varepsilon(\theta) \le B$, and $B - A \le KD^2$ with $D = \|v\|$, $K = RM/\varepsilon$."
    )
    T.forall(
        "gradient-below", [ge(G - F, A)], ge(G - F - A, 0), r"So the remainder of first order is not negative",
        form=G - F - A,
    )
    T.forall(
        "gradient-above", [le(G - F, B), le(B - A, K * D**2)], le(G - F - A, K * D**2),
        r"and at most of second order: $y_\varepsilon$ is the gradient of $F_\varepsilon$.",
        form=[B - (G - F), K * D**2 - (B - A)],
    )
    T.argue(
        "hessian-integral", "Fubini and Tonelli",
        r"Now let $J(\theta) = \frac1\varepsilon\mathrm{E}[y^*(\theta + \varepsilon Z)\nabla\nu(Z)']$. As in I, "
        r"$y_\varepsilon(\theta + v) - y_\varepsilon(\theta)$ is the integral over $0 \le s \le 1$ of $J(\theta + "
        r"sv)v$: $y^*$ is bounded and $\|\nabla\nu(Z)\|$ has a finite mean, so the integral over the shift may be "
        r"taken last.",
    )
    T.argue(
        "continuous", "translation in the mean",
        r"$J$ is continuous: with $\theta + \varepsilon z$ as the variable only the factor $\nabla\nu\,e^{-\nu}$, "
        r"which is integrable, is shifted, and $y^*$ is bounded.",
    )
    T.forall(
        "hessian", [ge(D, 0), le(P, Q * D), le(Q, e)], le(P, e * D),
        r"With $e$ a bound on $\|J(\theta + sv) - J(\theta)\|$ for $\|v\| \le D$ (norms of matrices), the remainder $P "
        r"= \|y_\varepsilon(\theta + v) - y_\varepsilon(\theta) - Jv\|$ is at most $eD$, where $e$ is as small as one "
        r"likes for small $D$: $J$ is the Jacobian of $y_\varepsilon$ and continuous, so $F_\varepsilon$ is $C^2$.",
        form=[Q * D - P, D * (e - Q)],
    )


def positive(T: Proof) -> None:
    """The second derivative in a direction."""
    T.say(
        r"III. Let $v$ be a unit direction in which $\langle y, v\rangle$ has the least value $a$ over $Y$ and the "
        r"greatest $b$. On a line $z = z_0 + uv$ the function $F(\theta + \varepsilon z)$ of $u$ is a maximum of "
        r"finitely many affine functions: convex, with slopes $\varepsilon s_0 < \dots < \varepsilon s_k$, $s_0 = a$ "
        r"far below and $s_k = b$ far above, that change at $u_1 < \dots < u_k$. Let $r(u) = e^{-\nu}$ on the line, "
        r"where $-r' = \langle\nabla\nu, v\rangle e^{-\nu}$ (density), and $s(u) = \langle y^*, v\rangle$."
    )
    T.argue(
        "lines", "Fubini and Tonelli",
        r"By II, $\varepsilon\langle Jv, v\rangle$ is the integral over all lines of the integral of $-s(u)r'(u)$ on "
        r"one. On almost every line $r$ and $r'$ are integrable: then $r$ has limits at both ends, and they are 0.",
    )
    T.say(r"On one line the integral is a sum of $-s(r(\text{next}) - r)$:")
    T.identity(
        "summation-by-parts", (Q - s * r) - s1 * (r1 - r), (Q + (s1 - s) * r) - s1 * r1,
        r"if it is $Q - sr$ up to a change at which the density is $r$, then up to the next one, where it is $r_1$, "
        r"it is of the same form, with the jump of the slope times $r$ added to $Q$.",
    )
    T.induction(
        "jumps",
        base=gt(jump * rho, 0), base_given=[gt(jump, 0), gt(rho, 0)], base_form=jump * rho,
        given=[gt(Q, 0), gt(jump, 0), gt(rho, 0)], step=gt(Q + jump * rho, 0), step_form=[Q, jump * rho],
        moves={Q: Q + jump * rho}, start={Q: 0},
        text=r"In the end it is the sum of the jumps times positive densities: positive, if there is a jump.",
    )
    T.argue(
        "tangent", "mean value",
        r"If $a < b$ there is a jump on every line, so the integral is positive: $\langle Jv, v\rangle > 0$. On a "
        r"segment in $\theta$ with this direction the derivative of $F_\varepsilon$ then increases strictly, and at "
        r"both ends $F_\varepsilon$ is above its tangent at a point between.",
    )
    T.forall(
        "strictly-convex", [gt(s, 0), gt(1 - s, 0), gt(A - c, 0), gt(B - c, 0)], gt((1 - s) * A + s * B, c),
        r"So $F_\varepsilon$ is strictly convex on it: $A$ and $B$ are the values at the ends less the increments of "
        r"that tangent, and $c$ is the value at the point between.",
        form=[(1 - s) * (A - c), s * (B - c)],
    )


def flat(T: Proof) -> None:
    """Directions in which all points agree."""
    T.identity(
        "flat", y * (V + eps * W) + c, y * V + y * eps * W + c,
        r"IV. If $\langle y, v\rangle = c$ for all $y \in Y$, every term of the maximum at $\theta + v + \varepsilon "
        r"z$ is that at $\theta + \varepsilon z$ plus $c$,",
    )
    T.forall(
        "flat-maximum", [le(A, F)], le(A + c, F + c),
        r"and so is the maximum: $F_\varepsilon(\theta + v) = F_\varepsilon(\theta) + c$, which is affine in this "
        r"direction. Such a $v \ne 0$ exists if and only if $Y$ lies in a hyperplane, that is if $C$ has no interior "
        r"point.",
        form=F - A,
    )
    T.say(
        r"In general restrict $\theta$ to the span of the differences of points of $Y$: there III applies to every $v "
        r"\ne 0$, and in the orthogonal directions IV."
    )


def interior(T: Proof) -> None:
    """Every vertex is chosen sometimes."""
    T.argue(
        "nearest", "extreme values",
        r"V. Let $y$ be a vertex of $C$, that is a point of $Y$ that is no average of the others, and $C'$ the convex "
        r"hull of these others. ($C'$ is compact; if it is empty, $y$ is always best.) Let $p$ be a point of $C'$ "
        r"nearest to $y$, and $x_0 = y - p \ne 0$.",
    )
    T.forall(
        "separates", [gt(s, 0), ge(-2 * s * c + s**2 * W, 0)], le(c, s * W / 2),
        r"For $p'$ in $C'$ and $0 < s < 1$, $p + s(p' - p)$ is not nearer: with $c = \langle p' - p, x_0\rangle$ and "
        r"$W = \|p' - p\|^2$, $-2sc + s^2W \ge 0$. So $c$ is below every positive number: $\langle p', x_0\rangle \le "
        r"\langle p, x_0\rangle = \langle y, x_0\rangle - \|x_0\|^2$. At $x_0$, $y$ is best by the margin $m = "
        r"\|x_0\|^2 > 0$.",
        form=(-2 * s * c + s**2 * W) / (2 * s),
    )
    T.forall(
        "stays-best", [ge(A - B, m), le(c, m / 2), gt(m, 0)], gt(A - B - c, 0),
        r"Around $x_0$ pairings change by little; where $\langle y' - y, x - x_0\rangle = c \le \frac12m$ for all "
        r"other $y'$ ($A$ and $B$ the pairings of $y$ and $y'$ with $x_0$), $y$ still is the only best point.",
        form=[A - B - m, m / 2 - c, m / 2],
    )
    T.formally(
        "all-chosen", "TightMax.PerturbedPositive.alone_positive",
        r"That is a ball at least, of positive probability under $\theta + \varepsilon Z$, because the density is "
        r"positive. So $y_\varepsilon = \sum p_yy$ over the vertices with all $p_y > 0$ (other points of $Y$ are "
        r"averages of vertices).",
    )
    T.say(
        r"Let $s$ be the least $p_y$. Choose a vertex $y_0$ and a basis of the span of all $y - "
        r"y_0$ among these differences: a vector $w$ of the span is $\sum c_y(y - y_0)$ over the basis, and all "
        r"$|c_y|$ and $|\sum c_y|$ are at most $s$ if $w$ is small enough."
    )
    T.forall(
        "beyond", [ge(p - s, 0), ge(c + s, 0)], ge(p + c, 0),
        r"Then $y_\varepsilon + w$ is a combination of the vertices of sum 1 with coefficients such as $p_y + c_y$ "
        r"(for $y_0$, $p_y - \sum c_y$), none of them negative, so it is in $C$: $y_\varepsilon$ is in the relative "
        r"interior.",
        form=[p - s, c + s],
    )


if __name__ == "__main__":
    perturbed_argmax.script()
