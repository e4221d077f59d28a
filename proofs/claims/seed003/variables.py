"""Seed 003, several variables: claims S3-13 to S3-27."""

import sympy as sp

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.notation import reals
from symbolic.relations import eq, ge, gt, le, lt

claim = Claims()
a, b, c1, d1, x, y, z = reals("a b c d x y z")
K, lam, l1, l2, P, R, S, N = reals("K lambda l_1 l_2 P R S N")
w = sp.Symbol("w", real=True)


@claim(
    "S3-13", CORRECTED, "S3, several variables",
    r"For $\mathbb{R}^n \to \mathbb{R}^n$ the spectral norm of the function can be computed.",
    truth="Of a linear function, and for any matrix, square or not: the root of the largest eigenvalue of $A'A$.",
    uses=["spectral-norm"],
)
def s3_13(c: ClaimProof) -> None:
    c.lacks(
        "it does not say that the function is linear; only for a linear one does the spectral norm, as a norm of a "
        "matrix, exist.",
    )
    c.identity(
        "not-square", (a * x + b * y) ** 2 + (a * y - b * x) ** 2, (a**2 + b**2) * (x**2 + y**2),
        r"A matrix that is not square, the row $(a, b)$, has $\|Ax\|^2 \le (a^2 + b^2)\|x\|^2$, with equality for "
        "$(x, y) = (a, b)$, because",
    )


@claim(
    "S3-14", PROVED, "S3, several variables",
    "The spectral norm is the root of the largest eigenvalue of $A'A$, or of $AA'$.",
    uses=["spectral-norm", "singular-values"],
)
def s3_14(c: ClaimProof) -> None:
    A = sp.Matrix([[a, b], [c1, d1]])
    c.identity(
        "two-by-two", (A.T * A).trace() ** 2 - 4 * A.det() ** 2, (A * A.T).trace() ** 2 - 4 * (A * A.T).det(),
        r"This is the theorem. In two dimensions the largest eigenvalue is $\frac12(s + \sqrt{s^2 - "
        r"4\mathrm{det}(A)^2})$ with $s$ the trace, the same for both orders: here the number under the root.",
    )


@claim(
    "S3-15", PROVED, "S3, several variables", "The eigenvalues of $A'A$ and $AA'$ are at least 0.",
    uses=["singular-values"],
)
def s3_15(c: ClaimProof) -> None:
    c.say("This is the theorem (signs).")


@claim(
    "S3-16", PROVED, "S3, several variables", "The eigenvalues of $A'A$ and $AA'$ that are not 0 are the same.",
    truth="Also with multiplicity. Of the proof in the source half is there: that $Av$ is not 0 is assumed, but it "
    r"follows from $\lambda \ne 0$; and one inclusion is left to symmetry.",
    uses=["singular-values"],
)
def s3_16(c: ClaimProof) -> None:
    c.say("This is the theorem (both products).")


@claim(
    "S3-17", CORRECTED, "S3, several variables",
    r"The common eigenvalues $\sigma_1^2 \ge \dots \ge \sigma_s^2 \ge 0$ of $A'A$ and $AA'$ have the singular values "
    "as their roots.",
    truth="The common nonzero eigenvalues, with multiplicity; a zero eigenvalue need not be common. The list is "
    r"filled up with zeros to $s = \min(m, n)$ entries.",
    uses=["singular-values"],
)
def s3_17(c: ClaimProof) -> None:
    c.refute(
        "zero-not-common", eq(a * a + b * b - lam, 0), at={a: 1, b: 0, lam: 0},
        text=r"The column $A = (1, 0)'$ has $AA' = \mathrm{diag}(1, 0)$ with the eigenvalue 0. $A'A$ is the number "
        r"$1 \cdot 1 + 0 \cdot 0$, and $A'A - 0$ is not 0.",
    )
    c.exact(
        "zero-of-the-other", eq((a * a - lam) * (b * b - lam) - (a * b) ** 2, 0), at={a: 1, b: 0, lam: 0},
        text=r"Indeed $\mathrm{det}(AA' - 0)$ is 0.",
    )


@claim(
    "S3-18", PROVED, "S3, several variables", "A linear $A$ that is $K$-Lipschitz at 0 is so everywhere.",
    uses=["spectral-norm"],
)
def s3_18(c: ClaimProof) -> None:
    c.identity(
        "difference", (N + a * y) - (S + a * z), (N - S) + a * (y - z),
        r"Row by row, $N$ and $S$ the sums so far: $Ay - Az = A(y - z)$, so $\|Ay - Az\| \le K\|y - z\|$.",
    )


@claim(
    "S3-19", PROVED, "S3, several variables",
    r"$\|Ax\| \le K\|x\|$ implies $\langle Ax, Ax\rangle \le K^2\langle x, x\rangle$.",
    truth=r"For $K \ge 0$ the two are equivalent.", uses=["spectral-norm"],
)
def s3_19(c: ClaimProof) -> None:
    c.say(r"Let $P = \|Ax\|$ and $R = \|x\|$.")
    c.forall(
        "square", [ge(P, 0), ge(R, 0), ge(K, 0), le(P, K * R)], le(P**2, K**2 * R**2), form=(K * R - P) * (K * R + P)
    )
    c.forall(
        "back", [ge(R, 0), ge(K, 0), gt(P - K * R, 0)], lt(K**2 * R**2, P**2),
        "And the opposite of one is the opposite of the other.", form=[(P - K * R) ** 2, 2 * K * R * (P - K * R)],
    )


@claim(
    "S3-20", PROVED, "S3, several variables", r"That can be written $\langle(A'A - K^2)x, x\rangle \le 0$.",
    truth="With $K^2$ for $K^2$ times the identity.", uses=["singular-values"],
)
def s3_20(c: ClaimProof) -> None:
    c.say(
        r"$\langle Ax, Ax\rangle = \langle A'Ax, x\rangle$ by the rule for the transpose in the theorem; the rest is "
        "linear, coordinate by coordinate ($y$ an entry of $A'Ax$, $S$ the sum so far):",
    )
    c.identity("one-coordinate", (S - K**2 * N) + (y - K**2 * x) * x, (S + y * x) - K**2 * (N + x**2))
    c.forall(
        "sign", [le(S, K**2 * N)], le(S - K**2 * N, 0),
        "So one side is at most the other exactly if the difference is at most 0.", form=K**2 * N - S,
    )


@claim(
    "S3-21", CORRECTED, "S3, several variables", "The eigenvectors of $A'A$ are orthonormal.",
    truth="An orthonormal basis of eigenvectors can be chosen; any given eigenvectors need be neither orthogonal, if "
    "they have the same eigenvalue, nor of length 1.",
    uses=["spectral-norm"],
)
def s3_21(c: ClaimProof) -> None:
    c.refute(
        "same-eigenvalue", eq(a * x + b * y, 0), at={a: 1, b: 0, x: 1, y: 1},
        text="For $A = I$ every vector is an eigenvector, among them $(1, 0)$ and $(1, 1)$: their inner product is "
        "not 0.",
    )
    c.refute("length", eq(x**2 + y**2, 1), at={x: 1, y: 1}, text=r"Nor is the length of $(1, 1)$ 1.")


@claim(
    "S3-22", PROVED, "S3, several variables",
    r"In the basis of eigenvectors $\langle(A'A - K^2)x, x\rangle = \sum_i(\lambda_i - K^2)x_i^2$.",
    truth="For an orthonormal basis.", uses=["spectral-norm"],
)
def s3_22(c: ClaimProof) -> None:
    c.identity(
        "one-term", (S - K**2 * N) + (lam - K**2) * z**2, (S + lam * z**2) - K**2 * (N + z**2),
        r"$\|Ax\|^2 = \sum\lambda_ix_i^2$ and $\|x\|^2 = \sum x_i^2$ are in the theorem; the difference term by term "
        "($S$ and $N$ the sums so far):",
    )


@claim(
    "S3-23", REFUTED, "S3, several variables",
    r"$A'A$ is positive semidefinite, so all $\lambda_i$ are positive.",
    truth=r"They are at least 0; all are positive if and only if $Ax = 0$ for no $x \ne 0$.", uses=["singular-values"],
)
def s3_23(c: ClaimProof) -> None:
    c.say(
        "Let all four entries of $A$ be 1. Then $A'A$ has all entries 2, and $v = (1, -1)$ is an eigenvector, as both "
        "entries of $A'Av$ are $2x + 2y$",
    )
    c.exact("image", eq(2 * x + 2 * y, 0), at={x: 1, y: -1})
    c.refute(
        "not-positive", gt((2 * x + 2 * y) / x, 0),
        "so its eigenvalue, the quotient of the first entries, is 0: not positive.", at={x: 1, y: -1},
    )


@claim(
    "S3-24", CORRECTED, "S3, several variables",
    r"For $\sum_i(K^2 - \lambda_i)x_i^2$ not to be 0, each term must be nonnegative.",
    truth=r"The sum is at least 0 for all $x$ if and only if $K^2 - \lambda_i \ge 0$ for every $i$.",
    uses=["spectral-norm"],
)
def s3_24(c: ClaimProof) -> None:
    total = l1 * x**2 + l2 * y**2
    c.say(r"Write $l_i = K^2 - \lambda_i$. For $K^2 = 2$, $\lambda = (1, \frac52)$ and $x = (1, 1)$ the sum is not 0,")
    at = {l1: 1, l2: -sp.Rational(1, 2), x: 1, y: 1}
    c.exact("not-zero", gt(total**2, 0), r"its square being", at=at)
    c.refute(
        "negative-term", ge(l2 * y**2, 0), "while the second term is negative.", at={l2: -sp.Rational(1, 2), y: 1}
    )
    c.forall(
        "enough", [ge(l1, 0), ge(l2, 0)], ge(total, 0), "Nonnegative $l_i$ are enough for every $x$ (term by term),",
        form=[l1 * x**2, l2 * y**2],
    )
    c.forall(
        "needed", [gt(-l2, 0)], lt(total.subs({x: 0, y: 1}), 0),
        "and needed: a negative one makes the sum negative at its own basis vector.", form=-l2,
    )


claim.by_theorem(
    "S3-25", "S3, several variables",
    "The least $K$ is the root of the largest eigenvalue of $A'A$, and it is the Lipschitz constant of the linear "
    "function.",
    "spectral-norm",
)


claim.by_theorem(
    "S3-26", "S3, several variables", "In short: the L2 norm of the matrix $A$ is its largest singular value.",
    "spectral-norm",
    truth=r"With the norm induced by the Euclidean norm for L2 norm, as the inequality $\|Ax\| \le K\|x\|$ before it "
    "says (see S3-03 for the other reading).",
)


@claim(
    "S3-27", CORRECTED, "S3, several variables",
    "The Lipschitz constant of a differentiable $f$ is the maximum of the spectral norm of its gradient on the "
    r"domain, $\|f\|_{\mathrm{Lip}} = \sup_x\sigma(\nabla f(x))$.",
    truth=r"On a convex open domain it is the supremum of $\sigma(J(x))$, $J$ the Jacobian; the supremum need not be "
    "a maximum. On other domains it can be finite while $f$ is not Lipschitz.",
    uses=["lipschitz-jacobian", "lipschitz-slopes"],
)
def s3_27(c: ClaimProof) -> None:
    c.refute(
        "not-convex", le((x**2 - (-(x**2))) / (2 * y), 4), at={x: -1, y: sp.Rational(1, 100)},
        text=r"On the slit strip of the theorem $f = \pm x^2$ has gradients of size at most 4, but between $(-1, y)$ "
        r"and $(-1, -y)$, $y = \frac{1}{100}$, the quotient is 100.",
    )
    c.forall(
        "not-attained", [], lt(w**2 / (1 + w**2), 1),
        r"No maximum: for $\sqrt{1 + w^2}$ the square of the derivative is below its supremum 1.", form=1 / (1 + w**2),
    )
