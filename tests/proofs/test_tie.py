"""The tie between what is printed and what is checked: claims as facts, sentences and their ends, readings."""

import dataclasses

from proofs.machinery.engine.proof import at_least, theorem

import pytest
import sympy as sp

from proofs import registry
from proofs.machinery.bounds import best, claimed
from proofs.machinery.bounds.closed_form import constant
from proofs.machinery.engine import readings
from proofs.machinery.engine import session as session_module
from proofs.machinery.engine.fact import Fact
from proofs.machinery.engine.facts import Facts
from proofs.machinery.engine.session import Session
from proofs.machinery.engine.tie import faults, tie
from proofs.machinery.output.bad_input import Contradiction
from symbolic.notation import EpsStar, d, reals
from symbolic.relations import eq, ge, gt, le, lt, ne
from symbolic.sentences import sentences
from symbolic.statement import Statement
from symbolic.steps import Certified, Enclosed, Identity, Universal
from symbolic.verdict import Grade, Joined, Outcome, StepResult, Verdict, combine

a, b, c = reals("a b c")
HOLDS = StepResult("s", Outcome.HOLDS, Grade.EXACT)


def statement(*claims, hypotheses=(), **more):
    return Statement("x", "x", "x", "x", claims, hypotheses=tuple(hypotheses), **more)


@pytest.mark.parametrize(
    ("fact", "wanted"),
    [
        (ge(a, 3), ge(a, 3)), (ge(a, 3), ge(2 * a - a, 2)), (gt(a, 3), ge(a, 3)), (ge(a, 3), gt(a, 2)),
        (le(3, a), ge(a, 3)),
        (eq(a, b), eq(b, a)), (eq(a, b), ge(a, b)), (eq(a, b), le(a, b)), (gt(a, b), ne(a, b)), (lt(a, b), ne(a, b)),
        (le((a + b) ** 2, c), le(a**2 + 2 * a * b + b**2, c)), (eq(a, 2), lt(a, 3)),
    ],
)
def test_a_relation_gives_another_that_differs_by_a_number(fact, wanted):
    assert Fact(fact).gives(Fact(wanted))


@pytest.mark.parametrize(
    ("fact", "wanted"),
    [
        (ge(a, 3), gt(a, 3)), (ge(a, 3), ge(a, 4)), (ge(a, 3), le(a, 3)), (ge(a, 3), ge(b, 3)), (ge(a, 3), eq(a, 3)),
        (ne(a, b), gt(a, b)), (ne(a, b), ge(a, b)), (ge(a, b), ne(a, b)), (ne(a, 3), ne(a, 4)), (eq(a, 2), lt(a, 2)),
        (gt(a, 3), ne(a, 2)), (le(a, b), le(b, a)), (eq(a, 3), eq(a, 4)), (le(a**2, c), le(a, c)),
    ],
)
def test_a_relation_does_not_give_what_it_does_not_imply(fact, wanted):
    assert not Fact(fact).gives(Fact(wanted))


def test_a_step_counts_under_facts_only():
    first, second = Universal((ge(a, 0),), ge(b, a)), Universal((ge(b, a), ge(a, 0)), ge(c, b))
    assert Facts(statement(hypotheses=[ge(a, 0)]), [second, first]).holds(ge(c, b))
    assert not Facts(statement(), [second, first]).holds(ge(c, b))
    assert not Facts(statement(hypotheses=[ge(a, 0)]), [second]).holds(ge(c, b))
    assert not Facts(statement(), [Universal((ge(a, 0),), ge(a, 0))]).holds(ge(a, 0)), "a step cannot support itself"
    assert not Facts(statement(), [Universal((ge(b, 0),), ge(a, 0)), Universal((ge(a, 0),), ge(b, 0))]).holds(ge(a, 0))


def test_closed_steps_are_facts():
    found = Facts(
        statement(),
        [Identity(a * (a + 1), a**2 + a), Enclosed(lt(sp.log(2), 1)), Certified("lower/x", 4, sp.Rational(9, 8))],
    )
    assert found.holds(eq(a**2 + a, a * (a + 1))) and found.holds(lt(sp.log(2), 1)) and found.holds(at_least(4, 1))
    assert not found.holds(at_least(4, 2)) and not found.holds(at_least(5, 1)) and not found.holds(le(EpsStar(4), 2))
    assert Facts(statement(), [Certified("upper/x", 4, sp.Rational(6, 5), sign="<=")]).holds(le(EpsStar(4), 2))


def test_a_claim_of_a_used_theorem_is_a_fact_where_its_hypotheses_are():
    used = statement(ge(EpsStar(d), sp.log(d)), hypotheses=[ge(d, 4)])
    assert Facts(statement(), [], [used]).holds(at_least(5, sp.log(5)))
    assert not Facts(statement(), [], [used]).holds(at_least(3, sp.log(3)))
    assert not Facts(statement(), []).holds(at_least(5, sp.log(5)))


def made(*, claim, conclusion="It is so.", ends=(), steps=lambda T: None, **more):
    return theorem("made", title="made", source="a test", conclusion=conclusion, claim=claim, ends=ends, **more)(steps)


def squares(T):
    T.identity("square", (a - b) ** 2, a**2 - 2 * a * b + b**2)
    T.forall("claim", [], ge(a**2 + b**2, 2 * a * b), form=(a - b) ** 2)


def results(found):
    return [dataclasses.replace(HOLDS, name=step.name) for step in found.derivation.steps]


def test_a_sentence_is_tied_by_claims_alone():
    claim = [ge(a**2 + b**2, 2 * a * b), ge(a, 5)]
    text = "Let $a$ be a number. It is so. It is more."
    found = made(claim=claim, conclusion=text, ends=["setting", "claim 1", "claim 1, claim 2"], steps=squares)
    assert tie(found, results(found), ()).loose == ("claim 2", "sentence 3")
    found = made(claim=claim[:1], conclusion=text, ends=["setting", "claim 1", "square"], steps=squares)
    assert tie(found, results(found), ()).loose == ("sentence 3",)
    assert tie(found, results(found)[:1], ()).loose == (
        "claim 1", "sentence 2", "sentence 3",
    ), "a step that does not hold"
    found = made(claim=claim[:1], conclusion=text, steps=squares)
    assert tie(found, results(found), ()).loose == ("sentence 1", "sentence 2", "sentence 3")


def test_the_ends_of_every_theorem_exist_and_none_is_missing():
    published = {theorem.id for theorem in registry.theorems().values() if whole(theorem)}
    for found in registry.theorems().values():
        assert faults(found, [registry.theorem(id) for id in found.statement.uses]) == []
        assert found.statement.ends or found.id in published, f"{found.id}: a sentence that ends in nothing"


def whole(found):
    from proofs.machinery.formal.evidence import evidence

    record = evidence(found.statement)
    return record is not None and record.whole


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        (["claim 1"], "2 sentences, and 1 entries"), (["claim 2", "setting"], "'claim 2'"),
        (["square", "cube"], "'cube'"), (["claim 0", "scaling"], "'claim 0'"),
    ],
)
def test_an_end_that_does_not_exist_is_a_fault(ends, reason):
    found = made(claim=[ge(a**2 + b**2, 2 * a * b)], conclusion="It is so. It is more.", ends=ends, steps=squares)
    assert reason in faults(found, [])[0]


def test_sentences_are_cut_at_full_stops_only():
    for found in registry.theorems().values():
        cut = sentences(found.statement.conclusion)
        assert " ".join(cut) == " ".join(found.statement.conclusion.split())
        assert all(piece.count("$") % 2 == 0 for piece in cut)


# Judged by a session: nothing is proved that no rule ties and nobody has read.


@pytest.fixture
def registered(monkeypatch):
    """Put one theorem in the place of another of the registry, and read nothing."""

    def put(found):
        known = {**registry.theorems(), found.id: found}
        monkeypatch.setattr(registry, "theorems", lambda: known)
        monkeypatch.setattr(registry, "theorem", known.__getitem__)
        return Session().theorem(found.id).judgement

    return put


def false_star(T):
    T.identity("one", (a + b) ** 2, a**2 + 2 * a * b + b**2)
    T.identity("two", (a - b) ** 2, a**2 - 2 * a * b + b**2)
    T.identity("three", (a + b) * (a - b), a**2 - b**2)


@pytest.mark.parametrize("ends", [(), ("claim 1",), ("one, two, three",), ("setting",)])
def test_three_identities_do_not_bound_the_optimum(registered, ends):
    found = registered(
        made(claim=[at_least(4, 5)], conclusion=r"$\varepsilon^*_4 \ge 5$.", ends=ends, steps=false_star)
    )
    assert found.verdict is Verdict.UNKNOWN and found.reason.startswith("claim 1 follows from no step")


@pytest.mark.parametrize("text", ["P = NP.", "Every even number from 4 on is the sum of two primes."])
def test_a_conclusion_without_a_claim_is_not_proved(registered, text):
    found = registered(made(claim=[], conclusion=text, ends=["one"], steps=false_star))
    assert found.verdict is Verdict.UNKNOWN and found.reason.startswith("sentence 1 follows from no step")


def raised(id, number, relation):
    """A theorem of the project with another relation for one of its claims; nothing else is touched."""
    whole = registry.theorem(id)
    claims = [*whole.statement.claim]
    claims[number] = relation
    return dataclasses.replace(whole, statement=dataclasses.replace(whole.statement, claim=tuple(claims)))


@pytest.mark.parametrize(
    ("id", "change"),
    [
        ("sharper-lower", lambda bound: bound + sp.Rational(1, 10)),
        ("upper-d4", lambda bound: sp.Rational(118, 100)),
        ("universal-upper", lambda bound: bound - sp.Rational(1, 1000)),
        ("lower-certificates", lambda bound: bound + sp.Rational(1, 10**6)),
        ("rounding-lse", lambda bound: bound / 2),
    ],
)
def test_a_stronger_claim_is_not_proved(registered, id, change):
    old = registry.theorem(id).statement.claim[0]
    found = registered(raised(id, 0, dataclasses.replace(old, rhs=change(old.rhs))))
    assert found.verdict is Verdict.UNKNOWN and "claim 1 follows from no step" in found.reason


def test_a_stronger_claim_does_not_reach_the_bounds(registered, monkeypatch):
    old = registry.theorem("d4-optimum").statement.claim[0]
    registered(raised("d4-optimum", 0, dataclasses.replace(old, rhs=sp.Rational(118, 100))))
    with pytest.raises(Contradiction, match=r"d4-optimum claims eps\*_4 = 59/50, and no step"):
        claimed.from_theorems(Session())


def test_ends_that_cross_are_told(monkeypatch):
    monkeypatch.setattr(best, "_upper", lambda d: best.Side(constant("118/100"), "d4-optimum"))
    with pytest.raises(Contradiction, match=r"_4: d4-optimum claims at least 1.18278\d*, d4-optimum at most 1.18"):
        best.bounds.__wrapped__(4) if hasattr(best.bounds, "__wrapped__") else best.bounds(4)


# Readings: bound to all that was read.


def test_every_reading_is_current(session):
    for owner in [*registry.theorems().values(), *registry.claims().values()]:
        used = [registry.theorem(id).statement for id in owner.statement.uses]
        assert readings.current(owner, used), f"{owner.id} changed since it was read"


def test_a_reading_is_void_when_anything_changes(monkeypatch):
    whole = registry.theorem("softplus-gap")
    used = [registry.theorem(id).statement for id in whole.statement.uses]
    base = readings.digest(whole, used)
    for field, value in {
        "title": "x", "source": "x", "conclusion": "x", "claim": (), "variables": (), "hypotheses": (), "witness": {},
        "claims": ("S0-01",), "uses": ("scaling",), "ends": ("setting",),
    }.items():
        assert getattr(whole.statement, field) != value
        other = dataclasses.replace(whole, statement=dataclasses.replace(whole.statement, **{field: value}))
        assert readings.digest(other, used) != base, field

    def shorter(T):
        whole.record(T)
        T.say("More.")

    assert readings.digest(dataclasses.replace(whole, record=shorter), used) != base
    assert readings.digest(whole, [registry.theorem("scaling").statement]) != base


def test_a_claim_is_not_proved_by_a_theorem_that_says_something_else(monkeypatch):
    from proofs.machinery.engine.claim import Claims, ClaimVerdict

    planted = Claims()("S9-99", ClaimVerdict.PROVED, "nowhere", "P = NP.", uses=["scaling"])(lambda c: None)
    known = {**registry.claims(), planted.id: planted}
    monkeypatch.setattr(registry, "claims", lambda: known)
    found = Session().claim("S9-99")
    assert found.verdict is ClaimVerdict.UNKNOWN and "nobody has read it" in found.judgement.reason


def test_without_a_file_nothing_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(readings, "FILE", tmp_path / "none.json")
    readings.signed.cache_clear()
    try:
        assert readings.signed() == {}
        assert session_module.joined(registry.theorem("softplus-gap"), [], [], None).current is False
    finally:
        readings.signed.cache_clear()


def test_a_claim_that_only_a_reader_joins_is_no_fact_elsewhere():
    statement, steps = registry.theorem("random-walk-lower").statement, [dataclasses.replace(HOLDS, grade=Grade.EXACT)]
    judgement = combine(statement.id, steps, joined=Joined(("claim 1",), True))
    assert judgement.read == ("random-walk-lower/claim 1",) and len(statement.claim) == 2
    assert session_module._tied_claims(statement, judgement).claim == statement.claim[1:]


def test_readers_of_a_used_theorem_count_where_a_reader_joins():
    steps = [dataclasses.replace(HOLDS, grade=Grade.ENCLOSED)]
    source = combine("used", steps, joined=Joined(("sentence 3",), True))
    assert source.grade is Grade.READ and source.read == ("used/sentence 3",)
    assert combine("x", steps, [source]).read == ()
    assert combine("x", steps, [source], joined=Joined(("sentence 1",), True)).read == (
        "used/sentence 3", "x/sentence 1",
    )


def test_a_bound_letter_counts_whatever_was_read_before():
    one, other = (sp.Subs(letter**2, letter, 1) for letter in (a, b))
    assert one == other and readings._expression(one) != readings._expression(other)
