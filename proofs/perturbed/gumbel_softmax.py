r"""Gumbel noise gives LogSumExp and the softmax exactly.   [S2-32, S2-33]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Rational, Symbol, exp, log, sqrt

from symbolic.notation import d, eps, positives, reals
from symbolic.relations import eq, ge, gt, le, lt

S, E, c, r, t = positives("S E c r t")
z, L = Symbol("z", real=True), Symbol("L", real=True)
y, P, Q = reals("y P Q")
gamma = Symbol("gamma", real=True)
RISE = (1 - exp(-t)) * log(t)
PRODUCT = exp(-z - exp(-z)) * exp(-(S - E) * exp(-z) / E)
TAIL = exp(-t) * log(1 + 1 / t)
FIRST_ABOVE = 1 - Rational(1, 4) + Rational(1, 18)
FIRST_BELOW = FIRST_ABOVE - Rational(1, 96)
SECOND_BELOW, SECOND_ABOVE = exp(-1) * log(3) / 2, exp(-1) * log(2)
"""Bounds for the two integrals of which Euler's constant is the difference."""


@theorem(
    "gumbel-softmax",
    title="Gumbel noise gives LogSumExp and the softmax",
    source="S2, section 3.2",
    conclusion=r"Let $C$ be the simplex and $Z$ have $d$ independent entries of density $e^{-z - e^{-z}}$, with the "
    r"mean $\gamma = -\int_0^\infty e^{-t}\ln t\,dt$. For all $\theta$ and $\varepsilon > 0$ the $i$-th entry of "
    r"$\theta + \varepsilon Z$ is the largest with probability $\mathrm{softmax}_i(\theta/\varepsilon)$, "
    r"$y_\varepsilon(\theta) = \mathrm{softmax}(\theta/\varepsilon)$ and $F_\varepsilon(\theta) = "
    r"\varepsilon\,\mathrm{LSE}(\theta/\varepsilon) + \varepsilon\gamma$. With the centred noise $Z - \gamma$ the "
    r"constant is gone. It is not 0: $0.54 < \gamma < 0.61$. For $Y = \{0, 1\}$ and one Gumbel variable the "
    r"probability of 1 is $1 - \exp(-e^{\theta/\varepsilon})$, which is not the Gibbs weight: at $\theta = 0$ it is "
    r"$1 - \frac1e$, not $\frac12$.",
    claim=[
        eq(PRODUCT, exp(-z) * exp(-S * exp(-z) / E)), gt(gamma, Rational(54, 100)), lt(gamma, Rational(61, 100)),
        gt(1 - exp(Integer(-1)), Rational(63, 100)),
    ],
    variables=[
        (S, r"(0, \infty)"), (E, r"(0, S)"), (z, r"\mathbb{R}"), (d, r"\{2, 3, \dots\}"), (eps, r"(0, \infty)"),
        (gamma, r"\{-\int_0^\infty e^{-t}\ln t\,dt\}"), (P, r"\{\int_0^1\frac1t(1 - e^{-t})dt\}"),
        (Q, r"\{\int_1^\infty\frac1te^{-t}dt\}"),
    ],
    hypotheses=[
        gt(eps, 0), ge(d, 2), eq(gamma, P - Q), ge(P, FIRST_BELOW), le(P, FIRST_ABOVE),
        le(Q, SECOND_ABOVE), ge(Q, SECOND_BELOW),
    ],
    witness={
        eps: 2, d: 3, gamma: Rational(577, 1000), P: Rational(797, 1000), Q: Rational(22, 100),
    },
    claims=["S2-32"],
    uses=["lse-conjugate", "perturbed-maximum", "perturbed-argmax"],
    ends=[
        "distribution, score, mean-of-t",
        "log-above, log-below, root-mean, rivals-independent, rivals, winner, one-factor, "
        "perturbed-maximum/scale, perturbed-maximum/same-maximiser",
        "centred",
        "before-one, after-one, first-below, first-above, second-above, second-bound, second-below, half-log, "
        "half-log-rises, gamma-below, above-54, gamma-above, below-61",
        "distribution, not-gibbs",
    ],
    sketch="Given the value $z$ of the $i$-th noise, the $j$-th entry stays below with probability "
    r"$\exp(-e^{\theta_j - \theta_i}e^{-z})$; by independence these multiply, and the product with the density of $z$ "
    r"is the derivative of a function that runs from 0 to $e^{\theta_i}/\sum_je^{\theta_j}$: the softmax. All entries "
    r"are below $z$ with probability $\exp(-Se^{-z})$, $S = \sum e^{\theta_j}$, which is the law of the noise shifted "
    r"by $\ln S$; its mean is $\mathrm{LSE}(\theta) + \gamma$. \ref{perturbed-maximum} brings in $\varepsilon$, and "
    r"\ref{perturbed-argmax} applies because $|Z|$ and $|\nu'|$ have finite means. For the constant, substitute $t = "
    r"e^{-z}$ and integrate by parts: $\gamma$ is the difference of two integrals, bounded by alternating Taylor sums "
    r"on $[0, 1]$ and by logarithms with known derivatives beyond. That the law on $\{0, 1\}$ is not the Gibbs law is "
    r"one number, $1 - \frac1e$ against $\frac12$.",
)
def gumbel_softmax(T: Proof) -> None:
    law(T)
    winner(T)
    maximum(T)
    constant(T)
    elsewhere(T)


def law(T: Proof) -> None:
    """The distribution function."""
    T.derivative(
        "distribution", exp(-exp(-z)), z, exp(-z - exp(-z)),
        r"I. The density is the derivative of $e^{-e^{-z}}$, which runs from 0 to 1: the distribution function.",
    )
    T.derivative(
        "score", z + exp(-z), z, 1 - exp(-z),
        r"$\nu = z + e^{-z}$ has the derivative $1 - e^{-z}$, and with $t = e^{-z}$, which has the density $e^{-t}$ "
        r"on $(0, \infty)$,",
    )
    T.derivative(
        "mean-of-t", -(t + 1) * exp(-t), t, t * exp(-t),
        r"$\mathrm{E}t = 1$, so $\mathrm{E}|\nu'| \le 2$. $|Z| = |\ln t|$ has a finite mean, too, since $|\ln t| \le "
        r"2/\sqrt{t} + t$: with $r = \sqrt{t}$ and $\ln u \le u - 1$, which is in lse-conjugate,",
    )
    T.forall(
        "log-above", [gt(r, 0), le(y, r**2 - 1)], le(y, 2 / r + r**2), r"for $y = \ln t$",
        form=[r**2 - 1 - y, Integer(1), 2 / r],
    )
    T.forall(
        "log-below", [gt(r, 0), le(y, 1 / r - 1)], le(2 * y, 2 / r + r**2), r"and for $2y = -\ln t = 2\ln\frac1r$.",
        form=[2 * (1 / r - 1 - y), Integer(2), r**2],
    )
    T.derivative(
        "root-mean", 4 * sqrt(t), t, 2 / sqrt(t),
        r"$2/\sqrt{t}$ times $e^{-t} \le 1$ has an integral over $(0, 1)$ of at most 4, the increment of this, and "
        r"beyond 1 it is at most $2e^{-t}$. So perturbed-argmax applies, at any $\theta$ and $\varepsilon$. Ties have "
        r"probability 0, so $y_\varepsilon(\theta) = y_1(\theta/\varepsilon)$, and $F_\varepsilon(\theta) = "
        r"\varepsilon F_1(\theta/\varepsilon)$: let $\varepsilon = 1$.",
    )


def winner(T: Proof) -> None:
    """Which entry is the largest."""
    T.say(
        r"II. Let $E = e^{\theta_i}$ and $S = \sum_je^{\theta_j}$. If the value of the $i$-th noise is $z$, the $j$-th "
        r"entry is below $\theta_i + z$ with probability $\exp(-e^{-(\theta_i + z - \theta_j)})$."
    )
    T.say(r"With $c = e^{\theta_j}$ this is $\exp(-ce^{-z}/E)$.")
    T.formally(
        "rivals-independent", "TightMax.GumbelWinner.winner",
        r"The entries being independent, the $i$-th is the largest with a probability that is the integral over $z$ "
        r"of the product over $j \ne i$ of these numbers, times the density of $z$.",
    )
    T.identity("rivals", PRODUCT, exp(-z) * exp(-S * exp(-z) / E), r"This product is")
    T.derivative(
        "winner", E / S * exp(-S * exp(-z) / E), z, exp(-z) * exp(-S * exp(-z) / E),
        r"the derivative of a function that runs from 0 to $E/S$: the probability is "
        r"$e^{\theta_i}/\sum_je^{\theta_j}$.",
    )
    T.formally(
        "softmax", "TightMax.GumbelWinner.winner",
        r"So $y_1(\theta)$, the mean of the unit vector of the largest entry, is the softmax.",
    )


def maximum(T: Proof) -> None:
    """The law of the largest entry."""
    T.identity(
        "one-factor", exp(-S * exp(-z)) * exp(-exp(-(z - log(c)))), exp(-(S + c) * exp(-z)),
        r"III. All entries are below $z$ with a probability that is a product, as they are independent: one factor "
        r"after the other ($S$ the sum of the $e^{\theta_j}$ so far, $c$ the next) it is $\exp(-Se^{-z})$ in the end.",
    )
    T.formally(
        "shifted", "TightMax.GumbelVariable.below_one",
        r"As $Se^{-z} = e^{-(z - \ln S)}$, that is the distribution function of the noise shifted by $\ln S = "
        r"\mathrm{LSE}(\theta)$,",
    )
    T.formally(
        "mean-of-largest", "TightMax.GumbelWinner.largest_score",
        r"so the mean of the largest entry is $\mathrm{LSE}(\theta) + \gamma$, $\gamma$ the mean of the noise.",
    )
    T.identity(
        "centred", eps * (L + gamma) - eps * gamma, eps * L,
        r"At $\varepsilon$ it is $\varepsilon(L + \gamma)$ with $L = \mathrm{LSE}(\theta/\varepsilon)$, and "
        r"subtracting $\gamma$ from every entry of $Z$ subtracts $\varepsilon\gamma$.",
    )


def constant(T: Proof) -> None:
    """Bounds for the mean of the noise."""
    T.formally(
        "gamma", "TightMax.GumbelConstant.gamma_integral",
        r"IV. With $t = e^{-z}$ the mean is $\gamma = -\int_0^\infty e^{-t}\ln t\,dt$. On $(0, 1)$ and on $(1, "
        r"\infty)$ integrate by parts:",
    )
    T.derivative(
        "before-one", RISE, t, exp(-t) * log(t) + (1 - exp(-t)) / t,
        r"$(1 - e^{-t})\ln t$, of a size of at most $t(2/\sqrt{t} + t)$, vanishes at 0 and at 1,",
    )
    T.derivative(
        "after-one", -exp(-t) * log(t), t, exp(-t) * log(t) - exp(-t) / t,
        r"and $-e^{-t}\ln t$ at 1 and at infinity (as $\ln t \le t$ and $e^t > \frac12t^2$). So $\gamma = "
        r"\int_0^1\frac{1}{t}(1 - e^{-t})dt - \int_1^\infty\frac1te^{-t}dt$.",
    )
    T.derivative(
        "series-below", 1 - t + t**2 / 2 - t**3 / 6 + t**4 / 24 - exp(-t), t, -(1 - t + t**2 / 2 - t**3 / 6 - exp(-t)),
        r"The difference of $e^{-t}$ and its Taylor sums has for its derivative minus the one before,",
    )
    T.derivative(
        "series-start", 1 - exp(-t), t, exp(-t),
        r"down to $1 - e^{-t}$, which increases from 0. All vanish at 0, so for $t > 0$ they alternate in sign: $1 - "
        r"t + \frac{t^2}{2} - \frac{t^3}{6} \le e^{-t} \le 1 - t + \frac{t^2}{2} - \frac{t^3}{6} + \frac{t^4}{24}$.",
    )
    T.derivative(
        "first-below", t - t**2 / 4 + t**3 / 18 - t**4 / 96, t, (1 - (1 - t + t**2 / 2 - t**3 / 6 + t**4 / 24)) / t,
        r"The first integral is at least the increment of this over $[0, 1]$,",
    )
    T.derivative(
        "first-above", t - t**2 / 4 + t**3 / 18, t, (1 - (1 - t + t**2 / 2 - t**3 / 6)) / t,
        r"and at most the increment of this.",
    )
    T.formally(
        "second-integral", "TightMax.GumbelConstant.ln_bounds",
        r"For the second integral let $y = \ln(1 + \frac1t)$, which is at least $\frac{1}{t+1}$, as $\ln u \ge 1 - "
        r"\frac1u$ (lse-conjugate); and",
    )
    T.derivative(
        "second-above", -TAIL, t, exp(-t) * (log(1 + 1 / t) + 1 / (t * (t + 1))), r"$-e^{-t}y$ has a derivative that",
    )
    T.forall(
        "second-bound", [gt(t, 0), ge(y, 1 / (t + 1))], ge(y + 1 / (t * (t + 1)), 1 / t),
        r"is at least $\frac1te^{-t}$: the second integral is at most $\frac1e\ln 2$.", form=y - 1 / (t + 1),
    )
    T.enclose("gamma-below", gt(FIRST_BELOW - SECOND_ABOVE, Rational(54, 100)), r"As")
    T.forall(
        "above-54",
        [ge(gamma, P - Q), ge(P, FIRST_BELOW), le(Q, SECOND_ABOVE), gt(FIRST_BELOW - SECOND_ABOVE, Rational(54, 100))],
        gt(gamma, Rational(54, 100)), r"with $P$ and $Q$ for the two integrals:",
        form=[gamma - P + Q, P - FIRST_BELOW, SECOND_ABOVE - Q, FIRST_BELOW - SECOND_ABOVE - Rational(54, 100)],
    )
    T.derivative(
        "second-below", -exp(-t) * log(1 + 2 / t) / 2, t, exp(-t) * (log(1 + 2 / t) / 2 + 1 / (t * (t + 2))),
        r"Likewise $-\frac12e^{-t}\ln(1 + \frac2t)$ has a derivative",
    )
    T.derivative(
        "half-log", log(1 + 2 / t) / 2 + 1 / (t * (t + 2)) - 1 / t, t, 4 / (t**2 * (t + 2) ** 2) / 2,
        r"of at most $\frac1te^{-t}$, as this difference increases, because of the positive derivative",
    )
    T.forall(
        "half-log-rises", [gt(t, 0)], gt(4 / (t**2 * (t + 2) ** 2) / 2, 0), r"here, and vanishes at infinity:",
        form=2 / (t**2 * (t + 2) ** 2),
    )
    T.enclose(
        "gamma-above", lt(FIRST_ABOVE - SECOND_BELOW, Rational(61, 100)),
        r"the second integral is at least $\frac{1}{2e}\ln 3$. As",
    )
    T.forall(
        "below-61",
        [le(gamma, P - Q), le(P, FIRST_ABOVE), ge(Q, SECOND_BELOW), lt(FIRST_ABOVE - SECOND_BELOW, Rational(61, 100))],
        lt(gamma, Rational(61, 100)), r"it follows that",
        form=[P - Q - gamma, FIRST_ABOVE - P, Q - SECOND_BELOW, Rational(61, 100) - FIRST_ABOVE + SECOND_BELOW],
    )


def elsewhere(T: Proof) -> None:
    """On another set it is not the Gibbs law."""
    T.say(
        r"V. For $Y = \{0, 1\}$ the value 1 is best where $\theta + \varepsilon Z > 0$, with probability $1 - "
        r"e^{-e^{-z}}$ at $z = -\theta/\varepsilon$."
    )
    T.enclose(
        "not-gibbs", gt(1 - exp(Integer(-1)), Rational(63, 100)),
        r"At $\theta = 0$ it is $1 - \frac1e$, but both Gibbs weights are $\frac12$.",
    )


if __name__ == "__main__":
    gumbel_softmax.script()
