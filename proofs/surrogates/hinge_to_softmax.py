r"""The multiclass hinge, smoothed twice, is the cross-entropy; the gradient.   [S1-02, S1-10 to S1-16]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Symbol, exp, log

from symbolic.notation import n, positives, reals
from symbolic.relations import eq, ge, gt, le, lt

k, E, S, D, e, other = positives("k E S D e o")
R = Symbol("R", nonnegative=True)
z, zi, m, M, h, v, w, b, y, y1, r, r1 = reals("z_t z_i m M h v w b y y_1 r r_1")
TARGET, ENTRY = exp(k * z), exp(k * zi)
LARGEST = [ge(M, m), ge(M, z), eq((M - m) * (M - z), 0)]
"""M = max(m, z), the largest score, with m for the largest of the other scores and z for the target's."""
HINGE = [ge(h, 0), ge(h, m - z), eq(h * (h - m + z), 0)]
"""h = max(0, m - z)."""
CROSS_ENTROPY = -log(E / (E + S)) / k
INNER = log(ENTRY + R) / k - z
OUTER = log(TARGET + ENTRY + R) / k - z


@theorem(
    "hinge-to-softmax",
    title=r"The smoothed multiclass hinge is the cross-entropy",
    source="S1, the loss of a classifier",
    conclusion=r"For $n \ge 2$ classes, target $t$ and $k > 0$ let $h = \max(0, \max_{i \ne t} z_i - z_t)$. "
    r"Smoothing the inner maximum by LogSumExp and the outer one by the "
    r"softplus, both with $k$, gives exactly $\mathrm{CE}_k = -\frac1k\ln(\mathrm{softmax}_t(kz))$, and $0 < "
    r"\mathrm{CE}_k - h \le \frac1k\ln n$, with equality exactly where "
    r"all scores are equal. After the inner step alone the gradient is the softmax of $k$ times the other "
    r"scores, sum 1, and $-1$ for the target: total 0, absolute sum 2. The outer "
    r"step multiplies it by $1 - p_t$, where $p_t = \mathrm{softmax}_t(kz)$: absolute sum $2(1 - p_t) < 2$. "
    r"For $\delta > 0$, $\mathrm{CE}_k \le \delta$ forces $z_t - \max_{i \ne t} z_i "
    r"\ge -\frac1k\ln(e^{k\delta} - 1)$, which is positive for $\delta < \frac1k\ln 2$; "
    r"no $\delta > \frac1k\ln 2$ forces a positive margin.",
    claim=[
        eq(CROSS_ENTROPY, log(1 + S / E) / k),
        eq(CROSS_ENTROPY, (log(E + S) - log(E)) / k),
        eq(h, M - z),
        lt(2 * S / (E + S), 2),
        le(other / E, D - 1),
    ],
    variables=[
        (n, r"\{2, 3, \dots\}"),
        (k, r"(0, \infty)"),
        (E, r"\{e^{kz_t}\}"),
        (S, r"\{\sum_{i \ne t} e^{kz_i}\}"),
        (other, r"\{e^{k\max_{i \ne t} z_i}\}"),
        (D, r"\{e^{k\delta}\}"),
        (z, r"\mathbb{R}"),
        (m, r"\{\max_{i \ne t} z_i\}"),
        (M, r"\{\max_i z_i\}"),
        (h, r"\{\max(0, m - z_t)\}"),
    ],
    hypotheses=[ge(n, 2), gt(k, 0), gt(E, 0), gt(S, 0), le(other, S), le(E + S, D * E), *LARGEST, *HINGE],
    witness={n: 3, k: 2, E: 1, S: 5, other: 3, D: 7, z: 1, m: 4, M: 4, h: 3},
    claims=["S1-02", "S1-10", "S1-11", "S1-12", "S1-13", "S1-14", "S1-16"],
    uses=["softplus-gap", "lse-gap"],
    ends=[
        "setting",
        "two-steps, claim 1, claim 2, claim 3, lse-gap",
        "share, target, shares-add-up, total, absolute-sum",
        "outer-share, outer-target, outer-factor, outer-sum, claim 4",
        "claim 5, margin-positive, margin-not-forced",
    ],
    sketch=r"The softplus of $\frac1k\ln S - z_t$, with $S$ the sum of the exponentials of the other scores, is "
    r"$\frac1k\ln(1 + S/E)$, which is the cross-entropy of the softmax and also $\frac1k\mathrm{LSE}(kz) - z_t$. The "
    r"hinge is $\max z - z_t$, so the difference of the two is the gap of LogSumExp over all $n$ scores, and "
    r"\ref{lse-gap} gives its range with the case of equality. Differentiating the inner step gives shares of sum 1 "
    "and $-1$ for the target; the outer step multiplies all by $1 - p_t = S/(E + S)$, so the absolute sum $2(1 - "
    r"p_t)$ is below 2 and never 0. For the margin, $\mathrm{CE}_k \le \delta$ says $E + S \le e^{k\delta}E$; the "
    "largest of the other exponentials is a term of $S$, which bounds the margin from below, positive if "
    r"$e^{k\delta} < 2$. Above that, one score equal to the target's and very small others have this loss without a "
    "margin.",
)
def hinge_to_softmax(T: Proof) -> None:
    smoothing(T)
    budget(T)
    after_the_outer_step(T)
    margin(T)


def smoothing(T: Proof) -> None:
    """Two smoothings, one function."""
    T.say(
        r"Let $E = e^{kz_t}$ and $S = \sum_{i \ne t} e^{kz_i}$. The inner maximum becomes $\frac1k\ln S$, and the "
        r"softplus of $\frac1k\ln S - z_t$ is"
    )
    T.identity("two-steps", log(1 + exp(k * (log(S) / k - log(E) / k))) / k, log(1 + S / E) / k)
    T.identity("cross-entropy", CROSS_ENTROPY, log(1 + S / E) / k, r"the cross-entropy of the softmax of $kz$.")
    T.identity("log-sum-exp", CROSS_ENTROPY, (log(E + S) - log(E)) / k, r"It is $\frac1k \, \mathrm{LSE}(kz) - z_t$,")
    T.forall(
        "hinge-active",
        [ge(m, z), eq(M, m), eq(h, m - z)],
        eq(h, M - z),
        r"and the hinge is $\max z - z_t$: where $m = \max_{i \ne t} z_i$ is at least $z_t$,",
    )
    T.forall("hinge-idle", [lt(m, z), eq(M, z), eq(h, 0)], eq(h, M - z), r"and where it is not:")
    T.forall("hinge", [*LARGEST, *HINGE], eq(h, M - z), r"in both cases.")
    T.formally(
        "difference", "TightMax.HingeToSoftmax.cross_entropy_gap",
        r"So the difference is the gap of LogSumExp over all $n$ scores: by lse-gap it lies in $(0, \frac1k\ln n]$.",
    )


def budget(T: Proof) -> None:
    """The gradient after the inner step."""
    T.say(r"The gradient of $L = \frac1k\ln S - z_t$; $R$ is what the other terms add to $e^{kz_i}$.")
    T.derivative("share", INNER, zi, ENTRY / (ENTRY + R), r"The score $i \ne t$ gets the share $e^{kz_i}/S$,")
    T.derivative("target", INNER, z, -1, r"the target $-1$.")
    T.identity("shares-add-up", e / (e + R) + R / (e + R), 1, r"The shares add up to 1: one share and all the others.")
    T.forall(
        "total", [eq(w, 1), eq(v, -1)], eq(w + v, 0), r"The total ($w$ the sum of the shares, $v$ the target) is 0"
    )
    T.forall("absolute-sum", [eq(w, 1), eq(v, -1)], eq(w - v, 2), r"and the absolute sum, shares being positive, 2.")
    T.forall(
        "larger-share",
        [gt(S, 0), gt(e, 0), gt(v, 0), ge(w, 1 + v)],
        gt(w * e / S, e / S),
        r"If $z_i > z_j$ then $v = k(z_i - z_j) > 0$ and $w = e^v \ge 1 + v$ (softplus-gap); with $e = e^{kz_j}$ "
        r"the share $we/S$ of $i$ is larger.",
        form=[e * (w - 1 - v) / S, e * v / S],
    )
    T.forall(
        "lipschitz",
        [le(y - y1, b), le(r1 - r, b)],
        le((y - r) - (y1 - r1), 2 * b),
        r"If no score changes by more than $b$, nor does $y = \frac1k\ln S$ (it increases in the scores and $b$ "
        r"added to all passes through), so "
        r"$L = y - z_t$ changes by at most $2b$ (here $r = z_t$).",
        form=[b - y + y1, b - r1 + r],
    )


def after_the_outer_step(T: Proof) -> None:
    """The gradient of the cross-entropy."""
    total = TARGET + ENTRY + R
    T.derivative("outer-share", OUTER, zi, ENTRY / total, r"The cross-entropy: the score $i$ gets $p_i$,")
    T.derivative("outer-target", OUTER, z, -(ENTRY + R) / total, r"the target $-(1 - p_t)$.")
    T.identity(
        "outer-factor",
        e / (E + S),
        (1 - E / (E + S)) * (e / S),
        r"$p_i$ is the former share times $1 - p_t = S/(E + S)$,",
    )
    T.identity(
        "outer-sum",
        e / (E + e + R) + R / (E + e + R),
        1 - E / (E + e + R),
        r"so the shares add up to $1 - p_t$: total 0, absolute sum $2(1 - p_t)$,",
    )
    T.forall("outer-below-two", [gt(E, 0), gt(S, 0)], lt(2 * S / (E + S), 2), r"which is below 2", form=2 * E / (E + S))
    T.forall(
        "never-idle",
        [gt(E, 0), gt(S, 0)],
        lt(-S / (E + S), 0),
        r"and never 0: unlike the hinge, the loss always pulls the target up.",
        form=S / (E + S),
    )


def margin(T: Proof) -> None:
    """What a small loss says about the margin."""
    T.say(
        r"The margin. $\mathrm{CE}_k \le \delta$ says $E + S \le D E$ with $D = e^{k\delta}$; let $o = e^{k\max_{i "
        r"\ne t} z_i}$, a term of $S$."
    )
    T.forall(
        "margin",
        [gt(E, 0), le(E + S, D * E), le(other, S)],
        le(other / E, D - 1),
        r"So $e^{-k(z_t - \max_{i \ne t} z_i)} = o/E \le D - 1$:",
        form=[(D * E - E - S) / E, (S - other) / E],
    )
    T.forall(
        "margin-positive",
        [gt(E, 0), le(E + S, D * E), le(other, S), lt(D, 2)],
        lt(other / E, 1),
        r"below $\delta = \frac1k\ln 2$ the margin is positive.",
        form=[(D * E - E - S) / E, (S - other) / E, 2 - D],
    )
    T.forall(
        "margin-not-forced",
        [gt(E, 0), le(R, (D - 2) * E)],
        le(E + (E + R), D * E),
        r"Above it none is forced: one score equal to the target's, and the terms of the others add up to $R \le "
        r"(D - 2)E$.",
        form=(D - 2) * E - R,
    )
    T.forall(
        "margin-sharp",
        [gt(E, 0), eq(S, E), eq(D * E, E + S)],
        eq(D, 2),
        r"For two classes it is not forced at $\frac1k\ln 2$ either: equal scores, $S = E$, have just this loss.",
    )


if __name__ == "__main__":
    hinge_to_softmax.script()
