r"""Why curvature along sign vectors is enough for an upper bound: no convexity and no differentiability is needed."""

from collections.abc import Iterator
from itertools import product

from proofs.machinery.engine.proof import Proof

from sympy import Integer

from proofs.machinery.engine import lemma
from symbolic.notation import EpsStar, reals
from symbolic.relations import ge, gt, le, lt
from symbolic.steps import Case

s, e, k, j, u, r = reals("s e k j u r")
fp, fm, f0, vp, vm, v0 = reals("F_+ F_- F_0 V_+ V_- V_0")
ha, hb, ax, bx, az, bz, y, M, W = reals("h_a h_b a_x b_x a_z b_z Y M W")
alpha = reals("alpha")[0]


def sorted_signs() -> Iterator[Case]:
    """Yield the sum and the partial sums of a sorted sign vector plus its sorted opposite, for two to four entries."""
    for entries in range(2, 5):
        for signs in product((1, -1), repeat=entries):
            falling, opposite = sorted(signs, reverse=True), sorted((-sign for sign in signs), reverse=True)
            both = [one + other for one, other in zip(falling, opposite, strict=True)]
            yield f"sum of {signs}", Integer(sum(both)), "=", Integer(0)
            for count in range(1, entries):
                yield f"first {count} of {signs}", Integer(sum(both[:count])), ">=", Integer(0)


def criterion(T: Proof, d: int, part: str) -> None:
    """A continuous function above the maximum of d entries, with little curvature along sign vectors, bounds eps*_d."""
    T.formally(
        "criterion", "TightMax.SignVectors.sign_vectors",
        rf"{part}. The upper bound. We look for a continuous $V \ge \max$ on $\mathbb{{R}}^{d}$ such that for each $x$ "
        rf"and each sign vector $\sigma \in \{{1,-1\}}^{d}$ the quotient $(V(x+j\sigma) + V(x-j\sigma) - 2V(x))/j^2$ "
        rf"has an upper limit of at most 1 as $j \to 0$. Below it there is a smoothing whose gap is at most $V(0)$, so "
        rf"$\varepsilon^*_{d} \le V(0)$.",
    )


def sign_vectors(T: Proof, d: int, part: str) -> None:
    """The criterion, and why it holds."""
    criterion(T, d, part)
    T.formally(
        "all-steps", "TightMax.SignVectors.all_steps",
        r"Here is why. First, the same holds for $j = k$ of any size, not only small ones. For suppose",
    )
    line = (fp + fm) / 2 - (1 + e) * k**2 / 2
    T.forall(
        "parabola", [gt(fp + fm - 2 * f0, (1 + e) * k**2)], lt(f0 - line, 0),
        r"$V(x+k\sigma) + V(x-k\sigma) - 2V(x) > (1+e)k^2$ with $e > 0$. Take from $V(x+u\sigma)$ the parabola "
        r"$\frac12(1+e)u^2 + \alpha u + \beta$ that agrees with it at $u = \pm k$; the difference is negative at 0,",
        form=(fp + fm - 2 * f0 - (1 + e) * k**2) / 2,
    )
    T.formally(
        "touches", "TightMax.GoodFunctions.minimum_inside",
        r"so it has its least value on $[-k, k]$ at some $u$ inside.",
    )
    rest = (1 + e) / 2
    T.forall(
        "at-the-minimum",
        [ge(vp - rest * (u + j) ** 2 - alpha * (u + j), v0 - rest * u**2 - alpha * u),
         ge(vm - rest * (u - j) ** 2 - alpha * (u - j), v0 - rest * u**2 - alpha * u)],
        ge(vp + vm - 2 * v0, (1 + e) * j**2),
        r"There the quotients of $V$ are at least $1 + e$ for all small $j$, which they are not.",
        form=[vp - rest * (u + j) ** 2 - alpha * (u + j) - v0 + rest * u**2 + alpha * u,
              vm - rest * (u - j) ** 2 - alpha * (u - j) - v0 + rest * u**2 + alpha * u],
    )
    T.formally(
        "concave", "TightMax.SignVectors.sign_chord",
        r"So $u \mapsto V(x + u\sigma) - \frac12u^2$ is concave at midpoints, and, being bounded below by $\max$, "
        r"concave.",
    )
    T.say(
        r"Now let $h(p) = \sup_x \langle p, x\rangle - V(x)$ on the simplex, as in duality. For $a$ and $b$ in the "
        r"simplex let $\sigma = \mathrm{sign}(b - a)$ (with 1 for 0) and $r = \|b-a\|_1$; then $\langle b - a, "
        r"\sigma\rangle = r$."
    )
    T.forall(
        "along-the-line",
        [ge(s, 0), ge(1 - s, 0), le((1 - s) * (fm - (s * r) ** 2 / 2) + s * (fp - ((1 - s) * r) ** 2 / 2), f0)],
        le((1 - s) * fm + s * fp, f0 + s * (1 - s) * r**2 / 2),
        r"By concavity, for $0 \le s \le 1$, $F_- = V(x - sr\sigma)$, $F_+ = V(x + (1-s)r\sigma)$ and $F_0 = V(x)$:",
        form=f0 - (1 - s) * (fm - (s * r) ** 2 / 2) - s * (fp - ((1 - s) * r) ** 2 / 2),
    )
    T.forall(
        "strongly-convex",
        [ge(s, 0), ge(1 - s, 0), ge(ha, ax - s * r * az - fm), ge(hb, bx + (1 - s) * r * (az + r) - fp),
         le((1 - s) * fm + s * fp, f0 + s * (1 - s) * r**2 / 2)],
        ge((1 - s) * ha + s * hb - s * (1 - s) * r**2 / 2, (1 - s) * ax + s * bx - f0),
        r"Use these points in the definition of $h(a)$ and $h(b)$ ($a_x = \langle a, x\rangle$, $a_z = \langle a, "
        r"\sigma\rangle$, ...); the supremum over $x$ on the right is $h((1-s)a + sb)$, so $h$ is 1-strongly convex in "
        r"$\ell_1$.",
        form=[(1 - s) * (ha - ax + s * r * az + fm), s * (hb - bx - (1 - s) * r * (az + r) + fp),
              f0 + s * (1 - s) * r**2 / 2 - (1 - s) * fm - s * fp],
    )
    T.forall(
        "regulariser-below", [le(y, M), le(M, f0)], le(y - f0, 0),
        r"$h \le 0$, as $\langle p, x\rangle = Y$ is at most $M = \max x \le V(x)$, and $h \ge -V(0)$, the value at $x "
        r"= 0$.", form=[M - y, f0 - M],
    )
    T.forall(
        "gap-of-v", [ge(ha, -W), le(hb, 0), le(EpsStar(d), hb - ha)], le(EpsStar(d), W),
        rf"By duality $\varepsilon^*_{d}$ is at most the range of $h$, so at most $W = V(0)$.",
        form=[hb - ha - EpsStar(d), ha + W, -hb],
    )


if __name__ == "__main__":
    lemma.script(__file__)
