r"""A convex function with small second differences is differentiable and smooth."""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import reals
from symbolic.relations import ge, gt, le

u, w, N, D, e, k = reals("u w N D e k")
F0, Fu, Fw, Fp, Fm, A, B, G = reals("F_0 F_u F_w F_+ F_- A B G")
slope, back, P, Q, R = reals("D_z D_b P Q R")
first, last, following, S = reals("d_0 d_k d_n S")
Fx, Fy, W, qz, r = reals("F_x F_y W q_z r")


@theorem(
    "second-differences",
    title="Small second differences make a convex function smooth",
    source="the classical argument, without subgradients and without compactness",
    conclusion=r"Let $f : \mathbb{R}^d \to \mathbb{R}$ be convex with $f(x+z) + f(x-z) - 2f(x) \le \|z\|^2$ for all "
    r"$x, z$. Then $f$ is differentiable, $f(x+z) \le f(x) + \langle\nabla f(x), z\rangle + \frac12\|z\|^2$, and "
    r"$\|\nabla f(x) - \nabla f(y)\|_* \le \|x - y\|$, for the norm $\|\cdot\|_\infty$ with dual $\|\cdot\|_1$ and "
    r"for the Euclidean norm.",
    claim=[le(D, r)],
    variables=[(D, r"\{\|\nabla f(x) - \nabla f(y)\|_*\}"), (r, r"\{\|x-y\|\}")],
    hypotheses=[ge(D, 0), ge(r, 0), le(D**2, D * r)],
    witness={D: 1, r: 2},
    sketch="Fix $x$ and look at the difference quotients in a direction $z$. By convexity they increase with the "
    "step, so they have an infimum $D_z$; the bound on second differences makes the quotients of $z$ and $-z$ cancel "
    "as the step shrinks, so $D_{-z} = -D_z$. Midpoint convexity makes $D$ subadditive, and with the sign rule "
    r"additive, hence linear: $D_z = \langle p, z\rangle$, and the remainder is at most $\|z\|^2$, so $p$ is the "
    r"gradient. To get the constant $\frac12$, cut the segment into $n$ equal steps: consecutive increments differ by "
    r"a second difference, their sum is an arithmetic series, and $n \to \infty$ leaves $\frac12\|z\|^2$. Using this "
    "bound at $y + z$, with $z$ dual to the difference of the gradients, from both ends and adding gives "
    r"co-coercivity, $\|p - q\|_*^2 \le \langle p - q, x - y\rangle$, which is the Lipschitz bound. No subgradient "
    "and no compactness is used.",
)
def second_differences(T: Proof) -> None:
    _directional_derivative(T)
    _linearity(T)
    _descent(T)
    _lipschitz(T)


def _directional_derivative(T: Proof) -> None:
    T.say(r"Fix $x$, put $N = \|z\|^2$ and $q_z(u) = (f(x+uz) - f(x))/u$ for $u > 0$; write $F_0 = f(x)$.")
    T.forall(
        "quotients-increase", [gt(u, 0), gt(w - u, 0), gt(w, 0), le(Fu, (1 - u / w) * F0 + (u / w) * Fw)],
        le((Fu - F0) / u, (Fw - F0) / w),
        r"The quotients increase in $u$, by convexity between $x$ and $x + wz$ ($F_u, F_w$ the values at $u < w$).",
        form=((1 - u / w) * F0 + (u / w) * Fw - Fu) / u,
    )
    T.forall(
        "opposite-quotients", [gt(u, 0), ge(Fp + Fm - 2 * F0, 0)], ge((Fp - F0) / u + (Fm - F0) / u, 0),
        r"$q_z(u) + q_{-z}(u) \ge 0$, as $x$ is the middle of $x \pm uz$ (values $F_+, F_-$); with the smaller of two "
        r"arguments "
        r"$q_z(u) + q_{-z}(w) \ge 0$ for all $u, w$.", form=(Fp + Fm - 2 * F0) / u,
    )
    T.formally(
        "infima", "TightMax.SecondDifferences.slope_exists",
        r"So the quotients in the direction $z$ are bounded below by minus any quotient in the direction $-z$; let "
        r"$D_z$ and $D_{-z}$ be the infima. Then $D_z + D_{-z} \ge 0$.",
    )
    T.forall(
        "quotients-close", [gt(u, 0), le(Fp + Fm - 2 * F0, u**2 * N)], le((Fp - F0) / u + (Fm - F0) / u, u * N),
        r"By the bound on second differences the sum of the quotients at $u$ is at most $uN$,",
        form=(u**2 * N - (Fp + Fm - 2 * F0)) / u,
    )
    T.forall(
        "let-u-vanish", [gt(e, 0), ge(N, 0)], gt(e, (e / (N + 1)) * N),
        r"so $e = D_z + D_{-z} \le uN$ for every $u > 0$, which fails for $e > 0$ at $u = e/(N+1)$. Hence $D_{-z} = "
        r"-D_z$.",
        form=e / (N + 1),
    )


def _linearity(T: Proof) -> None:
    T.forall(
        "subadditive", [gt(u, 0), le(G, A / 2 + B / 2)], le((G - F0) / u, (A - F0) / (2 * u) + (B - F0) / (2 * u)),
        r"$x + u(z + w)$ is the middle of $x + 2uz$ and $x + 2uw$ (values $A, B$), so $q_{z+w}(u) \le q_z(2u) + "
        r"q_w(2u)$, and for small $u$ "
        r"all quotients are near their infima: $D_{z+w} \le D_z + D_w$.", form=(A / 2 + B / 2 - G) / u,
    )
    T.forall(
        "additive", [le(-P, -Q - R)], ge(P, Q + R),
        r"The same for $-z, -w$, whose infima are the negatives, gives the opposite inequality: $z \mapsto D_z$ is "
        r"additive.",
        form=P - Q - R,
    )
    T.formally(
        "linear", "TightMax.SecondDifferences.slope_is_dot",
        r"$q_{cz}(u) = c\, q_z(cu)$ for $c > 0$, so $D_{cz} = cD_z$; with $D_{-z} = -D_z$ the map is linear: $D_z = "
        r"\langle p, z\rangle$.",
    )
    T.formally(
        "above-tangent", "TightMax.SecondDifferences.slope_spec",
        r"An infimum is at most the quotient at $u = 1$, so $f(x+z) \ge f(x) + \langle p, z\rangle$.",
    )
    T.forall(
        "remainder", [le(Fp + Fm - 2 * F0, N), le(back, Fm - F0)], le(Fp - F0 + back, N),
        r"The remainder $f(x+z) - f(x) - D_z$, where $-D_z = D_{-z} = D_b \le q_{-z}(1)$, is at most $N = \|z\|^2$. So "
        r"$f$ is differentiable "
        r"with gradient $p$.", form=[N - (Fp + Fm - 2 * F0), Fm - F0 - back],
    )


def _descent(T: Proof) -> None:
    T.say(
        r"Now the constant $\frac12$. Divide the segment from $x$ to $x + z$ into $n$ steps of $u = 1/n$; let $d_0, "
        r"d_1, \dots$ be the increments of $f$."
    )
    T.induction(
        "increments",
        base=le(following, first + u**2 * N), base_given=[le(following, first + u**2 * N)],
        given=[le(last, first + k * u**2 * N), le(following - last, u**2 * N)],
        step=le(following, first + (k + 1) * u**2 * N),
        step_form=[first + k * u**2 * N - last, u**2 * N - (following - last)],
        moves={last: following, k: k + 1}, start={last: first, k: 0},
        text=r"Consecutive increments differ by a second difference, at most $u^2N$: $d_k \le d_0 + ku^2N$.",
    )
    T.induction(
        "sum-of-increments",
        base=le(S, first), base_given=[le(S, first)],
        given=[le(S, k * first + k * (k - 1) / 2 * u**2 * N), le(last, first + k * u**2 * N)],
        step=le(S + last, (k + 1) * first + (k + 1) * k / 2 * u**2 * N),
        step_form=[k * first + k * (k - 1) / 2 * u**2 * N - S, first + k * u**2 * N - last],
        moves={S: S + last, k: k + 1}, start={S: S, k: 1},
        text=r"The first $k$ of them add up to at most $kd_0 + \frac12k(k-1)u^2N$.",
    )
    T.forall(
        "all-increments",
        [gt(u, 0), le(first, u * slope + u**2 * N), le(S, first / u + (1 / u) * (1 / u - 1) / 2 * u**2 * N)],
        le(S, slope + N / 2 + u * N / 2),
        r"With $k = n = 1/u$ and the remainder bound $d_0 \le uD_z + u^2N$: $S = f(x+z) - f(x)$ is at most",
        form=[(u * slope + u**2 * N - first) / u, first / u + (1 / u) * (1 / u - 1) / 2 * u**2 * N - S],
    )
    T.forall(
        "let-steps-shrink", [gt(e, 0), ge(N, 0), gt(u, 0), ge(e / (N + 1) - u, 0)], gt(e, u * N / 2),
        r"and this for every $n$: an excess $e = S - D_z - \frac12N > 0$ could not be at most $\frac12uN$ once $u \le "
        r"e/(N+1)$. Hence $f(x+z) \le f(x) + \langle p, z\rangle + \frac12\|z\|^2$.",
        form=[(e / (N + 1) - u) * N / 2, e * (N + 2) / (2 * (N + 1))],
    )


def _lipschitz(T: Proof) -> None:
    T.forall(
        "growth", [le(W, Fy + qz + D**2 / 2), ge(W, Fx + P + qz + D**2)], ge(Fy, Fx + P + D**2 / 2),
        r"Let $p, q$ be the gradients at $x, y$, $D = \|p - q\|_*$, and choose $z$ with $\|z\| = D$, $\langle p - q, "
        r"z\rangle = D^2$. $W = f(y+z)$ is at most $f(y) + \langle q, z\rangle + \frac12D^2$ and at least $f(x) + "
        r"\langle p, y + z - x\rangle$; with $P = \langle p, "
        r"y - x\rangle$:", form=[Fy + qz + D**2 / 2 - W, W - (Fx + P + qz + D**2)],
    )
    T.forall(
        "co-coercive", [ge(Fy, Fx + P + D**2 / 2), ge(Fx, Fy + Q + D**2 / 2)], le(D**2, -P - Q),
        r"The same with $x$ and $y$ exchanged ($Q = \langle q, x - y\rangle$); the sum is $\|p - q\|_*^2 \le \langle "
        r"p - q, x - y\rangle$,",
        form=[Fy - Fx - P - D**2 / 2, Fx - Fy - Q - D**2 / 2],
    )
    T.forall(
        "lipschitz", [gt(D, 0), le(D**2, D * r)], le(D, r),
        r"which is at most $Dr$ with $r = \|x - y\|$. So $D \le r$.", form=(D * r - D**2) / D,
    )


if __name__ == "__main__":
    second_differences.script()
