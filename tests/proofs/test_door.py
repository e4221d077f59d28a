"""The door, which imports nothing before it must; files that cannot be imported; theorem files as scripts."""

import re
import sys

from proofs.machinery.engine.proof import theorem

import pytest

from proofs import registry
from proofs.__main__ import COMMANDS, main
from proofs.machinery.documents.notes import main as notes
from proofs.machinery.formal.__main__ import main as formal
from proofs.machinery.output import checkout, exit_status
from proofs.machinery.output.exit_status import INTERRUPTED, MATCHES, PIPE_CLOSED, TERMINATED, UNDECIDED, USAGE
from symbolic.notation import reals
from symbolic.relations import ge
from tests.proofs.processes import CERTIFICATE, HEAVY, ended, started
from tightmax.install import how_to_install

# The door.


def test_help_version_and_mistakes_import_no_library():
    first, helps = [["--version"], [], ["--help"], ["prov"]], [["help", name] for name in COMMANDS]
    code = (
        f"import sys; from proofs.__main__ import main\nfor some in ({first}, {helps}):\n"
        "    for arguments in some: main(arguments)\n    print('LOADED', *sys.modules)"
    )
    status, out, _ = ended(started("-c", code))
    loaded = [set(line.split()) for line in out.splitlines() if line.startswith("LOADED")]
    assert status == 0 and len(loaded) == 2 and "numeric_checks" in loaded[1] - loaded[0]
    assert "proofs.machinery.output.endings" in loaded[0] and not loaded[1].intersection(HEAVY), loaded[1].intersection(
        HEAVY
    )


def test_bounds_need_no_sympy():
    code = (
        "import sys; from proofs.__main__ import main; main(['bounds', '2', '64', '1e9']); "
        "print('sympy' in sys.modules)"
    )
    status, out, err = ended(started("-c", code))
    assert (status, err) == (0, "") and out.splitlines()[-1] == "False" and "20.489265836946" in out


def test_verify_needs_the_standard_library_only():
    status, out, err = ended(started("-m", "proofs", "verify", CERTIFICATE, python=("-S",)))
    assert (status, err) == (0, "") and out.startswith("accepted  eps*_3 >= 8/9")


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"], ["-h"]])
def test_the_overview(capsys, arguments):
    assert main(arguments) == MATCHES
    out, err = capsys.readouterr()
    assert err == "" and all(f"\n  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize(("name", "near"), [("prov", "prove"), ("bound", "bounds"), ("swep", "sweep"), ("lst", "list")])
def test_a_near_miss_names_its_neighbour(capsys, name, near):
    assert main([name]) == USAGE
    assert capsys.readouterr() == (
        "",
        f"tightmax: unknown command '{name}'; did you mean {near}? (see `tightmax --help`)\n",
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_has_examples_and_the_statuses_that_it_can_return(capsys, name):
    assert main([name, "--help"]) == MATCHES
    out = capsys.readouterr().out
    assert f"usage: tightmax {name}" in out and "examples:" in out
    shown = [int(line.split()[0]) for line in out.partition("exit status:\n")[2].splitlines()]
    assert shown == sorted({*exit_status.MEANINGS[name], USAGE, INTERRUPTED, PIPE_CLOSED, TERMINATED})
    assert main(["help", name]) == MATCHES and capsys.readouterr().out == out


@pytest.mark.parametrize("name", COMMANDS)
def test_a_missing_library_is_named_with_how_to_install_it(capsys, monkeypatch, name):
    needs = COMMANDS[name].needs
    if not needs:
        return
    monkeypatch.setattr("proofs.machinery.output.needs.find_spec", lambda module: None)
    arguments = {"bounds": ["2"], "completion": ["bash"], "show": ["kappa"]}.get(name, [])
    assert main([name, *arguments]) == UNDECIDED
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and needs[0] in err and how_to_install(COMMANDS[name].extra) in err


# A file that cannot be imported.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\ny = (\n", "line 2: SyntaxError: '(' was never closed"),
        ("\n\nx = unknown\n", "line 3: NameError: name 'unknown' is not defined"),
        ("from symbolic.nowhere import x\n", "line 1: ModuleNotFoundError: No module named 'symbolic.nowhere'"),
        ("import json\n\njson.loads('')\n", "line 3: JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
    ],
)
def test_a_broken_file_is_one_line_that_names_it(monkeypatch, tmp_path, capsys, text, said):
    package = tmp_path / "proofs" / "mine"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("HEADING, THEOREMS = 'h', ('broken',)\n")
    (package / "broken.py").write_text(text)
    import proofs

    monkeypatch.setattr(proofs, "__path__", [*proofs.__path__, str(tmp_path / "proofs")])
    monkeypatch.setattr(registry, "CHAPTERS", ("mine",))
    registry.files.cache_clear(), registry.theorems.cache_clear()
    try:
        with pytest.raises(registry.BrokenFile, match=re.escape(f"mine/broken.py, {said}")):
            registry.theorems()
        assert main(["list"]) == USAGE
        out, err = capsys.readouterr()
        assert (
            out == ""
            and err.startswith("tightmax: ")
            and err.endswith(f"mine/broken.py, {said}\n")
            and err.count("\n") == 1
        )
    finally:
        registry.files.cache_clear(), registry.theorems.cache_clear()
        [sys.modules.pop(name) for name in list(sys.modules) if name.startswith("proofs.mine")]


def test_a_mistyped_id_imports_no_library():
    code = "import sys; from proofs.__main__ import main; print(main(['prove', 'kapa']), 'sympy' in sys.modules)"
    assert ended(started("-c", code)) == (
        0,
        "2 False\n",
        "tightmax: unknown theorem or claim id 'kapa'; nearest: kappa\n",
    )
    assert registry.known_ids() == [*registry.theorems(), *registry.claims()]


# Theorem files as scripts, and what needs a checkout.

(a,) = reals("a")


@theorem("my-result", title="t", source="s", conclusion="c", claim=[ge(a**2, 0)])
def my_result(T):
    T.forall("square", [], ge(a**2, 0), form=a**2)


def test_an_unregistered_theorem_file_says_how_to_register_it(capsys, monkeypatch, tmp_path):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "my_result.py").write_text("@theorem(\n")
    (tmp_path / "paper" / "a_tool.py").write_text("pass\n")
    monkeypatch.setattr(registry, "__file__", str(tmp_path / "registry.py"))
    assert main(["prove", "my-result"]) == USAGE
    assert "name my_result in THEOREMS in proofs/paper/__init__.py" in capsys.readouterr().err
    assert main(["prove", "a-tool"]) == USAGE and "unknown theorem or claim id 'a-tool'" in capsys.readouterr().err


def test_a_script_whose_name_is_not_its_theorem(capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["proofs/my_results.py"])
    with pytest.raises(SystemExit) as stop:
        my_result.script()
    err = capsys.readouterr().err
    assert stop.value.code == USAGE and err.count("\n") == 1 and "'my-result'" in err and "'my-results'" in err


def test_a_theorem_file_takes_the_options_of_prove():
    status, out, err = ended(started("proofs/paper/shift.py", "--width", "60"))
    assert (status, err) == (0, "") and out.startswith("shift  ") and "PROVED" in out
    body = out[: out.index("PROVED")].splitlines()[:-1]
    assert max(map(len, body)) <= 60
    status, out, err = ended(started("proofs/paper/shift.py", "--widht", "60"))
    assert (status, out) == (USAGE, "") and err.count("\n") == 1 and "--widht" in err


@pytest.mark.parametrize("command", [formal, notes])
def test_outside_a_checkout_one_line(capsys, monkeypatch, tmp_path, command):
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    assert command([]) == USAGE
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "needs a checkout" in err
