r"""Dividing a matrix by its spectral norm: what becomes 1, and what does not change.   [S3-37 to S3-41]"""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import positives, reals
from symbolic.relations import ge, gt, le

S, N, B, Z, r, x, y = reals("S N B Z r x y")
g1, g2, f1, f2 = reals("g_1 g_2 f_1 f_2")
s, a = positives("s a")


@theorem(
    "spectral-normalisation",
    title="Spectral normalisation bounds the largest gain and keeps all ratios",
    source="seed 003, spectral normalisation",
    conclusion=r"For $W \ne 0$ the matrix $W/\sigma(W)$ has spectral norm 1. The gains $\|Wx\|$ in any two directions "
    r"keep their ratio, all singular values are divided by the same number. If all matrices of a network are so "
    r"divided and every activation is $a$-Lipschitz, the network with $l$ of each is $a^l$-Lipschitz, so 1-Lipschitz "
    r"for $a = 1$, and the constant $a^l$ is attained. Any upper bound of $\sigma(W)$ in place of it, such as the "
    r"Frobenius norm, gives a spectral norm of at most 1.",
    claim=[le(S / s**2, N), ge(S / s**2, N)],
    variables=[(S, r"\{\|Wv\|^2\}"), (N, r"\{\|v\|^2\}"), (s, r"\{\sigma(W)\}")],
    hypotheses=[gt(s, 0), le(S, s**2 * N), ge(S, s**2 * N)],
    witness={s: 2, S: 4, N: 1},
    claims=["S3-38", "S3-39", "S3-41"],
    uses=["spectral-norm", "composition"],
)
def spectral_normalisation(T: Proof) -> None:
    T.say(
        r"I. Let $s = \sigma(W) > 0$, $S = \|Wx\|^2$ and $N = \|x\|^2$; $\|(W/s)x\|^2 = S/s^2$ by the identity "
        r"homogeneous of spectral-norm."
    )
    T.forall(
        "at-most-one", [gt(s, 0), le(S, s**2 * N)], le(S / s**2, N), r"$S \le s^2N$ for every $x$,",
        form=(s**2 * N - S) / s**2,
    )
    T.forall(
        "one", [gt(s, 0), ge(S, s**2 * N)], ge(S / s**2, N),
        r"with equality for the first vector of the eigenbasis: $\sigma(W/s) = 1$.",
        form=(S - s**2 * N) / s**2,
    )
    T.forall(
        "larger-divisor", [gt(s, 0), ge(N, 0), le(S, B * N), le(B, s**2)], le(S / s**2, N),
        r"If $s$ is only an upper bound, $B = \sigma(W)^2 \le s^2$, it is still at most 1: by spectral-norm $s = "
        r"\|W\|_F$ will do.",
        form=[(B * N - S) / s**2, (s**2 - B) * N / s**2],
    )
    ratios(T)
    networks(T)


def ratios(T: Proof) -> None:
    """Division by one number changes no ratio."""
    T.say(r"II. Let $g_1, g_2$ be the gains in two directions, and $r$ any number.")
    T.forall(
        "ratio-below", [gt(s, 0), ge(g1, r * g2)], ge(g1 / s, r * (g2 / s)),
        r"$g_1 \ge r g_2$ before makes $g_1/s \ge r g_2/s$ after,",
        form=(g1 - r * g2) / s,
    )
    T.forall(
        "ratio-above", [gt(s, 0), le(g1, r * g2)], le(g1 / s, r * (g2 / s)),
        r"and likewise with $\le$: the ratio $r$ of two gains is the same before and after.",
        form=(r * g2 - g1) / s,
    )


def networks(T: Proof) -> None:
    """A network of such layers."""
    T.forall(
        "layer", [gt(a, 0), le(Z, f2), le(f1, a * Z)], le(f1, a * f2),
        r"III. A layer, $x \mapsto \rho(Wx/\sigma(W) + b)$ with $\rho$ $a$-Lipschitz, is $a$-Lipschitz ($f_2 = \|x - "
        r"y\|$, $Z$ the distance after the affine map, $f_1$ after the "
        r"activation); by composition (depth) $l$ layers are $a^l$-Lipschitz, which is 1 for $a = 1$.",
        form=[a * Z - f1, a * (f2 - Z)],
    )
    T.identity(
        "attained", (a * (1 * x) - a * (1 * y)) ** 2, a**2 * (x - y) ** 2,
        r"The hypothesis on the activations is needed: with $W = (1)$, normalised, and the activation $\rho(x) = ax$ "
        r"every distance is multiplied by $a$, in $l$ layers by $a^l$.",
    )


if __name__ == "__main__":
    spectral_normalisation.script()
