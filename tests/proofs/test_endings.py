"""How commands end: signals, closed and full outputs, empty names."""

import os
import re
import signal
import stat
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from proofs import registry
from proofs.__main__ import COMMANDS, main
from proofs.machinery.output.exit_status import INTERRUPTED, MATCHES, PIPE_CLOSED, TERMINATED, USAGE
from proofs.machinery.output.files import write_json
from proofs.machinery.output.parser import OneLineParser
from tests.proofs.processes import CERTIFICATE, HEAVY, ROOT, ended, shell, started

# Empty names.


@pytest.mark.parametrize(
    "arguments",
    [
        ["latex", "--out", ""], ["prove", "--json", ""], ["prove", "--smt", ""], ["prove", ""],
        ["prove", "--width", ""],
        ["list", "--json", ""], ["bounds", "2", "--json", ""], ["bounds", "--figure", ""], ["bounds", "--figure="],
        ["bounds", "--regions", ""],
        ["verify", ""], ["sweep", "--ledger", ""], ["sweep", "--json", ""], ["sweep", "--replay", ""],
        ["bench", "--json", ""], ["bench", "--plot", ""], ["experiment", "--out", ""], ["experiment", "--json", ""],
    ],
)
def test_an_empty_name_is_refused_before_any_work(capsys, monkeypatch, tmp_path, arguments):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == USAGE
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "''" in err and "accepted" in err and not list(tmp_path.iterdir())
    assert "--replay" not in arguments or "ledger" in err


def test_what_looks_like_a_negative_number_is_a_value():
    parser = OneLineParser(prog="x")
    parser.add_argument("--shapes", nargs="+")
    assert parser.parse_args(["--shapes", "-1x4", "3"]).shapes == ["-1x4", "3"]


# Outputs that cannot be written.

COMMANDS_RUN = ("--version", "bounds 2", f"verify {CERTIFICATE}", "prove shift --pages")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", COMMANDS_RUN)
def test_a_full_disk_is_one_line(command):
    assert shell(f"$T {command} > /dev/full") == (
        USAGE,
        "",
        "tightmax: cannot write standard output: No space left on device\n",
    )
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
        # In a finalizer, where an exception is printed and dropped.
        "type('A', (), {'__del__': lambda self: os.kill(os.getpid(), signal.NUMBER) or time.sleep(0)})(); "
        "time.sleep(60)",
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
    assert out == "" and (status, err) in (
        (INTERRUPTED, "tightmax: interrupted\n"),
        (TERMINATED, "tightmax: terminated\n"),
    )


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


@pytest.mark.parametrize(
    ("number", "line", "status"), [("SIGINT", "interrupted", INTERRUPTED), ("SIGTERM", "terminated", TERMINATED)]
)
@pytest.mark.parametrize(
    "name",
    [
        "proofs/paper/shift.py",
        "proofs/surrogates/hinge_to_softmax.py",
        "-m proofs",
        "-m proofs.machinery.documents.notes",
        "-m numeric_checks.bench.chain",
    ],
)
def test_a_signal_at_the_first_import_of_a_program(name, number, line, status, tmp_path):
    """The first library that a program imports, before any other, sends the signal and waits for the end."""
    for library in ("sympy", "numpy", "dataclasses"):
        (tmp_path / f"{library}.py").write_text(
            f"import os, signal, time; os.kill(os.getpid(), signal.{number}); time.sleep(60)\n"
        )
    code = [sys.executable, *name.split(), "prove"]
    environment = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        code,
        cwd=tmp_path if name.startswith("-m") else ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    says = "tightmax" if "machinery" not in name and "bench" not in name else name.split()[-1]
    assert (done.returncode, done.stdout, done.stderr) == (status, "", f"{says}: {line}\n")


def test_a_library_user_keeps_what_signals_do():
    code = (
        "import signal; before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)\n"
        "import proofs.registry, numeric_checks, tightmax.__main__ as door; door.main(['--version'])\n"
        "print(before == (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)))"
    )
    assert ended(started("-c", code))[1].endswith("\nTrue\n")


@pytest.mark.parametrize("chapter", registry.CHAPTERS)
def test_every_theorem_file_imports_the_machinery_before_sympy(chapter):
    for file in (ROOT / "proofs" / chapter).glob("[!_]*.py"):
        names = re.findall(r"(?m)^(?:from|import) ([\w.]+)", file.read_text(encoding="utf-8"))
        libraries = [name for name in names if name.partition(".")[0] in {*HEAVY, "symbolic", "proofs"}]
        assert libraries[0].startswith("proofs."), file


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_the_version_of_the_installed_command_ends_as_every_other():
    run = "$T --version".replace("$T", f"{sys.executable} -m tightmax")
    assert shell(f"{run} > /dev/full") == (
        USAGE,
        "",
        "tightmax: cannot write standard output: No space left on device\n",
    )
    assert shell(f"{run} >&-") == (USAGE, "", "tightmax: cannot write standard output: it is closed\n")
    assert shell(f"{run} | true; exit ${{PIPESTATUS[0]}}") == (PIPE_CLOSED, "", "")
    assert shell(f"{run} 2>&-")[0] == MATCHES


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("name", ["sweep", "bench", "experiment", "prove"])
def test_every_message_of_a_command_begins_alike(name):
    says = COMMANDS[name].says
    assert shell(f"$T {name} --help >&-")[2] == f"{says}: cannot write standard output: it is closed\n"
    assert (
        shell(f"$T {name} --help > /dev/full")[2] == f"{says}: cannot write standard output: No space left on device\n"
    )
    assert shell(f"$T {name} --nothing")[2].startswith(f"{says}: ")


def test_only_a_run_that_goes_on_says_so(monkeypatch, capsys):
    from numeric_checks.experiments import command

    def interrupted(args):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_list", interrupted)
    monkeypatch.setattr(command, "_run", interrupted)
    assert (
        main(["experiment", "--list"]) == INTERRUPTED
        and capsys.readouterr().err == "tightmax experiment: interrupted\n"
    )
    assert main(["experiment"]) == INTERRUPTED
    assert capsys.readouterr().err == "tightmax experiment: interrupted; the same command goes on\n"


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
