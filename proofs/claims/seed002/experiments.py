"""Seed 002, experiments, the role of the temperature and limitations: claims S2-45 to S2-68."""

from sympy import Rational, exp

from proofs.claims.seed002.perturbation import shift_on_the_simplex
from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.notation import eps, reals
from symbolic.relations import ge, gt, le

claim = Claims()
E, G, K, L, M, P, a, c1, v, w = reals("E G K L M P a c v w")
WEIGHT = 1 / (1 + exp(-a / eps))


claim.not_reproduced(
    "S2-45", "S2, section 5.1", "On CIFAR-10 Fenchel-Young losses are competitive with the cross-entropy.",
    "the images of CIFAR-10 and the network are not at hand. The experiment digits compares the two losses on smaller "
    "images, which says nothing about CIFAR-10.",
)
claim.experiment(
    "S2-46", "S2, section 5.1",
    r"Too high or too low an $\varepsilon$ worsens the results in training and in the test.", "epsilon-sweep",
)
claim.not_reproduced(
    "S2-47", "S2, section 5.2", r"Better rank correlation on at least 76 \% of 21 data sets.",
    r"the data sets are not at hand. The numbers agree with 16 of 21, which is 76.2 \%.",
)
claim.not_reproduced(
    "S2-48", "S2, section 5.2", r"Within 5 \% on at least 90 \% of the data sets.",
    r"the data sets are not at hand. The numbers agree with 19 of 21, which is 90.5 \%.",
)
claim.experiment(
    "S2-49", "S2, section 5.2", "The loss is more robust to noise than squared and black-box losses.",
    "label-ranking",
)
claim.experiment(
    "S2-50", "S2, section 5.2", "With almost exact labels the ranking is predicted exactly.", "label-ranking"
)
claim.not_reproduced(
    "S2-51", "S2, section 5.2", "Robustness under growing noise is proved.",
    "the source has neither a statement nor a proof, only a report on artificial data; S2-49 is the part of it that "
    "can be run.",
)
claim.experiment(
    "S2-52", "S2, section 5.3", r"On terrain maps the paths are optimal close to 100 \% for most of 50 epochs.",
    "shortest-paths",
)
claim.experiment(
    "S2-53", "S2, section 5.3", "The ratio of the cost of the learned path to the least cost converges to 1.00.",
    "shortest-paths",
)
claim.experiment(
    "S2-54", "S2, section 5.3", "Convergence is faster than with squared and black-box losses.", "shortest-paths"
)


@claim(
    "S2-55", PROVED, "S2, section 5.4", r"$\varepsilon$ trades smoothness against information.",
    truth=r"For centred noise the error of $F_\varepsilon$ is at most $\varepsilon F_1(0)$ and its gradient is "
    r"$RM/\varepsilon$-Lipschitz; the product of the two bounds does not depend on $\varepsilon$.",
    uses=["perturbed-maximum", "perturbed-argmax"],
)
def s2_55(c: ClaimProof) -> None:
    c.forall(
        "less-error", [ge(P, 0), gt(L - eps, 0)], le(eps * P, L * P),
        r"A smaller $\varepsilon$ (here against $L$) has the smaller bound for the error, $P = F_1(0)$,",
        form=P * (L - eps),
    )
    c.forall(
        "less-smooth", [ge(K, 0), gt(eps, 0), gt(L - eps, 0), gt(L, 0)], ge(K / eps, K / L),
        "and the larger one for the smoothness, $K = RM$.", form=K * (L - eps) / (eps * L),
    )


claim.not_a_statement(
    "S2-56", "S2, section 5.4", r"The accuracy is a function $f(\varepsilon)$.",
    "the function is not given, and the accuracy depends on the data, the model and the number of samples as well.",
)


@claim(
    "S2-57", REFUTED, "S2, section 5.4", r"Too small an $\varepsilon$ smooths too much and loses information.",
    truth=r"The other way round: for $\varepsilon \to 0$ nothing is smoothed, $y_\varepsilon \to y^*$ away from ties. "
    r"For two scores and Gumbel noise the slope vanishes there, and is $\frac{1}{4\varepsilon}$ at the tie.",
    uses=["perturbed-limits", "gumbel-softmax"],
)
def s2_57(c: ClaimProof) -> None:
    c.refute(
        "hard", le(WEIGHT, Rational(999, 1000)), at={a: 1, eps: Rational(1, 100)},
        text=r"Gumbel noise, scores 1 and 0, $\varepsilon = \frac{1}{100}$: the first weight would have to stay away "
        "from 1, but it is above $0.999$.",
    )
    c.refute(
        "steep", le(1 / (4 * eps), 1), at={eps: Rational(1, 100)},
        text=r"At the tie the slope is $\frac{1}{4\varepsilon} = 25$: not smooth.",
    )


@claim(
    "S2-58", REFUTED, "S2, section 5.4", r"Too large an $\varepsilon$ smooths too little and oscillates.",
    truth=r"The other way round: under the hypotheses of perturbed-argmax, for $\varepsilon \to \infty$, "
    r"$y_\varepsilon(\theta) \to y_1(0)$, which does not depend on $\theta$, and the Jacobian is at most "
    r"$RM/\varepsilon$.",
    uses=["perturbed-limits", "gumbel-softmax"],
)
def s2_58(c: ClaimProof) -> None:
    c.refute(
        "soft", ge(WEIGHT, Rational(51, 100)), at={a: 1, eps: 100},
        text=r"Gumbel noise, scores 1 and 0, $\varepsilon = 100$: with little smoothing the first weight would be "
        "near 1; it is below $0.51$.",
    )
    c.refute(
        "not-steep", gt(1 / (4 * eps), Rational(1, 100)), at={eps: 100},
        text=r"And the slope is at most $\frac{1}{4\varepsilon} = \frac{1}{400}$, so nothing oscillates.",
    )


@claim(
    "S2-59", REFUTED, "S2, section 5.4",
    r"The strict convexity of $F_\varepsilon$ guarantees gradients that do not vanish.",
    truth="The Jacobian is positive definite at every point if $C$ has interior points, but with no positive lower "
    r"bound: for two scores and Gumbel noise it is at most $\frac1\varepsilon e^{-a/\varepsilon}$ at a difference of "
    "scores $a$.",
    uses=["perturbed-limits", "perturbed-argmax"],
)
def s2_59(c: ClaimProof) -> None:
    c.refute(
        "vanishes", ge(WEIGHT * (1 - WEIGHT) / eps, Rational(1, 10**8)), at={a: 40, eps: 2},
        text=r"At $a = 40$, $\varepsilon = 2$ it is below $10^{-8}$.",
    )
    c.forall(
        "no-bound", [gt(E, 0), gt(eps, 0), gt(E * eps * K - 1, 0)], gt(K, 1 / (E * eps)),
        r"In general it falls below any $K > 0$ as soon as $E = e^{a/\varepsilon}$ exceeds $1/(\varepsilon K)$.",
        form=(E * eps * K - 1) / (E * eps),
    )


claim.not_a_statement(
    "S2-60", "S2, section 5.4", r"Because $y_\varepsilon$ is differentiable, information flows back smoothly.",
    "what it is that flows smoothly is not defined; that the maximiser is differentiable is S2-17.",
)


@claim(
    "S2-61", REFUTED, "S2, section 6.1",
    "Proposition 2.2 requires $C$ to have empty interior, a setting of lower bounds.",
    truth="It requires that the interior is not empty; that is a hypothesis and has to do with no lower bound.",
    uses=["perturbed-argmax"],
)
def s2_61(c: ClaimProof) -> None:
    shift_on_the_simplex(c)


claim.by_theorem(
    "S2-62", "S2, section 6.1", "Sets in a subspace of lower dimension need extra treatment.", "perturbed-argmax",
    truth=r"Restrict $\theta$ to the span of the differences of points of $Y$; in orthogonal directions "
    r"$F_\varepsilon$ is affine.",
)


@claim(
    "S2-63", CORRECTED, "S2, section 6.1",
    r"For a temperature near 0 the approximation error is $O(\varepsilon)$.",
    truth=r"That of $F_\varepsilon$ is: $|F_\varepsilon - F| \le \varepsilon R\,\mathrm{E}\|Z\|$ everywhere, and "
    r"$0 \le F_\varepsilon - F \le \varepsilon F_1(0)$ for centred noise. That of $y_\varepsilon$ is at most "
    r"$4\varepsilon R^2\,\mathrm{E}\|Z\|/g$ where the best point is unique and leads by $g$ (exponentially small for "
    "Gumbel noise), but not uniformly, and not at ties.",
    uses=["perturbed-maximum", "perturbed-limits"],
)
def s2_63(c: ClaimProof) -> None:
    c.lacks(r"whether the error of the maximum or of the maximiser is meant.")
    c.refute(
        "tie", le(1 - w / (w + v) - K * eps, 0), at={w: 1, v: 1, K: 10, eps: Rational(1, 100)},
        text=r"At a tie the maximiser misses its first entry 1 by $\frac12$ for every $\varepsilon$ (Gumbel noise, "
        r"$w = v$); a bound $K\varepsilon$ with $K = 10$ fails at $\varepsilon = \frac{1}{100}$,",
    )
    c.forall(
        "every-constant", [gt(1 - 2 * K * eps, 0)], gt(Rational(1, 2), K * eps),
        r"and with any $K$ for $\varepsilon < \frac{1}{2K}$.", form=(1 - 2 * K * eps) / 2,
    )


claim.by_theorem(
    "S2-64", "S2, section 6.1", "There is a trade-off of accuracy and stability.", "noise-products",
    truth=r"For centred noise on the simplex the product of gap and smoothness does not depend on $\varepsilon$, and "
    r"it is at least $\varepsilon^*_d$; at $d = 2$: $\frac{2}{\pi}$ for normal noise, $\ln 2$ for Gumbel noise, "
    r"against $\frac12$.",
)


@claim(
    "S2-65", PROVED, "S2, section 6.2", "More than one sample raises the cost.",
    truth="$M$ samples take $M$ calls of the solver.", uses=["perturbed-maximum"],
)
def s2_65(c: ClaimProof) -> None:
    c.forall("calls", [gt(c1, 0), gt(M - 1, 0)], gt(M * c1, c1), r"With $c > 0$ the cost of a call:", form=c1 * (M - 1))


claim.experiment("S2-66", "S2, section 6.2", r"One sample gives satisfactory results already.", "one-sample")
claim.experiment(
    "S2-67", "S2, section 6.2",
    r"The results are sensitive to $\varepsilon$, which has to be chosen by cross-validation.", "epsilon-sweep",
)
claim.not_reproduced(
    "S2-68", "S2, section 6.2", "There are few baselines to compare with, above all for structured prediction.",
    "a judgement of the literature, which was not checked.",
)
