r"""The function V of the upper bound, a minimum along rays: Phi, its derivatives, and where the minimum is attained.

Coordinates: x = mean + a (1,1,-1,-1) + b (1,-1,1,-1) + c (1,-1,-1,1).
"""

from collections.abc import Mapping

from proofs.machinery.engine.proof import Proof

from sympy import Expr, Function, Rational

from proofs.machinery.engine import lemma
from symbolic.formulas import four_entries as four
from symbolic.notation import reals
from symbolic.relations import eq, ge, gt, le

a, b, c, v, t, u = reals("a b c v t u")
x1, x2, x3, x4 = reals("x_1 x_2 x_3 x_4")
tau, n, q, p, D, S, sigma = reals("tau n q p D S sigma")
omega, w, f = Function("omega"), Function("w"), Function("f")
HALF = Rational(1, 2)

BENDS: Mapping[str, Expr] = {
    "aa": Rational(1), "bb": 1 - q * D * S, "cc": Rational(1),
    "ab": n * S - (HALF - tau), "bc": n * D + HALF - tau, "ac": HALF - tau,
}
"""The second derivatives of Phi, with n = omega''', q = -omega''''."""

DIAGONALS = {"one": (1, 1, 1), "two": (1, -1, -1), "three": (-1, 1, -1), "four": (-1, -1, 1)}
STEEP = 4 - 2 * tau + 2 * n * (S + D) - q * D * S
"""The second derivative of Phi along (1, 1, 1)."""


def along(direction: tuple[Expr, Expr, Expr]) -> Expr:
    """Return the second derivative of Phi in a direction."""
    i, j, k = direction
    return (
        BENDS["aa"] * i**2 + BENDS["bb"] * j**2 + BENDS["cc"] * k**2
        + 2 * (BENDS["ab"] * i * j + BENDS["bc"] * j * k + BENDS["ac"] * i * k)
    )


def smoothing(T: Proof) -> None:
    """V and its minimisers."""
    definition(T)
    first_derivatives(T)
    second_derivatives(T)
    third_derivatives(T)
    minimisers(T)


def definition(T: Proof) -> None:
    """Coordinates, Phi and V."""
    T.say(
        r"IV. The function $V$. Let $x_1 \ge x_2 \ge x_3 \ge x_4$, $\mu$ the mean, $a = \frac14(x_1+x_2-x_3-x_4)$, $b "
        r"= \frac14(x_1-x_2+x_3-x_4)$, $c = \frac14(x_1-x_2-x_3+x_4)$. Then"
    )
    at = [eq(4 * a, x1 + x2 - x3 - x4), eq(4 * b, x1 - x2 + x3 - x4), eq(4 * c, x1 - x2 - x3 + x4)]
    T.forall("largest-entry", at, eq(4 * (a + b + c), 4 * x1 - (x1 + x2 + x3 + x4)), r"$a + b + c = x_1 - \mu$,")
    T.forall("lead", at, eq(2 * (a - b), x2 - x3),
        r"and sorted means $a \ge b \ge |c|$: $D = a - b$ is half $x_2 - x_3$,")
    T.forall("tail", at, eq(2 * (b + c), x1 - x2), r"$S = b + c$ half $x_1 - x_2$,")
    T.forall(
        "last-gap", at, eq(2 * (b - c), x3 - x4),
        r"and $b - c$ half $x_3 - x_4$. Sign vectors with two entries 1 are the axes of $(a,b,c)$, up to their sign; "
        r"those with one or three are half the diagonals $(1,1,1)$, $(1,-1,-1)$, $(-1,1,-1)$, $(-1,-1,1)$, up to sign "
        r"and mean.",
    )
    T.say(
        r"On this chamber let $\Phi(a,b,c) = v + \frac12(a^2+b^2+c^2) + \omega''(b)DS + 2\omega'(b)(S - D) - "
        r"6\omega(b)$, which is $\phi$ on $a = b$, and $\ell = \tau/n$ with $\tau = \frac12 - \omega''$, $n = "
        r"\omega^{(3)}$. Write $\mathbf{1} = (1,1,1)$, the direction in which $x_1$ alone moves, and $\Phi_1$ for the "
        r"derivative along it. Extend by $V(x) = \mu + \min_t F(t)$, where $F(t) = \Phi(x^t) + t\Phi_1(x^t) + 2t^2$ "
        r"with $x^t = (a,b,c) - t\mathbf{1}$: from $x^t$ on, $\Phi$ is continued with the second derivative that a "
        r"smoothing may have. Here $0 \le t \le \frac12S$ and $S - 2t \le 2\ell(b-t)$. $V$ is symmetric by "
        r"definition, the same number added to all entries is added to $V$, and $V(0) = \Phi(0) = v$."
    )
    T.forall(
        "in-the-chamber", [le(2 * t, b + c), ge(b - c, 0)], ge((b - t) - (t - c), 0),
        r"For these $t$ the point $x^t$ stays in the chamber: $a - b$ and $b - c$ do not change with $t$, and",
        form=b + c - 2 * t,
    )


def first_derivatives(T: Proof) -> None:
    """The gradient of Phi, and what it is on the walls."""
    T.say(r"First derivatives, with $w_j = \omega^{(j)}(b)$:")
    w0 = omega(b)
    w1, w2, w3 = (w0.diff(b, k) for k in (1, 2, 3))
    lead, tail = a - b, b + c
    phi = four.big_phi(a, b, c, v, (w0, w1, w2))
    slopes = {
        a: a + w2 * tail - 2 * w1, b: b + w3 * lead * tail + w2 * (tail - lead) - 2 * w1, c: c + w2 * lead + 2 * w1,
    }
    for letter, slope in slopes.items():
        T.derivative(f"slope-{letter}", phi, letter, slope, rf"$\Phi_{letter}$,")
    r1, r2, r3 = reals("w_1 w_2 w_3")
    T.identity(
        "wall-middle", (a + r2 * tail - 2 * r1) - (b + r3 * lead * tail + r2 * (tail - lead) - 2 * r1),
        lead * (1 + r2 - r3 * tail), r"$\Phi_a = \Phi_b$ where $a = b$,",
    )
    T.identity(
        "wall-first", (b + r3 * lead * tail + r2 * (tail - lead) - 2 * r1) + (c + r2 * lead + 2 * r1),
        tail * (1 + r3 * lead + r2), r"$\Phi_b = -\Phi_c$ where $c = -b$,",
    )
    gap = b - c
    T.identity(
        "wall-last", (b + r3 * lead * tail + r2 * (tail - lead) - 2 * r1) - (c + r2 * lead + 2 * r1),
        gap + 2 * (lead * (b * r3 - r2) + b * r2 - 2 * r1) - gap * (r3 * lead + r2),
        r"and where $c = b$, $\Phi_b - \Phi_c = 2(D(b\omega^{(3)} - \omega'') + b\omega'' - 2\omega')$.",
    )
    T.derivative(
        "last-first", b * omega(b).diff(b, 3) - omega(b).diff(b, 2), b, b * omega(b).diff(b, 4),
        r"As $\omega^{(4)} = -q \le 0$ and all vanish at $b = 0$, $b\omega^{(3)} \le \omega''$,",
    )
    T.derivative(
        "last-second", b * omega(b).diff(b, 2) - 2 * omega(b).diff(b), b, b * omega(b).diff(b, 3) - omega(b).diff(b, 2),
        r"and hence $b\omega'' \le 2\omega'$: on this wall $\Phi_b \le \Phi_c$.",
    )


def second_derivatives(T: Proof) -> None:
    """The Hessian of Phi, along the axes and the diagonals."""
    w1, w2, w3, w4 = (omega(b).diff(b, k) for k in (1, 2, 3, 4))
    lead, tail = a - b, b + c
    T.say(r"Second derivatives: $\Phi_{aa} = \Phi_{cc} = 1$, $\Phi_{ac} = \omega''$,")
    T.derivative(
        "bend-bb", b + w3 * lead * tail + w2 * (tail - lead) - 2 * w1, b, 1 + w4 * lead * tail,
        r"$\Phi_{bb} = 1 - qDS$,",
    )
    T.derivative("bend-ab", a + w2 * tail - 2 * w1, b, w3 * tail - w2, r"$\Phi_{ab} = nS - \omega''$")
    T.derivative("bend-bc", c + w2 * lead + 2 * w1, b, w3 * lead + w2, r"and $\Phi_{bc} = nD + \omega''$.")
    T.identity("steep", along(DIAGONALS["one"]), STEEP, r"Along the diagonals, $\Phi_{11} = \sigma$ with")
    T.identity("diagonal-two", along(DIAGONALS["two"]), STEEP - 4 * n * S, r"along $(1,-1,-1)$ it is $\sigma - 4nS$,")
    T.identity(
        "diagonal-three", along(DIAGONALS["three"]), 4 - 2 * tau - 2 * n * (S + D) - q * D * S,
        r"along $(-1,1,-1)$",
    )
    T.identity(
        "diagonal-four", along(DIAGONALS["four"]), 6 * tau + 2 * n * (S - D) - q * D * S, r"and along $(-1,-1,1)$",
    )


def third_derivatives(T: Proof) -> None:
    """How the second derivatives change along the ray and with b."""
    bend, rate, more = w(u).diff(u, 2), w(u).diff(u), w(u).diff(u, 3)
    far = S + 2 * u
    T.say(
        r"How do they change along $\mathbf{1}$? With $w(u) = \omega''(b+u)$, $w' = n$, $w'' = -q$, $w''' = p$, and "
        r"$S$ becomes $S + 2u$. $\Phi_{aa}$ and $\Phi_{cc}$ do not change,"
    )
    T.derivative(
        "ray-bb", 1 + bend * D * far, u, more * D * far + 2 * bend * D,
            r"$\Phi_{bb}$ changes at the rate $D(pS - 2q)$,",
    )
    T.derivative(
        "ray-steep", 3 + 2 * w(u) + 2 * rate * (far + D) + bend * D * far, u,
        6 * rate + 2 * bend * far + 4 * bend * D + more * D * far,
        r"$\sigma$ at the rate $\sigma_1 = 6n - 2qS - 4qD + pDS$,",
    )
    T.derivative(
        "ray-three",
        3 + 2 * w(u) - 2 * rate * (far + D) + bend * D * far, u, -2 * rate - 2 * bend * far + more * D * far,
        r"along $(-1,1,-1)$",
    )
    T.derivative(
        "ray-four",
        3 - 6 * w(u) + 2 * rate * (far - D) + bend * D * far, u, -2 * rate + 2 * bend * far + more * D * far,
        r"and along $(-1,-1,1)$ at the rate $-2n$ where $S = 0$.",
    )
    T.derivative(
        "steep-by-b", 3 + 2 * w(u) + 2 * rate * (S + D) + bend * (D - u) * (S + u), u,
        2 * rate + 2 * bend * (S + D) + more * (D - u) * (S + u) + bend * (D - u) - bend * (S + u),
        r"In the direction of $b$ alone $\sigma$ changes at the rate $\sigma_b = 2n - qS - 3qD + pDS$ (at $u = 0$).",
    )


def minimisers(T: Proof) -> None:
    """Where F has its minimum."""
    T.say(
        r"Where is the minimum? With $f(t) = \Phi(x^t)$, $f' = -\Phi_1$ and $f'' = \sigma$, $F$ is $f - tf' + 2t^2$, "
        r"and"
    )
    T.derivative(
        "member-slope", f(t) - t * f(t).diff(t) + 2 * t**2, t, t * (4 - f(t).diff(t, 2)), r"$F' = t(4 - \sigma(x^t))$.",
    )
    T.formally(
        "attained", "TightMax.GoodFunctions.minimum_on_interval",
        r"$F$ is continuous, and attains its minimum on the interval of admissible $t$.",
    )
    T.derivative(
        "lengths", (HALF - w(u)) / w(u).diff(u), u, -1 - (HALF - w(u)) * w(u).diff(u, 2) / w(u).diff(u) ** 2,
        r"The interval: $\ell = \tau/n$ has the derivative $-1 + \tau q/n^2$ in $b$,",
    )
    T.forall(
        "interval", [gt(n, 0), le(tau * q, n**2)], le(-2 + 2 * (-1 + tau * q / n**2), -2),
        r"so $S - 2t - 2\ell(b-t)$ decreases in $t$ (at this rate; $\tau q = \kappa n^2 \le n^2$, and $q = 0$ for $b < "
        r"b_0$): its ends depend continuously on $x$, and $V$ is continuous.", form=2 * (n**2 - tau * q) / n**2,
    )
    T.forall(
        "too-far", [gt(tau, 0), gt(n, 0), ge(D, 0), le(tau * q, n**2)],
        gt(4 - 2 * tau + 2 * n * (2 * tau / n + D) - q * D * (2 * tau / n), 4),
        r"Where $S = 2\ell$ at $x^t$, $\sigma > 4$ and $F$ decreases; so the minimum is at a $t$ with $S - 2t < "
        r"2\ell(b-t)$,", form=[2 * tau, 2 * D * (n**2 - tau * q) / n],
    )
    T.formally(
        "three-kinds", "TightMax.SlopeAtMinimum.minimum_kinds",
        r"and a minimiser $t$ is of one of three kinds, because $F$ does not fall just after it and does not rise "
        r"just before it. (A) $t = 0$ and $\sigma \le 4$ at $x^t$. (B) $0 < t < \frac12S$, $\sigma = 4$ and $\sigma_1 "
        r"\ge 0$ at $x^t$, for $\sigma(x^t)$ has the slope $-\sigma_1$ in $t$. (C) $t = \frac12S$ and $\sigma \ge 4$ "
        r"at $x^t$, which is on the wall $c = -b$.",
    )
    T.say(r"From here on $D$, $S$, $\tau$, $n$, $q$, $p$ are those at $x^t$; in (C), $S = 0$.")
    T.formally(
        "after-the-minimum", "TightMax.SlopeAtMinimum.after_minimum",
        r"At $b = b_0$, where $q$ jumps from 0 to its positive limit, $\sigma$ jumps down by $qDS$ as $b$ grows, that "
        r"is, up as $t$ does. After a minimiser $t < \frac12S$ there are points, as near as one likes, with $\sigma "
        r"\le 4$,",
    )
    T.formally(
        "before-the-minimum", "TightMax.SlopeAtMinimum.before_minimum",
        r"and before one with $t > 0$ such points with $\sigma \ge 4$.",
    )
    T.forall(
        "seam", [ge(sigma - q * D * S, 4), le(sigma, 4)], le(q * D * S, 0),
        r"In (A) both one-sided values are at most 4; in (B) the minimum needs $\sigma \ge 4$ on the side of larger "
        r"$b$ and $\sigma \le 4$ on the other ($\sigma$ here), so $D = 0$; in (C), $S = 0$. In each case what follows "
        r"holds on both sides, where $q$ and $p$ are either the limits or 0, and the first derivatives agree.",
        form=[sigma - q * D * S - 4, 4 - sigma],
    )


if __name__ == "__main__":
    lemma.script(__file__)
