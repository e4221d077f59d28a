r"""The constant of the chain bound: $\kappa = 4(m-1)/m^2$, where $\ln m = (m-1)/2$."""

from proofs.machinery.engine.proof import Proof, theorem

import sympy as sp
from sympy import E, Rational, exp, log, sqrt

from symbolic import notation
from symbolic.formulas.kappa import KAPPA_BOUNDS, M_BOUNDS, M, at_root, ell, g, gain, m, ratio
from symbolic.relations import eq, ge, gt, le, lt


@theorem(
    "kappa",
    title=r"The constant of the chain bound",
    source="new; the constant that the paper prints as 0.8145",
    conclusion=r"$\kappa = \max_{0<r<1} 2(1-r)^2/(-\ln r)$ is attained only at $r = 1/m$, where $m = "
    r"-2W_{-1}(-1/(2\sqrt{e})) = 3.51286241725233\dots$ is the root $> 1$ of $\ln m = (m-1)/2$, and $\kappa "
    r"= 4(m-1)/m^2 = 0.814528755178\dots$",
    claim=[
        eq(notation.kappa, at_root.subs(m, M)),
        gt(notation.kappa, KAPPA_BOUNDS[0]),
        lt(notation.kappa, KAPPA_BOUNDS[1]),
    ],
    variables=[(notation.kappa, r"(0, \infty)")],
    sketch=r"A jump from $n$ to $rn$ coordinates gains $2(1 - r)^2$ and uses up $-\ln r$ of the logarithm, so the "
    "constant is the largest ratio of the two. With $m = 1/r$ the derivative of the ratio has the sign of $g(m) = "
    r"2\ln m - m + 1$. $g$ vanishes at 1, rises up to 2 and falls from there, so it has exactly one more root, which "
    r"is the only maximum; there $\ln m = \frac12(m - 1)$ turns the ratio into $4(m - 1)/m^2$. Enclosures show the "
    "sign change of $g$ between two rational numbers, and as $4(m-1)/m^2$ decreases beyond 2, exact arithmetic at "
    r"these ends gives $\kappa = 0.814528\dots$ Writing $w = -m/2$ in the equation gives $we^w = -1/(2\sqrt e)$ with "
    "$w < -1$, which is the lower branch of Lambert's function.",
)
def kappa(T: Proof) -> None:
    """The shape of the ratio, its only maximum, and digits."""
    shape(T)
    root(T)
    digits(T)
    lambert(T)


def shape(T: Proof) -> None:
    """The derivative of the ratio, and of the factor that decides its sign."""
    T.say(
        r"Put $m = 1/r > 1$: the ratio is $F(m) = 2(1-1/m)^2 / \ln m$. Its derivative has the sign of $g(m) "
        r"= 2\ln m - m + 1$."
    )
    slope = 2 * (m - 1) * g / (m**3 * log(m) ** 2)
    T.derivative("slope", ratio, m, slope, r"$F'(m)$ is")
    T.forall(
        "rises", [gt(m, 1), gt(m, 0), gt(ell, 0), gt(2 * ell - m + 1, 0)],
        gt(slope.subs(log(m), ell), 0),
        r"with $\ell = \ln m > 0$, $F$ increases where $g > 0$,", form=slope.subs(log(m), ell),
    )
    T.forall(
        "falls", [gt(m, 1), gt(m, 0), gt(ell, 0), lt(2 * ell - m + 1, 0)],
        lt(slope.subs(log(m), ell), 0),
        r"and decreases where $g < 0$.", form=2 * (m - 1) * (m - 1 - 2 * ell) / (m**3 * ell**2),
    )
    T.derivative("factor-slope", g, m, (2 - m) / m, r"Now $g(1) = 0$, and $g'(m)$ is")
    T.forall("factor-rises", [gt(m, 0), lt(m, 2)], gt((2 - m) / m, 0), "positive below 2", form=(2 - m) / m)
    T.forall("factor-falls", [gt(m, 2), gt(m, 0)], lt((2 - m) / m, 0), "and negative above.", form=(m - 2) / m)


def root(T: Proof) -> None:
    """The sign change of g, between rational ends."""
    low, high = M_BOUNDS
    T.exact(
        "beyond-the-top",
        gt(low, 2),
        r"So $g > 0$ on $(1, 2]$, and beyond 2 it falls and changes its sign once,",
    )
    T.enclose("root-above", gt(g.subs(m, low), 0), r"after the rational number at which it is still positive")
    T.enclose(
        "root-below", lt(g.subs(m, high), 0),
        r"and before the one at which it is negative. Between the two lies the only root $m > 1$ of $\ln m "
        r"= (m-1)/2$; $F$ increases up to it and decreases after it: the maximum is there and nowhere else.",
    )
    T.identity(
        "value",
        gain / ((m - 1) / 2),
        at_root,
        r"There $F(m) = 2(1-1/m)^2 / ((m-1)/2) = 4(m-1)/m^2 = \kappa$.",
    )


def digits(T: Proof) -> None:
    """Rational bounds on kappa."""
    low, high = M_BOUNDS
    below, above = KAPPA_BOUNDS
    T.derivative("value-slope", at_root, m, 4 * (2 - m) / m**3, r"As a function of $m$ this has the derivative")
    T.forall(
        "value-falls", [gt(m, 2), gt(m, 0)], lt(4 * (2 - m) / m**3, 0),
        r"which is negative for $m > 2$: the ends of $m$ give the ends of $\kappa$, in rational numbers.",
        form=4 * (m - 2) / m**3,
    )
    T.exact("kappa-above", ge(at_root, below), "Below:", at={m: high})
    T.exact("kappa-below", le(at_root, above), "Above:", at={m: low})


def lambert(T: Proof) -> None:
    """The root as a value of Lambert's function."""
    T.identity(
        "lambert", sp.Mul(-exp((m - 1) / 2) / 2, exp(-m / 2), evaluate=False), -1 / (2 * sqrt(E)),
        r"With $m = e^{(m-1)/2}$, the number $w = -m/2$ satisfies $w e^w = -\frac12 e^{(m-1)/2} e^{-m/2}$, "
        r"the constant $-1/(2\sqrt{e})$;",
    )
    T.forall(
        "branch",
        [gt(m, 2)],
        lt(-m / 2, -1),
        r"and $w < -1$, so that $w$ is on the branch $W_{-1}$.",
        form=(m - 2) / 2,
    )
    T.enclose("lambert-above", gt(M, M_BOUNDS[0]), r"Balls for $W_{-1}$ agree with the ends of $m$:")
    T.enclose("lambert-below", lt(M, M_BOUNDS[1]), r"and")
    T.enclose(
        "printed", gt(at_root, Rational("0.8145")), at={m: M}, text=r"The printed constant 0.8145 is below $\kappa$,",
    )
    T.enclose(
        "six-digits", lt(at_root, Rational("0.814529")), at={m: M},
        text=r"and 0.814529 is above: $\kappa = 0.814528\dots$",
    )


if __name__ == "__main__":
    kappa.script()
