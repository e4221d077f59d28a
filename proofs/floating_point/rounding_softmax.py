r"""The softmax as it is computed: how far the weights are off.   [standard model of floating point]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Abs, E, IndexedBase, Rational, exp, log

from proofs.floating_point.lemmas.last_addition import in_absolute_value
from symbolic.formulas.rounding import CENT, ROOM, c, u, within
from symbolic.notation import i, k, n, p, positives, reals
from symbolic.relations import eq, ge, gt, le

h, Z, w, q, Y = positives("h Z w q Y")
a, y, D, N, L, B, H, b, r, A = reals("a y D N L B H b r A")
theta, omega, y1, y2, y3, y4, z = reals("theta omega y_1 y_2 y_3 y_4 z")
exact, level = IndexedBase("w", real=True), IndexedBase("z", real=True)
SMALL = Rational(21, 20)
PLAIN = 2 * c + k + 4
LEVELS, OFF = 2 * Abs(level[i]) + 2 * log(n) + PLAIN, p[i] - exact[i]
FACTOR, ONE = SMALL * u, SMALL * u * LEVELS
REST = [2 * FACTOR * log(n) * (1 - exact[i]), FACTOR * PLAIN * (1 - exact[i])]
WEIGHT_ERROR = SMALL * u * LEVELS * exact[i] + 3 * omega
ABSOLUTE_ERROR = SMALL * u * (2 * log(n) + PLAIN + 1) + 3 * omega
NORM_ERROR = SMALL * u * (4 * log(n) + PLAIN) + 3 * n * omega
SUMMED = [le(A, SMALL * u * H + 3 * n * omega), le(H, 4 * log(n) + PLAIN)]
"""What part IV says of A, the sum of the errors."""


@theorem(
    "rounding-softmax",
    title="The softmax is computed to within a few roundings",
    source="standard model of floating point arithmetic",
    conclusion=r"As in rounding-lse let $z_i = (x_i - m)/t$ and $S = \sum_i e^{z_i}$, and let $p_i$ be computed for "
    r"$w_i = e^{z_i}/S$ as $\exp(z_i)/(1 + R)$, or as $\exp(z_i) \cdot (1/(1 + R))$; a quotient or product that "
    r"underflows is off by at most $\omega$. If $u(2|z_i| + 2\ln n + 2c + k + 4) \le \frac{1}{100}$, then $|p_i - w_i| "
    r"\le 1.05u(2|z_i| + 2\ln n + 2c + k + 4)w_i + 3\omega$, hence $|p_i - w_i| \le 1.05u(2\ln n + 2c + k + 5) + "
    r"3\omega$. If so for all $i$, then $\|p - w\|_1 \le 1.05u(4\ln n + 2c + k + 4) + 3n\omega$.",
    claim=[le(Abs(OFF), WEIGHT_ERROR), le(Abs(OFF), ABSOLUTE_ERROR), le(A, NORM_ERROR)],
    variables=[
        (n, r"\{1, 2, \dots\}"), (i, r"\{1, \dots, n\}"), (k, r"\{1, 2, \dots\}"), (u, r"(0, 1)"), (c, r"[1, \infty)"),
        (omega, r"[0, \infty)"),
        (level, r"(-\infty, 0]^n"), (exact, r"\Delta_n"), (p, r"\{w_i q + y\}"), (q, r"\{\text{the factor of I}\}"),
        (y, r"[-3\omega, 3\omega]"), (H, r"\{\textstyle\sum_i B_i w_i\}"),
        (A, r"\{\|p - w\|_1\}"),
    ],
    hypotheses=[
        ge(c, 1), le(u * LEVELS, CENT), le(2 * n * omega, u), ge(omega, 0), gt(exact[i], 0), le(exact[i], 1),
        le(2 * Abs(level[i]) * exact[i], 1), *within(q - 1, SMALL * u * LEVELS), *within(y, 3 * omega),
        eq(p[i], exact[i] * q + y), *SUMMED,
    ],
    witness={
        n: 10**6, k: 40, c: 8, u: Rational(1, 10**7), omega: Rational(1, 10**14), level[i]: -100,
        exact[i]: Rational(1, 1000), p[i]: Rational(1, 1000), q: 1, y: 0, A: 0, H: 0,
    },
    uses=["scaling", "lse-gap", "lse-conjugate", "rounding-sum", "rounding-lse"],
    ends=[
        "setting",
        "rounding-sum, quotient, logarithm, ratio-below, ratio-above, ratio-small, underflow, underflow-product, "
        "weight, one-weight-above, one-weight-below, one-weight, a-exp, two-over-e, absolute, one-weight-plain",
        "entropy, lse-conjugate, mean-level, sum-step, norm, all-weights",
    ],
    sketch="The quotient of a computed weight and the true one is a product of factors near 1; its logarithm is a "
    "sum: the error of the exponent, at most $g|z_i|$, that of the exponential, two roundings, and that of the "
    r"denominator by \ref{rounding-sum}. Hence the relative error $1.05u(2|z_i| + 2\ln n + 2c + k + 4)$, the $1.05$ "
    r"from passing back from the logarithm; underflow moves a weight by at most $3\omega$. The factor $|z_i|$ is "
    r"harmless in absolute terms: $|z_i|w_i \le |z_i|e^{z_i} \le \frac1e$, less than $\frac12$. For the sum of all "
    r"errors the mean of $|z_i|$ under the weights is their entropy less $\ln S$, and the entropy is at most $\ln n$ "
    r"(\ref{lse-conjugate}); that is why $4\ln n$ appears and no factor $n$, but for underflow.",
)
def rounding_softmax(T: Proof) -> None:
    relative(T)
    underflow(T)
    absolute(T)
    norm_error(T)
    letters(T)


def relative(T: Proof) -> None:
    """One weight, without underflow."""
    T.say(
        r"I. Without underflow, $p_i$ is $e^{(1+\theta)z}(1+\varepsilon)(1+\delta)(1+\delta')/Z$ with $|\theta| \le g "
        r"= 2u + u^2$, $|\varepsilon| \le cu$, $|\delta|, |\delta'| \le u$, where $Z$ is computed for $S$."
    )
    T.formally(
        "denominator", "TightMax.RoundingSoftmax.sum_with_one",
        r"One more addition of a 1 makes $k + 1$ of them, so by rounding-sum $|\ln Z - \ln S| \le 1.02u(2D + c + k + "
        r"2)$, $D = \ln n - \ln S$.",
    )
    T.say(r"The quotient of $p_i$ and $w_i$ has the logarithm")
    x1, x2, x3 = positives("f_1 f_2 f_3")
    S = positives("S")[0]
    T.identity(
        "quotient", log(exp((1 + theta) * z) * x1 * x2 * x3 / Z / (exp(z) / S)),
        theta * z + log(x1) + log(x2) + log(x3) + log(S) - log(Z),
        r"(with $f_1 = 1 + \varepsilon$, $f_2 = 1 + \delta$, $f_3 = 1 + \delta'$)",
    )
    T.forall(
        "logarithm",
        [
            gt(u, 0), le(u, CENT), gt(c, 0), ge(a, 0), ge(D, 0), le(y1, (2 * u + u**2) * a), le(y2, ROOM * c * u),
            le(y3, 2 * ROOM * u), le(y4, ROOM * u * (2 * D + c + k + 2)),
        ],
        le(y1 + y2 + y3 + y4, ROOM * u * (2 * a + 2 * D + PLAIN)),
        r"where with $a = |z_i|$ the terms are in size at most $ga$, $1.02cu$, twice $1.02u$ (rounding-sum, part I) "
        r"and the bound above: together at most $b = 1.02 u B$, $B = 2a + 2D + 2c + k + 4$.",
        form=[(2 * u + u**2) * a - y1, ROOM * c * u - y2, 2 * ROOM * u - y3, ROOM * u * (2 * D + c + k + 2) - y4,
              u * a * (CENT - u), Rational(3, 100) * u * a],
    )
    T.formally(
        "exponential-near-one", "TightMax.RoundingSoftmax.exp_near_1",
        r"So $p_i/w_i$ is between $e^{-b}$ and $e^b$. By $\ln y \le y - 1$ at $y = e^{-b}$, $Y = e^{-b} \ge 1 - b$:",
    )
    T.forall("ratio-below", [ge(Y, 1 - b)], ge(Y - 1, -b), r"below 1 by at most $b$,", form=Y - 1 + b)
    T.forall(
        "ratio-above", [ge(Y, 1 - b), gt(1 - b, 0), gt(Y, 0)], le(1 / Y - 1, b / (1 - b)),
        r"above 1 by at most $b/(1-b)$,",
        form=(Y - 1 + b) / (Y * (1 - b)),
    )
    T.forall(
        "ratio-small", [ge(b, 0), le(b, Rational(51, 5000)), gt(1 - b, 0)], le(b / (1 - b), SMALL * b / ROOM),
        r"which is at most $\frac{1.05}{1.02}b = 1.05uB$, since $b \le 0.0102$.",
        form=[
            SMALL / ROOM * b * (Rational(51, 5000) - b) / (1 - b),
            (SMALL / ROOM * Rational(4949, 5000) - 1) * b / (1 - b),
        ],
    )


def underflow(T: Proof) -> None:
    """What underflow adds."""
    given = [gt(u, 0), le(u, CENT), ge(omega, 0), ge(1 - u, 0)]
    T.formally(
        "weight-moves", "TightMax.RoundingSoftmax.weight_between",
        r"II. Underflow moves the computed exponential by at most $\omega$, and the quotient once more. As $Z \ge 1 - "
        r"u$ (a sum $1 + R \ge 1$, rounded), a quotient $p_i$ moves by at most $\omega(1+u)/Z + \omega$, and",
    )
    T.forall(
        "underflow", [*given, ge(Z, 1 - u), gt(Z, 0)], le(omega * (1 + u) / Z + omega, 3 * omega),
        r"this is at most $3\omega$.",
        form=[2 * omega * (Z - 1 + u) / Z, 3 * omega * (CENT - u) / Z, Rational(97, 100) * omega / Z],
    )
    T.forall(
        "underflow-product", [*given, ge(Z, 1 - u), gt(Z, 0)], le(omega * (1 + u) ** 2 / Z + omega, 3 * omega),
        r"A product with the rounded $1/(1 + R)$ has two roundings: still at most $3\omega$.",
        form=[2 * omega * (Z - 1 + u) / Z, omega * (4 + u + CENT) * (CENT - u) / Z, Rational(9599, 10000) * omega / Z],
    )
    T.forall(
        "weight", [ge(w, 0), le(r, SMALL * u * B * w), le(y, 3 * omega)], le(r + y, SMALL * u * B * w + 3 * omega),
        r"Together, with $2D \le 2\ln n$ (as $S \ge 1$), the first claim.", form=[SMALL * u * B * w - r, 3 * omega - y],
    )


def absolute(T: Proof) -> None:
    """A weight that is small may have a large |z|, but their product is small."""
    T.forall(
        "a-exp", [gt(Y, 0), le(a, h)], le(a * Y, h * Y),
        r"III. $\ln y \le y - 1$ at $y = e^{a-1} =: h$ says $a \le h$, and with $Y = e^{-a}$: $|z_i|e^{z_i} = aY \le "
        r"hY = 1/e$,",
        form=Y * (h - a),
    )
    T.enclose("two-over-e", le(2 / E, 1), r"twice of which is below 1;")
    T.forall(
        "absolute",
        [gt(u, 0), le(2 * A, 1), ge(w, 0), le(w, 1), le(a * w, A), ge(N, 0), ge(q, 0)],
        le(SMALL * u * (2 * a + 2 * N + q) * w, SMALL * u * (2 * N + q + 1)),
        r"and $w_i \le e^{z_i} \le 1$: with $|z_i|w_i \le A = 1/e$ the second claim ($N = \ln n$, $q = 2c + k + 4$).",
        form=[
            2 * SMALL * u * (A - a * w), SMALL * u * (1 - 2 * A), 2 * SMALL * u * N * (1 - w), SMALL * u * q * (1 - w),
        ],
    )


def norm_error(T: Proof) -> None:
    """The 1-norm of the error: the entropy is at most ln n."""
    T.identity(
        "entropy", w * log(w * Z) - w * log(w), w * log(Z),
        r"IV. In $z_i = \ln(w_iS)$ ($Z$ for $S$) the mean of $|z_i|$ under $w$ is the entropy "
        r"$H = -\sum w_i\ln w_i$ less $L = \ln S$,",
    )
    T.forall(
        "mean-level", [le(H, N), ge(L, 0)], le(2 * (H - L) + 2 * (N - L), 4 * N),
        r"and $H \le N$ by lse-conjugate. So the sum over $i$ of $2|z_i|w_i + 2Dw_i$ is at most $4N$:",
        form=[2 * (N - H), 4 * L],
    )
    T.induction(
        "sum",
        base=le(r, SMALL * u * B * w + 3 * omega), base_given=[le(r, SMALL * u * B * w + 3 * omega)],
        given=[le(A, SMALL * u * H + 3 * N * omega), le(r, SMALL * u * B * w + 3 * omega)],
        step=le(A + r, SMALL * u * (H + B * w) + 3 * (N + 1) * omega),
        step_form=[SMALL * u * H + 3 * N * omega - A, SMALL * u * B * w + 3 * omega - r],
        moves={A: A + r, H: H + B * w, N: N + 1}, start={A: 0, H: 0, N: 0},
        text=r"The errors $r$ of the entries add up to at most $1.05u$ times the sum $H$ of $B_iw_i$, and $3\omega$ "
        r"each ($N$ of them):",
    )
    T.forall(
        "norm", [gt(u, 0), le(H, 4 * N + q)], le(SMALL * u * H, SMALL * u * (4 * N + q)),
        r"where that sum is at most $4\ln n + q$, $q = 2c + k + 4$, because $\sum w_i = 1$.",
        form=SMALL * u * (4 * N + q - H),
    )


def letters(T: Proof) -> None:
    """The three claims in the letters of the theorem."""
    T.say(
        r"V. In the letters of the theorem, where $p_i = w_iq + y$ with $|q - 1| \le 1.05uB$ (part I) and $|y| \le "
        r"3\omega$ (part II):"
    )
    signs = [gt(u, 0), gt(c, 0), gt(k, 0), ge(log(n), 0), ge(omega, 0), gt(exact[i], 0), ge(Abs(level[i]), 0)]
    T.forall(
        "one-weight-above",
        [ge(exact[i], 0), le(q - 1, ONE), le(y, 3 * omega), le(p[i], exact[i] * q + y)], le(OFF, WEIGHT_ERROR),
        r"above",
        form=[exact[i] * q + y - p[i], exact[i] * (ONE - q + 1), 3 * omega - y],
    )
    T.forall(
        "one-weight-below",
        [ge(exact[i], 0), ge(q - 1, -ONE), ge(y, -3 * omega), ge(p[i], exact[i] * q + y)], ge(OFF, -WEIGHT_ERROR),
        r"and below,", form=[p[i] - exact[i] * q - y, exact[i] * (ONE + q - 1), 3 * omega + y],
    )
    in_absolute_value(T, "one-weight", r"so in absolute value;", signs, OFF, WEIGHT_ERROR)
    T.forall(
        "one-weight-plain",
        [*signs, le(Abs(OFF), WEIGHT_ERROR), le(2 * Abs(level[i]) * exact[i], 1), le(exact[i], 1)],
        le(Abs(OFF), ABSOLUTE_ERROR), r"by III without $|z_i|$;",
        form=[WEIGHT_ERROR - Abs(OFF), FACTOR * (1 - 2 * Abs(level[i]) * exact[i]), *REST],
    )
    T.forall(
        "all-weights", [gt(u, 0), *SUMMED], le(A, NORM_ERROR), r"and by IV, for all together, with $A = \|p - w\|_1$.",
        form=[SUMMED[0].slack, FACTOR * SUMMED[1].slack],
    )


if __name__ == "__main__":
    rounding_softmax.script()
