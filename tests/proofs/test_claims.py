"""How claims are declared: in reading order, each once, in lines that fit the page."""

from types import SimpleNamespace

import pytest

from proofs import registry
from proofs.machinery.engine.claim import PROVED, Claims, ClaimVerdict
from proofs.machinery.output.places import PROOFS

FILES = sorted(PROOFS.glob("claims/seed*/*.py"))


def test_a_file_collects_its_claims_in_reading_order():
    claim = Claims()
    claim.not_a_statement("S9-01", "here", "Advice.", "nothing to prove.")

    @claim("S9-02", PROVED, "here", "It holds.", uses=["shift"])
    def s9_02(c):
        c.say("So it is.")

    claim.by_theorem("S9-03", "here", "It holds.", "shift", "scaling", truth="And more.")
    claim.not_reproduced("S9-04", "here", "It wins.", "not at hand.")
    assert [c.id for c in claim.declared] == ["S9-01", "S9-02", "S9-03", "S9-04"]
    assert claim.declared[1] is s9_02 and claim.declared[2].statement.uses == ("shift", "scaling")
    assert [c.declared for c in claim.declared] == [
        ClaimVerdict.NOT_A_STATEMENT, PROVED, PROVED, ClaimVerdict.NOT_REPRODUCED,
    ]


@pytest.fixture
def planted(monkeypatch):
    """Put something in the place of the modules of the claims."""

    def put(module):
        known = registry.imported
        monkeypatch.setattr(registry, "imported", lambda name: module if name.count(".") == 3 else known(name))
        registry._claim_files.cache_clear()
        registry.claims.cache_clear()

    yield put
    monkeypatch.undo()
    registry._claim_files.cache_clear()
    registry.claims.cache_clear()


def test_a_file_without_claims_is_named(planted):
    planted(SimpleNamespace())
    with pytest.raises(registry.UnknownId, match=r"proofs/claims/seed000/overview\.py declares no claims"):
        registry.claims()


def test_a_claim_that_is_declared_twice_is_named(planted):
    claim = Claims()
    claim.not_a_statement("S9-01", "here", "Advice.", "nothing to prove.")
    planted(SimpleNamespace(claim=claim))
    with pytest.raises(registry.UnknownId, match="claim S9-01 is declared twice"):
        registry.claims()


def test_the_claims_of_a_file_stand_in_the_order_of_the_source():
    for source in registry.SOURCES:
        for name in registry.imported(f"proofs.claims.{source}").FILES:
            ids = [c.id for c in registry.imported(f"proofs.claims.{source}.{name}").claim.declared]
            assert ids == sorted(ids), name


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_line_of_the_claims_fits(file):
    text = file.read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 120 and "fmt: skip" not in text
