r"""The Fenchel-Young loss of a perturbed maximum.   [S2-06, S2-21, S2-26 to S2-31]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational, Symbol, log

from symbolic.notation import eps, positives, reals
from symbolic.relations import eq, ge, gt, le, lt

A, B, D, F, G, K, L, P, Q, V, W, c, e, s, y = reals("A B D F G K L P Q V W c e s y")
S = positives("S")[0]
h = positives("h")[0]
u, theta = Symbol("u", real=True), Symbol("theta", real=True)
phi, g, f = Function("phi"), Function("g"), Function("f")


@theorem(
    "fenchel-young-loss",
    title="The Fenchel-Young loss of a perturbed maximum",
    source="S2, sections 2.3 and 3.1",
    conclusion=r"Under the hypotheses of perturbed-argmax let $\Omega(y) = \sup_\theta\langle\theta, y\rangle - "
    r"F_1(\theta)$, the conjugate of $F_1$. Then $(F_\varepsilon)^* = \varepsilon\Omega$. For $y$ with finite "
    r"$\Omega(y)$ the loss $L(\theta) = F_\varepsilon(\theta) + \varepsilon\Omega(y) - \langle\theta, y\rangle$ is "
    r"convex and nonnegative, has infimum 0 and gradient $y_\varepsilon(\theta) - y$, and is 0 exactly where "
    r"$y_\varepsilon(\theta) = y$; if $y$ is a vertex of $C$ and not the only point of $C$, that is nowhere. $y_1(0)$ "
    r"is the only minimum point of $\Omega$. With $\Omega' = (F_\varepsilon)^*$ in place of $\Omega$ the infimum is "
    r"$(\varepsilon - 1)\varepsilon\Omega(y)$, which is 0 for all $y \in C$ only if $\varepsilon = 1$ or $\Omega$ "
    r"vanishes on $C$, where it is finite. For a parameter $w$ and $\theta = g(w)$ with a differentiable $g$ the "
    r"gradient in $w$ is $J_wg(w)'(y_\varepsilon(\theta) - y)$, and the average of samples of $y^*$ in place of "
    r"$y_\varepsilon$ is an unbiased estimate of it.",
    claim=[
        ge(F + eps * P - A, 0),
        le(V + c - ((1 - s) * A + s * B), (1 - s) * (F + c - A) + s * (G + c - B)),
        eq(F + eps * (eps * P) - A, (F + eps * P - A) + (eps - 1) * eps * P),
    ],
    variables=[
        (F, r"\{F_\varepsilon(\theta)\}"), (P, r"\{\Omega(y)\}"), (A, r"\{\langle\theta, y\rangle\}"),
        (eps, r"(0, \infty)"), (G, r"\{F_\varepsilon(\theta')\}"), (B, r"\{\langle\theta', y\rangle\}"),
        (V, r"\{F_\varepsilon((1 - s)\theta + s\theta')\}"), (s, r"[0, 1]"), (c, r"\{\varepsilon\Omega(y)\}"),
    ],
    hypotheses=[gt(eps, 0), ge(eps * P, A - F), le(V, (1 - s) * F + s * G)],
    witness={eps: 2, P: 1, A: 1, F: 0, V: 0, G: 0, s: Rational(1, 2)},
    claims=["S2-06", "S2-21", "S2-26", "S2-28", "S2-30", "S2-31"],
    uses=["lse-conjugate", "perturbed-maximum", "perturbed-argmax", "gumbel-softmax"],
    ends=[
        "setting",
        "scale, scale-supremum, perturbed-maximum/scale",
        "convex, nonnegative, infimum, gradient, zero-if, zero-value, descent, only-if, perturbed-argmax/beyond",
        "omega-below, zero-value, only-if",
        "wrong-scale, infimum, finite",
        "chain-rule, chain-rule-convex, unbiased, perturbed-maximum/unbiased",
    ],
    sketch=r"Substituting $\theta = \varepsilon u$ in the supremum gives $(F_\varepsilon)^* = \varepsilon\Omega$, so "
    "the loss is nonnegative with infimum 0 by the definition of the conjugate. It is convex with gradient "
    r"$y_\varepsilon(\theta) - y$, since $y_\varepsilon = \nabla F_\varepsilon$ by \ref{perturbed-argmax}. If "
    r"$y_\varepsilon(\theta) = y$, the subgradient inequality makes $\theta$ the best point of the supremum and the "
    "loss 0; if not, a short step against the gradient, which is Lipschitz, lowers the loss, so it was not 0. At a "
    r"vertex $y$ of $C$ that never happens, as $y_\varepsilon$ is in the relative interior. At $\theta = 0$ and "
    r"$\varepsilon = 1$ the loss says $\Omega(y) \ge -F_1(0)$, with equality at $y_1(0)$ alone. Using $\Omega' = "
    r"\varepsilon\Omega$ instead adds $(\varepsilon - 1)\varepsilon\Omega(y)$, which is $-2\ln 2$ for centred Gumbel "
    r"noise (\ref{gumbel-softmax}) at $y = (\frac12, \frac12)$ and $\varepsilon = 2$. For a model $\theta = g(w)$ the "
    r"chain rule gives the gradient, linear in $y_\varepsilon$ and therefore estimated without bias.",
)
def fenchel_young_loss(T: Proof) -> None:
    conjugate(T)
    loss(T)
    zero(T)
    least_regulariser(T)
    wrong_scale(T)
    parameters(T)


def conjugate(T: Proof) -> None:
    """The conjugate of the scaled function."""
    T.identity(
        "scale", u * eps * y - eps * phi(u), eps * (u * y - phi(u)),
        r"I. $F_\varepsilon(\theta) = \varepsilon F_1(\theta/\varepsilon)$. With $\theta = \varepsilon u$, coordinate "
        r"by coordinate of the pairing, the terms of the supremum for $(F_\varepsilon)^*$ are",
    )
    T.forall(
        "scale-supremum", [gt(eps, 0), le(A, P)], le(eps * A, eps * P),
        r"and a factor $\varepsilon > 0$ keeps bounds ($A$ a term, $P = \Omega(y)$ the least bound; dividing is the "
        r"same with $1/\varepsilon$): $(F_\varepsilon)^* = \varepsilon\Omega$.",
        form=eps * (P - A),
    )


def loss(T: Proof) -> None:
    """Nonnegative, convex, and the gradient."""
    T.forall(
        "nonnegative", [ge(eps * P, A - F)], ge(F + eps * P - A, 0),
        r"II. By definition $\varepsilon\Omega(y) \ge \langle\theta, y\rangle - F_\varepsilon(\theta)$ for all "
        r"$\theta$ (with $A$ for the pairing):",
        form=eps * P - A + F,
    )
    T.forall(
        "infimum", [le(eps * P, A - F + e)], le(F + eps * P - A, e),
        r"and for every $e > 0$ there is a $\theta$ at which it is at most $e$ more, as $\varepsilon\Omega(y)$ is the "
        r"least bound: the infimum of the loss is 0.",
        form=A - F + e - eps * P,
    )
    T.forall(
        "convex", [le(V, (1 - s) * F + s * G)],
        le(V + c - ((1 - s) * A + s * B), (1 - s) * (F + c - A) + s * (G + c - B)),
        r"It is convex, because $F_\varepsilon$ is and the rest is affine ($c = \varepsilon\Omega(y)$; $V$ the value "
        r"of $F_\varepsilon$ between):",
        form=(1 - s) * F + s * G - V,
    )
    T.derivative(
        "gradient", phi(theta) + c - theta * y, theta, phi(theta).diff(theta) - y,
        r"Coordinate by coordinate its gradient is $\nabla F_\varepsilon - y = y_\varepsilon(\theta) - y$, and no "
        r"Jacobian of $y_\varepsilon$ is in it.",
    )


def zero(T: Proof) -> None:
    """Where the loss vanishes."""
    T.forall(
        "zero-if", [ge(W, F + B - A)], ge(A - F, B - W),
        r"III. If $y = y_\varepsilon(\theta)$, it is a subgradient: $F_\varepsilon(v) \ge F_\varepsilon(\theta) + "
        r"\langle y, v - \theta\rangle$, so no $v$ has a greater $\langle v, y\rangle - F_\varepsilon(v)$ than "
        r"$\theta$ ($W = F_\varepsilon(v)$, $B = \langle v, y\rangle$),",
        form=W - F - B + A,
    )
    T.forall(
        "zero-value", [le(eps * P, A - F)], le(F + eps * P - A, 0),
        r"$\varepsilon\Omega(y)$ is $A - F$ and the loss is 0.", form=A - F - eps * P,
    )
    T.argue(
        "descent", "descent lemma",
        r"Let the gradient at $\theta$ not be 0, and $G = \|y_\varepsilon(\theta) - y\|^2$. The loss has the gradient "
        r"$y_\varepsilon - y$, which is $K$-Lipschitz by perturbed-argmax. A step of $-h$ times the gradient leads "
        r"from $V$ to a value of at most $V - hG + \frac12h^2KG$.",
    )
    T.forall(
        "only-if", [gt(G, 0), gt(h, 0), lt(h * K, 2), le(L, V - h * G + h**2 * K * G / 2)], lt(L, V),
        r"For small $h$ it is less than $V$, so that $V$ was not 0, the least value.",
        form=[V - h * G + h**2 * K * G / 2 - L, h * G * (2 - h * K) / 2],
    )
    T.identity(
        "between", (y + h * (y - V)) / (1 + h) + h / (1 + h) * V, y,
        r"$y_\varepsilon(\theta)$ is in the relative interior of $C$ by perturbed-argmax, so it is not a vertex, "
        r"unless $C$ is one point: if $V$ is another point of $C$, $y + h(y - V)$ is in $C$ for a small $h > 0$, and "
        r"$y$ is between the two, coordinate by coordinate",
    )
    T.forall(
        "vertex", [gt(S, 0)], gt(S / (1 + S), 0),
        r"For instance, with centred Gumbel noise on the simplex the first entry misses 1 by $S/(1 + S)$, $S = "
        r"\sum_{j > 1}e^{(\theta_j - \theta_1)/\varepsilon}$, and the loss is $\varepsilon\ln(1 + S) > 0$.",
        form=S / (1 + S),
    )
    T.identity(
        "vertex-loss", eps * log(h + h * S) - eps * log(h), eps * log(1 + S),
        r"(with $h = e^{\theta_1/\varepsilon}$; $\Omega(e_1) = 0$, because $\theta_1 - \mathrm{LSE}(\theta) = -\ln(1 + "
        r"S)$ is negative and as near to 0 as one likes)",
    )


def least_regulariser(T: Proof) -> None:
    """Where Omega is least."""
    T.forall(
        "omega-below", [ge(F + P - A, 0), ge(A, 0)], ge(P, -F),
        r"IV. At $\varepsilon = 1$ and $\theta = 0$, where $A = 0$, the loss is $F_1(0) + \Omega(y)$. So $\Omega(y) "
        r"\ge -F_1(0)$, with equality if and only if the loss vanishes at $\theta = 0$, that is, by III, if and only "
        r"if $y = y_1(0)$.",
        form=[F + P - A, A],
    )


def wrong_scale(T: Proof) -> None:
    """What becomes of the loss with the conjugate of F_eps for Omega."""
    T.identity(
        "wrong-scale", F + eps * (eps * P) - A, (F + eps * P - A) + (eps - 1) * eps * P,
        r"V. With $\Omega' = (F_\varepsilon)^* = \varepsilon\Omega$ in the loss it becomes",
    )
    T.forall(
        "finite", [le(A, G), ge(F, G - K)], le(A - F, K),
        r"and the infimum is $(\varepsilon - 1)\varepsilon\Omega(y)$. On $C$, $\Omega$ is finite: with $A = "
        r"\langle\theta, y\rangle \le F(\theta) = G$ and $F = F_1(\theta) \ge G - R\,\mathrm{E}\|Z\|$ "
        r"(perturbed-maximum), it is at most $K = R\,\mathrm{E}\|Z\|$.",
        form=[G - A, F - G + K],
    )
    T.forall(
        "even-weights", [], ge(P**2 + Q**2, 2 * P * Q),
        r"For centred Gumbel noise and two scores $\Omega(\frac12, \frac12) = -\ln 2$, because $\mathrm{LSE}(\theta) "
        r"\ge \frac12(\theta_1 + \theta_2) + \ln 2$ (lse-conjugate), with equality at 0; of both sides the "
        r"exponentials are, "
        r"with $P = e^{\theta_1/2}$ and $Q = e^{\theta_2/2}$,", form=(P - Q) ** 2,
    )
    T.enclose(
        "wrong-value", lt((eps - 1) * eps * P, 0), at={eps: 2, P: -log(2)},
        text=r"At $\varepsilon = 2$ the infimum is $-2\ln 2$, negative.",
    )
    T.enclose(
        "wrong-value-half", gt((eps - 1) * eps * P, Rational(17, 100)), at={eps: Rational(1, 2), P: -log(2)},
        text=r"At $\varepsilon = \frac12$ it is $\frac14\ln 2$.",
    )


def parameters(T: Proof) -> None:
    """The gradient in the parameters of a model."""
    w = Symbol("w", real=True)
    T.derivative(
        "chain-rule", f(w) * y, w, f(w).diff(w) * y,
        r"VI. Let $\theta = g(w)$. Along one coordinate of $w$ the loss changes by the sum over the coordinates of "
        r"$\theta$ of the products of derivatives; for the linear term one of them is",
    )
    T.derivative(
        "chain-rule-convex", phi(g(w)), w, phi(u).diff(u).subs(u, g(w)) * g(w).diff(w),
        r"and for $F_\varepsilon$ along one coordinate: together $\sum_i\frac{\partial g_i}{\partial "
        r"w_j}(y_\varepsilon - y)_i$, the $j$-th entry of $J'(y_\varepsilon - y)$ with the transpose $J'$.",
    )
    T.identity(
        "unbiased", D * (Q - y) + K * (W - y), D * Q + K * W - (D + K) * y,
        r"This is linear in $y_\varepsilon$, so an unbiased estimate of $y_\varepsilon$ gives one of the gradient "
        r"(two samples with weights $D$ and $K$).",
    )


if __name__ == "__main__":
    fenchel_young_loss.script()
