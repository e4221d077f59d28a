"""The definitions that published statements rest on, as they stand in the sources.

A statement says what its words say.  Coq prints the statement; here every word of it that the sources declare is
followed to its declaration, the words of that to theirs, and so on.  A name that several files declare brings in
all of them, which is more than needed and never less.  What could hide a word, a notation or a coercion, is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from proofs.machinery.formal.libraries import library, requires
from proofs.machinery.formal.words import ATTRIBUTES, sentences

DEFINED = "Definition|Fixpoint|CoFixpoint|Function|Let|Inductive|CoInductive|Record|Structure|Variant|Class"
STATED = "Lemma|Theorem|Corollary|Proposition|Fact|Remark|Instance"
_DECLARED = re.compile(rf"{ATTRIBUTES}({DEFINED}|{STATED})\s+([A-Za-z_][\w']*)")
_HIDES = re.compile(rf"{ATTRIBUTES}(Notation|Infix|Reserved\s+Notation|Coercion|Identity\s+Coercion|Canonical)\b")
_WORD = re.compile(r"[A-Za-z_][\w']*(?:\.[A-Za-z_][\w']*)*")
_ENDS_PROOF = ("Qed", "Defined")
BASIC = ("TightMax.Vectors", "TightMax.Smoothing")
"""The libraries whose names Coq prints without a prefix."""


@dataclass
class Library:
    """What a file declares: name -> text; the other names of a declaration (constructors, fields); what hides words."""

    name: str
    reach: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    hiding: list[str] = field(default_factory=list)

    def find(self, word: str) -> str:
        """The name of the declaration that a word belongs to, or nothing."""
        return word if word in self.texts else self.aliases.get(word, "")


def _tidy(sentence: str) -> str:
    return "\n".join(line.rstrip() for line in sentence.splitlines() if line.strip()) + "."


def _parts(kind: str, sentence: str) -> Iterator[str]:
    """The constructors and fields of a type, and the further names of a mutual definition."""
    if kind in ("Inductive", "CoInductive", "Variant"):
        yield from re.findall(r"(?:\||:=)\s*([A-Za-z_][\w']*)", sentence)
    if kind in ("Record", "Structure", "Class"):
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
            found.aliases |= dict.fromkeys(_parts(kind, sentence), key)
            current = key if re.fullmatch(DEFINED, kind) and ":=" not in sentence else ""
    return found


def libraries(texts: Mapping[Path, str]) -> dict[str, Library]:
    """Every file of the project, read."""
    named = {library(path): text for path, text in texts.items()}
    found = {name: _read(name, text) for name, text in named.items()}
    for name, text in named.items():
        wanted = requires(text)
        found[name].reach = {other for other in named if any(other == w or other.endswith(f".{w}") for w in wanted)}
    for _ in found:
        for one in found.values():
            one.reach |= {far for near in one.reach for far in found[near].reach}
    return found


def _owners(word: str, near: Iterable[str], all: Mapping[str, Library]) -> Iterator[tuple[str, str]]:
    """The libraries and declarations that a word may mean: by its prefix, or in the libraries that are near."""
    *prefix, last = word.split(".")
    names = [n for n in all if n.split(".")[-1] == prefix[-1]] if prefix else near
    yield from ((name, key) for name in names if (key := all[name].find(last)))


def behind(statements: Iterable[str], texts: Mapping[Path, str]) -> dict[str, str]:
    """Every declaration that printed statements rest on, by its full name."""
    all = libraries(texts)
    basic = [name for name in BASIC if name in all]
    queue = {owner for text in statements for word in _WORD.findall(text) for owner in _owners(word, basic, all)}
    found: dict[str, str] = {}
    while queue:
        name, key = queue.pop()
        if f"{name}.{key}" in found:
            continue
        text = found[f"{name}.{key}"] = all[name].texts[key]
        for word in _WORD.findall(text):
            near = [name] if all[name].find(word) else sorted(all[name].reach)
            queue.update(_owners(word, near, all))
    hiding = {f"{name}: what may hide a word": "\n".join(one.hiding) for name, one in all.items() if one.hiding}
    return dict(sorted(found.items())) | dict(sorted(hiding.items()))
