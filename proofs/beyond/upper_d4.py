r"""Four entries: a smoothing better than the universal one, by functions of pair sums."""

from collections.abc import Iterator, Sequence
from itertools import permutations, product

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Expr, Rational, Subs, log

from proofs.beyond.lemmas.best import UPPER as BOUND
from symbolic.formulas.universal import SAVED
from symbolic.notation import EpsStar, reals
from symbolic.relations import ge, gt, le, lt
from symbolic.steps import Case

a1, a2, a3, a4, b2, b3, b4 = reals("a_1 a_2 a_3 a_4 b_2 b_3 b_4")
z2, z3, z4, v1, v2, v3, form, n, rho, s, low, bend = reals("z_2 z_3 z_4 v_1 v_2 v_3 Q n rho s g q")
x, y, p, q = reals("x y p c")
SINGLE = a1 * v1**2 + a2 * v2**2 + a3 * v3**2 + a4 * (v1 + v2 + v3) ** 2
PAIR = b2 * (v1 + v2) ** 2 + b3 * (v1 + v3) ** 2 + b4 * (v2 + v3) ** 2
F = a1 + a2 + a3 + a4
MATRIX = (
    (F + 4 * b2) * z2**2 + (F + 4 * b3) * z3**2 + (F + 4 * b4) * z4**2
    + 2 * (a1 - a2 - a3 + a4) * z2 * z3 + 2 * (a1 - a2 + a3 - a4) * z2 * z4 + 2 * (a1 + a2 - a3 - a4) * z3 * z4
)


def in_entries(expression: Expr) -> Subs:
    """Return the pair coordinates z_j = v_1 + v_j in terms of the entries, where v_4 = -v_1 - v_2 - v_3."""
    return Subs(expression, (z2, z3, z4), (v1 + v2, v1 + v3, -v2 - v3))


SPLITS = ((1, 2, 3, 4), (1, 3, 2, 4), (1, 4, 2, 3))
"""The entries in two pairs, the first pair with entry 1."""


def splits() -> Iterator[Case]:
    """Where each permutation takes the three splits."""
    for order in permutations((1, 2, 3, 4)):
        taken = [[order[entry - 1] for entry in split] for split in SPLITS]
        pairs = [sorted((sorted(one[:2]), sorted(one[2:]))) for one in taken]
        yield f"under {order}", tuple(sorted((*one, *other) for one, other in pairs)), "=", SPLITS


def up_to_sign(weights: Sequence[int]) -> tuple[int, ...]:
    """What these weights give v_1, ..., v_4, in v_1, v_2 and v_3 alone, or minus that, whichever is larger."""
    found = [weight - weights[3] for weight in weights[:3]]
    return max(tuple(found), tuple(-weight for weight in found))


def signed_sums() -> Iterator[Case]:
    """For all signs s: s.v is twice the sum of one or two entries, in the latter case v_1 and another; or 0."""
    for signs in product((1, -1), repeat=4):
        sides = [[place for place in range(4) if signs[place] == sign] for sign in (1, -1)]
        few = min(sides, key=lambda side: (len(side), side))
        yield f"s = {signs}", up_to_sign(signs), "=", up_to_sign([2 * (place in few) for place in range(4)])


@theorem(
    "upper-d4",
    title="Four entries: a smoothing better than the universal one",
    source="new",
    conclusion=rf"$\varepsilon^*_4 \le {BOUND.p}/{BOUND.q} < \ln 2 + \frac12$. The last number is $\ln 4 - (\ln 2 - "
    r"\frac12)$, the bound of universal-upper at $d = 4$, which therefore is not attained.",
    claim=[
        le(EpsStar(4), BOUND), lt(BOUND, log(2) + Rational(1, 2)),
        ge(log(4) - SAVED, EpsStar(4)), gt(log(4) - SAVED, EpsStar(4)),
    ],
    uses=["duality", "universal-upper"],
    ends=["claim 1, claim 2", "claim 3, claim 4"],
    sketch=r"By \ref{duality} it is enough to exhibit a function $h$ on the simplex with $v'H(x)v \ge \|v\|_1^2$ for "
    r"all directions of sum 0 and a small range. Sums over entries alone are what \ref{universal-upper} uses; here "
    "$h$ also contains a function of the pair sums $x_1 + x_2$, $x_1 + x_3$, $x_1 + x_4$, which is still symmetric. "
    "With piecewise linear second derivatives the inequality is affine in $x$ on each polytope cut out by the knots, "
    r"so it is enough to test it where three independent planes meet. There $\|v\|_1$ is the largest of seven linear "
    "forms, and in pair coordinates each test says that a positive definite matrix dominates a square, which "
    r"Cauchy's inequality reduces to one number $\rho \le 1$. The certificate lists knots and values, and "
    r"proofs/verify\_upper.py makes all these tests in integers and integrates to the bound. It is below $\ln 2 + "
    r"\frac12$, so the universal smoothing is not optimal for four entries.",
)
def upper_d4(T: Proof) -> None:
    T.say(
        r"The function on the simplex is a sum over the entries and over the pair sums. Let $a$ on $[0, 1]$ and $b$ on "
        r"$[0, \frac12]$ be the piecewise linear functions of the certificate, with rational knots and values, $b(t) = "
        r"b(1-t)$, $\phi'' = a$, $\psi'' = b$, $\psi(t) = \psi(1-t)$, and $h = \sum_i \phi(x_i) + \psi(x_1+x_2) + "
        r"\psi(x_1+x_3) + \psi(x_1+x_4)$ on the simplex."
    )
    T.finite(
        "symmetric", splits,
        r"$h$ is symmetric: as $x_3 + x_4 = 1 - (x_1+x_2)$ and so on, $\psi$ is evaluated once for each split of the "
        r"four entries into two pairs, and every permutation permutes the splits.",
    )
    T.formally(
        "two-points", "TightMax.Entropy.below_chord",
        r"$h$ is $C^2$ on the closed simplex. Suppose $v'H(x)v \ge \|v\|_1^2$ for all $x$ and all $v$ with sum 0: "
        r"then the steps chord and slope-falls of universal-upper give the two-point inequality on every segment,",
    )
    T.formally("range", "TightMax.Duality.duality_symmetric", r"and by duality $\varepsilon^*_4 \le h(e_1) - h(u)$.")
    T.say(
        r"The planes $x_i = $ knot of $a$ and $x_i + x_j = $ knot of $b$, or 1 less a knot, cut the simplex into "
        r"polytopes; 0 is a knot."
    )
    T.identity(
        "affine", (p + q * ((1 - s) * x + s * y)) * v1**2, (1 - s) * ((p + q * x) * v1**2) + s * ((p + q * y) * v1**2),
        r"On each of them $H$ is affine in $x$, and term by term for fixed $v$ and signs $s$ the number $g(x) = "
        r"v'H(x)v - (s \cdot v)^2$ is affine, too.",
    )
    T.formally(
        "line", "TightMax.Matrices.one_more",
        r"Fewer than three independent planes leave a direction of the simplex: from a point that is no vertex a line "
        r"runs along which all planes through the point stay; in one of its two directions $g$ does not increase,",
    )
    T.forall(
        "descend", [ge(s, 0), ge(bend, 0)], le(low - s * bend, low),
        r"that of slope $-q \le 0$, and there one goes until another plane, independent of the former ones, is met. "
        r"After at most three such moves one is at a vertex, so $g$ is nonnegative everywhere if it is at the "
        r"vertices, which are among the points where three independent planes meet.",
        form=s * bend,
    )
    T.identity(
        "pair-coordinates", 4 * (SINGLE + PAIR), in_entries(MATRIX),
        r"At one point: $v_4 = -v_1-v_2-v_3$, $z_j = v_1 + v_j$, $a_i = a(x_i)$ and $b_j = b(x_1 + x_j)$. Then "
        r"$4v'Hv = z'Mz$ with a matrix $M$ whose entries are sums of the $a_i$ and $b_j$.",
    )
    T.finite(
        "signs", signed_sums,
        r"$\|v\|_1$ is the largest $|s\cdot v|$ over the signs $s$. Because $\sum v_i = 0$, $s \cdot v$ is, up to its "
        r"sign, $2v_i$ (one entry against three) or $2(v_1 + v_j) = 2z_j$ (two against two), or 0, where",
    )
    T.identity("split-one", in_entries(z2 + z3 + z4), 2 * v1)
    T.identity("split-two", in_entries(z2 - z3 - z4), 2 * v2)
    T.identity("split-three", in_entries(z3 - z2 - z4), 2 * v3)
    T.identity("split-four", in_entries(z4 - z2 - z3), -2 * (v1 + v2 + v3))
    T.forall(
        "cauchy-schwarz",
        [gt(rho, 0), ge(1 - rho, 0), ge(form - 2 * (n / rho) * n + (n / rho) ** 2 * rho, 0)], ge(form, n**2),
        r"Let $M$ be positive definite, $Q = z'Mz$, $n = l\cdot z$ and $\rho = l'M^{-1}l$; the form at $z - "
        r"\frac{n}{\rho}M^{-1}l$ is not negative. If $\rho \le 1$, then $Q \ge n^2$ for all $z$. (With $l$ twice the "
        r"signs, or four times a unit vector: $z'Mz \ge 4(s\cdot v)^2$.)",
        form=[form - n**2 / rho, n**2 * (1 - rho) / rho],
    )
    T.certificate(
        "certificate", "upper/knots-d4", le(EpsStar(4), BOUND),
        r"At every vertex $M$ is positive definite and $\rho \le 1$ for all seven splits, and $h(e_1) - h(u) = "
        rf"\int_0^1 w a + 3\int_0^{{1/2}} t\,b(t)\,dt \le {BOUND.p}/{BOUND.q}$, where $w = 3x$ up to $\frac14$ and $1 "
        rf"- x$ " r"beyond: by proofs/verify\_upper.py, in integers.",
    )
    T.enclose(
        "better", lt(BOUND, log(2) + Rational(1, 2)),
        r"This is less than $\ln 4 - (\ln 2 - \frac12)$, the gap of the universal smoothing (universal-upper, range).",
    )


if __name__ == "__main__":
    upper_d4.script()
