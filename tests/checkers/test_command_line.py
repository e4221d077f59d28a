"""The command line of the checkers: exit statuses, a line a file, help and codes; the files that cannot be read."""

import os
import re
import runpy
import sys
from pathlib import Path

import pytest

from tests.checkers.both import both
from tests.checkers.kinds import Kind


@both
@pytest.mark.parametrize(("names", "status"), [
    (["good"], 0), (["good", "good"], 0), (["bad"], 1), (["good", "bad", "good"], 1), (["cut"], 2),
    (["good", "cut"], 2), (["cut", "bad"], 2), (["bad", "cut"], 2), (["bad", "cut", "good"], 2),
])
def test_exit_status(
    kind: Kind, names: list[str], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = kind.files(tmp_path)
    assert kind.module.main([files[name] for name in names]) == status
    out, err = capsys.readouterr()
    line = {"good": f"{kind.accepted}  {files['good']}\n", "bad": f"{kind.rejected}  {files['bad']}\n", "cut": ""}
    assert out == "".join(line[name] for name in names)
    assert [text.endswith(files["cut"]) for text in err.splitlines()] == [True] * names.count("cut")
    assert all(text.startswith("unreadable  not JSON") for text in err.splitlines())


@both
def test_help_codes_and_usage(kind: Kind, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        kind.module.main(["--help"])
    assert stop.value.code == 0
    out = capsys.readouterr().out
    assert "examples:" in out and f"python -I -S proofs/{kind.path.name} proofs/" in out and "exit status: 0" in out
    assert kind.module.main(["--codes"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(kind.module.CODES)
    for arguments in [], ["--nonsense"], ["--code"]:
        with pytest.raises(SystemExit) as stop:
            kind.module.main(arguments)
        assert stop.value.code == 2
        out, err = capsys.readouterr()
        assert out == "" and err.startswith("usage: ")


@both
def test_odd_file_names_keep_to_one_line(kind: Kind, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in "a\nb", "é", "it's", os.fsdecode(b"\xff"):
        try:
            (tmp_path / name).write_text(kind.good)
        except OSError:
            continue  # not a file name on this system
        assert kind.module.main([str(tmp_path / name)]) == 0
        out = capsys.readouterr().out
        assert out.count("\n") == 1 and out.isascii()


@both
def test_the_checker_is_small_and_imports_only_the_standard_library(kind: Kind) -> None:
    source = kind.path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 300 and max(map(len, source.splitlines())) <= 120
    imported = re.findall(r"^\s*(?:from|import)\s+(\w+)", source, re.M)
    assert len(imported) >= 5 and set(imported) <= set(sys.stdlib_module_names)
    assert not re.search(r"^\s*assert\b|\b(?:eval|exec|__import__)\(", source, re.M)


@both
def test_run_as_a_script(kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [kind.path.name, kind.files(tmp_path)["bad"]])
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(kind.path), run_name="__main__")
    assert stop.value.code == 1


@both
def test_bad_files_and_no_files(kind: Kind, tmp_path: Path) -> None:
    """As a program: no traceback, a line for each file, and a usage where there is none."""
    files = kind.files(tmp_path)
    assert kind.run(files["bad"], cwd=tmp_path).returncode == 1
    done = kind.run(files["bad"], files["cut"], "missing", cwd=tmp_path)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 1 and len(done.stderr.splitlines()) == 2
    done = kind.run(cwd=tmp_path)
    assert done.returncode == 2 and done.stderr.startswith("usage: ")


@both
def test_files_that_cannot_be_read(kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_file, unreadable = kind.module.check_file, kind.module.Unreadable
    with pytest.raises(unreadable, match="No such file"):
        check_file(str(tmp_path / "missing"))
    with pytest.raises(unreadable, match="directory"):
        check_file(str(tmp_path))
    with pytest.raises(unreadable, match="null byte"):
        check_file("a\0b")
    good = tmp_path / "good.json"
    good.write_text(kind.good)
    monkeypatch.setattr(kind.module, "MAX_BYTES", len(kind.good))
    check_file(str(good))
    monkeypatch.setattr(kind.module, "MAX_BYTES", len(kind.good) - 1)
    with pytest.raises(unreadable, match="larger than"):
        check_file(str(good))


@both
def test_no_permission(kind: Kind, tmp_path: Path) -> None:
    good = tmp_path / "good.json"
    good.write_text(kind.good)
    good.chmod(0)
    if os.access(good, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(kind.module.Unreadable, match="Permission"):
        kind.module.check_file(str(good))


@both
def test_an_endless_file_is_too_large(kind: Kind) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero")
    limit = {"verify": 33554432, "verify_upper": 1048576, "verify_walk": 8388608, "verify_lattice": 8388608}[str(kind)]
    with pytest.raises(kind.module.Unreadable, match=f"larger than {limit} bytes"):
        kind.module.check_file("/dev/zero")
