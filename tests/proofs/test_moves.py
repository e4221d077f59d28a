"""The builders of moves: every chain and every two-level pair is accepted with its bound, and bad values are named."""

import itertools
import math
import os
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.machinery.search import moves as builders
from proofs.verify import Accepted, check_bytes, check_file

# ---- The builders ---------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.sets(st.integers(2, 12), min_size=1, max_size=4))
def test_every_chain_is_accepted_with_its_bound(support: set[int]) -> None:
    chain = [*sorted(support, reverse=True), 1]
    bound = sum((2 * (1 - Fraction(k, n)) ** 2 for n, k in itertools.pairwise(chain)), Fraction(0))
    built = builders.chain_moves(chain)
    assert check_bytes(builders.to_json(built).encode()) == Accepted(chain[0], bound, len(chain) - 1)
    assert built.bound == bound < math.log(chain[0]) - math.log(2) + 0.5 + 1e-12


def test_all_two_level_moves_are_accepted_with_their_bound() -> None:
    pairs = [(n, k) for n in range(3, 11) for k in range(1, n - 1)]
    assert len(pairs) == 36
    for n, k in pairs:
        bound = 2 * (1 - Fraction(k, n)) ** 2 + 2 * Fraction(k - 1, k + 1)
        assert check_bytes(builders.to_json(builders.two_level_moves(n, k)).encode()) == Accepted(n, bound, 2)


def test_optimal_chains() -> None:
    assert builders.optimal_chains(1) == [(1,)]
    assert builders.optimal_chains(4) == [(4, 1)]
    with pytest.raises(ValueError, match="got 0"):
        builders.optimal_chains(0)


@pytest.mark.parametrize("chain", [[], [1], [2], [2, 2, 1], [2, 3, 1], [3, 2], [3, 1, 1]])
def test_chain_names_the_bad_value(chain: list[int]) -> None:
    with pytest.raises(ValueError, match=re.escape(f"got {chain}")):
        builders.chain_moves(chain)


@pytest.mark.parametrize(("n", "k"), [(4, 0), (4, 3), (4, -1), (2, 1)])
def test_two_level_names_the_bad_value(n: int, k: int) -> None:
    with pytest.raises(ValueError, match=f"k = {k}, n = {n}"):
        builders.two_level_moves(n, k)


def test_light_types_name_the_bad_value() -> None:
    half, one = Fraction(1, 2), Fraction(1)
    with pytest.raises(ValueError, match="at least one outcome"):
        builders.Move((half, half), ())
    with pytest.raises(ValueError, match="got 0"):
        builders.Move((half, half), ((Fraction(0), (one, Fraction(0))),))
    with pytest.raises(ValueError, match="1 coordinates, the start 2"):
        builders.Move((half, half), ((one, (one,)),))
    with pytest.raises(ValueError, match="got 1"):
        builders.Moves(1, one, ())
    with pytest.raises(ValueError, match="got -1"):
        builders.Moves(2, -one, ())
    with pytest.raises(ValueError, match="2 coordinates, in dimension 3"):
        builders.Moves(3, one, builders.chain_moves([2, 1]).moves)
    move = builders.chain_moves([2, 1]).moves[0]
    assert (move.weight, move.gain) == (1, half)


def test_write_replaces_the_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.json"
    builders.write(path, builders.chain_moves([2, 1]))
    builders.write(str(path), builders.chain_moves([3, 1]))
    assert check_file(str(path)).bound == Fraction(8, 9)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        builders.write(path, builders.chain_moves([2, 1]))
    assert check_file(str(path)).bound == Fraction(8, 9)
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.json"]
