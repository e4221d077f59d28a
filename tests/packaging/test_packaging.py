"""The wheel and the source distribution: what is in them, and that the commands work from them and from nothing
else.
"""

import compileall
import email
import json
import lzma
import os
import re
import runpy
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy
import pytest

import tightmax
from proofs import __main__ as command_line

pytest.importorskip("setuptools", minversion="77")

from tests.packaging.conftest import ROOT


def extras(site):
    [metadata] = site.glob("tightmax-*.dist-info/METADATA")
    return email.message_from_string(metadata.read_text(encoding="utf-8"))


def test_the_wheel_has_one_name_and_is_small(site):
    [metadata] = site.glob("*.dist-info")
    assert {path.name for path in site.iterdir()} == {"tightmax", metadata.name}
    assert compileall.compile_dir(site / "tightmax", quiet=1)
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    assert size < 4e6, size  # bytecode included; what a file system rounds every file up to comes on top
    assert {path.suffix for path in (site / "tightmax").rglob("*.*") if "__pycache__" not in path.parts} == {
        ".py", ".xz", ".typed"
    }


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
    assert "proofs/certificates/lower/best-d5.json" in names and "proofs/coq/record.json" in names


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
    sources = [
        path
        for folder in ("tightmax", "proofs", "symbolic", "numeric_checks")
        for path in (ROOT / folder).rglob("*.py")
    ]
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
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "Makefile", "MANIFEST.in",
        "setup.py",
        "paper_notes.md", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "requirements-torch.txt",
        ".ci/run", "tightmax/py.typed", "conftest.py", "requirements-floor.lock", "proofs/machinery/bounds/bounds.svg",
        "proofs/certificates/lower/FORMAT.md",
    }
    for folder in ("proofs", "symbolic", "numeric_checks", "tightmax", "tests"):
        files = [
            path
            for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix in (".py", ".v", ".json", ".pdf")
        ]
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
    found = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True,
    )
    assert found.stdout == "7.0 0.6931471805599453\n"


def test_the_version_is_told_without_the_libraries(command):
    code = "import sys; from tightmax.__main__ import main; main(['--version']); print(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"numpy", "sympy", "z3", "numeric_checks", "proofs"} & set(re.findall(r"'(\w+)'", found.stdout))


def test_the_commands_work_from_the_wheel_beside_a_stranger(command, cache):
    found = command("prove", "kappa", check=0)
    assert re.search(r"^kappa +PROVED +FORMAL ", found.stdout, re.MULTILINE), found.stdout
    assert "352121/250000" in command("bounds", "5", check=0).stdout
    assert "S4-12" in command("list", check=0).stdout
    [certificate] = cache.rglob("chain-d3.json")
    assert "eps*_3 >= 8/9" in command("verify", str(certificate), check=0).stdout
    found = command("sweep", "gap", "--dim", "2", "--blocks", "1", "--workers", "2", check=0)
    assert "no counterexample" in found.stdout


def test_what_needs_a_checkout_says_so_and_is_not_completed(command):
    left_out = ("bench", "experiment")
    for name in left_out:
        found = command(name, check=3)
        assert found.stdout == "" and found.stderr.endswith(
            f"tightmax {name} needs a checkout of TightMax; the wheel is without it\n"
        )
        assert found.stderr.count("\n") == 1
    marked = [
        line.split()[0]
        for line in command("--help", check=0).stdout.splitlines() if line.endswith("(needs a checkout)")
    ]
    assert marked == list(left_out)
    script = command("completion", "bash", check=0).stdout
    assert "lse-gap" in script and "_prove_" in script and "_experiment_" not in script and "_bench_" not in script


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_the_version_from_the_wheel_on_a_full_disk(site, tmp_path):
    code = (
        f"import sys; sys.path[:0] = [{str(site)!r}]; sys.argv[1:] = ['--version']; from tightmax.__main__ import "
        f"main; sys.exit(main())"
    )
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True,
        )
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
        f"import sys; sys.path[:0] = {['', str(site), str(Path(numpy.__file__).parents[1])]!r}\n" "import pickle; from "
        "tightmax.machinery import call\ntask = pickle.loads(pickle.dumps((call, ('numeric_checks.sweeps.block', "
        "'run_fields', 'gap', 2, 1.0, 0, 0))))\nassert 'numeric_checks' not in "
        "sys.modules\nprint(task[0](*task[1]).refuted)\n"
    )
    environment = {"PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(cache)}
    run = [sys.executable, "-I", "-S", "-c", code]
    found = subprocess.run(run, cwd=hostile, env=environment, capture_output=True, text=True)
    assert found.stdout == "False\n", found.stderr
