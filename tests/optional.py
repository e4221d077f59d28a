"""What a test or a doctest may do without, and what to install for it: the summary of a run says how many were skipped.

Whatever is not named here is a mistake where it is missing, and fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

SKIPPED = Path(__file__).resolve().parents[1] / ".cache" / "skipped"
"""What the last run of the whole suite skipped: `make skipped` runs it again, once it is installed."""

EXTRAS = {
    "torch": ("PyTorch", "make torch"),
    "entmax": ("entmax", "make torch"),
    "triton": ("Triton", "make torch"),
    "latexmk": ("TeX", "Debian: latexmk texlive-latex-recommended texlive-fonts-recommended lmodern"),
    "chromium": ("Chromium", "Debian: chromium"),
    **dict.fromkeys(
        ("latex2mathml", "docutils", "sphinx", "sphinx_gallery", "playwright"),
        ("what makes the web site", "make site"),
    ),
    "pdftotext": ("pdftotext", "Debian: poppler-utils"),
    "coqc": ("Coq", "Debian: coq libcoq-interval"),
    "tightmax_fast": ("tightmax-fast", "make fast"),
    "clang": ("clang", "Debian: clang"),
    "qemu": ("an emulator of ARM's processors", "Debian: g++-aarch64-linux-gnu qemu-user-static"),
    "agda": ("Agda", "Debian: agda-bin, or . proofs/agda/unpack.sh"),
}
"""The name that a reason gives -> what people call it, and what to type."""

_REASONS = (
    re.compile(r"could not import '([\w.]+)'"),
    re.compile(r"No module named '([\w.]+)'"),
    re.compile(r"^(?:Skipped: )?(\w+) is not installed"),
)


def missing(reason: str) -> str | None:
    """Return the entry of `EXTRAS` that a reason for a skip is about.

    >>> missing("could not import 'torch': No module named 'torch'"), missing("coqc is not installed")
    ('torch', 'coqc')
    >>> missing("root may write everywhere")
    """
    for pattern in _REASONS:
        if (found := pattern.search(reason)) and (name := found[1].partition(".")[0]) in EXTRAS:
            return name
    return None


def keep(ids: Iterable[str]) -> None:
    """Write down what was skipped for want of something of `EXTRAS`, a line each."""
    SKIPPED.parent.mkdir(exist_ok=True)
    SKIPPED.write_text("".join(f"{id}\n" for id in dict.fromkeys(ids)), encoding="utf-8")


def summary(reasons: list[str]) -> list[str]:
    """Return a line for each thing that is not installed: what for, how many were skipped, what to type.

    >>> summary(["coqc is not installed", "no /dev/zero", "No module named 'torch'", "coqc is not installed"])
    ['Coq is not installed: 2 skipped (Debian: coq libcoq-interval)', 'PyTorch is not installed: 1 skipped (make
    torch)']
    """
    counts: dict[tuple[str, str], int] = {}
    for reason in reasons:
        if (name := missing(reason)) is not None:
            counts[EXTRAS[name]] = counts.get(EXTRAS[name], 0) + 1
    found = sorted(counts.items())
    return [f"{label} is not installed: {count} skipped ({command})" for (label, command), count in found]
