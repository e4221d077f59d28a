"""The packed proofs are unpacked whole or not at all, once, wherever a cache can be written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tightmax import machinery

pytest.importorskip("setuptools", minversion="77")

from tests.packaging.conftest import ROOT


@pytest.fixture
def own_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(machinery, "cache_folder", lambda: tmp_path / "cache" / "tightmax")
    return tmp_path / "cache" / "tightmax"


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "proofs" / "paper" / "kappa.py").write_text("raise SystemExit"),
        lambda folder: (folder / "proofs" / "paper" / "kappa.py").unlink(),
        lambda folder: (folder / "sympy.py").write_text("raise SystemExit"),
        lambda folder: shutil.rmtree(folder / "symbolic"),
        lambda folder: shutil.rmtree(folder),
    ],
    ids=("changed", "missing", "added", "a folder missing", "all missing"),
)
def test_what_is_not_whole_is_unpacked_anew(archive, own_cache, harm):
    folder = machinery.unpacked(archive)
    promised = (folder / "proofs" / "paper" / "kappa.py").read_bytes()
    (folder / "proofs" / "__pycache__").mkdir()
    assert promised.count(b"\n") == (ROOT / "proofs" / "paper" / "kappa.py").read_bytes().count(b"\n")
    assert machinery.unpacked(archive) == folder
    assert (folder / "proofs" / "__pycache__").is_dir(), "a whole folder is left as it is"
    harm(folder)
    assert machinery.unpacked(archive) == folder and (folder / "proofs" / "paper" / "kappa.py").read_bytes() == promised
    assert not (folder / "sympy.py").exists() and (folder / "symbolic" / "printing" / "plain.py").is_file()
    assert sorted(path.name for path in own_cache.iterdir()) == [".lock", folder.name]


def test_many_at_once_unpack_once(archive, tmp_path):
    code = f"from pathlib import Path; from tightmax.machinery import unpacked; print(unpacked(Path({str(archive)!r})))"
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen(
            [sys.executable, "-S", "-c", code], env=environment, stdout=subprocess.PIPE, text=True,
        ) for _ in range(4)
    ]
    places = {run.communicate()[0].strip() for run in runs}
    assert all(run.returncode == 0 for run in runs) and len(places) == 1
    assert sorted(path.name for path in (tmp_path / "tightmax").iterdir()) == [".lock", Path(*places).name]


def test_where_no_cache_can_be_written_a_temporary_folder_serves_one_run(archive, own_cache, monkeypatch, tmp_path):
    own_cache.parent.write_text("not a folder")
    removed = []
    monkeypatch.setattr(machinery.atexit, "register", lambda function, *args, **how: removed.append(args[0]))
    monkeypatch.setattr(machinery.tempfile, "tempdir", str(tmp_path))
    folder = machinery.unpacked(archive)
    assert folder.parent == tmp_path and (folder / "proofs" / "paper" / "kappa.py").is_file() and removed == [folder]
    monkeypatch.setattr(machinery.tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(machinery.Unavailable, match=r"cannot unpack the proofs into .*cache.* or a temporary folder"):
        machinery.unpacked(archive)


def test_a_damaged_archive_is_said_to_be(archive, own_cache, monkeypatch, tmp_path, capsys):
    data = archive.read_bytes()
    for wrong in (data[: len(data) // 2], b"", data[:3000] + bytes(2000) + data[5000:], b"not packed"):
        bad = tmp_path / "bad.xz"
        bad.write_bytes(wrong)
        with pytest.raises(machinery.Unavailable, match=r"is damaged .*: install TightMax anew"):
            machinery.unpacked(bad)
    with pytest.raises(machinery.Unavailable, match="has no proofs"):
        machinery.unpacked(tmp_path / "none")
    assert not own_cache.exists() or [path.name for path in own_cache.iterdir()] == [".lock"]


def test_a_checkout_comes_before_everything_else(monkeypatch):
    assert machinery.checkout() == ROOT
    monkeypatch.setattr(sys, "path", ["/elsewhere", str(ROOT), *sys.path])
    assert machinery.make_importable() == ROOT
    assert sys.path[0] == str(ROOT) and sys.path.count(str(ROOT)) == 1
