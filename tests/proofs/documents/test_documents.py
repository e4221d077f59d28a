"""The LaTeX documents: nothing in the data may break them, and the check of their log can fail."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from proofs.__main__ import main
from proofs.machinery.documents import pdf
from proofs.machinery.documents.claims_tex import errata_tex
from proofs.machinery.documents.pdf import LatexMissing, compile_pdf, log_problems, write_document
from proofs.machinery.engine.session import Session
from proofs.machinery.output.exit_status import MATCHES, USAGE
from proofs.machinery.output.files import Unwritable
from tests.proofs.documents.toy import save, toy, toy_files

ROOT = Path(__file__).resolve().parents[3]

needs_tex = pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed")
VOLUMES = ("core", "supplement", "sources", "third")



def test_every_verdict_and_grade_has_a_colour() -> None:
    files = toy_files()
    defined = set(re.findall(r"\\(?:definecolor|colorlet)\{(\w+)\}", files["core.tex"]))
    used = set(re.findall(r"\\stamp\{(\w+)\}", "".join(files.values())))
    assert {"PROVED", "UNKNOWN", "ARGUED", "FAILS", "NOTASTATEMENT"} <= used <= defined


def test_a_theorem_that_is_not_proved_has_no_proof() -> None:
    files = toy_files()
    assert r"\begin{proof}[What was tried]" in files["theorems/second.tex"]
    assert r"\stamp{UNKNOWN}" in files["theorems/second.tex"]
    assert r"\begin{proof}" + "\n" in files["theorems/first.tex"]


def test_errata_hold_the_wrong_claims_only() -> None:
    _, _, rows = toy()
    text = errata_tex(rows)
    for row in rows:
        assert (f"subsection*{{{row.id}\\quad" in text) == (row.verdict in ("REFUTED", "CORRECTED"))


def test_the_theorem_names_what_it_rests_on() -> None:
    text = toy_files()["theorems/third.tex"]
    assert r"\fact{Argued}{step-12; \thmref{thm:first}: step-12}" in text
    assert r"\fact{Uses}{\thmref{thm:first}}" in text


@pytest.mark.parametrize("seed", ["1", "2"])
def test_two_renders_are_equal(seed: str) -> None:
    code = "import sys; from tests.proofs.documents.toy import toy_files as f; sys.stdout.write(repr(f()))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
    )
    assert run.stdout == repr(toy_files())


# The log


@pytest.mark.parametrize(
    "line",
    [
        "! Undefined control sequence.",
        "./theorems/first.tex:12: Undefined control sequence.",
        "Overfull \\hbox (10.1pt too wide) in paragraph at lines 3--4",
        "Overfull \\vbox (23.4pt too high) has occurred while \\output is active []",
        "LaTeX Warning: Reference `thm:nowhere' on page 1 undefined on input line 7.",
        "LaTeX Warning: Label `thm:first' multiply defined.",
        "pdfTeX warning (dest): name{thm:x} has been referenced but does not exist, replaced by a fixed one",
    ],
)
def test_a_bad_line_of_the_log_is_a_problem(line: str) -> None:
    assert log_problems(f"This is pdfTeX\n{line}\n[1]\n") == [line]


def test_a_clean_log_has_no_problem() -> None:
    log = "Overfull \\hbox (9.9pt too wide) in paragraph at lines 3--4\nLaTeX Font Warning: Size undefined\n"
    assert log_problems(log) == []


def test_missing_latexmk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LatexMissing, match=r"^latexmk not found: .*texlive-latex-recommended.*latexmk$"):
        compile_pdf(tmp_path, "core")


# Compiled


@pytest.mark.tex
@needs_tex
@pytest.mark.parametrize("volume", VOLUMES)
def test_the_toy_document_compiles_twice_to_the_same_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, volume: str
) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    pdfs, files = [], toy_files()  # made once: what is measured, as the time of a step, may differ
    for name in ("one", "other"):
        save(tmp_path / name, files)
        compiled = compile_pdf(tmp_path / name, volume)
        assert compiled.problems == ()
        assert compiled.pdf is not None
        pdfs.append(compiled.pdf.read_bytes())
    assert pdfs[0].startswith(b"%PDF-") and pdfs[0] == pdfs[1]


@pytest.mark.tex
@needs_tex
@pytest.mark.parametrize(
    ("planted", "found", "has_pdf"),
    [
        (r"\noindent\hbox to 1.2\textwidth{a\hfil b}", "Overfull", True),
        (r"See Theorem~\ref{thm:nowhere}.", "thm:nowhere", True),
        (r"\nosuchmacro", "Undefined control sequence", False),
        (r"x_1", "Missing $", False),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, planted: str, found: str, has_pdf: bool) -> None:
    files = toy_files()
    files["errata.tex"] += planted + "\n"
    save(tmp_path, files)
    compiled = compile_pdf(tmp_path, "sources")
    assert any(found in problem for problem in compiled.problems)
    assert (compiled.pdf is not None) == has_pdf


def test_a_file_in_the_way_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "paper").write_text("")
    with pytest.raises(Unwritable, match="cannot write"):
        write_document(tmp_path / "paper", Session(), ["core"])


@pytest.mark.tex
@needs_tex
def test_all_volumes_compile_without_a_problem(tmp_path: Path, session: Session) -> None:
    pytest.importorskip("matplotlib")
    out, names = tmp_path / "paper", ["core", "supplement", "sources"]
    written = write_document(out, session, names)
    assert [path.name for path in written] == [f"{name}.tex" for name in names]
    assert {path.stem for path in (out / "figures").iterdir()} >= {"max-of-convex", "enclosures", "regions", "surface"}
    for name in names:
        compiled = compile_pdf(out, name)
        assert compiled.problems == ()
        assert compiled.pdf is not None and compiled.pdf.stat().st_size > 100_000


def test_an_unknown_volume_is_one_line_before_the_work(capsys, monkeypatch) -> None:
    monkeypatch.setattr(pdf, "Session", lambda **_: pytest.fail("worked"))
    assert main(["latex", "--part", "core", "nothing"]) == USAGE
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "'nothing'" in err and "core, supplement, sources, a chapter (paper, beyond" in err


def test_a_theorem_alone_is_written_without_tex(capsys, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda tool: None)
    assert main(["latex", "--part", "scaling", "--pdf", "--out", str(tmp_path / "out")]) == MATCHES
    out, err = capsys.readouterr()
    assert out == f"{tmp_path}/out/scaling.tex\n" and "SKIPPED: latexmk not found" in err
    text = (tmp_path / "out" / "scaling.tex").read_text(encoding="ascii")
    assert text.index(r"\begin{definition}") < text.index(r"\begin{theorem}") and r"\stamp{FORMAL}" in text
