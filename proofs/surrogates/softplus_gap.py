r"""The softplus exceeds $\max(0, u)$ by more than 0 and at most $\frac{\ln 2}{k}$.   [S1-03]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Subs, exp, log

from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le, lt

k, s, w, z = positives("k s w z")
u, v, L, E = reals("u v L E")
EXCESS = log(1 + exp(-k * v)) / k
"""The excess of the softplus over the maximum, with v for the modulus of u."""
ONE = 1 / (1 + s)


@theorem(
    "softplus-gap",
    title=r"The softplus exceeds $\max(0, u)$ by at most $\frac{\ln 2}{k}$",
    source="S1, the smoothed hinge",
    conclusion=r"For $k > 0$ and $u \in \mathbb{R}$: $0 < \frac1k\ln(1 + e^{ku}) - \max(0, u) = \frac1k\ln(1 + "
    r"e^{-k|u|}) \le "
    r"\frac1k\ln 2$, with equality on the right exactly at $u = 0$. The excess is also at most $\frac{1}{k(1 + "
    r"k|u|)}$, so it "
    r"tends to 0 like $\frac1k$ uniformly, and faster at every $u \ne 0$.",
    claim=[gt(EXCESS, 0), le(EXCESS, log(2) / k), le(EXCESS, 1 / (k * (1 + k * v)))],
    variables=[(k, r"(0, \infty)"), (v, r"[0, \infty)")],
    hypotheses=[gt(k, 0), ge(v, 0)],
    witness={k: 3, v: 2},
    claims=["S1-03"],
    ends=[
        "factor, excess, mirrored, positive, bound, strict, attained, tangent, log-positive, log-below, "
        "log-strictly-below, power-below-one, claim 1, claim 2",
        "tangent, exponential, rate, faster, claim 3",
    ],
    sketch=r"For $u \ge 0$ take $e^{ku}$ out of the logarithm: the excess over $u$ is $\frac1k\ln(1 + e^{-ku})$; for "
    r"$u \le 0$ the softplus itself has this form with $-u$. So in both cases the excess is $\frac1k\ln(1 + s)$ with "
    r"$s = e^{-k|u|} \in (0, 1]$. Everything follows from the tangent of the logarithm at 1, $\ln w \le w - 1$, which "
    r"holds because the difference vanishes at 1, falls before and rises after. At $w = \frac{1}{1+s}$ it makes the "
    r"excess positive, at $w = \frac{1+s}{2}$ it bounds it by $\frac1k\ln 2$ with equality only at $s = 1$, that is "
    r"$u = 0$. At $w = 1 + s$ and $w = e^{k|u|}$ it gives $\ln(1 + s) \le s \le \frac{1}{1 + k|u|}$, the faster rate "
    "away from 0.",
)
def softplus_gap(T: Proof) -> None:
    logarithm(T)
    T.say(r"Now let $v = |u|$. For $u \ge 0$ the term $e^{ku}$ is taken out of the logarithm:")
    T.identity("factor", exp(k * u) * (1 + exp(-k * u)), 1 + exp(k * u))
    T.identity(
        "excess",
        log(exp(k * u) * (1 + exp(-k * u))) / k,
        u + log(1 + exp(-k * u)) / k,
        r"so the excess over $u = \max(0, u)$ is $\frac1k\ln(1 + e^{-k|u|})$.",
    )
    T.identity(
        "mirrored",
        Subs(log(1 + exp(k * u)) / k, u, -v),
        EXCESS,
        r"For $u \le 0$ the maximum is 0 and $u = -|u|$, so the softplus itself is $\frac1k\ln(1 + e^{-k|u|})$.",
    )
    T.forall(
        "power-below-one",
        [gt(w, 0), gt(w, 1)],
        lt(1 / w, 1),
        r"Here $s = e^{-k|u|} = 1/w$ with $w = e^{k|u|} \ge 1$, so $0 < s \le 1$, and $s < 1$ for $u \ne 0$.",
        form=(w - 1) / w,
    )
    T.forall(
        "positive",
        [gt(k, 0), gt(L, 0)],
        gt(L / k, 0),
        r"With $L = \ln(1 + s)$ the excess $L/k$ is positive",
        form=L / k,
    )
    T.forall(
        "bound",
        [gt(k, 0), le(L, log(2))],
        le(L / k, log(2) / k),
        r"and at most $\frac{\ln 2}{k}$,",
        form=(log(2) - L) / k,
    )
    T.forall(
        "strict",
        [gt(k, 0), lt(L, log(2))],
        lt(L / k, log(2) / k),
        r"strictly less where $s < 1$, that is $u \ne 0$;",
        form=(log(2) - L) / k,
    )
    T.exact("attained", eq(EXCESS - log(2) / k, 0), at={v: 0}, text=r"at $u = 0$ it is $\frac1k\ln 2$:")
    T.forall(
        "exponential",
        [gt(w, 0), gt(k, 0), ge(v, 0), le(k * v, w - 1)],
        le(1 / w, 1 / (1 + k * v)),
        r"The rate: $kv = \ln w \le w - 1$, so the power is $s = 1/w \le 1/(1 + kv)$,",
        form=(w - 1 - k * v) / (w * (1 + k * v)),
    )
    T.forall(
        "rate",
        [gt(k, 0), ge(v, 0), le(L, s), le(s, 1 / (1 + k * v))],
        le(L / k, 1 / (k * (1 + k * v))),
        r"and $L \le s$.",
        form=[(s - L) / k, (1 / (1 + k * v) - s) / k],
    )
    T.forall(
        "faster",
        [gt(k, 0), gt(v, 0), gt(z, 0), ge(k * v * z, 1), le(E, 1 / (k * (1 + k * v)))],
        lt(k * E, z),
        r"So $k$ times the excess $E$ stays at $\ln 2$ for $u = 0$, the largest excess; at $u \ne 0$ it is below any "
        r"$z > 0$ from $k = \frac{1}{vz}$ on.",
        form=[k * (1 / (k * (1 + k * v)) - E), (k * v * z - 1) / (1 + k * v), z / (1 + k * v)],
    )


def logarithm(T: Proof) -> None:
    """Bounds of ln(1 + s) for 0 < s <= 1, from the tangent of the logarithm at 1."""
    T.exact(
        "at-one",
        eq(w - 1 - log(w), 0),
        at={w: 1},
        text=r"First $\ln w \le w - 1$ for $w > 0$, with equality only at 1: the difference vanishes at 1,",
    )
    T.derivative("slope", w - 1 - log(w), w, (w - 1) / w, "and its derivative")
    T.forall("falls-before", [gt(w, 0), lt(w, 1)], lt((w - 1) / w, 0), "is negative before 1", form=(1 - w) / w)
    T.forall("rises-after", [gt(w, 0), gt(w, 1)], gt((w - 1) / w, 0), "and positive after.", form=(w - 1) / w)
    T.formally(
        "tangent", "TightMax.RootM.increases",
        r"So it falls before 1 and rises after, and is positive except at 1.",
    )
    T.identity(
        "inverse",
        log(ONE),
        -log(1 + s),
        r"For $L = \ln(1 + s)$ with $s > 0$ this is used three times: at $w = 1/(1+s)$, where $\ln w = -L$,",
    )
    T.forall(
        "log-positive",
        [gt(s, 0), le(-L, ONE - 1)],
        gt(L, 0),
        r"it says $L \ge \frac{s}{1+s} > 0$; at $w = 1 + s$ it says $L \le s$;",
        form=[L + ONE - 1, s / (1 + s)],
    )
    T.identity("half", log((1 + s) / 2), log(1 + s) - log(2), r"and at $w = \frac{1+s}{2}$, where $\ln w = L - \ln 2$,")
    T.forall(
        "log-below",
        [le(s, 1), le(L - log(2), (1 + s) / 2 - 1)],
        le(L, log(2)),
        r"it says $L \le \ln 2 - \frac{1-s}{2} \le \ln 2$,",
        form=[(1 + s) / 2 - 1 - L + log(2), (1 - s) / 2],
    )
    T.forall(
        "log-strictly-below",
        [lt(s, 1), le(L - log(2), (1 + s) / 2 - 1)],
        lt(L, log(2)),
        r"with equality only at $s = 1$.",
        form=[(1 + s) / 2 - 1 - L + log(2), (1 - s) / 2],
    )


if __name__ == "__main__":
    softplus_gap.script()
