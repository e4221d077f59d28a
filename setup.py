"""Packs the proof code into one compressed file of the wheel, which `tightmax.machinery` unpacks when a command needs it.

As plain files the proofs and their certificates are ten times as large as the array library, and their top-level names
(`proofs`, `symbolic`, `numeric_checks`) would lie in everybody's site-packages.
"""

from __future__ import annotations

import io
import lzma
import shutil
import sys
import tarfile
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
ARCHIVE = Path("tightmax") / "proofs.tar.xz"
FOLDERS = ("proofs", "symbolic", "numeric_checks")
ENDINGS = (".py", ".json", ".toml")
"""What the commands read. The figures of the experiments and the Coq sources are left in the checkout."""
CHECKOUT_ONLY = (
    "proofs/notes.py", "proofs/coq_certificates.py", "proofs/formal/check.py", "proofs/formal/__main__.py",
    "numeric_checks/experiments/",
)  # fmt: skip
"""What works on files of the checkout: the notes, the building of the Coq proofs, the experiments and their records."""
FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0}]
"""For text: more context of the byte before, none of the alignment."""


def packed() -> dict[str, bytes]:
    """The files of the archive by name; their common hash first, so that it can be read without unpacking the rest."""
    sys.path.insert(0, str(ROOT))
    from proofs.formal.sources import RECORDED, digest
    from tightmax.machinery import DIGEST, digest_of

    found = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in ENDINGS and "__pycache__" not in path.parts
    }
    found = {name: data for name, data in found.items() if not name.startswith(CHECKOUT_ONLY)}
    coq = ROOT / "proofs" / "coq"
    found[f"proofs/coq/{RECORDED}"] = f"{digest(coq)}\n".encode()
    names = sorted(found, key=lambda name: (name.rpartition(".")[2], name))  # like beside like packs smaller
    return {DIGEST: digest_of(found).encode(), **{name: found[name] for name in names}}


def write_archive(target: Path) -> None:
    """Write the archive; the same files give the same bytes, whoever packs them and whenever."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in packed().items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o644
            archive.addfile(member, io.BytesIO(data))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(lzma.compress(plain.getvalue(), filters=FILTERS))


class BuildWithProofs(build_py):
    """What setuptools does, and then the archive; an editable installation runs from the checkout and has none."""

    def run(self) -> None:
        """Build the package and, beside its modules, the archive; what an earlier build left would go into the wheel."""
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
