"""The wheel and the source distribution: what is in them, and that the commands work from them and from nothing else."""

import compileall
import email
import json
import lzma
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy
import pytest

import tightmax
from proofs import __main__ as command_line
from tightmax import machinery

pytest.importorskip("setuptools", minversion="77")

ROOT = Path(__file__).parents[2]
NOT_SOURCES = shutil.ignore_patterns(
    ".git", ".venv*", "build", "out", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", ".coverage", "shared",
    "*.vo", "*.vok", "*.vos", "*.glob", "*.aux",
)  # fmt: skip
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, 'build_' + sys.argv[1])(sys.argv[2]))"
RUN = "import sys; sys.path[:0] = {path!r}; from tightmax.__main__ import main; sys.exit(main({argv!r}))"


def build(what, source, target):
    found = subprocess.run(
        [sys.executable, "-c", BUILD, what, str(target)], cwd=source, capture_output=True, text=True
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    return target / found.stdout.split()[-1]


@pytest.fixture(scope="session")
def sdist(tmp_path_factory):
    place = tmp_path_factory.mktemp("sdist")
    shutil.copytree(ROOT, place / "tree", ignore=NOT_SOURCES)
    return build("sdist", place / "tree", place)


@pytest.fixture(scope="session")
def wheel(sdist, tmp_path_factory):
    """Built from the source distribution alone, after an older build that had more in it."""
    place = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(place)  # our own file; Python 3.11.0 to 3.11.3 know no filter
    source = place / sdist.name.removesuffix(".tar.gz")
    (source / "build" / "lib" / "symbolic").mkdir(parents=True)
    (source / "build" / "lib" / "symbolic" / "__init__.py").touch()
    return build("wheel", source, place)


@pytest.fixture(scope="session")
def site(wheel, tmp_path_factory):
    """A folder with what the wheel installs."""
    place = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


@pytest.fixture(scope="session")
def archive(site):
    return site / "tightmax" / "proofs.xz"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """A project of somebody else, with folders of the same names, from which the commands are run."""
    place = tmp_path_factory.mktemp("project")
    for name in ("symbolic", "proofs", "numeric_checks"):
        (place / name).mkdir()
        (place / name / "__init__.py").write_text("raise RuntimeError('a stranger was imported')\n")
    return place


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def command(site, hostile, cache):
    """`tightmax` from the wheel, with the libraries of this environment, or with NumPy alone."""

    def run(*argv, libraries=Path(numpy.__file__).parents[1], home=cache, check=None):
        code = RUN.format(path=["", str(site), str(libraries)], argv=list(argv))
        environment = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(home), "HOME": str(home), "LOCALAPPDATA": str(home)}
        found = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code], cwd=hostile, env=environment, capture_output=True, text=True
        )  # fmt: skip
        if check is not None:
            assert found.returncode == check, found.stderr
        return found

    return run


@pytest.fixture(scope="session")
def numpy_alone(tmp_path_factory):
    place = tmp_path_factory.mktemp("numpy")
    for path in Path(numpy.__file__).parents[1].glob("numpy*"):
        (place / path.name).symlink_to(path)
    return place


def extras(site):
    [metadata] = site.glob("tightmax-*.dist-info/METADATA")
    return email.message_from_string(metadata.read_text(encoding="utf-8"))


def test_the_wheel_has_one_name_and_is_small(site):
    [metadata] = site.glob("*.dist-info")
    assert {path.name for path in site.iterdir()} == {"tightmax", metadata.name}
    assert compileall.compile_dir(site / "tightmax", quiet=1)
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    assert size < 1e6, size  # bytecode included; what a file system rounds every file up to comes on top
    assert {path.suffix for path in (site / "tightmax").rglob("*.*") if "__pycache__" not in path.parts} == {
        ".py", ".xz", ".typed"
    }  # fmt: skip


def test_what_is_packed_is_reproducible_and_complete(archive, cache, monkeypatch):
    made = runpy.run_path(str(ROOT / "setup.py"))
    again = cache.parent / "again.tar.xz"
    made["write_archive"](again)
    assert again.read_bytes() == archive.read_bytes()
    head, _, contents = lzma.decompress(archive.read_bytes()).partition(b"\n")
    lengths = json.loads(head)["files"]
    names = list(lengths)
    assert sum(lengths.values()) == len(contents)
    assert {Path(name).suffix for name in names} == {".py", ".json", ".toml", ".txt", ".sha256"}
    here = {path.relative_to(ROOT).as_posix() for path in (ROOT / "proofs").rglob("*.py")} - set(names)
    assert here == {name for name in here if name.startswith(made["CHECKOUT_ONLY"])}
    assert "proofs/certificates/lower/best-d4.json" in names and "proofs/coq/record.json" in names


def test_a_program_is_packed_without_its_prose_and_means_the_same():
    bare = runpy.run_path(str(ROOT / "setup.py"))["bare"]
    source = 'def f():  # why\n    """Prose,\n    two lines."""\n    return "# no comment"\nclass A: """one line"""\n'
    assert bare(source) == 'def f():\n    ""\n\n    return "# no comment"\nclass A: """one line"""\n'


def test_the_metadata_is_complete(site):
    found = extras(site)
    assert found["Version"] == tightmax.__version__ and found["License-Expression"] == "MIT"
    assert found["Author"] == "The TightMax authors" and "smooth maximum" in found["Keywords"]
    assert found.get_all("Project-URL") == ["Paper, https://arxiv.org/abs/2512.10825"]
    assert "Typing :: Typed" in found.get_all("Classifier") and "smooth_max" in found.get_payload()
    needs = found.get_all("Requires-Dist")
    assert [need for need in needs if "extra ==" not in need] == [need for need in needs if need.startswith("numpy")]
    [entry] = site.glob("*.dist-info/entry_points.txt")
    assert entry.read_text() == "[console_scripts]\ntightmax = tightmax.__main__:main\n"


def test_every_hint_names_an_extra_that_there_is(site):
    known = set(extras(site).get_all("Provides-Extra"))
    sources = [path for folder in ("tightmax", "proofs", "symbolic", "numeric_checks") for path in (ROOT / folder).rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = set(re.findall(r"""how_to_install\(["'](\w+)["']\)""", text))
    named |= {command.extra for command in getattr(command_line, "COMMANDS", {}).values()}
    assert "prove" in named and named <= known


def test_the_citation_is_of_this_version():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {tightmax.__version__}\n" in text and re.search(r"\ndate-released: \d{4}-\d\d-\d\d\n", text)


def test_the_source_distribution_is_the_checkout(sdist):
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "Makefile", "MANIFEST.in", "setup.py",
        "paper_notes.md", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "requirements-torch.txt",
        ".ci/run", "tightmax/py.typed", "conftest.py", "requirements-floor.lock", "proofs/machinery/bounds/bounds.svg", "proofs/certificates/lower/FORMAT.md",
    }  # fmt: skip
    for folder in ("proofs", "symbolic", "numeric_checks", "tightmax", "tests"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix in (".py", ".v", ".json", ".pdf")]
        wanted |= {path.relative_to(ROOT).as_posix() for path in files}
    assert wanted - names == set()
    assert not [name for name in names if name.endswith((".pyc", ".vo"))]


def test_without_the_extra_one_line_says_what_to_install(command, numpy_alone):
    assert command("--version", libraries=numpy_alone, check=0).stdout == f"tightmax {tightmax.__version__}\n"
    found = command("prove", "kappa", libraries=numpy_alone, check=3)
    assert found.stdout == "" and re.fullmatch(r"tightmax: .* pip install '\.\[prove\]'\n", found.stderr), found.stderr


def test_the_array_functions_need_numpy_alone(site, numpy_alone, tmp_path):
    code = (
        f"import sys; sys.path[:0] = {[str(site), str(numpy_alone)]!r}\n"
        "import tightmax\n"
        "assert 'numpy' not in sys.modules\n"
        "print(tightmax.smooth_max([7.0, 2.0, 1.0, -30.0], temperature=1.0), tightmax.logsumexp([0.0, 0.0]))\n"
    )
    found = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert found.stdout == "7.0 0.6931471805599453\n"


def test_the_version_is_told_without_the_libraries(command):
    code = "import sys; from tightmax.__main__ import main; main(['--version']); print(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"numpy", "sympy", "z3", "numeric_checks", "proofs"} & set(re.findall(r"'(\w+)'", found.stdout))


def test_the_commands_work_from_the_wheel_beside_a_stranger(command, cache):
    found = command("prove", "kappa", check=0)
    assert re.search(r"^kappa +PROVED +FORMAL ", found.stdout, re.MULTILINE), found.stdout
    assert "4384/3125" in command("bounds", "5", check=0).stdout
    assert "S4-12" in command("list", check=0).stdout
    [certificate] = cache.rglob("chain-d3.json")
    assert "eps*_3 >= 8/9" in command("verify", str(certificate), check=0).stdout
    found = command("sweep", "gap", "--dim", "2", "--blocks", "1", "--workers", "2", check=0)
    assert "no counterexample" in found.stdout


def test_what_needs_a_checkout_says_so_and_is_not_completed(command):
    left_out = ("bench", "experiment")
    for name in left_out:
        found = command(name, check=3)
        assert found.stdout == "" and found.stderr.endswith(f"tightmax {name} needs a checkout of TightMax; the wheel is without it\n")
        assert found.stderr.count("\n") == 1
    marked = [line.split()[0] for line in command("--help", check=0).stdout.splitlines() if line.endswith("(needs a checkout)")]
    assert marked == list(left_out)
    script = command("completion", "bash", check=0).stdout
    assert "lse-gap" in script and "_prove_" in script and "_experiment_" not in script and "_bench_" not in script


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_the_version_from_the_wheel_on_a_full_disk(site, tmp_path):
    code = f"import sys; sys.path[:0] = [{str(site)!r}]; sys.argv[1:] = ['--version']; from tightmax.__main__ import main; sys.exit(main())"
    with open("/dev/full", "w") as full:
        found = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (found.returncode, found.stderr) == (2, "tightmax: cannot write standard output: No space left on device\n")


@pytest.mark.parametrize(("number", "said"), [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated")])
def test_a_signal_while_the_proofs_are_unpacked_leaves_nothing_behind(site, tmp_path, number, said):
    """The signal comes after the first file is written."""
    code = (
        f"import sys; sys.path[:0] = [{str(site)!r}]; sys.argv[1:] = ['list']\n"
        "import os, pathlib, time; write = pathlib.Path.write_bytes\n"
        f"def slow(path, data): write(path, data); os.kill(os.getpid(), {int(number)}); time.sleep(60)\n"
        "pathlib.Path.write_bytes = slow\n"
        "from tightmax.__main__ import main; sys.exit(main())"
    )
    environment = {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    run = [sys.executable, "-I", "-S", "-c", code]
    found = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert (found.returncode, found.stdout, found.stderr) == (128 + number, "", f"tightmax: {said}\n")
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} <= {".lock"}


def test_a_worker_needs_only_the_wheel(site, hostile, cache, tmp_path):
    """What is sent to a Dask worker is a function of `tightmax`, names and numbers; the answer is a block."""
    code = (
        f"import sys; sys.path[:0] = {['', str(site), str(Path(numpy.__file__).parents[1])]!r}\n"
        "import pickle; from tightmax.machinery import call\n"
        "task = pickle.loads(pickle.dumps((call, ('numeric_checks.sweeps.block', 'run_fields', 'gap', 2, 1.0, 0, 0))))\n"
        "assert 'numeric_checks' not in sys.modules\n"
        "print(task[0](*task[1]).refuted)\n"
    )
    environment = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(cache)}
    run = [sys.executable, "-I", "-S", "-c", code]
    found = subprocess.run(run, cwd=hostile, env=environment, capture_output=True, text=True)
    assert found.stdout == "False\n", found.stderr


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
        subprocess.Popen([sys.executable, "-S", "-c", code], env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)
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
