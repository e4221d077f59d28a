"""Seed 000, the printed table and its interpretation, figure by figure: claims S0-14 to S0-27."""

import sympy as sp

from proofs.claims.seed000.overview import COEFFICIENT
from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.formulas.chain import bound
from symbolic.formulas.four_entries import VALUE
from symbolic.formulas.kappa import KAPPA_BOUNDS
from symbolic.notation import k, n
from symbolic.relations import eq, ge, gt, le, lt

claim = Claims()
Rational, ln = sp.Rational, sp.log
PERCENT = Rational(1, 100)
TWO_LEVEL = bound(n, k)
"""The bound of the theorem two-level."""
LAST_DIGIT = Rational(1, 20000)
"""Half a unit in the last of four printed decimals."""


@claim(
    "S0-14", CORRECTED, "table, general d", r"The least possible error is about $0.8145\ln d$.",
    truth=r"It is a lower bound for $d \ge 4$, not the value: $\varepsilon^*_4 = 1.18278\dots > 1.13 > 0.8145\ln 4$, "
    r"and $\varepsilon^*_d/\ln d \to 1$.",
    uses=["kappa-from-four", "d4-optimum", "asymptotically-one"],
)
def s0_14(c: ClaimProof) -> None:
    c.refute(
        "value-at-four", ge(COEFFICIENT * ln(4), VALUE), r"At $d = 4$ the least error exceeds $0.8145\ln 4$,"
    )
    c.enclose("printed-at-four", lt(COEFFICIENT * ln(4), Rational(113, 100)), r"which is less than $1.13$;")
    c.enclose("at-four", gt(VALUE, Rational("1.18278")), r"it is more than $1.18278$.")


@claim("S0-15", PROVED, "table", r"The LogSumExp column: $\ln d$, that is 0.6931, 1.0986, 1.3863.", uses=["lse-gap"])
def s0_15(c: ClaimProof) -> None:
    for d, printed in ((2, "0.6931"), (3, "1.0986"), (4, "1.3863")):
        c.enclose(f"above-{d}", le(ln(d), Rational(printed) + LAST_DIGIT), f"$d = {d}$: rounded correctly, from above")
        c.enclose(f"below-{d}", ge(ln(d), Rational(printed) - LAST_DIGIT), "and from below.")


@claim(
    "S0-16", REFUTED, "table, general d", "LogSumExp exceeds the lower bound by at most 23 per cent, for every $d$.",
    truth=r"$38.6$ per cent at $d = 2$, $23.6$ per cent at $d = 3$; at most $1/\kappa - 1 < 22.8$ per cent from "
    "$d = 4$ on.",
    uses=["d2-optimum", "d3-optimum", "kappa-from-four"],
)
def s0_16(c: ClaimProof) -> None:
    c.refute("at-two", le(ln(2) / Rational(1, 2) - 1, 23 * PERCENT), r"At $d = 2$: $2\ln 2 - 1$.")
    c.refute("at-three", le(ln(3) / Rational(8, 9) - 1, 23 * PERCENT), r"At $d = 3$: $\frac98\ln 3 - 1$.")
    c.refute(
        "of-ln-two", le((ln(2) - Rational(1, 2)) / ln(2), 23 * PERCENT),
        r"Relative to $\ln 2$ it is still above 27 per cent.",
    )
    c.exact(
        "from-four", lt(1 / KAPPA_BOUNDS[0] - 1, Rational(228, 1000)),
        r"From $d = 4$ on the excess is at most $1/\kappa - 1$.",
    )


@claim(
    "S0-17", REFUTED, "table, d = 2", r"The lower bound is $0.6931 \approx \ln 2$.",
    truth=r"$\varepsilon^*_2 = \frac12$.", uses=["d2-optimum"],
)
def s0_17(c: ClaimProof) -> None:
    c.refute(
        "too-large", ge(Rational(1, 2), Rational("0.6931") - LAST_DIGIT), r"A smoothing with gap $\frac12$ exists."
    )


@claim(
    "S0-18", REFUTED, "table, d = 2", "The difference is 0.", truth=r"It is $\ln 2 - \frac12 = 0.193\dots$",
    uses=["d2-optimum"],
)
def s0_18(c: ClaimProof) -> None:
    c.refute("not-zero", le(ln(2) - Rational(1, 2), Rational(1, 10)), r"$\ln 2 - \frac12$ is far from 0.")


@claim(
    "S0-19", REFUTED, "table, d = 3", r"The lower bound is $1.0986 \approx \ln 3$.",
    truth=r"$\varepsilon^*_3 = \frac89$.", uses=["d3-optimum"],
)
def s0_19(c: ClaimProof) -> None:
    c.refute(
        "too-large", ge(Rational(8, 9), Rational("1.0986") - LAST_DIGIT), r"A smoothing with gap $\frac89$ exists."
    )


@claim(
    "S0-20", REFUTED, "table, d = 3", "The difference is 0.", truth=r"It is $\ln 3 - \frac89 = 0.2097\dots$",
    uses=["d3-optimum"],
)
def s0_20(c: ClaimProof) -> None:
    c.refute("not-zero", le(ln(3) - Rational(8, 9), Rational(1, 10)), r"$\ln 3 - \frac89$ is far from 0.")


@claim(
    "S0-21", REFUTED, "table, d = 4", "The lower bound is 1.3863.",
    truth=r"$\varepsilon^*_4 = 1.18278\dots$, in closed form.",
    uses=["d4-optimum"],
)
def s0_21(c: ClaimProof) -> None:
    c.refute("too-large", ge(VALUE, Rational("1.3863") - LAST_DIGIT), "A smoothing with a smaller gap exists.")


@claim(
    "S0-22", REFUTED, "table, d = 4", r"$1.3863 \approx 0.8145\ln 4$.",
    truth=r"$0.8145\ln 4 = 1.129\dots$; the printed figure is $\ln 4$ itself, and the chain bound is $\frac98$.",
    uses=["chain"],
)
def s0_22(c: ClaimProof) -> None:
    c.refute("arithmetic", ge(COEFFICIENT * ln(4), Rational("1.3863") - LAST_DIGIT), r"$0.8145\ln 4$ is below $1.13$.")
    c.enclose("value", lt(COEFFICIENT * ln(4), Rational(113, 100)), r"")


@claim(
    "S0-23", REFUTED, "table, d = 4", "The difference is 0.",
    truth=r"It is $\ln 4 - \varepsilon^*_4 = 0.2035\dots$",
    uses=["d4-optimum"],
)
def s0_23(c: ClaimProof) -> None:
    c.refute("not-zero", le(ln(4) - VALUE, Rational(2035, 10000)), "The difference is more than a fifth,")
    c.enclose("at-most", lt(ln(4) - VALUE, Rational(2036, 10000)), "to four digits.")


@claim(
    "S0-24", PROVED, "table, d >= 5", r"The lower bound $0.8145\ln d$ holds for each $d \ge 5$.",
    truth=r"True, and from $d = 4$ on, with the larger constant $\kappa$; but not by the chain, which proves it for "
    "no $d$ of practical size.",
    uses=["kappa-from-four", "chain-below-kappa"],
)
def s0_24(c: ClaimProof) -> None:
    c.exact("constant", lt(COEFFICIENT, KAPPA_BOUNDS[0]), r"$0.8145 < \kappa$.")
    c.enclose(
        "chain-at-five", lt(Rational(32, 25), COEFFICIENT * ln(5)),
        r"The chain value $L_5 = \frac{32}{25}$ falls short.",
    )


@claim(
    "S0-25", CORRECTED, "table, d >= 5", r"For every $d \ge 5$ the difference is about 23 per cent.",
    truth=r"It is at most 16.1 per cent at $d = 5$ and less than 22.8 per cent for every $d \ge 4$.",
    uses=["kappa-from-four", "two-level"],
)
def s0_25(c: ClaimProof) -> None:
    five = Rational(104, 75)
    c.exact("five", eq(TWO_LEVEL, five), at={n: 5, k: 2}, text=r"two-level with $n = 5$, $k = 2$.")
    c.refute(
        "at-five", ge(ln(5) / five - 1, Rational(225, 1000)),
        r"At $d = 5$ the excess is at most $\frac{\ln 5}{104/75} - 1$.",
    )
    c.enclose("five-excess", lt(ln(5) / five - 1, Rational(161, 1000)), r"which is below 16.1 per cent.")
    c.exact(
        "every", lt(1 / KAPPA_BOUNDS[0] - 1, Rational(228, 1000)), r"For every $d \ge 4$ it is at most $1/\kappa - 1$."
    )


@claim(
    "S0-26", CORRECTED, "interpretation",
    "In high dimension LogSumExp overshoots about 23 per cent more than the optimum.",
    truth=r"Less than $\frac{9\ln 6}{14} - 1 < 15.2$ per cent more, by superadditivity alone; in fact the excess "
    r"vanishes: $\varepsilon^*_d / \ln d \to 1$.",
    uses=["asymptotically-one", "superadditive", "two-level"],
)
def s0_26(c: ClaimProof) -> None:
    limit = 1 / (Rational(14, 9) / ln(6)) - 1
    c.refute(
        "limit", ge(limit, Rational(225, 1000)),
        r"$\lim\frac{\ln d}{\varepsilon^*_d} \le \frac{9\ln 6}{14}$, because $\varepsilon^*_6 \ge \frac{14}{9}$.",
    )
    c.enclose("value", lt(limit, Rational(152, 1000)), r"so the excess is below 15.2 per cent.")


@claim(
    "S0-27", REFUTED, "interpretation",
    r"For all $d \le 4$ the constructed smoothing meets the lower bound, so the bound is tight.",
    truth=r"Only for $d = 2, 3$. At $d = 4$ the quadratic has gap $\frac32 > \ln 4$, and no smoothing meets the chain "
    r"bound $\frac98$: $\varepsilon^*_4 = 1.18278\dots$",
    uses=["d4-optimum", "quadratics-stop", "d2-optimum", "d3-optimum"],
)
def s0_27(c: ClaimProof) -> None:
    c.refute(
        "chain-at-four", le(VALUE, Rational(9, 8)),
        r"Every smoothing for $d = 4$ has a gap of at least $\varepsilon^*_4 > \frac98$,",
    )
    c.enclose(
        "quadratic-at-four", gt(Rational(3, 2), ln(4)), "The quadratic construction is worse than LogSumExp there."
    )
