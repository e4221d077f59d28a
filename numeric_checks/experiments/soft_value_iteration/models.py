"""Markov decision processes with few actions, as arrays: those of Gymnasium's toy text, and random ones (Garnet)."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

GARNET_STATES, GARNET_BRANCHES = 30, 3


@dataclass(frozen=True)
class Model:
    """S states, A actions, and at most K states in which an action may end."""

    reward: Array
    """(S, A): expected."""
    after: Array
    """(S, A, K): states; where the episode is over, whatever state, with probability 0."""
    chance: Array
    """(S, A, K): probabilities, less than 1 together where the episode may be over."""

    def q(self, value: Array, gamma: float) -> Array:
        """Return the value of each action, (S, A), if the values of the states after it are these."""
        found: Array = self.reward + gamma * np.sum(self.chance * value[self.after], axis=-1)
        return found

    def moves(self, policy: Array) -> Array:
        """Return the (S, S) matrix of the probabilities to go on from one state to another."""
        states, actions, branches = self.after.shape
        found = np.zeros((states, states))
        rows = np.repeat(np.arange(states), actions * branches)
        np.add.at(found, (rows, self.after.ravel()), (policy[..., None] * self.chance).ravel())
        return found


def garnet(actions: int, index: int, seed: int) -> Model:
    """Return a random one: each action leads to three of 30 states at random; rewards are uniform on [0, 1]."""
    random = np.random.default_rng((seed, actions, index))
    shape = (GARNET_STATES, actions)
    after = np.array([random.choice(GARNET_STATES, GARNET_BRANCHES, replace=False) for _ in range(np.prod(shape))])
    chance = random.dirichlet(np.ones(GARNET_BRANCHES), size=shape)
    return Model(random.uniform(size=shape), after.reshape(*shape, GARNET_BRANCHES), chance)


def _table(kind: str) -> tuple[dict[int, dict[int, Any]], Array]:
    """Return the exact model of one of Gymnasium's environments, of the newest version, and where episodes start."""
    name, _, plan = kind.partition(" ")
    logging.getLogger("gymnasium").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import gymnasium

        newest = max(int(id.rpartition("-v")[2]) for id in gymnasium.registry if id.startswith(f"{name}-v"))
        found: Any = gymnasium.make(f"{name}-v{newest}", **({"map_name": plan} if plan else {})).unwrapped
    return found.P, np.asarray(found.initial_state_distrib)


def _reachable(table: dict[int, dict[int, Any]], start: Array, actions: Sequence[int]) -> list[int]:
    """Return the states in which an action may have to be chosen, in order."""
    found, left = set(), [int(state) for state in np.flatnonzero(start)]
    while left:
        state = left.pop()
        if state not in found:
            found.add(state)
            ends = (end for action in actions for end in table[state][action])
            left += [int(after) for chance, after, _, over in ends if chance > 0 and not over]
    return sorted(found)


@cache
def gym(kind: str, allowed: str) -> Model:
    """Return one of Gymnasium's environments, such as `FrozenLake 8x8`, with some of its actions, such as `1,2`.

    Only the states count that can be reached before the episode is over.
    """
    table, start = _table(kind)
    actions = [int(text) for text in allowed.split(",")] if allowed else sorted(table[0])
    states = _reachable(table, start, actions)
    place = {state: number for number, state in enumerate(states)}
    branches = max(len(table[state][action]) for state in states for action in actions)
    shape = (len(states), len(actions))
    model = Model(np.zeros(shape), np.zeros((*shape, branches), dtype=int), np.zeros((*shape, branches)))
    for s, state in enumerate(states):
        for a, action in enumerate(actions):
            for k, (chance, after, reward, over) in enumerate(table[state][action]):
                model.reward[s, a] += chance * reward
                if not over:
                    model.after[s, a, k], model.chance[s, a, k] = place[int(after)], chance
    return model
