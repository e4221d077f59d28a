r"""The power iteration finds the spectral norm without a singular value decomposition.   [S3-40]"""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import positives, reals
from symbolic.relations import ge, gt, le

S, T_, R, Q, B, ell, mu, m, y, k = reals("S T R Q B l mu m y k")
L, P, V, s = positives("L P V s")
QUOTIENT = (L * V * P + T_) / (V * P + S)
"""The Rayleigh quotient after k steps."""


@theorem(
    "power-iteration",
    title="The power iteration approximates the spectral norm",
    source="S3, spectral normalisation",
    conclusion=r"Let $\lambda_1 > 0$ be the largest eigenvalue of $A'A$, let all other eigenvalues be at most "
    r"$\lambda_1/(1+s)$ with $s > 0$, and let $x$ have a part of squared norm $P > 0$ in the eigenspace of "
    r"$\lambda_1$ and one of squared norm $R$ orthogonal to it. After $k$ multiplications with $A'A$ the quotient "
    r"$\|Ay\|^2/\|y\|^2$, $y = (A'A)^kx$, is at most $\lambda_1$ and at least $\lambda_1(1 - (1+s)^{-2k}R/P)$, where "
    r"$(1+s)^k \ge 1 + ks$.",
    claim=[le(QUOTIENT, L), ge(QUOTIENT, L - L * Q * R / P)],
    variables=[
        (L, r"\{\lambda_1\}"), (V, r"\{\lambda_1^{2k}\}"), (P, r"(0, \infty)"), (R, r"[0, \infty)"),
        (Q, r"\{(1+s)^{-2k}\}"), (S, r"\{\sum_{\lambda_i < \lambda_1}\lambda_i^{2k}x_i^2\}"),
        (T_, r"\{\sum_{\lambda_i < \lambda_1}\lambda_i^{2k+1}x_i^2\}"),
    ],
    hypotheses=[gt(L, 0), gt(V, 0), gt(P, 0), ge(S, 0), ge(T_, 0), le(T_, L * S), le(S, V * Q * R)],
    witness={L: 2, V: 4, P: 1, S: 1, T_: 1, Q: 1, R: 1},
    claims=["S3-40"],
    uses=["spectral-norm"],
    ends=[
        "setting",
        "one-coordinate-base, one-coordinate-step, below, above, one-step, sum-below-base, sum-below-step, bernoulli",
    ],
    sketch=r"In the eigenbasis of \ref{spectral-norm} multiplying by $A'A$ multiplies the coordinate $x_i$ by "
    r"$\lambda_i$. After $k$ steps the part in the eigenspace of $\lambda_1$ has the squared norm $\lambda_1^{2k}P$, "
    r"and the others have at most $\lambda_1^{2k}(1+s)^{-2k}R$, because each factor is at most $\lambda_1/(1+s)$. The "
    r"quotient $\|Ay\|^2/\|y\|^2$ is a weighted mean of the eigenvalues, so it is at most $\lambda_1$; it falls short "
    r"of it by no more than $\lambda_1$ times the share of the other coordinates, $(1+s)^{-2k}R/P$. Bernoulli's "
    r"inequality $(1+s)^k \ge 1 + ks$ shows that this vanishes. The eigenbasis serves the proof only: what is "
    "computed are products with $A$ and $A'$ and two norms.",
)
def power_iteration(T: Proof) -> None:
    T.formally(
        "coordinates", "TightMax.PowerIteration.iterate_eigen",
        r"In the eigenbasis of spectral-norm a multiplication with $A'A$ multiplies the coordinate $x_i$ by "
        r"$\lambda_i$.",
    )
    T.formally(
        "squares", "TightMax.PowerIteration.iterate_square",
        r"So with $L = \lambda_1$, $V = \lambda_1^{2k}$, and $S = \sum\lambda_i^{2k}x_i^2$, $T = "
        r"\sum\lambda_i^{2k+1}x_i^2$ over the coordinates with $\lambda_i < \lambda_1$: $\|y\|^2 = VP + S$ and "
        r"$\|Ay\|^2 = LVP + T$.",
    )
    T.say(r"(All that is computed is products of $A$ and $A'$ with vectors; the eigenbasis serves the proof alone.)")
    T.induction(
        "one-coordinate", base=le(ell * m * y**2, L * m * y**2), base_given=[le(ell, L), ge(m, 0)],
        base_form=(L - ell) * m * y**2,
        given=[le(ell, L), le(T_, L * S), ge(m, 0)], step=le(T_ + ell * m * y**2, L * (S + m * y**2)),
        step_form=[L * S - T_, (L - ell) * m * y**2],
        moves={T_: T_ + ell * m * y**2, S: S + m * y**2}, start={T_: 0, S: 0},
        text=r"$T \le LS$, coordinate by coordinate ($m = \lambda_i^{2k}$):",
    )
    positive = [gt(L, 0), gt(V, 0), gt(P, 0), ge(S, 0), ge(T_, 0)]
    T.forall(
        "below", [*positive, le(T_, L * S)], le(QUOTIENT, L), r"So the quotient is at most $\lambda_1$.",
        form=(L * S - T_) / (V * P + S),
    )
    T.forall(
        "above", [*positive, le(S, V * Q * R)], ge(QUOTIENT, L - L * Q * R / P),
        r"If $S \le VQR$ it falls short of $\lambda_1$ by no more than $\lambda_1QR/P$.",
        form=[L * (V * Q * R - S) / (V * P), (L * S**2 + T_ * V * P) / (V * P * (V * P + S))],
    )
    T.forall(
        "one-step", [ge(ell, 0), le(mu, V), ge(V, 0), gt(L, 0), gt(1 + s, 0), le(ell, L / (1 + s)), ge(mu, 0)],
        le(mu * ell, V * (L / (1 + s))),
        r"And $S \le VQR$ with $Q = (1+s)^{-2k}$: each further factor $\lambda_i$ is at most $\lambda_1/(1+s)$ (here "
        r"$\mu$ is the product so far and $V$ its bound);",
        form=[ell * (V - mu), V * (L / (1 + s) - ell)],
    )
    T.induction(
        "sum-below", base=le(m * y**2, B * y**2), base_given=[le(m, B)], base_form=(B - m) * y**2,
        given=[le(S, B * R), le(m, B)], step=le(S + m * y**2, B * (R + y**2)), step_form=[B * R - S, (B - m) * y**2],
        moves={S: S + m * y**2, R: R + y**2}, start={S: 0, R: 0},
        text=r"with $m = \lambda_i^{2k} \le B = VQ$ the sum is at most $BR$.",
    )
    T.forall(
        "bernoulli", [gt(s, 0), gt(1 + s, 0), ge(k, 0), ge(B, 1 + k * s)], ge(B * (1 + s), 1 + (k + 1) * s),
        r"The error vanishes as $k$ grows: $B = (1+s)^k$ is at least $1 + ks$ for $k = 0$, and if for $k$ then for $k "
        r"+ 1$.",
        form=[(B - 1 - k * s) * (1 + s), k * s**2],
    )
    T.say(r"Computed are products with $A$ and $A'$ and two norms: no decomposition.")


if __name__ == "__main__":
    power_iteration.script()
