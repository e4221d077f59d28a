r"""The least Lipschitz constant of x -> Ax + b is the largest singular value of A.   [S3-02, S3-14, S3-25]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Symbol

from symbolic.notation import reals
from symbolic.relations import ge, gt, le, lt

a, b, c, e, y, z, N, M, P, R, S, B, Q, L = reals("a b c e y z N M P R S B Q L")
K, G, lam = reals("K G lambda")
h = Symbol("h", real=True)


@theorem(
    "spectral-norm",
    title="The spectral norm is the largest singular value",
    source="S3, several variables",
    conclusion=r"For every real $m \times n$ matrix $A$ there is an orthonormal basis $v_1, \dots, v_n$ with $A'Av_i "
    r"= \lambda_i v_i$, $\lambda_1 \ge \dots \ge \lambda_n \ge 0$. In it $\|Ax\|^2 = \sum_i \lambda_i x_i^2$ for $x = "
    r"\sum_i x_i v_i$. A constant $K \ge 0$ satisfies $\|Ax\| \le K\|x\|$ for all $x$ if and only if $K^2 \ge "
    r"\lambda_1$, and the same $K$ are the Lipschitz constants of $x \mapsto Ax + b$: the least is $\sigma(A) = "
    r"\sqrt{\lambda_1}$, the spectral norm. $\sigma(A') = \sigma(A)$, $\sigma(cA) = |c|\sigma(A)$ and $\sigma(A) \le "
    r"\|A\|_F = \sqrt{\sum_i \lambda_i}$, with equality if and only if at most one $\lambda_i$ is not 0. (All norms "
    r"of vectors are Euclidean.)",
    claim=[le(S, K**2 * N), ge(G**2, lam), le(L, L + R)],
    variables=[
        (S, r"\{\|Ax\|^2\}"), (N, r"\{\|x\|^2\}"), (L, r"\{\lambda_1\}"), (lam, r"\{\lambda_i\}"),
        (K, r"[\sqrt{\lambda_1}, \infty)"), (M, r"\{\|v_i\|^2\}"), (G, r"\{\text{admissible}\}"),
        (R, r"\{\textstyle\sum_{i>1}\lambda_i\}"),
    ],
    hypotheses=[ge(N, 0), le(S, L * N), ge(K**2, L), gt(M, 0), le(lam * M, G**2 * M), ge(R, 0)],
    witness={K: 3, N: 1, S: 2, L: 4, lam: 1, M: 1, G: 2, R: 1},
    claims=["S3-02", "S3-14", "S3-20", "S3-22", "S3-25", "S3-26", "S3-37"],
    uses=["singular-values"],
    ends=[
        "maximum, homogeneous, expand, first-order, complete, singular-values",
        "one-more-vector, complete",
        "difference, square, square-back, largest-is-enough-base, largest-is-enough-step, admissible, necessary",
        "singular-values, homogeneous, frobenius, frobenius-strict, frobenius-equal",
        "setting",
    ],
    sketch=r"By linearity the Lipschitz constants of $x \mapsto Ax + b$ are the numbers $K$ with $\|Ax\| \le K\|x\|$. "
    r"For the eigenbasis, maximise $\|Ax\|^2$ on the unit sphere, which is compact: if $\lambda$ is the maximum, at "
    r"$v$, then $\lambda\|x\|^2 - \|Ax\|^2$ is a nonnegative quadratic form that vanishes at $v$, and a first-order "
    r"variation shows $A'Av = \lambda v$. The vectors orthogonal to $v$ are mapped to such vectors, so the argument "
    r"repeats and yields $n$ orthonormal eigenvectors with falling eigenvalues, nonnegative by \ref{singular-values}. "
    r"In these coordinates $\|Ax\|^2 = \sum\lambda_ix_i^2$, from which $K^2 \ge \lambda_1$ is sufficient, and "
    "necessary at $v_1$. The transpose has the same nonzero eigenvalues, multiples scale, and the Frobenius norm is "
    r"$\sqrt{\sum\lambda_i}$, summing the squared rows in the eigenbasis.",
)
def spectral_norm(T: Proof) -> None:
    affine(T)
    eigenbasis(T)
    coordinates(T)
    other_norms(T)


def affine(T: Proof) -> None:
    """Differences and squares."""
    T.say(r"I. Row by row, with $N$ and $M$ the sums so far and one term more,")
    T.identity(
        "difference", (N + a * y + b) - (M + a * z + b), (N - M) + a * (y - z), r"$(Ax + b) - (Ay + b) = A(x - y)$:",
    )
    T.formally(
        "affine", "TightMax.SpectralNorm.lipschitz_affine",
        r"$x \mapsto Ax + b$ is $K$-Lipschitz if and only if $\|Ax\| \le K\|x\|$ for all $x$, that is if it is so at "
        r"0.",
    )
    T.say(r"Let $P = \|Ax\|$ and $R = \|x\|$.")
    T.forall(
        "square", [ge(P, 0), ge(R, 0), ge(K, 0), le(P, K * R)], le(P**2, K**2 * R**2),
        r"Squaring keeps the inequality,",
        form=(K * R - P) * (K * R + P),
    )
    T.forall(
        "square-back", [ge(R, 0), ge(K, 0), gt(P - K * R, 0)], lt(K**2 * R**2, P**2), r"and its opposite.",
        form=[(P - K * R) ** 2, 2 * K * R * (P - K * R)],
    )


def eigenbasis(T: Proof) -> None:
    """An orthonormal basis of eigenvectors, by maximisation."""
    T.formally(
        "maximum", "TightMax.SpectralTheorem.form_maximum",
        r"II. An orthonormal eigenbasis. $\|Ax\|^2$ is a polynomial, hence continuous, and has a maximum $\lambda$ on "
        r"the unit sphere, which is compact and, as $n \ge 1$, not empty; let it be attained at $v$.",
    )
    T.identity(
        "homogeneous", c**2 * (S + y**2), c**2 * S + (c * y) ** 2,
        r"Term by term $\|A(cx)\|^2 = c^2\|Ax\|^2$ and $\|cx\|^2 = c^2\|x\|^2$. So $q(x) = \lambda\|x\|^2 - \|Ax\|^2 "
        r"\ge 0$ for all $x$, and $q(v) = 0$.",
    )
    T.identity(
        "expand", lam * (a + h * b) ** 2 - (c + h * e) ** 2,
        (lam * a**2 - c**2) + 2 * h * (lam * a * b - c * e) + h**2 * (lam * b**2 - e**2),
        r"For any $w$, by sums of such terms, $q(v + hw) = q(v) + 2hB + h^2Q$ with $B = \lambda\langle v, w\rangle - "
        r"\langle Av, Aw\rangle$ and $Q = q(w) \ge 0$:",
    )
    step = -B / (Q + 1)
    T.forall(
        "first-order", [gt(B**2, 0), ge(Q, 0)], lt(2 * step * B + step**2 * Q, 0),
        r"were $B \ne 0$, then $q(v + hw)$ would be negative at $h = -B/(Q+1)$.", form=B**2 * (Q + 2) / (Q + 1) ** 2,
    )
    T.formally(
        "eigenvector", "TightMax.SpectralTheorem.maximum_is_eigenvector",
        r"So $\langle\lambda v - A'Av, w\rangle = B = 0$ for every $w$, by the rule for the transpose "
        r"(singular-values, I), and $A'Av = \lambda v$.",
    )
    T.formally(
        "orthogonal-kept", "TightMax.Matrices.dot_image_symmetric",
        r"If $\langle w, v\rangle = 0$ then $\langle A'Aw, v\rangle = \langle w, A'Av\rangle = \lambda\langle w, "
        r"v\rangle = 0$ as well: $A'A$ maps the vectors orthogonal to $v$ to such vectors.",
    )
    T.formally(
        "complete", "TightMax.SpectralTheorem.spectral",
        r"On the subspace orthogonal to the vectors found so far, which $A'A$ maps into itself, the same argument "
        r"finds the next $\lambda$ and $v$: the unit vectors in it are compact and, before the $n$-th round is over, "
        r"some; $B = 0$ for all $w$ in it, and $\lambda v - A'Av$ is in it, so that it is 0. The next $\lambda$ is no "
        r"larger, being a maximum over fewer vectors. After $n$ rounds there are $n$ orthonormal vectors, and they "
        r"are a basis. No $\lambda_i$ is negative by singular-values.",
    )


def coordinates(T: Proof) -> None:
    """The least K in coordinates."""
    T.identity(
        "one-more-vector", (c + z * e) ** 2, c**2 + 2 * z * (c * e) + z**2 * e**2,
        r"III. Let $s$ be a combination of the first vectors of the basis and $v$ the next one, with eigenvalue "
        r"$\lambda$. By sums of such terms $\|A(s + zv)\|^2 = \|As\|^2 + 2z\langle As, Av\rangle + z^2\|Av\|^2$,",
    )
    T.formally(
        "square-in-coordinates", "TightMax.SingularValues.combination_image",
        r"where $\langle As, Av\rangle = \langle s, A'Av\rangle = \lambda\langle s, v\rangle = 0$ and $\|Av\|^2 = "
        r"\lambda$. So $\|Ax\|^2 = \sum_i \lambda_i x_i^2$, and with the identity for $A$, $\|x\|^2 = \sum_i x_i^2$.",
    )
    T.induction(
        "largest-is-enough", base=le(lam * z**2, L * z**2), base_given=[le(lam, L)], base_form=(L - lam) * z**2,
        given=[le(S, L * N), le(lam, L)], step=le(S + lam * z**2, L * (N + z**2)),
        step_form=[L * N - S, (L - lam) * z**2],
        moves={S: S + lam * z**2, N: N + z**2}, start={S: 0, N: 0},
        text=r"With $L = \lambda_1$, $\|Ax\|^2 \le L\|x\|^2$:",
    )
    T.forall(
        "admissible", [ge(N, 0), le(S, L * N), ge(K**2, L)], le(S, K**2 * N),
        r"so every $K$ with $K^2 \ge \lambda_1$ is admissible.",
        form=[L * N - S, (K**2 - L) * N],
    )
    T.forall(
        "necessary", [gt(M, 0), le(lam * M, G**2 * M)], ge(G**2, lam),
        r"Conversely an admissible constant $G$ has $G^2 \ge \lambda_i$ for each $i$: take $x = v_i$, $M = \|v_i\|^2$.",
        form=(G**2 * M - lam * M) / M,
    )
    T.formally("least", "TightMax.SpectralNorm.spectral_norm_sqrt", r"The least $K$ is $\sqrt{\lambda_1}$.")
    T.formally(
        "transposed", "TightMax.SpectralNorm.spectral_norm_transpose",
        r"If $\lambda_1 > 0$ it is the largest eigenvalue of $AA'$, too, by singular-values; if $\lambda_1 = 0$ then "
        r"$A = 0$ and $AA' = 0$. So $\sigma(A') = \sigma(A)$.",
    )


def other_norms(T: Proof) -> None:
    """Multiples, and the Frobenius norm."""
    T.formally(
        "scaled", "TightMax.SpectralNorm.spectral_norm_scale",
        r"IV. By the identity homogeneous $\|cAx\|^2 = c^2\|Ax\|^2$, so the eigenvalues of $cA$ are $c^2\lambda_i$ "
        r"and $\sigma(cA) = |c|\sigma(A)$.",
    )
    T.formally(
        "frobenius-sum", "TightMax.SingularValues.frobenius",
        r"For the Frobenius norm let $r$ run through the rows of $A$: by III with the identity for $A$, $\|r\|^2 = "
        r"\sum_i \langle r, v_i\rangle^2$; the sum over all rows is $\|A\|_F^2 = \sum_i\|Av_i\|^2 = \sum_i\lambda_i$.",
    )
    T.say(r"With $R$ the sum of all $\lambda_i$ but the largest,")
    T.forall("frobenius", [ge(R, 0)], le(L, L + R), r"$\sigma(A)^2 \le \|A\|_F^2$,", form=R)
    T.forall("frobenius-strict", [gt(R, 0)], lt(L, L + R), r"strictly unless all the others are 0,", form=R)
    T.forall("frobenius-equal", [le(R, 0)], le(L + R, L), r"and then with equality.", form=-R)


if __name__ == "__main__":
    spectral_norm.script()
