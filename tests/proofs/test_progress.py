"""Progress: k of n and the time left, on a terminal a bar, elsewhere a line now and then."""

import io
import shutil
import sys
from contextlib import nullcontext

import pytest

from proofs import registry
from proofs.machinery.documents.counted import closure, counted
from proofs.machinery.formal import build, coq
from proofs.machinery.output.progress import left, progress


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_plain_line_now_and_then(clock, capsys):
    with progress("tightmax prove", clock=clock) as seen:
        for done in range(69):
            clock.now = float(done)
            seen(done, 69)
        clock.now = 69.0
        seen(69, 69)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"tightmax prove: {done} of 69, about {69 - done} s left" for done in (15, 30, 45, 60)]


def test_nothing_if_it_ends_before(clock, capsys):
    with progress("tightmax prove", clock=clock) as seen:
        for done in range(10):
            clock.now = 1.4 * done
            seen(done, 10)
    assert capsys.readouterr() == ("", "")


def test_the_time_goes_by_the_share_of_the_work_and_not_by_the_count(clock, capsys):
    with progress("tightmax prove", "theorems", clock=clock) as seen:
        seen(0, 10, share=0.0)
        clock.now = 20.0
        seen(1, 10, share=0.8)
    assert capsys.readouterr().err == "tightmax prove: 1 of 10 theorems, about 5 s left\n"


def test_what_was_done_before_the_start_is_no_speed(clock, capsys):
    with progress("tightmax sweep", "blocks", clock=clock) as seen:
        seen(90, 100)  # from a ledger
        clock.now = 20.0
        seen(95, 100)
    assert capsys.readouterr().err == "tightmax sweep: 95 of 100 blocks, about 20 s left\n"


def test_words_for_the_time_left():
    assert left(10.0, 0.0) == "" and left(30.0, 1.0) == "about 0 s left" and left(60.0, 0.1) == "about 9 min left"


def test_on_a_terminal_a_bar(clock, monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with progress("tightmax latex", clock=clock) as seen:
        seen(0, 34)
        clock.now = 10.0
        seen(17, 34, "kappa / slope")
    assert "17 of 34, about 10 s left  kappa / slope" in terminal.getvalue()


def test_every_step_of_a_session_is_counted_with_those_that_it_uses(monkeypatch):
    told = []

    class Told:
        def __enter__(self):
            return lambda done, total, what="", share=None: told.append((done, total, what, share))

        def __exit__(self, *_):
            return None

    monkeypatch.setattr("proofs.machinery.documents.counted.progress", lambda name, unit: Told())
    from proofs.machinery.engine.session import Session

    owner = registry.theorem("two-level")
    assert [o.id for o in closure([owner])][-1] == "two-level" and len(closure([owner])) > 3
    with counted("tightmax prove", [owner]) as step:
        Session(progress=step).theorem("two-level")
    steps = sum(len(o.derivation.steps) for o in closure([owner]))
    with_steps = sum(bool(o.derivation.steps) for o in closure([owner]))
    assert len(told) == steps and told[0][:2] == (0, with_steps) and told[-1][0] == with_steps - 1
    shares = [share for *_, share in told]
    assert shares == sorted(shares) and shares[0] == 0 and 0 < 1 - shares[-1] < 2 / steps


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_the_build_of_the_coq_files_is_counted(tmp_path, monkeypatch):
    made = "all:\n" + "".join(f"\t@echo COQC file{number}.v\n" for number in range(3)) + "\t@echo done; echo bad >&2\n"
    (tmp_path / "Makefile.coq").write_text(made)
    told = []
    (tmp_path / "theories").mkdir()
    for number in range(3):
        (tmp_path / "theories" / f"file{number}.v").touch()
    seen = nullcontext(lambda done, total, what="": told.append((done, total, what)))
    monkeypatch.setattr(build, "progress", lambda name, unit: seen)
    done = build._make(tmp_path, 1)
    assert done.returncode == 0 and done.stdout.endswith("done\n") and done.stderr == "bad\n"
    assert told == [(number, 3, f"file{number}.v") for number in range(3)]


def test_the_libraries_that_coqchk_checks_are_counted(tmp_path, monkeypatch):
    """A coqchk that writes what Coq's writes, on standard error, with the summary on standard output."""
    lines = ["[intern a.vo ...", " done]", "[intern b.vo ...", " done]", "Checking library: A", "  checking cst:A.c"]
    lines += ["Checking library: B"]
    said = "".join(f"echo '{line}' >&2\n" for line in lines) + "printf '* Axioms:\\n    A.c\\n'\n"
    (tmp_path / "coqchk").write_text(f"#!/bin/sh\n{said}")
    (tmp_path / "coqchk").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    told = []
    monkeypatch.setattr(
        coq, "progress", lambda name, unit: nullcontext(lambda done, total, what="": told.append((done, total, what)))
    )
    axioms, _ = coq.kernel(tmp_path, ["B"])
    assert axioms == ("A.c",) and told == [(0, 2, "A"), (1, 2, "B")]
    (tmp_path / "coqchk").write_text("#!/bin/sh\necho 'Fatal Error: no such library B' >&2\nexit 1\n")
    with pytest.raises(coq.Deviation, match="coqchk refuses: Fatal Error: no such library B"):
        coq.kernel(tmp_path, ["B"])
