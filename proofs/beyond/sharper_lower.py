r"""A sharper constant in the universal lower bound."""

from collections.abc import Sequence

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Expr, Rational

from proofs.beyond.lemmas.bernstein import bernstein
from proofs.beyond.lemmas.imbalance import DELTA, balanced, case_a, case_b, least_imbalance, one_large
from proofs.beyond.lemmas.maximum_principle import maximum_principle, short_steps
from proofs.beyond.lemmas.sharper_potential import potential, small_steps
from symbolic.formulas import potentials
from symbolic.formulas import sharper_potential as sharper
from symbolic.formulas.potentials import HALF, LOST, NEEDED, SN, SP, delta, x
from symbolic.formulas.sharper_potential import FIFTH, SEAM, THIRD, WEIGHT, WHERE
from symbolic.formulas.universal import SAVED
from symbolic.notation import EpsStar, d, reals
from symbolic.relations import ge, gt, le, lt

a, e, p, q, r, y = reals("a e p q r y")
A, B, L, T0, X = reals("A B L T X")
LOW, HIGH, WIDTH = Rational("0.23986"), Rational("0.23987"), Rational("0.0468")


@theorem(
    "sharper-lower",
    title="LogSumExp is less than 0.23987 above the best",
    source="new",
    conclusion=r"$\varepsilon^*_d \ge \ln d - \Gamma + \frac{1}{6d^2}$ for every $d \ge 2$, where $\Gamma = "
    r"\frac{352}{675}\ln\frac{22}{75} + \frac43\ln\frac52 + \frac{4}{27}\ln 3 + \frac{1}{25}\ln 5 - \frac{3203}{5625} "
    r"= 0.23986\dots$, less than the $\ln 3 - \frac{23}{27}$ of universal-lower. So $\ln 2 - \frac12 \le \ln d - "
    r"\varepsilon^*_d \le \Gamma - \frac{1}{6d^2}$, and this window is narrower than $0.0468$.",
    claim=[ge(EpsStar(d), sharper.BOUND)],
    variables=[(d, r"\{2, 3, \dots\}")],
    hypotheses=[ge(d, 2)],
    witness={d: 2},
    uses=["duality", "lse-conjugate", "d2-optimum", "d3-optimum", "d4-chain-not-attained", "universal-upper"],
    sketch=r"The proof is that of \ref{universal-lower} with a potential that gives away less: $V$ is again "
    r"$-\sum\phi(x_i)$, and $h + V \le h(e_1)$ follows from a direction at each point along which $-V$ bends at most "
    r"as the squared $\ell_1$ norm. What the imbalance $\delta$ of the best split costs is now paid with a smaller "
    r"saving per entry, capped at $\frac15$ in the middle. If the least entry $a$ of the heavier set, or $b = 1 - "
    r"2\max x$, is at most $\frac15$, the two cases of the old proof still do. Otherwise all entries are below "
    r"$\frac25$, the heavier set has exactly two entries, and only a few configurations remain; in each the "
    "inequality is a polynomial in one or two letters on an interval or a triangle, and its Bernstein coefficients "
    r"are not negative. Equality occurs at three and at five equal entries. Integrating $\phi''$ twice gives "
    r"$\Gamma$. For $d \le 4$ the bound is below what \ref{d2-optimum}, \ref{d3-optimum} and "
    r"\ref{d4-chain-not-attained} give.",
)
def sharper_lower(T: Proof) -> None:
    potential(T)
    one_large(T)
    least_imbalance(T)
    balanced(T)
    small_entry(T)
    two_in_p(T)
    light(T)
    one_heavy(T)
    small_steps(T)
    short_steps(T)
    maximum_principle(T, 5)
    few_entries(T)
    constant(T)


def small_entry(T: Proof) -> None:
    """The claim (*) where the lower bound min(x, 1/5, 1 - 2x) of m is enough."""
    T.forall(
        "floor", [le(x, X), le(y, 1 - potentials.STEEP * X)], ge(1 - potentials.STEEP * x, y),
        r"Let $X = \max x$ and $b = 1 - 2X$. Where $x_i \ge y$ and $y \le b$, $y \le \frac15$, we have $m(x_i) \ge y$:",
        form=[potentials.STEEP * (X - x), 1 - potentials.STEEP * X - y],
    )
    T.say(r"Case A: $a \le b$ and $a \le \frac15$. Then $m \ge a$ on all entries from $a$ on, in particular on $P$.")
    case_a(T)
    T.say(r"Case B, below, is for $b \le \frac15$ only.")
    case_b(T, r"This settles (*) if $a$ or $b$ is at most $\frac15$.")


def cleared(on_p: Expr, on_n: Expr) -> Expr:
    """R - delta^2/(1 - delta^2) times (1 - delta^2)^2, from the sums of x g over P and over N."""
    return (1 - delta) ** 2 * on_p + (1 + delta) ** 2 * on_n - delta**2 * (1 - delta) * (1 + delta)


def two_in_p(T: Proof) -> None:
    """Case C: no small entry in P, and no entry near 1/2."""
    T.say(
        r"Case C: $a > \frac15$ and $b > \frac15$. All entries are below $\frac25$; $m \ge \frac15$ on those from "
        r"$\frac15$ on, and on all of $P$."
    )
    T.forall(
        "pair", [ge(a, delta), le(3 * a, (1 + delta) / 2)], le(5 * a, 1),
        r"With three entries in $P$, $a$ would be at most $\frac15$: so $P$ has two, $p = a$ and $p' = "
        r"\frac12(1+\delta) - p$.",
        form=[1 + delta - 6 * a, a - delta],
    )
    T.forall(
        "enough", [*DELTA, ge(SP, A), ge(SN, B), ge(cleared(A, B), 0)], ge(potentials.weight(SP, SN), NEEDED),
        r"We look for $A \le S_P$ and $B \le S_N$ that are large enough; multiplied by $(1-\delta^2)^2$, this is what "
        r"we need:",
        form=[
            (SP - A) / (1 + delta) ** 2, (SN - B) / (1 - delta) ** 2, cleared(A, B) / ((1 - delta) * (1 + delta)) ** 2,
        ],
    )


def settle(T: Proof, name: str, sides: Sequence[Expr], on_p: Expr, on_n: Expr, text: str) -> None:
    """A = `on_p` and B = `on_n` are enough where all `sides` are nonnegative."""
    value = cleared(on_p, on_n)
    T.forall(name, [ge(side, 0) for side in sides], ge(value, 0), text, form=bernstein(value, sides))


def light(T: Proof) -> None:
    """Case C where P and the least that N has are enough."""
    T.say(
        r"For each pair $A$, $B$ below, the left side is a polynomial, and the hypotheses bound an interval or a "
        r"triangle, on which its Bernstein coefficients are not negative: these are the terms of its slack."
    )
    T.forall(
        "delta-seventh", [ge(a, 2 * delta), le(4 * a, 1 + delta)], le(7 * delta, 1),
        r"C1: $a \ge 2\delta$. Then $\delta \le \frac17$.", form=[1 + delta - 4 * a, 4 * (a - 2 * delta)],
    )
    T.forall(
        "no-crossing-either", [lt(y, delta), le(T0, a - delta)], lt(T0 + y, a),
        r"Add up the entries of $N$ below $\delta$ one by one, from 0: again a partial sum $T \le a - \delta$ stays "
        r"below $a$, so it is at most $a - \delta$ by (b).", form=[a - delta - T0, delta - y],
    )
    T.forall(
        "rest", [le(T0, a - delta), le(4 * a, 1 + delta)], ge((1 - delta) / 2 - T0, (1 + delta) / 4),
        r"So the other entries of $N$, where $m \ge \delta$ by (a), have a total of at least",
        form=[a - delta - T0, (1 + delta - 4 * a) / 4],
    )
    settle(
        T, "case-c-one", [delta, Rational(1, 7) - delta], (1 + delta) / 50, delta**2 * (1 + delta) / 4,
        r"and $A = \frac{1}{25}\cdot\frac12(1+\delta)$, $B = \delta^2\cdot\frac14(1+\delta)$ are large enough.",
    )
    T.forall(
        "rest-from-a", [le(T0, a - delta)], ge((1 - delta) / 2 - T0, (1 + delta) / 2 - a),
        r"From now on $a < 2\delta$. As in A2 the entries of $N$ below $a$ have a total $T \le a - \delta$. So the "
        r"entries of $N$ from $a$ on, where $m \ge \frac15$, have a total of at least $p'$,", form=a - delta - T0,
    )
    T.forall(
        "other-entry", [le(4 * a, 1 + delta)], ge((1 + delta) / 2 - a, (1 + delta) / 4),
        r"and this is at least", form=(1 + delta - 4 * a) / 4
    )
    settle(
        T, "case-c-two", [delta, Rational(9, 50) - delta], (1 + delta) / 50, (1 + delta) / 100,
        r"C2: $\delta \le \frac{9}{50}$. Then $B = \frac{1}{25}\cdot\frac14(1+\delta)$ is large enough.",
    )
    T.forall(
        "two-heavy", [ge(a, FIFTH), le(2 * a, (1 - delta) / 2)], le(delta, FIFTH),
        r"C3: $\delta > \frac{9}{50}$, and two or more entries of $N$ are at least $a$. They have a total of at least "
        r"$\frac25$, and $\delta \le \frac15$,", form=[(1 - delta) - 4 * a, 4 * (a - FIFTH)],
    )
    settle(
        T, "case-c-three", [delta, FIFTH - delta], (1 + delta) / 50, Rational(2, 125),
        r"so that $B = \frac{1}{25}\cdot\frac25$ is large enough, with equality at $\delta = \frac15$, as for five "
        r"equal entries.",
    )


def one_heavy(T: Proof) -> None:
    """Case C where one entry of N is all that counts."""
    pp = (1 + delta) / 2 - p
    T.forall(
        "other-high", [le(4 * p, 1 + delta), gt(delta, Rational(9, 50))], gt(pp, SEAM),
        r"C4: $\delta > \frac{9}{50}$, and only one entry $q$ of $N$ is at least $a$. Then $q \ge p'$, and $p' > "
        r"\frac{22}{75}$, so $p'$ and $q$ are in $[\frac{22}{75}, \frac25]$;",
        form=[(1 + delta - 4 * p) / 4, (delta - Rational(9, 50)) / 4, Rational(1, 600)],
    )
    T.forall(
        "least-low", [le(4 * p, 1 + delta), le(3 * delta, 1)], le(p, THIRD),
        r"$p$ is in $[\frac15, \frac13]$.", form=[(1 + delta - 4 * p) / 4, (1 - 3 * delta) / 12],
    )
    above, across = r - SEAM, q - r
    T.forall(
        "up", [ge(r, SEAM), ge(q, r)], ge(load("rising", q) - load("rising", r), 0),
        r"$xg(x)$ rises on $[\frac{22}{75}, \frac13]$",
        form=[across * f / 27 for f in (96 * above, 48 * across, Rational(379, 25))],
    )
    above = r - THIRD
    T.forall(
        "down", [ge(r, THIRD), ge(q, r)], ge(load("falling", r) - load("falling", q), 0),
        r"and falls on $[\frac13, \frac25]$:",
        form=[across * f / 3 for f in (54 * above**2, 54 * above * across, 18 * across**2, 16 * above, 8 * across)]
        + [across / 9],
    )
    settle(
        T, "case-c-four-flat", [delta - Rational(9, 50), SEAM - p, THIRD - pp],
        load("flat", p) + load("rising", pp), load("rising", pp),
        r"If $q \le \frac13$, then $p'$ is there too, and $A = pg(p) + p'g(p')$, $B = p'g(p')$ serve: for $p \le "
        r"\frac{22}{75}$,",
    )
    settle(
        T, "case-c-four-rising", [p - SEAM, pp - p, THIRD - pp],
        load("rising", p) + load("rising", pp), load("rising", pp),
        r"and for $p \ge \frac{22}{75}$ (with equality at three equal entries).",
    )
    T.formally(
        "case-c-five", "TightMax.SharperSavings.falling_falls",
        r"C5: If $q \ge \frac13$ and $\delta \le \frac15$, then $qg(q)$ is at least the value of $xg(x)$ at "
        r"$\frac25$, which is $\frac{1}{25}\cdot\frac25$: the inequality of C3. If $\delta \ge \frac15$, then $q \le "
        r"Q = \frac12(1-\delta)$, all that $N$ has, and $\frac13 \le Q \le \frac25$; so $B = Qg(Q)$ serves:",
    )
    everything = load("falling", (1 - delta) / 2)
    for low, high, sides in (
        ("flat", "rising", [delta - FIFTH, SEAM - p, THIRD - pp]),
        ("rising", "rising", [delta - FIFTH, pp - p, THIRD - pp]),
        ("flat", "falling", [delta - FIFTH, SEAM - p, p - delta]),
        ("rising", "falling", [p - SEAM, pp - THIRD, p - delta]),
    ):
        last = ". This proves (*)." if (low, high) == ("rising", "falling") else ","
        settle(
            T, f"case-c-five-{low}-{high}", sides, load(low, p) + load(high, pp), everything,
            rf"with $p$ {WHERE[low]} and $p'$ {WHERE[high]}" + last,
        )


def load(piece: str, entry: Expr) -> Expr:
    """Return what an entry in a piece adds to S_P or S_N: x g(x)."""
    return entry * WEIGHT[piece].subs(x, entry)


def few_entries(T: Proof) -> None:
    """The dimensions where V(u) is not the bound."""
    for entries, known, text in (
        (2, HALF, r"For fewer entries the bound is below what is known: $\varepsilon^*_2 = \frac12$ (d2-optimum),"),
        (3, Rational(8, 9), r"$\varepsilon^*_3 = \frac89$ (d3-optimum)"),
        (4, Rational(7, 6), r"and $\varepsilon^*_4 \ge \frac76$ (d4-chain-not-attained)."),
    ):
        T.enclose(f"entries-{entries}", ge(known, sharper.BOUND.subs(d, entries)), text)


def constant(T: Proof) -> None:
    """The constant in decimals, and the window."""
    T.enclose("printed-low", lt(LOW, sharper.GAMMA), r"In decimals $0.23986 < \Gamma$")
    T.enclose("printed-high", lt(sharper.GAMMA, HIGH), r"and $\Gamma < 0.23987$;")
    T.enclose("sharper", lt(sharper.GAMMA, LOST), r"universal-lower has a larger constant.")
    T.forall(
        "window-low", [le(e, L - SAVED)], ge(L - e, SAVED),
        r"With $e = \varepsilon^*_d$ and $L = \ln d$, universal-upper gives the lower end of the window,",
        form=L - SAVED - e,
    )
    T.forall(
        "window-high", [ge(e, L - sharper.GAMMA + 1 / (6 * d**2))], le(L - e, sharper.GAMMA - 1 / (6 * d**2)),
        r"this bound the upper end,",
        form=e - (L - sharper.GAMMA + 1 / (6 * d**2)),
    )
    T.enclose("window-width", lt(sharper.GAMMA - SAVED, WIDTH), r"and it is narrower than $0.0468$.")


if __name__ == "__main__":
    sharper_lower.script()
