"""The claim (*) at a split of least imbalance, step by step, and what the potential has to satisfy for it.

Both universal lower bounds take these steps; their potentials differ.
"""

from proofs.machinery.engine.proof import Form, Proof

from sympy import Expr, Rational, log

from proofs.machinery.engine import lemma
from symbolic.formulas import potentials
from symbolic.formulas.potentials import HALF, NEEDED, SN, SP, delta, eta, m, x
from symbolic.notation import positives, reals
from symbolic.relations import Relation, ge, gt, le, lt

sigma, c = positives("sigma c")
a, b, y, z = reals("a b y z")
R, S, T0, W, X, Lambda = reals("R S T W X Lambda")

DELTA = [gt(delta, 0), gt(1 + delta, 0), gt(1 - delta, 0), le(3 * delta, 1)]
INSIDE = [gt(x, 0), gt(1 - x, 0)]
REACH = {
    "left": [(1 - 2 * eta) * (1 + 2 * eta) / (eta * x) ** 2, (2 + (1 - x) * (1 + x)) / x**2],
    "middle": [
        (1 - 2 * eta) * (1 + 2 * eta * x) / (eta * x) ** 2,
        2 * eta * (1 - x) * (1 + 2 * eta * x) / (eta * x) ** 2,
    ],
    "right": [f * g / (eta * x * (1 - x)) ** 2 for f in (1 - x, eta * x) for g in (1 - eta - x, eta * (1 - x))],
}


def below_the_entropy(T: Proof, right: Expr, tail: Expr, why: str) -> None:
    """V is bounded, and vanishes at the vertices; `right` is phi from 1/2 on, `tail` its multiple of 1 - x."""
    T.say(r"$V$ is at most the entropy: $\phi(x) - x\ln x$ vanishes at 0 and 1, and it is concave,")
    T.forall(
        "concave-left", [gt(x, 0)], le(potentials.curbed(m), 1 / x), r"up to $\frac12$ and",
        form=potentials.CURB * m**2 / x,
    )
    T.forall(
        "concave-right", [gt(x, 0), gt(1 - x, 0)], le(4 - 1 / (1 - x), 1 / x),
        r"from $\frac12$ on, its slope falls, so it rises first and then falls, and is nowhere negative. Hence "
        r"$-\phi(x) \le -x\ln "
        r"x$, and by lse-conjugate $V \le \ln d$.", form=(1 - 2 * x) ** 2 / (x * (1 - x)),
    )
    T.identity(
        "split-entry", -eta * sigma * log(eta * sigma), -sigma * (eta * log(eta)) - eta * (sigma * log(sigma)),
        r"Near a vertex we need more. Let $x_1 = 1 - \eta \ge \frac12$ and $x_i = \eta\sigma_i$ for the others, "
        r"$\sum\sigma_i = 1$. They add up to at most $-\eta\ln\eta + \eta\ln d$, by lse-conjugate again ($\sigma$ "
        r"with a zero is in the simplex).",
    )
    T.enclose("tail", gt(1 + tail, 0), f"As {why},")
    T.forall(
        "near-vertex", [gt(eta, 0), le(R, eta * Lambda - eta * log(eta)), gt(1 + tail, 0)],
        le(R - right.subs(x, 1 - eta), (3 + Lambda) * eta),
        r"the logarithms of $\eta$ cancel and $V \le (3 + \Lambda)\eta$, where $\Lambda = \ln d$.",
        form=[eta * Lambda - eta * log(eta) - R, eta * (1 + tail), 2 * eta**2],
    )


def one_large(T: Proof) -> None:
    """The claim (*), and its first case."""
    T.say(
        r"The point of $\phi$ is this claim. (*) If $x$ is no vertex and $\eta = \min(\frac12, 1 - \max x)$, there is "
        r"$v$ with $\sum v_i = 0$, $\|v\|_1 = 1$, $|v_i| \le x_i/\eta$ and $\sum \phi''(x_i)v_i^2 \le 1$ (sums over "
        r"the $x_i > 0$)."
    )
    T.identity(
        "entry", potentials.curbed(m) * (x / c) ** 2, (x - potentials.CURB * x * m**2) / c**2,
        r"Where $x_i \le \frac12$ and $|v_i| = x_i/c$, with $m = m(x_i)$, the entry contributes",
    )
    T.forall(
        "one-large", [gt(eta, 0), ge(S, 0)],
        le((4 - 1 / eta) * HALF**2 + (eta - potentials.CURB * S) / (2 * eta) ** 2, 1),
        r"First let $x_1 = 1 - \eta > \frac12$. Take $v_1 = \frac12$ and $v_i = -x_i/(2\eta)$, which add up to "
        r"$-\frac12$; with $S = \sum_{i>1}x_im(x_i)^2$:",
        form=potentials.CURB * S / (4 * eta**2),
    )
    T.forall(
        "one-large-size", [gt(eta, 0), le(2 * eta, 1)], ge((1 - eta) / eta, HALF),
        r"and $|v_1| = \frac12 \le x_1/\eta$.", form=[(1 - 2 * eta) / eta, HALF],
    )


def least_imbalance(T: Proof) -> None:
    """What the split of least imbalance says about the entries."""
    T.say(r"Now let all $x_i \le \frac12$, where $\eta = \frac12$.")
    T.formally(
        "even-split", "TightMax.EvenSplit.even_split_exists",
        r"Of all splits of the positive entries into $P$ and $N$ choose one of least imbalance $\delta = x(P) - x(N) "
        r"\ge 0$, where $x(P) = \sum_P x_i$: no other split has $|x(P') - x(N')| < \delta$.",
    )
    T.say(r"Let $\delta > 0$. The split of $i$ from all the others is the reason of (a),")
    T.forall(
        "no-entry-large", [ge(z - y, delta), le(y + z, 1)], ge(1 - potentials.STEEP * y, delta),
        r"$1 - 2x_i \ge \delta$ for every $i$ (the others have the sum $z = 1 - x_i \ge x_i$);",
        form=[z - y - delta, 1 - y - z],
    )
    T.forall(
        "exchange", [ge((delta - 2 * (y - T0)) ** 2, delta**2), gt(y - T0, 0)], le(T0, y - delta),
        r"exchanging $i \in P$ for a subset of $N$ of total $T$ makes the imbalance $|\delta - 2(x_i - T)|$. So (b): "
        r"$T$ is never in $(x_i - \delta, x_i)$; the empty subset gives $x_i \ge \delta$.",
        form=((delta - 2 * (y - T0)) ** 2 - delta**2) / (4 * (y - T0)),
    )
    T.forall(
        "two-in-p", [gt(delta, 0)], gt((1 + delta) / 2, HALF),
        r"$x(P) = \frac12(1 + \delta)$ is more than one entry, so $|P| \ge 2$, and the least entry $a$ of $P$ is at "
        r"most "
        r"$\frac14(1 + \delta)$.", form=delta / 2,
    )
    T.forall(
        "delta-small", [ge(a, delta), le(4 * a, 1 + delta)], le(3 * delta, 1),
        r"Hence $\delta \le \frac13$.", form=[1 + delta - 4 * a, 4 * (a - delta)],
    )


def balanced(T: Proof) -> None:
    """The direction, and the inequality that it needs."""
    T.forall(
        "balanced", [gt(1 + delta, 0), gt(1 - delta, 0), ge(potentials.weight(SP, SN), NEEDED)],
        le(
            (
                (1 + delta) / 2 - potentials.CURB * SP
            ) / (1 + delta) ** 2 + ((1 - delta) / 2 - potentials.CURB * SN) / (1 - delta) ** 2,
            1,
        ),
        r"Take $v_i = x_i/(1+\delta)$ on $P$ and $-x_i/(1-\delta)$ on $N$; each half adds up to $\pm\frac12$. Let "
        r"$S_P$ and $S_N$ be the sums of $x_im(x_i)^2$ over $P$ and $N$. The sum in (*) is $1/(1-\delta^2) - R$ with "
        r"$R = S_P/(1+\delta)^2 + S_N/(1-\delta)^2$: enough is $R \ge \delta^2/(1-\delta^2)$, which is clear for "
        r"$\delta = 0$.",
        form=potentials.weight(SP, SN) - NEEDED,
    )
    T.forall(
        "balanced-size", [ge(x, 0), *DELTA], le(x / (1 - delta), 2 * x),
        r"$|v_i| \le x_i/\eta = 2x_i$:", form=[2 * x * (1 - 3 * delta) / (3 * (1 - delta)), x / (3 * (1 - delta))],
    )
    T.induction(
        "levels",
        base=ge(x * m**2, y**2 * x), base_given=[gt(x, 0), ge(y, 0), ge(m, y)],
        base_form=[x * (m - y) ** 2, 2 * x * y * (m - y)],
        given=[ge(S, y**2 * W), ge(z, y**2 * x)], step=ge(S + z, y**2 * (W + x)),
        step_form=[S - y**2 * W, z - y**2 * x],
        moves={S: S + z, W: W + x}, start={S: x * m**2, W: x},
        text=r"If $m(x_i) \ge y$ on some entries of total $W$, their $x_im(x_i)^2$ add up to at least $y^2W$.",
    )


def case_a(T: Proof) -> None:
    """If m is at least a on all entries from a on."""
    on_p = ge(SP, a**2 * (1 + delta) / 2)
    spare = (SP - a**2 * (1 + delta) / 2) / (1 + delta) ** 2
    T.forall(
        "case-a-one", [*DELTA, ge(a, 2 * delta), ge(a, 0), on_p, ge(SN, 0)], ge(potentials.weight(SP, SN), NEEDED),
        r"A1: if $a \ge 2\delta$, the entries of $P$ are enough.",
        form=[spare, SN / (1 - delta) ** 2, (a - 2 * delta) * (a + 2 * delta) / (2 * (1 + delta)),
              2 * (1 - 3 * delta) * NEEDED / 3, NEEDED / 3],
    )
    T.forall(
        "no-crossing", [lt(a, 2 * delta), le(T0, a - delta), le(y, a - delta)], lt(T0 + y, a),
        r"A2: if $a < 2\delta$, each entry of $N$ below $a$ is at most $a - \delta$ by (b). Add them up one by one, "
        r"from 0: a partial sum $T \le a - \delta$ stays below $a$, so it is at most $a - \delta$ again, by (b).",
        form=[a - delta - T0, a - delta - y, 2 * delta - a],
    )
    T.forall(
        "case-a-two",
        [
            *DELTA, ge(a, delta), ge(a, 0), le(4 * a, 1 + delta), on_p, le(T0, a - delta),
            ge(SN, a**2 * ((1 - delta) / 2 - T0)),
        ],
        ge(potentials.weight(SP, SN), NEEDED),
        r"Their total is $T \le a - \delta$; all other entries of $N$ have $m \ge a$.",
        form=[
            spare, (SN - a**2 * ((1 - delta) / 2 - T0)) / (1 - delta) ** 2, a**2 * (a - delta - T0) / (1 - delta) ** 2,
            (a - delta) * (a + delta) * (1 + delta - 4 * a) / (2 * (1 - delta) ** 2),
            (a - delta) * (a**2 + delta * (a - delta)) / (1 - delta) ** 2,
            (a - delta) * (a + delta) / (2 * (1 + delta)),
        ],
    )


def case_b(T: Proof, end: str) -> None:
    """If m is at least b = 1 - 2X on the entries of P, and b < a."""
    T.forall(
        "largest-in-n", [lt(1 - potentials.STEEP * X, a), ge(1 - potentials.STEEP * X, delta)],
        gt(X + a, (1 + delta) / 2),
        r"Case B: $b = 1 - 2X < a$. By (a) $b \ge \delta$. If $X$ were in $P$, then $x(P)$ would be at least $X + a$, "
        r"which is too "
        r"much; so $X$ is in $N$.", form=[a - (1 - potentials.STEEP * X), (1 - potentials.STEEP * X - delta) / 2],
    )
    T.forall(
        "b-small", [lt(b, a), le(4 * a, 1 + delta), le(3 * delta, 1)], le(3 * b, 1), r"Moreover $b \le \frac13$.",
        form=[3 * (a - b), Rational(3, 4) * (1 + delta - 4 * a), (1 - 3 * delta) / 4],
    )
    share = (b - delta) / (6 * (1 - delta) ** 2)
    T.forall(
        "case-b",
        [
            *DELTA, ge(b, delta), ge(b, 0), le(3 * b, 1), ge(SP, b**2 * (1 + delta) / 2),
            ge(SN, b**2 * (1 - b) / potentials.STEEP),
        ],
        ge(potentials.weight(SP, SN), NEEDED),
        r"The entries of $P$ are at least $a > b$, so $m \ge b$ on $P$, and $m(X) \ge b$ with $X = \frac12(1-b)$. "
        + end,
        form=[
            (SP - b**2 * (1 + delta) / 2) / (1 + delta) ** 2,
            (SN - b**2 * (1 - b) / potentials.STEEP) / (1 - delta) ** 2, (b - delta) * (b + delta) / (2 * (1 + delta)),
            share * (b + delta) * (1 - 3 * b), share * delta * (1 - 3 * delta), share * (2 * b + delta),
        ],
    )


def falling(
    T: Proof, piece: str, where: str, bend: Expr, slope: Expr, reach: list[Expr],
    given: tuple[Relation, ...] = (), form: Form | None = None,
) -> None:
    """phi'' falls on a piece, but not faster than 1/(eta^2 x); `given` says where the piece is, if that matters."""
    T.derivative(f"slope-{piece}", bend, x, slope, rf"The derivative of $\phi''$, {where},")
    T.forall(f"falls-{piece}", [*INSIDE, *given], lt(slope, 0), "is negative,", form=-slope if form is None else form)
    T.forall(
        f"not-steep-{piece}", [*INSIDE, gt(eta, 0), ge(1 - 2 * eta, 0), ge(1 - eta - x, 0)],
        ge(slope + 1 / (eta * x) ** 2, 0), r"and at least $-1/(\eta x)^2$, the derivative of $1/(\eta^2x)$.",
        form=reach,
    )


if __name__ == "__main__":
    lemma.script(__file__)
