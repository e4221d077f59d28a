"""What stands between the steps of a proof names things and says what comes next; what infers is a step.

A sentence that says "so" or "because" is an inference that nobody counts, unless it is the text of a step: one that a
machine checks, one that names a lemma of Coq's, or one that cites a fact and is argued.
"""

import re

import pytest

from proofs import registry
from symbolic.steps import Prose

THEOREMS = registry.theorems()
IDS = "|".join(sorted(map(re.escape, THEOREMS), key=len, reverse=True))
INFERS = re.compile(
    r"\b(?:so(?! far)|hence|therefore|thus|because|since|follows?|impl(?:y|ies)|consequently|tends?|by continuity"
    r"|continuous|means that|gives?|shows?|shown)\b"
    r"|(?:^|[.;,:(] )as (?=\$|the |a |it |all |no |some )"
    rf"|\bby (?:{IDS}|part\b|symmetry|[IVX]+\b|(?:the inequality of )?(?:Jensen|Bernoulli|Cauchy))",
    re.IGNORECASE,
)


def inferring(theorem):
    """The words of inference in the sentences between the steps of a theorem; formulas are left out."""
    texts = [item.text for item in theorem.derivation.items if isinstance(item, Prose)]
    return [found[0] for text in texts for found in INFERS.finditer(re.sub(r"\$[^$]*\$", "$", text))]


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=str)
def test_no_sentence_between_steps_infers(theorem):
    assert inferring(theorem) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"The sum is 1, so $p$ is in the simplex.", ["so"]),
        (r"As $x \le y$, it increases.", ["As "]), (r"It is positive, as the sum is.", [", as "]),
        (r"By lse-gap the gap is $\ln d$.", ["By lse-gap"]), (r"By II and duality it is sharp.", ["By II"]),
        (r"The limit tends to 0, because it is bounded. Hence the claim.", ["tends", "because", "Hence"]),
        (r"The mean is at least $h$ by the inequality of Jensen.", ["by the inequality of Jensen"]),
        (r"Let $\phi'' = 1/x$, as for the entropy.", []), (r"Write $M = \max x$; next the slopes.", []),
        (r"Row by row, with $N$ the sum so far,", []), (r"Let $so = 1$ and $N$ as large as one likes.", []),
    ],
)
def test_words_of_inference(text, words):
    assert [found[0] for found in INFERS.finditer(re.sub(r"\$[^$]*\$", "$", text))] == words
