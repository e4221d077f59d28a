"""Walks changed at random: each is rejected with a code, or it still is a proof by an independent account.

    python -m tests.checkers.walk_mutants [SEED [COUNT]]     by default 0 and 10000
"""

import copy
import json
import random
import re
import sys
from functools import cache

from proofs.machinery.search.walk_tables import Table
from proofs.machinery.search.walks import Family
from tests.checkers.kinds import Json
from tests.checkers.mutants import Mutants
from tests.checkers.walks import SMALL, TRUTH, WALKS, Walk, frozen, parts, state, walk

STATE = re.compile(r"([0-9]+[+-]+)+([0-9]+/[0-9]+)?=[0-9]+")


@cache
def originals() -> list[Json]:
    """Return the walks that are changed, small ones more than once."""
    made = [
        Table(Family(dimension, steps, large=2, levels=4), 2**12).text(lambda _: None)
        for dimension, steps in ((3, 3), (4, 2), (4, 3))
    ]
    files = [walk(2, 1, 1000, "0+-=499"), SMALL, *map(json.loads, made), frozen("walk-d4")]
    files = [{**file, "states": " ".join(file["states"]).split()} for file in files]
    return [*files[:-1] * 8, files[-1]]


def changed(file: Json, rng: random.Random) -> Json:
    """Return the file with one thing changed."""
    file = copy.deepcopy(file)
    states = file["states"]
    i = rng.randrange(len(states))
    if not STATE.fullmatch(states[i]):  # an earlier change left something that is no state
        return file
    place, (a, b), value = parts(states[i])
    match rng.randrange(10):
        case 0:
            states[i] = state(place, a, b, max(0, value + rng.choice([-1, 1, -2, 2, 40, -40])))
        case 1:
            by = rng.choice([-1, 1, 2])
            states[i] = state(place, a + by, b, value) if rng.random() < 0.5 else state(place, a, b + by, value)
        case 2:  # another sign, or another integer
            at = rng.randrange(len(place))
            states[i] = state(place[:at] + rng.choice("+-0123") + place[at + 1 :], a, b, value)
        case 3:  # signs of two entries exchanged
            signs = [at for at, mark in enumerate(place) if mark in "+-"]
            at, to = rng.choice(signs), rng.choice(signs)
            text = list(place)
            text[at], text[to] = text[to], text[at]
            states[i] = state("".join(text), a, b, value)
        case 4:
            del states[i]
        case 5:
            states.insert(rng.randrange(len(states) + 1), states[i])
        case 6:
            key = rng.choice(["steps", "unit", "dimension"])
            file[key] = max(0, file[key] + rng.choice([-1, 1]))
        case 7:  # values of two states exchanged
            last = states[-1].rpartition("=")
            states[-1] = f"{last[0]}={value}"
            states[i] = f"{states[i].rpartition('=')[0]}={last[2]}"
        case 8:  # all values smaller or larger
            factor = rng.choice([0.5, 0.9, 0.99, 1.01])
            for j, (left, _, number) in enumerate(text.rpartition("=") for text in states):
                states[j] = f"{left}={int(int(number) * factor) if number.isdigit() else number}"
        case 9:  # a character too many, or another one
            at = rng.randrange(len(states[i]))
            states[i] = states[i][:at] + rng.choice("+-/=01 ") + states[i][at + rng.randrange(2) :]
    return file


MUTANTS = Mutants(
    WALKS, "states", originals, changed, lambda file: Walk(file).proves(), lambda d, bound: bound < TRUTH[d],
    code="inequality",
)

if __name__ == "__main__":
    MUTANTS.main(sys.argv[1:])
