"""The Coq files of the certificates: written anew for every build, and false ones fail in Coq as in the checker."""

import copy
import json
import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from proofs import verify, verify_walk
from proofs.machinery.engine.discharge import CERTIFICATES
from proofs.machinery.formal import build, certificates, coq, sources, words
from proofs.machinery.formal.problem import Deviation
from tests.proofs.formal.projects import needs_coq, project

CHAIN = CERTIFICATES / "lower" / "chain-d3.json"


def with_certificate(root):
    """A small project with a certificate beside it."""
    (root.parent / "certificates" / "lower").mkdir(parents=True)
    shutil.copy(CHAIN, root.parent / "certificates" / "lower")
    return project(root)


def test_every_certificate_is_a_source():
    written = {path: text for path, text in build.texts().items() if path.parts[0] == "generated"}
    assert len(written) == sum(len(list((CERTIFICATES / kind).glob("*.json"))) for kind in ("lower", "walk")) >= 28
    assert certificates.text(json.loads(CHAIN.read_text())) == written[Path("generated/chain_d3.v")]
    assert "[\n  0x0abd499]%walk" in written[Path("generated/example_d2.v")]
    assert not (sources.COQ / "generated").exists()  # they are not kept: what stands there would not be built


def test_what_stands_in_the_place_of_a_generated_file_is_not_read(tmp_path):
    made = with_certificate(tmp_path / "coq")
    before = sources.digest(made.root), build.texts(made.root)
    (made.root / "generated").mkdir()
    for name in ("chain_d3", "other"):
        (made.root / "generated" / f"{name}.v").write_text("Axiom a : False.")
    assert (sources.digest(made.root), build.texts(made.root)) == before
    assert "generated/chain_d3.v" in sources.project_text(made.root) and "other" not in sources.project_text(made.root)


def test_a_build_holds_the_files_of_its_sources_and_no_others(tmp_path):
    made = with_certificate(tmp_path / "coq")
    wanted = build.texts(made.root)
    (made.build / "generated").mkdir(parents=True)
    for name in ("old.v", "old.vo", "chain_d3.v"):
        (made.build / "generated" / name).write_text("Axiom a : False.")
    build.put(wanted, made.build)
    assert build.standing(made.build) == wanted and not list(made.build.rglob("old.*"))
    kept = {path: (made.build / path).stat().st_mtime_ns for path in wanted}
    build.put(wanted, made.build)
    assert {path: (made.build / path).stat().st_mtime_ns for path in wanted} == kept


TEXT = CHAIN.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "[]", "{}", TEXT.replace('"flow"', '"flaw"'), TEXT[:-3]])
def test_what_is_no_certificate_is_named(tmp_path, text):
    made = with_certificate(tmp_path / "coq")
    (tmp_path / "certificates" / "lower" / "chain-d3.json").write_text(text)
    with pytest.raises(Deviation, match=r"^chain-d3\.json is not a certificate of the format tightmax-moves-1"):
        build.texts(made.root)


@pytest.mark.parametrize("value", ["3). Axiom a : False. (*", '3 *) Axiom a : False. (*'])
def test_words_in_a_certificate_do_not_get_through(tmp_path, value):
    made = with_certificate(tmp_path / "coq")
    changed = json.loads(CHAIN.read_text()) | {"dimension": value}
    (tmp_path / "certificates" / "lower" / "chain-d3.json").write_text(json.dumps(changed))
    with pytest.raises(Deviation):
        words.check_words(build.texts(made.root))


def mutants():
    """Accepted certificates with one number changed: a weight, a point, a bound; and one move left out."""
    for name in ("chain-d3", "chain-d6-2", "two-level-d4", "two-level-d6", "lp-d4-n16"):
        value = json.loads((CERTIFICATES / "lower" / f"{name}.json").read_text())
        for kind in ("weight", "point", "bound", "flow", "move"):
            changed = copy.deepcopy(value)
            outcome = changed["moves"][-1]["to"][0]
            if kind == "weight":
                outcome["mass"] = str(Fraction(outcome["mass"]) * Fraction(101, 100))
            elif kind == "point":
                first, second, *rest = map(Fraction, outcome["point"])
                step = Fraction(1, 1000) if second else -Fraction(1, 1000)
                outcome["point"] = [str(first + step), str(second - step), *map(str, rest)]
            elif kind == "bound":
                changed["bound"] = str(Fraction(changed["bound"]) + Fraction(1, 10**9))
            elif kind == "flow":
                changed["flow"] = str(Fraction(changed["flow"]) / 2)
            else:
                changed["moves"] = changed["moves"][:-1]
            yield pytest.param(value, changed, id=f"{name}-{kind}")


MUTANTS = list(mutants())
HEADER = (
    "From Coq Require Import QArith ZArith List. From TightMax Require Import {}.\n"
    "Import ListNotations. Open Scope Z_scope."
)


def goal(key, value, outcome):
    """The checker's answer about a certificate, as a goal that computation decides, in a module of its own."""
    text = certificates.text(value)
    data = re.search(r"^Open Scope Z_scope\.\n(.*)^Lemma accepted", text, re.DOTALL | re.MULTILINE)[1]
    question = re.search(r"^Lemma accepted : (check .*) = true\.$", text, re.MULTILINE)[1]
    return f"Module M{key}. {data} Goal {question} = {outcome}. vm_compute. reflexivity. Qed. End M{key}."


@needs_coq
def test_mutants_of_certificates_fail_in_coq_as_in_the_checker(tmp_path):
    assert len(MUTANTS) >= 20
    made = project(tmp_path / "coq", "", theories=("Vectors", "Smoothing", "Jensen", "Certificate"))
    build.build(made.root, made.build)
    goals = []
    for k, (value, changed) in enumerate(parameters.values for parameters in MUTANTS):
        verify.check_bytes(json.dumps(value).encode())
        with pytest.raises(verify.Rejected):
            verify.check_bytes(json.dumps(changed).encode())
        goals += [goal(2 * k, value, "true"), goal(2 * k + 1, changed, "false")]
    header = HEADER.format("Certificate")
    coq.ask(made.build, header, [(str(k), text) for k, text in enumerate(goals)])
    with pytest.raises(Deviation):
        coq.ask(made.build, header, [("wrong", goal(0, MUTANTS[0].values[1], "true"))])


WALK = {
    "format": "tightmax-walk-2", "dimension": 3, "steps": 1, "unit": 1000,
    "states": ["0+--=832 1+0--1/2=498", "0+-=499"],
}


def test_the_table_of_a_walk_is_written_as_it_stands():
    text = certificates.text(WALK)
    assert "[\n  0x0abbd832e1a0bb1c2d498e0abd499]%walk" in text
    assert "check 3 walk (104 # 125)" in text and "smoothing 3 eps f" in text


def test_no_state_of_a_walk_is_cut_in_two():
    value = json.loads((CERTIFICATES / "walk" / "walk-d5.json").read_text())
    rows = re.findall("0x([0-9a-e]+)", certificates.text(value))
    assert len(rows) > 100 and max(map(len, rows)) <= certificates.ROW
    back = " ".join(rows).translate(str.maketrans({digit: symbol for symbol, digit in certificates.SYMBOLS.items()}))
    assert back.split() == " ".join(value["states"]).split()


@pytest.mark.parametrize("place", ["0", "0=1", "+0=1", "1+0-x=1", "1+0-1=1", "1+0-=1). Axiom a : False. (*", 3])
def test_a_place_that_is_none_is_not_written(place):
    with pytest.raises((ValueError, TypeError)):
        certificates.text(WALK | {"states": [place]})


def walk_mutants():
    """Accepted walks with one number changed: the value of a state, a length, a sign; and one state left out."""
    for name in ("example-d2", "walk-d4"):
        value = json.loads((CERTIFICATES / "walk" / f"{name}.json").read_text())
        for kind in ("value", "length", "sign", "start"):
            changed = copy.deepcopy(value)
            states = " ".join(changed["states"]).split()
            at, found = next(
                (k, found) for k, state in enumerate(states)
                if (found := re.fullmatch(rf"(0[+-]{{{value['dimension']}}})(?:([0-9]+)/([0-9]+))?=([0-9]+)", state))
            )
            place, a, b, worth = found[1], int(found[2] or 1), int(found[3] or 1), int(found[4])
            if kind == "value":
                worth += value["unit"] // 1000
            elif kind == "length":
                a *= 40
            elif kind == "sign":
                place = place.replace("-", "+")
            states[at] = f"{place}{a}/{b}={worth}"
            if kind == "start":
                del states[at]
            changed["states"] = states
            yield pytest.param(value, changed, id=f"{name}-{kind}")


@needs_coq
def test_mutants_of_walks_fail_in_coq_as_in_the_checker(tmp_path):
    made = project(tmp_path / "coq", "", theories=("WalkChecker", "WalkText"))
    build.build(made.root, made.build)
    goals = []
    for k, (value, changed) in enumerate(parameters.values for parameters in walk_mutants()):
        verify_walk.check_bytes(json.dumps(value).encode())
        with pytest.raises(verify_walk.Rejected):
            verify_walk.check_bytes(json.dumps(changed).encode())
        goals += [goal(2 * k, value, "true"), goal(2 * k + 1, changed, "false")]
    assert len(goals) == 16
    header = HEADER.format("WalkChecker WalkText")
    coq.ask(made.build, header, [(str(k), text) for k, text in enumerate(goals)])
    with pytest.raises(Deviation):
        coq.ask(made.build, header, [("wrong", goals[1].replace("= false", "= true"))])


READ = (
    ("0+--=832 1+0--1/2=498", "[State [(0, true); (0, false); (0, false)] 1 1 832; State [(1, true); (0, false); "
     "(0, false)] 1 2 498]"),
    ("17+-3++0-20/1=9876543210", "[State [(17, true); (17, false); (3, true); (3, true); (0, false)] 20 1 9876543210]"),
    (f"{'10+0-=7 ' * 40}10+0-=8", "repeat (State [(10, true); (0, false)] 1 1 7) 40 ++ "
     "[State [(10, true); (0, false)] 1 1 8]"),
)
"""Texts of states, and the states in them."""


@needs_coq
def test_coq_reads_the_states_that_are_written(tmp_path):
    made = project(tmp_path / "coq", "", theories=("WalkChecker", "WalkText"))
    build.build(made.root, made.build)
    header = HEADER.format("WalkChecker WalkText")
    goals = [
        f"Goal states_in [0x{text.translate(str.maketrans(certificates.SYMBOLS))}]%walk = {states}. "
        "vm_compute. reflexivity. Qed."
        for text, states in READ
    ]
    coq.ask(made.build, header, [(str(k), text) for k, text in enumerate(goals)])
    for text, (right, changed) in zip(goals, (("1 2 498", "1 1 498"), ("20 1", "2 1"), (") 40", ") 39")), strict=True):
        wrong = text.replace(right, changed)
        assert wrong != text
        with pytest.raises(Deviation):
            coq.ask(made.build, header, [("wrong", wrong)])
