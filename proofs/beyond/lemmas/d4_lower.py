r"""No smoothing of four entries has a smaller gap: the comparison on the family x_2 = x_3."""

from proofs.machinery.engine.proof import Proof

from sympy import Function, Mul, Rational, Subs

from proofs.beyond.lemmas.d4_curve import strip
from proofs.machinery.engine import lemma
from symbolic.formulas import four_entries as four
from symbolic.formulas.four_entries import VALUE
from symbolic.notation import EpsStar, reals
from symbolic.relations import eq, ge, gt, le, lt

tau, eta, ell, e, r, s = reals("tau eta ell e r s")
b, c, h, u, v, x1, G = reals("b c h u v x_1 G")
g1, g2, g3, g4, g0, gz = reals("g_1 g_2 g_3 g_4 g_0 g_z")
fp, fm, pp, pm, p0 = reals("psi_+ psi_- phi_+ phi_- phi_0")
A, B, rise, low, high, db, dc, delta = reals("A B B_1 mu_- mu_+ delta_b delta_c delta")
w0, w1, w2, gamma, k = reals("w_0 w_1 w_2 gamma k")
omega = Function("omega")
FAMILY_B, FAMILY_C = 2 * g1 - 2 * g4, g1 - g2 - g3 + g4
SLOPE_B, SLOPE_C = 2 * b + 2 * w2 * (b + c) + 2 * w1 - 6 * w1, c + 2 * w1


def lower(T: Proof) -> None:
    """eps*_4 is at least the value."""
    gradient(T)
    comparison(T)
    one_jump(T)
    short_segments(T)
    long_segments(T)
    verdict(T)


def gradient(T: Proof) -> None:
    """What symmetry says of the gradient of the least smoothing on the family."""
    T.say(
        r"II. The lower bound. Let $g$ be the pointwise least smoothing of four entries (least-smoothing): $g \ge "
        r"\max$ is convex, $C^1$ and 1-smooth, and $\varepsilon^*_4 = g(0)$."
    )
    T.formally(
        "symmetric", "TightMax.LeastSymmetry.least_symmetric",
        r"The class $\mathcal{F}$ of which it is the infimum contains, with $f$, also $f$ of permuted entries, so $g$ "
        r"is symmetric,",
    )
    T.formally(
        "shifted", "TightMax.LeastSymmetry.least_shift",
        r"and $f(x + c\mathbf{1}) - c$, so $g(x + c\mathbf{1}) = g(x) + c$.",
    )
    T.formally(
        "gradient-sum", "TightMax.LeastSymmetry.gradient_sum_one",
        r"Hence its gradient $(g_1, \dots, g_4)$ has the sum 1",
    )
    T.formally(
        "gradient-ties", "TightMax.LeastSymmetry.gradient_ties", r"and equal entries where $x$ has. None is negative:",
    )
    T.forall(
        "entries-not-negative", [gt(e, 0), ge(u, 0), gt(s * e, u)], gt(s * e - u, 0),
        r"if $g_i = -e < 0$, convexity gives $g(x - se_i) \ge g(x) + se$ for all $s > 0$, but $g(x - se_i) \le \max x "
        r"+ g(0) = g(x) + u$, less than that for large $s$.", form=s * e - u,
    )
    T.say(
        r"The proof needs $g$ on the family $X(b,c) = (2b+c, -c, -c, c-2b)$, $|c| \le b$, only: there $\psi(b,c) = "
        r"g(X(b,c))$ has $\psi_b = 2g_1 - 2g_4$ and $\psi_c = g_1 - g_2 - g_3 + g_4$."
    )
    T.forall(
        "first-entry", [eq(g1 + g2 + g3 + g4, 1), eq(g2, g3)], eq(4 * g1, 1 + FAMILY_B + FAMILY_C),
        r"So $g_1 = \frac14(1 + \psi_b + \psi_c)$,",
    )
    T.forall(
        "three-above", [eq(g1, g2), eq(g2, g3)], eq(FAMILY_B + 2 * FAMILY_C, 0),
        r"$\psi_b + 2\psi_c = 0$ at $c = -b$, where the first three entries are equal,",
    )
    T.forall(
        "three-below", [eq(g2, g3), eq(g3, g4)], eq(FAMILY_B, 2 * FAMILY_C),
        r"and $\psi_b = 2\psi_c$ at $c = b$, where the last three are.",
    )


def comparison(T: Proof) -> None:
    """phi satisfies the same relations, with equality where psi has an inequality."""
    T.say(
        r"We compare $\psi$ with $\phi(b,c) = v + b^2 + \frac12c^2 + 2\omega'(b)(b+c) - 6\omega(b)$, $\phi(0,0) = v$:"
    )
    function = four.phi(b, c, v, omega(b), omega(b).diff(b))
    T.derivative(
        "phi-b", function, b,
        2 * b + 2 * omega(b).diff(b, 2) * (b + c) + 2 * omega(b).diff(b) - 6 * omega(b).diff(b), r"$\phi_b$ and",
    )
    T.derivative("phi-c", function, c, c + 2 * omega(b).diff(b),
        r"$\phi_c$; with $w_1 = \omega'(b)$, $w_2 = \omega''(b)$")
    T.identity(
        "phi-three-above", SLOPE_B + 2 * SLOPE_C, 2 * (1 + w2) * (b + c), r"$\phi_b + 2\phi_c$ vanishes at $c = -b$,",
    )
    T.identity(
        "phi-three-below", Subs(SLOPE_B - 2 * SLOPE_C, (w1, w2), (k * b**2 / 2, k * b)), 2 * (1 - k * b) * (b - c),
            r"and $\phi_b - 2\phi_c$ at $c = b$, if $b \le b_0$, where $\omega$ is the cubic.",
    )
    T.identity(
        "phi-above-first",
        four.phi(b, c, v, four.omega_by(tau, eta, b, gamma, v), four.slope_by(tau, eta, gamma)) - (2 * b + c),
        2 * eta**2 + 2 * (1 - tau) * eta * (gamma - c) + (gamma - c) ** 2 / 2,
        r"For $b \ge b_0$, $\phi$ exceeds the first entry $x_1 = 2b + c$ by $2\eta^2 + 2(1-\tau)\eta(\gamma - c) + "
        r"\frac12(\gamma - c)^2$,",
    )
    curve = {
        w1: four.slope(tau, eta, b), w2: Rational(1, 2) - tau, c: four.ell(tau, eta) - b,
    }
    T.identity(
        "phi-first-slope", (1 + (SLOPE_B + SLOPE_C).subs(curve)) / 4, 1 - eta,
        r"and at $c = \gamma$, where this is $2\eta^2$, $\frac14(1 + \phi_b + \phi_c) = 1 - \eta$.",
    )
    T.identity(
        "phi-bends",
        four.phi(b, c + h, v, w0, w1) + four.phi(b, c - h, v, w0, w1) - 2 * four.phi(b, c, v, w0, w1), h**2,
        r"$c$ moves along the sign vector $(1,-1,-1,1)$. There the second differences of $\phi$ are those that $g$ may "
        r"have at most,",
    )
    T.forall(
        "difference-concave", [le(fp + fm, 2 * g0 + h**2), eq(pp + pm, 2 * p0 + h**2)],
        le((fp - pp) + (fm - pm), 2 * (g0 - p0)),
        r"so $\delta = \psi - \phi$ is concave in $c$ ($\psi_\pm$, $\phi_\pm$ the values at $c \pm h$). We show "
        r"$\delta(0,0) \ge 0$.",
    )


def one_jump(T: Proof) -> None:
    """What f >= max says at the other end of a long step along e_1."""
    step = [
        le(gz, g0 + 2 * eta * (2 * g1 - 1) + 2 * eta**2), ge(gz + 2 * eta, x1 + 4 * eta),
    ]
    T.forall(
        "jump", step, ge(g0 + 4 * eta * g1 + 2 * eta**2, x1 + 4 * eta),
        r"$g \ge \max$ is used at points far away only. For any $\eta > 0$ and the sign vector $\sigma = "
        r"(1,-1,-1,-1)$, $g(x + 2\eta\sigma) \le g(x) + 2\eta(2g_1 - 1) + 2\eta^2$ by smoothness, and $g(x + "
        r"2\eta\sigma) + 2\eta = g(x + 4\eta e_1) \ge x_1 + 4\eta$ ($g_z$ is the value at $x + 2\eta\sigma$):",
        form=[g0 + 2 * eta * (2 * g1 - 1) + 2 * eta**2 - gz, gz + 2 * eta - x1 - 4 * eta],
    )
    there = (x1 + 2 * eta**2 + delta) + 4 * eta * (1 - eta + (db + dc) / 4) + 2 * eta**2
    T.forall(
        "on-the-curve", [ge(there, x1 + 4 * eta)], ge(delta + eta * (db + dc), 0),
        r"With the $\eta$ of the curve, at $c = \gamma(b)$ and $b \ge b_0$, where $g = x_1 + 2\eta^2 + \delta$ and "
        r"$g_1 = 1 - \eta + \frac14(\delta_b + \delta_c)$:", form=there - x1 - 4 * eta,
    )
    T.forall(
        "third", [eq(3 * g1 + g4, 1), ge(g4, 0)], le(g1, Rational(1, 3)),
        r"At $c = -b$, $g_1 = g_2 = g_3 \le \frac13$,",
    )
    T.forall(
        "eight-ninths", [le(g1, Rational(1, 3)), ge(g0 + 4 * s * g1 + 2 * s**2, x1 + 4 * s), eq(3 * s, 2)],
        ge(g0, x1 + Rational(8, 9)),
            r"and the same with $\frac23$ ($= s$) for $\eta$ gives $g \ge x_1 + \frac89$ there.",
    )


def short_segments(T: Proof) -> None:
    """Up to b_0 the sum of both ends falls."""
    T.say(
        r"Let $A(b) = \delta(b,-b)$ be the value at the lower end of a segment and $B(b)$ that at its upper end, $c = "
        r"b$ for $b \le b_0$ and $c = \gamma(b)$ for $b \ge b_0$, and let $\mu_-$ and $\mu_+$ be the slopes $\delta_c$ "
        r"there; $\mu_- \ge \mu_+$ by concavity."
    )
    T.forall("lower-end", [eq(db + 2 * dc, 0)], eq(db - dc, -3 * dc), r"Then $A' = \delta_b - \delta_c = -3\mu_-$,")
    T.forall("upper-end", [eq(db, 2 * dc)], eq(db + dc, 3 * dc),
        r"and $B' = \delta_b + \delta_c = 3\mu_+$ for $b \le b_0$.")
    T.forall(
        "sum-falls", [ge(low, high)], le(3 * high - 3 * low, 0),
        r"So $A + B$ does not increase on $[0, b_0]$. At 0 both are $\delta(0,0)$: $2\delta(0,0) \ge A(b_0) + B(b_0)$.",
        form=3 * (low - high),
    )


def long_segments(T: Proof) -> None:
    """From b_0 on the upper end is not below the lower one, where that is negative."""
    T.say(
        r"Suppose $A(b_0) + B(b_0) < 0$. For $b \ge b_0$ the two ends are $\ell$ apart, and by concavity $\mu_- \ge "
        r"(B-A)/\ell \ge \mu_+$."
    )
    T.forall(
        "at-the-seam", [ge(B + eta * 3 * high, 0), gt(eta, 0), gt(ell, 0), le(high, (B - A) / ell), lt(B, A)], gt(B, 0),
        r"At $b_0$ both descriptions of the upper end hold: $B + 3\eta\mu_+ \ge 0$. If $B$ were less than $A$, $B$ and "
        r"$A$ would be positive. So $B \ge A$,",
        form=[B + 3 * eta * high, 3 * eta * ((B - A) / ell - high), 3 * eta * (A - B) / ell],
    )
    T.forall("negative", [lt(A + B, 0), ge(B, A)], lt(A, 0), r"and $A < 0$.", form=[-(A + B) / 2, (B - A) / 2])
    T.identity(
        "along-the-curve", (db + (1 - r) * dc) + r * dc, db + dc,
        r"For $b \ge b_0$, $B' = \delta_b + \gamma'\delta_c$ with $\gamma' = 1 - r$, so that $B + \eta(B' + r\mu_+) "
        r"\ge 0$.",
    )
    T.forall(
        "no-crossing",
        [lt(A, 0), gt(eta, 0), gt(r, 0), ge(low, 0), le(high, 0), ge(A + eta * (rise + r * high), 0)],
        gt(rise - -3 * low, 0),
        r"Where $B = A < 0$, $\mu_- \ge 0 \ge \mu_+$, and $B' > A'$ ($B_1 = B'$):",
        form=[(A + eta * (rise + r * high)) / eta, Mul(-A, 1 / eta, evaluate=False), Mul(r, -high, evaluate=False),
              3 * low],
    )
    T.forall(
        "falls", [gt(ell, 0), ge(B, A), ge(low, (B - A) / ell)], le(-3 * low, 0), r"where $B \ge A$, $A' \le 0$.",
        form=[3 * (low - (B - A) / ell), 3 * (B - A) / ell],
    )
    T.formally(
        "no-crossing-at-all", "TightMax.NoCrossing.no_crossing",
        r"Hence $B \ge A$ for all $b \ge b_0$: let $b_1$ be the last point up to which it holds. Up to there $A$ does "
        r"not increase, so $A(b_1) \le A(b_0) < 0$, and $B(b_1) = A(b_1)$ by continuity; but then $B' > A'$ at $b_1$, "
        r"and $B > A$ for a while. So $A$ does not increase on $[b_0, \infty)$ at all, and stays below $-e = A(b_0) < "
        r"0$.",
    )


def verdict(T: Proof) -> None:
    """Far away the lower end is not that negative."""
    d = four.reach(tau, eta)
    floor = Rational(8, 9) - 2 * eta**2 - 2 * (1 - tau) * eta * ell - ell**2 / 2
    T.identity(
        "lower-end-value", Subs(floor, ell, four.ell(tau, eta)) * (3 - 2 * tau) ** 2,
        (Rational(8, 9) - 2 * eta**2) * (3 - 2 * tau) ** 2 - 4 * (1 - tau) * eta * d * (3 - 2 * tau) - 2 * d**2,
        r"But $A = g - \phi \ge \frac89 - 2\eta^2 - 2(1-\tau)\eta\ell - \frac12\ell^2$. In the strip of part I",
    )
    T.forall(
        "lower-end-floor", strip(),
        ge((Rational(8, 9) - 2 * eta**2) * (3 - 2 * tau) ** 2 - 4 * (1 - tau) * eta * d * (3 - 2 * tau) - 2 * d**2,
           -tau * (3 - 2 * tau) ** 2),
        r"this is at least $-\tau$,",
    )
    T.forall(
        "far-away", [le(A, -e), ge(A, -tau), lt(2 * tau, e)], lt(e, 0),
        r"which for small $\tau$, that is, for large $b$, is above $-e$: a contradiction. So $A(b_0) + B(b_0) \ge 0$,",
    )
    T.forall(
        "centre", [ge(2 * (G - v), A + B), ge(A + B, 0)], ge(G, v), r"and $g(0) \ge v$.",
        form=[(2 * (G - v) - A - B) / 2, (A + B) / 2],
    )
    T.forall(
        "lower", [ge(EpsStar(4), G), ge(G, VALUE)], ge(EpsStar(4), VALUE),
        r"As $\varepsilon^*_4 = g(0)$, this is the lower bound ($G = g(0)$).", form=[EpsStar(4) - G, G - VALUE],
    )


if __name__ == "__main__":
    lemma.script(__file__)
