r"""How a direction in which V bends little, at every point but the vertices, makes V(u) a lower bound.

(*) is the statement that there is such a direction: v, zero where x is, with sum 0, l1 norm 1 and
sum phi''(x_i) v_i^2 <= 1, for V = -sum phi(x_i). The lower bounds for every d differ in phi alone.
"""

from proofs.machinery.engine.proof import Proof

from sympy import Derivative, Function, Subs

from proofs.machinery.engine import lemma
from symbolic.notation import positives, reals, t
from symbolic.relations import ge, gt, le, lt

x, eta, s, k = positives("x eta s k")
r, tau, v, w, y, z, e = reals("r tau v w y z e")
A, B, C, H, M, S, W, omega = reals("A B C H M S W omega")
A1, A2, q0, q1 = reals("A_1 A_2 q_0 q_1")
h0, hp, hm, V0, Vp, Vm = reals("h_0 h_+ h_- V_0 V_+ V_-")
phi = Function("phi")


def short_steps(T: Proof) -> None:
    """What V loses along a short step in the direction of (*)."""
    T.formally(
        "no-steeper", "TightMax.Rising.rises_between",
        r"So $\phi''(y) \le \phi''(x)$ for $y \ge x$, and $\phi''(y) - 1/(\eta^2y) \le \phi''(x) - 1/(\eta^2x)$ for "
        r"$y \le x \le 1-\eta$.",
    )
    T.say(r"Let $x, v, \eta$ be those of (*), $0 \le t \le \tau \le \frac12\eta$ and $w = |v_i| \le x_i/\eta$.")
    size = [gt(x, 0), gt(eta, 0), ge(w, 0), ge(tau, 0), le(eta * w, x)]
    T.forall(
        "stays-inside", [*size, le(2 * tau, eta)], ge(x - tau * w, x / 2),
        r"Then $x \pm tv$ stays in the simplex, no positive entry losing more than half:",
        form=[(x - eta * w) / 2, (eta - 2 * tau) * w / 2],
    )
    grown = q0 + (1 / (x - tau * w) - 1 / x) / eta**2
    T.forall(
        "little-change", [*size, gt(x - tau * w, 0), ge(x - 2 * tau * w, 0), le(q1, grown)],
        le(q1 * w**2, q0 * w**2 + 2 * tau * w / eta**4),
        r"where an entry falls, to $x_i - \tau w$ (the same for all $t \le \tau$), with $q_0 = \phi''(x_i)$ and $q_1$ "
        r"the value there:",
        form=[w**2 * (grown - q1),
              tau * w * ((x - eta * w) * (x + eta * w) + x * (x - 2 * tau * w)) / (eta**4 * x * (x - tau * w))],
    )
    T.induction(
        "curvature",
        base=le(y, z + omega * w), base_given=[le(y, z + omega * w)],
        given=[le(A, B + omega * W), le(y, z + omega * w)], step=le(A + y, B + z + omega * (W + w)),
        step_form=[B + omega * W - A, z + omega * w - y],
        moves={A: A + y, B: B + z, W: W + w}, start={A: 0, B: 0, W: 0},
        text=r"In the sum over $i$, as $\|v\|_1 = 1$: $\sum \phi''(x_i \pm tv_i)v_i^2 \le 1 + \omega$ with $\omega = "
        r"2\tau/\eta^4$.",
    )
    bend = Derivative(phi(z), (z, 2))
    T.derivative(
        "second-difference", -phi(x + t * v) - phi(x - t * v) + 2 * phi(x), t,
        -(v**2) * (Subs(bend, z, x + t * v) + Subs(bend, z, x - t * v)),
        r"The function $G(t) = V(x+tv) + V(x-tv) - 2V(x) + (1+\omega)t^2$ vanishes at 0 together with its slope. Its "
        r"second "
        r"derivative consists of these terms and $2(1+\omega)$,", order=2,
    )
    T.forall(
        "bends-up", [le(A1, 1 + omega), le(A2, 1 + omega)], ge(2 * (1 + omega) - A1 - A2, 0),
        r"so it is not negative ($A_1$, $A_2$ the two sums): $G' \ge 0$, $G \ge 0$ and $V(x+\tau v) + V(x-\tau v) - "
        r"2V(x) \ge "
        r"-(1+\omega)\tau^2$.", form=[1 + omega - A1, 1 + omega - A2],
    )


def maximum_principle(T: Proof, least: int) -> None:
    """No h is far above -V at the centre, whose value V(u) is the bound from d = `least` on."""
    T.say(r"Let $h$ be symmetric and 1-strongly convex (duality) and $H = h(e_1)$.")
    T.formally("below-the-vertex", "TightMax.Duality.symmetric_max_at_vertex", r"By Jensen's inequality $h \le H$.")
    T.say(r"Let $0 < k < 1$ and let $M$ be the supremum of $h + kV$, at most $H + k\ln d$. The claim is $M \le H$.")
    T.forall(
        "two-steps",
        [gt(k, 0), le(h0, (hp + hm) / 2 - tau**2 / 2), ge(Vp + Vm - 2 * V0, -(1 + omega) * tau**2), le(hp + k * Vp, M),
         le(hm + k * Vm, M)],
        le(h0 + k * V0, M - tau**2 * (1 - k * (1 + omega)) / 2),
        r"At $x$ no vertex take $x \pm \tau v$, $2\tau$ apart in $\ell_1$; strong convexity at their midpoint $x$:",
        form=[(hp + hm) / 2 - tau**2 / 2 - h0, k * (Vp + Vm - 2 * V0 + (1 + omega) * tau**2) / 2, (M - hp - k * Vp) / 2,
              (M - hm - k * Vm) / 2],
    )
    unit = [gt(eta, 0), le(2 * eta, 1), gt(k, 0), lt(k, 1)]
    step = eta**4 * (1 - k) / 4
    three = 1 + eta + eta**2
    T.forall(
        "step-size", unit, le(2 * step, eta), r"The step $\tau = \frac14\eta^4(1-k)$ is short enough,",
        form=[k * eta**4 / 2, eta / 2, eta * (1 - 2 * eta) * three / 4, eta * three / 4],
    )
    T.forall(
        "gain", unit, ge(step**2 * (1 - k * (1 + 2 * step / eta**4)) / 2, eta**8 * (1 - k) ** 3 / 64),
        r"and $h + kV$ is at $x$ below $M$ by", form=eta**8 * (1 - k) ** 4 / 64,
    )
    T.forall(
        "far-from-vertices",
        [gt(s, 0), gt(k, 0), lt(k, 1), ge(eta, s), gt(eta, 0), le(S, M - eta**8 * (1 - k) ** 3 / 64)],
        le(S, M - s**8 * (1 - k) ** 3 / 64),
        r"Suppose $e = M - H > 0$; let $C = 3 + \ln d$ and $s = \min(\frac12, e/(2C))$. Where $\eta \ge s$ the value "
        r"$S$ stays below $M$ by a fixed amount,",
        form=[
            M - eta**8 * (1 - k) ** 3 / 64 - S,
            (1 - k) ** 3 * (eta - s) * (eta + s) * (eta**2 + s**2) * (eta**4 + s**4) / 64,
        ],
    )
    T.forall(
        "near-vertices", [gt(k, 0), lt(k, 1), ge(e, 0), le(h0, H), le(V0, C * eta), le(2 * C * eta, e)],
        le(h0 + k * V0, H + e - e / 2),
        r"and elsewhere $x_1 = 1 - \eta > \frac12$ with $\eta \le e/(2C)$, or $x$ is a vertex ($\eta = V = 0$), and "
        r"it stays below $M = H + e$ by $\frac12e$.",
        form=[H - h0, k * (C * eta - V0), k * (e - 2 * C * eta) / 2, (1 - k) * e / 2],
    )
    T.formally(
        "principle", "TightMax.MaximumPrinciple.maximum_principle",
        r"Then $M$ is not the least upper bound. So $e \le 0$, and at the centre $h(u) + kV(u) \le h(e_1)$: the range "
        r"of $h$ is at least $kV(u)$.",
    )
    T.forall(
        "let-k-tend-to-one", [gt(e, 0), ge(r, 0)], gt((1 - e / (2 * (r + e))) * (r + e) - r, 0),
        r"Let $k \to 1$: if the range $r$ were $V(u) - e$ with $e > 0$, then $r \ge kV(u)$ would fail at $k = 1 - "
        r"e/(2V(u))$. By "
        rf"duality $\varepsilon^*_d$ is the least range, so $\varepsilon^*_d \ge V(u)$ for $d \ge {least}$.",
        form=e / 2,
    )


if __name__ == "__main__":
    lemma.script(__file__)
