r"""V is above the maximum: Z >= 0, in the cubic core and beyond it."""

from proofs.machinery.engine.proof import Proof

from sympy import Expr, Poly, Rational, expand

from proofs.beyond.lemmas.bernstein import bernstein
from proofs.beyond.lemmas.d4_curve import INTERVAL
from proofs.machinery.engine import lemma
from symbolic.formulas import four_entries as four
from symbolic.formulas.four_entries import B_START, VALUE
from symbolic.notation import reals
from symbolic.relations import ge, gt, le

tau, eta, b, c, v, t, D, s, z, k = reals("tau eta b c v t D s z kappa")
phi, phi1, total, A0, A1, A2, X = reals("Phi Phi_1 Sigma A_0 A_1 A_2 X")
beta, p1, p2, e, L, M = reals("beta p_1 p_2 e L M")
P = 4 * tau * (2 - tau)
ROOM = [*INTERVAL, gt(1 - tau, 0), gt(2 - tau, 0)]
ENDS = {"lower": Rational(9, 10), "upper": Rational(1)}
"""Between these is beta = 6 b_0; Z/beta is affine in beta."""
LEAST = Rational(1, 20)
"""The leading coefficients are at least this."""
CORNER = [p1, p2, 2 - 2 * p1 - p2]
"""The cubic core in coordinates that vanish at its corner b = c = b_0: these are nonnegative."""


def core_value(start: Expr) -> Expr:
    """Return v in terms of 6 b_0."""
    return start / 2 - Rational(10, 216) * start**2 + (3 - Rational(7, 12) * start) ** 2 / 8


def core(start: Expr) -> Expr:
    """Return Z over beta in the core, where b, b - c and a - b are beta/6 times 1 - p_1, p_2 and e."""
    height = start * (1 - p1) / 6
    w = (height**3 / (6 * start), height**2 / (2 * start), height / start, 1 / start)
    return four.excess(height + start * e / 6, height, height - start * p2 / 6, core_value(start), w) / start


def quadratic(value: Expr, letter: Expr) -> tuple[Expr, Expr, Expr]:
    """Return the coefficients of a quadratic polynomial, the leading one last."""
    two, one, zero = Poly(expand(value), letter).all_coeffs()
    return zero, one, two


def above(T: Proof) -> None:
    """V >= max, by Z >= 0."""
    T.say(r"V. $V \ge \max$. Let $\Sigma = a + b + c$ at $x^t$; at $x$ it is $\Sigma + 3t$, which is $x_1 - \mu$.")
    T.identity(
        "complete-the-square", phi + t * phi1 + 2 * t**2 - (total + 3 * t),
        (8 * (phi - total) - (phi1 - 3) ** 2) / 8 + 2 * (t + (phi1 - 3) / 4) ** 2,
        r"Each member of the family exceeds $x_1 - \mu$ by",
    )
    T.forall(
        "enough", [ge(8 * (phi - total) - (phi1 - 3) ** 2, 0)], ge(phi + t * phi1 + 2 * t**2, total + 3 * t),
        r"so it is enough that $Z = 8(\Phi - \Sigma) - (\Phi_1 - 3)^2 \ge 0$ wherever $x^t$ may be, that is, where $S "
        r"\le 2\ell$.",
        form=[(8 * (phi - total) - (phi1 - 3) ** 2) / 8, 2 * (t + (phi1 - 3) / 4) ** 2],
    )
    T.say(
        r"On each ray $a - b = D$ is what is left free: $Z$ is a quadratic polynomial in $D$."
    )
    T.forall(
        "quadratic", [gt(A2, 0), ge(4 * A2 * A0 - A1**2, 0)], ge(A2 * X**2 + A1 * X + A0, 0),
        r"One without real roots, or with a double one, is not negative.",
        form=[A2 * (X + A1 / (2 * A2)) ** 2, (4 * A2 * A0 - A1**2) / (4 * A2)],
    )
    beyond(T)
    in_the_core(T)
    T.say(r"That is all of $V \ge \max$.")


def beyond(T: Proof) -> None:
    """Z for b >= b_0."""
    n, ell = four.third(tau, eta), four.ell(tau, eta)
    w = (four.omega(tau, eta, b, v), four.slope(tau, eta, b), Rational(1, 2) - tau, n)
    distance = n * (c - (ell - b))
    kappa = four.kappa(tau, eta)
    T.identity(
        "beyond-form", n**2 * four.excess(b + D, b, c, v, w),
        (n * D) ** 2 * (1 - (distance + tau)) * (3 + distance + tau)
        + n * D * distance * (P * (2 - kappa) - 4 * (1 - tau) * distance) + P * distance**2,
        r"For $b \ge b_0$, with $z = n(c - \gamma) = nS - \tau$ and $P = 4\tau(2-\tau)$: $n^2Z = "
        r"(1-\tau-z)(3+\tau+z)(nD)^2 + z(P(2-\kappa) - 4(1-\tau)z)nD + Pz^2$.",
    )
    T.forall(
        "ahead", [*ROOM, ge(z, 0), le(z, tau), le(k, 1)], ge(P * (2 - k) - 4 * (1 - tau) * z, 0),
        r"As $0 \le nS \le 2\tau$, $|z| \le \tau$. If $z \ge 0$, all terms are nonnegative.",
        form=[P * (1 - k), 4 * (1 - tau) * (tau - z), 4 * tau],
    )
    T.say(r"If $z < 0$, the next three steps are about the discriminant; write $z = -s$, $0 < s \le \tau$.")
    T.forall(
        "linear-term", [*ROOM, ge(s, 0), le(s, tau), ge(4 * k, 3)],
        le(P * (2 - k) + 4 * (1 - tau) * s, tau * (14 - 9 * tau)), r"The linear coefficient is at most $s$ times this,",
        form=[tau * (2 - tau) * (4 * k - 3), 4 * (1 - tau) * (tau - s)],
    )
    T.forall(
        "leading-term", [*INTERVAL, ge(s, 0), le(s, tau)],
        ge((1 - tau + s) * (3 + tau - s), (1 - tau) * (3 + tau)), r"the leading one at least this,",
        form=[s * (2 + tau), s * (tau - s)],
    )
    T.forall(
        "behind", INTERVAL, ge(4 * P * (1 - tau) * (3 + tau), (tau * (14 - 9 * tau)) ** 2),
        r"and the last one is $Ps^2$. So the discriminant is not positive: divided by $s^2$,",
        form=[tau * 76 * (1 - 3 * tau), tau * 20 * (1 - 2 * tau) ** 2, tau**3 * Rational(65, 3) * (1 - 3 * tau),
              tau**3 * Rational(451, 3)],
    )


def in_the_core(T: Proof) -> None:
    """Z for b <= b_0."""
    T.say(
        r"For $b \le b_0$ put $\beta = 6b_0$, $b = \frac{\beta}{6}(1 - p_1)$, $b - c = \frac{\beta}{6}p_2$ and $D = "
        r"\frac{\beta}{6}e$. The corner $b = c = b_0$ is the origin, and $p_1, p_2, e, 2 - 2p_1 - p_2 \ge 0$ ($S \ge "
        r"0$)."
    )
    T.identity("value-by-start", VALUE, core_value(6 * B_START), r"There")
    T.enclose("start-low", gt(6 * B_START, ENDS["lower"]), r"with $\beta$ between $\frac{9}{10}$")
    T.enclose("start-high", gt(ENDS["upper"], 6 * B_START), r"and 1.")
    whole = Poly(expand(core(beta)), beta)
    first, rest = whole.coeff_monomial(1), whole.coeff_monomial(beta)
    T.identity("core-form", core(beta), first + beta * rest, r"$Z = \beta(L + \beta M)$ with polynomials")
    T.forall(
        "between", [ge(L + ENDS["lower"] * M, 0), ge(L + M, 0), ge(beta, ENDS["lower"]), le(beta, 1)],
        ge(L + beta * M, 0), r"that do not contain $\beta$, so that it is enough to take $\beta = \frac{9}{10}$ and 1.",
        form=[(1 - beta) * 10 * (L + ENDS["lower"] * M), 10 * (beta - ENDS["lower"]) * (L + M)],
    )
    domain = [ge(side, 0) for side in CORNER]
    T.say(
        r"The coefficients of the quadratic polynomial in $e$ are polynomials in $p_1$, $p_2$; on the triangle they "
        r"are bounded by their Bernstein coefficients, none of which is negative:"
    )
    for name, end in ENDS.items():
        zero, one, two = quadratic(first + end * rest, e)
        T.forall(
            f"core-{name}-leading", domain, gt(two, 0), rf"for $\beta = {end}$ the leading one",
            form=[*bernstein(two - LEAST, CORNER), LEAST],
        )
        determinant = expand(4 * two * zero - one**2)
        T.forall(
            f"core-{name}-determinant", domain, ge(determinant, 0),
            r"and $4A_2A_0 - A_1^2$" + ("." if name == "upper" else ","), form=bernstein(determinant, CORNER),
        )


if __name__ == "__main__":
    lemma.script(__file__)
