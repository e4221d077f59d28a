r"""LogSumExp as it is computed: how far the value is off.   [standard model of floating point]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Abs, Integer, Rational, log

from proofs.floating_point.lemmas.last_addition import added, last_addition
from symbolic.formulas import rounding
from symbolic.formulas.rounding import VALUE_ERROR, c, computed, delta, u, value, within
from symbolic.notation import k, n, positives, reals, t
from symbolic.relations import ge, gt, le

q = positives("q")[0]
L, N, P, R, W, ell, h, f, r, F, G, x = reals("L N P R W ell h f r F G x")
Rc, Tc, e1, d1 = reals("R_c T_c epsilon delta_1")


@theorem(
    "rounding-lse",
    title="LogSumExp is computed to within a few roundings",
    source="standard model of floating point arithmetic",
    conclusion=r"Let $x \in \mathbb{R}^n$ and $t > 0$ be numbers of the format, $m = \max x$ and $f = "
    r"t\,\mathrm{LSE}(x/t)$. Computed is $m + t \cdot \mathrm{log1p}(R)$, where $R$ is the sum of $\exp((x_i - m)/t)$ "
    r"over all $i$ but one at which $x_i = m$, or the sum over all $i$, less 1: by additions in any order, in which no "
    r"term takes part in more than $k$, the subtraction included; no operation overflows, rounding keeps the order, "
    r"every operation, also $x_i - m$ and its quotient by $t$, has relative error at most $u$, exp and log1p at most "
    r"$cu$ with $c \ge 1$, $\exp 0 = 1$, underflow of exp is as in rounding-sum with $2n\omega \le u$, and the product "
    r"with $t$, if it underflows, is off by at most $\omega' \le \frac{1}{100}tu$. If $u(2\ln n + c + k + 1) \le "
    r"\frac{1}{100}$, the result $f_c$ satisfies $|f_c - f| \le u|f| + 1.06\, t u\,((c+1)\ln n + c + k + 1)$.",
    claim=[le(Abs(computed - value), VALUE_ERROR)],
    variables=[
        (n, r"\{1, 2, \dots\}"), (k, r"\{1, 2, \dots\}"), (u, r"(0, 1)"), (c, r"[1, \infty)"), (t, r"(0, \infty)"),
        (value, r"\mathbb{R}"), (computed, r"\{(f + r)(1 + \delta)\}"), (r, r"\mathbb{R}"), (delta, "[-u, u]"),
    ],
    hypotheses=[
        ge(c, 1), le(u * (2 * log(n) + c + k + 1), rounding.CENT), *added(VALUE_ERROR),
    ],
    witness={n: 1, k: 40, c: 8, u: Rational(1, 10**7), delta: 0, r: 0, t: 1, value: 1, computed: 1},
    uses=["scaling", "lse-gap", "rounding-sum"],
    ends=[
        "setting",
        "setting",
        "one-above, one-below, less-one-above, less-one-below, rounding-sum, factor-above, factor-below, factor-small, "
        "factor-tiny, product-above, product-below, excess, value-above, value-below, unit, constant, claim-above, "
        "claim-below, claim",
    ],
    sketch="One term of the sum is exactly 1 and is left out of it, so that log1p can be used; counting the 1 in "
    r"again keeps the factors of \ref{rounding-sum}, and subtracting it afterwards is no worse than one more "
    r"addition. So the computed $1 + R$ has an accurate logarithm $\ell$, off by $\Delta = 1.02u(2(\ln n - L) + c + k "
    r"+ 1)$ from $L = \ln S$. The errors of log1p and of the product with $t$ are relative, at most $h \approx "
    r"(c+1)u$ together, and cost $hL$. Since $0 \le L \le \ln n$, the two parts trade off: a small $L$ makes the "
    r"exponents count, a large one the logarithm, and $1.05u((c+1)\ln n + c + k + 1)$ bounds the sum. The last "
    "addition, of the maximum, adds $u|f|$ and a factor $1 + u$, which makes $1.05$ into $1.06$.",
)
def rounding_lse(T: Proof) -> None:
    the_one_apart(T)
    logarithm(T)
    last_rounding(T)


def the_one_apart(T: Proof) -> None:
    """log1p adds the 1 of the largest entry without rounding."""
    T.say(
        r"(Bounds of this kind, with the model of arithmetic: P. Blanchard, D. J. Higham and N. J. Higham, Accurately "
        r"computing the log-sum-exp and softmax functions, IMA J. Numer. Anal. 41 (2021). The proof below does not "
        r"depend on that paper.)"
    )
    T.say(r"Let $z_i = (x_i - m)/t$, $S = \sum_i e^{z_i}$, $L = \ln S$ and $N = \ln n$.")
    T.formally(
        "log-range", "TightMax.RoundedScores.log_sum_range",
        r"$0 \le L \le N$ by lse-gap (for $n = 1$ both are 0),",
    )
    T.formally("value", "TightMax.RoundedScores.lse_reduced", r"and $f = m + tL$ by scaling.")
    T.say(
        r"One term of $S$ is $e^0 = 1$, computed without error. Let $R_c$ be computed for the sum $R$ of the other "
        r"computed exponentials."
    )
    T.formally(
        "others", "TightMax.RoundingLse.others_between",
        r"In rounding-sum (part III) $p R \le R_c \le P R$ with $p = (1-u)^k \le 1 \le P = (1+u)^k$. So the 1 may be "
        r"counted in:",
    )
    T.forall(
        "one-above", [le(Rc, P * R), ge(P, 1)], le(1 + Rc, P * (1 + R)), r"above", form=[P * R - Rc, P - 1],
    )
    T.forall(
        "one-below", [ge(Rc, P * R), le(P, 1)], ge(1 + Rc, P * (1 + R)), r"and, with $p$ for $P$, below.",
        form=[Rc - P * R, 1 - P],
    )
    T.say(
        r"If all are added, to $T_c$, then $T_c \ge 1$: a term is 1, the others are not negative, and rounding keeps "
        r"the order, and 1. Then $R_c = (T_c - 1)(1 + \delta)$:"
    )
    given = [gt(u, 0), *within(delta, u), ge(Tc, 1)]
    T.forall(
        "less-one-above", given, le(1 + (Tc - 1) * (1 + delta), (1 + u) * Tc),
        r"for $1 + R_c$ that is no more than one further addition,",
        form=[(u - delta) * (Tc - 1), u],
    )
    T.forall(
        "less-one-below", given, ge(1 + (Tc - 1) * (1 + delta), (1 - u) * Tc), r"on either side.",
        form=[(u + delta) * (Tc - 1), u]
    )
    T.formally(
        "logarithm", "TightMax.RoundedScores.log_of_sum",
        r"So by rounding-sum $\ell = \ln(1 + R_c)$ differs from $L$ by at most $\Delta = 1.02u(2(N - L) + q)$, $q = c "
        r"+ k + 1$. (It may be used: $2(N-L) + q \le 2N + q$, and $2n\omega \le u \le uS$.)",
    )


def logarithm(T: Proof) -> None:
    """The errors of log1p and of the product with t, relative to ln S."""
    given = [
        gt(u, 0), le(u, rounding.CENT), ge(c, 1), gt(c, 0), *within(e1, c * u), *within(d1, u), ge(1 - c * u, 0),
        ge(1 - u, 0),
    ]
    h_value = (c + 1) * u + c * u**2
    T.say(
        r"The logarithm has the relative error $\varepsilon$, $|\varepsilon| \le cu$, and the product with $t$ has "
        r"$\delta_1$: together"
    )
    T.forall(
        "factor-above", given, le((1 + e1) * (1 + d1), 1 + h_value),
        r"a factor of at most $1 + h$ with $h = (c+1)u + cu^2$",
        form=[(1 + u) * (c * u - e1), (e1 + c * u) * (u - d1), (1 - c * u) * (u - d1)],
    )
    T.forall(
        "factor-below", given, ge((1 + e1) * (1 + d1), 1 - h_value), r"and at least $1 - h$,",
        form=[(e1 + c * u) * (d1 + u), (1 - c * u) * (d1 + u), (1 - u) * (e1 + c * u), 2 * c * u**2],
    )
    T.forall(
        "factor-small", [gt(u, 0), le(u, rounding.CENT), gt(c, 0)], le(h_value, Rational(101, 100) * (c + 1) * u),
        r"where $h \le 1.01(c+1)u$,", form=[c * u * (rounding.CENT - u), u / 100],
    )
    T.forall(
        "factor-tiny",
        [le(h, Rational(101, 100) * (c + 1) * u), le(u * (2 * N + q), rounding.CENT), gt(u, 0), ge(N, 0), ge(q, c + 1)],
        le(h, Rational(1, 50)), r"which is at most $0.02$.",
        form=[Rational(101, 100) * (c + 1) * u - h, Rational(101, 100) * u * (q - c - 1), Rational(101, 50) * u * N,
              Rational(101, 100) * (rounding.CENT - u * (2 * N + q)), Rational(99, 10000)],
    )
    factor = x
    near = [*within(ell - L, G), ge(ell, 0), ge(h, 0), *within(factor - 1, h)]
    T.forall(
        "product-above", near, le(ell * factor - L, G * (1 + h) + h * L),
        r"With a factor $x$, $|x - 1| \le h$, and $|\ell - L| \le G$, "
        r"$\ell x$ is above $L$ by at most $G(1 + h) + hL$", form=[(1 + h) * (G - ell + L), ell * (1 + h - factor)],
    )
    T.forall(
        "product-below", near, ge(ell * factor - L, -G * (1 + h) - h * L), r"and below by no more.",
        form=[ell * (factor - 1 + h), ell - L + G, h * (G - ell + L)],
    )
    spare = rounding.SMALL - rounding.ROOM * (1 + Rational(1, 50))
    delta_bound = rounding.ROOM * u * (2 * (N - L) + q)
    T.forall(
        "excess",
        [
            le(G, delta_bound), ge(h, 0), le(h, Rational(1, 50)), le(h, Rational(101, 100) * (c + 1) * u), ge(L, 0),
            le(L, N), gt(u, 0), ge(c, 1), ge(q, 2), gt(q, 0), gt(c, 0), le(W, u / 100),
        ],
        le(G * (1 + h) + h * L + W, rounding.SMALL * u * ((c + 1) * N + q)),
        r"With $G = \Delta$, and $W = \omega'/t$ for a product that underflows, this is at most $1.05u((c+1)N + q)$: "
        r"the smaller $L$ is, the more the exponents count, and the larger, the logarithm.",
        form=[
            (1 + h) * (delta_bound - G), 2 * rounding.ROOM * u * (N - L) * (Rational(1, 50) - h),
            rounding.ROOM * u * q * (Rational(1, 50) - h), spare * 2 * u * (N - L), spare * u * (q - 2), u / 100 - W,
            (2 * spare - rounding.CENT) * u, L * (Rational(101, 100) * (c + 1) * u - h),
            Rational(1, 25) * (c + 1) * u * L, rounding.SMALL * u * (c - 1) * (N - L),
        ],
    )


def last_rounding(T: Proof) -> None:
    """The addition of the maximum."""
    T.say(
        r"Times $t$, what is added to $m$ is off by $r$, $|r| \le G = 1.05tu((c+1)N + q)$. The last addition has "
        r"relative error $\delta$: $f_c = (f + r)(1 + \delta)$. With $F = |f|$,"
    )
    given = [gt(u, 0), le(u, rounding.CENT), ge(1 - u, 0), *within(delta, u), *within(r, G), *within(f, F), ge(G, 0)]
    T.forall(
        "value-above", given, le((f + r) * (1 + delta) - f, u * F + (1 + u) * G), r"above",
        form=[
            (u - delta) * (F + f) / 2, (u + delta) * (F - f) / 2, (G - r) * (delta + u), (G - r) * (1 - u),
            G * (u - delta),
        ],
    )
    T.forall(
        "value-below", given, ge((f + r) * (1 + delta) - f, -u * F - (1 + u) * G), r"and below.",
        form=[
            (u + delta) * (F + f) / 2, (u - delta) * (F - f) / 2, (G + r) * (delta + u), (G + r) * (1 - u),
            G * (u - delta),
        ],
    )
    T.forall(
        "unit", [gt(u, 0), ge(N, 0), ge(q, 2), le(u * (2 * N + q), rounding.CENT)], le(u, Rational(1, 200)),
        r"As $q \ge 2$, $u \le \frac{1}{200}$",
        form=[(rounding.CENT - u * (2 * N + q)) / 2, u * N, u * (q - 2) / 2],
    )
    T.forall(
        "constant", [le(u, Rational(1, 200))], le((1 + u) * rounding.SMALL, rounding.WIDE),
        r"and $1.05(1+u) \le 1.06$.",
        form=[rounding.SMALL * (Rational(1, 200) - u), Integer(19) / 4000],
    )
    T.formally(
        "total", "TightMax.RoundingLse.value_error",
        r"So $(1+u)|r|$ is at most $1.06\,tu((c+1)\ln n + c + k + 1)$.",
    )
    T.say(r"In the letters of the theorem, where $|1 + \delta| \le 1 + u$,")
    last_addition(T, VALUE_ERROR, [gt(t, 0), gt(c, 0), gt(k, 0), ge(log(n), 0)])


if __name__ == "__main__":
    rounding_lse.script()
