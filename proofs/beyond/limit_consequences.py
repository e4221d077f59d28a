r"""What the limit says about LogSumExp, the universal smoothing and every other one."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import log

from symbolic.formulas.limit_rate import RATE, at_size
from symbolic.formulas.sharper_potential import GAMMA
from symbolic.formulas.universal import SAVED
from symbolic.notation import EpsStar, d, reals
from symbolic.relations import ge, gt, le, lt

L, R, C, e = reals("L R C e")
ratio = EpsStar(d) / log(d)


@theorem(
    "limit-consequences",
    title="LogSumExp less ln 2 - 1/2 is the best there is, up to o(1)",
    source="new",
    conclusion=
    r"Let $R_d = M^{-1/5}(\frac{13}{3} + \frac16\ln M)$ with $M = 6 + 2\ln d$, for $d \ge 2$. The gap $\ln d - (\ln "
    r"2 - \frac12)$ of the universal smoothing exceeds the least one by at most $R_d$, and that of LogSumExp, $\ln "
    r"d$, by at least $\ln 2 - \frac12$ and at most $\ln 2 - \frac12 + R_d$. For the ratio, $0 \le 1 - \frac{\ln 2 - "
    r"1/2}{\ln d} - \frac{\varepsilon^*_d}{\ln d} \le \frac{R_d}{\ln d}$. If there were smoothings with gaps of at "
    r"most $\ln d - C$ for every $d$, then $C \le \ln 2 - \frac12$.",
    claim=[
        le(log(d) - SAVED - EpsStar(d), RATE), ge(log(d) - EpsStar(d), SAVED), le(log(d) - EpsStar(d), SAVED + RATE),
        ge(1 - SAVED / log(d) - ratio, 0), le(1 - SAVED / log(d) - ratio, RATE / log(d)),
    ],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["lse-gap", "universal-upper", "sharper-lower", "exact-limit"],
    ends=["setting", "claim 1, claim 2, claim 3", "claim 4, claim 5", "no-more, vanishes"],
    sketch=r"All five claims are \ref{exact-limit} in other words. It says that $\varepsilon^*_d$ is $\ln d - (\ln 2 "
    r"- \frac12)$, the gap of the universal smoothing (\ref{universal-upper}), up to $R_d$, from above without error. "
    r"Adding the gap $\ln d$ of LogSumExp (\ref{lse-gap}) gives the statement about LogSumExp, dividing by $\ln d$ "
    r"the one about the ratio. If smoothings with gaps $\ln d - C$ existed in every dimension, then $C \le \ln 2 - "
    r"\frac12 + R_d$ for all $d$, and $R_d \to 0$ leaves $C \le \ln 2 - \frac12$. The last steps say how slow the "
    r"rate is: at $M = 2.2\cdot10^{11}$ the bound $R_d$ still exceeds what \ref{sharper-lower} knows for every "
    r"dimension, at $M = 2.3\cdot10^{11}$ it is smaller.",
)
def limit_consequences(T: Proof) -> None:
    above, below = le(EpsStar(d), log(d) - SAVED), ge(EpsStar(d), log(d) - SAVED - RATE)
    T.forall(
        "universal", [below], le(log(d) - SAVED - EpsStar(d), RATE), r"The first claim is exact-limit in other words,",
        form=EpsStar(d) - (log(d) - SAVED - RATE),
    )
    T.forall(
        "lse-least", [above], ge(log(d) - EpsStar(d), SAVED),
        r"and so are those about the gap of LogSumExp, which is $\ln d$ "
        r"(lse-gap): at least", form=log(d) - SAVED - EpsStar(d),
    )
    T.forall(
        "lse-most", [below], le(log(d) - EpsStar(d), SAVED + RATE), r"and at most.",
        form=EpsStar(d) - (log(d) - SAVED - RATE),
    )
    T.say(r"The ratio, with $L = \ln d$, $R = R_d$ and $e = \varepsilon^*_d$:")
    T.forall(
        "log-positive", [ge(d, 2)], gt(d, 1), r"$d > 1$ and $L > 0$;", form=[d - 2, 1 + 0 * d],
    )
    T.forall(
        "ratio-least", [gt(L, 0), le(e, L - SAVED)], ge(1 - SAVED / L - e / L, 0), r"dividing by $L$,",
        form=(L - SAVED - e) / L,
    )
    T.forall(
        "ratio-most", [gt(L, 0), ge(e, L - SAVED - R)], le(1 - SAVED / L - e / L, R / L), r"both ends.",
        form=(e - (L - SAVED - R)) / L,
    )
    T.forall(
        "no-more", [le(e, L - C), ge(e, L - SAVED - R)], le(C, SAVED + R),
        r"A gap of at most $\ln d - C$ is at least $\varepsilon^*_d$, so that $C \le \ln 2 - \frac12 + R_d$ for "
        r"every $d$,",
        form=[L - C - e, e - (L - SAVED - R)],
    )
    T.formally("vanishes", "TightMax.LimitRate.rate_vanishes", r"and $R_d \to 0$.")
    slow(T)


def slow(T: Proof) -> None:
    """From which dimension on the rate is better than what sharper-lower has for every d."""
    window = GAMMA - SAVED
    T.enclose(
        "still-larger", gt(at_size(22 * 10**10), window),
        r"The rate is slow: at $M = 2.2\cdot10^{11}$ it is still larger than the window $\Gamma - (\ln 2 - \frac12)$ "
        r"of sharper-lower,",
    )
    T.enclose("smaller-at-last", lt(at_size(23 * 10**10), window), r"and at $M = 2.3\cdot10^{11}$ it is smaller.")


if __name__ == "__main__":
    limit_consequences.script()
