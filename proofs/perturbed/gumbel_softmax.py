r"""Gumbel noise gives LogSumExp and the softmax exactly.   [S2-32, S2-33; seed 002]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Rational, Symbol, exp, log

from symbolic.notation import d, eps, positives, reals
from symbolic.relations import eq, ge, gt, lt

S, E, c, t = positives("S E c t")
z, L = Symbol("z", real=True), Symbol("L", real=True)
y, P, Q = reals("y P Q")
gamma = Symbol("gamma", real=True)
RISE = (1 - exp(-t)) * log(t)
PRODUCT = exp(-z - exp(-z)) * exp(-(S - E) * exp(-z) / E)
TAIL = exp(-t) * log(1 + 1 / t)


@theorem(
    "gumbel-softmax",
    title="Gumbel noise gives LogSumExp and the softmax",
    source="seed 002, section 3.2",
    conclusion=r"Let $C$ be the simplex and $Z$ have $d$ independent entries of density $e^{-z - e^{-z}}$, with the "
    r"mean $\gamma = -\int_0^\infty e^{-t}\ln t\,dt$. For all $\theta$ and $\varepsilon > 0$ the $i$-th entry of "
    r"$\theta + \varepsilon Z$ is the largest with probability $\mathrm{softmax}_i(\theta/\varepsilon)$, "
    r"$y_\varepsilon(\theta) = \mathrm{softmax}(\theta/\varepsilon)$ and $F_\varepsilon(\theta) = "
    r"\varepsilon\,\mathrm{LSE}(\theta/\varepsilon) + \varepsilon\gamma$. With the centred noise $Z - \gamma$ the "
    r"constant is gone. It is not 0: $0.54 < \gamma < 0.61$. For $Y = \{0, 1\}$ and one Gumbel variable the "
    r"probability of 1 is $1 - \exp(-e^{\theta/\varepsilon})$, which is not the Gibbs weight: at $\theta = 0$ it is "
    r"$1 - \frac1e$, not $\frac12$.",
    claim=[eq(PRODUCT, exp(-z) * exp(-S * exp(-z) / E))],
    variables=[(S, r"(0, \infty)"), (E, r"(0, S)"), (z, r"\mathbb{R}"), (d, r"\{2, 3, \dots\}"), (eps, r"(0, \infty)")],
    hypotheses=[gt(eps, 0), ge(d, 2)],
    witness={eps: 2, d: 3},
    claims=["S2-32"],
    uses=["perturbed-maximum", "perturbed-argmax", "lse-smooth", "lse-conjugate"],
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
        r"$\mathrm{E}t = 1$, so $\mathrm{E}|\nu'| \le 2$; and $|Z| = |\ln t| \le 1/\sqrt{t} + t$ has a finite mean. "
        r"So perturbed-argmax applies, at any $\theta$ and $\varepsilon$; by $y_\varepsilon(\theta) = "
        r"y_1(\theta/\varepsilon)$ and $F_\varepsilon(\theta) = \varepsilon F_1(\theta/\varepsilon)$ let $\varepsilon "
        r"= 1$.",
    )


def winner(T: Proof) -> None:
    """Which entry is the largest."""
    T.say(
        r"II. Let $E = e^{\theta_i}$ and $S = \sum_je^{\theta_j}$. If the value of the $i$-th noise is $z$, the $j$-th "
        r"entry is below $\theta_i + z$ with probability $\exp(-e^{-(\theta_i + z - \theta_j)})$."
    )
    T.say(r"With $c = e^{\theta_j}$ this is $\exp(-ce^{-z}/E)$.")
    T.identity(
        "rivals", PRODUCT, exp(-z) * exp(-S * exp(-z) / E), r"The product over $j \ne i$, times the density of $z$, is",
    )
    T.derivative(
        "winner", E / S * exp(-S * exp(-z) / E), z, exp(-z) * exp(-S * exp(-z) / E),
        r"the derivative of a function that runs from 0 to $E/S$: the probability is "
        r"$e^{\theta_i}/\sum_je^{\theta_j}$.",
    )
    T.say(r"So $y_1(\theta)$, the mean of the unit vector of the largest entry, is the softmax.")


def maximum(T: Proof) -> None:
    """The law of the largest entry."""
    T.induction(
        "product",
        base=ge(P, 0), base_given=[ge(P, 0)], given=[ge(P, 0), ge(Q, 0)], step=ge(P * Q, 0), step_form=P * Q,
        text=r"III. All entries are below $z$ with a probability that is a product, of numbers that are not negative,",
    )
    T.identity(
        "one-factor", exp(-S * exp(-z)) * exp(-exp(-(z - log(c)))), exp(-(S + c) * exp(-z)),
        r"and, one factor after the other ($S$ the sum of the $e^{\theta_j}$ so far), is $\exp(-Se^{-z})$ in the end.",
    )
    T.say(
        r"As $Se^{-z} = e^{-(z - \ln S)}$, that is the distribution function of the noise shifted by $\ln S = "
        r"\mathrm{LSE}(\theta)$,"
    )
    T.say(r"so the mean of the largest entry is $\mathrm{LSE}(\theta) + \gamma$, $\gamma$ the mean of the noise.")
    T.identity(
        "centred", eps * (L + gamma) - eps * gamma, eps * L,
        r"At $\varepsilon$ it is $\varepsilon(L + \gamma)$ with $L = \mathrm{LSE}(\theta/\varepsilon)$, and "
        r"subtracting $\gamma$ from every entry of $Z$ subtracts $\varepsilon\gamma$.",
    )


def constant(T: Proof) -> None:
    """Bounds for the mean of the noise."""
    T.say(
        r"IV. With $t = e^{-z}$ the mean is $\gamma = -\int_0^\infty e^{-t}\ln t\,dt$. On $(0, 1)$ and on $(1, "
        r"\infty)$ integrate by parts:"
    )
    T.derivative(
        "before-one", RISE, t, exp(-t) * log(t) + (1 - exp(-t)) / t, r"$(1 - e^{-t})\ln t$ vanishes at 0 and at 1,",
    )
    T.derivative(
        "after-one", -exp(-t) * log(t), t, exp(-t) * log(t) - exp(-t) / t,
        r"and $-e^{-t}\ln t$ at 1 and at infinity. So $\gamma = \int_0^1\frac{1}{t}(1 - e^{-t})dt - "
        r"\int_1^\infty\frac1te^{-t}dt$.",
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
    T.say(
        r"For the second integral let $y = \ln(1 + \frac1t)$, which is at least $\frac{1}{t+1}$, as $\ln u \ge 1 - "
        r"\frac1u$ (lse-conjugate); and"
    )
    T.derivative(
        "second-above", -TAIL, t, exp(-t) * (log(1 + 1 / t) + 1 / (t * (t + 1))), r"$-e^{-t}y$ has a derivative that",
    )
    T.forall(
        "second-bound", [gt(t, 0), ge(y, 1 / (t + 1))], ge(y + 1 / (t * (t + 1)), 1 / t),
        r"is at least $\frac1te^{-t}$: the second integral is at most $\frac1e\ln 2$.", form=y - 1 / (t + 1),
    )
    T.enclose(
        "gamma-below", gt(1 - Rational(1, 4) + Rational(1, 18) - Rational(1, 96) - exp(-1) * log(2), Rational(54, 100)),
        r"Hence $\gamma > 0.54$.",
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
        "gamma-above", lt(1 - Rational(1, 4) + Rational(1, 18) - exp(-1) * log(3) / 2, Rational(61, 100)),
        r"the second integral is at least $\frac{1}{2e}\ln 3$, and $\gamma < 0.61$.",
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
