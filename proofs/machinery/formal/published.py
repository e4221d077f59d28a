"""Which Coq theorems stand for which theorem of the project: `proofs/coq/published.toml`.

    [d2-optimum]                                    # a theorem id
    covers = "whole"                                # the whole conclusion, or "part"
    coq = ["TightMax.SmallDimensions.d2_optimum"]   # qualified names
    part = "..."                                    # with "part" only: what is covered,
    left = "..."                                    # and what is not
    reviewed = "1f0a2b3c: ..."                      # may be left out: who read the conclusion beside the Coq statements
                                                    # says so, after the hash of both that `--record` prints
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from proofs.machinery.formal.problem import Deviation

_NAME = re.compile(r"(TightMax(?:\.Generated)?\.[A-Za-z_][A-Za-z0-9_']*)((?:\.[A-Za-z_][A-Za-z0-9_']*)+)")
_KEYS = {"whole": {"covers", "coq"}, "part": {"covers", "coq", "part", "left"}}
_REVIEWED = re.compile(r"[0-9a-f]{8}: \S.*")


@dataclass(frozen=True)
class Published:
    """The Coq theorems that cover a theorem of the project, as a whole or in part."""

    id: str
    whole: bool
    names: tuple[str, ...]
    part: str = ""
    left: str = ""
    reviewed: str = ""

    @property
    def reviewed_pair(self) -> str:
        """The hash of the texts that a reviewer has compared; empty where nobody has."""
        return self.reviewed.partition(":")[0]


def module(name: str) -> str:
    """Return the library that holds a qualified name: `TightMax.Chain` for `TightMax.Chain.bound`."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise Deviation(f"published.toml: {name[:80]!r} is not a qualified name such as 'TightMax.Chain.chain'")
    return found[1]


def theory(name: str) -> str:
    """Return the file of a lemma of the theories, `Chain` for `TightMax.Chain.bound`; empty for any other name."""
    found = _NAME.fullmatch(name)
    library = found[1].removeprefix("TightMax.") if found is not None else ""
    return library if found is not None and "." not in library and found[2].count(".") == 1 else ""


def _entry(id: str, table: object) -> Published:
    if not isinstance(table, dict) or table.get("covers") not in _KEYS:
        raise Deviation(f"published.toml: [{id}] needs covers = \"whole\" or covers = \"part\"")
    wanted = _KEYS[table["covers"]]
    if set(table) - {"reviewed"} != wanted:
        raise Deviation(f"published.toml: [{id}] has the keys {sorted(table)}, expected {sorted(wanted)}")
    names, texts = table["coq"], [table[key] for key in wanted - {"coq"}]
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise Deviation(f"published.toml: [{id}] coq must be a list of names, not empty")
    if not all(isinstance(text, str) and text for text in texts):
        raise Deviation(f"published.toml: [{id}] has an empty sentence")
    for name in names:
        module(name)
    if len(set(names)) < len(names):
        raise Deviation(f"published.toml: [{id}] lists a name twice")
    reviewed = table.get("reviewed", "")
    if "reviewed" in table and not (isinstance(reviewed, str) and _REVIEWED.fullmatch(reviewed)):
        form = "reviewed must begin with the hash that `--record` prints, as in '1f0a2b3c: ...'"
        raise Deviation(f"published.toml: [{id}] {form}")
    whole = table["covers"] == "whole"
    return Published(id, whole, tuple(names), table.get("part", ""), table.get("left", ""), reviewed)


def read(path: Path) -> dict[str, Published]:
    """Return the table, in the order of the file; Deviation where it is not of this form."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Deviation(f"published.toml: {error}") from error
    return {id: _entry(id, table) for id, table in tables.items()}
