"""Seed 002, losses, statistics and implementation: claims S2-26 to S2-44."""

from sympy import Integer, Rational, Symbol, exp, log

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from proofs.perturbed.linear_oracles import LOWER_SUM
from symbolic.notation import eps, positives, reals
from symbolic.relations import eq, ge, gt, le

claim = Claims()
A, B, P, S, V, m = reals("A B P S V m")
E = positives("E")[0]
d, p, n, k = (Symbol(name, integer=True, positive=True) for name in "dpnk")


claim.by_theorem(
    "S2-26", "S2, section 3.1",
    r"$L_\varepsilon(\theta; y) = F_\varepsilon(\theta) + \varepsilon\Omega(y) - \langle\theta, y\rangle$ is the "
    "Fenchel-Young loss.",
    "fenchel-young-loss", truth=r"With $\varepsilon\Omega = (F_\varepsilon)^*$.",
)


@claim(
    "S2-27", REFUTED, "S2, section 3.1",
    r"In the loss $F_\varepsilon(\theta) + \varepsilon\Omega(y) - \langle\theta, y\rangle$, $\Omega = "
    r"(F_\varepsilon)^*$; the least value is 0.",
    truth=r"$\Omega = (F_1)^*$, since $(F_\varepsilon)^* = \varepsilon(F_1)^*$. With $(F_\varepsilon)^*$ for $\Omega$ "
    r"the infimum of the loss is $(\varepsilon - 1)\varepsilon\,(F_1)^*(y)$: 0 for all $y$ at $\varepsilon = 1$ only, "
    "unless $(F_1)^*$ vanishes on $C$.",
    uses=["fenchel-young-loss"],
)
def s2_27(c: ClaimProof) -> None:
    c.refute(
        "negative", ge((eps - 1) * eps * P, 0), at={eps: 2, P: -log(2)},
        text=r"Centred Gumbel noise, two scores, $y = (\frac12, \frac12)$, $P = (F_1)^*(y) = -\ln 2$: at "
        r"$\varepsilon = 2$ the infimum is $-2\ln 2$.",
    )
    c.refute(
        "positive", le((eps - 1) * eps * P, 0), at={eps: Rational(1, 2), P: -log(2)},
        text=r"At $\varepsilon = \frac12$ it is $\frac14\ln 2$, so the loss never is 0.",
    )


claim.by_theorem(
    "S2-28", "S2, section 3.1", r"The loss is nonnegative, and convex in $\theta$.", "fenchel-young-loss",
    truth=r"With $\Omega = (F_1)^*$.",
)


@claim(
    "S2-29", CORRECTED, "S2, section 3.1",
    r"The loss attains its minimum 0 only where $y^*_\varepsilon(\theta) = y$.",
    truth=r"It is 0 exactly there. But for a vertex $y$ of $C$, as labels are, there is no such $\theta$: the infimum "
    "0 is not attained.",
    uses=["fenchel-young-loss"],
)
def s2_29(c: ClaimProof) -> None:
    c.lacks(r"whether the minimum is attained at all.")
    c.refute(
        "vertex", eq(log(1 + S), 0), at={S: 1},
        text=r"Centred Gumbel noise, two scores, the label $e_1$, $\varepsilon = 1$: the loss is $\ln(1 + S)$ with "
        r"$S = e^{\theta_2 - \theta_1} > 0$, at equal scores $\ln 2$.",
    )
    c.forall(
        "never", [gt(S, 0)], gt(S / (1 + S), 0),
        r"Nowhere does $y_\varepsilon$ reach $e_1$: the first entry misses 1 by", form=S / (1 + S),
    )


claim.by_theorem(
    "S2-30", "S2, section 3.1", r"$\nabla_\theta L_\varepsilon(\theta; y) = y^*_\varepsilon(\theta) - y$.",
    "fenchel-young-loss",
)
claim.by_theorem(
    "S2-31", "S2, section 3.1", "First-order training needs no Jacobian of the perturbed maximiser.",
    "fenchel-young-loss", truth="That of the model is still needed (S2-43).",
)


@claim(
    "S2-32", CORRECTED, "S2, section 3.2",
    "With Gumbel noise one obtains LogSumExp, the Gibbs law and the softmax.",
    truth=r"On the simplex, with independent entries: the softmax of $\theta/\varepsilon$ exactly, and "
    r"$F_\varepsilon = \varepsilon\,\mathrm{LSE}(\theta/\varepsilon) + \varepsilon\gamma$, $\gamma$ Euler's constant, "
    "the mean of the noise; it is LogSumExp after centring. On other sets Gumbel noise in the coordinates does not "
    "give the Gibbs law.",
    uses=["gumbel-softmax"],
)
def s2_32(c: ClaimProof) -> None:
    c.refute(
        "constant", le(1 - Rational(1, 4) + Rational(1, 18) - Rational(1, 96) - exp(Integer(-1)) * log(2), 0),
        r"The difference $\gamma$ to LogSumExp at $\varepsilon = 1$ is not 0: by gumbel-softmax it is at least this "
        "number, above $0.54$.",
    )
    c.refute(
        "not-gibbs", le(1 - exp(Integer(-1)), Rational(1, 2)),
        r"For $Y = \{0, 1\}$ at $\theta = 0$ the probability of 1 is $1 - \frac1e$, and the Gibbs weight $\frac12$.",
    )


@claim(
    "S2-33", CORRECTED, "S2, section 3.2",
    r"The law $p_\theta(y)$ of a perturbed model has no simple closed form.",
    truth="Not in general; on the simplex with Gumbel noise it has one, the softmax.", uses=["gumbel-softmax"],
)
def s2_33(c: ClaimProof) -> None:
    c.lacks(r"it does not say for which noise and which set.")
    c.identity(
        "closed-form", 1 / (1 + exp(-(log(E) - log(S)))), E / (E + S),
        r"For two scores with $E = e^{\theta_1/\varepsilon}$, $S = e^{\theta_2/\varepsilon}$ it is the logistic "
        "function of the difference of scores.",
    )


@claim(
    "S2-34", CORRECTED, "S2, section 3.2", "Perturbed models are easy to sample, the opposite of Gibbs laws.",
    truth="A sample costs one call of the solver. It is no opposite: on the simplex with Gumbel noise the two laws "
    "are one, and each is easy to sample.",
    uses=["gumbel-softmax", "perturbed-maximum"],
)
def s2_34(c: ClaimProof) -> None:
    c.lacks(r"what easy means, and for which set.")
    c.identity(
        "same-law", E / (E + S), 1 / (1 + S / E),
        "For two scores the Gibbs weight and the probability of the perturbed model are the same "
        r"($E = e^{\theta_1/\varepsilon}$, $S = e^{\theta_2/\varepsilon}$).",
    )


claim.by_theorem(
    "S2-35", "S2, section 3.3",
    r"$\sqrt{n}(\hat\theta_n - \theta_0)$ converges in law to the normal law with mean 0 and covariance "
    r"$H^{-1}\Sigma_YH^{-1}$, $H = \nabla^2F_\varepsilon(\theta_0)$.",
    "asymptotic-normality",
    truth=r"For independent $Y_i$ of the same law, with mean $y_\varepsilon(\theta_0)$, and $C$ with interior points; "
    r"$\hat\theta_n$ exists with a probability that tends to 1.",
)
claim.by_theorem(
    "S2-36", "S2, section 3.3", "The standard theory of minimum-loss estimators applies.", "asymptotic-normality"
)
claim.by_theorem(
    "S2-37", "S2, section 4.1", "The maximum, a linear problem on the simplex, costs $O(d)$.", "linear-oracles",
    truth="$d - 1$ comparisons, and no fewer.",
)
claim.by_theorem(
    "S2-38", "S2, section 4.1", r"Ranking, a linear problem on the permutahedron, costs $O(d\log d)$.",
    "linear-oracles",
)


@claim(
    "S2-39", CORRECTED, "S2, section 4.1", "Shortest paths with flow constraints cost $O(|E|)$.",
    truth="In graphs without directed cycles each edge is looked at once, whatever the signs of the costs. In other "
    "graphs noise can make costs negative; on a cycle of negative cost walks have no least cost, and methods for "
    "nonnegative costs do not apply.",
    uses=["linear-oracles"],
)
def s2_39(c: ClaimProof) -> None:
    c.lacks(r"that the graph has no cycle.")
    c.refute(
        "negative-cost", le(LOWER_SUM, 0),
        "A cost 1 with standard normal noise is negative with a probability that is not 0, but at least this number, "
        "above $0.15$.",
    )


claim.by_theorem(
    "S2-40", "S2, section 4.2",
    r"The average of the maximisers for $M$ samples is an unbiased estimate of $y^*_\varepsilon$.", "perturbed-maximum",
    truth=r"With $\frac{1}{M}$ of the variance of one.",
)


@claim(
    "S2-41", PROVED, "S2, section 4.2", "The samples can be computed in parallel.",
    truth="They are independent, and averages of groups combine to the average of all.", uses=["perturbed-maximum"],
)
def s2_41(c: ClaimProof) -> None:
    c.identity(
        "groups", n / (n + k) * (A / n) + k / (n + k) * (B / k), (A + B) / (n + k),
        "Two groups of $n$ and $k$ samples with sums $A$ and $B$: their averages, weighted by their sizes, give the "
        "average of all.",
    )


claim.experiment("S2-42", "S2, section 4.2", r"Warm starts shorten the run time.", "warm-starts")


@claim(
    "S2-43", CORRECTED, "S2, section 4.3",
    r"The stochastic gradient is $J_wg_w(x_i)(\bar y_{\varepsilon,M} - y_i)$.",
    truth=r"It is $J_wg_w(x_i)'(\bar y_{\varepsilon,M} - y_i)$ with the transpose $J'$ of the Jacobian, and an "
    r"unbiased estimate of the gradient of $L_\varepsilon(g_w(x_i); y_i)$ in $w$.",
    uses=["fenchel-young-loss"],
)
def s2_43(c: ClaimProof) -> None:
    c.refute(
        "shape", eq(p - d, 0), at={p: 6, d: 4},
        text="The Jacobian of 4 scores in 6 parameters has 6 columns, the difference 4 entries: the product as "
        "printed would need these numbers to be equal.",
    )


@claim(
    "S2-44", PROVED, "S2, section 4.3",
    "The sizes of the minibatch and of the sample can be chosen independently of each other.",
    truth="The estimate is unbiased for any two sizes.", uses=["fenchel-young-loss", "perturbed-maximum"],
)
def s2_44(c: ClaimProof) -> None:
    c.identity(
        "unbiased", (n * (k * m / k) + ((k - 1) * m + m) / k) / (n + 1), m,
        "An average over $n + 1$ data of averages over $k$ samples of mean $m$ has the mean $m$, whatever $n$ and $k$ "
        "are,",
    )
    c.identity(
        "variance", (n * (S + V / k) + (S + V / k)) / (n + 1) ** 2, S / (n + 1) + V / (k * (n + 1)),
        "and for a variance $S$ between data and $V$ between samples the variance has one term for each.",
    )
