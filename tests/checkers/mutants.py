"""Certificates changed at random: each is rejected with a code, or it still is a proof by an independent account."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.checkers.kinds import Json, Kind, encode

COUNT = 10_000


@dataclass(frozen=True)
class Mutants:
    """How the certificates of a kind are changed, and what judges those that are accepted."""

    kind: Kind
    part: str
    """The key of what must not become empty."""
    originals: Callable[[], Sequence[Json]]
    changed: Callable[[Json, random.Random], Json]
    proves: Callable[[Json], Fraction | None]
    """What a file proves by the independent account; None where it proves nothing."""
    true: Callable[[int, Fraction], bool]
    """May this be a bound in this dimension?"""
    code: str
    """The rejection that is about the mathematics."""

    def attack(self, seed: int, count: int) -> "Counter[str]":
        """Return how often what became of changed files; AssertionError where checker and account differ."""
        rng, outcomes = random.Random(seed), Counter[str]()
        for _ in range(count):
            file = rng.choice(self.originals())
            for _ in range(rng.choice([1, 1, 2, 3])):
                if file[self.part]:
                    file = self.changed(file, rng)
            code = self.kind.verdict(encode(file))
            outcomes[code] += 1
            if code == "accepted":
                bound = self.proves(file)
                assert bound == self.kind.module.check_bytes(encode(file)).bound, file
                assert bound is not None and self.true(file["dimension"], bound), file
            elif code == self.code:
                assert self.proves(file) is None, file
        return outcomes

    def main(self, arguments: Sequence[str]) -> None:
        """Print what became of the changed files; the arguments are a seed and how many, by default 0 and COUNT."""
        seed, count = (*map(int, arguments), *(0, COUNT)[len(arguments) :])
        for code, times in self.attack(seed, count).most_common():
            print(f"{times:6} {code}")
