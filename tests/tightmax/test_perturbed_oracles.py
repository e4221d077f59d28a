"""The oracles against brute force over all points, orders and paths, and against graph libraries."""

import heapq
import itertools
import sys

import numpy as np
import pytest

from tightmax.perturbed import (
    DagPath,
    FiniteSet,
    GridDag,
    GridPath,
    Ranking,
    maximum,
    perturbed_argmax,
    perturbed_jacobian,
)


def thetas(shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def all_paths(edges, source, target):
    """The paths from source to target, each as the numbers of its edges."""
    if source == target:
        yield ()
    for number, (tail, head) in enumerate(edges):
        if tail == source:
            for rest in all_paths(edges, head, target):
                yield (number, *rest)


def as_points(paths, n):
    points = np.zeros((len(paths), n))
    for row, path in enumerate(paths):
        points[row, list(path)] = 1
    return points


def random_dag(rng, nodes, edges):
    """Edges from lower to higher numbers, under new names, with parallel edges and dead ends; and both ends."""
    pairs = [tuple(sorted(rng.choice(nodes, 2, replace=False))) for _ in range(edges)] + [(0, nodes - 1)]
    names = rng.permutation(nodes)
    order = rng.permutation(len(pairs))
    return [(int(names[pairs[i][0]]), int(names[pairs[i][1]])) for i in order], int(names[0]), int(names[-1])


def moves(shape, neighbours):
    steps = [(0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1)][:neighbours]
    for row, column in np.ndindex(shape):
        for down, right in steps:
            if 0 <= row + down < shape[0] and 0 <= column + right < shape[1]:
                yield (row, column), (row + down, column + right)


def cheapest(costs, neighbours):
    """The least cost from corner to corner by a plain search."""
    near = {}
    for tail, head in moves(costs.shape, neighbours):
        near.setdefault(tail, []).append(head)
    queue, done = [(costs[0, 0], (0, 0))], set()
    while queue:
        cost, cell = heapq.heappop(queue)
        if cell == (costs.shape[0] - 1, costs.shape[1] - 1):
            return cost
        if cell not in done:
            done.add(cell)
            for other in near[cell]:
                heapq.heappush(queue, (cost + costs[other], other))
    raise AssertionError


@pytest.mark.parametrize("n", [1, 2, 5, 6])
def test_maximum_and_ranking_are_the_best_of_all_points(n):
    theta = thetas((7, 3, n))
    assert np.array_equal(maximum(theta), FiniteSet(np.eye(n))(theta))
    orders = np.array(list(itertools.permutations(range(1, n + 1))), dtype=float)
    assert np.array_equal(Ranking()(theta), FiniteSet(orders)(theta))
    weights = thetas(n, seed=1)
    orders = np.array(list(itertools.permutations(weights)))
    assert np.array_equal(Ranking(weights)(theta), FiniteSet(orders)(theta))
    assert np.array_equal(Ranking()(theta[0, 0]), Ranking()(theta)[0, 0])


def test_ties_and_repeated_weights_are_still_best():
    theta = np.round(2 * thetas((50, 5)))
    weights = [2.0, 2.0, 0.0, -1.0, 2.0]
    orders = FiniteSet(np.array(list(itertools.permutations(weights))))
    assert np.allclose(np.sum(theta * Ranking(weights)(theta), axis=1), np.sum(theta * orders(theta), axis=1))
    assert np.array_equal(np.sort(Ranking(weights)(theta)), np.tile(np.sort(weights), (50, 1)))
    assert np.array_equal(maximum(theta).sum(axis=1), np.ones(50))
    assert np.array_equal(np.sum(theta * maximum(theta), axis=1), theta.max(axis=1))


def test_a_large_set_is_tried_in_parts():
    points, theta = thetas((3000, 3), seed=1), thetas((500, 3))
    assert np.array_equal(FiniteSet(points)(theta), points[(theta @ points.T).argmax(axis=1)])


@pytest.mark.parametrize("seed", range(30))
def test_the_path_is_the_best_of_all_paths(seed):
    rng = np.random.default_rng(seed)
    edges, source, target = random_dag(rng, int(rng.integers(2, 8)), int(rng.integers(1, 16)))
    theta = thetas((4, 5, len(edges)), seed)
    paths = as_points(list(all_paths(edges, source, target)), len(edges))
    assert np.array_equal(DagPath(edges, source, target)(theta), FiniteSet(paths)(theta))


@pytest.mark.parametrize("diagonal", [False, True])
@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (3, 4), (4, 4)])
def test_the_monotone_grid_is_the_best_of_all_paths(shape, diagonal):
    steps = [(0, 1), (1, 0), (1, 1)][: 2 + diagonal]

    def walk(cell):
        if cell == (shape[0] - 1, shape[1] - 1):
            yield (cell,)
        for down, right in steps:
            after = cell[0] + down, cell[1] + right
            if after[0] < shape[0] and after[1] < shape[1]:
                for rest in walk(after):
                    yield (cell, *rest)

    paths = [[row * shape[1] + column for row, column in path] for path in walk((0, 0))]
    points = as_points(paths, shape[0] * shape[1])
    theta = thetas((30, shape[0] * shape[1]))
    assert np.array_equal(GridDag(shape, diagonal=diagonal)(theta), FiniteSet(points)(theta))


@pytest.mark.parametrize("neighbours", [4, 8])
@pytest.mark.parametrize("shape", [(1, 2), (5, 1), (2, 2), (6, 9)])
def test_the_grid_is_the_cheapest_by_a_plain_search(shape, neighbours):
    pytest.importorskip("scipy")
    costs = np.random.default_rng(0).uniform(0, 1, (20, *shape)) ** 4
    costs[::4] = np.round(4 * costs[::4])  # ties and zeros
    y = GridPath(shape, neighbours=neighbours)(-costs.reshape(20, -1))
    for one, marks in zip(costs, y.reshape(20, *shape), strict=True):
        assert np.isclose(np.sum(one * marks), cheapest(one, neighbours), rtol=1e-12, atol=1e-12)
        cells = {tuple(cell) for cell in np.argwhere(marks)}
        reached, front = {(0, 0)}, [(0, 0)]
        near = [(a, b) for a, b in moves(shape, neighbours) if a in cells and b in cells]
        while front:
            front = [b for a, b in near if a in front and b not in reached]
            reached.update(front)
        assert reached == cells and (shape[0] - 1, shape[1] - 1) in cells  # one piece, from corner to corner


def test_the_grid_agrees_with_networkx():
    pytest.importorskip("scipy")
    nx = pytest.importorskip("networkx")
    shape, rng = (7, 8), np.random.default_rng(1)
    for costs in rng.uniform(0.1, 3, (10, *shape)):
        graph = nx.DiGraph()
        graph.add_weighted_edges_from((a, b, costs[b]) for a, b in moves(shape, 8))
        path = nx.dijkstra_path(graph, (0, 0), (6, 7))
        marks = GridPath(shape)(-costs.ravel()).reshape(shape)
        assert {tuple(cell) for cell in np.argwhere(marks).tolist()} == set(path)


def test_a_grid_with_cheap_ways_forward_only_is_the_monotone_one():
    pytest.importorskip("scipy")
    costs = 10 + np.random.default_rng(2).uniform(0, 0.1, (20, 25))
    assert np.array_equal(GridPath((5, 5))(-costs), GridDag((5, 5))(-costs))  # 5 cells are better than 6


@pytest.mark.parametrize(
    "oracle",
    [DagPath([(0, 1), (1, 3), (0, 2), (2, 3), (1, 2), (0, 3)], source=0, target=3), GridDag((2, 3))],
)
def test_a_perturbed_path_is_that_of_the_set_of_all_paths(oracle):
    theta = np.array([0.1, 0.4, -0.2, 0.3, 0.0, 0.2])
    points = np.unique(oracle(thetas((2000, 6))), axis=0)
    asked = {"epsilon": 0.5, "samples": 3000, "seed": 0}
    for estimator in (perturbed_argmax, perturbed_jacobian):
        found, other = estimator(theta, oracle, **asked), estimator(theta, FiniteSet(points), **asked)
        assert np.allclose(found.value, other.value, rtol=1e-9, atol=1e-12)


def test_a_perturbed_grid_runs_where_the_noise_is_small():
    pytest.importorskip("scipy")
    costs = np.full((4, 4), 5.0)
    costs[0, 1:] = costs[1:, 3] = 1.0  # a way round
    found = perturbed_argmax(-costs.ravel(), GridPath((4, 4), neighbours=4), epsilon=0.05, samples=200, seed=0)
    assert np.array_equal(
        found.value.reshape(4, 4) > 0, costs == np.where(np.eye(4)[0][:, None] * np.eye(4)[0], 5.0, 1.0)
    )
    with pytest.raises(ValueError, match=r"theta <= 0, costs >= 0, for Dijkstra's algorithm, not \d.*GridDag"):
        perturbed_argmax(-costs.ravel(), GridPath((4, 4)), epsilon=2.0, samples=200, seed=0)


@pytest.mark.parametrize(
    ("build", "error", "message"),
    [
        (lambda: DagPath([(0, 1), (1, 2), (2, 1), (2, 3)], 0, 3), ValueError, "acyclic, and a cycle .* node [12]$"),
        (lambda: DagPath([(0, 0)], 0, 1), ValueError, "a cycle passes through node 0"),
        (lambda: DagPath([(0, 1), (2, 3)], 0, 3), ValueError, "no path .* from source 0 to target 3"),
        (lambda: DagPath([(0, 1)], 0, 0), ValueError, "from source 0 to target 0"),
        (lambda: DagPath([(0, 1)], 0, 7), ValueError, "from source 0 to target 7"),
        (lambda: DagPath([], 0, 1), ValueError, "at least one pair"),
        (lambda: DagPath([(0, 1, 2)], 0, 1), ValueError, r"pair of nodes \(tail, head\), not \(0, 1, 2\)"),
        (lambda: DagPath([(0, -1)], 0, 1), ValueError, "head must be a node 0, 1, ..., not -1"),
        (lambda: DagPath([(0.5, 1)], 0, 1), TypeError, "tail must be a node 0, 1, ..., not 0.5"),
        (lambda: GridDag((3,)), ValueError, r"pair of integers \(height, width\), not \(3,\)"),
        (lambda: GridDag((1, 1)), ValueError, r"at least two cells, not \(1, 1\)"),
        (lambda: GridPath((3, 3), neighbours=6), ValueError, "neighbours must be 4 or 8, not 6"),
        (lambda: GridDag((3, 3))(np.zeros((3, 3))), ValueError, r"shape \(..., 9\), for 3 x 3 cells, not \(3, 3\)"),
        (lambda: FiniteSet([1.0, 2.0]), ValueError, r"points must have the shape \(k, n\) .*, not \(2,\)"),
        (lambda: FiniteSet([[1.0], [np.inf]]), ValueError, "points must be finite, not inf"),
        (lambda: Ranking([[1.0]]), ValueError, r"weights must have the shape \(n,\), not \(1, 1\)"),
        (lambda: Ranking([1, 2])([1.0]), ValueError, r"shape \(..., 2\), for 2 weights, not \(1,\)"),
        (lambda: maximum(1.0), ValueError, r"theta must have the shape \(..., n\), not \(\)"),
    ],
)
def test_what_is_refused(build, error, message):
    with pytest.raises(error, match=message) as raised:
        build()
    assert "\n" not in str(raised.value)


def test_without_scipy_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    with pytest.raises(ImportError, match="GridPath needs SciPy: pip install scipy, or take GridDag"):
        GridPath((3, 3))
    assert GridDag((2, 2))([0.0, 1.0, 2.0, 0.0]).tolist() == [1.0, 0.0, 1.0, 1.0]
