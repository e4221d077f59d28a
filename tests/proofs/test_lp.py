"""The linear program finds lower bounds from nothing, and what it proposes is accepted only if it is right."""

import dataclasses
import json
from fractions import Fraction
from pathlib import Path

import pytest

from proofs import verify
from proofs.machinery.search import program as lp
from proofs.machinery.search import searches
from proofs.machinery.search.moves import Move, Moves, Point, to_json
from proofs.machinery.search.points import Family, arrangements, blocks, grid, partitions, two_level
from proofs.machinery.search.program import Program, Solution, Unsolved, solve
from proofs.machinery.search.rational import NotExact, assemble, certificate, exact, outcomes, rounded
from proofs.machinery.search.refine import Plan, refine
from proofs.machinery.search.searches import SEARCHES, Search

SMALL = {(3, 6): "8/9", (4, 8): "37/32", (4, 12): "7/6", (6, 12): "14/9", (5, 10): "341/250"}
QUICK = Plan(rounds=3, keep=30, move=15, tolerance=1e-3)


def accepted(text: str) -> Fraction:
    return verify.check_bytes(text.encode()).bound


@pytest.fixture(scope="module")
def sixteen() -> Solution:
    return solve(grid(4, 16))


# ---- Places and tables --------------------------------------------------------------------------------------------


def test_every_permutation_is_in_exactly_one_table() -> None:
    x, y = (4, 4, 2, 2), (6, 3, 3, 0)
    assert sorted(arrangements(x, y)) == sorted(set(arrangements(x, y)))
    seen = set()
    for table in arrangements(x, y):
        for b, counts in enumerate(table):
            assert sum(counts) == blocks(x)[1][b]
        seen.add(table)
    assert len(seen) == 4  # {0, 3} {3, 6}; {3, 3} {0, 6}; {0, 6} {3, 3}; {3, 6} {0, 3}


def test_outcomes_average_to_the_table_in_every_coordinate() -> None:
    x, y = (3, 3, 3, 1, 1, 1), (5, 3, 2, 2, 0, 0)
    for table in arrangements(x, y):
        points = outcomes((x, y, table), 12)
        assert len(set(points)) == len(points)
        start = 0
        for size, counts in zip(blocks(x)[1], table, strict=True):
            mean = Fraction(sum(n * v for n, v in zip(counts, blocks(y)[0], strict=True)), 12 * size)
            for i in range(start, start + size):
                assert sum(point[i] for point in points) == mean * len(points)
            start += size


def test_a_start_on_a_face_stays_in_it() -> None:
    assert arrangements((6, 6, 0, 0), (4, 4, 4, 0)) == ()
    assert arrangements((6, 6, 0, 0), (8, 4, 0, 0)) == (((1, 1, 0), (0, 0, 2)),)


def test_families() -> None:
    assert len(list(partitions(8, 4))) == 15
    both = grid(4, 8) | two_level(4)
    assert both.denominator == 24 and len(both.places) == 17
    with pytest.raises(ValueError, match="not a place"):
        Family.of(4, [(3, 2, 0, 0)])
    with pytest.raises(ValueError, match="multiple of the dimension"):
        Family.of(5, [(5, 0, 0, 0)])


# ---- The programs ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("d", "n"), SMALL)
def test_small_programs_from_nothing(d: int, n: int) -> None:
    solution = solve(grid(d, n))
    moves = exact(solution)
    assert moves.bound == Fraction(SMALL[d, n])
    assert accepted(certificate(moves)) == moves.bound
    nearly = accepted(certificate(rounded(solution)))
    assert moves.bound - Fraction(1, 10**8) < nearly <= moves.bound


def test_two_level_places_give_the_two_level_bound() -> None:
    assert exact(solve(two_level(7))).bound >= Fraction(248, 147)


def test_expected_value_at_sixteen(sixteen: Solution) -> None:
    assert accepted(certificate(exact(sixteen))) == Fraction(593734735469, 507948894208)


def test_stopping_early_still_proves_a_bound() -> None:
    program = Program(grid(4, 12))
    program.add(program.first_rows())
    early = rounded(program.solution(program.optimise()))
    assert 1 < accepted(certificate(early)) < Fraction(7, 6)


def test_moving_the_places_raises_the_bound(sixteen: Solution) -> None:
    better = refine(sixteen, QUICK)
    bound = accepted(certificate(rounded(better)))
    assert bound > Fraction(1175, 1000) > exact(sixteen).bound
    assert abs(float(bound) - better.value) < 1e-8


def test_a_vertex_that_is_not_exact_is_rounded(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Solution) -> None:
        raise NotExact("it is a test")

    monkeypatch.setattr(searches, "exact", fail)
    lines: list[str] = []
    moves = Search(4, 8).moves(lines.append)
    assert lines[-1] == "rounded, because it is a test"
    assert Fraction(37, 32) - Fraction(1, 10**8) < accepted(certificate(moves)) <= Fraction(37, 32)


def test_a_search_gives_the_same_file_again() -> None:
    search = Search(4, 12, 3, QUICK)
    assert to_json(search.moves()) == to_json(search.moves())


# ---- Errors do not get through --------------------------------------------------------------------------------------


def test_a_wrong_gain_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Program.coefficients

    def doubled(self: Program, row: lp.Row) -> tuple[dict[int, float], float]:
        left, value = right(self, row)
        return left, 2 * value

    monkeypatch.setattr(Program, "coefficients", doubled)
    program = Program(grid(4, 8))
    program.add(program.first_rows())
    value = program.optimise()
    moves = exact(program.solution(value))
    # The moves stay true: what the checker accepts is their true gain, not the value that the program boasts.
    assert value > 2 and accepted(certificate(moves)) == Fraction(9, 8)
    boast = to_json(moves).replace(f'"bound": "{moves.bound}"', f'"bound": "{2 * moves.bound}"')
    with pytest.raises(verify.Rejected, match="bound"):
        verify.check_bytes(boast.encode())


def test_wrong_weights_are_rejected_or_mended(sixteen: Solution) -> None:
    flow, weights = Fraction(1), {row: Fraction(weight) for row, weight in sixteen.weights}
    with pytest.raises(verify.Rejected):
        certificate(assemble(sixteen.family, flow, weights))
    spoiled = tuple((row, weight * (2 if i % 3 else 1)) for i, (row, weight) in enumerate(sixteen.weights))
    mended = rounded(dataclasses.replace(sixteen, weights=spoiled))
    assert accepted(certificate(mended)) < exact(sixteen).bound


def test_a_missing_row_is_noticed(sixteen: Solution) -> None:
    for i in range(0, len(sixteen.weights), 7):
        rest = sixteen.weights[:i] + sixteen.weights[i + 1 :]
        with pytest.raises(NotExact):
            exact(dataclasses.replace(sixteen, weights=rest))
        assert accepted(certificate(rounded(dataclasses.replace(sixteen, weights=rest)))) <= exact(sixteen).bound


def test_without_the_first_rows_there_is_no_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Program, "first_rows", lambda self: [])
    with pytest.raises(Unsolved, match=r"(?i)unbounded|infeasible"):
        solve(grid(4, 8))


# ---- Files ----------------------------------------------------------------------------------------------------------


def test_freeze_writes_an_accepted_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SEARCHES, "small", Search(4, 8))
    path = searches.freeze("small", tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["small.json"]
    assert verify.check_file(str(path)).bound == Fraction(37, 32)


@pytest.mark.parametrize("plan", [None, QUICK])
def test_an_interrupted_search_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: Plan | None
) -> None:
    monkeypatch.setitem(SEARCHES, "small", Search(4, 12, None, plan))
    lines: list[str] = []

    def interrupt(line: str) -> None:
        lines.append(line)
        if len(lines) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        searches.freeze("small", tmp_path, interrupt)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_command_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object, **__: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(searches, "freeze", interrupt)
    assert searches.main(["lp-d4-n16"]) == 130
    assert "not written" in capsys.readouterr().err


def test_unknown_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert searches.main(["lp-d3"]) == 2 and "lp-d3" in capsys.readouterr().err
    assert searches.main([]) == 0 and "quick-d6" in capsys.readouterr().out
    for search in (searches.find, searches.freeze):
        with pytest.raises(ValueError, match="lp-d3"):
            search("lp-d3")


def test_the_search_finds_the_frozen_grid_certificate_again() -> None:
    frozen = (searches.LOWER / "lp-d4-n16.json").read_text(encoding="utf-8")
    assert searches.find("lp-d4-n16") == frozen


def test_every_frozen_certificate_is_laid_out_as_it_is_written_today() -> None:
    def point(entries: list[str]) -> Point:
        return tuple(map(Fraction, entries))

    for path in sorted(searches.LOWER.glob("*.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        moves = [
            Move(point(move["from"]), tuple((Fraction(to["mass"]), point(to["point"])) for to in move["to"]))
            for move in value["moves"]
        ]
        found = Moves(value["dimension"], Fraction(value["flow"]), tuple(moves))
        assert path.read_text(encoding="utf-8") == to_json(found), path.name
