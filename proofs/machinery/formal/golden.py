"""The two recorded files: `statements.txt` for readers and reviewers, `record.json` for reports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sympy as sp

from proofs.machinery.formal.answers import Answers, rests_line
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.published import Published
from symbolic.formal import FormalTheorem
from symbolic.statement import Statement

STATEMENTS, RECORD, TABLE = "statements.txt", "record.json", "published.toml"
_HEAD = """What is published. `python -m proofs.machinery.formal --record` writes this file, `make coq` compares it.
A line that begins with "==" opens an entry: first the theorems as Coq prints them, each with its axioms, then every
definition that they rest on, as it is written in the sources. Which definitions the words of an entry mean is what Coq
says ("rests on").
"""


def says(statement: Statement) -> str:
    """Return a hash of all that a theorem of the project says, so that a record cannot outlive a change of it."""
    parts = {
        "id": statement.id,
        "title": statement.title,
        "source": statement.source,
        "variables": [[sp.srepr(variable.symbol), variable.domain] for variable in statement.variables],
        "hypotheses": [str(relation) for relation in statement.hypotheses],
        "claim": [str(relation) for relation in statement.claim],
        "conclusion": statement.conclusion,
        "uses": list(statement.uses),
    }
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def pair(statement: Statement, theorems: Sequence[FormalTheorem]) -> str:
    """Return a hash of what a reviewer compares: the conclusion in words, and the Coq statements that stand for it."""
    texts = [statement.conclusion, *(theorem.statement for theorem in theorems)]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]


def _entry(theorem: FormalTheorem) -> str:
    axioms = ", ".join(theorem.axioms) or "none"
    return f"== {theorem.name}\n{theorem.statement}\n{rests_line(theorem.rests_on)}\naxioms: {axioms}\n"


def statements_text(table: Mapping[str, Published], found: Answers) -> str:
    """Return the readable file: for each theorem of the project its Coq theorems, then all definitions."""
    parts = [f"== {name}\n{text}\n" for name, text in found.definitions.items()]
    return "\n".join([theorems_text(table, found.theorems), *parts])


def theorems_text(table: Mapping[str, Published], theorems: Mapping[str, FormalTheorem]) -> str:
    """Return the readable file up to the definitions, which the record holds as well."""
    parts = [_HEAD]
    for id, published in table.items():
        covers = "the whole conclusion" if published.whole else f"a part: {published.part} Left: {published.left}"
        parts.append(f"==== {id}: {covers}\n")
        parts += [_entry(theorems[name]) for name in published.names]
    return "\n".join([*parts, "==== definitions\n"])


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def contradiction(record: Mapping[str, Any], table: Mapping[str, Published], text: str) -> str:
    """Return how `record.json` and `statements.txt` contradict each other or the table; empty if they agree."""
    theorems = {t.name: t for entry in record["theorems"].values() for t in theorems_of(entry["coq"])}
    if any(name not in theorems for published in table.values() for name in published.names):
        return "published.toml changed since the record"
    wanted = theorems_text(table, theorems)
    if text.startswith(wanted):
        return "" if hash_of(text) == record["build"]["statements"] else "statements.txt changed since the record"
    there, asked = _entries(text.partition("==== definitions\n")[0]), _entries(wanted)
    names = [name for name in asked if asked[name] != there.get(name) and name != "definitions"]
    return f"record.json and statements.txt do not say the same of {names[0]}" if names else "statements.txt changed"


def _entries(text: str) -> dict[str, str]:
    """Return the entries of a statements file by their heading."""
    found: dict[str, str] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith("=="):
            heading = line.strip("= ").split(":", 1)[0].strip()
        found[heading] = found.get(heading, "") + line.rstrip() + "\n"
    return found


def compare_statements(path: Path, wanted: str) -> None:
    """The file holds what Coq prints now; Deviation names every entry that differs."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise _absent(path, error) from error
    if text == wanted:
        return
    old, new = _entries(text), _entries(wanted)
    lines = [f"{path.name} has no entry {name}" for name in new if name not in old]
    lines += [f"{path.name} has the entry {name}, which is not published" for name in old if name not in new]
    for name in new:
        if name in old and old[name] != new[name]:
            lines.append(f"{name} is not what {path.name} records: {_first_difference(old[name], new[name])}")
    raise Deviation(*(lines or [f"{path.name} is not in order"]))


def _absent(path: Path, error: OSError) -> Deviation:
    return Deviation(f"{path.name}: {error.strerror}; `python -m proofs.machinery.formal --record` writes it")


def _first_difference(old: str, new: str) -> str:
    """Return the first line that differs, as recorded and as it is."""
    was, now = old.splitlines(), new.splitlines()
    for before, after in zip(was, now, strict=False):
        if before != after:
            return f"recorded {before.strip()[:100]!r}, now {after.strip()[:100]!r}"
    return f"recorded {len(was)} lines, now {len(now)}"


def record_value(
    table: Mapping[str, Published], found: Answers, statements: Mapping[str, Statement], build: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what `record.json` holds; `build` is the hash of the sources, the version of Coq and the seconds."""
    return {
        "build": {**build, "statements": hash_of(statements_text(table, found))},
        "lemmas": sorted(found.lemmas),
        "theorems": {
            id: {
                "covers": "whole" if published.whole else "part",
                "says": says(statements[id]),
                "coq": [
                    {"name": t.name, "statement": t.statement, "rests_on": list(t.rests_on), "axioms": list(t.axioms)}
                    for t in (found.theorems[name] for name in published.names)
                ],
            }
            for id, published in table.items()
        },
    }


def compare_record(path: Path, wanted: dict[str, Any]) -> None:
    """The record holds what was found now, the seconds and the version of Coq aside; Deviation names what differs."""
    old = read_record(path)
    lines = []
    if old["build"]["sources"] != wanted["build"]["sources"]:
        lines.append(f"{path.name}: the Coq sources changed since the record")
    if old["build"]["statements"] != wanted["build"]["statements"]:
        lines.append(f"{path.name}: {STATEMENTS} is not the one of the record")
    if old["lemmas"] != wanted["lemmas"]:
        lines.append(f"{path.name}: the lemmas that steps name changed since the record")
    for id in sorted({*old["theorems"], *wanted["theorems"]}):
        was, now = old["theorems"].get(id), wanted["theorems"].get(id)
        if was is None or now is None:
            lines.append(f"{path.name}: {id} is {'not recorded' if was is None else 'recorded and not published'}")
        elif was != now:
            keys = [key for key in now if was.get(key) != now[key]]
            what = {"says": "the statement of the project", "covers": "what is covered", "coq": "the Coq theorems"}
            lines.append(f"{path.name}: {id}: {' and '.join(what[key] for key in keys)} changed since the record")
    if lines:
        raise Deviation(*lines)


def read_record(path: Path) -> dict[str, Any]:
    """Return the record; Deviation where it is missing or is not of its form.  One without lemmas holds none."""
    try:
        value = {"lemmas": [], **json.loads(path.read_text(encoding="utf-8"))}
        build, theorems = value["build"], value["theorems"]
        for key, kind in {"sources": str, "statements": str, "coq": str, "seconds": float}.items():
            if not isinstance(build[key], kind):
                raise TypeError(key)
        if not isinstance(value["lemmas"], list) or not all(isinstance(name, str) for name in value["lemmas"]):
            raise TypeError("lemmas")
        for entry in theorems.values():
            theorems_of(entry["coq"])
            if not isinstance(entry["says"], str) or entry["covers"] not in ("whole", "part"):
                raise TypeError("says")
    except OSError as error:
        raise _absent(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Deviation(f"{path.name} is not a record: {error}") from error
    return value


def recorded_axioms(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the axioms that each Coq theorem of the record is recorded with; Deviation as in `read_record`."""
    entries = read_record(path)["theorems"].values()
    return {theorem.name: theorem.axioms for entry in entries for theorem in theorems_of(entry["coq"])}


def theorems_of(rows: Sequence[Mapping[str, Any]]) -> tuple[FormalTheorem, ...]:
    """Return the Coq theorems of an entry of the record."""
    return tuple(
        FormalTheorem(
            str(row["name"]),
            str(row["statement"]),
            axioms=tuple(map(str, row["axioms"])),
            rests_on=tuple(map(str, row["rests_on"])),
        )
        for row in rows
    )
