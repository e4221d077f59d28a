r"""V is above the maximum: the excess of each member of the family, as a sum of terms that are not negative."""

from proofs.machinery.engine.proof import Proof

from sympy import Expr, Rational

from proofs.beyond.lemmas.d4_curve import INTERVAL, strip
from proofs.beyond.lemmas.d4_smoothing import HALF, n, rho, s, t
from proofs.machinery.engine import lemma
from symbolic.formulas import four_entries as four
from symbolic.notation import reals
from symbolic.relations import Relation, eq, ge, gt, le

tau, eta, ell, v, p, d, chi, z, u, h = reals("tau eta ell v p d chi z u h")
E, S, zeta, a, b, c = reals("E S zeta a b c")
alpha, beta, kappa, w0, w1, w2 = reals("alpha beta kappa w_0 w_1 w_2")
Y1, Y2 = reals("Y_1 Y_2")
SUM = (3 - 4 * tau) * ell - 2 * tau * eta
DIFFERENCE = 6 * (2 - tau) * ell - 4 * eta
ROOM = 2 * (1 - 3 * tau) - tau * p - 3 * tau * h
"""Not negative, where d = -h."""


def first(total: Expr, at: Expr) -> Expr:
    """Return F, the factor of p^2 in E."""
    return total + Rational(3, 2) * ell * tau * (1 + tau) * at - ell * tau**2 * (p**2 + 6 * at**2) / 16


def other(apart: Expr, at: Expr) -> Expr:
    """Return G, the factor of tau d^2/2 in E."""
    return 3 * apart - ell * (7 - 9 * tau) * at - Rational(9, 8) * ell * tau * at**2


def slope(at: Expr) -> Expr:
    """Return 3 less the derivative along (1, 1, 1) where X = 0."""
    return 4 * eta + ell * ((1 - 3 * tau) * at + tau * (p**2 + 3 * at**2) / 4)


def excess(alpha: Expr, beta: Expr, kappa: Expr) -> Expr:
    """Return Phi_rho - (a + b + c) at (rho + alpha, rho + beta, gamma + kappa)."""
    slopes = 2 * eta**2 - eta * (1 + tau) * (alpha + beta) - 2 * (1 - tau) * eta * kappa
    bends = (alpha**2 + beta**2 + kappa**2) / 2 + (HALF - tau) * (alpha + beta) * kappa
    return slopes + bends - (HALF - 2 * tau) * alpha * beta + tau / ell * alpha * beta * kappa


def box() -> list[Relation]:
    """Return the bounds of eta and ell that the strip leaves."""
    return [
        *INTERVAL, ge(eta, four.LOW_END), le(100 * eta, 61), ge(ell, four.LOW_END / 2 + Rational(3, 20) * tau),
        le(ell, four.LOW_END / 2 + Rational(11, 50) * tau),
    ]


def above(T: Proof) -> None:
    """V >= max."""
    T.say(
        r"V. $V \ge \max$. Each member of the family exceeds $x_1 - \mu = a + b + c$. Put $\gamma = \ell - \rho$ and "
        r"$a "
        r"= \rho + \alpha$, $b = \rho + \beta$, $c = \gamma + \kappa$. By Taylor's formula, with $w_j = "
        r"\omega^{(j)}(\rho)$,"
    )
    T.identity(
        "around", four.cubic(rho + alpha, rho + beta, c, v, four.taylor(rho, (w0, w1, w2, n))),
        four.phi(rho, c, v, w0, w1) + (alpha + beta) * (rho + w2 * (rho + c) - 2 * w1)
        + (alpha**2 + beta**2) / 2 + (n * (rho + c) - w2) * alpha * beta, r"$\Phi_\rho$ is",
    )
    T.identity(
        "around-slope", rho + (HALF - tau) * four.ell(tau, eta) - 2 * four.slope(tau, eta, rho), 1 - eta * (1 + tau),
        r"and $\rho + w_2(\rho + c) - 2w_1$ is at $c = \gamma$, where $\rho + c = \ell$,",
    )
    known = 2 * eta**2 - 2 * (1 - tau) * eta * kappa + kappa**2 / 2
    tilt, twist = 1 - eta * (1 + tau) + (HALF - tau) * kappa, tau + tau / ell * kappa - (HALF - tau)
    T.identity(
        "around-all",
        known + (alpha + beta) * (tilt - 1) + (alpha**2 + beta**2) / 2 + twist * alpha * beta,
        excess(alpha, beta, kappa),
        r"So with what phi-above-first says of $\phi$, and with $n\ell = \tau$, $\Phi_\rho - (a+b+c)$ is",
    )
    T.say(
        r"In terms of $\chi = \frac13X$, $p = (a-b)/\ell$ and $d = (a+b-2\chi-2\rho)/\ell$, of $\sigma_1 = "
        r"(3-4\tau)\ell - 2\tau\eta$, $\sigma_2 = 6(2-\tau)\ell - 4\eta$, $F = \sigma_1 + \frac32\ell\tau(1+\tau)d - "
        r"\frac1{16}\ell\tau^2(p^2+6d^2)$, $G = 3\sigma_2 - \ell(7-9\tau)d - \frac98\ell\tau d^2$, $E = p^2F + "
        r"\frac12\tau d^2G$ and $Q = 4\eta + \ell((1-3\tau)d + \frac14\tau(p^2+3d^2))$"
    )
    both, apart = chi + ell * d / 2, ell * p / 2
    exceed = p**2 * first(SUM, d) + tau / 2 * d**2 * other(DIFFERENCE, d)
    T.identity(
        "excess-form", 8 * excess(both + apart, both - apart, chi - ell * d),
        ell * exceed + (slope(d) - 4 * chi) ** 2 + 8 * tau / ell * chi**3,
        r"eight times that is $\ell E + (Q - 4\chi)^2 + 8n\chi^3$.",
    )
    scaled = [eq(ell * p, a - b), eq(ell * d, a + b - 2 * chi - 2 * rho), eq(3 * chi, a + b + c - rho - ell)]
    T.say(r"Let $X \le 3s$. What is known of $p \ge 0$ and $d$?")
    T.forall("sum-of-both", scaled, eq(ell * (2 - p - d), 2 * (b + c) - 4 * chi), r"$p + d \le 2$, for $\chi \le s$;")
    T.forall(
        "threefold", scaled, eq(ell * (2 + p - 3 * d), 4 * rho - 2 * (b - c)),
        r"$2 + p - 3d \ge 0$, for $2\rho \ge b - c$;",
    )
    T.forall(
        "room",
        [eq(tau * (2 + p - 3 * d), n * (4 * rho - 2 * (b - c))), gt(n, 0), ge(b - c, 0), le(n * rho, HALF - tau)],
        le(tau * p - 3 * tau * d, 2 * (1 - 3 * tau)),
        r"and, by $\tau = n\ell$, $n\rho \le \frac12 - \tau$ ($A_2 \ge 0$),",
    )
    strips(T)
    signs_of_excess(T)
    one_leads(T)
    two_lead(T)
    T.say(r"That is all of $V \ge \max$.")


def strips(T: Proof) -> None:
    """The polynomial inequalities of the strip."""
    twice = 2 * four.reach(tau, eta)
    T.forall(
        "ell-low", strip(), ge(twice, (3 - 2 * tau) * (four.LOW_END / 2 + Rational(3, 20) * tau)),
        r"In the strip of part I $\ell \ge \frac4{15} + \frac3{20}\tau$,",
    )
    T.forall(
        "ell-high", strip(), le(twice, (3 - 2 * tau) * (four.LOW_END / 2 + Rational(11, 50) * tau)),
        r"$\ell \le \frac4{15} + \frac{11}{50}\tau$",
    )
    T.forall("eta-high", strip(), le(100 * eta, 61), r"and $\eta \le \frac{61}{100}$,")
    T.forall(
        "sum-large", box(),
        ge(SUM, ell * (1 + tau) * (1 - 3 * tau) + Rational(5, 12) * ell * (1 - 3 * tau) ** 2
           + Rational(7, 16) * ell * tau**2),
        r"so $\sigma_1$ is at least this",
    )
    T.forall(
        "difference-large", box(), ge(3 * DIFFERENCE, ell * (7 - 9 * tau) + Rational(9, 8) * ell * tau),
        r"and $3\sigma_2$ at least this.",
    )


def signs_of_excess(T: Proof) -> None:
    """E is not negative."""
    near = [*INTERVAL, gt(ell, 0), ge(p, 0)]
    ahead, behind = [*near, ge(d, 0), ge(1 - d, 0)], [*near, gt(h, 0), ge(ROOM, 0)]
    T.forall(
        "d-small", [ge(2 - p - d, 0), ge(2 + p - 3 * d, 0)], le(d, 1), r"$E \ge 0$: if $d \ge 0$, $d \le 1$",
        form=[(2 - p - d) / 4, (2 + p - 3 * d) / 4],
    )
    T.forall(
        "f-ahead", [*ahead, ge(2 - p - d, 0), ge(S, Rational(7, 16) * ell * tau**2)], ge(first(S, d), 0),
        r"and $F \ge 0$ ($S = \sigma_1$)",
        form=[S - Rational(7, 16) * ell * tau**2, Rational(3, 2) * ell * tau * (1 + tau) * d,
              ell * tau**2 * (2 - p - d) * (1 - d) / 16, ell * tau**2 * (2 - p - d) / 16,
              ell * tau**2 * (2 - p - d) * p / 16, 3 * ell * tau**2 * (1 - d) / 16,
              7 * ell * tau**2 * (1 - d) * d / 16],
    )
    T.forall(
        "g-ahead", [*ahead, ge(3 * S, ell * (7 - 9 * tau) + Rational(9, 8) * ell * tau)], ge(other(S, d), 0),
        r"and $G \ge 0$ ($S = \sigma_2$).",
        form=[3 * S - ell * (7 - 9 * tau) - Rational(9, 8) * ell * tau, 3 * ell * (1 - 3 * tau) * (1 - d),
              4 * ell * (1 - d), Rational(9, 8) * ell * tau * (1 - d), Rational(9, 8) * ell * tau * (1 - d) * d],
    )
    T.forall(
        "f-behind",
        [*behind, ge(S, ell * (1 + tau) * (1 - 3 * tau) + Rational(5, 12) * ell * (1 - 3 * tau) ** 2)],
        ge(first(S, -h), 0), r"If $d = -h < 0$, $F \ge 0$",
        form=[S - ell * (1 + tau) * (1 - 3 * tau) - Rational(5, 12) * ell * (1 - 3 * tau) ** 2,
              ell * ROOM / 2, ell * tau * ROOM / 2, ell * tau * p / 2, ell * tau**2 * p / 2,
              ell * ROOM * (1 - 3 * tau) / 8, ell * ROOM * tau * p / 16, 3 * ell * ROOM * tau * h / 16,
              3 * ell * tau**2 * h**2 / 16, 3 * ell * tau**2 * p * h / 8, ell * (1 - 3 * tau) ** 2 / 6],
    )
    T.forall(
        "g-behind", [*behind, ge(S, 0)], ge(other(S, -h), 0), r"and $G \ge 0$.",
        form=[3 * S, 3 * ell * h * (1 - 3 * tau), Rational(13, 4) * ell * h, Rational(3, 8) * ell * h * ROOM,
              Rational(9, 4) * ell * h * tau, Rational(3, 8) * ell * h * tau * p],
    )


def one_leads(T: Proof) -> None:
    """X <= 3 s."""
    known = [gt(ell, 0), gt(n, 0), ge(E, 0), ge(t, 0)]
    T.forall(
        "near-ahead", [*known, ge(chi, 0)],
        ge(ell * E + (S - 4 * chi) ** 2 + 8 * n * chi**3 - 8 * n * (3 * t**2 * chi - 2 * t**3), 0),
        r"So for $X \ge 0$ eight times the excess of the member is not negative ($S = Q$),",
        form=[ell * E, (S - 4 * chi) ** 2, 16 * n * (t - chi) ** 2 * t, 8 * n * (t - chi) ** 2 * chi],
    )
    T.forall(
        "n-small", [gt(n, 0), ge(a + b + c, 0), le(n * (rho + ell), HALF)],
        le(n * (rho + ell - (a + b + c)) / 3, Rational(1, 6)),
        r"and for $X = -3u < 0$, where $nu \le \frac16$ ($n\ell = \tau$, $n\rho \le \frac12 - \tau$)",
        form=[(HALF - n * (rho + ell)) / 3, n * (a + b + c) / 3],
    )
    T.forall(
        "q-positive", [*INTERVAL, gt(eta, 0), gt(ell, 0), ge(zeta, 0)],
        gt(slope(d).xreplace({(1 - 3 * tau) * d: zeta}), 0),
        r"and $Q > 0$ ($\zeta = (1-3\tau)d \ge 0$: if $\rho \le b \le a$, $d \ge 0$; otherwise $\rho = b_0$ and $\tau "
        r"= "
        r"\frac13$),",
        form=[4 * eta, ell * zeta, ell * tau * p**2 / 4, 3 * ell * tau * d**2 / 4],
    )
    T.forall(
        "near-behind", [*known, ge(S, 0), ge(u, 0), ge(1 - n * u, 0)],
        ge(ell * E + (S + 4 * u) ** 2 - 8 * n * u**3 + 8 * n * (3 * t**2 * u + 2 * t**3), 0), r"as well.",
        form=[ell * E, S**2, 8 * S * u, 8 * u**2, 8 * u**2 * (1 - n * u), 24 * n * t**2 * u, 16 * n * t**3],
    )


def two_lead(T: Proof) -> None:
    """X > 3 s."""
    y0 = (3 + 12 * tau - 4 * tau**2) * ell - 8 * tau * eta
    y1 = (3 - 16 * tau + 4 * tau**2) * ell + 4 * tau * eta
    y2 = (3 + 2 * tau) * ell - 8 * tau * eta
    y3 = (3 + 2 * tau) * ell - 4 * tau * eta
    square = 4 * s - 4 * eta + ell * (u + z - 1 + 2 * tau - tau * z * (z + 2))
    rest = (
        y0 + z * (2 * y1 + z * y2) + 2 * u * y3 + 3 * ell * u**2 + 6 * ell * z * u * (1 - 2 * tau - tau * z)
        + ell * z**3 * tau * (2 - 4 * tau - tau * z)
    )
    T.identity(
        "two-form",
        8 * excess(s + ell * (u + 1), s - ell * z, s - ell * (1 - z))
        - 8 * tau / ell * (s**2 * (3 * s + ell * u) - 2 * s**3),
        ell * rest + square**2,
        r"Let $X \ge 3s$. Then $t = s$ is least, by t-all; put $b - c = 2(\rho - \ell z)$ and $X = 3s + \ell u$. Eight "
        r"times the excess is a square and $\ell(Y_0 + z(2Y_1 + zY_2) + 2uY_3 + 3\ell u^2 + 6\ell zu(1-2\tau-\tau z) + "
        r"\ell\tau z^3(2-4\tau-\tau z))$ with $Y_0 = (3+12\tau-4\tau^2)\ell - 8\tau\eta$, $Y_1 = "
        r"(3-16\tau+4\tau^2)\ell + "
        r"4\tau\eta$, $Y_2 = (3+2\tau)\ell - 8\tau\eta$ and $Y_3 = (3+2\tau)\ell - 4\tau\eta$:",
    )
    T.forall(
        "z-small",
        [eq(2 * ell * z, 2 * rho - (b - c)), eq(tau, n * ell), gt(n, 0), ge(b - c, 0), le(n * rho, HALF - tau)],
        le(tau * z, HALF - tau), r"There $z, u \ge 0$ and",
    )
    T.forall(
        "y-zero", box(), ge(y0, 0),
        r"so that the terms without the polynomials are not negative. Nor are the others: $Y_0 \ge 0$,",
    )
    T.forall("y-three", box(), ge(y3, 0), r"$Y_3 \ge 0$,")
    T.forall("y-one", box(), ge(y1, 0), r"$Y_1 \ge 0$")
    T.forall("y-two", box(), ge(2 * tau * y1 + (HALF - tau) * y2, 0), r"and $2\tau Y_1 + (\frac12-\tau)Y_2 \ge 0$,")
    T.forall(
        "affine", [gt(tau, 0), gt(HALF - tau, 0), ge(zeta, 0), ge(HALF - tau - zeta, 0), ge(Y1, 0),
                   ge(2 * tau * Y1 + (HALF - tau) * Y2, 0)],
        ge(2 * tau * Y1 + zeta * Y2, 0), r"so that $2\tau Y_1 + \tau zY_2 \ge 0$ ($\zeta = \tau z$).",
        form=[(HALF - tau - zeta) * 2 * tau * Y1 / (HALF - tau),
              zeta * (2 * tau * Y1 + (HALF - tau) * Y2) / (HALF - tau)],
    )


if __name__ == "__main__":
    lemma.script(__file__)
