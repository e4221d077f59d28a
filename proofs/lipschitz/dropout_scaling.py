r"""What dropout does to the Lipschitz constant of a layer, in training and at test time.   [S3-43 to S3-46]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Mul, Rational, exp

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

N, S, B, R, m, p, w, x, y, z, C = reals("N S B R m p w x y z C")
q, E = positives("q E")
SIGMOID, TANH = 1 / (1 + exp(-x)), (exp(2 * x) - 1) / (exp(2 * x) + 1)


@theorem(
    "dropout-scaling",
    title="Dropout scales the next layer at test time, and only bounds it in training",
    source="S3, dropout",
    conclusion=r"Let the entries of a mask $m$ be 1 with probability $q$ and else 0. The mean of $m_ja_j$ is $qa_j$. "
    r"At test time $W(qa) = (qW)a$: scaling the activations $a$ by $q$ is scaling the next matrix, and $\sigma(qW) = "
    r"q\sigma(W)$. In training $\sigma(W\,\mathrm{diag}(m)) \le \sigma(W)$; for $W = (1, 1)$ and the four masks the "
    r"square of $\sigma(W\,\mathrm{diag}(m))$ is 2, 1, 1 and 0. $q\,\mathrm{ReLU}(x) = \mathrm{ReLU}(qx)$, so for ReLU "
    r"the scale passes to the matrix and bias before it; for the sigmoid $1/(1 + e^{-x})$ and $q < 1$ it does not. The "
    r"sigmoid has values in $(0, 1)$ and $\tanh x = (e^{2x} - 1)/(e^{2x} + 1)$ in $(-1, 1)$. ReLU has values above "
    r"every bound.",
    claim=[
        le((m * z) ** 2, z**2), gt(SIGMOID, 0), lt(SIGMOID, 1), gt(TANH, -1), lt(TANH, 1),
        lt(q / 2, Rational(1, 2)), eq(q * N + w * (q * x), q * (N + w * x)), ge(q * p, q * x), gt(p, C),
    ],
    variables=[
        (m, r"[0, 1]"), (z, r"\mathbb{R}"), (x, r"\mathbb{R}"), (q, r"(0, 1)"), (p, r"\{\mathrm{ReLU}(x)\}"),
        (C, r"(-\infty, p - 1]"), (N, r"\mathbb{R}"), (w, r"\mathbb{R}"),
    ],
    hypotheses=[ge(m, 0), le(m, 1), gt(q, 0), lt(q, 1), ge(p, x), ge(p, C + 1)],
    witness={m: Rational(1, 2), q: Rational(1, 2), p: 2, x: 2, C: 1},
    claims=["S3-43", "S3-44", "S3-45", "S3-46"],
    uses=["spectral-norm"],
    ends=[
        "setting",
        "mean",
        "next-layer, spectral-norm",
        "mask, mask-sum, masked-matrix, one-row, all-kept, one-dropped, all-dropped",
        "relu-sign, relu-above, relu-one-zero, sigmoid-scale",
        "claim 2, claim 3, claim 4, claim 5",
        "relu-unbounded",
    ],
    sketch="At test time the activations are multiplied by $q$; by linearity this is the matrix $qW$, and "
    r"$\sigma(qW) = q\sigma(W)$ by \ref{spectral-norm}. In training a mask with entries in $[0, 1]$ shortens every "
    r"entry of a vector, so $\|W\mathrm{diag}(m)x\| \le \sigma(W)\|x\|$: the constant can only fall, and the row $(1, "
    "1)$ with its four masks has the squares 2, 1, 1 and 0, so it is not multiplied by any fixed factor. Whether the "
    r"factor passes through an activation depends on it: $q\,\mathrm{ReLU}(x) = \mathrm{ReLU}(qx)$ from the "
    r"description of ReLU by two inequalities and a product, while at 0 the sigmoid is $\frac12$ for every scale. "
    r"Writing the sigmoid and $\tanh$ as fractions in $E = e^x$ and $E = e^{2x}$ shows their ranges.",
)
def dropout_scaling(T: Proof) -> None:
    test_time(T)
    training(T)
    activations(T)


def test_time(T: Proof) -> None:
    """Scaling by the rate."""
    T.identity(
        "mean", q * (m * x) + (1 - q) * (y * x), (y + q * (m - y)) * x,
        r"I. The mean of $m_ja_j$, with $x = a_j$ and a factor that is $m$ with probability $q$ and else $y$: for $m = "
        r"1$ and $y = 0$ it is $qa_j$.",
    )
    T.say(r"Row by row, with $N$ the sum so far,")
    T.identity(
        "next-layer", q * N + w * (q * x), q * (N + w * x),
        r"$W(qa) = q(Wa) = (qW)a$; and $\sigma(qW) = q\sigma(W)$ by spectral-norm.",
    )


def training(T: Proof) -> None:
    """A mask shortens vectors."""
    T.forall(
        "mask", [ge(m, 0), le(m, 1)], le((m * z) ** 2, z**2), r"II. A mask shortens every entry,",
        form=[(1 - m) * z**2, m * (1 - m) * z**2],
    )
    T.forall(
        "mask-sum", [ge(m, 0), le(m, 1), le(S, N)], le(S + (m * z) ** 2, N + z**2),
        r"so $\|\mathrm{diag}(m)x\|^2 \le \|x\|^2$, adding up entry by entry,",
        form=[N - S, (1 - m) * z**2, m * (1 - m) * z**2],
    )
    T.forall(
        "masked-matrix", [ge(B, 0), le(R, B * S), le(S, N)], le(R, B * N),
        r"and $\|W\,\mathrm{diag}(m)x\|^2 \le \sigma(W)^2\|\mathrm{diag}(m)x\|^2 \le \sigma(W)^2\|x\|^2$.",
        form=[B * S - R, B * (N - S)],
    )
    T.forall(
        "one-row", [], le((x + y) ** 2, 2 * (x**2 + y**2)),
        r"For the single row $W = (1, 1)$: $\sigma(W)^2 = 2$ is enough,", form=(x - y) ** 2,
    )
    row = (w * x + m * y) ** 2 / (x**2 + y**2)
    T.exact("all-kept", eq(row, 2), at={w: 1, m: 1, x: 1, y: 1}, text=r"and needed. A mask that keeps all leaves it,")
    T.exact(
        "one-dropped", eq(row, 1), at={w: 1, m: 0, x: 1, y: 0},
        text=r"one that keeps a single entry makes it 1 (as $x^2 \le x^2 + y^2$),",
    )
    T.exact("all-dropped", eq(row, 0), at={w: 0, m: 0, x: 1, y: 1}, text=r"and one that keeps none makes it 0.")


def activations(T: Proof) -> None:
    """Which activations let the scale through, and which are bounded."""
    T.say(
        r"III. $p = \mathrm{ReLU}(x)$ is the number with $p \ge 0$, $p \ge x$ and $p(p - x) = 0$. Then $qp$ is that "
        r"number for $qx$:"
    )
    T.forall("relu-sign", [gt(q, 0), ge(p, 0)], ge(q * p, 0), form=q * p)
    T.forall("relu-above", [gt(q, 0), ge(p, x)], ge(q * p, q * x), form=q * (p - x))
    T.forall(
        "relu-one-zero", [gt(q, 0), le(p * R, 0)], le((q * p) * (q * R), 0), r"(with $R = p - x$)",
        form=Mul(q**2, -p * R, evaluate=False),
    )
    T.exact(
        "sigmoid", lt(q / (1 + exp(-x)), Rational(1, 2)), at={q: Rational(1, 2), x: 0},
        text=r"The sigmoid is $\frac12$ at $x = 0$ and at $qx = 0$, but $q$ times $\frac12$ is less.",
    )
    T.forall(
        "sigmoid-scale", [lt(q, 1)], lt(q / 2, Rational(1, 2)), r"So it is for every $q < 1$.", form=(1 - q) / 2,
    )
    T.say(
        r"IV. With $E = e^x > 0$ the sigmoid is $E/(1 + E)$, and with $E = e^{2x}$ the hyperbolic tangent is $(E - "
        r"1)/(E + 1)$."
    )
    T.forall("sigmoid-above-zero", [gt(E, 0)], gt(E / (1 + E), 0), r"$0 <$ sigmoid", form=E / (1 + E))
    T.forall("sigmoid-below-one", [gt(E, 0)], lt(E / (1 + E), 1), r"$< 1$;", form=1 / (1 + E))
    T.forall("tanh-above", [gt(E, 0)], gt((E - 1) / (E + 1), -1), r"$-1 < \tanh$", form=2 * E / (E + 1))
    T.forall("tanh-below", [gt(E, 0)], lt((E - 1) / (E + 1), 1), r"$< 1$;", form=2 / (E + 1))
    T.forall("sigmoid-positive", [], gt(SIGMOID, 0), r"That is, for every $x$,", form=SIGMOID)
    T.forall("sigmoid-small", [], lt(SIGMOID, 1), form=exp(-x) * SIGMOID)
    T.forall("tanh-large", [], gt(TANH, -1), r"and", form=2 * exp(2 * x) / (exp(2 * x) + 1))
    T.forall("tanh-small", [], lt(TANH, 1), form=2 / (exp(2 * x) + 1))
    T.forall(
        "relu-unbounded", [ge(p, C + 1)], gt(p, C), r"and $\mathrm{ReLU}(C + 1) \ge C + 1$ exceeds any bound $C$.",
        form=[p - C - 1, Integer(1)],
    )


if __name__ == "__main__":
    dropout_scaling.script()
