"""Packs the proof code into one compressed file of the wheel; `tightmax.machinery` unpacks it when a command needs it.

As plain files, as they stand, the proofs and their certificates are ten times as large as the array library, and their
top-level names (`proofs`, `symbolic`, `numeric_checks`) would lie in everybody's site-packages. Comments and docstrings
stay in the checkout.
"""

from __future__ import annotations

import ast
import io
import json
import lzma
import shutil
import sys
import tokenize
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
ARCHIVE = Path("tightmax") / "proofs.xz"
FOLDERS = ("proofs", "symbolic", "numeric_checks")
ENDINGS = (".py", ".json", ".toml", ".txt")
"""What the commands read. The figures of the experiments and the Coq sources are left in the checkout."""
CHECKOUT_ONLY = (
    *(f"proofs/machinery/documents/{name}.py" for name in ("notes", "readings", "verdict_page")),
    *(f"proofs/machinery/formal/{name}.py" for name in ("__main__", "agda", "build", "certificates", "check")),
    *(f"proofs/machinery/formal/steps/{name}.py" for name in ("__main__", "check")),
    "proofs/machinery/site/",
    "numeric_checks/experiments/",
    "numeric_checks/bench",
)
"""What works on files of the checkout: the notes, the building of the Coq proofs, the experiments, the benchmarks."""
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
"""For text: more context of the byte before, none of the alignment."""


def bare(source: str) -> str:
    """The program without its comments and docstrings, every line where it was: what remains means the same."""
    lines = source.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    for node in ast.walk(ast.parse(source)):
        if _is_prose(node):
            first, last = node.lineno - 1, node.end_lineno - 1
            before, after = lines[first][: node.col_offset], lines[last].encode()[node.end_col_offset :]
            if not before.strip() and not after.strip():
                lines[first : last + 1] = [f'{before}""', *[""] * (last - first)]
    found = "\n".join(lines)
    if _meaning(found) != _meaning(source):
        raise ValueError("a program changed as its comments were left out")
    return found


def _is_prose(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _meaning(source: str) -> str:
    """The syntax tree, with every expression statement that is a mere constant made the same."""
    compile(source, "", "exec")  # refuses more than the parser does
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if _is_prose(node):
            node.value = ast.Constant("")
    return ast.dump(tree, include_attributes=False)


def packed() -> dict[str, bytes]:
    """The files of the archive by name, those of one kind beside each other, which packs smaller."""
    sys.path.insert(0, str(ROOT))
    from proofs.machinery.formal.sources import RECORDED, digest

    found = {}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in ENDINGS and "__pycache__" not in path.parts and not name.startswith(CHECKOUT_ONLY):
                data = path.read_bytes()
                found[name] = bare(data.decode()).encode() if path.suffix == ".py" else data
    coq = ROOT / "proofs" / "coq"
    found[f"proofs/coq/{RECORDED}"] = f"{digest(coq)}\n".encode()
    return {name: found[name] for name in sorted(found, key=lambda name: (name.rpartition(".")[2], name))}


def write_archive(target: Path) -> None:
    """Write the archive; the same files give the same bytes, whoever packs them and whenever."""
    sys.path.insert(0, str(ROOT))
    from tightmax.machinery import digest_of

    files = packed()
    head = {"sha256": digest_of(files), "files": {name: len(data) for name, data in files.items()}}
    plain = json.dumps(head).encode() + b"\n" + b"".join(files.values())
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(lzma.compress(plain, filters=FILTERS))


class BuildWithProofs(build_py):
    """What setuptools does, and then the archive; an editable installation runs from the checkout and has none."""

    def run(self) -> None:
        """Build the package and the archive beside it, anew: what an earlier build left would go into the wheel."""
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        write_archive(Path(self.build_lib) / ARCHIVE)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """The files of the package and the archive."""
        found = list(super().get_outputs(include_bytecode))
        return found if self.editable_mode else [*found, str(Path(self.build_lib) / ARCHIVE)]


if __name__ == "__main__":  # which it is for every builder
    setup(cmdclass={"build_py": BuildWithProofs})
