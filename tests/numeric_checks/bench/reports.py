"""`tightmax bench` as a test runs it, and what its rows must hold."""

from itertools import product

from numeric_checks.bench.cases import engines
from proofs.__main__ import main

ROW = {
    "library", "engine", "kind", "what", "against", "input", "shape", "axis", "dtype", "runs", "ns_per_entry",
    "peers_ns_per_entry", "ratio", "limit_ns_per_entry", "times_the_limit", "temporaries_in_inputs",
}
EXPONENTIAL = ("universal", "lse")
MODES = {
    "numpy": set(product(("universal", "lse", "quadratic"), ("both", "value", "weights"))),
    "torch": set(product(EXPONENTIAL, ("both", "value", "weights", "gradient"))),
    "compiled": set(product(EXPONENTIAL, ("both",))),
    "jax": set(product(EXPONENTIAL, ("both", "gradient"))),
    "entmax": {("quadratic", "weights")},
}
PEERS = {name: {"numpy", "scipy"} if name == "numpy" else {name} for name in MODES}
SMALL = ("--shapes", "3x5", "--runs", "1")


def run(capsys, *arguments):
    try:
        status = main(["bench", *arguments])
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    return status, out, err


def one_line(err, *wanted):
    assert err.count("\n") == 1 and err.startswith("tightmax") and "Traceback" not in err and len(err) < 400, err
    for text in wanted:
        assert text in err
    return True


def check_rows(rows, library, shapes, dtype, runs):
    """Rows of these shapes, none of which has 2 or 3 entries in a row."""
    by = engines() if library == "numpy" else ("jit",) if library == "jax" else ("eager",)
    inputs = [(f"{rows}x{d}", [rows, d], -1) for rows, d in shapes]
    if library == "numpy":
        inputs += [(f"{rows}x{d} axis 0", [d, rows], 0) for rows, d in shapes]
        inputs += [(f"{rows}x{d} strided", [rows, d], -1) for rows, d in shapes]
    assert {(row["kind"], row["what"]) for row in rows} == MODES[library]
    assert len(rows) == len(MODES[library]) * len(inputs) * len(by) and {row["engine"] for row in rows} == set(by)
    for row in rows:
        assert set(row) == ROW and row["library"] == library
        assert (row["input"], row["shape"], row["axis"]) in inputs
        assert (row["dtype"], row["runs"]) == (dtype, runs)
        ns, ratio, peers = row["ns_per_entry"], row["ratio"], row["peers_ns_per_entry"]
        assert 0 < ns["least"] <= ns["q1"] <= ns["median"] <= ns["q3"]
        assert set(peers) == PEERS[library] and peers[row["against"]] == min(peers.values()) > 0
        assert 0 < ratio["q1"] <= ratio["median"] <= ratio["q3"]
        assert ratio["of_least"] == peers[row["against"]] / ns["least"]
        assert row["times_the_limit"] == ns["least"] / row["limit_ns_per_entry"]
        assert (row["temporaries_in_inputs"] is None) == (library != "numpy" or row["what"] != "both")
