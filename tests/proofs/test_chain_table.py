"""The chain table against the recursion it computes: exact values, chains, windows, the error constant."""

import json
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from numeric_checks.bench import chain as bench_chain
from proofs.machinery.bounds import chain_table as module
from proofs.machinery.bounds.chain_table import ERROR, MAX_LIMIT, ChainTable, chain_sum, chain_table, quadratic_scan

KNOWN = ["1/2", "8/9", "9/8", "32/25", "25/18", "680/441", "481/288", "16/9", "841/450"]  # L_2 .. L_10
LARGE = [10**6, 999_983, 720_720, 524_288, 524_289, 65_537, 123_456]


@pytest.fixture(scope="module")
def table():
    return chain_table(MAX_LIMIT)


@pytest.fixture(scope="module")
def reference():
    """L_0..L_5000 in floats from the definition, every k < d tried."""
    return quadratic_scan(5000)


@pytest.fixture(scope="module")
def exact_reference():
    """For d = 1..300 the value and the set of all optimal predecessors, in Fractions, every k < d tried."""
    rows = {1: (Fraction(0), set())}
    for d in range(2, 301):
        totals = {k: rows[k][0] + 2 * (1 - Fraction(k, d)) ** 2 for k in range(1, d)}
        best = max(totals.values())
        rows[d] = (best, {k for k, total in totals.items() if total == best})
    return rows


def differing(values, reference):
    """The d at which two float tables differ by more than 2 ERROR: one for each of them."""
    last = min(values.size, reference.size) - 1
    return [d for d in range(1, last + 1) if abs(values[d] - reference[d]) > 2 * ERROR]


def count_chains(rows, d):
    return 1 if d == 1 else sum(count_chains(rows, k) for k in rows[d][1])


# Exact values and chains

def test_known_values(table):
    assert table.exact(1).value == 0
    assert [table.exact(d).value for d in range(2, 11)] == [Fraction(text) for text in KNOWN]


def test_three_chains_tie_at_six(table):
    assert table.exact(6).chains == ((6, 1), (6, 2, 1), (6, 3, 1))
    assert table.exact(6).count == 3
    assert table.chain(6) == (6, 1)


def test_exact_values_and_ties_agree_with_the_recursion_in_fractions(exact_reference):
    small = ChainTable(300)
    for d, (value, predecessors) in exact_reference.items():
        row = small.exact(d)
        assert (row.d, row.value) == (d, value)
        assert {chain[1] for chain in row.chains if d > 1} == predecessors
        assert row.count == len(row.chains) == count_chains(exact_reference, d)
        assert list(row.chains) == sorted(set(row.chains))
        assert all(chain[0] == d and chain[-1] == 1 and chain_sum(chain) == value for chain in row.chains)


def test_the_tie_tolerance_matters(exact_reference, monkeypatch):
    monkeypatch.setattr(module, "_TIE", 0.0)
    blind = ChainTable(300)
    missed = [d for d in exact_reference if blind.exact(d).count != count_chains(exact_reference, d)]
    assert missed, "float comparison alone should miss some tie"


@pytest.mark.parametrize("d", LARGE)
def test_exact_at_large_d(table, d):
    row = table.exact(d)
    for chain in row.chains:
        assert chain[0] == d and chain[-1] == 1
        assert all(k < n for n, k in pairwise(chain))
        assert row.value == sum(2 * (1 - Fraction(k, n)) ** 2 for n, k in pairwise(chain))
    assert table.chain(d) == row.chains[0]
    assert abs(Fraction(float(table.values[d])) - row.value) <= Fraction(ERROR)


def test_every_optimal_predecessor_is_at_most_half(table):
    for d in range(2, 2001):
        assert all(2 * chain[1] <= d for chain in table.exact(d).chains)


def test_the_list_of_chains_is_cut_and_the_count_is_not(monkeypatch):
    monkeypatch.setattr(module, "CHAIN_LIMIT", 2)
    row = ChainTable(12).exact(6)
    assert row.chains == ((6, 1), (6, 2, 1))
    assert row.count == 3


# Floats

def test_floats_agree_with_the_quadratic_scan(reference):
    for limit in (1, 2, 3, 63, 64, 65, 66, 67, 127, 128, 129, 1000, 5000):
        values = ChainTable(limit).values
        assert values.size == limit + 1
        assert differing(values, reference) == []


def test_floats_are_within_the_proved_error_of_exact_values(table):
    rng = np.random.default_rng(2512)
    for d in [*range(1, 1500), *rng.integers(1500, MAX_LIMIT, 60).tolist()]:
        assert abs(Fraction(float(table.values[d])) - table.exact(d).value) <= Fraction(ERROR)


def test_windows_lose_nothing_at_large_d(table):
    """Each sampled row is the maximum over every k < d of the stored values."""
    rng = np.random.default_rng(10825)
    for d in [*LARGE, *rng.integers(5000, MAX_LIMIT, 200).tolist()]:
        best = (table.values[1:d] + 2 * (1 - np.arange(1, d) / d) ** 2).max()
        assert abs(table.values[d] - best) <= ERROR


def test_predecessors_are_monotone_and_explain_the_values(table):
    d = np.arange(2, MAX_LIMIT + 1)
    k = table.predecessors[2:]
    assert np.all(np.diff(k) >= 0)
    assert np.all((k >= 1) & (2 * k <= d))
    assert np.abs(table.values[k] + 2 * (1 - k / d) ** 2 - table.values[2:]).max() <= ERROR
    assert np.all(np.diff(table.values[1:]) > 0)


def test_superadditivity(table):
    factors = np.arange(1, 1001)
    products = table.values[np.outer(factors, factors)]
    sums = table.values[factors][:, None] + table.values[factors][None, :]
    assert (products - sums).min() >= -3 * ERROR
    for a, b in [(2, 2), (2, 3), (3, 5), (7, 11), (14, 49), (999, 1001), (2, 500_000)]:
        assert table.exact(a * b).value >= table.exact(a).value + table.exact(b).value


def test_arrays_are_read_only_and_tables_are_kept(table):
    assert chain_table(MAX_LIMIT) is table
    for array in (table.values, table.predecessors):
        with pytest.raises(ValueError, match="read-only"):
            array[5] = 0


# Planted bugs must be caught by the comparisons above

def plant(monkeypatch, name, mutant):
    original = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *args: mutant(original, *args))


def quarter(original, values, rows, low, high):
    """Look at k <= d/4 only."""
    high = np.minimum(high, rows // 4)
    return original(values, rows, np.minimum(low, high), high)


def shifted(original, values, rows, low, high):
    """Leave out the smallest predecessor of every window."""
    return original(values, rows, np.minimum(low + 1, high), high)


def short(original, values, rows, low, high):
    """Leave out the largest predecessor of every window."""
    return original(values, rows, low, np.maximum(high - 1, low))


def neighbour(original, values, k, d):
    """Read L_{k-1} instead of L_k."""
    return original(np.roll(np.nan_to_num(values), 1), k, d)


@pytest.mark.parametrize(
    ("name", "mutant"),
    [
        ("_best_in_windows", quarter),
        ("_best_in_windows", shifted),
        ("_best_in_windows", short),
        ("_objective", neighbour),
    ],
)
def test_planted_bug_is_caught(monkeypatch, reference, name, mutant):
    plant(monkeypatch, name, mutant)
    assert differing(ChainTable(1000).values, reference)


def test_harmless_change_is_not_flagged(monkeypatch, reference):
    """A window one wider on the left is still right."""

    def wider(original, values, rows, low, high):
        return original(values, rows, np.maximum(low - 1, 1), high)

    plant(monkeypatch, "_best_in_windows", wider)
    assert differing(ChainTable(1000).values, reference) == []


# Bad input

@pytest.mark.parametrize("make", [ChainTable, chain_table, quadratic_scan])
@pytest.mark.parametrize("limit", [True, 3.0, "7", None, np.float64(5), np.True_, 2 + 0j])
def test_limit_of_a_wrong_type(make, limit):
    with pytest.raises(TypeError, match="limit must be an integer from 1 to 1000000, not "):
        make(limit)


@pytest.mark.parametrize("make", [ChainTable, chain_table, quadratic_scan])
@pytest.mark.parametrize("limit", [0, -1, MAX_LIMIT + 1, 10**30])
def test_limit_out_of_range(make, limit):
    with pytest.raises(ValueError, match=f"limit must be an integer from 1 to 1000000, not {limit}$"):
        make(limit)


@pytest.mark.parametrize("method", ["exact", "chain"])
def test_bad_d(method):
    ask = getattr(ChainTable(10), method)
    for d in (True, 6.0, "6", None):
        with pytest.raises(TypeError, match="d must be an integer from 1 to 10, not "):
            ask(d)
    for d in (0, -3, 11):
        with pytest.raises(ValueError, match=f"d must be an integer from 1 to 10, not {d}$"):
            ask(d)


def test_numpy_integers_are_accepted():
    row = ChainTable(np.int64(10)).exact(np.int32(6))
    assert row.value == Fraction(25, 18)
    assert type(row.d) is int


# The benchmark, without a look at its times

def test_benchmark_reports(tmp_path, capsys):
    file = tmp_path / "chain.json"
    assert bench_chain.main(["--limit", "500", "--scan", "200", "--runs", "1", "--json", str(file)]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2 and err == ""
    row = json.loads(file.read_text(encoding="utf-8"))
    assert (row["limit"], row["scan"], row["runs"]) == (500, 200, 1)
    assert row["scan_ratio"] == row["scan_quadratic_seconds"] / row["scan_table_seconds"]


@pytest.mark.parametrize(
    "argv",
    [
        ["--limit", "1000001"], ["--limit", "1e9"], ["--limit", "-5"], ["--runs", "0"], ["--scan", "x"],
        ["--json"], ["stray"],
    ],
)
def test_benchmark_rejects_bad_input_in_one_line(argv, capsys):
    assert bench_chain.main(argv) == 2
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1 and err.startswith("numeric_checks.bench.chain: ")


def test_benchmark_names_a_file_it_cannot_write(tmp_path, capsys):
    target = str(tmp_path / "missing" / "chain.json")
    assert bench_chain.main(["--limit", "100", "--scan", "100", "--runs", "1", "--json", target]) == 2
    err = capsys.readouterr().err
    assert len(err.splitlines()) == 1 and target in err


def test_benchmark_refuses_to_time_a_wrong_table(monkeypatch):
    plant(monkeypatch, "_best_in_windows", quarter)
    with pytest.raises(ArithmeticError, match="differ by"):
        bench_chain.measure(1000, 1000, 1)
