"""Records of experiments: read whole or refused, and the verdicts that rest on them."""

import json

import pytest

from proofs.machinery.engine import readings, records
from proofs.machinery.engine.claim import Claims, ClaimVerdict
from proofs.machinery.engine.judged import earned
from proofs.machinery.engine.session import Session

WHOLE = {
    "name": "probe", "command": "tightmax experiment probe", "seed": 0, "expected": "more", "outcome": "AGREES",
    "found": "It is more.", "figures": {"more": 1.5},
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "FOLDER", tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def read(monkeypatch):
    """Somebody has read every claim as it stands."""
    monkeypatch.setattr(readings, "current", lambda owner, used: True)


def verdict(claim):
    return earned(claim, Session().judge(claim))


def test_a_whole_record_earns_the_verdict(folder):
    (folder / "probe.json").write_text(json.dumps(WHOLE))
    assert records.read("probe").figures == {"more": 1.5}
    claim = Claims().experiment("S9-01", "somewhere", "It is more.", "probe")
    assert verdict(claim) is ClaimVerdict.EXPERIMENT and "Agrees. It is more." in claim.statement.conclusion


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "PROVED"}, {"name": "other"}, {"figures": {}}, {"figures": {"more": float("nan")}}, {"found": ""},
        {"extra": 1}, {"figures": {"more": "1"}}, {"expected": None},
    ],
)
def test_another_record_is_refused(folder, change):
    (folder / "probe.json").write_text(json.dumps(WHOLE | change))
    with pytest.raises(records.BadRecord, match="probe"):
        records.read("probe")
    assert verdict(Claims().experiment("S9-01", "somewhere", "It is more.", "probe")) is ClaimVerdict.UNKNOWN


def test_no_record_is_no_verdict(folder):
    with pytest.raises(records.BadRecord, match="'probe' has no readable record"):
        records.read("probe")
    assert verdict(Claims().experiment("S9-01", "somewhere", "It is more.", "probe")) is ClaimVerdict.UNKNOWN


def test_what_was_not_reproduced_says_so():
    claim = Claims().not_reproduced("S9-02", "somewhere", "It wins.", "The data set is not at hand.")
    assert verdict(
        claim
    ) is ClaimVerdict.NOT_REPRODUCED and claim.statement.conclusion == "The data set is not at hand."
