r"""Eigenvalues of A'A and AA': none is negative, and the nonzero ones are the same.   [S3-15, S3-16]"""

from collections.abc import Iterator

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Mul, Poly, Rational, Symbol, symbols
from sympy.matrices import Matrix

from symbolic.notation import reals
from symbolic.relations import eq, ge, gt, le, lt
from symbolic.steps import Case

a, c, w, z, N, P, S, M, y, lam = reals("a c w z N P S M y lambda")
SHAPES = tuple((rows, columns) for rows in (1, 2, 3) for columns in (1, 2, 3) if rows * columns < 9)


@theorem(
    "singular-values",
    title=r"The eigenvalues of $A'A$ and $AA'$",
    source="S3, several variables",
    conclusion=r"For every real $m \times n$ matrix $A$, with transpose $A'$: no eigenvalue of $A'A$ or $AA'$ is "
    r"negative. The nonzero eigenvalues of both are the same, with eigenspaces of the same dimension, which $A$ and "
    r"$A'$ map to each other. All eigenvalues of $A'A$ are positive if and only if $Ax = 0$ for no $x \ne 0$.",
    claim=[ge(lam, 0)],
    variables=[(M, r"\{\|Av\|^2\}"), (N, r"\{\|v\|^2\}"), (lam, r"\{\text{eigenvalues}\}")],
    hypotheses=[gt(N, 0), ge(M, 0), eq(M, lam * N)],
    witness={N: 2, M: 1, lam: Rational(1, 2)},
    claims=["S3-15", "S3-16"],
    ends=[
        "row, column, squares-base, squares-step, some-entry, not-negative",
        "image-not-zero, dimensions",
        "eigenvalue, positive, linear-multiple",
    ],
    sketch=r"The rule $\langle w, Av\rangle = \langle A'w, v\rangle$ says that both sides add up the same products "
    r"$w_ka_{kj}v_j$, by rows or by columns. With $w = Av$ and $A'Av = \lambda v$ it gives $\|Av\|^2 = "
    r"\lambda\|v\|^2$, so no eigenvalue is negative, and all are positive exactly if $Ax = 0$ for no $x \ne 0$. If "
    r"$\lambda \ne 0$ the image $Av$ is not 0, and $AA'(Av) = \lambda Av$: it is an eigenvector of the other product. "
    r"$A'$ maps it back to $\lambda v$, and images of orthogonal eigenvectors are orthogonal, so $A$ embeds one "
    "eigenspace in the other; by symmetry of the roles of $A$ and $A'$ the dimensions agree. In small shapes the "
    r"same is seen in the characteristic polynomials of a matrix of letters, $x^m\det(xI - A'A) = x^n\det(xI - AA')$.",
)
def singular_values(T: Proof) -> None:
    transpose(T)
    signs(T)
    both_products(T)


def transpose(T: Proof) -> None:
    """What the transpose is for."""
    T.say(
        r"I. The transpose. For $w \in \mathbb{R}^m$ and $v \in \mathbb{R}^n$ both $\langle w, Av\rangle$ and $\langle "
        r"A'w, v\rangle$ are the sum of $w_k a_{kj} v_j$ over all entries of $A$, added up row by row or column by "
        r"column. In row $k$, with $N$ what $(Av)_k$ has so far, one entry $a$ more adds the product $w a z$, where $w "
        r"= w_k$ and $z = v_j$:"
    )
    T.identity("row", w * (N + a * z), w * N + w * a * z)
    T.identity(
        "column", (N + w * a) * z, N * z + w * a * z,
        r"and in column $j$, with $N$ what $(A'w)_j$ has so far, it adds the same.",
    )
    T.formally("transpose", "TightMax.Matrices.dot_image", r"So $\langle w, Av\rangle = \langle A'w, v\rangle$.")
    T.identity(
        "linear", N + P + a * (y + c * z), (N + a * y) + (P + a * c * z),
        r"Entry by entry ($N$ and $P$ what $(Ax)_k$ and $c (Av)_k$ have so far, $y = x_j$), $A(x + cv) = Ax + cAv$.",
    )
    T.identity("linear-multiple", c * N + a * (c * z), c * (N + a * z), r"In particular $A(cv) = cAv$.")


def signs(T: Proof) -> None:
    """No eigenvalue is negative."""
    T.formally(
        "square-of-image", "TightMax.SingularValues.eigen_square",
        r"II. Signs. Let $A'Av = \lambda v$ with $v \ne 0$, and take $w = Av$: $\|Av\|^2 = \langle A'Av, v\rangle = "
        r"\lambda\|v\|^2$.",
    )
    T.say(r"Here $N = \|v\|^2 > 0$ and $M = \|Av\|^2 \ge 0$:")
    T.induction(
        "squares", base=ge(y**2, 0), base_form=y**2, given=[ge(S, 0)], step=ge(S + y**2, 0), step_form=[S, y**2],
        moves={S: S + y**2}, start={S: 0},
        text=r"a sum of squares is not negative:",
    )
    T.forall(
        "some-entry", [ge(S, 0), gt(y**2, 0)], gt(S + y**2, 0), r"It is positive if some entry is not 0.",
        form=[S, y**2],
    )
    T.forall("eigenvalue", [gt(N, 0), ge(M, 0)], ge(M / N, 0), r"So $\lambda = M/N$ is not negative;", form=M / N)
    T.forall(
        "not-negative", [gt(N, 0), ge(M, 0), le(M, lam * N)], ge(lam, 0), r"from $M \le \lambda N$ as well,",
        form=[(lam * N - M) / N, M / N],
    )
    T.forall(
        "none-negative", [gt(N, 0), lt(lam, 0)], lt(lam * N, 0),
        r"and a negative $\lambda$ would make $\|Av\|^2 = \lambda N$ negative.",
        form=Mul(-lam, N, evaluate=False),
    )
    T.forall(
        "positive", [gt(N, 0), gt(M, 0)], gt(M / N, 0),
        r"If $Ax = 0$ for no $x \ne 0$ then $M > 0$ and every eigenvalue is positive;",
        form=M / N,
    )
    T.formally(
        "eigenvalue-zero", "TightMax.SingularValues.image_gram",
        r"conversely $Ax = 0$ with $x \ne 0$ gives $A'Ax = A'0 = 0$ (linear-multiple, with $c = 0$), the eigenvalue "
        r"0.",
    )
    T.say(r"The same for $AA'$, which is $B'B$ for $B = A'$.")


def both_products(T: Proof) -> None:
    """The nonzero eigenvalues coincide."""
    T.formally(
        "image", "TightMax.SingularValues.eigen_image",
        r"III. Let $A'Av = \lambda v$ with $v \ne 0$ and $\lambda \ne 0$. Then $AA'(Av) = A(A'Av) = A(\lambda v) = "
        r"\lambda Av$ by I,",
    )
    T.forall(
        "image-not-zero", [gt(N, 0), gt(lam**2, 0)], gt((lam * N) ** 2, 0),
        r"and $Av \ne 0$, because $\|Av\|^2 = \lambda N$ is not 0: $\lambda$ is an eigenvalue of $AA'$.",
        form=lam**2 * N**2,
    )
    T.formally(
        "dimensions", "TightMax.SingularValues.eigen_orthonormal",
        r"So $A$ maps the eigenspace of $A'A$ for $\lambda$ into that of $AA'$; $A'$ maps $Av$ to $\lambda v$, which "
        r"is back. If $v_1, \dots, v_k$ are orthonormal in the first, then $\langle Av_i, Av_j\rangle = \langle "
        r"A'Av_i, v_j\rangle = \lambda\langle v_i, v_j\rangle$: the $Av_i/\sqrt\lambda$ are orthonormal in the "
        r"second. A basis may be taken orthonormal, and so the first is of no larger dimension than the second. With "
        r"$A'$ for $A$ it is the other way round, and the dimensions are equal.",
    )
    T.finite(
        "characteristic-polynomials", shapes,
        r"In small shapes one can see it with roots counted by multiplicity: for a matrix of letters with $m$ rows "
        r"and $n$ columns, $m, n \le 3$ except both 3, $x^m\mathrm{det}(xI - A'A) = x^n\mathrm{det}(xI - AA')$ as "
        r"polynomials in $x$ and the letters.",
    )


def shapes() -> Iterator[Case]:
    """In every shape x^m det(xI - A'A) and x^n det(xI - AA'), for a matrix of letters, term by term."""
    x = Symbol("x")
    for rows, columns in SHAPES:
        letters = symbols(f"a:{rows * columns}")
        A = Matrix(rows, columns, letters)
        small, large = (A.T * A).charpoly(x).as_expr(), (A * A.T).charpoly(x).as_expr()
        one, other = (tuple(Poly(p, x, *letters).terms()) for p in (x**rows * small, x**columns * large))
        yield f"{rows} rows and {columns} columns", one, "=", other


if __name__ == "__main__":
    singular_values.script()
