r"""Triplet loss, its smoothing, and neighbourhood components.   [S1-03 to S1-05]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, S, exp, log

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

k, P, Q, P1, W, X, Y = positives("k P Q P_1 W X Y")
alpha, Dp, Dn, z, s, t, a, b, c, r, m, N, H = reals("alpha D_p D_n z s t a b c r m N H")
SIZES = [gt(a, 0), gt(b, 0), ge(m, 1), ge(N, 1), ge(P, a), le(P, m * a), ge(Q, b), le(Q, N * b)]
"""Sums of m and of N positive terms, of which a and b are the largest."""
COMPONENTS = -log(P / (P + Q)) / k


@theorem(
    "pairwise-losses",
    title=r"Triplet loss and neighbourhood components",
    source="S1, ranking",
    conclusion=r"The triplet loss $\max(0, \alpha + D_p - D_n)$ is the hinge with margin $\alpha$ of two scores "
    r"$-D_p$ and $-D_n$; its smoothing $\frac1k\ln(1 + "
    r"e^{k(\alpha + D_p - D_n)})$, $k > 0$, exceeds it by more than 0 and at most $\frac1k\ln 2$. For $p \ge 1$ "
    r"positives and $q \ge 1$ negatives the loss of neighbourhood "
    r"components, $-\frac1k\ln(P/(P+Q))$ with $P = \sum e^{-kD_i}$ over the positives and $Q$ over the negatives, "
    r"is at most the sum over all pairs of "
    r"$\frac1k\ln(1 + e^{k(D_i - D_j)})$, with equality exactly for $p = q = 1$. It smooths one hinge, $h = "
    r"\max(0, \min_i D_i - \min_j D_j)$ of the nearest ones: its "
    r"difference to $h$ is above $-\frac1k\ln p$ and at most $\frac1k\ln(1 + q)$.",
    claim=[
        eq(COMPONENTS, log(1 + Q / P) / k),
        le(1 + Q / P, (1 + N) * H),
        gt(1 + Q / P, (b / a) / m),
        gt(1 + Q / P, 1 / m),
    ],
    variables=[
        (k, r"(0, \infty)"),
        (P, r"\{\sum e^{-kD_i}\}"),
        (Q, r"\{\sum e^{-kD_j}\}"),
        (m, r"\{p\}"),
        (N, r"\{q\}"),
        (a, r"\{e^{-k\min_i D_i}\}"),
        (b, r"\{e^{-k\min_j D_j}\}"),
        (H, r"\{e^{kh}\}"),
    ],
    hypotheses=[gt(k, 0), gt(P, 0), gt(Q, 0), *SIZES, ge(H, 1), ge(H, b / a), eq((H - 1) * (H - b / a), 0)],
    witness={k: 2, P: 3, Q: 1, m: 2, N: 2, a: 2, b: 1, H: 1},
    claims=["S1-03", "S1-04", "S1-05"],
    uses=["softplus-gap"],
    ends=[
        "triplet-active, triplet-idle, smoothed, softplus-gap",
        "claim 1, one-and-one, product-step, more-positives, other-positives",
        "claim 1, claim 2, claim 3, claim 4, ratio-above, ratio-below",
    ],
    sketch="With scores $-D_p$ and $-D_n$ the triplet loss is the hinge with margin, so its smoothing is a softplus "
    r"and \ref{softplus-gap} gives the gap. The loss of neighbourhood components is $\frac1k\ln(1 + Q/P)$. The sum of "
    "the pairwise losses is the logarithm of the product of all $1 + Q_j/P_i$; multiplying out for one positive "
    r"gives at least $1 + Q/P_i$, further positives only add factors above 1, and $P \ge P_i$, so it is never "
    "smaller, and equal only for one pair. For the limit, $P$ lies between its largest term $a$ and $pa$, $Q$ "
    r"between $b$ and $qb$. So $Q/P$ is $b/a = e^{k(\min D_i - \min D_j)}$ up to the factors $q$ and $\frac1p$, and "
    r"taking logarithms in both cases $b \ge a$ and $b \le a$ gives the two bounds around the hinge of the nearest "
    "ones.",
)
def pairwise_losses(T: Proof) -> None:
    T.say(
        r"The hinge with margin of the scores $z_t = -D_p$ and $s = -D_n$ is $\max(0, \alpha + s - z_t)$, written "
        r"$h$; $t$ is the triplet loss."
    )
    scores = [eq(z, -Dp), eq(s, -Dn)]
    T.forall(
        "triplet-active",
        [*scores, eq(t, alpha + Dp - Dn), ge(alpha + s - z, 0), eq(r, alpha + s - z)],
        eq(t, r),
        r"Where $\alpha + s - z_t \ge 0$ they agree ($r$ is the hinge),",
    )
    T.forall(
        "triplet-idle",
        [*scores, lt(alpha + s - z, 0)],
        lt(alpha + Dp - Dn, 0),
        r"and where one is cut off at 0 so is the other.",
    )
    u = alpha + Dp - Dn
    T.identity(
        "smoothed",
        log(1 + exp(k * u)) / k,
        log(1 + exp(k * alpha) * exp(k * Dp) * exp(-k * Dn)) / k,
        r"The smoothing is the softplus of this difference, so its gap is the one of softplus-gap.",
    )
    T.identity("components", COMPONENTS, log(1 + Q / P) / k, r"Neighbourhood components: the loss is a softplus too,")
    T.identity(
        "one-and-one",
        log(1 + exp(-k * Dn) / exp(-k * Dp)) / k,
        log(1 + exp(k * (Dp - Dn))) / k,
        r"for one positive and one negative that of $D_p - D_n$, the smoothed triplet loss.",
    )
    several(T)
    nearest(T)


def several(T: Proof) -> None:
    """The sum of the pairwise losses against the loss of neighbourhood components."""
    T.say(
        r"Several pairs: the sum of the logarithms is the logarithm of a product of factors $1 + a$ with $a = "
        r"Q_j/P_i > 0$. For one positive, $P_1$,"
    )
    T.forall(
        "product-step",
        [ge(X, 1 + a), gt(a, 0), gt(b, 0)],
        gt(X * (1 + b), 1 + a + b),
        r"the product over the negatives is at least $1 + Q/P_1$, and more with two of them: one more factor,",
        form=[(X - 1 - a) * (1 + b), a * b],
    )
    T.forall(
        "more-positives",
        [gt(Q, 0), gt(P, 0), gt(P1, 0), ge(P, P1)],
        ge(1 + Q / P1, 1 + Q / P),
        r"and $P \ge P_1$.",
        form=Q * (P - P1) / (P * P1),
    )
    T.forall(
        "other-positives",
        [ge(X, 1 + c), gt(c, 0), gt(Y, 1)],
        gt(X * Y, 1 + c),
        r"The factors of the other positives are above 1, so with two positives the sum is larger too.",
        form=[(X - 1 - c) * (Y - 1), X - 1 - c, (1 + c) * (Y - 1)],
    )
    T.enclose(
        "example",
        lt(log(Rational(3, 2)), 2 * log(2)),
        r"Two positives and one negative, all at distance 0: $\ln(3/2)$ against $2\ln 2$ ($k$ cancels).",
    )


def nearest(T: Proof) -> None:
    """Which hinge the loss of neighbourhood components smooths."""
    T.say(
        r"The limit. Let $a = e^{-k\min_i D_i}$ and $b = e^{-k\min_j D_j}$ be the largest terms and $W = b/a = "
        r"e^{k(\min_i D_i - \min_j D_j)}$, where $h = \max(0, \frac1k\ln W)$. There are $m$ positives and $N$ "
        r"negatives, $a \le P \le ma$ and $b \le Q \le Nb$."
    )
    given = [gt(a, 0), gt(b, 0), gt(P, 0), gt(m, 0), gt(N, 0)]
    T.forall(
        "ratio-above",
        [*given, le(Q, N * b), ge(P, a)],
        le(Q / P, N * (b / a)),
        r"$Q/P \le NW$,",
        form=[(N * b - Q) / P, N * b * (P - a) / (a * P)],
    )
    T.forall(
        "ratio-below",
        [*given, ge(Q, b), le(P, m * a)],
        ge(Q / P, (b / a) / m),
        r"$Q/P \ge W/m$.",
        form=[(Q - b) / P, b * (m * a - P) / (m * a * P)],
    )
    T.forall(
        "upper-active",
        [ge(W, 1), gt(N, 0), le(X, N * W)],
        le(1 + X, (1 + N) * W),
        r"With $X = Q/P$: if $W \ge 1$ then $1 + X \le (1 + N)W$,",
        form=[N * W - X, W - 1],
    )
    T.forall(
        "upper-idle",
        [le(W, 1), gt(N, 0), le(X, N * W)],
        le(1 + X, 1 + N),
        r"if $W \le 1$ then $1 + X \le 1 + N$: the upper bound.",
        form=[N * W - X, N * (1 - W)],
    )
    T.forall(
        "lower-active", [gt(m, 0), ge(X, W / m)], gt(1 + X, W / m), r"Below, $1 + X > W/m$", form=[X - W / m, S.One]
    )
    T.forall(
        "lower-idle",
        [ge(m, 1), gt(m, 0), gt(X, 0)],
        gt(1 + X, 1 / m),
        r"and $1 + X > 1/m$: the lower bound.",
        form=[X, (m - 1) / m],
    )
    T.say(
        r"Without letters for $Q/P$ and $b/a$, and with $H = e^{kh} = \max(1, b/a)$: $\frac1k$ times the logarithms of "
        r"both sides are the bounds."
    )
    T.forall(
        "upper",
        [le(Q / P, N * (b / a)), ge(H, 1), ge(H, b / a), gt(N, 0), gt(a, 0)],
        le(1 + Q / P, (1 + N) * H),
        form=[N * (b / a) - Q / P, H - 1, N * (H - b / a)],
    )
    T.forall(
        "lower-ratio",
        [ge(Q / P, (b / a) / m), gt(a, 0), gt(m, 0)],
        gt(1 + Q / P, (b / a) / m),
        form=[Q / P - (b / a) / m, S.One],
    )
    T.forall("lower-one", [ge(m, 1), gt(m, 0), gt(P, 0), gt(Q, 0)], gt(1 + Q / P, 1 / m), form=[Q / P, (m - 1) / m])


if __name__ == "__main__":
    pairwise_losses.script()
