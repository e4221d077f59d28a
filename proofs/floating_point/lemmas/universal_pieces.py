r"""The rounding errors of the two formulas for the excess of the universal smoothing, for tau >= 0 and for tau <= 0."""

from proofs.machinery.engine.proof import Proof

from sympy import Rational

from proofs.floating_point.lemmas.last_addition import r
from proofs.machinery.engine import lemma
from symbolic.formulas.rounding import CENT, c, delta, u, within
from symbolic.notation import reals
from symbolic.relations import ge, gt, le

a, b, e, l, M, x, X = reals("a b e l M x X")  # noqa: E741
e1, beta, psi, A, B = reals("epsilon beta psi A B")
HALF = Rational(1, 2)


def middle(T: Proof) -> None:
    """The errors of the formula between the seams, and what the end of that range leaves out."""
    T.say(r"II. Between the seams let $\ln S_c = -a$, $0 \le a \le 2$, and $l = \frac12 - \frac14 a \in [0, \frac12]$.")
    T.forall(
        "quarter-above", [ge(a, 0), le(a, 2), *within(e1, c * u), gt(u, 0), gt(c, 0)], le(-a * e1 / 4, c * u / 2),
        r"The logarithm has relative error $\varepsilon$: a quarter of it is off by at most $\frac12cu$",
        form=[(2 - a) * c * u / 4, a * (c * u + e1) / 4],
    )
    T.forall(
        "quarter-below", [ge(a, 0), le(a, 2), *within(e1, c * u), gt(u, 0), gt(c, 0)], ge(-a * e1 / 4, -c * u / 2),
        r"on either side. (The division by 4 is exact.)", form=[(2 - a) * c * u / 4, a * (c * u - e1) / 4],
    )
    given = [
        gt(u, 0), gt(c, 0), le(u, CENT), ge(1 - u, 0), *within(e, c * u / 2), *within(delta, u), ge(l, 0), le(l, HALF),
    ]
    rest = [c * u * (u - delta) / 2, (HALF - l) * u, c * u / 200, c * u * (CENT - u) / 2, u / 100]
    T.forall(
        "left-above", given, le((l + e) * (1 + delta) - l, Rational(51, 100) * (c + 1) * u),
        r"After the addition $l$ is off by at most $\frac{51}{100}(c+1)u$, above",
        form=[(c * u / 2 - e) * (delta + u), (c * u / 2 - e) * (1 - u), l * (u - delta), *rest],
    )
    T.forall(
        "left-below", given, ge((l + e) * (1 + delta) - l, -Rational(51, 100) * (c + 1) * u), r"and below,",
        form=[(c * u / 2 + e) * (delta + u), (c * u / 2 + e) * (1 - u), l * (u + delta), *rest],
    )
    near_left = [*within(x - l, r), ge(l, 0), le(l, HALF), ge(r, 0), le(r, CENT)]
    T.forall(
        "square-above", near_left, le(2 * x**2 - 2 * l**2, 2 * (1 + CENT) * r),
        r"and the square, for $|x - l| \le r \le \frac{1}{100}$, by at most $2.02r$",
        form=[4 * l * (r - x + l), 2 * (r - x + l) * (r + x - l), 2 * r * (1 - 2 * l), 2 * r * (CENT - r)],
    )
    T.forall(
        "square-below", near_left, ge(2 * x**2 - 2 * l**2, -2 * (1 + CENT) * r), r"on either side.",
        form=[4 * l * (x - l + r), 2 * (x - l) ** 2, 2 * r * (1 - 2 * l), 2 * r * CENT],
    )
    two, bound = 2 * (1 + CENT), Rational(26, 25) * (c + 2) * u
    given = [
        gt(u, 0), gt(c, 0), *within(delta, u), *within(X - M, two * r), ge(X, 0), le(M, HALF),
        le(r, Rational(51, 100) * (c + 1) * u), le(r, CENT),
    ]
    rest = [u * (two * r - X + M), u * (HALF - M), two * (Rational(51, 100) * (c + 1) * u - r), two * u * (CENT - r),
            Rational(49, 5000) * c * u, Rational(331, 625) * u]
    T.forall(
        "product-above", given, le(X * (1 + delta) - M, bound),
        r"With the rounding of the product, $\psi_c$ is off by at most $1.04(c+2)u$, above",
        form=[two * r - X + M, X * (u - delta), *rest],
    )
    T.forall(
        "product-below", given, ge(X * (1 + delta) - M, -bound), r"and below.",
        form=[X - M + two * r, X * (u + delta), *rest]
    )
    T.forall(
        "left-out", [ge(b, 0), ge(beta, 0), le(b, beta)], le(2 * (b / 4) ** 2, beta**2 / 8),
        r"III. For $e^{-2} < S_c \le e^{-2}(1+\beta)$ let $b = \ln S_c + 2$, at most $\ln(1+\beta) \le \beta$: with 0 "
        r"for $\psi = 2(\frac14b)^2$ at most $\frac18\beta^2$ is left out, for $w$ with 1 $\frac14b \le \frac14\beta$.",
        form=(beta - b) * (beta + b) / 8,
    )


def near(T: Proof) -> None:
    """The errors of the formula for tau <= 0."""
    T.formally(
        "one-more-addition", "TightMax.UniversalErrors.halved",
        r"IV. For $S_c \ge 1$ the sum $\frac12 + \frac12S_c$ is rounded and stays at least 1; for $T_c$ that is one "
        r"further addition. So $y_c$, $\ln 2$ more than the logarithm of the result, differs from $y$ by at most "
        r"$1.02u(2(\ln n - y) + c + k + 2)$, and $\psi(y_c) = \frac12 + (y_c - \ln 2)$. The logarithm is off by $e$, "
        r"$|e| \le A = cuB$ with $B = y_c$, and the sum is rounded, where $0 \le \psi \le B$:",
    )
    given = [gt(u, 0), ge(1 - u, 0), *within(delta, u), *within(e, A), ge(A, 0), ge(psi, 0), le(psi, B)]
    T.forall(
        "near-above", given, le((psi + e) * (1 + delta) - psi, (1 + u) * A + u * B), r"above",
        form=[(A - e) * (delta + u), (A - e) * (1 - u), A * (u - delta), psi * (u - delta), u * (B - psi)],
    )
    T.forall(
        "near-below", given, ge((psi + e) * (1 + delta) - psi, -(1 + u) * A - u * B), r"and below.",
        form=[(A + e) * (delta + u), (A + e) * (1 - u), A * (u - delta), psi * (u + delta), u * (B - psi)],
    )


if __name__ == "__main__":
    lemma.script(__file__)
