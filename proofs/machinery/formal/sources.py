"""The Coq sources as text: which files there are, their hash, and what may not stand in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from proofs.machinery.formal.problem import Deviation
from proofs.machinery.output.places import COQ

PROJECT = "_CoqProject"
RECORDED = "sources.sha256"
"""What stands for the sources where they are not: the wheel has this file, with `digest` of them when it was built."""
LIBRARIES = {"theories": "TightMax", "generated": "TightMax.Generated"}
"""Folder -> logical path."""

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


def files(root: Path = COQ) -> list[Path]:
    """Every ``.v`` file of the project, relative to ROOT, sorted."""
    found = [path.relative_to(root) for folder in LIBRARIES for path in (root / folder).rglob("*.v")]
    return sorted(found, key=lambda path: path.as_posix())


def project_text(root: Path = COQ) -> str:
    """What ``_CoqProject`` must hold: the two logical paths and every file."""
    paths = [f"-Q {folder} {logical}" for folder, logical in LIBRARIES.items()]
    return "\n".join([*paths, *(file.as_posix() for file in files(root))]) + "\n"


def check_project(root: Path = COQ) -> None:
    """``_CoqProject`` is what it must be; Deviation names the first line that is not."""
    try:
        found = (root / PROJECT).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Deviation(f"{PROJECT}: {error.strerror}") from error
    wanted = project_text(root).splitlines()
    missing = [line for line in wanted if line not in found]
    extra = [line for line in found if line not in wanted]
    lines = [f"{PROJECT} does not list {line}" for line in missing]
    lines += [f"{PROJECT} has the line {line!r}, which does not belong there" for line in extra]
    if not lines and found != wanted:
        lines = [f"{PROJECT} is not in order"]
    if lines:
        more = f" (and {len(lines) - 1} lines more)" if len(lines) > 1 else ""
        raise Deviation(f"{lines[0]}{more}; `python -m proofs.machinery.formal --record` writes the file")


def digest(root: Path = COQ) -> str:
    """SHA-256 over the names and contents of all sources and of ``_CoqProject``."""
    total = hashlib.sha256()
    for path in [Path(PROJECT), *files(root)]:
        name = path.as_posix().encode()
        data = (root / path).read_bytes()
        total.update(b"%d %s %d\n" % (len(name), name, len(data)))
        total.update(data)
    return total.hexdigest()


def recorded(root: Path = COQ) -> str:
    """`digest` of the sources: of those that are here, else as it was when the wheel was built; "" where neither is."""
    if (root / PROJECT).is_file():
        return digest(root)
    try:
        return (root / RECORDED).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def bare(text: str) -> str:
    """The text with every comment and every string blanked, line breaks kept.

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
    """The sentences of a source with the number of the line on which each begins."""
    text, start = bare(text), 0
    for end in [*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]:
        sentence = text[start:end]
        begin = start + len(sentence) - len(sentence.lstrip())
        stripped = _BULLETS.sub("", sentence.strip(), count=1)
        if stripped:
            yield text.count("\n", 0, begin) + 1, stripped
        start = end + 1


def forbidden(text: str) -> list[tuple[int, str]]:
    """The line and the name of everything in a source that is refused."""
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


def check_words(root: Path = COQ) -> None:
    """No source holds a forbidden word; Deviation has one line each."""
    lines = [
        f"{path.as_posix()} line {line}: {name} is refused"
        for path in files(root)
        for line, name in forbidden((root / path).read_text(encoding="utf-8"))
    ]
    if lines:
        raise Deviation(*lines)


def requires(root: Path, path: Path) -> set[str]:
    """The libraries that a file asks for, by their last name and, where given, with the prefix of ``From``."""
    asked: set[str] = set()
    for _, sentence in sentences((root / path).read_text(encoding="utf-8")):
        match = re.match(r"(?:From\s+([\w.]+)\s+)?Require\s+(?:Import\s+|Export\s+)?(.*)", sentence, re.DOTALL)
        if match:
            asked.update(f"{match[1]}.{name}" if match[1] else name for name in match[2].split())
    return asked


def library(path: Path) -> str:
    """The logical name of a file: ``TightMax.Chain`` for ``theories/Chain.v``."""
    folder, *rest = path.with_suffix("").parts
    return ".".join([LIBRARIES[folder], *rest])


def without_interval(root: Path = COQ) -> list[str]:
    """The libraries that load Interval neither themselves nor through another file of the project."""
    asked = {library(path): requires(root, path) for path in files(root)}

    def names(wanted: str) -> set[str]:
        return {other for other in asked if other == wanted or other.endswith(f".{wanted}")}

    loads = {name for name, wanted in asked.items() if any(w.split(".")[0] == "Interval" for w in wanted)}
    while True:
        more = {n for n, wanted in asked.items() if any(names(w) & loads for w in wanted)} - loads
        if not more:
            return [name for name in asked if name not in loads]
        loads |= more
