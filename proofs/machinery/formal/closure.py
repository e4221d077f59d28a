"""The definitions that published statements rest on: which they are, Coq says.

Every term is printed by Coq with nothing left out (no notation, no coercion, every implicit argument), and every name
in it is resolved by Coq to the one object that it means, by its full name; then the same for what that object is. So a
definition that looks like another one is listed as what it is. A definition behind a statement lies at the top of a
file, where its text can be found: one in a module inside a file is refused. (`Print All Dependencies` lists no
inductive types, and lists what the proofs use as well.)
"""

from __future__ import annotations

import re
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from proofs.machinery.formal.coq import LIMIT, PATHS, environment
from proofs.machinery.formal.definitions import Library
from proofs.machinery.formal.problem import Deviation

_PLAIN = "Set Printing All. Set Printing Width 1000000. Set Printing Depth 1000000."
_QUALIFIED = re.compile(r"[^\W\d][\w']*(?:\.[^\W\d][\w']*)+")
_TRANSPARENT = re.compile(r"^\S+ is transparent$", re.MULTILINE)
_OBJECT = re.compile(r"^Expands to: (\w+) (\S+)$", re.MULTILINE)
_OURS = "TightMax."


@dataclass(frozen=True)
class Object:
    """What a name means: the full name of the object, and the names in its type and in what it is defined by."""

    name: str
    words: tuple[str, ...]


class Dialogue:
    """Questions to one running Coq, which has loaded the libraries once."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._known: dict[str, Object | None] = {}

    def ask(self, command: str) -> str:
        """Return what Coq prints; Deviation where it stops, or reports an error."""
        assert self._process.stdin is not None and self._process.stdout is not None
        said: list[str] = []
        try:
            self._process.stdin.write(f"{command}\nAbout ready_mark.\n")
            self._process.stdin.flush()
            for line in self._process.stdout:
                if "ready_mark not a defined object" in line:
                    break
                said.append(line)
            else:
                raise Deviation(f"Coq stops at {command[:80]!r}")
        except BrokenPipeError:
            raise Deviation(f"Coq stops at {command[:80]!r}") from None
        text = re.sub(r"^(?:Coq < )+", "", "".join(said), flags=re.MULTILINE).strip()
        if re.search(r"^(Error|Toplevel input)", text, re.MULTILINE):
            raise Deviation(f"Coq does not answer {command[:80]!r}: {' '.join(text.split())[:200]}")
        return text

    def look(self, word: str) -> Object | None:
        """Return what a qualified name means; None where it is not of this project."""
        if word not in self._known:
            self._known[word] = self._look(word)
        return self._known[word]

    def _look(self, word: str) -> Object | None:
        about = self.ask(f"About {word}.")
        found = _OBJECT.search(about)
        if found is None:
            raise Deviation(f"Coq does not say what {word} is: {' '.join(about.split())[:120]}")
        kind, name = found.groups()
        if not name.startswith(_OURS):
            return None
        defined = kind == "Inductive" or _TRANSPARENT.search(about)
        return Object(name, _words(self.ask(f"Print {word}.") if defined else about))

    def stated(self, theorem: str) -> tuple[str, ...]:
        """Return the names in the statement of a theorem."""
        return _words(self.ask(f"About {theorem}."))


def _words(printed: str) -> tuple[str, ...]:
    """Return the names in what is printed of an object, up to the first empty line: the rest is about how it is
    written.
    """
    return tuple(dict.fromkeys(_QUALIFIED.findall(printed.partition("\n\n")[0])))


@contextmanager
def dialogue(target: Path, libraries: Sequence[str]) -> Iterator[Dialogue]:
    """Run Coq on what is built in TARGET, with these libraries loaded and none of them imported."""
    with subprocess.Popen(
        ["coqtop", "-q", *PATHS],
        cwd=target,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        late = threading.Timer(LIMIT, process.kill)
        late.start()
        try:
            asked = Dialogue(process)
            asked.ask(f"Require {' '.join(libraries)}. {_PLAIN}")
            yield asked
        finally:
            late.cancel()
            process.kill()


def _shown(name: str, sources: Mapping[str, Library], asked_by: str) -> str:
    """Return the entry that shows an object: its own, or that of the type of which it is a field or a constructor."""
    home, _, last = name.rpartition(".")
    if home not in sources:
        raise Deviation(f"{asked_by} rests on {name}, which is defined in a module inside a file")
    key = sources[home].find(last)
    if not key:
        raise Deviation(f"{asked_by} rests on {name}, whose text is not found in its file")
    return f"{home}.{key}"


def closure(asked: Dialogue, names: Sequence[str], sources: Mapping[str, Library]) -> dict[str, tuple[str, ...]]:
    """Return, for each theorem and each definition behind it, the entries of the definitions that it names itself."""
    rests: dict[str, set[str]] = {}
    seen: set[str] = set()
    queue = [(name, asked.stated(name)) for name in names]
    while queue:
        entry, words = queue.pop()
        below = rests.setdefault(entry, set())
        for found in filter(None, map(asked.look, words)):
            shown = _shown(found.name, sources, entry)
            if shown != entry:
                below.add(shown)
            if found.name not in seen:
                seen.add(found.name)
                queue.append((shown, found.words))
    return {entry: tuple(sorted(below - {entry})) for entry, below in rests.items()}
