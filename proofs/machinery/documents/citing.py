"""Theorems that prose names by their ids, as references that the document numbers and links."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache

from proofs import registry
from symbolic.printing.latex import theorem_reference
from symbolic.steps import Derivation

_FORMULA = re.compile(r"(?<!\\)(\$\$?.*?(?<!\\)\$\$?|\\\w*ref\{[^}]*\})", re.DOTALL)
"""What is left as it is: formulas, and references that are written as such."""


ADJECTIVES = ("two-level",)
"""Ids with a hyphen that prose uses as words, too."""


def _either(ids: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, ids), key=len, reverse=True))


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of the ids with hyphens, which are names, and of those that are words.

    A plain word, such as "duality", names the theorem only after "by", "in", "of", "see" or a bracket.
    """
    named = {id: "-" in id and id not in ADJECTIVES for id in registry.files()}
    hyphened, plain = (_either([id for id in named if named[id] is wanted]) for wanted in (True, False))
    return (
        re.compile(rf"(?<![\w-])(?:{hyphened})(?![\w-])"),
        re.compile(rf"(?<![\w-])((?:[Bb]y|in|of|[Ss]ee) |\()({plain})(?![\w-])"),
    )


def cited(text: str, uses: Collection[str]) -> str:
    """Return prose (LaTeX) with references in the place of ids; a plain word only if it is among `uses`.

    >>> cited(r"by duality at most $x$, the bound of d2-optimum", ["duality"])
    'by \\\\thmref{thm:duality} at most $x$, the bound of \\\\thmref{thm:d2-optimum}'
    >>> cited("by duality", [])
    'by duality'
    """
    hyphened, plain = _names()
    parts = _FORMULA.split(text)
    for k, part in enumerate(parts[::2]):
        part = hyphened.sub(lambda found: theorem_reference(found[0]), part)
        parts[2 * k] = plain.sub(
            lambda found: found[1] + theorem_reference(found[2]) if found[2] in uses else found[0], part
        )
    return "".join(parts)


def cited_proof(proof: Derivation, uses: Collection[str]) -> Derivation:
    """Return the proof with references in its prose."""
    return Derivation(tuple(replace(item, text=cited(item.text, uses)) for item in proof.items))
