"""Seed 003, spectral normalisation and dropout: claims S3-37 to S3-46."""

from sympy import Integer, Rational, exp

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

claim = Claims()
a, b, w, x, y, z, m, n, N, F, G, C, p, r = reals("a b w x y z m n N F G C p r")
g1, g2 = reals("g_1 g_2")
s, q = positives("s q")


@claim(
    "S3-37", PROVED, "S3, spectral normalisation",
    "The Lipschitz norm of the matrix product in a layer is the spectral norm of its matrix $W$.",
    truth="With $W$ the matrix of the linear map. For a convolution that is not the kernel written as a matrix: the "
    "norm of the map can be larger.",
    uses=["spectral-norm"],
)
def s3_37(c: ClaimProof) -> None:
    c.say(
        "This is the theorem. As to convolutions, take the circular one with the kernel $(1, 1, 1)$ on four entries: "
        r"as a row the kernel has $\sigma^2 = \|W\|_F^2 = 3$, but the map takes $(1, 1, 1, 1)$ to three times itself,",
    )
    c.exact(
        "convolution", gt((x + y + z) ** 2 / x**2, 3), at={x: 1, y: 1, z: 1},
        text="so that the square of its norm is at least $3^2$.",
    )


@claim(
    "S3-38", PROVED, "S3, spectral normalisation", r"$W / \sigma(W)$ has the spectral norm 1.",
    truth=r"For $W \ne 0$, as otherwise the quotient is not defined.", uses=["spectral-normalisation"],
)
def s3_38(c: ClaimProof) -> None:
    c.say("This is part of the theorem.")


@claim(
    "S3-39", CORRECTED, "S3, spectral normalisation",
    "If all layers are spectrally normalised, the Lipschitz norm of $f$ is at most 1.",
    truth="If moreover every activation, pooling and other map between them is 1-Lipschitz in the Euclidean norm; a "
    "sum $x + g(x)$ around a 1-Lipschitz $g$ is only 2-Lipschitz.",
    uses=["spectral-normalisation"],
)
def s3_39(c: ClaimProof) -> None:
    c.refute(
        "steep-activation", le((3 * (a * x) - 3 * (a * y)) / (x - y), Integer(1)), at={a: 1, x: 1, y: 0},
        text=r"The matrix $(1)$ is normalised; with the activation $\rho(x) = 3x$ after it the slope is 3.",
    )
    c.forall(
        "skip", [le(F, G)], le(G + F, 2 * G),
        r"A sum with the input: $\|x - y + g(x) - g(y)\| \le G + F$ with $F = \|g(x) - g(y)\|$, $G = \|x - y\|$,",
        form=G - F,
    )
    c.exact("skip-attained", eq(((x + x) - (y + y)) / (x - y), 2), at={x: 1, y: 0}, text=r"attained by $g(x) = x$.")


@claim(
    "S3-40", CORRECTED, "S3, spectral normalisation",
    "To do this a singular value decomposition has to be computed.",
    truth=r"Only $\sigma(W)$ is needed, which the power iteration approximates: the bound of the error of "
    r"$\sigma_1^2$ falls by the factor $(\sigma_2/\sigma_1)^4$ a step, $\sigma_2 < \sigma_1$ the next singular value. "
    r"To bound the constant by 1 any upper bound of $\sigma(W)$ will do, such as the Frobenius norm.",
    uses=["power-iteration", "spectral-normalisation"],
)
def s3_40(c: ClaimProof) -> None:
    c.lacks(
        r"of the decomposition only one number is used, $\sigma(W)$, and it is not said why that should not be had "
        "otherwise.",
    )
    c.say(
        r"Example: $A = \mathrm{diag}(2, 1)$ and $x = (1, 1)$; after one multiplication with $A'A$, that is at "
        r"$(4, 1)$, the quotient $\|Ay\|^2/\|y\|^2$ is",
    )
    quotient = (4 * x**2 + y**2) / (x**2 + y**2)
    c.exact(
        "one-step", gt(quotient, 4 - Rational(1, 4)),
        r"within $\frac14 = 4 \cdot (\frac14)^2$ of $\lambda_1 = 4$, which is the bound of the theorem,",
        at={x: 4, y: 1},
    )
    c.exact(
        "three-steps", gt(quotient, 4 - 4 * Rational(1, 4) ** 6),
        r"and after three it is within $4 \cdot (\frac14)^6$.", at={x: 64, y: 1},
    )


@claim(
    "S3-41", REFUTED, "S3, spectral normalisation",
    "Correcting the largest singular value keeps the layer from changing sharply in only one direction.",
    truth="All singular values are divided by the same number, so the ratios of the gains, and how much one direction "
    "is preferred, stay as they were; the greatest gain becomes 1.",
    uses=["spectral-normalisation"],
)
def s3_41(c: ClaimProof) -> None:
    c.refute(
        "ratio-falls", lt((a / n) - 100 * (b / n), 0), at={a: 100, b: 1, n: 100},
        text=r"$\mathrm{diag}(100, 1)$ has the gains 100 and 1 in its two directions; after division by "
        r"$\sigma = 100$ the one is still not less than 100 times the other.",
    )
    c.forall(
        "ratio", [gt(s, 0), ge(g1, r * g2)], ge(g1 / s, r * (g2 / s)), "Nor is any such ratio $r$ ever changed.",
        form=(g1 - r * g2) / s,
    )


claim.not_a_statement(
    "S3-42", "S3, dropout",
    "In training dropout multiplies the activations, entry by entry, with a vector of Bernoulli random variables.",
    "a definition, and the usual one: there is nothing to prove. What it does to the layer is S3-44.",
)


@claim(
    "S3-43", PROVED, "S3, dropout",
    "At test time the activations are scaled, which is scaling the matrix of the affine layer.",
    truth="The matrix of the next layer, and not its bias: $W(qa) + b = (qW)a + b$. (Where the scaling is done in "
    "training, by $1/q$, there is none at test time.)",
    uses=["dropout-scaling"],
)
def s3_43(c: ClaimProof) -> None:
    c.identity("row", q * N + w * (q * x) + b, q * (N + w * x) + b, r"Row by row, $N$ the sum so far:")
    c.exact(
        "not-the-bias", gt((w * (m * x) + b - m * (w * x + b)) ** 2, 0),
        "With the bias scaled, too, it would be another function:", at={w: 1, m: Rational(1, 2), x: 1, b: 1},
    )


@claim(
    "S3-44", CORRECTED, "S3, dropout",
    "By definition dropout scales the operator norm, and so it scales the Lipschitz constant of the layer.",
    truth=r"At test time $\sigma(qW) = q\sigma(W)$. In training only $\sigma(W\,\mathrm{diag}(m)) \le \sigma(W)$ for "
    "a mask $m$, with any ratio possible, 0 and 1 included.",
    uses=["dropout-scaling", "spectral-norm"],
)
def s3_44(c: ClaimProof) -> None:
    row = (m * x + n * y) ** 2 / (x**2 + y**2)
    c.exact(
        "two-kept", eq(row, 2), at={m: 1, n: 1, x: 1, y: 1},
        text=r"For $W = (1, 1)$ and the mask $(m, n)$: a mask that keeps both entries leaves $\sigma^2 = 2$ as it is.",
    )
    c.refute(
        "no-factor", eq(m**2 + n**2, 2 * Rational(1, 4)), at={m: 1, n: 1},
        text=r"At the rate $q = \frac12$ a scaling would make it $q^2 \cdot 2$; it is $m^2 + n^2$, which is 2 with "
        r"probability $\frac14$",
    )
    c.exact("another-mask", eq(m**2 + n**2, 1), at={m: 1, n: 0}, text=r"and 1 with probability $\frac12$.")


@claim(
    "S3-45", CORRECTED, "S3, dropout", "Activations map their values into some interval.",
    truth="The sigmoid and tanh do, into $(0, 1)$ and $(-1, 1)$; ReLU and the identity have no bounded interval.",
    uses=["dropout-scaling"],
)
def s3_45(c: ClaimProof) -> None:
    c.lacks(r"every function has its values in the interval $(-\infty, \infty)$; a bounded interval must be meant.")
    c.forall(
        "relu", [ge(p, x), ge(x, C + 1)], gt(p, C),
        r"But $p = \mathrm{ReLU}(x) \ge x$ exceeds any $C$ from $x = C + 1$ on.", form=[p - x, x - C - 1, Integer(1)],
    )


@claim(
    "S3-46", REFUTED, "S3, dropout", "Scaling an activation is the same as scaling the weights in front of it.",
    truth=r"For ReLU, with the bias scaled, too: $q\,\mathrm{ReLU}(Wx + b) = \mathrm{ReLU}(qWx + qb)$. Not for the "
    "sigmoid or tanh; what takes up the scale for every activation is the matrix of the next layer.",
    uses=["dropout-scaling"],
)
def s3_46(c: ClaimProof) -> None:
    printed = eq(q / (1 + exp(-x)) - 1 / (1 + exp(-q * x)), 0)
    c.refute(
        "sigmoid", printed,
        r"The sigmoid at 0, scaled by $\frac12$, is $\frac14$; with the weights scaled it stays $\frac12$.",
        at={q: Rational(1, 2), x: 0},
    )
    c.refute(
        "sigmoid-at-two", printed, "Half the sigmoid at 2 is not the sigmoid at 1, either.",
        at={q: Rational(1, 2), x: 2},
    )
    c.refute(
        "bias",
        eq(
            (
                q * ((x + b) + ((x + b) ** 2) ** Rational(1, 2)) / 2
                - ((q * x + b) + ((q * x + b) ** 2) ** Rational(1, 2)) / 2
            ),
            0,
        ),
        at={q: Rational(1, 2), x: 1, b: 1},
        text=r"Even for ReLU $\frac12(x + |x|)$ the weights alone are not enough: with the bias 1 and $x = 1$, half "
        r"of $\mathrm{ReLU}(2)$ is not $\mathrm{ReLU}(\frac12 + 1)$.",
    )
