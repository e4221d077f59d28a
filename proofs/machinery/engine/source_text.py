"""The texts that are judged, as far as they are quoted: title, language, and the sentence behind each claim.

`proofs/claims/seedNNN/source.toml` quotes word for word; three dots stand for what is left out or, as with many
formulas of the second source, is lost.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from proofs import registry
from proofs.machinery.output.places import ROOT

LANGUAGES = {"en": "English", "ko": "Korean", "zh": "Chinese"}
"""Tags of languages, as in HTML, and their names."""


@dataclass(frozen=True)
class SourceText:
    """A source: its title as printed and in English, if it has one, its language, what it is, and its sentences."""

    title: str
    translated: str
    language: str
    about: str
    sentences: Mapping[str, str]


@cache
def source_texts() -> Mapping[str, SourceText]:
    """Return the sources by the letters with which the ids of their claims begin."""
    found = {}
    for letters, name in zip(registry.sources(), registry.SOURCES, strict=True):
        table = tomllib.loads((ROOT / "proofs" / "claims" / name / "source.toml").read_text(encoding="utf-8"))
        title = table.get("title", "")
        found[letters] = SourceText(
            title, table.get("translated", title), table["language"], table["about"], table["sentences"],
        )
    return found


def original(id: str) -> str:
    """Return the sentence of the source behind a claim, in its language; empty where no sentence says it."""
    return source_texts()[id.partition("-")[0]].sentences.get(id, "")
