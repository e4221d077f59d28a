r"""The constant of a composition is at most the product of the constants: equal, less, or 0.   [S3-28 to S3-33]"""

from proofs.machinery.engine.proof import Proof, theorem

from symbolic.notation import reals
from symbolic.relations import eq, ge, le

a, b, p, x, y, F, G, R, M, N, P, Q = reals("a b p x y F G R M N P Q")
k, k1, k2, lam, s, t = reals("k k_1 k_2 lambda s t")


@theorem(
    "composition",
    title="Lipschitz constants of compositions",
    source="S3, networks",
    conclusion=r"If $\phi_1, \dots, \phi_l$ are Lipschitz with constants $k_1, \dots, k_l$, each for the norms of the "
    r"spaces it maps between, then $\phi_l \circ \dots \circ \phi_1$ is Lipschitz with the constant $k_1 \cdots k_l$; "
    r"if every $k_i \le \lambda$, with $\lambda^l$. The product of the least constants can be the least constant of "
    r"the composition, and it can be larger: for every $0 \le t \le 1$ there are two linear maps of the plane with "
    r"least constants 1 whose composition has the least constant $t$. The product is the largest that a composition "
    r"with these constants can have.",
    claim=[
        le(F, k2 * k1 * R), eq((k2 * (k1 * x) - k2 * (k1 * y)) ** 2, (k2 * k1) ** 2 * (x - y) ** 2),
        le((a * x) ** 2 + (b * y) ** 2, M * (x**2 + y**2)),
        eq((t * (1 * x)) ** 2 + (1 * (t * y)) ** 2, t**2 * (x**2 + y**2)),
    ],
    variables=[
        (F, r"\{\|f_2f_1x - f_2f_1y\|\}"), (G, r"\{\|f_1x - f_1y\|\}"), (R, r"\{\|x-y\|\}"), (k1, r"[0, \infty)"),
        (k2, r"[0, \infty)"), (x, r"\mathbb{R}"), (y, r"\mathbb{R}"), (t, "[0, 1]"), (M, r"\{\max(a^2, b^2)\}"),
        (a, r"\mathbb{R}"), (b, r"\mathbb{R}"),
    ],
    hypotheses=[ge(k2, 0), le(F, k2 * G), le(G, k1 * R), le(a**2, M), le(b**2, M)],
    witness={k1: 2, k2: 3, R: 1, G: 2, F: 5, a: 1, b: 0, M: 1},
    claims=["S3-29", "S3-31", "S3-33"],
    uses=["spectral-norm"],
    ends=[
        "two, layers-step, depth-step",
        "multiples, diagonal, diagonal-sharp, in-between, product-of-diagonals, spectral-norm",
        "layers-step, multiples",
    ],
    sketch="Distances are multiplied by at most $k_1$, then by at most $k_2$, and so on: the product is a Lipschitz "
    r"constant by induction over the layers, and with a common bound $\lambda$ it is $\lambda^l$. For the functions "
    "$k_ix$ every distance is multiplied exactly, so no general bound can be smaller than the product. It need not "
    r"be attained: $\mathrm{diag}(1, t)$ and $\mathrm{diag}(t, 1)$ both have the spectral norm 1 "
    r"(\ref{spectral-norm}), and their product $tI$ has $t$, for any $0 \le t \le 1$; what matters is whether the "
    "direction that the first map stretches most is the one that the next one does. With activations the composition "
    r"can even be constant: $\mathrm{ReLU}(-\mathrm{ReLU}(x)) = 0$, made of 1-Lipschitz maps.",
)
def composition(T: Proof) -> None:
    product(T)
    attained(T)
    not_attained(T)


def product(T: Proof) -> None:
    """The bound."""
    T.say(r"I. Let $F = \|f_2(f_1(x)) - f_2(f_1(y))\|$, $G = \|f_1(x) - f_1(y)\|$ and $R = \|x - y\|$.")
    T.forall(
        "two", [ge(k2, 0), le(F, k2 * G), le(G, k1 * R)], le(F, k2 * k1 * R), r"Two maps:",
        form=[k2 * G - F, k2 * (k1 * R - G)],
    )
    T.induction(
        "layers", base=le(G, k1 * R), base_given=[le(G, k1 * R)], given=[ge(k, 0), le(G, P * R), le(F, k * G)],
        step=le(F, k * P * R),
        step_form=[k * G - F, k * (P * R - G)],
        moves={G: F, P: k * P}, start={G: G, P: k1},
        text=r"Any number of maps, $P$ the product of the constants so far, $k$ the constant of the next map:",
    )
    T.induction(
        "depth", base=le(k, lam), base_given=[le(k, lam)], given=[ge(k, 0), le(k, lam), le(P, Q), ge(Q, 0)],
        step=le(P * k, Q * lam),
        step_form=[k * (Q - P), Q * (lam - k)],
        moves={P: P * k, Q: Q * lam}, start={P: 1, Q: 1},
        text=r"If every constant is at most $\lambda$ the product is at most $\lambda^l$ ($Q = \lambda^j$ after $j$ "
        r"maps):",
    )


def attained(T: Proof) -> None:
    """Equality, and the largest constant that is possible."""
    T.identity(
        "multiples", (k2 * (k1 * x) - k2 * (k1 * y)) ** 2, (k2 * k1) ** 2 * (x - y) ** 2,
        r"II. Equality: for $f_i = k_i x$ every distance is multiplied by $k_2k_1$, and one map more, with $k_1$ the "
        r"product so far, multiplies it by its constant. So the product is the largest least constant that a "
        r"composition of maps with the least constants $k_1, \dots, k_l$ can have.",
    )
    T.forall(
        "aligned", [ge(F, t**2 * G), ge(G, s**2 * N)], ge(F, t**2 * s**2 * N),
        r"So it is for matrices whenever the greatest stretch of one happens where that of the next begins: $\|Av\|^2 "
        r"= s^2\|v\|^2$ and $\|BAv\|^2 = t^2\|Av\|^2$, with "
        r"$s = \sigma(A)$, $t = \sigma(B)$.", form=[F - t**2 * G, t**2 * (G - s**2 * N)],
    )


def not_attained(T: Proof) -> None:
    """Strict inequality."""
    T.forall(
        "diagonal", [le(a**2, M), le(b**2, M)], le((a * x) ** 2 + (b * y) ** 2, M * (x**2 + y**2)),
        r"III. A diagonal matrix with entries $a, b$ has $\sigma^2 = \max(a^2, b^2)$: it is enough,",
        form=[(M - a**2) * x**2, (M - b**2) * y**2],
    )
    T.exact(
        "diagonal-sharp", eq(((a * x) ** 2 + (b * y) ** 2) / (x**2 + y**2), 1), at={a: 1, b: 0, x: 1, y: 0},
        text=r"and a basis vector attains it; here for $\mathrm{diag}(1, 0)$.",
    )
    T.forall(
        "in-between", [ge(t, 0), ge(1 - t, 0)], le(t**2, 1),
        r"So $\mathrm{diag}(1, t)$ and $\mathrm{diag}(t, 1)$ have $\sigma = 1$ for $0 \le t \le 1$, and their product "
        r"$t I$ has $\sigma = t$;",
        form=[1 - t, t * (1 - t)],
    )
    T.identity(
        "product-of-diagonals", ((t * (1 * x)) ** 2 + (1 * (t * y)) ** 2), t**2 * (x**2 + y**2),
        r"it multiplies every norm by $t$, at $t = 0$ by 0:",
    )
    T.forall(
        "rectifiers", [ge(p, 0)], le(-p, 0),
        r"With activations: $x \mapsto \mathrm{ReLU}(-\mathrm{ReLU}(x))$ is made of 1-Lipschitz maps and is "
        r"constantly 0, because $p = \mathrm{ReLU}(x) \ge 0$ makes the second argument",
        form=p,
    )


if __name__ == "__main__":
    composition.script()
