"""The paper as a reader gets it: what is defined before it is used, what is cited, how long it is.

The text is that of a run in which every step holds; nothing is discharged for it.
"""

import re
import shutil
import subprocess

import pytest

from proofs import registry
from proofs.machinery.documents import edition, findings
from proofs.machinery.documents.about import attacks_on
from proofs.machinery.documents.bibliography import entries, source_cited
from proofs.machinery.documents.built import pages_in
from proofs.machinery.documents.citing import ADJECTIVES, cited
from proofs.machinery.documents.core_tex import VERDICTS, abstract_tex, checked_line, introduction_tex
from proofs.machinery.documents.figures import DRAWN
from proofs.machinery.documents.pdf import compile_pdf
from proofs.machinery.documents.verdict_page import ANSWERS
from proofs.machinery.documents.volumes import check_volume, theorems_of
from proofs.machinery.engine.claim import ClaimVerdict
from proofs.machinery.output.bad_input import BadInput
from symbolic.verdict import Grade, Joined, Outcome, StepResult, combine
from tests.proofs.documents import written

SLUGS = [id for id in registry.files() if "-" in id and id not in ADJECTIVES]
SLUG = re.compile(rf"(?<![\w/-])(?:{'|'.join(SLUGS)})(?![\w-])")

PAGES = {"core": 40, "exact-limit": 3, "d4-optimum": 6}
"""At most so many pages: the paper, and what must be short enough to be read alone."""

NUMBER = re.compile(r"\d+\.\d+")
"""A decimal number."""

needs_tex = pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed")
needs_text = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


def prose_of(tex):
    """What a reader sees of a source: without labels, references and what stands in typewriter."""
    return re.sub(r"\\(?:label|thmref|thmno|ref|cite|texttt|includegraphics(?:\[[^]]*\])?)\{[^{}]*\}", "", tex)


# Without TeX


def test_the_least_gap_is_introduced_before_it_is_used():
    text = written.core()
    body = text[text.index(r"\begin{document}") :]
    first = body.index(r"\varepsilon^*")
    assert body[:first].endswith("Let $")
    assert body[first:].startswith(r"\varepsilon^*_d$ be the least possible overshoot")
    assert r"\emph{least gap}" in body[: body.index(r"\begin{theorem}")]
    assert body.index(r"\begin{definition}") < body.index(r"\begin{theorem}")


def test_every_citation_is_in_the_bibliography_and_the_other_way_round():
    text = written.core()
    named = {key for found in re.findall(r"\\cite\{([^}]*)\}", text) for key in found.split(",")}
    assert named == set(re.findall(r"\\bibitem\{([^}]*)\}", text)) == set(entries())


def test_every_theorem_stands_in_the_paper_under_its_number():
    text = written.core()
    labels = re.findall(r"\\setcounter\{theorem\}\{(\d+)\}\s*\\begin\{theorem\}.*\\label\{thm:([a-z0-9-]+)\}", text)
    assert {id: int(before) + 1 for before, id in labels} == registry.numbers()


def test_every_reference_has_its_label():
    text = written.core()
    named = set(re.findall(r"\\(?:thmref|thmno|ref|hyperref\[)\*?\{?((?:thm|sec|fig|tab|def):[\w-]+)", text))
    assert named and named <= set(re.findall(r"\\label\{([^}]*)\}", text))


def test_every_figure_stands_beside_its_theorem():
    text = written.core()
    for name, drawn in DRAWN.items():
        after = text[text.index(rf"\label{{thm:{drawn.beside}}}") :]
        assert rf"figures/{name}}}" in after[: after.index(r"\begin{theorem}")]


def test_no_theorem_goes_by_its_id_in_prose():
    assert SLUG.findall(prose_of(written.core())) == []
    assert SLUG.findall("by d2-optimum, in lse-gap") == ["d2-optimum", "lse-gap"]


def test_titles_name_no_theorem():
    titles = {id: theorem.statement.title for id, theorem in registry.theorems().items()}
    assert [id for id, title in titles.items() if SLUG.search(title)] == []
    assert set(ADJECTIVES) == {id for id, title in titles.items() if "-" in id and id in title}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("of universal-lower.", r"of \thmref{thm:universal-lower}."),
        ("By duality $x$ (duality) and of duality,", r"By \thmref{thm:duality} $x$ (\thmref{thm:duality}) and of "
         r"\thmref{thm:duality},"),
        ("by a chain, by chain", "by a chain, by chain"), ("the best two-level bound", "the best two-level bound"),
        (r"$\mathrm{by duality}$ and \ref{d2-optimum}", r"$\mathrm{by duality}$ and \ref{d2-optimum}"),
        ("without duality, a d2-optimum-like", "without duality, a d2-optimum-like"),
    ],
)
def test_ids_become_references(text, shown):
    assert cited(text, ["duality"]) == shown


@pytest.mark.parametrize("source", [theorem.statement.source for theorem in registry.theorems().values()])
def test_no_source_line_names_what_a_reader_does_not_have(source):
    assert not re.search(r"\b(plan|issue|seed)\b", source_cited(source))


# What the abstract and the table say


def every():
    return [written.judged(theorem) for theorem in registry.theorems().values()]


def test_a_result_that_is_not_proved_is_not_claimed():
    judgements = every()
    assert "Not proved" not in abstract_tex(judgements) and "not proved" not in introduction_tex(judgements)
    without = [judgement for judgement in judgements if judgement.id != "d4-optimum"]
    assert "1.18278" in abstract_tex(judgements) and "1.18278" not in abstract_tex(without)
    assert r"Not proved in this run: \thmref{thm:d4-optimum}" in abstract_tex(without)
    assert r"not proved in this run: \thmref{thm:d4-optimum}" in introduction_tex(without)


def test_the_results_name_theorems():
    ids = {id for one in (*findings.ABSTRACT, *findings.TABLE, *ANSWERS) for id in one.by}
    assert ids <= set(registry.files())


def test_the_decimals_are_those_of_the_theorems():
    """Every decimal of the abstract and of the table, but for those of the paper, begins one of its theorems."""
    for one in (*findings.ABSTRACT, *findings.TABLE):
        said = one.text if isinstance(one, findings.Finding) else one.ours
        stated = " ".join(
            f"{registry.theorem(id).statement.title} {registry.theorem(id).statement.conclusion}" for id in one.by
        )
        for number in NUMBER.findall(said):
            assert number in stated or number in ("0.8145", "0.1931"), (number, one.by)


def test_the_line_below_a_theorem_says_its_grade():
    steps = [StepResult("a", Outcome.HOLDS, Grade.EXACT, "", breaks_claim=False)]
    read = combine("x", steps, (), None, Joined(("claim 1",), True))
    argued = combine("x", [*steps, StepResult("b", Outcome.HOLDS, Grade.ARGUED, "", breaks_claim=False)])
    unread = combine("x", steps, (), None, Joined(("claim 1",), False))
    for judgement, says in ((read, "READ"), (argued, "ARGUED"), (unread, "UNKNOWN"), (combine("x", steps), "EXACT")):
        assert rf"\stamp{{{says}}}" in checked_line(judgement, "proofs/x.py")
    assert "joined by a reader: 1" in checked_line(read, "x") and "argued: 1" in checked_line(argued, "x")


def test_the_abstract_says_what_a_reader_joined():
    steps = [StepResult("a", Outcome.HOLDS, Grade.EXACT, "", breaks_claim=False)]
    read = combine("x", steps, (), None, Joined(("claim 1",), True))
    assert "1 of them conclude is in part joined to the steps by a reader (READ)" in abstract_tex([*every(), read])
    assert "by a reader" not in abstract_tex([combine("x", steps)])


def test_the_paper_says_what_its_verdicts_mean():
    assert set(VERDICTS) == {verdict.value for verdict in ClaimVerdict}
    text = written.core()
    section = text[text.index(r"\label{sec:sources}") : text.index(r"\label{tab:sources}")]
    used = {claim.declared.value for claim in registry.claims().values()}
    assert all(VERDICTS[verdict] in section for verdict in used)


def test_the_equations_of_a_source_are_printed_before_theorems_name_them():
    text = written.core()
    printed = text.index("Numbers such as (7)")
    named = re.search(r"\((?:6|7|8|9|10|11|13)\)", text[text.index(r"\label{thm:scaling}") :])
    assert text.index(r"\label{thm:scaling}") + named.start() >= printed


def test_a_title_shows_its_numbers_as_formulas():
    text = written.core()
    assert r"[LogSumExp less $\ln 2 - \frac{1}{2}$ is the best there is, up to $o(1)$]" in text
    titles = re.findall(r"\\begin\{theorem\}\[(.*)\]\\leavevmode", text)
    assert len(titles) == len(registry.files())
    assert [title for title in titles if re.search(r"\bln \w|\d/\d", re.sub(r"\$[^$]*\$", "", title))] == []


# Volumes


def test_volumes_by_name():
    assert theorems_of("exact-limit") == ["exact-limit"]
    assert theorems_of("beyond")[0] == "universal-upper" and "chain" not in theorems_of("beyond")
    assert theorems_of("core") == theorems_of("supplement") == list(registry.files())
    for name in ("core", "supplement", "sources", "beyond", "d4-optimum"):
        check_volume(name)
    with pytest.raises(BadInput, match=r"--part 'nothing': core, supplement, sources, a chapter .* is accepted"):
        check_volume("nothing")


# Compiled


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """Text, number of pages and PDF of each volume of `PAGES`, without figures: these are drawn elsewhere."""
    out, found = tmp_path_factory.mktemp("paper"), {}
    for name in PAGES:
        text = written.core() if name == "core" else written.section(name)
        shown = re.sub(r"\\includegraphics(?:\[[^]]*\])?\{[^}]*\}", r"\\rule{1pt}{6cm}", text)
        (out / f"{name}.tex").write_text(shown, encoding="ascii")
        made = compile_pdf(out, name)
        assert made.problems == () and made.pdf is not None
        command = ["pdftotext", "-layout", str(made.pdf), "-"]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found[name] = printed, printed.count("\f"), made.pdf
    return found


@pytest.mark.tex
@needs_tex
@needs_text
def test_the_pages_are_counted_and_few(compiled):
    assert {name: pages for name, (_, pages, _) in compiled.items() if not 1 <= pages <= PAGES[name]} == {}


@pytest.mark.tex
@needs_tex
@needs_text
def test_the_printed_text(compiled):
    """No open reference, no id; the definition stands before the first theorem."""
    for name, (text, *_) in compiled.items():
        assert "??" not in text and "[?]" not in text
        assert SLUG.findall(text) == [], name
        assert text.index("Definition 1 (Smoothing, least gap)") < re.search(r"Theorem \d+ \(", text).start()
    assert re.search(r"Let ε∗\s*d\s+be the least possible", compiled["core"][0])


@pytest.mark.tex
@needs_tex
@needs_text
def test_the_page_that_show_names_has_the_theorem(compiled):
    text, _, pdf = compiled["core"]
    sheets = text.split("\f")
    for id, number in registry.numbers().items():
        page = pages_in(pdf.parent, id)[pdf.as_posix()]
        assert re.search(rf"Theorem {number} \(", sheets[page - 1]), id


# Which edition it is


def test_the_edition_is_that_of_the_checkout():
    found = edition.edition()
    assert found.authors == edition.authors_of(edition.CITATION.read_text(encoding="utf-8")) != ()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.date)
    assert re.fullmatch(r"(?:[0-9a-f]{12}(?:, with changes)?)?", found.commit)


def test_without_a_checkout_there_is_no_commit(monkeypatch, tmp_path):
    monkeypatch.setattr(edition, "ROOT", tmp_path)
    monkeypatch.setattr(edition, "CITATION", tmp_path / "CITATION.cff")
    found = edition.edition()
    assert found.commit == "" and all(found.authors)
    shown = edition.title_tex("A title", found)
    assert "commit" not in shown and f"version {found.version}" in shown


def test_reproducibility_names_versions_hashes_and_times():
    text = edition.reproducible_tex(every(), written.EDITION)
    attacked = {id for id in registry.files() if attacks_on(id)}
    assert rf"\texttt{{tightmax sweep}} attacks {len(attacked)} of the theorems" in text and len(attacked) > 30
    assert "0123456789ab" in text and "sympy 1." in text and r"\texttt{make paper}" in text
    assert re.search(r"begins with \\texttt\{[0-9a-f]{16}\}", text) and re.search(r"took \d+ (?:seconds|minutes)", text)
