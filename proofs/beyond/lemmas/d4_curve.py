r"""The curve behind the optimum of four entries, and the function omega: explicit, with all that is used of them."""

from proofs.machinery.engine.proof import Proof

from sympy import Expr, Function, Integer, Rational, Subs, Symbol, atan, log

from proofs.machinery.engine import lemma
from symbolic.formulas import four_entries as four
from symbolic.formulas.four_entries import ANGLE, ETA, START, TAU, y
from symbolic.notation import reals
from symbolic.relations import Relation, eq, ge, gt, le, lt

tau, eta, ell, n, b, k, q, v, kappa = reals("tau eta ell n b k q v kappa")
D = four.reach(tau, eta)
BEGIN = (6 - 8 * eta) / 7
"""b_0, by eta = a."""
E, B, H = (Function(name)(tau) for name in ("eta", "b", "H"))
ON_CURVE = {eta: E, b: B}
EQUATION = tau * (3 - 2 * tau) * E.diff(tau) + (3 + (3 - 2 * tau) ** 2 / (2 - tau)) * eta - 4
"""The linear equation of eta says that this is 0."""
INTERVAL = [gt(tau, 0), le(3 * tau, 1)]


def strip() -> list[Relation]:
    """Return the two barriers between which eta lies."""
    return [*INTERVAL, ge(eta, four.barrier(tau, 20)), le(eta, four.barrier(tau, 10))]


def weight() -> Expr:
    """Return the positive factor between eta less a barrier and what is compared with the arctangent."""
    return (3 - y**2) * (1 + y**2) ** 2 / (2 * y**5)


def against_arctangent(curved: int) -> Expr:
    """Return a rational function less arctan y, which has the sign of eta less the barrier."""
    bound = four.barrier(TAU, curved)
    return ((3 + y**2) * y - 2 * y**5 * bound / (1 + y**2)) / ((3 - y**2) * (1 + y**2)) - atan(y)


def curve(T: Proof) -> None:
    """eta, ell and b as functions of tau, and the function omega of b."""
    T.say(
        r"I. The curve. For $0 < y \le 1/\sqrt5$ put $\tau = 2y^2/(1+y^2)$, $\theta = \arctan y$ and $\eta = (1+y^2)"
        r"\frac{(3+y^2)y - (3-y^2)(1+y^2)\theta}{2y^5}$."
    )
    T.forall(
        "tau-range", [gt(y, 0), le(5 * y**2, 1)], le(TAU, Rational(1, 3)), r"$\tau$ increases from 0 to $\frac13$;",
        form=(1 - 5 * y**2) / (3 * (1 + y**2)),
    )
    T.derivative("tau-grows", TAU, y, 4 * y / (1 + y**2) ** 2)
    T.derivative(
        "linear-equation", ETA, y,
        (4 - ETA * (3 + (3 - 2 * TAU) ** 2 / (2 - TAU))) / (TAU * (3 - 2 * TAU)) * TAU.diff(y),
        r"$\eta$, as a function of $\tau$, satisfies $\tau(3-2\tau)\eta' + (3 + \frac{(3-2\tau)^2}{2-\tau})\eta = 4$ "
        r"(in terms of $y$):",
    )
    T.identity("eta-start", Subs(ETA, y, START), 48 - 252 * ANGLE, r"At the beginning, $\tau = \frac13$, $\eta = a$:")
    barriers(T)
    signs(T)
    arc(T)
    third_derivative(T)


def barriers(T: Proof) -> None:
    """eta between two quadratic polynomials in tau, with the value 8/15 at 0."""
    T.say(
        r"Next, $\eta$ between two parabolas in $\tau$ with the value $\frac{8}{15}$ at 0. Let $\beta$ be "
        r"$\frac{8}{15} + \frac{4}{21}\tau + \frac{1}{20}\tau^2$ or $\frac{8}{15} + \frac{4}{21}\tau + "
        r"\frac{1}{10}\tau^2$, where $\tau$ is a function of $y$. Each time $\eta - \beta$ is a positive multiple of "
        r"a function $G = R(y) - \arctan y$ with a rational $R$ and $G(0) = 0$, and $G'$ is rational:"
    )
    square = y**2
    common = 35 * (3 - square) ** 2 * (1 + square) ** 5
    low = 2 * y**8 * (1 + 3 * square) * (99 - 13 * square) / common
    high = 4 * y**8 * (45 - 156 * square + 23 * square**2) / common
    inside = [gt(y, 0), le(5 * square, 1), gt(3 - square, 0)]
    T.identity("low-barrier", ETA - four.barrier(TAU, 20), weight() * against_arctangent(20), r"for the lower one")
    T.identity("low-begins", Subs(against_arctangent(20), y, 0), Integer(0), r"with $G(0) = 0$;")
    T.derivative("low-slope", against_arctangent(20), y, low)
    T.forall(
        "low-rises", [*inside, gt(99 - 13 * square, 0)], gt(low, 0), r"is positive, so $G > 0$ and $\eta > \beta$;",
        form=low,
    )
    T.identity("high-barrier", ETA - four.barrier(TAU, 10), weight() * against_arctangent(10), r"for the upper one")
    T.identity("high-begins", Subs(against_arctangent(10), y, 0), Integer(0), r"with $G(0) = 0$;")
    T.derivative("high-slope", against_arctangent(10), y, -high)
    T.forall(
        "high-falls", inside, lt(-high, 0), r"is negative, so $\eta < \beta$.",
        form=[4 * y**8 * 32 * (1 - 5 * square) / common, 4 * y**8 * (13 + 4 * square) / common,
              4 * y**8 * 23 * square**2 / common],
    )


def signs(T: Proof) -> None:
    """The polynomial inequalities between the barriers."""
    T.say(
        r"In the strip between the parabolas everything else is a polynomial inequality. Let $m = 2 - 3\eta + "
        r"\tau\eta$, $\ell = 2m/(3-2\tau)$, $n = \tau/\ell$ and $\kappa = \frac{12 - 6\tau - 21\eta + 17\tau\eta - "
        r"3\tau^2\eta}{(2-\tau)m}$. Then"
    )
    T.forall(
        "eta-positive", strip(), ge(eta, four.LOW_END), r"$\eta \ge \frac{8}{15}$,",
        form=[eta - four.barrier(tau, 20), 4 * tau / 21, tau**2 / 20],
    )
    T.forall("ell-positive", strip(), ge(8 * D, 3 - 2 * tau), r"$\ell \ge \frac14$,")
    top = four.kappa(tau, eta) * (2 - tau) * D
    T.forall("kappa-positive", strip(), gt(top, 0), r"and $\kappa > 0$.")


def along(value: Expr, rate: Expr, extra: Expr) -> tuple[Expr, Expr]:
    """Return a function of tau, eta and b along the curve, and its derivative in tau.

    That is `rate` b' + `extra` (b' + ell/tau) and a multiple of what the linear equation says is 0.
    """
    factor = (value.diff(eta) / (tau * (3 - 2 * tau))).factor()
    derivative = rate * B.diff(tau) + extra * (B.diff(tau) + four.ell(tau, eta) / tau) + factor * EQUATION
    return value.xreplace(ON_CURVE), derivative.xreplace(ON_CURVE)


def arc(T: Proof) -> None:
    """b as a function of y, and omega as a function of b."""
    T.say(
        r"Let $b = \frac12\ell + \frac14(H(1/\sqrt5) - H(y))$ with $H(y) = \frac{16}{15}\ln\frac{y^2}{1+y^2} - "
        r"\frac{44}{15y^2} - \frac{6}{5y^4} + \frac{2(15y^6 + 15y^4 + 25y^2 + 9)}{15y^5}\theta$."
    )
    rate = 4 * eta / (tau * (2 - tau))
    T.derivative(
        "primitive", four.PRIMITIVE, y, 4 * ETA / (TAU * (2 - TAU)) * TAU.diff(y),
        r"In $\tau$ the slope of $H$ is $\frac{4\eta}{\tau(2-\tau)}$.",
    )
    T.say(
        r"Now let $\tau$ be the variable, $\eta$, $b$ and $H$ functions of it, and write $O$ for $\tau(3-2\tau)\eta' "
        r"+ (3 "
        r"+ \frac{(3-2\tau)^2}{2-\tau})\eta - 4$, which is 0 (linear-equation)."
    )
    value, derivative = along(four.ell(tau, eta) / 2, Integer(0), Integer(0))
    T.derivative(
        "b-falls", value - H / 4, tau,
        derivative + (-four.ell(tau, eta) / tau).xreplace(ON_CURVE) - (H.diff(tau) - rate.xreplace(ON_CURVE)) / 4,
        r"$b' = -\ell/\tau$, up to a multiple of $O$,",
    )
    at = ((tau,), (Rational(1, 3),))
    T.identity(
        "b-start", Subs(four.ell(tau, eta) / 2, *at), BEGIN,
        r"and at the beginning, where $\tau = \frac13$ and $\eta = a$, $b = \frac12\ell$ is $b_0 = \frac17(6 - 8a)$.",
    )
    T.derivative("towards-infinity", log(tau) / 4, tau, 1 / (4 * tau), r"As $\ell \ge \frac14$ and")
    T.forall(
        "b-unbounded", [gt(tau, 0), ge(ell, Rational(1, 4))], le(1 / (4 * tau) - ell / tau, 0),
        r"$b + \frac14\ln\tau$ does not increase with $\tau$: $b \ge b_0 + \frac14\ln\frac{1}{3\tau}$. So $b$ takes "
        r"every value from $b_0$ on exactly once, and from now on $\tau$, $\eta$, $\ell$ and $n$ are functions of $b "
        r"\ge b_0$.",
        form=(ell - Rational(1, 4)) / tau,
    )
    T.say(
        r"Now $\omega$: for $0 \le b \le b_0$ it is $\frac{k}{6}b^3$ with $k = 1/(6b_0)$. For $b \ge b_0$ let $\gamma "
        r"= \ell - b$, $w = \frac12(1 - 2(1-\tau)\eta - \gamma)$ and $\omega = \frac16(v + b^2 + 2bw - (2b + \gamma + "
        r"2\eta^2 - \frac12\gamma^2 - 2\gamma w))$, where $v$ is the value of the theorem. Its derivatives in $\tau$ "
        r"are "
        r"$b'$ times those in $b$, and multiples of $O$ and of $b' + \ell/\tau = 0$:"
    )
    T.derivative("omega-cubic", k * b**3 / 6, b, k * b, r"On the first piece, $\omega'' = kb$.", order=2)
    linear, bend = four.slope(tau, eta, b), Rational(1, 2) - tau
    function = four.omega(tau, eta, b, v)
    T.derivative(
        "omega-slope", *_in_tau(along(function, linear, (function.diff(b) - linear).factor())),
        r"On the second, $\omega' = w$,",
    )
    T.derivative("omega-bend", *_in_tau(along(linear, bend, linear.diff(b) - bend)), r"$\omega'' = \frac12 - \tau$,")
    T.derivative("omega-third", bend, tau, Integer(-1), r"and, as this is $nb'$, $\omega^{(3)} = n = \tau/\ell$.")
    seam = four.omega_by(Rational(1, 3), eta, b, b, v)
    T.identity(
        "seam-value", Subs(seam, (b, v), (BEGIN, (198 - 24 * eta - 26 * eta**2) / 147)), BEGIN**2 / 36,
        r"At $b_0$, where $\eta = a$ and $\gamma = b_0$, the two pieces have the same value $\frac k6b_0^3$,",
    )
    T.identity(
        "seam-slope", Subs(four.slope_by(Rational(1, 3), eta, b), b, BEGIN), BEGIN / 12,
        r"the same first derivative $\frac k2b_0^2$, the same second derivative $\frac12 - \frac13 = kb_0$,",
    )
    T.identity("seam-third", Subs(four.third(tau, eta), *at), 1 / (6 * BEGIN), r"and the same third derivative $k$.")
    less = eta * (3 - 2 * tau) / ((2 - tau) * D)
    T.derivative(
        "gamma-slope", *_in_tau(along(four.ell(tau, eta) - b, 1 - less, less - 2)),
        r"Finally $\gamma' = 1 - r$ (in $b$) with $r = \frac{\eta(3-2\tau)}{(2-\tau)m} > 0$, so $\gamma \le b$, as "
        r"$\gamma = b$ at $b_0$.",
    )


def _in_tau(found: tuple[Expr, Expr]) -> tuple[Expr, Symbol, Expr]:
    return found[0], tau, found[1]


def third_derivative(T: Proof) -> None:
    """The third derivative of omega falls."""
    value, derivative = along(four.third(tau, eta), Integer(0), Integer(0))
    T.derivative(
        "n-slope", value, tau, derivative + (four.kappa(tau, eta) / four.ell(tau, eta)).xreplace(ON_CURVE),
        r"How does $n$ change? $\frac{dn}{d\tau} = \kappa/\ell$, up to a multiple of $O$,",
    )
    T.forall(
        "q-sign", [eq(ell * q, n * kappa), gt(n, 0), gt(kappa, 0), gt(ell, 0)], gt(q, 0),
        r"and by $\frac{db}{d\tau} = -\frac{\ell}{\tau} = -\frac1n$ the derivative in $b$ is $-n\frac{d}{d\tau}$: $q = "
        r"-\omega^{(4)} = n\kappa/\ell$ is positive for $b > b_0$.",
    )


if __name__ == "__main__":
    lemma.script(__file__)
