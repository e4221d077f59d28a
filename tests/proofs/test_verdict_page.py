"""VERDICT.md is what the run says: its sections are the verdicts, its lines name theorems, its links lead somewhere."""

import re
from types import SimpleNamespace

import pytest

from proofs import registry
from proofs.machinery.documents import verdict_page
from proofs.machinery.documents.findings import TABLE
from proofs.machinery.engine.claim import CORRECTED, PROVED, REFUTED
from proofs.machinery.engine.judged import Judged
from proofs.machinery.output.places import ROOT
from symbolic.verdict import Verdict

LINK = re.compile(r"\]\(([^)#:]+)(?:#([^)]+))?\)")


@pytest.fixture(scope="module")
def judged(session):
    return (
        [session.theorem(id) for id in registry.theorems()],
        [session.claim(id) for id in registry.claims() if id.startswith("S0-")],
    )


def section(text, heading):
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_the_page_is_up_to_date(judged):
    assert verdict_page.PAGE.read_text(encoding="utf-8") == verdict_page.page(*judged), "run `make notes`"


def test_every_claim_stands_in_the_section_of_its_verdict(judged):
    text = verdict_page.page(*judged)
    for heading, verdict in (
        ("Confirmed", PROVED), ("Right after a correction", CORRECTED), ("False as printed", REFUTED),
    ):
        listed = re.findall(r"^\| \[(S0-\d+)\]", section(text, heading), re.MULTILINE)
        assert listed == [found.owner.id for found in judged[1] if found.verdict is verdict] and listed
    rest = re.findall(r"\[(S0-\d+)\]\([^)]*\) \(", text.rpartition("\nNot judged: ")[2])
    assert len(rest) + len(re.findall(r"^\| \[S0-", text, re.MULTILINE)) == len(judged[1]) == 38


def test_a_theorem_that_is_not_proved_is_said_to_be_so(judged):
    theorems, claims = judged
    unknown = SimpleNamespace(verdict=Verdict.UNKNOWN)
    fallen = [Judged(f.owner, unknown if f.owner.id == "exact-limit" else f.judgement) for f in theorems]
    text = verdict_page.page(fallen, claims)
    said = "not proved in this run: [`exact-limit`](proofs/beyond/exact_limit.py)"
    using = [one for one in (*verdict_page.ANSWERS, *TABLE) if "exact-limit" in one.by]
    assert text.count(said) == len(using) > 1
    assert said not in verdict_page.page(theorems, claims)


def test_the_links_lead_to_files_and_claims(judged):
    links = LINK.findall(verdict_page.page(*judged))
    notes = (ROOT / "paper_notes.md").read_text(encoding="utf-8")
    assert len(links) > 80
    for file, anchor in links:
        assert (ROOT / file).is_file(), file
        assert not anchor or (file == "paper_notes.md" and f'<a id="{anchor}"></a>' in notes), anchor


def test_every_answer_names_theorems():
    assert all(set(one.by) <= set(registry.theorems()) and one.by for one in (*verdict_page.ANSWERS, *TABLE))
