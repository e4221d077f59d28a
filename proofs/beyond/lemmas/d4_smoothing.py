r"""The function V of the upper bound, the least of a family of cubic polynomials, and how the family depends on rho.

Coordinates: x = mean + a (1,1,-1,-1) + b (1,-1,1,-1) + c (1,-1,-1,1).
"""

from proofs.machinery.engine.proof import Proof

from sympy import Expr, Function, Rational

from proofs.machinery.engine import lemma
from symbolic.formulas import four_entries as four
from symbolic.notation import reals
from symbolic.relations import eq

a, b, c, v, t, s, X, rho, k, n = reals("a b c v t s X rho k n")
x1, x2, x3, x4 = reals("x_1 x_2 x_3 x_4")
A0, A1, A2 = reals("A_0 A_1 A_2")
w0, w1, w2 = reals("w_0 w_1 w_2")
omega = Function("omega")
HALF = Rational(1, 2)


def phi() -> Expr:
    """Return Phi_rho at (a, b, c), by letters for the coefficients of the Taylor polynomial."""
    return four.cubic(a, b, c, v, (A0, A1, A2, n))


def smoothing(T: Proof) -> None:
    """V, and the family behind it."""
    T.say(
        r"IV. The function $V$. Let $x_1 \ge x_2 \ge x_3 \ge x_4$, $\mu$ the mean, $a = \frac14(x_1+x_2-x_3-x_4)$, $b "
        r"= \frac14(x_1-x_2+x_3-x_4)$, $c = \frac14(x_1-x_2-x_3+x_4)$. Then"
    )
    at = [eq(4 * a, x1 + x2 - x3 - x4), eq(4 * b, x1 - x2 + x3 - x4), eq(4 * c, x1 - x2 - x3 + x4)]
    T.forall("largest-entry", at, eq(4 * (a + b + c), 4 * x1 - (x1 + x2 + x3 + x4)), r"$a + b + c = x_1 - \mu$,")
    T.forall("lead", at, eq(2 * (a - b), x2 - x3), r"and sorted means $a \ge b \ge |c|$: $a - b$ is half $x_2 - x_3$,")
    T.forall("tail", at, eq(2 * (b + c), x1 - x2), r"$b + c$ half $x_1 - x_2$,")
    T.forall(
        "last-gap", at, eq(2 * (b - c), x3 - x4),
        r"and $b - c$ half $x_3 - x_4$. Sign vectors with two entries 1 are the axes of $(a,b,c)$, up to their sign; "
        r"those with one or three are half the diagonals $(1,1,1)$, $(1,-1,-1)$, $(-1,1,-1)$, $(-1,-1,1)$, up to sign "
        r"and mean.",
    )
    T.say(
        r"For $\rho \ge b_0$ let $A_0 + A_1u + \frac12A_2u^2 + \frac16nu^3$ be the Taylor polynomial of $\omega$ at "
        r"$\rho$, that is, $A_2 = \omega'' - n\rho$, $A_1 = \omega' - \omega''\rho + \frac12n\rho^2$, $A_0 = \omega - "
        r"\omega'\rho + \frac12\omega''\rho^2 - \frac16n\rho^3$, with $n = \omega^{(3)}$, all at $\rho$; $\tau$ and "
        r"$\ell = \tau/n$, too, are those at $b = \rho$. Let $\Phi_\rho = v + \frac12(a^2+b^2+c^2) - 6A_0 - "
        r"2A_1(a+b-c) "
        r"+ A_2(ac+bc-ab) + n\,abc$, $X = a+b+c-\rho-\ell$, $s = \frac12(b+c)$, and $V(x) = \mu + \min_{\rho,t} "
        r"\Phi_\rho - n(t^2X - 2t^3)$ over $\max(b_0, \frac12(b-c)) \le \rho \le \max(b_0, b)$ and $0 \le t \le s$. "
        r"$V$ is symmetric by definition."
    )
    T.forall(
        "core", [eq(6 * w0, k * rho**3), eq(2 * w1, k * rho**2), eq(w2, k * rho)],
        eq(four.cubic(a, b, c, v, four.taylor(rho, (w0, w1, w2, k))), v + (a**2 + b**2 + c**2) / 2 + k * a * b * c),
        r"At $\rho = b_0$, where by part I the derivatives are those of $\frac k6u^3$, $A_0 = A_1 = A_2 = 0$ and "
        r"$\Phi_\rho$ is",
    )
    T.formally(
        "attained", "TightMax.GoodFunctions.minimum_on_interval",
        r"so $V(0) = v$. The least value over $t$ is continuous in $\rho$ and $x$; with $\rho = (1-\lambda)\max(b_0, "
        r"\frac12(b-c)) + \lambda\max(b_0,b)$, $0 \le \lambda \le 1$, the interval does not depend on $x$. So the "
        r"minimum is attained, and $V$ is continuous.",
    )
    derivatives = tuple(omega(rho).diff(rho, j) for j in range(4))
    member = four.cubic(a, b, c, v, four.taylor(rho, derivatives)) - (
        derivatives[3] * (t**2 * (a + b + c - rho) - 2 * t**3) - (HALF - derivatives[2]) * t**2
    )
    T.derivative(
        "by-rho", member, rho,
        -omega(rho).diff(rho, 4) * ((a - rho) * (rho - b) * (rho + c) + t**2 * (a + b + c - rho - 2 * t)),
        r"Why these polynomials: by $\rho$ they change, as $n\ell = \tau = \frac12 - \omega''$, at the rate $qB$ with "
        r"$q = -\omega^{(4)} > 0$ and $B = (a-\rho)(\rho-b)(\rho+c) + t^2(a+b+c-\rho-2t)$,",
    )
    second, first = (four.taylor(rho, derivatives)[j] for j in (2, 1))
    T.derivative(
        "a-two-grows", second, rho, -omega(rho).diff(rho, 4) * rho,
        r"$A_2$ grows from 0 at $b_0$ at the rate $q\rho$, so $A_2 \ge 0$,",
    )
    T.derivative("a-one-falls", first, rho, omega(rho).diff(rho, 4) * rho**2 / 2, r"and $A_1$ falls from 0.",)


if __name__ == "__main__":
    lemma.script(__file__)
