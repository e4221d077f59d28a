"""`tightmax bench` as a test runs it, and what its rows must hold."""

from proofs.__main__ import main

ROW = {
    "library", "kind", "against", "mode", "shape", "dtype", "runs", "ratio", "seconds", "temporaries_in_inputs",
}
MODES = {
    "numpy": {("universal", "plain"), ("lse", "plain")},
    "torch": {(kind, mode) for kind in ("universal", "lse") for mode in ("plain", "requires_grad", "backward")},
    "jax": {("universal", "jit"), ("lse", "jit")},
    "entmax": {("quadratic", "plain"), ("quadratic", "requires_grad")},
}
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
    assert {(row["kind"], row["mode"]) for row in rows} == MODES[library]
    assert len(rows) == len(MODES[library]) * len(shapes)
    for row in rows:
        assert set(row) == ROW and row["library"] == library and row["shape"] in shapes
        assert (row["dtype"], row["runs"]) == (dtype, runs) and row["against"].startswith(("scipy", library))
        ratio, seconds = row["ratio"], row["seconds"]
        assert set(ratio) == {"median", "q1", "q3"} and 0 < ratio["q1"] <= ratio["median"] <= ratio["q3"]
        assert set(seconds) == {"tightmax", "other"} and min(seconds.values()) > 0
        assert (row["temporaries_in_inputs"] is None) == (library != "numpy")
