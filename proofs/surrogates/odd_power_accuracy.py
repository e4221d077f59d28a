r"""Odd powers against exponentials: which is nearer to the maximum depends on the unit.   [S1-42]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Subs, exp, log

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

N, x, y, w, c, kappa, s, u = positives("N x y w c kappa s u")
a, lam, other, err, v, z = reals("a lambda lambda_e E v z")
ELEVEN = log(exp(s * x) + exp(s * y)) / s
ROOT = (x**N + y**N) ** (1 / N)


@theorem(
    "odd-power-accuracy",
    title=r"Odd powers against exponentials on one scale",
    source="S1, equation (13) against (11)",
    conclusion=r"For $x \ge y > 0$ and $N \ge 1$ the root $r = (x^N + y^N)^{1/N}$ is (11) in logarithms: $\ln r - "
    r"\ln x = \frac1N\ln(1 + (y/x)^N) \in (0, \frac1N\ln 2]$, so $r$ errs by "
    r"$x(e^\lambda - 1)$ with this $\lambda$; at $x = y$ by $(2^{1/N} - 1)x \ge \frac{\ln 2}{N}x$, which is "
    r"unbounded. Against (11) with $\kappa > 0$ for $k$: where $y \ge N/\kappa$ the "
    r"root is no nearer to the maximum than (11), where $2^{1/N}x \le N/\kappa$ it is at least as near. Rescaling "
    r"the unit turns one case into the other.",
    claim=[
        eq(log(ROOT) - log(x), log(1 + (y / x) ** N) / N),
        ge(x * (w - 1), x * lam),
        le(x * (w - 1), x * lam * w),
    ],
    variables=[
        (N, r"[1, \infty)"),
        (x, r"(0, \infty)"),
        (y, r"(0, x]"),
        (w, r"\{r/x\}"),
        (lam, r"\{\ln(r/x)\}"),
    ],
    # The last two say of lambda = ln w what softplus-gap says of every logarithm.
    hypotheses=[ge(N, 1), gt(y, 0), ge(x, y), le(lam, w - 1), le(-lam, 1 / w - 1)],
    witness={N: 3, x: 2, y: 1, w: 1, lam: 0},
    claims=["S1-42"],
    uses=["softplus-gap"],
    ends=[
        "claim 1, softplus-gap, claim 2, equal-numbers, unbounded",
        "unit, root-scales, exponential-scales, log-small, small, log-large, large, order, error-below, error-above",
        "root-scales, exponential-scales, unit",
    ],
    sketch=r"Taking the larger number out of the root, $\ln r - \ln x = \frac1N\ln(1 + (y/x)^N)$: in logarithms the "
    r"root is the exponential formula (11), $\frac1k\ln(e^{kx} + e^{ky})$, with $k = N$, so \ref{softplus-gap} bounds "
    r"its relative error by $\frac1N\ln 2$. The absolute error is $x(e^\lambda - 1)$, between $x\lambda$ and "
    r"$x\lambda e^\lambda$, and therefore grows with $x$: at $x = y$ without bound. The root is homogeneous and (11) "
    "is not: in another unit its $k$ changes, so it is enough to compare both with the same parameter $N$. If the "
    r"numbers are small, $\ln(x/y) \ge x - y$ makes the root's exponent the smaller one, and it wins; if they are at "
    r"least 1, $\ln(x/y) \le x - y$, and it loses. So which formula is nearer to the maximum is decided by the unit "
    "of measurement.",
)
def odd_power_accuracy(T: Proof) -> None:
    logarithms(T)
    units(T)
    small_and_large(T)


def logarithms(T: Proof) -> None:
    """The root in logarithms, and its absolute error."""
    T.identity("take-out", x**N * (1 + (y / x) ** N), x**N + y**N, r"The larger number is taken out,")
    T.identity(
        "logarithms",
        log(x**N * (1 + (y / x) ** N)) / N - log(x),
        log(1 + (y / x) ** N) / N,
        r"and $\ln r - \ln x = \lambda$. With $a = \ln x - \ln y \ge 0$ this is $\frac1N\ln(1 + e^{-Na})$: by "
        r"softplus-gap it lies in $(0, \frac1N\ln 2]$.",
    )
    T.identity("root", log(ROOT) - log(x), log(1 + (y / x) ** N) / N, r"In full:")
    T.identity("equal-numbers", Subs(log(1 + (y / x) ** N) / N, y, x), log(2) / N, r"At $x = y$ it is")
    T.formally(
        "logarithm-bounds", "TightMax.SoftplusGap.ln_below_tangent",
        r"Let $w = e^\lambda$; $\ln u \le u - 1$ (softplus-gap) at $u = w$ and at $u = 1/w$ gives $\lambda \le w - 1$ "
        r"and $-\lambda \le \frac1w - 1$.",
    )
    T.forall(
        "error-below",
        [gt(x, 0), le(lam, w - 1)],
        ge(x * (w - 1), x * lam),
        r"The error $x(w - 1)$ is at least $x\lambda$,",
        form=x * (w - 1 - lam),
    )
    T.forall(
        "error-above",
        [gt(x, 0), gt(w, 0), le(-lam, 1 / w - 1)],
        le(x * (w - 1), x * lam * w),
        r"and at most $x\lambda w$.",
        form=x * w * (lam + 1 / w - 1),
    )
    T.forall(
        "unbounded",
        [gt(N, 0), gt(u, 0), ge(lam * N, u), gt(x * u, N * z), gt(x, 0)],
        gt(x * lam, z),
        r"At $x = y$, where $\lambda N = u = \ln 2$, it exceeds any $z$ for large $x$.",
        form=[x * (lam * N - u) / N, (x * u - N * z) / N],
    )


def units(T: Proof) -> None:
    """How both formulas behave when all numbers are multiplied by c."""
    T.say(r"Units: multiply both numbers by $c > 0$.")
    T.identity(
        "root-scales",
        (c * x) ** N + (c * y) ** N,
        c**N * (x**N + y**N),
        r"The root is multiplied by $c$, and so is its error.",
    )
    T.identity(
        "exponential-scales",
        Subs(ELEVEN, (x, y), (c * x, c * y)),
        c * Subs(ELEVEN, s, s * c),
        r"(11) with $s$ for $k$ becomes $c$ times (11) with $sc$.",
    )
    T.forall(
        "unit",
        [gt(kappa, 0), gt(N, 0), eq(c * kappa, N), ge(y, c)],
        ge(y * kappa, N),
        r"In the unit $c = N/\kappa$ the parameter $\kappa$ becomes $N$, $y \ge N/\kappa$ becomes $y \ge 1$, and "
        r"$2^{1/N}x \le N/\kappa$ becomes $2^{1/N}x \le 1$: it is enough to take $\kappa = N$.",
    )


def small_and_large(T: Proof) -> None:
    """The comparison for equal parameters."""
    T.say(r"Let $\kappa = N$, $a = \ln(x/y)$ and let $\lambda_e = \frac1N\ln(1 + e^{-N(x-y)})$ be the error of (11).")
    T.forall(
        "log-small",
        [gt(x, 0), ge(x, y), le(x, 1), le(-a, y / x - 1)],
        ge(a, x - y),
        r"Small numbers, $2^{1/N}x \le 1$ and so $x \le 1$: $-a = \ln(y/x) \le \frac{y}{x} - 1$ gives $a \ge x - "
        r"y$, hence $\lambda \le \lambda_e$,",
        form=[a + y / x - 1, (x - y) * (1 - x) / x],
    )
    T.forall(
        "small",
        [gt(x, 0), gt(lam, 0), le(w, c), le(x * c, 1), le(lam, other), le(err, x * lam * w)],
        le(err, other),
        r"and with $w \le c = 2^{1/N}$ the error $E$ of the root is at most $\lambda_e$.",
        form=[x * lam * w - err, x * lam * (c - w), lam * (1 - x * c), other - lam],
    )
    T.forall(
        "log-large",
        [gt(y, 0), ge(x, y), ge(y, 1), le(a, x / y - 1)],
        le(a, x - y),
        r"Large numbers, $y \ge 1$: $a \le \frac{x}{y} - 1$ gives $a \le x - y$, hence $\lambda \ge \lambda_e$,",
        form=[x / y - 1 - a, (x - y) * (y - 1) / y],
    )
    T.forall(
        "large",
        [gt(lam, 0), ge(x, 1), ge(lam, other), ge(err, x * lam)],
        ge(err, other),
        r"and $E \ge x\lambda \ge \lambda_e$.",
        form=[err - x * lam, lam * (x - 1), lam - other],
    )
    T.forall(
        "order",
        [gt(s, 0), gt(v, 0), lt(s, v)],
        lt(1 + s, 1 + v),
        r"(A larger exponent gives a smaller power, and the logarithm of $1 + s$ increases with $s$.)",
        form=v - s,
    )


if __name__ == "__main__":
    odd_power_accuracy.script()
