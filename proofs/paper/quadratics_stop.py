r"""Quadratic regularisers are optimal for d = 2, 3 and worse than LogSumExp from d = 4 on."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Expr, Rational, log

from symbolic.notation import d, k, positives, reals
from symbolic.relations import eq, ge, gt, le

a, b, lam, A, S, S1, S2, s, z, m, c = reals("a b lambda A S S_1 S_2 s z m c")
y = positives("y")[0]
GAPS = {2: Rational(1, 2), 3: Rational(8, 9), 4: Rational(3, 2), 5: Rational(48, 25)}


def least(dimension: Expr, block: Expr) -> Expr:
    """Return the factor that a split of the entries into `block` and the rest asks for."""
    return 2 * block * (dimension - block) / dimension


def odd_gap(dimension: Expr) -> Expr:
    """Return the gap with the factor (d^2 - 1)/(2d), which is exact for odd d and a lower bound for even d."""
    return (dimension**2 - 1) * (dimension - 1) / (2 * dimension**2)


@theorem(
    "quadratics-stop",
    title=r"Quadratics stop at three entries",
    source="new",
    conclusion=r"$h = c\|x\|_2^2$ is 1-strongly convex in $\|\cdot\|_1$ on the simplex if and only if $c "
    r"\ge d/2$ ($d$ even) or $c \ge (d^2-1)/(2d)$ ($d$ odd). Its range $c(1 - 1/d)$ is then at least "
    r"$\frac12, \frac89, \frac32, \frac{48}{25}$ for $d = 2, \dots, 5$, and more than $\ln d$ for every $d "
    r"\ge 4$.",
    claim=[gt(c * (1 - 1 / d), log(d))],
    variables=[(d, r"\{4, 5, \dots\}"), (c, r"\mathbb{R}")],
    hypotheses=[ge(d, 4), ge(c, (d**2 - 1) / (2 * d))],
    witness={d: 4, c: 2},
    uses=["duality"],
    sketch=r"In each coordinate the two-point slack of the square is $(a - b)^2$, so $h = c\|x\|_2^2$ is 1-strongly "
    r"convex exactly if $c\|v\|_2^2 \ge \frac12\|v\|_1^2$ for all $v$ of sum 0. If $k$ entries of $v$ are "
    r"nonnegative, Cauchy's inequality on both parts shows that $c \ge 2k(d - k)/d$ is enough, and the vector "
    r"constant on both parts shows that it is needed. The worst split is the even one: $\frac d2$ for even $d$, $(d^2 "
    r"- 1)/(2d)$ for odd $d$. The range $c(1 - \frac1d)$ is then known exactly; it is $\frac12$ and $\frac89$ at $d = "
    r"2$ and 3, where quadratics are optimal (\ref{d2-optimum}, \ref{d3-optimum}). From 4 on it exceeds $\ln d$: it "
    r"does at 4, and the difference of $(d^2-1)(d-1)/(2d^2)$ and $\ln d$ has a positive derivative. Through "
    r"\ref{duality} a quadratic is then worse than LogSumExp.",
)
def quadratics_stop(T: Proof) -> None:
    sufficient(T)
    necessary(T)
    above_lse(T)


def sufficient(T: Proof) -> None:
    """A factor that is large enough for every split of the entries."""
    T.identity(
        "two-points", (1 - lam) * a**2 + lam * b**2 - ((1 - lam) * a + lam * b) ** 2,
        lam * (1 - lam) * (a - b) ** 2,
        r"In each coordinate the two-point slack of the square is this, so $h$ is 1-strongly convex exactly "
        r"if $c\|v\|_2^2 \ge \frac12\|v\|_1^2$ for all $v$ with sum 0.",
    )
    T.forall(
        "titu", [gt(m, 0), ge(S, A**2 / m)], ge(S + z**2, (A + z) ** 2 / (m + 1)),
        r"$m$ numbers with sum $A$ have squares that add up to $S \ge A^2/m$: clear for $m = 1$, and one "
        r"more number $z$ keeps it.", form=[S - A**2 / m, (A - m * z) ** 2 / (m * (m + 1))],
    )
    T.forall(
        "split", [gt(c, 0), gt(k, 0), gt(d, 0), gt(d - k, 0), ge(c, least(d, k)), ge(S1, s**2 / k),
        ge(S2, s**2 / (d - k))], ge(c * (S1 + S2), (2 * s) ** 2 / 2),
        r"Let $k$ entries of $v$ be nonnegative with sum $s$, the others nonpositive with sum $-s$, so "
        r"$\|v\|_1 = 2s$. Then $c \ge 2k(d-k)/d$ is enough (both parts are non-empty unless $v = 0$).",
        form=[c * (S1 - s**2 / k), c * (S2 - s**2 / (d - k)), (c - least(d, k)) * s**2 * d / (k * (d - k))],
    )


def necessary(T: Proof) -> None:
    """No smaller factor will do, and the worst split is the even one."""
    T.forall(
        "needed", [gt(k, 0), gt(d, 0), gt(d - k, 0),
        ge(c * (k * (1 / k) ** 2 + (d - k) * (1 / (d - k)) ** 2), Rational(2))], ge(c, least(d, k)),
        r"It is also needed: $v = \frac{1}{k}$ on $k$ entries and $-\frac{1}{d-k}$ on the others has "
        r"$\|v\|_1 = 2$.", form=(c * (1 / k + 1 / (d - k)) - 2) * k * (d - k) / d,
    )
    T.forall(
        "even", [gt(d, 0)], le(least(d, k), d / 2),
        r"The worst $k$: for even $d$ it is $d/2$,", form=(d - 2 * k) ** 2 / (2 * d),
    )
    T.forall(
        "odd", [gt(d, 0), ge((d - 2 * k) ** 2, 1)], le(least(d, k), (d**2 - 1) / (2 * d)),
        r"for odd $d$, where the integer $d - 2k$ is not 0, it is $(d-1)/2$,",
        form=((d - 2 * k) ** 2 - 1) / (2 * d),
    )
    T.identity("odd-attained", least(d, (d - 1) / 2), (d**2 - 1) / (2 * d), r"which attains this.")
    T.identity("range", c * 1**2 - c * d * (1 / d) ** 2, c * (1 - 1 / d), r"The range is $h(e_1) - h(u)$:")
    for dimension, value in GAPS.items():
        size = Rational(dimension)
        T.exact(
            f"gap-{dimension}", eq(least(d, k) * (1 - 1 / d), value),
            at={d: size, k: dimension // 2}, text=rf"$d = {dimension}$: the least range,",
        )


def above_lse(T: Proof) -> None:
    """From four entries on the gap exceeds ln d."""
    T.enclose("above-ln-4", gt(GAPS[4], log(4)), r"which at $d = 4$ is more than $\ln 4$")
    T.enclose("above-ln-5", gt(GAPS[5], log(5)), r"and at $d = 5$ more than $\ln 5$.")
    T.forall(
        "odd-is-less", [gt(d, 0)], le((d**2 - 1) / (2 * d), d / 2),
        r"For every $d \ge 4$: $c \ge (d^2-1)/(2d)$ in both cases,", form=1 / (2 * d),
    )
    T.forall(
        "range-at-least", [ge(c, (d**2 - 1) / (2 * d)), ge(d, 4), gt(d, 0)], ge(c * (1 - 1 / d), odd_gap(d)),
        r"and the range is at least $G(d) = (d^2-1)(d-1)/(2d^2)$.",
        form=[(c - (d**2 - 1) / (2 * d)) * (d - 4) / d, 3 * (c - (d**2 - 1) / (2 * d)) / d],
    )
    T.enclose("at-four", gt(odd_gap(Rational(4)), log(4)), r"$G$ exceeds $\ln$ at 4,")
    rate = (y - 2) * (y**2 + 1) / (2 * y**3)
    T.derivative("rate", odd_gap(y) - log(y), y, rate, r"and the difference has the derivative")
    T.forall(
        "grows", [gt(y, 0), ge(y, 4)], gt(rate, 0),
        r"that is positive from 4 on: so $G(d) > \ln d$ for every $d \ge 4$.",
        form=[(y - 4) * (y**2 + 1) / (2 * y**3), 1 / y, 1 / y**3],
    )


if __name__ == "__main__":
    quadratics_stop.script()
