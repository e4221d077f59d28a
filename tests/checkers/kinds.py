"""What a checker is to a test: its module, a small certificate that it accepts, and what it says of it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from proofs.machinery.output.places import ROOT

Json = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A checker with a certificate that it accepts, and the same with another bound."""

    module: ModuleType
    format: str
    good: str
    bad: bytes
    accepted: str
    """What is printed of the good one."""
    rejected: str
    """What is printed of the bad one."""
    keys: tuple[str, ...]
    """The keys of the outermost object."""
    names: tuple[str, ...]
    """All keys."""
    fixed: tuple[str, ...]
    """What of the answer is the same for every certificate that is the good one but for a part."""
    limit: Fraction | None = None
    """What the bound then cannot pass; None where it is among what stays the same."""
    below: bool = True
    """Are its bounds lower ones?"""

    def __str__(self) -> str:
        return self.path.stem

    @property
    def path(self) -> Path:
        """The file of the checker."""
        return ROOT / "proofs" / f"{self.module.__name__.rpartition('.')[2]}.py"

    def verdict(self, data: bytes) -> str:
        """Return the code of the rejection, "accepted" or "unreadable"; the checker may do nothing else."""
        try:
            result = self.module.check_bytes(data)
        except self.module.Rejected as fault:
            assert fault.code in self.module.CODES
            assert fault.reason and fault.reason.isascii() and fault.reason.isprintable()
            assert len(fault.reason) < 2000
            return str(fault.code)
        except self.module.Unreadable as fault:
            assert str(fault)
            return "unreadable"
        assert isinstance(result, self.module.Accepted)
        return "accepted"

    def rejects(self, data: bytes, code: str, part: str) -> None:
        """Assert that a file is rejected with this code, for a reason in which this part occurs."""
        assert self.verdict(data) == code
        with pytest.raises(self.module.Rejected) as caught:
            self.module.check_bytes(data)
        assert part in caught.value.reason and str(caught.value) == f"[{code}]  {caught.value.reason}"

    def lists(self, codes: Iterable[str], page: Path) -> None:
        """Assert that these are the codes of the checker, in its order, and those of the page of its format."""
        assert [code for code, _ in groupby(codes)] == list(self.module.CODES)
        document = page.read_text(encoding="utf-8")
        assert re.findall(r"^\| `([a-z-]+)` \|", document.split("## Codes")[1], re.M) == list(self.module.CODES)

    def agrees(self, data: bytes) -> bool:
        """Say whether an accepted file, the good one but for a part, proves no more than is true."""
        found, true = self.module.check_bytes(data), self.module.check_bytes(self.good.encode())
        same = all(getattr(found, name) == getattr(true, name) for name in self.fixed)
        return same and (self.limit is None or (found.bound <= self.limit if self.below else found.bound >= self.limit))

    def files(self, folder: Path) -> dict[str, str]:
        """Return three files by name: the good certificate, the bad one, and the good one with its end cut off."""
        contents = {"good": self.good.encode(), "bad": self.bad, "cut": self.good[:-1].encode()}
        for name, data in contents.items():
            (folder / name).write_bytes(data)
        return {name: str(folder / name) for name in contents}

    def run(self, *arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
        """Return the checker as a program on the standard library alone, and without asserts."""
        command = [sys.executable, "-I", "-S", "-O", str(self.path), *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


def encode(value: object) -> bytes:
    """Return a value as the bytes of a file."""
    return json.dumps(value).encode()


def edited(text: str, old: str, new: str) -> bytes:
    """Return a certificate's text with a part of it replaced, which must occur once."""
    assert text.count(old) == 1, old
    return text.replace(old, new).encode()
