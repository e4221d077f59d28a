"""Commands of this checkout in processes of their own, for the tests that look at how they end."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATE = "proofs/certificates/lower/chain-d3.json"
HEAVY = ("sympy", "mpmath", "z3", "cvc5", "numpy", "flint", "rich", "pylatexenc", "scipy", "torch")
"""Libraries that take time to import."""


def started(*arguments, python=(), **streams):
    """A Python process that has this checkout."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | streams
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, *python, *arguments], cwd=ROOT, env=environment, **pipes)


def ended(process):
    """Its exit status, output and messages."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def shell(line):
    """A line of the shell, in which $T is the command line."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "T": f"{sys.executable} -m proofs"}
    done = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout, done.stderr
