r"""From the unit step to smooth absolute values, with the exact error of each.   [S1-27 to S1-31]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, Subs, exp, log

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

k, w, s, h, z = positives("k w s h z")
x, v, L, R, c = reals("x v L R c")
HALF = Rational(1, 2)
STEP = 1 / (1 + exp(-k * x))
WITH_TWO = 2 / k * log(1 + exp(k * x)) - x
"""Equation (6)."""
WITHOUT = log(exp(k * x) + exp(-k * x)) / k
"""Equation (7)."""
EXCESS = log(1 + exp(-k * v)) / k
"""What the softplus has too much (softplus-gap), at v = |x|."""


@theorem(
    "smooth-absolute-value",
    title=r"From the unit step to a smooth absolute value",
    source="S1, equations (5) to (7)",
    conclusion=r"For $k > 0$: $\frac{1}{1+e^{-kx}}$ is off the unit step by exactly $\frac{1}{1+e^{k|x|}} \le "
    r"\frac{1}{2+k|x|}$ for $x \ne 0$, and is "
    r"$\frac12$ at 0, so it converges at every $x \ne 0$ and not uniformly. The primitive (6) of "
    r"$\frac{2}{1+e^{-kx}} - 1$, $\frac2k\ln(1+e^{kx}) - x = \frac1k\ln(2 + "
    r"e^{kx} + e^{-kx})$, exceeds $|x|$ by $\frac2k\ln(1+e^{-k|x|}) \in (0, \frac{2\ln 2}{k}]$; (7), "
    r"$\frac1k\ln(e^{kx} + e^{-kx})$, by "
    r"$\frac1k\ln(1+e^{-2k|x|}) \in (0, \frac{\ln 2}{k}]$; the upper ends are attained exactly at $x = 0$. (7) "
    r"with $k$ is (6) with $2k$, and "
    r"at every $x$ and $k$ the error of (6) is at least twice that of (7).",
    claim=[
        eq(WITHOUT, WITH_TWO.subs(k, 2 * k)),
        eq(WITH_TWO, log(2 + exp(k * x) + exp(-k * x)) / k),
        eq(WITH_TWO, x + 2 * log(1 + exp(-k * x)) / k),
        eq(WITHOUT, x + log(1 + exp(-2 * k * x)) / k),
        gt(2 * EXCESS, 0),
        le(2 * EXCESS, 2 * log(2) / k),
    ],
    variables=[(k, r"(0, \infty)"), (x, r"\mathbb{R}"), (v, r"\{|x|\}")],
    hypotheses=[gt(k, 0), ge(v, 0), eq((v - x) * (v + x), 0)],
    witness={k: 3, x: -2, v: 2},
    claims=["S1-27", "S1-28", "S1-29", "S1-30", "S1-31"],
    uses=["softplus-gap", "max-from-absolute"],
    ends=[
        "error-right, error-left, step-rate, at-zero, step-limit, below-half, not-uniform, softplus-gap/tangent",
        "primitive, claim 2, claim 3, even, primitive-positive, primitive-bound, primitive-at-zero, claim 4, "
        "without-positive, without-bound, without-at-zero, softplus-gap",
        "claim 1, smaller-power, twice",
    ],
    sketch=r"With $w = e^{k|x|}$ the sigmoid is off the step by $1/(1 + w)$ on either side; $\ln w \le w - 1$ "
    r"(\ref{softplus-gap}) bounds that by $1/(2 + k|x|)$, so it converges at every $x \ne 0$, but near 0 the error "
    r"stays close to $\frac12$ for every $k$. Integrating $2\theta - 1$ gives (6), and taking $e^{kx}$ out of the "
    r"logarithm shows that its excess over $|x|$ is twice that of the softplus, $\frac2k\ln(1 + e^{-k|x|})$, hence in "
    r"$(0, \frac{2\ln 2}{k}]$ and equal to the upper end at 0 only. (7) has the excess $\frac1k\ln(1 + e^{-2k|x|})$, "
    "twice that of the softplus with $2k$. Squaring the sum in (7) gives the one in (6), so (7) with $k$ is (6) with "
    r"$2k$; with $s = e^{-k|x|} \le 1$ the errors compare through $1 + s^2 \le 1 + s$.",
)
def smooth_absolute_value(T: Proof) -> None:
    step(T)
    primitive(T)
    without_two(T)


def step(T: Proof) -> None:
    """Equation (5)."""
    T.say(r"The step. Let $v = |x|$ and $w = e^{kv} \ge 1$. For $x > 0$ the error is")
    T.identity("error-right", 1 - 1 / (1 + 1 / w), 1 / (1 + w))
    T.identity(
        "error-left",
        1 / (1 + w),
        1 - w / (1 + w),
        r"The values at $x$ and $-x$ add up to 1, so for $x < 0$ the error, the value itself, is the same;",
    )
    T.exact("at-zero", eq(STEP, HALF), at={x: 0}, text=r"at 0 the value is $\frac12$.")
    T.forall(
        "step-rate",
        [gt(w, 0), gt(k, 0), ge(v, 0), le(k * v, w - 1)],
        le(1 / (1 + w), 1 / (2 + k * v)),
        r"As $kv = \ln w \le w - 1$ (softplus-gap), the error is at most $1/(2 + k|x|)$,",
        form=(w - 1 - k * v) / ((1 + w) * (2 + k * v)),
    )
    T.forall(
        "step-limit",
        [gt(k, 0), gt(v, 0), gt(z, 0), ge(k * v * z, 1)],
        lt(1 / (2 + k * v), z),
        r"which is below any $z > 0$ from $k = \frac{1}{vz}$ on, if $x \ne 0$;",
        form=[(k * v * z - 1) / (2 + k * v), 2 * z / (2 + k * v)],
    )
    T.forall(
        "below-half",
        [gt(w, 0), gt(w, 1)],
        lt(1 / (1 + w), HALF),
        r"it stays below $\frac12$ for $x \ne 0$,",
        form=(w - 1) / (2 * (1 + w)),
    )
    T.forall(
        "not-uniform",
        [gt(h, 0), gt(c, 0), lt(c, HALF), lt(2 * c * h, 1 - 2 * c)],
        gt(1 / (2 + h), c),
        r"but for every $k$ it exceeds each $c < \frac12$: choose $x$ with $w = 1 + h$, $h$ small.",
        form=[(1 - 2 * c - 2 * c * h) / (2 * (2 + h)) + (1 - 2 * c) / (2 * (2 + h))],
    )


def primitive(T: Proof) -> None:
    """Equation (6)."""
    slope = 2 * exp(k * x) / (1 + exp(k * x)) - 1
    T.identity("substituted", 2 * STEP - 1, slope, r"Put into (4), $f' = 2\theta - 1$:")
    T.derivative("primitive", WITH_TWO, x, slope, r"(6) is its primitive")
    T.identity("square", (1 + w) ** 2 / w, 2 + w + 1 / w, r"and with $w = e^{kx}$ and")
    T.identity(
        "two-forms",
        log((1 + w) ** 2 / w) / k,
        (2 * log(1 + w) - log(w)) / k,
        r"it is $\frac1k\ln(2 + e^{kx} + e^{-kx})$:",
    )
    T.identity("one-logarithm", WITH_TWO, log(2 + exp(k * x) + exp(-k * x)) / k)
    T.identity("even", Subs(WITH_TWO, x, -x), WITH_TWO, r"This is even.")
    T.identity(
        "primitive-error",
        2 / k * log(exp(k * x) * (1 + exp(-k * x))) - x,
        x + 2 / k * log(1 + exp(-k * x)),
        r"For $x \ge 0$ the excess over $x$ is twice that of the softplus, $\frac2k\ln(1 + e^{-kx})$. It tends to "
        r"0 as $x$ grows: with another "
        r"constant of integration it would not.",
    )
    T.identity("taken-out", WITH_TWO, x + 2 * log(1 + exp(-k * x)) / k, r"So (6) itself is")
    T.forall(
        "primitive-positive",
        [gt(EXCESS, 0)],
        gt(2 * EXCESS, 0),
        r"By softplus-gap twice $\frac1k\ln(1 + e^{-k|x|})$ is positive",
        form=2 * EXCESS,
    )
    T.forall(
        "primitive-bound",
        [le(EXCESS, log(2) / k)],
        le(2 * EXCESS, 2 * log(2) / k),
        r"and at most $\frac{2\ln 2}{k}$, attained at 0 only:",
        form=2 * (log(2) / k - EXCESS),
    )
    T.exact("primitive-at-zero", eq(WITH_TWO - 2 * log(2) / k, 0), at={x: 0}, text=r"there (6) is this.")


def without_two(T: Proof) -> None:
    """Equation (7)."""
    T.identity("factor", w * (1 + w**-2), w + 1 / w, r"(7): with $w = e^{kx}$, $x \ge 0$,")
    T.identity(
        "without-error",
        log(exp(k * x) * (1 + exp(-2 * k * x))) / k,
        x + log(1 + exp(-2 * k * x)) / k,
        r"so the excess is $\frac1k\ln(1 + e^{-2kx})$: twice the excess of the softplus with $2k$, and (7) is even "
        r"too.",
    )
    T.identity("without-taken-out", WITHOUT, x + log(1 + exp(-2 * k * x)) / k, r"So (7) itself is")
    T.forall(
        "without-positive",
        [gt(L / (2 * k), 0)],
        gt(L / k, 0),
        r"By softplus-gap with $2k$ it is positive",
        form=2 * (L / (2 * k)),
    )
    T.forall(
        "without-bound",
        [le(L / (2 * k), log(2) / (2 * k))],
        le(L / k, log(2) / k),
        r"and at most $\frac{\ln 2}{k}$, attained at 0 only:",
        form=2 * (log(2) / (2 * k) - L / (2 * k)),
    )
    T.exact("without-at-zero", eq(WITHOUT - log(2) / k, 0), at={x: 0}, text=r"there (7) is this.")
    T.identity(
        "squared",
        (exp(k * x) + exp(-k * x)) ** 2,
        2 + exp(2 * k * x) + exp(-2 * k * x),
        r"The square of the sum in (7) is the sum in (6) with $2k$:",
    )
    T.identity("same", log((w + 1 / w) ** 2) / (2 * k), log(w + 1 / w) / k, r"(7) with $k$ is (6) with $2k$:")
    T.identity("seven-is-six", WITHOUT, WITH_TWO.subs(k, 2 * k))
    T.forall(
        "smaller-power",
        [gt(s, 0), le(s, 1)],
        le(1 + s**2, 1 + s),
        r"Where $s = e^{-k|x|} \le 1$ the errors are $\frac2k\ln(1+s)$ and $\frac1k\ln(1+s^2)$;",
        form=s * (1 - s),
    )
    T.forall(
        "twice",
        [gt(k, 0), ge(L, R)],
        ge(2 * L / k, 2 * (R / k)),
        r"the logarithm increases, so the first is at least twice the second, for every $k$ and $x$,",
        form=2 * (L - R) / k,
    )
    T.forall(
        "more-than-twice",
        [gt(s, 0), lt(s, 1)],
        lt(1 + s**2, 1 + s),
        r"and exactly twice only at $x = 0$.",
        form=s * (1 - s),
    )


if __name__ == "__main__":
    smooth_absolute_value.script()
