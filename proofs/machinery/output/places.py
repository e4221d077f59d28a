"""Where the files of the project lie: in a checkout, or where the proofs of an installed package were unpacked."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds `proofs`, `symbolic` and `numeric_checks`."""

PROOFS = ROOT / "proofs"
CERTIFICATES = PROOFS / "certificates"
UPPER_CERTIFICATE = CERTIFICATES / "upper" / "knots-d4.json"
COQ = PROOFS / "coq"
RECORDS = PROOFS / "records"

PAPER, SITE = Path("out") / "latex", Path("site")
"""Where `tightmax latex` and `make site` write, from the current folder, if they are not told otherwise."""
