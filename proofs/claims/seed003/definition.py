"""Seed 003, summary, definition and examples: claims S3-01 to S3-12."""

import sympy as sp

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le

claim = Claims()
F, K, L, e, x, y, D = reals("F K L e x y D")
G = positives("G")[0]
h = reals("h")[0]
w = sp.Symbol("w", real=True)


claim.not_a_statement(
    "S3-01", "S3, summary", "Functions that are Lipschitz continuous train stably.",
    "a rule of thumb: no algorithm, no loss and no measure of stability is named, so there is nothing to prove or to "
    "reproduce.",
)


@claim(
    "S3-02", PROVED, "S3, summary", "The spectral norm is the largest singular value.", uses=["spectral-norm"]
)
def s3_02(c: ClaimProof) -> None:
    c.say(
        r"The spectral norm, the least $K$ with $\|Ax\| \le K\|x\|$, is the root of the largest eigenvalue of $A'A$ "
        "by the theorem.",
    )


@claim(
    "S3-03", CORRECTED, "S3, summary", "The largest singular value of a linear function is its L2 norm.",
    truth="It is the norm induced by the Euclidean norm of vectors. It is not the Euclidean norm of the entries, the "
    r"Frobenius norm: $\sigma(A) \le \|A\|_F$, with equality if and only if at most one singular value is not 0.",
    uses=["spectral-norm"],
)
def s3_03(c: ClaimProof) -> None:
    c.lacks(r"it does not say which of the two norms of a matrix that go by the name L2 is meant.")
    c.refute(
        "entries", eq(F**2 + e**2, 1), at={F: 1, e: 1},
        text=r"For $A = I$ in the plane the squares of the entries add up to $1^2 + 1^2$, and $\sigma(A)^2 = 1$, as "
        r"$\|Ax\| = \|x\|$.",
    )


@claim(
    "S3-04", CORRECTED, "S3, summary and intuition",
    "The largest singular value has, in the abstract, a meaning similar to the gradient.",
    truth=r"The Jacobian of $Ax + b$ is $A$, and $\sigma(A)$ is the greatest slope $\|Az\|$ in a unit direction: the "
    r"size of the gradient, if there is one row. For more rows there is no gradient vector; $\sigma(J(x))$ is the "
    "greatest slope at $x$. It is a number and has no direction.",
    uses=["spectral-norm", "lipschitz-jacobian"],
)
def s3_04(c: ClaimProof) -> None:
    c.lacks(r"similarity is not defined.")
    a, b = reals("a b")
    f = a * w + b
    c.derivative("jacobian", f, w, a, r"The derivative of one component along one coordinate is the entry of $A$.")
    c.identity(
        "one-row", (a * x + b * y) ** 2 + (a * y - b * x) ** 2, (a**2 + b**2) * (x**2 + y**2),
        "One row $(a, b)$: the slope $ax + by$ in a unit direction has a square of at most $a^2 + b^2$, that of the "
        "gradient's size, because",
    )


claim.not_a_statement(
    "S3-05", "S3, definition",
    r"A function with $\|f(x) - f(y)\| \le K\|x - y\|$ is called $K$-Lipschitz continuous.",
    "a definition, and the usual one, for all x and y of the domain: there is nothing to prove. What follows from it "
    "is S3-06 and S3-07.",
)


@claim(
    "S3-06", PROVED, "S3, definition",
    r"Equivalently $\|f(x) - f(y)\| / \|x - y\| \le K$; of interest is the least $K$.",
    truth=r"For $x \ne y$; and a function that is Lipschitz at all has a least $K$.", uses=["lipschitz-slopes"],
)
def s3_06(c: ClaimProof) -> None:
    c.say(r"Let $F = \|f(x) - f(y)\|$ and $G = \|x - y\| > 0$.")
    c.forall("divide", [gt(G, 0), le(F, K * G)], le(F / G, K), r"Dividing keeps the inequality,", form=(K * G - F) / G)
    c.forall("multiply", [gt(G, 0), le(F / G, K)], le(F, K * G), r"and so does multiplying.", form=G * (K - F / G))
    c.forall(
        "least", [gt(F - L * G, 0), gt(G, 0)], gt(F, (L + (F - L * G) / (2 * G)) * G),
        "The infimum $L$ of the admissible constants is admissible: were $F > LG$, the inequality would fail for "
        "constants above $L$, too.",
        form=(F - L * G) / 2,
    )


@claim(
    "S3-07", PROVED, "S3, definition", "The slopes of $f$ stay in the region of slopes at most $K$.",
    truth="All slopes of secants, and derivatives where they exist, are between $-K$ and $K$.",
    uses=["lipschitz-slopes"],
)
def s3_07(c: ClaimProof) -> None:
    c.say(r"Let $D = f(y) - f(x)$ with $y - x = h > 0$; $|D| \le Kh$ says $D \le Kh$ and $D \ge -Kh$.")
    c.forall("above", [gt(h, 0), le(D, K * h)], le(D / h, K), r"The slope is at most $K$", form=(K * h - D) / h)
    c.forall(
        "below", [gt(h, 0), ge(D, -K * h)], ge(D / h, -K),
        "and at least $-K$; its limits are so by lipschitz-slopes (limit).", form=(D + K * h) / h,
    )


@claim(
    "S3-08", REFUTED, "S3, definition", "A bounded slope means that the function becomes smooth.",
    truth="Neither implies the other: ReLU is 1-Lipschitz with a corner at 0, and $x^2$ has a 2-Lipschitz gradient "
    r"and is not Lipschitz on $\mathbb{R}$.",
    uses=["lipschitz-slopes"],
)
def s3_08(c: ClaimProof) -> None:
    c.refute(
        "corner", eq((x + sp.sqrt(x**2)) / (2 * x) - (y + sp.sqrt(y**2)) / (2 * y), 0), at={x: 1, y: -1},
        text=r"With $\mathrm{ReLU}(x) = \frac12(x + |x|)$ the quotient $\mathrm{ReLU}(x)/x$ is 1 for every $x > 0$ "
        "and 0 for every $x < 0$: a derivative at 0 would have to be both. For $x = 1$ and $y = -1$:",
    )
    c.derivative("gradient", x**2, x, 2 * x, r"The gradient of $x^2$ is $2x$,")
    c.identity("smooth", (2 * x - 2 * y) ** 2, 2**2 * (x - y) ** 2, r"which is 2-Lipschitz,")
    c.forall(
        "not-lipschitz", [ge(K, 0)], gt((K + 1) ** 2 - 0**2, K * (K + 1)),
        "but between 0 and $K + 1$ the slope of $x^2$ exceeds $K$.", form=K + 1,
    )


@claim(
    "S3-09", PROVED, "S3, examples", r"$\sin x$ and ReLU are 1-Lipschitz.",
    truth="They are, and 1 is the least constant of both.", uses=["lipschitz-slopes"],
)
def s3_09(c: ClaimProof) -> None:
    c.say("This is part of the theorem.")


@claim(
    "S3-10", CORRECTED, "S3, examples", "$x^2$ is not Lipschitz continuous.",
    truth=r"It is not on $\mathbb{R}$, nor on any unbounded interval; on $[-R, R]$ it is, with the least constant "
    "$2R$.",
    uses=["lipschitz-slopes"],
)
def s3_10(c: ClaimProof) -> None:
    c.lacks(r"no domain is given, and it depends on the domain.")
    c.forall(
        "on-an-interval", [ge(1 - x, 0), ge(1 + x, 0), ge(1 - y, 0), ge(1 + y, 0)], le((x + y) ** 2, 2**2),
        "On $[-1, 1]$ all secant slopes $x + y$ are at most 2 in size.",
        form=[(1 - x) * (1 + x), (1 - x) * (1 + y), (1 - y) * (1 + x), (1 - y) * (1 + y)],
    )
    c.forall(
        "unbounded-interval", [ge(x, K), gt(h, 0), ge(h, 1)], gt(((x + h) ** 2 - x**2) / h, 2 * K),
        "But beyond any $K$ the slopes exceed $2K$ (and $-x$ alike).", form=[2 * (x - K), h],
    )


@claim(
    "S3-11", CORRECTED, "S3, examples",
    "For a differentiable function the Lipschitz constant is the maximum of its derivative.",
    truth=r"On an interval it is $\sup|f'|$: the absolute value matters, and the supremum need not be attained.",
    uses=["lipschitz-slopes"],
)
def s3_11(c: ClaimProof) -> None:
    c.refute(
        "absolute-value", eq(((-2 * x) - (-2 * y)) / (x - y), sp.Integer(2)), at={x: 1, y: 0},
        text="For $f(x) = -2x$ every secant, and so the derivative and its maximum, has the slope $-2$, while the "
        "constant is 2.",
    )
    c.forall(
        "not-attained", [], gt(1 - w**2 / (1 + w**2), 0),
        r"For $\sqrt{1 + w^2}$ the square of the derivative stays below 1, its supremum.", form=1 / (1 + w**2),
    )


@claim(
    "S3-12", CORRECTED, "S3, examples",
    r"The maximum of $\cos x$ and of ReLU is 1, and the maximum of $x^2$ is $2x$, hence not bounded.",
    truth=r"The derivatives are meant. $\sup|\cos| = 1$ for $\sin$; ReLU has the slopes 0 and 1, and no derivative at "
    "0; the derivative $2x$ of $x^2$ is unbounded.",
    uses=["lipschitz-slopes"],
)
def s3_12(c: ClaimProof) -> None:
    c.refute(
        "relu", le((x + sp.sqrt(x**2)) / 2, sp.Integer(1)), at={x: 2},
        text="ReLU itself takes the value 2 at 2: its maximum is not 1.",
    )
    c.refute(
        "square", eq(2 * x - 2 * y, sp.Integer(0)), at={x: 1, y: 2},
        text="$2x$ is no maximum: it is another number at 1 than at 2.",
    )
    c.derivative("sine", sp.sin(w), w, sp.cos(w), r"The derivatives are: of $\sin$,")
    c.derivative("square-slope", x**2, x, 2 * x, r"of $x^2$,")
    c.exact("cosine", eq(sp.cos(w), 1), at={w: 0}, text=r"where $\cos 0 = 1$;")
    c.forall(
        "unbounded", [ge(x, K + 1)], gt(2 * x, 2 * K), "and $2x$ exceeds every $2K$.",
        form=[2 * (x - K - 1), sp.Integer(2)],
    )
