"""The sketches: every theorem has one, of a length that one reads, and what it refers to is there."""

import ast
import json
import re
from dataclasses import replace
from textwrap import wrap

import pytest

from proofs import registry
from proofs.__main__ import main
from proofs.machinery.documents import terminal
from proofs.machinery.documents.statements_json import theorem_row
from proofs.machinery.engine import readings
from proofs.machinery.engine.judged import Judged
from proofs.machinery.engine.session import Session
from proofs.machinery.output.exit_status import MATCHES
from symbolic.printing.latex import REFERENCE, prose
from symbolic.printing.plain import plain

THEOREMS = registry.theorems()
SLUG = re.compile(rf"(?<![\w-])(?:{'|'.join(id for id in THEOREMS if '-' in id)})(?![\w-])")


def faults(sketch, own=""):
    """What is wrong with the text of a sketch of the theorem `own`."""
    lines = len(wrap(plain(sketch), 100))
    references = REFERENCE.findall(sketch)
    found = [] if 5 <= lines <= 12 else [f"{lines} lines"]
    found += [f"no theorem {id}" for id in references if id not in THEOREMS]
    found += ["it refers to itself"] if own in references else []
    found += [f"{id} stands there without a reference" for id in SLUG.findall(REFERENCE.sub("", sketch))]
    return found


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=str)
def test_a_sketch_is_short_and_refers_to_theorems(theorem):
    assert faults(theorem.sketch, theorem.id) == []
    shown = prose(theorem.sketch)
    assert shown.isascii() and shown.count(r"\thmref{thm:") == len(REFERENCE.findall(theorem.sketch))
    assert r"\ref" not in shown and "\\" not in plain(theorem.sketch)


@pytest.mark.parametrize(
    ("sketch", "fault"),
    [
        ("Too short.", "1 lines"), ("word " * 300, "15 lines"), (r"By \ref{no-such}. " * 40, "no theorem no-such"),
        (r"By \ref{kappa}. " * 60, "it refers to itself"),
        ("As in lse-gap. " * 60, "lse-gap stands there without a reference"),
    ],
)
def test_a_bad_sketch_is_found(sketch, fault):
    assert fault in faults(sketch, "kappa")


def test_the_hash_of_a_source_leaves_out_sketches_and_nothing_else():
    source = 'CASES = 3\n\n@theorem("x", claim=[1]{more})\ndef x(T): ...\n'

    def seen(more, text=source):
        return ast.dump(readings._without_remarks(ast.parse(text.replace("{more}", more))))

    assert seen(', sketch="An idea."') == seen("")
    assert seen(", uses=[]") != seen("") and seen("", source.replace("3", "4")) != seen("")
    assert seen("", source + 'f(sketch="x")\n') != seen("", source + "f()\n")


def test_no_reading_hangs_on_a_sketch():
    theorem = registry.theorem(next(id for id in THEOREMS if id in readings.signed()))
    used = [registry.theorem(id).statement for id in theorem.statement.uses]
    assert readings.digest(theorem, used) == readings.digest(replace(theorem, sketch="Another idea."), used)


def test_a_page_and_the_json_show_the_sketch(capsys):
    theorem = replace(registry.theorem("scaling"), sketch=r"An idea with $\frac{a}{2}$, by \ref{duality}.")
    found = Judged(theorem, Session().theorem("scaling").judgement)
    terminal.page(found, terminal.console())
    page = capsys.readouterr().out
    shown = f"{terminal.IDEA} An idea with a/2, by duality."
    assert shown in page and page.index(shown) < page.index(found.judgement.steps[-1].name + "  ")
    row = theorem_row(found)
    assert row["sketch"] == "An idea with a/2, by duality." and row["sketch_latex"] == theorem.sketch


def test_show_tells_the_idea_of_a_theorem_and_quotes_the_source_of_a_claim(capsys):
    assert main(["show", "scaling", "S0-03"]) == MATCHES
    out = capsys.readouterr().out
    assert f"Idea: {plain(THEOREMS['scaling'].sketch)}" in out and "“max 함수의" in out and "” (Korean)" in out
    assert main(["show", "scaling", "S0-03", "--json", "-"]) == MATCHES
    theorem, claim = json.loads(capsys.readouterr().out)
    assert theorem["sketch"] == plain(THEOREMS["scaling"].sketch)
    assert claim["original"] == registry.claims()["S0-03"].original


def test_the_page_of_a_claim_quotes_the_source(capsys):
    main(["prove", "S0-17"])
    assert "“가능한 최소 과대근사 오차 (하한) … d = 2 … 0.6931 (≈ ln 2)” (Korean)" in capsys.readouterr().out
