r"""The sum of exponentials, computed: how far its logarithm is off.   [standard model of floating point]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Mul, Rational, exp, log

from symbolic.formulas import rounding
from symbolic.formulas.rounding import LOG_ERROR, S, c, delta, u, within
from symbolic.notation import k, n, positives, reals
from symbolic.relations import ge, gt, le

C, X, Y, q, P = positives("C X Y q P")
D, theta, g, z, v, b, y, r = reals("D theta g z v b y r")
d1, d2, omega, ell, E, Z, W = reals("delta_1 delta_2 omega ell E Z W")
A, B, Ac, Bc, La, Lb, N = reals("A B A_c B_c L_in L_out N")
UNIT = [gt(u, 0), le(u, rounding.CENT), le(u, 1)]
SPREAD, SHARE = log(n) - log(S), (2 * u + u**2) * (log(n) - log(S))
"""D, and v = gD."""
REACHED = [
    le(log(C) - log(S), SHARE + (c + k + 1) * u), ge(log(C) - log(S), -SHARE - rounding.ROOM * (c + k + 1) * u),
]
"""What the parts II to V say of a computed sum C."""


@theorem(
    "rounding-sum",
    title="A computed sum of exponentials has an accurate logarithm",
    source="standard model of floating point arithmetic",
    conclusion=r"Let $S = \sum_{i=1}^n e^{z_i}$ with $z_i \le 0$. Computed are $E_i \ge 0$ with $|E_i - "
    r"e^{(1+\theta_i)z_i}| \le c u\, e^{(1+\theta_i)z_i} + \omega$ and $|\theta_i| \le 2u + u^2$ --- so it is if "
    r"$z_i$ comes from a subtraction and a division of relative error at most $u$, the exponential has relative error "
    r"at most $cu$, $c \ge 1$, and what underflows is off by at most $\omega$ --- and from these $C$, by additions of "
    r"relative error at most $u$ in any order, in which no term takes part in more than $k$. With $a = 2(\ln n - \ln "
    r"S) + c + k + 1$: if $ua \le \frac{1}{100}$ and $2n\omega \le uS$, then $|\ln C - \ln S| \le 1.02\, u a$.",
    claim=[le(log(C) - log(S), LOG_ERROR), ge(log(C) - log(S), -LOG_ERROR)],
    variables=[
        (n, r"\{1, 2, \dots\}"), (k, r"\{1, 2, \dots\}"), (u, r"(0, 1)"), (c, r"[1, \infty)"), (S, r"(0, n]"),
        (C, r"\{\text{computed}\}"), (omega, r"[0, \infty)"),
    ],
    hypotheses=[
        ge(c, 1), ge(SPREAD, 0), le(u * (2 * SPREAD + c + k + 1), rounding.CENT), le(u, rounding.CENT),
        le(2 * n * omega, u * S), *REACHED,
    ],
    witness={n: 10**6, k: 40, c: 8, u: Rational(1, 10**7), S: 10**6, C: 10**6, omega: Rational(1, 10**14)},
    uses=["lse-smooth"],
    ends=[
        "setting",
        "two-above, two-below",
        "level-above, level-below, inside, outside, addition-above, addition-below, shallow-above, shallow-below, "
        "sum-above, sum-below, logarithm-above, logarithm-below, above, below, claim-above, claim-below, lse-smooth",
    ],
    sketch=r"Rounding errors in $z_i$ are relative, so the exponents are $(1 + \theta_i)z_i$ with $|\theta_i| \le g = "
    r"2u + u^2$. The point is to avoid the largest $|z_i|$: $\Lambda(s) = \mathrm{LSE}(sz)$ is convex "
    r"(\ref{lse-smooth}) with $\Lambda(0) = \ln n$ and $\Lambda(1) = \ln S$, so moving $s$ by $g$ changes the "
    r"logarithm by at most $g(\ln n - \ln S)$. Additions of nonnegative terms keep relative errors: each multiplies "
    "by a factor between $1 - u$ and $1 + u$, at most $k$ times for each term, in any order. The exponential "
    r"contributes a factor $1 \pm cu$, and underflow, at most $n\omega \le \frac12uS$, is absorbed in one more $u$. "
    r"The logarithm of the product of all factors, with $\ln(1 + b) \le b$ and $-\ln(1 - b) \le 1.02b$ for $b \le "
    r"\frac{1}{100}$, is the bound; the $1.02$ covers all terms of second order.",
)
def rounding_sum(T: Proof) -> None:
    logarithm(T)
    exponents(T)
    additions(T)
    exponentials(T)
    together(T)


def logarithm(T: Proof) -> None:
    """What is needed of the logarithm: ln x <= x - 1."""
    T.say(r"I. $\ln x \le x - 1$: the difference $x - 1 - \ln x$ vanishes at 1,")
    x = positives("x")[0]
    T.derivative("slope", x - 1 - log(x), x, (x - 1) / x, r"and its derivative")
    T.forall("falls-before", [gt(x, 0), gt(1 - x, 0)], le((x - 1) / x, 0), "is negative before 1", form=(1 - x) / x)
    T.forall("rises-after", [gt(x, 0), gt(x - 1, 0)], ge((x - 1) / x, 0), "and positive after.", form=(x - 1) / x)
    T.identity(
        "reciprocal", 1 / (1 - b) - 1, b / (1 - b),
        r"At $x = 1 + b$ it says $\ln(1 + b) \le b$, and at $x = 1/(1-b)$, for $0 \le b < 1$: "
        r"$-\ln(1-b) \le b/(1-b)$.",
    )
    T.forall(
        "reciprocal-bound", [ge(b, 0), le(b, rounding.CENT), gt(1 - b, 0)], le(b / (1 - b), rounding.ROOM * b),
        r"This is at most $1.02 b$ for $b \le \frac{1}{100}$.",
        form=[b * rounding.ROOM * (rounding.CENT - b) / (1 - b), Rational(49, 5000) * b / (1 - b)],
    )
    T.forall(
        "exponential-bound", [le(-v, Y - 1), le(v, Rational(1, 2))], ge(Y, Rational(1, 2)),
        r"With $x = e^{-v}$ it says $-v \le e^{-v} - 1$: $Y = e^{-v}$ is at least $\frac12$ for $v \le \frac12$.",
        form=[Y - 1 + v, Rational(1, 2) - v],
    )


def exponents(T: Proof) -> None:
    """Relative errors of the exponents: convexity along the ray through z."""
    given = [*UNIT, *within(d1, u), *within(d2, u)]
    T.say(
        r"II. The exponents. Put $g = 2u + u^2$; after a subtraction and a division they are "
        r"$z_i(1+\delta_1)(1+\delta_2)$, and"
    )
    T.forall(
        "two-above", given, le((1 + d1) * (1 + d2), 1 + 2 * u + u**2), "this factor is at most $1 + g$",
        form=[(1 + u) * (u - d1), (d1 + u) * (u - d2), (1 - u) * (u - d2)],
    )
    T.forall(
        "two-below", given, ge((1 + d1) * (1 + d2), 1 - 2 * u - u**2), "and at least $1 - g$.",
        form=[(d1 + u) * (d2 + u), (1 - u) * (d2 + u), (1 - u) * (d1 + u), 2 * u**2],
    )
    T.forall(
        "level-above", [le(z, 0), *within(theta, g)], le((1 + theta) * z, (1 - g) * z),
        r"As $z_i \le 0$, $(1+\theta_i)z_i$ is at most $(1-g)z_i$", form=Mul(-z, theta + g, evaluate=False),
    )
    T.forall(
        "level-below", [le(z, 0), *within(theta, g)], ge((1 + theta) * z, (1 + g) * z), r"and at least $(1+g)z_i$.",
        form=Mul(-z, g - theta, evaluate=False),
    )
    T.derivative("exp-slope", exp(z), z, exp(z), r"The exponential increases, its derivative being positive,")
    T.formally(
        "between-levels", "TightMax.RoundedSums.lse_le",
        r"so with $\Lambda(s) = \mathrm{LSE}(s z)$ and $Z = \sum_i e^{(1+\theta_i)z_i}$: $\Lambda(1+g) \le \ln Z \le "
        r"\Lambda(1-g)$.",
    )
    T.formally(
        "level-convex", "TightMax.LogSumExp.lse_smoothing",
        r"By lse-smooth $\Lambda$ is convex; $\Lambda(0) = \ln n$ and $\Lambda(1) = \ln S =: \ell$.",
    )
    T.forall(
        "inside", [le(La, g * N + (1 - g) * ell)], le(La - ell, g * (N - ell)),
        r"$\Lambda(1-g) \le g\ln n + (1-g)\ell$, that is", form=g * N + (1 - g) * ell - La,
    )
    T.forall(
        "outside", [le((1 + g) * ell, g * N + Lb)], le(ell - Lb, g * (N - ell)),
        r"and 1 divides $[0, 1+g]$, so $(1+g)\ell \le g\ln n + \Lambda(1+g)$:", form=g * N + Lb - (1 + g) * ell,
    )
    T.formally(
        "range", "TightMax.RoundingSum.range_nonneg",
        r"With $D = \ln n - \ln S$, which is not negative because $S \le n$, and $v = gD$:",
    )
    T.formally(
        "sum-within", "TightMax.RoundedSums.lse_factors",
        r"$S e^{-v} \le Z \le S e^v$, without any term of second order.",
    )
    T.say(r"(The mean of $|z_i|$ under the softmax is at most $D$, and that is what counts, not the largest $|z_i|$.)")


def additions(T: Proof) -> None:
    """Any order of summation."""
    T.say(
        r"III. The additions. (No term is negative, and with them no $A$ or $A_c$; $C > 0$ comes out below.) Let $A$ "
        r"be the sum of some $E_i$ and $A_c$ what is computed for it, by at most $j$ additions a term."
    )
    T.formally(
        "additions", "TightMax.RoundedSums.computed_between",
        r"Then $(1-u)^jA \le A_c \le (1+u)^jA$: clear for one term, $j = 0$; a further addition of relative error "
        r"$\delta$ gives",
    )
    T.forall(
        "addition-above", [*UNIT, *within(delta, u), ge(Ac, 0), ge(Bc, 0), le(Ac, P * A), le(Bc, P * B)],
        le((Ac + Bc) * (1 + delta), (1 + u) * P * (A + B)), r"at most this, $P = (1+u)^j$,",
        form=[(1 + u) * (P * A - Ac), (1 + u) * (P * B - Bc), (Ac + Bc) * (u - delta)],
    )
    T.forall(
        "addition-below", [*UNIT, *within(delta, u), ge(Ac, 0), ge(Bc, 0), ge(Ac, P * A), ge(Bc, P * B)],
        ge((Ac + Bc) * (1 + delta), (1 - u) * P * (A + B)), r"and at least this, $P = (1-u)^j$.",
        form=[(1 - u) * (Ac - P * A), (1 - u) * (Bc - P * B), (Ac + Bc) * (u + delta)],
    )
    T.forall(
        "shallow-above", [*UNIT, gt(P, 0), ge(A, 0)], le(P * A, (1 + u) * P * A), r"A term with fewer additions",
        form=u * P * A,
    )
    T.forall(
        "shallow-below", [*UNIT, gt(P, 0), ge(A, 0)], ge(P * A, (1 - u) * P * A), r"keeps within these bounds, too.",
        form=u * P * A
    )


def exponentials(T: Proof) -> None:
    """Errors of the exponential function, and underflow."""
    T.say(
        r"IV. The exponentials. $E = \sum_i E_i$ differs from $Z$ by at most $cuZ + W$ with $W = n\omega \le "
        r"\frac12uS$. Let $Y = e^{-v}$, where $SY \le Z \le S/Y$, and $\frac12 \le Y \le 1$ (exponential-bound; "
        r"below, $v \le \frac12$):"
    )
    small = [gt(u, 0), gt(c, 0), gt(S, 0), gt(Y, 0), le(Y, 1), le(W, u * S / 2)]
    T.forall(
        "sum-above", [*small, le(E, (1 + c * u) * Z + W), le(Z, S / Y)], le(E, (1 + (c + 1) * u) * S / Y),
        r"above,",
        form=[(1 + c * u) * Z + W - E, (1 + c * u) * (S / Y - Z), u * S * (1 - Y) / Y, u * S / 2 - W, u * S / 2],
    )
    T.forall(
        "sum-below",
        [*small, ge(E, (1 - c * u) * Z - W), ge(Z, S * Y), ge(1 - c * u, 0), ge(Y, Rational(1, 2))],
        ge(E, (1 - (c + 1) * u) * S * Y), r"and below.",
        form=[E - (1 - c * u) * Z + W, (1 - c * u) * (Z - S * Y), u * S / 2 - W, u * S * (Y - Rational(1, 2))],
    )


def together(T: Proof) -> None:
    """The logarithm of all factors."""
    T.say(r"V. Together, with $q = c + k + 1 \ge 2$ and $a = 2D + q$:")
    T.identity(
        "logarithm-above", log((1 + u) ** k * (1 + (c + 1) * u) * S * exp(v)) - log(S),
        v + log(1 + (c + 1) * u) + k * log(1 + u), r"$\ln C - \ln S$ is at most",
    )
    room = [gt(u, 0), le(u, rounding.CENT), ge(D, 0), gt(q, 0)]
    given = [gt(u, 0), ge(D, 0), ge(q, 2), le(u * (2 * D + q), rounding.CENT)]
    T.forall(
        "unit-small", given, le(u, rounding.CENT), r"where $u \le \frac{1}{100}$,",
        form=[rounding.CENT - u * (2 * D + q), 2 * u * D, u * (q - 2), u],
    )
    T.forall(
        "share-small", [*given, *room], le((2 * u + u**2) * D, Rational(1, 2)), r"$v = gD \le \frac12$,",
        form=[
            2 * (rounding.CENT - u * (2 * D + q)), 2 * u * q, u * D, u * D * (rounding.CENT - u),
            Rational(99, 100) * u * D, Rational(48, 100),
        ],
    )
    T.forall(
        "factor-small", [*given, ge(q, c + 1)], le((c + 1) * u, rounding.CENT), r"and $b = (c+1)u \le \frac{1}{100}$.",
        form=[rounding.CENT - u * (2 * D + q), 2 * u * D, u * (q - c - 1)],
    )
    T.forall(
        "above", [*room, le(y, q * u), le(r, (2 * u + u**2) * D)], le(r + y, rounding.ROOM * u * (2 * D + q)),
        r"By $\ln(1+b) \le b$ the two logarithms add up to at most $(c + 1)u + ku = qu$:",
        form=[(2 * u + u**2) * D - r, q * u - y, u * D * (rounding.CENT - u), Rational(3, 100) * u * D, q * u / 50],
    )
    T.identity(
        "logarithm-below", log(X**k * Y * S * exp(-v)) - log(S), log(Y) - v + k * log(X),
        r"Below, with $X = 1 - u$ and $Y = 1 - (c+1)u$, at least",
    )
    T.forall(
        "below", [*room, le(y, rounding.ROOM * q * u), le(r, (2 * u + u**2) * D)],
        ge(-r - y, -rounding.ROOM * u * (2 * D + q)),
        r"where $-\ln Y - k\ln X \le 1.02(c+1)u + 1.02ku$:",
        form=[(2 * u + u**2) * D - r, rounding.ROOM * q * u - y, u * D * (rounding.CENT - u), Rational(3, 100) * u * D],
    )
    in_all = [gt(u, 0), le(u, rounding.CENT), ge(SPREAD, 0)]
    reached = log(C) - log(S)
    T.forall(
        "claim-above", [*in_all, gt(c, 0), gt(k, 0), REACHED[0]], le(reached, LOG_ERROR),
        r"In the letters of the theorem: above,",
        form=[SHARE + (c + k + 1) * u - reached, u * SPREAD * (rounding.CENT - u), Rational(3, 100) * u * SPREAD,
              (c + k + 1) * u / 50],
    )
    T.forall(
        "claim-below", [*in_all, REACHED[1]], ge(reached, -LOG_ERROR), r"and below.",
        form=[reached + SHARE + rounding.ROOM * (c + k + 1) * u, u * SPREAD * (rounding.CENT - u),
              Rational(3, 100) * u * SPREAD],
    )


if __name__ == "__main__":
    rounding_sum.script()
