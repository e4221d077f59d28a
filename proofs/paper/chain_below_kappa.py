r"""The chain bound stays below $\kappa \ln d$, and within a constant of it."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Rational, log

from proofs.machinery.engine import enclose
from symbolic.formulas.chain import gain
from symbolic.formulas.kappa import M_BOUNDS, M, at_root, g, m, ratio
from symbolic.notation import ChainBound, d, k, kappa, n, reals
from symbolic.relations import ge, gt, le, lt
from symbolic.steps import Case

s, ell, lk, L, a, r, p = reals("s ell lambda_k L a r p")
C, G, mu, lp, ld, lc = reals("C G mu lambda_p lambda_d lambda_c")

DISTANCE = Rational(7124, 10000)
"""L_d is more than kappa ln d minus this."""

shift = m / (m - 1)
PRINTED = Rational(8145, 10000)
DIGITS = 75
_low, _high = enclose.rational_bounds(M, bits=512)
TIGHT = (Rational(int(_low * 10**DIGITS), 10**DIGITS), Rational(int(_high * 10**DIGITS) + 1, 10**DIGITS))
"""Rationals around m, proposed by a ball and checked by the steps tight-above and tight-below."""


@theorem(
    "chain-below-kappa",
    title=r"The chain bound is $\kappa \ln d$ up to a constant, and never reaches it",
    source="new",
    conclusion=r"For every $d \ge 2$: $\kappa \ln d - 0.7124 < L_d < \kappa \ln d$. In particular $L_d / "
    r"\ln d \to \kappa$. The chain $1, 4, 14, 49, 172, 604, \dots$, each the integer nearest to $m$ times "
    r"the last, proves the printed bound $0.8145 \ln d$ at its 117th number, $d = 2.2359\dots \cdot "
    r"10^{63}$, and at none of the 115 numbers from 4 up to it.",
    claim=[lt(ChainBound(d), kappa * log(d)), gt(ChainBound(d), kappa * log(d) - DISTANCE)],
    variables=[(d, r"\{2, 3, \dots\}"), (kappa, r"(0, \infty)")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["chain", "kappa"],
    sketch=r"Above: each jump of a chain gains at most $\kappa$ times the logarithm of its ratio (\ref{kappa}), and "
    r"these logarithms add up to $\ln d$. The last jump goes from an integer to 1, while the maximising ratio $m$ "
    r"lies between 3 and 4, so there the inequality is strict: $L_d < \kappa\ln d$. Below: jump from $d$ to $\lfloor "
    r"d/m\rfloor$. The loss by rounding is absorbed by a shift: with $c = m/(m-1)$ one has $p + c > (d + c)/m$, and "
    r"induction from $d = 1, 2, 3$ gives $L_d \ge \kappa\ln(d + c) - \kappa\ln(1 + c)$, where the last number is "
    r"$0.71239\dots$ So $L_d/\ln d \to \kappa$. For the printed $0.8145$, which is smaller than $\kappa$ by only "
    r"$2.9\cdot10^{-5}$, the chain of nearest integers is summed exactly: from 4 on it gains at every jump on "
    r"$0.8145\ln d$, but passes it only at its 117th number, of 64 digits.",
)
def chain_below_kappa(T: Proof) -> None:
    """Both bounds, and where the printed constant is reached."""
    below(T)
    within_a_constant(T)
    printed_constant(T)


def below(T: Proof) -> None:
    """L_d < kappa ln d, by induction along a chain."""
    T.say(
        r"A jump from $n$ to $k$ coordinates gains $s = 2(1-k/n)^2$. With $r = k/n$ the constant $\kappa$ "
        r"is the largest ratio of $s$ to $\ell = \ln(n/k)$, and no other $n/k$ than $m$ attains it."
    )
    T.forall("one-jump", [gt(ell, 0), le(s / ell, kappa)], le(s, kappa * ell), r"So", form=ell * (kappa - s / ell))
    T.identity("logarithms", log(n / k) + log(k), log(n), r"Along a chain the logarithms add up:")
    T.exact("not-three", gt(M_BOUNDS[0], 3), r"Every chain ends with a jump from an integer $n$ to 1. As $3 < m$")
    T.exact("not-four", lt(M_BOUNDS[1], 4), r"and $m < 4$, the number $m$ is not an integer,")
    T.forall(
        "last-jump", [gt(ell, 0), lt(s / ell, kappa)], lt(s, kappa * ell),
        r"and the last jump gains strictly less than $\kappa \ln n$.", form=ell * (kappa - s / ell),
    )
    T.forall(
        "other-jumps", [lt(L, kappa * lk), le(s, kappa * ell)], lt(L + s, kappa * (lk + ell)),
        r"Induction: if the best $k < n$ is 1, $L_n$ is the gain of a last jump. If not, $L_k < \kappa \ln "
        r"k$, and $L_n = L_k + s < \kappa (\ln k + \ln(n/k)) = \kappa \ln n$.",
        form=[kappa * lk - L, kappa * ell - s],
    )


def within_a_constant(T: Proof) -> None:
    """L_d >= kappa ln((d + c)/(1 + c)), by induction over jumps as long as m allows."""
    T.say(
        r"Below: put $c = m/(m-1)$ and $C = \kappa \ln(1+c)$. By induction $L_d \ge \kappa \ln(d+c) - C$ "
        r"for every $d \ge 1$; there is equality at $d = 1$."
    )
    for e, value in ((2, Rational(1, 2)), (3, Rational(8, 9))):
        T.enclose(
            f"start-{e}", lt(at_root * log((e + shift) / (1 + shift)), value), at={m: M},
            text=rf"At $d = {e}$ it holds, as $L_{e} = {value}$."
        )
    T.forall(
        "jump", [le(a, r), lt(r, 1), lt(a, 1)], ge(2 * (1 - a) ** 2, 2 * (1 - r) ** 2),
        r"For $d \ge 4 > m$ jump to $p = \lfloor d/m \rfloor \ge 1$. As $a = p/d \le r = 1/m$, the gain is "
        r"at least $2(1-1/m)^2 = \kappa \ln m$,",
        form=[2 * (r - a) * (1 - r), 2 * (r - a) * (1 - a)],
    )
    T.forall(
        "shift", [gt(p, d / m - 1), gt(m, 1)], gt(p + shift, (d + shift) / m),
        r"and $c$ makes up for the rounding: $p + c > (d+c)/m$.", form=p - d / m + 1,
    )
    T.forall(
        "induction", [ge(L, kappa * lp - C), ge(G, kappa * mu), ge(lp + mu, ld), gt(kappa, 0)],
        ge(L + G, kappa * ld - C),
        r"With $\lambda_p = \ln(p+c)$, $\mu = \ln m$, $\lambda_d = \ln(d+c)$, $G$ the gain and $L = L_p$:",
        form=[L - kappa * lp + C, G - kappa * mu, kappa * (lp + mu - ld)],
    )
    T.enclose(
        "constant", lt(at_root * log(1 + shift), DISTANCE), at={m: M}, text=r"The constant is $C = 0.71239\dots$:",
    )
    T.forall(
        "distance", [ge(L, kappa * lc - C), gt(lc, ld), lt(C, DISTANCE), gt(kappa, 0)],
        gt(L, kappa * ld - DISTANCE),
        r"So $L_d \ge \kappa \ln(d+c) - C > \kappa \ln d - 0.7124$ (here $\lambda_c = \ln(d+c) > \lambda_d "
        r"= \ln d$).",
        form=[L - kappa * lc + C, kappa * (lc - ld), DISTANCE - C],
    )
    T.forall(
        "limit", [gt(L, kappa * ld - DISTANCE), gt(ld, 0)], gt(L / ld, kappa - DISTANCE / ld),
        r"In the limit $L_d / \ln d \to \kappa$, because $0.7124 / \ln d$ tends to 0.",
        form=(L - kappa * ld + DISTANCE) / ld,
    )


def nearest_chain() -> Iterator[int]:
    """1, 4, 14, 49, ...: each the integer nearest to m times the last; raises where TIGHT leaves a choice."""
    low, high = (Fraction(int(end.p), int(end.q)) for end in TIGHT)
    number = 1
    while True:
        yield number
        if round(low * number) != round(high * number):
            raise ArithmeticError(f"the bounds of m do not decide the integer nearest to m * {number}")
        number = round(low * number)


CHAIN = tuple(islice(nearest_chain(), 117))
FROM, UPTO = Rational(7, 2), Rational(71, 20)
BEFORE, REACHED = Rational("117.7857"), Rational("118.80909")


def sums() -> Iterator[Case]:
    """Yield the ratios after the first jump, and the sums of the gains before and at the last number, exactly."""
    total = before = Fraction(0)
    for small, large in pairwise(CHAIN):
        if small > 1:
            yield f"{large}/{small} is not too small", Rational(large, small), ">=", FROM
            yield f"{large}/{small} is not too large", Rational(large, small), "<=", UPTO
        before, total = total, total + gain(Fraction(small), Fraction(large))
    yield "the last sum but one", before, "<=", Fraction(str(BEFORE))
    yield "the last sum", total, ">=", Fraction(str(REACHED))


def printed_constant(T: Proof) -> None:
    """The first number of the chain of nearest integers at which its sum exceeds 0.8145 ln d."""
    T.say(
        r"The constant 0.8145 of the paper is below $\kappa$, by $2.9 \cdot 10^{-5}$. How far must a chain "
        r"go to reach it? Take the integers nearest to $m$ times the last; with 75 digits of $m$ there is "
        r"no doubt which they are."
    )
    T.enclose("tight-above", gt(g.subs(m, TIGHT[0]), 0), r"The sign of $g(m) = 2\ln m - m + 1$ changes")
    T.enclose("tight-below", lt(g.subs(m, TIGHT[1]), 0), r"between these two numbers.")
    T.finite(
        "chain-sums", sums,
        r"The chain $1, 4, 14, 49, \dots$ up to its 117th number. All ratios after the first jump lie in $[7/2, "
        r"71/20]$. " rf"The sum of the gains is at most ${float(BEFORE)}$ at the 116th number and at least "
        rf"${float(REACHED)}$ at the " r"117th.",
    )
    T.enclose(
        "ratio-from", gt(ratio.subs(m, FROM), PRINTED),
        r"At the lower end of the interval a jump gains more than 0.8145 times its logarithm,",
    )
    T.enclose(
        "ratio-upto", gt(ratio.subs(m, UPTO), PRINTED),
        r"at the upper end too, and hence between them, because the ratio rises up to $m$ and falls after "
        r"it. So from 4 on the sum catches up with $0.8145 \ln d$ at every jump.",
    )
    T.enclose(
        "before", lt(BEFORE, PRINTED * log(CHAIN[-2])), r"At the 116th number it is still behind, and so it was before;"
    )
    T.enclose("reached", gt(REACHED, PRINTED * log(CHAIN[-1])), r"at the 117th the sum exceeds $0.8145 \ln d$.")


if __name__ == "__main__":
    chain_below_kappa.script()
