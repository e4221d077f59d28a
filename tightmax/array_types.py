"""What a type checker knows of the arrays: NumPy gives NumPy, PyTorch gives PyTorch, any other library gives its own.

No other library is named, so that a program that is checked without one of them is checked alike. PyTorch's tensors
are known by `detach`, which says what a tensor without its graph is: a `Parameter` gives a `Tensor`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, Required, TypeAlias, TypedDict, TypeVar

import numpy as np

from tightmax.axes import Axis

Numbers: TypeAlias = "float | np.generic | np.ndarray[Any, Any] | Sequence[Numbers]"
"""What NumPy computes: a number, an array, or lists of them."""

FloatArray: TypeAlias = np.ndarray[tuple[Any, ...], np.dtype[np.floating[Any]]]
"""A NumPy array of a floating type."""

Values: TypeAlias = "FloatArray | Any"
"""A NumPy array of a floating type, or a number of such a type if no axis is left: no type checker can tell which."""

Pair: TypeAlias = tuple[FloatArray | None, FloatArray | None] | None
"""Where the value and the weights are written, if they are."""

T_co = TypeVar("T_co", covariant=True)


class TorchLike(Protocol[T_co]):
    """A tensor of PyTorch."""

    def detach(self) -> T_co:
        """Return the tensor without its graph."""


class ArrayLike(Protocol):
    """An array of another library."""

    @property
    def shape(self) -> tuple[Any, ...]:
        """The lengths of the axes."""

    @property
    def dtype(self) -> Any:
        """The type of the entries."""


TensorT = TypeVar("TensorT")
ArrayT = TypeVar("ArrayT", bound=ArrayLike)


Temperature: TypeAlias = "float | ArrayLike"
"""A number, or an array with one for each row."""


class Where(TypedDict, total=False):
    """The arguments of `logsumexp`, but for keepdims."""

    axis: Axis
    dim: Axis
    where: Any
    b: Any
    temperature: Temperature


class Options(TypedDict, total=False):
    """The arguments that the smooth maximum, its weights and its curvature share."""

    axis: Axis
    dim: Axis
    where: Any
    temperature: Temperature | None
    error: float | None
    kind: str
    side: str


class TopOptions(TypedDict, total=False):
    """The same of the sum of the k largest, but for keepdims."""

    k: Required[int]
    axis: Axis
    dim: Axis
    where: Any
    temperature: Temperature | None
    error: float | None
    side: str
