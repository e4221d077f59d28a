r"""Noise with a density makes the maximiser differentiable.   [S2-02, S2-10, S2-13, S2-17, S2-18, S2-62; seed 002]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Symbol, exp

from symbolic.notation import eps, reals
from symbolic.relations import ge, gt, le

c, e, k, m, p, r, s, y = reals("c e k m p r s y")
A, B, D, E, F, G, K, L, M, P, Q, R, S, V, W = reals("A B D E F G K L M P Q R S V W")
s1, r1, rho, jump = reals("s_1 r_1 rho j")
u = Symbol("u", real=True)
nu = Function("nu")


@theorem(
    "perturbed-argmax",
    title="Noise with a density makes the maximiser differentiable",
    source="seed 002, section 2.3",
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
        (R, r"[0, \infty)"), (M, r"[0, \infty)"), (eps, r"(0, \infty)"),
    ],
    hypotheses=[gt(eps, 0), ge(R, 0)],
    witness={eps: 2, R: 1},
    claims=["S2-02", "S2-10", "S2-13", "S2-17", "S2-18", "S2-62"],
    uses=["perturbed-maximum", "lipschitz-jacobian"],
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
    T.forall(
        "shift", [gt(eps, 0), le(P, K * M), le(K, D / eps), ge(M, 0)], le(P, M * D / eps),
        r"so the two densities differ in the integral of their distance by at most $P = "
        r"\mathrm{E}|\langle\nabla\nu(Z), v\rangle| \le KM$, with $K = \|v\| = D/\varepsilon$ (integrate over the "
        r"shift first, all terms being nonnegative).",
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
    T.say(
        r"By I, $y_\varepsilon(\theta + v) - y_\varepsilon(\theta)$ is the integral over $0 \le s \le 1$ of $J(\theta "
        r"+ sv)v$ with $J(\theta) = \frac1\varepsilon\mathrm{E}[y^*(\theta + \varepsilon Z)\nabla\nu(Z)']$. $J$ is "
        r"continuous: $y^*$ is bounded, and an integrable function, here $\nabla\nu\,e^{-\nu}$, changes by shifts as "
        r"little as one likes in the integral of the distance. With $e$ the bound on $\|J(\theta + sv) - J(\theta)\|$ "
        r"for $\|v\| \le D$ (norms of matrices):"
    )
    T.forall(
        "hessian", [ge(D, 0), le(P, Q * D), le(Q, e)], le(P, e * D),
        r"the remainder $P = \|y_\varepsilon(\theta + v) - y_\varepsilon(\theta) - Jv\|$ is at most $eD$, where $e$ "
        r"is as small as one likes for small $D$: $J$ is the Jacobian of $y_\varepsilon$.",
        form=[Q * D - P, D * (e - Q)],
    )


def positive(T: Proof) -> None:
    """The second derivative in a direction."""
    T.say(
        r"III. Let $v$ be a unit direction in which $\langle y, v\rangle$ has the least value $a$ over $Y$ and the "
        r"greatest $b$. On a line $z = z_0 + uv$ the function $F(\theta + \varepsilon z)$ of $u$ is a maximum of "
        r"finitely many affine functions: convex, with slopes $\varepsilon s_0 < \dots < \varepsilon s_k$, $s_0 = a$ "
        r"far below and $s_k = b$ far above, that change at $u_1 < \dots < u_k$. Let $r(u) = e^{-\nu}$ on the line; it "
        r"vanishes at both ends for almost all lines, as it and its derivative are integrable. By II, "
        r"$\varepsilon\langle Jv, v\rangle$ is the integral of $-s(u)r'(u)$ over all lines. On one line it is a sum of "
        r"$-s(r(\text{next}) - r)$:"
    )
    T.identity(
        "summation-by-parts", (Q - s * r) - s1 * (r1 - r), (Q + (s1 - s) * r) - s1 * r1,
        r"if it is $Q - sr$ up to a change at which the density is $r$, then up to the next one, where it is $r_1$, "
        r"it is of the same form, with the jump of the slope times $r$ added to $Q$.",
    )
    T.induction(
        "jumps",
        base=gt(jump * rho, 0), base_given=[gt(jump, 0), gt(rho, 0)], base_form=jump * rho,
        given=[gt(Q, 0), gt(jump, 0), gt(rho, 0)], step=gt(Q + jump * rho, 0), step_form=[Q, jump * rho],
        text=r"In the end it is the sum of the jumps times positive densities: positive, if there is a jump.",
    )
    T.say(
        r"If $a < b$ there is a jump on every line, so the integral is positive: $\langle Jv, v\rangle > 0$. On each "
        r"line in $\theta$ with this direction the derivative of $F_\varepsilon$ then increases strictly, and "
        r"$F_\varepsilon$ is strictly convex on it:"
    )
    T.forall(
        "strictly-convex", [gt(s, 0), gt(1 - s, 0), gt(A - c, 0), gt(B - c, 0)], gt((1 - s) * A + s * B, c),
        r"with $A$ and $B$ the values at the ends less those of the tangent at the point between, where it has the "
        r"value $c$.",
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
    T.forall(
        "stays-best", [ge(A - B, m), le(P, A - B - c), le(c, m / 2), gt(m, 0)], gt(A - B - c, 0),
        r"V. A vertex $y$ is the only best point at some $x_0$, by a margin $m > 0$. Around $x_0$ pairings change by "
        r"little; where $\langle y' - y, x - x_0\rangle = c \le \frac12m$ it still is.",
        form=[A - B - m, m / 2 - c, m / 2],
    )
    T.say(
        r"That ball has a positive probability under $\theta + \varepsilon Z$, because the density is positive. So "
        r"$y_\varepsilon = \sum p_yy$ with $p_y > 0$ for all vertices. Let $x = \sum k_yy$ be a point of $C$, $k_y \le "
        r"1$, and $s > 0$ so small that $s \le p_y$ for all $y$."
    )
    T.forall(
        "beyond", [ge(p - s, 0), ge(1 - k, 0), ge(s, 0), ge(p, 0)], ge(p * (1 + s) - s * k, 0),
        r"Then $y_\varepsilon + s(y_\varepsilon - x)$ is a combination with the coefficients $p_y(1 + s) - sk_y$, of "
        r"sum 1 and none negative: one can go on beyond $y_\varepsilon$ from every $x$ in $C$, which puts "
        r"$y_\varepsilon$ in the relative interior.",
        form=[p - s, s * (1 - k), p * s],
    )


if __name__ == "__main__":
    perturbed_argmax.script()
