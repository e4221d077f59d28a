r"""The maximum of a linear function over a finite set, averaged over noise.   [S2-07, S2-09, S2-15, S2-40]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Symbol

from symbolic.notation import eps, reals
from symbolic.relations import eq, ge, gt, le

a, c, m, q, s, v, w, y, z = reals("a c m q s v w y z")
A, B, D, F, G, N, P, Q, R, S, V, W = reals("A B D F G N P Q R S V W")
theta = Symbol("theta", real=True)
n = Symbol("n", integer=True, positive=True)


@theorem(
    "perturbed-maximum",
    title="The perturbed maximum",
    source="S2, sections 2.1 to 2.3 and 4.2",
    conclusion=r"Let $Y$ be a finite nonempty set in $\mathbb{R}^d$ with convex hull $C$, $R = \max_{y \in Y}\|y\|$, "
    r"$F(\theta) = \max_{y \in Y}\langle y, \theta\rangle$, and $Z$ a random vector with finite $\mathrm{E}\|Z\|$. "
    r"$F$ is also the maximum over $C$, $F(a\theta) = aF(\theta)$ for $a \ge 0$, and $F(\theta + z) \le F(\theta) + "
    r"F(z)$. For $\varepsilon > 0$ the function $F_\varepsilon(\theta) = \mathrm{E}F(\theta + \varepsilon Z)$ is "
    r"finite, convex and $R$-Lipschitz, $F_\varepsilon(\theta) = \varepsilon F_1(\theta/\varepsilon)$ and "
    r"$|F_\varepsilon - F| \le \varepsilon R\,\mathrm{E}\|Z\|$; if $\mathrm{E}Z = 0$ then $0 \le F_\varepsilon - F "
    r"\le \varepsilon F_1(0)$, with equality on the right at $\theta = 0$. $y_\varepsilon(\theta) = "
    r"\mathrm{E}y^*(\theta + \varepsilon Z)$, with any measurable choice of a maximiser $y^*$ (such as the first best "
    r"point of a list of $Y$), is in $C$ and is a subgradient of $F_\varepsilon$ at $\theta$. The average of $n$ "
    r"independent copies of $y^*(\theta + \varepsilon Z)$ has the mean $y_\varepsilon(\theta)$ and, in each "
    r"coordinate, $\frac1n$ of the variance of one copy.",
    claim=[ge(V, F), le(V, F + eps * P)],
    variables=[
        (eps, r"(0, \infty)"), (V, r"\{F_\varepsilon(\theta)\}"), (F, r"\{F(\theta)\}"), (P, r"\{F_1(0)\}"),
        (A, r"\{\langle y^*(\theta), \theta\rangle\}"), (c, r"\{\langle y^*(\theta), \mathrm{E}Z\rangle\}"),
        (G, r"\{\mathrm{E}F(\varepsilon Z)\}"),
    ],
    hypotheses=[gt(eps, 0), eq(A, F), ge(V, A + eps * c), eq(c, 0), le(V, F + G), le(G, eps * P)],
    witness={eps: 2, A: 1, F: 1, V: 2, c: 0, G: 2, P: 1},
    claims=["S2-03", "S2-07", "S2-09", "S2-15", "S2-40"],
    uses=["lipschitz-jacobian"],
    ends=[
        "setting",
        "hull-base, hull-step, homogeneous, sublinear",
        "finite, finite-below, convex, difference, scale, mean-step, above, below, either-side",
        "pairing, subgradient, mean-step",
        "unbiased, independent, one-more-copy, variance",
    ],
    sketch="$F$ is a maximum of finitely many linear functions: it is homogeneous, subadditive, convex, "
    r"$R$-Lipschitz by Cauchy and Schwarz (\ref{lipschitz-jacobian}), and an average over $C$ cannot exceed the "
    r"maximum over $Y$. Whatever holds for each value of the noise holds for means, so $F_\varepsilon$ is finite, "
    r"convex and $R$-Lipschitz, and it scales. For the gap take the best $y$ at $\theta$: $F(\theta + \varepsilon z) "
    r"\ge F(\theta) + \varepsilon\langle y, z\rangle$, whose mean is $F(\theta)$ for centred noise, and $F(\theta + "
    r"\varepsilon z) \le F(\theta) + \varepsilon F(z)$, whose mean is $F(\theta) + \varepsilon F_1(0)$, attained at "
    "0. The maximiser at the shifted point is a subgradient there, and shifting back, its mean "
    r"$y_\varepsilon(\theta)$ is a subgradient of $F_\varepsilon$ and an average of points of $Y$. Averages of "
    "independent copies are unbiased, and their variances add up because mixed products have mean 0.",
)
def perturbed_maximum(T: Proof) -> None:
    maximum(T)
    means(T)
    gap(T)
    maximiser(T)
    samples(T)


def maximum(T: Proof) -> None:
    """What is true of the maximum itself."""
    T.say(r"I. Fix $\theta$ and write $F = F(\theta)$, the largest of the $\langle y, \theta\rangle$ over $y$ in $Y$.")
    T.induction(
        "hull",
        base=le(w * y, w * F), base_given=[ge(w, 0), le(y, F)], base_form=w * (F - y),
        given=[le(S, W * F), ge(w, 0), le(y, F)], step=le(S + w * y, (W + w) * F), step_form=[W * F - S, w * (F - y)],
        moves={S: S + w * y, W: W + w}, start={S: 0, W: 0},
        text=r"A point of $C$ is an average of points of $Y$, with weights $w \ge 0$ of sum 1 ($S$ and $W$ the sums "
        r"so far, here $y$ for $\langle y, \theta\rangle$); so on $C$ the linear function does not exceed $F$ either.",
    )
    T.forall(
        "homogeneous", [ge(a, 0), le(A, F)], le(a * A, a * F),
        r"$F(a\theta) = aF(\theta)$ for $a \ge 0$, because a factor keeps the order ($A = \langle y, \theta\rangle$).",
        form=a * (F - A),
    )
    T.forall(
        "sublinear", [le(A, F), le(B, G)], le(A + B, F + G),
        r"$F(\theta + z) \le F(\theta) + F(z)$, with $A = \langle y, \theta\rangle$ and $B = \langle y, z\rangle$ for "
        r"the $y$ that is best at $\theta + z$.",
        form=[F - A, G - B],
    )
    T.forall(
        "bounded", [ge(D, 0), le(N, R), le(A, N * D)], le(A, R * D),
        r"$F(z) \le R\|z\|$, by the inequality of Cauchy and Schwarz in lipschitz-jacobian ($N = \|y\|$, $D = \|z\|$).",
        form=[N * D - A, D * (R - N)],
    )
    T.forall(
        "difference", [le(F, G + P), le(P, R * D)], le(F - G, R * D),
        r"So $F(\theta) - F(\theta') \le F(\theta - \theta') \le R\|\theta - \theta'\|$, and the same with the two "
        r"exchanged.",
        form=[G + P - F, R * D - P],
    )


def means(T: Proof) -> None:
    """Averages over the noise."""
    T.formally(
        "means", "TightMax.PerturbedMaximum.mean_difference",
        r"II. Now the mean over the noise. What holds for every value $z$ of $Z$ holds for means, because they are "
        r"monotone and linear:",
    )
    T.induction(
        "mean",
        base=le(q * y, q * v), base_given=[ge(q, 0), le(y, v)], base_form=q * (v - y),
        given=[le(S, W), ge(q, 0), le(y, v)], step=le(S + q * y, W + q * v), step_form=[W - S, q * (v - y)],
        moves={S: S + q * y, W: W + q * v}, start={S: 0, W: 0},
        text=r"for a law on finitely many points, of probabilities $q$, by addition, and for any other law because "
        r"integrals are limits of such sums.",
    )
    T.forall(
        "finite", [ge(R, 0), le(F, R * D), le(D, N + eps * Q)], le(F, R * (N + eps * Q)),
        r"$F_\varepsilon$ is finite: with $D = \|\theta + \varepsilon z\|$, $N = \|\theta\|$ and $Q = \|z\|$, "
        r"$F(\theta + \varepsilon z)$ has the bound",
        form=[R * D - F, R * (N + eps * Q - D)],
    )
    T.forall(
        "finite-below", [ge(F + G, 0), le(G, P)], ge(F, -P),
        r"of finite mean, and so has $-F(\theta + \varepsilon z) \le F(-\theta - \varepsilon z)$, since $0 = F(0) \le "
        r"F(u) + F(-u)$.",
        form=[F + G, P - G],
    )
    T.forall(
        "convex", [ge(s, 0), ge(1 - s, 0), le(A, F), le(B, G)], le((1 - s) * A + s * B, (1 - s) * F + s * G),
        r"It is convex, as $F$ is along each shift ($A$ and $B$ the pairings of the best $y$ at the point between "
        r"with the two ends).",
        form=[(1 - s) * (F - A), s * (G - B)],
    )
    T.formally(
        "lipschitz", "TightMax.PerturbedMaximum.noisy_value_lipschitz",
        r"It is $R$-Lipschitz: the shifts $\varepsilon z$ cancel in the difference of part I.",
    )
    T.identity(
        "scale", y * (theta + eps * z), eps * (y * (theta / eps + z)),
        r"It scales: $F(\theta + \varepsilon z) = \varepsilon F(\theta/\varepsilon + z)$, coordinate by coordinate of "
        r"the pairing and by homogeneity.",
    )


def gap(T: Proof) -> None:
    """How far the perturbed maximum is from the maximum."""
    T.say(
        r"III. Let $V = F_\varepsilon(\theta)$ and $y$ be best at $\theta$, $A = \langle y, \theta\rangle = F$ and $c "
        r"= \langle y, \mathrm{E}Z\rangle$. From $F(\theta + \varepsilon z) \ge A + \varepsilon\langle y, z\rangle$:"
    )
    T.forall(
        "above", [gt(eps, 0), ge(V, A + eps * c), ge(c, 0), ge(A, F)], ge(V, F),
        r"centred noise ($c = 0$) does not lower the maximum.", form=[V - A - eps * c, eps * c, A - F],
    )
    T.forall(
        "below", [gt(eps, 0), le(G, eps * P), le(V, F + G)], le(V, F + eps * P),
        r"And $F(\theta + \varepsilon z) \le F(\theta) + F(\varepsilon z) = F(\theta) + \varepsilon F(z)$, of mean $F "
        r"+ \varepsilon F_1(0)$, where $P = F_1(0)$. At $\theta = 0$ it is attained: $F(0) = 0$, and $F_\varepsilon(0) "
        r"= \varepsilon F_1(0)$ by II.",
        form=[F + G - V, eps * P - G],
    )
    T.forall(
        "either-side", [ge(R, 0), le(V - F, R * D), le(D, eps * Q)], le(V - F, eps * R * Q),
        r"Without centring $|F(\theta + \varepsilon z) - F(\theta)| \le R\|\varepsilon z\|$ ($V$ the value at the "
        r"shifted point, or the other way round).",
        form=[R * D - (V - F), R * (eps * Q - D)],
    )


def maximiser(T: Proof) -> None:
    """The mean of the maximiser is a subgradient."""
    T.identity(
        "pairing", y * (v + eps * z), y * (theta + eps * z) + y * (v - theta),
        r"IV. As $y^*$ is measurable and has finitely many values, $y_\varepsilon(\theta)$ is the sum of the points "
        r"$y$ of $Y$ times the probabilities of $y^*(\theta + \varepsilon Z) = y$: an average of points of $Y$, and so "
        r"in $C$. Let $y = y^*(\theta + \varepsilon z)$ and $v$ another point. Coordinate by coordinate",
    )
    T.forall(
        "subgradient", [ge(G, B), ge(B, F + c)], ge(G, F + c),
        r"so $G = F(v + \varepsilon z) \ge \langle y, v + \varepsilon z\rangle = B$ is at least $F(\theta + "
        r"\varepsilon z) + \langle y, v - \theta\rangle$ ($F$ and $c$ here). In the mean, $F_\varepsilon(v) \ge "
        r"F_\varepsilon(\theta) + \langle y_\varepsilon(\theta), v - \theta\rangle$.",
        form=[G - B, B - F - c],
    )
    T.forall(
        "same-maximiser", [gt(eps, 0), ge(eps * A, eps * B)], ge(A, B),
        r"A best $y$ at $\theta + \varepsilon z$ is best at $\theta/\varepsilon + z$ (pairings $A$ and $B$ of two "
        r"points there): $y_\varepsilon(\theta) = y_1(\theta/\varepsilon)$, if ties have probability 0 or if the "
        r"choice depends on nothing but the set of best points.",
        form=(eps * A - eps * B) / eps,
    )


def samples(T: Proof) -> None:
    """Averages of independent copies."""
    T.identity(
        "unbiased", (n * m + m) / (n + 1), m,
        r"V. The sum of $n$ copies has the mean $nm$, $m$ the mean of one, and with one more copy the average again "
        r"has the mean $m$.",
    )
    T.identity(
        "one-more-copy", (S + (y - m)) ** 2, S**2 + (y - m) ** 2 + 2 * S * (y - m),
        r"Let $S$ be a coordinate of the sum of the $n$ first deviations from the mean. The square of the next sum is",
    )
    T.formally(
        "independent", "TightMax.IndependentCopies.variance_of_sum",
        r"The product $S(y - m)$ of independent variables (bounded ones: $Y$ is finite) has the product of their "
        r"means for its mean, which is 0.",
    )
    T.identity(
        "variance", (n * V + V) / (n + 1) ** 2, V / (n + 1),
        r"So the variances add up: $nV$ for $n$ copies, and the average of $n + 1$ has the variance",
    )


if __name__ == "__main__":
    perturbed_maximum.script()
