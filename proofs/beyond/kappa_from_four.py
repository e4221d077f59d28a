r"""$\varepsilon^*_d \ge \kappa \ln d$ holds exactly for $d \ge 4$.   [S0-03, S0-24]"""

from collections.abc import Iterator

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Rational, log, symbols

from proofs.machinery.search import moves
from symbolic.formulas.chain import bound
from symbolic.formulas.kappa import KAPPA_BOUNDS
from symbolic.notation import EpsStar, d, kappa, reals
from symbolic.relations import ge, gt, le, lt
from symbolic.steps import Case

t = symbols("t", positive=True)
q, lq, ld, mu = reals("q lambda_q lambda_d mu")
E, F = reals("E_d E_q")

FIRST = 42
"""The induction begins here; below it the cases are computed one by one."""

SIX = Rational(14, 9)
above_log = 2 / (2 * t + 1) + 1 / (6 * t * (t + 1) * (2 * t + 1))
"""A rational function above ln(1 + 1/t)."""


@theorem(
    "kappa-from-four",
    title=r"The bound $\kappa \ln d$ of the paper holds exactly for $d \ge 4$",
    source="S0, claims S0-03 and S0-24",
    conclusion=r"$\varepsilon^*_d \ge \kappa \ln d$ for every $d \ge 4$, while $\varepsilon^*_2 = \frac12 < "
    r"\kappa \ln 2$ and $\varepsilon^*_3 = \frac89 < \kappa \ln 3$.",
    claim=[
        ge(EpsStar(d), kappa * log(d)),
        lt(EpsStar(2), kappa * log(2)),
        lt(EpsStar(3), kappa * log(3)),
    ],
    variables=[(d, r"\{4, 5, \dots\}"), (kappa, r"(0, \infty)")],
    hypotheses=[ge(d, 4)],
    witness={d: 4},
    claims=["S0-03", "S0-24"],
    uses=["superadditive", "kappa", "d2-optimum", "d3-optimum", "two-level"],
    sketch=r"At $d = 2$ and $3$ the optima $\frac12$ (\ref{d2-optimum}) and $\frac89$ (\ref{d3-optimum}) are smaller "
    r"than $\kappa\ln d$, by the enclosure of $\kappa$ in \ref{kappa}. From 4 to 41 the bound is computed in rational "
    r"numbers: the best of the bounds of \ref{two-level}, of $\varepsilon^*_{ab} \ge \varepsilon^*_a + "
    r"\varepsilon^*_b$ (\ref{superadditive}) and of the bound for one coordinate less, against $\kappa$ times a "
    "rational function that is above the logarithm; $d = 23$ is the closest case. From 42 on there is an induction "
    r"from $q = \lfloor d/6\rfloor$ to $d$: six coordinates have the bound $\frac{14}{9}$, so $\varepsilon^*_d \ge "
    r"\frac{14}{9} + \varepsilon^*_q$, and as $d \le \frac{47}{7}q$ one needs only $\kappa\ln\frac{47}{7} < "
    r"\frac{14}{9}$. So the printed bound holds from 4 on, although not by the chain alone (\ref{chain-below-kappa}).",
)
def kappa_from_four(T: Proof) -> None:
    """It fails at 2 and 3, holds from 4 to 41 by computation, and from there by induction."""
    fails_below(T)
    small_dimensions(T)
    induction(T)


def fails_below(T: Proof) -> None:
    """Two and three entries."""
    T.enclose(
        "fails-at-2", lt(Rational(1, 2), KAPPA_BOUNDS[0] * log(2)),
        r"For $d = 2$ the least gap is $1/2$, which is too small,",
    )
    T.enclose("fails-at-3", lt(Rational(8, 9), KAPPA_BOUNDS[0] * log(3)), r"and so is $8/9$ for $d = 3$.")


def lower_bounds() -> dict[int, Rational]:
    """For each dimension the best of: two levels, a product of dimensions, one coordinate less."""
    best = {1: Rational(0)}
    for n in range(2, FIRST):
        options = [bound(Rational(n), Rational(k)) for k in range(1, n)] + [best[n - 1]]
        options += [best[a] + best[n // a] for a in range(2, n) if n % a == 0]
        best[n] = max(options)
    return best


def cases() -> Iterator[Case]:
    """For 4 <= n < FIRST the lower bound is at least kappa ln n, in rational numbers rounded against us."""
    best, log_n = lower_bounds(), Rational(0)
    for n in range(2, FIRST):
        log_n += above_log.subs(t, n - 1)
        if n >= 4:
            yield f"eps*_{n} and kappa ln {n}", best[n], ">=", KAPPA_BOUNDS[1] * log_n


def small_dimensions(T: Proof) -> None:
    """A rational upper bound of the logarithm, and the cases from 4 to 41."""
    slope = -1 / (6 * t**2 * (t + 1) ** 2 * (2 * t + 1) ** 2)
    T.derivative(
        "logarithm", above_log - log(1 + 1 / t), t, slope,
        r"For the first dimensions we need rational numbers above the logarithm. Let $t > 0$ and $R(t) = "
        r"\frac{2}{2t+1} + \frac{1}{6t(t+1)(2t+1)}$. The difference $R(t) - \ln(1 + 1/t)$ tends to 0 as $t$ "
        r"grows, and its slope",
    )
    T.forall(
        "logarithm-above", [gt(t, 0)], lt(slope, 0),
        r"is negative: the difference is positive, and $\ln n = \sum_{t<n} \ln(1 + 1/t) < \sum_{t<n} R(t)$.",
        form=-slope,
    )
    T.finite(
        "four-to-forty-one", cases,
        r"For $4 \le d < 42$ the bound follows from the best of: the two-level bounds $2(1-k/n)^2 + "
        r"2(k-1)/(k+1)$, the inequalities $\varepsilon^*_{ab} \ge \varepsilon^*_a + \varepsilon^*_b$, and "
        r"$\varepsilon^*_n \ge \varepsilon^*_{n-1}$. The closest case is $d = 23$, where 2.5759 is enough "
        r"for 2.5540.",
    )


def induction(T: Proof) -> None:
    """From d/6 to d."""
    ratio = Rational(6 * 7 + 5, 7)
    T.certificate(
        "six", "lower/two-level-d6", at_least(6, SIX),
        r"Let $d \ge 42$ and $q = \lfloor d/6 \rfloor \ge 7$. For six coordinates the two-level bound with "
        r"$k = 2$ is $14/9$, so that $\varepsilon^*_d \ge \varepsilon^*_{6q} \ge 14/9 + \varepsilon^*_q$.",
        search=lambda: moves.to_json(moves.two_level_moves(6, 2)),
    )
    T.forall(
        "rounding", [ge(q, 7), le(d, 6 * q + 5)], le(d, ratio * q),
        r"As $d \le 6q + 5$, $d$ is at most $\frac{47}{7} q$, that is $\ln d \le \mu + \ln q$ with $\mu = "
        r"\ln \frac{47}{7}$;",
        form=[6 * q + 5 - d, 5 * (q - 7) / 7],
    )
    T.enclose(
        "enough", lt(KAPPA_BOUNDS[1] * log(ratio), SIX), r"and $\kappa\mu$ is less than the $14/9$ of six coordinates."
    )
    T.forall(
        "induction",
        [ge(E, SIX + F), ge(F, kappa * lq), lt(kappa * mu, SIX), le(ld, mu + lq), gt(kappa, 0)],
        ge(E, kappa * ld),
        r"With $E_d = \varepsilon^*_d$, $E_q = \varepsilon^*_q \ge \kappa \lambda_q$ (since $4 \le q < d$), "
        r"$\lambda_q = \ln q$ and $\lambda_d = \ln d$:",
        form=[E - SIX - F, F - kappa * lq, SIX - kappa * mu, kappa * (mu + lq - ld)],
    )


if __name__ == "__main__":
    kappa_from_four.script()
