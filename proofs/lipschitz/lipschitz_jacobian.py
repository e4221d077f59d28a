r"""On a convex open set the least Lipschitz constant is the supremum of the norm of the Jacobian.   [S3-27, S3-35]"""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Function, Rational, Symbol

from symbolic.notation import positives, reals
from symbolic.relations import ge, gt, le, lt

c, e, u, z, D, G, J, K, L, P, R, U, x = reals("c e u z D G J K L P R U x")
w = Symbol("w", real=True)
h = positives("h")[0]
f = Function("f")


@theorem(
    "lipschitz-jacobian",
    title="The Lipschitz constant is the supremum of the norm of the Jacobian",
    source="S3, several variables and intuition",
    conclusion=r"Let $f$ be differentiable on a nonempty convex open set in $\mathbb{R}^n$, with values in "
    r"$\mathbb{R}^m$ and Jacobian $J(x)$. It is $K$-Lipschitz if and only if $\sigma(J(x)) \le K$ for all $x$; so its "
    r"least constant, if it has any, is $\sup_x\sigma(J(x))$, which need not be a maximum. If the set is not convex "
    r"the supremum can be finite and $f$ not Lipschitz at all. For $m = 1$ the slope $\langle\nabla f, z\rangle$ in "
    r"the unit direction $z$ is at most $\|\nabla f\|$, with equality in the direction of the gradient if that is not "
    r"0; for any $m$ the slope $\|Jz\|$ is at most $\sigma(J)$, with equality for a unit eigenvector of $J'J$ with the "
    r"largest eigenvalue.",
    claim=[le(U, K * R), le(c, U * P), gt(2 / (2 * h), L)],
    variables=[
        (U, r"\{\|f(y) - f(x)\|\}"), (R, r"\{\|y - x\|\}"), (K, r"\{\sup\sigma(J)\}"),
        (c, r"\{\langle u, p\rangle\}"), (P, r"\{\|p\|\}"), (L, r"[0, \infty)"), (h, r"(0, 1/L)"),
    ],
    hypotheses=[
        gt(U, 0), le(U**2, U * K * R), gt(P, 0), ge(2 * U**2 * P**2 - 2 * U * P * c, 0), gt(h, 0), lt(L * h, 1),
    ],
    witness={U: 1, K: 2, R: 1, P: 1, c: 1, h: Rational(1, 4), L: 3},
    claims=["S3-27", "S3-35"],
    uses=["spectral-norm", "lipschitz-slopes"],
    ends=[
        "setting",
        "along-the-segment, slope, increment, quotient, let-e-vanish, lipschitz-slopes",
        "slit-slope, slit-bounded, slit",
        "square-sum, cauchy-schwarz, gradient, spectral-norm",
    ],
    sketch=r"On a convex set the segment from $x$ to $y$ stays inside. With $u = f(y) - f(x)$ the function $\langle "
    r"u, f(x + wz)\rangle$ of $w$ has the slope $\langle u, Jz\rangle \le \|u\|\sigma(J)\|z\|$ by Cauchy and Schwarz, "
    r"so by \ref{lipschitz-slopes} $\|u\|^2 \le \|u\|K\|z\|$: pairing with $u$ itself replaces a mean value theorem "
    "for maps of several components. Conversely, quotients of a $K$-Lipschitz map in the direction $z$ tend to "
    r"$\|Jz\|$, so $\sigma(J) \le K$. The supremum need not be attained, as $\sqrt{1 + x^2}$ shows. Convexity is "
    r"needed: in a strip with a slit, $\pm x^2$ above and below the slit has a gradient of at most 4, while points on "
    "both sides of the slit come arbitrarily close with values that differ by 2. The direction of the largest slope "
    r"comes from \ref{spectral-norm}.",
)
def lipschitz_jacobian(T: Proof) -> None:
    cauchy_schwarz(T)
    segment(T)
    necessary(T)
    not_convex(T)


def cauchy_schwarz(T: Proof) -> None:
    """The inner product is at most the product of the norms."""
    T.identity(
        "square-sum", (P * u - U * z) ** 2, P**2 * u**2 - 2 * U * P * (u * z) + U**2 * z**2,
        r"I. For vectors $u$ and $p$ with $U = \|u\|$, $P = \|p\|$ and $c = \langle u, p\rangle$, sums of such terms "
        r"(with $z = p_i$) give $0 \le 2U^2P^2 - 2UPc$.",
    )
    T.forall(
        "cauchy-schwarz", [gt(U, 0), gt(P, 0), ge(2 * U**2 * P**2 - 2 * U * P * c, 0)], le(c, U * P),
        r"So $\langle u, p\rangle \le \|u\|\|p\|$ (if one is 0 both sides are).",
        form=(2 * U**2 * P**2 - 2 * U * P * c) / (2 * U * P),
    )
    T.forall(
        "gradient", [gt(G, 0), ge(c, G**2)], ge(c / G, G),
        r"With $u = \nabla f$ and $G = \|\nabla f\|$: the slope in a unit direction is at most $G$, and in the "
        r"direction $\nabla f/G$ it is $c/G$ with $c = "
        r"\langle\nabla f, \nabla f\rangle = G^2$, no less.", form=(c - G**2) / G,
    )
    T.formally(
        "steepest", "TightMax.LipschitzJacobian.largest_gain",
        r"For a Jacobian $J$ the direction of the greatest $\|Jz\|$ is an eigenvector of $J'J$ with the largest "
        r"eigenvalue, by spectral-norm.",
    )


def segment(T: Proof) -> None:
    """Small Jacobians on a segment."""
    T.say(
        r"II. Let $\sigma(J) \le K$ on the segment from $x$ to $y$, all of which is in the convex set. Put $u = f(y) "
        r"- f(x)$, $z = y - x$ and $G(w) = \langle u, f(x + wz)\rangle$ for $0 \le w \le 1$, and let $u \ne 0$ (there "
        r"is nothing to do for $u = 0$). Component by component"
    )
    T.derivative("along-the-segment", u * f(x + w * z), w, u * f(x + w * z).diff(w), r"the constant $u_i$ comes out,")
    T.forall(
        "slope", [ge(U, 0), le(c, U * P), le(P, K * R)], le(c, U * K * R),
        r"and $G' = \langle u, Jz\rangle$ is at most $UKR$, where $U = \|u\|$, $R = \|z\|$, $P = \|Jz\|$.",
        form=[U * P - c, U * (K * R - P)],
    )
    T.forall(
        "increment", [gt(U, 0), le(U**2, U * K * R)], le(U, K * R),
        r"By lipschitz-slopes (I, below-a-line) $G(1) - G(0) \le UKR$, and it is $\langle u, u\rangle = U^2$. So $U "
        r"\le KR$.",
        form=(U * K * R - U**2) / U,
    )


def necessary(T: Proof) -> None:
    """A Lipschitz function has small Jacobians."""
    T.forall(
        "quotient", [gt(h, 0), le(D, h * K * R), le(J, D / h + e)], le(J, K * R + e),
        r"III. Conversely let $f$ be $K$-Lipschitz. With $D = \|f(x + hz) - f(x)\| \le KhR$, $J = \|J(x)z\|$ is at "
        r"most $D/h + e$, for every $e > 0$ as soon as $h > 0$ is "
        r"small enough:", form=[D / h + e - J, (h * K * R - D) / h],
    )
    T.forall(
        "let-e-vanish", [gt(J - K * R, 0)], gt(J, K * R + (J - K * R) / 2),
        r"and $J > KR$ contradicts this at $e = \frac12(J - KR)$. So $\|J(x)z\| \le K\|z\|$ for all $z$, that is "
        r"$\sigma(J(x)) \le K$ by spectral-norm.",
        form=(J - K * R) / 2,
    )
    T.formally(
        "not-attained", "TightMax.LipschitzSlopes.rounded_slope_below_1",
        r"That the supremum need not be attained is seen already for $n = m = 1$: $\sqrt{1 + x^2}$ in "
        r"lipschitz-slopes.",
    )


def not_convex(T: Proof) -> None:
    """A slit."""
    T.say(
        r"IV. Take away from the strip $-2 < x < 2$ in the plane the slit $x \le 0$, $y = 0$. What remains is open and "
        r"connected. Let $f = 0$ for $x \ge 0$ and $f = x^2$, $f = -x^2$ for $x < 0$ above and below the slit."
    )
    T.derivative(
        "slit-slope", w**2, w, 2 * w,
        r"$f$ is differentiable: its partial derivative in $x$ is plus or minus this, 0 at $w = x = 0$ as on the "
        r"other side, and that in $y$ is 0.",
    )
    T.forall(
        "slit-bounded", [ge(w + 2, 0), le(w, 2)], le((2 * w) ** 2, 4**2), r"So $\|\nabla f\| \le 4$.",
        form=4 * (w + 2) * (2 - w),
    )
    T.forall(
        "slit", [gt(h, 0), lt(L * h, 1)], gt(2 / (2 * h), L),
        r"But the points $(-1, h)$ and $(-1, -h)$ are at distance $2h$, and the values differ by 2: no constant $L$ "
        r"will do.",
        form=(1 - L * h) / h,
    )
    T.exact(
        "slit-at-four", gt(2 / (2 * x), 4), at={x: Rational(1, 100)},
        text=r"For example $h = \frac{1}{100}$ gives a quotient above 4.",
    )


if __name__ == "__main__":
    lipschitz_jacobian.script()
