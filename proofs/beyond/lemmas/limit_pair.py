r"""The pair function g and its inequalities (K1) to (K5).

g is, on a logarithmic scale, Green's function of two independent Brownian motions with the drift of a posterior, up to
a factor of lower order: (K1) says that it is a little superharmonic. The others compare the mixed derivative with
the first ones.
"""

from proofs.machinery.engine.proof import Proof

from sympy import Derivative, Function, Rational, Subs, log, sqrt

from proofs.machinery.engine import lemma
from symbolic.formulas import pair
from symbolic.formulas.pair import HALF, LOG, RADIUS, Y1, Y2, r
from symbolic.notation import positives, reals
from symbolic.relations import ge, gt, le

x, w, h = positives("x w h")
y, e1, e2, S, G, al, be = reals("y e_1 e_2 S Gamma alpha beta")
g = Function("g")


def pair_function(T: Proof) -> None:
    """The function, its derivatives, (K1) to (K5) and the sizes."""
    derivatives(T)
    ranges(T)
    first_order(T)
    mixed(T)
    second_order(T)


def derivatives(T: Proof) -> None:
    """The first and second derivatives, with g divided out."""
    T.say(
        r"I. The pair function. For entries $x_1$, $x_2$ in $(0, 1]$ let $Y_i = \frac52 - \ln x_i$, $r = "
        r"\sqrt{2Y_1^2 + 2Y_2^2}$ and $g = e^5e^{-(Y_1+Y_2+r)/2}(1+r)^{-1/2} = x_1x_2e^{(Y_1+Y_2-r)/2}(1+r)^{-1/2}$, "
        r"and $g = 0$ if an entry is 0. Write $\alpha g$, $\beta g$ for $x_ig_{x_i}$, $Ag$, $Bg$ for "
        r"$x_i^2g_{x_ix_i}$ and $\Gamma g$ for $x_1x_2g_{x_1x_2}$; $e_i = Y_i/r$, $w = \frac{r+2}{r+1}$, $h = "
        r"\frac{r^2+4r+2}{r(r+1)^2}$."
    )
    bent, at = Derivative(g(y), (y, 2)), pair.SHIFT - log(x)
    T.derivative(
        "log-scale", g(at), x, (Subs(bent, y, at) + Subs(Derivative(g(y), y), y, at)) / x**2,
        r"$x^2$ times the second derivative in an entry is the sum of the first two in $Y$.", order=2,
    )
    one, two = pair.pull(Y1, RADIUS), pair.pull(Y2, RADIUS)
    T.derivative("pull", LOG, Y1, -one, r"From the logarithm of $g$: $\alpha = \frac12 + e_1w$,")
    T.identity(
        "bend", LOG.diff(Y1, 2) + one**2 - one, pair.bend(Y1, RADIUS),
        r"$A = e_1^2(w^2 + \frac{2}{(r+1)^2} + \frac{2w}{r}) - \frac14 - \frac wr$,",
    )
    T.identity(
        "twist", LOG.diff(Y1, Y2) + one * two, pair.twist(Y1, Y2, RADIUS),
        r"$\Gamma = \alpha\beta + 2e_1e_2h$, which is positive.",
    )


def ranges(T: Proof) -> None:
    """What the letters range over."""
    square = 2 * Y1**2 + 2 * Y2**2
    far = [ge(r, 2 * pair.SHIFT), gt(r, 0)]
    T.forall(
        "far", [ge(Y1, pair.SHIFT), ge(Y2, pair.SHIFT), gt(Y1, 0), gt(Y2, 0)], ge(square, (2 * pair.SHIFT) ** 2),
        r"Ranges: $r \ge 5$,",
        form=[(Y - pair.SHIFT) * (Y + pair.SHIFT) * 2 for Y in (Y1, Y2)],
    )
    T.forall(
        "half", [gt(Y1, 0), gt(Y2, 0), ge(Y2, Y1)], ge(4 * Y2**2, square), r"$e_2 \ge \frac12$ if $x_1 \ge x_2$,",
        form=[2 * Y1 * (Y2 - Y1), 2 * Y2 * (Y2 - Y1)],
    )
    T.forall(
        "five-sevenths", [], le(49 * Y2**2, 25 * square), r"$e_2 \le \frac57$,", form=Y2**2 + 50 * Y1**2
    )
    T.forall("sum", [], le((Y1 + Y2) ** 2, square), r"$S = e_1 + e_2 \le 1$,", form=(Y1 - Y2) ** 2)
    T.identity(
        "product", Y1 * Y2 / square, ((Y1 + Y2) ** 2 / square - HALF) / 2, r"$e_1e_2 = \frac12(S^2 - \frac12)$,"
    )
    T.forall("stretch-low", far, ge(pair.stretch(r), 1), r"$w \ge 1$,", form=1 / (r + 1))
    T.forall(
        "stretch-high", far, le(pair.stretch(r), Rational(7, 6)), r"$w \le \frac76$,",
        form=(r - 2 * pair.SHIFT) / (6 * (r + 1)),
    )


def first_order(T: Proof) -> None:
    """(K1), (K2) and (K3)."""
    T.identity(
        "superharmonic", pair.bend(Y1, r) + pair.bend(sqrt(r**2 / 2 - Y1**2), r), -pair.drop(r),
        r"(K1) $A + B = -\nu$ with $\nu = \frac{r+4}{2r(r+1)^2}$, from $Y_1^2 + Y_2^2 = \frac12r^2$,",
    )
    below = r**2 * (r + 1) ** 2
    T.forall(
        "drop", [ge(r, 2 * pair.SHIFT), gt(r, 0)], ge(pair.drop(r), 1 / (2 * r**2)), r"and $\nu \ge \frac{1}{2r^2}$.",
        form=[(r - 2 * pair.SHIFT) / below, (2 * pair.SHIFT - HALF) / below],
    )
    T.forall(
        "pull-of-smaller", [ge(e2, HALF), ge(w, 1)], ge(HALF + e2 * w, 1), r"(K2) $\beta \ge 1$ if $x_1 \ge x_2$,",
        form=[(e2 - HALF) * (w - 1), e2 - HALF, (w - 1) / 2],
    )
    T.forall(
        "twist-high", [gt(e1, 0), gt(e2, 0), gt(w, 0), gt(h, 0), ge(be, 1)],
        ge((HALF + e1 * w) * be + 2 * e1 * e2 * h, HALF + e1 * w), r"(K3) and then $\Gamma \ge \alpha$.",
        form=[(HALF + e1 * w) * (be - 1), 2 * e1 * e2 * h],
    )


def mixed(T: Proof) -> None:
    """(K4), which the power 2/5 needs."""
    T.forall(
        "at-the-diagonal", [gt(S, 0), le(S, 1), ge(w, 1), gt(w, 0), gt(h, 0)],
        le(Rational(1, 4) - S * w / 2 + (S**2 - HALF) * w**2 / 2 + (S**2 - HALF) * h, (w - 1) ** 2 / 4 + h / 2),
        r"(K4) $\Gamma - \alpha - \beta + 1 = (\alpha-1)(\beta-1) + 2e_1e_2h$ is largest at $S = 1$,",
        form=[(1 - S) * w * (w - 1) / 2, (1 - S) * w * S * w / 2, (1 - S) * (1 + S) * h],
    )
    T.identity(
        "diagonal-value", (pair.stretch(r) - 1) ** 2 / 4 + pair.turn(r) / 2, pair.excess(r), r"with the value"
    )
    far = r - 2 * pair.SHIFT
    T.forall(
        "twist-low", [ge(far, 0), gt(r, 0)], le(pair.excess(r), 1 - pair.TAU),
        r"at most $\frac16$. So $\Gamma \le \alpha + \beta - \tau$, where $\tau = \frac56$.",
        form=[c * far**i / (24 * r * (r + 1) ** 2) for i, c in enumerate((126, 210, 56, 4))],
    )


def second_order(T: Proof) -> None:
    """(K5) and the sizes."""
    T.forall(
        "bend-of-smaller",
        [ge(be, 1), le(3 * be, 4), ge(r, 2 * pair.SHIFT), gt(r, 0), ge(1 - 2 * e2**2, 0), gt(w, 0)],
        le(be * (be - 1) + 2 * e2**2 / (r + 1) ** 2 - w / r * (1 - 2 * e2**2), 2 * (be - pair.TAU)),
        r"(K5) If $x_1 \ge x_2$, $\beta \le \frac12 + \frac57\cdot\frac76 = \frac43$, and $B \le 2(\beta - \tau)$.",
        form=[(be - 1) * (4 - 3 * be) / 3, 2 * (be - 1) / 3, (1 - 2 * e2**2) / (r + 1) ** 2, w / r * (1 - 2 * e2**2),
              (r - 2 * pair.SHIFT) * (r + 7) / (3 * (r + 1) ** 2), 11 / (r + 1) ** 2],
    )
    T.identity(
        "bend-by-pull", pair.pull(Y1, r) * (pair.pull(Y1, r) - 1) + 2 * (Y1 / r) ** 2 / (r + 1) ** 2
        - pair.stretch(r) / r * (1 - 2 * (Y1 / r) ** 2), pair.bend(Y1, r),
        r"(The left side there is $B$, as here for $A$.)",
    )
    T.forall(
        "twist-size", [le(G, al + be - pair.TAU), le(al + be, 1 + Rational(7, 6))], le(2 * G, 3),
        r"Sizes: $\alpha + \beta = 1 + Sw \le \frac{13}{6}$ and $2\Gamma \le 3$,",
        form=[2 * (al + be - pair.TAU - G), 2 * (Rational(13, 6) - al - be), Rational(1, 3)],
    )
    T.forall(
        "bend-size", [le(2 * e1**2, 1), gt(w, 0), le(6 * w, 7), ge(r, 2 * pair.SHIFT), gt(r, 0)],
        le(e1**2 * (w**2 + 2 / (r + 1) ** 2 + 2 * w / r) - Rational(1, 4) - w / r, 3),
        r"$A \le 3$.",
        form=[(1 - 2 * e1**2) * (w**2 / 2 + 1 / (r + 1) ** 2 + w / r), (7 - 6 * w) * (7 + 6 * w) / 72,
              r * (r + 2) / (r + 1) ** 2, Rational(13, 4) - 1 - Rational(49, 72)],
    )


if __name__ == "__main__":
    lemma.script(__file__)
