"""Scaling: f_t(x) = t f(x/t) multiplies the gap by t and divides the smoothness by t."""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp

from symbolic.notation import eps, reals, t
from symbolic.relations import ge, gt, le, lt

F, M, s, a, b = reals("F M s a b")
G, D = reals("G D")
y, w, z = reals("y w z")
phi = sp.Function("phi")


@theorem(
    "scaling",
    title="Gap times smoothness does not depend on the temperature",
    source="classical",
    conclusion=r"If $f$ is a convex 1-smooth $\varepsilon$-smoothing of $\max$ and $t > 0$, then $f_t(x) = t f(x/t)$ "
    r"is convex and $1/t$-smooth with $\max \le f_t \le \max + t\varepsilon$. Hence the least gap of an $L$-smooth "
    r"over-estimate is $\varepsilon^*_d / L$.",
    claim=[le(t * F, t * M + t * eps)],
    variables=[(t, r"(0, \infty)"), (eps, r"(0, \infty)"), (F, r"\mathbb{R}"), (M, r"\mathbb{R}")],
    hypotheses=[gt(t, 0), ge(F, M), le(F, M + eps)],
    witness={t: 3, eps: 2, F: 1, M: 0},
    claims=["S0-12"],
    sketch=r"Put $f_t(x) = t f(x/t)$. The maximum is homogeneous, $t\max(x/t) = \max x$, so $\max \le f \le \max + "
    r"\varepsilon$ at $x/t$ becomes $\max \le f_t \le \max + t\varepsilon$ at $x$, and convexity passes over. In the "
    r"gradient the factors $t$ and $1/t$ cancel: $\nabla f_t(x) = (\nabla f)(x/t)$. Its Lipschitz constant is "
    "therefore divided by $t$ while the gap is multiplied by $t$, and their product is an invariant. Scaling with $t "
    "= L$ and back with $t = 1/L$ is a bijection between 1-smooth and $L$-smooth over-estimates, which carries the "
    r"least gap $\varepsilon^*_d$ to $\varepsilon^*_d/L$. This is why every other theorem may be stated for "
    "smoothness 1.",
)
def scaling(T: Proof) -> None:
    T.say(
        r"Write $M = \max(x/t)$ and $F = f(x/t)$: $f_t(x) = tF$, and $M \le F \le M + \varepsilon$ if $f$ is an "
        r"$\varepsilon$-smoothing."
    )
    T.forall(
        "order-is-kept", [gt(t, 0), le(a, b)], le(t * a, t * b),
        r"Multiplying by $t$ keeps the order of the entries, so $tM = \max x$: the maximum is homogeneous.",
        form=t * (b - a),
    )
    T.forall(
        "over-estimates", [gt(t, 0), ge(F, M)], ge(t * F, t * M),
        r"$f_t \ge \max$;", form=t * (F - M),
    )
    T.forall(
        "gap", [gt(t, 0), le(F, M + eps)], le(t * F, t * M + t * eps),
        r"$f_t \le \max + t\varepsilon$.", form=t * (M + eps - F),
    )
    T.forall(
        "convex", [gt(t, 0), le(F, (1 - s) * a + s * b)], le(t * F, (1 - s) * (t * a) + s * (t * b)),
        r"Convexity: with $F = f((1-s)x/t + sy/t)$, $a = f(x/t)$, $b = f(y/t)$,",
        form=t * ((1 - s) * a + s * b - F),
    )
    T.derivative(
        "chain-rule", t * phi((y + w) / t), w, sp.Subs(sp.Derivative(phi(z), z), z, (y + w) / t),
        r"Gradient: along a coordinate the factors $t$ and $1/t$ cancel, so $\nabla f_t(x) = (\nabla f)(x/t)$.",
    )
    T.forall(
        "smoothness", [gt(t, 0), le(G, D / t)], le(t * G, D),
        r"With $G = \|\nabla f(x/t) - \nabla f(y/t)\|_1 \le \|x/t - y/t\|_\infty = D/t$, where $D = \|x-y\|_\infty$: "
        r"$f_t$ is $1/t$-smooth.", form=t * (D / t - G),
    )
    T.forall(
        "inverse", [gt(t, 0), lt(a, eps / t)], lt(t * a, eps),
        r"So the least gaps correspond: an $L$-smooth over-estimate with a gap $a < \varepsilon^*_d / L$, scaled by "
        r"$t = L$, would be 1-smooth with a gap below $\varepsilon^*_d$; and scaling by $1/L$ carries the best "
        r"1-smooth ones to $L$-smooth ones with gap $\varepsilon^*_d / L$. Gap times smoothness is the invariant.",
        form=t * (eps / t - a),
    )


if __name__ == "__main__":
    scaling.script()
