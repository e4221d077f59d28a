r"""What fails without a positive density, and without a mean.   [S2-04, S2-14]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, Symbol, log, pi

from symbolic.notation import eps, reals
from symbolic.relations import eq, ge, gt, le, lt

A, B, F, P, V, h, m, x, y, z1, z2 = reals("A B F P V h m x y z_1 z_2")
z = Symbol("z", real=True)


@theorem(
    "noise-hypotheses",
    title="What the noise must have",
    source="S2, sections 1 and 2.3",
    conclusion=r"Two scores, noise of entries in $[-1, 1]$: where $|\theta_1 - \theta_2| > 2\varepsilon$ the "
    r"maximiser never changes, the Jacobian is 0, and $F_\varepsilon - F$ is constant on each side: it is "
    r"$\varepsilon\mathrm{E}Z_1$ where $\theta_1$ is the greater, and $\varepsilon\mathrm{E}Z_2$ where $\theta_2$ is. "
    r"Cauchy noise has a positive "
    r"differentiable density and bounded $\nabla\nu$, but $\mathrm{E}\max(Z, 0)$ is infinite, and for $Y = \{0, 1\}$, "
    r"$F_\varepsilon = \infty$ everywhere.",
    claim=[
        gt((x - y) + eps * (z1 - z2), 0), le(V - F, eps * m), ge(V - F, eps * m),
        le(2 * z / (1 + z**2), 1), ge(2 * z / (1 + z**2), -1),
    ],
    variables=[
        (x, r"\{\theta_1\}"), (y, r"\{\theta_2\}"), (z1, r"[-1, 1]"), (z2, r"[-1, 1]"), (eps, r"(0, \infty)"),
        (V, r"\{F_\varepsilon(\theta)\}"), (F, r"\{F(\theta)\}"), (m, r"\{\mathrm{E}Z_1\}"), (z, r"\mathbb{R}"),
    ],
    hypotheses=[
        gt(eps, 0), gt(x - y - 2 * eps, 0), ge(z1, -1), le(z2, 1), eq(V, x + eps * m), eq(F, x),
    ],
    witness={eps: 2, x: 5, y: 0, z1: -1, z2: 1, V: 6, F: 5, m: Rational(1, 2)},
    claims=["S2-04", "S2-14"],
    uses=["perturbed-maximum"],
    ends=[
        "never-changes, near-by, difference-above, difference-below",
        "score, score-above, score-below, partial-mean, grows, infinite",
    ],
    sketch="Two examples show what cannot be dropped. If the noise is bounded by 1 and one score leads by more than "
    r"$2\varepsilon$, it leads for every value of the noise, also after small changes of the scores: the maximiser is "
    r"constant nearby, so the Jacobian is 0, and $F_\varepsilon - F$ is the constant $\varepsilon\mathrm{E}Z_1$. So "
    "without a density that is positive everywhere nothing forces a gradient to be positive. Cauchy noise has a "
    r"positive density and even a bounded score $\nabla\nu = 2z/(1 + z^2)$, but the mean of $Z$ over $[0, K]$ is "
    r"$\frac{1}{2\pi}\ln(1 + K^2)$ and grows without bound, so $\mathrm{E}\max(Z, 0)$ is infinite, and with it "
    r"$F_\varepsilon$ at every $\theta$ for $Y = \{0, 1\}$: a finite mean, as \ref{perturbed-maximum} asks for, is "
    "needed.",
)
def noise_hypotheses(T: Proof) -> None:
    T.forall(
        "never-changes", [gt(eps, 0), gt(x - y - 2 * eps, 0), ge(z1, -1), le(z2, 1)], gt((x - y) + eps * (z1 - z2), 0),
        r"I. Bounded noise. If $x - y > 2\varepsilon$ the first score stays ahead, whatever the noise:",
        form=[x - y - 2 * eps, eps * (z1 + 1), eps * (1 - z2)],
    )
    T.forall(
        "near-by", [gt(x - y - 2 * eps - 2 * h, 0), ge(A, -h), le(B, h)], gt((x + A) - (y + B) - 2 * eps, 0),
        r"and this holds near by, after changes by at most $h$, if $x - y > 2\varepsilon + 2h$: the maximiser is $(1, "
        r"0)$ for all noise, so $y_\varepsilon = (1, 0)$ and its Jacobian is 0.",
        form=[x - y - 2 * eps - 2 * h, A + h, h - B],
    )
    T.forall(
        "difference-above", [le(V, x + eps * m), ge(F, x)], le(V - F, eps * m),
        r"$F(\theta + \varepsilon z) = x + \varepsilon z_1$ for all noise, of mean $V = x + \varepsilon m$ with $m = "
        r"\mathrm{E}Z_1$, while $F = x$. So $V - F$ is at most",
        form=[x + eps * m - V, F - x],
    )
    T.forall(
        "difference-below", [ge(V, x + eps * m), le(F, x)], ge(V - F, eps * m),
        r"and at least $\varepsilon m$. On the other side the two scores change places, and it is "
        r"$\varepsilon\mathrm{E}Z_2$.",
        form=[V - x - eps * m, x - F],
    )
    T.say(
        r"II. Cauchy noise in one variable, of density $\frac{1}{\pi(1 + z^2)}$: $\nu = \ln(1 + z^2) + \ln\pi$, with "
        r"a bounded derivative:"
    )
    T.derivative("score", log(1 + z**2) + log(pi), z, 2 * z / (1 + z**2), r"it is")
    T.forall("score-above", [], le(2 * z / (1 + z**2), 1), r"at most 1", form=(1 - z) ** 2 / (1 + z**2))
    T.forall("score-below", [], ge(2 * z / (1 + z**2), -1), r"and at least $-1$.", form=(1 + z) ** 2 / (1 + z**2))
    T.derivative(
        "partial-mean", log(1 + z**2) / (2 * pi), z, z / (pi * (1 + z**2)),
        r"But the mean of $Z$ over $0 \le Z \le K$ is the increment of",
    )
    T.forall(
        "grows", [ge(A, 2 * P)], ge(A / 2, P),
        r"from 0 to $K$, $\frac{A}{2\pi}$ with $A = \ln(1 + K^2)$, so at least $\frac{P}{\pi}$ as soon as $1 + K^2 "
        r"\ge e^{2P}$. $\mathrm{E}\max(Z, 0)$ is no less than that for any $P > 0$: it is infinite.",
        form=(A - 2 * P) / 2,
    )
    T.enclose("ten", gt(log(1 + Rational(10) ** 28) / (2 * pi), 10), r"For example it is above 10 for $K = 10^{14}$.")
    T.forall(
        "infinite", [gt(eps, 0), ge(A, x + eps * z1), le(P, eps * z1)], ge(A, x + P),
        r"For $Y = \{0, 1\}$, $F(\theta + \varepsilon z) = \max(0, \theta + \varepsilon z)$ is at least $\theta + "
        r"\varepsilon z$ where $z > 0$ and never negative, so its mean is infinite for every $\theta$ and "
        r"$\varepsilon$.",
        form=[A - x - eps * z1, eps * z1 - P],
    )
    T.exact(
        "uniform-example", lt(2 * eps - (x - y), 0), at={eps: 2, x: 5, y: 0},
        text=r"Scores 5 and 0 with $\varepsilon = 2$ are an example of I.",
    )


if __name__ == "__main__":
    noise_hypotheses.script()
