"""What the project holds about a theorem, and which theorem rests on which."""

import json
import re
from xml.etree import ElementTree

import pytest

from proofs import registry
from proofs.__main__ import main
from proofs.machinery.documents import graph
from proofs.machinery.documents.about import about
from proofs.machinery.documents.built import pages
from proofs.machinery.formal.evidence import evidence
from proofs.machinery.formal.places import place_of
from proofs.machinery.output.exit_status import MATCHES, USAGE
from proofs.machinery.output.places import PAPER, ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("id", list(registry.files()))
def test_every_place_that_is_named_is_there(id):
    found = about(id)
    assert (ROOT / found.file).is_file()
    assert all((ROOT / file).is_file() for file in found.certificates)
    for name, place in found.coq:
        file, _, line = place.partition(":")
        text = (ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert re.match(rf"(Theorem|Corollary|Lemma|Proposition) {name.rpartition('.')[2]}\b", text)


def test_a_name_that_the_sources_do_not_state_has_no_place():
    assert place_of("TightMax.Window.no_such_theorem") == place_of("TightMax.NoSuchFile.x") == ""


def test_used_by_is_the_converse_of_uses():
    pairs = {(id, other) for id in registry.files() for other in about(id).uses}
    assert pairs == {(id, other) for other in registry.files() for id in about(other).used_by}
    assert {claim for id in registry.files() for claim in about(id).claims} >= {
        claim.id for claim in registry.claims().values() if claim.statement.uses
    }


AUX = r"""\relax
\newlabel{thm:kappa}{{%d}{9}{The constant}{theorem.14}{}}
\newlabel{thm:window}{{7}{14}{A number it had once}{theorem.7}{}}
\newlabel{claim:S0-16}{{}{3}{}{section.1}{}}
"""


def test_pages_are_those_of_the_pdf_that_is_here(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["show", "kappa", "S0-16", "--width", "100"]) == MATCHES
    out = capsys.readouterr().out
    number = registry.numbers()["kappa"]
    assert f"Theorem {number}, no PDF here: tightmax latex --pdf makes it" in out
    assert "no PDF here: tightmax latex --part sources --pdf" in out
    assert "site/theorems/kappa.html, which make site writes" in out
    PAPER.mkdir(parents=True)
    (PAPER / "core.aux").write_text(AUX % number, encoding="utf-8")
    assert pages("kappa") == {}  # TeX has failed: there is no PDF
    (PAPER / "core.pdf").touch()
    assert pages("kappa") == {"out/latex/core.pdf": 9} and pages("S0-16") == {"out/latex/core.pdf": 3}
    assert pages("window") == {}
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "claims.html").touch()
    assert main(["show", "kappa", "S0-16", "--width", "100"]) == MATCHES
    out = capsys.readouterr().out
    assert f"Theorem {number}, page 9 of out/latex/core.pdf" in out
    assert re.search(r"^site +site/claims.html#S0-16$", out, re.MULTILINE)
    assert main(["show", "kappa", "--json", "-"]) == MATCHES
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["number"], row["pages"], row["site"]) == (number, pages("kappa"), "site/theorems/kappa.html")


def test_show_prints_a_page_and_the_same_as_json(capsys):
    assert main(["show", "d3-optimum", "S0-16", "--width", "80"]) == MATCHES
    out, err = capsys.readouterr()
    assert not err and max(map(len, out.splitlines())) <= 110  # a name of Coq or a command is not broken
    for text in ("proofs/paper/d3_optimum.py", ".v:", "tightmax sweep", "S0-08", "declared REFUTED"):
        assert text in out
    assert main(["show", "lower-certificates", "--json", "-"]) == MATCHES
    (row,) = json.loads(capsys.readouterr().out)
    assert "proofs/certificates/lower/best-d5.json" in row["certificates"]
    assert row["used_by"] == ["walk-certificates"] and row["coq"][0]["place"].startswith("proofs/coq/theories/")


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["show", "kapa"], "kappa"), (["show", ""], "ID ''"), (["show", "kappa", "--width", "7"], "--width"),
        (["graph", "S0-16"], "is a claim"), (["graph", "kapa"], "kappa"), (["graph", "--svg", ""], "''"),
        (["list", ""], "TEXT ''"), (["list", "no such thing"], "no such thing"),
        (["list", "x", "--summary"], "--summary"),
        (["prove", "--coq"], "--coq"),
    ],
)
def test_bad_input_is_one_line(arguments, wanted, capsys):
    assert main(arguments) == USAGE
    out, err = capsys.readouterr()
    assert not out and err.count("\n") == 1 and wanted in err


def test_prove_says_the_statement_first_and_coq_on_demand(capsys):
    assert main(["prove", "kappa"]) == MATCHES
    out, _ = capsys.readouterr()
    where = place_of("TightMax.Window.kappa_constant")
    assert out.index("κ = max") < out.index("PROVED") < out.index(where) and "axioms:" not in out
    assert main(["prove", "kappa", "--coq"]) == MATCHES
    assert "axioms:" in capsys.readouterr().out


def test_list_filters_and_groups(capsys):
    assert main(["list", "lambert", "--theorems", "--json", "-"]) == MATCHES
    rows = json.loads(capsys.readouterr().out)
    assert "d3-least" in [row["id"] for row in rows["theorems"]] and rows["claims"] == []
    assert main(["list", "--theorems"]) == MATCHES
    out = capsys.readouterr().out
    for id, heading in registry.headings().items():
        assert out.index(heading) < out.index(f"  {id} ")
    for row in rows["theorems"]:
        formal = evidence(registry.theorem(row["id"]).statement)
        assert (row["coq"] == "Coq") == (formal is not None and formal.counts)


def test_the_picture_has_every_theorem_and_every_use():
    arrows = graph.uses()
    root = ElementTree.fromstring(graph.svg(arrows, link=lambda id: f"{id}.html"))
    assert [group.get("data-id") for group in root.iter(f"{SVG}g")] != []
    assert {group.get("data-id") for group in root.iter(f"{SVG}g")} == set(arrows)
    drawn = {(path.get("data-to"), path.get("data-from")) for path in root.iter(f"{SVG}path")}
    assert drawn == {(id, other) for id, used in arrows.items() for other in used}
    assert {a.get("href") for a in root.iter(f"{SVG}a")} == {f"{id}.html" for id in arrows}


def test_an_arrow_leads_one_way_only():
    found = graph.levels(graph.uses())
    height = {id: number for number, level in enumerate(found) for id in level}
    assert all(height[other] < height[id] for id, used in graph.uses().items() for other in used)


def test_the_graph_below_a_theorem_is_closed(capsys):
    part = graph.around(["d3-optimum"])
    assert set(part) == {"d3-optimum"} | {other for used in part.values() for other in used}
    assert main(["graph", "d3-optimum"]) == MATCHES
    assert "universal-lower" not in capsys.readouterr().out


def test_a_notebook_shows_title_and_conclusion_as_markdown():
    """Bold is Markdown: a notebook would show the stars of a display that says it is LaTeX."""
    theorem = registry.theorem("kappa")
    statement = theorem.statement
    assert theorem._repr_markdown_() == f"**{statement.title}.** {statement.conclusion}"
    assert not hasattr(theorem, "_repr_latex_")
