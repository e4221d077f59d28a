"""Tables changed at random: each is rejected with a code, or it still is a proof by an independent account.

    python -m tests.checkers.lattice_mutants [SEED [COUNT]]     by default 0 and 10000
"""

import copy
import json
import random
import re
import sys
from functools import cache

from proofs.machinery.search.lattice_tables import Lattice
from tests.checkers.kinds import Json
from tests.checkers.lattices import LATTICES, Table, frozen
from tests.checkers.mutants import Mutants

NUMBER = re.compile("-?[0-9]+")
LEAST = {3: 8 / 9, 4: 1.18278429455150}
"""The least gaps, rounded down: no bound may be smaller."""


@cache
def originals() -> list[Json]:
    """Return the tables that are changed."""
    made = [
        Lattice(dimension, steps, lead, span, unit).text(lambda _: None)
        for dimension, steps, lead, span, unit in ((3, 2, 2, 4, 1000), (3, 3, 5, 7, 10**4), (4, 1, 1, 3, 100))
    ]
    files = [frozen("example-d3"), *map(json.loads, made)]
    return [{**file, "table": " ".join(file["table"]).split()} for file in files]


def changed(file: Json, rng: random.Random) -> Json:
    """Return the file with one thing changed."""
    file = copy.deepcopy(file)
    table = file["table"]
    i = rng.randrange(len(table))
    match rng.randrange(7):
        case 0 | 1:  # a value and those after it, by a little
            number = int(table[i]) if NUMBER.fullmatch(table[i]) else 0
            table[i] = str(number + rng.choice([-1, 1, -2, 2, 30, -30]))
        case 2:  # a value alone, by its differences
            for j, times in enumerate((1, -4, 6, -4, 1)):
                if i + j < len(table) and NUMBER.fullmatch(table[i + j]):
                    table[i + j] = str(int(table[i + j]) + times)
        case 3:
            del table[i]
        case 4:
            table.insert(i, rng.choice(["0", "1", "-1", table[i]]))
        case 5:
            key = rng.choice(["steps", "unit", "dimension", "lead", "span"])
            file[key] = max(0, file[key] + rng.choice([-1, 1]))
        case 6:  # a character too many, or another one
            at = rng.randrange(len(table[i]) + 1)
            table[i] = table[i][:at] + rng.choice("+-.01 ") + table[i][at + rng.randrange(2) :]
    return file


MUTANTS = Mutants(
    LATTICES, "table", originals, changed, lambda file: Table(file).proves(), lambda d, bound: bound > LEAST[d],
    code="difference",
)

if __name__ == "__main__":
    MUTANTS.main(sys.argv[1:])
