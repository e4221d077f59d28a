r"""The optimum in four dimensions, in closed form.   [S0-08, for one entry more]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Expr, Rational, atan, cos, sqrt

from proofs.beyond.lemmas.d4_above import above
from proofs.beyond.lemmas.d4_curve import curve
from proofs.beyond.lemmas.d4_differences import differences
from proofs.beyond.lemmas.d4_lower import lower
from proofs.beyond.lemmas.d4_smoothing import a, b, c, k, smoothing
from proofs.beyond.lemmas.sign_vectors import criterion
from symbolic.formulas.four_entries import CUBIC, START, VALUE
from symbolic.notation import EpsStar, reals
from symbolic.relations import eq, gt, le, lt

BEGIN = 48 - 126 / sqrt(5) * (2 * atan(START))
"""a, with arccos(2/3) = 2 arctan(1/sqrt 5)."""
COSINE = Rational(2, 3)
LARGE = 198
LOW, HIGH = Rational("1.18278429455150"), Rational("1.18278429455151")
W, v, step = reals("W v z")


def core(a: Expr, b: Expr, c: Expr) -> Expr:
    """Return Phi_rho at rho = b_0."""
    return v + (a**2 + b**2 + c**2) / 2 + k * a * b * c


@theorem(
    "d4-optimum",
    title="Four entries: the least gap in closed form",
    source="new",
    conclusion=r"$\varepsilon^*_4 = \frac{1}{147}(198 - 24a - 26a^2)$ with $a = 48 - \frac{126}{\sqrt5}"
    r"\arccos\frac23$. This number is $4320\beta - 11232\beta^2 - 414$ with $\beta = \frac{1}{\sqrt5}"
    r"\arctan\frac{1}{\sqrt5}$. It lies between $1.18278429455150$ and $1.18278429455151$.",
    claim=[eq(EpsStar(4), VALUE), eq((198 - 24 * BEGIN - 26 * BEGIN**2) / 147, VALUE), gt(VALUE, LOW), lt(VALUE, HIGH)],
    uses=["least-smoothing", "duality"],
    ends=["claim 1, lower, upper, two-forms, angle", "claim 2", "claim 3, claim 4"],
    sketch=r"The least smoothing $g$ (\ref{least-smoothing}) is the value of a stopping problem whose moves are sign "
    "vectors. Near 0 the second derivatives along those with two entries 1 are all 1 and $g$ is a cubic polynomial; "
    r"further out, on the family $(2b+c, -c, -c, c-2b)$ with $|c| \le b$, that along $(1,-1,-1,1)$ is, and $x_1$ "
    r"jumps. Where the jump begins, the slope in $x_1$ is $1 - \eta$; $\eta$ obeys a linear differential equation in "
    r"a parameter $\tau$, and its solution that stays finite as $\tau \to 0$, explicit with an arctangent, makes $b$ "
    r"a function of $\tau$ and fixes a function $\omega(b)$ with $\omega'' = \frac12 - \tau$ and the number $v$ of "
    r"the theorem. From below, $\delta$, which is $g$ less $v + b^2 + \frac12c^2 + 2\omega'(b)(b+c) - 6\omega(b)$, is "
    "concave in $c$; by the relations at three equal entries and at the jump, a negative value at 0 would keep "
    r"$\delta$ at $c = -b$ below a negative number as $b$ grows, which $g \ge \max$ far away excludes. From above, a "
    "function $V$ with $V(0) = v$, the least of a family of cubic polynomials made of the Taylor polynomials of "
    r"$\omega$, meets the criterion on sign vectors that \ref{d3-least} states and proves; it is not convex. As "
    r"$\eta$ lies between two parabolas in $\tau$, what is needed of it are polynomial inequalities.",
)
def d4_optimum(T: Proof) -> None:
    idea(T)
    value(T)
    curve(T)
    lower(T)
    criterion(T, 4, "III")
    T.say(r"(The proof of this for three entries, in part III of d3-least, is one for any number of them.)")
    smoothing(T)
    differences(T)
    above(T)
    T.forall(
        "upper", [le(EpsStar(4), W), le(W, v), le(v, VALUE)], le(EpsStar(4), VALUE),
        r"$V$ is continuous, at least the maximum and, in each of the cases of part IV, as curved along sign vectors "
        r"as part III asks; so $\varepsilon^*_4 \le V(0) = v$ ($= W$), and with part II $\varepsilon^*_4 = v$.",
        form=[W - EpsStar(4), v - W, VALUE - v],
    )
    not_convex(T)


def idea(T: Proof) -> None:
    """What the proof does."""
    T.say(
        r"The idea. The least smoothing $g$ solves an optimal stopping problem: along each sign vector its second "
        r"derivative is at most 1, and wherever it exceeds the maximum it is 1 along some. Near 0 all sign vectors "
        r"with two entries 1 serve, and $g$ is a cubic polynomial; further out, on the family $x_2 = x_3$, only "
        r"$(1,-1,-1,1)$ and jumps of $x_1$ do. A linear differential equation says where the jump begins, and the "
        r"number belongs to its solution that stays finite. One function $\omega$ of one variable holds all this (part "
        r"I). With it we bound $g(0)$ from below, comparing $g$ on the family with a quadratic function of the sign "
        r"direction (part II), and from above (parts III to V) by a function $V$ that need be neither convex nor least."
    )


def not_convex(T: Proof) -> None:
    """V itself is no smoothing."""
    at = {a: Rational(3, 2), b: step / 2, c: -step / 2}
    T.identity(
        "not-convex", core(a, b, c).xreplace(at) - core(a, b, c).xreplace({**at, b: 0, c: 0}),
        step**2 * (Rational(1, 4) - 3 * k / 8),
        r"The smoothing with this gap is not $V$ itself, which is not convex: at $(\frac32, \frac32, -\frac32 + z, "
        r"-\frac32 - z)$, $|z| \le 2b_0$, where $s = 0$ and $\rho = b_0$, it exceeds its value at $z = 0$ by",
    )
    T.enclose("less-between", gt(CUBIC, Rational(2, 3)), r"which is negative.")


def value(T: Proof) -> None:
    """The number in both forms and in decimals."""
    T.identity(
        "angle", cos(2 * atan(START)), COSINE,
        r"The number: $\arccos\frac23 = 2\arctan\frac{1}{\sqrt5}$, as $0 < 2\arctan\frac{1}{\sqrt5} < \pi$ and the "
        r"cosine is $\frac23$:",
    )
    T.identity(
        "two-forms", (LARGE - 24 * BEGIN - 26 * BEGIN**2) / 147, VALUE,
            r"So $a = 48 - 252\beta$, and the value $v$ has both forms.",
    )
    T.enclose("printed-low", gt(VALUE, LOW), r"In decimals, $v > 1.18278429455150$")
    T.enclose("printed-high", lt(VALUE, HIGH), r"and $v < 1.18278429455151$.")


if __name__ == "__main__":
    d4_optimum.script()
