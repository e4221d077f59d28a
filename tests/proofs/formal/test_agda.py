"""The certificates in Agda: each is quoted as it stands, and what is changed is refused there for the right reason."""

import json
import re
import shutil
from fractions import Fraction

import pytest

from proofs import verify
from proofs.machinery.engine.discharge import CERTIFICATES
from proofs.machinery.formal import agda
from proofs.machinery.output.bad_input import Undecided

LOWER = CERTIFICATES / "lower"
TWO_LEVEL = (LOWER / "two-level-d4.json").read_text(encoding="utf-8")

needs_agda = pytest.mark.skipif(not agda.present(), reason="agda is not installed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the checker, checked once."""
    return agda.prepare(tmp_path_factory.mktemp("agda") / "build")


def test_the_file_of_a_certificate():
    text = '{"bound": "1/2", "dimension": 2, "flow": "1", "format": "tightmax-moves-1", "moves": [\n'
    text += '{"from": ["1/2", "1/2"], "to": ['
    text += '{"mass": "1/2", "point": ["1", "0"]}, {"mass": "1/2", "point": ["0", "1"]}]}]}\n'
    written = agda.agda_text(text, "lower-chain-d2")
    assert written == agda.agda_text(text, "lower-chain-d2")
    first, *_, claim, proof = written.splitlines()
    assert first == "{-# OPTIONS --safe #-}" and "module lower-chain-d2 where" in written
    assert claim == "proved : check 2 (1 / 2) 2 2 text ≡ accepted" and proof == "proved = refl"
    assert r'text = "{\"bound\": \"1/2\", \"dimension\": 2' in written and written.count("\n") == 12


@pytest.mark.parametrize("path", sorted(LOWER.glob("*.json")), ids=lambda path: path.stem)
def test_the_quoted_text_is_that_of_the_file(path):
    text = path.read_text(encoding="utf-8")
    written = agda.agda_text(text, agda.module(path))
    (quoted,) = re.findall(r'^text = "(.*)"$', written, re.MULTILINE)
    assert json.loads(f'"{quoted}"') == text  # where only these three marks are quoted, Agda and JSON agree
    proved, said = verify.check_file(str(path)), agda.claim(text)
    assert (said.dimension, said.bound) == (proved.dimension, proved.bound)


def test_other_marks_are_quoted_by_number():
    assert agda.quoted('\t"\\é1') == r"\9\&\"\\\233\&1"


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "{}", "[" * 10**5, TWO_LEVEL[:-3], TWO_LEVEL.replace('"flow"', '"flaw"')),
        TWO_LEVEL.replace('"dimension": 4', '"dimension": "4 (7 / 6) 12 4 text ≡ accepted -- "'),
        TWO_LEVEL.replace('"1/4"', '"1e999999999"'),
        TWO_LEVEL.replace('"1/4"', '"1/0"'),
        TWO_LEVEL.replace('"dimension": 4', f'"dimension": {10**5}'),
    ],
)
def test_what_makes_no_claim_is_refused_before_agda(text):
    with pytest.raises(agda.Refused, match=r"^not a certificate of the format tightmax-moves-1: [^\n]*$"):
        agda.agda_text(text, "x")


def test_that_agda_is_missing_is_one_line(capsys, monkeypatch):
    agda.version.cache_clear()
    monkeypatch.setattr(agda.shutil, "which", lambda tool: None)
    assert agda.main([]) == 3
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "agda-bin" in err and ". proofs/agda/unpack.sh" in err
    agda.version.cache_clear()


def test_every_answer_of_agda_but_acceptance_and_refusal_is_a_failure(monkeypatch, tmp_path):
    def answers(status, said):
        ended = agda.subprocess.CompletedProcess([], status, said, "")
        monkeypatch.setattr(agda.subprocess, "run", lambda *_, **__: ended)

    answers(42, 'x.agda:9,10-14\nrejected "mean" !=\naccepted of type Verdict\nwhen checking')
    with pytest.raises(agda.Refused, match=r"^mean$"):
        agda.run("x.agda", tmp_path)
    for status, said in (42, "x.agda:1,1-2\nParse error"), (-9, ""), (1, ""):
        answers(status, said)
        with pytest.raises(Undecided, match=rf"^Agda ended with status {status} on x\.agda: \S[^\n]*$"):
            agda.run("x.agda", tmp_path)


def changed(old, new, times=1):
    assert old in TWO_LEVEL
    return TWO_LEVEL.replace(old, new, times)


MASS = '"mass": "3/4"'
MUTANTS = {
    "bound": ("bound", changed('"bound": "7/6"', '"bound": "9/8"')),
    "bound-below": ("bound", changed('"bound": "7/6"', '"bound": "1"')),
    "no-bound": ("trivial", changed('"bound": "7/6"', '"bound": "0"')),
    "mass": ("mean", changed(MASS, '"mass": "1"')),
    "no-mass": ("mass", changed(MASS, '"mass": "0"')),
    "all-masses": ("flow", changed(MASS, '"mass": "1"', 4)),
    "flow": ("flow", changed('"flow": "1"', '"flow": "2"')),
    "no-flow": ("trivial", changed('"flow": "1"', '"flow": "0"')),
    "negative": ("form", changed('"1/4"', '"-1/4"')),
    "sum": ("sum", changed('"1/4"', '"1/3"')),
    "length": ("length", changed('["1/4", ', '["1/4", "0", ')),
    "stationary": (
        "stationary or duplicate-outcome",
        changed('"to": [', '"to": [{"mass": "1", "point": ["1/4", "1/4", "1/4", "1/4"]}, '),
    ),
    "key": ("form", changed('"moves"', '"move"')),
    "format": ("form", changed("moves-1", "moves-2")),
    "comma": ("form", changed("}]}", "}],}")),
    "more": ("form", TWO_LEVEL + "{}"),
    "cut": ("form", TWO_LEVEL[:-3]),
    "quotation": ("form", changed('"moves"', '"\\"moves"')),
}


def twice():
    """The certificate with the first outcome listed in two halves."""
    value = json.loads(TWO_LEVEL)
    outcomes = value["moves"][0]["to"]
    outcomes[0]["mass"] = str(Fraction(outcomes[0]["mass"]) / 2)
    return json.dumps(value | {"moves": [{**value["moves"][0], "to": [outcomes[0], *outcomes]}, *value["moves"][1:]]})


MUTANTS["duplicate"] = ("stationary or duplicate-outcome", twice())


def goal(key, text, verdict):
    """What Agda's checker must answer, as a module of a larger file; the claim is the text's, where it has one."""
    try:
        made = agda.claim(text)
    except agda.Refused:
        made = agda.claim(TWO_LEVEL)
    question = f"check {made.dimension} ({made.bound.numerator} / {made.bound.denominator}) {made.parts} {made.unit}"
    return f'module M{key} where\n  answer : {question} "{agda.quoted(text)}" ≡ {verdict}\n  answer = refl\n'


def ask(folder, name, goals):
    written = f"module {name} where\nopen import Checker\n" + "".join(goals)
    (folder / f"{name}.agda").write_text(written, encoding="utf-8")
    agda.run(f"{name}.agda", folder)


@needs_agda
def test_what_is_changed_is_refused_for_the_right_reason(folder):
    for code, text in MUTANTS.values():
        with pytest.raises((verify.Rejected, verify.Unreadable)) as refusal:
            verify.check_bytes(text.encode())
        said = getattr(refusal.value, "code", "form")
        assert said in code or code == "form", (code, said)
    goals = [goal(k, text, f'(rejected "{code}")') for k, (code, text) in enumerate(MUTANTS.values())]
    ask(folder, "Mutants", goals)
    with pytest.raises(agda.Refused, match=r"^bound$"):
        ask(folder, "Wrong", [goal(0, MUTANTS["bound"][1], "accepted")])


@needs_agda
def test_what_is_harmless_is_accepted(folder):
    value = json.loads(TWO_LEVEL)
    moves = [{**move, "to": move["to"][::-1]} for move in reversed(value["moves"])]
    ask(folder, "Harmless", [goal(0, TWO_LEVEL, "accepted"), goal(1, json.dumps(value | {"moves": moves}), "accepted")])


@needs_agda
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("(7 / 6)", "(9 / 8)", "claim"),
        ("check 4", "check 5", "claim"),
        (" 12 4 ", " 4 4 ", "denominator"),
        (" 12 4 ", " 12 0 ", "denominator"),
    ],
)
def test_a_false_claim_and_false_denominators_are_refused(folder, old, new, code):
    text = agda.agda_text(TWO_LEVEL, "lower-false")
    assert text.count(old) == 1
    (folder / "lower-false.agda").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(agda.Refused, match=f"^{code}$"):
        agda.run("lower-false.agda", folder)


@needs_agda
def test_a_dimension_that_the_format_does_not_know_is_refused(folder):
    text = agda.agda_text(TWO_LEVEL, "lower-point").replace("check 4", "check 1")
    (folder / "lower-point.agda").write_text(text.replace(r"dimension\": 4", r"dimension\": 1"), encoding="utf-8")
    with pytest.raises(agda.Refused, match=r"^dimension$"):
        agda.run("lower-point.agda", folder)


@needs_agda
def test_the_command_prints_a_line_a_file(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(agda.prepare, "__defaults__", (tmp_path / "build",))
    (tmp_path / "bound.json").write_text(MUTANTS["bound"][1], encoding="utf-8")
    (tmp_path / "odd name.json").write_bytes(b"\xff")
    names = ["chain-d3", "chain-d6-2", "lp-d4-n16"]
    strange = str(tmp_path / "1 \N{GREEK SMALL LETTER EPSILON}.json")
    shutil.copy(LOWER / "chain-d2.json", strange)
    accepted = [*(str(LOWER / f"{name}.json") for name in names), strange]
    assert agda.main(accepted) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert err == "" and len(lines) == 5 and lines[-1].startswith("4 of 4 certificates accepted by Agda 2.")
    assert re.fullmatch(r"1 of 4  accepted  eps\*_3 >= 8/9  chain-d3\.json  [0-9.]+ s", lines[0])
    assert agda.main([str(tmp_path / "bound.json"), accepted[0], str(tmp_path / "odd name.json")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 of 3  refused  [bound]  bound.json") and lines[1].startswith("2 of 3  accepted")
    assert lines[2].startswith("3 of 3  refused  [not a certificate of the format tightmax-moves-1: not UTF-8]")
    assert lines[3].startswith("1 of 3 certificates accepted")
    assert agda.main([str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
