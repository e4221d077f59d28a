"""What a type checker tells the users of the array library: NumPy in, NumPy out, and for any other library the same."""

import os
import re
import subprocess
import sys
from pathlib import Path

SCRIPT = '''
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

import tightmax
from tightmax import lse_enclosure, smooth_argmax, smooth_max


class Tensor:  # as PyTorch's declare themselves
    def detach(self) -> "Tensor": ...
    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def dtype(self) -> object: ...


class Parameter(Tensor): ...


class Array:  # as those of JAX do
    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def dtype(self) -> object: ...


def largest(rows: Sequence[Sequence[float]]) -> float:
    return float(smooth_max(rows, temperature=0.1).max())


x: NDArray[np.float64] = np.zeros((3, 4))
reveal_type(smooth_max(x, temperature=0.1))
reveal_type(smooth_max([[1, 2], [3, 4]], error=0.1, keepdims=True))
reveal_type(smooth_argmax([1.0, 2.0], temperature=0.1))
reveal_type(tightmax.value_and_weights(x, error=0.1))
reveal_type(tightmax.logsumexp(x, where=x > 0, axis=(0, 1)))
reveal_type(tightmax.hessian_vector(x, x, temperature=1))
reveal_type(lse_enclosure(x))
reveal_type(tightmax.worst_gap(3))
reveal_type(tightmax.spectral_norm(x))
reveal_type(tightmax.__version__)
reveal_type(smooth_max(Tensor(), temperature=Tensor(), dim=0))
reveal_type(smooth_argmax(Parameter(), temperature=0.1))
reveal_type(tightmax.value_and_weights(Tensor(), temperature=0.1))
reveal_type(tightmax.hessian_vector(Tensor(), Tensor(), temperature=0.1))
reveal_type(tightmax.logsumexp(Array()))
reveal_type(tightmax.hessian_vector(Array(), Array(), temperature=0.1))
smooth_max(None, temperature=0.1)
smooth_max({1.0}, temperature=0.1)
smooth_max(x, temperature=0.1, mask=1)
smooth_max(x, 1, temperature=0.1)
smooth_max(x, temperature="hot")
'''

FLOATS = "numpy.ndarray[tuple[Any, ...], numpy.dtype[numpy.floating[Any]]]"
REVEALED = [
    f"{FLOATS} | Any", f"{FLOATS} | Any", FLOATS, f"tuple[{FLOATS} | Any, {FLOATS}]", f"{FLOATS} | Any", FLOATS,
    f"tuple[{FLOATS} | Any, {FLOATS} | Any]", "float", "tightmax.enclosure.Enclosure", "str",
    "script.Tensor", "script.Tensor", "tuple[script.Tensor, script.Tensor]", "script.Tensor", "script.Array",
    "script.Array",
]


def test_mypy_strict_on_a_script_of_a_user(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    run = [
        sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--disable-error-code=empty-body", "script.py",
    ]
    here = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    found = subprocess.run(run, cwd=tmp_path, env=here, capture_output=True, text=True)
    revealed = [
        re.sub(r"[*?]|builtins\.|typing\.", "", text)
        for text in re.findall(r'Revealed type is "(.*)"', found.stdout)
    ]
    assert revealed == REVEALED, found.stdout + found.stderr
    last = len(SCRIPT.splitlines())
    wrong = [int(line) for line in re.findall(r"^script\.py:(\d+): error:", found.stdout, re.MULTILINE)]
    assert sorted(set(wrong)) == list(range(last - 4, last + 1)), found.stdout
