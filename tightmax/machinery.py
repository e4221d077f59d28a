"""Where the proofs are that the commands run: in the checkout, or packed into this package and unpacked when needed.

The wheel has one top-level name, `tightmax`. The packages `proofs`, `symbolic` and `numeric_checks` lie in one
compressed file beside this module; the first command unpacks them into the user's cache, in a folder named after the
contents. Later commands compare the hash of what is there with the one in the packed file, and unpack anew where they
differ. The folder goes first on the path of the process, so that no folder or distribution of the same name is imported
instead.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import lzma
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ARCHIVE = HERE / "proofs.xz"
"""One line of JSON, with the hash of all files and the name and length of each, and then the files, compressed."""


class Unavailable(RuntimeError):
    """The proofs cannot be made importable; the text is one clear line."""


def checkout() -> Path | None:
    """Return the root of the checkout that this package is part of, if it is part of one."""
    root = HERE.parent
    try:
        text = (root / "pyproject.toml").read_text(encoding="utf-8")
    except OSError:
        return None
    return root if 'name = "tightmax"' in text and (root / "proofs" / "__main__.py").is_file() else None


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of this user and platform for what can be made again."""
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = environment.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else "~/.cache"  # the XDG specification ignores a relative path
    return Path(base).expanduser() / "tightmax"


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the names and the contents of all files, in hexadecimal digits."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(b"%d %s %d\n" % (len(name), name.encode(), len(files[name])))
        total.update(files[name])
    return total.hexdigest()


def _contents(folder: Path) -> dict[str, bytes]:
    """Return every file of the folder by its name, but for Python's own caches."""
    found = {}
    for where, folders, files in os.walk(folder):
        if "__pycache__" in folders:
            folders.remove("__pycache__")
        for file in files:
            path = os.path.join(where, file)
            with open(path, "rb") as data:
                found[os.path.relpath(path, folder).replace(os.sep, "/")] = data.read()
    return found


def _promised(archive: Path) -> str:
    """Return the hash that the contents must have; only the beginning of the archive is read."""
    with lzma.open(archive) as packed:
        found: str = json.loads(packed.readline())["sha256"]
        return found


def is_whole(folder: Path, promised: str) -> bool:
    """Say whether the folder is there, is this user's, and holds what the archive holds, no more, no less."""
    if not folder.is_dir() or (hasattr(os, "getuid") and folder.stat().st_uid != os.getuid()):
        return False
    return digest_of(_contents(folder)) == promised


def unpack(archive: Path, promised: str, folder: Path) -> None:
    """Write the files of the archive into a new folder, once their hash is the one that is promised."""
    with lzma.open(archive) as packed:
        files = {name: packed.read(length) for name, length in json.loads(packed.readline())["files"].items()}
    if digest_of(files) != promised:
        raise ValueError("its hash is another")
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@contextmanager
def _alone(cache: Path) -> Iterator[None]:
    """Yield one process at a time fills or repairs the cache, where the platform has locks for that."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(cache / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _in_cache(archive: Path, promised: str, name: str) -> Path:
    """Return the whole folder of that name in the cache, unpacked if it is not there; OSError where that cannot be."""
    cache = cache_folder()
    target = cache / name
    if is_whole(target, promised):
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache):
        if is_whole(target, promised):  # another process was faster
            return target
        with tempfile.TemporaryDirectory(dir=cache, prefix=".new-", ignore_cleanup_errors=True) as work:
            new = Path(work) / "new"
            unpack(archive, promised, new)
            if target.exists():
                target.rename(Path(work) / "old")
            new.rename(target)
    return target


def _for_this_run(archive: Path, promised: str) -> Path:
    """Return a temporary folder, which is removed when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="tightmax-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    unpack(archive, promised, folder)
    return folder


def unpacked(archive: Path = ARCHIVE) -> Path:
    """Return the folder with the files of the archive: in the user's cache, or else a temporary one."""
    if not archive.is_file():
        raise Unavailable("this installation has no proofs: install TightMax from its checkout or from a wheel of it")
    try:
        name = hashlib.sha256(archive.read_bytes()).hexdigest()[:16]
        promised = _promised(archive)
        try:
            return _in_cache(archive, promised, name)
        except OSError:
            return _for_this_run(archive, promised)
    except OSError as error:
        where = f"{cache_folder()} or a temporary folder"
        raise Unavailable(f"cannot unpack the proofs into {where}: {error.strerror or error}") from None
    except (EOFError, ValueError, LookupError, TypeError, lzma.LZMAError) as error:
        raise Unavailable(f"{archive} is damaged ({error}): install TightMax anew") from None


def make_importable() -> Path:
    """Put the folder of `proofs`, `symbolic` and `numeric_checks` first on the path of this process; return it."""
    root = checkout() or unpacked()
    place = str(root)
    if place not in sys.path[:1]:
        sys.path[:] = [place, *(entry for entry in sys.path if entry != place)]
    return root


def call(module: str, function: str, *arguments: Any) -> Any:
    """Call a function of the proof code by its names: what a worker can do that has only `tightmax` on its path."""
    make_importable()
    return getattr(import_module(module), function)(*arguments)
