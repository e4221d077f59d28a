r"""The two-level lower bound, a path through one intermediate point."""

from collections.abc import Callable, Iterator

from proofs.machinery.engine.proof import Proof, at_least, theorem

from sympy import Rational

from proofs.machinery.search import moves
from symbolic.formulas.chain import BACK, EXCESS, HIGH, LOW, bound
from symbolic.notation import EpsStar, k, n, reals
from symbolic.relations import ge, gt, le
from symbolic.steps import Case

P = reals("P")[0]
VALUES = {4: Rational(7, 6), 5: Rational(104, 75), 6: Rational(14, 9), 7: Rational(248, 147), 8: Rational(43, 24)}
BLOCK, INSIDE = [gt(k, 0), gt(n - k, 0)], [gt(k, 0), gt(n - k - 1, 0)]


def best_block() -> Iterator[Case]:
    """For n = 4, ..., 8 every block but k = 2 gives less."""
    for dimension, value in VALUES.items():
        yield f"k = 2 at n = {dimension}", bound(Rational(dimension), Rational(2)), "=", value
        for block in set(range(1, dimension)) - {2}:
            yield f"k = {block} at n = {dimension}", bound(Rational(dimension), Rational(block)), "<", value


def search(dimension: int) -> Callable[[], str]:
    """The moves in this dimension with k = 2, built anew."""
    return lambda: moves.to_json(moves.two_level_moves(dimension, 2))


@theorem(
    "two-level",
    title="The two-level lower bound",
    source="new",
    conclusion=r"$\varepsilon^*_n \ge 2(1 - k/n)^2 + 2\,\frac{k-1}{k+1}$ for $1 \le k \le n-1$. At $k = 2$ "
    r"this is $\frac76, \frac{104}{75}, \frac{14}{9}, \frac{248}{147}, \frac{43}{24}$ for $n = 4, \dots, "
    r"8$, the best $k$ there.",
    claim=[ge(EpsStar(n), bound(n, k))],
    variables=[(n, r"\{2, 3, \dots\}"), (k, r"\{1, \dots, n-1\}")],
    hypotheses=[ge(k, 1), le(k, n - 1)],
    witness={n: 4, k: 2},
    uses=["duality", "weighted-moves"],
    sketch=r"Three moves, through one intermediate point $b$: it has the mass $\frac{k}{k+1}$ on a block of $k$ "
    "coordinates and is uniform on the block and on the rest. From the centre one moves to the permutations of $b$, "
    "from $b$ partly back to the centre and partly to a random vertex of the block. The weight $l = "
    r"\frac{n}{k(n-k-1)}$ of the way back is what keeps the mean at $b$. The flow from the centre to the vertices is "
    r"then 1, and half of the weighted squared lengths add up to the bound (\ref{weighted-moves}). Among all masses "
    r"of the block $\frac{k}{k+1}$ is best: the gain falls short of the bound by a multiple of a square. For $k = n - "
    "1$ the point $b$ is the centre and the bound is that of one jump. For $n = 4$ to $8$ exact comparison finds $k "
    "= 2$ to be best, and the moves are certificates.",
)
def two_level(T: Proof) -> None:
    T.say(
        r"Let $c$ be the centre, and $b$ equal to $\frac{1}{k+1}$ on a block of $k$ coordinates and uniform "
        r"on the rest, which share the mass $\frac{1}{k+1}$. The block of $b$ exceeds that of $c$ by $m = "
        r"\frac{k}{k+1} - \frac{k}{n}$. First let $k \le n - 2$."
    )
    T.identity("mass", k * HIGH + (n - k) * LOW, Rational(1), r"$b$ has mass 1,")
    T.forall("positive", BLOCK, gt(LOW, 0), r"positive entries,", form=LOW)
    T.forall(
        "excess", [*INSIDE, gt(n, 0), gt(k + 1, 0)], gt(EXCESS, 0),
        r"and a positive excess.", form=k * (n - k - 1) / (n * (k + 1)),
    )
    T.forall(
        "weight", [*INSIDE, gt(n, 0)], gt(BACK, 0),
        r"The weight $l = \frac{n}{k(n-k-1)}$ is positive.", form=BACK,
    )
    T.say(
        r"Three moves: up from $c$ to the permutations of $b$ with weight $1 + l$, from $b$ back to $c$ "
        r"with weight $l$, and from $b$ to a random vertex of the block with weight 1."
    )
    T.identity(
        "mean-up", k / n * HIGH + (1 - k / n) * LOW, 1 / n,
        r"Up: a coordinate lies in the block with probability $k/n$, so the mean of the permutations of $b$ "
        r"is $c$.",
    )
    T.identity(
        "distance-up", k * (HIGH - 1 / n) + (n - k) * (1 / n - LOW), 2 * EXCESS,
        r"The way is $\|b - c\|_1 = 2m$ long, the gain $2m^2$.",
    )
    T.identity(
        "mean-block", BACK / n + 1 / k, (1 + BACK) * HIGH,
        r"At $b$ the other two moves together are stationary, on the block",
    )
    T.identity("mean-rest", BACK / n, (1 + BACK) * LOW, r"and beside it;")
    T.identity("back-times-excess", BACK * EXCESS, HIGH, r"in short $lm = \frac{1}{k+1}$.")
    T.identity(
        "distance-out", (1 - HIGH) + (k - 1) * HIGH + (n - k) * LOW, 2 * k / (k + 1),
        r"A vertex of the block is $\frac{2k}{k+1}$ away from $b$.",
    )
    T.identity(
        "sum", (1 + BACK) * (2 * EXCESS) ** 2 / 2 + BACK * (2 * EXCESS) ** 2 / 2 + (2 * k / (k + 1)) ** 2 / 2,
        bound(n, k),
        r"The weights balance: $1 + l$ leaves $c$ and $l$ returns, $1 + l$ arrives at $b$ and leaves. The "
        r"flow from $c$ to the vertices is 1, and half the squared lengths add up to the bound.",
    )
    T.identity(
        "one-step", bound(n, n - 1), 2 * (1 - 1 / n) ** 2,
        r"For $k = n - 1$ the point $b$ is $c$ itself, and the bound is that of one move from $c$ to a "
        r"random vertex,",
    )
    T.identity(
        "one-step-distance", ((1 - 1 / n) + (n - 1) / n) ** 2 / 2, 2 * (1 - 1 / n) ** 2,
        r"which has this gain.",
    )
    optimal_mass(T)
    T.say(r"With $k = 2$ the moves, written out, are certificates for $n = 4, \dots, 8$.")
    for dimension, value in VALUES.items():
        T.certificate(
            f"lower-d{dimension}", f"lower/two-level-d{dimension}", at_least(dimension, value),
            rf"$n = {dimension}$.", search=search(dimension),
        )
    T.finite("best-block", best_block, r"No other $k$ does as well in these dimensions.")


def optimal_mass(T: Proof) -> None:
    """Among all masses of the block, k/(k+1) is best."""
    excess, side = P - k / n, 2 * (1 - P / k)
    value = 2 * excess**2 + 4 * (1 - P) * excess + side**2 / 2
    T.say(
        r"The mass $\frac{k}{k+1}$ of the block is the best: let it be $P$ with $\frac{k}{n} < P < 1$, $m = "
        r"P - \frac{k}{n}$ and $lm = 1 - P$."
    )
    back = (1 - P) / excess
    T.identity(
        "mass-mean", back * k / n + 1, (1 + back) * P,
        r"This $l$ makes the moves from $b$ stationary.",
    )
    T.identity(
        "mass-gain", (1 + 2 * back) * (2 * excess) ** 2 / 2 + side**2 / 2, value,
        r"The gain is now $2m^2 + 4(1-P)m + 2(1 - P/k)^2$,",
    )
    T.forall(
        "mass-best", [gt(k, 0), ge(k - 1, 0)], ge(bound(n, k), value),
        r"which falls short of the bound by a multiple of a square.",
        form=2 * (k - 1) * (k + 1) / k**2 * (P - k / (k + 1)) ** 2,
    )


if __name__ == "__main__":
    two_level.script()
