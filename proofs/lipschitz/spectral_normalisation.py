r"""Dividing a matrix by its spectral norm: what becomes 1, and what does not change.   [S3-37 to S3-41]"""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le

S, N, M, P, Z, p, r, x, y = reals("S N M P Z p r x y")
g1, g2, f1, f2 = reals("g_1 g_2 f_1 f_2")
s, a, F = positives("s a F")


@theorem(
    "spectral-normalisation",
    title="Spectral normalisation bounds the largest gain and keeps all ratios",
    source="S3, spectral normalisation",
    conclusion=r"For $W \ne 0$ the matrix $W/\sigma(W)$ has spectral norm 1. The gains $\|Wx\|$ in any two directions "
    r"keep their ratio, all singular values are divided by the same number. If all matrices of a network are so "
    r"divided and every activation is $a$-Lipschitz, as a map of vectors or as one of numbers that is applied to every "
    r"entry, the network with $l$ of each is $a^l$-Lipschitz, so 1-Lipschitz for $a = 1$, and the constant $a^l$ is "
    r"attained by some network. Any upper bound of $\sigma(W)$ in place of it, such as the Frobenius norm, gives a "
    r"spectral norm of at most 1.",
    claim=[
        le(S / s**2, N), ge(P / s**2, M), le(S / F**2, N), ge(g1 / s, r * (g2 / s)), le(g1 / s, r * (g2 / s)),
        le(f1, a * f2),
    ],
    variables=[
        (S, r"\{\|Wx\|^2\}"), (N, r"\{\|x\|^2\}"), (s, r"\{\sigma(W)\}"), (P, r"\{\|Wv\|^2\}"), (M, r"\{\|v\|^2\}"),
        (F, r"[\sigma(W), \infty)"), (g1, r"[0, \infty)"), (g2, r"[0, \infty)"), (r, r"\mathbb{R}"),
        (f1, r"[0, \infty)"), (f2, r"[0, \infty)"), (a, r"(0, \infty)"),
        (Z, r"\{\text{the distance between matrix and activation}\}"),
    ],
    hypotheses=[
        gt(s, 0), le(S, s**2 * N), ge(N, 0), ge(P, s**2 * M), gt(F, 0), le(s**2, F**2), eq(g1, r * g2), gt(a, 0),
        le(Z, f2), le(f1, a * Z),
    ],
    witness={s: 2, S: 4, N: 1, P: 4, M: 1, F: 3, g1: 2, g2: 1, r: 2, a: 1, Z: 1, f1: 1, f2: 1},
    claims=["S3-38", "S3-39", "S3-41"],
    uses=["spectral-norm", "composition"],
    ends=[
        "at-most-one, one, spectral-norm",
        "ratio-below, ratio-above, spectral-norm/homogeneous",
        "layer, entrywise, composition, attained",
        "larger-divisor, spectral-norm/frobenius",
    ],
    sketch=r"Dividing by $\sigma(W)$ divides $\|Wx\|^2$ by $\sigma(W)^2$, so $\|Wx\|^2 \le \sigma(W)^2\|x\|^2$ "
    r"becomes $\le \|x\|^2$, with equality at the first vector of the eigenbasis (\ref{spectral-norm}); a larger "
    "divisor, such as the Frobenius norm, gives at most 1. All gains are divided by the same number, so their ratios "
    "stay: the matrix is scaled, not flattened. A normalised layer with an $a$-Lipschitz activation is "
    "$a$-Lipschitz, also if the activation is one of numbers, applied to every entry, because squared differences "
    r"add up; by \ref{composition} $l$ layers give $a^l$, which is 1 for $a = 1$. The hypothesis on the activations "
    r"cannot be dropped: with $W = (1)$ and $\rho(x) = ax$ every distance is multiplied by $a$ in each layer.",
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
        "one", [gt(s, 0), ge(P, s**2 * M)], ge(P / s**2, M),
        r"with equality for the first vector $v$ of the eigenbasis, $P = \|Wv\|^2$ and $M = \|v\|^2$: $\sigma(W/s) = "
        r"1$.",
        form=(P - s**2 * M) / s**2,
    )
    T.forall(
        "larger-divisor", [gt(F, 0), ge(N, 0), le(S, s**2 * N), le(s**2, F**2)], le(S / F**2, N),
        r"With an upper bound $F \ge s$ in place of $s$ it is still at most 1: by spectral-norm $F = \|W\|_F$ will do.",
        form=[(s**2 * N - S) / F**2, (F**2 - s**2) * N / F**2],
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
    T.forall(
        "entrywise", [le(S, a**2 * N), le(p**2, a**2 * y**2)], le(S + p**2, a**2 * (N + y**2)),
        r"An $a$-Lipschitz function of numbers, applied to every entry, is $a$-Lipschitz: with $y$ and $p$ the "
        r"differences of an entry before and after, $N$ and $S$ the sums of their squares so far, from 0 on.",
        form=[a**2 * N - S, a**2 * y**2 - p**2],
    )
    T.identity(
        "attained", (a * (1 * x) - a * (1 * y)) ** 2, a**2 * (x - y) ** 2,
        r"The hypothesis on the activations is needed: with $W = (1)$, normalised, and the activation $\rho(x) = ax$ "
        r"every distance is multiplied by $a$, in $l$ layers by $a^l$.",
    )


if __name__ == "__main__":
    spectral_normalisation.script()
