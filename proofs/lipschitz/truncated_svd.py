r"""More singular values, a closer matrix: the error of a truncated singular value decomposition.   [S3-36]"""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

a, c, e, u, v, y, z, M, E = reals("a c e u v y z M E")
s, t = positives("s t")


@theorem(
    "truncated-svd",
    title="Every further singular value brings the truncated matrix closer",
    source="S3, intuition",
    conclusion=r"Let $v_1, \dots, v_n$ be an orthonormal eigenbasis of $A'A$ as in spectral-norm, $\sigma_1 \ge \dots "
    r"\ge \sigma_r > 0$ the roots of its nonzero eigenvalues and $u_i = Av_i/\sigma_i$. The $u_i$ are orthonormal and "
    r"$A = \sum_i\sigma_iu_iv_i'$. For $A_k = \sum_{i \le k}\sigma_iu_iv_i'$, $k < r$, the error is $\|A - A_k\|_F^2 "
    r"= \sum_{i > k}\sigma_i^2$ and $\sigma(A - A_k) = \sigma_{k+1}$: with each further term the first falls by "
    r"$\sigma_{k+1}^2 > 0$, and the second does not grow.",
    claim=[ge(M / s**2, 1), le(M / s**2, 1), lt(E - s**2, E), le(t**2, s**2)],
    variables=[
        (E, r"\{\|A - A_k\|_F^2\}"), (s, r"\{\sigma_{k+1}\}"), (M, r"\{\|Av_{k+1}\|^2\}"), (t, r"\{\sigma_{k+2}\}"),
    ],
    hypotheses=[gt(s, 0), eq(M, s**2), gt(t, 0), ge(s - t, 0)],
    witness={s: 2, E: 5, M: 4, t: 1},
    claims=["S3-36"],
    uses=["spectral-norm"],
    ends=[
        "setting",
        "unit-above, unit-below, remainder, spectral-norm",
        "pythagoras, remainder, closer, largest-error, spectral-norm",
    ],
    sketch=r"The images $Av_i$ of the eigenbasis of \ref{spectral-norm} are orthogonal, because $\langle Av_i, "
    r"Av_j\rangle = \langle A'Av_i, v_j\rangle$, and have the norms $\sigma_i$; so the $u_i$ are orthonormal and $A$ "
    r"agrees with $\sum\sigma_iu_iv_i'$ on the basis. The remainder $A - A_k$ takes $v_i$ to 0 for $i \le k$ and to "
    r"$Av_i$ for $i > k$. Hence $\|(A - A_k)x\|^2 = \sum_{i>k}\sigma_i^2x_i^2$ by Pythagoras, the $v_i$ are an "
    r"eigenbasis for it as well, and \ref{spectral-norm} reads off both norms: the Frobenius norm from the sum of the "
    r"remaining $\sigma_i^2$, the spectral norm from the largest of them. One more term takes the positive "
    r"$\sigma_{k+1}^2$ from the first, while the second goes from $\sigma_{k+1}$ to $\sigma_{k+2}$, which is no "
    "larger.",
)
def truncated_svd(T: Proof) -> None:
    T.formally(
        "images-orthogonal", "TightMax.SingularValues.image_dot",
        r"I. The vectors $u_i$. By the rule for the transpose $\langle Av_i, Av_j\rangle = \langle A'Av_i, v_j\rangle "
        r"= \sigma_i^2\langle v_i, v_j\rangle$.",
    )
    T.say(
        r"For $i \ne j$ it is 0; for $i = j$, with $M = \|Av_i\|^2$ and $s = \sigma_i$, $M = s^2$ and $\|u_i\|^2 = "
        r"M/s^2$ is at least 1"
    )
    T.forall("unit-above", [gt(s, 0), ge(M, s**2)], ge(M / s**2, 1), form=(M - s**2) / s**2)
    T.forall("unit-below", [gt(s, 0), le(M, s**2)], le(M / s**2, 1), r"and at most 1.", form=(s**2 - M) / s**2)
    T.identity(
        "remainder", a * (y + z * v) - s * u * z, a * y + z * (a * v - s * u),
        r"II. The remainder $A - A_k$ takes $v_i$ to $Av_i - \sigma_iu_i = 0$ for $i \le k$, and to $Av_i$ for $i > "
        r"k$. (The last of its terms, entry by entry: with $x + zv_k$ for $x$ it adds $z$ times $Av_k - "
        r"\sigma_ku_k$.) With $k = r$ it is 0 on the whole basis, as $\|Av_i\|^2 = \lambda_i = 0$ for $i > r$; so $A "
        r"= A_r$.",
    )
    T.identity(
        "pythagoras", (c + z * e) ** 2, c**2 + 2 * z * (c * e) + z**2 * e**2,
        r"For $x = \sum_i x_iv_i$ the images of the $v_i$ are orthogonal, and by sums of such terms, the middle one "
        r"being 0, $\|(A - A_k)x\|^2 = \sum_{i > k}\sigma_i^2x_i^2$.",
    )
    T.formally(
        "eigenbasis-of-error", "TightMax.TruncatedSvd.error_image_dot",
        r"With $B = A - A_k$ the vector $B'Bv_i$ has the product $\langle Bv_i, Bv_j\rangle$ with $v_j$, 0 for $j \ne "
        r"i$: so the $v_i$ are an eigenbasis of $B'B$, with eigenvalues 0 for $i \le k$ and $\sigma_i^2$ for $i > k$ "
        r"(0 for $i > r$);",
    )
    T.formally(
        "error-frobenius", "TightMax.TruncatedSvd.error_frobenius",
        r"and by spectral-norm $\|A - A_k\|_F^2 = \sum_{i>k}\sigma_i^2$",
    )
    T.formally("error-norm", "TightMax.TruncatedSvd.error_spectral_norm", r"and $\sigma(A - A_k) = \sigma_{k+1}$.")
    T.forall(
        "closer", [gt(s, 0)], lt(E - s**2, E),
        r"III. One term more takes $\sigma_{k+1}^2$ from the sum: it is smaller.", form=s**2,
    )
    T.forall(
        "largest-error", [gt(t, 0), ge(s - t, 0)], le(t**2, s**2),
        r"And the largest gain of the remainder goes from $s = \sigma_{k+1}$ to $t = \sigma_{k+2} \le s$, or to 0.",
        form=[(s - t) ** 2, 2 * t * (s - t)],
    )


if __name__ == "__main__":
    truncated_svd.script()
