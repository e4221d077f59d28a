r"""A table of a walk on a lattice bounds every smoothing from below."""

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Rational

from symbolic.notation import EpsStar, d, reals
from symbolic.relations import eq, ge, gt, le, lt

a, b, c, h, k, s, M, T1 = reals("a b c h k s M T_1")
g, gk, gx, gy, gz, f, w, wx, wy, wz, w0 = reals("g g_k g_x g_y g_z f w w_x w_y w_z w_0")
POSITIVE = [gt(a, 0), gt(b, 0)]
MOVE = ge((a + b) * gx, b * gy + a * gz - (a + b) * a * b / 2)
INEQUALITY = lt((a + b) * wx, b * wy + a * wz - (a + b) * a * b / 2)


@theorem(
    "walks",
    title="What a table of a walk proves",
    source="new",
    conclusion=r"Let $g_m$ be the pointwise infimum of all $f \ge \max$ on $\mathbb{R}^m$ with $f(x+z) + f(x-z) \le "
    r"2f(x) + \|z\|_\infty^2$ for all $x$ and $z$. A table gives numbers $w(x)$ to finitely many points $x$ with $2$ "
    r"to $d$ entries. For any other point $y$ let $w(y)$ be $\max y$, or else $w(x) + c$ for a point $x$ of the table "
    r"that is $y$ without some entries, in another order, and less $c$ in each entry left. If at each point $x$ of the "
    r"table there are $a, b > 0$ and a vector $s$ of signs with $w(x) < \frac{b\,w(x + as) + a\,w(x - bs)}{a + b} - "
    r"\frac{ab}{2}$, then $w(x) \le g_m(x)$ at each of them; if one of them is the origin of $\mathbb{R}^d$, then "
    r"$\varepsilon^*_d \ge w(0)$.",
    claim=[ge(EpsStar(d), w0)],
    variables=[(d, r"\{2, 3, \dots\}"), (w0, r"\mathbb{R}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["least-smoothing"],
    ends=["setting", "setting", "setting", "two-points, principle, absent-entry, largest-entry, start"],
    sketch=r"Let $g_m$ be the least smoothing of $m$ entries (\ref{least-smoothing}). It satisfies an inequality for "
    "every move along a sign vector: $g_m(x)$ is at least the weighted mean of its values at $x + as$ and $x - bs$, "
    r"less $\frac12ab$. It also grows when an entry is added, so that an entry far below may be dropped. A table "
    "whose values satisfy the opposite, strict inequality for one chosen move at each of its points is below $g_m$ "
    "by a discrete maximum principle: at a point where the table exceeds $g_m$ most, its own inequality and that of "
    "$g_m$ contradict each other. Points outside the table are compared with the maximum or with a table of fewer "
    r"entries. The value at the origin is then a lower bound of $\varepsilon^*_d = g_d(0)$. Nothing is said about how "
    "the table is found; in the files the moves are integers on a lattice, and the checker of walks tests the "
    "inequality at each point.",
)
def walks(T: Proof) -> None:
    less_entries(T)
    moves(T)
    principle(T)
    on_a_lattice(T)


def less_entries(T: Proof) -> None:
    """Without an entry the least function is no larger."""
    T.formally(
        "symmetric", "TightMax.LeastSymmetry.least_symmetric",
        r"I. The functions over which $g_m$ is the infimum remain such functions if the entries change places, so "
        r"$g_m$ is symmetric,",
    )
    T.formally(
        "shifted", "TightMax.LeastSymmetry.least_shift",
        r"and $f(x + c\,(1, \dots, 1)) - c$ is one with $f$, so $g_m(x + c\,(1, \dots, 1)) = g_m(x) + c$.",
    )
    T.say(
        r"Fix the last entry, $t$: the function $x \mapsto g_m(x, t)$ of one entry less is at least $\max x$,"
    )
    T.forall(
        "absent-above", [ge(g, T1), ge(T1, M)], ge(g, M),
        r"where $T_1 = \max(x, t) \ge M = \max x$, and it has the second differences that a function of one entry less "
        r"may have, because $(z, 0)$ has the norm of $z$.", form=[g - T1, T1 - M],
    )
    T.formally(
        "absent", "TightMax.LeastSymmetry.least_absent",
        r"So it is not below the infimum of these: $g_m(x, t) \ge g_{m-1}(x)$. For $m = 1$ that is $x$ itself.",
    )


def moves(T: Proof) -> None:
    """A step one way or the other."""
    T.formally(
        "chord", "TightMax.LeastSmoothing.over_estimate_chord",
        r"II. In the inequality of least-smoothing, part II, take the direction $(a + b)s$ and the shares "
        r"$\frac{a}{a+b}$ and $\frac{b}{a+b}$.",
    )
    T.forall(
        "half-the-square", [*POSITIVE, eq((a + b) * s, a), eq((a + b) * k, b)], eq(s * k * (a + b) ** 2 / 2, a * b / 2),
        r"The norm is $a + b$, so half of the square of the norm times the shares (here $s$ and $k$) is",
    )
    T.forall(
        "two-points", [*POSITIVE, le(a / (a + b) * gz + b / (a + b) * gy, gx + a * b / 2)], MOVE,
        r"and $g_m(x) \ge \frac{b\,g_m(x + as) + a\,g_m(x - bs)}{a+b} - \frac{ab}{2}$.",
        form=(a + b) * (gx + a * b / 2 - a / (a + b) * gz - b / (a + b) * gy),
    )


def principle(T: Proof) -> None:
    """Where w exceeds g most, it does not."""
    T.say(
        r"III. The table is finite. Let $M$ be the largest $w(x) - g_m(x)$ at its points, and suppose $M > 0$. At any "
        r"other point $y$ the excess is at most $M$ as well: where $w(y)$ is the largest entry,"
    )
    T.forall("largest-entry", [le(w, g), gt(M, 0)], le(w, g + M), r"because $g_m \ge \max$,", form=[g - w, M])
    T.forall(
        "absent-entry", [le(w, wx + c), le(wx, gk + M), le(gk + c, g)], le(w, g + M),
        r"and where it is $w(x) + c$, because the entries of $x$ are some of $y$ less $c$, so that $g_k(x) + c \le "
        r"g_m(y)$ by part I.", form=[wx + c - w, gk + M - wx, g - gk - c],
    )
    T.forall(
        "principle", [*POSITIVE, le(wy, gy + M), le(wz, gz + M), MOVE, INEQUALITY], lt(wx, gx + M),
        r"At a point $x$ where $w(x) = g_m(x) + M$ this contradicts the inequality of the table,",
        form=[
            (b * wy + a * wz - (a + b) * a * b / 2 - (a + b) * wx) / (a + b), b * (gy + M - wy) / (a + b),
            a * (gz + M - wz) / (a + b), ((a + b) * gx - b * gy - a * gz + (a + b) * a * b / 2) / (a + b),
        ],
    )
    T.forall(
        "no-excess", [le(w, g + M), le(M, 0)], le(w, g), r"so $M > 0$ is not so, and $w \le g_m$ in the table.",
        form=[g + M - w, -M],
    )
    T.forall(
        "start", [ge(g, w0), ge(f, g)], ge(f, w0),
        r"By least-smoothing $\varepsilon^*_d = g_d(0)$, with $f = \varepsilon^*_d$.", form=[g - w0, f - g],
    )


def on_a_lattice(T: Proof) -> None:
    """The points of the files."""
    T.say(
        r"IV. In the files the points are $2hk$ with integers $k$ in falling order. A step of $ah$ along the signs is "
        r"written as one of $2ah$ where the sign is $+$, less $ah$ everywhere; a step of $bh$ against them as one of "
        r"$2bh$ where it is $-$, less $bh$:"
    )
    T.identity("up", 2 * h * (k + a * (1 + s) / 2) - a * h, 2 * h * k + a * h * s, "so both stay on the lattice,")
    T.identity("down", 2 * h * (k + b * (1 - s) / 2) - b * h, 2 * h * k - b * h * s, "whatever $a$ and $b$ are.")
    T.certificate(
        "example", "walk/example-d2", at_least(2, Rational(499, 1000)),
        r"The smallest example has one point, the origin of $\mathbb{R}^2$; $s = (1, -1)$ leads to $(2, 0)$, less $1$ "
        r"in each entry, and its value has to be below $1 - \frac12$.",
    )


if __name__ == "__main__":
    walks.script()
