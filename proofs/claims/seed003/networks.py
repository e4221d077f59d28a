"""Seed 003, networks and intuition: claims S3-28 to S3-36."""

from sympy import Rational

from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED, ClaimProof, Claims
from symbolic.notation import positives, reals
from symbolic.relations import eq, ge, gt, le

claim = Claims()
a, b, x, y, z, N, S = reals("a b x y z N S")
F, G, R, P, Q, k, k1, k2, lam = reals("F G R P Q k k_1 k_2 lambda")
s = positives("s")[0]
ZERO_PRODUCT = r"$\mathrm{diag}(1, 0)$ and $\mathrm{diag}(0, 1)$ have the least constant 1 each"


@claim(
    "S3-28", REFUTED, "S3, networks",
    "The Lipschitz constant of a network is the product of the constants of its layers.",
    truth="It is at most the product, and can be any number from 0 to the product.", uses=["composition"],
)
def s3_28(c: ClaimProof) -> None:
    c.say(
        f"{ZERO_PRODUCT}, by composition (diagonal). One after the other they take $(x, y)$ to $(abx, bay)$ with "
        "$a = 1$, $b = 0$. So the square of the least constant of the composition is 0, the value of"
    )
    c.refute(
        "product", eq((a * b * x) ** 2 + (b * a * y) ** 2, 1 * 1), "at $(1, 0)$, not the product 1 of the squares,",
        at={a: 1, b: 0, x: 1, y: 0},
    )
    c.exact(
        "other-vector", eq((a * b * x) ** 2 + (b * a * y) ** 2, 0), "and at $(0, 1)$ as well.",
        at={a: 1, b: 0, x: 0, y: 1},
    )


@claim(
    "S3-29", PROVED, "S3, networks",
    r"If $f_1$ is $k_1$-Lipschitz and $f_2$ is $k_2$-Lipschitz, $f_2 \circ f_1$ is $k_1k_2$-Lipschitz.",
    truth="With the same norm on the space between them.", uses=["composition"],
)
def s3_29(c: ClaimProof) -> None:
    c.forall(
        "two", [ge(k2, 0), le(F, k2 * G), le(G, k1 * R)], le(F, k2 * k1 * R),
        "With $R$, $G$ and $F$ the distances of two points, of their images under $f_1$, and of those under "
        r"$f_2 \circ f_1$:",
        form=[k2 * G - F, k2 * (k1 * R - G)],
    )


@claim(
    "S3-30", CORRECTED, "S3, networks",
    r"Even if $k_1$ and $k_2$ are the best constants, $k_1k_2$ is not the best one of $f_2 \circ f_1$.",
    truth="It need not be, and can be: it is for $f_i = k_ix$, and for matrices if the greatest stretch of the first "
    "happens where that of the second begins.",
    uses=["composition"],
)
def s3_30(c: ClaimProof) -> None:
    c.refute(
        "equality", gt(k2 * k1 * R - (k2 * (k1 * x) - k2 * (k1 * y)), 0), at={k1: 2, k2: 3, x: 1, y: 0, R: 1},
        text="For $f_1 = 2x$, $f_2 = 3x$ and the points 1 and 0 at distance $R = 1$ the product bound $6R$ is not "
        "more than the distance of the images.",
    )
    c.exact(
        "strict", gt(1 * 1 - ((a * b * x) ** 2 + (b * a * y) ** 2), 0), at={a: 1, b: 0, x: 1, y: 0},
        text="But for the diagonal matrices of S3-28 it is more.",
    )


@claim("S3-31", PROVED, "S3, networks", r"$L(f) \le \prod_i L(\phi_i)$.", uses=["composition"])
def s3_31(c: ClaimProof) -> None:
    c.say("This is the theorem (layers).")


@claim(
    "S3-32", REFUTED, "S3, networks",
    "So the best constant of a network has the product of the constants of its layers as its supremum.",
    truth="The product is an upper bound, for a given network in general not the least. It is the supremum, even the "
    "maximum, over all networks with those constants, with multiples of the identity for layers.",
    uses=["composition"],
)
def s3_32(c: ClaimProof) -> None:
    c.say(
        f"{ZERO_PRODUCT}, and their composition, with $P = ab = 0$, has upper bounds below the product 1, "
        r"for example $\frac12$:"
    )
    c.forall(
        "smaller-bound", [le(P**2, Rational(1, 4))], le((P * x) ** 2 + (P * y) ** 2, (x**2 + y**2) / 4),
        form=(Rational(1, 4) - P**2) * (x**2 + y**2),
    )
    c.refute(
        "not-least", gt((a * b * x) ** 2 + (b * a * y) ** 2 - (x**2 + y**2) / 4, 0),
        r"if the product were the least upper bound, $\frac12$ would be exceeded at a basis vector: not at $(1, 0)$",
        at={a: 1, b: 0, x: 1, y: 0},
    )
    c.exact(
        "nor-at-the-other", le((a * b * x) ** 2 + (b * a * y) ** 2 - (x**2 + y**2) / 4, 0), "and not at $(0, 1)$.",
        at={a: 1, b: 0, x: 0, y: 1},
    )
    c.identity(
        "over-all-networks", (k2 * (k1 * x) - k2 * (k1 * y)) ** 2, (k2 * k1) ** 2 * (x - y) ** 2,
        "Over all networks it is attained:",
    )


@claim(
    "S3-33", PROVED, "S3, networks",
    r"If the constant of each layer is at most $\lambda$, that of the network is at most $\lambda^d$, with $d$ the "
    "depth.",
    truth="Every map is counted as a layer, activations too, unless they are 1-Lipschitz.", uses=["composition"],
)
def s3_33(c: ClaimProof) -> None:
    c.induction(
        "depth", base=le(k, lam), base_given=[le(k, lam)], given=[ge(k, 0), le(k, lam), le(P, Q), ge(Q, 0)],
        step=le(P * k, Q * lam), step_form=[k * (Q - P), Q * (lam - k)],
        moves={P: P * k, Q: Q * lam}, start={P: 1, Q: 1},
        text=r"With $P$ the product of the constants so far and $Q$ the power of $\lambda$:",
    )


@claim(
    "S3-34", PROVED, "S3, networks",
    r"$\|f\|_{\mathrm{Lip}} = \sup_x\sigma(\nabla f(x)) = \sup_x\sigma(W) = \sigma(W)$.",
    truth="For an affine layer $f(x) = Wx + b$, which is meant; for the whole network, also written $f$ in the "
    r"source, only $\le$ with the product holds.",
    uses=["spectral-norm", "lipschitz-jacobian"],
)
def s3_34(c: ClaimProof) -> None:
    c.derivative(
        "jacobian", N + a * x + b, x, a,
        "The derivative of row $k$ ($a$ its entry in the column of $x$, $N$ the other terms) is the entry: the "
        "Jacobian is $W$ at every point,",
    )
    c.identity(
        "increment", (N + a * y + b) - (S + a * z + b), (N - S) + a * (y - z),
        r"and differences of values are $W$ applied to differences, row by row. So the least constant is $\sigma(W)$.",
    )


@claim(
    "S3-35", CORRECTED, "S3, intuition", "The gradient is the direction of the greatest change, and its size.",
    truth=r"For one real value and the Euclidean norm. For vectors as values the greatest slope is $\sigma(J)$, in "
    "the direction of an eigenvector of $J'J$ with the largest eigenvalue; in other norms the direction is another.",
    uses=["lipschitz-jacobian", "spectral-norm"],
)
def s3_35(c: ClaimProof) -> None:
    c.lacks(r"it names no norm, and it is used for layers with vectors as values, which have no gradient.")
    c.identity(
        "one-value", (a * x + b * y) ** 2 + (a * y - b * x) ** 2, (a**2 + b**2) * (x**2 + y**2),
        "With the gradient $(a, b)$ the slope $ax + by$ in a unit direction is at most its size, with equality where "
        "$ay = bx$.",
    )
    c.exact(
        "other-norm", gt(a * x + b * y, 5), at={a: 3, b: 4, x: 1, y: 1},
        text="In the infinity norm the direction $(1, 1)$, of size 1, gives the gradient $(3, 4)$ the slope 7, more "
        "than its size 5.",
    )


@claim(
    "S3-36", PROVED, "S3, intuition",
    "The more singular values are kept, the closer an image is to the original.",
    truth="In the Frobenius norm strictly, as long as the further ones are not 0, in the spectral norm without "
    "growing. With gradients this has nothing to do.",
    uses=["truncated-svd"],
)
def s3_36(c: ClaimProof) -> None:
    c.forall(
        "one-more", [gt(s, 0)], gt(F, F - s**2), "One more singular value $s > 0$ takes $s^2$ from the squared error.",
        form=s**2,
    )
