r"""The perturbed maximiser for small and for large noise.   [S2-19, S2-20, S2-57 to S2-59, S2-63]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, Symbol, exp, pi, sqrt

from symbolic.notation import eps, positives, reals
from symbolic.relations import ge, gt, le, lt

A, C, D, E, G, L, M, N, P, Q, R, V, g, q, w = reals("A C D E G L M N P Q R V g q w")
a, h = positives("a h")
u = Symbol("u", real=True)
LOGISTIC = 1 / (1 + exp(-u / eps))
SLOPE = E / (1 + E) ** 2 / eps


@theorem(
    "perturbed-limits",
    title="Little noise and much noise",
    source="S2, sections 2.3, 5.4 and 6.1",
    conclusion=r"In perturbed-maximum let $Y_0$ be the best points at $\theta$ and all others be worse by at least $g "
    r"> 0$, and let the best point of $Y_0$ for $\langle y, Z\rangle$ be unique with probability 1, or $y^*$ depend on "
    r"nothing but the set of best points. Then $\|y_\varepsilon(\theta) - y_0\| \le 4\varepsilon "
    r"R^2\,\mathrm{E}\|Z\|/g$, where $y_0$ is the mean of the maximiser of $\langle y, Z\rangle$ over $Y_0$, which "
    r"does not depend on $\varepsilon$: the unique best point at $\theta$ if there is one. Under the hypotheses of "
    r"perturbed-argmax $\|y_\varepsilon(\theta) - y_1(0)\| \le RM\|\theta\|/\varepsilon$. For two scores and Gumbel "
    r"noise, $a = \theta_1 - \theta_2 > 0$, the first weight $w$ satisfies $1 - e^{-a/\varepsilon} \le w \le 1$ and "
    r"$\frac12 \le w \le \frac12 + \frac{a}{4\varepsilon}$; its derivative $w(1 - w)/\varepsilon$ is at most "
    r"$\frac1\varepsilon e^{-a/\varepsilon}$, at most $2\varepsilon/a^2$, and $\frac{1}{4\varepsilon}$ at $a = 0$.",
    claim=[
        le(D, 4 * eps * R**2 * N / g), le(V, R * M * G / eps), le(1 - E / (1 + E), 1 / E),
        ge(E / (1 + E), Rational(1, 2)), le(w, Rational(1, 2) + a / (4 * eps)), le(w * (1 - w) / eps, 1 / (4 * eps)),
        le(SLOPE, 1 / (E * eps)), le(SLOPE, 2 * eps / a**2),
    ],
    variables=[
        (D, r"\{\|y_\varepsilon(\theta) - y_0\|\}"), (eps, r"(0, \infty)"), (R, r"[0, \infty)"),
        (N, r"\{\mathrm{E}\|Z\|\}"), (g, r"(0, \infty)"),
        (q, r"\{\mathrm{P}(y^*(\theta + \varepsilon Z) \notin Y_0)\}"),
        (V, r"\{\|y_\varepsilon(\theta) - y_1(0)\|\}"), (M, r"[0, \infty)"), (G, r"\{\|\theta\|\}"),
        (L, r"\{\|\theta/\varepsilon\|\}"), (a, r"(0, \infty)"), (E, r"\{e^{a/\varepsilon}\}"), (w, r"\{E/(1 + E)\}"),
        (P, r"\{w - \frac12\}"),
    ],
    hypotheses=[
        gt(eps, 0), gt(g, 0), ge(R, 0), le(g * q, 2 * eps * R * N), le(D, 2 * R * q),
        ge(M, 0), le(V, R * M * L), le(L, G / eps),
        ge(E, 1), ge(E, 1 + a / eps + a**2 / (2 * eps**2)), le(w, Rational(1, 2) + P), le(P, a / (4 * eps)),
    ],
    witness={
        eps: 2, g: 1, R: 1, N: 1, q: 1, D: 1, M: 1, V: 1, L: 1, G: 2, a: 2, E: 3, w: Rational(3, 4),
        P: Rational(1, 4),
    },
    claims=["S2-19", "S2-20", "S2-57", "S2-58"],
    uses=["gaussian-lower", "perturbed-maximum", "perturbed-argmax", "gumbel-softmax"],
    ends=[
        "setting",
        "makes-up, markov, small-noise, on-the-face",
        "much-noise, perturbed-argmax/lipschitz, perturbed-maximum/same-maximiser",
        "gumbel-softmax, weight-small, weight-below, slope, slope-quarter, rise, weight-above, slope-exponential, "
        "exp-remainder, exp-remainder-again, slope-polynomial",
    ],
    sketch=r"Little noise: to make a point that is worse by $g$ the best, the noise must have $\|z\| \ge "
    r"g/(2\varepsilon R)$, which by Markov's inequality has a probability of at most $2\varepsilon "
    r"R\,\mathrm{E}\|Z\|/g$; otherwise the maximiser is that of the best face, whose choice does not depend on "
    r"$\varepsilon$, and where they differ they do by at most $2R$. Much noise: $y_\varepsilon(\theta) = "
    r"y_1(\theta/\varepsilon)$, and $y_1$ is $RM$-Lipschitz by \ref{perturbed-argmax}, so $\theta/\varepsilon$ near 0 "
    r"means near $y_1(0)$. For two scores and Gumbel noise the weight is the logistic function of $a/\varepsilon$ "
    r"(\ref{gumbel-softmax}); its slope $w(1-w)/\varepsilon$ is at most $\frac{1}{4\varepsilon}$, which integrates to "
    r"the upper bound of $w$, and with $E = e^{a/\varepsilon} \ge \frac12(a/\varepsilon)^2$ it is both exponentially "
    r"small and at most $2\varepsilon/a^2$: away from ties the gradient vanishes with $\varepsilon$.",
)
def perturbed_limits(T: Proof) -> None:
    small(T)
    large(T)
    two_scores(T)
    slopes(T)


def small(T: Proof) -> None:
    """The noise tends to 0."""
    T.say(
        r"I. Let $y \in Y$ not be best at $\theta$ and $y_0$ be the best point of $Y_0$ at $\theta + \varepsilon z$. "
        r"If $y$ is best in $Y$ there, it makes up for $g$ by $\varepsilon\langle y - y_0, z\rangle \le 2\varepsilon "
        r"R\|z\|$:"
    )
    T.forall(
        "makes-up", [ge(eps * C, g), le(C, 2 * R * D), gt(eps, 0)], le(g, 2 * eps * R * D), r"$\|z\| = D$ is large,",
        form=[eps * C - g, eps * (2 * R * D - C)],
    )
    T.forall(
        "markov", [gt(g, 0), le(g * q, 2 * eps * R * N)], le(q, 2 * eps * R * N / g),
        r"with a probability $q$ of at most $2\varepsilon R\,\mathrm{E}\|Z\|/g$: $g$ times the indicator is at most "
        r"$2\varepsilon R\|Z\|$ ($N = \mathrm{E}\|Z\|$).",
        form=(2 * eps * R * N - g * q) / g,
    )
    T.forall(
        "small-noise", [gt(g, 0), ge(R, 0), le(D, 2 * R * q), le(q, 2 * eps * R * N / g)],
        le(D, 4 * eps * R**2 * N / g),
        r"Otherwise the maximiser is that of $Y_0$; and where they differ, they do by at most $2R$:",
        form=[2 * R * q - D, 2 * R * (2 * eps * R * N / g - q)],
    )
    T.forall(
        "on-the-face", [gt(eps, 0), ge(A + eps * P, A + eps * Q)], ge(P, Q),
        r"In $Y_0$ all $\langle y, \theta\rangle = A$ are equal, so the best points are those for $z$ alone, whatever "
        r"$\varepsilon$: either there is one only, or $y^*$ makes the same choice among them for all $\varepsilon$.",
        form=(A + eps * P - A - eps * Q) / eps,
    )


def large(T: Proof) -> None:
    """The noise grows."""
    T.forall(
        "much-noise", [gt(eps, 0), le(V, R * M * L), le(L, G / eps), ge(R, 0), ge(M, 0)], le(V, R * M * G / eps),
        r"II. $y_\varepsilon(\theta) = y_1(\theta/\varepsilon)$, as ties have probability 0, and $y_1$ is "
        r"$RM$-Lipschitz. With $L = \|\theta/\varepsilon\|$ and $G = \|\theta\|$ the distance from $y_1(0)$ is",
        form=[R * M * L - V, R * M * (G / eps - L)],
    )
    T.forall(
        "forgotten", [gt(eps, 0), gt(q, 0), ge(eps, P / q)], le(P / eps, q),
        r"It tends to 0 as $\varepsilon \to \infty$, being at most $q > 0$ from some $\varepsilon$ on ($P = "
        r"RM\|\theta\|$): $\theta$ is forgotten; and so does the bound $RM/\varepsilon$ of $\|J\|$, by "
        r"perturbed-argmax ($P = RM$).",
        form=q * (eps - P / q) / eps,
    )


def two_scores(T: Proof) -> None:
    """Gumbel noise and two scores."""
    T.formally(
        "first-weight", "TightMax.GumbelSoftmax.gumbel_softmax",
        r"III. By gumbel-softmax the first weight at $u = \theta_1 - \theta_2$ is $w = 1/(1 + e^{-u/\varepsilon})$.",
    )
    T.say(r"Let $u = a > 0$ and $E = e^{a/\varepsilon}$.")
    T.forall(
        "weight-small", [gt(E, 0)], le(1 - E / (1 + E), 1 / E), r"With little noise $1 - w$ is exponentially small:",
        form=1 / (E * (1 + E)),
    )
    T.forall(
        "weight-below", [ge(E - 1, 0), gt(E, 0)], ge(E / (1 + E), Rational(1, 2)), r"$w$ is at least $\frac12$.",
        form=(E - 1) / (2 * (1 + E)),
    )
    T.derivative("slope", LOGISTIC, u, LOGISTIC * (1 - LOGISTIC) / eps, r"Its derivative is $w(1 - w)/\varepsilon$,")
    T.forall(
        "slope-quarter", [gt(eps, 0)], le(w * (1 - w) / eps, 1 / (4 * eps)),
        r"at most $\frac{1}{4\varepsilon}$, and equal to it at $w = \frac12$, $u = 0$;",
        form=(w - Rational(1, 2)) ** 2 / eps,
    )
    T.derivative(
        "rise", Rational(1, 2) + u / (4 * eps) - LOGISTIC, u, 1 / (4 * eps) - LOGISTIC * (1 - LOGISTIC) / eps,
        r"so this difference, which is 0 at $u = 0$, has a derivative that is not negative, and does not fall: from "
        r"$\frac12$ at $u = 0$ the weight rises to its value at $u = a$ by $P \le \frac{a}{4\varepsilon}$ at most.",
    )
    T.forall(
        "weight-above", [gt(eps, 0), le(P, a / (4 * eps)), le(w, Rational(1, 2) + P)],
        le(w, Rational(1, 2) + a / (4 * eps)), r"Hence",
        form=[Rational(1, 2) + P - w, a / (4 * eps) - P],
    )
    T.exact(
        "slope-at-the-tie", gt(w * (1 - w) / eps, 24), at={w: Rational(1, 2), eps: Rational(1, 100)},
        text=r"At $\varepsilon = \frac{1}{100}$ the slope at the tie is 25.",
    )


def slopes(T: Proof) -> None:
    """The gradient vanishes away from ties."""
    T.forall(
        "slope-exponential", [gt(E, 0), gt(eps, 0)], le(SLOPE, 1 / (E * eps)),
        r"IV. With $w = E/(1 + E)$ the slope $\frac1\varepsilon E/(1 + E)^2$ is exponentially small where "
        r"$a/\varepsilon$ is large:",
        form=(1 + 2 * E) / (E * (1 + E) ** 2 * eps),
    )
    T.derivative(
        "exp-remainder", exp(h) - 1 - h - h**2 / 2, h, exp(h) - 1 - h,
        r"With $h = a/\varepsilon$, $E = e^h \ge \frac12h^2$: this vanishes at 0 and has the derivative",
    )
    T.derivative(
        "exp-remainder-again", exp(h) - 1 - h, h, exp(h) - 1,
        r"which again vanishes at 0 and has a derivative that is positive for $h > 0$.",
    )
    T.forall(
        "slope-polynomial", [gt(E, 0), gt(eps, 0), gt(a, 0), ge(E, 1 + a / eps + a**2 / (2 * eps**2))],
        le(SLOPE, 2 * eps / a**2), r"So the slope tends to 0 with $\varepsilon$ for every fixed $a > 0$:",
        form=[
            2 * eps * (1 + 2 * E) / (a**2 * (1 + E) ** 2),
            2 * eps * E * (1 + a / eps) / (a**2 * (1 + E) ** 2),
            2 * eps * E * (E - 1 - a / eps - a**2 / (2 * eps**2)) / (a**2 * (1 + E) ** 2),
        ],
    )
    T.enclose(
        "vanishing", lt(exp(Rational(-20)) / (1 + exp(Rational(-20))) ** 2, Rational(1, 10**8)),
        r"At $a = 20\varepsilon$ it is $w(1 - w)/\varepsilon$ with $w(1 - w) < 10^{-8}$.",
    )
    T.enclose(
        "vanishing-normal", lt(exp(Rational(-100)) / sqrt(4 * pi), Rational(1, 10**43)),
        r"For normal noise the weight is the probability of $\varepsilon(Z_2 - Z_1) < a$, and its derivative the "
        r"density $e^{-a^2/(4\varepsilon^2)}/(\varepsilon\sqrt{4\pi})$ (gaussian-lower, sum-of-normals), less than "
        r"$10^{-43}/\varepsilon$ there.",
    )


if __name__ == "__main__":
    perturbed_limits.script()
