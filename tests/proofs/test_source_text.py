"""The sentences of the sources: each belongs to a claim, is in the language of its source, and can be shown."""

import unicodedata

import pytest

from proofs import registry
from proofs.machinery.engine.source_text import LANGUAGES, original, source_texts
from symbolic.printing.markdown import markdown
from symbolic.printing.plain import plain

WITHOUT = {"S0-12", "S2-56"}
"""Claims that no sentence says: one is implicit, the other a formula alone."""

SCRIPTS = {"ko": "HANGUL", "zh": "CJK UNIFIED", "en": "LATIN"}


@pytest.mark.parametrize("letters", registry.sources())
def test_a_source_is_described_and_quoted_in_its_language(letters):
    text = source_texts()[letters]
    assert text.about and text.language in LANGUAGES and bool(text.title) == bool(text.translated)
    claims = {id for id in registry.claims() if id.startswith(f"{letters}-")}
    assert set(text.sentences) == claims - WITHOUT
    joined = "".join(text.sentences.values())
    assert any(unicodedata.name(c, "").startswith(SCRIPTS[text.language]) for c in joined)
    assert text.language != "en" or all(unicodedata.name(c, "").find("HANGUL") < 0 for c in joined)


def test_every_sentence_can_be_shown():
    for id in registry.claims():
        sentence = original(id)
        assert bool(sentence.strip(" …")) == (id not in WITHOUT), id
        assert plain(sentence) or id in WITHOUT
        assert markdown(plain(sentence)).count("\n") == 0


def test_a_claim_knows_its_sentence():
    assert registry.claims()["S0-03"].original.startswith("max 함수의") and registry.claims()["S0-12"].original == ""
    assert registry.claims()["S4-02"].original == "LogSumExp is often used in machine learning."
