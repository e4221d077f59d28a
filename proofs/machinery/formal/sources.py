"""The Coq sources: what they are, and their hash.

Two folders are built: `theories`, written by hand, and `generated`, written where Coq builds, a file for each
certificate. So the sources are the theories, the certificates and the program that writes their files.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from proofs.machinery.formal.problem import Deviation
from proofs.machinery.output.places import COQ

PROJECT = "_CoqProject"
RECORDED = "sources.sha256"
"""What stands for the sources where they are not: the wheel has this file, with `digest` of them when it was built."""
LIBRARIES = {"theories": "TightMax", "generated": "TightMax.Generated"}
"""Folder -> logical path."""
WRITER = Path(__file__).with_name("certificates.py")
"""What makes `generated` of the certificates."""


def theories(root: Path = COQ) -> list[Path]:
    """Return the Coq files that are written by hand, relative to ROOT, sorted."""
    return sorted((path.relative_to(root) for path in (root / "theories").rglob("*.v")), key=Path.as_posix)


def certificates(root: Path = COQ) -> list[Path]:
    """Return the certificates of lower bounds, which lie beside ROOT: weighted moves, then walks, each sorted."""
    return [path for kind in ("lower", "walk") for path in sorted((root.parent / "certificates" / kind).glob("*.json"))]


def generated(certificate: Path) -> Path:
    """Return the Coq file of a certificate: generated/best_d5.v of best-d5.json."""
    return Path("generated", f"{certificate.stem.replace('-', '_')}.v")


def files(root: Path = COQ) -> list[Path]:
    """Return every `.v` file that is built, relative to the folder in which it is, sorted."""
    return sorted([*theories(root), *map(generated, certificates(root))], key=Path.as_posix)


def project_text(root: Path = COQ) -> str:
    """Return what `_CoqProject` must hold: the two logical paths and every file."""
    paths = [f"-Q {folder} {logical}" for folder, logical in LIBRARIES.items()]
    return "\n".join([*paths, *(file.as_posix() for file in files(root))]) + "\n"


def check_project(root: Path = COQ) -> None:
    """`_CoqProject` is what it must be; Deviation names the first line that is not."""
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
    """Return a SHA-256 over `_CoqProject`, the theories, the certificates (names and contents) and their writer."""
    named = {path.as_posix(): root / path for path in [Path(PROJECT), *theories(root)]}
    named |= {f"certificates/{path.name}": path for path in certificates(root)}
    total = hashlib.sha256()
    for name, path in {**named, WRITER.name: WRITER}.items():
        data = path.read_bytes()
        total.update(b"%d %s %d\n" % (len(name.encode()), name.encode(), len(data)))
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


