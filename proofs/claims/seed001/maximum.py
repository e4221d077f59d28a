"""Seed 001, equations (8) to (13) and the recipe behind them: claims S1-32 to S1-44."""

import sympy as sp

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

claim = Claims()
Rational, exp, ln = sp.Rational, sp.exp, sp.log
k, p, q, w = positives("k p q w")
x, y, b, u, A, eta, L = reals("x y b u A eta L")
HALF = Rational(1, 2)
POWER = 41
"""The exponent 2k + 1 for k = 20."""


def power_sum(large: int, small: sp.Rational) -> sp.Expr:
    """Return the sum in (13) at two positive numbers, k = 20: the value of (13) to the power 41."""
    return large**POWER + small**POWER


def exponential_error(large: int, small: sp.Rational) -> sp.Expr:
    """Return the error of (11) at two numbers, k = 20."""
    return ln(1 + exp(-20 * (large - small))) / 20


@claim(
    "S1-32", PROVED, "equation (8)",
    r"$\max(x, y) = \lim \frac{1}{2k}\{\ln[e^{k(x+y)} + e^{-k(x+y)}] + \ln[e^{k(x-y)} + e^{-k(x-y)}]\}$.",
    truth=r"Exactly where $x + y \ge 0$; everywhere the limit is $\max(|x|, |y|)$, with an excess in "
    r"$(0, \frac1k\ln 2]$.",
    uses=["smooth-max-of-two", "max-from-absolute"],
)
def s1_32(c: ClaimProof) -> None:
    c.forall(
        "any-accuracy", [gt(k, 0), gt(eta, 0), le(A, 1 / k), gt(eta * k, 1)], lt(A, eta),
        r"The excess $A \le \frac1k\ln 2 < \frac1k$ is below any $\eta$ from $k = \frac1\eta$ on.",
        form=[1 / k - A, (eta * k - 1) / k],
    )


@claim(
    "S1-33", PROVED, "equation (9)", r"(8) simplifies to $\frac{1}{2k}\ln(e^{2kx} + e^{-2kx} + e^{2ky} + e^{-2ky})$.",
    truth="For all real $x, y$ and $k > 0$.", uses=["smooth-max-of-two"],
)
def s1_33(c: ClaimProof) -> None:
    c.identity(
        "product", (p * q + 1 / (p * q)) * (p / q + q / p), p**2 + p**-2 + q**2 + q**-2,
        "With $p = e^{kx}$ and $q = e^{ky}$.",
    )


@claim(
    "S1-34", CORRECTED, "after equation (9)", r"For $x, y \ge 0$ the terms $e^{-2kx}$ and $e^{-2ky}$ do not matter.",
    truth=r"They add exactly $\frac{1}{2k}\ln(1 + e^{-2k(x+y)})$, at most $\frac{1}{2k}\ln 2$ where $x + y \ge 0$, "
    "with equality where $x + y = 0$: at the origin that is half of the error. Where $x + y < 0$ they change the "
    r"limit, from $\max(x, y)$ to $\max(|x|, |y|)$.",
    uses=["smooth-max-of-two"],
)
def s1_34(c: ClaimProof) -> None:
    c.refute(
        "at-the-origin", le(ln(4) / 2 - ln(2) / 2, ln(2) / 20),
        "At the origin, times $k$, for every $k$: they change the value by more than a tenth of the error "
        r"$\frac12\ln 2$ that remains.",
    )


@claim(
    "S1-35", PROVED, "equation (10)", r"$\max(x, y) = \lim \frac{1}{2k}\ln(e^{2kx} + e^{2ky})$.",
    truth=r"For all real $x, y$, with an excess in $(0, \frac{1}{2k}\ln 2]$.", uses=["smooth-max-of-two"],
)
def s1_35(c: ClaimProof) -> None:
    c.identity(
        "direct", p * q * (p / q + q / p), p**2 + q**2,
        r"It is $\frac12(x + y + |x - y|)$, valid everywhere, with (7) for the absolute value: $p = e^{kx}$, "
        "$q = e^{ky}$.",
    )


@claim(
    "S1-36", PROVED, "equation (11)", r"$\max(x, y) = \lim \frac1k\ln(e^{kx} + e^{ky})$.",
    truth=r"For all real $x, y$; the excess is $\frac1k\ln(1 + e^{-k|x-y|}) \in (0, \frac1k\ln 2]$, largest exactly "
    "where $x = y$.",
    uses=["smooth-max-of-two"],
)
def s1_36(c: ClaimProof) -> None:
    c.identity("diagonal", ln(exp(k * b) + exp(k * b)) / k, b + ln(2) / k, r"At $x = y = b$.")


@claim(
    "S1-37", PROVED, "after equation (11)",
    r"(11) stays valid when some of $x$, $y$ are negative, although it was derived for $x, y \ge 0$.",
    uses=["smooth-max-of-two"],
)
def s1_37(c: ClaimProof) -> None:
    c.identity(
        "translation", ln(exp(k * b) * (exp(k * x) + exp(k * y))) / k, b + ln(exp(k * x) + exp(k * y)) / k,
        "Adding $b$ to both numbers adds $b$ to both sides of (11): any pair can be made nonnegative.",
    )


@claim(
    "S1-38", PROVED, "equation (12)", r"$\max(x, y, z, \dots) = \lim \frac1k\ln(e^{kx} + e^{ky} + e^{kz} + \dots)$.",
    truth=r"For $n \ge 2$ numbers, with an excess in $(0, \frac1k\ln n]$.", uses=["lse-gap"],
)
def s1_38(c: ClaimProof) -> None:
    c.forall(
        "any-accuracy", [gt(k, 0), gt(eta, 0), le(A, L / k), ge(eta * k, L)], le(A, eta),
        r"lse-gap with $t = \frac1k$ and $L = \ln n$: the excess $A$ is at most any $\eta$ from $k = \frac1\eta\ln n$ "
        "on.",
        form=[L / k - A, (eta * k - L) / k],
    )


@claim(
    "S1-39", PROVED, "the recipe",
    "(11) takes an increasing function that grows faster than linearly, adds up, and takes the inverse.",
    truth=r"$g_k^{-1}(\sum g_k(x_i))$ with $g_k(x) = e^{kx}$.", uses=["generators", "softplus-gap"],
)
def s1_39(c: ClaimProof) -> None:
    c.derivative("slope", exp(k * x), x, k * exp(k * x), r"$e^{kx}$ has the slope")
    c.forall("increasing", [gt(k, 0)], gt(k * exp(k * x), 0), r"which is positive,", form=k * exp(k * x))
    c.identity(
        "inverse", ln(exp(k * x) * exp(k * y)) / k, x + y,
        r"its inverse is $\frac1k\ln$ (it turns products into sums),",
    )
    c.forall(
        "faster", [gt(w, 0), ge(u, 0), ge(w, 1 + u / 2)], ge(w**2, 1 + u + u**2 / 4),
        r"and it grows at least like a square: with $u = kx$ and $w = e^{u/2} \ge 1 + \frac{u}{2}$.",
        form=[(w - 1 - u / 2) * (w + 1 + u / 2)],
    )


@claim(
    "S1-40", REFUTED, "the recipe",
    "Any function that increases on the whole line and grows faster than linearly gives such an approximation.",
    truth="A single $g$ never gives the maximum. Positive increasing $g_k$ do, in the limit, if and only if "
    r"$g_k(b)/g_k(c) \to 0$ for all $b < c$; odd ones never do. Growth faster than linear is neither necessary nor "
    "sufficient.",
    uses=["generators", "odd-powers"],
)
def s1_40(c: ClaimProof) -> None:
    c.refute(
        "one-exponential", eq(ln(exp(0) + exp(0)), 0),
        r"$g(x) = e^x$ at $(0, 0)$: the value is $\ln 2$, the maximum 0.",
    )
    c.refute(
        "cube-negative", ge(Rational(-1) ** 3 + Rational(-2) ** 3, Rational(-2) ** 3),
        "$g(x) = x^3$ at $(-1, -2)$: the cube of the value is $-9$, so the value is below even the smaller number "
        "$-2$.",
    )
    c.refute(
        "cube-opposite", eq(Rational(1) ** 3 + Rational(-1) ** 3, Rational(1) ** 3),
        "At $(1, -1)$ the value is 0, the maximum 1; so it is for every odd $g$.",
    )


@claim(
    "S1-41", REFUTED, "equation (13)", r"$\max(x, y) = \lim_{k \to \infty} (x^{2k+1} + y^{2k+1})^{1/(2k+1)}$.",
    truth=r"Exactly where $x + y > 0$ or $x = y$. Where $x + y < 0$ the limit is $\min(x, y)$, and where $x = -y$ it "
    r"is 0. Nor is it smooth: at $x = -y \ne 0$ it has no derivative, at any $k$.",
    uses=["odd-powers"],
)
def s1_41(c: ClaimProof) -> None:
    c.refute(
        "opposite", eq(Rational(1) ** POWER + Rational(-1) ** POWER, 1),
        "At $(1, -1)$ the sum is 0 for every $k$ (here $k = 20$), not $1$.",
    )
    c.refute(
        "mixed", gt(1 + Rational(-2) ** POWER, 0), "At $(1, -2)$ it is negative, and so is its root; the maximum is 1."
    )
    c.refute(
        "negative", gt(Rational(-1) ** POWER + Rational(-2) ** POWER, Rational(-2) ** POWER),
        "At $(-1, -2)$ the root is below $-2$; the maximum is $-1$.",
    )
    c.forall(
        "every-k", [ge(A, 2)], lt(1 - A, 0),
        r"For every $k$: with $A = 2^{2k+1} \ge 2$ the sum at $(1, -2)$ is negative.", form=[A - 2, sp.S.One],
    )


@claim(
    "S1-42", CORRECTED, "after equation (13)", "(13) is far less accurate than (11): it converges more slowly.",
    truth=r"It depends on the unit. For $x \ge y > 0$ the error of (13) is $x(e^\lambda - 1)$, $\lambda = "
    r"\frac{1}{2k+1}\ln(1 + (y/x)^{2k+1})$: where $y \ge 2 + \frac1k$ it is at least that of (11), where "
    r"$2^{1/(2k+1)}x \le 2 + \frac1k$ at most; and it is unbounded, while that of (11) is at most $\frac1k\ln 2$.",
    uses=["odd-power-accuracy"],
)
def s1_42(c: ClaimProof) -> None:
    c.refute(
        "small", ge(power_sum(1, HALF), (1 + exponential_error(1, HALF)) ** POWER),
        r"At $(1, \frac12)$ and $k = 20$ (13) is nearer to the maximum than (11): both values to the power 41.",
    )
    c.enclose(
        "large", gt(power_sum(100, Rational(99)), (100 + 10**9 * exponential_error(100, Rational(99))) ** POWER),
        "At $(100, 99)$ (11) is nearer, by a factor of more than $10^9$.",
    )


@claim(
    "S1-43", CORRECTED, "after equation (13)", "The accuracy of (13) can easily be raised.",
    truth="For $x + y > 0$ a large exponent makes the error as small as one likes. No odd generator, however fast it "
    r"grows, gives the maximum where $x + y < 0$ and $x \ne y$, or where $x = -y \ne 0$; positive increasing ones "
    r"with $g_k(b)/g_k(c) \to 0$ for $b < c$ give it everywhere.",
    uses=["generators", "odd-powers"],
)
def s1_43(c: ClaimProof) -> None:
    c.lacks(
        "the formula that should show it is missing, and the points where (13) does not converge at all are passed "
        "over.",
    )
    c.refute(
        "faster-odd", eq((exp(60) - exp(-60)) / 2 + (exp(-60) - exp(60)) / 2, (exp(60) - exp(-60)) / 2),
        r"$g_k(x) = \sinh kx$ grows faster than any power and still gives 0 at $(1, -1)$, here with $k = 60$: the sum "
        r"is 0, not $\sinh 60$.",
    )


@claim(
    "S1-44", CORRECTED, "conclusion", "For accuracy and simplicity together, (11) should be the best choice.",
    truth=r"In accuracy it is not: at equal smoothness the least gap of two numbers is $\frac12 < \ln 2$, attained by "
    "a quadratic piece between two linear ones. Simplicity is not measured.",
    uses=["d2-optimum", "lse-gap", "lse-smooth"],
)
def s1_44(c: ClaimProof) -> None:
    c.lacks(r"it names no measure of simplicity.")
    c.refute(
        "accuracy", ge(HALF, ln(2)),
        r"The gap of (11) with $k = 1$ is $\ln 2$; by scaling the ratio is the same for every $k$.",
    )
