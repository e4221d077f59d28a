r"""Maxima, rankings and shortest paths as linear problems, and what they cost.   [S2-37 to S2-39]"""

from collections.abc import Iterator
from itertools import combinations, pairwise, permutations, product

from proofs.machinery.engine.proof import Proof, theorem

from sympy import Integer, Rational, Sum, Symbol, exp, pi, sqrt

from symbolic.notation import d, i, reals
from symbolic.relations import ge, gt, le, lt
from symbolic.steps import Case

A, B, C, D, K, M, N, P, Q, S, V, W, a, b, c, q, w, x, y = reals("A B C D K M N P Q S V W a b c q w x y")
k = Symbol("k", integer=True, nonnegative=True)
VERTICES = 4
COSTS = (-1, 0, 2)
SCORES = 5
LOWER_SUM = Sum(exp(-((1 + i / Integer(20)) ** 2) / 2), (i, 1, 60)) / (20 * sqrt(2 * pi))
"""A lower sum of the normal density over [1, 4]."""


def rankings() -> Iterator[Case]:
    """Yield all orders of distinct scores: the ranks are the only best permutation."""
    scores = [place * place - 3 for place in range(SCORES)]
    for order in permutations(scores):
        values = {p: sum(a * b for a, b in zip(order, p, strict=True)) for p in permutations(range(1, SCORES + 1))}
        best = tuple(p for p, value in values.items() if value == max(values.values()))
        yield f"the best for {order}", best, "=", (tuple(sorted(order).index(score) + 1 for score in order),)


def bellman(costs: dict[tuple[int, int], int]) -> tuple[int | None, int]:
    """Least cost from the first vertex to the last, and how many edges were looked at."""
    least: list[int | None] = [0]
    looked = 0
    for v in range(1, VERTICES):
        found: int | None = None
        for (start, end), cost in costs.items():
            if end != v:
                continue
            looked += 1
            before = least[start]
            if before is not None and (found is None or before + cost < found):
                found = before + cost
        least.append(found)
    return least[-1], looked


def _paths(costs: dict[tuple[int, int], int]) -> Iterator[int]:
    for size in range(VERTICES - 1):
        for inner in combinations(range(1, VERTICES - 1), size):
            stops = (0, *inner, VERTICES - 1)
            edges = list(pairwise(stops))
            if all(edge in costs for edge in edges):
                yield sum(costs[edge] for edge in edges)


def shortest_paths() -> Iterator[Case]:
    """Yield all acyclic graphs on four vertices with costs -1, 0, 2 or no edge: the recursion finds the least path."""
    edges = list(combinations(range(VERTICES), 2))
    for chosen in product((None, *COSTS), repeat=len(edges)):
        costs = {edge: cost for edge, cost in zip(edges, chosen, strict=True) if cost is not None}
        yield f"costs {costs}", bellman(costs), "=", (min(_paths(costs), default=None), len(costs))


def dijkstra(costs: dict[tuple[int, int], int]) -> int | None:
    """Return cost of a path to the last vertex, by settling the vertex of least value and never looking at it again."""
    values, left = {0: 0}, set(range(VERTICES))
    while reached := left & values.keys():
        start = min(reached, key=lambda vertex: values[vertex])
        left.remove(start)
        for end in left:
            if (start, end) in costs:
                value = values[start] + costs[start, end]
                values[end] = min(values.get(end, value), value)
    return values.get(VERTICES - 1)


def settling() -> Iterator[Case]:
    """Settling vertices finds the least path where no cost is negative, and not always where one is."""
    edges = list(combinations(range(VERTICES), 2))
    for chosen in product((None, 0, 1, 2), repeat=len(edges)):
        costs = {edge: cost for edge, cost in zip(edges, chosen, strict=True) if cost is not None}
        yield f"costs {costs}", dijkstra(costs), "=", bellman(costs)[0]
    costs = {(0, 1): 2, (0, 2): 1, (1, 2): -2, (2, 3): 0}
    yield f"costs {costs}", (dijkstra(costs), bellman(costs)[0]), "=", (1, 0)


@theorem(
    "linear-oracles",
    title="Maxima, rankings and shortest paths",
    source="S2, section 4.1",
    conclusion=r"Over a finite nonempty set and over its convex hull a linear function has the same maximum. The "
    r"largest of $d$ scores takes $d - 1$ comparisons and no fewer. A permutation $p$ of $1, \dots, d$ with the "
    r"greatest $\langle\theta, p\rangle$ is the vector of ranks, from the least score up (only that, if the scores "
    r"differ), and sorting $d = 2^k$ scores by merging takes at most $d\,k$ comparisons. In a directed graph without "
    r"cycles, of vertices in order, the least cost of a path is found with each edge looked at once, for costs of any "
    r"sign. Dijkstra's method, which settles the vertex of the least value and never looks at it again, can fail where "
    r"a cost is negative, and a standard normal perturbation makes the cost 1 negative with probability above $0.15$. "
    r"On a cycle of negative cost the costs of walks have no lower bound.",
    claim=[le(a * y + b * x, a * x + b * y)],
    variables=[(a, r"\mathbb{R}"), (b, r"\mathbb{R}"), (x, r"\mathbb{R}"), (y, r"\mathbb{R}")],
    hypotheses=[ge(a, b), ge(x, y)],
    witness={a: 2, b: 1, x: 3, y: 1},
    claims=["S2-37", "S2-38"],
    ends=[
        "hull-base, hull-step",
        "comparisons-step, all-needed",
        "swap, swap-strict, merge-sort-step",
        "below-base, below-step, attained-base, attained-step",
        "settling, density-falls, negative-cost",
        "unbounded",
    ],
    sketch="An average is at most the maximum, so set and hull have the same maximum. For $d$ scores each comparison "
    "has one loser and all but the largest must have lost, so $d - 1$ comparisons are needed, and one pass uses no "
    r"more. Exchanging two ranks in the wrong order raises $\langle\theta, p\rangle$ (the rearrangement inequality), "
    "so the ranks are best; merging $2N$ scores from two sorted halves costs at most $2N$ comparisons, and induction "
    "over $d = 2^k$ gives $dk$. In an acyclic graph the recursion over the last edge is below every path and "
    "attained by one, looking at each edge once and using no sign. Dijkstra's method is run on all small graphs: it "
    "is right for costs that are not negative, and one graph with the cost $-2$ makes it fail. A lower sum of the "
    "normal density bounds the probability that noise makes the cost 1 negative, and going around a negative cycle "
    "lowers the cost without bound.",
)
def linear_oracles(T: Proof) -> None:
    maximum(T)
    ranking(T)
    paths(T)
    negative(T)


def maximum(T: Proof) -> None:
    """The maximum of d scores."""
    T.induction(
        "hull",
        base=le(w * y, w * M), base_given=[ge(w, 0), le(y, M)], base_form=w * (M - y),
        given=[le(S, W * M), ge(w, 0), le(y, M)], step=le(S + w * y, (W + w) * M), step_form=[W * M - S, w * (M - y)],
        moves={S: S + w * y, W: W + w}, start={S: 0, W: 0},
        text=r"I. An average is at most the maximum ($S$ and $W$ the sums of products and of weights so far), and a "
        r"point of $Y$ is in its hull.",
    )
    T.induction(
        "comparisons",
        base=le(C, 0), base_given=[le(C, 0)], given=[le(C, d - 1), le(c, 1)], step=le(C + c, d),
        step_form=[d - 1 - C, 1 - c],
        moves={C: C + c, d: d + 1}, start={C: C, d: 1},
        text=r"Each score but the first is compared once with the largest so far: $C$ comparisons for $d$ scores and "
        r"$c \le 1$ for one more.",
    )
    T.forall(
        "all-needed", [ge(C, N), ge(N, d - 1)], ge(C, d - 1),
        r"Fewer will not do: a comparison has one loser, so there are $N \le C$ losers; and a score that has lost none "
        r"might be the largest, for all that one knows, so that all the others must have lost.",
        form=[C - N, N - d + 1],
    )


def ranking(T: Proof) -> None:
    """The rearrangement inequality."""
    T.forall(
        "swap", [ge(a - b, 0), ge(x - y, 0)], le(a * y + b * x, a * x + b * y),
        r"II. Let $a \ge b$ be two scores with the ranks $y \le x$. Exchanging the two ranks does not lower "
        r"$\langle\theta, p\rangle$,",
        form=(a - b) * (x - y),
    )
    T.forall(
        "swap-strict", [gt(a - b, 0), gt(x - y, 0)], lt(a * y + b * x, a * x + b * y),
        r"and raises it if scores and ranks differ. So of the best permutations one that has the fewest pairs in the "
        r"wrong order has none.",
        form=(a - b) * (x - y),
    )
    T.finite(
        "rankings", rankings,
        r"All 120 orders of five different scores, against all 120 permutations: the ranks are the only best one.",
    )
    T.induction(
        "merge-sort",
        base=le(C, 0), base_given=[le(C, 0)], given=[le(C, k * N), le(c, 2 * N)], step=le(2 * C + c, (k + 1) * (2 * N)),
        step_form=[2 * (k * N - C), 2 * N - c],
        moves={C: 2 * C + c, k: k + 1, N: 2 * N}, start={C: C, k: 0, N: 1},
        text=r"Sorting: one score takes no comparison. $2N$ scores take two halves of $N = 2^k$ scores, $C \le kN$ "
        r"comparisons each, and a merging with $c \le 2N$; from the ranks to $d\log_2d$.",
    )


def paths(T: Proof) -> None:
    """Least costs in a graph without cycles."""
    T.say(
        r"III. Let edges lead from earlier to later vertices. Put $V = 0$ for the first vertex, and for every other "
        r"one the least $V' + c$ over the edges of cost $c$ that end there, from a vertex of value $V'$."
    )
    T.induction(
        "below",
        base=le(V, P), base_given=[le(V, 0), ge(P, 0)], base_form=[-V, P],
        given=[le(V, P), le(W, V + c)], step=le(W, P + c), step_form=[P - V, V + c - W],
        moves={V: W, P: P + c}, start={V: V, P: P},
        text=r"No path is cheaper: if $V$ is at most the cost $P$ of a path, and one more edge of cost $c$ ends at a "
        r"vertex of value $W \le V + c$,",
    )
    T.induction(
        "attained",
        base=ge(V, P), base_given=[ge(V, 0), le(P, 0)], base_form=[V, -P],
        given=[ge(V, P), ge(W, V + c)], step=ge(W, P + c), step_form=[V - P, W - V - c],
        moves={V: W, P: P + c}, start={V: V, P: P},
        text=r"and some path attains the value, along the edges with equality. Each edge is looked at once, at its "
        r"end, and no sign of $c$ was used.",
    )
    T.finite(
        "shortest-paths", shortest_paths,
        r"All 4096 graphs on four ordered vertices with costs in $\{-1, 0, 2\}$ or no edge, against all paths; the "
        r"recursion looks at each edge once.",
    )


def negative(T: Proof) -> None:
    """Costs that the noise makes negative."""
    T.finite(
        "settling", settling,
        r"IV. Dijkstra's method finds the least path in all 4096 graphs of this kind with costs in $\{0, 1, 2\}$ or no "
        r"edge. With the cost 2 from 1 to 2, 1 from 1 to 3, $-2$ from 2 to 3 and 0 from 3 to 4 it settles 3 at 1 and "
        r"says 1 for 4, which the path over 2 reaches at the cost 0.",
    )
    T.say(
        r"For a standard normal $N$ the probability of $1 + N < 0$ is that of $N > 1$. The density "
        r"$e^{-z^2/2}/\sqrt{2\pi}$ decreases there: on each of the 60 pieces of length $\frac{1}{20}$ of $[1, 4]$ it "
        r"is at least its value at the right end,"
    )
    T.forall(
        "density-falls", [gt(x, 0), ge(y - x, 0)], ge(y**2 / 2, x**2 / 2), r"for $0 < x \le y$ the exponents satisfy",
        form=[(y - x) ** 2 / 2, x * (y - x)],
    )
    T.enclose("negative-cost", gt(LOWER_SUM, Rational(15, 100)), r"and these add up to more than $0.15$.")
    T.exact(
        "negative-cycle", lt(q * c, -100), at={q: 101, c: -1},
        text=r"On a cycle of cost $-1$ a walk of 101 rounds costs less than $-100$;",
    )
    T.forall(
        "unbounded", [gt(-c, 0), gt(q * (-c) - K, 0)], lt(q * c, -K),
        r"in general $q$ rounds of a negative cost $c$ get below $-K$ as soon as $q(-c) > K$.", form=q * (-c) - K,
    )


if __name__ == "__main__":
    linear_oracles.script()
