"""The definitions of the sources, as they are written.

Which of them a statement rests on is for Coq to say (closure.py); here is how they read. What could hide a word from a
reader, a notation or a coercion, is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from proofs.machinery.formal.libraries import library
from proofs.machinery.formal.words import ATTRIBUTES, sentences

DEFINED = "Definition|Fixpoint|CoFixpoint|Function|Let|Inductive|CoInductive|Record|Structure|Variant|Class"
STATED = "Lemma|Theorem|Corollary|Proposition|Fact|Remark|Instance"
_DECLARED = re.compile(rf"{ATTRIBUTES}({DEFINED}|{STATED})\s+([A-Za-z_][\w']*)")
_HIDES = re.compile(rf"{ATTRIBUTES}(Notation|Infix|Reserved\s+Notation|Coercion|Identity\s+Coercion|Canonical)\b")
_ENDS_PROOF = ("Qed", "Defined")
BASIC = ("TightMax.Vectors", "TightMax.Smoothing")
"""The libraries whose names Coq prints without a prefix."""


@dataclass
class Library:
    """What a file declares: name -> text; the other names of a declaration (constructors, fields); what hides words."""

    name: str
    texts: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    hiding: list[str] = field(default_factory=list)

    def find(self, word: str) -> str:
        """Return the name of the declaration that a word belongs to, or nothing."""
        return word if word in self.texts else self.aliases.get(word, "")


def _tidy(sentence: str) -> str:
    return "\n".join(line.rstrip() for line in sentence.splitlines() if line.strip()) + "."


def _parts(kind: str, key: str, sentence: str) -> Iterator[str]:
    """Yield the constructors and fields of a type, and the further names of a mutual definition."""
    if kind in ("Inductive", "CoInductive", "Variant"):
        yield from re.findall(r"(?:\||:=)\s*([A-Za-z_][\w']*)", sentence)
    if kind in ("Record", "Structure", "Class"):
        yield f"Build_{key}"
        yield from re.findall(r"(?:[{;]|:=)\s*([A-Za-z_][\w']*)", sentence)
    if kind not in ("Lemma", "Theorem", "Corollary"):
        yield from re.findall(r"\bwith\s+([A-Za-z_][\w']*)\s*[({:]", sentence)


def _read(name: str, text: str) -> Library:
    found = Library(name)
    variables: list[str] = []
    opened: list[int] = []
    current = ""
    for _, sentence in sentences(text):
        first = sentence.split()[0]
        if current:
            found.texts[current] += "\n" + _tidy(sentence)
            current = "" if first in _ENDS_PROOF else current
        elif first in ("Section", "Module") and ":=" not in sentence:
            opened.append(len(variables))
        elif first == "End" and opened:
            del variables[opened.pop() :]
        elif re.match(rf"{ATTRIBUTES}(Variables?|Hypothes[ie]s|Context)\b", sentence):
            variables.append(_tidy(sentence))
        elif _HIDES.match(sentence):
            found.hiding.append(_tidy(sentence))
        elif match := _DECLARED.match(sentence):
            kind, key = match.groups()
            whole = "\n".join([*(f"in a section with: {v}" for v in variables), _tidy(sentence)])
            found.texts[key] = f"{found.texts[key]}\n{whole}" if key in found.texts else whole
            found.aliases |= dict.fromkeys(_parts(kind, key, sentence), key)
            current = key if re.fullmatch(DEFINED, kind) and ":=" not in sentence else ""
    return found


def stated(text: str) -> frozenset[str]:
    """Return the names of the lemmas, theorems and so on that a file states."""
    found = (_DECLARED.match(sentence) for _, sentence in sentences(text))
    return frozenset(match[2] for match in found if match is not None and re.fullmatch(STATED, match[1]))


def libraries(texts: Mapping[Path, str]) -> dict[str, Library]:
    """Return every file of the project, read, by its logical name."""
    return {library(path): _read(library(path), text) for path, text in texts.items()}


def written(entries: Iterable[str], sources: Mapping[str, Library]) -> dict[str, str]:
    """Return each entry as it is written, and then what may hide a word in any file."""
    parts = {entry: entry.rpartition(".") for entry in sorted(entries)}
    found = {entry: sources[home].texts[key] for entry, (home, _, key) in parts.items()}
    hiding = {f"{name}: what may hide a word": one.hiding for name, one in sorted(sources.items()) if one.hiding}
    return found | {name: "\n".join(lines) for name, lines in hiding.items()}
