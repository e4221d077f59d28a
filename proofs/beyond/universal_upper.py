r"""A smoothing better than LogSumExp in every dimension.   [S0-02, S0-30]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Derivative, Function, Mul, Subs, exp, log

from symbolic.formulas.universal import HALF, LARGE, MIDDLE, NEAR, POLYNOMIAL, PULL, SAVED, SMALL, eta, tau, x
from symbolic.notation import EpsStar, d, positives, reals, t
from symbolic.relations import ge, gt, le, lt

sigma, z = positives("sigma z")
theta, A, X, S, a, y1, yj, q1, qj, r = reals("theta A X S a y_1 y_j q_1 q_j r")
B, E, H, L, N, V, m, v1, w, s = reals("B E H L N V m v_1 w s")
psi, rest, value = Function("psi"), Function("r"), Function("h")

@theorem(
    "universal-upper",
    title="A smoothing better than LogSumExp in every dimension",
    source="S0, claims S0-02 and S0-30",
    conclusion=r"$\varepsilon^*_d \le \ln d - (\ln 2 - \frac12)$ for every $d \ge 2$. At temperature $t$, "
    r"with $y_1$ a largest entry, $r = t\,\mathrm{LSE}(y_2/t, \dots, y_d/t)$ and $\tau = (y_1 - r)/t$, the "
    r"smoothing is $t\,\mathrm{LSE}(y/t) - t(\ln 2 - \frac12)$ for $\tau \le 0$, $y_1 + \frac{t}{8}(2 - "
    r"\tau)^2$ for $0 \le \tau \le 2$, and $y_1$, exactly the maximum, for $\tau \ge 2$.",
    claim=[le(EpsStar(d), log(d) - SAVED)],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    claims=["S0-02", "S0-30"],
    uses=["scaling", "duality", "lse-gap", "lse-conjugate"],
    sketch=r"By \ref{duality} it is enough to find a function $h$ on the simplex that is 1-strongly convex in "
    r"$\|\cdot\|_1$ and whose range is small; the range is the gap. The negative entropy has range $\ln d$. Its "
    r"curvature $1/x$ is more than needed at large entries, so keep $\phi'' = 1/x$ up to $\frac12$ and put the "
    "smaller $4 - 1/(1-x)$ beyond. Strong convexity still holds: where all entries are small it is the Cauchy "
    r"inequality $\sum v_i^2/x_i \ge (\sum|v_i|)^2$ (step engel), and one large entry pays for its lower curvature "
    "because a direction on the simplex moves the others as much as it moves it (step one-large). The range of the "
    r"new $h$ is $\phi(1) - d\,\phi(1/d) = \ln d - (\ln 2 - \frac12)$, so $\ln 2 - \frac12$ is the value lost by "
    r"$\phi$ between $\frac12$ and 1. For the closed form, maximise over the other entries first: by "
    r"\ref{lse-conjugate} they enter only through their LogSumExp $r$, and one parabola in the mass $\eta$ of the "
    r"others is left. Its maximum lies inside for $0 \le \tau \le 2$ and at $\eta = 0$ beyond, which is why the "
    "smoothing equals the maximum there.",
)
def universal_upper(T: Proof) -> None:
    regulariser(T)
    strong_convexity(T)
    splitting(T)
    pieces(T)
    gradient(T)
    gap(T)
    smoothness(T)


def regulariser(T: Proof) -> None:
    """The function of one entry, glued at 1/2, and the range of the sum."""
    T.say(
        r"Let $h = \sum_i \phi(x_i)$ on the simplex, where $\phi'' = 1/x$ on $(0, \frac12]$, as for the "
        r"entropy, and $\phi'' = 4 - 1/(1-x)$ on $[\frac12, 1)$, which is negative beyond $\frac34$. "
        r"Explicitly $\phi = x \ln x$ on the left and $\phi = 2x^2 - 2x - (1-x)\ln(1-x) + \frac12 - \ln 2$ "
        r"on the right ($0 \ln 0 = 0$)."
    )
    T.derivative("bend-left", SMALL, x, 1 / x, r"Left:", order=2)
    T.derivative("bend-right", LARGE, x, 4 - 1 / (1 - x), r"right:", order=2)
    for order, word in enumerate(("value", "slope", "bend")):
        T.identity(
            f"seam-{word}", Subs(SMALL.diff(x, order), x, HALF), Subs(LARGE.diff(x, order), x, HALF),
            rf"the {word}s agree at $\frac12$" + (r"; $h$ is $C^2$ where no entry is 0." if order == 2 else ","),
        )
    T.identity(
        "range", POLYNOMIAL.subs(x, 1) - d * SMALL.subs(x, 1 / d), log(d) - SAVED,
        r"$h$ is symmetric, and the entries of $u$ are $\frac{1}{d} \le \frac12$, so by duality its range "
        r"is $h(e_1) - h(u) = \phi(1) - d\phi(1/d)$.",
    )


def strong_convexity(T: Proof) -> None:
    """The quadratic form of the Hessian is at least the squared l1 norm."""
    chord = (1 - s) * A + s * B - s * (1 - s) * N / 2 - value(s)
    T.derivative(
        "chord", chord, s, N - value(s).diff(s, 2),
        r"On a segment from $a$ to $b$ in the simplex let $h(s)$ be the value at $(1-s)a + sb$, $N = \|b - a\|_1^2$ "
        r"and $G(s) = (1-s)h(0) + sh(1) - \frac12s(1-s)N - h(s)$, which vanishes at 0 and 1. Inside, the entries that "
        r"are not always 0 are positive, $h$ is $C^2$, and",
        order=2,
    )
    T.forall(
        "slope-falls", [ge(S, N)], le(N - S, 0),
        r"where $S = h''(s) = \sum_i \phi''(x_i)v_i^2$ with $v = b - a$. Suppose $S \ge \|v\|_1^2$, which is shown "
        r"next. Then $G'$ does not increase: if $G'(s_0) \ge 0$ then $G$ does not decrease on $[0, s_0]$, and "
        r"otherwise $G$ does not increase on $[s_0, 1]$; $G$ is continuous "
        r"and vanishes at both ends, so $G(s_0) \ge 0$, the two-point inequality.", form=S - N,
    )
    T.forall(
        "engel", [gt(X, 0), gt(x, 0), ge(S, A**2 / X)], ge(S + a**2 / x, (A + a) ** 2 / (X + x)),
        r"Let all $x_i \le \frac12$. A sum $S$ of some $v_i^2/x_i$ is at least $A^2/X$, where $A = "
        r"\sum|v_i|$ and $X = \sum x_i$: clear for one term, and one more keeps it. Over all entries $X = "
        r"1$, and $S \ge \|v\|_1^2$.", form=[S - A**2 / X, (A * x - a * X) ** 2 / (X * x * (X + x))],
    )
    T.forall(
        "one-large",
        [gt(eta, 0), lt(2 * eta, 1), ge(theta, 0), le(theta, 1 - theta), ge(S, (1 - theta) ** 2 / eta)],
        ge((4 - 1 / eta) * theta**2 + S, 1),
        r"Let $x_1 > \frac12$, $\eta = 1 - x_1$, $\|v\|_1 = 1$ and $\theta = |v_1|$. As $v_1$ is minus the "
        r"sum of the others, $\theta \le 1 - \theta$, and by the step before the others give $S \ge "
        r"(1-\theta)^2/\eta$. The slack is $(1-2\theta)(1 - \eta(1+2\theta))/\eta$ and more:",
        form=[S - (1 - theta) ** 2 / eta, (1 - 2 * theta) * (1 - 2 * eta) / eta, (1 - 2 * theta) ** 2],
    )
    T.formally(
        "strongly-convex", "TightMax.UniversalRegulariser.universal_strongly_convex",
        r"So $h$ is 1-strongly convex in $\|\cdot\|_1$,",
    )
    T.formally("smoothing", "TightMax.UniversalUpper.universal_upper", r"and duality gives the bound.")
    T.enclose(
        "better", gt(log(2), HALF),
        r"It is below $\ln d$, the gap of LogSumExp, for every $d$; at $d = 2$ it is $\frac12$, the optimum.",
    )


def splitting(T: Proof) -> None:
    """The maximum over the simplex as a maximum over one number."""
    T.say(
        r"Closed form: at temperature $t$ maximise $\langle q, y\rangle - t\tilde h(q)$ over the simplex, "
        r"where $\tilde h = h + \ln 2 - \frac12$ vanishes at the vertices. Let $y_1$ be a largest entry."
    )
    T.forall(
        "swap", [ge(y1, yj), ge(qj, q1)], ge(y1 * qj + yj * q1, y1 * q1 + yj * qj),
        r"As $h$ is symmetric, $q_1$ may be taken largest, too.", form=(y1 - yj) * (qj - q1),
    )
    T.say(
        r"Write $q_1 = 1 - \eta$ and $q_i = \eta\sigma_i$ with $\sum\sigma_i = 1$, $B = \sum\sigma_iy_i$, $E = "
        r"\sum\sigma_i\ln\sigma_i$ and $r = y_1 - t\tau$ for $t$ times the LogSumExp of the other $y_i/t$."
    )
    T.formally(
        "others", "TightMax.LeadingEntry.gibbs_others",
        r"By lse-conjugate $B - tE \le r$, with equality if $\sigma$ is the softmax of the other entries.",
    )
    T.identity(
        "split-entry", SMALL.subs(x, eta * sigma), sigma * (eta * log(eta)) + eta * (sigma * log(sigma)),
        r"The entries $\eta\sigma_i \le \frac12$ contribute $\eta\ln\eta + \eta E$ to $h$;",
    )
    T.identity(
        "split-large", LARGE.subs(x, 1 - eta) + eta * log(eta) + SAVED, -2 * eta * (1 - eta),
        r"if $\eta \le \frac12$, the logarithms cancel and $\tilde h(q) = \eta E - 2\eta(1-\eta)$,",
    )
    T.forall(
        "large", [gt(eta, 0), le(B - t * E, y1 - t * tau)],
        le((1 - eta) * y1 + eta * B - t * (eta * E - 2 * eta * (1 - eta)), y1 + t * PULL),
        r"so that $q$ reaches at most $y_1 + t g(\eta)$ with $g(\eta) = (2-\tau)\eta - 2\eta^2$.",
        form=eta * (y1 - t * tau - B + t * E),
    )
    T.forall(
        "small", [gt(t, 0), gt(eta, 0), ge(eta, HALF), ge(tau, 0), le(B - t * E, y1 - t * tau), le(H, L)],
        le((1 - eta) * y1 + eta * (B - t * E) + t * H - t * (L - HALF), y1 + t * PULL.subs(eta, HALF)),
        r"If $\eta \ge \frac12$, all entries are at most $\frac12$ and $h$ is the negative entropy $\eta E "
        r"- H$, where $H = -\eta\ln\eta - (1-\eta)\ln(1-\eta)$ is at most $L = \ln 2$ by lse-conjugate. For "
        r"$\tau \ge 0$ such a $q$ reaches no more than $y_1 + t g(\frac12)$.",
        form=[eta * (y1 - t * tau - B + t * E), t * (L - H), t * tau * (eta - HALF)],
    )


def pieces(T: Proof) -> None:
    """The largest value in each range of tau."""
    T.forall(
        "far", [ge(tau, 2), gt(eta, 0)], le(PULL, 0),
        r"For $\tau \ge 2$ the best is $\eta = 0$: the value is $y_1$.", form=[(tau - 2) * eta, 2 * eta**2],
    )
    T.forall(
        "middle", [], le(PULL, MIDDLE),
        r"For $0 \le \tau \le 2$ it is $\eta = (2-\tau)/4$, which lies in $[0, \frac12]$.",
        form=2 * (eta - (2 - tau) / 4) ** 2,
    )
    T.forall(
        "near-large", [le(tau, 0), le(eta, HALF)], le(PULL, PULL.subs(eta, HALF)),
        r"For $\tau \le 0$, $g(\eta) \le g(\frac12) = \frac{1 - \tau}{2}$,",
        form=[2 * (HALF - eta) ** 2, Mul(HALF - eta, -tau, evaluate=False)],
    )
    T.forall(
        "near-mean", [], ge((1 + z**2) / 2, z),
        r"which is at most $\ln\frac{1 + e^{-\tau}}{2} + \frac12$: take logarithms here at $z = "
        r"e^{-\tau/2}$.", form=(1 - z) ** 2 / 2,
    )
    T.identity(
        "near-value", log(exp(y1 / t) * (1 + exp(-tau))), y1 / t + log(1 + exp(-tau)),
        r"With all entries at most $\frac12$, $h$ is the negative entropy, and the best is the softmax, "
        r"whose largest entry $1/(1+e^{-\tau})$ is at most $\frac12$: the value is $t\,\mathrm{LSE}(y/t) - "
        r"t(\ln 2 - \frac12) = y_1 + t(\ln(1 + e^{-\tau}) - \ln 2 + \frac12)$, the larger one.",
    )


def gradient(T: Proof) -> None:
    """The three pieces meet with equal values and slopes; the gradient is the maximiser."""
    T.formally(
        "closed-form", "TightMax.UniversalUpper.universal_closed_form",
        r"So $f = y_1 + t\psi(\tau)$, where $\psi$ is $\ln(1 + e^{-\tau}) - \ln 2 + \frac12$, $\frac18(2-\tau)^2$ or "
        r"0.",
    )
    gap_variable = (y1 - r) / t
    inner = Subs(Derivative(psi(tau), tau), tau, gap_variable)
    T.derivative(
        "by-largest", y1 + t * psi(gap_variable), y1, 1 + inner,
        r"Gradient: by $y_1$ it is the weight $w = 1 + \psi'(\tau)$,",
    )
    T.derivative(
        "by-rest", y1 + t * psi(gap_variable), r, -inner,
        r"by $r$ it is $1 - w$, which the other entries share by softmax, the gradient of $r$.",
    )
    T.derivative(
        "weight-near", NEAR, tau, 1 / (1 + exp(-tau)) - 1,
        r"$w = 1/(1 + e^{-\tau})$ for $\tau \le 0$,",
    )
    T.derivative(
        "weight-middle", MIDDLE, tau, (HALF + tau / 4) - 1,
        r"$w = \frac12 + \frac{\tau}{4}$ up to $\tau = 2$, and 1 from there.",
    )
    for order, word in enumerate(("value", "slope", "curvature")):
        T.identity(
            f"meet-{word}", Subs(NEAR.diff(tau, order), tau, 0), Subs(MIDDLE.diff(tau, order), tau, 0),
            rf"At $\tau = 0$ the {word}s agree.",
        )
    T.identity(
        "meet-far", MIDDLE, 2 * (1 - (HALF + tau / 4)) ** 2,
        r"At $\tau = 2$, where $w = 1$, value and slope vanish: $\psi = 2(1-w)^2$. So $f$ is $C^1$.",
    )


def gap(T: Proof) -> None:
    """The gap on each piece."""
    T.forall(
        "gap-middle", [ge(tau, 0), le(tau, 2)], le(MIDDLE, HALF),
        r"Gap: for $\tau \ge 0$ at most $\frac{t}{2} = t(\ln 2 - (\ln 2 - \frac12))$,",
        form=[tau * (2 - tau) / 8, tau / 4],
    )
    T.forall(
        "gap-near", [gt(t, 0), le(S, L)], le(t * S - t * SAVED, t * L - t * SAVED),
        r"and for $\tau \le 0$ at most $t(\ln d - \ln 2 + \frac12)$, by lse-gap ($L = \ln d$).",
        form=t * (L - S),
    )
    T.forall(
        "exact-only-far", [lt(tau, 2)], gt(MIDDLE, 0),
        r"It is positive for $\tau < 2$ (for $\tau \le 0$ it is at least $\frac{t}{2}(1 - \tau)$).",
        form=(2 - tau) ** 2 / 8,
    )


def smoothness(T: Proof) -> None:
    """The curvature along a direction of infinity norm 1, directly."""
    line = y1 + s * v1 + t * MIDDLE.subs(tau, (y1 + s * v1 - rest(s)) / t)
    slope, curvature = rest(s).diff(s), rest(s).diff(s, 2)
    T.derivative(
        "curvature", line, s, (v1 - slope) ** 2 / (4 * t) + (2 - (y1 + s * v1 - rest(s)) / t) / 4 * curvature,
        r"Smoothness, directly for $0 \le \tau \le 2$: along $v$ with $|v_i| \le 1$ the second derivative "
        r"is this, where $r' = m$ and $r'' = V/t$, mean and variance of the other $v_i$ under their "
        r"softmax: $\frac{1}{t}((1-w)V + \frac14(v_1-m)^2)$ with $w = \frac12 + \frac{\tau}{4}$.", order=2,
    )
    T.forall(
        "smooth-middle", [ge(w, HALF), le(w, 1), le(V, 1 - m**2), ge(v1, -1), le(v1, 1), ge(m, -1), le(m, 1)],
        le((1 - w) * V + (v1 - m) ** 2 / 4, 1),
        r"It is at most $1/t$, because $V \le 1 - m^2$.", form=[(1 - w) * (1 - m**2 - V),
        (w - HALF) * (1 - m) * (1 + m), (1 - v1) * (1 + v1) / 2, (m + v1) ** 2 / 4],
    )
    T.forall(
        "smooth-near", [le(S, 1), le(V, S - m**2)], le(V, 1),
        r"For $\tau \le 0$ it is the variance of all $v_i$ under the softmax, over $t$.",
        form=[1 - S, S - m**2 - V, m**2],
    )


if __name__ == "__main__":
    universal_upper.script()
