"""Seed 002, contributions, definitions, properties and derivatives: claims S2-01 to S2-25."""

from sympy import Rational, log, pi

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.notation import eps, reals
from symbolic.relations import eq, ge, gt, le

claim = Claims()
A, B, F, G, K, R, M, D, h, q, w, x, y, z1, z2 = reals("A B F G K R M D h q w x y z_1 z_2")


@claim(
    "S2-01", CORRECTED, "S2, section 1",
    "Discrete optimisers are easy to evaluate, but their derivatives are locally constant or do not exist.",
    truth="The solution $y^*$ is locally constant, with derivative 0, away from ties. The maximum $F$ is piecewise "
    "linear: its gradient $y^*$ is locally constant and need not be 0.",
    uses=["perturbed-maximum"],
)
def s2_01(c: ClaimProof) -> None:
    c.lacks(r"it does not say whether the derivative of the maximum or of the solution is meant.")
    c.forall(
        "stays", [gt(x - y - 2 * h, 0), ge(A, -h), le(B, h)], gt((x + A) - (y + B), 0),
        "A value that leads by more than $2h$ leads after changes by at most $h$: the solution does not change nearby.",
        form=[x - y - 2 * h, A + h, h - B],
    )
    c.refute(
        "maximum", eq(((x + h) - x) / h, 0), at={x: 3, h: Rational(1, 2)},
        text="The maximum does: with the score 3 in the lead its quotient is 1, not 0.",
    )


claim.by_theorem(
    "S2-02", "S2, section 1", "Random perturbations turn a discrete optimiser into a differentiable map.",
    "perturbed-argmax", truth="With the hypotheses of the theorem on the noise.",
)
claim.by_theorem(
    "S2-03", "S2, sections 1 and 4.2", "The method works with any solver as it is.", "perturbed-maximum",
    truth="With any solver that returns a maximiser of a linear function: nothing else of it enters.",
)


@claim(
    "S2-04", CORRECTED, "S2, section 1",
    "Stochastic smoothing gives derivatives that exist everywhere and a Jacobian that is not 0.",
    truth="So it is for a positive, continuously differentiable density with the means of perturbed-argmax, if $Y$ "
    "has at least two points: the Jacobian is positive definite on the span of the differences of $Y$. For bounded "
    "noise the Jacobian can be 0.",
    uses=["noise-hypotheses", "perturbed-argmax"],
)
def s2_04(c: ClaimProof) -> None:
    c.refute(
        "bounded-noise", le((x - y) + eps * (z1 - z2), 0), at={x: 5, y: 0, eps: 2, z1: -1, z2: 1},
        text=r"Scores 5 and 0, noise with entries in $[-1, 1]$, $\varepsilon = 2$: even the worst noise does not turn "
        r"the order round, so $y_\varepsilon = (1, 0)$ here and, by noise-hypotheses, near by: its Jacobian is 0.",
    )


claim.by_theorem("S2-05", "S2, section 1", r"The derivatives are plain means over the noise.", "score-identities")
claim.by_theorem(
    "S2-06", "S2, section 1", "There is a natural connection with Fenchel-Young losses.", "fenchel-young-loss",
    truth=r"With the conjugate of $F_1$ for $\Omega$ (see S2-27).",
)
claim.by_theorem(
    "S2-07", "S2, section 2.1",
    r"$F(\theta)$ is the maximum of $\langle y, \theta\rangle$ over $y \in C$, the convex hull of a finite set $Y$.",
    "perturbed-maximum", truth="It is the maximum over $Y$.",
)


@claim(
    "S2-08", PROVED, "S2, section 2.1",
    "$y^*$ is piecewise constant: its gradient is 0 almost everywhere and not defined at the jumps.",
    truth="If $Y$ has at least two points.", uses=["perturbed-maximum"],
)
def s2_08(c: ClaimProof) -> None:
    c.forall(
        "stays", [gt(x - y - 2 * h, 0), ge(A, -h), le(B, h)], gt((x + A) - (y + B), 0),
        r"Where one point leads by more than $2h$ it leads nearby: $y^*$ is constant there. The other $\theta$ lie in "
        r"finitely many hyperplanes $\langle y - y', \theta\rangle = 0$.",
        form=[x - y - 2 * h, A + h, h - B],
    )
    c.forall(
        "jump", [gt(h, 0), gt(D - K * h, 0)], gt(D / h, K),
        "At a jump of size $D > 0$ the quotient over a step $h$ exceeds every $K$.", form=(D - K * h) / h,
    )


claim.by_theorem(
    "S2-09", "S2, section 2.2", r"$F_\varepsilon(\theta) = \mathrm{E}F(\theta + \varepsilon Z)$.",
    "perturbed-maximum",
    truth=r"A definition, sound for noise with finite $\mathrm{E}\|Z\|$; and $F_\varepsilon(\theta) = \varepsilon "
    r"F_1(\theta/\varepsilon)$.",
)
claim.by_theorem(
    "S2-10", "S2, section 2.2",
    r"$y^*_\varepsilon(\theta) = \mathrm{E}y^*(\theta + \varepsilon Z) = \nabla F_\varepsilon(\theta)$.",
    "perturbed-argmax",
)


claim.not_a_statement(
    "S2-11", "S2, section 2.2",
    r"$\varepsilon > 0$ is a temperature, and the noise has a density proportional to $e^{-\nu}$.",
    "names and notation: there is nothing to prove. What the temperature does is in S2-09, S2-19 and S2-20.",
)


def shift_on_the_simplex(c: ClaimProof) -> None:
    """On the simplex the perturbed maximum is affine along the diagonal."""
    c.say(
        r"The simplex has no interior point, and by perturbed-argmax $F_\varepsilon(\theta + c\mathbf{1}) = "
        r"F_\varepsilon(\theta) + c$ there. With $x = F_\varepsilon(\theta)$, the mean of the values at $\theta$ and "
        r"$\theta + 2\cdot\mathbf{1}$ should exceed the value at $\theta + \mathbf{1}$,",
    )
    c.refute("affine", gt((x + (x + 2)) / 2 - (x + 1), 0), r"but the two are equal (here for $x = 3$).", at={x: 3})


@claim(
    "S2-12", REFUTED, "S2, section 2.3",
    "Proposition 2.2 (strict convexity, values in the interior) supposes a convex polytope $C$ with empty interior.",
    truth="It supposes a polytope whose interior is not empty. For simplex, permutahedron and flows, which have empty "
    "interior, strict convexity holds on the span of the differences of points only.",
    uses=["perturbed-argmax"],
)
def s2_12(c: ClaimProof) -> None:
    shift_on_the_simplex(c)


claim.by_theorem(
    "S2-13", "S2, section 2.3", r"$F_\varepsilon$ is strictly convex.", "perturbed-argmax",
    truth="If and only if $C$ has interior points, under the hypotheses on the noise.",
)


@claim(
    "S2-14", CORRECTED, "S2, section 2.3",
    r"For a positive differentiable density $F_\varepsilon$ is twice differentiable.",
    truth=r"It is, if the density is continuously differentiable and $\|Z\|$ and $\|\nabla\nu(Z)\|$ have finite "
    r"means. For Cauchy noise $F_\varepsilon$ is not even finite.",
    uses=["noise-hypotheses", "perturbed-argmax"],
)
def s2_14(c: ClaimProof) -> None:
    c.refute(
        "no-mean", le(log(1 + K**2) / (2 * pi), 10), at={K: 10**14},
        text=r"Cauchy noise, $Y = \{0, 1\}$: the mean of $Z$ over $0 \le Z \le K$ exceeds every bound, such as 10 for "
        r"$K = 10^{14}$; so $F_\varepsilon = \infty$.",
    )


claim.by_theorem("S2-15", "S2, section 2.3", r"$F_\varepsilon$ is $R_C$-Lipschitz.", "perturbed-maximum")


@claim(
    "S2-16", CORRECTED, "S2, section 2.3",
    r"The gradient of $F_\varepsilon$ is $R_CM_\mu/\varepsilon$-Lipschitz.",
    truth=r"With $M_\mu = (\mathrm{E}\|\nabla\nu(Z)\|^2)^{1/2}$, $\sqrt{d}$ for $d$ independent normal or Gumbel "
    r"entries. Sharper: with $M = \sup_{\|u\| = 1}\mathrm{E}|\langle\nabla\nu(Z), u\rangle| \le M_\mu$, which is "
    r"$\sqrt{2/\pi}$ for normal noise in every dimension.",
    uses=["perturbed-argmax", "noise-products"],
)
def s2_16(c: ClaimProof) -> None:
    c.lacks(r"$M_\mu$ is not defined.")
    c.forall(
        "sharper", [gt(eps, 0), ge(R, 0), le(D, R * q / eps), le(q, M)], le(D, R * M / eps),
        r"A bound with $q = M$ of the theorem is one with the larger $M_\mu$ (here $M$).",
        form=[R * q / eps - D, R * (M - q) / eps],
    )


claim.by_theorem(
    "S2-17", "S2, section 2.3", r"$y^*_\varepsilon$ is differentiable at every $\theta$.", "perturbed-argmax"
)
claim.by_theorem(
    "S2-18", "S2, section 2.3", r"$y^*_\varepsilon(\theta)$ is in the interior of $C$.", "perturbed-argmax",
    truth="In the relative interior, if $C$ has no interior points.",
)


@claim(
    "S2-19", CORRECTED, "S2, section 2.3", r"For $\varepsilon \to 0$, $y^*_\varepsilon(\theta) \to y^*(\theta)$.",
    truth=r"If the best point at $\theta$ is unique. At a tie, if with probability 1 only one of the best points "
    r"maximises $\langle y, Z\rangle$, the limit is the mean of that one, reached with an error of at most "
    r"$4\varepsilon R^2\,\mathrm{E}\|Z\|/g$, where the best points lead by $g$.",
    uses=["perturbed-limits", "gumbel-softmax"],
)
def s2_19(c: ClaimProof) -> None:
    c.refute(
        "tie", eq(w / (w + w), 1), at={w: 2},
        text=r"Gumbel noise, two equal scores ($w = e^{\theta_i/\varepsilon}$, here 2): the first weight is "
        r"$w/(w + w) = \frac12$ for every $\varepsilon$, and neither maximiser has the entry $\frac12$.",
    )


claim.by_theorem(
    "S2-20", "S2, section 2.3", r"For $\varepsilon \to \infty$, $y^*_\varepsilon(\theta) \to y^*_1(0)$.",
    "perturbed-limits",
    truth=r"With an error of at most $RM\|\theta\|/\varepsilon$, under the hypotheses of perturbed-argmax.",
)
claim.by_theorem(
    "S2-21", "S2, section 2.3", r"$y^*_1(0)$ is the minimum point of $\Omega$ on $C$.", "fenchel-young-loss",
    truth=r"With $\Omega = (F_1)^*$.",
)
claim.by_theorem(
    "S2-22", "S2, section 2.4",
    r"$y^*_\varepsilon(\theta) = \mathrm{E}[F(\theta + \varepsilon Z)\nabla\nu(Z)/\varepsilon]$.", "score-identities",
    truth=r"If $\|Z\|\|\nabla\nu(Z)\|$ has a finite mean, too.",
)
claim.by_theorem(
    "S2-23", "S2, section 2.4",
    r"$J_\theta y^*_\varepsilon = \mathrm{E}[y^*(\theta + \varepsilon Z)\nabla\nu(Z)'/\varepsilon]$.",
    "score-identities",
)
claim.by_theorem(
    "S2-24", "S2, section 2.4", "These means have unbiased Monte Carlo estimates.", "score-identities"
)


@claim(
    "S2-25", CORRECTED, "S2, section 2.4", "The estimates are efficient.",
    truth="They are unbiased, and $n$ samples divide the variance by $n$. But the second moment of a sample of the "
    r"Jacobian is of the order $\varepsilon^{-2}$ (exactly that for $Y = \{-1, 1\}$ and normal noise), whereas the "
    r"Jacobian tends to 0 with $\varepsilon$ away from ties.",
    uses=["score-identities"],
)
def s2_25(c: ClaimProof) -> None:
    c.lacks(r"there is no measure of efficiency in the sentence.")
    c.exact(
        "second-moment", eq(1 / eps**2, 10000), at={eps: Rational(1, 100)},
        text=r"For example the second moment is 10000 at $\varepsilon = \frac{1}{100}$.",
    )
