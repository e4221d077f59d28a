"""Seed 001, softmax, LogSumExp and the losses of classification and ranking: claims S1-01 to S1-16."""

import sympy as sp

from proofs.machinery.engine.claim import CORRECTED, PROVED, ClaimProof, Claims
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, lt

claim = Claims()
Rational, exp, ln = sp.Rational, sp.exp, sp.log
k, E, S, R, v, w = positives("k E S R v w")
a, u, T, N = reals("a u T N")
HALF = Rational(1, 2)

claim.not_a_statement(
    "S1-01", "take home", "Use LogSumExp in place of the maximum.",
    "advice: there is nothing to prove or refute. What LogSumExp guarantees stands in S1-38.",
)


@claim(
    "S1-02", PROVED, "question", "Smoothing the multiclass hinge gives the softmax loss.",
    truth=r"LogSumExp for the inner maximum and the softplus for the outer one, both with $k$, give $\mathrm{CE}_k$, "
    r"and $0 < \mathrm{CE}_k - h \le \frac1k\ln n$ for $n$ classes.",
    uses=["hinge-to-softmax"],
)
def s1_02(c: ClaimProof) -> None:
    c.identity(
        "both-steps", ln(1 + exp(k * (ln(S) / k - ln(E) / k))) / k, -ln(E / (E + S)) / k,
        "With $E = e^{kz_t}$ and $S$ the sum of the other exponentials.",
    )


@claim(
    "S1-03", PROVED, "question", "A pairwise ranking hinge can be smoothed into a differentiable pairwise loss.",
    truth=r"$\frac1k\ln(1 + e^{ku})$ exceeds $\max(0, u)$ by more than 0 and at most $\frac1k\ln 2$.",
    uses=["softplus-gap", "pairwise-losses"],
)
def s1_03(c: ClaimProof) -> None:
    c.derivative("slope", ln(1 + exp(k * u)) / k, u, exp(k * u) / (1 + exp(k * u)), r"It has a derivative everywhere.")


@claim(
    "S1-04", PROVED, "answer", "The triplet loss is the pairwise form of the hinge.",
    truth=r"$\max(0, \alpha + D_p - D_n)$ is the hinge with margin $\alpha$ of the scores $-D_p$ and $-D_n$.",
    uses=["pairwise-losses"],
)
def s1_04(c: ClaimProof) -> None:
    c.say("This is the first part of the theorem.")


@claim(
    "S1-05", CORRECTED, "answer", "The pairwise version of the softmax is neighbourhood components analysis.",
    truth="They agree for one positive and one negative only. In general the loss of neighbourhood components is "
    "smaller than the sum of the smoothed pairwise hinges, and it smooths the single hinge of the nearest positive "
    "and the nearest negative.",
    uses=["pairwise-losses"],
)
def s1_05(c: ClaimProof) -> None:
    c.refute(
        "two-positives", eq(-ln(Rational(2, 3)), 2 * ln(1 + 1)),
        r"Two positives and one negative at equal distance, times $k$: $\ln(3/2)$ on one side, two pairs of $\ln 2$ "
        "on the other.",
    )
    c.refute(
        "two-negatives", eq(-ln(Rational(1, 3)), 2 * ln(1 + 1)),
        r"One positive and two negatives: $\ln 3$ against $2\ln 2$.",
    )


@claim(
    "S1-06", PROVED, "gradient", "The derivative of LogSumExp is the softmax.",
    truth=r"$\nabla\frac1k \, \mathrm{LSE}(kx) = \mathrm{softmax}(kx)$ for every $k > 0$.", uses=["lse-smooth"],
)
def s1_06(c: ClaimProof) -> None:
    c.derivative(
        "any-k", ln(exp(k * a) + R) / k, a, exp(k * a) / (exp(k * a) + R),
        "In one entry $a$, with $R$ the sum of the other exponentials.",
    )


@claim(
    "S1-07", CORRECTED, "softmax",
    "The softmax is not a smooth maximum but a smooth one-hot vector of the largest entry.",
    truth=r"$\mathrm{softmax}(kx)$ tends to the one-hot vector if and only if the largest entry is unique; $m$ equal "
    r"ones get $\frac1m$ each.",
    uses=["softmax-limit"],
)
def s1_07(c: ClaimProof) -> None:
    weight = exp(0) / (exp(0) + exp(0))
    c.refute("tie-one", eq(weight, 1), r"At $x = (0, 0)$ both weights are $\frac12$ for every $k$, not 1")
    c.refute("tie-zero", eq(weight, 0), r"and not 0.")


@claim(
    "S1-08", CORRECTED, "softmax",
    "The softmax is a vector, so it cannot be used directly in place of the maximum, a number.",
    truth=r"One product turns it into a number: $\langle x, \mathrm{softmax}(kx) \rangle$ is below the maximum by "
    r"less than $\frac1k\ln d$. It is neither convex nor increasing, for any $k$.",
    uses=["boltzmann-operator"],
)
def s1_08(c: ClaimProof) -> None:
    c.lacks(r"it does not say what else than the vector itself may be used.")
    c.forall(
        "two-entries", [gt(k, 0), gt(v, 0), gt(w, 0), ge(w, 1 + k * v)], lt(v / (1 + w), 1 / k),
        r"Two entries that differ by $v$, $w = e^{kv} \ge 1 + kv$: the product is $v/(1 + w)$ below the maximum.",
        form=[(w - 1 - k * v) / (k * (1 + w)), 2 / (k * (1 + w))],
    )


@claim(
    "S1-09", CORRECTED, "softmax", "The true smooth version of the maximum is LogSumExp.",
    truth=r"It is one of many. At $d = 2$ a Huber function has the same smoothness and gap $\frac12 < \ln 2$, and in "
    "every dimension a smoothing beats LogSumExp.",
    uses=["d2-optimum", "universal-upper", "lse-gap", "lse-smooth"],
)
def s1_09(c: ClaimProof) -> None:
    c.refute(
        "only-one", eq(HALF, ln(2)), "Were it the only one, the gap of the Huber function would be that of LogSumExp,"
    )
    c.refute("smallest-gap", ge(HALF, ln(2)), r"or at least no smaller.")


@claim(
    "S1-10", PROVED, "gradient of the loss",
    "After smoothing, the unit gradient of the non-target side is shared out by a softmax.",
    truth="By the softmax of $kz$ over the non-target scores; the outer softplus multiplies all by $1 - p_t$.",
    uses=["hinge-to-softmax"],
)
def s1_10(c: ClaimProof) -> None:
    c.say("This is a part of the theorem.")


@claim(
    "S1-11", PROVED, "gradient of the loss", "A larger non-target score gets a larger gradient.",
    uses=["hinge-to-softmax", "softplus-gap"],
)
def s1_11(c: ClaimProof) -> None:
    c.forall(
        "ratio", [gt(k, 0), gt(v, 0), ge(w, 1 + k * v)], gt(w, 1),
        r"If one score is larger by $v > 0$, its share is larger by the factor $w = e^{kv} \ge 1 + kv > 1$.",
        form=[w - 1 - k * v, k * v],
    )


@claim(
    "S1-12", PROVED, "gradient of the loss",
    "The non-target gradients sum to 1, the target has $-1$: total 0, absolute sum 2.",
    truth=r"So it is for $\frac1k \, \mathrm{LSE}(kz_{i \ne t}) - z_t$, the hinge after the inner step, where it is "
    "positive; for the cross-entropy all four figures are multiplied by $1 - p_t$.",
    uses=["hinge-to-softmax"],
)
def s1_12(c: ClaimProof) -> None:
    c.derivative("in-the-target", ln(S) / k - T, T, -1, r"The target score $T$ occurs once.")


@claim(
    "S1-13", PROVED, "gradient of the loss", "So the total size of the gradient is bounded.",
    truth=r"In the $\ell_1$ norm by 2, and for the cross-entropy strictly.", uses=["hinge-to-softmax"],
)
def s1_13(c: ClaimProof) -> None:
    c.forall(
        "below-two", [gt(E, 0), gt(S, 0)], lt(2 * (S / (E + S)), 2), "$2(1 - p_t) < 2$, since $E = e^{kz_t} > 0$.",
        form=2 * E / (E + S),
    )


@claim(
    "S1-14", PROVED, "cross-entropy", "After both smoothing steps the loss is exactly the softmax cross-entropy.",
    uses=["hinge-to-softmax"],
)
def s1_14(c: ClaimProof) -> None:
    c.identity("exactly", ln(1 + S / E), -ln(E / (E + S)), r"With $k = 1$ as printed; the theorem has every $k$.")


claim.not_a_statement(
    "S1-15", "cross-entropy", "Smoothing solves the difficulty of optimising the original objective.",
    "an experience from training: no model, no data and no measure of difficulty are named.",
)


@claim(
    "S1-16", CORRECTED, "cross-entropy",
    "Smoothing also brings in a margin between the classes, which improves generalisation.",
    truth=r"A loss $\mathrm{CE}_k \le \delta$ forces the margin $z_t - \max_{i \ne t} z_i \ge -\frac1k\ln(e^{k\delta} "
    r"- 1)$, positive for $\delta < \frac1k\ln 2$, and none for $\delta > \frac1k\ln 2$; the loss never stops "
    "pulling, since the target's gradient $-(1 - p_t)$ is never 0. Nothing follows about generalisation.",
    uses=["hinge-to-softmax"],
)
def s1_16(c: ClaimProof) -> None:
    c.lacks(r"it names no size of the margin and no measure of generalisation.")
    c.forall(
        "no-margin", [gt(E, 0), eq(S, E), eq(N * E, E + S)], eq(N, 2),
        r"Two classes with equal scores: the loss is $\frac1k\ln 2$, the margin 0.",
    )
