r"""$\varepsilon^*_d / \ln d \to 1$: to first order LogSumExp is optimal.   [S0-01, S0-26]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, log

from symbolic.formulas.potentials import LOST
from symbolic.formulas.universal import SAVED
from symbolic.notation import EpsStar, d, reals, t
from symbolic.relations import ge, gt, le, lt

e, L, eta = reals("e L eta")
ratio = EpsStar(d) / log(d)
NEARLY = {"nine-tenths": ("12", 12, Rational(9, 10)), "ninety-nine-hundredths": ("10^{11}", 10**11, Rational(99, 100))}


@theorem(
    "asymptotically-one",
    title=r"To first order LogSumExp is optimal",
    source="new",
    conclusion=r"$1 - (\ln 3 - \frac{23}{27})/\ln d < \varepsilon^*_d/\ln d < 1$ for every $d \ge 2$, so "
    r"$\varepsilon^*_d/\ln d \to 1$; the ratio exceeds $1 - \eta$ as soon as $d \ge e^{1/(4\eta)}$, and "
    r"$\frac{9}{10}$ for $d \ge 12$.",
    claim=[gt(ratio, 1 - LOST / log(d)), lt(ratio, 1)],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["window"],
    sketch=r"By \ref{window} the difference $\ln d - \varepsilon^*_d$ lies between two positive constants, $\ln 2 - "
    r"\frac12$ and $\ln 3 - \frac{23}{27}$, whatever $d$ is. Dividing by $\ln d$ turns a bounded difference into a "
    r"ratio that tends to 1: the lower constant keeps $\varepsilon^*_d/\ln d$ below 1 and the upper one keeps it "
    r"above $1 - (\ln 3 - \frac{23}{27})/\ln d$. The explicit dimension $e^{1/(4\eta)}$ comes from $\ln 3 - "
    r"\frac{23}{27} < \frac14$, an enclosure; $\frac{9}{10}$ from $d = 12$ on is the same inequality with the "
    r"logarithm of 12 put in. No other property of the smoothing problem is used. A bound that is a multiple of $\ln "
    "d$ with a factor below 1 could not give this: it loses a growing amount.",
)
def asymptotically_one(T: Proof) -> None:
    T.say(r"Write $L = \ln d$ and $e = \varepsilon^*_d$. For $d \ge 2$, $L > 0$: the logarithm increases.")
    T.derivative("log-slope", log(t), t, 1 / t, "Its slope is positive, and")
    T.enclose("log-positive", gt(log(2), 0), r"$\ln 2 > 0$.")
    T.forall(
        "ratio-above", [gt(L, 0), lt(L - e, LOST)], gt(e / L, 1 - LOST / L),
        r"By window $L - e < \ln 3 - \frac{23}{27}$:",
        form=(LOST - L + e) / L,
    )
    T.enclose("saved-positive", gt(SAVED, 0), r"and $L - e \ge \ln 2 - \frac12 > 0$:")
    T.forall(
        "ratio-below", [gt(L, 0), ge(L - e, SAVED), gt(SAVED, 0)], lt(e / L, 1), "the ratio is below 1.",
        form=[(L - e - SAVED) / L, SAVED / L],
    )
    T.enclose("quarter", lt(LOST, Rational(1, 4)), r"Convergence: $\ln 3 - \frac{23}{27} < \frac14$,")
    T.forall(
        "tends-to-one", [gt(L, 0), ge(4 * eta * L, 1), lt(L - e, Rational(1, 4))], gt(e / L, 1 - eta),
        r"so that from $d_0 = e^{1/(4\eta)}$ on, where $4\eta L \ge 1$, the ratio exceeds $1 - \eta$.",
        form=[(Rational(1, 4) - L + e) / L, (4 * eta * L - 1) / (4 * L)],
    )
    for name, (shown, dimension, share) in NEARLY.items():
        T.enclose(
            name, gt((1 - share) * log(dimension), LOST),
            rf"For instance $\varepsilon^*_d > \frac{{{share.p}}}{{{share.q}}} \ln d$ for all $d \ge {shown}$.",
        )
    T.forall(
        "overshoot-ratio", [gt(e, 0), gt(L, 0), le(L - e, eta * e)], le(L / e, 1 + eta),
        r"Equivalently, LogSumExp overshoots the best smoothing by a factor that tends to 1.",
        form=(eta * e - L + e) / e,
    )


if __name__ == "__main__":
    asymptotically_one.script()
