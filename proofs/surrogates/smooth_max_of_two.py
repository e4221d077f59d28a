r"""Smooth maxima of two numbers: equations (8) to (11) and their errors.   [S1-32 to S1-37]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Subs, exp, log

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

k, p, q, r = positives("k p q r")
x, y, c, A, B, L, v, u = reals("x y c A B L v u")
SUM, DIFFERENCE = exp(k * (x + y)) + exp(-k * (x + y)), exp(k * (x - y)) + exp(-k * (x - y))
FOUR = exp(2 * k * x) + exp(-2 * k * x) + exp(2 * k * y) + exp(-2 * k * y)
EIGHT = (log(SUM) + log(DIFFERENCE)) / (2 * k)
NINE = log(FOUR) / (2 * k)
TEN = log(exp(2 * k * x) + exp(2 * k * y)) / (2 * k)
ELEVEN = log(exp(k * x) + exp(k * y)) / k
OVER_TEN = log(1 + exp(-2 * k * (x + y))) / (2 * k)
EXCESS = log(1 + exp(-k * v)) / k
"""What (11) has too much, with v for |x - y| (softplus-gap)."""


@theorem(
    "smooth-max-of-two",
    title=r"Smooth maxima of two numbers",
    source="S1, equations (8) to (11)",
    conclusion=r"For $k > 0$ and all real $x, y$: (8) and (9) are equal and exceed $\max(|x|, |y|)$ by "
    r"$\frac{1}{2k}[\ln(1+e^{-2k|x+y|}) + "
    r"\ln(1+e^{-2k|x-y|})] \in (0, \frac{\ln 2}{k}]$, with the upper end at the origin only. (9) exceeds (10) by "
    r"exactly "
    r"$\frac{1}{2k}\ln(1 + e^{-2k(x+y)})$, at most $\frac{\ln 2}{2k}$ where $x + y \ge 0$, with equality exactly "
    r"where $x + y = 0$, and more than "
    r"$-(x+y)$ elsewhere. (10) is (11) with $2k$ for $k$; (11) exceeds $\max(x, y)$ by $\frac1k\ln(1+e^{-k|x-y|}) "
    r"\in (0, \frac{\ln 2}{k}]$, with the "
    r"upper end exactly where $x = y$.",
    claim=[
        eq(EIGHT, NINE),
        eq(NINE, TEN + OVER_TEN),
        eq(ELEVEN, x + log(1 + exp(-k * (x - y))) / k),
        eq(ELEVEN, y + log(1 + exp(-k * (y - x))) / k),
        gt(EXCESS, 0),
        le(EXCESS, log(2) / k),
    ],
    variables=[(k, r"(0, \infty)"), (x, r"\mathbb{R}"), (y, r"\mathbb{R}"), (v, r"\{|x - y|\}")],
    hypotheses=[gt(k, 0), ge(v, 0), eq((v - x + y) * (v + x - y), 0)],
    witness={k: 3, x: 1, y: 3, v: 2},
    claims=["S1-32", "S1-33", "S1-34", "S1-35", "S1-36", "S1-37"],
    uses=["smooth-absolute-value", "softplus-gap", "max-from-absolute"],
    ends=[
        "claim 1, smooth-absolute-value, max-from-absolute, nine-is, nine-positive, nine-bound, nine-strict, "
        "nine-at-origin",
        "claim 2, dropped, softplus-gap, limit-changes, half-plane, over-ten-at-most, over-ten-attained",
        "claim 3, claim 4, claim 5, claim 6, softplus-gap, eleven-at-equal",
    ],
    sketch=r"(8) puts the smooth absolute values (7) of \ref{smooth-absolute-value} into (1), $\frac12(|x+y| + "
    r"|x-y|)$ (\ref{max-from-absolute}). The two sums under its logarithms multiply to that in (9), "
    r"$\frac{1}{2k}\ln(e^{2kx} + e^{-2kx} + e^{2ky} + e^{-2ky})$, so (8) and (9) are the same, and their excess over "
    r"$\max(|x|, |y|)$ is the sum of the two errors. Dropping two terms, which leaves (10), $\frac{1}{2k}\ln(e^{2kx} "
    "+ e^{2ky})$, divides the sum by $1 + e^{-2k(x+y)}$: what is dropped is a softplus at $-(x + y)$, which by "
    r"\ref{softplus-gap} tends to $\max(0, -(x + y))$. So (9) and (10) have the same limit only where $x + y \ge 0$. "
    r"(11) is $\frac1k\ln(e^{kx} + e^{ky})$, so (10) is (11) with $2k$, and taking the larger exponential out of (11) "
    r"gives the excess $\frac1k\ln(1 + e^{-k|x - y|})$ over the maximum, on the whole plane. The detour is not "
    r"needed: (7) in $\max(x, y) = \frac12(x + y + |x - y|)$ is (10) at once.",
)
def smooth_max_of_two(T: Proof) -> None:
    T.say(r"(8) is (1) with (7) for the absolute values.")
    T.identity("product", SUM * DIFFERENCE, FOUR, r"The two sums multiply to the one of (9),")
    T.identity(
        "eight-is-nine",
        log(p * q) / (2 * k),
        (log(p) + log(q)) / (2 * k),
        r"and the logarithms add up: (8) and (9) are equal.",
    )
    T.identity("logarithms", EIGHT, NINE)
    T.formally(
        "logarithm-of-sum", "TightMax.SmoothAbsoluteValue.smooth_absolute_value",
        r"By smooth-absolute-value $\frac{1}{2k}\ln(e^{kz}+e^{-kz}) - \frac12|z| = \frac{1}{2k}\ln(1+e^{-2k|z|})$.",
    )
    T.formally(
        "over-larger-absolute", "TightMax.MaxFromAbsolute.larger_absolute",
        r"With $z = x \pm y$ and $A, B$ for the two logarithms, and by max-from-absolute, (9) exceeds $\max(|x|, "
        r"|y|)$ by $\frac{1}{2k}(A + B)$:",
    )
    T.say(r"with $L$ and $c$ for $\frac{1}{2k}\ln(e^{kz}+e^{-kz})$, and $u$ and $v$ for $|x + y|$ and $|x - y|$,")
    T.forall(
        "nine-is",
        [gt(k, 0), eq(2 * k * L, k * u + A), eq(2 * k * c, k * v + B)],
        eq(2 * k * (L + c - (u + v) / 2), A + B),
    )
    T.forall(
        "nine-positive",
        [gt(k, 0), gt(A, 0), gt(B, 0)],
        gt((A + B) / (2 * k), 0),
        r"which is positive",
        form=(A + B) / (2 * k),
    )
    T.forall(
        "nine-bound",
        [gt(k, 0), le(A, log(2)), le(B, log(2))],
        le((A + B) / (2 * k), log(2) / k),
        r"and at most $\frac{\ln 2}{k}$,",
        form=[(log(2) - A) / (2 * k), (log(2) - B) / (2 * k)],
    )
    T.forall(
        "nine-strict",
        [gt(k, 0), lt(A, log(2)), le(B, log(2))],
        lt((A + B) / (2 * k), log(2) / k),
        r"with equality only if $x + y = 0$ and, likewise, $x - y = 0$;",
        form=[(log(2) - A) / (2 * k), (log(2) - B) / (2 * k)],
    )
    T.identity("nine-at-origin", Subs(NINE, (x, y), (0, 0)), log(2) / k, r"there it is this.")
    dropped_terms(T)
    eleven(T)


def dropped_terms(T: Proof) -> None:
    """From (9) to (10)."""
    T.say(r"Dropping two terms: with $p = e^{kx}$ and $q = e^{ky}$,")
    T.identity(
        "dropped",
        (p**2 + q**2) * (1 + 1 / (p * q) ** 2),
        p**2 + p**-2 + q**2 + q**-2,
        r"the sum in (9) is the sum in (10) times $1 + e^{-2k(x+y)}$.",
    )
    T.identity("nine-and-ten", NINE, TEN + OVER_TEN)
    T.formally(
        "change", "TightMax.SoftplusGap.softplus_gap",
        r"So the change is the softplus $\frac{1}{2k}\ln(1+e^{2ku})$ at $u = -(x+y)$: by softplus-gap it exceeds "
        r"$\max(0, -(x+y))$ by at most $\frac{\ln 2}{2k}$, with equality exactly where $x + y = 0$.",
    )
    T.forall(
        "limit-changes",
        [gt(L, -(x + y)), lt(x + y, 0)],
        gt(L, 0),
        r"Where $x + y < 0$ it does not tend to 0:",
        form=[L + (x + y), -(x + y)],
    )
    T.forall(
        "half-plane",
        [gt(k, 0), ge(x + y, 0), gt(r, 0), le(r, 1), le(L, r)],
        le(L / (2 * k), 1 / (2 * k)),
        r"where $x + y \ge 0$, $r = e^{-2k(x+y)} \le 1$, it does;",
        form=[(r - L) / (2 * k), (1 - r) / (2 * k)],
    )
    T.forall(
        "over-ten-at-most",
        [gt(k, 0), le(L, log(2))],
        le(L / (2 * k), log(2) / (2 * k)),
        r"there $L = \ln(1 + r) \le \ln 2$,",
        form=(log(2) - L) / (2 * k),
    )
    T.identity("over-ten-attained", Subs(OVER_TEN, y, -x), log(2) / (2 * k), r"attained where $x + y = 0$.")
    T.identity(
        "shortcut",
        p * q * (p / q + q / p),
        p**2 + q**2,
        r"The detour is not needed: (7) put into $\max(x, y) = \frac12(x + y + |x - y|)$, which holds everywhere, "
        r"is (10) at once.",
    )
    T.identity(
        "shortcut-value",
        (x + y + log(DIFFERENCE) / k) / 2,
        log(exp(k * (x + y)) * DIFFERENCE) / (2 * k),
        r"(Here are the two sides, and",
    )
    T.identity("shortcut-sum", exp(k * (x + y)) * DIFFERENCE, exp(2 * k * x) + exp(2 * k * y), r"the sum.)")


def eleven(T: Proof) -> None:
    """Equation (11), which holds on the whole plane."""
    T.say(r"(10) is (11) with $2k$ for $k$, letter by letter.")
    T.identity(
        "take-out", exp(k * x) * (1 + exp(k * (y - x))), exp(k * x) + exp(k * y), r"(11): let $x \ge y$; the sum is"
    )
    T.identity(
        "eleven-error",
        log(exp(k * x) * (1 + exp(-k * (x - y)))) / k,
        x + log(1 + exp(-k * (x - y))) / k,
        r"so (11) exceeds the maximum $x$ by $\frac1k\ln(1+e^{-k|x-y|})$: by softplus-gap more than 0 and at most "
        r"$\frac{\ln 2}{k}$, with equality "
        r"exactly where $x = y$. Nothing was assumed about the signs of $x$ and $y$;",
    )
    T.identity(
        "eleven-first",
        ELEVEN,
        x + log(1 + exp(-k * (x - y))) / k,
        r"both forms, of which the one with the larger number has $|x - y|$, are",
    )
    T.identity("eleven-second", ELEVEN, y + log(1 + exp(-k * (y - x))) / k)
    T.identity("eleven-at-equal", Subs(ELEVEN, y, x), x + log(2) / k, r"At $x = y$ the upper end is attained,")
    T.identity(
        "translation",
        log(exp(k * c) * (exp(k * x) + exp(k * y))) / k,
        c + log(exp(k * x) + exp(k * y)) / k,
        r"and indeed a constant added to both passes through (11), as it does through the maximum.",
    )


if __name__ == "__main__":
    smooth_max_of_two.script()
