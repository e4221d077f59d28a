"""How commands end: signals, closed and full outputs, empty names, missing libraries; and the door, which imports nothing."""

import os
import signal
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from proofs.machinery.engine.proof import theorem

import pytest

from proofs import registry
from proofs.__main__ import COMMANDS, main
from proofs.machinery.documents.notes import main as notes
from proofs.machinery.formal.__main__ import main as formal
from proofs.machinery.output import checkout, exit_status
from proofs.machinery.output.exit_status import INTERRUPTED, MATCHES, PIPE_CLOSED, TERMINATED, UNDECIDED, USAGE
from proofs.machinery.output.files import write_json
from proofs.machinery.output.parser import OneLineParser
from symbolic.notation import reals
from symbolic.relations import ge
from tightmax.install import how_to_install

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATE = "proofs/certificates/lower/chain-d3.json"


def started(*arguments, python=(), **streams):
    """A Python process that has this checkout."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | streams
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, *python, *arguments], cwd=ROOT, env=environment, **pipes)


def ended(process):
    """Its exit status, output and messages."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def shell(line):
    """A line of the shell, in which $T is the command line."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "T": f"{sys.executable} -m proofs"}
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


# The door.

HEAVY = ("sympy", "mpmath", "z3", "cvc5", "numpy", "flint", "rich", "pylatexenc", "scipy", "torch")


def test_help_version_and_mistakes_import_no_library():
    first, helps = [["--version"], [], ["--help"], ["prov"]], [["help", name] for name in COMMANDS]
    code = (
        f"import sys; from proofs.__main__ import main\nfor some in ({first}, {helps}):\n"
        "    for arguments in some: main(arguments)\n    print('LOADED', *sys.modules)"
    )
    status, out, _ = ended(started("-c", code))
    loaded = [set(line.split()) for line in out.splitlines() if line.startswith("LOADED")]
    assert status == 0 and len(loaded) == 2 and "numeric_checks" in loaded[1] - loaded[0]
    assert "proofs.machinery.output.endings" in loaded[0] and not loaded[1].intersection(HEAVY), loaded[1].intersection(HEAVY)


def test_bounds_need_no_sympy():
    code = "import sys; from proofs.__main__ import main; main(['bounds', '2', '64', '1e9']); print('sympy' in sys.modules)"
    status, out, err = ended(started("-c", code))
    assert (status, err) == (0, "") and out.splitlines()[-1] == "False" and "20.483400890566" in out


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
    assert capsys.readouterr() == ("", f"tightmax: unknown command '{name}'; did you mean {near}? (see `tightmax --help`)\n")


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
    arguments = {"bounds": ["2"], "completion": ["bash"]}.get(name, [])
    assert main([name, *arguments]) == UNDECIDED
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and needs[0] in err and how_to_install(COMMANDS[name].extra) in err


# Empty names.


@pytest.mark.parametrize(
    "arguments",
    [
        ["latex", "--out", ""], ["prove", "--json", ""], ["prove", "--smt", ""], ["prove", ""], ["prove", "--width", ""],
        ["list", "--json", ""], ["bounds", "2", "--json", ""], ["bounds", "--figure", ""], ["bounds", "--figure="],
        ["verify", ""], ["sweep", "--ledger", ""], ["sweep", "--json", ""], ["sweep", "--replay", ""],
        ["bench", "--json", ""], ["bench", "--plot", ""], ["experiment", "--out", ""], ["experiment", "--json", ""],
    ],
)  # fmt: skip
def test_an_empty_name_is_refused_before_any_work(capsys, monkeypatch, tmp_path, arguments):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == USAGE
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "''" in err and "accepted" in err and not list(tmp_path.iterdir())


def test_what_looks_like_a_negative_number_is_a_value():
    parser = OneLineParser(prog="x")
    parser.add_argument("--shapes", nargs="+")
    assert parser.parse_args(["--shapes", "-1x4", "3"]).shapes == ["-1x4", "3"]


# Outputs that cannot be written.

COMMANDS_RUN = ("--version", "bounds 2", f"verify {CERTIFICATE}", "prove shift --pages")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", COMMANDS_RUN)
def test_a_full_disk_is_one_line(command):
    assert shell(f"$T {command} > /dev/full") == (USAGE, "", "tightmax: cannot write standard output: No space left on device\n")
    assert shell(f"$T {command} 2> /dev/full")[0] == MATCHES


@pytest.mark.parametrize("command", COMMANDS_RUN[:3])
def test_a_closed_output_is_one_line_and_a_closed_stderr_is_none(command):
    assert shell(f"$T {command} >&-") == (USAGE, "", "tightmax: cannot write standard output: it is closed\n")
    status, out, err = shell(f"$T {command} 2>&-")
    assert (status, err) == (MATCHES, "") and out
    assert shell("$T prov 2>&-") == (USAGE, "", "")


@pytest.mark.parametrize("command", COMMANDS_RUN)
def test_a_reader_that_has_gone_is_no_verdict(command):
    assert shell(f"$T {command} | true; exit ${{PIPESTATUS[0]}}") == (PIPE_CLOSED, "", "")


# Signals.

ENDED = "import os, signal, sys, time; from proofs.machinery.output.endings import at_once, ending\n"


@pytest.mark.parametrize(
    ("number", "said", "status"), [("SIGINT", "interrupted", INTERRUPTED), ("SIGTERM", "terminated", TERMINATED)]
)
@pytest.mark.parametrize(
    "work",
    [
        "os.kill(os.getpid(), signal.NUMBER); time.sleep(60)",
        "with at_once('x'): os.kill(os.getpid(), signal.NUMBER); time.sleep(60)",
        # An import may turn the exception into another one.
        "try: os.kill(os.getpid(), signal.NUMBER); time.sleep(60)\n    except BaseException: raise ImportError('half')",
    ],
)
def test_a_signal_is_one_line(number, said, status, work):
    code = f"{ENDED}def work():\n    {work.replace('NUMBER', number)}\nsys.exit(ending('x', work))"
    assert ended(started("-c", code)) == (status, "", f"x: {said}\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_libraries_are_imported(number):
    code = "import proofs.__main__ as door, sys; print('here', flush=True); sys.exit(door.main(['prove']))"
    process = started("-c", code)
    assert process.stdout.readline() == "here\n"
    with suppress(subprocess.TimeoutExpired):
        process.wait(0.2)  # long before SymPy is imported
    process.send_signal(number)
    status, out, err = ended(process)
    assert out == "" and (status, err) in ((INTERRUPTED, "tightmax: interrupted\n"), (TERMINATED, "tightmax: terminated\n"))


def test_an_interrupt_keeps_its_note_and_other_faults_their_traceback(capsys):
    from proofs.machinery.output.endings import ending

    def noted():
        stop = KeyboardInterrupt()
        stop.add_note("; the same command goes on")
        raise stop

    before = signal.getsignal(signal.SIGTERM)
    assert ending("x", noted) == INTERRUPTED and capsys.readouterr().err == "x: interrupted; the same command goes on\n"
    with pytest.raises(ZeroDivisionError):
        ending("x", lambda: 1 // 0)
    assert signal.getsignal(signal.SIGTERM) is before


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


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_text()))
    reader.start()
    write_json(str(pipe), {"a": 1})
    reader.join(10)
    assert heard == ['{\n "a": 1\n}\n'] and stat.S_ISFIFO(pipe.stat().st_mode) and list(tmp_path.iterdir()) == [pipe]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "there").mkdir()
    link, file = tmp_path / "link.json", tmp_path / "there" / "file.json"
    link.symlink_to(file)
    for _ in range(2):
        write_json(str(link), [])
        assert link.is_symlink() and file.read_text() == "[]\n" and list(file.parent.iterdir()) == [file]
