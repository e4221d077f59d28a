r"""The derivative in the temperature: of t f(x/t) it is f(y) - <y, grad f(y)>, between 0 and the gap."""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import eps, reals, t
from symbolic.relations import ge, gt, le, lt

F, G, M, Z, S, s, z = reals("F G M Z S s z")
phi = sp.Function("phi")


@theorem(
    "temperature-derivative",
    title="A smoothing grows with its temperature, by no more than its gap",
    source="new",
    conclusion=r"Let $f$ be convex and differentiable with $\max \le f \le \max + \varepsilon$, let $t > 0$ and $y = "
    r"x/t$. Then $\frac{d}{dt}\,t f(x/t) = f(y) - \langle y, \nabla f(y)\rangle$, which is at most "
    r"$\varepsilon$ and at least $f(y) - \max y \ge 0$.",
    claim=[le(F - G, eps)],
    variables=[
        (F, r"\{f(y)\}"), (G, r"\{\langle y, \nabla f(y)\rangle\}"), (Z, r"\{f(0)\}"), (eps, r"(0, \infty)"),
    ],
    hypotheses=[ge(Z, F - G), le(Z, eps)],
    witness={F: 2, G: 1, Z: 1, eps: 3},
    ends=["setting", "product-rule, claim 1, along-the-ray, no-more, at-least, over"],
    uses=["scaling"],
    sketch=r"Along the ray from 0 through $x$ the function is $\phi(s) = f(sx)$, and $t f(x/t) = t\,\phi(1/t)$: the "
    "product rule gives the formula. The tangent of a convex function lies below it. At $y$ it takes the value $f(y) "
    r"- \langle y, \nabla f(y)\rangle$ over the origin, which is the derivative in $t$; so this is at most $f(0) \le "
    r"\varepsilon$, as $\max 0 = 0$. Further out, at $(1 + s)y$, the tangent has risen by $s\langle y, \nabla "
    r"f(y)\rangle$, where $f$ is at most $(1 + s)\max y + \varepsilon$; as $s$ grows this leaves $\langle y, \nabla "
    r"f(y)\rangle \le \max y$. For LogSumExp the derivative is the entropy of the softmax of $y$.",
)
def temperature_derivative(T: Proof) -> None:
    T.say(
        r"Write $F = f(y)$, $G = \langle y, \nabla f(y)\rangle$, $M = \max y$, $Z = f(0)$ and $\phi(s) = f(sx)$: then "
        r"$t f(x/t) = t\,\phi(1/t)$, and $\frac1t\phi'(1/t) = \frac1t\langle x, \nabla f(x/t)\rangle = G$."
    )
    T.derivative(
        "product-rule", t * phi(1 / t), t, phi(1 / t) - sp.Subs(sp.Derivative(phi(z), z), z, 1 / t) / t,
        r"The derivative in $t$ is $F - G$:",
    )
    T.forall(
        "claim", [ge(Z, F - G), le(Z, eps)], le(F - G, eps),
        r"The tangent at $y$ lies below $f$ at the origin, where $f$ is at most $\max 0 + \varepsilon = \varepsilon$:",
        form=[Z - F + G, eps - Z],
    )
    T.forall(
        "along-the-ray", [ge(S, F + s * G), le(S, (1 + s) * M + eps), ge(F, M), gt(s, 0)], le(G - M, eps / s),
        r"With $S = f((1 + s)y)$, where the tangent has risen by $sG$ and $f$ is at most $(1 + s)M + \varepsilon$:",
        form=[(S - F - s * G) / s, ((1 + s) * M + eps - S) / s, (F - M) / s],
    )
    T.forall(
        "no-more", [gt(G, M), gt(eps, 0)], lt(eps / (2 * eps / (G - M)), G - M),
        r"This holds for every $s > 0$; if $G$ exceeded $M$, then $s = 2\varepsilon/(G - M)$ would contradict it.",
        form=(G - M) / 2,
    )
    T.forall("at-least", [le(G, M)], ge(F - G, F - M), r"So $G \le M$, and the derivative is at least $f(y) - \max y$:",
             form=M - G)
    T.forall("over", [ge(F, M)], ge(F - M, 0), r"which is not negative.", form=F - M)


if __name__ == "__main__":
    temperature_derivative.script()
