"""What may not stand in a Coq source; its sentences, without comments and strings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from proofs.machinery.formal.problem import Deviation

_ANYWHERE = {
    "Admitted": r"\bAdmitted\b",
    "Admit Obligations": r"\bAdmit\s+Obligations\b",
    "admit": r"\badmit\b",
    "give_up": r"\bgive_up\b",
    "Axiom": r"\bAxioms?\b",
    "Parameter": r"\bParameters?\b",
    "Conjecture": r"\bConjectures?\b",
    "Primitive": r"\bPrimitive\b",
    "Unset Guard Checking": r"\bUnset\s+Guard\s+Checking\b",
    "Unset Positivity Checking": r"\bUnset\s+Positivity\s+Checking\b",
    "Unset Universe Checking": r"\bUnset\s+Universe\s+Checking\b",
    "bypass_check": r"\bbypass_check\b",
    "type-in-type": r"\btype[-_]in[-_]type\b",
    "Declare ML Module": r"\bDeclare\s+ML\s+Module\b",
    "Load": r"\ALoad\b",
    "Add LoadPath": r"\bAdd\s+(Rec\s+)?LoadPath\b",
    "Register": r"\ARegister\b",
}
"""What is refused wherever it stands outside comments and strings, and the pattern of it."""

ATTRIBUTES = r"(?:#\[[^\]]*\]\s*|(?:Local|Global|Polymorphic|Monomorphic|Cumulative|Private|Program)\s+)*"
_IN_SECTIONS = re.compile(rf"{ATTRIBUTES}(Hypothesis|Hypotheses|Variables?|Context)\b")
_OPENS = re.compile(r"(Section|Module(?:\s+Type)?)\s+(?:(?:Import|Export)\s+)?([A-Za-z_][\w']*)")
_ENDS = re.compile(r"End\s+([A-Za-z_][\w']*)")
_SENTENCE_END = re.compile(r"\.(?=\s|\Z)")
_BULLETS = re.compile(r"(?:\d+\s*:\s*)?[{}\-+*\s]*")


def bare(text: str) -> str:
    """Return the text with every comment and every string blanked, line breaks kept.

    Coq's comments nest, and a string inside a comment hides the end of it.
    """
    kept, depth, quoted, at = [], 0, False, 0
    while at < len(text):
        two, one = text[at : at + 2], text[at]
        if not quoted and two in ("(*", "*)") and (two == "(*" or depth):
            depth += 1 if two == "(*" else -1
            kept.append("  ")
            at += 2
            continue
        if one == '"':
            quoted = not quoted
            kept.append(" " if depth else '"')
        else:
            kept.append(one if one == "\n" or not (depth or quoted) else " ")
        at += 1
    return "".join(kept)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a source with the number of the line on which each begins."""
    text, start = bare(text), 0
    for end in [*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]:
        sentence = text[start:end]
        begin = start + len(sentence) - len(sentence.lstrip())
        stripped = _BULLETS.sub("", sentence.strip(), count=1)
        if stripped:
            yield text.count("\n", 0, begin) + 1, stripped
        start = end + 1


def forbidden(text: str) -> list[tuple[int, str]]:
    """Return the line and the name of everything in a source that is refused."""
    found: list[tuple[int, str]] = []
    opened: list[str] = []
    for line, sentence in sentences(text):
        found += [(line, name) for name, pattern in _ANYWHERE.items() if re.search(pattern, sentence)]
        declared = _IN_SECTIONS.match(sentence)
        if declared and "Section" not in opened:
            found.append((line, f"{declared[1]} outside a section"))
        if (opens := _OPENS.match(sentence)) and ":=" not in sentence:
            opened.append(opens[1])
        elif _ENDS.match(sentence) and opened:
            opened.pop()
    return found


def check_words(texts: Mapping[Path, str]) -> None:
    """No source holds a forbidden word; Deviation has one line each."""
    lines = [
        f"{path.as_posix()} line {line}: {name} is refused"
        for path, text in texts.items()
        for line, name in forbidden(text)
    ]
    if lines:
        raise Deviation(*lines)
