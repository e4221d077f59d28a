r"""Derivatives of the perturbed maximum as means over the noise, and their variance.

[S2-05, S2-22 to S2-24]
"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational, Symbol, exp, log, pi

from symbolic.notation import eps, positives, reals
from symbolic.relations import eq, ge, gt, le, lt

A, B, C, D, K, N, P, Q, R, V, y = reals("A B C D K N P Q R V y")
z = Symbol("z", real=True)
a = positives("a")[0]
F, nu, g = Function("F"), Function("nu"), Function("g")
BELL = exp(-(z**2) / 2)
SLOPE_AT_0 = 2 / (eps * (2 * pi) ** Rational(1, 2))


@theorem(
    "score-identities",
    title="Derivatives as means over the noise",
    source="S2, section 2.4",
    conclusion=r"Under the hypotheses of perturbed-argmax let $\|Z\|\|\nabla\nu(Z)\|$ have a finite mean, too. Then "
    r"$\mathrm{E}\nabla\nu(Z) = 0$, $y_\varepsilon(\theta) = \frac1\varepsilon\mathrm{E}[F(\theta + \varepsilon "
    r"Z)\nabla\nu(Z)]$ and $J = \frac1\varepsilon\mathrm{E}[y^*(\theta + \varepsilon Z)\nabla\nu(Z)']$, so averages "
    r"over samples of $Z$ are unbiased. For $Y = \{-1, 1\}$ and a standard normal $Z$, $y^*$ is the sign (except at "
    r"0), the sample of $J$ has the second moment $\varepsilon^{-2}$ for every $\theta$, while $J = "
    r"\frac2\varepsilon\rho(\theta/\varepsilon)$ with the normal density $\rho$; at $\theta = 0$ the sample "
    r"has the variance $(1 - \frac2\pi)\varepsilon^{-2}$.",
    claim=[ge(y, V / eps), le(y, V / eps), eq(1 / eps**2 - SLOPE_AT_0**2, (1 - 2 / pi) / eps**2)],
    variables=[
        (y, r"\{y_\varepsilon(\theta)_i\}"), (V, r"\{\mathrm{E}F(\theta + \varepsilon Z)\partial_i\nu(Z)\}"),
        (eps, r"(0, \infty)"),
    ],
    hypotheses=[gt(eps, 0), eq(eps * y - V, 0)],
    witness={eps: 2, y: 1, V: 2},
    claims=["S2-05", "S2-22", "S2-23", "S2-24"],
    uses=["perturbed-maximum", "perturbed-argmax"],
    ends=[
        "setting",
        "chain-rule, by-parts, integrable, both-ends, solve, solve-back, mean-score, "
        "perturbed-argmax/hessian-integral, perturbed-argmax/hessian, perturbed-maximum/unbiased",
        "normal-score, jacobian, second-moment, variance",
    ],
    sketch=r"Let the noise run over one coordinate. The product of $F(\theta + \varepsilon z)$ and the density is "
    "integrable with its derivative, so on almost every line it vanishes at both ends and the integral of the "
    r"derivative is 0: integration by parts turns $\varepsilon y_\varepsilon$ into $\mathrm{E}F\nabla\nu$, and with "
    r"$F = 1$ it gives $\mathrm{E}\nabla\nu = 0$. The formula for $J$ is in \ref{perturbed-argmax}. All are means of "
    r"functions of $Z$, so averages of samples are unbiased as in \ref{perturbed-maximum}. The example with the sign "
    r"of $\theta + \varepsilon Z$ shows the price: the sample $\mathrm{sign}\cdot Z/\varepsilon$ of $J$ has the "
    r"second moment $\varepsilon^{-2}$ wherever $\theta$ is, while $J$ itself is "
    r"$\frac2\varepsilon\rho(\theta/\varepsilon)$ and decays, so the relative error grows without bound away from 0; "
    r"at 0 the variance is $(1 - \frac2\pi)\varepsilon^{-2}$.",
)
def score_identities(T: Proof) -> None:
    by_parts(T)
    one_dimension(T)
    variance(T)


def by_parts(T: Proof) -> None:
    """One coordinate of the noise at a time."""
    u = Symbol("u", real=True)
    T.say(
        r"I. Let $z$ run over one coordinate $z_i$ of the noise, the others fixed, and $g(z) = F(\theta + \varepsilon "
        r"z)$: the maximum of finitely many affine functions, with the slope $\varepsilon y_i$ where $y = y^*(\theta + "
        r"\varepsilon z)$ is the only maximiser."
    )
    T.derivative(
        "chain-rule", F(eps * z), z, eps * F(u).diff(u).subs(u, eps * z),
        r"A factor $\varepsilon$ comes from the chain rule.",
    )
    T.derivative(
        "by-parts", g(z) * exp(-nu(z)), z, g(z).diff(z) * exp(-nu(z)) - g(z) * nu(z).diff(z) * exp(-nu(z)),
        r"The derivative of the product with the density is",
    )
    T.forall(
        "integrable", [ge(R, 0), ge(D, 0), le(P, R * (N + eps * Q))], le(P * D, R * N * D + eps * R * Q * D),
        r"All three are integrable: with $P = |F(\theta + \varepsilon z)| \le R(\|\theta\| + \varepsilon\|z\|)$ and "
        r"$D = |\partial_i\nu|$ ($N = \|\theta\|$, $Q = \|z\|$),",
        form=D * (R * (N + eps * Q) - P),
    )
    T.argue(
        "both-ends", "Fubini and Tonelli",
        r"So on almost every line the product is integrable and so is its derivative: it vanishes at both ends, and "
        r"the integral of the derivative is 0. Over all lines: $0 = \varepsilon\mathrm{E}y_i - \mathrm{E}[F(\theta + "
        r"\varepsilon Z)\partial_i\nu(Z)]$.",
    )
    T.forall(
        "solve", [gt(eps, 0), ge(eps * y - V, 0)], ge(y, V / eps),
        r"With $y$ and $V$ for the two means, $y = V/\varepsilon$ (this and the opposite inequality):",
        form=(eps * y - V) / eps,
    )
    T.forall("solve-back", [gt(eps, 0), ge(V - eps * y, 0)], le(y, V / eps), form=(V - eps * y) / eps)
    T.derivative(
        "mean-score", -exp(-nu(z)), z, nu(z).diff(z) * exp(-nu(z)),
        r"For $F = 1$ the same gives $\mathrm{E}\partial_i\nu(Z) = 0$: the increment of",
    )
    T.say(r"The formula for $J$ is in perturbed-argmax.")
    T.identity(
        "average", (K * V + V) / (K + 1), V,
        r"Both are means of functions of $Z$, so an average over independent samples is unbiased as in "
        r"perturbed-maximum (unbiased): $K$ means $V$ and one more.",
    )


def one_dimension(T: Proof) -> None:
    """The sign of theta + eps Z with normal noise."""
    T.say(
        r"II. Let $Y = \{-1, 1\}$, where $F(\theta)$ is $\max(\theta, -\theta) = |\theta|$ and $y^*$ the sign, and $Z$ "
        r"standard normal, $\nu = \frac12z^2 + \frac12\ln(2\pi)$, $\nu' = z$. Let $a = \theta/\varepsilon$."
    )
    T.derivative("normal-score", z**2 / 2 + log(2 * pi) / 2, z, z, r"Indeed")
    T.derivative(
        "jacobian", -BELL, z, z * BELL,
        r"$\mathrm{E}[\mathrm{sign}(a + Z)Z]$ is the increment of $-\rho$ from $-a$ to infinity minus that from minus "
        r"infinity to $-a$: $2\rho(a)$. So $J = \frac2\varepsilon\rho(a)$.",
    )


def variance(T: Proof) -> None:
    """The variance of one sample of the Jacobian."""
    T.derivative(
        "second-moment", -z * BELL, z, z**2 * BELL - BELL,
        r"III. The sample $\mathrm{sign}(a + Z)Z/\varepsilon$ has the square $Z^2/\varepsilon^2$, of mean "
        r"$\varepsilon^{-2}$, because $\mathrm{E}(Z^2 - 1)$ is an increment of",
    )
    T.identity(
        "variance", 1 / eps**2 - SLOPE_AT_0**2, (1 - 2 / pi) / eps**2, r"At $\theta = 0$, where $J = "
        r"\frac2\varepsilon\rho(0)$, the variance is",
    )
    T.enclose("variance-size", gt(1 - 2 / pi, Rational(363, 1000)), r"more than $0.363\,\varepsilon^{-2}$.")
    T.forall(
        "exp-above", [gt(a, 0), ge(A, 1 + a**2), gt(A, 0)], le(1 / A, 1 / (1 + a**2)),
        r"At $\theta \ne 0$ the square of $J\varepsilon$ is $\frac2\pi e^{-a^2}$, and with $A = e^{a^2} \ge 1 + a^2$ "
        r"it is at most $\frac2\pi/(1 + a^2)$, which tends to 0 with $\varepsilon$: relative to $J$ the error of a "
        r"sample grows beyond all bounds.",
        form=(A - 1 - a**2) / (A * (1 + a**2)),
    )
    T.enclose(
        "relative", lt(2 / pi * exp(-Rational(16)), Rational(1, 10**7)),
        r"At $\theta = 4\varepsilon$, $(\varepsilon J)^2 = \frac2\pi e^{-16}$ is less than $10^{-7}$, against the "
        r"second moment 1.",
    )


if __name__ == "__main__":
    score_identities.script()
