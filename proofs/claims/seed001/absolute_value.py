"""Seed 001, optimisation, and equations (1) to (7): claims S1-17 to S1-31."""

import sympy as sp

from proofs.machinery.engine.claim import CORRECTED, PROVED, ClaimProof, Claims
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

claim = Claims()
Rational, exp, ln = sp.Rational, sp.exp, sp.log
k, R, w = positives("k R w")
x, y, a, b, z, theta, f, eta = reals("x y a b z theta f eta")
U, V = sp.Function("U"), sp.Function("V")
HALF = Rational(1, 2)


@claim(
    "S1-17", CORRECTED, "optimisation",
    "To find the largest or least value, differentiate and compare the extremal values.",
    truth=r"Kinks and boundary points have to be compared as well: $\max(x, 1 - \frac{x}{2})$ is least at $\frac23$ "
    "and its derivative is nowhere 0. A least value must exist, too.",
    uses=["smoothed-minimum"],
)
def s1_17(c: ClaimProof) -> None:
    c.refute("slope-right", eq(sp.diff(x, x), 0), r"To the right of the minimum $\frac23$ the slope is not 0,")
    c.refute(
        "slope-left", eq(sp.diff(1 - x / 2, x), 0), "nor is it to the left: no zero of the derivative leads there."
    )
    c.refute("boundary", eq(sp.diff(2 * x, x), 0), r"And $2x$ on $[0, 1]$ is largest at 1, where its slope is 2.")


@claim(
    "S1-18", PROVED, "optimisation", r"A function that contains $\max(x, y)$ need not be differentiable.",
    truth=r"$\max(x, y)$ itself has a gradient exactly where $x \ne y$.", uses=["max-from-absolute"],
)
def s1_18(c: ClaimProof) -> None:
    c.say("This is the last part of the theorem.")


claim.by_theorem(
    "S1-19", "optimisation",
    "One may put a differentiable approximation for it and optimise that, to find the optimum approximately.",
    "smoothed-minimum", "lse-gap",
    truth=r"If $f \le F \le f + \eta$ then $0 \le \min F - \min f \le \eta$, and the minimiser of $F$ is worth at "
    r"most $\eta$ more than the best.",
)


@claim(
    "S1-20", PROVED, "optimisation", "The approximation sought has derivatives of higher order.",
    truth=r"$\frac1k \, \mathrm{LSE}(kx)$ has all of them: each is a polynomial in the softmax weights and $k$.",
    uses=["lse-smooth"],
)
def s1_20(c: ClaimProof) -> None:
    share, other = exp(k * a) / (exp(k * a) + exp(k * b) + R), exp(k * b) / (exp(k * a) + exp(k * b) + R)
    c.derivative("first", ln(exp(k * a) + exp(k * b) + R) / k, a, share, r"The first derivative is a weight $p_a$;")
    c.derivative(
        "same-entry", share, a, k * share * (1 - share), "the derivatives of a weight are polynomials in weights,"
    )
    c.derivative("other-entry", share, b, -k * share * other, r"in either entry.")
    c.derivative(
        "product", U(z) * V(z), z, U(z).diff(z) * V(z) + U(z) * V(z).diff(z),
        "By the product rule so are those of products and sums, order by order.",
    )


@claim(
    "S1-21", PROVED, "equation (1)", r"$\max(x, y) = \frac12(|x+y| + |x-y|)$ for $x, y \ge 0$.",
    truth=r"It holds exactly where $x + y \ge 0$; elsewhere the right side is too large by $-(x+y)$.",
    uses=["max-from-absolute"],
)
def s1_21(c: ClaimProof) -> None:
    c.forall("domain", [ge(x, 0), ge(y, 0)], ge(x + y, 0), r"The printed domain is inside.", form=[x, y])


@claim(
    "S1-22", PROVED, "after equation (1)", "So it is enough to approximate $|x|$, in one variable.",
    truth=r"An error in $[0, \eta]$ for $|x|$ gives an error in $[0, \eta]$ for the maximum where $x + y \ge 0$, and "
    r"in $[0, \eta/2]$ on the whole plane with $\frac12(x + y + |x-y|)$ instead of (1).",
    uses=["max-from-absolute"],
)
def s1_22(c: ClaimProof) -> None:
    c.say("This is a part of the theorem.")


@claim(
    "S1-23", PROVED, "before equation (2)", "$|x|$ has a derivative everywhere except at 0.",
    uses=["max-from-absolute"],
)
def s1_23(c: ClaimProof) -> None:
    c.say("This is a part of the theorem.")


@claim(
    "S1-24", PROVED, "equation (2)", "The derivative of $|x|$ is 1 for $x > 0$ and $-1$ for $x < 0$.",
    uses=["max-from-absolute"],
)
def s1_24(c: ClaimProof) -> None:
    c.forall(
        "right", [gt(x, 0), gt(x + z, 0), eq(a, x), eq(b, x + z)], eq(b - a, z),
        "With $a = |x|$ and $b = |x + z|$: for $x > 0$ and small steps $z$,",
    )
    c.forall("left", [lt(x, 0), lt(x + z, 0), eq(a, -x), eq(b, -x - z)], eq(b - a, -z), r"and for $x < 0$.")


@claim(
    "S1-25", PROVED, "equation (3)", r"The unit step: $\theta(x) = 1$ for $x > 0$ and $0$ for $x < 0$.",
    truth=r"A definition, and there is such a function: $\frac12(1 + x/|x|)$, for $x \ne 0$. The value at 0 is left "
    "open.",
)
def s1_25(c: ClaimProof) -> None:
    c.forall("right", [gt(x, 0), eq(a, x), eq(2 * theta * a, a + x)], eq(theta, 1), r"With $a = |x|$: for $x > 0$")
    c.forall("left", [lt(x, 0), eq(a, -x), eq(2 * theta * a, a + x)], eq(theta, 0), r"and for $x < 0$.")


@claim(
    "S1-26", PROVED, "equation (4)", r"The derivative of $|x|$ is $2\theta(x) - 1$.", truth=r"For $x \ne 0$.",
    uses=["max-from-absolute"],
)
def s1_26(c: ClaimProof) -> None:
    c.exact("right", eq(2 * theta - 1, 1), at={theta: 1}, text=r"For $x > 0$ it is the slope 1,")
    c.exact("left", eq(2 * theta - 1, -1), at={theta: 0}, text=r"for $x < 0$ the slope $-1$.")


@claim(
    "S1-27", PROVED, "equation (5)", r"$\theta(x) = \lim_{k \to \infty} \frac{1}{1 + e^{-kx}}$.",
    truth=r"For $x \ne 0$, with error $\frac{1}{1+e^{k|x|}} \le \frac{1}{2+k|x|}$. Not uniformly: errors near "
    r"$\frac12$ occur at every $k$, and at 0 the value is $\frac12$.",
    uses=["smooth-absolute-value"],
)
def s1_27(c: ClaimProof) -> None:
    c.forall(
        "any-accuracy", [gt(k, 0), gt(a, 0), gt(eta, 0), gt(eta * k * a, 1)], lt(1 / (2 + k * a), eta),
        r"With $a = |x| > 0$ the error is below any $\eta$ from $k = \frac{1}{\eta a}$ on.",
        form=[(eta * k * a - 1) / (2 + k * a), 2 * eta / (2 + k * a)],
    )


@claim(
    "S1-28", PROVED, "after equation (5)", r"Put into (4) this gives $\frac{2e^{kx}}{1+e^{kx}} - 1$.",
    uses=["smooth-absolute-value"],
)
def s1_28(c: ClaimProof) -> None:
    slope = 2 * exp(k * x) / (1 + exp(k * x)) - 1
    c.identity("put-in", 2 / (1 + exp(-k * x)) - 1, slope, r"As printed;")
    c.identity(
        "tanh", slope, (exp(k * x / 2) - exp(-k * x / 2)) / (exp(k * x / 2) + exp(-k * x / 2)),
        r"it is the hyperbolic tangent of $\frac{kx}{2}$.",
    )


@claim(
    "S1-29", PROVED, "equation (6)",
    r"Integrated: $f(x) = \frac2k\ln(1+e^{kx}) - x = \frac1k\ln(2 + e^{kx} + e^{-kx})$.",
    truth=r"With the constant of integration 0, for which the excess over $|x|$, $\frac2k\ln(1+e^{-k|x|}) \in (0, "
    r"\frac2k\ln 2]$, tends to 0 far out.",
    uses=["smooth-absolute-value"],
)
def s1_29(c: ClaimProof) -> None:
    c.derivative(
        "second-form", ln(2 + exp(k * x) + exp(-k * x)) / k, x,
        (exp(k * x) - exp(-k * x)) / (2 + exp(k * x) + exp(-k * x)), "The second form has the derivative",
    )
    c.identity(
        "same-derivative", (w - 1 / w) / (2 + w + 1 / w), 2 * w / (1 + w) - 1, "that was integrated ($w = e^{kx}$)."
    )


@claim(
    "S1-30", CORRECTED, "after equation (6)",
    "For large $k$ the constant 2 inside the logarithm of (6) hardly matters.",
    truth="It tends to 0 with the error itself, but of the error it is at least half, at every $x$ and every $k$: "
    r"without it the largest error is $\frac1k\ln 2$ instead of $\frac2k\ln 2$. (7) with $k$ is (6) with $2k$.",
    uses=["smooth-absolute-value"],
)
def s1_30(c: ClaimProof) -> None:
    c.refute(
        "at-zero", le(2 * ln(2) - ln(2), ln(2) / 10),
        "At $x = 0$, times $k$, for every $k$: it changes the value by more than a tenth of the error that remains "
        "without it;",
    )
    c.identity(
        "all-of-it", ln(4) - ln(2), ln(2), r"in fact by all of it: (6) is $\frac1k\ln 4$ there, (7) $\frac1k\ln 2$."
    )


@claim(
    "S1-31", PROVED, "equation (7)", r"$|x| = \lim_{k \to \infty} \frac1k\ln(e^{kx} + e^{-kx})$.",
    truth=r"Uniformly: the excess is $\frac1k\ln(1 + e^{-2k|x|}) \in (0, \frac1k\ln 2]$.",
    uses=["smooth-absolute-value"],
)
def s1_31(c: ClaimProof) -> None:
    c.forall(
        "any-accuracy", [gt(k, 0), gt(eta, 0), le(a, 1 / k), gt(eta * k, 1)], lt(a, eta),
        r"The excess $a \le \frac1k\ln 2 < \frac1k$ is below any $\eta$ from $k = \frac1\eta$ on.",
        form=[1 / k - a, (eta * k - 1) / k],
    )
    c.enclose("ln-two", lt(ln(2), 1), r"")
