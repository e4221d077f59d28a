r"""$\varepsilon^*_d$ is superadditive over products, and $\varepsilon^*_d / \ln d$ converges."""

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Abs, Sum, symbols

from symbolic.notation import EpsStar, d, i, k, reals
from symbolic.relations import ge, gt, le, lt

a, b = symbols("a b", integer=True, positive=True)
"""Numbers of coordinates."""

q, r, s = reals("q r s")
F, G, R = reals("F G R")
la, ld, delta = reals("lambda_a lambda_d delta")
E = EpsStar


@theorem(
    "superadditive",
    title=r"The least gap is superadditive, and its ratio to $\ln d$ converges",
    source="new",
    conclusion=r"For $a, b, k \ge 2$ and $d \ge 2$: $\varepsilon^*_{ab} \ge \varepsilon^*_a + "
    r"\varepsilon^*_b$, $\varepsilon^*_{d+1} \ge \varepsilon^*_d$ and $\varepsilon^*_{a^k} \ge k "
    r"\varepsilon^*_a$. Hence $\lim_d \varepsilon^*_d / \ln d = \sup_d \varepsilon^*_d / \ln d$.",
    claim=[ge(E(a * b), E(a) + E(b)), ge(E(d + 1), E(d)), ge(E(a**k), k * E(a))],
    variables=[(symbol, r"\{2, 3, \dots\}") for symbol in (a, b, d, k)],
    hypotheses=[ge(a, 2), ge(b, 2), ge(d, 2), ge(k, 2)],
    witness={a: 2, b: 3, d: 2, k: 2},
    uses=["duality"],
    sketch=r"By \ref{duality} there is a symmetric, 1-strongly convex $h$ on the simplex of $ab$ coordinates whose "
    r"range is $\varepsilon^*_{ab}$. Cut the coordinates into $b$ blocks of $a$. Spreading a distribution on blocks "
    r"uniformly inside each block is affine and keeps $\ell_1$ distances, so $h$ becomes an admissible function on "
    r"the simplex of $b$ coordinates and rises by at least $\varepsilon^*_b$ from the centre to the uniform "
    "distribution of one block. Restricted to that block it is admissible for $a$ coordinates and rises by at least "
    r"$\varepsilon^*_a$ more. The two rises add up. In the same way a face of $d + 1$ coordinates gives monotonicity, "
    r"and iterating gives $\varepsilon^*_{a^k} \ge k\varepsilon^*_a$. Between two powers of $a$ the ratio to $\ln d$ "
    r"loses only a factor $\frac{k}{k+1}$, so the lower limit is at least $\varepsilon^*_a/\ln a$ for each $a$: the "
    "ratio converges to its supremum, as in Fekete's lemma.",
)
def superadditive(T: Proof) -> None:
    """Blocks, faces, powers, and the limit."""
    blocks(T)
    powers(T)
    limit(T)


def blocks(T: Proof) -> None:
    """The two inequalities."""
    T.formally(
        "best-function", "TightMax.Duality.optimum_is_least_rise",
        r"By duality there is a symmetric function $h$, 1-strongly convex in the $\ell_1$ norm on the simplex of $ab$ "
        r"coordinates, with the range $h(e_1) - h(u) = \varepsilon^*_{ab}$.",
    )
    T.say(
        r"Cut the coordinates into $b$ blocks $B_1, \dots, B_b$ of $a$ each, write $u_B$ for the uniform distribution "
        r"on a block, and put $\Phi(q) = \sum_j q_j u_{B_j}$ for $q$ in the simplex of $b$ coordinates: every "
        r"coordinate in block $j$ is $q_j / a$."
    )
    T.identity(
        "affine", ((1 - s) * q + s * r) / a, (1 - s) * (q / a) + s * (r / a),
        r"$\Phi$ is affine, coordinate by coordinate,",
    )
    T.identity(
        "isometric", Sum(Abs(q - r) / a, (i, 1, a)), Abs(q - r),
        r"and keeps the $\ell_1$ distance: $a$ coordinates at distance $|q_j - r_j| / a$ in block $j$ make "
        r"$|q_j - r_j|$.",
    )
    T.formally(
        "over-blocks", "TightMax.Superadditive.strongly_convex_spread",
        r"So $h \circ \Phi$ satisfies the same inequality of strong convexity on the simplex of $b$ coordinates,",
    )
    T.formally(
        "blocks-permuted", "TightMax.Superadditive.symmetric_spread",
        r"and it is symmetric, because permuting the blocks permutes the coordinates. By duality its range, which is "
        r"$h(u_{B_1}) - h(u)$, is at least $\varepsilon^*_b$.",
    )
    T.formally(
        "in-a-block", "TightMax.Superadditive.rise_of_face",
        r"And $h$ restricted to the points that vanish outside $B_1$ is symmetric and 1-strongly convex on a simplex "
        r"of $a$ coordinates: $h(e_1) - h(u_{B_1}) \ge \varepsilon^*_a$.",
    )
    T.forall(
        "sum", [le(F + G, E(a * b)), ge(F, E(a)), ge(G, E(b))], ge(E(a * b), E(a) + E(b)),
        r"The two differences, $F = h(e_1) - h(u_{B_1})$ and $G = h(u_{B_1}) - h(u)$, add up to the range "
        r"of $h$.",
        form=[E(a * b) - F - G, F - E(a), G - E(b)],
    )
    T.forall(
        "monotone", [le(R, E(d + 1)), ge(R, E(d))], ge(E(d + 1), E(d)),
        r"Likewise for one coordinate more: the best $h$ on $d + 1$ coordinates, restricted to the face on "
        r"which the last one is 0, has a range $R \ge \varepsilon^*_d$, and the range on the whole simplex "
        r"is no smaller.",
        form=[E(d + 1) - R, R - E(d)],
    )


def powers(T: Proof) -> None:
    """Induction on the exponent."""
    T.forall(
        "powers", [ge(E(a ** (k + 1)), E(a**k) + E(a)), ge(E(a**k), k * E(a))],
        ge(E(a ** (k + 1)), (k + 1) * E(a)),
        r"Induction on $k$, from $\varepsilon^*_a \ge \varepsilon^*_a$: take $b = a^k$ above.",
        form=[E(a ** (k + 1)) - E(a**k) - E(a), E(a**k) - k * E(a)],
    )


def limit(T: Proof) -> None:
    """The ratio to the logarithm converges to its supremum."""
    T.forall(
        "between-powers",
        [ge(E(d), k * E(a)), lt(ld, (k + 1) * la), gt(la, 0), gt(ld, 0), ge(E(a), 0), gt(k, 0)],
        ge(E(d) / ld, k * E(a) / ((k + 1) * la)),
        r"Let $a^k \le d < a^{k+1}$. Then $\varepsilon^*_d \ge \varepsilon^*_{a^k} \ge k\varepsilon^*_a$, "
        r"and with $\lambda_a = \ln a$, $\lambda_d = \ln d < (k+1) \lambda_a$:",
        form=[(E(d) - k * E(a)) / ld, k * E(a) * ((k + 1) * la - ld) / ((k + 1) * la * ld)],
    )
    T.forall(
        "tends-to-one", [gt(delta, 0), ge(k * delta, 1), gt(k, 0)], gt(k / (k + 1), 1 - delta),
        r"The factor $k/(k+1)$ tends to 1: it exceeds $1 - \delta$ as soon as $k \ge 1/\delta$.",
        form=[(k * delta - 1) / (k + 1), delta / (k + 1)],
    )
    T.formally(
        "limit", "TightMax.Superadditive.ratio_from_power",
        r"As $d$ grows so does $k$: the lower limit of $\varepsilon^*_d / \ln d$ is at least $\varepsilon^*_a / \ln "
        r"a$, for every $a \ge 2$. So it is at least the supremum, and the limit exists and is the supremum.",
    )
    T.formally(
        "at-most-one", "TightMax.Superadditive.ratio_le_1",
        r"(It is at most 1, because LogSumExp has the gap $\ln d$; nothing here depends on that.)",
    )


if __name__ == "__main__":
    superadditive.script()
