r"""Gap times smoothness of perturbed maxima, beside eps*_d and LogSumExp.   [S2-16, S2-64]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Rational, Subs, Symbol, cos, exp, log, pi, sin, sqrt

from symbolic.notation import EpsStar, d, eps, positives, reals
from symbolic.relations import eq, ge, gt, le, lt

D, G, L, P, Q, S, q, r, y = reals("D G L P Q S q r y")
a, t = positives("a t")
z = Symbol("z", real=True)
BELL, WIDE = exp(-(z**2) / 2), exp(-(z**2) / 4)
HALF = Rational(1, 2)


@theorem(
    "noise-products",
    title="Gap times smoothness of perturbed maxima",
    source="S2, sections 2.3, 6.1 and 7.3",
    conclusion=r"For independent standard normal entries $\mathrm{E}\|\nabla\nu(Z)\|^2 = d$ and $M = \sqrt{2/\pi}$; "
    r"for Gumbel entries $\mathrm{E}\|\nabla\nu(Z)\|^2 = d$ and $\mathrm{E}|\nu'| = \frac2e$. Let $C$ be the simplex, "
    r"$\mathrm{E}Z = 0$, and $F_\varepsilon$ be $L$-smooth for the pair of norms $\infty, 1$, with the least such $L$: "
    r"its gap $\varepsilon F_1(0)$ times $L$ does not depend on $\varepsilon$ and is at least $\varepsilon^*_d$. For "
    r"two scores let $U = Z_1 - Z_2$, and let $S$ be the least number with $\mathrm{P}(a \le U \le b) \le S(b - a)$ "
    r"for all $a \le b$ (the supremum of the density of $U$, where that is continuous): the product is "
    r"$2S\,\mathrm{E}|U|$. For independent entries of the same law, less its mean, it is $\frac2\pi$ for standard "
    r"normal noise, $\ln 2$ for Gumbel noise as for LogSumExp, $\frac23$ for uniform noise on $[-1, 1]$ and 1 for "
    r"exponential noise. The product is at least $\frac12 = \varepsilon^*_2$, which is attained by noise $(U, 0)$ with "
    r"$U$ uniform on $[-c, c]$, $c > 0$, and not by independent noise of the same law in both scores.",
    claim=[ge(2 * S * D, HALF), ge(G * L, EpsStar(d))],
    variables=[
        (S, r"(0, \infty)"), (D, r"\{\mathrm{E}|U|\}"), (d, r"\{2, 3, \dots\}"), (eps, r"(0, \infty)"),
        (G, r"\{\varepsilon F_1(0)\}"), (L, r"(0, \infty)"),
    ],
    hypotheses=[gt(S, 0), ge(D, 1 / (4 * S)), gt(L, 0), ge(G, EpsStar(d) / L)],
    witness={S: 1, D: 1, L: 1, G: 1, EpsStar(d): HALF},
    claims=["S2-64"],
    uses=[
        "gaussian-lower", "perturbed-maximum", "perturbed-argmax", "gumbel-softmax", "scaling", "d2-optimum", "lse-gap",
        "lse-smooth",
    ],
    ends=[
        "normal-square, normal-size, rotation, gumbel-square, gumbel-size",
        "perturbed-maximum/scale, perturbed-maximum/convex, perturbed-maximum/above, perturbed-maximum/below, scaling, "
        "at-least-best",
        "maximum-of-two, differentiable, norm-four",
        "difference-density, normal-difference, normal-difference-mean, gumbel-difference, gumbel-peak, gumbel-mean, "
        "uniform-mean, uniform-product, exponential-difference, exponential-mean",
        "layers, tail, triangle, least-mean, at-least-half, uniform-difference, characteristic, same-law, cosine-mean, "
        "negative",
    ],
    sketch="The constants of normal and Gumbel noise are increments of explicit primitives. Gap times smoothness "
    r"does not depend on $\varepsilon$, and is at least $\varepsilon^*_d$ because $F_\varepsilon$ is an over-estimate "
    r"(\ref{perturbed-maximum}) and \ref{scaling} compares it with the best one. For two scores only the difference "
    r"$U = Z_1 - Z_2$ counts: the gap is $\frac12\mathrm{E}|U|$, the gradient moves as fast as the distribution "
    r"function of $U$, and its least constant is $4S$, so the product is $2S\,\mathrm{E}|U|$. As $\mathrm{P}(|U| \le "
    r"z) \le 2Sz$, integrating the tails gives $\mathrm{E}|U| \ge \frac{1}{4S}$ and the product is at least "
    r"$\frac12$, which agrees with \ref{d2-optimum}; equality forces $U$ to be uniform. In the four examples density "
    "and mean of $U$ are computed in closed form. Uniform $U$ is the Huber function, and not a difference of two "
    r"independent variables of one law, whose characteristic function would be nonnegative, whereas $\sin(sc)/(sc)$ "
    "is not.",
)
def noise_products(T: Proof) -> None:
    constants(T)
    product(T)
    two_scores(T)
    examples(T)
    optimum(T)


def constants(T: Proof) -> None:
    """The constants of the noise."""
    T.say(r"I. Normal noise: $\nu' = z$, and the integrals are divided by $\sqrt{2\pi}$.")
    T.derivative(
        "normal-square", -z * BELL, z, z**2 * BELL - BELL, r"$\mathrm{E}(Z^2 - 1) = 0$, so $\mathrm{E}\|Z\|^2 = d$.",
    )
    T.derivative(
        "normal-size", -BELL, z, z * BELL,
        r"$\mathrm{E}|Z| = 2/\sqrt{2\pi}$.",
    )
    T.argue(
        "rotation", "basis",
        r"A unit vector $u$ is the first of an orthonormal basis. The density of a vector of independent standard "
        r"normals depends on its norm alone, so its coordinates in that basis are independent standard normals, too; "
        r"the first is $\langle Z, u\rangle$. So $M = \sqrt{2/\pi}$.",
    )
    T.say(r"Gumbel noise: $\nu' = 1 - e^{-z} = 1 - t$, where $t = e^{-z}$ has the density $e^{-t}$, $t > 0$.")
    T.derivative(
        "gumbel-square", -(t**2 + 1) * exp(-t), t, (1 - t) ** 2 * exp(-t),
        r"$\mathrm{E}(1 - t)^2 = 1$, the increment of this from 0 to infinity; the $d$ entries together have "
        r"$\mathrm{E}\|\nabla\nu\|^2 = d$.",
    )
    T.derivative(
        "gumbel-size", t * exp(-t), t, (1 - t) * exp(-t),
        r"$\mathrm{E}|1 - t|$ is twice the increment of this over $[0, 1]$: $\frac2e$.",
    )
    T.enclose(
        "gumbel-below-normal", lt(2 * exp(Integer(-1)), sqrt(2 / pi)),
        r"So for one entry Gumbel noise has the smaller constant of the two.",
    )


def product(T: Proof) -> None:
    """The product does not depend on eps, and the best smoothing bounds it."""
    T.forall(
        "at-least-best", [gt(L, 0), ge(G, EpsStar(d) / L)], ge(G * L, EpsStar(d)),
        r"II. $F_\varepsilon(\theta) = \varepsilon F_1(\theta/\varepsilon)$, so by scaling the product of gap and "
        r"smoothness does not depend on $\varepsilon$. By perturbed-maximum $F_\varepsilon$ is convex and $\max \le "
        r"F_\varepsilon \le \max + \varepsilon F_1(0)$, with equality at 0: an $L$-smooth over-estimate, whose gap is "
        r"at least $\varepsilon^*_d/L$ by scaling.",
        form=L * (G - EpsStar(d) / L),
    )


def two_scores(T: Proof) -> None:
    """Two scores: only the difference of the noise matters."""
    T.forall(
        "maximum-of-two", [ge(D, r - q)], ge((r + q) / 2 + D / 2, r),
        r"III. Two scores, $\varepsilon = 1$. With $D = |r - q|$, $\max(r, q) = \frac12(r + q) + \frac12D$: it is at "
        r"least $r$ (and $q$), with equality for the larger.",
        form=(D - (r - q)) / 2,
    )
    T.say(
        r"With $\delta = \theta_1 - \theta_2$ and $U = Z_1 - Z_2$, of mean 0, $F_1 = \frac12(\theta_1 + \theta_2) + "
        r"\frac12\mathrm{E}|\delta + U|$, with the gap $\frac12\mathrm{E}|U|$."
    )
    T.argue(
        "differentiable", "dominated convergence",
        r"The quotients of $|\delta + U|$ are at most 1, so $\frac12\mathrm{E}|\delta + U|$ has the right derivative "
        r"$\frac12 - \mathrm{P}(U < -\delta)$ and the left one $\frac12 - \mathrm{P}(U \le -\delta)$. The gradient of "
        r"$F_1$ exists if they agree, as they do if $S$ is finite; then it is $(\frac12 + \psi, \frac12 - \psi)$ with "
        r"$\psi(\delta) = \frac12 - \mathrm{P}(U < -\delta)$.",
    )
    T.formally(
        "least-slope", "TightMax.NoiseDifference.least_slope_change",
        r"From $\delta$ to $\delta' > \delta$, $\psi$ increases by $\mathrm{P}(-\delta' \le U < -\delta)$, so by at "
        r"most $S(\delta' - \delta)$, and $S$ is the least such number.",
    )
    T.say(
        r"For a change of $\theta$ by $h(r, q)$ with $|r|, |q| \le 1$ that is $Sh|r - q|$, and the gradient changes by "
        r"twice that in the norm 1:"
    )
    T.forall(
        "norm-four", [le(r, 1), ge(q, -1)], le(2 * (r - q), 4),
        r"$2|r - q| \le 4$, and it is 4 for $(1, -1)$. So $L = 4S$.",
        form=[2 * (1 - r), 2 * (q + 1)],
    )
    T.argue(
        "layers", "Fubini and Tonelli",
        r"The product is $2SD$ with $D = \mathrm{E}|U|$, and $D$ is the integral of $\mathrm{P}(|U| > z)$ over $z > "
        r"0$.",
    )
    T.forall(
        "tail", [le(P, 2 * S * z)], ge(1 - P, 1 - 2 * S * z),
        r"With $P = \mathrm{P}(|U| \le z) \le 2Sz$ this probability is at least", form=2 * S * z - P,
    )
    T.derivative("triangle", z - S * z**2, z, 1 - 2 * S * z, r"which is the derivative of this.")
    T.forall(
        "least-mean", [gt(S, 0), ge(D - 1 / (2 * S) + S * (1 / (2 * S)) ** 2, 0)], ge(D, 1 / (4 * S)),
        r"Up to $c = \frac{1}{2S}$, where it vanishes: $D \ge c - Sc^2 = \frac{1}{4S}$,",
        form=D - 1 / (2 * S) + S * (1 / (2 * S)) ** 2,
    )
    T.forall(
        "at-least-half", [gt(S, 0), ge(D, 1 / (4 * S))], ge(2 * S * D, HALF),
        r"and the product is at least $\frac12$, in agreement with d2-optimum; equality forces $\mathrm{P}(|U| \le z) "
        r"= 2Sz$ up to $c$. That is twice the bound $Sz$ on $\mathrm{P}(0 \le U \le z)$ and on $\mathrm{P}(-z \le U "
        r"\le 0)$, so both have that value, and $U$ is uniform on $[-c, c]$.",
        form=2 * S * (D - 1 / (4 * S)),
    )


def examples(T: Proof) -> None:
    """Five kinds of noise."""
    T.argue(
        "difference-density", "Fubini and Tonelli",
        r"IV. If the two entries are independent with the density $p$, their difference has at $y$ the density "
        r"$\int p(z)p(z - y)dz$. Centring changes no difference.",
    )
    T.identity(
        "normal-difference", z**2 / 2 + (y - z) ** 2 / 2, y**2 / 4 + (z - y / 2) ** 2,
        r"Normal noise: up to a constant that is the integral over $z$ of $e$ to minus this, so the density is "
        r"$e^{-y^2/4}/\sqrt{4\pi}$ (as in gaussian-lower), at most $1/\sqrt{4\pi}$,",
    )
    T.derivative(
        "normal-difference-mean", -2 * WIDE, z, z * WIDE, r"and $\mathrm{E}|U| = 4/\sqrt{4\pi}$ by increments of",
    )
    T.say(r"The product is $2 \cdot 4/(4\pi) = \frac{2}{\pi}$.")
    T.derivative(
        "gumbel-difference", 1 / (1 + exp(-z)), z, exp(-z) / (1 + exp(-z)) ** 2,
        r"Gumbel noise: by gumbel-softmax $U$ has the distribution function $1/(1 + e^{-z})$ and the density",
    )
    T.forall(
        "gumbel-peak", [gt(t, 0)], le(t / (1 + t) ** 2, Rational(1, 4)), r"of at most $\frac14$ ($t = e^{-z}$), at 0;",
        form=(1 - t) ** 2 / (4 * (1 + t) ** 2),
    )
    T.derivative(
        "gumbel-mean", -log(1 + exp(-z)), z, exp(-z) / (1 + exp(-z)),
        r"$\mathrm{E}|U|$ is twice the integral over $z > 0$ of $\mathrm{P}(U > z) = e^{-z}/(1 + e^{-z})$, which is "
        r"$\ln 2$:",
    )
    T.say(r"The product, $2\cdot\frac14\cdot2\ln 2$, is that of LogSumExp, $\ln 2$ (lse-gap, lse-smooth).")
    T.identity(
        "uniform-density", Subs(y / 4, y, 1) - Subs(y / 4, y, z - 1), (2 - z) / 4,
        r"Uniform noise on $[-1, 1]$: this interval and its shift by $z$ overlap, for $0 \le z \le 2$, on $[z - 1, "
        r"1]$, so by difference-density $U$ has at $z$ the density $\frac14(2 - z)$, the increment of $\frac14y$, and "
        r"the same at $-z$,",
    )
    T.forall("uniform-peak", [ge(z, 0)], le((2 - z) / 4, HALF), r"at most $\frac12$,", form=z / 4)
    T.derivative(
        "uniform-mean", z**2 / 2 - z**3 / 6, z, 2 * z * (2 - z) / 4,
        r"and $\mathrm{E}|U|$, twice the integral of $z\frac14(2 - z)$ over $[0, 2]$, is",
    )
    T.exact(
        "uniform-product", eq(2 * HALF * (z**2 / 2 - z**3 / 6), Rational(2, 3)), at={z: 2},
        text=r"$\frac23$, and so is the product.",
    )
    T.derivative(
        "exponential-difference", -exp(-2 * t - z) / 2, t, exp(-t) * exp(-(t + z)),
        r"Exponential noise: for $z \ge 0$ the integral over $t > 0$ of $e^{-t}e^{-(t + z)}$ is the increment of this, "
        r"$\frac12e^{-z}$.",
    )
    T.derivative(
        "exponential-mean", -(t + 1) * exp(-t), t, t * exp(-t),
        r"So $U$ has the density $\frac12e^{-|z|}$, and $\mathrm{E}|U| = 1$; the product is "
        r"$2\cdot\frac12 = 1$.",
    )
    T.enclose(
        "normal-below-lse", lt(2 / pi, log(2)),
        r"In order: $\frac12$, and $\frac2\pi$ for normal noise is better than $\frac23$ for uniform noise,",
    )
    T.enclose("normal-below-uniform", lt(2 / pi, Rational(2, 3)), r"as")
    T.enclose("uniform-below-lse", lt(Rational(2, 3), log(2)), r"which is better than $\ln 2$ for Gumbel noise.")
    T.enclose("all-above-half", gt(2 / pi, HALF), r"All are above the optimum:")


def optimum(T: Proof) -> None:
    """Which noise attains the optimum for two scores."""
    T.exact(
        "uniform-difference", eq(2 * S * D, HALF), at={S: Rational(1, 4), D: 1},
        text=r"V. Noise on $[-c, c]$ is $\frac{c}{2}$ times noise on $[-2, 2]$, and the product does not depend on the "
        r"scale. $Z = (U, 0)$ with $U$ uniform on $[-2, 2]$ has $S = \frac14$ and $\mathrm{E}|U| = 1$: the product is "
        r"the optimum, and $F_\varepsilon$ is the optimal smoothing of d2-optimum at the temperature $t = "
        r"\varepsilon$.",
    )
    T.derivative(
        "huber", z**2 / 8 + z / 2 + HALF, z, z / 4 + HALF,
        r"Indeed for $|\delta| \le 2$, $\frac12\mathrm{E}|\delta + U| = \frac{\delta^2}{8} + \frac12$; with "
        r"$\frac12\delta$ added it has the derivative $\frac{\delta}{4} + \frac12$,",
    )
    T.identity(
        "huber-form", z + (1 - z / 2) ** 2 / 2, z**2 / 8 + z / 2 + HALF,
        r"and is $\delta + \frac12(1 - \frac12\delta)^2$.",
    )
    T.argue(
        "characteristic", "Fubini and Tonelli",
        r"If $Z_1, Z_2$ are independent of the same law, $\cos(s(Z_1 - Z_2)) = \cos(sZ_1)\cos(sZ_2) + "
        r"\sin(sZ_1)\sin(sZ_2)$ has the mean $P^2 + Q^2$ with $P = \mathrm{E}\cos(sZ_1)$ and $Q = "
        r"\mathrm{E}\sin(sZ_1)$,",
    )
    T.forall("same-law", [], ge(P * P + Q * Q, 0), r"which is not negative:", form=[P**2, Q**2])
    T.derivative(
        "cosine-mean", sin(a), a, cos(a), r"But for $U$ uniform on $[-c, c]$ the mean is $\sin(sc)/(sc)$, since",
    )
    T.enclose(
        "negative", lt(-1 / (3 * pi / 2), 0),
        r"which is negative at $sc = \frac32\pi$. So such noise does not attain $\frac12$.",
    )


if __name__ == "__main__":
    noise_products.script()
