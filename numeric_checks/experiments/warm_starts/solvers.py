"""Solvers that can start from the solution of a nearby problem, and count their operations instead of seconds."""

from __future__ import annotations

import heapq
import math
from collections import deque
from collections.abc import Sequence

MOVES = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
Tree = tuple[list[float], list[int]]
"""The distance of each cell from cell 0, and the cell before it, -1 for cell 0."""


def insertion_sort(scores: Sequence[float], start: Sequence[int]) -> tuple[list[int], int]:
    """Return the indices by rising score, and how many comparisons it took from the given order."""
    order: list[int] = []
    comparisons = 0
    for item in start:
        place = len(order)
        while place:
            comparisons += 1
            if scores[order[place - 1]] <= scores[item]:
                break
            place -= 1
        order.insert(place, item)
    return order, comparisons


def merge_sort(scores: Sequence[float], start: Sequence[int]) -> tuple[list[int], int]:
    """Return the same by halving and merging: about n log2 n comparisons, wherever it starts."""
    if len(start) < 2:
        return list(start), 0
    half = len(start) // 2
    left, comparisons = merge_sort(scores, start[:half])
    right, more = merge_sort(scores, start[half:])
    comparisons += more
    order: list[int] = []
    i = j = 0
    while i < len(left) and j < len(right):
        comparisons += 1
        if scores[left[i]] <= scores[right[j]]:
            order.append(left[i])
            i += 1
        else:
            order.append(right[j])
            j += 1
    return order + left[i:] + right[j:], comparisons


def neighbours(side: int) -> list[list[int]]:
    """Return the up to eight cells next to each cell of a grid."""
    return [
        [(i + a) * side + j + b for a, b in MOVES if 0 <= i + a < side and 0 <= j + b < side]
        for i in range(side)
        for j in range(side)
    ]


def label_correcting(
    costs: Sequence[float], near: Sequence[Sequence[int]], start: Tree | None = None
) -> tuple[Tree, int]:
    """Return the shortest path tree for costs > 0 of entering a cell, and how many edges were examined.

    Bellman and Ford's method with a queue.  Warm, the tree of other costs is followed once to find the distances along
    it, an edge a cell; then all cells are queued, nearest first, since nothing less shows that the tree is still right.
    """
    size, examined = len(costs), 0
    if start is None:
        distance, before, queue = [math.inf] * size, [-1] * size, deque([0])
        distance[0] = costs[0]
    else:
        order = sorted(range(size), key=start[0].__getitem__)
        distance, before, queue = [costs[0]] * size, list(start[1]), deque(order)
        for cell in order[1:]:
            distance[cell] = distance[before[cell]] + costs[cell]
        examined = size - 1
    waiting = [False] * size
    for cell in queue:
        waiting[cell] = True
    while queue:
        cell = queue.popleft()
        waiting[cell] = False
        for other in near[cell]:
            examined += 1
            if distance[cell] + costs[other] < distance[other]:
                distance[other], before[other] = distance[cell] + costs[other], cell
                if not waiting[other]:
                    waiting[other] = True
                    queue.append(other)
    return (distance, before), examined


def dijkstra(costs: Sequence[float], near: Sequence[Sequence[int]]) -> tuple[Tree, int]:
    """Return the same tree from scratch, and how many edges were examined and cells put on the heap and taken off."""
    distance, before = [math.inf] * len(costs), [-1] * len(costs)
    distance[0] = costs[0]
    heap, operations = [(costs[0], 0)], 1
    while heap:
        far, cell = heapq.heappop(heap)
        operations += 1
        if far > distance[cell]:
            continue
        for other in near[cell]:
            operations += 1
            if far + costs[other] < distance[other]:
                distance[other], before[other] = far + costs[other], cell
                heapq.heappush(heap, (distance[other], other))
                operations += 1
    return (distance, before), operations
