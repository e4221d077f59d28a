r"""$\ln d - \varepsilon^*_d$ tends to $\ln 2 - \frac12$: the universal smoothing is asymptotically exact."""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp
from sympy import Rational, Subs, log

from proofs.beyond.lemmas.limit_pair import pair_function
from proofs.beyond.lemmas.limit_signs import correction, means, ray, signs
from symbolic.formulas import pair, potentials
from symbolic.formulas.limit_rate import AT_CENTRE, PER_LOG, RATE
from symbolic.formulas.pair import HALF, POWER, SHIFT, r
from symbolic.formulas.potentials import x
from symbolic.formulas.universal import LARGE, SAVED
from symbolic.notation import EpsStar, d, positives, reals, t
from symbolic.relations import ge, gt, le, lt

eta, kappa, z = positives("eta kappa z")
(y, e, a, N, U, V, F, h0, H, ell, Z, W, xk, D) = reals("y e a N U V F h_0 H ell Z W x_k Delta")
x1 = reals("x_1")[0]
LOSS, BAR = potentials.LOST - SAVED, Rational("0.0537")
"""How far the potential of universal-lower is below U at most, and a number above it."""
RESERVE, CUT = 6, Rational(1, 5)
"""The factor of the reserve for small entries, and the largest eta."""
DOWN = 3 * POWER * BAR
"""What the correction of one mean costs at most, per E."""


@theorem(
    "exact-limit",
    title="The universal smoothing is asymptotically exact",
    source="new",
    conclusion=r"For every $d \ge 2$, with $M = 6 + 2\ln d$, $0 \le \ln d - (\ln 2 - \frac12) - \varepsilon^*_d \le "
    r"M^{-1/5}(\frac{13}{3} + \frac16\ln M)$. So $\ln d - \varepsilon^*_d \to \ln 2 - \frac12$. At every point: let "
    r"$U$ be the potential of pointwise-lower, $0 < \eta \le \frac15$, $\mathcal{A} = \sum 6\eta^2x_i/(\eta + x_i)$ "
    r"and $\Psi = (\frac52 + \ln\frac1\eta)\Lambda^{2/5}$, where $\Lambda$ is the sum of $e^{5 - "
    r"(Y_i+Y_j+r)/2}(1+r)^{-1/2}$ over the pairs of positive entries, with $Y_i = \frac52 - \ln x_i$ and $r = "
    r"\sqrt{2Y_i^2 + 2Y_j^2}$. Then $h + U - \mathcal{A} - \Psi \le h_1$ on the simplex, for every symmetric $h$ "
    r"that is 1-strongly convex in $\|\cdot\|_1$ and $h_1$ at the vertices.",
    claim=[le(EpsStar(d), log(d) - SAVED), ge(EpsStar(d), log(d) - SAVED - RATE)],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["duality", "universal-upper", "pointwise-lower"],
    ends=["claim 1, claim 2", "vanishes", "setting", "pointwise"],
    sketch="Let $U$ be the potential of the universal smoothing. Lower bounds come from a potential that bends along "
    r"some direction at each point no more than the squared $\ell_1$ norm; $U$ itself has this property where the "
    "entries split into two halves of equal mass. What is missing elsewhere is paid by two corrections: "
    r"$\mathcal{A}$, at most $6\eta$ at the centre, for small entries, and a potential $\Psi$ of pairs, "
    r"$\kappa\Lambda^{2/5}$, which is negligible at the centre because two large entries at once are rare. The "
    "direction is found with means first: the largest entry moves by 1, all others by one common mean, and the "
    "second derivatives of the function of pairs, which is a little superharmonic on a logarithmic scale, make every "
    "pair contribute on the right side. Moves that keep the balance then turn means into signs without loss, all but "
    r"one entry, which the corrections pay for. Where $\Psi$ is large, $U$ less its corrections is below the "
    r"potential of \ref{pointwise-lower} and nothing is to be shown. The rate $M^{-1/5}$ comes from the power "
    r"$\frac25$ of $\Lambda \le \frac12M^{-1/2}$ at the centre, with $\eta = \frac15M^{-1/5}$; the other inequality "
    r"is \ref{universal-upper}.",
)
def exact_limit(T: Proof) -> None:
    idea(T)
    pair_function(T)
    means(T)
    ray(T)
    signs(T)
    correction(T)
    potential(T)
    budget(T)
    principle(T)
    centre(T)


def idea(T: Proof) -> None:
    """What the proof does, before it does it."""
    T.say(
        r"The idea. Every lower bound here compares $h$ with a potential that bends, along some direction at each "
        r"point, no more than the squared $\ell_1$ norm. The function $U$ behind the universal smoothing would do if "
        r"the entries could be split into two halves of the same mass; what it lacks is paid by a potential $\Psi$ "
        r"of pairs, which is small at the centre: two large entries at once are rare. Only the largest entry has a "
        r"sign of its own; all others have the same mean, and moves that keep the balance turn means into signs at "
        r"no cost."
    )


def potential(T: Proof) -> None:
    """The potential, and where it is below that of universal-lower."""
    T.say(
        r"V. The potential. Let $U = -\sum(\phi(x_i) + (\ln 2 - \frac12)x_i)$ with $\phi$ of universal-upper, which "
        r"vanishes at the vertices; let $0 < \eta \le \frac15$, $\mathcal{A} = \sum 6\eta^2x_i/(\eta + x_i)$, "
        r"$\kappa = \frac52 + \ln\frac1\eta$ and $F = U - \mathcal{A} - \Psi$. $V$ is the potential of "
        r"universal-lower, and $L_0 = \ln\frac32 - \frac{19}{54}$."
    )
    T.enclose("loss", lt(LOSS, BAR), r"$L_0 < 0.0537$.")


def budget(T: Proof) -> None:
    """The direction bends F no more than its norm, where Psi is at most L_0."""
    T.say(r"VI. The budget, where $\Psi \le L_0$ and $x$ is no vertex.")
    share = 1 - t / (2 * (1 - x1))
    T.derivative(
        "ray-bend", -LARGE.subs(x, x1 + t / 2) - (1 - x1) * share * log(share) - share * W, t, sp.Integer(-1),
        r"If $x_1 > \frac12$, take the $v$ of II: with $W = \sum_{j \ge 2} x_j\ln x_j$ this is $U(x + tv)$ but for a "
        r"constant, and $-v'D^2Uv = 1 = \|v\|_1^2$; $\mathcal{A}$ is concave, and $v'D^2\Psi v \le 0$.", order=2,
    )
    small = RESERVE * eta**2 * x / (eta + x)
    T.derivative(
        "reserve", small, x, -2 * RESERVE * eta**3 / (eta + x) ** 3,
        r"The second derivative of $\mathcal{A}$ is negative,", order=2,
    )
    T.forall(
        "reserve-small", [gt(eta, 0), gt(x, 0), le(x, eta)],
        ge(2 * RESERVE * eta**3 / (eta + x) ** 3, Rational(RESERVE, 4)), r"and at most $-\frac32$ up to $\eta$.",
        form=Rational(RESERVE, 4) * (eta - x) * (4 * eta**2 + 2 * eta * (eta + x) + (eta + x) ** 2) / (eta + x) ** 3,
    )
    T.forall(
        "mean-budget",
        [le(U, e / a), le(V, -N + 3 * POWER * F * e / a**2), le(F, BAR), le(H, -W), ge(e, 0), gt(a, 0)],
        le(U + V + H, e / a + DOWN * e / a**2 - N - W),
        r"If $x_1 \le \frac12$, let $a = 1 - x_k$ and $e \le x_k^2$ as in IV. The mean of $-u'D^2Fu - \|u\|_1^2$ has "
        r"three parts, here $U$, $V$ and $H$: of $U$ at most $\frac ea$, of $\Psi$ at most $3p\Psi\frac{e}{a^2}$ "
        r"less $N = p\kappa\Lambda^{p-1}\sum\nu g$, of $\mathcal{A}$ at most $-W$ ($F$ stands for $\Psi$).",
        form=[e / a - U, -N + 3 * POWER * F * e / a**2 - V, 3 * POWER * (BAR - F) * e / a**2, -W - H],
    )
    T.forall(
        "small-entry", [gt(xk, 0), ge(e, 0), le(e, xk**2), ge(a, 1 - CUT), gt(a, 0)],
        le(e / a + DOWN * e / a**2, Rational(RESERVE, 4) * xk**2),
        r"If $x_k \le \eta \le \frac15$, $\mathcal{A}$ is enough:",
        form=[(a - Rational(4, 5)) * e * Rational(5, 4) / a,
              DOWN * e * (a - Rational(4, 5)) * (a + Rational(4, 5)) * Rational(25, 16) / a**2,
              Rational(RESERVE, 4) * (xk**2 - e),
              e * (Rational(RESERVE, 4) - Rational(5, 4) - DOWN * Rational(25, 16))],
    )
    T.forall(
        "large-need", [gt(xk, 0), ge(e, 0), le(e, xk**2), ge(a, HALF), gt(a, 0)],
        le(e / a + DOWN * e / a**2, (2 + 4 * DOWN) * xk**2), r"If $\eta < x_k \le \frac12$, we need no more than",
        form=[2 * (a - HALF) * e / a, 4 * DOWN * e * (a - HALF) * (a + HALF) / a**2, (2 + 4 * DOWN) * (xk**2 - e)],
    )
    T.forall(
        "largest-pair", [ge(y, r / 2), gt(r, 0), ge(Z, 1 / (2 * r**2)), gt(y, 0)], ge(Z, 1 / (8 * y**2)),
        r"and the pair of $x_1$ and $x_k$ has it: with $y = \frac52 - \ln x_k$, $r \le 2y$, so that $\nu \ge "
        r"\frac{1}{8y^2}$,",
        form=[Z - 1 / (2 * r**2), (y - r / 2) * (y + r / 2) / (2 * r**2 * y**2)],
    )
    T.identity(
        "diagonal", Subs(pair.LOG + 5, pair.Y2, pair.Y1), 2 * (SHIFT - pair.Y1) - log(1 + 2 * pair.Y1) / 2,
        r"and as $g$ increases in both entries, $g(x_1, x_k) \ge g(x_k, x_k) = x_k^2(1 + 2y)^{-1/2}$.",
    )
    T.forall(
        "large-have",
        [gt(kappa, 0), gt(y, 0), gt(z, 0), ge(kappa, y), ge(y, SHIFT), le(kappa * z**2, BAR)],
        ge(12 * kappa**2 * BAR**3, 5 * z**6 * y**4 * (1 + 2 * y)),
        r"With $z = \Lambda^{1/5}$ the pair gives $\frac{\kappa x_k^2}{20z^3y^2(1+2y)^{1/2}}$, where $\kappa z^2 = "
        r"\Psi \le L_0$ and $\kappa \ge y \ge \frac52$;",
        form=[12 * kappa**2 * (BAR - kappa * z**2) * (BAR**2 + BAR * kappa * z**2 + kappa**2 * z**4),
              12 * z**6 * (kappa - y) * (kappa**4 + kappa**3 * y + kappa**2 * y**2 + kappa * y**3 + y**4),
              z**6 * y**4 * (2 * y - 2 * SHIFT)],
    )
    T.exact(
        "large-entry", ge(Rational(5, 12 * 400) / BAR**3, (2 + 4 * DOWN) ** 2),
        r"its square is at least $\frac{1}{400}\cdot\frac{5}{12L_0^3}$ times $x_k^4$, and that is enough.",
    )
    T.forall(
        "better-sign", [gt(W, 0), lt(W, 1), gt(Z, 0), gt(N, 0)], gt(W * Z + (1 - W) * N, 0),
        r"So the mean over $s$ is at most 0, which could not be if both values were positive: for one of the signs "
        r"$-u'D^2Fu \le \|u\|_1^2$.", form=[W * Z, (1 - W) * N],
    )
    T.forall(
        "not-nothing", [ge(xk, 0), le(3 * xk, 1), ge(D + 2 * xk, 0), gt(1 - xk, 0)],
        ge(1 + xk * D / (1 - xk), Rational(2, 3)),
        r"$u$ is not 0: if $x_k \le \frac13$, $\|u\|_1 \ge \frac23$ ($\Delta$ stands for $\theta\Delta$), and "
        r"otherwise $|u_k| = x_k$.",
        form=[xk * (D + 2 * xk) / (1 - xk), (1 - 3 * xk) * xk * Rational(2, 3) / (1 - xk),
              (1 - 3 * xk) * Rational(1, 3) / (1 - xk)],
    )
    T.formally(
        "direction", "TightMax.LimitRay.good_exists",
        r"In both cases there is a direction $u \ne 0$ of sum 0, with $|u_i|$ at most a multiple of $x_i$, along "
        r"which $-F$ bends no more than $\|u\|_1^2$.",
    )


def principle(T: Proof) -> None:
    """No strongly convex function is far above -F."""
    T.say(r"VII. The principle. Let $h$ be symmetric and 1-strongly convex (duality) and $H = h(e_1)$.")
    T.forall(
        "outside", [lt(F, U - LOSS), ge(V, U - LOSS), le(h0 + V, H)], le(h0 + F, H),
        r"By pointwise-lower $h + V \le H$ and $U - L_0 \le V$ on the simplex. Where $\Psi > L_0$, $F < U - L_0$, "
        r"and so $h + F \le H$ ($h_0$ is the value of $h$).",
        form=[U - LOSS - F, V - U + LOSS, H - h0 - V],
    )
    T.formally(
        "principle", "TightMax.LimitPrinciple.potential_principle",
        r"A symmetric 1-strongly convex $h$ and an upper semicontinuous $F$ have $h + F \le H$ everywhere if every "
        r"point has it or has such a direction: at a maximum of $h + kF$ with $k < 1$ a short step back and forth "
        r"would gain.",
    )
    T.formally(
        "pointwise", "TightMax.LimitPointwise.limit_pointwise",
        r"$F$ is continuous and not positive at the vertices, and elsewhere it has the direction of VI, along which "
        r"it is $C^2$. So $h + F \le H$ at every point of the simplex; at the centre this gives $\varepsilon^*_d \ge "
        r"F(u)$ by duality.",
    )


def centre(T: Proof) -> None:
    """The value at the centre, and the choice of eta."""
    T.identity(
        "value", -d * (log(1 / d) / d + SAVED / d), log(d) - SAVED,
        r"VIII. The value. At the centre $U = \ln d - (\ln 2 - "
        r"\frac12)$,",
    )
    T.forall(
        "value-reserve", [gt(eta, 0), gt(x, 0)], le(RESERVE * eta**2 / (eta + x), RESERVE * eta),
        r"$\mathcal{A} \le 6\eta$,", form=RESERVE * eta * x / (eta + x),
    )
    T.forall(
        "value-pairs", [gt(d, 0), gt(Z, 0)], le(d * (d - 1) / 2 / d**2 * Z, Z / 2),
        r"and $\Lambda \le \frac12M^{-1/2}$, for there $r = 2Y$ and $1 + r = M$.", form=Z / (2 * d),
    )
    root = Rational("0.758")
    T.exact(
        "power", ge(root**5, Rational(1, 4)),
        r"$2^{-2/5} \le 0.758$, and $\Psi \le 0.758(\frac52 + \ln\frac1\eta)M^{-1/5}$.",
    )
    T.enclose(
        "constant", le(CUT * RESERVE + root * (SHIFT + log(5)), AT_CENTRE),
        r"Take $\eta = \frac15z$ with $z = M^{-1/5} < 1$ and $\ell = -\ln z = \frac15\ln M$. As",
    )
    T.forall(
        "total", [gt(z, 0), ge(ell, 0), le(Z, 5 * PER_LOG), le(CUT * RESERVE + Z * W, AT_CENTRE)],
        le(CUT * RESERVE * z + (W + ell) * Z * z, z * (AT_CENTRE + 5 * PER_LOG * ell)),
        r"this is the bound ($Z = 0.758$, $W = \frac52 + \ln 5$).",
        form=[z * (AT_CENTRE - CUT * RESERVE - Z * W), z * ell * (5 * PER_LOG - Z)],
    )
    T.exact("per-log", le(root, 5 * PER_LOG), r"and $0.758 \le \frac56$.")
    T.forall(
        "other-side", [le(e, log(d) - SAVED)], ge(log(d) - SAVED - e, 0),
        r"The left inequality is universal-upper.", form=log(d) - SAVED - e,
    )
    T.formally(
        "vanishes", "TightMax.LimitRate.rate_vanishes",
        r"The bound tends to 0: $M^{-1/5}\ln M \to 0$ as $M \to \infty$."
    )


if __name__ == "__main__":
    exact_limit.script()
