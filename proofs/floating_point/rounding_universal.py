r"""The universal smoothing as it is computed: value, weight, and where it is the maximum.   [standard model]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Abs, Expr, Rational, exp, log

from proofs.floating_point.lemmas.last_addition import added, in_absolute_value, last_addition, r
from proofs.floating_point.lemmas.universal_pieces import middle, near
from symbolic.formulas.rounding import CENT, ROOM, SMALL, c, computed, delta, u, value, within
from symbolic.notation import k, n, positives, reals, t
from symbolic.relations import eq, ge, gt, le

S, whole, s0, q = positives("S T s_0 q")
a, b, e, X, D, N, L = reals("a b e X D N L")
ell, Tc, beta, psi, B, E = reals("ell T_c beta psi B E")
weight, found = reals("w w_c")
HALF, WIDE, LARGE = Rational(1, 2), Rational(11, 10), Rational(28, 25)
LEFT = HALF + log(S) / 4
VALUE_ERROR = u * Abs(value) + LARGE * t * u * ((c + 2) * log(n) + 2 * c + k + 4) + t * beta**2 / 7
MOVED = Rational(21, 10) * ROOM * u * (2 * log(n) + c + k + 2) + Rational(13, 25) * (c + 1) * u + u + beta / 4
"""How far the computed weight is off, by part VI."""
WEIGHT_ERROR = Rational(11, 5) * u * (2 * log(n) + 2 * c + k + 2) + beta / 4
END = WIDE * u * (2 * log(n) + c + k + 7)
"""With an end of the middle range so much later, the maximum is met exactly if the others are added apart."""


@theorem(
    "rounding-universal",
    title="The universal smoothing is computed to within a few roundings",
    source="standard model of floating point arithmetic",
    conclusion=r"Let $f$ be the smoothing of universal-upper at temperature $t$, $m = \max x$, $z_i = (x_i - m)/t$, "
    r"and $S$ the sum of $e^{z_i}$ over all $i$ but a largest entry, so that $\tau = -\ln S$; let $n \ge 2$. For $S$ "
    r"is computed $S_c$, like $R$ in rounding-lse, with no rounding of the subtraction where $S_c < 1$. The value is "
    r"computed as $m + t\psi_c$, where $\psi_c$ is $\frac12 + \ln(\frac12 + \frac12S_c)$ for $S_c \ge 1$, else 0 for "
    r"$S_c \le e^{-2}(1 + \beta)$, and else $2l^2$, $l = \frac12 + \frac14\ln S_c$; the weight $w$ of the largest "
    r"entry as $\frac12/(\frac12 + \frac12S_c)$, 1 and $1 - l$. Let the operations, exp, ln and underflow be as in "
    r"rounding-lse, with $30n\omega \le u$, products with $\frac12$, $\frac14$ and 2 exact, and $u(2\ln n + c + k + 7) "
    r"\le \frac{1}{100}$, $\beta \ge 0$. Then $|f_c - f| \le u|f| + 1.12tu((c+2)\ln n + 2c + k + 4) + "
    r"\frac17t\beta^2$ and $|w_c - w| \le 2.2u(2\ln n + 2c + k + 2) + \frac14\beta$. If $\beta \ge 9u(2\ln n + c + k "
    r"+ 1)$ or, where the others are added apart, $\beta \ge 1.1u(2\ln n + c + k + 7)$, then $f_c = m$ and $w_c = 1$ "
    r"wherever $\tau \ge 2$, exactly, if a product with 0 is 0 and adding 0 changes nothing.",
    claim=[le(Abs(computed - value), VALUE_ERROR), le(Abs(found - weight), WEIGHT_ERROR)],
    variables=[
        (n, r"\{2, 3, \dots\}"), (k, r"\{1, 2, \dots\}"), (u, r"(0, 1)"), (c, r"[1, \infty)"), (t, r"(0, \infty)"),
        (beta, r"[0, \infty)"), (value, r"\mathbb{R}"), (computed, r"\{(f + r)(1 + \delta)\}"), (r, r"\mathbb{R}"),
        (delta, "[-u, u]"), (weight, "[0, 1]"), (found, "[0, 1]"),
    ],
    hypotheses=[
        ge(n, 2), ge(c, 1), ge(beta, 0), le(u * (2 * log(n) + c + k + 7), CENT), *added(VALUE_ERROR),
        *within(found - weight, MOVED),
    ],
    witness={
        n: 10**6, k: 40, c: 8, u: Rational(1, 10**7), beta: Rational(1, 1000), t: 1, delta: 0, r: 0, value: 1,
        computed: 1, weight: HALF, found: HALF,
    },
    uses=["universal-upper", "rounding-sum", "rounding-lse", "rounding-softmax"],
    ends=[
        "setting",
        "setting",
        "setting",
        "setting",
        "rounding-lse, slope-below-one, slope-nonnegative, seam-one, seam-end, weight-slope-number, weight-near, "
        "left-out, excess-near, excess-middle, excess-far, sum, claim, weight, weight-below, claim-weight",
        "rounding-softmax/ratio-above, end-number, exact, rounding-sum, exact-below, half-number, level-number, apart",
    ],
    sketch=r"The smoothing is $m + t\psi$ with an excess $\psi$ that depends on $y = \ln(1 + S)$ alone. As in "
    r"\ref{rounding-lse} $y$ is computed to within $1.02ua$; $\psi$ has a slope between 0 and 1 in $y$ on all three "
    r"pieces of \ref{universal-upper}, and the weight one of at most $\frac14(1 + e^2) \le 2.1$, and both are "
    "continuous, so it does not matter if rounding picks the neighbouring piece. To this come the errors of the "
    "formulas themselves, the product with $t$ and the last addition. The end $e^{-2}$ of the middle range is taken "
    r"later by a factor $1 + \beta$: what is left out there is at most $\frac18\beta^2$ of the excess and "
    r"$\frac14\beta$ of the weight, and in return a computed sum whose relative error is at most $\beta$ cannot pass "
    r"the end when $\tau \ge 2$: then the result is the maximum exactly.",
)
def rounding_universal(T: Proof) -> None:
    slopes(T)
    middle(T)
    near(T)
    value_error(T)
    weight_error(T)
    exactly_the_maximum(T)


def slopes(T: Proof) -> None:
    """Value and weight as functions of ln(1 + S)."""
    T.formally(
        "logarithm", "TightMax.RoundedScores.log_of_sum",
        r"I. Let $T = 1 + S$, $y = \ln T$ and $T_c = 1 + S_c$. As in rounding-lse $|\ln T_c - y| \le 1.02ua$, "
        r"$a = 2(\ln n - y) + c + k + 1$.",
    )
    T.formally(
        "slowly", "TightMax.UniversalExcess.excess_slowly",
        r"As functions of $y$ the excess $\psi$ and the weight $w$ (universal-upper) are continuous, and change "
        r"slowly: $\frac{dS}{dy} = 1 + S$, since",
    )
    T.derivative("log-slope", log(1 + S), S, 1 / (1 + S))
    T.derivative(
        "middle-slope", 2 * LEFT**2, S, LEFT / S,
        r"For $e^{-2} \le S \le 1$, where $\psi = 2(\frac12 + \frac14\ln S)^2$:",
    )
    T.derivative(
        "room-slope", 4 * S - (2 + log(S)) * (1 + S), S, 1 - 1 / S - log(S),
        r"This function vanishes at $S = 1$, and its derivative"
    )
    T.forall(
        "room-falls", [le(-ell, 1 / S - 1)], le(1 - 1 / S - ell, 0),
        r"is not positive, by $\ln y \le y - 1$ at $y = 1/S$; so it is nonnegative for $S \le 1$.",
        form=1 / S - 1 + ell,
    )
    T.forall(
        "slope-below-one", [gt(S, 0), ge(4 * S - (2 + ell) * (1 + S), 0)], le((HALF + ell / 4) / S * (1 + S), 1),
        r"Hence the slope $\frac{d\psi}{dy}$ is at most 1", form=(4 * S - (2 + ell) * (1 + S)) / (4 * S),
    )
    T.forall(
        "slope-nonnegative", [gt(S, 0), ge(ell, -2)], ge((HALF + ell / 4) / S * (1 + S), 0), r"and at least 0.",
        form=(ell + 2) * (1 + S) / (4 * S),
    )
    T.formally(
        "no-faster", "TightMax.UniversalExcess.excess_close",
        r"For $S \ge 1$ it is 1 ($\psi = y - \ln 2 + \frac12$) and for $S \le e^{-2}$ it is 0: $\psi$ moves no more "
        r"than $y$.",
    )
    T.exact("seam-one", eq(2 * LEFT**2, HALF), r"(The pieces meet, at $S = 1$ in $\frac12$,", at={S: 1})
    T.exact("seam-end", eq(2 * LEFT**2, 0), r"at $S = e^{-2}$ in 0; $w$ in $\frac12$ and in 1.)", at={S: exp(-2)})
    T.derivative(
        "weight-slope", 1 - LEFT, S, -1 / (4 * S),
        r"The weight is $1 - l$ between: the slope in $y$ is $1 + S$ times this,",
    )
    T.forall(
        "weight-slope-bound", [gt(S, 0), gt(s0, 0), ge(S, s0)], le((1 + S) / (4 * S), (1 + 1 / s0) / 4),
        r"at most $\frac14(1 + e^2)$ in size ($s_0 = e^{-2}$),", form=(S - s0) / (4 * S * s0),
    )
    T.enclose("weight-slope-number", le((1 + exp(2)) / 4, Rational(21, 10)), r"that is at most $2.1$;")
    T.derivative(
        "weight-near", 1 / whole, whole, -1 / whole**2,
        r"for $T \ge 2$, where $w = 1/T$, it is $T$ times this, at most $\frac12$ in size.",
    )


def value_error(T: Proof) -> None:
    """The three ranges together, the product with t, and the addition of the maximum."""
    T.formally(
        "excess-error", "TightMax.UniversalErrors.excess_total",
        r"V. The error $e$ of the excess, with $N = \ln n$, $D = N - y$, $L = y$: at most $E + \frac18\beta^2$, where",
    )
    bound = WIDE * u * ((c + 1) * N + 2 * c + k + 3)
    base = [gt(u, 0), ge(c, 1), gt(c, 0), ge(k, 0), ge(D, 0), ge(L, 0)]
    N_ = D + L
    T.forall(
        "excess-near",
        [
            *base, le(u, CENT), le(B, L + Rational(51, 5000)),
            le(e, ROOM * u * (2 * D + c + k + 2) + (1 + u) * c * u * B + u * B),
        ],
        le(e, bound.subs(N, N_)), r"near,",
        form=[ROOM * u * (2 * D + c + k + 2) + (1 + u) * c * u * B + u * B - e,
              ((1 + u) * c * u + u) * (L + Rational(51, 5000) - B), (CENT - u) * c * u * (L + Rational(51, 5000)),
              *_rest()],
    )
    T.forall(
        "excess-middle", [*base, le(e, ROOM * u * (2 * D + c + k + 1) + Rational(26, 25) * (c + 2) * u)],
        le(e, bound.subs(N, N_)), r"between,",
        form=[
            ROOM * u * (2 * D + c + k + 1) + Rational(26, 25) * (c + 2) * u - e, WIDE * (c - 1) * u * D,
            Rational(4, 25) * u * D, WIDE * (c + 1) * u * L, Rational(2, 25) * k * u, Rational(7, 50) * c * u,
            Rational(1, 5) * u,
        ],
    )
    T.forall(
        "excess-far", [*base, le(e, ROOM * u * (2 * D + c + k + 1) + beta**2 / 8)],
        le(e, bound.subs(N, N_) + beta**2 / 8), r"and far.",
        form=[ROOM * u * (2 * D + c + k + 1) + beta**2 / 8 - e, WIDE * (c - 1) * u * D, Rational(4, 25) * u * D,
              WIDE * (c + 1) * u * L, Rational(2, 25) * k * u, Rational(59, 50) * c * u, Rational(57, 25) * u],
    )
    given = [gt(u, 0), ge(1 - u, 0), *within(delta, u), *within(e, E), ge(E, 0), ge(psi, 0), le(psi, N)]
    T.forall(
        "product-t-above", given, le((psi + e) * (1 + delta) - psi, (1 + u) * E + u * N),
        r"The product with $t$ is rounded: with $\psi \le N$ the error is above",
        form=[(E - e) * (delta + u), (E - e) * (1 - u), E * (u - delta), psi * (u - delta), u * (N - psi)],
    )
    T.forall(
        "product-t-below", given, ge((psi + e) * (1 + delta) - psi, -(1 + u) * E - u * N),
        r"and below at most this times $t$, and $\frac{1}{100}tu$ by underflow.",
        form=[(E + e) * (delta + u), (E + e) * (1 - u), E * (u - delta), psi * (u + delta), u * (N - psi)],
    )
    U = Rational(1, 200)
    T.forall(
        "sum", [gt(u, 0), le(u, U), ge(N, 0), gt(q, 0), gt(c, 0), le(E, WIDE * u * ((c + 1) * N + q) + beta**2 / 8)],
        le((1 + u) * ((1 + u) * E + u * N + u / 100), LARGE * u * ((c + 2) * N + q + 1) + beta**2 / 7),
        r"By the last part of rounding-lse $|f_c - f| \le u|f|$ and $1 + u$ times that. With $q = 2c + k + 3$ and, as "
        r"there, $u \le \frac{1}{200}$ this is the first claim.",
        form=[(1 + u) ** 2 * (WIDE * u * ((c + 1) * N + q) + beta**2 / 8 - E),
              *((U - u) * (2 + u + U) * part for part in (WIDE * u * (c + 1) * N, WIDE * u * q, beta**2 / 8)),
              (U - u) * u * N, (U - u) * u / 100,
              *((LARGE - (1 + U) ** 2 * WIDE) * part for part in (u * (c + 1) * N, u * q)),
              (Rational(1, 7) - (1 + U) ** 2 / 8) * beta**2,
              (LARGE - 1 - U) * u * N, (LARGE - (1 + U) / 100) * u],
    )
    T.say(r"In the letters of the theorem, with $(1+u)|r|$ at most $t$ times this bound,")
    last_addition(T, VALUE_ERROR, [gt(t, 0), gt(c, 0), gt(k, 0), ge(log(n), 0)])


def _rest() -> list[Expr]:
    """Return what is left of the bound near tau = 0, as positive terms."""
    share = Rational(51, 5000)
    return [
        WIDE * (c - 1) * u * D, Rational(4, 25) * u * D, (WIDE - 1 - CENT) * c * u * L, (WIDE - 1) * u * L,
        Rational(2, 25) * k * u, (2 * WIDE - ROOM - (1 + CENT) * share) * c * u, (3 * WIDE - 2 * ROOM - share) * u,
    ]


def weight_error(T: Proof) -> None:
    """The weight of the largest entry."""
    off, part = found - weight, Rational(21, 10) * ROOM
    spare, share = Rational(11, 5) - part, 2 * part + Rational(38, 25) - Rational(22, 5)
    given = [gt(u, 0), ge(c, 1), gt(c, 0), ge(k, 0), ge(log(n), 0), ge(beta, 0)]
    rest = [2 * spare * u * log(n), spare * k * u, share * (c - 1) * u,
            (Rational(22, 5) - part - Rational(13, 25) - share) * c * u]
    T.formally(
        "weight-error", "TightMax.UniversalErrors.computed_weight_error",
        r"VI. The weight moves by at most $2.1$ times the change of $y$. To this comes the error of $1 - l$, "
        r"$\frac{51}{100}(c+1)u$ and a rounding, at most $\frac{52}{100}(c+1)u + u$, or that of $1/T$, a rounding, or "
        r"$\frac14\beta$:",
    )
    T.forall(
        "weight", [*given, le(off, MOVED)], le(off, WEIGHT_ERROR), r"the second claim, above",
        form=[MOVED - off, *rest],
    )
    T.forall(
        "weight-below", [*given, ge(off, -MOVED)], ge(off, -WEIGHT_ERROR), r"and below,", form=[MOVED + off, *rest],
    )
    in_absolute_value(T, "claim-weight", r"so in absolute value.", given, off, WEIGHT_ERROR)


def exactly_the_maximum(T: Proof) -> None:
    """Where tau >= 2 the computed sum does not pass the end."""
    T.formally(
        "ratio", "TightMax.RoundingUniversal.ratio_of_logs",
        r"VII. Let $\tau \ge 2$, that is $S \le s_0 = e^{-2}$. By $T_c \le e^{1.02ua}(1+S)$, where $X = e^{1.02ua}$ "
        r"has $X - 1 \le 1.05ua$ as in rounding-softmax,",
    )
    T.enclose("end-number", ge(9 * exp(-2) - SMALL * (1 + exp(-2)), 0), r"and with this number,")
    given = [gt(s0, 0), gt(X, 0), le(Tc, (1 + S) * X), le(X - 1, SMALL * u * a), ge(a, 0), gt(u, 0)]
    T.forall(
        "exact", [*given, le(S, s0), le(9 * u * a, beta), ge(9 * s0 - SMALL * (1 + s0), 0)],
        le(Tc - 1, s0 * (1 + beta)),
        r"$\beta \ge 9ua$ implies $S_c \le e^{-2}(1+\beta)$: then $\psi_c = 0$ and $f_c = m + t \cdot 0 = m$, $w_c = "
        r"1$, without any error.",
        form=[(1 + S) * X - Tc, (s0 - S) * X, (1 + s0) * (SMALL * u * a - X + 1), s0 * (beta - 9 * u * a),
              u * a * (9 * s0 - SMALL * (1 + s0))],
    )
    T.forall(
        "exact-below", [*given, le(2 * S, s0), le(u * a, CENT), ge(s0 / 2 - SMALL * CENT * (1 + s0), 0)],
        le(Tc - 1, s0),
        r"Where the others are added apart, less will do. If $S \le \frac12e^{-2}$ then, as $ua \le \frac{1}{100}$, "
        r"already $S_c \le e^{-2}$, since",
        form=[
            (1 + S) * X - Tc, (s0 / 2 - S) * X, (1 + s0 / 2) * (SMALL * u * a - X + 1),
            SMALL * (1 + s0 / 2) * (CENT - u * a), s0 / 2 - SMALL * CENT * (1 + s0), SMALL * CENT * s0 / 2,
        ],
    )
    T.enclose("half-number", ge(exp(-2) / 2 - SMALL * CENT * (1 + exp(-2)), 0), r"this is positive.")
    T.enclose(
        "level-number", le(log(2 * exp(2)), Rational(27, 10)), r"If $S \ge \frac12e^{-2}$, then $-\ln S$ is at most",
    )
    T.formally(
        "others-alone", "TightMax.RoundingUniversal.others_apart",
        r"and rounding-sum for the others alone ($2n\omega \le \frac{1}{15}u \le uS$) says that $S_c \le SX$ with $X "
        r"= e^{1.02ub}$, where $b = 2\ln n + c + k + 7$ is at least $2(\ln n - \ln S) + c + k + 1$; and again $X - 1 "
        r"\le 1.05ub$:",
    )
    T.forall(
        "apart", [gt(s0, 0), gt(X, 0), le(S, s0), le(Tc - 1, S * X), le(X - 1, WIDE * u * b), le(WIDE * u * b, beta)],
        le(Tc - 1, s0 * (1 + beta)), r"$S_c \le e^{-2}(1 + \beta)$ once more.",
        form=[S * X - Tc + 1, (s0 - S) * X, s0 * (WIDE * u * b - X + 1), s0 * (beta - WIDE * u * b)],
    )


if __name__ == "__main__":
    rounding_universal.script()
