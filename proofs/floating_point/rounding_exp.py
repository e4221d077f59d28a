r"""The exponential of the compiled kernels: how far it is off.   [fast/tightmax_fast/kernels.cpp]"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Abs, Expr, Integer, Rational, exp, factorial, log

from proofs.floating_point.lemmas.last_addition import in_absolute_value
from symbolic.formulas.rounding import CENT, delta, u, within
from symbolic.notation import k, positives, reals
from symbolic.relations import ge, gt, le
from symbolic.steps import Case

r, y, x, a, q, p, g, P = reals("r y x alpha q p g P")
X, Y, S = positives("X Y S")

REACH = Rational(3467, 10000)
"""How large the argument of the polynomial may be: a little more than half of ln 2."""

NEAREST = Rational(3466, 10000)
"""The same before the roundings."""

LOW = Rational(1, 200)
"""More than k L, and than k times the error of H + L over u."""

SHARE, FIT, REST = Rational(3, 50), Rational(7, 125), Rational(1, 1000)
"""The error of the polynomial over u: in all, against the Taylor polynomial, and of that one."""

HORNER, REDUCED = Rational(203, 100), Rational(9, 25)
"""The relative error of Horner's rule and the error of the reduced argument, over u."""

C = Rational(5, 2)
"""The relative error of the computed exponential over u."""

PIECES = 256
"""Parts of the interval in which the polynomials are compared."""


@dataclass(frozen=True)
class Format:
    """The constants of one type: ln 2 = H + L nearly, 1/ln 2, and the coefficients from that of r^2 on."""

    bits: int
    above: Rational
    below: Rational
    inverse: Rational
    coefficients: tuple[Rational, ...]
    most: int
    """The largest |k|."""
    order: int
    """That of the Taylor polynomial which it is compared with; odd."""
    spacing: int
    """H is a multiple of 2 to minus this."""

    @property
    def unit(self) -> Rational:
        """The unit roundoff."""
        return Rational(1, 2**self.bits)


def _number(text: str) -> Rational:
    return Rational(Fraction(float.fromhex(text)))


FORMATS = {
    64: Format(
        53, _number("0x1.62e42fee00000p-1"), _number("0x1.a39ef35793c76p-33"), _number("0x1.71547652b82fep+0"),
        tuple(map(_number, (
            "0x1.000000000000ap-1", "0x1.555555555550bp-3", "0x1.5555555550790p-5", "0x1.1111111124b16p-7",
            "0x1.6c16c1843ea5dp-10", "0x1.a01a0136d2994p-13", "0x1.a01999f8d0b32p-16", "0x1.71df0f497a23cp-19",
            "0x1.28ad7530c533bp-22", "0x1.ad9bf1206a78dp-26",
        ))), 1077, 15, 32,
    ),
    32: Format(
        24, _number("0x1.62e000p-1"), _number("0x1.0bfbe8p-15"), _number("0x1.715476p+0"),
        tuple(map(_number, ("0x1.fffffcp-2", "0x1.555492p-3", "0x1.5558aep-5", "0x1.12398cp-7", "0x1.6a4fe6p-10"))),
        151, 9, 12,
    ),
}
"""Those of kernels.cpp by the length of the type; tests/tightmax/test_compiled.py compares them."""


def polynomial(form: Format) -> list[Fraction]:
    """Return the coefficients of p, that of 1 first."""
    return [Fraction(1), Fraction(1), *(Fraction(c.p, c.q) for c in form.coefficients)]


def taylor(form: Format) -> list[Fraction]:
    """Return those of the Taylor polynomial of the exponential."""
    return [Fraction(1, int(factorial(i))) for i in range(form.order + 1)]


def pieces() -> Iterator[tuple[Fraction, Fraction]]:
    """Return the parts of the interval."""
    reach = Fraction(REACH.p, REACH.q)
    ends = [-reach + 2 * reach * i / PIECES for i in range(PIECES + 1)]
    yield from pairwise(ends)


def bernstein(coefficients: list[Fraction], low: Fraction, high: Fraction) -> list[Fraction]:
    """Return numbers between whose least and largest the polynomial stays from low to high."""
    degree, width = len(coefficients) - 1, high - low
    moved = list(coefficients)
    for i in range(degree):  # in r - low
        for j in range(degree - 1, i - 1, -1):
            moved[j] += low * moved[j + 1]
    scaled = [c * width**i for i, c in enumerate(moved)]
    return [
        sum((Fraction(comb(j, i), comb(degree, i)) * scaled[i] for i in range(j + 1)), Fraction(0))
        for j in range(degree + 1)
    ]


def approximations(form: Format) -> Iterator[Case]:
    """In every part FIT u T is at least p - T and T - p."""
    right = taylor(form)
    mine = polynomial(form) + [Fraction(0)] * (len(right) - len(form.coefficients) - 2)
    fit = Fraction((FIT * form.unit).p, (FIT * form.unit).q)
    for number, (low, high) in enumerate(pieces(), start=1):
        for name, sign in (("above", 1), ("below", -1)):
            slack = [fit * t - sign * (c - t) for c, t in zip(mine, right, strict=True)]
            yield f"part {number}, {name}", Rational(min(bernstein(slack, low, high))), ">=", Integer(0)


def horner(form: Format) -> Iterator[Case]:
    """In every part Horner's rule, with two roundings a step, is off by at most HORNER u p."""
    unit = Fraction(form.unit.p, form.unit.q)
    for number, (low, high) in enumerate(pieces(), start=1):
        size = max(-low, high)
        *lower, last = polynomial(form)
        least, most, off = last, last, Fraction(0)
        for c in reversed(lower):
            ends = [end * value for end in (low, high) for value in (least, most)]
            product = size * off + size * (max(-least, most) + off) * unit
            least, most = c + min(ends), c + max(ends)
            off = product * (1 + unit) + max(-least, most) * unit
        yield f"part {number}", Rational(off), "<=", HORNER * form.unit * Rational(least)


def cases(compute: Callable[[Format], Iterator[Case]], form: Format) -> Callable[[], Iterator[Case]]:
    """Return the cases of one type, as a step wants them."""
    return lambda: compute(form)


def exact_differences(form: Format) -> Iterator[Case]:
    """k H is a number of the type, and so is z - k H."""
    yield "H is a multiple of 2^-s", (form.above * 2**form.spacing).q, "=", 1
    yield "k H over 2^-s", form.most * form.above * 2**form.spacing, "<=", Integer(2) ** form.bits
    yield "s and the spacing of z", form.spacing, "<=", form.bits + 1
    yield "the difference over that spacing", Rational(1, 2) * 2 ** (form.bits + 1), "<=", Integer(2) ** form.bits


@theorem(
    "rounding-exp",
    title="The compiled exponential is off by at most five halves of the unit roundoff",
    source="standard model of floating point arithmetic",
    conclusion=r"Let $u$ be $2^{-53}$ or $2^{-24}$, and $z \le 0$ a number of binary64 or binary32, not below $-746$ "
    r"or $-104$. The kernels compute $e^z$ as $2^kg$: $k$ is the integer nearest to the computed product of $z$ and a "
    r"constant; $w$ is computed as $(z - kH) - kL$, and $g$ by Horner's rule as the polynomial $p(w)$, $p(r) = 1 + r + "
    r"c_2r^2 + c_3r^3 + \dots$, all with the constants of the kernels. An operation gives a number of the type, with a "
    r"relative error of at most $u$, and the exact result if that is one; a product and a sum may be one operation. "
    r"Then $z - kH$ is exact, and with $r = z - k\ln 2$, $|p(w) - e^w| \le \frac{3}{50}ue^w$, $|g - p(w)| \le "
    r"2.03u\,p(w)$ and $|w - r| \le \frac{9}{25}u$. Therefore $|g - e^r| \le \frac52ue^r$, and as $e^z = 2^ke^r$, the "
    r"relative error of $2^kg$ is at most $\frac52u$; $2^kg$ is a number of the type if it is not below the least "
    r"normal one.",
    claim=[le(Abs(g - X), C * u * X)],
    variables=[(u, r"(0, 1)"), (g, r"\{\text{computed}\}"), (X, r"\{e^r\}"), (Y, r"\{e^w\}"), (p, r"\{p(w)\}"),
               (x, r"\{w - r\}")],
    hypotheses=[
        le(u, CENT), *within(x, REDUCED * u), ge(Y, (1 + x) * X), ge(X, (1 - x) * Y),
        *within(p - Y, SHARE * u * Y), *within(g - p, HORNER * u * p),
    ],
    witness={u: Rational(1, 10**7), g: 1, X: 1, Y: 1, p: 1, x: 0},
    uses=["rounding-sum"],
    ends=[
        "setting",
        "setting",
        "setting",
        "exact-64, exact-32, fit-64, fit-32, taylor-64, taylor-32, rest-64, rest-32, reach, size-64, size-32, "
        "polynomial-above, polynomial-below, horner-64, horner-32, constant-64, constant-32, nearest-64, nearest-32, "
        "low-64, low-32, off-64, off-32, off-below-64, off-below-32, within-reach, reduced-above, reduced-below",
        "claim 1, tangent, above, below, claim, power",
    ],
    sketch=r"Three errors add up. The reduced argument is off by little more than $0.3467u$, the rounding of its last "
    r"subtraction, as $H$ has so few digits that $z - kH$ is exact and $kL$ is small (step reduced-above). The "
    r"polynomial is compared with a Taylor polynomial of higher order by the Bernstein coefficients of their "
    r"difference in 256 parts of the interval, in rational numbers (step fit-64), and that with the exponential by a "
    r"derivative (step taylor-64). Horner's rule is followed in the same parts with an interval for every partial "
    r"result, which bounds every rounding (step horner-64); the worst place is the left end, where $p$ is least. The "
    r"sum, $2.03 + 0.06 + 0.36 = 2.45$, leaves $0.05u$ for all products of errors.",
)
def rounding_exp(T: Proof) -> None:
    reduction(T)
    approximation(T)
    rounding(T)
    together(T)


def reduction(T: Proof) -> None:
    """The argument of the polynomial."""
    T.say(r"I. The reduced argument. $k = 0$, or $|z| \ge \frac14$ and $z$ is a multiple of $2^{-54}$ or $2^{-25}$.")
    for bits, form in FORMATS.items():
        T.finite(
            f"exact-{bits}", cases(exact_differences, form),
            rf"$z - kH$ is exact in binary{bits}: $kH$ and the difference, below $\frac12$, are multiples of powers of "
            "2 that are small enough.",
        )
    for bits, form in FORMATS.items():
        T.enclose(
            f"constant-{bits}", le(Abs(form.inverse * log(2) - 1), form.unit),
            rf"The constant that $z$ is multiplied by is $1/\ln 2$ to within $u$, in binary{bits},",
        )
    T.say(
        r"and with the rounding of the product the factor is $1 \pm (2u + u^2)$ as in rounding-sum: at most $3u$ times "
        r"the largest $|k|$ away from $z/\ln 2$."
    )
    for bits, form in FORMATS.items():
        T.enclose(
            f"nearest-{bits}", le(log(2) * (Rational(1, 2) + 3 * form.most * form.unit), NEAREST),
            rf"The nearest integer is at most $\frac12$ further, which bounds $|r|$ in binary{bits}.",
        )
    for bits, form in FORMATS.items():
        T.exact(f"low-{bits}", le(form.most * form.below, LOW), rf"In binary{bits} $|kL|$ is small,")
        gap = form.most * (log(2) - form.above - form.below)
        T.enclose(f"off-{bits}", le(gap, LOW * form.unit), r"and so is $k$ times what $H + L$ lacks of $\ln 2$, above")
        T.enclose(f"off-below-{bits}", ge(gap, -LOW * form.unit), r"and below.")
    T.forall(
        "within-reach", [gt(u, 0), le(u, Rational(1, 2**24)), le(r, NEAREST), le(x, REDUCED * u)], le(r + x, REACH),
        r"So $|w|$ and $|z - kH - kL|$ are at most $0.3467$.",
        form=[NEAREST - r, REDUCED * u - x, REDUCED * (Rational(1, 2**24) - u),
              REACH - NEAREST - REDUCED / 2**24],
    )
    T.say(
        r"Let $y = z - kH - kL$, $P = kL$ with the rounding $\alpha$ of its product, $\delta$ that of the subtraction, "
        r"and $q = k(\ln 2 - H - L)$: $w - r = (y - \alpha P)(1 + \delta) - y + q$,"
    )
    given = [gt(u, 0), le(u, CENT), *within(delta, u), *within(a, u), *within(y, REACH), *within(P, LOW),
             *within(q, LOW * u), ge(1 + delta, 0)]
    spare = REDUCED - REACH - LOW * (2 + CENT)
    off = (y - a * P) * (1 + delta) - y + q
    T.forall(
        "reduced-above", given, le(off, REDUCED * u), r"which is at most $\frac{9}{25}u$",
        form=[(u - delta) * (REACH + y) / 2, (u + delta) * (REACH - y) / 2,
              (LOW + P) * (u + a) * (1 + delta) / 2, (LOW - P) * (u - a) * (1 + delta) / 2, LOW * u * (u - delta),
              LOW * u - q, LOW * u * (CENT - u), spare * u],
    )
    T.forall(
        "reduced-below", given, ge(off, -REDUCED * u), r"and at least minus that.",
        form=[(u + delta) * (REACH + y) / 2, (u - delta) * (REACH - y) / 2,
              (LOW - P) * (u + a) * (1 + delta) / 2, (LOW + P) * (u - a) * (1 + delta) / 2, LOW * u * (u - delta),
              LOW * u + q, LOW * u * (CENT - u), spare * u],
    )


def approximation(T: Proof) -> None:
    """The polynomial and the exponential."""
    T.say(r"II. The polynomial, for $|r| \le 0.3467$. Let $S$ be the Taylor polynomial, of order 15 or 9.")
    for bits, form in FORMATS.items():
        T.finite(
            f"fit-{bits}", cases(approximations, form),
            rf"$|p - S| \le \frac{{7}}{{125}}uS$ in binary{bits}: in {PIECES} parts of the interval the polynomials "
            r"$\frac{7}{125}uS \pm (p - S)$ have Bernstein coefficients that are not negative.",
        )
    T.enclose("reach", le(exp(REACH), Rational(3, 2)), r"With this number,")
    for bits, form in FORMATS.items():
        n = form.order
        series: Expr = sum((r**i / factorial(i) for i in range(n + 1)), Integer(0))
        T.derivative(
            f"taylor-{bits}", exp(-r) * series, r, -exp(-r) * r**n / factorial(n),
            rf"for order {n}: $e^{{-r}}S$ is 1 at 0, and its derivative has the sign of $-r$: it is at most 1.",
        )
        T.derivative(
            f"rest-{bits}", exp(-r) * series + Rational(3, 2) * r ** (n + 1) / factorial(n + 1), r,
            (Rational(3, 2) - exp(-r)) * r**n / factorial(n),
            r"With this term the derivative has the sign of $r$: the sum is at least 1.",
        )
        T.exact(
            f"size-{bits}", le(Rational(3, 2) * REACH ** (n + 1) / factorial(n + 1), REST * form.unit),
            r"The term is small.",
        )
    given = [gt(u, 0), le(u, CENT), ge(1 - FIT * u, 0), gt(S, 0), gt(X, 0)]
    T.forall(
        "polynomial-above", [*given, le(p, (1 + FIT * u) * S), le(S, X)], le(p, (1 + SHARE * u) * X),
        r"So $p$ is at most this, with $X = e^r$,",
        form=[(1 + FIT * u) * S - p, (1 + FIT * u) * (X - S), (SHARE - FIT) * u * X],
    )
    T.forall(
        "polynomial-below", [*given, ge(p, (1 - FIT * u) * S), ge(S, (1 - REST * u) * X)], ge(p, (1 - SHARE * u) * X),
        r"and at least that.",
        form=[p - (1 - FIT * u) * S, (1 - FIT * u) * (S - (1 - REST * u) * X), (SHARE - FIT - REST) * u * X,
              FIT * REST * u**2 * X],
    )


def rounding(T: Proof) -> None:
    """Horner's rule."""
    T.say(
        r"III. Horner's rule. Let $s$ be a partial result, computed with an error of at most $E$, and $c + rs$ the "
        r"next one. The product is off by $|r|E + |r|(|s| + E)u$, and the sum by that times $1 + u$ and $|c + rs|u$ "
        r"besides; if both are one operation, by less."
    )
    for bits, form in FORMATS.items():
        T.finite(
            f"horner-{bits}", cases(horner, form),
            rf"Followed with intervals for $s$ in the {PIECES} parts this is at most $2.03u\,p$ in binary{bits}.",
        )


def together(T: Proof) -> None:
    """The sum of the three."""
    T.derivative("tangent", exp(x) - 1 - x, x, exp(x) - 1, r"IV. $e^x \ge 1 + x$: the difference vanishes at 0,")
    T.say(
        r"where its derivative changes its sign. At $x = w - r$ and at $-x$ it says $Y \ge (1 + x)X$ and $X \ge (1 - "
        r"x)Y$ for $X = e^r$ and $Y = e^w$."
    )
    left = C - HORNER - SHARE - REDUCED
    second = HORNER * SHARE + C * REDUCED
    given = [
        gt(u, 0), le(u, CENT), gt(X, 0), gt(Y, 0), *within(x, REDUCED * u), ge(1 - HORNER * u, 0), ge(1 - SHARE * u, 0),
    ]
    T.forall("room", [le(u, CENT)], ge(1 - HORNER * u, 0), form=[HORNER * (CENT - u), 1 - HORNER * CENT])
    T.forall("room-share", [le(u, CENT)], ge(1 - SHARE * u, 0), form=[SHARE * (CENT - u), 1 - SHARE * CENT])
    T.forall(
        "above", [*given, le(g - p, HORNER * u * p), le(p - Y, SHARE * u * Y), ge(X, (1 - x) * Y)],
        le(g - X, C * u * X), r"Together, above",
        form=[(1 + HORNER * u) * p - g, (1 + HORNER * u) * ((1 + SHARE * u) * Y - p),
              (1 + C * u) * (X - (1 - x) * Y), (1 + C * u) * (REDUCED * u - x) * Y,
              second * u * (CENT - u) * Y, (left - second * CENT) * u * Y],
    )
    down = (1 - HORNER * u) * (1 - SHARE * u)
    pairs = HORNER * SHARE + HORNER * REDUCED + SHARE * REDUCED
    triple = HORNER * SHARE * REDUCED
    T.forall(
        "below", [*given, ge(g - p, -HORNER * u * p), ge(p - Y, -SHARE * u * Y), ge(Y, (1 + x) * X)],
        ge(g - X, -C * u * X), r"and below,",
        form=[g - (1 - HORNER * u) * p, (1 - HORNER * u) * (p - (1 - SHARE * u) * Y), down * (Y - (1 + x) * X),
              down * (x + REDUCED * u) * X, left * u * X, (pairs - triple * CENT) * u**2 * X,
              triple * u**2 * (CENT - u) * X],
    )
    in_absolute_value(T, "claim", r"and so in absolute value.", [gt(u, 0), gt(X, 0)], g - X, C * u * X)
    T.identity("power", exp(k * log(2) + r), 2**k * exp(r), r"Finally $e^z = 2^ke^r$; $2^kg$ is exact if it is normal.")


if __name__ == "__main__":
    rounding_exp.script()
